"""The articles of the library as a list with group headings, read a page at a time."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleRow, ArticleStatus, LibraryChange
from stanceline.domain.edtf_words import short
from stanceline.domain.errors import StancelineError
from stanceline.services import articles
from stanceline.services.workspace import Workspace


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
_Ids = npt.NDArray[np.int64]
_GROUP_ORDER = (ArticleStatus.IN_WORK, ArticleStatus.UNREAD, ArticleStatus.DONE)
_PAGE = 64
_MOST_PAGES = 48
_MOST_MOVES = 64
"""From so many moved articles on the order is read anew."""


def date_in_short(text: str) -> str:
    """An EDTF date for a narrow place, or an empty string."""
    return short(edtf.parse(text)) if text else ""


class LibraryModel(QAbstractListModel):
    """Articles grouped by status: their order is held, what they say is read when shown.

    ``refused`` carries a sentence when the workspace could not be read.
    """

    refused = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._groups: dict[ArticleStatus, _Ids] = {}
        self._change_id = 0
        self._is_stopped = False
        # The id of each line's article; of a heading, the negative number of its group.
        self._lines: _Ids = np.zeros(0, np.int64)
        self._pages: OrderedDict[int, dict[int, ArticleRow]] = OrderedDict()

    # What the workspace holds

    def load(self) -> None:
        """Read the order of all articles."""
        order = articles.library_order(self._workspace)
        self._groups = {status: np.array(ids, np.int64) for status, ids in order.groups.items()}
        self._change_id = order.change_id
        self._regroup()

    def refresh(self) -> None:
        """Show what has changed: the lines in sight, and the order where articles moved."""
        change = articles.library_change(self._workspace, self._change_id, most=_MOST_MOVES)
        if change is None:
            self.load()
            return
        self._change_id = change.change_id
        if change.moved:
            self._move(change)
            self._regroup()
        else:
            self._read_again()

    def stop(self) -> None:
        """Read nothing any more: the workspace is about to be closed."""
        self._is_stopped = True

    def _move(self, change: LibraryChange) -> None:
        for status, ids in self._groups.items():
            self._groups[status] = ids[~np.isin(ids, change.moved)]
        for place in change.places:
            ids = self._groups[place.status]
            self._groups[place.status] = np.insert(ids, min(place.row, len(ids)), place.id)

    def _regroup(self) -> None:
        parts: list[_Ids] = []
        for number, status in enumerate(_GROUP_ORDER, 1):
            ids = self._groups[status]
            if len(ids):
                parts += [np.array([-number], np.int64), ids]
        lines = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        if np.array_equal(lines, self._lines):
            self._read_again()
            return
        self.beginResetModel()
        self._lines = lines
        self._pages.clear()
        self.endResetModel()

    def _read_again(self) -> None:
        self._pages.clear()
        if len(self._lines):
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def _entry(self, row: int) -> Entry:
        article_id = int(self._lines[row])
        if article_id < 0:
            status = _GROUP_ORDER[-article_id - 1]
            return GroupHeading(self._group_title(status), len(self._groups[status]))
        return self._page(row // _PAGE).get(article_id) or _unreadable(article_id)

    def _page(self, number: int) -> dict[int, ArticleRow]:
        page = self._pages.get(number)
        if page is None:
            ids = self._lines[number * _PAGE : (number + 1) * _PAGE]
            page = self._pages[number] = self._read([int(each) for each in ids if each > 0])
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page

    def _read(self, ids: list[int]) -> dict[int, ArticleRow]:
        if self._is_stopped:
            return {}
        # Painting cannot fail: what is wrong is told, and told once for a page.
        try:
            return articles.library_rows(self._workspace, ids)
        except StancelineError as error:
            self.refused.emit(str(error))
            return {}

    @staticmethod
    def _group_title(status: ArticleStatus) -> str:
        return {
            ArticleStatus.IN_WORK: QCoreApplication.translate("Library", "In work"),
            ArticleStatus.UNREAD: QCoreApplication.translate("Library", "Unread"),
            ArticleStatus.DONE: QCoreApplication.translate("Library", "Done"),
        }[status]

    # What stands where

    def article_count(self) -> int:
        """How many articles there are."""
        return sum(len(ids) for ids in self._groups.values())

    def index_of(self, article_id: int) -> QModelIndex:
        """The index of the article, invalid when it is not there."""
        found = np.flatnonzero(self._lines == article_id)
        return self.index(int(found[0])) if article_id > 0 and len(found) else QModelIndex()

    def neighbour(self, article_id: int | None, step: int) -> int | None:
        """The id of the article so many places on, the first or last at the end."""
        ids = self._lines[self._lines > 0]
        if not len(ids):
            return None
        found = np.flatnonzero(ids == (article_id or 0))
        if not len(found):
            return int(ids[0])
        return int(ids[max(0, min(int(found[0]) + step, len(ids) - 1))])

    # What the view asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are, headings included."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Articles can be selected, headings cannot."""
        if index.isValid() and self._lines[index.row()] > 0:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of an article, or what else a role asks for."""
        if not index.isValid():
            return None
        if role == LibraryRole.ARTICLE_ID:
            article_id = int(self._lines[index.row()])
            return article_id if article_id > 0 else None
        if role not in _ROLES_OF_ENTRIES:
            return None
        entry = self._entry(index.row())
        if role == LibraryRole.ENTRY:
            return entry
        if isinstance(entry, GroupHeading):
            return entry.title if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([entry.title, meta_of(entry), counts_of(entry)])
        return entry.title


_ROLES_OF_ENTRIES = frozenset(
    (
        LibraryRole.ENTRY,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)


def _unreadable(article_id: int) -> ArticleRow:
    """What stands for an article that cannot be read, or is gone since its order was."""
    return ArticleRow(
        id=article_id,
        title="…",
        source="",
        published="",
        language="",
        status=ArticleStatus.UNREAD,
        reprint_of=None,
        n_quotations=0,
        n_judged=0,
        n_events=0,
        n_suggestions=0,
    )


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
