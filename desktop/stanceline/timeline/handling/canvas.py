"""The surface a timeline is drawn on: it shows a window of lanes and tells what is asked for.

Times on the canvas are seconds of the axis, as ``Lanes`` has them; what it tells others is
in civil seconds where the name says so. Points are in pixels of the layout.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from stanceline.domain.edtf import Edtf
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.handling.awaiting import AwaitedDates
from stanceline.timeline.handling.card import MarkCard
from stanceline.timeline.handling.doing import Doer
from stanceline.timeline.handling.drafting import EventDraft
from stanceline.timeline.handling.gliding import Glide
from stanceline.timeline.handling.hovering import Hovering
from stanceline.timeline.handling.keyboard import Deed, comes_before_shortcuts, deed_of
from stanceline.timeline.handling.overlay import (
    draw_corner,
    draw_empty,
    draw_focus,
    draw_now,
    draw_way_back,
)
from stanceline.timeline.handling.pointer import Pointer
from stanceline.timeline.handling.selection import NOTHING_SELECTED, Selection
from stanceline.timeline.handling.stage import Stage
from stanceline.timeline.placing.hits import Crowd
from stanceline.timeline.render import Highlights, paint
from stanceline.timeline.sorting.lanes import Lanes, Place
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.of_marks import Texts
from stanceline.timeline.words.speaking import second_in_words

_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}

_LEAVING = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
"""Why the keyboard goes elsewhere for good, and not to a menu or another window."""


class Canvas(Stage):
    """The drawing surface. Rows and places are those of the lanes it shows.

    ``selection_told`` is emitted when another selection is settled on, ``menu_asked`` with
    a Place, the index of a lane or None, and a point of the screen; ``words_dropped`` with
    a row or -1.
    """

    selection_told = Signal()
    activated = Signal()
    peeked = Signal()
    date_wanted = Signal(int, str)
    event_wanted = Signal(str, str)
    note_wanted = Signal(str, int)
    merge_asked = Signal()
    menu_asked = Signal(object, QPoint)
    words_dropped = Signal(int, object)
    arrangement_wanted = Signal(object)
    play_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._selection = NOTHING_SELECTED
        self._selected: frozenset[int] = frozenset()
        self._dragged: int | None = None
        self._now: float | None = None
        self._empty_text = ""
        self._has_motion = True
        self._came_by_key = False
        self._mime_type = ""
        self._awaited = AwaitedDates()
        self.draft: EventDraft | None = None
        self.give_up_beside: Callable[[], bool] = lambda: False
        """What else Escape ends while it is dragged, such as the brush of the overview."""
        self.card = MarkCard(self)
        self.glide = Glide(self)
        self.glide.moved.connect(self.pan_px)
        self.hovering = Hovering(self)
        self.pointer = Pointer(self)
        self._doer = Doer(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setAcceptDrops(True)

    # ----------------------------------------------------------------- what is shown

    @property
    def has_motion(self) -> bool:
        """Whether things may move by themselves."""
        return self._has_motion

    @property
    def now(self) -> float | None:
        """Where time stands while it is played, in seconds of the axis."""
        return self._now

    def set_lanes(self, lanes: Lanes, texts: Texts, window: TimeWindow | None) -> None:
        """Show these lanes in this window. Rows that were known may mean others now."""
        self.hovering.leave()
        super().set_lanes(lanes, texts, window)
        self.pointer.lanes_changed(lanes)
        if self.draft is not None:
            self.draft.lanes_changed(lanes)
        for key in self._awaited.awaited():
            row = lanes.row_of(key)
            code = -1 if row is None else int(lanes.table.date[row])
            if code >= 0:
                self._awaited.see(key, lanes.columns.names.dates[code].text)
            else:
                self._awaited.forget(key)

    def relayout(self) -> None:
        """Lay out anew at the next painting; what a card tells may not lie there then."""
        super().relayout()
        self.hovering.hide_card()

    def set_empty_text(self, text: str) -> None:
        """Say this when there is nothing to show."""
        self._empty_text = text
        self.refresh()

    def set_has_motion(self, *, has_motion: bool) -> None:
        """Whether a thrown timeline glides on, and time flows while it is played."""
        self._has_motion = has_motion

    def set_mime_type(self, mime_type: str) -> None:
        """Take words that are dragged here under this type; none when it is empty."""
        self._mime_type = mime_type

    def set_now(self, now: float | None) -> None:
        """Draw as if time stood here, in seconds of the axis; None when it does not play."""
        self._now = now
        self.refresh()

    def set_draft(self, draft: EventDraft | None) -> None:
        """Begin or end placing a new event."""
        self.draft = draft
        self.pointer.give_up()
        self.hovering.leave()
        is_drafting = draft is not None
        shape = Qt.CursorShape.CrossCursor if is_drafting else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.refresh()

    # ----------------------------------------------------------------- moving

    def throw(self, speed_px: float) -> None:
        """Let it glide on with this speed, where things may move."""
        if self._has_motion:
            self.glide.throw(speed_px)

    def is_gliding(self) -> bool:
        """Whether the timeline still moves after it was thrown."""
        return self.glide.is_moving

    def bring_into_view(self, place: Place) -> None:
        """Pan and scroll just as far as is needed to see a mark."""
        self._doer.bring_into_view(place)

    # ----------------------------------------------------------------- selection

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    def set_selection(self, selection: Selection, *, is_told: bool = True) -> None:
        """Select this, and tell it unless it is still being drawn."""
        if selection != self._selection:
            self._selection = selection
            self._selected = frozenset(selection.rows)
            self.refresh()
            if is_told:
                self.tell_selection()

    def tell_selection(self) -> None:
        """Tell what is selected now."""
        self.selection_told.emit()

    def hover(self, place: Place | None, crowd: Crowd | None = None) -> None:
        """The pointer is over this mark, or over this column of a crowd."""
        self.hovering.over(place, crowd)

    def set_dragged(self, mark: int | None) -> None:
        """Show this mark as being moved."""
        self._dragged = mark
        self.refresh()

    # ----------------------------------------------------------------- what is asked for

    def date_of(self, mark: int) -> Edtf | None:
        """The date of a mark that may be moved, None where its date is not its own.

        A date that was asked for a moment ago counts, although the lanes do not have it yet.
        """
        if self._lanes is None:
            return None
        return self._doer.date_of(mark, self._awaited.newest(self._lanes.key(mark)))

    def perform(self, deed: Deed) -> bool:
        """Do what a key would; whether there was anything to do."""
        return self._doer.perform(deed)

    def want_date(self, mark: int, text: str) -> None:
        """Ask for another date of a mark."""
        if self._lanes is not None:
            self._awaited.ask(self._lanes.key(mark), text)
            self.date_wanted.emit(mark, text)

    def want_arrangement(self, arrangement: Arrangement) -> None:
        """Ask for another arrangement of the lanes."""
        if self._lanes is not None and arrangement != self._lanes.arrangement:
            self.arrangement_wanted.emit(arrangement)

    # ----------------------------------------------------------------- drawing

    def draw(self, painter: QPainter) -> None:
        """Draw the layout, or the text for when there is none."""
        style = self._style
        painter.scale(style.scale, style.scale)
        # Time runs to the right in every language; each text runs as its letters do.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout, lanes = self.layout_shown(), self._lanes
        if layout is None or lanes is None or not layout.lanes:
            size = (self.width() / style.scale, self.height() / style.scale)
            draw_empty(painter, style, size, self._empty_text)
            return
        paint(painter, layout, style, self.highlights())
        draw_corner(painter, style, layout, self.n_dated)
        if not layout.n_marks_in_window and self._window is not None:
            draw_way_back(painter, style, layout.plot, lanes.n_beside(self._window))
        if self.hasFocus() and self._came_by_key and self._selection.focused is None:
            draw_focus(painter, style, layout)
        if self._now is not None:
            words = second_in_words(lanes.folds.t(self._now), lanes.wording)
            draw_now(painter, style, layout.plot, self.x_of(self._now), words)
        if self.draft is not None:
            self.draft.draw(painter, style)
        elif self.pointer.gesture is not None:
            self.pointer.gesture.draw(painter, style)

    def highlights(self) -> Highlights:
        """Which marks stand out now."""
        chosen = self._selection
        return Highlights(
            selected=self._selected,
            hovered=self.hovering.mark,
            focused=chosen.focused if self.hasFocus() else None,
            dragged=self._dragged,
            now_x=None if self._now is None else self.x_of(self._now),
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._came_by_key = event.reason() in _BY_KEY
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.hovering.hide_card()
        if self.draft is not None and event.reason() in _LEAVING:
            self.set_draft(None)
        self.refresh()

    # ----------------------------------------------------------------- mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, pan or scroll."""
        event.accept()
        self.pointer.wheel(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by a pinch on a touch pad; see the pointer leave."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                x = self.in_layout(event.position()).x()
                self.zoom_about(1.0 + event.value(), self.time_at(x))
                return True
        elif isinstance(event, QGestureEvent):
            return self._pinch(event)
        elif event.type() is QEvent.Type.Leave:
            self.hovering.leave()
        return bool(super().viewportEvent(event))

    def _pinch(self, event: QGestureEvent) -> bool:
        """Zoom by two fingers on a touch screen; whether that is what they do."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        centre = self.viewport().mapFromGlobal(pinch.hotSpot())
        self.zoom_about(pinch.scaleFactor(), self.time_at(self.in_layout(centre).x()))
        event.accept()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.press(self.in_layout(event.position()), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or see what is under the pointer."""
        event.accept()
        self.pointer.move(self.in_layout(event.position()), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or choose what was clicked."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.release(self.in_layout(event.position()), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the words of a mark, or come closer on an empty place."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.double_click(self.in_layout(event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is here."""
        event.accept()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._doer.ask_menu()
        else:
            at = self.in_layout(QPointF(event.pos()))
            self.menu_asked.emit(self._doer.target_at(at), event.globalPos())

    # ----------------------------------------------------------------- words dropped on it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take words of an article."""
        if self._mime_type and event.mimeData().hasFormat(self._mime_type):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on which mark they would fall."""
        event.acceptProposedAction()
        self.hovering.over(self.place_at(self.in_layout(event.position())), None, has_card=False)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that they would fall on none."""
        event.accept()
        self.hovering.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell on which mark the words fell."""
        event.acceptProposedAction()
        place = self.place_at(self.in_layout(event.position()))
        self.hovering.leave()
        self.words_dropped.emit(-1 if place is None else place.mark, event.mimeData())

    # ----------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """Take Tab while there is a next mark; after the last it leaves the timeline."""
        if isinstance(event, QKeyEvent):
            deed = deed_of(event.key(), event.modifiers())
            is_own = comes_before_shortcuts(deed) or (deed is Deed.LET_GO and self._holds_something)
            if event.type() is QEvent.Type.ShortcutOverride and is_own:
                event.accept()
                return True
            is_tab = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            if event.type() is QEvent.Type.KeyPress and is_tab and self._doer.do(deed, event):
                event.accept()
                return True
        return bool(super().event(event))

    @property
    def _holds_something(self) -> bool:
        """Whether Escape has something to let go of here."""
        is_busy = self.draft is not None or self._now is not None
        return is_busy or self.pointer.is_busy or bool(self._selection.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key asks for; what it does not ask here is for others."""
        deed = deed_of(event.key(), event.modifiers())
        if self._doer.do(deed, event):
            event.accept()
        else:
            event.ignore()
