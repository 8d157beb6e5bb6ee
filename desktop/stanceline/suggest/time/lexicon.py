"""Which word has which class in a language: data, one file for each language."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any

from stanceline.bundled import RESOURCES
from stanceline.records import dataclass
from stanceline.suggest.time.classes import CLASS_CHARS

_FOLDER = RESOURCES / "lexicons" / "dates"


Entry = tuple[str, Any]
"""The class of a word, as a character, and its value."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """When a named day falls: a month and day, or a rule by its name ("easter+1")."""

    rule: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language: each form as it may be written, with class and value."""

    language: str
    forms: Mapping[str, tuple[str, Any]]
    folded: Mapping[str, tuple[str, Any]]
    past_endings: tuple[str, ...]
    no_past_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    dot_after_ordinal: bool
    the_next_is_told: bool
    """Whether "the next month" is told rather than the one after the publication."""
    tens_by_years: bool
    """Whether "the years 1990" are the 1990s."""
    roman_centuries: bool
    """Whether a century has its number in Roman letters: "XIXe siècle", "siglo IV"."""
    has_genitive: bool
    """Whether a part of a year goes without a preposition: "Ende des Jahres"."""
    since_marks_a_record: frozenset[str]
    """Words with which "since" only names a date; elsewhere it lasts, whatever the tense."""
    this_day_is_told: bool
    """Whether "an diesem Tag" is the day that was told, and no other "this day" is one."""
    pointing_tail: str
    """What follows a unit that was told, with a hyphen: "ce jour-là"."""
    titles: frozenset[str]
    """What stands before names with a full stop: "Mr", "Sen"."""
    scheduled_verbs: frozenset[str]
    """Present forms that tell, with a date, what is planned: "begins", "meets"."""
    future_of_past: frozenset[str]
    """Words for what was yet to come at a past time: "was to"."""
    future_after_past: frozenset[str]
    """Words of the future that tell the same after a past form: "was going to"."""
    game_words: frozenset[str]
    """Words of sports, where a half and a quarter are parts of a game."""
    business_words: frozenset[str]
    """Words of results, where a half is a half of the year."""
    past_pattern: "re.Pattern[str] | None"
    """The shape of past forms, where endings alone would take nouns for verbs."""
    future_pattern: "re.Pattern[str] | None"
    """The shape of future forms, where the aspect of a verb tells its time."""
    since_lasts: bool
    """Whether "from 1958" lasts without a verb that says so."""
    commas_part_clauses: bool
    """Whether every clause is set off by commas, so that a verb beyond one is another's."""
    bare_units: bool
    """Whether a unit without a number is one of it: "a week ago" without the article."""
    adverbial_seasons: frozenset[str]
    """Forms that are "in spring" in one word."""
    eves: frozenset[str]
    """Words for yesterday that are "on the eve of" before a noun."""
    token: "re.Pattern[str]"
    known: dict[str, Entry] = field(default_factory=dict, compare=False, repr=False)
    """The classes and values of words and numbers met so far."""
    glued: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Where a month begins in those of them that a saved page glued to another word."""


def known_languages() -> tuple[str, ...]:
    """The codes of the languages that have a lexicon."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@lru_cache(maxsize=32)
def lexicon_for(language: str) -> Lexicon:
    """The words of a language by its code ("en", "en-GB"); none but numbers when unknown."""
    code = re.split(r"[-_]", language.strip().lower())[0]
    data: dict[str, Any] = {}
    if code in known_languages():
        data = json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return _read(code, data)


