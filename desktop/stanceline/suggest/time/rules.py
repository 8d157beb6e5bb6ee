"""The table of rules, and the walk that applies them to a text.

A rule is a pattern over token classes and a reader. The reader gets the context and the
tokens matched, and gives a reading or None when the words are no date after all. Where
rules overlap, the one that begins first wins, then the longest, then the first in the table.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from stanceline.records import dataclass
from stanceline.suggest.time.calendar import (
    read_calendar_date,
    read_month_of_told_year,
    read_week_of,
    read_week_of_month,
)
from stanceline.suggest.time.classes import CLASS_CHARS, rule_pattern
from stanceline.suggest.time.context import Context, Found, Reading
from stanceline.suggest.time.counted import (
    read_ago,
    read_ahead,
    read_counted_from_told,
    read_unit_ago,
)
from stanceline.suggest.time.events import find_after_events
from stanceline.suggest.time.explicit import (
    read_ad,
    read_bc,
    read_century,
    read_decade,
    read_half,
    read_holiday,
    read_iso,
    read_known_day,
    read_midyear,
    read_months_of_year,
    read_numeric,
    read_quarter,
    read_season,
    read_short_year,
    read_year,
    read_years,
)
from stanceline.suggest.time.modifiers import COUNTED, as_event, widened
from stanceline.suggest.time.relative import (
    read_business_year,
    read_day_only,
    read_deictic,
    read_new_year,
    read_part_of_unit,
    read_relative_unit,
    read_same_part_of_year,
    read_stepped_month,
    read_the_unit,
    read_told_quarter,
    read_turn,
    read_yearly,
)
from stanceline.suggest.time.weekdays import read_weekday, read_weeks_before_weekday


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over token classes with the reader of what it matches."""

    pattern: "re.Pattern[str]"
    read: Callable[[Context, int, int], Reading | None]
    takes_the: bool
    """Whether an article before it belongs to the expression ("the summer")."""


_MONTH_DAY = "(?:THE? DAY_OR_TH OF? ANY_MONTH|ANY_MONTH THE? DAY_OR_TH|ANY_MONTH)"
_PIECE = (
    "(?:(?:ANY_WEEKDAY COMMA? ON? COMMA?)?(?:"
    "THE? DAY_OR_TH OF? ANY_MONTH (?:COMMA? OF? ANY_YEAR YEAR_TAIL?|OF? BC_YEAR BC)?"
    "|ANY_MONTH THE? DAY_OR_TH (?:COMMA? OF? ANY_YEAR|COMMA? BC_YEAR BC)?"
    "|ANY_MONTH (?:(?:COMMA|OF)? (?:BC_YEAR BC|ANY_YEAR YEAR_TAIL?))?"
    "))"
)
_PIECE_OR_DAY = f"(?:{_PIECE}|THE? DAY_OR_TH)"
_LAST_PIECE = f"(?:{_PIECE}|THE? DAY_OR_TH (?:COMMA? ANY_YEAR)?)"
_SOME_YEAR = (
    "(?:(?:THE (?:SAME|LAST|NEXT|PREVIOUS|FOLLOWING)|LAST|NEXT|THIS|THAT SAME?|THE) UNIT"
    "|UNIT (?:LAST|NEXT))"
)
_OF_YEAR = f"(?:OF? COMMA? (?:BC_YEAR BC|YEAR_WORD? ANY_YEAR YEAR_TAIL?|{_SOME_YEAR}))"
_YEAR_FIRST = f"(?:ANY_YEAR POSSESSIVE?|{_SOME_YEAR} POSSESSIVE)"
_STEP = "(?:LAST|NEXT|COMING|THIS|PREVIOUS|FOLLOWING)"


def _rule(
    notation: str,
    read: Callable[[Context, int, int], Reading | None],
    *,
    takes_the: bool = False,
) -> Rule:
    return Rule(rule_pattern(notation), read, takes_the)


