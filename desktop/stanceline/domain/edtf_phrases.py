"""The words in which dates are told, in English; a window may hand in other languages."""

from stanceline.records import dataclass


@dataclass(frozen=True, slots=True)
class DatePhrases:
    """The words for dates in one language and one length.

    Every text is a template for ``str.format``; the names in braces are the parts that
    it can use, in any order. ``between_in_doubt`` is for ends that are themselves
    approximate or uncertain. ``seasons`` belong to the codes 21 to 41 in order.
    ``{to}`` in the ranges is ``to`` or ``and``, as the phrase around it needs it.
    """

    months: tuple[str, ...]
    months_after_a_day: tuple[str, ...]
    seasons: tuple[str, ...]

    day: str = "{day} {month} {year}"
    month: str = "{month} {year}"
    time: str = "{date}, {clock}"
    clock_at_utc: str = "{clock} UTC"
    clock_at_offset: str = "{clock} UTC{offset}"
    thousands_separator: str = ","
    year_with_era: str = "AD {year}"
    year_before_era: str = "{year} BC"

    decade: str = "the {year}s"
    year_in_decade: str = "some year in the {year}s"
    year_between: str = "some year between {first} and {last}"
    year_inside: str = "some year between {first} and {last}"
    unknown_year: str = "an unknown year"
    estimated_year: str = "{year}, give or take: {between}"
    month_of_year: str = "{month} of {year}"
    day_of_year: str = "{day} {month} of {year}"
    some_day: str = "some day in {date}"
    some_month: str = "some month in {date}"
    some_day_between: str = "some day between {range}"
    some_month_between: str = "some month between {range}"

    approximate: str = "about {date}"
    uncertain: str = "{date}, uncertain"
    approximate_and_uncertain: str = "about {date}, uncertain"
    uncertain_inside: str = "{date} (uncertain)"
    approximate_and_uncertain_inside: str = "about {date} (uncertain)"
    partly: str = "{date} ({parts})"
    part_names: tuple[str, str, str] = ("year", "month", "day")
    part_approximate: str = "{part} approximate"
    part_uncertain: str = "{part} uncertain"
    part_approximate_and_uncertain: str = "{part} approximate and uncertain"

    to: str = "to"
    and_: str = "and"
    range: str = "{first} {to} {last}"
    range_of_days: str = "{first} {to} {last} {month} {year}"
    range_of_days_in_year: str = "{first} {first_month} {to} {last} {last_month} {year}"
    range_of_months: str = "{first} {to} {last} {year}"
    range_of_years: str = "{first} {to} {last}"
    range_of_clocks: str = "{first} {to} {last} on {date}"

    lasting: str = "from {range}"
    throughout: str = "throughout {date}"
    since: str = "since {date}, no end in sight"
    until: str = "until {date}, start open"
    since_end_unknown: str = "from {date}, end unknown"
    until_start_unknown: str = "until {date}, start unknown"

    between: str = "between {range}"
    between_in_doubt: str = "between {range}"
    or_earlier: str = "{date} or earlier"
    or_later: str = "{date} or later"
    all_between: str = "all of {range}"
    and_earlier: str = "{date} and all before"
    and_later: str = "{date} and all after"
    separator: str = ", "
    last_of_several: str = " and "
    last_of_alternatives: str = " or "


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of one language: in full for sentences, short for tables and labels."""

    full: DatePhrases
    short: DatePhrases


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT_MONTHS = tuple(month[:3] for month in _MONTHS)
_SEASONS = ("spring", "summer", "autumn", "winter")
_ORDINALS = ("first", "second", "third", "fourth")

_FULL_ENGLISH = DatePhrases(
    months=_MONTHS,
    months_after_a_day=_MONTHS,
    seasons=(
        *(f"{season} of {{year}}" for season in _SEASONS),
        *(f"{season} of {{year}} (northern hemisphere)" for season in _SEASONS),
        *(f"{season} of {{year}} (southern hemisphere)" for season in _SEASONS),
        *(f"the {nth} quarter of {{year}}" for nth in _ORDINALS),
        *(f"the {nth} third of {{year}}" for nth in _ORDINALS[:3]),
        *(f"the {nth} half of {{year}}" for nth in _ORDINALS[:2]),
    ),
)
_SHORT_ENGLISH = DatePhrases(
    months=_SHORT_MONTHS,
    months_after_a_day=_SHORT_MONTHS,
    seasons=(
        *(f"{season} {{year}}" for season in _SEASONS),
        *(f"{season} {{year}} (N)" for season in _SEASONS),
        *(f"{season} {{year}} (S)" for season in _SEASONS),
        *(f"Q{n} {{year}}" for n in range(1, 5)),
        *(f"{nth} third of {{year}}" for nth in _ORDINALS[:3]),
        *(f"H{n} {{year}}" for n in range(1, 3)),
    ),
    time="{date} {clock}",
    clock_at_offset="{clock}{offset}",
    decade="{year}s",
    year_in_decade="{year}s",
    year_between="in {first}–{last}",
    year_inside="{first}–{last}",
    unknown_year="year unknown",
    estimated_year="~{year}",
    month_of_year="{month}, {year}",
    day_of_year="{day} {month}, {year}",
    some_day="in {date}",
    some_month="in {date}",
    some_day_between="in {range}",
    some_month_between="in {range}",
    approximate="~{date}",
    uncertain="{date}?",
    approximate_and_uncertain="~{date}?",
    uncertain_inside="{date}?",
    approximate_and_uncertain_inside="~{date}?",
    part_approximate="~{part}",
    part_uncertain="{part}?",
    part_approximate_and_uncertain="~{part}?",
    range="{first} – {last}",
    range_of_days="{first}–{last} {month} {year}",
    range_of_days_in_year="{first} {first_month} – {last} {last_month} {year}",
    range_of_months="{first}–{last} {year}",
    range_of_years="{first}–{last}",
    range_of_clocks="{date} {first}–{last}",
    lasting="{range}",
    throughout="all {date}",
    since="{date} →",
    until="← {date}",
    since_end_unknown="{date} – ?",
    until_start_unknown="? – {date}",
    between="in {range}",
    between_in_doubt="{range}",
    or_earlier="≤ {date}",
    or_later="≥ {date}",
    all_between="all {range}",
    and_earlier="all ≤ {date}",
    and_later="all ≥ {date}",
)

ENGLISH = DateWords(full=_FULL_ENGLISH, short=_SHORT_ENGLISH)
