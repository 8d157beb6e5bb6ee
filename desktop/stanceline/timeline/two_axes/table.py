"""Marks by two times at once: when something happened or was said, and when it was published.

Only marks with both dates of their own have a place here. A quotation for which nobody
knows when it was said would stand at its publication, as if it had been reported at once.
"""

from collections.abc import Callable
from dataclasses import field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.records import dataclass
from stanceline.services.timeline import are_events
from stanceline.timeline.sorting.table import Codes, Ints, TimeTable
from stanceline.timeline.windows import TimeWindow, window_over, window_over_dense_part

Floats = NDArray[np.float64]

_MOST_CELLS_KEPT = 1_200_000
_MOST_GRIDS_KEPT = 4
_FEWEST_FOR_A_GRID = 100_000
_MOST_SAMPLED = 100_000
_MIXED_BELOW = 0.5


class Area(NamedTuple):
    """A stretch of both times: ``across`` of happening, ``up`` of publication."""

    across: TimeWindow
    up: TimeWindow


class Size(NamedTuple):
    """How long a cell of a two-dimensional histogram is: days, times 2 to these powers.

    Most dates are days; cells of other lengths would hold now more and now fewer of them,
    and draw a pattern that is not in the marks.
    """

    across: int
    up: int

    @property
    def across_s(self) -> float:
        """How many seconds of happening a cell takes."""
        return SECONDS_PER_DAY * 2.0**self.across

    @property
    def up_s(self) -> float:
        """How many seconds of publication a cell takes."""
        return SECONDS_PER_DAY * 2.0**self.up


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Counts in cells of time; row i, column j begins at these multiples of the cell's size.

    ``inks`` has for each cell the ink of most of its marks, ``mixed`` where no ink has
    half of them. ``highest`` is the count of the fullest cell anywhere, so that it does not
    change with the area that is seen.
    """

    size: Size
    first_row: int
    first_column: int
    counts: NDArray[np.int32]
    inks: NDArray[np.int8]
    highest: int


@dataclass(frozen=True, slots=True, eq=False)
class TwoTimes:
    """The marks that have both dates, in the order of the first of them.

    ``row`` is the mark; ``x`` and ``y`` are civil seconds: the middle of when it happened
    or was said, and of when it was published. ``ink`` is the stance, ``n_inks - 2`` for
    quotations without one and ``n_inks - 1`` for events. ``n_left_out`` counts the marks
    that are shown elsewhere but lack one of the dates.
    """

    row: Ints
    x: Floats
    y: Floats
    ink: Codes
    n_inks: int
    n_left_out: int
    extent: Area | None
    first: Area | None
    _grids: dict[Size, Cells] = field(default_factory=dict)
    _highest: dict[Size, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.row.size

    @property
    def mixed(self) -> int:
        """The ink of a cell in which no ink has half of the marks."""
        return self.n_inks - 2

    def inside(self, area: Area) -> Ints:
        """The numbers of the entries whose point lies in the area, in the order of x."""
        low, high = self._slice(area.across)
        up = self.y[low:high]
        found = np.flatnonzero((up >= area.up.t0) & (up < area.up.t1))
        return (found + low).astype(np.int32)

    def n_inside(self, area: Area) -> int:
        """How many points lie in the area."""
        low, high = self._slice(area.across)
        up = self.y[low:high]
        return int(np.count_nonzero((up >= area.up.t0) & (up < area.up.t1)))

    def _slice(self, across: TimeWindow) -> tuple[int, int]:
        low, high = np.searchsorted(self.x, [across.t0, across.t1])
        return int(low), int(high)

    # ------------------------------------------------------------------ histogram

    def cells(self, area: Area, size: Size) -> Cells:
        """The cells that reach into the area, counted with all that is in them.

        Each point is in exactly one cell, and a cell counts the same wherever the area
        begins, so that nothing shimmers when it moves.
        """
        first_column, last_column = _reach(area.across, size.across_s)
        first_row, last_row = _reach(area.up, size.up_s)
        whole = self._grid(size)
        if whole is not None:
            return _part_of(whole, first_row, last_row, first_column, last_column)
        low, high = np.searchsorted(
            self.x, [first_column * size.across_s, (last_column + 1) * size.across_s]
        )
        rows = np.floor(self.y[low:high] / size.up_s)
        chosen = np.flatnonzero((rows >= first_row) & (rows <= last_row))
        columns = np.floor(self.x[low:high][chosen] / size.across_s)
        shape = (last_row - first_row + 1, last_column - first_column + 1)
        at = (rows[chosen] - first_row) * shape[1] + (columns - first_column)
        counts, inks = self._counted(at.astype(np.int64), self.ink[low:high][chosen], shape)
        return Cells(size, first_row, first_column, counts, inks, self._highest_at(size))

    def _grid(self, size: Size) -> Cells | None:
        """All cells of this size, or None where there would be too many to keep."""
        if self.extent is None or len(self) < _FEWEST_FOR_A_GRID:
            return None
        if size in self._grids:
            return self._grids[size]
        first_column, last_column = self._ends(self.x, size.across_s)
        first_row, last_row = self._ends(self.y, size.up_s)
        shape = (last_row - first_row + 1, last_column - first_column + 1)
        if shape[0] * shape[1] > _MOST_CELLS_KEPT:
            return None
        columns = np.floor(self.x / size.across_s).astype(np.int64)
        at = np.floor(self.y / size.up_s).astype(np.int64)
        at -= first_row
        at *= shape[1]
        at += columns
        at -= first_column
        counts, inks = self._counted(at, self.ink, shape)
        if len(self._grids) >= _MOST_GRIDS_KEPT:
            del self._grids[next(iter(self._grids))]
        highest = max(int(counts.max()), 1)
        self._grids[size] = Cells(size, first_row, first_column, counts, inks, highest)
        return self._grids[size]

    @staticmethod
    def _ends(times: Floats, step_s: float) -> tuple[int, int]:
        return int(np.floor(times.min() / step_s)), int(np.floor(times.max() / step_s))

    def _counted(
        self, at: NDArray[np.int64], ink: Codes, shape: tuple[int, int]
    ) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        counts = np.bincount(at, minlength=shape[0] * shape[1])
        inks = np.full(counts.size, self.mixed, dtype=np.int8)
        # Most cells are empty: only those that are not get a table of their inks.
        filled = np.flatnonzero(counts)
        place = np.zeros(counts.size, dtype=np.int64)
        place[filled] = np.arange(filled.size) * self.n_inks
        of_ink = np.bincount(place[at] + ink, minlength=filled.size * self.n_inks)
        of_ink = of_ink.reshape(filled.size, self.n_inks)
        first = of_ink.argmax(axis=1) if filled.size else filled
        most = of_ink[np.arange(filled.size), first]
        inks[filled] = np.where(most < _MIXED_BELOW * counts[filled], self.mixed, first)
        return counts.astype(np.int32).reshape(shape), inks.reshape(shape)

    def _highest_at(self, size: Size) -> int:
        """The count of the fullest cell of this size, from a sample where there are many."""
        if size not in self._highest:
            step = max(-(-len(self) // _MOST_SAMPLED), 1)
            columns = np.floor(self.x[::step] / size.across_s).astype(np.int64)
            rows = np.floor(self.y[::step] / size.up_s).astype(np.int64)
            keys = np.sort(columns * 1_000_003 + rows)
            ends = np.flatnonzero(np.append(keys[1:] != keys[:-1], True)) + 1
            self._highest[size] = step * int(np.diff(ends, prepend=0).max(initial=1))
        return self._highest[size]


def two_times(table: TimeTable) -> TwoTimes:
    """The marks that a table shows, by both of their times. Folds are left aside."""
    columns, middle = table.columns, table.unfolded.middle
    has_both = table.shown & (columns.date >= 0) & (columns.published >= 0)
    row = np.flatnonzero(has_both).astype(np.int32)
    rank, sorted_middle = _ranks(middle)
    row = row[np.argsort(rank[columns.date[row]], kind="stable")]
    x, y = middle[columns.date[row]], middle[columns.published[row]]
    sorted_y = sorted_middle[np.sort(rank[columns.published[row]])]
    n_stances = len(table.stances)
    stance = table.stance[row]
    ink = np.where(stance >= 0, stance, n_stances)
    is_event = are_events(columns.kind[row], columns.status[row])
    ink = np.where(is_event, n_stances + 1, ink).astype(np.int8)
    return TwoTimes(
        row=row,
        x=x,
        y=y,
        ink=ink,
        n_inks=n_stances + 2,
        n_left_out=int(np.count_nonzero(table.shown)) - row.size,
        extent=_area(x, sorted_y, window_over),
        first=_area(x, sorted_y, window_over_dense_part),
    )


def _ranks(middle: Floats) -> tuple[NDArray[np.unsignedinteger], Floats]:
    """The place of each date in the order of time, and the middles in this order.

    There are far fewer dates than marks, and small numbers are sorted much sooner.
    """
    order = np.argsort(middle, kind="stable")
    rank = np.empty(middle.size, dtype=np.min_scalar_type(middle.size))
    rank[order] = np.arange(middle.size)
    return rank, middle[order]


def _area(
    sorted_x: Floats, sorted_y: Floats, window: Callable[[Floats], TimeWindow | None]
) -> Area | None:
    across, up = window(sorted_x), window(sorted_y)
    return None if across is None or up is None else Area(across, up)


def _reach(window: TimeWindow, step_s: float) -> tuple[int, int]:
    """The first and the last cell that reach into the window."""
    return int(np.floor(window.t0 / step_s)), int(np.ceil(window.t1 / step_s)) - 1


def _part_of(whole: Cells, row0: int, row1: int, column0: int, column1: int) -> Cells:
    """The part of the grid from one row and column to another; smaller where it ends."""
    n_rows, n_columns = whole.counts.shape
    top = min(max(row0 - whole.first_row, 0), n_rows)
    left = min(max(column0 - whole.first_column, 0), n_columns)
    bottom = min(max(row1 - whole.first_row + 1, top), n_rows)
    right = min(max(column1 - whole.first_column + 1, left), n_columns)
    return Cells(
        size=whole.size,
        first_row=whole.first_row + top,
        first_column=whole.first_column + left,
        counts=whole.counts[top:bottom, left:right],
        inks=whole.inks[top:bottom, left:right],
        highest=whole.highest,
    )
