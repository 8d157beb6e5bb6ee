"""A grouping after a few marks have changed, without sorting all of them again."""

from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.marks import LaneKey
from stanceline.records import dataclass
from stanceline.timeline.sorting.changes import rows_changed
from stanceline.timeline.sorting.grouping import Grouping, Longs, Pair, group_marks
from stanceline.timeline.sorting.lane_keys import Group, membership
from stanceline.timeline.sorting.table import Ints, TimeTable, part_of

_FEW_ROWS = 8
_N_KINDS = 4
"""More than there are kinds of marks."""


def regrouped(known: Grouping, before: TimeTable, table: TimeTable) -> Grouping | None:
    """What ``group_marks`` would say of the table; None when that is quicker asked itself.

    ``known`` is the grouping of the table ``before``.
    """
    rows = rows_changed(before.columns, table.columns)
    if rows is None or before.axis is not table.axis:
        return None
    old, new = before.columns.names, table.columns.names
    if LaneKey.AFFILIATION in known.by and old.speakers != new.speakers:
        return None
    part = group_marks(
        part_of(table, rows), known.by, known.wording, with_suggestions=known.with_suggestions
    )
    return _Mending(known, part, table, rows).grouping()


@dataclass(frozen=True, slots=True)
class _Added:
    """Entries to put in: where, which marks, where they stand in the part, per block."""

    places: Longs
    marks: Ints
    at_part: Longs
    n_in_block: Longs


class _Mending:
    def __init__(self, known: Grouping, part: Grouping, table: TimeTable, rows: Ints) -> None:
        self._known = known
        self._part = part
        self._table = table
        self._rows = rows

    def grouping(self) -> Grouping:
        known, part = self._known, self._part
        gone = _places_of(self._rows, known.mark, len(self._table.columns))
        first = known.first - np.searchsorted(gone, known.first)
        pairs, first = self._with_new_pairs(first)
        added = self._added(pairs, first, gone)
        groups, empty = self._named(pairs)
        return replace(
            known,
            groups=groups,
            first=first + np.append(0, np.cumsum(added.n_in_block)),
            mark=spliced(known.mark, gone, added.places, added.marks),
            stance=_mended(known.stance, gone, added, part.stance),
            other_stance=_mended(known.other_stance, gone, added, part.other_stance),
            repeats=known.repeats or part.repeats,
            empty=empty,
        )

    def _with_new_pairs(self, first: Longs) -> tuple[list[Pair], Longs]:
        """The pairs of both, those of one outer group together, and where blocks begin."""
        pairs, firsts = list(self._known.groups), first.tolist()
        known = {pair.key for pair in pairs}
        for new in self._part.groups:
            if new.key in known:
                continue
            same = [at for at, pair in enumerate(pairs) if pair.outer.key == new.outer.key]
            at = same[-1] + 1 if same else len(pairs)
            pairs.insert(at, new)
            firsts[2 * at : 2 * at] = [firsts[2 * at]] * 2
        return pairs, np.array(firsts, dtype=np.int64)

    def _added(self, pairs: list[Pair], first: Longs, gone: Longs) -> _Added:
        part = self._part
        places_before = gone - np.arange(gone.size)
        place_in_part = {pair.key: at for at, pair in enumerate(part.groups)}
        n_in_block = np.zeros(2 * len(pairs), dtype=np.int64)
        places: list[int] = []
        at_part: list[int] = []
        for at, pair in enumerate(pairs):
            if pair.key not in place_in_part:
                continue
            for block in (0, 1):
                start, stop = part.first[2 * place_in_part[pair.key] + block :][:2].tolist()
                if start == stop:
                    continue
                n_in_block[2 * at + block] = stop - start
                low, high = first[2 * at + block :][:2].tolist()
                new = self._rows[part.mark[start:stop]]
                # Where the block lies in the marks of before, with what is gone from it.
                old_low = low + int(np.searchsorted(places_before, low, side="left"))
                old_high = high + int(np.searchsorted(places_before, high, side="right"))
                block_marks = np.delete(
                    self._known.mark[old_low:old_high],
                    gone[(gone >= old_low) & (gone < old_high)] - old_low,
                )
                places += (low + self._places_in(block_marks, new)).tolist()
                at_part += range(start, stop)
        chosen = np.array(at_part, dtype=np.int64)
        return _Added(
            np.array(places, dtype=np.int64), self._rows[part.mark[chosen]], chosen, n_in_block
        )

    def _places_in(self, block: Ints, new: Ints) -> Longs:
        """Where marks belong in a block, by time and then by id."""
        times, ids = self._time_and_id(new)
        low = np.zeros(new.size, dtype=np.int64)
        high = np.full(new.size, block.size, dtype=np.int64)
        # Halving the block again and again asks about far fewer marks than it has.
        while (is_open := low < high).any():
            middle = (low + high) // 2
            times_there, ids_there = self._time_and_id(block[np.minimum(middle, block.size - 1)])
            is_after = (times_there < times) | ((times_there == times) & (ids_there < ids))
            low = np.where(is_open & is_after, middle + 1, low)
            high = np.where(is_open & ~is_after, middle, high)
        return low

    def _time_and_id(self, marks: Ints) -> tuple[Ints, Longs]:
        """What the marks of a block are sorted by."""
        table, columns = self._table, self._table.columns
        ids = columns.ids[marks] * _N_KINDS + columns.kind[marks]
        return table.unfolded.order[table.extent[marks]], ids

    def _named(self, pairs: list[Pair]) -> tuple[tuple[Pair, ...], tuple[Group, ...]]:
        """The pairs with the names that hold now, and the outer groups without marks."""
        known, nothing = self._known, part_of(self._table, np.empty(0, dtype=np.int32))
        named = [
            {group.key: group for group in membership(nothing, by, known.wording).groups}
            for by in known.by
            if by is not None
        ]
        found = tuple(
            Pair(named[0][pair.outer.key], pair.inner and named[1][pair.inner.key])
            for pair in pairs
        )
        used = {pair.outer.key for pair in pairs}
        return found, tuple(group for key, group in named[0].items() if key not in used)


def _places_of(rows: Ints, mark: Ints, n_marks: int) -> Longs:
    """Where these rows stand among the marks, in order."""
    if rows.size <= _FEW_ROWS:
        found = [np.flatnonzero(mark == row) for row in rows.tolist()]
        return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *found]))
    is_wanted = np.zeros(n_marks, dtype=np.bool_)
    is_wanted[rows] = True
    return np.flatnonzero(is_wanted[mark])


_T = TypeVar("_T", bound=np.generic)


def spliced(before: NDArray[_T], gone: Longs, places: Longs, values: NDArray[_T]) -> NDArray[_T]:
    """The column without what is gone, and with values before these places of the rest.

    Both are sorted. Values for one place keep their order.
    """
    in_before = places + np.searchsorted(gone - np.arange(gone.size), places, side="left")
    pieces: list[NDArray[_T]] = []
    at = next_value = 0
    for end in (*gone.tolist(), before.size):
        while next_value < places.size and in_before[next_value] <= end:
            stop = int(in_before[next_value])
            pieces += [before[at:stop], values[next_value : next_value + 1]]
            at, next_value = stop, next_value + 1
        pieces.append(before[at:end])
        at = end + 1
    return np.concatenate(pieces)


def _mended(
    known: NDArray[_T] | None, gone: Longs, added: _Added, part: NDArray[_T] | None
) -> NDArray[_T] | None:
    if known is None or part is None:
        return None
    return spliced(known, gone, added.places, part[added.at_part])
