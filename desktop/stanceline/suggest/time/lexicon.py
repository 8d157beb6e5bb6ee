"""Texts as rows of typed tokens: what each word and number can mean for a date.

Every token has one class, and a class is one character, so that a rule about words is a
regular expression over the row of classes. Which word has which class is data, one
file for each language.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from stanceline.bundled import RESOURCES

_FOLDER = RESOURCES / "lexicons" / "dates"

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


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: row ``classes[i]``, offsets in code points, and a value or None."""

    text: str
    classes: str
    starts: list[int]
    ends: list[int]
    values: list[Any]

    def words(self, first: int, end: int) -> str:
        """The words of the tokens from ``first`` to before ``end``."""
        return self.text[self.starts[first] : self.ends[end - 1]]


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


# --------------------------------------------------------------------------- lexicon files


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


# --------------------------------------------------------------------------- tokens

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
        first.append(rf"(?P<phrase>(?i:(?=[{initials}])(?:{alternatives}))(?![\w/]))")
    if elisions:
        first.append(r"(?P<elision>[^\W\d_]{1,2}['’](?=\w))")
    return re.compile("|".join(first) + "|" + _PIECES_OF_TEXT, re.VERBOSE)


def _phrase_pattern(phrase: str) -> str:
    return re.sub("['’]", "['’]", re.escape(phrase).replace(r"\ ", r"\s"))


_SIGNS = {
    **dict.fromkeys("-–—‐‑‒−", "DASH"),
    **dict.fromkeys(",،、", "COMMA"),
    **dict.fromkeys(".!;…", "DOT"),
    "?": "QUESTION",
    "/": "SLASH",
    "(": "OPEN",
    "[": "OPEN",
    ")": "CLOSE",
    "]": "CLOSE",
    **dict.fromkeys("\"'“”„‟«»‘’‹›", "QUOTE"),
    ":": "COLON",
    **dict.fromkeys("$€£¥₴₽%‰°", "MONEY"),
    "#": "NUMBER_SIGN",
    "№": "NUMBER_SIGN",
}
_SIGN_CHARS = {sign: CLASS_CHARS[name] for sign, name in _SIGNS.items()}
_DOTTED_ERAS = {"b.c.": "BC", "b.c.e.": "BC", "a.d.": "AD", "c.e.": "AD"}
_DIGITS = re.compile(r"([0-9]+)([^\W\d_]*)")
_ORDINAL_TAILS = frozenset(
    ("st", "nd", "rd", "th", "er", "re", "e", "ère", "ème", "º", "ª", "го", "ого", "-го")
)
_PART_OF_YEAR = re.compile(r"([QTКH])([1-4])")
_YEAR_RANGE = range(1000, 2200)
_YEAR_DIGITS = 4
_MONTHS = range(1, 13)
_MONTH_DAYS = range(1, 32)
_ABBREVIATIONS = frozenset(
    CLASS_CHARS[name] for name in ("MONTH_ABBR", "WEEKDAY_ABBR", "ABOUT", "YEAR_WORD")
)


def tokenize(text: str, lexicon: Lexicon, *, any_case: bool = False) -> Tokens:
    """The tokens of a text; with ``any_case`` a typed "june" is as good as "June"."""
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Any] = []
    forms = lexicon.forms
    days = (CLASS_CHARS["N12"], CLASS_CHARS["N31"])
    known: dict[str, tuple[str, Any]] = {}
    glued: dict[str, int] = {}
    for match in lexicon.token.finditer(text):
        kind = match.lastgroup
        words = match.group()
        start = match.start()
        entry: tuple[str, Any]
        if kind in _SAME_EVERYWHERE:
            if words not in known:
                found = lexicon.folded.get(words.casefold()) if any_case else forms.get(words)
                is_word = kind == "word"
                known[words] = (
                    found or _unlisted_word(words, lexicon) if is_word else _digits(words)
                )
                if found is None and (at := _glued_month_at(words, lexicon)):
                    glued[words] = at
            entry = known[words]
            if words in glued and _DAY_FOLLOWS.match(text, match.end()):
                start, entry = start + glued[words], forms[words[glued[words] :]]
        elif kind == "sign":
            if words == "." and ends and ends[-1] == start:
                if classes[-1] in _ABBREVIATIONS and start - starts[-1] <= _LONGEST_TITLE:
                    ends[-1] += 1
                    continue
                if classes[-1] in _NAMES and _is_short_form(text, starts[-1], start, lexicon):
                    ends[-1] += 1
                    continue
                if lexicon.dot_after_ordinal and classes[-1] in days:
                    ends[-1] += 1
                    classes[-1] = CLASS_CHARS["DAYTH"]
                    continue
            entry = (_SIGN_CHARS.get(words, _OTHER), None)
        elif kind == "break" and _only_wraps(text, start, words):
            continue
        else:
            entry = _unusual(kind or "", words, match, lexicon)
        classes.append(entry[0])
        values.append(entry[1])
        starts.append(start)
        ends.append(match.end())
    return Tokens(text, "".join(classes), starts, ends, values)


def _glued_month_at(word: str, lexicon: Lexicon) -> int:
    """Where a month begins that a saved page glued to a word, else 0.

    "FeaturedFebruary 6, 2016" stands where the page showed two columns.
    """
    if word.islower() or word[1:].islower():
        return 0
    at = max(index for index, char in enumerate(word) if char.isupper() or index == 0)
    entry = lexicon.forms.get(word[at:]) if at and word[at:].istitle() else None
    return at if entry and entry[0] in _NAMES_OF_TIME else 0


