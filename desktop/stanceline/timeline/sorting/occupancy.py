"""How the marks that are shown spread over time, counted by date."""

from dataclasses import field, replace

import numpy as np

from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.grouping import Longs
from stanceline.timeline.sorting.table import DateColumns, Flags, Ints, TimeTable
from stanceline.timeline.windows import TimeWindow


@dataclass(frozen=True, slots=True, eq=False)
class Occupancy:
    """How many marks stand at each date, each mark counted once however many lanes it has.

    ``placed`` are the marks that are counted, ``extent`` the row of the dates of each.
    """

    dates: DateColumns
    counts: Longs
    extent: Ints
    placed: Flags
    _sorted: list[tuple[Floats, Longs, Floats, Longs]] = field(default_factory=list, repr=False)

    @property
    def n_marks(self) -> int:
        """How many marks there are."""
        return int(self.counts.sum())

    def with_dates(self, dates: DateColumns) -> "Occupancy":
        """The same counts along another axis."""
        return replace(self, dates=dates, _sorted=[])

    def n_in(self, window: TimeWindow) -> int:
        """How many marks reach into the window."""
        before, after = self.n_beside(window)
        return self.n_marks - before - after

    def n_beside(self, window: TimeWindow) -> tuple[int, int]:
        """How many marks lie wholly before the window, and how many wholly after it."""
        if not self._sorted:
            self._sorted.append(self._sorted_ends())
        ends, ended, begins, begun = self._sorted[0]
        before = int(ended[np.searchsorted(ends, window.t0, side="right")])
        return before, int(begun[-1] - begun[np.searchsorted(begins, window.t1, side="left")])

    def _sorted_ends(self) -> tuple[Floats, Longs, Floats, Longs]:
        by_start, by_end = self.dates.in_order()
        ends, starts = self._used(by_end), self._used(by_start)
        return (
            self.dates.o1[ends],
            np.append(0, np.cumsum(self.counts[ends])),
            self.dates.o0[starts],
            np.append(0, np.cumsum(self.counts[starts])),
        )

    def _used(self, rows: Longs) -> Longs:
        """Those of the rows of the dates at which some mark stands."""
        return rows[self.counts[rows] > 0]

    def finite_ends(self) -> tuple[Floats, Longs]:
        """Where marks begin and end, without open ends, sorted, and how many do at each."""
        by_start, by_end = self.dates.in_order()
        starts, ends = self._used(by_start), self._used(by_end)
        times = np.concatenate([self.dates.o0[starts], self.dates.o1[ends]])
        counts = np.concatenate([self.counts[starts], self.counts[ends]])
        # Two sorted lists, one after the other, are quickly joined in this way.
        order = np.argsort(times, kind="stable")
        order = order[np.isfinite(times[order])]
        return times[order], counts[order]

    def busy_times(self) -> Floats:
        """The times at which something begins, ends or stands, sorted; none are endless.

        A stretch that lasts is no longer than what happens in it: only its ends count.
        """
        used = np.flatnonzero(self.counts)
        dates = self.dates
        times = [dates.t0[used], dates.t1[used], dates.o0[used], dates.o1[used]]
        found = np.unique(np.concatenate(times))
        return found[np.isfinite(found)]


def occupancy_of(
    table: TimeTable, placed: Flags, before: Occupancy | None = None, rows: Ints | None = None
) -> Occupancy:
    """The occupancy of the marks that stand in some lane.

    ``before`` is that of an earlier table, from which this one differs in ``rows`` at most.
    """
    if before is not None and rows is not None:
        mended = _mended(table, placed, before, rows)
        if mended is not None:
            return mended
    counts = np.bincount(table.extent[placed], minlength=table.dates.o0.size)
    return Occupancy(table.unfolded, counts, table.extent, placed)


def _mended(table: TimeTable, placed: Flags, before: Occupancy, rows: Ints) -> Occupancy | None:
    """The occupancy after a change of some rows; None when other marks are placed, too."""
    n = before.placed.size
    are_others_alike = placed[:n] == before.placed
    old = rows[rows < n]
    are_others_alike[old] = True
    if not are_others_alike.all():
        return None
    counts = np.zeros(table.unfolded.o0.size, dtype=np.int64)
    counts[: before.counts.size] = before.counts
    np.subtract.at(counts, before.extent[old[before.placed[old]]], 1)
    np.add.at(counts, table.extent[rows[placed[rows]]], 1)
    return Occupancy(table.unfolded, counts, table.extent, placed)
