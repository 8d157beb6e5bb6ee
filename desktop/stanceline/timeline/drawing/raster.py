"""The marks of a timeline as copies of small pictures: for screens and images of pixels."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.timeline.drawing.bar_sprites import BarSprites
from stanceline.timeline.drawing.bars import (
    FIRST_REPORT_MORE_PX,
    FIRST_REPORT_PX,
    LINK_PX,
    REPORT_PX,
    WHISKER_CAP_PX,
    WHISKER_PX,
    SignPainter,
)
from stanceline.timeline.drawing.batches import DevicePixels, draw_rects
from stanceline.timeline.drawing.sprites import PointSprites, atlas_for
from stanceline.timeline.drawing.texts import TextPainter
from stanceline.timeline.drawing.tiles import column_colours, draw_densities
from stanceline.timeline.primitives import Density, Floats, Ink, Label, Layout, Points

_Rows = defaultdict[int, list[tuple[float, float, float, float]]]


class RasterMarks:
    """Draws marks and texts many at a time; the painter must be upright and draw pixels."""

    def __init__(self, painter: QPainter, ground: QColor, colours: dict[int, QColor]) -> None:
        self._painter = painter
        self._ground = ground
        self._colours = colours
        self._device = DevicePixels(painter)
        self._signs = SignPainter(painter, ground)
        self._texts = TextPainter(painter, colours, self._device)

    def densities(self, densities: tuple[Density, ...]) -> None:
        """Counts as pictures."""
        if densities:
            colours = column_colours(self._colours, self._ground)
            with self._device as device:
                draw_densities(self._painter, densities, colours, device)

    def marks(self, layout: Layout) -> None:
        """Everything that stands for a mark, but texts."""
        painter, colours = self._painter, self._colours
        for fade in layout.fades:
            self._signs.fade(fade, colours[fade.ink])
        self._lines(layout)
        for arrow in layout.arrows:
            self._signs.arrow(arrow, colours[arrow.ink])
        with self._device as device:
            atlas = atlas_for(device.scale, self._ground, colours)
            BarSprites(painter, self._ground, colours, atlas, device).draw(layout.bars)
            PointSprites(painter, self._ground, colours, atlas, device).draw(layout.points)

    def _lines(self, layout: Layout) -> None:
        """Links, whiskers and the ticks of reports, all of one ink in one call."""
        rows: _Rows = defaultdict(list)
        for link in layout.links:
            if link.is_dotted:
                self._signs.link(link, self._colours[link.ink])
            else:
                left, right = min(link.x0, link.x1), max(link.x0, link.x1)
                rows[link.ink].append((left, link.y - LINK_PX / 2, right - left, LINK_PX))
        for whisker in layout.whiskers:
            left, right = min(whisker.x0, whisker.x1), max(whisker.x0, whisker.x1)
            top, half = whisker.y - WHISKER_PX / 2, WHISKER_PX / 2
            cap = 2 * WHISKER_CAP_PX
            rows[whisker.ink].append((left, top, right - left, WHISKER_PX))
            cap_top = whisker.y - WHISKER_CAP_PX
            rows[whisker.ink].append((whisker.x1 - half, cap_top, WHISKER_PX, cap))
        for report in layout.reports:
            is_first = report.order == 0
            wide = FIRST_REPORT_PX if is_first else REPORT_PX
            more = FIRST_REPORT_MORE_PX if is_first else 0.0
            ink = int(Ink.TEXT if is_first else Ink.MUTED)
            tall = report.y1 - report.y0 + more
            rows[ink].append((report.x - wide / 2, report.y0, wide, tall))
        self._painter.setPen(Qt.PenStyle.NoPen)
        for ink, rects in rows.items():
            self._painter.setBrush(self._colours[ink])
            draw_rects(self._painter, np.array(rects))

    def rings(self, points: Points, reaches: Floats, pen: QPen) -> None:
        """Circles around points, in the pen's look."""
        with self._device as device:
            atlas = atlas_for(device.scale, self._ground, self._colours)
            sprites = PointSprites(self._painter, self._ground, self._colours, atlas, device)
            sprites.draw_rings(points, reaches, pen)

    def texts(self, labels: Iterable[Label]) -> None:
        """Lines of text in their inks."""
        self._texts.draw_all(labels)
