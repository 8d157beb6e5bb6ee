"""Stretches of the calendar as EDTF, with the day numbers that reasoning about them needs.

Days count from 1970-01-01, as in ``stanceline.domain.civil``; year 0 is 1 BC.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from functools import lru_cache

from stanceline.domain.civil import MONTHS_PER_YEAR, civil_from_days, days_from_civil, days_in_month
from stanceline.records import dataclass

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
_FIRST_QUARTER, _FIRST_HALF = 33, 40
_SEASON_STARTS = {SPRING: 3, SUMMER: 6, AUTUMN: 9, WINTER: 12}
_DAYS_PER_WEEK = 7
_LAST_THIRD = 2
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday; weekdays count from Monday = 0.

OPEN_DAY = 1 << 60
"""The day number that stands for an end which is open, negative for an open start."""


class Unit(IntEnum):
    """How wide a stretch is, from fine to coarse."""

    DAY = 0
    WEEKEND = 1
    WEEK = 2
    FORTNIGHT = 3
    MONTH = 4
    QUARTER = 5
    SEASON = 6
    HALF = 7
    YEAR = 8
    DECADE = 9
    CENTURY = 10
    MILLENNIUM = 11


_remembered = lru_cache(maxsize=4096)
_civil = _remembered(civil_from_days)

_FIRST_DAY = days_from_civil(-9999, 1, 1)
_LAST_DAY = days_from_civil(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of the calendar: its EDTF and the first and last day it can mean."""

    edtf: str
    first: int
    last: int
    unit: Unit

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return _civil(self.first)[0]

    @property
    def month(self) -> int:
        """The month in which it begins."""
        return _civil(self.first)[1]

    @property
    def can_be_written(self) -> bool:
        """Whether its years have no more than the four digits of plain EDTF."""
        return all(
            abs(day) >= OPEN_DAY or _FIRST_DAY <= day <= _LAST_DAY
            for day in (self.first, self.last)
        )

    def marked(self, mark: str) -> "Stretch":
        """The same stretch with ``~``, ``?`` or ``%`` on each date that it names."""
        return replace(self, edtf=_mark(self.edtf, mark))


def _mark(edtf: str, mark: str) -> str:
    if edtf[0] in "[{":
        between = ".." if ".." in edtf else ","
        parts = edtf[1:-1].split(between)
        return edtf[0] + between.join(_marked_date(part, mark) for part in parts) + edtf[-1]
    return "/".join(_marked_date(part, mark) for part in edtf.split("/"))


def _marked_date(date: str, mark: str) -> str:
    if date in {"", ".."}:
        return date
    if date[-1] in "?~%":
        return date if date[-1] in {mark, "%"} else date[:-1] + "%"
    return date + mark


def year_text(year: int) -> str:
    """A year as EDTF writes it: four digits, with a minus before the year 0."""
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    return 1 <= month <= MONTHS_PER_YEAR and 1 <= day <= days_in_month(year, month)


def weekday_of(day: int) -> int:
    """The day of the week of a day number, Monday being 0."""
    return (day + _EPOCH_WEEKDAY) % _DAYS_PER_WEEK


@_remembered
def day_stretch(day: int) -> Stretch:
    """One day, by its number."""
    year, month, of_month = civil_from_days(day)
    return Stretch(f"{year_text(year)}-{month:02}-{of_month:02}", day, day, Unit.DAY)


def date_stretch(year: int, month: int, day: int) -> Stretch:
    """One day that the calendar has."""
    return day_stretch(days_from_civil(year, month, day))


@_remembered
def month_stretch(year: int, month: int) -> Stretch:
    """One month; months beyond 1 to 12 run into the years before and after."""
    year, index = divmod(year * MONTHS_PER_YEAR + month - 1, MONTHS_PER_YEAR)
    first = days_from_civil(year, index + 1, 1)
    last = first + days_in_month(year, index + 1) - 1
    return Stretch(f"{year_text(year)}-{index + 1:02}", first, last, Unit.MONTH)


@_remembered
def year_stretch(year: int) -> Stretch:
    """One calendar year."""
    return Stretch(
        year_text(year), days_from_civil(year, 1, 1), days_from_civil(year, 12, 31), Unit.YEAR
    )


