"""The timeline as a widget: zoom, pan, select and walk with mouse, touch pad and keyboard."""

import time
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QScrollBar,
    QStyleOptionGraphicsItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.marks import LaneKey, Mark
from stanceline.timeline.axis import AXIS_HEIGHT
from stanceline.timeline.card import MarkCard, mark_in_words
from stanceline.timeline.datewords import window_in_words
from stanceline.timeline.fonts import SANS, FontMeasure, font_of, load_fonts, plain_font
from stanceline.timeline.lanes import Direction, LaneOrder, Lanes, Place, build_lanes, neighbour
from stanceline.timeline.layout import hit_test, lay_out
from stanceline.timeline.overview import Overview
from stanceline.timeline.primitives import Layout, Role
from stanceline.timeline.render import Highlights, paint
from stanceline.timeline.style import Style
from stanceline.timeline.translated import lanes_in_words, translated_wording
from stanceline.timeline.windows import TimeWindow, clamped, fit_window, panned, zoomed

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
_NARROWEST = 320
_LOWEST = 120
_SCROLL_BAR_PX = 12


class _TimelineItem(pg.GraphicsObject):  # type: ignore[misc]
    """The one item of the scene: it draws the layout that the canvas made."""

    def __init__(self, canvas: "_Canvas") -> None:
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


class _Canvas(pg.GraphicsView):  # type: ignore[misc]
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
        """Draw in these colours."""
        self._style = style
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
                (float(self.width()), float(self.height())),
                self._measure,
                scroll_y=self._scroll_y,
                today=_civil_now(),
            )
            self._scroll_y = self._layout.scroll_y
            self.laid_out.emit()
        return self._layout

    def _relayout(self) -> None:
        self._layout = None
        self._card_timer.stop()
        self.card.hide()
        self._item.update()

    # ----------------------------------------------------------------- drawing

    def draw(self, painter: QPainter) -> None:
        """Draw the layout, or the text for when there is none."""
        layout = self.layout_shown()
        if layout is None or not layout.lanes:
            self._draw_empty(painter)
            return
        highlights = self._highlights
        if not self.hasFocus():
            highlights = Highlights(highlights.selected, highlights.hovered, None)
        paint(painter, layout, self._style, highlights)
        self._draw_corner(painter, layout)

    def _draw_corner(self, painter: QPainter, layout: Layout) -> None:
        """How many of the marks are in the window, above the lanes' titles."""
        if self._lanes is None:
            return
        n_all = len(self._lanes.marks) - len(self._lanes.undated)
        text = self.tr("{shown} of {all}").format(shown=layout.n_marks_in_window, all=n_all)
        painter.setFont(font_of(Role.NOTE))
        painter.setPen(QColor(self._style.muted))
        box = QRectF(0, 0, layout.plot.x0 - 14, AXIS_HEIGHT - 6)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, text)

    def _draw_empty(self, painter: QPainter) -> None:
        box = QRectF(0, 0, self.width(), self.height())
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
        x = event.position().x()
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
                self._zoom(1.0 + event.value(), self._time_at(event.position().x()))
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
            self._drag_start = self._drag_last = event.position()
            self._is_dragging = False
            self._trail = [(time.monotonic(), event.position().x())]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the timeline, or see which mark is under the pointer."""
        event.accept()
        at = event.position()
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
            self.place_chosen.emit(self._place_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the words of a mark, or zoom in on an empty place."""
        event.accept()
        place = self._place_at(event.position())
        if place is not None:
            self.place_chosen.emit(place)
            self.activated.emit()
        else:
            self._zoom(_ZOOM_PER_KEY, self._time_at(event.position().x()))

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
            elif key == Qt.Key.Key_Escape:
                self._escape(event)
            else:
                event.ignore()
                return
        event.accept()

    def _escape(self, event: QKeyEvent) -> None:
        self.card.hide()
        if self._highlights.selected is None:
            event.ignore()
        else:
            self.place_chosen.emit(None)

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
            step = 0.8 * (self.height() - AXIS_HEIGHT)
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
            for mark in lanes.in_reading_order(lane).tolist():
                if window is None or window.t0 <= lanes.table.middle[mark] <= window.t1:
                    return Place(lane, mark)
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


def _civil_now() -> float:
    now = datetime.now()  # noqa: DTZ005
    return float(seconds_from_civil(now.year, now.month, now.day, now.hour, now.minute, now.second))


