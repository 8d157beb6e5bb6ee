"""How the parts of a window share its room, and how that is remembered."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QWidget

from stanceline.timeline.handling.screens import room_around
from stanceline.ui.desk import LEAST_ALONE, LEAST_BESIDE, Desk
from stanceline.ui.settings import Settings, Side, TimelinePlace
from stanceline.ui.theme import scaled

_FIRST_SIZE = (1440, 900)
_SHARE_OF_SCREEN = 0.95
_LIBRARY_SHARE, _LEAST_LIBRARY, _MOST_LIBRARY = 0.23, 220, 290
_INSPECTOR_SHARE, _LEAST_INSPECTOR, _MOST_INSPECTOR = 0.22, 250, 310
_TIMELINE_SHARE, _LEAST_TIMELINE = 0.3, 150
_LARGEST_SIDE, _LARGEST_TIMELINE = 0.4, 0.7
_TIMELINE = "timeline"
_ANY_HEIGHT = 16_777_215


class WindowRoom(QObject):
    """Library, desk and inspector beside each other, the timeline below them or alone.

    Each part has its share of the window until somebody moves the lines between them; from
    then on it keeps its own size, as far as the window has room for it. ``changed`` says
    that a part came or went.
    """

    changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        settings: Settings,
        *,
        library: QWidget,
        desk: Desk,
        inspector: QWidget,
        timeline: QWidget,
        around: Sequence[QWidget],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._desk = desk
        self._sides = {Side.LIBRARY: library, Side.INSPECTOR: inspector}
        self._hidden = settings.hidden_sides
        self._gives_way: Side | None = None
        self._around = list(around)
        self._is_only_text = False
        self._own = {name: settings.part_size(name) for name in (*self._sides, _TIMELINE)}
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.below = QSplitter(Qt.Orientation.Horizontal)
        self.below.addWidget(timeline)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.addWidget(self.columns)
        self.rows.addWidget(self.below)
        for splitter in (self.columns, self.below, self.rows):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        library.setMinimumWidth(_LEAST_LIBRARY)
        inspector.setMinimumWidth(_LEAST_INSPECTOR)
        timeline.setMinimumHeight(_LEAST_TIMELINE)
        self.rows.setStretchFactor(0, 1)
        self.below.setStretchFactor(0, 1)
        self._arrange_columns()
        self.columns.splitterMoved.connect(self._columns_moved)
        self.rows.splitterMoved.connect(self._rows_moved)
        desk.changed.connect(self._make_way)

    def _arrange_columns(self) -> None:
        """Put the panels where they belong, the desk between them."""
        order = [Side.LIBRARY, Side.INSPECTOR]
        if self._settings.has_swapped_sides:
            order.reverse()
        left, right = (self._sides[side] for side in order)
        is_full = self._settings.timeline_place is TimelinePlace.FULL
        inspector = self._sides[Side.INSPECTOR]
        for n, part in enumerate((left, self._desk.widget, right)):
            if not (is_full and part is inspector and inspector.parent() is self.below):
                self.columns.insertWidget(n, part)
        self.columns.setStretchFactor(self.columns.indexOf(self._desk.widget), 1)

    # Sizes

    def restore(self) -> None:
        """Take the size and the shares of last time, else comfortable ones."""
        if not self._window.restoreGeometry(self._settings.place_of("window")):
            self._take_first_size()
        self._fit_screen()
        self._show_sides()

    def _take_first_size(self) -> None:
        """Be as large as is comfortable, within the screen and the frame around the window."""
        room = room_around(self._window)
        width = min(_FIRST_SIZE[0], round(room.width() * _SHARE_OF_SCREEN))
        height = min(_FIRST_SIZE[1], round(room.height() * _SHARE_OF_SCREEN))
        self._window.resize(width, height)
        self._window.move(
            room.left() + (room.width() - width) // 2, room.top() + (room.height() - height) // 2
        )

    def _fit_screen(self) -> None:
        """Be no larger than the screen that is there now, and lie within it."""
        room = room_around(self._window)
        size = self._window.size().boundedTo(QSize(room.width(), room.height()))
        size = size.expandedTo(self._window.minimumSize())
        if size != self._window.size():
            self._window.resize(size)
        at = self._window.pos()
        left = max(room.left(), min(at.x(), room.right() + 1 - size.width()))
        top = max(room.top(), min(at.y(), room.bottom() + 1 - size.height()))
        if (left, top) != (at.x(), at.y()):
            self._window.move(left, top)

    def share(self) -> None:
        """Give each part its share, or the size that somebody gave it."""
        width, height = self._window.width(), self._window.height()
        library = self._own[Side.LIBRARY] or width * _LIBRARY_SHARE
        if not self._own[Side.LIBRARY]:
            library = min(library, scaled(_MOST_LIBRARY))
        inspector = self._own[Side.INSPECTOR] or width * _INSPECTOR_SHARE
        if not self._own[Side.INSPECTOR]:
            inspector = min(inspector, scaled(_MOST_INSPECTOR))
        sizes = {
            self._sides[Side.LIBRARY]: _within(library, _LEAST_LIBRARY, width * _LARGEST_SIDE),
            self._sides[Side.INSPECTOR]: _within(
                inspector, _LEAST_INSPECTOR, width * _LARGEST_SIDE
            ),
        }
        taken = sum(size for part, size in sizes.items() if not part.isHidden())
        sizes[self._desk.widget] = max(width - taken, LEAST_ALONE)
        parts = [self.columns.widget(n) for n in range(self.columns.count())]
        self.columns.setSizes([sizes[part] for part in parts if part is not None])
        if self._sides[Side.INSPECTOR].parent() is self.below:
            own = sizes[self._sides[Side.INSPECTOR]]
            self.below.setSizes([max(width - own, 1), own])
        wanted = self._own[_TIMELINE] or height * _TIMELINE_SHARE
        below = _within(wanted, _LEAST_TIMELINE, height * _LARGEST_TIMELINE)
        self.rows.setSizes([max(height - below, 1), below])

    def _columns_moved(self) -> None:
        for side, part in self._sides.items():
            if part.parent() is self.columns and part.isVisible():
                self._own[side] = part.width()

    def _rows_moved(self) -> None:
        self._own[_TIMELINE] = self.below.height()

    # What is shown

    def is_shown(self, side: Side) -> bool:
        """Whether somebody wants the panel to be seen."""
        return side not in self._hidden

    def has_focus(self, side: Side) -> bool:
        """Whether the keyboard is in the panel."""
        focused = QApplication.focusWidget()
        return focused is not None and self._sides[side].isAncestorOf(focused)

    def show_side(self, side: Side, *, is_shown: bool) -> None:
        """Show or hide a panel, now and at the next start."""
        self.show_all()
        self._gives_way = None if self._gives_way is side else self._gives_way
        self._hidden = self._hidden - {side} if is_shown else self._hidden | {side}
        self._settings.hidden_sides = self._hidden
        self._show_sides()

    def swap_sides(self) -> None:
        """Have library and inspector change places."""
        self.show_all()
        self._settings.has_swapped_sides = not self._settings.has_swapped_sides
        self._arrange_columns()
        self._show_sides()

    def _show_sides(self) -> None:
        for side, part in self._sides.items():
            is_shown = side not in self._hidden and side is not self._gives_way
            part.setVisible(is_shown and not self._is_only_text)
        self.share()
        self.changed.emit()

    def _make_way(self) -> None:
        """Let the inspector go while two articles need its room; it comes back after them."""
        wanted = 2 * LEAST_ALONE if self._desk.other is not None else 0
        sides = sum(
            least
            for side, least in (
                (Side.LIBRARY, _LEAST_LIBRARY),
                (Side.INSPECTOR, _LEAST_INSPECTOR),
            )
            if side not in self._hidden
        )
        is_tight = bool(wanted) and self._window.width() < wanted + sides
        self._gives_way = Side.INSPECTOR if is_tight else None
        self._show_sides()
        if wanted:
            half = max(self._desk.widget.width() // 2, LEAST_BESIDE)
            self._desk.widget.setSizes([half, half])

    def place_timeline(self, place: TimelinePlace) -> None:
        """Show the timeline below the article, alone beside the inspector, or not at all."""
        self.show_all()
        is_full = place is TimelinePlace.FULL
        self._settings.timeline_place = place
        inspector = self._sides[Side.INSPECTOR]
        if is_full and inspector.parent() is not self.below:
            self.below.insertWidget(0 if self._settings.has_swapped_sides else 1, inspector)
        elif not is_full and inspector.parent() is not self.columns:
            self._arrange_columns()
        self.columns.setVisible(not is_full)
        self.below.setVisible(place is not TimelinePlace.HIDDEN)
        self._show_sides()

    # Only the text

    @property
    def is_only_text(self) -> bool:
        """Whether nothing but the article is shown."""
        return self._is_only_text

    def show_only_text(self) -> None:
        """Hide all but the article, until ``show_all``."""
        if self._settings.timeline_place is TimelinePlace.FULL:
            self.place_timeline(TimelinePlace.BELOW)
        self._is_only_text = True
        self.below.hide()
        for part in self._around:
            part.hide()
        # Hidden altogether, it would take the keys of all commands with it.
        self._window.menuBar().setMaximumHeight(0)
        self._show_sides()

    def show_all(self) -> None:
        """Show again what was hidden for the sake of the text."""
        if not self._is_only_text:
            return
        self._is_only_text = False
        self.below.setVisible(self._settings.timeline_place is not TimelinePlace.HIDDEN)
        for part in self._around:
            part.show()
        self._window.menuBar().setMaximumHeight(_ANY_HEIGHT)
        self._show_sides()

    def keep(self) -> None:
        """Remember where the window is and how its parts share it."""
        self._settings.keep_place("window", self._window.saveGeometry())
        for name, size in self._own.items():
            if size:
                self._settings.keep_part_size(name, size)


def _within(value: float, low: int, high: float) -> int:
    return max(low, min(round(value), round(high)))
