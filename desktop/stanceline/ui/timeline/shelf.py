"""The shelf: marks without a date, each of which can be given one."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QToolButton, QVBoxLayout, QWidget

from stanceline.domain.marks import Mark
from stanceline.timeline.words.of_marks import Rows
from stanceline.timeline.words.translated import kind_in_words
from stanceline.timeline.words.wording import grouped
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.theme import current_theme, icon
from stanceline.ui.timeline.mark_pages import MarkDetails, MarkPages
from stanceline.ui.widgets import Caption, ElidedLabel

if TYPE_CHECKING:
    from stanceline.timeline.sorting.lanes import Lanes

_DISPLAY = Qt.ItemDataRole.DisplayRole
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


class ShelfModel(QAbstractListModel):
    """One line for each mark without a date."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undated: Rows = np.empty(0, dtype=np.int32)
        self._pages: MarkPages | None = None

    def show(self, lanes: "Lanes", texts: MarkDetails) -> None:
        """List what waits on the shelf of these lanes."""
        self.beginResetModel()
        self._undated = np.asarray(lanes.undated)
        self._pages = MarkPages(
            lanes.columns, texts, lambda start, end: self._undated[start:end], self.rowCount()
        )
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """How many marks have no date."""
        return 0 if parent.isValid() else int(self._undated.size)

    def mark_at(self, row: int) -> Mark | None:
        """The mark of a row; None for one that has just gone."""
        return self._pages.at(row) if self._pages is not None and row >= 0 else None

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """The words of a mark, and who said them; with its kind for a screen reader."""
        roles = (_DISPLAY, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        mark = self.mark_at(index.row()) if index.isValid() and role in roles else None
        if mark is None:
            return None
        who = ", ".join(each.short_name or each.name for each in mark.speakers)
        told = " ".join(mark.title.split())
        told = f"{who}: {told}" if who else told
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kind_in_words(mark)}: {told}"
        return told


class Shelf(QWidget):
    """The list of what has no date, and below it the date to give to the chosen one.

    ``activated`` carries the key of a mark whose words are asked for, ``selected`` that
    of the chosen one, ``date_wanted`` a key and a date; ``left`` says that the keyboard
    should go back, ``closed`` that the shelf should go.
    """

    activated = Signal(str)
    selected = Signal(str)
    date_wanted = Signal(str, str)
    left = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ShelfModel(self)
        self.list = _ShelfList()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Marks without a date"))
        self.date = DateField(has_keys=False)
        self.date.line.setAccessibleName(self.tr("Date of the chosen mark"))
        self._empty = QLabel(self.tr("Everything on the timeline has a date."))
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._told = ElidedLabel()
        self._told.setProperty("role", "small")
        self._close = QToolButton()
        self._close.setAccessibleName(self.tr("Close the shelf"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._build()
        self._close.clicked.connect(self.closed)
        self.list.entered_row.connect(self._open)
        self.list.left.connect(self.left)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.date.committed.connect(self._date)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Caption(self.tr("Without a date")))
        head.addWidget(self._told, 1)
        head.addWidget(self._close)
        foot = QVBoxLayout()
        foot.setSpacing(3)
        name = self._name = QLabel(self.tr("&Date of the chosen mark"))
        name.setProperty("role", "small")
        name.setBuddy(self.date)
        foot.addWidget(name)
        foot.addWidget(self.date)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        layout.addStretch(0)
        self.setFocusProxy(self.list)

    def show_lanes(self, lanes: "Lanes", texts: MarkDetails) -> None:
        """List what has no date now; the keys stay where they are, as far as they can."""
        row = max(self.list.currentIndex().row(), 0)
        self.model.show(lanes, texts)
        n_rows = self.model.rowCount()
        self._told.set_whole_text(self.tr("{} marks").format(grouped(n_rows)))
        for part in (self.list, self.date, self._name):
            part.setVisible(n_rows > 0)
        self._empty.setVisible(n_rows == 0)
        self._close.setIcon(icon("close", current_theme()))
        if n_rows:
            self.list.setCurrentIndex(self.model.index(min(row, n_rows - 1), 0))

    def take_focus(self) -> None:
        """Bring the keyboard to the list, or to the way out where it is empty."""
        part = self.list if self.model.rowCount() else self._close
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self) -> str:
        mark = self.model.mark_at(self.list.currentIndex().row())
        return mark.key if mark is not None else ""

    def _choose(self) -> None:
        mark = self.model.mark_at(self.list.currentIndex().row())
        if mark is None:
            return
        published = mark.sources[0].published if mark.sources else ""
        self.date.set_context(published, "en")
        self.date.set_edtf("")
        if self.list.hasFocus():
            self.selected.emit(mark.key)

    def _open(self) -> None:
        if self._key():
            self.activated.emit(self._key())

    def _date(self) -> None:
        date, key = self.date.edtf(), self._key()
        if date and key:
            self.date_wanted.emit(key, date)
        elif date is None:
            self.date.explain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list from the date, and from the list to the drawing."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.date.isAncestorOf(self.focusWidget()):
            self.list.setFocus()
        else:
            self.left.emit()


class _ShelfList(QListView):
    """The lines, with the keys that open a mark and leave the list."""

    entered_row = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", "true")
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.entered_row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the words of a mark, Escape goes back."""
        if event.key() in _ENTER_KEYS:
            self.entered_row.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
