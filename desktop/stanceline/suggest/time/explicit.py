"""Readers of dates that are written out, and of parts of a year with or without it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from stanceline.suggest.time.context import Context, Reading, spoken
from stanceline.suggest.time.holidays import holiday_in_year
from stanceline.suggest.time.units import relative_unit, stepped
from stanceline.suggest.time.values import (
    WINTER,
    Stretch,
    Unit,
    all_of,
    century_stretch,
    date_stretch,
    decade_stretch,
    half_stretch,
    is_date,
    lasting,
    middle_part,
    month_stretch,
    one_of,
    quarter_stretch,
    season_stretch,
    some_between,
    year_stretch,
    year_text,
)

_MONTHS: Final = 12
_CENTURY: Final = 100
_FIRST_LONG_YEAR: Final = 1000
_CENTURIES: Final = range(1, 41)
_QUARTERS: Final = range(1, 5)
_NOUN_FOLLOWS: Final = "en"  # only there a season or holiday describes the noun behind it


def explicit(rule: str, stretch: Stretch, *alternatives: Stretch) -> Reading:
    """The reading of a date that needs nothing but its own words."""
    return Reading(stretch, "A", rule, "The date is written out.", alternatives)


# --------------------------------------------------------------------------- digits


def read_iso(context: Context, first: int, _end: int) -> Reading | None:
    """A date in the order of ISO 8601: "2024-06-19", "2024/6/19", "2024年6月"."""
    year, month, day = (*context.tokens.values[first], 0, 0)[:3]
    if not is_date(year, month or 1, day or 1):
        return None
    if not month:
        return explicit("iso", year_stretch(year))
    return explicit("iso", date_stretch(year, month, day) if day else month_stretch(year, month))


_CENTURY_TURN = 50


def read_known_day(context: Context, first: int, _end: int) -> Reading | None:
    """A day that the world calls by a name of its own: "9/11"."""
    year, month, day = map(int, context.tokens.values[first].split("-"))
    return replace(explicit("known-day", date_stretch(year, month, day)), moves_on=False)


def read_numeric(context: Context, first: int, _end: int) -> Reading | None:
    """A date in numbers: "19.06.2024", "6/19/24"."""
    separator, left, middle, year = context.tokens.values[first]
    if year < _CENTURY:
        if separator == "-" or not (context.typed or separator == "/"):
            return None
        year = _full_year(year, context)
    orders = [(middle, left), (left, middle)]
    if separator == "/" and context.writes_month_first:
        orders.reverse()
    readings = [date_stretch(year, *order) for order in orders if is_date(year, *order)]
    if separator == "/":
        # A date of the very week of publication is hardly one of another month.
        readings.sort(key=lambda each: not context.is_just_published(each))
    if not readings or year < _FIRST_LONG_YEAR:
        return None
    if separator == "/" and len(readings) > 1 and readings[0] != readings[1]:
        return Reading(
            readings[0],
            "A",
            "numeric",
            f"Read as {spoken(readings[0])}; the other order of day and month is possible.",
            (readings[1],),
        )
    return explicit("numeric", readings[0])


def _full_year(short: int, context: Context) -> int:
    """The year that two digits stand for: not far after the publication, else the 1900s."""
    if context.published is None:
        return short + (2000 if short < _CENTURY_TURN else 1900)
    century = context.published.year // _CENTURY * _CENTURY
    return century + short - (100 if century + short > context.published.year + 20 else 0)


# --------------------------------------------------------------------------- years


def read_year(context: Context, first: int, end: int) -> Reading | None:
    """A year in four digits, where it is no count."""
    index = context.find(first, end, "YEAR")[0]
    year: int = context.tokens.values[index]
    if not (context.typed or _is_year(context, index, year)):
        return None
    sentence_start = first == 0 or context.is_at(first - 1, "DOT", "BREAK", "QUESTION")
    led_in = context.is_at(first - 1, "IN", "BY", "DURING") and (
        first == 1 or context.is_at(first - 2, "DOT", "BREAK", "QUESTION", "COMMA", "AND")
    )
    latest = context.latest
    near = latest is None or (
        latest.unit >= Unit.YEAR and abs(latest.year - year) <= _YEARS_TO_FOLLOW
    )
    reading = explicit("year", year_stretch(year))
    return replace(reading, moves_on=sentence_start or led_in or near)


def read_short_year(context: Context, first: int, _end: int) -> Reading | None:
    """A year without its century after a preposition: "in '98"."""
    if not context.is_at(first - 1, "IN", "SINCE", "BY", "UNTIL", "DURING", "EARLY", "LATE"):
        return None
    year = _full_year(context.tokens.values[first], context)
    return replace(explicit("year", year_stretch(year)), moves_on=False)


_YEARS_TO_FOLLOW = 2
_LIKELY_YEARS = range(1750, 2060)
_CUES = (
    *("IN", "SINCE", "UNTIL", "BY", "BEFORE", "AFTER", "DURING", "FROM", "BETWEEN", "EARLY"),
    *("LATE", "MID", "YEAR_WORD", "YEARS_WORD", "AD", "NOT_AFTER", "NOT_BEFORE", "DATED"),
)
_COUNTING = ("NUMBER_SIGN", "MONEY", "DASH", "SLASH", "COLON", "LIKE", "NUMBER", "CLOCK")


def _is_year(context: Context, index: int, year: int) -> bool:
    """Whether a number of four digits in running text is a year rather than a count."""
    before, after = index - 1, index + 1
    has_cue = context.is_at(before, *_CUES) or _tells_a_year(context, after)
    if context.is_at(after, "COUNTED", "MONEY", "UNITS"):
        return has_cue and year % 100 != 0
    if has_cue:
        return True
    if context.is_at(before, "DASH") and context.is_at(before - 1, "MID", "EARLY", "LATE"):
        return True
    if context.is_at(before, "ABOUT", "ALMOST"):
        return year % 100 != 0 and not context.is_at(after, "PLURAL", "WORD", "CAPITAL")
    return year in _LIKELY_YEARS and _stands_as_year(context, index, year)


def _stands_as_year(context: Context, index: int, year: int) -> bool:
    """Whether a likely year without a preposition is used as one: "the 2010 dispute"."""
    before, after = index - 1, index + 1
    belongs = context.is_at(before, "OF", "OWNER", "POSSESSIVE")
    if belongs or (context.is_at(before, "THE") and year % 100):
        return not (context.is_at(after, "PLURAL") and year % 100 == 0)
    if context.is_at(before, *_COUNTING) or context.is_at(after, "DASH", "SLASH", "OTHER"):
        return False
    if context.is_at(before, "QUOTE") and context.is_at(after, "QUOTE"):
        return False
    return not context.is_at(after, "PLURAL") or context.is_at(before, "OPEN")


def _tells_a_year(context: Context, index: int) -> bool:
    """Whether the word after a number says that it is a year: "2022 року"."""
    is_word = context.is_at(index, "YEAR_WORD")
    if context.is_at(index, "DASH"):  # "1967-го"
        return context.is_at(index + 1, "YEAR_SUFFIX")
    return is_word or (context.is_at(index, "UNIT") and context.tokens.values[index] == "year")


def read_years(context: Context, first: int, end: int) -> Reading | None:
    """Two years: "2000-2024", "2012/13", "2009 or 2010"."""
    tokens = context.find(first, end, "YEAR", "N12", "N31", "N99", "SHORT_YEAR")
    start, stop = (context.tokens.values[index] for index in tokens)
    if context.is_at(first - 1, "NUMBER_SIGN", "MONEY") or context.is_at(end, "COUNTED", "MONEY"):
        return None
    if stop < _CENTURY:
        stop += start // _CENTURY * _CENTURY
        if context.is_at(tokens[0] + 1, "SLASH") and stop != start + 1:
            return None
    if not start < stop:
        return _iso_month(context, tokens)
    if not context.typed and not (start in _LIKELY_YEARS or context.is_at(first - 1, *_CUES)):
        return None
    years = year_stretch(start), year_stretch(stop)
    if context.find(first, end, "OR"):
        return explicit("either-year", one_of(years), lasting(*years))
    return replace(explicit("years", lasting(*years), some_between(*years)), moves_on=False)


def _iso_month(context: Context, tokens: list[int]) -> Reading | None:
    """A month in the order of ISO 8601, "2024-06", which two years cannot be."""
    year, month = (context.tokens.values[index] for index in tokens)
    written = context.words(tokens[1], tokens[1] + 1)
    if not context.is_at(tokens[0] + 1, "DASH") or not re.fullmatch("[0-9]{2}", written):
        return None
    return explicit("iso", month_stretch(year, month)) if is_date(year, month, 1) else None


def read_months_of_year(context: Context, first: int, end: int) -> Reading | None:
    """Several months at the start or end of a year: "the first three months of 2013"."""
    ofs = context.find(first, end, "OF")
    if not ofs and not context.lexicon.bare_units:
        return None
    # Where nouns have cases, the year follows without a joint.
    of = ofs[0] if ofs else context.find(first, end, "ANY_UNIT")[0] + 1
    count = context.values(first, of, "COUNT")[0]
    year = year_in(context, of + (1 if ofs else 0), end)
    if year is None or context.values(first, of, "ANY_UNIT") != ["month"]:
        return None
    if not 1 < count < _MONTHS:
        return None
    start = _MONTHS - count + 1 if context.find(first, of, "LAST") else 1
    months = lasting(month_stretch(year, start), month_stretch(year, start + count - 1))
    if context.find(of, end, "ANY_YEAR"):
        return replace(explicit("months-of-year", months), moves_on=False)
    reason = f"Within {year_text(year)}, the year that the words point to."
    return Reading(months, "B", "months-of-year", reason, moves_on=False)


def read_bc(context: Context, first: int, end: int) -> Reading | None:
    """One or two years before our era."""
    numbers = context.values(first, end, "BC_YEAR")
    if 0 in numbers:
        return None
    years = [year_stretch(1 - number) for number in numbers]
    if len(years) == 1:
        return explicit("bc", years[0])
    if numbers[0] <= numbers[1]:
        return None
    if context.find(first, end, "OR"):
        return explicit("bc", one_of(years))
    return explicit("bc", lasting(*years), some_between(*years))


def read_ad(context: Context, first: int, end: int) -> Reading | None:
    """A year that is marked as one of our era: "AD 79"."""
    number = context.values(first, end, "BC_YEAR")[0]
    return explicit("ad", year_stretch(number)) if number else None


def read_decade(context: Context, first: int, end: int) -> Reading | None:
    """A decade: "the 1990s", "the nineties", "the 480s BC"."""
    before_our_era = bool(context.find(first, end, "BC"))
    digits = context.find(first, end, "TENS", "YEAR", "NTH")
    if not digits:
        tens: int = context.values(first, end, "TENS_WORD", "N99", "N31", "NUMBER_WORD")[0]
        if tens not in _TENS or not _is_decade(context, first):
            return None
        has_years = bool(context.find(first + 1, end, "YEAR_WORD", "UNITS", "TENS_TAIL"))
        return _named_decade(context, tens, first, is_sure=has_years)
    if not _is_decade(context, first):
        return None
    number: int = context.tokens.values[digits[0]]
    if number % 10 or context.words(digits[0], digits[0] + 1).endswith(_ENGLISH_ORDINALS):
        return None
    if before_our_era:
        return explicit("decade", decade_stretch(-8 - number))
    if number < _CENTURY:
        return _named_decade(context, number, first)
    is_long = number >= _FIRST_LONG_YEAR
    return explicit("decade", decade_stretch(number)) if is_long else None


_ENGLISH_ORDINALS = ("th", "TH")
_TENS = range(10, 100, 10)


def _is_decade(context: Context, first: int) -> bool:
    """Whether "years" before a number makes it a decade, as French and Spanish have it."""
    return context.lexicon.tens_by_years or not context.is_at(first, "UNITS")


def _named_decade(
    context: Context, tens: int, first: int, *, is_sure: bool = False
) -> Reading | None:
    """A decade without its century: the last one, not counting the one under way."""
    led_in = context.is_at(first - 1, "THE", "MID", "EARLY", "LATE", "DASH")
    if context.lexicon.bare_units:
        led_in = led_in or is_sure or context.is_at(first - 1, "IN", "FROM", "START", "END")
    if context.published is None or not led_in:
        return None
    base = context.told(first) if context.is_narrative else None
    year = (base or context.published).year
    first_year = year // _CENTURY * _CENTURY + tens
    if base is None and first_year + 9 > year:
        first_year -= 100
    reason = "The latest decade of that name at the time of publication."
    return Reading(decade_stretch(first_year), "B", "named-decade", reason, moves_on=False)


def read_century(context: Context, first: int, end: int) -> Reading | None:
    """A century: "the 18th century", "the eighth century BC"."""
    number = context.values(first, end, "ANY_NTH", "ROMAN")[0]
    before_our_era = bool(context.find(first, end, "BC"))
    if context.values(first, end, "UNIT") != ["century"] or number not in _CENTURIES:
        return None
    if context.is_at(end, "CAPITAL") and context.words(end - 1, end)[0].isupper():
        return None  # "21st Century Films" is a name.
    return explicit("century", century_stretch(number, before_our_era=before_our_era))


# --------------------------------------------------------------------------- parts of a year


def year_in(context: Context, first: int, end: int) -> int | None:
    """The year that the tokens name: in digits, before our era, or as "last year"."""
    if context.find(first, end, "BC"):
        return 1 - int(context.values(first, end, "BC_YEAR")[-1])
    years = context.find(first, end, "ANY_YEAR")
    if years:
        number = int(context.tokens.values[years[0]])
        return number if number >= _CENTURY else _full_year(number, context)
    reading = relative_unit(context, first, end, Unit.YEAR)
    return reading.stretch.year if reading else None


_STEPS = ("THE", "SAME", "LAST", "NEXT", "THIS", "THAT", "COMING", "PREVIOUS", "FOLLOWING")


def _of_year(
    rule: str, context: Context, first: int, end: int, in_year: Callable[[int], Stretch]
) -> Reading | None:
    """A part of a year: of the year named beside it, else the nearest one."""
    if context.find(first, end, "ANY_YEAR", "BC"):
        year = year_in(context, first, end)
        return explicit(rule, in_year(year)) if year is not None else None
    units = context.find(first, end, "ANY_UNIT")
    if units:
        # The step of the year only: "the last quarter of next year".
        start = units[0]
        while start > first and context.is_at(start - 1, *_STEPS):
            start -= 1
        year = year_in(context, start, min(units[0] + 2, end))
        if year is None:
            return None
        reason = f"Within {year_text(year)}, the year that the words point to."
        return Reading(in_year(year), "B", rule, reason)
    nearest = context.nearest(first, end, in_year)
    if nearest is None:
        return None
    stretch, name, others = nearest
    return Reading(stretch, "B", rule, f"No year is given; the nearest to {name}.", others[:1])


def read_season(context: Context, first: int, end: int) -> Reading | None:
    """A season, or two in a row: "summer 2015", "last winter", "the spring"."""
    seasons = context.values(first, end, "ANY_SEASON")
    season: int = seasons[0]
    index = context.find(first, end, "ANY_SEASON")[-1]
    if len(seasons) > 1:
        return _of_year("season", context, first, end, lambda year: _seasons(year, seasons))
    if context.find(first, end, "THAT", "SAME"):
        told = context.told(first)
        if told is None:
            return None
        reason = f"In the year of the date told before it, {spoken(told)}."
        return Reading(season_stretch(told.year, season), "B", "season", reason)
    steps = context.find(first, end, "LAST", "NEXT", "COMING", "PREVIOUS", "FOLLOWING")
    if steps:
        return stepped(context, first, end, lambda year: season_stretch(year, season), "season")
    explicit = context.find(first, end, "ANY_YEAR", "BC", "ANY_UNIT")
    if not explicit and not context.typed and not _season_is_meant(context, first, index):
        return None
    published = context.published
    is_now = not explicit and context.find(first, end, "THIS") and not context.is_narrative
    if is_now and published is not None and season != WINTER:
        reason = f"In the year of the publication date, {spoken(published)}."
        return Reading(season_stretch(published.year, season), "B", "season", reason)
    return _of_year("season", context, first, end, lambda year: season_stretch(year, season))


def _seasons(year: int, seasons: list[int]) -> Stretch:
    """Two seasons in a row, of which the last lies in the year."""
    first, last = seasons[0], seasons[-1]
    start = season_stretch(year - (first > last), first)
    return all_of((start, season_stretch(year, last)))


def _season_is_meant(context: Context, first: int, index: int) -> bool:
    """Whether "spring", "the fall" is the season: "the fall of", "summer school" are not."""
    if context.is_at(index + 1, "OF"):
        return False
    led_in = context.is_at(first - 1, "IN", "BY", "SINCE", "UNTIL", "DURING", "EARLY", "LATE")
    led_in = led_in or context.is_at(first - 1, "MID", "DASH", "FROM", "OF", "AFTER", "BEFORE")
    led_in = led_in or (context.is_at(index, "SEASON") and context.is_at(first - 1, "TO"))
    if context.find(first, index, "THIS"):
        return True
    led_in = led_in or context.is_at(first - 1, "THE")
    if context.words(index, index + 1).casefold() in context.lexicon.adverbial_seasons:
        # "Весной" alone may be every spring; a verb of the past or future tells that it is one.
        return not context.is_at(first - 1, "EVERY") and context.tense(first, index + 1) != ""
    if context.lexicon.language != _NOUN_FOLLOWS:
        return led_in
    return led_in and not context.is_at(index + 1, "WORD", "CAPITAL", "PLURAL", "PAST")


def read_quarter(context: Context, first: int, end: int) -> Reading | None:
    """A quarter of a year: "Q3 2017", "the third quarter", "last year's final quarter"."""
    numbers = context.values(first, end, "ANY_NTH", "ROMAN", "QUARTER_N") or [_QUARTERS[-1]]
    if numbers[0] not in _QUARTERS or context.is_at(end, "OF"):
        return None
    quarter = numbers[0]
    if context.is_at(first, "LAST") and context.is_at(first + 1, "QUARTER"):
        first += 1  # "the last quarter of this year" is no quarter of last year.
    if not _names_year(context, first, end) and _is_of_game(context, first, end):
        return None
    return _of_year("quarter", context, first, end, lambda year: quarter_stretch(year, quarter))


def read_half(context: Context, first: int, end: int) -> Reading | None:
    """Half a year: "the second half of last year", "H1 2019", "second-half sales"."""
    numbers = context.values(first, end, "ORDINAL", "ROMAN", "HALF_N")
    later = context.find(first, end, "LATER", "FINAL")
    half = numbers[0] if numbers else (2 if later else 1)
    if half not in {1, 2}:
        return None
    if not _names_year(context, first, end):
        about_results = context.speaks_of(first, end, context.lexicon.business_words)
        if not numbers or not about_results or _is_of_game(context, first, end):
            return None
    return _of_year("half-year", context, first, end, lambda year: half_stretch(year, half))


def read_midyear(context: Context, first: int, end: int) -> Reading | None:
    """The middle months of the nearest year: "by midyear"."""
    return _of_year("midyear", context, first, end, lambda year: middle_part(year_stretch(year)))


def _names_year(context: Context, first: int, end: int) -> bool:
    return bool(context.find(first, end, "ANY_YEAR", "ANY_UNIT", "BC"))


def _is_of_game(context: Context, first: int, end: int) -> bool:
    """Whether a half or quarter is rather one of a match."""
    return context.speaks_of(first, end, context.lexicon.game_words)


def read_holiday(context: Context, first: int, end: int) -> Reading | None:
    """A holiday: "Christmas 2023", "over Easter"."""
    index = context.find(first, end, "HOLIDAY")[0]
    rule = context.tokens.values[index].rule
    steps = context.find(first, end, "LAST", "NEXT", "COMING", "PREVIOUS", "FOLLOWING")
    if steps:
        return stepped(context, first, end, lambda year: holiday_in_year(year, rule), "holiday")
    led_in = context.is_at(first - 1, "PREP", "THIS", "THE") or (
        context.is_at(first - 1, "ALMOST") and context.words(first - 1, first) == "over"
    )
    if not (context.typed or led_in or context.find(first, end, "ANY_YEAR")):
        return None
    if context.lexicon.language == _NOUN_FOLLOWS and context.is_at(
        end, "WORD", "CAPITAL", "PLURAL", "POSSESSIVE"
    ):
        return None
    return _of_year("holiday", context, first, end, lambda year: holiday_in_year(year, rule))
