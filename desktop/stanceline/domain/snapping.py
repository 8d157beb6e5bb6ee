"""What somebody means who selects words roughly: whole quotations, words and sentences.

Everything here is about places in a text, in code points. A span that is returned never
leaves the text, never is empty, and never parts a letter from the accents that combine
with it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from stanceline.domain.spans import Span, whole_words
from stanceline.records import dataclass


class Edge(StrEnum):
    """The side of a span that moves."""

    START = "start"
    END = "end"


class Unit(StrEnum):
    """How far it moves at once."""

    WORD = "word"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks that belong together: ``outer`` with the marks, ``inner`` without them.

    ``inner`` has no white space at its ends.
    """

    inner: Span
    outer: Span


# ------------------------------------------------------------------------- marks

_MARK = re.compile("''+|``|<<|>>|[\"“”„‟«»‹›「」『』〝〞＂‘’‚']")
_SINGLE = frozenset("‘’‚'‹›")
_CLOSERS: dict[str, str] = {
    # Which glyphs may close what a glyph has opened, in all the ways of all the languages.
    "“": "”“\"»''",
    "”": "”",
    "„": '“”"',
    "‟": "”“",
    "«": "»”>>",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    '"': '"”',
    "＂": "＂",
    "‘": "’'",
    "’": "’",
    "‚": "‘’",
    "'": "'’",
    "''": "''",
    "``": "''",
    "<<": ">>",
}
_ONLY_CLOSE = frozenset(("」", "』", "〞", ">>"))
_MOST_OPEN = 6
_LONGEST_SLOP = 3
"""So many letters beside a mark are still a slip of the mouse."""
_MOST_BETWEEN = 120
"""So many characters may stand between two parts of one utterance."""
_PARAGRAPH_ENDS = "\n\u2028\u2029"


def paragraph_at(body: str, span: Span) -> Span:
    """The lines in which the span lies, without the line breaks at their ends."""
    start = max((body.rfind(end, 0, span.start) for end in _PARAGRAPH_ENDS), default=-1) + 1
    ends = [body.find(end, span.end) for end in _PARAGRAPH_ENDS]
    return Span(start, min((end for end in ends if end >= 0), default=len(body)))


def pairs_in(body: str, within: Span) -> list[Pair]:
    """The quotation marks that belong together in a paragraph, in order of their start.

    Marks that make no sense together are left out.
    """
    found: list[Pair] = []
    opened: list[tuple[int, int, str]] = []
    for match in _MARK.finditer(body, within.start, within.end):
        at, to, glyph = match.start(), match.end(), match.group()
        before = body[at - 1] if at > within.start else " "
        after = body[to] if to < within.end else " "
        level = _level_closed_by(opened, glyph, before, after)
        if level is not None:
            start, inner_start, _ = opened[level]
            del opened[level:]
            pair = _pair(body, start, inner_start, at, to)
            found += [pair] if pair else []
        elif _can_open(glyph, before, after) and len(opened) < _MOST_OPEN:
            opened.append((at, to, glyph))
    return sorted(found, key=lambda each: (each.outer.start, -each.outer.end))


def _level_closed_by(
    opened: Sequence[tuple[int, int, str]], glyph: str, before: str, after: str
) -> int | None:
    if glyph in _SINGLE and (before.isspace() or after.isalnum()):
        return None  # An apostrophe, or a mark that opens.
    may_open_too = glyph in _CLOSERS and before.isspace() and not after.isspace()
    for level in range(len(opened) - 1, -1, -1):
        if glyph in _CLOSERS[opened[level][2]]:
            is_same = glyph == opened[level][2] and glyph not in _NEUTRAL
            return None if may_open_too and is_same else level
        if opened[level][2] not in _SINGLE:
            break  # A single mark that is not closed was an apostrophe.
    return None


_NEUTRAL = frozenset(('"', "＂", "''", "'"))


def _can_open(glyph: str, before: str, after: str) -> bool:
    if glyph in _ONLY_CLOSE or glyph not in _CLOSERS:
        return False
    return not (glyph in _SINGLE and (before.isalnum() or after.isspace()))


def _pair(body: str, start: int, inner_start: int, inner_end: int, end: int) -> Pair | None:
    inner = _trimmed(body, inner_start, inner_end)
    return Pair(inner, Span(start, end)) if inner else None


