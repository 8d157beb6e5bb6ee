"""The mouse and the touch pad on a timeline: which gesture begins where, and what a click does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from stanceline.records import dataclass
from stanceline.timeline.handling.dragging_dates import DateDrag, Grip
from stanceline.timeline.handling.gestures import (
    BoxZoom,
    Gesture,
    MoveDate,
    MoveLane,
    Pan,
    ResizeLane,
    RubberBand,
    pan_by_share,
)
from stanceline.timeline.handling.header import edge_at, lane_at, toggle_at, with_collapse_changed
from stanceline.timeline.placing.hits import density_at
from stanceline.timeline.primitives import Box, LaneBox, Layout
from stanceline.timeline.sorting.lanes import Lanes, Place

if TYPE_CHECKING:
    from stanceline.timeline.handling.canvas import Canvas

_ZOOM_PER_STEP = 1.2
_ZOOM_PER_DOUBLE_CLICK = 1.5
_ZOOM_INTO_CROWD = 4.0
_PAN_PER_STEP = 0.1
_WHEEL_STEP = 120.0
_HEADER_STEP_PX = 40.0
_DRAG_FROM_PX = 4.0
_GRIP_PX = 6.0
_WIDE_ENOUGH_PX = 18.0
_MOST_AT_A_CLICK = 500
_PIN_REACH_PX = 4.0

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class _Press:
    """Where the left button went down, and what was held then."""

    at: QPointF
    modifiers: Qt.KeyboardModifier


class Pointer:
    """Turns what the mouse does on a canvas into gestures, clicks and hovering."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._pressed: _Press | None = None
        self.gesture: Gesture | None = None
        self.zooms_box_next = False
        """Whether the next drag draws a box to zoom to, as the key Z asks."""

    @property
    def is_busy(self) -> bool:
        """Whether something is being dragged, or is about to be."""
        return self.gesture is not None or self.zooms_box_next

    # ----------------------------------------------------------------- buttons

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The left button went down."""
        canvas = self._canvas
        canvas.glide.stop()
        if canvas.draft is not None:
            canvas.draft.press(at)
            return
        self._pressed = _Press(at, modifiers)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved, with the button down or not."""
        canvas = self._canvas
        if canvas.draft is not None:
            canvas.draft.point_at(at, modifiers)
            return
        if self.gesture is not None:
            self.gesture.move(at, modifiers)
            return
        if self._pressed is None:
            self.hover(at, modifiers)
            return
        way = at - self._pressed.at
        if max(abs(way.x()), abs(way.y())) >= _DRAG_FROM_PX:
            self.gesture = self._gesture_from(self._pressed)
            canvas.hover(None)
            canvas.setCursor(self.gesture.cursor)
            self.gesture.move(at, modifiers)

    def release(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The left button came up."""
        canvas = self._canvas
        if canvas.draft is not None:
            canvas.draft.release(at, modifiers)
            return
        pressed, self._pressed = self._pressed, None
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            canvas.setCursor(Qt.CursorShape.ArrowCursor)
            gesture.finish()
            canvas.refresh()
        elif pressed is not None:
            self._click(at, modifiers)

    def double_click(self, at: QPointF) -> None:
        """Open what stands here; come closer where nothing does."""
        canvas = self._canvas
        self._pressed = None
        layout = canvas.layout_shown()
        if layout is None or canvas.draft is not None:
            return
        if at.x() < layout.plot.x0:
            self._toggle_lane(lane_at(layout.lanes, at.y()))
            return
        pin = _pin_at(layout, at)
        place = canvas.place_at(at)
        if pin is not None:
            canvas.note_wanted.emit("", pin)
        elif place is not None:
            canvas.set_selection(canvas.selection.only(place))
            canvas.activated.emit()
        else:
            crowd = density_at(layout, at.x(), at.y())
            factor = _ZOOM_PER_DOUBLE_CLICK if crowd is None else _ZOOM_INTO_CROWD
            canvas.zoom_about(factor, canvas.time_at(at.x()))

    def give_up(self) -> bool:
        """End a drag as if it had not begun; whether there was one."""
        gesture, self.gesture, self._pressed = self.gesture, None, None
        was_waiting, self.zooms_box_next = self.zooms_box_next, False
        if gesture is not None:
            gesture.give_up()
        if gesture is not None or was_waiting:
            self._canvas.setCursor(Qt.CursorShape.ArrowCursor)
            self._canvas.refresh()
        return gesture is not None or was_waiting

    def lanes_changed(self, lanes: Lanes) -> None:
        """Go on with a drag where it means the same on other lanes, else give it up."""
        if self.gesture is not None and not self.gesture.survives(lanes):
            self.give_up()

    # ----------------------------------------------------------------- wheel and pinch

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; sideways or with Shift pan; over the titles scroll."""
        canvas = self._canvas
        if canvas.shown is None or canvas.layout_known() is None:
            return
        canvas.glide.stop()
        steps = QPointF(event.angleDelta()) / _WHEEL_STEP
        x = canvas.in_layout(event.position()).x()
        is_sideways = abs(steps.x()) > abs(steps.y())
        if event.modifiers() & _SHIFT or is_sideways:
            pan_by_share(canvas, -(steps.x() if is_sideways else steps.y()) * _PAN_PER_STEP)
        elif x < canvas.plot.x0:
            canvas.set_scroll(canvas.scroll_y - steps.y() * _HEADER_STEP_PX)
        else:
            canvas.zoom_about(_ZOOM_PER_STEP ** steps.y(), canvas.time_at(x))

    # ----------------------------------------------------------------- hovering

    def hover(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See what is under the pointer, and let its shape tell what a drag would do."""
        canvas = self._canvas
        layout = canvas.layout_shown()
        if layout is None:
            return
        if at.x() < layout.plot.x0:
            canvas.hover(None)
            canvas.setCursor(_header_cursor(layout, at))
            return
        grip = self._grip_at(layout, at)
        place = canvas.place_at(at)
        if place is not None:
            canvas.hover(place)
        else:
            canvas.hover(None, density_at(layout, at.x(), at.y()))
        canvas.setCursor(self._plot_cursor(place, grip, modifiers))

    def _plot_cursor(
        self,
        place: Place | None,
        grip: tuple[int, Grip] | None,
        modifiers: Qt.KeyboardModifier,
    ) -> Qt.CursorShape:
        if self.zooms_box_next or (modifiers & (_SHIFT | _CTRL) and place is None):
            return Qt.CursorShape.CrossCursor
        if grip is not None:
            is_end = grip[1] is not Grip.WHOLE
            return Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.OpenHandCursor
        if place is not None:
            return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.ArrowCursor

    # ----------------------------------------------------------------- what begins

    def _gesture_from(self, press: _Press) -> Gesture:
        canvas, at = self._canvas, press.at
        layout = canvas.layout_shown()
        if layout is None:
            return Pan(canvas, at)
        if at.x() < layout.plot.x0:
            return self._header_gesture(layout, at)
        if press.modifiers & _CTRL or self.zooms_box_next:
            self.zooms_box_next = False
            return BoxZoom(canvas, at)
        if press.modifiers & _SHIFT:
            return RubberBand(canvas, at)
        grip = self._grip_at(layout, at)
        drag = None if grip is None else self._date_drag(*grip)
        if grip is not None and drag is not None:
            return MoveDate(canvas, at, grip[0], drag)
        return Pan(canvas, at)

    def _header_gesture(self, layout: Layout, at: QPointF) -> Gesture:
        canvas = self._canvas
        edge = edge_at(layout.lanes, at.y())
        lane = lane_at(layout.lanes, at.y())
        if edge is not None:
            return ResizeLane(canvas, at, edge)
        return Pan(canvas, at) if lane is None else MoveLane(canvas, at, lane.lane)

    def _date_drag(self, mark: int, grip: Grip) -> DateDrag | None:
        date = self._canvas.date_of(mark)
        return None if date is None else DateDrag(date, grip)

    def _grip_at(self, layout: Layout, at: QPointF) -> tuple[int, Grip] | None:
        """Which selected mark can be taken hold of here, and by which end.

        Only what is selected moves, so that nobody changes a date who wanted to look at
        another time.
        """
        chosen = self._canvas.selection.rows
        if not chosen:
            return None
        marks = set(chosen)
        for bar in reversed(layout.bars):
            box = bar.box
            if bar.mark not in marks or not box.y0 - 2 <= at.y() <= box.y1 + 2:
                continue
            is_wide = box.width >= _WIDE_ENOUGH_PX
            if is_wide and not bar.cut_left and abs(at.x() - box.x0) <= _GRIP_PX:
                return bar.mark, Grip.START
            if is_wide and not bar.cut_right and abs(at.x() - box.x1) <= _GRIP_PX:
                return bar.mark, Grip.END
        place = self._canvas.place_at(at)
        if place is not None and place.mark in marks:
            return place.mark, Grip.WHOLE
        return None

    # ----------------------------------------------------------------- clicks

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        canvas = self._canvas
        layout = canvas.layout_shown()
        if layout is None:
            return
        if at.x() < layout.plot.x0:
            self._toggle_lane(toggle_at(layout.lanes, at.x(), at.y()))
            return
        place = canvas.place_at(at)
        is_more = bool(modifiers & (_CTRL | _SHIFT))
        if place is not None:
            chosen = canvas.selection
            canvas.set_selection(chosen.toggled(place) if is_more else chosen.only(place))
        elif not self._click_crowd(layout, at, is_more=is_more) and not is_more:
            canvas.set_selection(canvas.selection.only(None))

    def _click_crowd(self, layout: Layout, at: QPointF, *, is_more: bool) -> bool:
        """Select what stands in the column here when that is few; whether there is one."""
        crowd = density_at(layout, at.x(), at.y())
        if crowd is None:
            return False
        if crowd.count > _MOST_AT_A_CLICK:
            return True
        canvas = self._canvas
        x0, x1 = canvas.x_of(crowd.t0), canvas.x_of(crowd.t1)
        found = canvas.places_in(Box(x0, at.y(), x1, at.y() + 1))
        if found:
            chosen = canvas.selection if is_more else canvas.selection.only(None)
            canvas.set_selection(chosen.with_more([p.mark for p in found], found[-1]))
        return True

    def _toggle_lane(self, box: LaneBox | None) -> None:
        """Collapse or open a lane that holds others."""
        lanes = self._canvas.lanes
        if lanes is not None and box is not None and box.toggle is not None:
            key = lanes.lanes[box.lane].key
            self._canvas.want_arrangement(with_collapse_changed(lanes.arrangement, key))


def _header_cursor(layout: Layout, at: QPointF) -> Qt.CursorShape:
    if toggle_at(layout.lanes, at.x(), at.y()) is not None:
        return Qt.CursorShape.PointingHandCursor
    if edge_at(layout.lanes, at.y()) is not None:
        return Qt.CursorShape.SizeVerCursor
    is_lane = lane_at(layout.lanes, at.y()) is not None
    return Qt.CursorShape.OpenHandCursor if is_lane else Qt.CursorShape.ArrowCursor


def _pin_at(layout: Layout, at: QPointF) -> int | None:
    """Which note is pinned here."""
    for pin in layout.pins:
        is_on_line = abs(pin.x - at.x()) <= _PIN_REACH_PX and at.y() < layout.plot.y0
        if is_on_line or pin.label.box.contains(at.x(), at.y()):
            return pin.place
    return None
