"""The articles of the library as a list with group headings, read a page at a time."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from stanceline.domain import edtf
from stanceline.domain.articles import ArticleRow, ArticleStatus
from stanceline.domain.edtf_words import short
from stanceline.domain.errors import StancelineError
from stanceline.domain.library import Arrangement, Grouping
from stanceline.records import dataclass
from stanceline.services import articles
from stanceline.services.arranging import Ids, LibraryOrder, library_order, library_order_after
from stanceline.services.reading_progress import progress_of
from stanceline.services.workspace import Workspace
from stanceline.ui.library.group_words import group_title
from stanceline.ui.library.tall_list import TallList


class LibraryRole(IntEnum):
    """What the model gives beside the text of a row."""

    ENTRY = Qt.ItemDataRole.UserRole
    ARTICLE_ID = Qt.ItemDataRole.UserRole + 1
    SHARE = Qt.ItemDataRole.UserRole + 2
    """How much of the article is done, from 0 to 1."""
    IS_CLOSED = TallList.FOLD_ROLE
    """Whether the group of a heading is closed; None for articles."""


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """A line above the articles of one group, which are not listed while it is closed."""

    key: str
    title: str
    count: int
    is_closed: bool


Entry = GroupHeading | ArticleRow

_Index = QModelIndex | QPersistentModelIndex
_PAGE = 32
_MOST_PAGES = 96
_NO_IDS: Ids = np.zeros(0, np.int64)


def date_in_short(text: str) -> str:
    """An EDTF date for a narrow place, or an empty string."""
    return short(edtf.parse(text)) if text else ""


class LibraryModel(QAbstractListModel):
    """Articles in groups: their order is held, what they say is read when shown.

    ``refused`` carries a sentence when the workspace could not be read.
    """

    refused = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._order = LibraryOrder(Arrangement(), (), 0, 0)
        self._closed: dict[Grouping, frozenset[str]] = {}
        self._is_stopped = False
        # The id of each line's article; of a heading, the negative number of its group.
        self._lines: Ids = _NO_IDS
        self._pages: OrderedDict[int, dict[int, ArticleRow]] = OrderedDict()
        self._read_shares: dict[int, float] = {}

    # What the workspace holds

    def load(self) -> None:
        """Read the order of all articles."""
        self._take(library_order(self._workspace, self._order.arrangement))

    def refresh(self) -> None:
        """Show what has changed: the lines in sight, and the order where articles moved."""
        self._take(library_order_after(self._workspace, self._order))

    def stop(self) -> None:
        """Read nothing any more: the workspace is about to be closed."""
        self._is_stopped = True

    # How they are arranged

    @property
    def arrangement(self) -> Arrangement:
        """The groups and the order in which the articles stand."""
        return self._order.arrangement

    def arrange(self, arrangement: Arrangement) -> None:
        """Put the articles in these groups and this order."""
        if arrangement == self._order.arrangement:
            return
        if self._order.change_id:
            self._take(library_order(self._workspace, arrangement))
        else:
            self._order = replace(self._order, arrangement=arrangement)

    @property
    def closed(self) -> dict[Grouping, frozenset[str]]:
        """The keys of the closed groups, for each way of grouping."""
        return dict(self._closed)

    def set_closed(self, closed: Mapping[Grouping, frozenset[str]]) -> None:
        """Close these groups and no others."""
        if dict(closed) != self._closed:
            self._closed = dict(closed)
            self._list()

    def toggle(self, key: str) -> None:
        """Close the group of this key if it is open, else open it."""
        grouping = self.arrangement.grouping
        self.set_closed({**self._closed, grouping: self._closed_now() ^ {key}})

    def close_all(self) -> None:
        """Close all groups."""
        keys = frozenset(each.key for each in self._order.groups)
        self.set_closed({**self._closed, self.arrangement.grouping: keys})

    def open_all(self) -> None:
        """Open all groups."""
        self.set_closed({**self._closed, self.arrangement.grouping: frozenset()})

    def _closed_now(self) -> frozenset[str]:
        return self._closed.get(self.arrangement.grouping, frozenset())

    def _take(self, order: LibraryOrder) -> None:
        self._order = order
        self._list()

    def _list(self) -> None:
        """List the groups, and the articles of those that are open."""
        closed = self._closed_now()
        has_headings = self.arrangement.grouping is not Grouping.NONE
        parts: list[Ids] = []
        for number, group in enumerate(self._order.groups, 1):
            if has_headings:
                parts.append(np.array([-number], np.int64))
            if not has_headings or group.key not in closed:
                parts.append(group.ids)
        lines = np.concatenate(parts) if parts else _NO_IDS
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
            group = self._order.groups[-article_id - 1]
            title = group_title(self.arrangement.grouping, group)
            return GroupHeading(group.key, title, len(group.ids), group.key in self._closed_now())
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
            rows = articles.library_rows(self._workspace, ids)
            shares = progress_of(self._workspace, ids)
        except StancelineError as error:
            self.refused.emit(str(error))
            return {}
        for each in ids:
            self._read_shares.pop(each, None)
        self._read_shares |= shares
        return rows

    def read_line_again(self, article_id: int) -> None:
        """Show what the line of one article says now."""
        index = self.index_of(article_id)
        if index.isValid():
            self._pages.pop(index.row() // _PAGE, None)
            self.dataChanged.emit(index, index)

    # What stands where

    def article_count(self) -> int:
        """How many articles there are."""
        return self._order.n_articles

    def index_of(self, article_id: int) -> QModelIndex:
        """The index of the article, invalid when it is not listed."""
        found = np.flatnonzero(self._lines == article_id)
        return self.index(int(found[0])) if article_id > 0 and len(found) else QModelIndex()

    def heading_above(self, row: int) -> QModelIndex:
        """The heading of the group in which a row stands, invalid when there is none."""
        found = np.flatnonzero(self._lines[: row + 1] < 0)
        return self.index(int(found[-1])) if len(found) else QModelIndex()

    def listed_beside(self, row: int, step: int) -> QModelIndex:
        """The article so many articles from a row, the last one there is on that side."""
        rows = np.flatnonzero(self._lines > 0)
        if not len(rows):
            return QModelIndex()
        place = int(np.searchsorted(rows, row)) + step
        return self.index(int(rows[max(0, min(place, len(rows) - 1))]))

    def ids_between(self, first: int, last: int) -> Ids:
        """The articles on these lines, the last one included."""
        lines = self._lines[first : last + 1]
        return lines[lines > 0]

    def rows_of(self, ids: Sequence[int]) -> Ids:
        """The lines on which these articles stand, in order."""
        return np.flatnonzero(np.isin(self._lines, np.array(ids, np.int64)) & (self._lines > 0))

    def neighbour(self, article_id: int | None, step: int) -> int | None:
        """The id of the article so many places on, the first or last at the end.

        Articles of closed groups are passed over, unless all groups are closed.
        """
        listed = self._lines[self._lines > 0]
        everything = [each.ids for each in self._order.groups]
        ids = np.concatenate(everything) if everything else _NO_IDS
        if not len(listed):
            listed = ids
        if not len(listed):
            return None
        found = np.flatnonzero(listed == (article_id or 0))
        if len(found):
            return int(listed[max(0, min(int(found[0]) + step, len(listed) - 1))])
        return self._listed_after(article_id or 0, step, listed, ids)

    def _listed_after(self, article_id: int, step: int, listed: Ids, ids: Ids) -> int:
        """The nearest listed article beside one that stands in a closed group."""
        place = np.flatnonzero(ids == article_id)
        if not len(place):
            return int(listed[0])
        beside = ids[place[0] :] if step > 0 else ids[: place[0]][::-1]
        open_ones = beside[np.isin(beside, listed)]
        return int(open_ones[0]) if len(open_ones) else int(listed[-1 if step > 0 else 0])

    # What the view asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are, headings included."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The keyboard goes to articles, and to the headings of closed groups."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()] > 0 or self._is_closed(index.row()):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def _is_closed(self, row: int) -> bool | None:
        number = -int(self._lines[row])
        return None if number < 0 else self._order.groups[number - 1].key in self._closed_now()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of an article, or what else a role asks for."""
        if not index.isValid():
            return None
        if role == LibraryRole.ARTICLE_ID:
            article_id = int(self._lines[index.row()])
            return article_id if article_id > 0 else None
        if role == LibraryRole.IS_CLOSED:
            return self._is_closed(index.row())
        if role not in _ROLES_OF_ENTRIES:
            return None
        entry = self._entry(index.row())
        if role == LibraryRole.ENTRY:
            return entry
        if isinstance(entry, GroupHeading):
            return _of_heading(entry, role)
        return self._of_article(entry, role)

    def _of_article(self, entry: ArticleRow, role: int) -> object:
        read = self._read_shares.get(entry.id)
        match role:
            case LibraryRole.SHARE:
                return share_done(entry, read)
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (entry.title, meta_of(entry), counts_of(entry), told_share(entry, read))
                return ", ".join(filter(None, parts))
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (entry.title, told_share(entry, read))))
        return entry.title


