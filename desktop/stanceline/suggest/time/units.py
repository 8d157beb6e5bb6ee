"""Calendar units beside the present or the told one: "last year", "that month", "next spring"."""

from collections.abc import Callable
from typing import Final

from stanceline.suggest.time.context import Context, Reading, spoken
from stanceline.suggest.time.values import (
    Stretch,
    Unit,
    last_before,
    next_after,
    unit_around,
    weekday_of,
    weekend_stretch,
)

CLAUSE_ENDS: Final = ("DOT", "COMMA", "BREAK", "QUOTE", "CLOSE", "DASH", "COLON", "QUESTION")
_UNITS: Final = {unit.name.lower(): unit for unit in Unit}


def unit_named(name: str | None) -> Unit:
    """The unit that a word of the lexicon stands for; a bare quarter has no value."""
    return _UNITS[name or "quarter"]


def from_publication(context: Context, first: int, end: int, published: Stretch) -> str:
    """The reason given for words that count from the publication."""
    return f"“{context.words(first, end)}” counted from the publication date, {spoken(published)}."


def _is_told(context: Context, first: int, end: int) -> bool:
    """Whether an article shows, in English, that "the next month" follows what was told."""
    article = context.is_at(first - 1, "THE") or bool(context.find(first, end, "THE"))
    return context.lexicon.the_next_is_told and article


def points_back(context: Context, end: int) -> bool:
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
    anaphoric = anaphoric or points_back(context, end)
    if context.find(first, end, "NEXT"):
        anaphoric = anaphoric or unit is Unit.DAY or _is_told(context, first, end)
    if anaphoric:
        return beside_told(context, first, end, unit)
    if context.is_narrative:
        if context.find(first, end, "NEXT", "LAST"):
            return beside_told(context, first, end, unit)
        return within_told(context, first, unit)
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
        stretch, "B", "relative-unit", from_publication(context, first, end, base), moves_on=False
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


def within_told(context: Context, first: int, unit: Unit) -> Reading | None:
    """The unit that the date told before lies in: “that year”, said of 3 May 2031."""
    told = context.told(first)
    if told is None or told.unit > unit:
        return None
    reason = f"The {unit.name.lower()} of the date told before it, {spoken(told)}."
    return Reading(unit_around(told.first, unit), "B", "same-unit", reason)


def beside_told(context: Context, first: int, end: int, unit: Unit) -> Reading | None:
    """A unit beside the told one: "the same day", "the previous month", "the day after"."""
    if context.is_at(end - 1, "AFTER", "BEFORE", "FOLLOWING") and not context.is_at(
        end, *CLAUSE_ENDS
    ):
        return None
    told = context.told_for(first, end)
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
