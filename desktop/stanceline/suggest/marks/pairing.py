"""Which quotation marks open, which close, and which belong together.

Machine translation and copying leave marks mixed (``“… »``), reversed (``” ignore “``), glued
to the next word (``sector.”warns``) or nested in the same glyph. So no mark is trusted on its
own: every reading of a paragraph's marks has a cost, made of what the glyph is for and of what
stands beside it, and the cheapest reading wins. Offsets are code points of the untouched text.
"""

import re
from dataclasses import replace

from stanceline.records import dataclass

_MARKS = re.compile("''+|``|,,(?=\\w)|[\"“”„‟«»＂〝〞「」『』]|<<|>>")
_SINGLE_MARKS = re.compile(
    "''+|``|[\"“”„‟«»＂〝〞「」『』]"
    # ’til and ’em only leave out letters.
    r"|(?<!\w)(?!['’](?:til|em|tis|twas|cause|cos|bout|n|\d\ds?)(?!\w))[‘‚‹›'’]"
    r"|[›‹’'](?!\w)"
)
_OPENING_SINGLE = re.compile(r"(?<![\w.,!?])[‘‚‹](?=\w)")
_CLOSING_SINGLE = re.compile(r"[.,!?…][’›](?!\w)")

# Straight single marks beside speech: 'We never slept,' he said.
_OPENING_STRAIGHT = re.compile(r"(?<![\w.,!?'])'(?=[A-Z][\w']* \w)")
_CLOSING_STRAIGHT = re.compile(r"[.,!?]'(?!\w)|\w'(?=[.,])")
_FEWEST_STRAIGHT = 2
_TIMES_AS_MANY = 2  # single marks are the outer ones where they are twice as many as double

# What it costs to read a glyph against its purpose, as (to open, to close).
_GLYPH_COST: dict[str, tuple[float, float]] = {
    "“": (0.0, 3.0),
    "”": (3.0, 0.0),
    "„": (0.0, 8.0),
    "‟": (0.0, 3.0),
    "«": (0.0, 4.0),
    "»": (4.0, 0.0),
    "「": (0.0, 9.0),
    "」": (9.0, 0.0),
    "『": (0.0, 9.0),
    "』": (9.0, 0.0),
    "‘": (0.0, 5.0),
    "’": (5.0, 0.0),
    "‚": (0.0, 8.0),
    "‹": (0.0, 4.0),
    "›": (4.0, 0.0),
    "〝": (0.0, 8.0),
    "〞": (5.0, 0.0),
    "``": (0.0, 9.0),
}
_NEUTRAL = (0.3, 0.3)
_SAME_AS = {"＂": '"', "<<": "«", ">>": "»", ",,": "„"}
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
# What it costs that two glyphs stand together; pairs that are at home somewhere get back
# what their glyphs cost singly.
_PAIR_COST: dict[tuple[str, str], float] = {
    ("“", "”"): 0.0,
    ("„", "“"): -3.0,
    ("„", "”"): 0.0,
    ("„", '"'): 0.3,
    ("«", "»"): 0.0,
    ("»", "«"): -5.0,
    ("”", "”"): -2.0,
    ("»", "»"): -2.5,
    ("“", "“"): -1.0,
    ("”", "“"): -3.0,
    ('"', '"'): 0.0,
    ("''", "''"): 0.0,
    ("``", "''"): 0.0,
    ("「", "」"): 0.0,
    ("『", "』"): 0.0,
    ("‘", "’"): 0.0,
    ("‘", "'"): 0.5,
    ("'", "'"): 0.0,
    ("‚", "‘"): -5.0,
    ("‹", "›"): 0.0,
    ("›", "‹"): -5.0,
}
_PLAIN = frozenset({("“", "”"), ("«", "»"), ('"', '"'), ("''", "''"), ("「", "」")})
_FITTING = 0.7  # what a mark may cost at most to be beyond doubt
_MIXED = 1.0
_MIXED_SINGLE = 6.0
_SINGLES = frozenset("‘’‚‹›'")
_SKIP = 5.0
_SKIP_MEASURE = 1.0  # an inch or a second after a number
_UNCLOSED = 4.0
_UNCLOSED_BUT_CONTINUED = 0.5
_UNOPENED = 4.2
_LONGEST_UNOPENED = 600  # characters before a closing mark that nothing opens
_NESTED = 1.0
_REVERSED = 3.0
_MAX_DEPTH = 2
_BEAM = 10
_TOO_DENSE = 200  # this many marks in less than eight characters each are no prose
_DENSITY = 8
_LOOKED_AT = 20_000

