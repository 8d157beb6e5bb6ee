"""Days of the year that have a name and, some of them, move."""

from typing import Final

from stanceline.domain.civil import days_from_civil
from stanceline.suggest.time.values import Stretch, day_stretch, month_stretch, weekday_of

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holiday_in_year(year: int, rule: str) -> Stretch:
    """The day of a holiday in a year.

    ``rule`` is a month and day ("12-25"), days from Easter ("easter-2"), or a weekday of
    a month ("11-thu-4", "05-mon-last").
    """
    if rule.startswith("easter"):
        return day_stretch(easter_sunday(year) + int(rule[len("easter") :] or 0))
    month, *rest = rule.split("-")
    if len(rest) == 1:
        return day_stretch(days_from_civil(year, int(month), int(rest[0])))
    weekday = _WEEKDAYS.index(rest[0])
    days = month_stretch(year, int(month))
    if rest[1] == "last":
        return day_stretch(days.last - (weekday_of(days.last) - weekday) % 7)
    first = days.first + (weekday - weekday_of(days.first)) % 7
    return day_stretch(first + 7 * (int(rest[1]) - 1))


def easter_sunday(year: int) -> int:
    """The day number of Easter Sunday in the Gregorian calendar."""
    # The anonymous Gregorian computus, as Meeus gives it.
    century = year // 100
    golden = year % 19
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + skipped + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    from_march = moon - weekday
    month = 3 + (from_march + 40) // 44
    day = from_march + 28 - 31 * (month // 4)
    return days_from_civil(year, month, day)
