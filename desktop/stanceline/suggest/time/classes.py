"""The classes of words and numbers that rules about dates are written in.

A class is one character, so that a rule about words is a regular expression over a row of
classes.
"""

import re
from collections.abc import Mapping
from typing import Final

CLASS_NAMES: Final = (
    # Numbers by size, since only some can be a month, a day or a year.
    *("N12", "N31", "N99", "N999", "YEAR", "NUMBER", "DAYTH", "NTH", "TENS", "SHORT_YEAR"),
    *("ISO", "NUMERIC", "CLOCK", "QUARTER_N", "NUMBER_WORD", "FEW", "ORDINAL"),
    # Names of the calendar.
    *("MONTH", "MONTH_ABBR", "MONTH_SHY", "WEEKDAY", "WEEKDAY_ABBR", "SEASON", "SEASON_SHY"),
    *(
        "HOLIDAY",
        "KNOWN_DAY",
        "UNIT",
        "UNITS",
        "QUARTER",
        "HALF",
        "HALF_N",
        "FINAL",
        "PERIOD",
        "MIDYEAR",
        "TENS_WORD",
        "DEICTIC",
        "YEARLY",
        "NOW",
        "DAYPART",
    ),
    *("TONIGHT", "BC", "AD", "YEAR_WORD", "YEARS_WORD", "YEAR_SUFFIX", "TENS_TAIL", "ROMAN"),
    # Words that place a stretch or a part of it.
    *("THE", "A", "THIS", "THAT", "SAME", "LAST", "PAST_UNITS", "NEXT", "COMING", "PREVIOUS"),
    *("SECOND_LAST",),
    *("FOLLOWING", "AGO", "AGO_FIRST", "IN_FIRST", "LATER", "EARLIER", "EARLY", "MID", "LATE"),
    *("START", "END", "TURN", "ABOUT", "ALMOST", "MAYBE", "SOMETIME", "EVERY", "NEW"),
    # Prepositions and joints.
    *("OF", "IN", "ON", "AT", "BY", "SINCE", "FROM", "TO", "UNTIL", "BEFORE", "AFTER", "DURING"),
    *("BETWEEN", "AND", "OR", "FOR", "NOT_AFTER", "NOT_BEFORE", "ONWARDS", "DATED", "LIKE"),
    # Verbs, for the tense of a clause, and words that make a number a count.
    *(
        "FUTURE",
        "PLAN",
        "PAST",
        "HAVE",
        "BE",
        "COUNTED",
        "NUMBER_SIGN",
        "NAME",
        "OWNER",
        "RELATIVE",
    ),
    # Everything else.
    *("WORD", "PLURAL", "CAPITAL", "POSSESSIVE", "DASH", "COMMA", "DOT", "SLASH", "QUESTION"),
    *("OPEN", "CLOSE", "QUOTE", "COLON", "MONEY", "BREAK", "OTHER"),
)
_FIRST_CODE = 0x80  # Above ASCII, so that no class is a sign of the regular expressions.
CLASS_CHARS: Final[Mapping[str, str]] = {
    name: chr(_FIRST_CODE + index) for index, name in enumerate(CLASS_NAMES)
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "DAY": ("N12", "N31"),
    "DAY_OR_TH": ("N12", "N31", "DAYTH"),
    "ANY_MONTH": ("MONTH", "MONTH_ABBR", "MONTH_SHY"),
    "ANY_SEASON": ("SEASON", "SEASON_SHY"),
    "COUNT": ("N12", "N31", "N99", "N999", "NUMBER_WORD"),
    "ANY_UNIT": ("UNIT", "UNITS"),
    # "року" is a unit by itself and mere habit after a year in digits.
    "YEAR_TAIL": ("YEAR_WORD", "UNIT"),
    "ANY_YEAR": ("YEAR", "SHORT_YEAR"),
    "ANY_WEEKDAY": ("WEEKDAY", "WEEKDAY_ABBR"),
    "BC_YEAR": ("N12", "N31", "N99", "N999", "YEAR"),
    "ANY_NTH": ("DAYTH", "NTH", "ORDINAL"),
    "PREP": (
        *("IN", "ON", "AT", "BY", "SINCE", "FROM", "TO", "UNTIL", "BEFORE", "AFTER", "DURING"),
        *("BETWEEN", "OF", "FOR", "NOT_AFTER", "NOT_BEFORE", "DATED", "LATE", "EARLY", "MID"),
        *("LAST", "NEXT", "COMING", "THIS", "PREVIOUS", "FOLLOWING", "SAME"),
    ),
}


def class_of(name: str) -> str:
    """A character class, in the notation of regular expressions, for a class or group."""
    names = GROUPS.get(name, (name,))
    return "[" + "".join(CLASS_CHARS[each] for each in names) + "]"


_NAME = re.compile(r"[A-Z][A-Z0-9_]+|\bA\b")


def rule_pattern(notation: str) -> "re.Pattern[str]":
    """A compiled rule from names of classes and groups and the signs of expressions.

    ``"DAY_OR_TH OF? ANY_MONTH"`` finds a day, perhaps "of", and a month; spaces only
    separate.
    """
    pattern = _NAME.sub(lambda name: class_of(name[0]), notation)
    return re.compile("".join(pattern.split(" ")).replace("\n", ""))
