"""The table of rules, and the walk that applies them to a text.

A rule is a pattern over token classes and a reader. The reader gets the context and the
tokens matched, and gives a reading or None when the words are no date after all. Where
rules overlap, the one that begins first wins, then the longest, then the first in the table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from stanceline.suggest.time_calendar import (
    read_calendar_date,
    read_month_of_told_year,
    read_week_of,
)
from stanceline.suggest.time_context import Context, Found, Reading, spoken
from stanceline.suggest.time_events import find_after_events
from stanceline.suggest.time_explicit import (
    read_ad,
    read_bc,
    read_century,
    read_decade,
    read_half,
    read_holiday,
    read_iso,
    read_numeric,
    read_quarter,
    read_season,
    read_year,
    read_years,
)
from stanceline.suggest.time_lexicon import CLASS_CHARS, rule_pattern
from stanceline.suggest.time_relative import (
    counted,
    read_ago,
    read_ahead,
    read_counted_from_told,
    read_day_only,
    read_deictic,
    read_new_year,
    read_part_of_unit,
    read_relative_unit,
    read_stepped_month,
    read_the_unit,
    read_turn,
    read_weekday,
    unit_named,
)
from stanceline.suggest.time_values import (
    OPEN_DAY,
    Stretch,
    Unit,
    closing_part,
    early_part,
    ending_before,
    from_then_on,
    lasting_until,
    late_part,
    middle_part,
    not_before,
    opening_part,
    shifted,
    starting_after,
    up_to,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over token classes with the reader of what it matches."""

    pattern: "re.Pattern[str]"
    read: Callable[[Context, int, int], Reading | None]
    takes_the: bool
    """Whether an article before it belongs to the expression ("the summer")."""


_MONTH_DAY = "(?:THE? DAY_OR_TH OF? ANY_MONTH|ANY_MONTH THE? DAY_OR_TH|ANY_MONTH)"
_PIECE = (
    "(?:(?:ANY_WEEKDAY COMMA? ON? COMMA?)?(?:"
    "THE? DAY_OR_TH OF? ANY_MONTH (?:COMMA? OF? ANY_YEAR YEAR_WORD?|OF? BC_YEAR BC)?"
    "|ANY_MONTH THE? DAY_OR_TH (?:COMMA? OF? ANY_YEAR|COMMA? BC_YEAR BC)?"
    "|ANY_MONTH (?:(?:COMMA|OF)? (?:BC_YEAR BC|ANY_YEAR YEAR_WORD?))?"
    "))"
)
_PIECE_OR_DAY = f"(?:{_PIECE}|THE? DAY_OR_TH)"
_COUNTED = "(?:(?:COUNT (?:DASH? NUMBER_WORD)?|A? FEW OF?|A) ANY_UNIT)"
_SOME_YEAR = "(?:(?:(?:THE (?:SAME|LAST|NEXT|PREVIOUS|FOLLOWING)|LAST|NEXT|THIS|THAT SAME?|THE) UNIT)|UNIT (?:LAST|NEXT))"
_OF_YEAR = f"(?:OF? COMMA? (?:BC_YEAR BC|ANY_YEAR YEAR_WORD?|{_SOME_YEAR}))"
_STEP = "(?:LAST|NEXT|COMING|THIS|PREVIOUS|FOLLOWING)"


def _rule(
    notation: str,
    read: Callable[[Context, int, int], Reading | None],
    *,
    takes_the: bool = False,
) -> Rule:
    return Rule(rule_pattern(notation), read, takes_the)


