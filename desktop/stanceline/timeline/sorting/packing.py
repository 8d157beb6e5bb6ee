"""Rows within a lane, decided in time, so that no zooming or panning ever changes them."""

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats

Rows = NDArray[np.int16]
Places = NDArray[np.int64]

OVERFLOW_ROW = -1
"""The row of a mark for which its lane has no row left; it is only counted."""

_FEW_A_ROW = 40
"""So few marks are quicker packed one by one."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows a block may have.

    Up to ``comfortable`` for the sake of room around marks; up to ``most`` when that many
    lie on one another; up to ``most_of_crowd`` when there are very many marks.
    """

    comfortable: int
    most: int
    most_of_crowd: int


def pack(starts: Floats, ends: Floats, most_rows: int | None = None) -> tuple[Rows, int]:
    """The row of each interval, and how many rows there are.

    ``starts`` are sorted. Intervals of one row never overlap, and each takes the lowest
    row that is free. With ``most_rows``, what finds none gets ``OVERFLOW_ROW``.
    """
    if most_rows is None or starts.size <= _FEW_A_ROW * most_rows:
        return _packed_one_by_one(starts, ends, most_rows)
    return _packed_row_by_row(starts, ends, most_rows)


def _packed_one_by_one(starts: Floats, ends: Floats, most_rows: int | None) -> tuple[Rows, int]:
    rows = np.full(starts.size, OVERFLOW_ROW, dtype=np.int16)
    busy: list[tuple[float, int]] = []
    free: list[int] = []
    n_rows = 0
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            row = heapq.heappop(free)
        elif most_rows is None or n_rows < most_rows:
            row = n_rows
            n_rows += 1
        else:
            continue
        rows[i] = row
        heapq.heappush(busy, (end, row))
    return rows, n_rows


def _packed_row_by_row(starts: Floats, ends: Floats, most_rows: int) -> tuple[Rows, int]:
    """The same rows, found one after another.

    The lowest row takes the first interval and then always the next that begins when it
    is free again; the row above does so with those that are left.
    """
    n = starts.size
    rows = np.full(n, OVERFLOW_ROW, dtype=np.int16)
    after = np.searchsorted(starts, ends, side="left")
    # An interval without length ends where it starts, and must not follow itself.
    np.maximum(after, np.arange(1, n + 1), out=after)
    next_left = np.arange(n + 1)
    for row in range(most_rows):
        at = int(next_left[0])
        if at == n:
            return rows, row
        following = next_left[after]
        taken = []
        while at < n:
            taken.append(at)
            at = following[at]
        rows[taken] = row
        left = np.where(rows == OVERFLOW_ROW, np.arange(n), n)
        next_left[:n] = np.minimum.accumulate(left[::-1])[::-1]
    return rows, most_rows


def depth(starts: Floats, ends: Floats) -> int:
    """How many of the intervals lie on one another at most; ``starts`` are sorted."""
    if starts.size == 0:
        return 0
    ended = np.searchsorted(np.sort(ends), starts, side="right")
    return int((np.arange(1, starts.size + 1) - ended).max())


_SERVED = 0.98
"""The share of the marks of a crowd that its rows should be enough for."""

_LEAST_FOR_LONG = 2

NO_CELL = np.iinfo(np.int64).min
"""The cell of what is too long for one."""


def pack_crowd(
    cells: NDArray[np.int64], ends_of: Callable[[Places], tuple[Floats, Floats]], room: Room
) -> tuple[Rows, int]:
    """The rows of very many intervals, and how many rows there are.

    ``cells`` are the stretches of time, all equally long, that each lies in by itself, in
    ascending order but for the ``NO_CELL`` of those that are too long. Marks of a cell take
    rows in turn; the long ones, whose ``ends_of`` are asked for by place, have rows of
    their own below.
    """
    rows = np.full(cells.size, OVERFLOW_ROW, dtype=np.int16)
    is_long = cells == NO_CELL
    short, long = np.flatnonzero(~is_long), np.flatnonzero(is_long)
    n_short = n_long = 0
    if short.size:
        rows[short], n_short = _in_turn(cells[short], room)
    if long.size:
        starts, ends = ends_of(long)
        order = np.argsort(starts, kind="stable")
        most = max(_LEAST_FOR_LONG, room.most_of_crowd // 2)
        found, n_long = pack(starts[order], ends[order], most)
        rows[long[order]] = np.where(found == OVERFLOW_ROW, found, found + n_short)
    return rows, n_short + n_long


def _in_turn(cells: NDArray[np.int64], room: Room) -> tuple[Rows, int]:
    """Rows for marks that each take a cell of time: in turn, so many of a cell as there are."""
    begins = np.ones(cells.size, dtype=np.bool_)
    np.not_equal(cells[1:], cells[:-1], out=begins[1:])
    firsts = np.flatnonzero(begins)
    sizes = np.diff(np.append(firsts, cells.size))
    n_rows = _rows_to_serve(sizes, room)
    has_row = np.arange(cells.size) < np.repeat(firsts + n_rows, sizes)
    turn = np.cumsum(has_row, dtype=np.int32) - 1
    return np.where(has_row, turn % n_rows, OVERFLOW_ROW).astype(np.int16), n_rows


def _rows_to_serve(sizes: NDArray[np.int64], room: Room) -> int:
    """The least number of rows that has one for nearly all marks of cells of these sizes."""
    total = int(sizes.sum())
    least = min(room.comfortable, room.most_of_crowd, total)
    for n_rows in range(least, room.most_of_crowd):
        if int(np.minimum(sizes, n_rows).sum()) >= _SERVED * total:
            return n_rows
    return max(least, min(room.most_of_crowd, total))
