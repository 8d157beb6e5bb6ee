"""The drawing with what may stand beside it: the table that says the same, and the shelf."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from stanceline.domain.edtf import parse
from stanceline.domain.timelines import TimeAxis
from stanceline.services.timeline import MarkTexts
from stanceline.ui.dragging import PASSAGE
from stanceline.ui.theme import Theme, reduces_motion, scaled
from stanceline.ui.timeline.style import timeline_style

if TYPE_CHECKING:
    from stanceline.timeline.placing.extras import Extras
    from stanceline.timeline.sorting.lanes import Lanes
    from stanceline.timeline.two_axes.view import TwoAxesView
    from stanceline.timeline.view import TimelineView
    from stanceline.timeline.windows import TimeWindow
    from stanceline.ui.timeline.mark_table import MarkTable
    from stanceline.ui.timeline.shelf import Shelf

_SIDE_BY_SIDE_FROM = 820
_TABLE_SHARE = 0.4
_SHELF_WIDTH = 300
_FEW_KEYS = 20


class DrawingRoom(QWidget):
    """Drawing, table and shelf, which share what is selected.

    ``made`` carries the drawing when there is one; ``window_changed`` says that it shows
    another time. ``selected`` carries the keys of what
    is selected, the current one last; ``activated`` the key of a mark whose words are
    asked for; ``date_wanted`` a key and a date; ``menu_wanted`` a key and a point of the
    screen; ``beyond`` a Deed that the drawing with two axes leaves to others;
    ``parts_changed`` says that table or shelf come or go.
    """

    made = Signal(object)
    window_changed = Signal()
    selected = Signal(object)
    activated = Signal(str)
    date_wanted = Signal(str, str)
    menu_wanted = Signal(str, QPoint)
    beyond = Signal(object)
    parts_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: TimelineView | None = None
        self._two: TwoAxesView | None = None
        self._is_two = False
        self._empty_text = ""
        self.drawings = QStackedWidget()
        self._table: MarkTable | None = None
        self._shelf: Shelf | None = None
        self._lanes: Lanes | None = None
        self._texts: MarkTexts | None = None
        self._is_following = False
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.splitter.addWidget(self.drawings)
        self.splitter.setStretchFactor(0, 1)

    # The parts, each made when it is first needed

    @property
    def view(self) -> "TimelineView":
        """The drawing, which is made when it is first asked for or has something to show."""
        if self._view is None:
            # Imported late: with it come libraries that the first window can do without. It is
            # imported here, on the thread of the windows: Qt's classes come to be when they are
            # first named, and two threads that name them at the same time end the program.
            from stanceline.timeline.view import TimelineView

            view = self._view = TimelineView()
            view.set_style(timeline_style(self._theme))
            view.set_reduced_motion(is_reduced=reduces_motion())
            view.set_mime_type(PASSAGE)
            self._connect(view)
            self.drawings.addWidget(view)
            self.made.emit(view)
        return self._view

    @property
    def two_axes(self) -> "TwoAxesView":
        """The drawing of publication against happening, made when it is first asked for."""
        if self._two is None:
            from stanceline.timeline.two_axes.view import TwoAxesView

            two = self._two = TwoAxesView()
            two.set_style(timeline_style(self._theme))
            two.set_reduced_motion(is_reduced=reduces_motion())
            two.set_empty_text(self._empty_text)
            self._connect(two)
            two.beyond.connect(self.beyond)
            self.drawings.addWidget(two)
        return self._two

    @property
    def has_two_axes(self) -> bool:
        """Whether the drawing in sight is the one with two axes."""
        return self._is_two

    @property
    def drawing(self) -> "TimelineView | TwoAxesView":
        """The drawing in sight, of lanes or with two axes."""
        return self.two_axes if self._is_two else self.view

    def _connect(self, drawing: "TimelineView | TwoAxesView") -> None:
        drawing.selection_changed.connect(self._follow_drawing)
        drawing.mark_activated.connect(self.activated)
        drawing.window_changed.connect(self._follow_window)
        drawing.shelf_requested.connect(self._show_shelf)
        drawing.menu_wanted.connect(self.menu_wanted)

    def _show_shelf(self) -> None:
        self.show_shelf(is_shown=True)

    @property
    def n_selected(self) -> int:
        """How many marks are selected."""
        if self._view is None:
            return 0
        chosen = self.two_axes.selection if self._is_two else self._view.canvas.selection
        return len(chosen.rows)

    @property
    def has_view(self) -> bool:
        """Whether the drawing was made already."""
        return self._view is not None

    @property
    def table(self) -> "MarkTable | None":
        """The table, once it was shown."""
        return self._table

    @property
    def shelf(self) -> "Shelf | None":
        """The shelf, once it was shown."""
        return self._shelf

    @property
    def is_table_shown(self) -> bool:
        """Whether the table stands beside the drawing."""
        return self._table is not None and not self._table.isHidden()

    @property
    def is_shelf_shown(self) -> bool:
        """Whether the shelf stands beside the drawing."""
        return self._shelf is not None and not self._shelf.isHidden()

    def show_table(self, *, is_shown: bool) -> None:
        """Show the table beside the drawing with the keyboard in it, or hide it."""
        if is_shown and self._table is None:
            from stanceline.ui.timeline.mark_table import MarkTable

            table = self._table = MarkTable()
            table.selected.connect(self._follow_table)
            table.activated.connect(self.activated)
            table.menu_wanted.connect(self.menu_wanted)
            table.left.connect(self.take_focus)
            self.splitter.addWidget(table)
            self._feed(table)
            table.follow(self._window_on_axis())
            table.select(self.drawing.selected_keys())
        self._show_part(self._table, is_shown=is_shown)

    def show_shelf(self, *, is_shown: bool) -> None:
        """Show the shelf beside the drawing with the keyboard in it, or hide it."""
        if is_shown and self._shelf is None:
            from stanceline.ui.timeline.shelf import Shelf

            shelf = self._shelf = Shelf()
            shelf.activated.connect(self.activated)
            shelf.selected.connect(lambda key: self.selected.emit([key]))
            shelf.date_wanted.connect(self.date_wanted)
            shelf.left.connect(self.take_focus)
            shelf.closed.connect(lambda: self.show_shelf(is_shown=False))
            self.splitter.addWidget(shelf)
            self._feed(shelf)
        self._show_part(self._shelf, is_shown=is_shown)

    def _show_part(self, part: "MarkTable | Shelf | None", *, is_shown: bool) -> None:
        if part is None:
            return
        had_focus = _holds(part, QApplication.focusWidget())
        part.setVisible(is_shown)
        if is_shown:
            self._share()
            part.take_focus()
        elif had_focus:
            self.take_focus()
        self.parts_changed.emit()

    def _feed(self, part: "MarkTable | Shelf") -> None:
        if self._lanes is not None and self._texts is not None:
            part.show_lanes(self._lanes, self._texts)

    # What is shown

    def show_lanes(self, lanes: "Lanes", texts: MarkTexts, extras: "Extras") -> None:
        """Show these lanes in all parts that are there."""
        keys = self.drawing.selected_keys() if self.has_view else []
        was_two, self._is_two = self._is_two, lanes.arrangement.axis is TimeAxis.BOTH
        self._lanes, self._texts = lanes, texts
        self.view.set_extras(extras)
        self.drawing.show_lanes(lanes, texts)
        self.drawings.setCurrentWidget(self.drawing)
        if was_two != self._is_two:
            self._quietly(lambda: self.drawing.select(keys))
        if self._table is not None:
            self._table.follow(self._window_on_axis())
        for part in (self._table, self._shelf):
            if part is not None:
                self._feed(part)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self._theme = theme
        for drawing in (self._view, self._two):
            if drawing is not None:
                drawing.set_style(timeline_style(theme))

    def set_empty_text(self, text: str) -> None:
        """Say this where there is nothing to show."""
        self._empty_text = text
        for drawing in (self._view, self._two):
            if drawing is not None:
                drawing.set_empty_text(text)

    def go_to(self, date: str) -> None:
        """Show a date with what lies around it; raises EdtfError."""
        if not self._is_two:
            self.view.go_to(date)
            return
        bounds = parse(date).bounds
        room = bounds.o1 - bounds.o0
        self.two_axes.set_window(bounds.o0 - room, bounds.o1 + room)

    def _window_on_axis(self) -> "TimeWindow | None":
        """The window in sight, in seconds of the axis that the lanes know."""
        return self.two_axes.window_shown() if self._is_two else self.view.canvas.shown

    def select(self, keys: Sequence[str]) -> None:
        """Select these marks everywhere, and tell nobody."""
        self._quietly(lambda: self.drawing.select(list(keys)))
        if self._table is not None:
            self._table.select(keys)

    def _quietly(self, act: Callable[[], None]) -> None:
        was_following, self._is_following = self._is_following, True
        try:
            act()
        finally:
            self._is_following = was_following

    def _follow_drawing(self, keys: list[str]) -> None:
        if self._is_following:
            return
        if self._table is not None:
            self._table.select(keys)
        self.selected.emit(keys)

    def _follow_table(self, keys: list[str]) -> None:
        self._quietly(lambda: self._choose(keys))
        self.selected.emit(keys)

    def _choose(self, keys: Sequence[str]) -> None:
        """Select these marks in the drawing; of many, none is brought into view."""
        lanes, texts = self._lanes, self._texts
        if len(keys) <= _FEW_KEYS or lanes is None or texts is None:
            self.drawing.select(list(keys))
            return
        # Imported late, with the drawing.
        from stanceline.timeline.handling.selection import Selection

        rows = texts.rows_of(lanes.columns, keys)
        chosen = Selection(tuple(rows[key] for key in keys if key in rows))
        if self._is_two:
            self.two_axes.set_selection(chosen)
        else:
            self.view.canvas.set_selection(chosen)

    def _follow_window(self) -> None:
        if self._table is not None:
            self._table.follow(self._window_on_axis())
        self.window_changed.emit()

    def take_focus(self) -> None:
        """Bring the keyboard to the drawing."""
        self.drawing.setFocus(Qt.FocusReason.OtherFocusReason)

    # Room

    def _share(self) -> None:
        """Give the parts beside the drawing what they need."""
        is_wide = self.width() >= scaled(_SIDE_BY_SIDE_FROM)
        way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        self.splitter.setOrientation(way)
        whole = self.width() if is_wide else self.height()
        table = round(whole * _TABLE_SHARE)
        shelf = scaled(_SHELF_WIDTH) if is_wide else table
        sizes = []
        for at in range(self.splitter.count()):
            part = self.splitter.widget(at)
            is_there = part is not None and not part.isHidden()
            own = table if part is self._table else shelf if part is self._shelf else 0
            sizes.append(own if is_there else 0)
        rest = max(whole - sum(sizes), 1)
        self.splitter.setSizes([size or rest for size in sizes])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts below each other where it is narrow."""
        super().resizeEvent(event)
        is_wide = self.width() >= scaled(_SIDE_BY_SIDE_FROM)
        way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if way != self.splitter.orientation():
            self._share()


def _holds(part: QWidget, focused: QWidget | None) -> bool:
    """Whether the keyboard is in this part."""
    return focused is not None and (focused is part or part.isAncestorOf(focused))
