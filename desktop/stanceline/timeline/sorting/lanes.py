"""Lanes: which marks stand in which, and in which row, decided once and for every zoom."""

from dataclasses import field, replace
from enum import StrEnum

import numpy as np

from stanceline.domain.timelines import Arrangement
from stanceline.records import dataclass
from stanceline.services.timeline import (
    EVENT,
    QUOTATION,
    SUGGESTION,
    MarkColumns,
    give_back_freed,
)
from stanceline.timeline.sorting.block_rows import scale_of
from stanceline.timeline.sorting.changes import rows_changed
from stanceline.timeline.sorting.filling import fill_index
from stanceline.timeline.sorting.folds import NO_FOLDS, Folds, folds_between
from stanceline.timeline.sorting.grouping import Block, Grouping, group_marks
from stanceline.timeline.sorting.lane_index import LaneIndex
from stanceline.timeline.sorting.lane_plan import Lane, plan_lanes
from stanceline.timeline.sorting.occupancy import Occupancy, occupancy_of
from stanceline.timeline.sorting.packing import OVERFLOW_ROW
from stanceline.timeline.sorting.regrouping import regrouped
from stanceline.timeline.sorting.table import Flags, Ints, TimeTable, table_of
from stanceline.timeline.windows import TimeWindow, window_over, window_over_dense_part
from stanceline.timeline.words.wording import ENGLISH, Wording

__all__ = [
    "OVERFLOW_ROW",
    "Block",
    "Direction",
    "Lane",
    "LaneIndex",
    "Lanes",
    "Place",
    "build_lanes",
    "neighbour",
]

_MANY_MARKS = 200_000

_KIND_WORDS = {QUOTATION: "quotation", EVENT: "event", SUGGESTION: "suggestion"}
_KIND_CODES = {word: code for code, word in _KIND_WORDS.items()}


