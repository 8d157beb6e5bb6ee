"""The strip below the lanes: all marks as a histogram, and a brush for the window."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stanceline.timeline.glyphs import flat
from stanceline.timeline.lanes import Lanes
from stanceline.timeline.primitives import Floats
from stanceline.timeline.style import Style, mixed
from stanceline.timeline.windows import TimeWindow, clamped

_HEIGHT = 34
_LOW_HEIGHT = 24
_COLUMN_PX = 3
_GRIP_PX = 5.0
_SHORTEST_BRUSH_PX = 4.0
_MOST_TIMES_DENSE = 6.0
_ROOM_AROUND_DENSE = 0.25


def _worth_showing(lanes: Lanes) -> TimeWindow | None:
    """The whole extent, or the dense part with some room when outliers lie far away.

    Otherwise one mark of another century would make all the others one column.
    """
    whole, dense = lanes.extent, lanes.first
    if whole is None or dense is None or whole.seconds <= _MOST_TIMES_DENSE * dense.seconds:
        return whole
    room = _ROOM_AROUND_DENSE * dense.seconds
    return TimeWindow(max(dense.t0 - room, whole.t0), min(dense.t1 + room, whole.t1))


class Overview(QWidget):
    """How the marks lie over the whole extent, and which part of it the window shows.

    ``window_wanted`` is emitted while the brush is dragged.
    """

    window_wanted = Signal(float, float)
    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._middles: Floats = np.empty(0)
        self._extent: TimeWindow | None = None
        self._window: TimeWindow | None = None
        self._style = Style.light()
        self._is_low = False
        self._left = 0.0
        self._right = 0.0
        self._drag: tuple[str, float, TimeWindow] | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Overview of the whole timeline"))

    def sizeHint(self) -> QSize:
        """As wide as there is room, and one line high."""
        height = _LOW_HEIGHT if self._is_low else _HEIGHT
        return QSize(400, round(height * self._style.scale))

    def set_low(self, *, is_low: bool) -> None:
        """Whether to take less height, for a timeline that has little itself."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.updateGeometry()

    def set_lanes(self, lanes: Lanes) -> None:
        """Show the marks of these lanes."""
        table = lanes.table
        self._middles = np.sort(table.middle[table.is_dated])
        self._extent = _worth_showing(lanes)
        self.update()

    def set_style(self, style: Style) -> None:
        """Draw in these colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def set_window(self, window: TimeWindow) -> None:
        """Show which part the window is."""
        self._window = window
        self.update()

    def set_margins(self, left: float, right: float) -> None:
        """Align the histogram with the plot above it."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.update()

    # ----------------------------------------------------------------- geometry

    def _span(self) -> tuple[float, float]:
        return self._left, max(self.width() - self._right, self._left + 1.0)

    def _x(self, t: float) -> float:
        left, right = self._span()
        if self._extent is None:
            return left
        x = left + (t - self._extent.t0) / self._extent.seconds * (right - left)
        return min(max(x, left), right)

    def _t(self, x: float) -> float:
        left, right = self._span()
        if self._extent is None:
            return 0.0
        return self._extent.t0 + (x - left) / (right - left) * self._extent.seconds

    def brush_middle(self) -> float:
        """Where the middle of the brush is, in pixels."""
        brush = self._brush()
        return sum(brush) / 2 if brush else self._left

    def _brush(self) -> tuple[float, float] | None:
        if self._window is None or self._extent is None:
            return None
        x0, x1 = self._x(self._window.t0), self._x(self._window.t1)
        if x1 - x0 < _SHORTEST_BRUSH_PX:
            middle = (x0 + x1) / 2
            x0, x1 = middle - _SHORTEST_BRUSH_PX / 2, middle + _SHORTEST_BRUSH_PX / 2
        return x0, x1

    # ----------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw histogram and brush."""
        del event
        painter = QPainter(self)
        ground = QColor(self._style.surface)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(QColor(self._style.line), 1))
        painter.drawLine(0, 0, self.width(), 0)
        brush = self._brush()
        if brush is not None and self._extent is not None:
            self._paint_brush(painter, brush)
            self._paint_columns(painter, self._extent, ground)
        painter.end()

    def _paint_brush(self, painter: QPainter, brush: tuple[float, float]) -> None:
        box = QRectF(brush[0], 3, brush[1] - brush[0], self.height() - 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(flat(QColor(self._style.accent), 0.7), 1))
        painter.setBrush(QColor(self._style.accent_soft))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_columns(self, painter: QPainter, extent: TimeWindow, ground: QColor) -> None:
        left, right = self._span()
        n_columns = max(int((right - left) / _COLUMN_PX), 1)
        edges = np.linspace(extent.t0, extent.t1, n_columns + 1)
        counts = np.diff(np.searchsorted(self._middles, edges))
        highest = max(int(counts.max()), 1)
        # The root keeps single marks visible beside the busiest days.
        heights = np.sqrt(counts / highest) * (self.height() - 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(QColor(self._style.muted), ground, 0.75))
        base = self.height() - 5
        self._paint_beyond(painter, extent, (left, right))
        painter.drawRects(
            [
                QRectF(left + at * _COLUMN_PX, base - height, _COLUMN_PX - 1, height)
                for at, height in enumerate(heights.tolist())
                if height > 0
            ]
        )

    def _paint_beyond(
        self, painter: QPainter, extent: TimeWindow, span: tuple[float, float]
    ) -> None:
        """An arrowhead at each end beyond which there are more marks."""
        middle = self.height() / 2
        beyond = (
            (np.any(self._middles < extent.t0), span[0] - 4, -1),
            (np.any(self._middles > extent.t1), span[1] + 4, 1),
        )
        for is_there, x, towards in beyond:
            if is_there:
                corners = [(x + 5 * towards, middle), (x, middle - 4), (x, middle + 4)]
                painter.drawPolygon([QPointF(*corner) for corner in corners])

    # ----------------------------------------------------------------- mouse

    def _part_at(self, x: float) -> str:
        brush = self._brush()
        if brush is None:
            return ""
        if abs(x - brush[0]) <= _GRIP_PX:
            return "start"
        if abs(x - brush[1]) <= _GRIP_PX:
            return "end"
        return "whole" if brush[0] < x < brush[1] else "new"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the brush, of one of its ends, or begin a new one."""
        if event.button() is Qt.MouseButton.LeftButton and self._window is not None:
            x = event.position().x()
            self._drag = (self._part_at(x), self._t(x), self._window)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was taken hold of."""
        x = event.position().x()
        if self._drag is None:
            shapes = {
                "start": Qt.CursorShape.SizeHorCursor,
                "end": Qt.CursorShape.SizeHorCursor,
                "whole": Qt.CursorShape.OpenHandCursor,
            }
            self.setCursor(shapes.get(self._part_at(x), Qt.CursorShape.ArrowCursor))
            return
        part, start, window = self._drag
        t = self._t(x)
        if part == "whole":
            t0, t1 = window.t0 + t - start, window.t1 + t - start
        elif part == "start":
            t0, t1 = min(t, window.t1), max(t, window.t1)
        elif part == "end":
            t0, t1 = min(t, window.t0), max(t, window.t0)
        else:
            t0, t1 = min(t, start), max(t, start)
        if part != "new" or abs(self._x(t) - self._x(start)) > _SHORTEST_BRUSH_PX:
            self._want(clamped(t0, t1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click beside the brush brings the window there."""
        if self._drag is not None and self._drag[0] == "new" and self._window is not None:
            _, start, window = self._drag
            if abs(event.position().x() - self._x(start)) <= _SHORTEST_BRUSH_PX:
                self._want(clamped(start - window.seconds / 2, start + window.seconds / 2))
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the whole extent."""
        del event
        self.all_wanted.emit()

    def _want(self, window: TimeWindow) -> None:
        self.window_wanted.emit(window.t0, window.t1)