def _read(code: str, data: Mapping[str, Any]) -> Lexicon:
    forms: dict[str, tuple[str, Any]] = {}
    folded: dict[str, tuple[str, Any]] = {}
    must_be_capital = bool(data.get("capitalised"))

    def add(words: Iterable[str], name: str, value: Any, *, capital: bool = False) -> None:
        entry = (CLASS_CHARS[name], value)
        for word in words:
            folded.setdefault(word.casefold(), entry)
            cased = [word.capitalize(), word.upper()]
            for form in cased if capital else [word, *cased]:
                forms.setdefault(form, entry)

    shy = set(data.get("shy_months", ()))
    for index, names in enumerate(data.get("months", ()), 1):
        for name in names:
            add([name], "MONTH_SHY" if name in shy else "MONTH", index, capital=must_be_capital)
    for index, names in enumerate(data.get("month_abbreviations", ()), 1):
        add(names, "MONTH_ABBR", index, capital=must_be_capital)
    for index, names in enumerate(data.get("weekdays", ())):
        add(names, "WEEKDAY", index, capital=must_be_capital)
    for index, names in enumerate(data.get("weekday_abbreviations", ())):
        add(names, "WEEKDAY_ABBR", index, capital=must_be_capital)
    for name, rule in data.get("holidays", {}).items():
        add([name], "HOLIDAY", Holiday(rule), capital=must_be_capital)
    for name, day in data.get("known_days", {}).items():
        add([name], "KNOWN_DAY", day)
    for section, class_name in _VALUED_SECTIONS:
        for value, names in data.get(section, {}).items():
            add(names, class_name, _number_or_text(value))
    for class_name, names in data.get("words", {}).items():
        add(names, class_name, None)
    add(data.get("eves", ()), "DEICTIC", -1)
    phrases = [word for word in folded if not word.isalnum()]
    return Lexicon(
        language=code,
        forms=forms,
        folded=folded,
        past_endings=tuple(data.get("past_endings", ())),
        no_past_endings=tuple(data.get("no_past_endings", ())),
        future_endings=tuple(data.get("future_endings", ())),
        dot_after_ordinal=bool(data.get("dot_after_ordinal")),
        the_next_is_told=bool(data.get("the_next_is_told")),
        tens_by_years=bool(data.get("tens_by_years")),
        roman_centuries=bool(data.get("roman_centuries")),
        has_genitive=bool(data.get("has_genitive")),
        since_marks_a_record=frozenset(data.get("since_marks_a_record", ())),
        this_day_is_told=bool(data.get("this_day_is_told")),
        pointing_tail=str(data.get("pointing_tail", "")),
        titles=frozenset(data.get("titles", ())),
        scheduled_verbs=frozenset(data.get("scheduled_verbs", ())),
        future_of_past=frozenset(data.get("future_of_past", ())),
        future_after_past=frozenset(data.get("future_after_past", ())),
        game_words=frozenset(data.get("game_words", ())),
        business_words=frozenset(data.get("business_words", ())),
        past_pattern=_compiled(data.get("past_pattern")),
        future_pattern=_compiled(data.get("future_pattern")),
        since_lasts=bool(data.get("since_lasts")),
        commas_part_clauses=bool(data.get("commas_part_clauses")),
        bare_units=bool(data.get("bare_units")),
        adverbial_seasons=frozenset(data.get("adverbial_seasons", ())),
        eves=frozenset(data.get("eves", ())),
        token=_token_pattern(phrases, elisions=bool(data.get("elisions"))),
    )


def _compiled(pattern: str | None) -> "re.Pattern[str] | None":
    return re.compile(pattern) if pattern else None


_VALUED_SECTIONS = (
    ("seasons", "SEASON"),
    ("shy_seasons", "SEASON_SHY"),
    ("units", "UNIT"),
    ("plural_units", "UNITS"),
    ("numbers", "NUMBER_WORD"),
    ("few", "FEW"),
    ("ordinals", "ORDINAL"),
    ("days_from_today", "DEICTIC"),
    ("parts_of_today", "TONIGHT"),
    ("years_from_this", "YEARLY"),
    ("decades", "TENS_WORD"),
)


def _number_or_text(value: str) -> int | str:
    return int(value) if value.lstrip("-").isdigit() else value


_PIECES_OF_TEXT = r"""
    (?P<word>[^\W\d_\u3040-\u30ff\u3400-\u9fff]\w*+)
  | (?P<unspaced>[\u3040-\u30ff\u3400-\u9fff]++)
  | (?P<counted>[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?)
  | (?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![^\W\u3040-\u30ff\u3400-\u9fff]|-)|
        [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?
        (?:Z|[+-][0-9]{2}:?[0-9]{2})?(?!\w))
  | (?P<big_first>[0-9]{4}(?P<same>[./])[0-9]{1,2}(?P=same)[0-9]{1,2}(?![\w./]))
  | (?P<numeric>[0-9]{1,2}(?P<between>[./-])[0-9]{1,2}(?P=between)(?:[0-9]{4}|[0-9]{2})
        (?!\w|(?P=between)[0-9]))
  | (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?!\w))
  | (?P<tens>[0-9]{2,3}0['’]?s(?!\w)|['’‘][0-9]0['’]?s(?!\w))
  | (?P<short>['’‘][0-9]{2}(?!\w))
  | (?P<grouped>[0-9]{1,3}(?:,[0-9]{3}){1,6}+(?!\w)|[0-9]++[.,][0-9]{1,3}(?![0-9\w])
        (?![.,][0-9]))
  | (?P<digits>[0-9]{4}(?=[A-Z][a-z])|[0-9]\w*+)
  | (?P<possessive>['’]s(?!\w))
  | (?P<break>\n\s*+)
  | (?P<sign>\S)
"""


def _token_pattern(phrases: list[str], *, elisions: bool) -> "re.Pattern[str]":
    links = r"(?P<link>(?:https?://|www\.)\S++)"
    dotted = r"(?P<dotted>[Bb]\.[Cc](?:\.[Ee])?\.?(?!\w)|(?:[^\W\d_]\.){2,}+)"
    first = [links, dotted]
    if phrases:
        longest_first = sorted(phrases, key=len, reverse=True)
        alternatives = "|".join(map(_phrase_pattern, longest_first))
        # Most words begin no phrase; the look ahead spares them sixty comparisons.
        initials = "".join({re.escape(phrase[0]) for phrase in longest_first})
        if "’" in initials:
            initials += "'"
        first.append(rf"(?P<phrase>(?i:(?=[{initials}])(?:{alternatives}))(?![\w/]))")
    if elisions:
        first.append(r"(?P<elision>[^\W\d_]{1,2}['’](?=\w))")
    return re.compile("|".join(first) + "|" + _PIECES_OF_TEXT, re.VERBOSE)


def _phrase_pattern(phrase: str) -> str:
    return re.sub("['’]", "['’]", re.escape(phrase).replace(r"\ ", r"\s"))
