"""The surface a timeline is drawn on: mouse, touch pad and keys become windows and choices."""

import time
from datetime import datetime

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QStyleOptionGraphicsItem,
    QWidget,
)

from stanceline.domain.civil import seconds_from_civil
from stanceline.timeline.axis import AXIS_HEIGHT
from stanceline.timeline.card import MarkCard
from stanceline.timeline.fonts import SANS, FontMeasure, font_of, load_fonts, plain_font
from stanceline.timeline.lanes import Direction, Lanes, Place, neighbour
from stanceline.timeline.layout import hit_test, lay_out
from stanceline.timeline.primitives import Layout, Role
from stanceline.timeline.render import Highlights, paint
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow, clamped, panned, zoomed
from stanceline.timeline.wording import grouped

_ZOOM_PER_WHEEL_STEP = 1.2
_WHEEL_STEP = 120.0
_ZOOM_PER_KEY = 1.5
_PAN_PER_KEY = 0.15
_CARD_DELAY_MS = 350
_DRAG_FROM_PX = 4.0
_FRAME_MS = 16
_FRICTION = 0.90
_SLOWEST_PX_PER_S = 30.0
_FASTEST_PX_PER_S = 6_000.0
_RECENT_S = 0.1
_HEADER_LANE_STEP = 40.0
_ARROWHEAD_PX = 10.0
_ARROW_ROOM_PX = 36.0


class _TimelineItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """The one item of the scene: it draws the layout that the canvas made."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__()
        self._canvas = canvas

    def boundingRect(self) -> QRectF:  # noqa: N802 (Qt's name)
        """The whole canvas."""
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the layout."""
        del option, widget
        self._canvas.draw(painter)


