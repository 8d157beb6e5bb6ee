"""The one way a timeline is drawn: on the screen and in every image that is exported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.timeline.new.bars import BarPainter, SignPainter, rect_of
from stanceline.timeline.new.fonts import font_of
from stanceline.timeline.new.glyphs import GlyphPainter, flat
from stanceline.timeline.new.primitives import (
    Badge,
    Band,
    Coverage,
    Density,
    Fill,
    Fold,
    Glyph,
    Ink,
    Label,
    LaneBox,
    Layout,
    Pin,
    Report,
    Role,
    StripRun,
    Tick,
)
from stanceline.timeline.new.style import Style, mixed

if TYPE_CHECKING:
    from stanceline.timeline.new.lanes import Place

__all__ = ["NO_HIGHLIGHTS", "Highlights", "Style", "paint"]

_STRIP_TINT = 0.62
_BAND_TINT = 0.07
_BAND_EDGE_TINT = 0.35
_COVERAGE_TINT = 0.45
_FOLD_TINT = 0.10
_TICK_LENGTH = 4.0
_RING_GAP = 3.5
_VEIL = 0.78


@dataclass(frozen=True, slots=True)
class Highlights:
    """Which marks stand out: selected, under the pointer, and where the keyboard is.

    ``dragged`` is a mark whose date is being changed. ``now_x`` is where time stands while
    it is played step by step: what lies behind it is veiled.
    """

    selected: frozenset[int] = frozenset()
    hovered: int | None = None
    focused: "Place | None" = None
    dragged: int | None = None
    now_x: float | None = None


NO_HIGHLIGHTS = Highlights()


def paint(
    painter: QPainter, layout: Layout, style: Style, highlights: Highlights = NO_HIGHLIGHTS
) -> None:
    """Draw a layout with its ground from the painter's origin on."""
    _Painting(painter, layout, style, highlights).paint()


def _crisp(at: float) -> float:
    """The middle of the pixel, where a line one pixel wide is sharp."""
    return int(at) + 0.5