_BEFORE_OPENING = frozenset("([{—–-―/:;,.!?…¿¡")
_AFTER_CLOSING = frozenset(".,;:!?…)]}—–-―/'’")
_CLOSES_CLAUSE = frozenset(",;:!?)")
_ENDS_SENTENCE = frozenset(".,!?…;")
_INSIDE_OPENING = frozenset("([{¿¡…'‘’$£€@#")


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """What stands between two marks that belong together.

    ``outer_start`` and ``outer_end`` include the marks, ``start`` and ``end`` neither marks nor
    the white space inside them. ``depth`` is 0 for a span inside no other. ``closed`` is False
    where the closing mark is missing and the span runs to the end of its paragraph; ``opened``
    is False where the opening mark is missing and the span begins with its paragraph.
    ``cost`` is what the pair cost to read so: 0 for clean text, over 3 for badly broken marks.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int
    closed: bool
    cost: float
    opened: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    glyph: str
    open_cost: float
    close_cost: float
    spaced_close_cost: float  # when the span was opened with a space inside its mark
    skip_cost: float
    space_after: bool


# One reading so far: cost, the marks still open (mark index, cost of opening), pairs as a
# linked list of (open index, close index, depth, cost, rest).
_Pairs = tuple[int, int, int, float, "_Pairs | None"]
_Reading = tuple[float, tuple[tuple[int, float], ...], "_Pairs | None"]


def uses_single_marks(text: str) -> bool:
    """True for a text that quotes in ‘single’ marks, as British newspapers do."""
    if not (_OPENING_SINGLE.search(text) and _CLOSING_SINGLE.search(text)):
        return _uses_straight_singles(text)
    doubles = sum(1 for _ in _MARKS.finditer(text, 0, _LOOKED_AT)) / 2
    if not doubles:
        return True
    singles = sum(1 for _ in _OPENING_SINGLE.finditer(text, 0, _LOOKED_AT))
    return singles >= _TIMES_AS_MANY * doubles


def _uses_straight_singles(text: str) -> bool:
    """True for a text that quotes 'so' more than once and has no other marks."""
    if _MARKS.search(text, 0, _LOOKED_AT) is not None:
        return False
    opened = sum(1 for _ in _OPENING_STRAIGHT.finditer(text, 0, _LOOKED_AT))
    closed = sum(1 for _ in _CLOSING_STRAIGHT.finditer(text, 0, _LOOKED_AT))
    return min(opened, closed) >= _FEWEST_STRAIGHT


def marked_spans(
    text: str, start: int, end: int, *, single: bool = False, continued: bool = False
) -> list[MarkedSpan]:
    """The quoted spans of one paragraph ``text[start:end]``, in order of their start.

    ``single`` reads ‘single’ marks as well; ``continued`` says that the next paragraph begins
    with a mark, so that a quotation may stay open over the break. A paragraph whose marks make
    no sense gives whatever pairs do; it never raises.
    """
    pattern = _SINGLE_MARKS if single else _MARKS
    found = [match.span() for match in pattern.finditer(text, start, end)]
    if found and text.find("<", start, end) >= 0:
        found = _outside_tags(text, start, end, found)
    if not found or (len(found) > _TOO_DENSE and (end - start) < _DENSITY * len(found)):
        return []
    marks = [_read_mark(text, start, end, at, to) for at, to in found]
    unclosed = _UNCLOSED_BUT_CONTINUED if continued else _UNCLOSED
    unopened = marks[0].start - start <= _LONGEST_UNOPENED and text[start].isupper()
    pairs = _plain_pairs(marks) or _cheapest(marks, unclosed, unopened=unopened)
    return _spans_of(text, start, end, marks, pairs)


def _outside_tags(
    text: str, start: int, end: int, found: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The marks that do not belong to the attributes of a leftover tag."""
    tags = [match.span() for match in _TAG.finditer(text, start, end)]
    kept = []
    tag = 0
    for at, to in found:
        while tag < len(tags) and tags[tag][1] <= at:
            tag += 1
        if tag == len(tags) or not tags[tag][0] <= at < to <= tags[tag][1]:
            kept.append((at, to))
    return kept


