"""Days and seconds of the civil calendar, for any year.

The calendar is the proleptic Gregorian one with a year 0, as in ISO 8601: 0000 is
1 BC. ``datetime`` stops at the years 1 and 9999 and Qt's QDate has no year 0, so
neither can carry the dates that analysts write. Days and seconds count from
1970-01-01T00:00 on the clock of the place; there is no time zone in them.
"""

from typing import NamedTuple

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3_600
SECONDS_PER_DAY = 86_400
MONTHS_PER_YEAR = 12

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2

# Counting starts on 0000-03-01, so that a leap day is the last day of its year.
_DAYS_TO_EPOCH = 719_468
_DAYS_PER_ERA = 146_097
_YEARS_PER_ERA = 400


class CivilTime(NamedTuple):
    """A second of the civil calendar, taken apart."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int


def is_leap(year: int) -> bool:
    """Whether February of this year has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The number of days in a month that counts from 1."""
    if month == _FEBRUARY and is_leap(year):
        return 29
    return _MONTH_LENGTHS[month - 1]


def days_from_civil(year: int, month: int, day: int) -> int:
    """The days from 1970-01-01 to this day; negative before it."""
    if month <= _FEBRUARY:
        year -= 1
        month += MONTHS_PER_YEAR
    # Five months from March on always have 153 days, which the fraction spreads.
    day_of_year = (153 * (month - 3) + 2) // 5 + day - 1
    return 365 * year + year // 4 - year // 100 + year // 400 + day_of_year - _DAYS_TO_EPOCH


def civil_from_days(days: int) -> tuple[int, int, int]:
    """The year, month and day that lie so many days after 1970-01-01."""
    era, day_of_era = divmod(days + _DAYS_TO_EPOCH, _DAYS_PER_ERA)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    months_from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * months_from_march + 2) // 5 + 1
    month = months_from_march + 3
    year = era * _YEARS_PER_ERA + year_of_era
    if month > MONTHS_PER_YEAR:
        return year + 1, month - MONTHS_PER_YEAR, day
    return year, month, day


def seconds_from_civil(
    year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0, second: int = 0
) -> int:
    """The civil seconds from 1970-01-01T00:00 to this second."""
    clock = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second
    return days_from_civil(year, month, day) * SECONDS_PER_DAY + clock


def civil_from_seconds(seconds: int) -> CivilTime:
    """The date and time of day that lie so many civil seconds after 1970-01-01T00:00."""
    days, rest = divmod(seconds, SECONDS_PER_DAY)
    hour, rest = divmod(rest, SECONDS_PER_HOUR)
    minute, second = divmod(rest, SECONDS_PER_MINUTE)
    return CivilTime(*civil_from_days(days), hour, minute, second)


def shift_months(seconds: int, months: int) -> int:
    """The same day and time of day so many months later, or earlier when negative.

    A day that the other month lacks becomes its last: 31 March less one month is
    28 or 29 February.
    """
    at = civil_from_seconds(seconds)
    year, month_index = divmod(at.year * MONTHS_PER_YEAR + at.month - 1 + months, MONTHS_PER_YEAR)
    month = month_index + 1
    day = min(at.day, days_in_month(year, month))
    return seconds_from_civil(year, month, day, at.hour, at.minute, at.second)
