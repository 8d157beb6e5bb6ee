"""Bars put together from the ends and the middle of one that was drawn before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter

from stanceline.timeline.new.bars import COARSE_TINT, BarPainter
from stanceline.timeline.new.batches import FRAGMENT_COLUMNS, DevicePixels, draw_fragments
from stanceline.timeline.new.primitives import Bar, Box, Fill
from stanceline.timeline.new.sprites import Atlas, Cell
from stanceline.timeline.new.style import mixed

_Ints = NDArray[np.int64]

_MIDDLE_PX = 256
_OVERHANG_PX = 3.0
_LEAST_CORNER_PX = 4.0


class _Look(NamedTuple):
    """What tells bars apart but for their length; ``is_faint`` is a zone of a bar's end."""

    ink: int
    fill: Fill
    is_band: bool
    has_end_ticks: bool
    is_dashed: bool
    mark_is_event: bool
    height: int
    is_faint: bool
    has_left_end: bool
    has_right_end: bool

    def bar(self, width: float, height: float) -> Bar:
        """A bar of this look from the origin on."""
        return Bar(
            box=Box(0.0, 0.0, width, height),
            ink=self.ink,
            fill=self.fill,
            is_band=self.is_band,
            has_end_ticks=self.has_end_ticks,
            is_dashed=self.is_dashed,
            coarse_start=0.0,
            coarse_end=0.0,
            cut_left=not self.has_left_end,
            cut_right=not self.has_right_end,
            mark=-1,
            mark_is_event=self.mark_is_event,
        )


@dataclass(slots=True, eq=False)
class _Pieces:
    """Parts of bars that look alike, in device pixels: left, top and width of each."""

    left: list[int]
    top: list[int]
    width: list[int]


class BarSprites:
    """Draws bars by copying sprites; the painter must be upright and draw pixels."""

    def __init__(
        self,
        painter: QPainter,
        ground: QColor,
        colours: dict[int, QColor],
        atlas: Atlas,
        device: DevicePixels,
    ) -> None:
        self._painter = painter
        self._ground = ground
        self._colours = colours
        self._atlas = atlas
        self._device = device
        self._pad = math.ceil(_OVERHANG_PX * device.scale)
        self._by_look: dict[_Look, _Pieces] = {}

    def draw(self, bars: Sequence[Bar]) -> None:
        """All bars; those that look alike are drawn together."""
        for bar in bars:
            self._sort_in(bar)
        batches = [
            rows for look, pieces in self._by_look.items() for rows in self._rows(look, pieces)
        ]
        if batches:
            draw_fragments(self._painter, np.concatenate(batches), self._atlas.pixmap)

    def _sort_in(self, bar: Bar) -> None:
        """Note the bar as one piece, or as a core between zones in which it begins and ends."""
        box, scale = bar.box, self._device.scale_x
        # Widths are rounded by themselves, so that they stay the same while panning.
        left = math.floor(box.x0 * scale + self._device.dx + 0.5)
        width = max(round((box.x1 - box.x0) * scale), 1)
        if bar.is_band or not (bar.coarse_start or bar.coarse_end):
            self._note(bar, left, width, (not bar.cut_left, not bar.cut_right), is_faint=False)
            return
        start = min(round(bar.coarse_start * scale), width)
        end = min(round(bar.coarse_end * scale), width - start)
        widths = (start, width - start - end, end)
        at_left = not bar.cut_left
        for at, piece in enumerate(widths):
            if piece:
                at_right = not bar.cut_right and not any(widths[at + 1 :])
                self._note(bar, left, piece, (at_left, at_right), is_faint=at != 1)
                left += piece
                at_left = False

    def _note(
        self, bar: Bar, left: int, width: int, ends: tuple[bool, bool], *, is_faint: bool
    ) -> None:
        scale = self._device.scale_y
        top = math.floor(bar.box.y0 * scale + self._device.dy + 0.5)
        height = max(round((bar.box.y1 - bar.box.y0) * scale), 1)
        look = _Look(
            bar.ink,
            bar.fill,
            bar.is_band,
            bar.has_end_ticks,
            bar.is_dashed,
            bar.mark_is_event,
            height,
            is_faint,
            *ends,
        )
        pieces = self._by_look.get(look)
        if pieces is None:
            pieces = self._by_look[look] = _Pieces([], [], [])
        pieces.left.append(left)
        pieces.top.append(top)
        pieces.width.append(width)

    def _rows(self, look: _Look, pieces: _Pieces) -> list[NDArray[np.float64]]:
        """The fragments of pieces: an end, the middle as often as it fits, the other end."""
        left, top, width = (
            np.array(column, np.int64) for column in (pieces.left, pieces.top, pieces.width)
        )
        top -= self._pad
        corner = math.ceil(max(look.height / 2, _LEAST_CORNER_PX * self._device.scale))
        at_left, at_right = corner * look.has_left_end, corner * look.has_right_end
        is_narrow = width < at_left + at_right
        found = []
        for short in np.unique(width[is_narrow]).tolist():
            which = width == short
            cell = self._cell(look, short)
            found.append(_fragments(left[which] - self._pad, top[which], cell, 0, cell.width))
        left, top, width = left[~is_narrow], top[~is_narrow], width[~is_narrow]
        if left.size == 0:
            return found
        cell = self._cell(look, _MIDDLE_PX + at_left + at_right)
        end = self._pad + corner
        if look.has_left_end:
            found.append(_fragments(left - self._pad, top, cell, 0, end))
        if look.has_right_end:
            found.append(_fragments(left + width - corner, top, cell, cell.width - end, end))
        begin = self._pad + at_left
        found += _middles(left + at_left, top, width - at_left - at_right, cell, begin)
        return found

    def _cell(self, look: _Look, width: int) -> Cell:
        """A drawn bar with room around it, ``width`` device pixels wide."""
        pad, scale = self._pad, self._device.scale

        def draw(painter: QPainter) -> None:
            colour = self._colours[look.ink]
            if look.is_faint:
                colour = mixed(colour, self._ground, COARSE_TINT)
            painter.translate(pad, pad)
            painter.scale(scale, scale)
            bar = look.bar(width / scale, look.height / scale)
            BarPainter(painter, self._ground).draw(bar, colour)

        key = ("bar", look, width)
        return self._atlas.cell(key, width + 2 * pad, look.height + 2 * pad, draw)


def _fragments(
    left: _Ints, top: _Ints, cell: Cell, begin: int, width: int | _Ints
) -> NDArray[np.float64]:
    """Parts of a cell that begin ``begin`` pixels in it, with their left upper corners."""
    rows = np.ones((left.size, FRAGMENT_COLUMNS))
    rows[:, 0] = left + np.asarray(width) / 2
    rows[:, 1] = top + cell.height / 2
    rows[:, 2] = cell.left + begin
    rows[:, 3] = cell.top
    rows[:, 4] = width
    rows[:, 5] = cell.height
    rows[:, 8] = 0.0
    return rows


def _middles(
    left: _Ints, top: _Ints, width: _Ints, cell: Cell, begin: int
) -> list[NDArray[np.float64]]:
    """The middle of a cell as often as each width needs it."""
    n_each = -(-width // _MIDDLE_PX)
    which = np.repeat(np.arange(width.size), n_each)
    step = (np.arange(which.size) - np.repeat(np.cumsum(n_each) - n_each, n_each)) * _MIDDLE_PX
    shown = np.minimum(width[which] - step, _MIDDLE_PX)
    return [_fragments(left[which] + step, top[which], cell, begin, shown)]
