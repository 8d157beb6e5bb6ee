"""How far a date in doubt may lie from what it says."""

from collections.abc import Callable

from stanceline.domain.civil import (
    MONTHS_PER_YEAR,
    SECONDS_PER_DAY,
    SECONDS_PER_MINUTE,
    shift_months,
)
from stanceline.domain.edtf_date import Precision
from stanceline.records import dataclass


@dataclass(frozen=True, slots=True)
class Padding:
    """How far an approximate or uncertain date may lie outside its core, each side.

    One that is both (``%``) may lie twice as far.
    """

    clock_minutes: int = 30
    day_days: int = 2
    week_days: int = 7
    month_months: int = 1
    season_months: int = 1
    quarter_months: int = 1
    third_of_year_months: int = 2
    half_year_months: int = 3
    year_years: int = 1
    decade_years: int = 5
    century_years: int = 20
    millennium_years: int = 100
    ages_years: int = 1_000

    def widen(self, seconds: int, precision: Precision, n_times: int) -> int:
        """The civil second that lies so many paddings later, or earlier when negative."""
        amount = n_times * int(getattr(self, _PADDING_FIELDS[precision]))
        return _STEPS[precision](seconds, amount)


def _by_minutes(seconds: int, amount: int) -> int:
    return seconds + amount * SECONDS_PER_MINUTE


def _by_days(seconds: int, amount: int) -> int:
    return seconds + amount * SECONDS_PER_DAY


def _by_years(seconds: int, amount: int) -> int:
    return shift_months(seconds, amount * MONTHS_PER_YEAR)


_PADDING_FIELDS = {
    Precision.SECOND: "clock_minutes",
    Precision.MINUTE: "clock_minutes",
    Precision.DAY: "day_days",
    Precision.WEEK: "week_days",
    Precision.MONTH: "month_months",
    Precision.SEASON: "season_months",
    Precision.QUARTER: "quarter_months",
    Precision.THIRD_OF_YEAR: "third_of_year_months",
    Precision.HALF_YEAR: "half_year_months",
    Precision.YEAR: "year_years",
    Precision.DECADE: "decade_years",
    Precision.CENTURY: "century_years",
    Precision.MILLENNIUM: "millennium_years",
    Precision.AGES: "ages_years",
}
_STEPS_BY_UNIT: dict[str, Callable[[int, int], int]] = {
    "minutes": _by_minutes,
    "days": _by_days,
    "months": shift_months,
    "years": _by_years,
}
_STEPS = {
    precision: _STEPS_BY_UNIT[name.rpartition("_")[2]]
    for precision, name in _PADDING_FIELDS.items()
}

DEFAULT_PADDING = Padding()