RULES: Final = (
    _rule("ISO", read_iso),
    _rule("NUMERIC", read_numeric),
    # Several days or months may share what they leave out: "3 and 10 May", "June 3-7".
    _rule(
        f"{_PIECE_OR_DAY} (?:COMMA {_PIECE_OR_DAY}){{1,6}} COMMA? (?:AND|OR) {_PIECE_OR_DAY}",
        read_calendar_date,
    ),
    _rule(
        f"(?:BETWEEN|FROM)? {_PIECE_OR_DAY} (?:DASH|TO|UNTIL|AND|OR) {_PIECE_OR_DAY}",
        read_calendar_date,
    ),
    _rule(_PIECE, read_calendar_date),
    _rule(f"{_MONTH_DAY} OF? {_SOME_YEAR}", read_month_of_told_year),
    _rule("(?:BC_YEAR BC? (?:DASH|TO|AND|OR))? BC_YEAR BC", read_bc),
    _rule("AD BC_YEAR|BC_YEAR AD", read_ad),
    _rule("(?:BETWEEN|FROM)? YEAR (?:DASH|TO|UNTIL|AND|OR) YEAR YEAR_WORD?", read_years),
    _rule("YEAR (?:DASH|SLASH) (?:N12|N31|N99)", read_years),
    _rule("(?:YEAR_WORD|YEARS_WORD)? YEAR YEAR_WORD?", read_year, takes_the=True),
    _rule(
        "(?:TENS|TENS_WORD|YEARS_WORD YEAR|YEAR DASH TENS_TAIL YEARS_WORD?) BC?",
        read_decade,
        takes_the=True,
    ),
    _rule("ANY_NTH DASH? UNIT BC?", read_century, takes_the=True),
    _rule(
        f"(?:(?:{_STEP}|THE? SAME|THAT SAME?)? ANY_SEASON {_OF_YEAR}?|ANY_YEAR ANY_SEASON"
        f"|ANY_SEASON (?:AND|OR|DASH) ANY_SEASON {_OF_YEAR}?|ANY_SEASON {_STEP})",
        read_season,
        takes_the=True,
    ),
    _rule(
        f"ANY_NTH DASH? QUARTER {_OF_YEAR}?|QUARTER_N COMMA? {_OF_YEAR}?|ANY_YEAR QUARTER_N",
        read_quarter,
        takes_the=True,
    ),
    _rule(f"(?:ORDINAL|LATER|EARLIER) HALF {_OF_YEAR}", read_half, takes_the=True),
    _rule(f"{_STEP}? HOLIDAY OF? ANY_YEAR?", read_holiday),
    _rule(f"{_STEP}? ANY_WEEKDAY|WEEKDAY {_STEP}", read_weekday),
    _rule(f"{_STEP} ANY_MONTH|ANY_MONTH {_STEP}", read_stepped_month, takes_the=True),
    _rule("DEICTIC|TONIGHT|THIS DAYPART|LAST DAYPART", read_deictic),
    _rule(
        f"{_STEP} (?:UNIT|QUARTER)|(?:UNIT|QUARTER) {_STEP}|THE? (?:THAT SAME?|SAME) UNIT|THE UNIT (?:BEFORE|AFTER|FOLLOWING)",
        read_relative_unit,
        takes_the=True,
    ),
    _rule("(?:EARLIER|LATER) (?:IN|ON)? (?:THIS|THAT|LAST|THE|THE? SAME) UNIT", read_part_of_unit),
    _rule("THE UNIT|THE? UNIT (?:POSSESSIVE|DASH) END", read_the_unit),
    _rule(f"(?:ALMOST|ABOUT)? {_COUNTED} AGO|AGO_FIRST {_COUNTED}", read_ago),
    _rule(f"{_COUNTED} FROM (?:NOW|DEICTIC)|IN {_COUNTED}|IN_FIRST {_COUNTED}", read_ahead),
    _rule(f"(?:ALMOST|ABOUT)? {_COUNTED} (?:LATER|EARLIER|BEFORE|AFTER)", read_counted_from_told),
    _rule("DAYTH", read_day_only, takes_the=True),
    _rule(
        "THE? UNIT OF (?:ANY_MONTH DAY_OR_TH|DAY_OR_TH OF? ANY_MONTH)(?:COMMA? ANY_YEAR)?",
        read_week_of,
    ),
    _rule("THE? TURN OF THE UNIT", read_turn),
    _rule("THE NEW UNIT", read_new_year),
)


def find_all(context: Context) -> list[Found]:
    """Every expression in the text, in order."""
    dates = find_dated(context)
    return sorted(dates + find_after_events(context, dates), key=lambda found: found.first)