_NAMES_OF_TIME = frozenset(CLASS_CHARS[name] for name in ("MONTH", "MONTH_SHY"))
_DAY_FOLLOWS = re.compile(r" [0-9]")
_SAME_EVERYWHERE = frozenset(("word", "digits"))
_NAMES = frozenset(CLASS_CHARS[name] for name in ("CAPITAL", "A", "NUMBER_SIGN"))
_LONGEST_TITLE = 6


def _is_short_form(text: str, start: int, dot: int, lexicon: Lexicon) -> bool:
    """Whether a full stop closes an initial or a title, "J." or "Sen.", and no sentence."""
    length = dot - start
    if length > _LONGEST_TITLE or not text[start].isupper():
        return False
    return length == 1 or text[start:dot] in lexicon.titles


_WRAPPED_LINES = range(40, 101)


def _only_wraps(text: str, end: int, gap: str) -> bool:
    """Whether a line end is that of a wrapped line, and no paragraph's or heading's.

    Wrapped lines are 40 to 100 characters long; those of most articles are paragraphs.
    """
    longest = _WRAPPED_LINES.stop
    start = text.rfind("\n", max(0, end - longest), end)
    length = end - start - 1 if start >= 0 or end < longest else longest
    return gap.count("\n") == 1 and length in _WRAPPED_LINES


_OTHER = CLASS_CHARS["OTHER"]
_WORD = (CLASS_CHARS["WORD"], None)
_PLURAL = (CLASS_CHARS["PLURAL"], None)
_CAPITAL = (CLASS_CHARS["CAPITAL"], None)
_PAST = (CLASS_CHARS["PAST"], None)
_FUTURE = (CLASS_CHARS["FUTURE"], None)


def _unlisted_word(word: str, lexicon: Lexicon) -> tuple[str, Any]:
    if word[0].isupper():
        part = _PART_OF_YEAR.fullmatch(word)
        if part is not None:
            return _part_of_year(part[1], part[2])
        return (_roman(word) if lexicon.roman_centuries else None) or _CAPITAL
    if word.endswith(lexicon.past_endings) and not word.endswith(lexicon.no_past_endings):
        return _PAST
    if lexicon.past_pattern and lexicon.past_pattern.search(word):
        return _PAST
    if word.endswith(lexicon.future_endings):
        return _FUTURE
    if lexicon.future_pattern and lexicon.future_pattern.search(word):
        return _FUTURE
    return _PLURAL if word.endswith("s") and not word.endswith("ss") else _WORD


_ROMAN = re.compile(r"(X{0,2})(IX|IV|V?I{0,3})(?:e|er|ème|ᵉ)?")
_AS_LATIN = str.maketrans("ХІ", "XI")  # in Cyrillic texts both alphabets serve
_ROMAN_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def _roman(word: str) -> tuple[str, Any] | None:
    """The number of a century in Roman letters, 1 to 29."""
    match = _ROMAN.fullmatch(word.translate(_AS_LATIN))
    number = 10 * len(match[1]) + _ROMAN_UNITS.index(match[2]) if match else 0
    return (CLASS_CHARS["ROMAN"], number) if number else None


def _unusual(kind: str, words: str, match: "re.Match[str]", lexicon: Lexicon) -> tuple[str, Any]:
    if kind in {"phrase", "elision"}:
        key = " ".join(words.casefold().replace("'", "’").split())
        entry = lexicon.folded.get(key) or lexicon.folded.get(key.replace("’", "'"))
        return entry or (_OTHER, None)
    if kind == "dotted":
        name = _DOTTED_ERAS.get(words.lower().rstrip(".") + ".")
        return (CLASS_CHARS[name], None) if name else _CAPITAL
    if kind == "tens":
        return CLASS_CHARS["TENS"], int(re.sub(r"[^0-9]", "", words))
    if kind == "short":
        return CLASS_CHARS["SHORT_YEAR"], int(words[1:])
    if kind == "counted":
        return CLASS_CHARS["ISO"], tuple(map(int, re.findall("[0-9]+", words)))
    if kind in {"iso", "big_first"}:
        return CLASS_CHARS["ISO"], tuple(map(int, re.split("[-./]", words.partition("T")[0])))
    if kind == "numeric":
        separator = match["between"]
        return CLASS_CHARS["NUMERIC"], (separator, *map(int, words.split(separator)))
    return CLASS_CHARS[_OTHER_KINDS.get(kind, "OTHER")], None


_OTHER_KINDS = {
    "clock": "CLOCK",
    "grouped": "NUMBER",
    "possessive": "POSSESSIVE",
    "break": "BREAK",
}


_QUARTERS = range(1, 5)


def _part_of_year(sign: str, number: str) -> tuple[str, Any]:
    """A quarter or half by its short name: "Q3", "2Q", "H1"."""
    name = "HALF_N" if sign in "hH" else "QUARTER_N"
    return CLASS_CHARS[name], int(number)


def _digits(words: str) -> tuple[str, Any]:
    parts = _DIGITS.fullmatch(words)
    if parts is None or len(parts[1]) > _YEAR_DIGITS:
        return CLASS_CHARS["NUMBER"], None
    number, tail = int(parts[1]), parts[2].lower()
    if tail in {"q", "h"} and len(parts[1]) == 1 and number in _QUARTERS:
        return _part_of_year(tail, parts[1])
    if tail:
        if tail not in _ORDINAL_TAILS:
            return CLASS_CHARS["NUMBER"], None
        return CLASS_CHARS["DAYTH" if number in _MONTH_DAYS else "NTH"], number
    return CLASS_CHARS[_number_class(parts[1], number)], number


def _number_class(digits: str, number: int) -> str:
    if len(digits) == _YEAR_DIGITS:
        return "YEAR" if number in _YEAR_RANGE else "NUMBER"
    if len(digits) == _YEAR_DIGITS - 1:
        return "N999"
    if number in _MONTHS:
        return "N12"
    return "N31" if number in _MONTH_DAYS else "N99"