class _Painting:
    """One drawing of one layout."""

    def __init__(
        self, painter: QPainter, layout: Layout, style: Style, highlights: Highlights
    ) -> None:
        self._painter = painter
        self._layout = layout
        self._style = style
        self._highlights = highlights
        self._ground = QColor(style.surface)
        self._glyphs = GlyphPainter(painter, self._ground)
        self._bars = BarPainter(painter, self._ground)
        self._signs = SignPainter(painter, self._ground)
        self._colours = {
            ink: style.colour(ink, layout.stances) for ink in [*Ink, *range(len(layout.stances))]
        }

    def paint(self) -> None:
        painter, layout = self._painter, self._layout
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRectF(0, 0, layout.width, layout.height), self._ground)
        self._bands(layout.bands)
        self._grid()
        self._folds(layout.folds)
        self._lane_lines(0)
        self._today_line()
        self._pin_lines(layout.pins)
        self._stance_strips(layout.strips)
        for density in layout.densities:
            self._density(density)
        self._under_highlights()
        self._marks()
        self._texts(layout.labels)
        self._rings()
        self._now()
        self._header()
        self._axis()
        painter.restore()

    @property
    def _bottom(self) -> float:
        """Where the lanes end."""
        layout = self._layout
        return min(layout.plot.y1, layout.plot.y0 + layout.content_height - layout.scroll_y)

    # ----------------------------------------------------------------- ground

    def _bands(self, bands: Iterable[Band]) -> None:
        painter = self._painter
        for band in bands:
            colour = self._colours[band.ink]
            box = rect_of(band.box)
            painter.fillRect(box, flat(colour, _BAND_TINT))
            painter.setPen(QPen(flat(colour, _BAND_EDGE_TINT), 1))
            plot = self._layout.plot
            for x in (band.box.x0, band.box.x1):
                if plot.x0 < x < plot.x1:
                    painter.drawLine(QLineF(_crisp(x), box.top(), _crisp(x), box.bottom()))

    def _grid(self) -> None:
        plot = self._layout.plot
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        lines = [
            QLineF(_crisp(tick.x), plot.y0, _crisp(tick.x), self._bottom)
            for tick in (self._layout.axis.periods or self._layout.axis.ticks)
            if plot.x0 <= tick.x <= plot.x1
        ]
        self._painter.drawLines(lines)

    def _folds(self, folds: Iterable[Fold]) -> None:
        """A silent stretch as a crease: a darker strip between two torn edges."""
        painter, plot = self._painter, self._layout.plot
        for fold in folds:
            box = QRectF(fold.x0, plot.y0, fold.x1 - fold.x0, self._bottom - plot.y0)
            painter.fillRect(box, mixed(self._colours[Ink.MUTED], self._ground, _FOLD_TINT))
            pen = QPen(flat(self._colours[Ink.MUTED], 0.7), 1)
            pen.setDashPattern([2.0, 3.0])
            painter.setPen(pen)
            for x in (fold.x0, fold.x1):
                painter.drawLine(QLineF(_crisp(x), plot.y0, _crisp(x), self._bottom))

    def _lane_lines(self, left: float) -> None:
        """The lines between lanes, from ``left`` on; those between nested ones are fainter."""
        plot = self._layout.plot
        lanes = self._layout.lanes
        right = self._layout.width if left == 0 else left
        for at, lane in enumerate(lanes):
            y = _crisp(lane.box.y1 - 1)
            if plot.y0 < y < plot.y1:
                is_inner = at + 1 < len(lanes) and lanes[at + 1].depth > 0
                strength = 0.4 if is_inner else 0.75
                self._painter.setPen(QPen(flat(self._colours[Ink.LINE], strength), 1))
                self._painter.drawLine(QLineF(0, y, right, y))

    def _stance_strips(self, strips: Iterable[StripRun]) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        for run in strips:
            painter.setBrush(mixed(self._colours[run.ink], self._ground, _STRIP_TINT))
            painter.drawRect(rect_of(run.box))

    def _density(self, density: Density) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        box = density.box
        tops = np.cumsum(density.counts, axis=1) * (box.height / max(density.highest, 1))
        for at, ink in enumerate(density.inks):
            painter.setBrush(self._colours[ink])
            below = tops[:, at - 1] if at else np.zeros(len(tops))
            rects = [
                QRectF(
                    density.x0 + column * density.column_px,
                    box.y1 - min(tops[column, at], box.height),
                    density.column_px,
                    tops[column, at] - below[column],
                )
                for column in np.flatnonzero(density.counts[:, at])
            ]
            painter.drawRects(rects)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _today_line(self) -> None:
        layout = self._layout
        if layout.today_x is None or layout.today_label is None:
            return
        self._painter.setPen(QPen(flat(self._colours[Ink.ACCENT], 0.6), 1))
        x = _crisp(layout.today_x)
        self._painter.drawLine(QLineF(x, layout.axis_box.y1, x, layout.plot.y1))

    def _pin_lines(self, pins: Iterable[Pin]) -> None:
        pen = QPen(flat(self._colours[Ink.ACCENT], 0.55), 1)
        pen.setDashPattern([3.0, 3.0])
        self._painter.setPen(pen)
        for pin in pins:
            x = _crisp(pin.x)
            self._painter.drawLine(QLineF(x, pin.label.box.y1, x, self._bottom))

    # ----------------------------------------------------------------- marks

    def _marks(self) -> None:
        layout = self._layout
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
        self._reports(layout.reports)
        self._points()
        for badge in layout.badges:
            self._badge(badge)

    def _reports(self, reports: Iterable[Report]) -> None:
        """Ticks under an event; who had it first stands out."""
        for report in reports:
            is_first = report.order == 0
            ink = Ink.TEXT if is_first else Ink.MUTED
            self._painter.setPen(QPen(self._colours[ink], 1.6 if is_first else 1.0))
            self._painter.drawLine(QLineF(report.x, report.y0, report.x, report.y1))
            if is_first:
                self._painter.setBrush(self._colours[ink])
                self._painter.drawEllipse(QPointF(report.x, report.y1), 1.2, 1.2)

    def _points(self) -> None:
        points = self._layout.points
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

    def _badge(self, badge: Badge) -> None:
        box = rect_of(badge.box)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(mixed(self._colours[Ink.MUTED], self._ground, 0.16))
        radius = box.height() / 2
        self._painter.drawRoundedRect(box, radius, radius)
        self._painter.setPen(self._colours[Ink.MUTED])
        self._painter.setFont(font_of(Role.BADGE))
        self._painter.drawText(QPointF(box.left() + 5, box.center().y() + 4), badge.text)

    # ----------------------------------------------------------------- texts

    def _texts(self, labels: Iterable[Label]) -> None:
        for label in labels:
            if label.on_bar:
                self._painter.fillRect(rect_of(label.box).adjusted(-4, 0, 4, 0), self._ground)
            self._text(label)
        for band in self._layout.bands:
            if band.title is not None:
                self._text(band.title)

    def _text(self, label: Label) -> None:
        self._signs.text(label, self._colours[label.ink])

    # ----------------------------------------------------------------- highlights

    def _under_highlights(self) -> None:
        """A tint behind the labels of the marks that stand out."""
        chosen = self._highlights
        marks = chosen.selected | {chosen.hovered, chosen.dragged} - {None}
        if not marks:
            return
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._style.accent_soft))
        for label in self._layout.labels:
            if label.mark >= 0 and label.mark in marks:
                self._painter.drawRoundedRect(rect_of(label.box).adjusted(-4, -1, 4, 1), 4, 4)

    def _rings(self) -> None:
        chosen = self._highlights
        accent = self._colours[Ink.ACCENT]
        if chosen.hovered is not None:
            self._ring_all([chosen.hovered], QPen(flat(accent, 0.55), 1.5))
        if chosen.selected:
            self._ring_all(sorted(chosen.selected), QPen(accent, 1.8))
        if chosen.dragged is not None:
            dashed = QPen(accent, 1.5)
            dashed.setDashPattern([3.0, 2.0])
            self._ring_all([chosen.dragged], dashed)
        if chosen.focused is not None:
            self._ring_all([chosen.focused.mark], QPen(accent, 2.4))

    def _ring_all(self, marks: Sequence[int], pen: QPen) -> None:
        painter, points = self._painter, self._layout.points
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at in np.flatnonzero(np.isin(points.mark, marks)):
            reach = max(float(points.radius[at]), 4.0) + _RING_GAP
            painter.drawEllipse(QPointF(float(points.x[at]), float(points.y[at])), reach, reach)
        wanted = set(marks)
        for bar in self._layout.bars:
            if bar.mark in wanted:
                box = rect_of(bar.box).adjusted(-_RING_GAP, -_RING_GAP, _RING_GAP, _RING_GAP)
                painter.drawRoundedRect(box, 5, 5)

    def _now(self) -> None:
        """The moving line while time is played, and a veil over what is yet to come."""
        x, plot = self._highlights.now_x, self._layout.plot
        if x is None:
            return
        x = min(max(x, plot.x0), plot.x1)
        veil = QRectF(x, plot.y0, plot.x1 - x, plot.height)
        self._painter.fillRect(veil, flat(self._ground, _VEIL))
        self._painter.setPen(QPen(self._colours[Ink.ACCENT], 1.5))
        self._painter.drawLine(QLineF(x, plot.y0, x, plot.y1))

    # ----------------------------------------------------------------- header and axis

    def _header(self) -> None:
        layout = self._layout
        self._painter.fillRect(rect_of(layout.header_box), self._ground)
        self._lane_lines(layout.plot.x0)
        x = _crisp(layout.plot.x0)
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        self._painter.drawLine(QLineF(x, layout.plot.y0, x, self._bottom))
        for lane in layout.lanes:
            self._lane_header(lane)

    def _lane_header(self, lane: LaneBox) -> None:
        for label in (lane.title, lane.note):
            if label is not None:
                self._text(label)
        painter = self._painter
        if lane.toggle is not None:
            glyph_box = rect_of(lane.toggle)
            centre = glyph_box.center()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[Ink.MUTED])
            corners = (
                [(-2.5, -4.0), (3.0, 0.0), (-2.5, 4.0)]
                if lane.is_collapsed
                else [(-4.0, -2.5), (4.0, -2.5), (0.0, 3.0)]
            )
            painter.drawPolygon([centre + QPointF(x, y) for x, y in corners])
        if lane.is_pinned and lane.title is not None:
            box = lane.title.box
            self._pin_sign(QPointF(box.x0 - 7, (box.y0 + box.y1) / 2))

    def _pin_sign(self, at: QPointF) -> None:
        """A drawing pin beside the title of a lane that stays at the top."""
        self._painter.setPen(QPen(self._colours[Ink.ACCENT], 1.2))
        self._painter.setBrush(self._colours[Ink.ACCENT])
        self._painter.drawEllipse(at + QPointF(0, -2), 2.4, 2.4)
        self._painter.drawLine(QLineF(at, at + QPointF(0, 5)))

    def _axis(self) -> None:
        layout = self._layout
        box = layout.axis_box
        self._painter.fillRect(QRectF(0, 0, layout.width, layout.plot.y0), self._ground)
        if layout.coverage is not None:
            self._coverage(layout.coverage)
        line = QPen(self._colours[Ink.LINE], 1)
        self._painter.setPen(line)
        self._painter.drawLine(QLineF(0, box.y1 - 0.5, layout.width, box.y1 - 0.5))
        self._tick_lines(layout.axis.ticks, box.y1 - _TICK_LENGTH, box.y1)
        self._tick_lines(layout.axis.periods, box.y0 + 4, box.y1)
        for tick in (*layout.axis.periods, *layout.axis.ticks):
            if tick.label is not None:
                self._text(tick.label)
        for fold in layout.folds:
            if fold.label is not None:
                self._text(fold.label)
        for pin in layout.pins:
            self._flag(pin)
        if layout.today_label is not None:
            self._on_patch(layout.today_label, self._colours[Ink.ACCENT])

    def _coverage(self, coverage: Coverage) -> None:
        """Columns of how many articles are held, with a line to stand on."""
        painter, box = self._painter, coverage.box
        painter.fillRect(rect_of(box), self._ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self._colours[Ink.MUTED], self._ground, _COVERAGE_TINT))
        heights = np.minimum(coverage.counts / max(coverage.highest, 1), 1.0) * box.height
        rects = [
            QRectF(coverage.x0 + at * coverage.column_px, box.y1 - tall, coverage.column_px, tall)
            for at, tall in enumerate(heights.tolist())
            if tall > 0
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawRects(rects)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _flag(self, pin: Pin) -> None:
        """A note on a soft patch, with the head of its pin on its line."""
        self._on_patch(pin.label, QColor(self._style.accent_soft))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._colours[Ink.ACCENT])
        self._painter.drawEllipse(QPointF(_crisp(pin.x), pin.label.box.y1 + 1), 2.5, 2.5)

    def _on_patch(self, label: Label, ground: QColor) -> None:
        box = rect_of(label.box).adjusted(-5, 0, 5, 0)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(box, 4, 4)
        self._text(label)

    def _tick_lines(self, ticks: Iterable[Tick], top: float, bottom: float) -> None:
        plot = self._layout.plot
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        lines = [
            QLineF(_crisp(tick.x), top, _crisp(tick.x), bottom)
            for tick in ticks
            if plot.x0 <= tick.x <= plot.x1
        ]
        self._painter.drawLines(lines)