@_remembered
def season_stretch(year: int, season: int) -> Stretch:
    """A season of the northern hemisphere; winter begins in December of the year."""
    first, last = months_between(year, _SEASON_STARTS[season], 3)
    return Stretch(f"{year_text(year)}-{season}", first, last, Unit.SEASON)


@_remembered
def quarter_stretch(year: int, quarter: int) -> Stretch:
    """A quarter of a calendar year, counted from 1."""
    first, last = months_between(year, 3 * quarter - 2, 3)
    return Stretch(f"{year_text(year)}-{_FIRST_QUARTER + quarter - 1}", first, last, Unit.QUARTER)


@_remembered
def half_stretch(year: int, half: int) -> Stretch:
    """The first or second half of a calendar year."""
    first, last = months_between(year, 6 * half - 5, 6)
    return Stretch(f"{year_text(year)}-{_FIRST_HALF + half - 1}", first, last, Unit.HALF)


def decade_stretch(first_year: int) -> Stretch:
    """Ten years from the first of them: 1990 for the 1990s, -488 (489 BC) for the 480s BC."""
    first = days_from_civil(first_year, 1, 1)
    last = days_from_civil(first_year + 9, 12, 31)
    if first_year >= 0:
        return Stretch(f"{first_year // 10:03}X", first, last, Unit.DECADE)
    return Stretch(_within_years(first_year, first_year + 9), first, last, Unit.DECADE)


def century_stretch(number: int, *, before_our_era: bool = False) -> Stretch:
    """A century by its number: the 20th is 19XX, the 8th BC is 800 to 701 BC."""
    if before_our_era:
        start = 1 - 100 * number
        edtf = _within_years(start, start + 99)
    else:
        start = 100 * (number - 1)
        edtf = f"{number - 1:02}XX"
    first, last = days_from_civil(start, 1, 1), days_from_civil(start + 99, 12, 31)
    return Stretch(edtf, first, last, Unit.CENTURY)


def week_stretch(day: int, weeks: int = 1) -> Stretch:
    """Some day in the week, Monday to Sunday, that a day lies in."""
    monday = day - weekday_of(day)
    return replace(within(monday, monday + _DAYS_PER_WEEK * weeks - 1), unit=Unit.WEEK)


def weekend_stretch(day: int) -> Stretch:
    """Some day in the weekend of the week that a day lies in."""
    saturday = day - weekday_of(day) + 5
    return replace(within(saturday, saturday + 1), unit=Unit.WEEKEND)


def months_between(year: int, month: int, months: int) -> tuple[int, int]:
    """The first and last day of so many months from a month on."""
    return month_stretch(year, month).first, month_stretch(year, month + months - 1).last


def within(first: int, last: int) -> Stretch:
    """Some day between two days, both included."""
    if first >= last:
        return day_stretch(first)
    a, b = _ends(first, last)
    return Stretch(f"[{a}..{b}]", first, last, _width(last - first + 1))


def lasting(start: Stretch, end: Stretch) -> Stretch:
    """All the time from one stretch to the other."""
    return _joined(start, end, f"{start.edtf}/{end.edtf}")


def some_between(start: Stretch, end: Stretch) -> Stretch:
    """Some time between two stretches, both included."""
    return _joined(start, end, f"[{start.edtf}..{end.edtf}]")


def one_of(choices: Sequence[Stretch]) -> Stretch:
    """One of several stretches, it is not known which."""
    return _listed(choices, "[", "]")


def all_of(choices: Sequence[Stretch]) -> Stretch:
    """Each of several stretches."""
    return _listed(choices, "{", "}")


def from_then_on(start: Stretch) -> Stretch:
    """All the time from a stretch on, with no end said."""
    return replace(start, edtf=f"{_start_text(start)}/..", last=OPEN_DAY)


def lasting_until(end: Stretch) -> Stretch:
    """All the time until a stretch, with no start said."""
    return replace(end, edtf=f"../{_end_text(end)}", first=-OPEN_DAY)


def up_to(end: Stretch) -> Stretch:
    """Some time at the latest in a stretch."""
    return replace(end, edtf=f"[..{_end_text(end)}]", first=-OPEN_DAY)


