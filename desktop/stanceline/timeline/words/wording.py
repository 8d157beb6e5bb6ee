"""The words that a timeline is labelled with, so that they can be translated."""

from stanceline.domain.civil import days_from_civil
from stanceline.records import dataclass

DAYS_PER_WEEK = 7
_MONDAY_AT_EPOCH_OFFSET = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """Words and patterns in one language; ``{}`` stands for the value.

    ``day_pattern`` and its like hold the fields ``{day}``, ``{month}`` and ``{year}``.
    """

    months: tuple[str, ...] = (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    )
    weekdays: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    day_pattern: str = "{day} {month} {year}"
    month_pattern: str = "{month} {year}"
    weekday_pattern: str = "{weekday} {day}"
    decade_pattern: str = "{}s"
    before_era_pattern: str = "{} BC"
    today: str = "today"
    one_of: str = "or"
    about: str = "about {}"
    possibly: str = "possibly {}"
    possibly_about: str = "possibly about {}"
    lasting: str = "from {start} to {end}"
    since: str = "since {}"
    until: str = "until {}"
    end_unknown: str = "from {}, end unknown"
    start_unknown: str = "until {}, start unknown"
    some_time: str = "some time from {start} to {end}"
    by_then: str = "by {}"
    from_then: str = "on or after {}"
    several_of: str = "{first} and {last}"
    alternatives_of: str = "{first} or {last}"
    seasons: tuple[str, ...] = ("spring", "summer", "autumn", "winter")
    season_pattern: str = "{season} {year}"
    century_pattern: str = "{}s"
    events: str = "Events"
    quotations: str = "Quotations"
    all_marks: str = "All marks"
    no_speaker: str = "No speaker"
    no_topic: str = "No stance yet"
    no_category: str = "No category"
    no_source: str = "No source"
    no_affiliation: str = "No affiliation"
    no_tag: str = "No tag"
    no_analyst: str = "Nobody in particular"
    statuses: tuple[tuple[str, str], ...] = (
        ("reported", "Reported"),
        ("confirmed", "Confirmed"),
        ("disputed", "Disputed"),
        ("denied", "Denied"),
        ("planned", "Planned"),
    )

    def year(self, year: int) -> str:
        """A year as people count them: there is no year 0 between 1 BC and AD 1."""
        if year < 1:
            return self.before_era_pattern.format(grouped(1 - year))
        return grouped(year)

    def month(self, year: int, month: int) -> str:
        """A month of a year."""
        return self.month_pattern.format(month=self.months[month - 1], year=self.year(year))

    def day(self, year: int, month: int, day: int) -> str:
        """A day of the calendar."""
        return self.day_pattern.format(day=day, month=self.months[month - 1], year=self.year(year))

    def weekday(self, year: int, month: int, day: int) -> str:
        """A day by its weekday and number."""
        index = (days_from_civil(year, month, day) + _MONDAY_AT_EPOCH_OFFSET) % DAYS_PER_WEEK
        return self.weekday_pattern.format(weekday=self.weekdays[index], day=day)

    def status(self, key: str) -> str:
        """The name of an event's status."""
        return dict(self.statuses)[key]


def grouped(number: int) -> str:
    """The number with thousands apart from five digits on: 2024, 12 000."""
    return str(number) if abs(number) < 10_000 else f"{number:,}".replace(",", "\N{THIN SPACE}")  # noqa: PLR2004


ENGLISH = Wording()
"""The words as they stand in the source."""
