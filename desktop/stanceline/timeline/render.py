"""The one way a timeline is drawn: on the screen and in every image that is exported."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPen,
)

from stanceline.timeline.fonts import font_of
from stanceline.timeline.lanes import Place
from stanceline.timeline.primitives import (
    Badge,
    Density,
    Ink,
    Label,
    LaneBox,
    Layout,
    Point,
    Role,
    StripRun,
    Tick,
)
from stanceline.timeline.style import Style, mixed

__all__ = ["Highlights", "Style", "paint"]

from stanceline.timeline.glyphs import BarPainter, GlyphPainter, SignPainter, flat, rect_of

_STRIP_TINT = 0.62
_TICK_LENGTH = 4.0
_RING_GAP = 3.5


@dataclass(frozen=True, slots=True)
class Highlights:
    """Which marks stand out: selected, under the pointer, and where the keyboard is."""

    selected: int | None = None
    hovered: int | None = None
    focused: Place | None = None


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
        self._grid()
        self._lane_lines()
        self._today_line()
        self._stance_strips(layout.strips)
        for density in layout.densities:
            self._density(density)
        self._under_highlights()
        self._marks()
        self._texts(layout.labels)
        self._rings()
        self._header()
        self._axis()
        painter.restore()

    # ----------------------------------------------------------------- ground

    def _grid(self) -> None:
        plot = self._layout.plot
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        bottom = min(plot.y1, plot.y0 + self._layout.content_height - self._layout.scroll_y)
        lines = [
            QLineF(_crisp(tick.x), plot.y0, _crisp(tick.x), bottom)
            for tick in (self._layout.axis.periods or self._layout.axis.ticks)
            if plot.x0 <= tick.x <= plot.x1
        ]
        self._painter.drawLines(lines)

    def _lane_lines(self) -> None:
        self._painter.setPen(QPen(flat(self._colours[Ink.LINE], 0.75), 1))
        plot = self._layout.plot
        for lane in self._layout.lanes:
            y = _crisp(lane.box.y1 - 1)
            if plot.y0 < y < plot.y1:
                self._painter.drawLine(QLineF(0, y, self._layout.width, y))

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
        for at, ink in enumerate(density.inks):
            painter.setBrush(self._colours[ink])
            boxes = density.boxes[density.first[at] : density.first[at + 1]].tolist()
            painter.drawRects([QRectF(*box) for box in boxes])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _today_line(self) -> None:
        layout = self._layout
        if layout.today_x is None or layout.today_label is None:
            return
        self._painter.setPen(QPen(flat(self._colours[Ink.ACCENT], 0.6), 1))
        x = _crisp(layout.today_x)
        self._painter.drawLine(QLineF(x, layout.axis_box.y1, x, layout.plot.y1))

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
        self._points()
        for badge in layout.badges:
            self._badge(badge)

    def _points(self) -> None:
        def look(point: Point) -> tuple[int, int, int]:
            return (point.glyph, point.fill, point.ink)

        for _, points in groupby(self._layout.points, key=look):
            for point in points:
                other = self._colours[point.other_ink] if point.other_ink >= 0 else None
                self._glyphs.draw(
                    point.glyph,
                    point.fill,
                    QPointF(point.x, point.y),
                    point.radius,
                    self._colours[point.ink],
                    other,
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

    def _text(self, label: Label) -> None:
        self._signs.text(label, self._colours[label.ink])

    # ----------------------------------------------------------------- highlights

    def _under_highlights(self) -> None:
        """A tint behind the labels of the marks that stand out."""
        marks = {self._highlights.selected, self._highlights.hovered}
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._style.accent_soft))
        for label in self._layout.labels:
            if label.mark in marks and label.mark >= 0:
                self._painter.drawRoundedRect(rect_of(label.box).adjusted(-4, -1, 4, 1), 4, 4)

    def _rings(self) -> None:
        chosen = self._highlights
        accent = self._colours[Ink.ACCENT]
        focused = chosen.focused.mark if chosen.focused else None
        for mark, pen in (
            (chosen.hovered, QPen(flat(accent, 0.55), 1.5)),
            (chosen.selected, QPen(accent, 1.8)),
            (focused, QPen(accent, 2.4)),
        ):
            if mark is not None and mark >= 0:
                self._ring(mark, pen)

    def _ring(self, mark: int, pen: QPen) -> None:
        painter = self._painter
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for point in self._layout.points:
            if point.mark == mark:
                reach = max(point.radius, 4) + _RING_GAP
                painter.drawEllipse(QPointF(point.x, point.y), reach, reach)
        for bar in self._layout.bars:
            if bar.mark == mark:
                box = rect_of(bar.box).adjusted(-_RING_GAP, -_RING_GAP, _RING_GAP, _RING_GAP)
                painter.drawRoundedRect(box, 5, 5)

    # ----------------------------------------------------------------- header and axis

    def _header(self) -> None:
        layout = self._layout
        self._painter.fillRect(rect_of(layout.header_box), self._ground)
        self._painter.setPen(QPen(flat(self._colours[Ink.LINE], 0.75), 1))
        for lane in layout.lanes:
            y = _crisp(lane.box.y1 - 1)
            if layout.plot.y0 < y < layout.plot.y1:
                self._painter.drawLine(QLineF(0, y, layout.plot.x0, y))
        x = _crisp(layout.plot.x0)
        bottom = min(layout.plot.y1, layout.plot.y0 + layout.content_height - layout.scroll_y)
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        self._painter.drawLine(QLineF(x, layout.plot.y0, x, bottom))
        for lane in layout.lanes:
            self._lane_texts(lane)

    def _lane_texts(self, lane: LaneBox) -> None:
        for label in (lane.title, lane.note):
            if label is not None:
                self._text(label)

    def _axis(self) -> None:
        layout = self._layout
        box = layout.axis_box
        self._painter.fillRect(rect_of(box), self._ground)
        line = QPen(self._colours[Ink.LINE], 1)
        self._painter.setPen(line)
        self._painter.drawLine(QLineF(0, box.y1 - 0.5, layout.width, box.y1 - 0.5))
        self._tick_lines(layout.axis.ticks, box.y1 - _TICK_LENGTH, box.y1)
        self._tick_lines(layout.axis.periods, box.y0 + 4, box.y1)
        for tick in (*layout.axis.periods, *layout.axis.ticks):
            if tick.label is not None:
                self._text(tick.label)
        if layout.today_label is not None:
            self._today_label(layout.today_label)

    def _today_label(self, label: Label) -> None:
        """The word at the lower edge of the axis, on the accent colour."""
        box = rect_of(label.box).adjusted(-5, 0, 5, 0)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._colours[Ink.ACCENT])
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