def not_before(start: Stretch) -> Stretch:
    """Some time at the earliest in a stretch."""
    return replace(start, edtf=f"[{_start_text(start)}..]", last=OPEN_DAY)


def ending_before(limit: Stretch) -> Stretch:
    """Some time before a stretch: before 1990 is at the latest 1989."""
    return up_to(_neighbour(limit, limit.first - 1))


def starting_after(limit: Stretch) -> Stretch:
    """Some time after a stretch: after 1990 is at the earliest 1991."""
    return not_before(_neighbour(limit, limit.last + 1))


def _neighbour(limit: Stretch, day: int) -> Stretch:
    """The day beside a compound stretch, else what is as wide as the stretch itself."""
    return day_stretch(day) if _is_compound(limit) else unit_around(day, limit.unit)


def _start_text(stretch: Stretch) -> str:
    return day_stretch(stretch.first).edtf if _is_compound(stretch) else stretch.edtf


def _end_text(stretch: Stretch) -> str:
    return day_stretch(stretch.last).edtf if _is_compound(stretch) else stretch.edtf


def _is_compound(stretch: Stretch) -> bool:
    return any(sign in stretch.edtf for sign in "[{/")


def next_after(stretch: Stretch) -> Stretch:
    """The stretch of the same width that follows: the day, month or year after."""
    return _beside(stretch, stretch.last + 1)


def last_before(stretch: Stretch) -> Stretch:
    """The stretch of the same width that comes before: the day, month or year before."""
    return _beside(stretch, stretch.first - 1)


