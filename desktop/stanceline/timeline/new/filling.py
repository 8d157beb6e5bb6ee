"""Lanes get their rows, and their entries become one index."""

from dataclasses import replace

import numpy as np

from stanceline.domain.marks import LaneKey
from stanceline.timeline.new.block_rows import Scale, cells_of, room_of, rows_of
from stanceline.timeline.new.grouping import Block, Longs
from stanceline.timeline.new.lane_index import LaneIndex, PackedBlock
from stanceline.timeline.new.lane_plan import Lane, Part, Plan
from stanceline.timeline.new.packing import Rows
from stanceline.timeline.new.primitives import Floats
from stanceline.timeline.new.table import NO_STANCE, Codes, Ints, TimeTable


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
    stance, other = _stances(parts, starts, mark, table)
    index = LaneIndex(
        table=table,
        by=by,
        first=starts,
        mark=mark,
        row=rows,
        middle=_middles(table, mark, starts, taken, previous),
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


def _middles(
    table: TimeTable,
    mark: Ints,
    starts: Longs,
    taken: dict[int, int],
    previous: LaneIndex | None,
) -> Floats:
    """Where the entries stand, copied where a block has been taken over."""
    if not taken or previous is None:
        return table.dates.middle[table.extent[mark]]
    middle = np.empty(mark.size)
    is_new = np.ones(mark.size, dtype=np.bool_)
    for at, before in taken.items():
        here = slice(*starts[at : at + 2].tolist())
        middle[here] = previous.middle[slice(*previous.first[before : before + 2].tolist())]
        is_new[here] = False
    new = np.flatnonzero(is_new)
    middle[new] = table.dates.middle[table.extent[mark[new]]]
    return middle


def _stances(parts: list[Part], starts: Longs, mark: Ints, table: TimeTable) -> tuple[Codes, Codes]:
    """The stances of the entries; those that are the same for all take no memory."""
    stance = table.stance[mark]
    for at, part in enumerate(parts):
        if part.stance is not None:
            stance[starts[at] : starts[at + 1]] = part.stance
    has_own = any(part.other_stance is not None and part.other_stance.any() for part in parts)
    if table.other_stance.strides == (0,) and not has_own:
        return stance, np.broadcast_to(np.int8(NO_STANCE), mark.shape)
    other = table.other_stance[mark]
    for at, part in enumerate(parts):
        if part.other_stance is not None:
            other[starts[at] : starts[at + 1]] = part.other_stance
    return stance, other


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
        self._stale = np.zeros(0 if stale is None else table.shown.size, dtype=np.bool_)
        if stale is not None:
            self._stale[stale] = True

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
        if not np.array_equal(self._previous.mark[old], mark) or self._stale[mark].any():
            return None
        rows[:] = self._previous.row[old]
        self.taken_over[at] = before
        return known.n_rows
