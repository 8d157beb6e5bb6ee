"""The strip below the lanes: all marks as a histogram, and a brush for the window.

Times are seconds of the axis, as ``Lanes`` has them: folded stretches are short here, too.
"""

from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from stanceline.records import dataclass
from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.folds import Silence
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.style import Style, mixed
from stanceline.timeline.windows import TimeWindow, clamped

_HEIGHT = 34
_LOW_HEIGHT = 24
_COLUMN_PX = 3
_GRIP_PX = 5.0
_SHORTEST_BRUSH_PX = 4.0
_NARROWEST_FOLD_PX = 4.0
_MOST_TIMES_DENSE = 6.0
_ROOM_AROUND_DENSE = 0.25


class _Part(Enum):
    """What of the brush the mouse has hold of."""

    START = "start"
    END = "end"
    WHOLE = "whole"
    NEW = "new"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class _Drag:
    """A drag: what was taken hold of, at which time, and the window at its begin."""

    part: _Part
    start: float
    window: TimeWindow


def worth_showing(lanes: Lanes) -> TimeWindow | None:
    """The whole extent, or the dense part with some room when outliers lie far away.

    Otherwise one mark of another century would make all the others one column.
    """
    whole, dense = lanes.extent, lanes.first
    if whole is None or dense is None or whole.seconds <= _MOST_TIMES_DENSE * dense.seconds:
        return whole
    room = _ROOM_AROUND_DENSE * dense.seconds
    return TimeWindow(max(dense.t0 - room, whole.t0), min(dense.t1 + room, whole.t1))


def histogram(times: Floats, counts: Floats, stretch: TimeWindow, n_columns: int) -> Floats:
    """How many marks lie in each of equal columns of a stretch.

    ``counts`` says how many marks stand at each of the times.
    """
    column = np.floor((times - stretch.t0) * (n_columns / stretch.seconds))
    inside = (column >= 0) & (column < n_columns)
    return np.asarray(
        np.bincount(column[inside].astype(np.int64), counts[inside], n_columns), dtype=np.float64
    )