RULES: Final = (
    _rule("ISO", read_iso),
    _rule("NUMERIC", read_numeric),
    # Several days or months may share what they leave out: "3 and 10 May", "June 3-7".
    _rule(
        f"{_PIECE_OR_DAY} (?:COMMA {_PIECE_OR_DAY}){{1,6}} COMMA? (?:AND|OR) {_LAST_PIECE}",
        read_calendar_date,
    ),
    _rule(
        f"(?:BETWEEN|FROM)? {_PIECE_OR_DAY} (?:DASH|TO|UNTIL|AND|OR) {_LAST_PIECE}",
        read_calendar_date,
    ),
    _rule(_PIECE, read_calendar_date),
    _rule(f"{_MONTH_DAY} OF? {_SOME_YEAR}", read_month_of_told_year),
    _rule("(?:BC_YEAR BC? (?:DASH|TO|AND|OR))? BC_YEAR BC", read_bc),
    _rule("AD BC_YEAR|BC_YEAR AD", read_ad),
    _rule("(?:BETWEEN|FROM)? YEAR (?:DASH|TO|UNTIL|AND|OR|AT) YEAR YEAR_TAIL?", read_years),
    _rule("YEAR (?:DASH|SLASH) (?:N12|N31|N99)", read_years),
    _rule(
        "(?:YEAR_WORD|YEARS_WORD)? YEAR (?:DASH YEAR_SUFFIX)? YEAR_TAIL?",
        read_year,
        takes_the=True,
    ),
    _rule(
        "(?:TENS|TENS_WORD (?:YEAR_WORD|UNITS)?|UNITS (?:YEAR|N99|NUMBER_WORD)"
        "|(?:N31|N99) DASH TENS_TAIL (?:YEAR_WORD|UNITS)?"
        "|(?:NTH|YEAR DASH TENS_TAIL) (?:DASH? YEARS_WORD|YEAR_WORD|UNITS)?) BC?",
        read_decade,
        takes_the=True,
    ),
    _rule("(?:ANY_NTH DASH?|ROMAN) UNIT BC?|UNIT ROMAN BC?", read_century, takes_the=True),
    _rule(
        "(?:ANY_SEASON OF? YEAR (?:DASH|SLASH) (?:N12|N31|N99|YEAR)"
        f"|ANY_SEASON {_STEP}"
        f"|(?:{_STEP}|THE? SAME|THAT SAME?)? ANY_SEASON {_OF_YEAR}?|ANY_YEAR ANY_SEASON"
        f"|ANY_SEASON (?:AND|OR|DASH) ANY_SEASON {_OF_YEAR}?)",
        read_season,
        takes_the=True,
    ),
    _rule(
        f"{_YEAR_FIRST}? (?:ANY_NTH|ROMAN|FINAL) DASH? YEAR_WORD? QUARTER {_OF_YEAR}?"
        f"|QUARTER_N COMMA? {_OF_YEAR}?|ANY_YEAR QUARTER_N|LAST QUARTER {_OF_YEAR}",
        read_quarter,
        takes_the=True,
    ),
    _rule(
        f"{_YEAR_FIRST}? (?:ORDINAL|ROMAN|LATER|EARLIER|FINAL) DASH? HALF {_OF_YEAR}?"
        f"|HALF_N COMMA? {_OF_YEAR}|ANY_YEAR HALF_N",
        read_half,
        takes_the=True,
    ),
    _rule(
        f"THE? SAME (?:QUARTER|PERIOD|UNIT) OF? COMMA?(?:YEAR|{_SOME_YEAR}|A UNIT (?:AGO|EARLIER))",
        read_same_part_of_year,
    ),
    _rule("THE (?:QUARTER|PERIOD)", read_told_quarter),
    _rule(f"{_STEP}? HOLIDAY OF? ANY_YEAR?", read_holiday),
    _rule(
        f"WEEKDAY OF? {_STEP} UNIT|WEEKDAY {_STEP}|(?:{_STEP}|THIS? PAST_UNITS)? ANY_WEEKDAY",
        read_weekday,
    ),
    _rule("YEARLY", read_yearly),
    _rule(
        f"(?:LAST|NEXT) ANY_MONTH DAY|{_STEP} ANY_MONTH|ANY_MONTH {_STEP}",
        read_stepped_month,
        takes_the=True,
    ),
    _rule("DEICTIC|TONIGHT|THIS DAYPART|LAST DAYPART", read_deictic),
    _rule(
        f"{_STEP} (?:UNIT|QUARTER)|(?:UNIT|QUARTER) {_STEP}|SECOND_LAST UNIT|THIS PAST_UNITS UNIT"
        "|THE? (?:THAT SAME?|SAME) UNIT|THE UNIT (?:BEFORE|AFTER|FOLLOWING)"
        "|THE? (?:NEXT|FOLLOWING|SAME|PREVIOUS) DAYPART|THAT SAME? DAYPART",
        read_relative_unit,
        takes_the=True,
    ),
    _rule("(?:EARLIER|LATER) (?:IN|ON)? (?:THIS|THAT|LAST|THE|THE? SAME) UNIT", read_part_of_unit),
    _rule("(?:THE|ON) UNIT|THE? UNIT (?:POSSESSIVE|DASH) END|END OF UNIT", read_the_unit),
    _rule(f"(?:ALMOST|ABOUT)? (?:{COUNTED}|UNIT) AGO|AGO_FIRST {COUNTED}", read_ago),
    _rule(f"{COUNTED} AGO ON? ANY_WEEKDAY", read_weeks_before_weekday),
    _rule("MIDYEAR", read_midyear),
    _rule(f"{COUNTED} FROM (?:NOW|DEICTIC)|IN {COUNTED}|IN_FIRST (?:{COUNTED}|UNIT)", read_ahead),
    _rule(
        f"(?:ALMOST|ABOUT)? {COUNTED} (?:LATER|EARLIER|BEFORE|AFTER)|UNIT (?:LATER|EARLIER)",
        read_counted_from_told,
    ),
    _rule("DAYTH", read_day_only, takes_the=True),
    _rule(
        "THE? UNIT OF (?:ANY_MONTH DAY_OR_TH|DAY_OR_TH OF? ANY_MONTH)(?:COMMA? ANY_YEAR)?",
        read_week_of,
    ),
    _rule(f"(?:THE|OWNER) (?:ORDINAL|LAST) UNIT OF ANY_MONTH {_OF_YEAR}?", read_week_of_month),
    _rule(
        f"(?:ORDINAL|LAST) COUNT UNITS OF (?:YEAR_WORD? ANY_YEAR|{_SOME_YEAR})"
        "|(?:ORDINAL|LAST)? COUNT ANY_UNIT YEAR YEAR_TAIL?",
        read_months_of_year,
        takes_the=True,
    ),
    _rule("SHORT_YEAR", read_short_year),
    _rule(
        "UNIT DASH (?:EARLIER|AGO) (?:(?:ANY_NTH DASH?)? (?:QUARTER|PERIOD))?",
        read_unit_ago,
        takes_the=True,
    ),
    _rule("KNOWN_DAY", read_known_day),
    _rule("(?:THIS|LAST|NEXT|COMING|PREVIOUS|FOLLOWING) YEAR_WORD", read_business_year),
    _rule("THE? TURN OF THE UNIT", read_turn),
    _rule("THE NEW UNIT", read_new_year),
)