def _of_heading(heading: GroupHeading, role: int) -> str | None:
    if role == Qt.ItemDataRole.DisplayRole:
        return heading.title
    if role != Qt.ItemDataRole.AccessibleTextRole:
        return None
    count = QCoreApplication.translate("Library", "%n article(s)", "", heading.count)
    closed = QCoreApplication.translate("Library", "closed") if heading.is_closed else ""
    return ", ".join(filter(None, (heading.title, count, closed)))


_ROLES_OF_ENTRIES = frozenset(
    (
        LibraryRole.ENTRY,
        LibraryRole.SHARE,
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


def share_done(row: ArticleRow, read: float | None = None) -> float:
    """How far the article is, from 0 to 1: all of it when it is done, else what was read.

    Of one in which no place is remembered it is how much of its quotations is judged.
    """
    if row.status is ArticleStatus.DONE:
        return 1.0
    if read is not None:
        return read
    total = row.n_quotations + row.n_suggestions
    return row.n_judged / total if total else 0.0


def told_share(row: ArticleRow, read: float | None) -> str:
    """How much of the article was read, in words; nothing where that is not known."""
    if row.status is ArticleStatus.DONE or read is None:
        return ""
    return QCoreApplication.translate("Library", "{n} % read").format(n=round(read * 100))
