"""Labels of single marks: which find room in their rows, and in which form."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanceline.timeline.new.date_columns import UNCERTAIN
from stanceline.timeline.new.labels import Caption, Captions, clean, line_label, quoted
from stanceline.timeline.new.primitives import LINE_HEIGHTS, Box, Floats, Ink, Ints, Label, Role
from stanceline.timeline.new.shapes import DENIED, EVENT_RADIUS, UNKNOWN_END_PX, Singles

Texts = Callable[[NDArray[np.int32]], list[str]]
"""The titles of rows of the columns."""

GAP = 7.0
_GAP_TO_NEXT = 8.0
_STICKY_INDENT = 14.0
_PATCH = 4.0
_BAR_LEFT_OVER = 30.0
_SHORTEST_LABEL_PX = 30.0
_SHORTEST_QUOTE_PX = 110.0
_SHORTEST_ON_BAR_PX = 44.0
_LONGEST_QUOTE_PX = 340.0
_ALWAYS_ON_BAR_SHARE = 0.5
"""A bar that is longer than this share of the plot carries its label wherever it is."""

SHORTEST_PX = (_SHORTEST_QUOTE_PX, _SHORTEST_LABEL_PX)
"""How many pixels an elided label has at least, by block."""

ROOM_BESIDE = 2 * (EVENT_RADIUS + GAP) + _GAP_TO_NEXT
"""What a label beside a mark needs in its row beside its own width."""

_ROOM_FOR_BEFORE = 2 * (GAP + _GAP_TO_NEXT) + UNKNOWN_END_PX + 24.0
"""What a label at the left leaves to the mark before it, beside the room for its label."""

_LINES = (LINE_HEIGHTS[Role.QUOTE], LINE_HEIGHTS[Role.LABEL])


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """The room beside and on the single marks of a layout, as columns in pixels.

    ``next_left`` is where the next mark of the row begins, ``free_from`` where all before
    it and itself have ended, ``after`` where those before it have.
    ``before`` is the room to the mark before, anywhere in time.
    """

    next_left: Floats
    free_from: Floats
    after: Floats
    before: Floats
    has_words: NDArray[np.bool_]


def room_of(singles: Singles, before: Floats, plot: Box) -> Room:
    """The room around each mark, from what all of them take of their rows."""
    n = singles.n
    order = np.lexsort((singles.left, singles.row_key))
    key = singles.row_key[order]
    left, right = singles.left[order], singles.right[order]
    next_left = np.full(n, np.inf)
    same = key[1:] == key[:-1]
    next_left[:-1][same] = left[1:][same]
    # A running maximum that starts anew in every row: rows lie far apart on one axis.
    span = 4 * (plot.x1 - plot.x0) + 1000.0
    number = np.cumsum(np.append(False, ~same)) if n else np.empty(0)
    reached = np.maximum.accumulate(right + number * span) - number * span if n else right
    after = np.full(n, -np.inf)
    after[1:][same] = reached[:-1][same]
    back = np.empty_like(order)
    back[order] = np.arange(n)
    return Room(
        next_left=np.minimum(next_left, plot.x1 - 2 + _GAP_TO_NEXT)[back],
        free_from=np.asarray(reached, dtype=np.float64)[back],
        after=after[back],
        before=before,
        has_words=singles.pitch >= np.array(_LINES)[singles.is_event.astype(np.int64)],
    )


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

    def labels(self, ranks: Ints, texts: Texts, most: int) -> list[Label]:
        """The labels that find room, the most deserving ``most`` at most."""
        of, room = self._of, self._room
        shortest = np.where(of.is_event, _SHORTEST_LABEL_PX, _SHORTEST_QUOTE_PX)
        right_room = room.next_left - _GAP_TO_NEXT - room.free_from - GAP
        bar = np.nan_to_num(of.bar_right - of.bar_left, nan=0.0)
        left_room = room.before - self._longest - _ROOM_FOR_BEFORE
        left_room -= np.maximum(of.o0 - of.left, 0.0)
        edge = np.maximum(room.after + _GAP_TO_NEXT, self._plot.x0 + 2)
        left_room = np.minimum(left_room, of.left - GAP - edge)
        left_room[~of.is_event] = 0.0
        may = (right_room >= shortest) | (bar >= _SHORTEST_ON_BAR_PX) | (left_room >= shortest)
        wanted = np.flatnonzero(may & room.has_words)
        if wanted.size > most:
            best = np.argpartition(ranks[wanted], most - 1)[:most]
            wanted = wanted[np.sort(best)]
        labels: list[Label] = []
        titles = texts(of.mark[wanted].astype(np.int32))
        columns = (wanted, right_room[wanted], left_room[wanted])
        for at, to_right, to_left, title in zip(
            *(column.tolist() for column in columns), titles, strict=True
        ):
            label = self._label(at, to_right, to_left, title)
            if label is not None:
                labels.append(label)
        return labels

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

    def _label(self, at: int, to_right: float, to_left: float, title: str) -> Label | None:
        of = self._of
        is_event = bool(of.is_event[at])
        text = clean(title)
        if is_event:
            if of.doubt[at] & UNCERTAIN:
                text += " ?"
            caption = self._captions.of(text, Role.LABEL, self._longest)
        else:
            caption = self._captions.of(quoted(text), Role.QUOTE, _LONGEST_QUOTE_PX)
        if not text:
            return None
        shortest = min(caption.width, _SHORTEST_LABEL_PX if is_event else _SHORTEST_QUOTE_PX)
        start = float(self._room.free_from[at]) + GAP
        label: Label | None = None
        if of.core[at] >= _ALWAYS_ON_BAR_SHARE * self._plot.width:
            label = self._on_bar(at, caption)
        if label is None and to_right >= shortest and start >= self._plot.x0:
            label = self._beside(at, caption, to_right, start, is_left=False)
        if label is None and to_left >= shortest:
            label = self._beside(at, caption, to_left, float(of.left[at]) - GAP, is_left=True)
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
