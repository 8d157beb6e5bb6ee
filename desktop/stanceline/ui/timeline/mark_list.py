"""The marks of a timeline as the rows of a table, read only where somebody looks."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stanceline.domain.marks import Mark, MarkKind
from stanceline.timeline.words.datewords import date_in_words
from stanceline.timeline.words.of_marks import Rows
from stanceline.timeline.words.wording import grouped
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.theme import Theme, current_theme
from stanceline.ui.timeline.mark_pages import MarkDetails, MarkPages

if TYPE_CHECKING:
    from stanceline.timeline.sorting.grouping import Block
    from stanceline.timeline.sorting.lanes import Lanes
    from stanceline.timeline.windows import TimeWindow

_MOST_LANES_KEPT = 400
_FEW_MARKS = 20
_DISPLAY = Qt.ItemDataRole.DisplayRole
_Index = QModelIndex | QPersistentModelIndex


class MarkListModel(QAbstractTableModel):
    """Marks lane by lane, each lane in order of time: what the drawing shows, in words.

    A mark that stands in two lanes has two rows. Nothing but counts is worked out when
    other lanes are shown, so that a million rows cost no more than a hundred.
    """

    WHEN, WHAT, WHO, STANCE, OUTLET, LANE = range(6)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: Lanes | None = None
        self._pages: MarkPages | None = None
        self._window: TimeWindow | None = None
        self._shown_lanes: list[int] = []
        self._first = np.zeros(1, dtype=np.int64)
        self._of_lane: OrderedDict[int, Rows] = OrderedDict()

    # What is shown

    def show(self, lanes: "Lanes", texts: MarkDetails, window: "TimeWindow | None") -> None:
        """List these lanes; only what reaches into the window, where there is one."""
        self.beginResetModel()
        self._lanes, self._window = lanes, window
        self._of_lane.clear()
        parents = {lane.parent for lane in lanes.lanes}
        # A lane that is open shows its marks in the lanes within it.
        self._shown_lanes = [at for at in range(len(lanes.lanes)) if at not in parents]
        counts = [self._count(lanes, at) for at in self._shown_lanes]
        self._first = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        self._pages = MarkPages(lanes.columns, texts, self._marks_between, self.rowCount())
        self.endResetModel()

    def _count(self, lanes: "Lanes", lane: int) -> int:
        if self._window is None:
            return int(lanes.in_reading_order(lane).size)
        window = self._window
        return sum(lanes.index.n_in(lane, block, window) for block in _blocks())

    def _known_lanes(self) -> "Lanes":
        if self._lanes is None:
            raise LookupError("no lanes are shown yet")
        return self._lanes

    def place_at(self, row: int) -> tuple[int, int]:
        """The lane and the mark of a row, both as indices of the lanes that are shown."""
        at = int(np.searchsorted(self._first, row, side="right")) - 1
        lane = self._shown_lanes[at]
        return lane, int(self._marks_of(lane)[row - int(self._first[at])])

    def rows_of(self, marks: Rows) -> list[int]:
        """The first row in which each of the marks stands, in the order of the rows.

        One mark is looked for in its own lanes, many of them in all.
        """
        if self._lanes is None or not marks.size:
            return []
        lanes: Sequence[int] = range(len(self._shown_lanes))
        if marks.size <= _FEW_MARKS:
            own = {place.lane for mark in marks for place in self._lanes.places(int(mark))}
            lanes = [at for at, lane in enumerate(self._shown_lanes) if lane in own]
        found: dict[int, int] = {}
        for at in lanes:
            there = self._marks_of(self._shown_lanes[at])
            for row in np.flatnonzero(np.isin(there, marks)).tolist():
                found.setdefault(int(there[row]), int(self._first[at]) + row)
        return sorted(found.values())

    def row_of(self, mark: int) -> int:
        """The first row in which a mark stands, -1 where it stands in none."""
        rows = self.rows_of(np.array([mark], dtype=np.int32))
        return rows[0] if rows else -1

    def _marks_of(self, lane: int) -> Rows:
        """The marks of a lane, in order of time."""
        known = self._of_lane.get(lane)
        if known is None:
            known = self._of_lane[lane] = self._sorted_marks(lane)
            while len(self._of_lane) > _MOST_LANES_KEPT:
                self._of_lane.popitem(last=False)
        return known

    def _sorted_marks(self, lane: int) -> Rows:
        lanes = self._known_lanes()
        if self._window is None:
            return lanes.in_reading_order(lane)
        index = lanes.index
        entries = np.concatenate([index.entries_in(lane, each, self._window) for each in _blocks()])
        marks = index.mark[entries]
        in_order: Rows = marks[np.lexsort((marks, index.middle[entries]))]
        return in_order

    def _marks_between(self, start: int, end: int) -> Rows:
        return np.array([self.place_at(row)[1] for row in range(start, end)], dtype=np.int32)

    def mark_at(self, row: int) -> Mark | None:
        """The mark of a row in full; None for one that has just gone."""
        return self._pages.at(row) if self._pages is not None else None

    # What Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """How many rows there are."""
        return 0 if parent.isValid() else int(self._first[-1])

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's)
        """When, what, who, which stance, where, and in which lane."""
        return 0 if parent.isValid() else self.LANE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        names = (
            self.tr("When"),
            self.tr("What"),
            self.tr("Who"),
            self.tr("Stance"),
            self.tr("Outlet"),
            self.tr("Lane"),
        )
        return names[section]

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """The words of a cell; the first one says the whole row to a screen reader."""
        roles = (_DISPLAY, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        is_stance = role == Qt.ItemDataRole.DecorationRole and index.column() == self.STANCE
        if not index.isValid() or not (role in roles or is_stance):
            return None
        mark = self.mark_at(index.row())
        if mark is None:
            return None
        if is_stance:
            return self._stance_icon(mark)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == self.WHEN:
            return self.row_in_words(index.row())
        return self._cell(mark, index)

    def _cell(self, mark: Mark, index: _Index) -> str:
        wording = self._known_lanes().wording
        tell: dict[int, Callable[[], str]] = {
            self.WHEN: lambda: date_in_words(mark.date, wording) if mark.date else "",
            self.WHAT: lambda: " ".join(mark.title.split()),
            self.WHO: lambda: ", ".join(each.name for each in mark.speakers),
            self.STANCE: lambda: _stances_told(mark),
            self.OUTLET: lambda: ", ".join(dict.fromkeys(each.source for each in mark.sources)),
            self.LANE: lambda: self.lane_title(self.place_at(index.row())[0]),
        }
        return tell[index.column()]()

    @staticmethod
    def _stance_icon(mark: Mark) -> object:
        theme: Theme = current_theme()
        return stance_icon(mark.judgements[0].stance, theme) if mark.judgements else None

    def lane_title(self, lane: int) -> str:
        """The title of a lane, after that of the lane it is nested in."""
        lanes = self._known_lanes().lanes
        title = lanes[lane].title
        return f"{lanes[lanes[lane].parent].title} › {title}" if lanes[lane].parent >= 0 else title

    def row_in_words(self, row: int) -> str:
        """One sentence on a row: "3 of 41 in Ingrid Dahl: 22 May 2031, …"."""
        mark = self.mark_at(row)
        if mark is None:
            return ""
        lane, _ = self.place_at(row)
        at = self._shown_lanes.index(lane)
        number, n_all = row - int(self._first[at]) + 1, int(self._first[at + 1] - self._first[at])
        cells = (
            self._cell(mark, self.index(row, column))
            for column in (self.WHEN, self.WHAT, self.WHO, self.STANCE, self.OUTLET)
        )
        return self.tr("{number} of {all} in {lane}: {what}").format(
            number=grouped(number),
            all=grouped(n_all),
            lane=self.lane_title(lane),
            what=", ".join(each for each in cells if each),
        )

    def marks_at(self, rows: Sequence[int]) -> list[int]:
        """The marks of these rows, each once, as indices of the lanes that are shown."""
        return list(dict.fromkeys(self.place_at(row)[1] for row in rows))

    def key_at(self, row: int) -> str:
        """The key of the mark of a row."""
        return self._known_lanes().key(self.place_at(row)[1])


def _blocks() -> "Sequence[Block]":
    """Quotations, then events."""
    # Imported late, with the drawing.
    from stanceline.timeline.sorting.grouping import Block

    return Block.QUOTATIONS, Block.EVENTS


def _stances_told(mark: Mark) -> str:
    if mark.kind is MarkKind.EVENT:
        return ""
    return "; ".join(f"{each.stance.label}: {each.topic.name}" for each in mark.judgements)
