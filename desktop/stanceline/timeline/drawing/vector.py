"""The marks of a timeline as shapes: for files of shapes and for turned painters."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.timeline.drawing.bars import BarPainter, SignPainter
from stanceline.timeline.drawing.glyphs import GlyphPainter
from stanceline.timeline.drawing.tiles import (
    column_colours,
    draw_columns,
    image_of,
    n_cells,
    pictures_of,
)
from stanceline.timeline.primitives import (
    Density,
    Fill,
    Floats,
    Glyph,
    Ink,
    Label,
    Layout,
    Points,
)

_MOST_CELLS = 5000
"""Above so many, counts go into a file as a picture: shapes would take megabytes."""
_FINER = 2
"""How many pixels of such a picture stand for one of the page."""


class VectorMarks:
    """Draws marks and texts one by one."""

    def __init__(self, painter: QPainter, ground: QColor, colours: dict[int, QColor]) -> None:
        self._painter = painter
        self._colours = colours
        self._column_colours = column_colours(colours, ground)
        self._glyphs = GlyphPainter(painter, ground)
        self._bars = BarPainter(painter, ground)
        self._signs = SignPainter(painter, ground)

    def densities(self, densities: tuple[Density, ...]) -> None:
        """Counts as columns, or as pictures where they are too many."""
        are_few = n_cells(densities) <= _MOST_CELLS
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for density in densities:
            if are_few:
                draw_columns(painter, density, self._column_colours)
            elif density.counts.size:
                self._picture(density)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _picture(self, density: Density) -> None:
        box = density.box
        height = max(round(box.height * _FINER), 1)
        pixels = pictures_of([density], [height], self._column_colours)[0]
        pixels = pixels[:, : density.counts.shape[0]]
        # Programs that show such files blur what they enlarge, so it is large already.
        pixels = np.repeat(pixels, max(round(density.column_px * _FINER), 1), axis=1)
        scale = pixels.shape[1] / (density.counts.shape[0] * density.column_px)
        left, right = (round((x - density.x0) * scale) for x in (box.x0, box.x1))
        shown = np.ascontiguousarray(pixels[:, max(left, 0) : right])
        begin = density.x0 + max(left, 0) / scale
        target = QRectF(begin, box.y0, shown.shape[1] / scale, box.height)
        # Otherwise a PDF would hold it as a photograph, with stains around the colours.
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        self._painter.drawImage(target, image_of(shown))

    def marks(self, layout: Layout) -> None:
        """Everything that stands for a mark, but texts."""
        colours, signs = self._colours, self._signs
        for link in layout.links:
            signs.link(link, colours[link.ink])
        for fade in layout.fades:
            signs.fade(fade, colours[fade.ink])
        for bar in layout.bars:
            self._bars.draw(bar, colours[bar.ink])
        for whisker in layout.whiskers:
            signs.whisker(whisker, colours[whisker.ink])
        for arrow in layout.arrows:
            signs.arrow(arrow, colours[arrow.ink])
        for report in layout.reports:
            signs.report(report, colours[Ink.TEXT], colours[Ink.MUTED])
        self._points(layout.points)

    def _points(self, points: Points) -> None:
        columns = (points.x, points.y, points.radius, points.glyph, points.fill)
        more = (points.ink, points.other_ink, points.count)
        for x, y, radius, glyph, fill, ink, other, count in zip(
            *(column.tolist() for column in (*columns, *more)), strict=True
        ):
            self._glyphs.draw(
                Glyph(glyph),
                Fill(fill),
                QPointF(x, y),
                radius,
                self._colours[ink],
                self._colours[other] if other >= 0 else None,
                is_stacked=count > 0,
            )

    def rings(self, points: Points, reaches: Floats, pen: QPen) -> None:
        """Circles around points, in the pen's look."""
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for x, y, reach in zip(points.x, points.y, reaches, strict=True):
            self._painter.drawEllipse(QPointF(float(x), float(y)), float(reach), float(reach))

    def texts(self, labels: Iterable[Label]) -> None:
        """Lines of text in their inks."""
        for label in labels:
            self._signs.text(label, self._colours[label.ink])
