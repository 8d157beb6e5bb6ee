"""The marks that must be checked, as the rows of a list."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from stanceline.services.editing import Doubt
from stanceline.ui.words import reason_in_words

_Index = QModelIndex | QPersistentModelIndex


class DoubtRole(IntEnum):
    """What a row tells beside its words."""

    DOUBT = Qt.ItemDataRole.UserRole


class DoubtModel(QAbstractListModel):
    """One row for each mark, in reading order."""

    def __init__(self) -> None:
        super().__init__()
        self._doubts: list[Doubt] = []

    def fill(self, doubts: Sequence[Doubt]) -> None:
        """Hold these instead."""
        self.beginResetModel()
        self._doubts = list(doubts)
        self.endResetModel()

    def doubts(self) -> list[Doubt]:
        """All that are to be checked."""
        return list(self._doubts)

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._doubts)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words, or all of it for those who hear the list."""
        if not 0 <= index.row() < len(self._doubts):
            return None
        doubt = self._doubts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return doubt.exact
        if role == Qt.ItemDataRole.AccessibleTextRole:
            reason = reason_in_words(doubt.reason)
            return f"{doubt.exact}. {doubt.article_title}. {reason}"
        return doubt if role == DoubtRole.DOUBT else None