class Canvas(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """The drawing surface: turns mouse and keys into windows, selections and signals."""

    window_changed = Signal(float, float)
    place_chosen = Signal(object)
    activated = Signal()
    laid_out = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        load_fonts()
        self._measure = FontMeasure()
        self._style = Style.light()
        self._lanes: Lanes | None = None
        self._window: TimeWindow | None = None
        self._layout: Layout | None = None
        self._scroll_y = 0.0
        self._highlights = Highlights()
        self._empty_text = ""
        self.card = MarkCard(self)
        self._has_motion = True
        self._drag_start: QPointF | None = None
        self._drag_last = QPointF()
        self._is_dragging = False
        self._trail: list[tuple[float, float]] = []
        self._speed_px = 0.0
        self._glide = QTimer(self)
        self._glide.setInterval(_FRAME_MS)
        self._glide.timeout.connect(self._glide_on)
        self._card_timer = QTimer(self)
        self._card_timer.setSingleShot(True)
        self._card_timer.setInterval(_CARD_DELAY_MS)
        self._card_timer.timeout.connect(self._show_card)
        self._item = _TimelineItem(self)
        self.scene().addItem(self._item)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    # ----------------------------------------------------------------- state

    @property
    def lanes(self) -> Lanes | None:
        """The lanes shown."""
        return self._lanes

    @property
    def shown(self) -> TimeWindow | None:
        """The window shown."""
        return self._window

    @property
    def scale_shown(self) -> float:
        """How many pixels of the widget one pixel of the layout takes."""
        return self._style.scale

    @property
    def highlights(self) -> Highlights:
        """Which marks stand out."""
        return self._highlights

    def set_lanes(self, lanes: Lanes, window: TimeWindow | None) -> None:
        """Show these lanes in this window."""
        self._lanes = lanes
        self._window = window
        self._highlights = Highlights()
        self._relayout()

    def set_style(self, style: Style) -> None:
        """Draw in these colours and sizes."""
        is_scaled = style.scale != self._style.scale
        self._style = style
        if is_scaled:
            self._relayout()
        self._item.update()

    def set_empty_text(self, text: str) -> None:
        """Say this when there is nothing to show."""
        self._empty_text = text
        self._item.update()

    def set_has_motion(self, has_motion: bool) -> None:
        """Whether a thrown timeline glides on."""
        self._has_motion = has_motion

    def set_window(self, window: TimeWindow) -> None:
        """Show this window and tell about it."""
        if window != self._window:
            self._window = window
            self._relayout()
            self.window_changed.emit(window.t0, window.t1)

    def set_scroll(self, scroll_y: float) -> None:
        """Scroll the lanes so far down, in pixels."""
        if scroll_y != self._scroll_y:
            self._scroll_y = scroll_y
            self._relayout()

    def set_highlights(self, highlights: Highlights) -> None:
        """Let these marks stand out."""
        if highlights != self._highlights:
            self._highlights = highlights
            self._item.update()

    def layout_shown(self) -> Layout | None:
        """The layout on the screen, made now if what it shows has changed."""
        if self._layout is None and self._lanes is not None and self._window is not None:
            self._layout = lay_out(
                self._lanes,
                self._window,
                self._size(),
                self._measure,
                scroll_y=self._scroll_y,
                today=_civil_now(),
            )
            self._scroll_y = self._layout.scroll_y
            self.laid_out.emit()
        return self._layout

    def _size(self) -> tuple[float, float]:
        """The width and height that a layout has, in its own pixels."""
        return self.width() / self._style.scale, self.height() / self._style.scale

    def _in_layout(self, at: QPointF) -> QPointF:
        """Where a point of the widget lies in the layout."""
        return at / self._style.scale

    def _relayout(self) -> None:
        self._layout = None
        self._card_timer.stop()
        self.card.hide()
        self._item.update()

    # ----------------------------------------------------------------- drawing

    def draw(self, painter: QPainter) -> None:
        """Draw the layout, or the text for when there is none."""
        painter.scale(self._style.scale, self._style.scale)
        # Time runs to the right in every language; each text runs as its letters do.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout = self.layout_shown()
        if layout is None or not layout.lanes:
            self._draw_empty(painter)
            return
        highlights = self._highlights
        if not self.hasFocus():
            highlights = Highlights(highlights.selected, highlights.hovered, None)
        paint(painter, layout, self._style, highlights)
        self._draw_corner(painter, layout)
        self._draw_way_back(painter, layout)

    def _draw_corner(self, painter: QPainter, layout: Layout) -> None:
        """How many of the marks are in the window, above the lanes' titles."""
        if self._lanes is None:
            return
        n_all = len(self._lanes.marks) - len(self._lanes.undated)
        shown = grouped(layout.n_marks_in_window)
        text = self.tr("{shown} of {all}").format(shown=shown, all=grouped(n_all))
        painter.setFont(font_of(Role.NOTE))
        painter.setPen(QColor(self._style.muted))
        box = QRectF(8, 2, layout.plot.x0 - 22, AXIS_HEIGHT - 8)
        # Large numbers take two lines, since the titles below decide how wide it is here.
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        flags = side | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, text)

    def _draw_way_back(self, painter: QPainter, layout: Layout) -> None:
        """In a window without marks, how to see them and on which side they lie."""
        if self._lanes is None or self._window is None:
            return
        n_before, n_after = self._lanes.n_beside(self._window)
        if n_before + n_after < len(self._lanes.marks) - len(self._lanes.undated):
            return
        plot = layout.plot
        box = QRectF(plot.x0, plot.y0, plot.width, plot.y1 - plot.y0)
        painter.setFont(plain_font(SANS, 14))
        painter.setPen(QColor(self._style.muted))
        painter.setBrush(QColor(self._style.muted))
        words = self.tr("No marks here. Press 0 to see all.")
        text = box.adjusted(_ARROW_ROOM_PX, 0, -_ARROW_ROOM_PX, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        ground = painter.boundingRect(text, int(flags), words)
        painter.fillRect(ground.adjusted(-8, -4, 8, 4), QColor(self._style.surface))
        painter.drawText(text, flags, words)
        sides = ((n_before, box.left() + 10, 1), (n_after, box.right() - 10, -1))
        for n_marks, tip, inwards in sides:
            if n_marks:
                _draw_arrowhead(painter, tip, box.center().y(), inwards)

    def _draw_empty(self, painter: QPainter) -> None:
        box = QRectF(0, 0, *self._size())
        painter.fillRect(box, QColor(self._style.surface))
        painter.setPen(QColor(self._style.muted))
        painter.setFont(plain_font(SANS, 14))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(40, 20, -40, -20), flags, self._empty_text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        if hasattr(self, "_item"):
            self._item.prepareGeometryChange()
            self._relayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._item.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.card.hide()
        self._item.update()

    # ----------------------------------------------------------------- mouse

    def _time_at(self, x: float) -> float:
        layout = self.layout_shown()
        if layout is None or self._window is None:
            return 0.0
        share = (x - layout.plot.x0) / layout.plot.width
        return self._window.t0 + share * self._window.seconds

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; sideways or with Shift pan; over the titles scroll."""
        event.accept()
        layout = self.layout_shown()
        if layout is None or self._window is None:
            return
        self._glide.stop()
        steps = QPointF(event.angleDelta()) / _WHEEL_STEP
        x = self._in_layout(event.position()).x()
        is_sideways = abs(steps.x()) > abs(steps.y())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or is_sideways:
            amount = steps.x() if is_sideways else steps.y()
            self.set_window(panned(self._window, -amount * 0.1))
        elif x < layout.plot.x0:
            self.set_scroll(max(self._scroll_y - steps.y() * _HEADER_LANE_STEP, 0.0))
        else:
            self._zoom(_ZOOM_PER_WHEEL_STEP ** steps.y(), self._time_at(x))

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by a pinch on a touch pad."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(
                    1.0 + event.value(), self._time_at(self._in_layout(event.position()).x())
                )
                return True
        elif event.type() is QEvent.Type.Leave:
            self._hover(None)
        return bool(super().viewportEvent(event))

    def _zoom(self, factor: float, about: float) -> None:
        if self._window is not None and factor > 0:
            self.set_window(zoomed(self._window, factor, about))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton:
            self._glide.stop()
            self._drag_start = self._drag_last = self._in_layout(event.position())
            self._is_dragging = False
            self._trail = [(time.monotonic(), self._drag_last.x())]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the timeline, or see which mark is under the pointer."""
        event.accept()
        at = self._in_layout(event.position())
        if self._drag_start is None:
            self._hover_at(at)
            return
        offset = at - self._drag_start
        if not self._is_dragging and max(abs(offset.x()), abs(offset.y())) < _DRAG_FROM_PX:
            return
        if not self._is_dragging:
            self._is_dragging = True
            self._hover(None)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        moved = at - self._drag_last
        self._drag_last = at
        self._trail.append((time.monotonic(), at.x()))
        self._pan_px(moved.x())
        self.set_scroll(max(self._scroll_y - moved.y(), 0.0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, letting the timeline glide on, or choose what was clicked."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton or self._drag_start is None:
            return
        was_dragging, self._is_dragging, self._drag_start = self._is_dragging, False, None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if was_dragging:
            self._throw()
        else:
            self.place_chosen.emit(self._place_at(self._in_layout(event.position())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the words of a mark, or zoom in on an empty place."""
        event.accept()
        place = self._place_at(self._in_layout(event.position()))
        if place is not None:
            self.place_chosen.emit(place)
            self.activated.emit()
        else:
            self._zoom(_ZOOM_PER_KEY, self._time_at(self._in_layout(event.position()).x()))

    def _place_at(self, at: QPointF) -> Place | None:
        layout = self.layout_shown()
        return None if layout is None else hit_test(layout, at.x(), at.y())

    def _pan_px(self, offset_px: float) -> None:
        layout = self.layout_shown()
        if layout is not None and self._window is not None and offset_px:
            self.set_window(panned(self._window, -offset_px / layout.plot.width))

    def _throw(self) -> None:
        now = time.monotonic()
        recent = [(t, x) for t, x in self._trail if now - t <= _RECENT_S]
        if not self._has_motion or len(recent) < 2:  # noqa: PLR2004
            return
        (t0, x0), (t1, x1) = recent[0], recent[-1]
        if t1 - t0 > 0:
            speed = (x1 - x0) / (t1 - t0)
            self._speed_px = min(max(speed, -_FASTEST_PX_PER_S), _FASTEST_PX_PER_S)
            self._glide.start()

    def is_gliding(self) -> bool:
        """Whether the timeline still moves after it was thrown."""
        return self._glide.isActive()

    def _glide_on(self) -> None:
        self._speed_px *= _FRICTION
        if abs(self._speed_px) < _SLOWEST_PX_PER_S:
            self._glide.stop()
            return
        self._pan_px(self._speed_px * _FRAME_MS / 1000)

    def _hover_at(self, at: QPointF) -> None:
        place = self._place_at(at)
        self._hover(None if place is None else place.mark)
        if place is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _hover(self, mark: int | None) -> None:
        if mark == self._highlights.hovered:
            return
        chosen = self._highlights
        self.set_highlights(Highlights(chosen.selected, mark, chosen.focused))
        self.card.hide()
        self._card_timer.stop()
        if mark is not None:
            self._card_timer.start()

    def _show_card(self) -> None:
        mark = self._highlights.hovered
        if mark is None or self._lanes is None:
            return
        self.card.show_mark(
            self._lanes.marks[mark], self.cursor().pos(), self._style, self._lanes.wording
        )

    # ----------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """Take Tab while there is a next mark; after the last it leaves the timeline."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            directions = {Qt.Key.Key_Tab: Direction.NEXT, Qt.Key.Key_Backtab: Direction.PREVIOUS}
            direction = directions.get(Qt.Key(event.key()))
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if direction is not None and plain and self._walk(direction):
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom, pan and open with the keys that the help names."""
        key = Qt.Key(event.key())
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        walks = {
            Qt.Key.Key_Left: Direction.LEFT,
            Qt.Key.Key_Right: Direction.RIGHT,
            Qt.Key.Key_Up: Direction.UP,
            Qt.Key.Key_Down: Direction.DOWN,
        }
        if key in walks and not is_control:
            self._walk(walks[key])
        elif not self._move_window(key):
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.activated.emit()
            elif key == Qt.Key.Key_Escape and self._highlights.selected is not None:
                self.card.hide()
                self.place_chosen.emit(None)
            else:
                # With nothing to let go of, Escape is for what the timeline stands in.
                self.card.hide()
                event.ignore()
                return
        event.accept()

    def _move_window(self, key: Qt.Key) -> bool:
        """Move the window as a key says; whether the key says so."""
        if self._window is None or self._lanes is None:
            return False
        window, middle = self._window, (self._window.t0 + self._window.t1) / 2
        selected = self._highlights.selected
        if selected is not None:
            at = float(self._lanes.table.middle[selected])
            middle = at if window.t0 <= at <= window.t1 else middle
        extent = self._lanes.extent or window
        moves = {
            Qt.Key.Key_Plus: lambda: zoomed(window, _ZOOM_PER_KEY, middle),
            Qt.Key.Key_Equal: lambda: zoomed(window, _ZOOM_PER_KEY, middle),
            Qt.Key.Key_Minus: lambda: zoomed(window, 1 / _ZOOM_PER_KEY, middle),
            Qt.Key.Key_0: lambda: extent,
            Qt.Key.Key_Home: lambda: clamped(extent.t0, extent.t0 + window.seconds),
            Qt.Key.Key_End: lambda: clamped(extent.t1 - window.seconds, extent.t1),
            Qt.Key.Key_Left: lambda: panned(window, -_PAN_PER_KEY),
            Qt.Key.Key_Right: lambda: panned(window, _PAN_PER_KEY),
        }
        if key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            step = 0.8 * (self._size()[1] - AXIS_HEIGHT)
            self.set_scroll(
                max(self._scroll_y + (step if key == Qt.Key.Key_PageDown else -step), 0.0)
            )
            return True
        if key not in moves:
            return False
        self._glide.stop()
        self.set_window(moves[key]())
        return True

    def _walk(self, direction: Direction) -> bool:
        """Go to the next mark; whether there is one."""
        lanes = self._lanes
        if lanes is None or not lanes.lanes:
            return False
        at = self._highlights.focused
        if at is None:
            place = self._first_place_in_window(lanes)
            if direction is Direction.PREVIOUS:
                return False
        else:
            place = neighbour(lanes, at, direction)
        if place is None:
            return False
        self.place_chosen.emit(place)
        self.bring_into_view(place)
        return True

    def _first_place_in_window(self, lanes: Lanes) -> Place | None:
        window = self._window
        for lane in range(len(lanes.lanes)):
            marks = lanes.in_reading_order(lane)
            if window is not None:
                middles = lanes.table.middle[marks]
                marks = marks[(middles >= window.t0) & (middles <= window.t1)]
            if marks.size:
                return Place(lane, int(marks[0]))
        return None

    def bring_into_view(self, place: Place) -> None:
        """Pan and scroll just as far as is needed to see a mark."""
        layout = self.layout_shown()
        if layout is None or self._lanes is None or self._window is None:
            return
        at = float(self._lanes.table.middle[place.mark])
        window = self._window
        edge = 0.03 * window.seconds
        if not window.t0 + edge <= at <= window.t1 - edge:
            self.set_window(clamped(at - window.seconds / 2, at + window.seconds / 2))
        box = layout.lanes[place.lane].box
        if box.y0 < layout.plot.y0:
            self.set_scroll(max(self._scroll_y - (layout.plot.y0 - box.y0), 0.0))
        elif box.y1 > layout.plot.y1:
            down = min(box.y1 - layout.plot.y1, box.y0 - layout.plot.y0)
            self.set_scroll(self._scroll_y + down)


def _draw_arrowhead(painter: QPainter, tip: float, y: float, inwards: int) -> None:
    base = tip + inwards * _ARROWHEAD_PX
    half = _ARROWHEAD_PX * 0.8
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon([QPointF(tip, y), QPointF(base, y - half), QPointF(base, y + half)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _civil_now() -> float:
    now = datetime.now()  # noqa: DTZ005
    return float(seconds_from_civil(now.year, now.month, now.day, now.hour, now.minute, now.second))
