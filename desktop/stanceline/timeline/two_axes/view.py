"""Publication against happening as a widget: lanes in, selections and wishes out.

It takes and gives what ``TimelineView`` does, so that one can stand in for the other.
"""

from collections.abc import Sequence

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
from PySide6.QtWidgets import QFrame, QWidget

from stanceline.domain.marks import Mark
from stanceline.timeline.drawing.fonts import FontMeasure, load_fonts
from stanceline.timeline.handling.card import CardText, card_of
from stanceline.timeline.handling.keyboard import Deed, comes_before_shortcuts, deed_of
from stanceline.timeline.handling.overlay import draw_empty, draw_focus
from stanceline.timeline.handling.selection import MOST_SELECTED, NOTHING_SELECTED, Selection
from stanceline.timeline.handling.stage import Texts
from stanceline.timeline.placing.hits import hit_test, things_at
from stanceline.timeline.primitives import Box
from stanceline.timeline.render import Highlights
from stanceline.timeline.sorting.lanes import Lanes, Place
from stanceline.timeline.sorting.table import Ints as Rows
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.cards import Cards, current_in_words, drawn_words
from stanceline.timeline.two_axes.input import Keys, Mouse
from stanceline.timeline.two_axes.layout import (
    TwoAxesLayout,
    lay_out_two_axes,
    plot_of,
    with_equal_steps,
)
from stanceline.timeline.two_axes.marks import Spot
from stanceline.timeline.two_axes.moves import (
    area_around,
    area_of_box,
    entry_of,
    panned_area,
    with_point_inside,
    zoomed_area,
)
from stanceline.timeline.two_axes.paint import paint_two_axes
from stanceline.timeline.two_axes.table import Area, TwoTimes, two_times
from stanceline.timeline.windows import TimeWindow, clamped
from stanceline.timeline.words.datewords import window_in_words
from stanceline.timeline.words.wording import ENGLISH, Wording, grouped

_NARROWEST, _LOWEST = 320, 120


