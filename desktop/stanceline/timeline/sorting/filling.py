"""Lanes get their rows, and their entries become one index."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.marks import LaneKey
from stanceline.records import dataclass
from stanceline.timeline.sorting.block_rows import Scale, cells_of, room_of, rows_of
from stanceline.timeline.sorting.grouping import Block, Longs
from stanceline.timeline.sorting.lane_index import LaneIndex, PackedBlock
from stanceline.timeline.sorting.lane_plan import Lane, Part, Plan
from stanceline.timeline.sorting.packing import Rows
from stanceline.timeline.sorting.table import NO_STANCE, Codes, Ints, TimeTable


def fill_index(
    plan: Plan,
    table: TimeTable,
    scale: Scale,
    by: tuple[LaneKey, LaneKey | None],
    previous: LaneIndex | None,
    stale: Ints | None,
) -> tuple[tuple[Lane, ...], LaneIndex]:
    """The lanes of a plan with their rows, and the index of their entries.

    ``stale`` are the marks that may differ from those of ``previous``, None for all: a
    block that has none of them, and had none, keeps its rows without another look.
    """
    parts = [part for planned in plan.lanes for part in planned.parts]
    starts: Longs = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([part.mark.size for part in parts], out=starts[1:])
    mark = np.concatenate([part.mark for part in parts]) if parts else np.empty(0, np.int32)
    packer = _Packer(table, scale, plan, previous, stale)
    rows: Rows = np.empty(mark.size, dtype=np.int16)
    blocks = [
        packer.pack(
            planned.lane.key, block, planned.parts[block], rows[starts[at] : starts[at + 1]]
        )
        for at, (planned, block) in enumerate(
            (planned, block) for planned in plan.lanes for block in Block
        )
    ]
    taken = packer.taken_over if previous is not None and previous.by == by else {}
    filler = _Filler.of(mark, starts, taken, previous)
    stance, other = _stances(parts, table, filler, previous)
    index = LaneIndex(
        table=table,
        by=by,
        first=starts,
        mark=mark,
        row=rows,
        middle=filler.column(
            None if previous is None else previous.middle,
            lambda marks: table.dates.middle[table.extent[marks]],
        ),
        stance=stance,
        other_stance=other,
        free_after=np.zeros(mark.size, dtype=np.float32),
        free_before=np.zeros(mark.size, dtype=np.float32),
        blocks={(block.key, block.block): (at, block) for at, block in enumerate(blocks)},
    )
    if previous is not None:
        index.take_over(previous, packer.taken_over)
    index.fill_all_gaps_of_few()
    lanes = tuple(
        replace(
            planned.lane,
            n_quotation_rows=blocks[2 * at].n_rows,
            n_event_rows=blocks[2 * at + 1].n_rows,
            has_strip=LaneKey.SPEAKER in by and _is_judged(index, at),
        )
        for at, planned in enumerate(plan.lanes)
    )
    return lanes, index


def _is_judged(index: LaneIndex, lane: int) -> bool:
    return bool(np.any(index.stance[index.entries(lane, Block.QUOTATIONS)] != NO_STANCE))


_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class _Filler:
    """Fills columns of entries: blocks that have been taken over are copied from before."""

    mark: Ints
    starts: Longs
    taken: dict[int, int]
    first_before: Longs
    new: Longs

    @classmethod
    def of(
        cls, mark: Ints, starts: Longs, taken: dict[int, int], previous: LaneIndex | None
    ) -> "_Filler":
        is_new = np.ones(mark.size, dtype=np.bool_)
        for at in taken:
            is_new[slice(*starts[at : at + 2].tolist())] = False
        first = starts[:0] if previous is None else previous.first
        return cls(mark, starts, taken, first, np.flatnonzero(is_new))

    def column(
        self, before: NDArray[_T] | None, values: Callable[[Ints], NDArray[_T]]
    ) -> NDArray[_T]:
        """The column of all entries; ``values`` are those of marks that were not copied."""
        if before is None or not self.taken:
            return values(self.mark)
        found = np.empty(self.mark.size, dtype=before.dtype)
        for at, old in self.taken.items():
            here = slice(*self.starts[at : at + 2].tolist())
            found[here] = before[slice(*self.first_before[old : old + 2].tolist())]
        found[self.new] = values(self.mark[self.new])
        return found


def _stances(
    parts: list[Part], table: TimeTable, filler: _Filler, previous: LaneIndex | None
) -> tuple[Codes, Codes]:
    """The stances of the entries; those that are the same for all take no memory."""
    stance = filler.column(
        None if previous is None else previous.stance, lambda marks: table.stance[marks]
    )
    own = [
        (slice(*filler.starts[at : at + 2].tolist()), part.stance, part.other_stance)
        for at, part in enumerate(parts)
        if at not in filler.taken
    ]
    for here, part_stance, _ in own:
        if part_stance is not None:
            stance[here] = part_stance
    has_own = any(part.other_stance is not None and part.other_stance.any() for part in parts)
    if table.other_stance.strides == (0,) and not has_own:
        return stance, np.broadcast_to(np.int8(NO_STANCE), stance.shape)
    other = filler.column(
        None if previous is None else previous.other_stance, lambda marks: table.other_stance[marks]
    )
    for here, _, part_other in own:
        if part_other is not None:
            other[here] = part_other
    return stance, other


_FEW_ROWS = 3
"""So few marks are quicker looked for one after the other."""


class _Packer:
    """Packs blocks, or takes over the rows of those that are as they were."""

    def __init__(
        self,
        table: TimeTable,
        scale: Scale,
        plan: Plan,
        previous: LaneIndex | None,
        stale: Ints | None,
    ) -> None:
        self._table = table
        self._scale = scale
        self._cells = cells_of(table.unfolded, scale.cell)
        self._n_lanes = sum(1 for planned in plan.lanes if planned.lane.n_marks)
        self._n_marks = [
            max(sum(planned.parts[block].mark.size for planned in plan.lanes), 1) for block in Block
        ]
        self.taken_over: dict[int, int] = {}
        """Which block is which one of the previous index."""
        self._n_packed = 0
        self._previous = previous if stale is not None else None
        self._stale = np.empty(0, dtype=np.int32) if stale is None else stale
        self._is_stale = np.zeros(0, dtype=np.bool_)
        if self._stale.size > _FEW_ROWS:
            self._is_stale = np.zeros(table.shown.size, dtype=np.bool_)
            self._is_stale[self._stale] = True

    def pack(self, key: str, block: Block, part: Part, rows: Rows) -> PackedBlock:
        """Put the rows of a block where they belong."""
        at, self._n_packed = self._n_packed, self._n_packed + 1
        room = room_of(block, self._n_lanes, part.mark.size / self._n_marks[block])
        packed = PackedBlock(key, block, 0, self._scale, room)
        if part.mark.size == 0:
            return packed
        n_rows = self._take_over(at, packed, part.mark, rows)
        if n_rows is None:
            rows[:], n_rows = rows_of(part.mark, block, self._table, self._cells, self._scale, room)
        return PackedBlock(key, block, n_rows, self._scale, room)

    def _take_over(self, at: int, packed: PackedBlock, mark: Ints, rows: Rows) -> int | None:
        """How many rows the block had when it was the same, or None when it was not."""
        if self._previous is None:
            return None
        before, known = self._previous.blocks.get((packed.key, packed.block), (-1, packed))
        if before < 0 or (known.scale, known.room) != (packed.scale, packed.room):
            return None
        old = slice(*self._previous.first[before : before + 2].tolist())
        known_marks = self._previous.mark[old]
        if not np.array_equal(known_marks, mark) or self._has_stale(mark):
            return None
        rows[:] = self._previous.row[old]
        self.taken_over[at] = before
        return known.n_rows

    def _has_stale(self, mark: Ints) -> bool:
        if self._stale.size > _FEW_ROWS:
            return bool(self._is_stale[mark].any())
        return any(bool((mark == row).any()) for row in self._stale.tolist())
