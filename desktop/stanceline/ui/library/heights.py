"""Where the rows of a long list lie, while only those seen so far were measured."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class RowHeights:
    """The heights of rows and their sums, in pixels.

    A row that was not measured has the height of an estimate. What changes heights takes a
    fraction of a millisecond for 100,000 rows, what asks for them is at once.
    """

    def __init__(self) -> None:
        self._heights: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._tops: npt.NDArray[np.int64] = np.zeros(1, np.int64)
        self._is_measured: npt.NDArray[np.bool_] = np.zeros(0, np.bool_)

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """The height of all rows together."""
        return int(self._tops[-1])

    def fill(self, n_rows: int, estimate: int) -> None:
        """Begin anew with so many rows, none of them measured."""
        self._heights = np.full(n_rows, estimate, np.int64)
        self._tops = np.arange(n_rows + 1, dtype=np.int64) * estimate
        self._is_measured = np.zeros(n_rows, np.bool_)

    def lengthen(self, n_more: int, estimate: int) -> None:
        """Put so many rows behind the others, none of them measured."""
        tops = self.total + np.arange(1, n_more + 1, dtype=np.int64) * estimate
        self._heights = np.append(self._heights, np.full(n_more, estimate, np.int64))
        self._tops = np.append(self._tops, tops)
        self._is_measured = np.append(self._is_measured, np.zeros(n_more, np.bool_))

    def forget(self) -> None:
        """Have all rows measured anew; until then each has the height it had."""
        self._is_measured[:] = False

    def unmeasured(self, first: int, last: int) -> list[int]:
        """The rows from ``first`` to ``last``, the latter included, that were not measured."""
        wanted = self._is_measured[first : last + 1]
        return [first + int(row) for row in np.flatnonzero(~wanted)]

    def measure(self, rows: Sequence[int], heights: Sequence[int]) -> None:
        """Give these rows, which are in order and not none, their heights."""
        self._heights[list(rows)] = heights
        self._is_measured[list(rows)] = True
        first = rows[0]
        self._tops[first + 1 :] = self._tops[first] + np.cumsum(self._heights[first:])

    def top(self, row: int) -> int:
        """Where the row begins; that of the row after the last is the whole height."""
        return int(self._tops[row])

    def height(self, row: int) -> int:
        """How high the row is."""
        return int(self._heights[row])

    def row_at(self, y: int) -> int:
        """The row that covers ``y``; the first or the last for what lies beyond them."""
        row = int(np.searchsorted(self._tops, y, side="right")) - 1
        return max(0, min(row, len(self) - 1))
