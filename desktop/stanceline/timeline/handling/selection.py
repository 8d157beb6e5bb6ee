"""Which marks of a timeline are selected, and where the keyboard is."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from stanceline.records import dataclass
from stanceline.timeline.sorting.lanes import Lanes, Place

_FEW = 8

MOST_SELECTED = 10_000
"""So many marks at most are selected at once: lists and tables beside have to follow."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected rows, the current one last, and the place that the keyboard is at."""

    rows: tuple[int, ...] = ()
    focused: Place | None = None

    @property
    def current(self) -> int | None:
        """The row that was selected last."""
        return self.rows[-1] if self.rows else None

    def only(self, place: Place | None) -> "Selection":
        """Nothing but this mark, or nothing at all."""
        return Selection() if place is None else Selection((place.mark,), place)

    def toggled(self, place: Place) -> "Selection":
        """With this mark when it was not selected, else without it."""
        if place.mark in self.rows:
            return Selection(tuple(row for row in self.rows if row != place.mark), place)
        return self.with_more([place.mark], place)

    def with_more(self, rows: Iterable[int], focused: Place | None = None) -> "Selection":
        """With these marks too; what is current comes last. No more than MOST_SELECTED."""
        added = dict.fromkeys(rows)
        if not added:
            return self
        kept = [row for row in self.rows if row not in added]
        return Selection((*kept, *added)[-MOST_SELECTED:], focused or self.focused)


NOTHING_SELECTED = Selection()


def rows_of(lanes: Lanes, keys: Sequence[str]) -> list[int]:
    """The rows of marks that stand in lanes, in the order of their keys.

    A repetition counts as the mark that it is drawn as. Keys of nothing are left out.
    """
    if len(keys) <= _FEW:
        rows = [row for key in keys if (row := lanes.row_of(key)) is not None]
    else:
        numbers = {key.rpartition(":")[2] for key in keys}
        ids = [int(number) for number in numbers if number.isdecimal()]
        columns = lanes.columns
        found = np.flatnonzero(np.isin(columns.ids, ids) & columns.is_there)
        by_key = {lanes.key(row): row for row in found.tolist()}
        rows = [by_key[key] for key in keys if key in by_key]
    return list(dict.fromkeys(row for row in map(_drawn(lanes), rows) if lanes.table.shown[row]))


def _drawn(lanes: Lanes) -> Callable[[int], int]:
    """What gives the mark that a hidden repetition is drawn as."""
    table = lanes.table
    stands_for = table.stands_for
    if stands_for is None:
        return lambda row: row
    return lambda row: row if table.shown[row] else int(stands_for[row])