def begins_with_mark(text: str, start: int, end: int) -> bool:
    """True when a paragraph begins with a mark that can open a quotation."""
    match = _MARKS.match(text, start, end)
    return match is not None and (match.end() < end)


def _read_mark(text: str, start: int, end: int, at: int, to: int) -> _Mark:
    glyph = _SAME_AS.get(text[at:to], text[at:to])
    if glyph.startswith("'''"):
        # A single mark stands inside the double one: ''Give us … trust us,'''
        opens = at == start or text[at - 1].isspace()
        at, to = (at, at + 2) if opens else (to - 2, to)
        glyph = "''"
    before = text[at - 1] if at > start else " "
    after = text[to] if to < end else " "
    space_before = before.isspace()
    space_after = after.isspace()
    opening, closing = _GLYPH_COST.get(glyph, _NEUTRAL)
    open_shape, close_shape = _shape_cost(before, after)
    last = _last_visible(text, start, at)
    first = _next_visible(text, to, end)
    lean = -0.3 if first.isupper() or first in _INSIDE_OPENING else 0.3
    lean -= 0.3 if last in ",:.—– (" or last == "" else 0.0
    close_lean = -0.5 if last in _ENDS_SENTENCE else 0.0
    close_lean += 0.5 if last in ":(" else 0.0
    measure = glyph in {'"', "''", "”"} and before.isdigit()
    apostrophe = glyph in {"'", "’"} and not space_before
    return _Mark(
        start=at,
        end=to,
        glyph=glyph,
        open_cost=opening + open_shape + lean,
        close_cost=closing + close_shape + close_lean,
        spaced_close_cost=closing + (0.3 if space_before else close_shape + 1.0) + close_lean,
        skip_cost=_SKIP_MEASURE if measure else 1.5 if apostrophe else _SKIP,
        space_after=space_after,
    )


def _shape_cost(before: str, after: str) -> tuple[float, float]:
    """What the neighbours say against opening and against closing."""
    free_before = before.isspace() or before in _BEFORE_OPENING
    free_after = after.isspace() or after in _AFTER_CLOSING
    if before.isspace() and after in _CLOSES_CLAUSE:
        return (2.5, 1.5)
    if before.isspace():
        return (1.2, 1.2) if after.isspace() else (0.0, 2.5 if not free_after else 1.5)
    if after.isspace():
        return (5.0, 0.0)
    if before in _ENDS_SENTENCE:
        return (2.0, 0.4)
    if free_before and not free_after:
        return (0.2, 4.0)
    if free_after and not free_before:
        return (4.0, 0.0)
    return (2.0, 1.5)


def _last_visible(text: str, start: int, at: int) -> str:
    at -= 1
    floor = max(start, at - 4)
    while at >= floor and text[at].isspace():
        at -= 1
    return text[at] if at >= floor else ""


def _next_visible(text: str, at: int, end: int) -> str:
    ceiling = min(end, at + 4)
    while at < ceiling and text[at].isspace():
        at += 1
    return text[at] if at < ceiling else " "


def _plain_pairs(marks: list[_Mark]) -> "_Pairs | None":
    """The pairs of marks that stand in turn where their glyphs and neighbours want them."""
    if len(marks) % 2:
        return None
    pairs: _Pairs | None = None
    for index in range(0, len(marks), 2):
        opening, closing = marks[index], marks[index + 1]
        if (
            (opening.glyph, closing.glyph) not in _PLAIN
            or opening.open_cost > _FITTING
            or closing.close_cost > _FITTING
            or closing.start <= opening.end
        ):
            return None
        pairs = (index, index + 1, 0, max(0.0, opening.open_cost + closing.close_cost), pairs)
    return pairs


