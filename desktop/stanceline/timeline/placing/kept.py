"""Counts of more than a window, kept from frame to frame, so that panning counts nothing anew.

What is kept says the same as what would be counted now; it only comes sooner. What is known
of a block of a lane goes on to the next index as far as the block is the same there; the rest
is forgotten together with the index that it was counted in.
"""

import weakref
from collections.abc import Sequence
from dataclasses import field, replace
from operator import is_

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.placing.columns_of_time import column_edges
from stanceline.timeline.primitives import Floats, Ints
from stanceline.timeline.sorting.grouping import Longs
from stanceline.timeline.sorting.lane_index import LaneIndex
from stanceline.timeline.sorting.lanes import Block
from stanceline.timeline.sorting.packing import OVERFLOW_ROW, Rows
from stanceline.timeline.windows import TimeWindow

_REACH, _REACH_ZOOMING_IN = 1.0, 0.05
"""How far beyond a window counts are made, as a share of its length."""

_REACH_OF_ENTRIES = 0.4
_MOST_TIMES_WIDER = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Counts of columns that are so many ``seconds`` long, the first one from ``t0`` on.

    One row of ``counts`` for each column, whose sum stands in ``totals``.
    """

    t0: float
    t1: float
    seconds: float
    counts: NDArray[np.int32]
    totals: Ints
    _highest: dict[tuple[float, float], int] = field(default_factory=dict)

    def highest_in(self, t0: float, t1: float) -> int:
        """The highest sum of a column between two edges."""
        found = self._highest.get((t0, t1))
        if found is None:
            highest = int(self.totals[self.place(t0) : self.place(t1)].max())
            found = self._highest[t0, t1] = highest
        return found

    def place(self, t: float) -> int:
        """Which column begins at an edge."""
        return round((t - self.t0) / self.seconds)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The course of a stance in runs: from when on which ink, and where the columns begin.

    ``last`` is when the last of all was said.
    """

    t0: float
    t1: float
    seconds: float
    last: float
    starts: Floats
    inks: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """The courses of several lanes one after the other, each run with the number of its lane.

    ``lasts`` are the times of the last quotations of the lanes.
    """

    of: tuple[Course, ...]
    starts: Floats
    inks: Ints
    number: Ints
    lasts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Nearby:
    """The entries of a block that reach into a window wider than the one that is shown.

    They are counted from entry ``first`` of the index, where the block begins.
    """

    window: TimeWindow
    first: int
    entries: Longs
    middle: Floats
    row: Rows
    o0: Floats
    o1: Floats

    def within(self, window: TimeWindow) -> NDArray[np.bool_]:
        """Which of them reach into a window that lies within the wider one."""
        return (self.o0 < window.t1) & (self.o1 > window.t0)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The entries of a block that may have a headline, those with most room first.

    ``gaps`` are the seconds to the nearest one that deserves a headline more, ``row`` and
    ``free_after`` as in the index.
    """

    mark: NDArray[np.int32]
    middle: Floats
    gaps: Floats
    row: Rows
    free_after: NDArray[np.float32]

    def n_with(self, seconds: float) -> int:
        """How many of them, from the first on, have gaps at least this long."""
        return int(np.searchsorted(-self.gaps, -seconds, side="right"))


@dataclass(slots=True, eq=False)
class _Notes:
    """What was found out about a block, or its lane, the last time that it was asked for."""

    nearby: Nearby | None = None
    has_overflow: bool | None = None
    counted: Counted | None = None
    candidates: Candidates | None = None
    course: Course | None = None
    strip: tuple[Floats, Floats] | None = None


_OWN = "kept"
"""What the notes here are called among those of a block."""


@dataclass(slots=True, eq=False)
class Kept:
    """What was found out in one index; what each block has notes of goes on to the next one."""

    blocks: dict[tuple[int, int], _Notes] = field(default_factory=dict)
    tight: dict[int, tuple[Rows, int]] = field(default_factory=dict)
    courses: Courses | None = None

    def of(self, index: LaneIndex, lane: int, block: Block) -> _Notes:
        """What was found out about a block."""
        found = self.blocks.get((lane, block))
        if found is None:
            notes = index.notes(lane, block)
            found = self.blocks[lane, block] = notes.setdefault(_OWN, _Notes())
        return found


_KEPT: dict[tuple[int, ...], tuple[list[weakref.ref[NDArray[np.generic]]], Kept]] = {}


def kept_of(index: LaneIndex) -> Kept:
    """What is kept of an index."""
    table = index.table
    arrays = (index.mark, index.row, index.middle, index.stance, table.extent, table.dates.o0)
    key = tuple(map(id, arrays))
    found = _KEPT.get(key)
    if found is not None and all(ref() is a for ref, a in zip(found[0], arrays, strict=True)):
        return found[1]

    def forget(_: object) -> None:
        _KEPT.pop(key, None)

    kept = Kept()
    _KEPT[key] = [weakref.ref(array, forget) for array in arrays], kept
    return kept


def entries_near(
    kept: Kept, index: LaneIndex, lane: int, block: Block, window: TimeWindow
) -> Nearby:
    """The entries of a block in a window and around it."""
    notes = kept.of(index, lane, block)
    found, first = notes.nearby, index.entries(lane, block).start
    if found is None or not _holds(found.window, window):
        reach = _REACH_OF_ENTRIES * window.seconds
        wide = TimeWindow(window.t0 - reach, window.t1 + reach)
        entries = index.entries_in(lane, block, wide)
        found = notes.nearby = Nearby(
            wide,
            first,
            entries,
            index.middle[entries],
            index.row[entries],
            index.o0(entries),
            index.o1(entries),
        )
    elif found.first != first:
        entries = found.entries + (first - found.first)
        found = notes.nearby = replace(found, first=first, entries=entries)
    return found


def has_overflow(kept: Kept, index: LaneIndex, lane: int, block: Block) -> bool:
    """Whether any entry of a block, anywhere in time, found no row."""
    notes = kept.of(index, lane, block)
    if notes.has_overflow is None:
        rows = index.row[index.entries(lane, block)]
        notes.has_overflow = bool((rows == OVERFLOW_ROW).any())
    return notes.has_overflow


def has_more_than(
    kept: Kept, index: LaneIndex, lane: int, block: Block, window: TimeWindow, most: int
) -> bool:
    """Whether more entries of a block than so many reach into the window."""
    if index.block_sizes(lane)[block] <= most:
        return False
    notes = kept.of(index, lane, block)
    nearby, counted = notes.nearby, notes.counted
    if nearby is not None and _holds(nearby.window, window):
        return int(np.count_nonzero(nearby.within(window))) > most
    if counted is not None and counted.t0 <= window.t0 and window.t1 <= counted.t1:
        # What has its middle in columns that lie wholly inside reaches in for certain.
        first = int(np.ceil((window.t0 - counted.t0) / counted.seconds))
        last = int((window.t1 - counted.t0) / counted.seconds)
        if int(counted.totals[first:last].sum()) > most:
            return True
    return index.n_in(lane, block, window) > most


def _holds(wide: TimeWindow, window: TimeWindow) -> bool:
    """Whether a window lies in a wider one that is not very much wider."""
    is_inside = wide.t0 <= window.t0 and window.t1 <= wide.t1
    return is_inside and wide.seconds <= _MOST_TIMES_WIDER * window.seconds


def candidates_of(kept: Kept, index: LaneIndex, lane: int, block: Block) -> Candidates:
    """The entries of a block that may have a headline."""
    notes = kept.of(index, lane, block)
    found = notes.candidates
    if found is None:
        entries, gaps = index.headline(lane, block), index.headline_gaps(lane, block)
        order = np.argsort(-gaps, kind="stable")
        entries = entries[order]
        found = notes.candidates = Candidates(
            index.mark[entries],
            index.middle[entries],
            gaps[order],
            index.row[entries],
            index.free_after_of(lane, block, entries),
        )
    return found


def counts_around(
    kept: Kept,
    index: LaneIndex,
    lane: int,
    block: Block,
    seconds: float,
    t0: float,
    t1: float,
    order: Sequence[int],
) -> Counted:
    """The counts of columns of this length from t0 to t1 at least, both being edges.

    ``order`` is that in which the inks of the index shall stand in each row.
    """
    notes = kept.of(index, lane, block)
    found = notes.counted
    if found is None or found.seconds != seconds or t0 < found.t0 or t1 > found.t1:
        reach = _reach(found, seconds) * (t1 - t0) / 2
        edges = column_edges(t0 - reach, t1 + reach, seconds)
        counts = np.ascontiguousarray(index.counts(lane, block, edges)[:, order])
        found = notes.counted = Counted(
            float(edges[0]), float(edges[-1]), seconds, counts, counts.sum(axis=1, dtype=np.int64)
        )
    return found


def courses_around(
    kept: Kept, index: LaneIndex, lanes: Sequence[int], seconds: float, t0: float, t1: float
) -> Courses:
    """The courses of the stances of lanes in columns of this length, from t0 to t1 at least."""
    each = [course_around(kept, index, lane, seconds, t0, t1) for lane in lanes]
    found = kept.courses
    if found is None or len(found.of) != len(each) or not all(map(is_, found.of, each)):
        found = kept.courses = Courses(
            tuple(each),
            np.concatenate([course.starts for course in each]),
            np.concatenate([course.inks for course in each]),
            np.repeat(np.arange(len(each)), [course.starts.size for course in each]),
            np.array([course.last for course in each]),
        )
    return found


def course_around(
    kept: Kept, index: LaneIndex, lane: int, seconds: float, t0: float, t1: float
) -> Course:
    """The course of a lane's stance in columns of this length, from t0 to t1 at least."""
    notes = kept.of(index, lane, Block.QUOTATIONS)
    found = notes.course
    if found is None or found.seconds != seconds or t0 < found.t0 or t1 > found.t1:
        reach = _reach(found, seconds) * (t1 - t0)
        edges = column_edges(t0 - reach, t1 + reach, seconds)
        found = notes.course = _course(notes, index, lane, edges, seconds)
    return found


