"""The reader of weekdays: which Friday is meant."""

from dataclasses import replace

from stanceline.suggest.time.context import Context, Reading, Tense, spoken
from stanceline.suggest.time.counted import counted
from stanceline.suggest.time.units import relative_unit
from stanceline.suggest.time.values import Stretch, Unit, day_stretch, weekday_of


def read_weekday(context: Context, first: int, end: int) -> Reading | None:
    """A weekday: "on Friday", "last Tuesday", "Friday last week"."""
    published = context.published
    weekday = context.values(first, end, "ANY_WEEKDAY")[0]
    some = context.is_at(first - 1, "A") and context.is_at(first - 2, "ON")  # "on a Friday"
    if published is None or some or context.is_at(first - 1, "EVERY", "NUMBER_WORD", "ORDINAL"):
        return None
    if context.is_at(first, "WEEKDAY_ABBR") and not context.typed:
        # "Sun" and "Sat" alone are rather a newspaper and a verb.
        return None
    if context.is_at(end, "CAPITAL") and context.is_at(first - 1, "CAPITAL", "QUOTE"):
        return None
    if context.find(first, end, "UNIT"):
        return _weekday_of_week(context, first, end, weekday)
    if context.is_narrative:
        return _weekday_in_story(context, first, weekday)
    if published.unit is not Unit.DAY:
        return None
    today = published.first
    latest = today - (weekday_of(today) - weekday) % 7
    coming = today + (weekday - weekday_of(today)) % 7
    others: tuple[int, ...] = ()
    if context.find(first, end, "NEXT"):
        # In English "next Friday" said on a Monday is rather that of next week.
        day = today - weekday_of(today) + 7 + weekday
        others = (coming,) if coming not in (day, today) else ()
    elif context.find(first, end, "COMING"):
        day = coming if coming > today else coming + 7
    elif context.find(first, end, "LAST", "PREVIOUS", "PAST_UNITS"):
        day = latest if latest < today else latest - 7
    elif context.find(first, end, "FOLLOWING"):
        return _weekday_after_told(context, first, weekday)
    else:
        day, others = _bare_weekday(context, first, end, latest, coming)
    side = "after" if day > today else "up to"
    which = "next" if day > today else "last"
    reason = f"The {which} such weekday {side} the publication date, {spoken(published)}."
    return Reading(day_stretch(day), "B", "weekday", reason, tuple(map(day_stretch, others)))


def read_weeks_before_weekday(context: Context, first: int, end: int) -> Reading | None:
    """Whole weeks before the last weekday of a name: "a week ago Tuesday"."""
    published = context.published
    count = counted(context, first, end)
    is_weeks = context.values(first, end, "ANY_UNIT") == ["week"]
    if published is None or published.unit is not Unit.DAY or context.is_narrative:
        return None
    if count is None or not is_weeks:
        return None
    weekday = context.values(first, end, "ANY_WEEKDAY")[0]
    day = published.first - (weekday_of(published.first) - weekday) % 7 - 7 * count
    reason = f"“{context.words(first, end)}” counted from {spoken(published)}."
    return Reading(day_stretch(day), "B", "weekday", reason)


def _weekday_of_week(context: Context, first: int, end: int, weekday: int) -> Reading | None:
    """A day of a week that is named: "Friday last week"."""
    if context.values(first, end, "UNIT") != ["week"]:
        return None
    step_at = context.find(first, end, "LAST", "NEXT", "THIS", "COMING", "PREVIOUS", "FOLLOWING")[0]
    week = relative_unit(context, step_at, end, Unit.WEEK)
    if week is None:
        return None
    day = day_stretch(week.stretch.first + weekday)
    return replace(week, stretch=day, rule="weekday", moves_on=True)


def _bare_weekday(
    context: Context, first: int, end: int, latest: int, coming: int
) -> tuple[int, tuple[int, ...]]:
    tense = context.tense(first, end)
    lead = first - 1
    while (
        context.is_at(lead, "DAYPART", "CLOCK", "N12", "THE") or context.words_at(lead) in _HALVES
    ):
        lead -= 1
    ahead = context.is_at(lead, "BY", "UNTIL", "NOT_AFTER") or bool(
        context.find(first, end, "THIS")
    )
    ahead = ahead or context.words_at(lead) in _STARTING
    ahead = ahead or (context.is_at(lead, "FOR") and not context.is_at(end, "POSSESSIVE"))
    today = context.published.first if context.published else latest
    weight = _COST_OF_COMING if not tense and not ahead else 1
    if not tense or (ahead and tense == "past") or _may_be_either(context, first, end, tense):
        if (coming - today) * weight <= today - latest or (ahead and not tense):
            return coming, ((latest,) if latest != coming else ())
        return latest, (coming,)
    if tense == "future":
        return coming, ((latest,) if latest != coming else ())
    return latest, ((coming,) if latest != coming else ())


_COST_OF_COMING = 3
_STARTING = frozenset({"starting", "beginning", "effective"})  # "rules beginning Tuesday"
_HALVES = frozenset({"a.m.", "p.m.", "am", "pm"})


def _may_be_either(context: Context, first: int, end: int, tense: Tense) -> bool:
    """Whether the tense says little of the day, so that the nearer one is likelier.

    "Ahead of Friday's vote" told of the past, "Tuesday's vote will matter", "was to meet".
    """
    if tense == "either":
        return True
    after = end + context.is_at(end, "DAYPART")
    if not context.is_at(after, "POSSESSIVE"):
        return False
    if tense == "future":
        return not context.is_at(first - 1, "BY", "UNTIL", "FOR")
    return context.is_at(first - 1, "BEFORE") or context.is_present(first)


def _weekday_in_story(context: Context, first: int, weekday: int) -> Reading | None:
    told = context.told(first)
    if told is None or told.unit is not Unit.DAY:
        return None
    return _weekday_from(told, weekday)


def _weekday_after_told(context: Context, first: int, weekday: int) -> Reading | None:
    told = context.told(first)
    return None if told is None else _weekday_from(told, weekday)


def _weekday_from(told: Stretch, weekday: int) -> Reading:
    day = told.last + ((weekday - weekday_of(told.last)) % 7 or 7)
    reason = f"The first such weekday after the date told before it, {spoken(told)}."
    return Reading(day_stretch(day), "B", "weekday", reason)
