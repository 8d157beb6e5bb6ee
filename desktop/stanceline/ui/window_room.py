"""How the parts of a window share its room, and how that is remembered."""

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from stanceline.ui.settings import Settings, TimelinePlace

_FIRST_SIZE = (1440, 900)
_SHARE_OF_SCREEN = 0.95
_LIBRARY_SHARE, _LEAST_LIBRARY, _MOST_LIBRARY = 0.23, 220, 290
_INSPECTOR_SHARE, _LEAST_INSPECTOR, _MOST_INSPECTOR = 0.22, 250, 310
_LEAST_PANE = 360
_TIMELINE_SHARE, _LEAST_TIMELINE = 0.3, 150


class WindowRoom(QObject):
    """Library, article and inspector beside each other, the timeline below them or alone.

    Each part has its share of the window until somebody moves the lines between them.
    """

    def __init__(
        self,
        window: QMainWindow,
        settings: Settings,
        *,
        library: QWidget,
        pane: QWidget,
        inspector: QWidget,
        timeline: QWidget,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._inspector = inspector
        self._column_sizes: list[int] = []
        self._has_own_columns = self._has_own_rows = False
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        for part in (library, pane, inspector):
            self.columns.addWidget(part)
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
        pane.setMinimumWidth(_LEAST_PANE)
        timeline.setMinimumHeight(_LEAST_TIMELINE)
        self.columns.setStretchFactor(1, 1)
        self.rows.setStretchFactor(0, 1)
        self.below.setStretchFactor(0, 1)

    def restore(self) -> None:
        """Take the size and the shares of last time, else comfortable ones."""
        if not self._window.restoreGeometry(self._settings.place_of("window")):
            self._take_first_size()
        columns: QByteArray = self._settings.place_of("columns")
        rows: QByteArray = self._settings.place_of("rows")
        self._has_own_columns = not columns.isEmpty() and self.columns.restoreState(columns)
        self._has_own_rows = not rows.isEmpty() and self.rows.restoreState(rows)
        self.share()
        self.columns.splitterMoved.connect(self._columns_moved)
        self.rows.splitterMoved.connect(self._rows_moved)

    def _take_first_size(self) -> None:
        """Be as large as is comfortable, within the screen and the frame around the window."""
        room = self._window.screen().availableGeometry()
        width = min(_FIRST_SIZE[0], round(room.width() * _SHARE_OF_SCREEN))
        height = min(_FIRST_SIZE[1], round(room.height() * _SHARE_OF_SCREEN))
        self._window.resize(width, height)
        self._window.move(
            room.left() + (room.width() - width) // 2, room.top() + (room.height() - height) // 2
        )

    def share(self) -> None:
        """Give each part its share, unless somebody has moved the lines between them."""
        width, height = self._window.width(), self._window.height()
        library = _within(width * _LIBRARY_SHARE, _LEAST_LIBRARY, _MOST_LIBRARY)
        inspector = _within(width * _INSPECTOR_SHARE, _LEAST_INSPECTOR, _MOST_INSPECTOR)
        shares = [library, max(width - library - inspector, _LEAST_PANE), inspector]
        self._column_sizes = shares
        if not self._has_own_columns:
            self.columns.setSizes(shares[: self.columns.count()])
        if not self._has_own_rows:
            below = round(height * _TIMELINE_SHARE)
            self.rows.setSizes([height - below, below])

    def _columns_moved(self) -> None:
        self._has_own_columns = True

    def _rows_moved(self) -> None:
        self._has_own_rows = True

    def place_timeline(self, place: TimelinePlace) -> None:
        """Show the timeline below the article, alone beside the inspector, or not at all."""
        is_full = place is TimelinePlace.FULL
        if is_full and self._inspector.parent() is not self.below:
            self.keep_shares()
            self.below.addWidget(self._inspector)
            width = self._column_sizes[-1]
            self.below.setSizes([max(self._window.width() - width, 1), width])
        elif not is_full and self._inspector.parent() is not self.columns:
            self.columns.addWidget(self._inspector)
            if self._has_own_columns:
                self.columns.restoreState(self._settings.place_of("columns"))
            else:
                self.columns.setSizes(self._column_sizes)
        self.columns.setVisible(not is_full)
        self.below.setVisible(place is not TimelinePlace.HIDDEN)
        self._settings.timeline_place = place

    def keep(self) -> None:
        """Remember where the window is and how its parts share it."""
        self._settings.keep_place("window", self._window.saveGeometry())
        self.keep_shares()

    def keep_shares(self) -> None:
        """Remember how wide and how high the parts of the window are.

        While the timeline fills the window, what was kept before that holds.
        """
        if self._inspector.parent() is not self.columns or not self._window.isVisible():
            return
        if self._has_own_columns:
            self._settings.keep_place("columns", self.columns.saveState())
        if self._has_own_rows:
            self._settings.keep_place("rows", self.rows.saveState())


def _within(value: float, low: int, high: int) -> int:
    return max(low, min(round(value), high))
