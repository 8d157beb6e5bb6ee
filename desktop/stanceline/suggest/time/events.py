"""Dates that hang on another event of the same text: "a few days after the visit".

Nothing but a guess can say which date that event has. The readings are tier C and name
the words that they were counted from.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from stanceline.suggest.time.classes import rule_pattern
from stanceline.suggest.time.context import Context, Found, Reading, spoken
from stanceline.suggest.time.counted import counted, envelope
from stanceline.suggest.time.units import unit_named
from stanceline.suggest.time.values import OPEN_DAY, Stretch, Unit, shifted

_PHRASE: Final = rule_pattern(
    "(?:(?:ALMOST|ABOUT)? (?:COUNT|A? FEW OF?|A|THE) )?ANY_UNIT (?:AFTER|BEFORE|FOLLOWING)"
    "(?:THE|THIS|THAT|OWNER|A)? (?:WORD|PLURAL|CAPITAL|PAST|POSSESSIVE|ORDINAL){1,4}"
)
_DATES_AROUND = 20
_SENTENCES_AHEAD = 2
_SENTENCES_BACK = 3
_SENTENCES_TO_NAMESAKE = 12


def find_after_events(context: Context, dates: Sequence[Found]) -> list[Found]:
    """The expressions counted from events, where a date for the event stands in the text."""
    taken = [False] * len(context.tokens.classes)
    for date in dates:
        taken[date.first : date.end] = [True] * (date.end - date.first)
    found = []
    for match in _PHRASE.finditer(context.tokens.classes):
        first, end = match.span()
        if any(taken[first:end]) or context.is_at(first - 1, "FOR", "EVERY"):
            continue
        joint = context.find(first, end, "AFTER", "BEFORE", "FOLLOWING")[0]
        if context.is_at(joint + 1, "PLURAL") and context.is_at(joint + 2, "WORD"):
            continue  # "Days before voters go to the polls": a clause, and of what is to come.
        before = first - 2 - context.is_at(first - 2, "DAYPART")
        if before >= 0 and context.is_at(first - 1, "COMMA") and taken[before]:
            found += _said_again(context, dates, before, first, end)
            continue  # "On Tuesday, a day after the raid" has told its date.
        anchor = _anchor(context, dates, first, end)
        reading = _counted_from(context, anchor, first, end) if anchor else None
        if reading is not None and not _is_yet_to_come(context, reading, first, end):
            found.append(Found(first, end, first, reading))
    return found


def _said_again(
    context: Context, dates: Sequence[Found], before: int, first: int, end: int
) -> list[Found]:
    """The date right before, once more: "on 9 June, the day after the offer"."""
    if not context.is_at(first, "THE") or context.values(first, end, "UNIT") != ["day"]:
        return []
    told = dates[bisect_right(dates, before, key=lambda date: date.first) - 1].reading.stretch
    if told.unit is not Unit.DAY:
        return []
    reason = f"Says more of the day told right before it, {spoken(told)}."
    return [Found(first, end, first, Reading(told, "C", "same-day", reason, moves_on=False))]


def _is_yet_to_come(context: Context, reading: Reading, first: int, end: int) -> bool:
    """Whether the count leads beyond the publication, though the text tells of the past."""
    published = context.published
    return (
        published is not None
        and reading.stretch.first > published.last
        and context.tense(first, end) != "future"
    )


def _anchor(context: Context, dates: Sequence[Found], first: int, end: int) -> Found | None:
    """The date that the event likely has.

    It is said of the event itself ("the invasion, which began on 4 May"), or beside the
    same noun elsewhere, or was told shortly before, or is told in the next sentences.
    """
    here = bisect_left(dates, first, key=lambda date: date.first)
    around = dates[max(0, here - _DATES_AROUND) : here + _DATES_AROUND]
    usable = [date for date in around if _can_be_counted_from(context, date)]
    after = [date for date in usable if date.first >= end]
    before = [date for date in usable if date.end <= first]
    if after and _says_when(context, end, after[0].first):
        return after[0]
    namesake = _beside_same_noun(context, usable, end - 1)
    if namesake is not None:
        return namesake
    if before and context.sentences_between(before[-1].first, first) <= _SENTENCES_BACK:
        return before[-1]
    if after and 1 <= context.sentences_between(first, after[0].first) <= _SENTENCES_AHEAD:
        return after[0]
    return None


def _can_be_counted_from(context: Context, date: Found) -> bool:
    stretch = date.reading.stretch
    if stretch.unit > Unit.MONTH or max(abs(stretch.first), abs(stretch.last)) >= OPEN_DAY:
        return False
    published = context.published
    return published is None or stretch.first <= published.last


def _says_when(context: Context, end: int, date_first: int) -> bool:
    """Whether the words between the event and a date make it the date of the event."""
    if context.sentences_between(end - 1, date_first) > 0:
        return False
    if context.is_at(end, "COMMA"):
        return context.is_at(end + 1, "RELATIVE", "PAST") and not context.find(
            end + 1, date_first, "COMMA"
        )
    return not context.find(end, date_first, "COMMA")


def _beside_same_noun(context: Context, dates: Sequence[Found], noun: int) -> Found | None:
    """The date that stands in one sentence with the same noun, nearest to it."""
    word = context.words(noun, noun + 1).casefold()
    if not context.is_at(noun, "WORD", "CAPITAL", "PLURAL"):
        return None
    nearest: tuple[int, Found] | None = None
    for date in dates:
        gap = abs(context.sentences_between(min(noun, date.first), max(noun, date.first)))
        if not 0 < gap <= _SENTENCES_TO_NAMESAKE:
            continue
        low, high = context.clause(date.first, date.end)
        beside = any(
            context.words(index, index + 1).casefold() == word for index in range(low, high)
        )
        if beside and (nearest is None or gap < nearest[0]):
            nearest = gap, date
    return nearest[1] if nearest else None


def _counted_from(context: Context, anchor: Found, first: int, end: int) -> Reading | None:
    origin = anchor.reading.stretch
    joint = context.find(first, end, "AFTER", "BEFORE", "FOLLOWING")[0]
    unit_at = context.find(first, joint, "ANY_UNIT")[-1]
    unit = unit_named(context.tokens.values[unit_at])
    if origin.unit > unit and unit is not Unit.WEEK:
        return None
    backwards = context.is_at(joint, "BEFORE")
    few = context.values(first, joint, "FEW")
    vague = few or (context.is_at(unit_at, "UNITS") and not context.find(first, joint, "COUNT"))
    stretch: Stretch
    if vague:
        stretch = envelope(
            origin, few[0] if few else _UNTOLD, unit, backwards=backwards, latest=context.published
        )
    else:
        count = counted(context, first, joint) or 1
        stretch = shifted(
            origin.first if backwards else origin.last, -count if backwards else count, unit
        )
    event = context.words(joint + 1, end)
    date = context.words(anchor.first, anchor.end)
    reason = (
        f"Counted from “{date}” ({spoken(origin)}), which may be the date of “{event}”: confirm it."
    )
    return Reading(stretch, "C", "after-event", reason, moves_on=False)


_UNTOLD = 4