def find_all(context: Context) -> list[Found]:
    """Every expression in the text, in order."""
    dates = find_dated(context)
    if context.published is None:
        return dates
    return sorted(dates + find_after_events(context, dates), key=lambda found: found.first)


# So many dates with hardly a word between them are a table, and no text.
_LONGEST_ROW = 200
_GAP_IN_ROW = 2


def find_dated(context: Context) -> list[Found]:
    """The expressions that need no other event; the context is left at the text's end."""
    classes = context.tokens.classes
    candidates = [
        (match.start(), -match.end(), order)
        for order, rule in enumerate(RULES)
        for match in rule.pattern.finditer(classes)
    ]
    candidates.sort()
    found: list[Found] = []
    free_from = in_row = 0
    for first, minus_end, order in candidates:
        if first < free_from:
            continue
        in_row = in_row + 1 if first <= free_from + _GAP_IN_ROW else 0
        if in_row > _LONGEST_ROW:
            free_from = -minus_end
            continue
        rule = RULES[order]
        reading = rule.read(context, first, -minus_end)
        if reading is None or not reading.stretch.can_be_written:
            continue
        if context.published is None and reading.tier != "A":
            continue
        each = widened(
            context, Found(first, -minus_end, first, reading), free_from, takes_the=rule.takes_the
        )
        context.note(first, each.reading)
        found.append(each)
        free_from = each.end
    return found


_FILLERS = frozenset(
    CLASS_CHARS[name]
    for name in (
        *("IN", "ON", "AT", "BY", "SINCE", "FROM", "UNTIL", "BEFORE", "AFTER", "DURING", "THE"),
        *("SOMETIME", "NOT_AFTER", "NOT_BEFORE", "ONWARDS", "DOT", "COMMA", "QUESTION", "DATED"),
        *("MAYBE", "ABOUT", "ALMOST", "OF"),
    )
)


def find_phrase(context: Context) -> Found | None:
    """The one date that the whole text is, with what the words around it add."""
    found = find_all(context)
    if len(found) != 1:
        return None
    classes = context.tokens.classes
    only = found[0]
    rest = classes[: only.first] + classes[only.end :]
    if not set(rest) <= _FILLERS:
        return None
    reading = as_event(context, only)
    stretch = reading.stretch
    left_out = set(rest)
    if left_out & {CLASS_CHARS["QUESTION"], CLASS_CHARS["MAYBE"]}:
        stretch = stretch.marked("?")
    if left_out & {CLASS_CHARS["ABOUT"], CLASS_CHARS["ALMOST"]}:
        stretch = stretch.marked("~")
    return Found(0, len(classes), 0, replace(reading, stretch=stretch))
