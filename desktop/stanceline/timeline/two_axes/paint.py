"""How two times are drawn: what the usual timeline draws, and slopes and cells of counts."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from stanceline.timeline.drawing.bars import SignPainter, rect_of
from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.primitives import Ink, Label, Layout
from stanceline.timeline.render import NO_HIGHLIGHTS, Highlights, paint
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.layout import Slope, TwoAxesLayout
from stanceline.timeline.two_axes.table import Cells

_FAINTEST = 0.22
_SLOPE_DASHES = [2.0, 4.0]
_TICK_LENGTH = 4.0


def paint_two_axes(
    painter: QPainter,
    layout: TwoAxesLayout,
    style: Style,
    highlights: Highlights = NO_HIGHLIGHTS,
) -> None:
    """Draw two times with their ground from the painter's origin on."""
    painting = _TwoAxesPainting(painter, layout, style)
    paint(painter, layout.base, style, highlights, painting.draw_under)
    painting.draw_over()


class _TwoAxesPainting:
    """One drawing of one layout of two times."""

    def __init__(self, painter: QPainter, layout: TwoAxesLayout, style: Style) -> None:
        self._painter = painter
        self._layout = layout
        self._style = style
        self._ground = QColor(style.surface)
        self._signs = SignPainter(painter, self._ground)

    def _colour(self, ink: int) -> QColor:
        base = self._layout.base
        return self._style.colour(ink, base.stances, base.colours)

    def draw_under(self) -> None:
        """What lies below the marks."""
        painter = self._painter
        painter.save()
        painter.setClipRect(rect_of(self._layout.base.plot), Qt.ClipOperation.IntersectClip)
        self._rungs()
        if self._layout.cells is not None:
            self._cells(self._layout.cells)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for slope in self._layout.slopes:
            self._slope(slope)
        self._stretches()
        painter.restore()

    def draw_over(self) -> None:
        """The texts beside the plot and in its corners, and the ticks of the upright axis."""
        painter, plot = self._painter, self._layout.base.plot
        painter.save()
        painter.setPen(QPen(self._colour(Ink.LINE), 1))
        x = int(plot.x0) + 0.5
        painter.drawLine(QLineF(x, plot.y0, x, plot.y1))
        painter.drawLines(
            [
                QLineF(x - _TICK_LENGTH, _crisp(rung.y), x, _crisp(rung.y))
                for rung in self._layout.rungs
            ]
        )
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for label in self._layout.texts:
            self._text(label)
        painter.restore()

    def _text(self, label: Label) -> None:
        self._signs.text(label, self._colour(label.ink))

    def _rungs(self) -> None:
        plot = self._layout.base.plot
        has_strong = any(rung.is_strong for rung in self._layout.rungs)
        self._painter.setPen(QPen(self._colour(Ink.LINE), 1))
        self._painter.drawLines(
            [
                QLineF(plot.x0, _crisp(rung.y), plot.x1, _crisp(rung.y))
                for rung in self._layout.rungs
                if rung.is_strong or not has_strong
            ]
        )

    def _slope(self, slope: Slope) -> None:
        pen = QPen(flat(self._colour(Ink.ACCENT if slope.is_diagonal else Ink.MUTED), 0.75))
        pen.setWidthF(1.2 if slope.is_diagonal else 1.0)
        if not slope.is_diagonal:
            pen.setDashPattern(_SLOPE_DASHES)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(slope.x0, slope.y0, slope.x1, slope.y1))
        if slope.label is not None:
            self._text(slope.label)

    def _stretches(self) -> None:
        lines, inks = self._layout.stretches, self._layout.stretch_inks
        for ink in np.unique(inks).tolist():
            self._painter.setPen(QPen(flat(self._colour(ink), 0.4), 1))
            self._painter.drawLines([QLineF(*line) for line in lines[inks == ink].tolist()])

    def _cells(self, cells: Cells) -> None:
        """The counts as one picture with a pixel for each cell, blown up without smoothing."""
        box = self._layout.cells_box
        if box is None or cells.counts.size == 0:
            return
        pixels = _pixels(cells, self._layout.base, self._style)
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        self._painter.drawImage(QRectF(box.x0, box.y0, box.width, box.height), image)


def _pixels(cells: Cells, base: Layout, style: Style) -> NDArray[np.uint32]:
    """The cells as colours, the latest row first: the fuller a cell, the stronger it is."""
    inks = [*range(len(base.stances)), Ink.MUTED, Ink.TEXT]
    colours = np.array(
        [style.colour(ink, base.stances, base.colours).rgb() & 0xFFFFFF for ink in inks],
        np.uint32,
    )
    counts = np.flipud(cells.counts)
    share = np.log1p(counts) / np.log1p(max(cells.highest, 1))
    strength = np.where(counts > 0, _FAINTEST + (1 - _FAINTEST) * np.minimum(share, 1.0), 0.0)
    alpha = np.rint(255 * strength).astype(np.uint32) << 24
    return np.ascontiguousarray(colours[np.flipud(cells.inks)] | alpha)


def _crisp(at: float) -> float:
    """The middle of the pixel, where a line one pixel wide is sharp."""
    return int(at) + 0.5
