"""Readers of expressions that count from the publication or from a date told before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from stanceline.domain.civil import civil_from_days
from stanceline.suggest.time.context import Context, Reading, spoken
from stanceline.suggest.time.values import (
    Stretch,
    Unit,
    closing_part,
    date_stretch,
    day_stretch,
    is_date,
    last_before,
    month_stretch,
    next_after,
    quarter_stretch,
    shifted,
    unit_around,
    week_stretch,
    weekday_of,
    weekend_stretch,
    within,
    year_stretch,
    year_text,
)

_CLAUSE_ENDS: Final = ("DOT", "COMMA", "BREAK", "QUOTE", "CLOSE", "DASH", "COLON", "QUESTION")
_MONTHS_PER_HALF: Final = 6
_UNITS: Final = {unit.name.lower(): unit for unit in Unit}


def unit_named(name: str | None) -> Unit:
    """The unit that a word of the lexicon stands for; a bare quarter has no value."""
    return _UNITS[name or "quarter"]


def read_deictic(context: Context, first: int, end: int) -> Reading | None:
    """A day counted from the publication: "yesterday", "this morning"."""
    published = context.published
    if published is None or published.unit is not Unit.DAY or context.is_narrative:
        return None
    if context.is_at(first, "DEICTIC") and context.is_at(first - 1, "THE"):
        return None
    if context.words(first, end).casefold() in context.lexicon.eves and context.is_at(
        end, "WORD", "CAPITAL", "HOLIDAY", "UNIT", "UNITS", "DAY", "ORDINAL", "ROMAN", "THIS"
    ):
        return None
    if context.is_at(first - 1, "CAPITAL") and context.words(first, first + 1)[0].isupper():
        return None  # "USA Today" and "CBS This Morning" are names.
    if _points_back(context, end):
        return _beside_told(context, first, end, Unit.DAY)
    index = context.find(first, end, "DEICTIC", "TONIGHT", "DAYPART")[-1]
    offset = context.tokens.values[index]
    if offset is None:  # "this morning", "last night"
        offset = -1 if context.find(first, end, "LAST") else 0
    reason = _from_publication(context, first, end, published)
    return Reading(day_stretch(published.first + offset), "B", "deictic", reason)


def read_yearly(context: Context, first: int, end: int) -> Reading | None:
    """One word for last year, as Ukrainian has it."""
    published = context.published
    if published is None or context.is_narrative:
        return None
    stretch = year_stretch(published.year + context.tokens.values[first])
    reason = _from_publication(context, first, end, published)
    return Reading(stretch, "B", "relative-unit", reason, moves_on=False)


def _from_publication(context: Context, first: int, end: int, published: Stretch) -> str:
    return f"“{context.words(first, end)}” counted from the publication date, {spoken(published)}."


def read_relative_unit(context: Context, first: int, end: int) -> Reading | None:
    """A calendar unit beside the present or told one: "next month", "that morning"."""
    if context.find(first, end, "DAYPART"):
        return relative_unit(context, first, end, Unit.DAY)
    if context.is_at(end - 1, "NEXT", "LAST", "THIS") and context.is_at(end, *_NAMES_OF_TIME):
        # "Its fourth year next February": the step belongs to what follows.
        return None
    is_anniversary = context.is_at(end, "IN") and context.is_at(end + 1, "YEAR")
    if is_anniversary or _is_span_of_time(context, first, end):
        return None  # "On this day in 2003", "over the last year"
    unit = unit_named(context.values(first, end, "ANY_UNIT", "QUARTER")[0])
    if unit is Unit.DAY and context.lexicon.this_day_is_told and context.find(first, end, "THIS"):
        # "An diesem Tag" is the day that was told; "ce jour" by itself is any.
        told = context.is_at(first - 1, "ON") or _points_back(context, end)
        return _beside_told(context, first, end, unit) if told else None
    return relative_unit(context, first, end, unit)


_NAMES_OF_TIME: Final = ("ANY_MONTH", "ANY_WEEKDAY", "ANY_UNIT", "ANY_SEASON", "QUARTER", "YEAR")


def _is_span_of_time(context: Context, first: int, end: int) -> bool:
    """Whether "over the last year", "in the next month" tells how long rather than when."""
    article = first if context.is_at(first, "THE") else first - 1
    if context.is_narrative or not context.lexicon.the_next_is_told:
        return False
    return (
        context.is_at(article, "THE")
        and context.is_at(end - 2, "LAST", "NEXT")
        and context.is_at(article - 1, "IN", "DURING", "FOR", "ALMOST", "FROM")
        and context.values(first, end, "UNIT") not in ([], ["day"])
    )


def read_business_year(context: Context, first: int, end: int) -> Reading | None:
    """A fiscal or academic year beside the present one: "last fiscal year"."""
    if context.is_at(end, "YEAR", "QUARTER") or context.is_narrative:
        return None
    return relative_unit(context, first, end, Unit.YEAR)


def _is_told(context: Context, first: int, end: int) -> bool:
    """Whether an article shows, in English, that "the next month" follows what was told."""
    article = context.is_at(first - 1, "THE") or bool(context.find(first, end, "THE"))
    return context.lexicon.the_next_is_told and article


def _points_back(context: Context, end: int) -> bool:
    """Whether "-là" shows that "ce jour-là" is the day that was told."""
    tail = context.lexicon.pointing_tail
    if not tail or not context.is_at(end, "DASH") or not context.at(end + 1):
        return False
    return context.words(end + 1, end + 2) == tail


def relative_unit(context: Context, first: int, end: int, unit: Unit) -> Reading | None:
    """A calendar unit beside the present or told one: "last year", "that month"."""
    anaphoric = bool(
        context.find(first, end, "THAT", "SAME", "PREVIOUS", "FOLLOWING", "AFTER", "BEFORE")
    )
    anaphoric = anaphoric or _points_back(context, end)
    if context.find(first, end, "NEXT"):
        anaphoric = anaphoric or unit is Unit.DAY or _is_told(context, first, end)
    if anaphoric:
        return _beside_told(context, first, end, unit)
    if context.is_narrative:
        if context.find(first, end, "NEXT", "LAST"):
            return _beside_told(context, first, end, unit)
        return _within_told(context, first, unit)
    base = context.published
    if base is None or base.unit > unit:
        return None
    step = _step(context, first, end)
    if unit is Unit.WEEKEND:
        stretch = _weekend(context, first, end, base, step)
    else:
        stretch = unit_around(base.first, unit)
        stretch = next_after(stretch) if step > 0 else last_before(stretch) if step < 0 else stretch
        if context.find(first, end, "SECOND_LAST"):
            stretch = last_before(last_before(stretch))
    return Reading(
        stretch, "B", "relative-unit", _from_publication(context, first, end, base), moves_on=False
    )


def _step(context: Context, first: int, end: int) -> int:
    """How many units "last", "this" and "next" lie from now."""
    if context.find(first, end, "NEXT", "COMING"):
        return 1
    return -1 if context.find(first, end, "LAST") else 0


def _weekend(context: Context, first: int, end: int, base: Stretch, step: int) -> Stretch:
    this = weekend_stretch(base.first)
    previous = weekend_stretch(base.first - 7)
    if context.find(first, end, "COMING"):
        return this if this.first > base.last else weekend_stretch(base.first + 7)
    if step:
        return previous if step < 0 else weekend_stretch(base.first + 7)
    ahead = context.tense(first, end) == "future" or context.is_at(first - 1, "BY")
    if context.find(first, end, "PAST_UNITS"):
        return this if this.last < base.first else previous
    if context.find(first, end, "THIS"):
        ahead = ahead or weekday_of(base.first) > _LAST_DAY_OF_REVIEW
    return this if ahead or this.first <= base.first else previous


# On a Monday or Tuesday "this weekend" may be the one that is over.
_LAST_DAY_OF_REVIEW: Final = 1


def _within_told(context: Context, first: int, unit: Unit) -> Reading | None:
    told = context.told(first)
    if told is None or told.unit > unit:
        return None
    reason = f"The {unit.name.lower()} of the date told before it, {spoken(told)}."
    return Reading(unit_around(told.first, unit), "B", "same-unit", reason)


def _beside_told(context: Context, first: int, end: int, unit: Unit) -> Reading | None:
    """A unit beside the told one: "the same day", "the previous month", "the day after"."""
    if context.is_at(end - 1, "AFTER", "BEFORE", "FOLLOWING") and not context.is_at(
        end, *_CLAUSE_ENDS
    ):
        return None
    told = context.told(first)
    if unit is Unit.YEAR and context.find(first, end, "THAT", "SAME"):
        told = context.latest_year
    if told is None and context.find(first, end, "PREVIOUS"):
        told = context.published
    if told is None or told.unit > unit:
        return None
    here = unit_around(told.last, unit)
    if context.find(first, end, "NEXT", "FOLLOWING", "AFTER"):
        stretch, which = next_after(here), "after"
    elif context.find(first, end, "PREVIOUS", "BEFORE", "LAST"):
        stretch, which = last_before(here), "before"
    else:
        stretch, which = here, "of"
    reason = f"The {unit.name.lower()} {which} the date told before it, {spoken(told)}."
    return Reading(stretch, "B", "anaphoric", reason)


def read_part_of_unit(context: Context, first: int, end: int) -> Reading | None:
    """The whole unit, with the part that is meant as the alternative: "earlier this year"."""
    unit = unit_named(context.values(first, end, "UNIT")[0])
    if unit is Unit.DAY:
        return None
    about_told = context.is_narrative or not context.find(first, end, "THIS", "LAST")
    whole = (
        _within_told(context, first, unit)
        if about_told and not context.find(first, end, "LAST")
        else relative_unit(context, first, end, unit)
    )
    if whole is None:
        return None
    base = context.told(first) if about_told else context.published
    alternatives = _before_or_after(
        whole.stretch, base, later=bool(context.find(first, end, "LATER"))
    )
    return replace(whole, rule="part-of-unit", alternatives=alternatives, moves_on=about_told)


def _before_or_after(whole: Stretch, base: Stretch | None, *, later: bool) -> tuple[Stretch, ...]:
    if base is None or not whole.first <= base.first <= whole.last:
        return ()
    if later:
        return (within(base.last + 1, whole.last),) if base.last < whole.last else ()
    return (within(whole.first, base.first - 1),) if base.first > whole.first else ()


def read_the_unit(context: Context, first: int, end: int) -> Reading | None:
    """The year or month that is being told: "the end of the year", "the month's end"."""
    unit = unit_named(context.values(first, end, "UNIT")[0])
    if unit is Unit.WEEKEND:
        return relative_unit(context, first, end, unit)
    if unit is Unit.DAY or unit > Unit.CENTURY:
        return None
    parts = ("END", "START", "MID", "LATE", "EARLY", "LATER", "EARLIER")
    in_part = context.is_at(first - 1, "OF", "IN") and context.is_at(first - 2, *parts)
    if context.lexicon.has_genitive:  # “Ende des Jahres”
        in_part = in_part or context.is_at(first - 1, *parts)
    if not (in_part or context.find(first, end, "END")):
        return _whole_of_account(context, first, end, unit)
    if context.is_narrative:
        return _within_told(context, first, unit)
    base = context.published
    if base is None or base.unit > unit:
        return None
    stretch = unit_around(base.first, unit)
    if context.find(first, end, "END"):
        stretch = closing_part(stretch)
    return Reading(
        stretch, "B", "the-unit", _from_publication(context, first, end, base), moves_on=False
    )


def _whole_of_account(context: Context, first: int, end: int, unit: Unit) -> Reading | None:
    """The year or month of the figures told: "for the year, it earned"."""
    base = context.published
    if base is None or context.is_narrative or not context.is_at(first, "THE"):
        return None
    if not context.is_at(first - 1, "FOR") or not context.is_at(end, *_CLAUSE_ENDS):
        return None
    told = context.latest_quarter if unit is Unit.YEAR else context.told(first)
    if unit is Unit.YEAR:
        told = told or base
    if unit not in {Unit.YEAR, Unit.MONTH} or told is None or told.unit > unit:
        return None
    reason = f"The {unit.name.lower()} that the figures before it are of, {spoken(told)}."
    return Reading(unit_around(told.first, unit), "B", "the-unit", reason, moves_on=False)


def read_told_quarter(context: Context, first: int, end: int) -> Reading | None:
    """The quarter told before: "in the quarter", "of the period"."""
    told = context.latest_quarter
    if told is None or context.is_narrative or context.is_at(end, "OF"):
        return None
    if not context.is_at(first - 1, "IN", "FOR", "DURING", "FROM"):
        return None
    if context.sentences_between(context.latest_quarter_token, first) > _SENTENCES_OF_ACCOUNT:
        return None
    reason = f"The quarter told before it, {spoken(told)}."
    return Reading(told, "B", "told-quarter", reason, moves_on=False)


_SENTENCES_OF_ACCOUNT: Final = 4


def read_same_part_of_year(context: Context, first: int, end: int) -> Reading | None:
    """What was told, in another year: "the same quarter last year", "the same month of 2019"."""
    of_year = first + 2 + context.is_at(first, "THE")
    years = context.values(of_year, end, "YEAR")
    if years:
        year = years[0]
    else:
        beside = relative_unit(context, of_year, end, Unit.YEAR)
        if beside is None:
            return None
        year = beside.stretch.year
    told = context.told(first)
    if context.find(first, of_year, "QUARTER", "PERIOD"):
        told = context.latest_quarter
    elif context.values(first, of_year, "UNIT") != ["month"]:
        return None
    reason = f"What was told before it, in {year_text(year)}."
    if told is not None and told.unit is Unit.QUARTER:
        stretch = quarter_stretch(year, (told.month + 2) // 3)
    elif told is not None and told.unit <= Unit.MONTH and not context.find(first, end, "PERIOD"):
        stretch = month_stretch(year, told.month)
    else:
        stretch = year_stretch(year)
    return Reading(stretch, "B", "same-part-of-year", reason, moves_on=False)


def read_stepped_month(context: Context, first: int, end: int) -> Reading | None:
    """The last or next month or day of a name: "last August", "last Dec. 14"."""
    month = context.values(first, end, "ANY_MONTH")[0]
    if context.is_at(end - 1, "FOLLOWING") and not context.is_at(end, *_CLAUSE_ENDS):
        return None  # "In April following the pact": the step belongs to what comes.
    days = context.values(first, end, "DAY")
    if days and all(is_date(year, month, days[0]) for year in (1999, 2000)):
        day: int = days[0]
        return stepped(context, first, end, lambda year: date_stretch(year, month, day), "day")
    return stepped(context, first, end, lambda year: month_stretch(year, month), "month")


def stepped(
    context: Context,
    first: int,
    end: int,
    in_year: Callable[[int], Stretch],
    kind: str,
) -> Reading | None:
    """The last or first of its kind: "last August", "next spring", "the following January"."""
    base = context.published
    told_words = context.find(first, end, "PREVIOUS", "FOLLOWING") or (
        context.find(first, end, "NEXT", "LAST")
        and (context.is_narrative or _is_told(context, first, end))
    )
    name = "the publication date"
    if told_words:
        base, name = context.told(first), "the date told before it"
    if base is None:
        return None
    choices = [in_year(year) for year in range(base.year - 2, base.year + 3)]
    if context.find(first, end, "THIS"):
        reason = f"In the year of {name}, {spoken(base)}."
        return Reading(in_year(base.year), "B", f"this-{kind}", reason)
    if context.find(first, end, "LAST", "PREVIOUS"):
        found = max((c for c in choices if c.last < base.first), key=lambda c: c.first)
        which = "last"
    else:
        found = min((c for c in choices if c.first > base.last), key=lambda c: c.first)
        which = "first"
    side = "before" if which == "last" else "after"
    reason = f"The {which} such {kind} {side} {name}, {spoken(base)}."
    return Reading(found, "B", f"{which}-{kind}", reason, moves_on=bool(told_words))


# --------------------------------------------------------------------------- counted steps


def counted(context: Context, first: int, end: int) -> int | None:
    """How many units the words say: "two" or "a"; None for "a few"."""
    numbers: list[int] = context.values(first, end, "COUNT")
    if numbers:
        # "Twenty" and "five" come as two words.
        return sum(numbers)
    return None if context.find(first, end, "FEW") else 1


_MOST_IN_FEW: Final = {2: 3, 3: 7, 4: 10}
_MOST_IN_FEW_LONG: Final = {2: 3, 3: 5, 4: 8}


def envelope(
    origin: Stretch, few: int, unit: Unit, *, backwards: bool, latest: Stretch | None = None
) -> Stretch:
    """The days that "a couple of", "a few" or "several" units from a stretch can mean.

    ``few`` is the lexicon's value of the word, 2 to 4. ``latest`` cuts off what would lie
    after the publication of a text that tells of the past.
    """
    most = (_MOST_IN_FEW if unit is Unit.DAY else _MOST_IN_FEW_LONG)[few]
    if backwards:
        return within(
            shifted(origin.first, -most, unit).first, shifted(origin.first, -1, unit).last
        )
    first = shifted(origin.last, 1, unit).first
    last = shifted(origin.last, most, unit).last
    if latest is not None and first <= latest.last < last:
        last = latest.last
    return within(first, last)


def read_ago(context: Context, first: int, end: int) -> Reading | None:
    """Counted back from the publication: "three weeks ago", "a few days ago"."""
    base = context.told(first) if context.is_narrative else context.published
    unit = unit_named(context.values(first, end, "ANY_UNIT")[0])
    if base is None or base.unit > unit:
        return None
    few = context.values(first, end, "FEW")
    count = counted(context, first, end)
    if not context.lexicon.bare_units and _is_bare(context, first, end):
        return None
    reason = _from_publication(context, first, end, base)
    if few:
        stretch = envelope(base, few[0], unit, backwards=True)
        return Reading(stretch, "B", "few-ago", reason, moves_on=False)
    if count is None:
        return None
    is_half = context.is_at(first - 1, "HALF")
    stretch = _half_ago(base, unit) if is_half else shifted(base.first, -count, unit)
    others = _as_week(stretch, unit)
    if others and not context.typed:
        # "Three weeks ago" is no finer than a week, as "three years ago" is a year.
        stretch, others = others[0], (stretch,)
    if context.find(first, end, "ALMOST", "ABOUT"):
        stretch = stretch.marked("~")
    return Reading(stretch, "B", "ago", reason, others, moves_on=unit <= Unit.WEEK)


def _half_ago(base: Stretch, unit: Unit) -> Stretch:
    """Half a unit back: "half a century ago"."""
    months = {Unit.DECADE: 60, Unit.CENTURY: 600, Unit.MILLENNIUM: 6000}.get(unit, 6)
    if unit > Unit.YEAR:
        return year_stretch(base.year - months // 12).marked("~")
    return shifted(base.first, -months if unit is Unit.YEAR else 0, Unit.MONTH)


def _as_week(stretch: Stretch, unit: Unit) -> tuple[Stretch, ...]:
    return (week_stretch(stretch.first),) if unit in {Unit.WEEK, Unit.FORTNIGHT} else ()


def read_unit_ago(context: Context, first: int, end: int) -> Reading | None:
    """One unit back: "the year-earlier" from the publication, or a quarter from the told one."""
    base = context.published
    unit = unit_named(context.values(first, end, "UNIT")[0])
    if base is None or context.is_narrative or base.unit > unit:
        return None
    reason = _from_publication(context, first, end, base)
    told = context.latest_quarter
    numbers = context.values(first, end, "ANY_NTH")
    if (
        unit is Unit.YEAR
        and (numbers or told)
        and context.find(first + 1, end, "QUARTER", "PERIOD")
    ):
        year = (told or base).year
        quarter = numbers[0] if numbers else ((told or base).month + 2) // 3
        if quarter not in range(1, 5):
            return None
        reason = f"A year before the quarter of {year_text(year)} that is told."
        return Reading(quarter_stretch(year - 1, quarter), "B", "ago", reason, moves_on=False)
    return Reading(shifted(base.first, -1, unit), "B", "ago", reason, moves_on=False)


_RECORD: Final = 5


def read_ahead(context: Context, first: int, end: int) -> Reading | None:
    """Counted on from the publication: "a week from today", "in three days"."""
    base = context.published
    unit = unit_named(context.values(first, end, "ANY_UNIT")[0])
    count = counted(context, first, end)
    if base is None or base.unit > unit or count is None or context.is_narrative:
        return None
    if _is_bare(context, first, end) and not context.lexicon.bare_units:
        return None
    if context.find(first, end, "IN_FIRST"):
        if context.is_at(end, "AFTER", "AGO"):
            return None
        told = context.told(first)
        tense = context.tense(first, end)
        far = told is not None and told.last < base.first - _DAYS_NEAR and tense != "future"
        if context.lexicon.bare_units and (tense == "past" or far):
            return _ahead_of_told(context, first, end, unit, count)
    said = context.find(first, end, "NOW", "DEICTIC") or context.find(first, end, "IN_FIRST")
    if not (said or context.typed):
        # "The first in six months", "in a year of hope" tell how long.
        if context.tense(first, end) != "future" or context.has_perfect(first, end):
            return None
        if context.is_at(end, "OF") or context.find(max(first - _RECORD, 0), first, "ORDINAL"):
            return None
    stretch = shifted(base.first, count, unit)
    if context.find(first, end, "DEICTIC") and unit <= Unit.WEEK:
        stretch = day_stretch(stretch.first)
    return Reading(
        stretch, "B", "ahead", _from_publication(context, first, end, base), moves_on=False
    )


_DAYS_NEAR: Final = 366  # a date told is farther back than what an article reports on


def _is_bare(context: Context, first: int, end: int) -> bool:
    """Whether a unit has no number and no article, as in "week ago"."""
    return not context.find(first, end, "COUNT", "FEW", "A", "NUMBER_WORD")


def _ahead_of_told(
    context: Context, first: int, end: int, unit: Unit, count: int
) -> Reading | None:
    """Counted on from the date told before, where the clause is past: "a year on, he left"."""
    told = context.told(first)
    if told is None or told.unit > unit:
        return None
    stretch = shifted(told.last, count, unit)
    if _lies_ahead(context, stretch, first, end):
        return None
    reason = f"“{context.words(first, end)}” counted from the date told before it, {spoken(told)}."
    return Reading(stretch, "B", "counted", reason, _as_week(stretch, unit), moves_on=False)


def read_counted_from_told(context: Context, first: int, end: int) -> Reading | None:
    """Counted from the date told before: "two days later", "a year earlier"."""
    told = context.told(first)
    unit = unit_named(context.values(first, end, "ANY_UNIT")[0])
    count = counted(context, first, end)
    if context.is_at(end - 1, "BEFORE", "AFTER") and not context.is_at(end, *_CLAUSE_ENDS):
        return None
    is_compared = context.is_at(end, "LIKE")  # "two weeks earlier than usual"
    if is_compared or (_is_bare(context, first, end) and not context.lexicon.bare_units):
        return None
    backwards = bool(context.find(first, end, "EARLIER", "BEFORE"))
    if unit is Unit.YEAR:
        told = context.year_of_sentence(first) or told
    if (told is None or told.unit > unit) and backwards and not context.is_narrative:
        told = context.published
    if told is None or told.unit > unit:
        return None
    few = context.values(first, end, "FEW")
    if few:
        stretch = envelope(told, few[0], unit, backwards=backwards, latest=context.published)
        reason = (
            f"“{context.words(first, end)}” counted from the date told before it, {spoken(told)}."
        )
        return Reading(stretch, "B", "few-counted", reason, moves_on=False)
    if count is None:
        return None
    stretch = shifted(told.first if backwards else told.last, -count if backwards else count, unit)
    if _lies_ahead(context, stretch, first, end):
        return None
    reason = f"“{context.words(first, end)}” counted from the date told before it, {spoken(told)}."
    goes_on = not backwards and unit <= Unit.YEAR
    return Reading(stretch, "B", "counted", reason, _as_week(stretch, unit), moves_on=goes_on)


def _lies_ahead(context: Context, stretch: Stretch, first: int, end: int) -> bool:
    """Whether a count of the past leads beyond the publication, as from a wrong date."""
    published = context.published
    return (
        published is not None
        and stretch.first > published.last
        and context.tense(first, end) != "future"
    )


# --------------------------------------------------------------------------- others


def read_day_only(context: Context, first: int, end: int) -> Reading | None:
    """A day of the month being told, or of the nearest one: "on the 26th"."""
    day: int = context.values(first, end, "DAYTH")[0]
    if not context.typed and (
        not context.is_at(first - 1, "THE")
        or not context.is_at(first - 2, "ON", "BY", "FROM", "UNTIL", "SINCE", "AND", "TO")
        or context.is_at(end, "WORD", "CAPITAL", "PLURAL", "DASH", "UNIT", "DAYPART", "NTH")
    ):
        return None
    base = context.told(first) if context.is_narrative else context.published
    if base is None or base.unit > Unit.MONTH:
        return None
    year, month, _ = civil_from_days(base.first)
    months = [month_stretch(year, month + step) for step in (-1, 0, 1)]
    choices = [
        date_stretch(each.year, each.month, day)
        for each in months
        if is_date(each.year, each.month, day)
    ]
    if context.is_narrative:
        ordered = sorted(choices, key=lambda c: (c.first < base.first, abs(c.first - base.first)))
    else:
        ahead = context.tense(first, end) == "future" or context.is_at(first - 2, "UNTIL", "BY")
        ordered = sorted(
            choices,
            key=lambda c: (
                (c.first < base.first) if ahead else (c.first > base.first),
                abs(c.first - base.first),
            ),
        )
    reason = f"No month is given; the nearest such day to {spoken(base)}."
    return Reading(ordered[0], "B", "day-only", reason, tuple(ordered[1:2]))


def read_turn(context: Context, first: int, end: int) -> Reading | None:
    """The turn of a century, millennium or year."""
    unit = unit_named(context.values(first, end, "UNIT")[0])
    base = context.told(first) if context.is_narrative else context.published
    if base is None or unit not in {Unit.YEAR, Unit.CENTURY, Unit.MILLENNIUM}:
        return None
    size = {Unit.YEAR: 1, Unit.CENTURY: 100, Unit.MILLENNIUM: 1000}[unit]
    year = round(base.year / size) * size if unit is not Unit.YEAR else base.year
    stretch = year_stretch(year)
    reason = f"The turn nearest to {spoken(base)}."
    return Reading(stretch, "B", "turn", reason, (stretch.marked("~"),), moves_on=False)


def read_new_year(context: Context, first: int, end: int) -> Reading | None:
    """The beginning of the nearest year: "in the new year"."""
    base = context.told(first) if context.is_narrative else context.published
    if base is None or context.values(first, end, "UNIT") != ["year"]:
        return None
    month = civil_from_days(base.first)[1]
    backwards = month <= _MONTHS_PER_HALF and context.tense(first, end) != "future"
    year = base.year if backwards else base.year + 1
    reason = f"The beginning of the year nearest to {spoken(base)}."
    return Reading(
        month_stretch(year, 1), "B", "new-year", reason, (date_stretch(year, 1, 1),), moves_on=False
    )