class TimelineView(QWidget):
    """A timeline of marks in lanes.

    Marks are named by ``Mark.key``. ``window_changed`` carries civil seconds;
    ``selection_changed`` an empty text when nothing is selected. ``mark_activated``
    asks to open the words that a mark rests on, ``shelf_requested`` to show what has no
    date.
    """

    mark_activated = Signal(str)
    selection_changed = Signal(str)
    window_changed = Signal(float, float)
    shelf_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self._by = LaneKey.SPEAKER
        self._order = LaneOrder.BY_COUNT
        self._index_of: dict[str, int] = {}
        self._build()
        self._connect()
        self._rebuild()

    def _build(self) -> None:
        self.canvas = _Canvas(self)
        self._overview = Overview(self)
        self._shelf = QToolButton(self._overview)
        self._shelf.setAutoRaise(True)
        self._shelf.setFont(plain_font(SANS, 12))
        self._shelf.setCursor(Qt.CursorShape.PointingHandCursor)
        # The scroll bar lies over the plot's right margin, so that the lanes keep their
        # width when it comes and goes.
        self._scroll = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroll.setAccessibleName(self.tr("Scroll the lanes"))
        self._scroll.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._overview)
        self.setFocusProxy(self.canvas)
        self.setMinimumSize(_NARROWEST, _LOWEST)

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.window_changed.connect(self._follow_window)
        canvas.place_chosen.connect(self._choose)
        canvas.activated.connect(self._activate)
        canvas.laid_out.connect(self._follow_layout, Qt.ConnectionType.QueuedConnection)
        self._scroll.valueChanged.connect(canvas.set_scroll)
        self._overview.window_wanted.connect(self.set_window)
        self._overview.all_wanted.connect(self.fit_all)
        self._shelf.clicked.connect(self.shelf_requested)

    # ----------------------------------------------------------------- what is shown

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks. The window and the selection stay where they can.

        The first marks, and marks that all lie elsewhere, are shown in a window chosen
        for them.
        """
        had_marks = bool(self._marks)
        self._marks = tuple(marks)
        self._rebuild(keeps_window=had_marks)

    def set_lanes(self, by: LaneKey, order: LaneOrder = LaneOrder.BY_COUNT) -> None:
        """Sort the marks into lanes by this."""
        if (by, order) != (self._by, self._order):
            self._by, self._order = by, order
            self._rebuild(keeps_window=True)

    def set_style(self, style: Style) -> None:
        """Draw in these colours."""
        self.canvas.set_style(style)
        self._overview.set_style(style)
        palette = self._shelf.palette()
        palette.setColor(QPalette.ColorRole.ButtonText, QColor(style.muted))
        self._shelf.setPalette(palette)

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle when there is nothing to show."""
        self.canvas.set_empty_text(text)

    def set_reduced_motion(self, *, is_reduced: bool) -> None:
        """Whether a timeline that is thrown stops at once."""
        self.canvas.set_has_motion(not is_reduced)

    def lanes(self) -> Lanes | None:
        """The lanes shown, for a table that says the same."""
        return self.canvas.lanes

    def summary(self) -> str:
        """How many marks are in the window and when it is: "50 of 412 marks · Apr – Jul 2031"."""
        layout, lanes, window = self.canvas.layout_shown(), self.canvas.lanes, self.window_shown()
        if layout is None or lanes is None or window is None:
            return ""
        return self.tr("{shown} of {all} marks · {window}").format(
            shown=layout.n_marks_in_window,
            all=len(lanes.marks) - len(lanes.undated),
            window=window_in_words(window, lanes.wording),
        )

    # ----------------------------------------------------------------- the window of time

    def window_shown(self) -> TimeWindow | None:
        """The window of time, or None while nothing is dated."""
        return self.canvas.shown

    def set_window(self, t0: float, t1: float) -> None:
        """Show the time from t0 to t1, in civil seconds."""
        self.canvas.set_window(clamped(t0, t1))

    def fit_all(self) -> None:
        """Show all that is dated."""
        lanes = self.canvas.lanes
        if lanes is not None and lanes.extent is not None:
            self.canvas.set_window(lanes.extent)

    def fit_first(self) -> None:
        """Show the window that the timeline opens with: the dense part."""
        lanes = self.canvas.lanes
        if lanes is not None and lanes.first is not None:
            self.canvas.set_window(lanes.first)

    def fit_selection(self) -> None:
        """Show the selected mark with what surrounds it, or all when none is selected."""
        selected = self.canvas.highlights.selected
        window = None if selected is None else fit_window([self._marks[selected]])
        if window is None:
            self.fit_all()
        else:
            self.canvas.set_window(window)

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times less time about the middle of the window."""
        window = self.window_shown()
        if window is not None:
            self.canvas.set_window(zoomed(window, factor, (window.t0 + window.t1) / 2))

    # ----------------------------------------------------------------- the selection

    def selected_key(self) -> str | None:
        """The key of the selected mark, or None."""
        selected, lanes = self.canvas.highlights.selected, self.canvas.lanes
        return None if selected is None or lanes is None else lanes.marks[selected].key

    def select(self, key: str | None) -> None:
        """Select the mark with this key and bring it into view; None selects nothing.

        A key that is not on the timeline selects nothing, too.
        """
        lanes = self.canvas.lanes
        index = self._index_of.get(key) if key is not None else None
        places = lanes.places(index) if lanes is not None and index is not None else []
        self._choose(places[0] if places else None)
        if places:
            self.canvas.bring_into_view(places[0])

    def _choose(self, place: Place | None) -> None:
        before = self.selected_key()
        mark = None if place is None else place.mark
        self.canvas.set_highlights(Highlights(mark, self.canvas.highlights.hovered, place))
        self._describe()
        after = self.selected_key()
        if after != before:
            self.selection_changed.emit(after or "")

    def _activate(self) -> None:
        key = self.selected_key()
        if key is not None:
            self.mark_activated.emit(key)

    # ----------------------------------------------------------------- keeping in step

    def _rebuild(self, *, keeps_window: bool = False) -> None:
        selected = self.selected_key()
        before = self.window_shown()
        lanes = build_lanes(self._marks, self._by, order=self._order, wording=translated_wording())
        window = before if keeps_window and _any_inside(lanes, before) else lanes.first
        self._index_of = {mark.key: i for i, mark in enumerate(self._marks)}
        self.canvas.set_lanes(lanes, window)
        self._overview.set_lanes(lanes)
        self._overview.setVisible(bool(self._marks))
        self._show_shelf(len(lanes.undated))
        if window is not None:
            self._overview.set_window(window)
            if window != before:
                self.window_changed.emit(window.t0, window.t1)
        self._reselect(selected)

    def _reselect(self, key: str | None) -> None:
        """Select again what was selected, without moving the window."""
        lanes = self.canvas.lanes
        index = self._index_of.get(key) if key is not None else None
        places = lanes.places(index) if lanes is not None and index is not None else []
        if places:
            self.canvas.set_highlights(Highlights(places[0].mark, None, places[0]))
        elif key is not None:
            self.selection_changed.emit("")
        self._describe()

    def _show_shelf(self, n_undated: int) -> None:
        self._shelf.setVisible(n_undated > 0)
        self._shelf.setText(self.tr("{} without a date").format(n_undated))
        self._shelf.setToolTip(self.tr("Show what has no date yet"))

    def _follow_window(self, t0: float, t1: float) -> None:
        self._overview.set_window(TimeWindow(t0, t1))
        self.window_changed.emit(t0, t1)

    def _follow_layout(self) -> None:
        """Bring scroll bar and overview in line with the layout on the screen."""
        layout = self.canvas.layout_shown()
        if layout is None:
            self._scroll.hide()
            return
        self._overview.set_margins(layout.plot.x0, layout.width - layout.plot.x1)
        height = self._overview.height()
        self._shelf.setGeometry(4, 3, max(int(layout.plot.x0) - 12, 60), height - 6)
        hidden_px = max(layout.content_height - layout.plot.height, 0.0)
        with QSignalBlocker(self._scroll):
            self._scroll.setRange(0, int(hidden_px + 0.99))
            self._scroll.setPageStep(int(layout.plot.height))
            self._scroll.setSingleStep(20)
            self._scroll.setValue(int(layout.scroll_y))
        self._scroll.setVisible(hidden_px > 0)
        self._place_scroll_bar()

    def _place_scroll_bar(self) -> None:
        width = min(self._scroll.sizeHint().width(), _SCROLL_BAR_PX)
        top = int(AXIS_HEIGHT)
        height = max(self.canvas.height() - top, 1)
        self._scroll.setGeometry(self.canvas.width() - width, top, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar at the right edge."""
        super().resizeEvent(event)
        self._place_scroll_bar()

    def _describe(self) -> None:
        """Tell a screen reader what the timeline is and which mark is current."""
        canvas = self.canvas
        canvas.setAccessibleName(lanes_in_words(self._by))
        focused, lanes = canvas.highlights.focused, canvas.lanes
        if focused is None or lanes is None:
            words = self.tr("{} marks; arrow keys go from mark to mark").format(len(self._marks))
        else:
            words = self.tr("{mark}. Lane: {lane}").format(
                mark=mark_in_words(lanes.marks[focused.mark], lanes.wording),
                lane=lanes.lanes[focused.lane].title,
            )
        if words != canvas.accessibleDescription():
            canvas.setAccessibleDescription(words)
            QAccessible.updateAccessibility(
                QAccessibleEvent(canvas, QAccessible.Event.DescriptionChanged)
            )


def _any_inside(lanes: Lanes, window: TimeWindow | None) -> bool:
    """Whether any mark reaches into the window."""
    if window is None:
        return False
    table = lanes.table
    return bool(np.any((table.o1 > window.t0) & (table.o0 < window.t1)))