def _cheapest(marks: list[_Mark], unclosed: float, *, unopened: bool) -> "_Pairs | None":
    """Walk over the marks keeping the cheapest reading for each stack of open glyphs.

    ``unopened`` allows the first mark to close words that no mark opened.
    """
    readings: list[_Reading] = [(0.0, (), None)]
    for index, mark in enumerate(marks):
        best: dict[tuple[str, ...], _Reading] = {}
        for reading in readings:
            for following in _continuations(marks, index, mark, reading):
                key = tuple(
                    marks[at].glyph + "_"[: marks[at].space_after] for at, _ in following[1]
                )
                if key not in best or following[0] < best[key][0]:
                    best[key] = following
        if unopened and not index:
            cost = _UNOPENED + mark.close_cost
            if cost < best[()][0]:
                best[()] = (cost, (), (-1, 0, 0, cost, None))
        readings = sorted(best.values(), key=_cost)[:_BEAM]
    return min((_finished(reading, unclosed) for reading in readings), key=_cost)[2]


def _cost(reading: _Reading) -> float:
    return reading[0]


def _continuations(
    marks: list[_Mark], index: int, mark: _Mark, reading: _Reading
) -> list[_Reading]:
    cost, stack, pairs = reading
    following: list[_Reading] = [(cost + mark.skip_cost, stack, pairs)]
    if len(stack) < _MAX_DEPTH:
        opening = mark.open_cost + _nesting_cost(marks, stack)
        following.append((cost + opening, (*stack, (index, opening)), pairs))
    if stack:
        opened, opening = stack[-1]
        closing = _closing_cost(marks[opened], mark)
        pair: _Pairs = (opened, index, len(stack) - 1, opening + closing, pairs)
        following.append((cost + closing, stack[:-1], pair))
    return following


def _nesting_cost(marks: list[_Mark], stack: tuple[tuple[int, float], ...]) -> float:
    """Marks inside marks are rare, and rarer inside a pair that would have to be reversed."""
    if not stack:
        return 0.0
    outer = marks[stack[-1][0]]
    reversed_outer = _GLYPH_COST.get(outer.glyph, _NEUTRAL)[0] >= _REVERSED
    return _NESTED + (_REVERSED if reversed_outer else 0.0)


def _closing_cost(opened: _Mark, mark: _Mark) -> float:
    cost = mark.spaced_close_cost if opened.space_after else mark.close_cost
    default = _MIXED_SINGLE if (opened.glyph in _SINGLES) != (mark.glyph in _SINGLES) else _MIXED
    cost += _PAIR_COST.get((opened.glyph, mark.glyph), default)
    return cost + (8.0 if mark.start - opened.end < 1 else 0.0)


def _finished(reading: _Reading, unclosed: float) -> _Reading:
    cost, stack, pairs = reading
    if stack:
        opened, opening = stack[0]
        cost += unclosed + _UNCLOSED * (len(stack) - 1)
        pairs = (opened, -1, 0, opening + unclosed, pairs)
    return cost, (), pairs


def _spans_of(
    text: str, start: int, end: int, marks: list[_Mark], pairs: "_Pairs | None"
) -> list[MarkedSpan]:
    spans = []
    while pairs is not None:
        opened, closed, depth, cost, pairs = pairs
        inner_start = marks[opened].end if opened >= 0 else start
        inner_end = marks[closed].start if closed >= 0 else end
        outer_end = marks[closed].end if closed >= 0 else end
        while inner_start < inner_end and text[inner_start].isspace():
            inner_start += 1
        while inner_end > inner_start and text[inner_end - 1].isspace():
            inner_end -= 1
        if inner_start < inner_end:
            spans.append(
                MarkedSpan(
                    start=inner_start,
                    end=inner_end,
                    outer_start=marks[opened].start if opened >= 0 else start,
                    outer_end=outer_end,
                    depth=depth,
                    closed=closed >= 0,
                    cost=max(0.0, cost),
                    opened=opened >= 0,
                )
            )
    spans.sort(key=lambda span: (span.outer_start, -span.outer_end))
    return _without_doubles(spans)


def _without_doubles(spans: list[MarkedSpan]) -> list[MarkedSpan]:
    """The spans, where marks were set twice only once: “““word”””."""
    kept: list[MarkedSpan] = []
    for span in spans:
        outer = kept[-1] if kept else None
        if outer is not None and span.depth and _fills(span, outer):
            kept[-1] = replace(outer, start=span.start, end=span.end)
        else:
            kept.append(span)
    return kept


def _fills(span: MarkedSpan, outer: MarkedSpan) -> bool:
    return (outer.start, outer.end) == (span.outer_start, span.outer_end)
