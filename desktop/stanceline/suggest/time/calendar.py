"""The reader of calendar dates: days and months, with or without a year, alone or joined."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from stanceline.records import dataclass
from stanceline.suggest.time.context import Context, Reading
from stanceline.suggest.time.explicit import explicit, year_in
from stanceline.suggest.time.units import relative_unit
from stanceline.suggest.time.values import (
    Stretch,
    Unit,
    all_of,
    date_stretch,
    is_date,
    lasting,
    month_stretch,
    one_of,
    some_between,
    week_stretch,
    weekday_of,
    within,
    year_text,
)


@dataclass(slots=True)
class _Piece:
    """One of the joined dates as it is written."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None

    def in_year(self, year: int) -> Stretch | None:
        """The stretch, with its own year if it has one."""
        year = year if self.year is None else self.year
        if self.month is None:
            return None
        if self.day is None:
            return month_stretch(year, self.month)
        return (
            date_stretch(year, self.month, self.day)
            if is_date(year, self.month, self.day)
            else None
        )


def read_calendar_date(context: Context, first: int, end: int) -> Reading | None:
    """Days and months: "19 June", "June 14 and 21, 2024", "between 3 and 10 May", "May"."""
    if not context.find(first, end, "ANY_MONTH"):
        return None
    pieces, joints = _pieces(context, first, end)
    if not _makes_sense(context, first, end, pieces):
        return None
    _share(pieces)
    if any(piece.month is None for piece in pieces):
        return None
    join = _joiner(context, first, joints)
    if join is None:
        return None
    if all(piece.year is not None for piece in pieces):
        stretch = _in_year(pieces, join, 0)
        return explicit("date", stretch) if stretch else None
    return _without_year(context, first, end, pieces, join)


def _pieces(context: Context, first: int, end: int) -> tuple[list[_Piece], list[str]]:
    """The dates between joints, and the joints: "and", "or" or "to"."""
    pieces, joints = [_Piece()], list[str]()
    values = context.tokens.values
    for index in range(first, end):
        piece = pieces[-1]
        begun = piece.day is not None or piece.month is not None
        if context.is_at(index, "ANY_WEEKDAY"):
            piece.weekday = values[index]
        elif context.is_at(index, "ANY_MONTH"):
            piece.month = values[index]
        elif context.is_at(index + 1, "BC") and index + 1 < end:
            piece.year = 1 - values[index]
        elif context.is_at(index, "ANY_YEAR"):
            piece.year = year_in(context, index, index + 1)
        elif context.is_at(index, "DAY_OR_TH"):
            piece.day = values[index]
        elif begun and context.is_at(index, "AND", "OR", "DASH", "TO", "UNTIL", "COMMA"):
            if context.is_at(index, "COMMA") and _continues(context, index + 1, end):
                continue
            joints.append(
                "and"
                if context.is_at(index, "AND")
                else "or"
                if context.is_at(index, "OR")
                else ","
                if context.is_at(index, "COMMA")
                else "to"
            )
            pieces.append(_Piece())
    return pieces, joints


def _continues(context: Context, index: int, end: int) -> bool:
    """Whether a comma before this token only sets off the year, or an "and"."""
    return context.is_at(index, "ANY_YEAR", "OF", "AND", "OR") or (
        index + 1 < end and context.is_at(index + 1, "BC")
    )


def _makes_sense(context: Context, first: int, end: int, pieces: list[_Piece]) -> bool:
    if context.typed:
        return True
    last = pieces[-1]
    # "From 1 January 2024 – 15": a price and no range.
    is_price = len(pieces) > 1 and pieces[0].year is not None and not (last.year or last.month)
    before = first - 1 - context.is_at(first - 1, "IN")
    if is_price or context.is_at(before, "EVERY"):  # "every June", "ежегодно в мае"
        return False
    if last.year is None and last.day is not None and context.is_at(end - 1, "DAY"):
        # "on June 14 and 21 people died": the number counts what follows.
        if context.is_at(end, "COUNTED", "MONEY", "NUMBER", "UNITS"):
            return False
        if len(pieces) > 1 and context.is_at(end, "PLURAL"):
            return False
    if pieces[0].month is None and context.is_at(first - 1, "DASH", "MONEY", "NUMBER_SIGN"):
        return False
    if (
        context.is_at(first, "DAY")
        and context.is_at(first - 1, "DASH")
        and not context.is_at(first - 2, "BC_YEAR", "MID", "ANY_MONTH")
    ):
        return False
    if len(pieces) == 1 and last.day is None and last.year is None:
        return _is_month(context, first, end)
    return True


_SURE_LEADS = ("IN", "SINCE", "UNTIL", "LAST", "NEXT", "EARLY", "LATE", "MID", "DURING")


