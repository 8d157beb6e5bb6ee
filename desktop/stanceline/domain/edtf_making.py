"""EDTF dates from places in time: for an event that is drawn, and for dates that are dragged.

Seconds are civil ones, from 1970-01-01T00:00; they may be floats, as a pointer gives them.
"""

from math import floor

from stanceline.domain.civil import (
    MONTHS_PER_YEAR,
    SECONDS_PER_DAY,
    SECONDS_PER_MINUTE,
    CivilTime,
    civil_from_seconds,
    seconds_from_civil,
)
from stanceline.domain.edtf import Edtf, EdtfError, Precision, parse
from stanceline.domain.edtf_grammar import SEASONS
from stanceline.domain.errors import StancelineError

LEAST_PX = 8.0
"""How wide a unit of time must be for a pointer to mean one of them."""

_MASKED = {Precision.DECADE: 1, Precision.CENTURY: 2, Precision.MILLENNIUM: 3}
"""How many digits of the year are unknown."""

_FIRST_CODE = {
    Precision.SEASON: 21,
    Precision.QUARTER: 33,
    Precision.THIRD_OF_YEAR: 37,
    Precision.HALF_YEAR: 40,
}

_FURTHEST_PLAIN_YEAR = 9_999
_YEAR_DIGITS = 4

_SECONDS_PER_MONTH = 2_629_746
_LENGTHS: tuple[tuple[Precision, int], ...] = (
    (Precision.SECOND, 1),
    (Precision.MINUTE, SECONDS_PER_MINUTE),
    (Precision.DAY, SECONDS_PER_DAY),
    (Precision.MONTH, _SECONDS_PER_MONTH),
    (Precision.YEAR, MONTHS_PER_YEAR * _SECONDS_PER_MONTH),
    (Precision.DECADE, 10 * MONTHS_PER_YEAR * _SECONDS_PER_MONTH),
    (Precision.CENTURY, 100 * MONTHS_PER_YEAR * _SECONDS_PER_MONTH),
)
"""The units that a new date can have, from fine to coarse, with their mean length."""


class DateOutOfReach(StancelineError):
    """A date would have to lie where EDTF cannot write it as it is meant."""


def date_at(seconds: float, precision: Precision) -> Edtf:
    """The date of this precision in which the second lies, without any qualifier.

    A season is a northern one. Raises DateOutOfReach for days and months beyond the years
    -9999 to 9999, and for WEEK and AGES, which are no units of the calendar.
    """
    at = civil_from_seconds(floor(seconds))
    try:
        return parse(_text_at(at, precision))
    except EdtfError as error:
        raise DateOutOfReach(f"There is no such {precision.value} in EDTF.") from error


def _text_at(at: CivilTime, precision: Precision) -> str:
    match precision:
        case Precision.YEAR:
            return year_text(at.year)
        case Precision.MONTH:
            return f"{year_text(at.year)}-{at.month:02}"
        case Precision.DAY:
            return day_text(at)
        case Precision.MINUTE:
            return f"{day_text(at)}T{at.hour:02}:{at.minute:02}"
        case Precision.SECOND:
            return f"{day_text(at)}T{at.hour:02}:{at.minute:02}:{at.second:02}"
        case Precision.DECADE | Precision.CENTURY | Precision.MILLENNIUM:
            return _masked(at.year, _MASKED[precision])
        case Precision.SEASON | Precision.QUARTER | Precision.THIRD_OF_YEAR | Precision.HALF_YEAR:
            return _part_of_year(at, _FIRST_CODE[precision])
    raise DateOutOfReach(f"A date cannot be made of {precision.value}s.")


def _masked(year: int, n_unknown: int) -> str:
    # Years before 0 count away from it: -400X are -4009 to -4000.
    n_away = abs(year) // 10**n_unknown
    return masked_year(-n_away - 1 if year < 0 else n_away, n_unknown)


def _part_of_year(at: CivilTime, first_code: int) -> str:
    first_month, n_months, _ = SEASONS[str(first_code)]
    # January and February are the end of the winter that began in the year before.
    months = at.year * MONTHS_PER_YEAR + at.month - first_month
    year, month = divmod(months, MONTHS_PER_YEAR)
    return f"{year_text(year)}-{first_code + month // n_months}"


def year_text(year: int) -> str:
    """The year as EDTF writes one: with four digits, or with Y before more of them."""
    sign, size = ("-" if year < 0 else ""), abs(year)
    prefix = "Y" if size > _FURTHEST_PLAIN_YEAR else ""
    return f"{prefix}{sign}{size:0{_YEAR_DIGITS}}"


def masked_year(index: int, n_unknown: int, after: str = "") -> str:
    """The years of which ``n_unknown`` last digits are unknown, counted from the year 0.

    ``after`` stands in the place of the unknown digits, X for each unless some are known.
    The last before the year 0 are number -1: -00XX. Raises DateOutOfReach beyond four digits.
    """
    sign, known = ("-", -index - 1) if index < 0 else ("", index)
    n_known = _YEAR_DIGITS - n_unknown
    if known >= 10**n_known:
        raise DateOutOfReach("Unknown digits can stand in years of four digits only.")
    return f"{sign}{known:0{n_known}}{after or 'X' * n_unknown}"


def day_text(at: CivilTime) -> str:
    """The day of this time; raises DateOutOfReach where its year has more than four digits."""
    if abs(at.year) > _FURTHEST_PLAIN_YEAR:
        raise DateOutOfReach("Days can be told from the year -9999 to the year 9999 only.")
    return f"{year_text(at.year)}-{at.month:02}-{at.day:02}"


def span_between(one: float, other: float, precision: Precision) -> Edtf:
    """What lasts from one place to the other, in either order, with ends of this precision.

    Both ends are moved to the nearest border of a unit; where that leaves one unit or less,
    it is the date of the unit. Raises DateOutOfReach as ``date_at`` does.
    """
    low, high = min(one, other), max(one, other)
    start = nearest_border(low, precision)
    end = nearest_border(high, precision)
    if end <= start:
        return date_at((low + high) / 2, precision)
    first, last = date_at(start, precision), date_at(end - 1, precision)
    return first if first == last else parse(f"{first}/{last}")


def nearest_border(seconds: float, precision: Precision) -> int:
    """The second nearest to this one at which a unit of the precision begins."""
    bounds = date_at(seconds, precision).bounds
    return bounds.t0 if seconds - bounds.t0 <= bounds.t1 - seconds else bounds.t1


def fitting_precision(seconds_per_px: float, least_px: float = LEAST_PX) -> Precision:
    """The finest unit that is wide enough on the screen to be meant, centuries at most."""
    for precision, length in _LENGTHS:
        if length >= seconds_per_px * least_px:
            return precision
    return Precision.CENTURY


def finer(precision: Precision) -> Precision:
    """What a date of this precision is refined to: a day, then a minute, then a second."""
    if precision in {Precision.SECOND, Precision.MINUTE}:
        return Precision.SECOND
    return Precision.MINUTE if precision is Precision.DAY else Precision.DAY


def month_place(seconds: float) -> float:
    """The months since the year 0, with the part of the month that has passed."""
    whole = floor(seconds)
    at = civil_from_seconds(whole)
    start = seconds_from_civil(at.year, at.month)
    next_year, next_month = divmod(at.year * MONTHS_PER_YEAR + at.month, MONTHS_PER_YEAR)
    length = seconds_from_civil(next_year, next_month + 1) - start
    return at.year * MONTHS_PER_YEAR + at.month - 1 + (seconds - start) / length
