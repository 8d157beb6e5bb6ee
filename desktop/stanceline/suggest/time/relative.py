"""Readers of expressions that count from the publication or from a date told before."""

from dataclasses import replace
from typing import Final

from stanceline.domain.civil import civil_from_days
from stanceline.suggest.time.context import Context, Reading, spoken
from stanceline.suggest.time.units import (
    CLAUSE_ENDS,
    beside_told,
    from_publication,
    points_back,
    relative_unit,
    stepped,
    unit_named,
    within_told,
)
from stanceline.suggest.time.values import (
    Stretch,
    Unit,
    closing_part,
    date_stretch,
    day_stretch,
    is_date,
    month_stretch,
    quarter_stretch,
    unit_around,
    within,
    year_stretch,
    year_text,
)

_MONTHS_PER_HALF: Final = 6


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
    if points_back(context, end):
        return beside_told(context, first, end, Unit.DAY)
    index = context.find(first, end, "DEICTIC", "TONIGHT", "DAYPART")[-1]
    offset = context.tokens.values[index]
    if offset is None:  # "this morning", "last night"
        offset = -1 if context.find(first, end, "LAST") else 0
    reason = from_publication(context, first, end, published)
    return Reading(day_stretch(published.first + offset), "B", "deictic", reason)


def read_yearly(context: Context, first: int, end: int) -> Reading | None:
    """One word for last year, as Ukrainian has it."""
    published = context.published
    if published is None or context.is_narrative:
        return None
    stretch = year_stretch(published.year + context.tokens.values[first])
    reason = from_publication(context, first, end, published)
    return Reading(stretch, "B", "relative-unit", reason, moves_on=False)


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
        told = context.is_at(first - 1, "ON") or points_back(context, end)
        return beside_told(context, first, end, unit) if told else None
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


def read_part_of_unit(context: Context, first: int, end: int) -> Reading | None:
    """The whole unit, with the part that is meant as the alternative: "earlier this year"."""
    unit = unit_named(context.values(first, end, "UNIT")[0])
    if unit is Unit.DAY:
        return None
    about_told = context.is_narrative or not context.find(first, end, "THIS", "LAST")
    whole = (
        within_told(context, first, unit)
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
        return within_told(context, first, unit)
    base = context.published
    if base is None or base.unit > unit:
        return None
    stretch = unit_around(base.first, unit)
    if context.find(first, end, "END"):
        stretch = closing_part(stretch)
    return Reading(
        stretch, "B", "the-unit", from_publication(context, first, end, base), moves_on=False
    )


def _whole_of_account(context: Context, first: int, end: int, unit: Unit) -> Reading | None:
    """The year or month of the figures told: "for the year, it earned"."""
    base = context.published
    if base is None or context.is_narrative or not context.is_at(first, "THE"):
        return None
    if not context.is_at(first - 1, "FOR") or not context.is_at(end, *CLAUSE_ENDS):
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
    if context.is_at(end - 1, "FOLLOWING") and not context.is_at(end, *CLAUSE_ENDS):
        return None  # "In April following the pact": the step belongs to what comes.
    days = context.values(first, end, "DAY")
    if days and all(is_date(year, month, days[0]) for year in (1999, 2000)):
        day: int = days[0]
        return stepped(context, first, end, lambda year: date_stretch(year, month, day), "day")
    return stepped(context, first, end, lambda year: month_stretch(year, month), "month")


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