def _is_month(context: Context, first: int, end: int) -> bool:
    """Whether a month's name alone is meant as the month: "May", "June Falk" may not be."""
    led_in = context.is_at(first - 1, "PREP", "MAYBE", "ABOUT", "OPEN")
    if context.is_at(first - 1, "DASH"):
        led_in = context.is_at(first - 2, "MID", "EARLY", "LATE", "ANY_MONTH")
    if context.is_at(end, "CAPITAL") and not (
        context.is_at(first - 1, *_SURE_LEADS) or (led_in and context.is_at(first, "MONTH"))
    ):
        return False
    if context.is_at(first, "MONTH"):
        return True
    if context.is_at(first, "MONTH_ABBR"):
        return led_in
    return led_in or (context.is_at(first - 1, "THE", "A") and context.is_at(end, "WORD", "PLURAL"))


def _share(pieces: list[_Piece]) -> None:
    """Fill in what joined dates share: "3 and 10 May", "June 14 and 21", "April and May 1955"."""
    for before, after in pairwise(pieces):
        if after.month is None and before.day is not None:
            after.month = before.month
    for before, after in reversed(list(pairwise(pieces))):
        if before.month is None:
            before.month = after.month
        if before.year is None and after.year is not None and before.month and after.month:
            before.year = after.year - (before.month > after.month)
    for before, after in pairwise(pieces):
        if after.year is None and before.year is not None and before.month and after.month:
            after.year = before.year + (after.month < before.month)


_Join = Callable[[list[Stretch]], Stretch]


def _joiner(context: Context, first: int, joints: list[str]) -> _Join | None:
    if not joints:
        return lambda parts: parts[0]
    if context.is_at(first, "BETWEEN"):
        return (lambda parts: some_between(parts[0], parts[-1])) if len(joints) == 1 else None
    if context.is_at(first, "FROM") and joints != ["to"]:
        return None
    if joints == ["to"]:
        return lambda parts: lasting(parts[0], parts[-1])
    if "to" in joints:
        return None
    return one_of if "or" in joints else all_of


def _in_year(pieces: list[_Piece], join: _Join, year: int) -> Stretch | None:
    """The joined dates when the last one lies in a year."""
    parts: list[Stretch] = []
    last_month = pieces[-1].month or 0
    for piece in pieces:
        crosses = piece.year is None and (piece.month or 0) > last_month
        part = piece.in_year(year - crosses)
        if part is None or (parts and part.first <= parts[-1].first):
            return None
        parts.append(part)
    return join(parts)


def _without_year(
    context: Context, first: int, end: int, pieces: list[_Piece], join: _Join
) -> Reading | None:
    weekday = pieces[0].weekday

    def on_weekday(year: int) -> Stretch | None:
        stretch = _in_year(pieces, join, year)
        fits = stretch is not None and weekday_of(stretch.first) == weekday
        return stretch if fits else None

    def in_year(year: int) -> Stretch | None:
        return _in_year(pieces, join, year)

    nearest = None
    if weekday is not None and pieces[0].day is not None:
        nearest = context.nearest(first, end, on_weekday)
    nearest = nearest or context.nearest(first, end, in_year)
    if nearest is None:
        return None
    stretch, name, others = nearest
    reason = f"No year is given; {stretch.year} is the nearest to {name}."
    return Reading(stretch, "B", "date-without-year", reason, others[:1])


def read_week_of(context: Context, first: int, end: int) -> Reading | None:
    """The week that a day lies in: "the week of February 5"."""
    inner = context.find(first, end, "OF")[0] + 1
    reading = read_calendar_date(context, inner, end)
    if reading is None or reading.stretch.unit is not Unit.DAY:
        return None
    week = week_stretch(reading.stretch.first)
    return replace(reading, stretch=week, rule="week-of", alternatives=())


def read_week_of_month(context: Context, first: int, end: int) -> Reading | None:
    """A week or day of a month: "the first week of March", "the last day of June 2024"."""
    unit = context.values(first, end, "UNIT")[0]
    month_at = context.find(first, end, "ANY_MONTH")[0]
    month = read_calendar_date(context, month_at, end)
    length = {"day": 1, "week": 7, "weekend": 0}.get(unit, 0)
    if month is None or month.stretch.unit is not Unit.MONTH or not length:
        return None
    whole = month.stretch
    ordinals = context.values(first, month_at, "ORDINAL")
    start = whole.last - length + 1
    if ordinals:
        start = whole.first + length * (ordinals[0] - 1)
    if start > whole.last:
        return None
    part = within(start, min(start + length - 1, whole.last))
    return replace(month, stretch=part, rule="week-of-month", alternatives=(whole,))


def read_month_of_told_year(context: Context, first: int, end: int) -> Reading | None:
    """A date in a year told or relative: "March of that year", "June 20 last year"."""
    months = context.find(first, end, "ANY_MONTH")
    days = context.values(first, end, "DAY_OR_TH")
    year_from = max([*months, *context.find(first, end, "DAY_OR_TH")]) + 1
    year = relative_unit(context, year_from, end, Unit.YEAR)
    if year is None:
        return None
    number = year.stretch.year
    month: Any = context.tokens.values[months[0]]
    reason = f"The year is {year_text(number)}, from “{context.words(year_from, end)}”."
    if not days:
        return Reading(month_stretch(number, month), "B", "month-of-year", reason)
    if not is_date(number, month, days[0]):
        return None
    return Reading(date_stretch(number, month, days[0]), "B", "month-of-year", reason)