def unit_around(day: int, unit: Unit) -> Stretch:
    """The calendar unit that a day lies in: its week, month, quarter, year and so on."""
    year, month, _ = civil_from_days(day)
    if unit is Unit.DAY:
        return day_stretch(day)
    if unit in {Unit.WEEK, Unit.FORTNIGHT}:
        return week_stretch(day, 2 if unit is Unit.FORTNIGHT else 1)
    if unit is Unit.WEEKEND:
        return weekend_stretch(day)
    if unit is Unit.MONTH:
        return month_stretch(year, month)
    if unit is Unit.QUARTER:
        return quarter_stretch(year, (month + 2) // 3)
    if unit is Unit.SEASON:
        start = (month // 3) * 3 or MONTHS_PER_YEAR
        season = next(name for name, begins in _SEASON_STARTS.items() if begins == start)
        # January and February belong to the winter that began the year before.
        return season_stretch(year - (month < _SEASON_STARTS[SPRING]), season)
    if unit is Unit.HALF:
        return half_stretch(year, 1 if month <= MONTHS_PER_YEAR // 2 else 2)
    return _years_around(year, unit)


def _years_around(year: int, unit: Unit) -> Stretch:
    if unit is Unit.YEAR:
        return year_stretch(year)
    if unit is Unit.DECADE:
        if year > 0:
            return decade_stretch(year - year % 10)
        # Decades before our era are named by the year BC: the 480s BC are 489 to 480.
        year_bc = 1 - year
        return decade_stretch(-8 - (year_bc - year_bc % 10))
    if unit is Unit.CENTURY and year > 0:
        return century_stretch(year // 100 + 1)
    if unit is Unit.CENTURY:
        return century_stretch(-year // 100 + 1, before_our_era=True)
    first = year - year % 1000
    return Stretch(
        _within_years(first, first + 999),
        days_from_civil(first, 1, 1),
        days_from_civil(first + 999, 12, 31),
        Unit.MILLENNIUM,
    )


def shifted(origin: int, count: int, unit: Unit) -> Stretch:
    """What lies so many units after a day, no finer than the unit says.

    Three days on is a day; three weeks on is about a day; three months on is a month,
    three years on a year, three decades on about a year.
    """
    year, month, _ = civil_from_days(origin)
    if unit is Unit.DAY:
        return day_stretch(origin + count)
    if unit in {Unit.WEEK, Unit.FORTNIGHT, Unit.WEEKEND}:
        weeks = count * (2 if unit is Unit.FORTNIGHT else 1)
        return day_stretch(origin + _DAYS_PER_WEEK * weeks).marked("~")
    if unit <= Unit.HALF:
        months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.SEASON: 3, Unit.HALF: 6}[unit]
        return month_stretch(year, month + months * count)
    if unit is Unit.YEAR:
        return year_stretch(year + count)
    years = {Unit.DECADE: 10, Unit.CENTURY: 100, Unit.MILLENNIUM: 1000}[unit]
    return year_stretch(year + years * count).marked("~")


def early_part(whole: Stretch) -> Stretch:
    """Its first third, or the first decade's worth of a century."""
    return _third(whole, 0)


def middle_part(whole: Stretch) -> Stretch:
    """Its middle third."""
    return _third(whole, 1)


def late_part(whole: Stretch) -> Stretch:
    """Its last third."""
    return _third(whole, 2)


def closing_part(whole: Stretch) -> Stretch:
    """The end of it: the last days of a week or month, the last two months of a year."""
    if whole.unit is Unit.YEAR:
        return within(*months_between(whole.year, 11, 2))
    if whole.unit is Unit.DECADE:
        return some_between(year_stretch(whole.year + 8), year_stretch(whole.year + 9))
    length = whole.last - whole.first + 1
    return within(whole.last - max(length // 5, min(3, length)) + 1, whole.last)


def opening_part(whole: Stretch) -> Stretch:
    """The beginning of it: the first days of a week or month, two months of a year."""
    if whole.unit is Unit.YEAR:
        return within(*months_between(whole.year, 1, 2))
    if whole.unit is Unit.DECADE:
        return some_between(year_stretch(whole.year), year_stretch(whole.year + 1))
    length = whole.last - whole.first + 1
    return within(whole.first, whole.first + max(length // 5, min(3, length)) - 1)


def _third(whole: Stretch, index: int) -> Stretch:
    if whole.unit is Unit.MONTH:
        first = whole.first + 10 * index
        return within(first, first + 9 if index < _LAST_THIRD else whole.last)
    if whole.unit is Unit.YEAR:
        return within(*months_between(whole.year, 4 * index + 1, 4))
    if whole.unit is Unit.SEASON:
        return month_stretch(whole.year, whole.month + index)
    if whole.unit in {Unit.DECADE, Unit.CENTURY, Unit.MILLENNIUM}:
        years = {Unit.DECADE: 10, Unit.CENTURY: 100, Unit.MILLENNIUM: 1000}[whole.unit]
        cuts = [0, round(years / 3), years - round(years / 3), years]
        first_year = whole.year
        return some_between(
            year_stretch(first_year + cuts[index]), year_stretch(first_year + cuts[index + 1] - 1)
        )
    length = whole.last - whole.first + 1
    first = whole.first + length * index // 3
    return within(first, max(first, whole.first + length * (index + 1) // 3 - 1))


def _beside(stretch: Stretch, day: int) -> Stretch:
    return unit_around(day, stretch.unit)


def _joined(start: Stretch, end: Stretch, edtf: str) -> Stretch:
    return Stretch(edtf, start.first, end.last, _width(end.last - start.first + 1))


def _listed(choices: Sequence[Stretch], left: str, right: str) -> Stretch:
    edtf = left + ",".join(choice.edtf for choice in choices) + right
    return _joined(choices[0], choices[-1], edtf)


def _within_years(first: int, last: int) -> str:
    return f"[{year_text(first)}..{year_text(last)}]"


def _ends(first: int, last: int) -> tuple[str, str]:
    """Two days as coarsely written as they allow: whole months and years lose their days."""
    year_a, month_a, day_a = civil_from_days(first)
    year_b, month_b, day_b = civil_from_days(last)
    if day_a != 1 or day_b != days_in_month(year_b, month_b):
        return day_stretch(first).edtf, day_stretch(last).edtf
    if month_a != 1 or month_b != MONTHS_PER_YEAR:
        return month_stretch(year_a, month_a).edtf, month_stretch(year_b, month_b).edtf
    return year_text(year_a), year_text(year_b)


def _width(days: int) -> Unit:
    """The narrowest unit that a run of days fits into."""
    for unit, longest in ((Unit.DAY, 1), (Unit.WEEK, 14), (Unit.MONTH, 62), (Unit.SEASON, 190)):
        if days <= longest:
            return unit
    return Unit.YEAR if days <= 3 * 366 else Unit.DECADE
