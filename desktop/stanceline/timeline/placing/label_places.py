"""Labels of single marks: which find room in their rows, and in which form."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanceline.timeline.placing.labels import Caption, Captions, clean, line_label, quoted
from stanceline.timeline.placing.shapes import DENIED, EVENT_RADIUS, Singles
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Floats, Ink, Ints, Label, Role
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
_LONGEST_QUOTE_PX = 340.0
_ALWAYS_ON_BAR_SHARE = 0.5
"""A bar that is longer than this share of the plot carries its label wherever it is."""

SHORTEST_PX = (_SHORTEST_QUOTE_PX, _SHORTEST_LABEL_PX)
"""How many pixels an elided label has at least, by block."""

ROOM_BESIDE = 2 * (EVENT_RADIUS + GAP) + _GAP_TO_NEXT
"""What a label beside a mark needs in its row beside its own width."""

_LINES = (LINE_HEIGHTS[Role.QUOTE], LINE_HEIGHTS[Role.LABEL])


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
        bar = np.nan_to_num(of.bar_right - of.bar_left, nan=0.0)
        may = (right_room >= self._shortest) | (bar >= _SHORTEST_ON_BAR_PX)
        found: list[Label] = []
        ends = np.full(of.n, -np.inf)
        for at, title in self._titles(may, ranks, texts, most):
            caption = self._caption(at, title)
            label = self._label(at, caption, float(right_room[at])) if caption else None
            if label is not None:
                found.append(label)
                ends[at] = label.box.x1
        edge = np.maximum(room.after_labels(ends) + _GAP_TO_NEXT, self._plot.x0 + 2)
        left_room = of.left - GAP - edge
        may = (left_room >= self._shortest) & np.isinf(ends)
        for at, title in self._titles(may, ranks, texts, most - len(found)):
            caption = self._caption(at, title)
            if caption is not None:
                x = float(of.left[at]) - GAP
                label = self._beside(at, caption, float(left_room[at]), x, is_left=True)
                found += [label] if label is not None else []
        return found

    def _titles(
        self, may: NDArray[np.bool_], ranks: Ints, texts: Texts, most: int
    ) -> list[tuple[int, str]]:
        """The marks that may have a label, the most deserving of them, with their titles."""
        wanted = np.flatnonzero(may & self._room.has_words)
        if wanted.size > most:
            best = np.argsort(ranks[wanted], kind="stable")[: max(most, 0)]
            wanted = wanted[np.sort(best)]
        titles = texts(self._of.mark[wanted].astype(np.int32))
        return list(zip(wanted.tolist(), titles, strict=True))

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

    def _caption(self, at: int, title: str) -> Caption | None:
        of = self._of
        text = clean(title)
        if not text:
            return None
        if not of.is_event[at]:
            return self._captions.of(quoted(text), Role.QUOTE, _LONGEST_QUOTE_PX)
        if of.doubt[at] & UNCERTAIN:
            text += " ?"
        return self._captions.of(text, Role.LABEL, self._longest)

    def _label(self, at: int, caption: Caption, to_right: float) -> Label | None:
        of = self._of
        start = float(self._room.free_from[at]) + GAP
        label: Label | None = None
        if of.core[at] >= _ALWAYS_ON_BAR_SHARE * self._plot.width:
            label = self._on_bar(at, caption)
        if label is None and to_right >= self._shortest[at] and start >= self._plot.x0:
            label = self._beside(at, caption, to_right, start, is_left=False)
        return label or self._on_bar(at, caption)

    def _beside(
        self, at: int, caption: Caption, room: float, x: float, *, is_left: bool
    ) -> Label | None:
        text, width = caption.fitting(room)
        if not text:
            return None
        return self._made(at, text, x - width if is_left else x, width)

    def _on_bar(self, at: int, caption: Caption) -> Label | None:
        """On the visible part of the mark's own bar, at the window's edge where it is cut."""
        of = self._of
        if np.isnan(of.bar_left[at]):
            return None
        left = float(of.bar_left[at]) + _STICKY_INDENT + _PATCH
        room = float(of.bar_right[at]) - _PATCH - _BAR_LEFT_OVER - left
        text, width = caption.fitting(room)
        if not text or width < min(_SHORTEST_LABEL_PX, caption.width):
            return None
        return self._made(at, text, left, width, on_bar=True)

    def _made(self, at: int, text: str, x: float, width: float, *, on_bar: bool = False) -> Label:
        of = self._of
        is_event = bool(of.is_event[at])
        is_denied = is_event and int(of.status[at]) == DENIED
        return line_label(
            text,
            Role.LABEL if is_event else Role.QUOTE,
            Ink.TEXT if is_event and not is_denied else Ink.MUTED,
            x,
            float(of.y[at]),
            width,
            int(of.mark[at]),
            int(of.lane[at]),
            on_bar=on_bar,
            is_struck=is_denied,
        )
