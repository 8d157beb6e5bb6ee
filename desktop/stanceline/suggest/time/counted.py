"""Readers of steps that are counted: "three weeks ago", "in two days", "a year later"."""

from typing import Final

from stanceline.suggest.time.context import Context, Reading, spoken
from stanceline.suggest.time.units import CLAUSE_ENDS, from_publication, unit_named
from stanceline.suggest.time.values import (
    Stretch,
    Unit,
    day_stretch,
    quarter_stretch,
    shifted,
    week_stretch,
    within,
    year_stretch,
    year_text,
)


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
    reason = from_publication(context, first, end, base)
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
    reason = from_publication(context, first, end, base)
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
        stretch, "B", "ahead", from_publication(context, first, end, base), moves_on=False
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


def _day_gone(context: Context, unit: Unit) -> Stretch | None:
    """The day near the publication that "a day earlier" counts from, whatever year came since."""
    gone = context.latest_gone
    return gone if gone is not None and gone.unit <= unit < Unit.MONTH else None


def read_counted_from_told(context: Context, first: int, end: int) -> Reading | None:
    """Counted from the date told before: "two days later", "a year earlier"."""
    told = context.told_for(first, end)
    unit = unit_named(context.values(first, end, "ANY_UNIT")[0])
    count = counted(context, first, end)
    if context.is_at(end - 1, "BEFORE", "AFTER") and not context.is_at(end, *CLAUSE_ENDS):
        return None
    is_compared = context.is_at(end, "LIKE")  # "two weeks earlier than usual"
    if is_compared or (_is_bare(context, first, end) and not context.lexicon.bare_units):
        return None
    backwards = bool(context.find(first, end, "EARLIER", "BEFORE"))
    if unit is Unit.YEAR:
        told = context.year_of_sentence(first) or told
    if (told is None or told.unit > unit) and backwards and not context.is_narrative:
        told = _day_gone(context, unit) or context.published
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
