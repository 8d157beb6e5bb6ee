"""Bars put together from the ends and the middle of one that was drawn before."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtGui import QColor, QPainter

from stanceline.timeline.drawing.bars import COARSE_TINT, BarPainter
from stanceline.timeline.drawing.batches import FRAGMENT_COLUMNS, DevicePixels, draw_fragments
from stanceline.timeline.drawing.sprites import Atlas, Cell
from stanceline.timeline.primitives import Bar, Box, Fill
from stanceline.timeline.style import mixed

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


_Row = tuple[float, float, float, float, float, float]
"""The middle of a fragment in device pixels, and its box in the atlas."""


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
        self._rows: list[_Row] = []

    def draw(self, bars: Sequence[Bar]) -> None:
        """All bars; those that look alike are drawn together."""
        for bar in bars:
            self._add(bar)
        if self._rows:
            rows = np.ones((len(self._rows), FRAGMENT_COLUMNS))
            rows[:, :6] = self._rows
            rows[:, 8] = 0.0
            draw_fragments(self._painter, rows, self._atlas.pixmap)

    def _add(self, bar: Bar) -> None:
        """Add the bar as one piece, or as a core between zones in which it begins and ends."""
        box, scale = bar.box, self._device.scale_x
        # Widths are rounded by themselves, so that they stay the same while panning.
        left = math.floor(box.x0 * scale + self._device.dx + 0.5)
        width = max(round((box.x1 - box.x0) * scale), 1)
        if bar.is_band or not (bar.coarse_start or bar.coarse_end):
            self._add_piece(bar, left, width, (not bar.cut_left, not bar.cut_right), is_faint=False)
            return
        start = min(round(bar.coarse_start * scale), width)
        end = min(round(bar.coarse_end * scale), width - start)
        widths = (start, width - start - end, end)
        at_left = not bar.cut_left
        for at, piece in enumerate(widths):
            if piece:
                at_right = not bar.cut_right and not any(widths[at + 1 :])
                self._add_piece(bar, left, piece, (at_left, at_right), is_faint=at != 1)
                left += piece
                at_left = False

    def _add_piece(
        self, bar: Bar, left: int, width: int, ends: tuple[bool, bool], *, is_faint: bool
    ) -> None:
        scale = self._device.scale_y
        top = math.floor(bar.box.y0 * scale + self._device.dy + 0.5)
        height = max(round((bar.box.y1 - bar.box.y0) * scale), 1)
        key = (
            *(bar.ink, bar.fill, bar.is_band, bar.has_end_ticks, bar.is_dashed),
            *(bar.mark_is_event, height, is_faint),
            *ends,
        )
        corner = math.ceil(max(height / 2, _LEAST_CORNER_PX * scale))
        look, long_cell = self._atlas.bars.get(key) or self._learnt(key, corner)
        top -= self._pad
        if width < corner * ends[0] + corner * ends[1]:
            cell = self._cell(look, width)
            self._copy(left - self._pad, top, cell, 0, cell.width)
        else:
            self._add_long(look, long_cell, left, top, width, corner)

    def _learnt(self, key: tuple[Any, ...], corner: int) -> tuple[_Look, Cell]:
        """A look, with a long bar of it from which others are cut."""
        look = _Look(*key)
        # All are cut from one with both ends, whose middle has no edges of its own.
        whole = look._replace(has_left_end=True, has_right_end=True)
        found = self._atlas.bars[key] = look, self._cell(whole, _MIDDLE_PX + 2 * corner)
        return found

    def _add_long(
        self, look: _Look, cell: Cell, left: int, top: int, width: int, corner: int
    ) -> None:
        """An end, the middle as often as it fits, and the other end."""
        end = self._pad + corner
        x, right = left, left + width
        if look.has_left_end:
            self._copy(left - self._pad, top, cell, 0, end)
            x += corner
        if look.has_right_end:
            right -= corner
            self._copy(right, top, cell, cell.width - end, end)
        while x < right:
            self._copy(x, top, cell, end, min(right - x, _MIDDLE_PX))
            x += _MIDDLE_PX

    def _copy(self, left: int, top: int, cell: Cell, begin: int, width: int) -> None:
        """Part of a cell that begins so many pixels in it, with its left upper corner."""
        middle = (left + width / 2, top + cell.height / 2)
        self._rows.append((*middle, cell.left + begin, cell.top, width, cell.height))

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
