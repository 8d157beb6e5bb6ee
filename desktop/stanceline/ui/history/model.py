"""The lines of the history, the newest first, under the days on which they were done."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from stanceline.domain.actions import ActionState
from stanceline.records import dataclass
from stanceline.services.history import HistoryLine
from stanceline.ui.moments import local_time, time_in_short

PAGE = 200
"""Lines that are read at once."""

Source = Callable[[int | None, int], list[HistoryLine]]
"""Gives the newest lines that came before an action's id, None for any, up to a number."""

_Index = QModelIndex | QPersistentModelIndex
_translate = QCoreApplication.translate


class HistoryRole(IntEnum):
    """What the model gives beside the text of a row."""

    ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class DayHeading:
    """A line above what was done on one day."""

    day: date
    title: str


Entry = DayHeading | HistoryLine


def day_in_words(day: date, today: date) -> str:
    """A day as one would say it today."""
    if day == today:
        return _translate("History", "Today")
    if day == today - timedelta(days=1):
        return _translate("History", "Yesterday")
    locale = QLocale()
    told = QDate(day.year, day.month, day.day)
    return f"{locale.dayName(told.dayOfWeek())}, {locale.toString(told, 'd MMMM yyyy')}"


def state_in_words(line: HistoryLine) -> str:
    """What has become of it since, in a word; empty while it holds."""
    return {
        ActionState.UNDONE: _translate("History", "undone"),
        ActionState.DROPPED: _translate("History", "undone"),
        ActionState.COMPACTED: _translate("History", "tidied up"),
    }.get(ActionState(line.state), "")


def is_undone(line: HistoryLine) -> bool:
    """Whether it no longer holds."""
    return line.state in (ActionState.UNDONE, ActionState.DROPPED)


class HistoryModel(QAbstractListModel):
    """Lines under their days; older ones are read when somebody scrolls down to them."""

    def __init__(self) -> None:
        super().__init__()
        self._source: Source | None = None
        self._entries: list[Entry] = []
        self._n_lines = 0
        self._has_more = False

    def set_source(self, source: Source) -> None:
        """Show the lines of this source, from its newest."""
        self._source = source
        self._read(PAGE)

    def reload(self) -> None:
        """Read anew as many lines as there were."""
        self._read(max(PAGE, self._n_lines))

    def _read(self, number: int) -> None:
        lines = self._source(None, number) if self._source else []
        self.beginResetModel()
        self._entries = list(_under_days(lines, None))
        self._n_lines = len(lines)
        self._has_more = len(lines) == number
        self.endResetModel()

    def lines(self) -> Iterator[HistoryLine]:
        """The lines that were read, the newest first."""
        return (entry for entry in self._entries if isinstance(entry, HistoryLine))

    def row_of(self, action_id: int) -> int | None:
        """The row of the action's line, None when it is not among those read."""
        rows = enumerate(self._entries)
        found = (row for row, entry in rows if _is_of(entry, action_id))
        return next(found, None)

    def canFetchMore(self, parent: _Index) -> bool:  # noqa: N802 (Qt's name)
        """Whether older lines may be there."""
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: _Index) -> None:  # noqa: N802 (Qt's name)
        """Read older lines."""
        last = self._entries[-1] if self._entries else None
        if parent.isValid() or self._source is None or not isinstance(last, HistoryLine):
            return
        lines = self._source(last.action_id, PAGE)
        self._has_more = len(lines) == PAGE
        new = list(_under_days(lines, local_time(last.at).date()))
        if new:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._entries += new
            self._n_lines += len(lines)
            self.endInsertRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are, headings included."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Lines can be selected, headings cannot."""
        entry = self._entries[index.row()] if index.isValid() else None
        if isinstance(entry, HistoryLine):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label of a line, or what else a role asks for."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == HistoryRole.ENTRY:
            return entry
        if isinstance(entry, DayHeading):
            return entry.title if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.label
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (time_in_short(entry.at), entry.analyst, entry.label, *entry.details)
                return ", ".join(part for part in (*parts, state_in_words(entry)) if part)
        return None


def _is_of(entry: Entry, action_id: int) -> bool:
    return isinstance(entry, HistoryLine) and entry.action_id == action_id


def _under_days(lines: Sequence[HistoryLine], day: date | None) -> Iterator[Entry]:
    """The lines with a heading before each new day; ``day`` is that of the line before."""
    today = datetime.now().astimezone().date()
    for line in lines:
        its_day = local_time(line.at).date()
        if its_day != day:
            day = its_day
            yield DayHeading(day, day_in_words(day, today))
        yield line