class Overview(QWidget):
    """How the marks lie over the whole extent, and which part of it the window shows.

    ``window_wanted`` is emitted while the brush is dragged, ``filter_wanted`` when a
    stretch was drawn with Shift, to see nothing but what lies in it.
    """

    window_wanted = Signal(float, float)
    filter_wanted = Signal(float, float)
    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._times: Floats = np.empty(0)
        self._counts: Floats = np.empty(0)
        self._picture: QPixmap | None = None
        self._extent: TimeWindow | None = None
        self._silences: tuple[Silence, ...] = ()
        self._window: TimeWindow | None = None
        self._filter: TimeWindow | None = None
        self._style = Style.light()
        self._is_low = False
        self._left = 0.0
        self._right = 0.0
        self._drag: _Drag | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Overview of the whole timeline"))
        self.setToolTip(
            self.tr("Drag the frame to move about. Shift and drag to see only a stretch of time.")
        )

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
        # Counted by date, of which there are far fewer than marks.
        self._counts = lanes.occupancy.counts.astype(np.float64)
        self._times = lanes.occupancy.dates.middle
        self._extent = worth_showing(lanes)
        self._silences = lanes.folds.silences
        self._picture = None
        self.update()

    def set_style(self, style: Style) -> None:
        """Draw in these colours and sizes."""
        self._style = style
        self._picture = None
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
            self._picture = None
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
        brush = self.brush()
        return sum(brush) / 2 if brush else self._left

    def brush(self) -> tuple[float, float] | None:
        """Where the frame begins and ends, in pixels."""
        if self._window is None or self._extent is None:
            return None
        x0, x1 = self._x(self._window.t0), self._x(self._window.t1)
        if x1 - x0 < _SHORTEST_BRUSH_PX:
            middle = (x0 + x1) / 2
            x0, x1 = middle - _SHORTEST_BRUSH_PX / 2, middle + _SHORTEST_BRUSH_PX / 2
        return x0, x1

    # ----------------------------------------------------------------- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the histogram anew."""
        super().resizeEvent(event)
        self._picture = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw histogram and brush."""
        del event
        painter = QPainter(self)
        ground = QColor(self._style.surface)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(QColor(self._style.line), 1))
        painter.drawLine(0, 0, self.width(), 0)
        brush = self.brush()
        if brush is not None and self._extent is not None:
            self._paint_brush(painter, brush)
            self._paint_columns(painter, self._extent, ground)
            self._paint_filter(painter)
        painter.end()

    def _paint_brush(self, painter: QPainter, brush: tuple[float, float]) -> None:
        box = QRectF(brush[0], 3, brush[1] - brush[0], self.height() - 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(flat(QColor(self._style.accent), 0.7), 1))
        painter.setBrush(QColor(self._style.accent_soft))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_filter(self, painter: QPainter) -> None:
        """The stretch that is being drawn to see nothing else."""
        if self._filter is None:
            return
        x0, x1 = self._x(self._filter.t0), self._x(self._filter.t1)
        painter.setPen(QPen(QColor(self._style.accent), 1.6, Qt.PenStyle.DashLine))
        painter.setBrush(flat(QColor(self._style.accent), 0.16))
        painter.drawRect(QRectF(x0, 2, x1 - x0, self.height() - 5))

    def _paint_columns(self, painter: QPainter, extent: TimeWindow, ground: QColor) -> None:
        """The histogram, as a picture: it changes far less often than the brush on it."""
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            on_picture = QPainter(self._picture)
            self._draw_columns(on_picture, extent, ground)
            on_picture.end()
        painter.drawPixmap(0, 0, self._picture)

    def _draw_columns(self, painter: QPainter, extent: TimeWindow, ground: QColor) -> None:
        left, right = self._span()
        n_columns = max(int((right - left) / _COLUMN_PX), 1)
        columns = histogram(self._times, self._counts, extent, n_columns)
        highest = max(float(columns.max()), 1.0)
        # The root keeps single marks visible beside the busiest days.
        heights = np.sqrt(columns / highest) * (self.height() - 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(QColor(self._style.muted), ground, 0.75))
        base = self.height() - 5
        self._paint_beyond(painter, extent, (left, right))
        self._paint_folds(painter)
        painter.drawRects(
            [
                QRectF(left + at * _COLUMN_PX, base - height, _COLUMN_PX - 1, height)
                for at, height in enumerate(heights.tolist())
                if height > 0
            ]
        )

    def _paint_folds(self, painter: QPainter) -> None:
        """Where a silent stretch is folded, as a hatched gap."""
        painter.save()
        painter.setBrush(QBrush(QColor(self._style.muted), Qt.BrushStyle.BDiagPattern))
        for silence in self._silences:
            x0, x1 = self._x(silence.u0), self._x(silence.u1)
            painter.drawRect(QRectF(x0, 4, max(x1 - x0, _NARROWEST_FOLD_PX), self.height() - 9))
        painter.restore()

    def _paint_beyond(
        self, painter: QPainter, extent: TimeWindow, span: tuple[float, float]
    ) -> None:
        """An arrowhead at each end beyond which there are more marks."""
        middle = self.height() / 2
        there = self._times[self._counts > 0]
        beyond = (
            (np.any(there < extent.t0), span[0] - 4, -1),
            (np.any(there > extent.t1), span[1] + 4, 1),
        )
        for is_there, x, towards in beyond:
            if is_there:
                corners = [(x + 5 * towards, middle), (x, middle - 4), (x, middle + 4)]
                painter.drawPolygon([QPointF(*corner) for corner in corners])

    # ----------------------------------------------------------------- mouse

    def _part_at(self, x: float, modifiers: Qt.KeyboardModifier) -> _Part | None:
        brush = self.brush()
        if brush is None:
            return None
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return _Part.FILTER
        if abs(x - brush[0]) <= _GRIP_PX:
            return _Part.START
        if abs(x - brush[1]) <= _GRIP_PX:
            return _Part.END
        return _Part.WHOLE if brush[0] < x < brush[1] else _Part.NEW

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the brush, of one of its ends, or begin a new one."""
        x = event.position().x()
        part = self._part_at(x, event.modifiers())
        if event.button() is Qt.MouseButton.LeftButton and self._window and part is not None:
            self._drag = _Drag(part, self._t(x), self._window)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was taken hold of."""
        x = event.position().x()
        if self._drag is None:
            shapes = {
                _Part.START: Qt.CursorShape.SizeHorCursor,
                _Part.END: Qt.CursorShape.SizeHorCursor,
                _Part.WHOLE: Qt.CursorShape.OpenHandCursor,
                _Part.FILTER: Qt.CursorShape.CrossCursor,
            }
            part = self._part_at(x, event.modifiers())
            self.setCursor(shapes.get(part or _Part.NEW, Qt.CursorShape.ArrowCursor))
            return
        self._drag_to(self._drag, x)

    def _drag_to(self, drag: _Drag, x: float) -> None:
        t, start, window = self._t(x), drag.start, drag.window
        if drag.part is _Part.WHOLE:
            t0, t1 = window.t0 + t - start, window.t1 + t - start
        elif drag.part is _Part.START:
            t0, t1 = min(t, window.t1), max(t, window.t1)
        elif drag.part is _Part.END:
            t0, t1 = min(t, window.t0), max(t, window.t0)
        else:
            t0, t1 = min(t, start), max(t, start)
        is_short = abs(self._x(t) - self._x(start)) <= _SHORTEST_BRUSH_PX
        if drag.part is _Part.FILTER:
            self._filter = None if is_short else TimeWindow(t0, t1)
            self.update()
        elif drag.part is not _Part.NEW or not is_short:
            wanted = clamped(t0, t1)
            self.window_wanted.emit(wanted.t0, wanted.t1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click beside the brush brings the window there."""
        drag, self._drag = self._drag, None
        if drag is None:
            return
        if drag.part is _Part.FILTER:
            self._end_filter()
        elif drag.part is _Part.NEW:
            start, seconds = drag.start, drag.window.seconds
            if abs(event.position().x() - self._x(start)) <= _SHORTEST_BRUSH_PX:
                self.window_wanted.emit(start - seconds / 2, start + seconds / 2)

    def _end_filter(self) -> None:
        wanted, self._filter = self._filter, None
        self.update()
        if wanted is not None:
            self.filter_wanted.emit(wanted.t0, wanted.t1)

    def give_up(self) -> bool:
        """Let go of what is dragged, as if it had not been; whether anything was."""
        drag, self._drag, self._filter = self._drag, None, None
        if drag is not None:
            self.window_wanted.emit(drag.window.t0, drag.window.t1)
            self.update()
        return drag is not None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the whole extent."""
        del event
        self.all_wanted.emit()
