"""What the words around a date do to it: parts of it, offsets from it, doubts, open ends."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from stanceline.suggest.time.classes import rule_pattern
from stanceline.suggest.time.context import Context, Found, Reading, chars, spoken
from stanceline.suggest.time.counted import counted
from stanceline.suggest.time.units import unit_named
from stanceline.suggest.time.values import (
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

COUNTED: Final = "(?:(?:COUNT (?:DASH? NUMBER_WORD)?|A? FEW OF?|A) ANY_UNIT)"
"""A number and a unit, in the notation of ``rule_pattern``: "two days", "a week"."""

# --------------------------------------------------------------------------- modifiers

_PARTS: Final[tuple[tuple["re.Pattern[str]", Callable[[Stretch], Stretch] | None], ...]] = (
    (rule_pattern("THE? EARLY (?:DASH|IN THE?|OF THE?)?$"), early_part),
    (rule_pattern("THE? MID (?:DASH|IN THE?|OF THE?)?$"), middle_part),
    (rule_pattern("THE? LATE (?:DASH|IN THE?|OF THE?)?$"), late_part),
    (rule_pattern("THE? START OF? THE?$"), opening_part),
    (rule_pattern("THE? END OF? THE?$"), closing_part),
    (rule_pattern("(?:EARLIER|LATER) (?:IN|ON) THE?$"), None),
)
_OFFSET = rule_pattern(f"(?:{COUNTED}|THE UNIT) (?:BEFORE|AFTER) THE?$")
_ABOUT = rule_pattern("ABOUT$")
_MAYBE = rule_pattern("MAYBE (?:IN|ON|AT|DURING|BY)? THE?$")
_LONGEST_MODIFIER = 8


_MODIFIER_ENDS: Final = chars(
    *(
        "EARLY",
        "MID",
        "LATE",
        "DASH",
        "IN",
        "ON",
        "AT",
        "BY",
        "OF",
        "THE",
        "DURING",
        "START",
        "END",
    ),
    *("BEFORE", "AFTER", "ABOUT", "MAYBE"),
)


def widened(context: Context, found: Found, free_from: int, *, takes_the: bool) -> Found:
    """The expression with the words before it that modify it: "the end of", "around"."""
    if found.first == free_from or context.at(found.first - 1) not in _MODIFIER_ENDS:
        return _with_open_end(context, found)
    if takes_the and found.first > free_from and context.is_at(found.first - 1, "THE"):
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
            reason=f"{found.reading.reason} Narrowed by “{context.words(first, found.core)}”.",
        )
        return replace(found, first=first, reading=reading)
    return found


def _with_offset(context: Context, found: Found, free_from: int) -> Found:
    """The date counted on or back: "two days before Christmas", "the day after June 19"."""
    origin = found.reading.stretch
    first = _before(context, found, free_from, _OFFSET)
    if first is None or abs(origin.last) >= OPEN_DAY:
        return found
    if context.is_at(found.first - 1, "THE") and context.is_at(found.end, "WORD"):
        return found  # "Three weeks before the Nov. 4 vote" names a vote and its day.
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


# “In comparison with May” has the preposition of “since May” and another case.
_COMPARED: Final = re.compile("(?:[её]м|[оиы]м|ою|[ое]й)$")


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
    if not context.is_at(found.first - 1, "SINCE", "FROM") or found.first != found.core:
        return False
    if found.reading.stretch.first > published.last:
        return not context.is_at(found.end, "TO", "UNTIL")
    if context.lexicon.since_lasts:
        return not _COMPARED.search(context.words(found.core, found.end))
    if not context.is_at(found.first - 1, "SINCE"):
        return False
    records = context.lexicon.since_marks_a_record
    if records:
        return not context.speaks_of(found.first, found.end, records)
    return context.has_perfect(found.first, found.end)
