"""Counts by kind between any two places of a sorted list, without walking it."""

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.sorting.table import Codes

_STRETCH = 128
_PER_WORD = 8


@dataclass(frozen=True, slots=True, eq=False)
class RunningCounts:
    """How many of each kind come before each place.

    ``before_stretch`` has a row for every 128 places, ``within`` one for each place with
    what came since then, in a byte for each kind: a ninth of what plain counts would take.
    """

    n_kinds: int
    before_stretch: NDArray[np.int32]
    within: tuple[NDArray[np.uint8], ...]

    def between(self, places: NDArray[np.intp]) -> NDArray[np.int32]:
        """How many of each kind lie between one place and the next; places are sorted."""
        found = self.before_stretch[places // _STRETCH]
        for at, part in enumerate(self.within):
            columns = slice(at * _PER_WORD, min((at + 1) * _PER_WORD, self.n_kinds))
            found[:, columns] += part[places][:, : columns.stop - columns.start]
        return np.diff(found, axis=0)


def running_counts_of(kinds: Codes, n_kinds: int) -> RunningCounts:
    """The running counts of kinds from 0 up; -1 counts as the last one."""
    n = kinds.size
    n_stretches = n // _STRETCH + 1
    before = np.zeros((n_stretches, n_kinds), dtype=np.int32)
    within = []
    for at in range(0, n_kinds, _PER_WORD):
        columns = min(n_kinds - at, _PER_WORD)
        # Eight counters of a byte lie in one word; none overflows within a stretch.
        word = np.zeros(n_kinds, dtype=np.uint64)
        word[at : at + columns] = np.uint64(1) << np.arange(0, 8 * columns, 8, dtype=np.uint64)
        ones = np.zeros(n_stretches * _STRETCH, dtype=np.uint64)
        ones[:n] = word[kinds]
        sums = np.cumsum(ones.reshape(n_stretches, _STRETCH), axis=1)
        totals = sums[:, -1].copy().view(np.uint8).reshape(n_stretches, _PER_WORD)[:, :columns]
        before[1:, at : at + columns] = np.cumsum(totals[:-1], axis=0, dtype=np.int32)
        sums -= ones.reshape(n_stretches, _STRETCH)
        within.append(sums.reshape(-1).view(np.uint8).reshape(-1, _PER_WORD))
    return RunningCounts(n_kinds, before, tuple(within))