class Direction(StrEnum):
    """Where to go from a mark: along its lane, to another lane, or on in reading order."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Place:
    """A mark in one of the lanes that it stands in, both as numbers."""

    lane: int
    mark: int


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """Marks sorted into lanes and rows.

    ``lanes`` are in order, nested ones after the one they lie in. ``undated`` are the
    marks without a date, which wait on the shelf. ``extent`` holds all that is dated,
    ``first`` the dense part of it, which is the window to open with. Times here, in the
    index and in windows are seconds of the axis, see ``folds``.
    """

    arrangement: Arrangement
    columns: MarkColumns
    table: TimeTable
    lanes: tuple[Lane, ...]
    hidden_lanes: tuple[Lane, ...]
    index: LaneIndex
    undated: Ints
    extent: TimeWindow | None
    first: TimeWindow | None
    wording: Wording
    folds: Folds
    grouping: Grouping
    occupancy: Occupancy
    _reading: dict[int, Ints] = field(default_factory=dict, repr=False)

    @property
    def n_dated(self) -> int:
        """How many marks stand in the lanes, each counted once."""
        return self.occupancy.n_marks

    def n_in(self, window: TimeWindow) -> int:
        """How many marks reach into the window, each counted once."""
        return self.occupancy.n_in(window)

    def n_beside(self, window: TimeWindow) -> tuple[int, int]:
        """How many marks lie wholly before the window, and how many wholly after it."""
        return self.occupancy.n_beside(window)

    def with_lanes(self, n_lanes: int) -> "Lanes":
        """The same timeline with the first lanes only."""
        index = replace(self.index, first=self.index.first[: 2 * n_lanes + 1])
        return replace(self, lanes=self.lanes[:n_lanes], index=index)

    def places(self, mark: int) -> list[Place]:
        """Every place where the mark stands, or the one that it repeats."""
        if self.table.stands_for is not None and not self.table.shown[mark]:
            mark = self.table.stands_for[mark]
        entries = np.flatnonzero(self.index.mark == mark)
        blocks = np.searchsorted(self.index.first, entries, side="right") - 1
        return [Place(at, mark) for at in (blocks // 2).tolist() if at < len(self.lanes)]

    def in_reading_order(self, lane: int) -> Ints:
        """The marks of a lane by time."""
        found = self._reading.get(lane)
        if found is None:
            start, _, stop = self.index.first[2 * lane : 2 * lane + 3].tolist()
            middle, marks = self.index.middle[start:stop], self.index.mark[start:stop]
            # Both blocks are in order, so that to join them takes no real sorting.
            found = self._reading[lane] = marks[np.argsort(middle, kind="stable")]
        return found

    def neighbour(self, place: Place, direction: Direction) -> Place | None:
        """The place that lies next in a direction, or None at the end of the road."""
        return neighbour(self, place, direction)

    def key(self, mark: int) -> str:
        """A name for the mark that is unique in its workspace, such as ``event:12``."""
        return f"{_KIND_WORDS[int(self.columns.kind[mark])]}:{int(self.columns.ids[mark])}"

    def row_of(self, key: str) -> int | None:
        """The mark with this key that is there, shown or not; None if there is none."""
        word, _, number = key.partition(":")
        if word not in _KIND_CODES or not number.lstrip("-").isdigit():
            return None
        columns = self.columns
        found = np.flatnonzero(columns.ids == int(number))
        found = found[columns.is_there[found] & (columns.kind[found] == _KIND_CODES[word])]
        return int(found[0]) if found.size else None


def build_lanes(
    columns: MarkColumns,
    arrangement: Arrangement,
    *,
    shown: Flags | None = None,
    wording: Wording = ENGLISH,
    previous: Lanes | None = None,
) -> Lanes:
    """The marks in lanes, each in a row of its lane, ready to be laid out.

    ``shown`` are the marks that a filter lets through, all unless given. A mark may stand
    in several lanes: an event with two participants in both of theirs. Rows are decided in
    time, not in pixels, so that no mark changes its row when the timeline is zoomed. What
    has no date is left to ``Lanes.undated``. The outcome does not depend on ``previous``,
    an earlier one, but comes sooner with it.
    """
    table = table_of(
        columns,
        arrangement.axis,
        shown=shown,
        with_suggestions=arrangement.with_suggestions,
        previous=None if previous is None else previous.table,
    )
    grouping = _grouping(table, arrangement, wording, previous)
    plan = plan_lanes(grouping, table, arrangement)
    occupancy = _occupancy(table, plan.placed, previous)
    folds = folds_between(occupancy.busy_times()) if arrangement.folds_gaps else NO_FOLDS
    if folds.silences:
        table = replace(table, dates=table.unfolded.folded(folds))
        occupancy = occupancy.with_dates(table.dates)
    ends, counts = occupancy.finite_ends()
    first = window_over_dense_part(ends, counts)
    stale = _stale(table, previous)
    before = None if previous is None else previous.index
    scale = scale_of(first, table.unfolded, occupancy)
    lanes, index = fill_index(plan, table, scale, grouping.by, before, stale)
    is_change = previous is not None and previous.columns is not columns and stale is not None
    if len(columns) > _MANY_MARKS and not is_change:
        # Sorting very many marks takes twice the memory that the outcome does.
        give_back_freed()
    return Lanes(
        arrangement=arrangement,
        columns=columns,
        table=table,
        lanes=lanes,
        hidden_lanes=plan.hidden,
        index=index,
        undated=np.flatnonzero(table.shown & (table.date < 0)).astype(np.int32),
        extent=window_over(ends),
        first=first,
        wording=wording,
        folds=folds,
        grouping=grouping,
        occupancy=occupancy,
    )


def _occupancy(table: TimeTable, placed: Flags, previous: Lanes | None) -> Occupancy:
    if previous is None or previous.table.axis is not table.axis:
        return occupancy_of(table, placed)
    before = previous.table
    has_own_rows = any(each.unfolded.o0.size != each.plain.o0.size for each in (before, table))
    if has_own_rows and before.unfolded is not table.unfolded:
        # The rows of the dates that stand for marks with alternatives are others now.
        return occupancy_of(table, placed)
    rows = rows_changed(before.columns, table.columns)
    return occupancy_of(table, placed, previous.occupancy, rows)


def _stale(table: TimeTable, previous: Lanes | None) -> Ints | None:
    """The marks that may have another date or title than in the earlier lanes; None for all."""
    if previous is None or previous.table.axis is not table.axis:
        return None
    if previous.folds.silences or table.dates is not table.unfolded:
        return None
    return rows_changed(previous.columns, table.columns)


def _grouping(
    table: TimeTable, arrangement: Arrangement, wording: Wording, previous: Lanes | None
) -> Grouping:
    by = (arrangement.lanes, arrangement.within)
    if previous is not None:
        known = previous.grouping
        fits = (known.by, known.with_suggestions, known.wording) == (
            by,
            arrangement.with_suggestions,
            wording,
        )
        if fits and previous.table.axis is table.axis and previous.columns is table.columns:
            return known
        mended = regrouped(known, previous.table, table) if fits else None
        if mended is not None:
            return mended
    return group_marks(table, by, wording, with_suggestions=arrangement.with_suggestions)


# --------------------------------------------------------------------------- neighbours


def neighbour(lanes: Lanes, place: Place, direction: Direction) -> Place | None:
    """The place that lies next in a direction, or None at the end of the road.

    Left and right stay in the lane, by time; up and down go to the mark nearest in time
    of the next lane that has any; next and previous walk lane after lane.
    """
    step = -1 if direction in {Direction.LEFT, Direction.PREVIOUS, Direction.UP} else 1
    if direction in {Direction.UP, Direction.DOWN}:
        lane = _next_with_marks(lanes, place.lane, step)
        return None if lane is None else _nearest_in_lane(lanes, place.mark, lane)
    in_lane = lanes.in_reading_order(place.lane)
    at = _position(in_lane, place.mark) + step
    if 0 <= at < in_lane.size:
        return Place(place.lane, int(in_lane[at]))
    other = _next_with_marks(lanes, place.lane, step)
    if direction in {Direction.LEFT, Direction.RIGHT} or other is None:
        return None
    return Place(other, int(lanes.in_reading_order(other)[0 if step > 0 else -1]))


def _position(in_lane: Ints, mark: int) -> int:
    found = np.flatnonzero(in_lane == mark)
    if found.size == 0:
        raise LookupError(f"Mark {mark} does not stand in this lane.")
    return int(found[0])


def _next_with_marks(lanes: Lanes, lane: int, step: int) -> int | None:
    at = lane + step
    while 0 <= at < len(lanes.lanes):
        if sum(lanes.index.block_sizes(at)):
            return at
        at += step
    return None


def _nearest_in_lane(lanes: Lanes, mark: int, lane: int) -> Place:
    in_lane = lanes.in_reading_order(lane)
    middle, date = lanes.table.dates.middle, lanes.table.date
    distances = np.abs(middle[date[in_lane]] - middle[date[mark]])
    return Place(lane, int(in_lane[int(np.argmin(distances))]))