class TwoAxesView(QFrame):
    """Marks by two times; marks are named by keys such as ``event:12``.

    The signals are those of ``TimelineView``. ``window_changed`` carries the stretch of
    happening that is in sight, in civil seconds.
    """

    mark_activated = Signal(str)
    selection_changed = Signal(list)
    window_changed = Signal(float, float)
    shelf_requested = Signal()
    peek_requested = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_fonts()
        self._measure = FontMeasure()
        self._style = Style.light()
        self._lanes: Lanes | None = None
        self._texts: Texts | None = None
        self._times: TwoTimes | None = None
        self._area: Area | None = None
        self._is_fitted = False
        self._layout: TwoAxesLayout | None = None
        self._selection = NOTHING_SELECTED
        self._empty_text = ""
        self._has_motion = True
        self.cards = Cards(self)
        self._mouse = Mouse(self)
        self._keys = Keys(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(_NARROWEST, _LOWEST)
        self.setAccessibleName(self.tr("Published against happened"))
        self._describe()

    # ----------------------------------------------------------------- what is shown

    def show_lanes(self, lanes: Lanes, texts: Texts, times: TwoTimes | None = None) -> None:
        """Show the marks of these lanes. Area and selection stay where they can.

        ``times`` are those of the lanes' table; of many marks they are better made on
        another thread.
        """
        keys, area = self.selected_keys(), self._area
        had_marks = self._times is not None and len(self._times) > 0
        self._lanes, self._texts = lanes, texts
        self._times = two_times(lanes.table) if times is None else times
        rows = [row for key in keys if (row := lanes.row_of(key)) is not None]
        shown = [row for row in rows if lanes.table.shown[row]]
        self._selection = Selection(tuple(shown), Place(0, shown[-1]) if shown else None)
        self.cards.over(None, None)
        stays = had_marks and area is not None and self._times.n_inside(area) > 0
        self._is_fitted = stays and self._is_fitted
        self._area = area if stays else self._times.first
        self._relayout()
        if len(shown) != len(keys):
            self.selection_changed.emit(self.selected_keys())
        self._describe()
        if self._area is not None and self._area != area:
            self.window_changed.emit(self._area.across.t0, self._area.across.t1)

    def set_style(self, style: Style) -> None:
        """Draw in these colours and sizes."""
        self._style = style
        self._relayout()

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle when there is nothing to show."""
        self._empty_text = text
        self.update()

    def set_reduced_motion(self, *, is_reduced: bool) -> None:
        """Whether a drawing that is thrown stops at once."""
        self._has_motion = not is_reduced

    def lanes(self) -> Lanes | None:
        """The lanes whose marks are shown."""
        return self._lanes

    def summary(self) -> str:
        """How many marks are in sight and when they happened."""
        layout, times = self.layout_shown(), self._times
        if layout is None or times is None:
            return ""
        words = self.tr("{shown} of {all} marks · {window}").format(
            shown=grouped(layout.base.n_marks_in_window),
            all=grouped(len(times)),
            window=window_in_words(layout.area.across, self.wording),
        )
        if times.n_left_out:
            words += " · " + self.tr("{} without both dates").format(grouped(times.n_left_out))
        return words

    @property
    def style_shown(self) -> Style:
        """The colours and sizes it is drawn in."""
        return self._style

    @property
    def has_motion(self) -> bool:
        """Whether things may move by themselves."""
        return self._has_motion

    def times_shown(self) -> TwoTimes | None:
        """The marks that have both dates."""
        return self._times

    @property
    def wording(self) -> Wording:
        """The words of the lanes shown."""
        return ENGLISH if self._lanes is None else self._lanes.wording

    def layout_shown(self) -> TwoAxesLayout | None:
        """The layout on the screen, made now if what it shows has changed."""
        if self._layout is None and self._lanes is not None and self._times is not None:
            if not self._is_fitted and self._area is not None:
                # Only now it is known how much room there is.
                self._area, self._is_fitted = self._fitted(self._area), True
            if self._area is not None:
                self._layout = lay_out_two_axes(
                    self._times,
                    self._lanes.table,
                    self._area,
                    self._size(),
                    self._measure,
                    self._titles,
                    self.wording,
                    drawn_words(),
                )
        return self._layout

    def _size(self) -> tuple[float, float]:
        return self.width() / self._style.scale, self.height() / self._style.scale

    def _relayout(self) -> None:
        self._layout = None
        self.cards.hide()
        self.update()

    def _titles(self, rows: Rows) -> list[str]:
        if self._texts is None or self._lanes is None:
            return []
        return self._texts.titles(self._lanes.columns, rows)

    # ----------------------------------------------------------------- the area

    def area_shown(self) -> Area | None:
        """The stretches of both times in sight, or None while there is no mark."""
        return self._area

    def set_area(self, area: Area) -> None:
        """Show this area and tell about it."""
        if area != self._area:
            self._area, self._is_fitted = area, True
            self._relayout()
            self.window_changed.emit(area.across.t0, area.across.t1)

    def window_shown(self) -> TimeWindow | None:
        """The stretch of happening in sight."""
        return None if self._area is None else self._area.across

    def set_window(self, t0: float, t1: float) -> None:
        """Show what happened from t0 to t1, in civil seconds; the other axis stays."""
        if self._area is not None:
            self.set_area(Area(clamped(t0, t1), self._area.up))

    def fit_all(self) -> None:
        """Show all marks that have both dates."""
        if self._times is not None and self._times.extent is not None:
            self.set_area(self._fitted(self._times.extent))

    def fit_first(self) -> None:
        """Show the dense part of the marks."""
        if self._times is not None and self._times.first is not None:
            self.set_area(self._fitted(self._times.first))

    def fit_selection(self) -> None:
        """Show the selected marks with what surrounds them, or all when none is selected."""
        area = None
        if self._times is not None and self._selection.rows:
            area = area_around(self._times, self._selection.rows)
        if area is None:
            self.fit_all()
        else:
            self.set_area(self._fitted(area))

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times less of both times about the middle."""
        if self._area is not None:
            middle = [(window.t0 + window.t1) / 2 for window in self._area]
            self.set_area(zoomed_area(self._area, factor, (middle[0], middle[1])))

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Zoom about a point of the layout; beside one of the axes, that axis alone."""
        spot = self.spot()
        if spot is None or factor <= 0:
            return
        about = (spot.time_across(at.x()), spot.time_up(at.y()))
        is_above, is_left = at.y() < spot.plot.y0, at.x() < spot.plot.x0
        self.set_area(zoomed_area(spot.area, factor, about, across=not is_left, up=not is_above))

    def pan_px(self, dx: float, dy: float) -> None:
        """Take the drawing along by so many pixels to the right and down."""
        if self._area is not None and (dx or dy):
            plot = plot_of(self._size())
            self.set_area(panned_area(self._area, -dx / plot.width, dy / plot.height))

    def zoom_to_box(self, box: Box) -> None:
        """Show what lies in a rectangle of the plot."""
        spot = self.spot()
        if spot is not None:
            self.set_area(area_of_box(spot, box))

    def _fitted(self, area: Area) -> Area:
        return with_equal_steps(area, self._size())

    def spot(self) -> Spot | None:
        """The area in sight with its place on the drawing."""
        return None if self._area is None else Spot(plot_of(self._size()), self._area)

    # ----------------------------------------------------------------- the selection

    def selected_keys(self) -> list[str]:
        """The keys of the selected marks, the current one last."""
        lanes = self._lanes
        return [] if lanes is None else [lanes.key(row) for row in self._selection.rows]

    def select(self, keys: str | Sequence[str] | None) -> None:
        """Select the marks with these keys and bring the last into view; None for nothing."""
        wanted = [keys] if isinstance(keys, str) else list(keys or ())
        lanes = self._lanes
        rows = [] if lanes is None else [lanes.row_of(key) for key in wanted]
        shown = [row for row in rows if row is not None and lanes and lanes.table.shown[row]]
        self.set_selection(Selection(tuple(shown), Place(0, shown[-1]) if shown else None))
        if shown:
            self._bring_into_view(shown[-1])

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    def set_selection(self, selection: Selection) -> None:
        """Select this and tell it."""
        if selection != self._selection:
            self._selection = selection
            self.update()
            self._describe()
            self.selection_changed.emit(self.selected_keys())

    def rows_in(self, box: Box) -> list[int]:
        """The rows of the marks in a rectangle of the plot, counted ones too."""
        layout, spot, times = self.layout_shown(), self.spot(), self._times
        if layout is None or spot is None or times is None:
            return []
        if layout.cells is None:
            return [place.mark for place in things_at(layout.base, box)][:MOST_SELECTED]
        area = Area(
            TimeWindow(spot.time_across(box.x0), spot.time_across(box.x1)),
            TimeWindow(spot.time_up(box.y1), spot.time_up(box.y0)),
        )
        rows: list[int] = times.row[times.inside(area)[:MOST_SELECTED]].tolist()
        return rows

    def _bring_into_view(self, row: int) -> None:
        times = self._times
        entry = None if times is None else entry_of(times, row)
        if times is not None and entry is not None and self._area is not None:
            x, y = float(times.x[entry]), float(times.y[entry])
            self.set_area(with_point_inside(self._area, x, y))

    def place_at(self, at: QPointF) -> Place | None:
        """The mark that is drawn at a point of the layout."""
        layout = self.layout_shown()
        return None if layout is None else hit_test(layout.base, at.x(), at.y())

    def choose_entry(self, entry: int | None, *, adds: bool = False) -> bool:
        """Select an entry and bring it into view; whether there is one."""
        if entry is None or self._times is None:
            return False
        row = int(self._times.row[entry])
        place = Place(0, row)
        chosen = self._selection
        self.set_selection(chosen.with_more([row], place) if adds else chosen.only(place))
        self._bring_into_view(row)
        return True

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
