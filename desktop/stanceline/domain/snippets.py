"""Where the words of a query stand in a text, and the lines around them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from unicodedata import normalize

from stanceline.domain.grams import SILENT, UNSPACED, folded, parts_of
from stanceline.domain.query import Words
from stanceline.records import dataclass

SNIPPET_LENGTH = 180
"""About how many code points of a text a snippet shows."""

_BEFORE = 50
_MAX_HITS = 48
_WORD_REACH = 24
_ALPHABETS = (
    (0x41, 0x5B),
    (0x61, 0x7B),
    (0xC0, 0x250),  # Latin with accents
    (0x370, 0x590),  # Greek, Cyrillic, Armenian
    (0x620, 0x6D5),  # Arabic
    (0x1E00, 0x2000),  # Latin and Greek with several accents
    (0xFB00, 0xFB07),  # ligatures
)
_MARKS = f"[\u0300-\u036f{SILENT}]*"
_EDGE_BEFORE = rf"(?<![^\W_{UNSPACED}])"
_EDGE_AFTER = rf"(?![^\W_{UNSPACED}])"
_TOKEN = re.compile(r"[^\W_]+(?:[\u0900-\u0dff]+[^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line from a text; ``marks`` are half-open, in code points of ``text``."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds any of some words in a text as a reader would: case and accents do not matter.

    ``needles``, each with whether it may be a beginning, find most of it fast;
    ``pattern`` finds all, with a group for each piece.
    """

    needles: tuple[tuple[str, bool], ...]
    pattern: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Whether one of the words stands in the text."""
        small = text.lower()
        for needle, is_open in self.needles:
            if any(_places_of(needle, small, 0, is_open=is_open)):
                return True
        return self.pattern.search(text) is not None

    def hits(self, text: str) -> list["_Hit"]:
        """Where the words stand, in order; not all when there are many or many ways to write."""
        small = text.lower()
        if len(small) == len(text):
            quick = [
                hit
                for number, (needle, is_open) in enumerate(self.needles)
                for hit in _places_of(needle, small, number, is_open=is_open)
            ]
            if quick:
                return sorted(quick)
        return list(islice(map(_hit, self.pattern.finditer(text)), _MAX_HITS))

    def within(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where exactly the words stand in a part of the text."""
        return [hit.span() for hit in self.pattern.finditer(text, start, end)]


_Hit = tuple[int, int, int]
"""Start, end, and which of the words."""


def _hit(found: re.Match[str]) -> _Hit:
    return found.start(), found.end(), found.lastindex or 0


def _places_of(needle: str, text: str, number: int, *, is_open: bool) -> Iterator[_Hit]:
    start = text.find(needle)
    for _ in range(_MAX_HITS):
        if start < 0:
            break
        end = start + len(needle)
        is_begun = start == 0 or not text[start - 1].isalnum()
        if is_begun and (is_open or not text[end : end + 1].isalnum()):
            yield start, end, number
        start = text.find(needle, end)


@lru_cache(maxsize=64)
def finder_of(words: tuple[Words, ...]) -> Finder | None:
    """What finds any of the words; None when they hold nothing that can be found.

    A word marked as a beginning is found to its end.
    """
    pieces = dict.fromkeys(piece for each in words for piece in _pieces(each))
    if not pieces:
        return None
    needles = dict.fromkeys((" ".join(each.text.lower().split()), each.is_prefix) for each in words)
    pattern = re.compile("|".join(f"({piece})" for piece in pieces))
    return Finder(tuple(needles), pattern)


def _pieces(words: Words) -> Iterable[str]:
    parts = parts_of(normalize("NFC", words.text))
    for place, (piece, is_run) in enumerate(parts):
        if is_run:
            yield re.escape(piece)
            continue
        tokens = [_letters(token) for token in _TOKEN.findall(folded(piece))]
        if tokens:
            is_open = words.is_prefix and place == len(parts) - 1
            end = f"[^\\W_{UNSPACED}]*" if is_open else _EDGE_AFTER
            yield _EDGE_BEFORE + r"[\W_]+".join(tokens) + end


def _letters(token: str) -> str:
    """A pattern for a folded word, in any case and with any accents."""
    ones, several = _written()
    pattern = []
    place = 0
    while place < len(token):
        pair = token[place : place + 2]
        if pair in several:
            apart = "".join(f"[{re.escape(ones.get(each, each))}]{_MARKS}" for each in pair)
            pattern.append(f"(?:{apart}|[{several[pair]}]{_MARKS})")
            place += 2
        else:
            letter = token[place]
            pattern.append(f"[{re.escape(ones.get(letter, letter))}]{_MARKS}")
            place += 1
    return "".join(pattern)


@cache
def _written() -> tuple[dict[str, str], dict[str, str]]:
    """How a folded letter, and a folded pair of letters, may be written."""
    ones: dict[str, str] = {}
    several: dict[str, str] = {}
    for first, end in _ALPHABETS:
        for code in range(first, end):
            plain = folded(chr(code))
            if len(plain) == 1:
                ones[plain] = ones.get(plain, "") + chr(code)
            elif len(plain) == 2:  # noqa: PLR2004 - a pair, such as ss for ß
                several[plain] = several.get(plain, "") + chr(code)
    return ones, several


def snippet_of(text: str, finder: Finder) -> Snippet | None:
    """The line of the text around the words, or None when they are not in it.

    Of several places the first with the most different words is taken.
    """
    hits = finder.hits(text)
    if not hits:
        return None
    first, last, _ = _best(hits)
    start = _line_start(text, first)
    end = _line_end(text, max(start + SNIPPET_LENGTH, last))
    return _line(text, start, end, finder.within(text, start, end))


def beginning_of(text: str) -> Snippet:
    """The first line of the text, with nothing marked."""
    return _line(text, 0, _line_end(text, SNIPPET_LENGTH), [])


def _best(hits: Sequence[_Hit]) -> _Hit:
    """The first of the hits from which a line holds the most different words."""
    best, most = hits[0], 1
    inside: Counter[int] = Counter()
    ahead = 0
    for hit in hits:
        end = hit[0] - _BEFORE + SNIPPET_LENGTH
        while ahead < len(hits) and (ahead == 0 or hits[ahead][1] <= end):
            inside[hits[ahead][2]] += 1
            ahead += 1
        if len(inside) > most:
            best, most = hit, len(inside)
        inside[hit[2]] -= 1
        if inside[hit[2]] <= 0:
            del inside[hit[2]]
    return best


def _line_start(text: str, hit: int) -> int:
    start = max(0, hit - _BEFORE)
    if start == 0:
        return 0
    for place in range(start, min(start + _WORD_REACH, hit)):
        if text[place - 1].isspace():
            return place
    return start


def _line_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    for place in range(end, max(end - _WORD_REACH, 0), -1):
        if text[place].isspace():
            return place
    return end


def _line(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Snippet:
    """The part of the text with its white space as single spaces, and where the spans are."""
    line = "… " if start else ""
    marks: list[tuple[int, int]] = []
    place = start
    for first, last in spans:
        line = _with(line, text[place:first])
        begun = len(line)
        line += " ".join(text[first:last].split())
        if len(line) > begun:
            marks.append((begun, len(line)))
        place = last
    line = _with(line, text[place:end]).rstrip()
    return Snippet(f"{line} …" if end < len(text) else line, tuple(marks))


def _with(line: str, more: str) -> str:
    """The line and more, without white space at its beginning and twice in a row."""
    plain = " ".join(more.split())
    if more[:1].isspace() and line and not line[-1].isspace():
        line += " "
    if more[-1:].isspace() and plain:
        plain += " "
    return line + plain
