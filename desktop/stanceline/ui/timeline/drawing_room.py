"""The drawing with what may stand beside it: the table that says the same, and the shelf."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from stanceline.services.timeline import MarkTexts
from stanceline.ui.dragging import PASSAGE
from stanceline.ui.theme import Theme, reduces_motion, scaled
from stanceline.ui.timeline.mark_table import MarkTable
from stanceline.ui.timeline.shelf import Shelf
from stanceline.ui.timeline.style import timeline_style

if TYPE_CHECKING:
    from stanceline.timeline.new.extras import Extras
    from stanceline.timeline.new.lanes import Lanes
    from stanceline.timeline.new.view import TimelineView

_SIDE_BY_SIDE_FROM = 820
_TABLE_SHARE = 0.4
_SHELF_WIDTH = 300


class DrawingRoom(QWidget):
    """Drawing, table and shelf, which share what is selected.

    ``made`` carries the drawing when there is one. ``selected`` carries the keys of what
    is selected, the current one last; ``activated`` the key of a mark whose words are
    asked for; ``date_wanted`` a key and a date; ``menu_wanted`` a key and a point of the
    screen; ``parts_changed`` says that table or shelf come or go.
    """

    made = Signal(object)
    selected = Signal(object)
    activated = Signal(str)
    date_wanted = Signal(str, str)
    menu_wanted = Signal(str, QPoint)
    parts_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: TimelineView | None = None
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

    # The parts, each made when it is first needed

    @property
    def view(self) -> "TimelineView":
        """The drawing, which is made when it is first asked for or has something to show."""
        if self._view is None:
            # Imported late: with it come libraries that the first window can do without.
            from stanceline.timeline.new.view import TimelineView

            view = self._view = TimelineView()
            view.set_style(timeline_style(self._theme))
            view.set_reduced_motion(is_reduced=reduces_motion())
            view.set_mime_type(PASSAGE)
            view.selection_changed.connect(self._follow_drawing)
            view.mark_activated.connect(self.activated)
            view.window_changed.connect(self._follow_window)
            view.shelf_requested.connect(lambda: self.show_shelf(is_shown=True))
            view.menu_wanted.connect(self.menu_wanted)
            self.splitter.insertWidget(0, view)
            self.splitter.setStretchFactor(0, 1)
            self.made.emit(view)
        return self._view

    @property
    def has_view(self) -> bool:
        """Whether the drawing was made already."""
        return self._view is not None

    @property
    def table(self) -> MarkTable | None:
        """The table, once it was shown."""
        return self._table

    @property
    def shelf(self) -> Shelf | None:
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
            table = self._table = MarkTable()
            table.selected.connect(self._follow_table)
            table.activated.connect(self.activated)
            table.menu_wanted.connect(self.menu_wanted)
            table.left.connect(self.take_focus)
            self.splitter.addWidget(table)
            self._feed(table)
            table.follow(self.view.canvas.shown)
            table.select(self.view.selected_keys())
        self._show_part(self._table, is_shown=is_shown)

    def show_shelf(self, *, is_shown: bool) -> None:
        """Show the shelf beside the drawing with the keyboard in it, or hide it."""
        if is_shown and self._shelf is None:
            shelf = self._shelf = Shelf()
            shelf.activated.connect(self.activated)
            shelf.selected.connect(lambda key: self.selected.emit([key]))
            shelf.date_wanted.connect(self.date_wanted)
            shelf.left.connect(self.take_focus)
            shelf.closed.connect(lambda: self.show_shelf(is_shown=False))
            self.splitter.addWidget(shelf)
            self._feed(shelf)
        self._show_part(self._shelf, is_shown=is_shown)

    def _show_part(self, part: QWidget | None, *, is_shown: bool) -> None:
        if part is None:
            return
        had_focus = part.isAncestorOf(self.focusWidget() or self)
        part.setVisible(is_shown)
        if is_shown:
            self._share()
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            self.take_focus()
        self.parts_changed.emit()

    def _feed(self, part: MarkTable | Shelf) -> None:
        if self._lanes is not None and self._texts is not None:
            part.show_lanes(self._lanes, self._texts)

    # What is shown

    def show_lanes(self, lanes: "Lanes", texts: MarkTexts, extras: "Extras") -> None:
        """Show these lanes in all parts that are there."""
        self._lanes, self._texts = lanes, texts
        self.view.set_extras(extras)
        self.view.show_lanes(lanes, texts)
        if self._table is not None:
            self._table.follow(self.view.canvas.shown)
        for part in (self._table, self._shelf):
            if part is not None:
                self._feed(part)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self._theme = theme
        if self._view is not None:
            self._view.set_style(timeline_style(theme))

    def select(self, keys: Sequence[str]) -> None:
        """Select these marks everywhere, and tell nobody."""
        self._quietly(lambda: self.view.select(list(keys)))
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
        self._quietly(lambda: self.view.select(keys))
        self.selected.emit(keys)

    def _follow_window(self) -> None:
        if self._table is not None:
            self._table.follow(self.view.canvas.shown)

    def take_focus(self) -> None:
        """Bring the keyboard to the drawing."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

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
            own = {self._table: table, self._shelf: shelf} if is_there else {}
            sizes.append(own.get(part, 0))
        rest = max(whole - sum(sizes), 1)
        self.splitter.setSizes([size or rest for size in sizes])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts below each other where it is narrow."""
        super().resizeEvent(event)
        is_wide = self.width() >= scaled(_SIDE_BY_SIDE_FROM)
        way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if way != self.splitter.orientation():
            self._share()