def find_dated(context: Context) -> list[Found]:
    """The expressions that need no other event; the context is left at the text's end."""
    classes = context.tokens.classes
    candidates = [
        (match.start(), -match.end(), order)
        for order, rule in enumerate(RULES)
        for match in rule.pattern.finditer(classes)
    ]
    candidates.sort()
    found: list[Found] = []
    free_from = 0
    for first, minus_end, order in candidates:
        if first < free_from:
            continue
        rule = RULES[order]
        reading = rule.read(context, first, -minus_end)
        if reading is None:
            continue
        each = _widened(context, Found(first, -minus_end, first, reading), free_from, rule)
        context.note(first, each.reading)
        found.append(each)
        free_from = each.end
    return found


# --------------------------------------------------------------------------- modifiers

_PARTS: Final[tuple[tuple["re.Pattern[str]", Callable[[Stretch], Stretch] | None], ...]] = (
    (rule_pattern("THE? EARLY (?:DASH|IN THE?|OF THE?)?$"), early_part),
    (rule_pattern("THE? MID (?:DASH|IN THE?|OF THE?)?$"), middle_part),
    (rule_pattern("THE? LATE (?:DASH|IN THE?|OF THE?)?$"), late_part),
    (rule_pattern("THE? START OF THE?$"), opening_part),
    (rule_pattern("THE? END OF? THE?$"), closing_part),
    (rule_pattern("(?:EARLIER|LATER) (?:IN|ON) THE?$"), None),
)
_OFFSET = rule_pattern(f"(?:{_COUNTED}|THE UNIT) (?:BEFORE|AFTER) THE?$")
_ABOUT = rule_pattern("ABOUT$")
_MAYBE = rule_pattern("MAYBE (?:IN|ON|AT|DURING|BY)? THE?$")
_LONGEST_MODIFIER = 8


def _widened(context: Context, found: Found, free_from: int, rule: Rule) -> Found:
    """The expression with the words before it that modify it: "the end of", "around"."""
    if rule.takes_the and found.first > free_from and context.is_at(found.first - 1, "THE"):
        found = replace(found, first=found.first - 1)
    found = _with_part(context, found, free_from)
    found = _with_offset(context, found, free_from)
    reading = found.reading
    about = _before(context, found, free_from, _ABOUT)
    if about is not None and not context.find(found.core, found.end, "ABOUT"):
        reading = replace(reading, stretch=reading.stretch.marked("~"))
        found = replace(found, first=about, reading=reading)
    maybe = _before(context, found, free_from, _MAYBE)
    if maybe is not None:
        reading = replace(reading, stretch=reading.stretch.marked("?"))
        found = replace(found, first=maybe, reading=reading)
    return _with_open_end(context, found)


def _before(
    context: Context, found: Found, free_from: int, pattern: "re.Pattern[str]"
) -> int | None:
    """Where a modifier that ends right before the expression begins."""
    lowest = max(free_from, found.first - _LONGEST_MODIFIER)
    match = pattern.search(context.tokens.classes, lowest, found.first)
    return match.start() if match else None


def _with_part(context: Context, found: Found, free_from: int) -> Found:
    whole = found.reading.stretch
    if whole.unit <= Unit.WEEKEND or any(sign in whole.edtf for sign in "/{,"):
        return found
    for pattern, part in _PARTS:
        first = _before(context, found, free_from, pattern)
        if first is None:
            continue
        if part is None:
            return replace(found, first=first)
        reading = replace(
            found.reading,
            stretch=part(whole),
            alternatives=(whole, *found.reading.alternatives),
            reason=f"{found.reading.reason} Of it, “{context.words(first, found.core)}”.",
        )
        return replace(found, first=first, reading=reading)
    return found


def _with_offset(context: Context, found: Found, free_from: int) -> Found:
    """ "two days before Christmas", "the day after June 19"."""
    origin = found.reading.stretch
    first = _before(context, found, free_from, _OFFSET)
    if first is None or abs(origin.last) >= OPEN_DAY:
        return found
    units = context.find(first, found.first, "ANY_UNIT")
    unit = unit_named(context.tokens.values[units[0]])
    count = counted(context, first, units[0])
    if count is None or origin.unit > unit:
        return found
    if context.find(units[0], found.first, "BEFORE"):
        stretch = shifted(origin.first, -count, unit)
    else:
        stretch = shifted(origin.last, count, unit)
    reason = f"Counted from {spoken(origin)}. {found.reading.reason}"
    reading = replace(
        found.reading, stretch=stretch, rule="counted-from-date", reason=reason, alternatives=()
    )
    return replace(found, first=first, reading=reading)


