"""Labels of single marks: which find room in their rows, and in which form."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.placing.labels import Caption, Captions
from stanceline.timeline.placing.shapes import DENIED, EVENT_RADIUS, Singles
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Fill, Floats, Ink, Ints, Label, Role
from stanceline.timeline.sorting.date_columns import UNCERTAIN

Texts = Callable[[NDArray[np.int32]], list[str]]
"""The titles of rows of the columns."""

GAP = 7.0
_GAP_TO_NEXT = 8.0
_STICKY_INDENT = 14.0
_PATCH = 4.0
_BAR_LEFT_OVER = 30.0
_SHORTEST_LABEL_PX = 34.0
_SHORTEST_QUOTE_PX = 110.0
_SHORTEST_ON_BAR_PX = 44.0
_ALWAYS_ON_BAR_SHARE = 0.5
"""A bar that is longer than this share of the plot carries its label wherever it is."""

SHORTEST_PX = (_SHORTEST_QUOTE_PX, _SHORTEST_LABEL_PX)
"""How many pixels an elided label has at least, by block."""

ROOM_BESIDE = 2 * (EVENT_RADIUS + GAP) + _GAP_TO_NEXT
"""What a label beside a mark needs in its row beside its own width."""

_LINES = (LINE_HEIGHTS[Role.QUOTE], LINE_HEIGHTS[Role.LABEL])

_KINDS = (
    (_LINES[0], Role.QUOTE, Ink.MUTED),
    (_LINES[1], Role.LABEL, Ink.TEXT),
    (_LINES[1], Role.LABEL, Ink.MUTED),
    (_LINES[1], Role.LABEL, Ink.MUTED),
)
_DENIED_EVENT = 2
_SUGGESTED_EVENT = 3
_Look = tuple[int, float, int, int]
"""The kind of the label, the top of its line, the mark and its lane."""
_Place = tuple[str, float, float, bool]
"""The text, where it begins, how wide it is, and whether it stands on its bar."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """The room beside and on the single marks of a layout, as columns in pixels.

    ``next_left`` is where the next mark of the row begins, ``free_from`` where all before
    it and itself have ended, ``after`` where those before it have.
    """

    next_left: Floats
    free_from: Floats
    after: Floats
    has_words: NDArray[np.bool_]
    _order: Ints
    _number: Ints
    _span: float

    def after_labels(self, ends: Floats) -> Floats:
        """Where the marks before each in its row, and their labels, have ended.

        ``ends`` are where labels end, minus infinity for marks that have none.
        """
        reach = np.maximum(ends, self.free_from)[self._order]
        return _exclusive(_running_maximum(reach, self._number, self._span), self._number)[
            np.argsort(self._order)
        ]


def room_of(singles: Singles, plot: Box) -> Room:
    """The room around each mark, from what all of them take of their rows."""
    n = singles.n
    order = np.lexsort((singles.left, singles.row_key))
    key = singles.row_key[order]
    left, right = singles.left[order], singles.right[order]
    next_left = np.full(n, np.inf)
    same = key[1:] == key[:-1]
    next_left[:-1][same] = left[1:][same]
    number = np.cumsum(np.append(False, ~same))[:n]
    span = 4 * (plot.x1 - plot.x0) + 1000.0
    reached = _running_maximum(right, number, span)
    back = np.empty_like(order)
    back[order] = np.arange(n)
    return Room(
        next_left=np.minimum(next_left, plot.x1 - 2 + _GAP_TO_NEXT)[back],
        free_from=reached[back],
        after=_exclusive(reached, number)[back],
        has_words=singles.pitch >= np.array(_LINES)[singles.is_event.astype(np.int64)],
        _order=order,
        _number=number,
        _span=span,
    )


def _running_maximum(values: Floats, number: Ints, span: float) -> Floats:
    """The running maximum, begun anew in every row; rows lie ``span`` apart on one axis."""
    if values.size == 0:
        return values
    return np.asarray(np.maximum.accumulate(values + number * span) - number * span)


def _exclusive(reached: Floats, number: Ints) -> Floats:
    """The running maximum before each place of its row."""
    before = np.full(reached.size, -np.inf)
    same = number[1:] == number[:-1]
    before[1:][same] = reached[:-1][same]
    return before


class Placing:
    """Places the labels of one layout; made for one use."""

    def __init__(
        self,
        singles: Singles,
        room: Room,
        plot: Box,
        captions: Captions,
        longest_label: float,
    ) -> None:
        self._of = singles
        self._room = room
        self._plot = plot
        self._captions = captions
        self._longest = longest_label
        self._shortest = np.array(SHORTEST_PX)[singles.is_event.astype(np.int64)]

    def labels(self, ranks: Ints, texts: Texts, most: int) -> list[Label]:
        """The labels that find room, the most deserving ``most`` at most.

        First those at the right of their marks or on their bars, then those at the left
        of marks that have found no other place.
        """
        of, room = self._of, self._room
        right_room = room.next_left - _GAP_TO_NEXT - room.free_from - GAP
        with np.errstate(invalid="ignore"):
            has_bar = of.bar_right - of.bar_left >= _SHORTEST_ON_BAR_PX
        may = (right_room >= self._shortest) | has_bar
        found: list[Label] = []
        ends = np.full(of.n, -np.inf)
        at, captions = self._captioned(may, ranks, texts, most)
        columns = (
            of.core,
            right_room,
            self._shortest,
            room.free_from + GAP,
            of.bar_left,
            of.bar_right,
        )
        places = []
        for caption, sides, look in zip(
            captions,
            zip(*(column[at].tolist() for column in columns), strict=True),
            self._looks(at),
            strict=True,
        ):
            place = None if caption is None else self._placed(caption, *sides)
            places.append(-np.inf if place is None else place[1] + place[2])
            if place is not None:
                found.append(_made(look, *place))
        ends[at] = places
        edge = np.maximum(room.after_labels(ends) + _GAP_TO_NEXT, self._plot.x0 + 2)
        right = of.left - GAP
        left_room = right - edge
        may = (left_room >= self._shortest) & np.isinf(ends)
        at, captions = self._captioned(may, ranks, texts, most - len(found))
        for caption, to_left, x, look in zip(
            captions, left_room[at].tolist(), right[at].tolist(), self._looks(at), strict=True
        ):
            if caption is not None:
                text, width = caption.fitting(to_left)
                if text:
                    found.append(_made(look, text, x - width, width))
        return found

    def _captioned(
        self, may: NDArray[np.bool_], ranks: Ints, texts: Texts, most: int
    ) -> tuple[Ints, list[Caption | None]]:
        """The marks that may have a label, the most deserving of them, with their captions."""
        of = self._of
        wanted = np.flatnonzero(may & self._room.has_words)
        if wanted.size > most:
            best = np.argsort(ranks[wanted], kind="stable")[: max(most, 0)]
            wanted = wanted[np.sort(best)]
        titles = texts(of.mark[wanted].astype(np.int32))
        is_event = of.is_event[wanted]
        is_doubted = is_event & (of.doubt[wanted] & UNCERTAIN != 0)
        event, quotation = self._captions.of_event, self._captions.of_quotation
        longest = self._longest
        return wanted, [
            event(title, longest, is_doubted=doubt) if kind else quotation(title)
            for title, kind, doubt in zip(
                titles, is_event.tolist(), is_doubted.tolist(), strict=True
            )
        ]

    def _looks(self, at: Ints) -> list[_Look]:
        """What labels of these marks look like, and on which height they stand."""
        of = self._of
        kind = of.is_event[at].astype(np.int64)
        is_event = kind > 0
        kind[is_event & (of.fill[at] == Fill.GHOST)] = _SUGGESTED_EVENT
        kind[is_event & (of.status[at] == DENIED)] = _DENIED_EVENT
        columns = (kind, of.y[at] - np.array(_LINES)[np.minimum(kind, 1)] / 2, of.mark[at])
        return list(zip(*(c.tolist() for c in (*columns, of.lane[at])), strict=True))

    def free_signs(self, signs: list[tuple[int, Label]]) -> list[Label]:
        """The short texts within shapes that lie on no mark beside theirs."""
        of, room = self._of, self._room
        return [
            sign
            for at, sign in signs
            if sign.box.height <= of.pitch[at]
            and sign.box.x1 <= room.next_left[at]
            and sign.box.x0 >= room.after[at]
        ]

    def _placed(
        self,
        caption: Caption,
        core: float,
        to_right: float,
        shortest: float,
        start: float,
        bar_left: float,
        bar_right: float,
    ) -> _Place | None:
        """Where a label stands at the right of its mark or on its bar, in which form."""
        place = None
        is_long = core >= _ALWAYS_ON_BAR_SHARE * self._plot.width
        if is_long:
            place = _on_bar(caption, bar_left, bar_right)
        if place is None and to_right >= shortest and start >= self._plot.x0:
            text, width = caption.fitting(to_right)
            if text:
                return text, start, width, False
        return place if is_long else _on_bar(caption, bar_left, bar_right)


def _on_bar(caption: Caption, bar_left: float, bar_right: float) -> _Place | None:
    """On the visible part of the mark's own bar, at the window's edge where it is cut."""
    left = bar_left + _STICKY_INDENT + _PATCH
    room = bar_right - _PATCH - _BAR_LEFT_OVER - left
    # There is no room either where there is no bar, and its ends are no numbers.
    if not room > 0:
        return None
    text, width = caption.fitting(room)
    if not text or width < min(_SHORTEST_LABEL_PX, caption.width):
        return None
    return text, left, width, True


def _made(look: _Look, text: str, x: float, width: float, on_bar: bool = False) -> Label:
    kind, top, mark, lane = look
    height, role, ink = _KINDS[kind]
    box = Box(x, top, x + width, top + height)
    return Label(box, text, role, ink, mark, lane, on_bar, kind == _DENIED_EVENT)
