"""Placing a new event on an empty place, with the mouse or with the keys alone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.domain.edtf import Precision
from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.handling.dragging_dates import NewDate, unit_for
from stanceline.timeline.handling.header import lane_at
from stanceline.timeline.handling.overlay import draw_read_out
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.style import Style
from stanceline.timeline.windows import clamped

if TYPE_CHECKING:
    from stanceline.timeline.handling.canvas import Canvas

_DRAG_FROM_PX = 6.0
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_EDGE = 0.06


def _unit_of(canvas: "Canvas", *, is_fine: bool) -> Precision:
    """The unit of time that can be pointed at now."""
    middle = canvas.plot.x0 + canvas.plot.width / 2
    per_px = abs(canvas.civil_at(middle + 1) - canvas.civil_at(middle))
    return unit_for(per_px, is_fine=is_fine)


def date_and_lane_at(canvas: "Canvas", at: QPointF) -> tuple[str, str] | None:
    """The date in EDTF and the key of the lane at a point; None beside the plot."""
    layout, lanes = canvas.layout_shown(), canvas.lanes
    if layout is None or lanes is None or not layout.plot.contains(at.x(), at.y()):
        return None
    date = NewDate.at(canvas.civil_at(at.x()), _unit_of(canvas, is_fine=False)).date
    lane = lane_at(layout.lanes, at.y())
    return date.text, "" if lane is None else lanes.lanes[lane.lane].key


class EventDraft:
    """An event that is being placed: a caret follows pointer and arrow keys.

    A click or Enter settles on the day (or month, minute: whatever the zoom tells apart)
    under it; a drag, or Shift with an arrow, on a stretch of time. Escape gives up.
    """

    def __init__(self, canvas: "Canvas", u: float, lane: int) -> None:
        self._canvas = canvas
        self._lane = lane
        self._date = NewDate.at(self._civil(u), self._unit(is_fine=False))
        self._remember_lane()
        self._pressed: QPointF | None = None
        self._at: QPointF | None = None

    @property
    def text(self) -> str:
        """The date in EDTF."""
        return self._date.date.text

    def _civil(self, u: float) -> float:
        lanes = self._canvas.lanes
        return u if lanes is None else lanes.folds.t(u)

    def _unit(self, *, is_fine: bool) -> Precision:
        return _unit_of(self._canvas, is_fine=is_fine)

    def lanes_changed(self, lanes: Lanes) -> None:
        """Stay in the lane, where it is still there."""
        keys = [lane.key for lane in lanes.lanes]
        self._lane = keys.index(self._lane_key) if self._lane_key in keys else 0
        self._remember_lane()

    def _remember_lane(self) -> None:
        lanes = self._canvas.lanes
        is_there = lanes is not None and self._lane < len(lanes.lanes)
        self._lane_key = lanes.lanes[self._lane].key if lanes is not None and is_there else ""

    # ----------------------------------------------------------------- mouse

    def point_at(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer is here: the caret goes with it, or the stretch is drawn so far."""
        self._at = at
        unit = self._unit(is_fine=bool(modifiers & _SHIFT))
        seconds = self._canvas.civil_at(at.x())
        if self._pressed is not None and abs(at.x() - self._pressed.x()) >= _DRAG_FROM_PX:
            self._date = self._date.reaching(seconds, unit)
        elif self._pressed is None:
            self._date = NewDate.at(seconds, unit)
            self._take_lane(at)
        self._canvas.refresh()

    def press(self, at: QPointF) -> None:
        """The button went down: here it begins."""
        self._pressed = self._at = at
        self._date = NewDate.at(self._canvas.civil_at(at.x()), self._unit(is_fine=False))
        self._take_lane(at)

    def release(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The button came up: here it ends."""
        if self._pressed is not None:
            self.point_at(at, modifiers)
            self._settle()

    def _take_lane(self, at: QPointF) -> None:
        layout = self._canvas.layout_shown()
        found = None if layout is None else lane_at(layout.lanes, at.y())
        self._lane = self._lane if found is None else found.lane
        self._remember_lane()

    # ----------------------------------------------------------------- keys

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Move the caret, settle on it or give up; whether the key means that."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        lanes = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            self._at = None
            is_longer = bool(modifiers & _SHIFT)
            self._date = self._date.stepped(steps[key], is_longer=is_longer)
            self._keep_in_sight()
        elif key in lanes and self._canvas.lanes is not None:
            last = len(self._canvas.lanes.lanes) - 1
            self._lane = min(max(self._lane + lanes[key], 0), last)
            self._remember_lane()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._settle()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_N}:
            self._canvas.set_draft(None)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self._zoom(0.5 if key == Qt.Key.Key_Minus else 2.0)
        else:
            return False
        self._canvas.refresh()
        return True

    def _zoom(self, factor: float) -> None:
        """Closer or farther about the caret, which then stands on a finer or coarser date."""
        canvas, lanes = self._canvas, self._canvas.lanes
        if lanes is not None:
            middle = self._date.newest
            canvas.zoom_about(factor, lanes.folds.u(middle))
            self._date = NewDate.at(middle, self._unit(is_fine=False))

    def _keep_in_sight(self) -> None:
        canvas, window, lanes = self._canvas, self._canvas.shown, self._canvas.lanes
        if window is None or lanes is None:
            return
        at = lanes.folds.u(self._date.newest)
        edge = _EDGE * window.seconds
        if not window.t0 + edge <= at <= window.t1 - edge:
            canvas.set_window(clamped(at - window.seconds / 2, at + window.seconds / 2))

    def _settle(self) -> None:
        text = self.text
        self._canvas.set_draft(None)
        self._canvas.event_wanted.emit(text, self._lane_key)

    # ----------------------------------------------------------------- drawing

    def draw(self, painter: QPainter, style: Style) -> None:
        """The caret or the stretch, the lane it would be in, and the date beside it."""
        canvas = self._canvas
        layout = canvas.layout_shown()
        if layout is None:
            return
        plot = layout.plot
        accent = QColor(style.accent)
        lane = next((box.box for box in layout.lanes if box.lane == self._lane), None)
        top, bottom = (plot.y0, plot.y1) if lane is None else (lane.y0, lane.y1)
        t0, t1 = self._date.stretch
        x0, x1 = canvas.x_of_civil(t0), canvas.x_of_civil(t1)
        left, right = max(x0, plot.x0), min(max(x1, x0 + 2), plot.x1)
        painter.fillRect(QRectF(left, top, max(right - left, 0), bottom - top), flat(accent, 0.16))
        painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
        middle = min(max((x0 + x1) / 2, plot.x0), plot.x1)
        painter.drawLine(QLineF(middle, plot.y0, middle, plot.y1))
        words = canvas.tr("Enter or click: new event · arrows move · Shift+arrow: longer · Esc")
        at = self._at or QPointF(middle, top)
        draw_read_out(painter, style, plot, at, [*self._date.read_out(canvas.wording), words])
