"""Texts as rows of typed tokens: what each word and number can mean for a date."""

import re
from typing import Any

from stanceline.records import dataclass
from stanceline.suggest.time.classes import CLASS_CHARS
from stanceline.suggest.time.lexicon import Entry, Lexicon


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
_LONGEST_KEPT = 40
_MOST_KEPT = 50_000


def tokenize(text: str, lexicon: Lexicon, *, any_case: bool = False) -> Tokens:
    """The tokens of a text; with ``any_case`` a typed "june" is as good as "June"."""
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Any] = []
    forms = lexicon.forms
    days = (CLASS_CHARS["N12"], CLASS_CHARS["N31"])
    known: dict[str, Entry] = {} if any_case else lexicon.known
    glued: dict[str, int] = {} if any_case else lexicon.glued
    for match in lexicon.token.finditer(text):
        kind = match.lastgroup
        words = match[0]
        start, end = match.span()
        entry: Entry | None
        if kind in _SAME_EVERYWHERE:
            entry = known.get(words)
            if entry is None:
                found = lexicon.folded.get(words.casefold()) if any_case else forms.get(words)
                is_word = kind == "word"
                entry = found or _unlisted_word(words, lexicon) if is_word else _digits(words)
                at = 0 if found else _glued_month_at(words, lexicon)
                if at:
                    glued[words] = at
                if len(words) <= _LONGEST_KEPT:
                    if len(known) >= _MOST_KEPT:
                        known.clear()
                    known[words] = entry
            if words in glued and _DAY_FOLLOWS.match(text, end):
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
        ends.append(end)
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
