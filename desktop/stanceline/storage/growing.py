"""Columns of numbers that change and grow while what was handed out stays as it was."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanceline.storage.mark_columns import Ints, Several

Column = NDArray[Any]

_SPARE = 4_096
"""Rows that there is room for beyond those that there are."""


class GrowingColumn:
    """A column whose ``values``, once handed out, are never written to again.

    What is added is written behind them, into room that was kept. A column in which all
    numbers are the same takes the room of one.
    """

    def __init__(self, *parts: Column) -> None:
        self._take(*parts)

    def _take(self, *parts: Column) -> None:
        n = sum(part.size for part in parts)
        filled = [part for part in parts if part.size] or parts[:1]
        first = filled[0][:1]
        if n and all((part == first).all() for part in filled):
            self._room = self.values = np.broadcast_to(first.copy(), n)
            return
        self._room = np.empty(n + _SPARE, dtype=first.dtype)
        self.values = self._room[:n]
        np.concatenate(filled, out=self.values)

    def append(self, values: Column) -> None:
        """Add rows at the end."""
        if not values.size:
            return
        n = self.values.size + values.size
        if n > self._room.size:
            self._take(self.values, values)
            return
        self._room[self.values.size : n] = values
        self.values = self._room[:n]

    def put(self, rows: Ints, values: Column) -> None:
        """Change rows; ``values`` stays the very array of before where none differs."""
        if np.array_equal(self.values[rows], values):
            return
        if not self.values.strides[0]:
            changed = self.values.copy()
            changed[rows] = values
            self._take(changed)
            return
        n = self.values.size
        self._room = np.empty(n + _SPARE, dtype=self.values.dtype)
        self._room[:n] = self.values
        self._room[rows] = values
        self.values = self._room[:n]

    def replace(self, values: Column) -> None:
        """Have other values altogether."""
        self._take(values)


class GrowingSeveral:
    """Several codes for each row, and columns beside them, that change and grow."""

    def __init__(self, *parts: tuple[Several, *tuple[Column, ...]]) -> None:
        found = [part[0] for part in parts]
        ends = np.cumsum([0, *(each.values.size for each in found)], dtype=np.int32)
        firsts = [each.first[1:] + end for each, end in zip(found, ends[:-1], strict=True)]
        self._first = GrowingColumn(found[0].first[:1], *firsts)
        self._values = [GrowingColumn(*(each.values for each in found))]
        for beside in zip(*(part[1:] for part in parts), strict=True):
            self._values.append(GrowingColumn(*beside))
        self.several = Several(self._first.values, self._values[0].values)

    @property
    def beside(self) -> tuple[Column, ...]:
        """The columns beside the codes, one number for each of them."""
        return tuple(each.values for each in self._values[1:])

    def append(self, found: Several, *beside: Column) -> None:
        """Add rows at the end."""
        self._first.append(found.first[1:] + self._first.values[-1])
        for column, values in zip(self._values, (found.values, *beside), strict=True):
            column.append(values)
        self._settle()

    def put(self, rows: Ints, found: Several, *beside: Column) -> None:
        """Change rows, given in ascending order."""
        first = self._first.values
        n_before = first[rows + 1] - first[rows]
        n_now = np.diff(found.first)
        if np.array_equal(n_before, n_now):
            shifts = np.repeat(first[rows] - found.first[:-1], n_now)
            places: Ints = np.arange(found.values.size, dtype=np.int32) + shifts
            for column, values in zip(self._values, (found.values, *beside), strict=True):
                column.put(places, values)
        else:
            for column, values in zip(self._values, (found.values, *beside), strict=True):
                column.replace(_spliced(column.values, first, rows, found.first, values))
            grown = np.zeros(first.size, dtype=np.int32)
            grown[rows + 1] = n_now - n_before
            self._first.replace(first + np.cumsum(grown, dtype=np.int32))
        self._settle()

    def replace(self, found: Several, *beside: Column) -> None:
        """Have other rows altogether."""
        self._first.replace(found.first)
        for column, values in zip(self._values, (found.values, *beside), strict=True):
            column.replace(values)
        self._settle()

    def _settle(self) -> None:
        known, first, values = self.several, self._first.values, self._values[0].values
        if known.first is not first or known.values is not values:
            self.several = Several(first, values)


def _spliced(values: Column, first: Ints, rows: Ints, now: Ints, instead: Column) -> Column:
    """The values, with those of the rows exchanged for others."""
    pieces = []
    done = 0
    for place, row in enumerate(rows.tolist()):
        pieces += [values[done : first[row]], instead[now[place] : now[place + 1]]]
        done = first[row + 1]
    return np.concatenate([*pieces, values[done:]])