# --------------------------------------------------------------------------- open ends

_LIMITS: Final[tuple[tuple[str, Callable[[Stretch], Stretch]], ...]] = (
    ("SINCE", from_then_on),
    ("FROM", from_then_on),
    ("BY", up_to),
    ("NOT_AFTER", up_to),
    ("UNTIL", lasting_until),
    ("BEFORE", ending_before),
    ("AFTER", starting_after),
    ("NOT_BEFORE", not_before),
)


def _opened(context: Context, found: Found) -> Stretch | None:
    """The stretch with the open end that the preposition before the phrase gives it."""
    stretch = found.reading.stretch
    if abs(stretch.first) >= OPEN_DAY or abs(stretch.last) >= OPEN_DAY:
        return None
    for name, opened in _LIMITS:
        if context.is_at(found.first - 1, name):
            return opened(stretch)
    if context.is_at(found.end, "ONWARDS"):
        return from_then_on(stretch)
    if context.is_at(found.end, "NOT_AFTER"):
        return up_to(stretch)
    return not_before(stretch) if context.is_at(found.end, "NOT_BEFORE") else None


def as_event(context: Context, found: Found) -> Reading:
    """The reading as the date of an event: "before 1990" is some time until 1989."""
    opened = _opened(context, found)
    if opened is None:
        return found.reading
    others = (found.reading.stretch, *found.reading.alternatives)
    return replace(found.reading, stretch=opened, alternatives=others)


def _with_open_end(context: Context, found: Found) -> Found:
    """The date with its open end where the words say that something lasts.

    "Has been shut since May" and "will apply from next month" last; "the highest since
    May" only names May. An open end that is not meant comes first of the alternatives.
    """
    opened = _opened(context, found)
    if opened is None:
        return found
    reading = found.reading
    if _lasts(context, found):
        others = (reading.stretch, *reading.alternatives)
        return replace(found, reading=replace(reading, stretch=opened, alternatives=others))
    return replace(found, reading=replace(reading, alternatives=(opened, *reading.alternatives)))


def _lasts(context: Context, found: Found) -> bool:
    published = context.published
    if published is None or context.is_narrative:
        return False
    if context.is_at(found.first - 1, "SINCE"):
        return found.first == found.core and context.has_perfect(found.first, found.end)
    if context.is_at(found.first - 1, "FROM"):
        ahead = found.reading.stretch.first > published.last
        return ahead and not context.is_at(found.end, "TO", "UNTIL")
    return False


# --------------------------------------------------------------------------- typed phrases

_FILLERS = frozenset(
    CLASS_CHARS[name]
    for name in (
        *("IN", "ON", "AT", "BY", "SINCE", "FROM", "UNTIL", "BEFORE", "AFTER", "DURING", "THE"),
        *("SOMETIME", "NOT_AFTER", "NOT_BEFORE", "ONWARDS", "DOT", "COMMA", "QUESTION", "DATED"),
        *("MAYBE", "ABOUT", "ALMOST", "OF"),
    )
)


def find_phrase(context: Context) -> Found | None:
    """The one date that the whole text is, with what the words around it add."""
    found = find_all(context)
    if len(found) != 1:
        return None
    classes = context.tokens.classes
    only = found[0]
    rest = classes[: only.first] + classes[only.end :]
    if not set(rest) <= _FILLERS:
        return None
    reading = as_event(context, only)
    stretch = reading.stretch
    left_out = set(rest)
    if left_out & {CLASS_CHARS["QUESTION"], CLASS_CHARS["MAYBE"]}:
        stretch = stretch.marked("?")
    if left_out & {CLASS_CHARS["ABOUT"], CLASS_CHARS["ALMOST"]}:
        stretch = stretch.marked("~")
    return Found(0, len(classes), 0, replace(reading, stretch=stretch))