def _trimmed(body: str, start: int, end: int) -> Span | None:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


# ---------------------------------------------------------------------- snapping


def snapped(body: str, span: Span, pairs: Iterable[Pair] | None = None) -> tuple[Span, ...]:
    """What a selection means: a quotation without its marks, or whole words.

    A selection within two marks, or nearly at them, is all that stands between them. One
    that reaches from one quotation into another of the same paragraph, with little in
    between, is both, as two segments of one utterance. ``pairs`` are the marks that belong
    together in its paragraph; without them they are looked for.
    """
    paragraph = paragraph_at(body, span)
    known = list(pairs) if pairs is not None else pairs_in(body, paragraph)
    exact = [pair.inner for pair in known if span in (pair.inner, pair.outer)]
    if exact:
        return (exact[0],)
    around = [pair for pair in known if pair.outer.covers(span)]
    around = around or [pair for pair in known if _is_nearly(body, span, pair)]
    if around:
        return (min(around, key=lambda pair: pair.outer.end - pair.outer.start).inner,)
    parts = _parts(body, span, known)
    if parts:
        return parts
    return (_without_lone_marks(body, whole_words(body, span)),)


def _is_nearly(body: str, span: Span, pair: Pair) -> bool:
    """Whether the span leaves the marks by so little that it is a slip of the mouse."""
    return (
        pair.inner.overlaps(span)
        and _is_at(body, pair.outer.start, span.start)
        and _is_at(body, span.end, pair.outer.end)
    )


def _is_at(body: str, low: int, high: int) -> bool:
    """Whether ``low`` comes before ``high``, or only a little behind in the same line."""
    return low <= high or (low - high <= _LONGEST_SLOP and "\n" not in body[high:low])


def _parts(body: str, span: Span, pairs: Sequence[Pair]) -> tuple[Span, ...]:
    """The quotations from the one in which the span begins to the one in which it ends."""
    outermost: list[Pair] = []
    for pair in pairs:
        if not outermost or pair.outer.start >= outermost[-1].outer.end:
            outermost.append(pair)
    touched = [pair for pair in outermost if pair.outer.overlaps(span)]
    is_framed = (
        len(touched) > 1
        and _is_at(body, touched[0].outer.start, span.start)
        and _is_at(body, span.end, touched[-1].outer.end)
    )
    gaps = [b.outer.start - a.outer.end for a, b in pairwise(touched)]
    if not is_framed or any(gap > _MOST_BETWEEN for gap in gaps):
        return ()
    return tuple(pair.inner for pair in touched)


def _without_lone_marks(body: str, span: Span) -> Span:
    """The span without marks at its ends of which the fellow lies outside."""
    words = span.words(body)
    marks = list(_MARK.finditer(words))
    start, end = span.start, span.end
    if len(marks) == 1 and marks[0].group() not in _SINGLE:
        if marks[0].start() == 0:
            start += marks[0].end()
        elif marks[0].end() == len(words):
            end -= len(marks[0].group())
    return _trimmed(body, start, end) or span


# ----------------------------------------------------------------- words, sentences

_NEAR = 1_500
"""A word or sentence is looked for within so many characters, then given up."""
_JOINERS = "\u200c\u200d"
_INSIDE_WORDS = frozenset("'’-\u2010\u2011_\u00ad·")
_SENTENCE_END = re.compile(
    r"(?P<stop>[.!?…؟۔։።।॥\u037e]+)[\"'”’»›)\]]*(?=\s)"
    r"|[。！？｡．]+[」』”’）》\"]*"
    r"|[\n\u2028\u2029]+"
)
_ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "sgt", "capt", "maj", "sen"),
        *("rep", "gov", "rev", "hon", "no", "vs", "etc", "jr", "sr", "inc", "corp", "ltd", "co"),
        *("approx", "ca", "cf", "al", "e.g", "i.e", "a.m", "p.m", "u.s", "u.k", "u.n", "z.b"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"),
        *("m", "mme", "mlle", "sra", "dra", "hr", "fr", "bzw", "usw", "nr", "г", "ул", "им", "ім"),
        *("проф", "тис", "млн", "млрд", "руб", "т.д", "т.п"),
    )
)