def _reach(found: Counted | Course | None, seconds: float) -> float:
    """How far beyond a window to count: hardly when zooming in, where the next ones are smaller."""
    return _REACH_ZOOMING_IN if found is not None and seconds < found.seconds else _REACH


def _strip_of(notes: _Notes, index: LaneIndex, lane: int) -> tuple[Floats, Floats]:
    """The times of a lane's course, and what its values add up to before each of them."""
    if notes.strip is None:
        times, values = index.strip(lane)
        notes.strip = times, np.concatenate([[0.0], np.cumsum(values)])
    return notes.strip


def _course(notes: _Notes, index: LaneIndex, lane: int, edges: Floats, seconds: float) -> Course:
    """The mean of each column, as the stance nearest to it, held until the next that has one."""
    times, totals = _strip_of(notes, index, lane)
    stances = index.table.stances
    inks = np.array([i for i, s in enumerate(stances) if s.value is not None], dtype=np.int64)
    worth = np.array([s.value for s in stances if s.value is not None], dtype=np.float64)
    places = np.searchsorted(times, edges)
    first = max(int(places[0]) - 1, 0)
    counts = np.diff(places)
    filled = np.flatnonzero(counts)
    means = np.diff(totals[places])[filled] / counts[filled]
    starts = edges[filled]
    if places[0] > 0:
        # What was said last before these columns holds until something else is said.
        before = float(np.floor((times[first] - edges[0]) / seconds) * seconds + edges[0])
        low, high = np.searchsorted(times, [before, before + seconds]).tolist()
        starts = np.concatenate([[edges[0]], starts])
        means = np.concatenate([[(totals[high] - totals[low]) / (high - low)], means])
    chosen = inks[np.abs(means[:, None] - worth[None, :]).argmin(axis=1)] if inks.size else inks
    firsts = np.flatnonzero(np.append(True, chosen[1:] != chosen[:-1]))[: chosen.size]
    last = float(times[-1]) if times.size else -np.inf
    return Course(float(edges[0]), float(edges[-1]), seconds, last, starts[firsts], chosen[firsts])
