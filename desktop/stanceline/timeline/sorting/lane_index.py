"""The entries of all lanes: a mark in one of the lanes that it stands in, sorted by time."""

from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.marks import LaneKey
from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.block_rows import Scale
from stanceline.timeline.sorting.grouping import Block, Longs
from stanceline.timeline.sorting.packing import OVERFLOW_ROW, Room, Rows
from stanceline.timeline.sorting.reach import Reach, Spots
from stanceline.timeline.sorting.running_counts import RunningCounts, running_counts_of
from stanceline.timeline.sorting.table import Codes, Ints, TimeTable
from stanceline.timeline.windows import TimeWindow

Gaps = NDArray[np.float32]

_FEW_ENTRIES = 50_000
"""So many entries have their gaps worked out at once, more only where they are looked at."""

_NEAR = 64
_SAMPLED = 4
_HEADLINES = 512
"""How many entries of a crowd may have a label while it is drawn as a crowd."""


@dataclass(frozen=True, slots=True)
class PackedBlock:
    """A block of a lane, how many rows it has, and what they depend on beside its marks."""

    key: str
    block: Block
    n_rows: int
    scale: Scale
    room: Room


@dataclass(slots=True)
class _Known:
    """What has been asked for already, by the number of the block, or of the lane."""

    reaches: dict[int, Reach] = field(default_factory=dict)
    counts: dict[int, RunningCounts] = field(default_factory=dict)
    headlines: dict[int, tuple[Longs, Floats]] = field(default_factory=dict)
    with_gaps: set[int] = field(default_factory=set)
    notes: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class LaneIndex:
    """The entries of all lanes as columns, sorted by lane, block and time.

    Entries ``first[2 * lane + block]`` to the next belong to a block of a lane and are
    sorted by ``middle``, which is where the mark stands on the axis. ``row`` is the row
    within the block or ``OVERFLOW_ROW``. ``stance`` and ``other_stance`` are those of the
    mark, but in a topic's lane only what is said on that topic counts. ``free_after`` is
    how many seconds of the axis lie between the end of the mark and the next one in its
    row, infinite when there is none, and ``free_before`` likewise before it; never more
    than there are. In both, a block is 0 until ``entries_in`` is first asked for it.
    """

    table: TimeTable
    by: tuple[LaneKey, LaneKey | None]
    first: Longs
    mark: Ints
    row: Rows
    middle: Floats
    stance: Codes
    other_stance: Codes
    free_after: Gaps
    free_before: Gaps
    blocks: dict[tuple[str, Block], tuple[int, PackedBlock]]
    _known: _Known = field(default_factory=_Known, repr=False)

    def entries(self, lane: int, block: Block) -> slice:
        """All entries of a block."""
        at = 2 * lane + block
        return slice(int(self.first[at]), int(self.first[at + 1]))

    def block_sizes(self, lane: int) -> tuple[int, int]:
        """How many quotations, and how many events, the lane has."""
        a, b, c = self.first[2 * lane : 2 * lane + 3].tolist()
        return b - a, c - b

    def o0(self, entries: slice | Longs) -> Floats:
        """Where the marks of these entries begin at the earliest, on the axis."""
        return self.table.dates.o0[self.table.extent[self.mark[entries]]]

    def o1(self, entries: slice | Longs) -> Floats:
        """Where the marks of these entries end at the latest, on the axis."""
        return self.table.dates.o1[self.table.extent[self.mark[entries]]]

    def notes(self, lane: int, block: Block) -> dict[str, Any]:
        """Room for what a drawing works out from a block, and need not work out again.

        The next index has it, too, if the block is the same there. Entries may have other
        numbers then, which go on counting from the first of the block.
        """
        return self._known.notes.setdefault(2 * lane + block, {})

    def n_in(self, lane: int, block: Block, window: TimeWindow) -> int:
        """How many entries of a block reach into the window."""
        at = 2 * lane + block
        spots = self._spots(at)
        return self._reach(at, spots).n_in(spots, window.t0, window.t1)

    def entries_in(self, lane: int, block: Block, window: TimeWindow) -> Longs:
        """The entries of a block that reach into the window, in the order of the index."""
        at = 2 * lane + block
        self._fill_gaps(at)
        spots = self._spots(at)
        found = self._reach(at, spots).places_in(spots, window.t0, window.t1)
        return found + int(self.first[at])

    def counts(self, lane: int, block: Block, edges: Floats) -> Ints:
        """How many entries of a block have their middle between one edge and the next.

        One row for each stretch between edges, which are sorted, and one column for each
        stance of the table, the last one for none.
        """
        at = 2 * lane + block
        known = self._known.counts.get(at)
        entries = self.entries(lane, block)
        if known is None:
            known = running_counts_of(self.stance[entries], len(self.table.stances) + 1)
            self._known.counts[at] = known
        return known.between(np.searchsorted(self.middle[entries], edges))

    def free_after_of(self, lane: int, block: Block, entries: Longs) -> Gaps:
        """``free_after`` of some entries of a block, without working it out for all of them."""
        at = 2 * lane + block
        if at in self._known.with_gaps:
            return self.free_after[entries]
        here = self.entries(lane, block)
        rows, places = self.row[here], entries - here.start
        following = next_in_row(rows, places)
        has_next = following < rows.size
        ends = self.o1(entries)
        gap = np.full(entries.size, np.inf)
        gap[has_next] = self.o0(following[has_next] + here.start) - ends[has_next]
        gap[np.isposinf(ends) | (rows[places] == OVERFLOW_ROW)] = 0.0
        return _rounded_down(np.maximum(gap, 0.0))

    def strip(self, lane: int) -> tuple[Floats, Floats]:
        """The course of a lane's stance: when each clear one was said, and its value.

        What is for and against at once, or outside the order, says nothing of the course.
        """
        entries = self.entries(lane, Block.QUOTATIONS)
        values = np.array(
            [np.nan if s.value is None else s.value for s in self.table.stances] + [np.nan],
            dtype=np.float64,
        )[self.stance[entries]]
        clear = ~np.isnan(values) & (self.other_stance[entries] < 0)
        return self.middle[entries][clear], values[clear]

    def headline(self, lane: int, block: Block) -> Longs:
        """The entries of a block that deserve a label most, the first of them first."""
        at = 2 * lane + block
        return self._headline(at)[0] + int(self.first[at])

    def headline_gaps(self, lane: int, block: Block) -> Floats:
        """For each of the ``headline``, the seconds to the nearest one that comes before it.

        A label that takes w pixels has room beside those of higher rank from w / gap
        pixels a second on, at every larger scale, and wherever the window stands.
        """
        return self._headline(2 * lane + block)[1]

    def _headline(self, at: int) -> tuple[Longs, Floats]:
        found = self._known.headlines.get(at)
        if found is None:
            start, stop = int(self.first[at]), int(self.first[at + 1])
            chosen = _foremost(self.table.rank, self.mark[start:stop], _HEADLINES)
            found = chosen, gaps_to_better(self.middle[start:stop][chosen])
            self._known.headlines[at] = found
        return found

    def _reach(self, at: int, spots: Spots) -> Reach:
        found = self._known.reaches.get(at)
        if found is None:
            found = self._known.reaches[at] = Reach(spots)
        return found

    def _spots(self, at: int) -> Spots:
        entries = slice(int(self.first[at]), int(self.first[at + 1]))
        table = self.table
        return Spots(self.middle[entries], self.mark[entries], table.extent, table.dates)

    def take_over(self, before: "LaneIndex", blocks: dict[int, int]) -> None:
        """Take what an earlier index has found out about blocks that are the same in both."""
        known, old = self._known, before._known
        is_alike = before.by == self.by
        for at, old_at in blocks.items():
            if old_at in old.reaches:
                known.reaches[at] = old.reaches[old_at]
            if old_at in old.headlines:
                known.headlines[at] = old.headlines[old_at]
            if is_alike:
                known.notes[at] = old.notes.setdefault(old_at, {})
            if is_alike and old_at in old.counts:
                known.counts[at] = old.counts[old_at]
            if old_at in old.with_gaps:
                here = slice(*self.first[at : at + 2].tolist())
                there = slice(*before.first[old_at : old_at + 2].tolist())
                self.free_after[here] = before.free_after[there]
                self.free_before[here] = before.free_before[there]
                known.with_gaps.add(at)

    def fill_all_gaps_of_few(self) -> None:
        """Fill in the gaps of all blocks, if that takes no time worth speaking of."""
        if self.mark.size <= _FEW_ENTRIES:
            for at in range(self.first.size - 1):
                self._fill_gaps(at)

    def _fill_gaps(self, at: int) -> None:
        if at in self._known.with_gaps:
            return
        entries = slice(int(self.first[at]), int(self.first[at + 1]))
        after, before = gaps_in_rows(self.row[entries], self.o0(entries), self.o1(entries))
        self.free_after[entries] = after
        self.free_before[entries] = before
        self._known.with_gaps.add(at)