def stepped(body: str, span: Span, edge: Edge, unit: Unit, direction: int) -> Span:
    """The span with one edge moved on (1) or back (-1) to the next end of a word or sentence.

    It stays as it is where there is nothing to move to.
    """
    at = span.start if edge is Edge.START else span.end
    window = _window(body, at)
    find = words_in if unit is Unit.WORD else sentences_in
    parts = list(find(body, window))
    if edge is Edge.START:
        places = [part.start for part in parts if part.start < span.end]
    else:
        places = [part.end for part in parts if part.end > span.start]
    beyond = [place for place in places if (place - at) * direction > 0]
    if not beyond:
        return span
    moved = min(beyond) if direction > 0 else max(beyond)
    return Span(moved, span.end) if edge is Edge.START else Span(span.start, moved)


def _window(body: str, at: int) -> Span:
    """Enough of the text around a place, cut at white space where that is near."""
    low, high = max(0, at - _NEAR), min(len(body), at + _NEAR)
    while 0 < low < at and not body[low - 1].isspace() and at - low < 2 * _NEAR:
        low -= 1
    while at < high < len(body) and not body[high].isspace() and high - at < 2 * _NEAR:
        high += 1
    while low > 0 and _clings(body[low]):
        low -= 1
    while high < len(body) and _clings(body[high]):
        high += 1
    return Span(low, max(high, low + 1))


def words_in(body: str, within: Span) -> Iterator[Span]:
    """The words of a part of the text, and the runs of other signs between them.

    In scripts that set no spaces each character is a word of its own.
    """
    end = min(within.end, len(body))
    start, kind = within.start, ""
    for at in range(within.start, end):
        now = _kind(body, at, kind)
        goes_on = now == kind and now in ("word", "sign")
        if _clings(body[at]) and at > start:
            continue
        if not goes_on:
            if kind and kind != "space":
                yield Span(start, at)
            start = at
        kind = now
    if kind and kind != "space" and start < end:
        yield Span(start, end)


def _clings(character: str) -> bool:
    """Whether the character belongs to the one before: an accent, a joiner, a variation."""
    return character in _JOINERS or unicodedata.category(character) in ("Mn", "Mc", "Me")


def _kind(body: str, at: int, before: str) -> str:
    character = body[at]
    if character.isspace():
        return "space"
    if at > 0 and body[at - 1] == "\u200d" and before:
        return before  # What a joiner joins is one sign.
    if character.isalnum():
        return "letter" if is_unspaced(character) else "word"
    is_inside = character in _INSIDE_WORDS and before == "word" and body[at + 1 : at + 2].isalnum()
    return "word" if is_inside else "sign"


def is_unspaced(character: str) -> bool:
    """Whether the character's script sets no spaces between words."""
    return any(
        first <= character <= last
        for first, last in (
            ("\u0e00", "\u0eff"),
            ("\u1000", "\u109f"),
            ("\u1780", "\u17ff"),
            ("\u2e80", "\u9fff"),
            ("\uf900", "\ufaff"),
            ("\uff66", "\uff9f"),
            ("\U00020000", "\U0003ffff"),
        )
    )


def sentences_in(body: str, within: Span) -> Iterator[Span]:
    """The sentences of a part of the text, without the white space between them."""
    start = within.start
    end = min(within.end, len(body))
    for match in _SENTENCE_END.finditer(body, within.start, end):
        if match.end() < end and not _ends_sentence(body, match):
            continue
        sentence = _trimmed(body, start, match.end())
        if sentence:
            yield sentence
        start = match.end()
    rest = _trimmed(body, start, end)
    if rest:
        yield rest


def _ends_sentence(body: str, match: re.Match[str]) -> bool:
    if match["stop"] != ".":
        # What stands after "!" or "…" in small letters belongs to the same sentence.
        return match["stop"] is None or not _next_letter(body, match.end()).islower()
    word = body[max(0, match.start() - 12) : match.start()].split()[-1:]
    last = word[0].lstrip("(\"'“‘«„").casefold() if word else ""
    is_initial = len(last) == 1 and last.isalpha() and word[0][-1:].isupper()
    if is_initial or last in _ABBREVIATIONS:
        return False
    return not _next_letter(body, match.end()).islower()


def _next_letter(body: str, at: int) -> str:
    return next((letter for letter in body[at : at + 12] if letter.isalnum()), "")
