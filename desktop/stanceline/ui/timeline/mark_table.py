"""The table that says the same as the drawing, and shares what is selected with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from stanceline.timeline.words.wording import grouped
from stanceline.ui.scaling import on_scale
from stanceline.ui.theme import scaled
from stanceline.ui.timeline.mark_list import MarkListModel
from stanceline.ui.timeline.mark_pages import MarkDetails
from stanceline.ui.widgets import ElidedLabel

if TYPE_CHECKING:
    from stanceline.timeline.sorting.lanes import Lanes
    from stanceline.timeline.windows import TimeWindow

_FOLLOW_MS = 150
_ROW_HEIGHT = 28
_WIDTHS = (118, 300, 130, 130, 120, 130)
_ROOM_FOR = {MarkListModel.STANCE: 560, MarkListModel.OUTLET: 720, MarkListModel.LANE: 860}
"""From how many pixels on the columns are shown that say the least."""
_MOST_SELECTED = 2_000
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MarkTable(QWidget):
    """The marks in sight as rows, or with a tick all that the filter lets through.

    ``activated`` carries the key of a mark whose words are asked for, ``selected`` the
    keys of the rows that somebody selected, the current one last; ``menu_wanted`` the key
    of a mark and a point of the screen; ``left`` says that the keyboard should go back.
    """

    activated = Signal(str)
    selected = Signal(object)
    menu_wanted = Signal(str, QPoint)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: Lanes | None = None
        self._texts: MarkDetails | None = None
        self._window: TimeWindow | None = None
        self._keys: list[str] = []
        self._is_following = False
        self._is_stale = True
        self.model = MarkListModel(self)
        self.rows = _Rows(self)
        self.rows.setModel(self.model)
        self.rows.setAccessibleName(self.tr("Marks of the timeline"))
        self.whole = QCheckBox(self.tr("Also what is out of sight"))
        self._told = ElidedLabel()
        self._told.setProperty("role", "small")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FOLLOW_MS)
        self._later.timeout.connect(self._fill)
        self._build()
        self.whole.toggled.connect(self._fill_anew)
        self.rows.activated_row.connect(lambda row: self.activated.emit(self.model.key_at(row)))
        self.rows.left.connect(self.left)
        self.rows.customContextMenuRequested.connect(self._ask_for_menu)
        self.rows.selectionModel().selectionChanged.connect(self._tell_selection)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.addWidget(self._told, 1)
        head.addWidget(self.whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.rows, 1)
        self.setFocusProxy(self.rows)

    def show_lanes(self, lanes: "Lanes", texts: MarkDetails) -> None:
        """List other lanes, as soon as the table is seen."""
        self._lanes, self._texts = lanes, texts
        self._fill_anew()

    def follow(self, window: "TimeWindow | None") -> None:
        """List what is in another window of time, a moment after it has come to rest."""
        if window != self._window:
            self._window = window
            if not self.whole.isChecked():
                self._is_stale = True
                self._later.start()

    def select(self, keys: Sequence[str]) -> None:
        """Select the rows of these marks and bring the last of them into sight."""
        self._keys = list(keys)
        self._reselect(scrolls=True)

    def take_focus(self) -> None:
        """Bring the keyboard to the rows."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_anew(self) -> None:
        self._is_stale = True
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """List what was shown meanwhile."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if not self._is_stale or not self.isVisible() or self._lanes is None or not self._texts:
            return
        self._is_stale = False
        window = None if self.whole.isChecked() else self._window
        self._is_following = True
        self.model.show(self._lanes, self._texts, window)
        self._is_following = False
        n_rows = self.model.rowCount()
        pattern = self.tr("{} rows") if window is None else self.tr("{} rows in sight")
        self._told.set_whole_text(pattern.format(grouped(n_rows)))
        self._reselect(scrolls=bool(self._keys))

    def _reselect(self, *, scrolls: bool) -> None:
        if self._lanes is None or self._is_stale:
            return
        keys = self._keys[-_MOST_SELECTED:]
        known = self._texts.rows_of(self._lanes.columns, keys) if self._texts and keys else {}
        marks = np.fromiter(known.values(), dtype=np.int32, count=len(known))
        chosen = QItemSelection()
        for row in self.model.rows_of(marks):
            chosen.select(self.model.index(row, 0), self.model.index(row, 0))
        self._is_following = True
        flags = QItemSelectionModel.SelectionFlag
        selection = self.rows.selectionModel()
        selection.select(chosen, flags.ClearAndSelect | flags.Rows)
        current = known.get(keys[-1]) if keys else None
        last = -1 if current is None else self._row_near(current)
        if last >= 0:
            selection.setCurrentIndex(self.model.index(last, 0), flags.NoUpdate)
            if scrolls:
                self.rows.scrollTo(self.model.index(last, 0))
        self._is_following = False

    def _row_near(self, mark: int) -> int:
        """The row of a mark: where the keyboard is if it stands there too, else its first."""
        row = self.rows.currentIndex().row()
        is_here = 0 <= row < self.model.rowCount() and self.model.place_at(row)[1] == mark
        return row if is_here else self.model.row_of(mark)

    def _tell_selection(self) -> None:
        if self._is_following:
            return
        rows: list[int] = []
        chosen = self.rows.selectionModel().selection()
        for each in (chosen.at(number) for number in range(min(chosen.count(), _MOST_SELECTED))):
            rows += range(each.top(), min(each.bottom() + 1, each.top() + _MOST_SELECTED))
        rows = rows[:_MOST_SELECTED]
        current = self.rows.currentIndex().row()
        if current in rows:
            rows = [*(row for row in rows if row != current), current]
        lanes = self._lanes
        marks = self.model.marks_at(rows) if lanes is not None else []
        self._keys = [lanes.key(mark) for mark in marks] if lanes is not None else []
        self.selected.emit(self._keys)

    def _ask_for_menu(self, at: QPoint) -> None:
        index = self.rows.indexAt(at)
        if not index.isValid():
            index = self.rows.currentIndex()
        if index.isValid():
            place = self.rows.viewport().mapToGlobal(self.rows.visualRect(index).center())
            self.menu_wanted.emit(self.model.key_at(index.row()), place)


class _Rows(QTableView):
    """The rows themselves, with the keys that open and leave them."""

    activated_row = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("bare", "true")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(side)
        # Only what is in sight is looked at; a million rows are not asked how high they are.
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.activated_row.emit(index.row()))
        on_scale(self, self._fit)

    def setModel(self, model: MarkListModel) -> None:  # type: ignore[override]  # noqa: N802 (Qt's; it shows no other model)
        """Show this model, its columns in their first widths."""
        super().setModel(model)
        header = self.horizontalHeader()
        header.setSectionResizeMode(MarkListModel.WHAT, header.ResizeMode.Stretch)
        # To paint itself, a header asks of every row whether it is selected.
        header.setSelectionModel(QItemSelectionModel(model, header))
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(_ROW_HEIGHT))
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, scaled(width))
        self._make_way()

    def _make_way(self) -> None:
        """Hide the columns that say the least where there is little room."""
        for column, room in _ROOM_FOR.items():
            self.setColumnHidden(column, self.width() < scaled(room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self._make_way()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the words of a row, Escape goes back to the drawing."""
        if event.key() in _ENTER_KEYS and self.currentIndex().isValid():
            self.activated_row.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
