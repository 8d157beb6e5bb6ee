"""Publication against happening as a widget: lanes in, selections and wishes out.

It takes and gives what ``TimelineView`` does, so that one can stand in for the other.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from stanceline.domain.marks import Mark
from stanceline.timeline.handling.card import CardText, card_of
from stanceline.timeline.handling.keyboard import Deed, comes_before_shortcuts, deed_of
from stanceline.timeline.handling.overlay import draw_empty, draw_focus
from stanceline.timeline.render import Highlights
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.two_axes.cards import Cards, current_in_words
from stanceline.timeline.two_axes.input import Keys, Mouse
from stanceline.timeline.two_axes.layout import TwoAxesLayout
from stanceline.timeline.two_axes.moves import entry_of
from stanceline.timeline.two_axes.paint import paint_two_axes
from stanceline.timeline.two_axes.stage import TwoAxesStage
from stanceline.timeline.two_axes.table import TwoTimes
from stanceline.timeline.words.of_marks import Texts

_NARROWEST, _LOWEST = 320, 120


class TwoAxesView(TwoAxesStage):
    """Marks by two times; marks are named by keys such as ``event:12``.

    The signals are those of ``TimelineView``; ``beyond`` carries a Deed that a key asked
    for and that takes lanes, or what stands around the drawing.
    """

    mark_activated = Signal(str)
    shelf_requested = Signal()
    peek_requested = Signal(str)
    menu_wanted = Signal(str, QPoint)
    beyond = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = Cards(self)
        self._mouse = Mouse(self)
        self._keys = Keys(self)
        self.laid_out_anew.connect(self.cards.hide)
        self.selection_changed.connect(self._describe)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(_NARROWEST, _LOWEST)
        self.setAccessibleName(self.tr("Published against happened"))
        self._describe()

    def show_lanes(self, lanes: Lanes, texts: Texts, times: TwoTimes | None = None) -> None:
        """Show the marks of these lanes. Area and selection stay where they can.

        ``times`` are those of the lanes' table; of many marks they are better made on
        another thread.
        """
        self.cards.over(None, None)
        super().show_lanes(lanes, texts, times)
        self._describe()

    # ----------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the layout, or the text for when there is none."""
        del event
        painter = QPainter(self)
        painter.scale(self._style.scale, self._style.scale)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout = self.layout_shown()
        if layout is None:
            draw_empty(painter, self._style, self._size(), self._why_empty())
        else:
            paint_two_axes(painter, layout, self._style, self._highlights())
            self._mouse.draw(painter, self._style)
            if self.hasFocus() and not self._is_focus_drawn(layout):
                draw_focus(painter, self._style, layout.base)
        painter.end()

    def _is_focus_drawn(self, layout: TwoAxesLayout) -> bool:
        """Whether the mark that the keyboard is at stands in the area."""
        focused = self._selection.focused
        return focused is not None and bool(np.any(layout.base.hit_marks == focused.mark))

    def _why_empty(self) -> str:
        if self._times is not None and self._times.n_left_out > 0:
            return self.tr("No mark has both a date of its own and one of its publication")
        return self._empty_text

    def _highlights(self) -> Highlights:
        chosen = self._selection
        return Highlights(
            selected=frozenset(chosen.rows),
            hovered=self.cards.row,
            focused=chosen.focused if self.hasFocus() else None,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._relayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.cards.hide()
        self.update()

    # ----------------------------------------------------------------- mouse and keys

    def in_layout(self, at: QPointF) -> QPointF:
        """Where a point of the widget lies in the layout."""
        return at / self._style.scale

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or pan."""
        event.accept()
        self._mouse.wheel(event, self.in_layout(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton:
            self._mouse.press(self.in_layout(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or see what is under the pointer."""
        event.accept()
        self._mouse.move(self.in_layout(event.position()), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or choose what was clicked."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self._mouse.release(self.in_layout(event.position()), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the words of a mark, or come closer on an empty place."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self._mouse.double_click(self.in_layout(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Let no mark stand out any more."""
        super().leaveEvent(event)
        self.cards.over(None, None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the mark that is here, or that is current."""
        event.accept()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.ask_menu()
            return
        place = self.place_at(self.in_layout(QPointF(event.pos())))
        key = "" if place is None or self._lanes is None else self._lanes.key(place.mark)
        self.menu_wanted.emit(key, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Zoom by a pinch; take Tab while there is a next mark."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_at(1.0 + event.value(), self.in_layout(event.position()))
                return True
        elif isinstance(event, QKeyEvent):
            deed = deed_of(event.key(), event.modifiers())
            if event.type() is QEvent.Type.ShortcutOverride and comes_before_shortcuts(deed):
                event.accept()
                return True
            is_tab = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            if event.type() is QEvent.Type.KeyPress and is_tab and self._keys.do(deed):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom, pan and open with the keys of the timeline."""
        if self._keys.do(deed_of(event.key(), event.modifiers())):
            event.accept()
        else:
            event.ignore()

    def zoom_to_next_box(self) -> bool:
        """Let the next drag draw the area to show."""
        self._mouse.zooms_next = True
        self.setCursor(Qt.CursorShape.CrossCursor)
        return True

    def give_up(self) -> bool:
        """Let go of what is dragged, or is about to be; whether there was something."""
        was_busy = self._mouse.is_busy
        self._mouse.give_up()
        return was_busy

    def perform(self, deed: Deed) -> None:
        """Do what a key would."""
        self._keys.do(deed)

    # ----------------------------------------------------------------- what is told

    def open_current(self) -> bool:
        """Ask to open the words of the current mark; whether there is one."""
        keys = self.selected_keys()
        if keys:
            self.mark_activated.emit(keys[-1])
        return bool(keys)

    def peek_current(self) -> bool:
        """Show all words of the current mark beside it, or take them away again."""
        row = self._selection.current
        if row is None or self._lanes is None:
            return False
        if self.cards.peek(row, self._on_screen(row)):
            self.peek_requested.emit(self._lanes.key(row))
        return True

    def ask_menu(self) -> bool:
        """Ask for the menu of the current mark, or of the timeline."""
        row = self._selection.current
        key = "" if row is None or self._lanes is None else self._lanes.key(row)
        at = self.rect().center() if row is None else self.mapFromGlobal(self._on_screen(row))
        self.menu_wanted.emit(key, self.mapToGlobal(at))
        return True

    def card_of(self, row: int, *, is_whole: bool = False) -> CardText | None:
        """What the card of a mark says."""
        mark = self._details_of(row)
        return None if mark is None else card_of(mark, self.wording, is_whole=is_whole)

    def _details_of(self, row: int) -> Mark | None:
        if self._lanes is None or self._texts is None:
            return None
        rows = np.array([row], dtype=np.int32)
        return next(iter(self._texts.details(self._lanes.columns, rows)), None)

    def _on_screen(self, row: int) -> QPoint:
        """Where a mark stands on the screen."""
        spot, times = self.spot(), self._times
        entry = None if times is None else entry_of(times, row)
        if spot is None or times is None or entry is None:
            return self.mapToGlobal(self.rect().center())
        at = QPointF(spot.x(float(times.x[entry])), spot.y(float(times.y[entry])))
        return self.mapToGlobal((at * self._style.scale).toPoint())

    def _describe(self) -> None:
        """Tell a screen reader which mark is current."""
        words, row = "", self._selection.current
        if self._times is not None:
            mark = None if row is None else self._details_of(row)
            words = current_in_words(self._times, row, mark, self.wording)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(
                QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            )