def _foremost(rank: Ints, marks: Ints, most: int) -> Longs:
    """The places of the marks of the lowest ranks among these, the lowest first."""
    ranks = rank[marks]
    places = np.arange(ranks.size)
    step = ranks.size // (_SAMPLED * most)
    if step > 1:
        # What is beyond twice the share that is wanted, by a sample, need not be sorted.
        sample = np.sort(ranks[::step])
        likely = np.flatnonzero(ranks <= sample[2 * most // step])
        places = likely if likely.size >= most else places
    return places[np.lexsort((marks[places], ranks[places]))[:most]]


def gaps_in_rows(rows: Rows, o0: Floats, o1: Floats) -> tuple[Gaps, Gaps]:
    """The free seconds after and before each interval in its row; none for what has no row.

    The intervals are sorted, and those of one row do not overlap.
    """
    order = np.argsort(rows, kind="stable")
    by_row, begins, ends = rows[order], o0[order], o1[order]
    gap = np.full(rows.size + 1, np.inf)
    np.subtract(begins[1:], ends[:-1], out=gap[1:-1], where=by_row[1:] == by_row[:-1])
    np.maximum(gap, 0.0, out=gap)
    gap = _rounded_down(gap)
    no_row = int(np.searchsorted(by_row, OVERFLOW_ROW, side="right"))
    after, before = np.empty(rows.size, np.float32), np.empty(rows.size, np.float32)
    after[order] = np.where(np.isposinf(ends), np.float32(0), gap[1:])
    before[order] = np.where(np.isneginf(begins), np.float32(0), gap[:-1])
    after[order[:no_row]] = before[order[:no_row]] = 0.0
    return after, before


def next_in_row(rows: Rows, places: Longs) -> Longs:
    """For each of these places the next one of the same row, the end where there is none."""
    ahead = places[:, None] + np.arange(1, _NEAR + 1)
    is_same = (rows[np.minimum(ahead, rows.size - 1)] == rows[places][:, None]) & (
        ahead < rows.size
    )
    found = np.where(is_same.any(axis=1), places + 1 + is_same.argmax(axis=1), rows.size)
    # What is not near is looked for row by row: there are not many rows.
    far = np.flatnonzero((found == rows.size) & (places + _NEAR < rows.size - 1))
    for row in sorted(set(rows[places[far]].tolist())):
        of_row = far[rows[places[far]] == row]
        all_places = np.append(np.flatnonzero(rows == row), rows.size)
        found[of_row] = all_places[np.searchsorted(all_places, places[of_row], side="right")]
    return found


def _rounded_down(values: Floats) -> Gaps:
    with np.errstate(over="ignore"):
        found = values.astype(np.float32)
    return np.where(found > values, np.nextafter(found, np.float32(0)), found)


def gaps_to_better(times: Floats) -> Floats:
    """The distance of each time to the nearest of those before it in the list."""
    order = np.argsort(times, kind="stable")
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    before = (np.arange(order.size) - 1).tolist()
    after = (np.arange(order.size) + 1).tolist()
    by_time = times[order].tolist()
    gaps = np.full(order.size, np.inf)
    # From the last to the first each is taken out of a chain of those that are left, so
    # that its neighbours in the chain are the nearest that come before it in the list.
    for at in range(order.size - 1, -1, -1):
        here = int(place[at])
        a, b = before[here], after[here]
        if a >= 0:
            gaps[at] = by_time[here] - by_time[a]
            after[a] = b
        if b < order.size:
            gaps[at] = min(gaps[at], by_time[b] - by_time[here])
            before[b] = a
    return gaps
