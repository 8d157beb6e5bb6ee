"""The articles of the library as a list with group headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleRow, ArticleStatus
from stanceline.domain.edtf_words import short


class LibraryRole(IntEnum):
    """What the model gives beside the text of a row."""

    ENTRY = Qt.ItemDataRole.UserRole
    ARTICLE_ID = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """A line above the articles of one group."""

    title: str
    count: int


Entry = GroupHeading | ArticleRow

_Index = QModelIndex | QPersistentModelIndex
_GROUP_ORDER = (ArticleStatus.IN_WORK, ArticleStatus.UNREAD, ArticleStatus.DONE)


def date_in_short(text: str) -> str:
    """An EDTF date for a narrow place, or an empty string."""
    return short(edtf.parse(text)) if text else ""


class LibraryModel(QAbstractListModel):
    """Articles grouped by status, narrowed to those that hold all words of a filter."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[ArticleRow] = ()
        self._entries: list[Entry] = []
        self._words: list[str] = []

    def set_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show these articles, in this order within their groups."""
        self._rows = rows
        self._regroup()

    def set_words(self, words: str) -> None:
        """Show only articles whose title or outlet holds all these words."""
        self._words = words.casefold().split()
        self._regroup()

    def _regroup(self) -> None:
        shown = [row for row in self._rows if self._is_wanted(row)]
        entries: list[Entry] = []
        for status in _GROUP_ORDER:
            group = [row for row in shown if row.status is status]
            if group:
                entries += [GroupHeading(self._group_title(status), len(group)), *group]
        if self._shape(entries) == self._shape(self._entries):
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    @staticmethod
    def _shape(entries: Sequence[Entry]) -> list[object]:
        return [entry.id if isinstance(entry, ArticleRow) else entry.title for entry in entries]

    def _is_wanted(self, row: ArticleRow) -> bool:
        text = f"{row.title} {row.source} {row.published}".casefold()
        return all(word in text for word in self._words)

    @staticmethod
    def _group_title(status: ArticleStatus) -> str:
        return {
            ArticleStatus.IN_WORK: QCoreApplication.translate("Library", "In work"),
            ArticleStatus.UNREAD: QCoreApplication.translate("Library", "Unread"),
            ArticleStatus.DONE: QCoreApplication.translate("Library", "Done"),
        }[status]

    @property
    def is_without_articles(self) -> bool:
        """Whether there is no article at all, shown or not."""
        return not self._rows

    def article_count(self) -> int:
        """How many articles are shown."""
        return sum(isinstance(entry, ArticleRow) for entry in self._entries)

    def index_of(self, article_id: int) -> QModelIndex:
        """The index of the article, invalid when it is not shown."""
        for number, entry in enumerate(self._entries):
            if isinstance(entry, ArticleRow) and entry.id == article_id:
                return self.index(number)
        return QModelIndex()

    def neighbour(self, article_id: int | None, step: int) -> int | None:
        """The id of the article so many places on, the first or last at the end."""
        ids = [entry.id for entry in self._entries if isinstance(entry, ArticleRow)]
        if not ids:
            return None
        if article_id not in ids:
            return ids[0]
        place = ids.index(article_id) + step
        return ids[max(0, min(place, len(ids) - 1))]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are, headings included."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Articles can be selected, headings cannot."""
        entry = self._entries[index.row()] if index.isValid() else None
        if isinstance(entry, ArticleRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of an article, or what else a role asks for."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == LibraryRole.ENTRY:
            return entry
        if isinstance(entry, GroupHeading):
            return entry.title if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case LibraryRole.ARTICLE_ID:
                return entry.id
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join([entry.title, meta_of(entry), counts_of(entry)])
        return None


def meta_of(row: ArticleRow) -> str:
    """The outlet and the date of an article as one line."""
    return "  ".join(part for part in (row.source, date_in_short(row.published)) if part)


def counts_of(row: ArticleRow) -> str:
    """What was done in an article, or what waits there, in a few words."""
    if row.n_suggestions:
        return QCoreApplication.translate("Library", "%n suggested", "", row.n_suggestions)
    if row.n_quotations:
        return QCoreApplication.translate("Library", "%n quote(s)", "", row.n_quotations)
    return ""


def share_done(row: ArticleRow) -> float:
    """How much of the article's quotations is judged, from 0 to 1."""
    total = row.n_quotations + row.n_suggestions
    if row.status is ArticleStatus.DONE:
        return 1.0
    return row.n_judged / total if total else 0.0
