"""Rows of events in a low canvas: packed more closely than usual, with less care for labels."""

import numpy as np

from stanceline.timeline.placing.kept import kept_of
from stanceline.timeline.sorting.lanes import Block, Lanes
from stanceline.timeline.sorting.packing import Rows, pack

_NOMINAL_WIDTH_PX = 1000.0
_ROOM_PX = 9.0
"""What an event takes of its row at the first window: less than its shape, which may overlap."""


def tight_rows(lanes: Lanes, lane: int) -> tuple[Rows, int]:
    """The row of each event of a lane, in the order of the index, and how many rows there are.

    They are decided in time, as the usual rows are, so that no panning changes them.
    """
    index = lanes.index
    known = kept_of(index).tight
    found = known.get(lane)
    if found is None:
        entries = index.entries(lane, Block.EVENTS)
        starts, ends = index.o0(entries), index.o1(entries)
        room = 0.0
        if lanes.first is not None:
            room = lanes.first.seconds / _NOMINAL_WIDTH_PX * _ROOM_PX
        order = np.lexsort((np.arange(starts.size), starts))
        packed, n_rows = pack(starts[order], np.maximum(ends, starts + room)[order])
        rows = np.empty(starts.size, dtype=np.int16)
        rows[order] = packed
        found = known[lane] = rows, n_rows
    return found
