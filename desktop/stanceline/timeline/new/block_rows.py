"""How many rows a block of a lane gets, and which of its marks stand in which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanceline.timeline.new.grouping import Block
from stanceline.timeline.new.occupancy import Occupancy
from stanceline.timeline.new.packing import (
    NO_CELL,
    OVERFLOW_ROW,
    Places,
    Room,
    Rows,
    depth,
    pack,
    pack_crowd,
)
from stanceline.timeline.new.primitives import Floats
from stanceline.timeline.new.table import DateColumns, Doubt, Form, Ints, TimeTable
from stanceline.timeline.new.windows import TimeWindow

_NOMINAL_WIDTH_PX = 1000.0
_QUOTATION_PX = 13.0
_EVENT_PX = 15.0
_LETTER_PX = 6.4
_LONGEST_LABEL_PX = 230.0
_LABEL_GAP_PX = 16.0
_UNKNOWN_END_PX = 52.0

_FEW_MARKS = 2_000
"""A block of so many marks is packed with care for labels, a fuller one as a crowd."""

# How many rows a lane may have for the sake of room around marks, and at most: its share
# of what all lanes together may have, within limits. They are (together, fewest, most).
_COMFORTABLE_ROWS = {Block.QUOTATIONS: (24, 3, 8), Block.EVENTS: (48, 3, 20)}
_MOST_ROWS = (60, 10, 40)
_MOST_ROWS_OF_CROWD = (60, 3, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much room a label takes: seconds per pixel of the first window, and its end.

    Both are rounded, so that a change of one mark hardly ever moves the others.
    """

    seconds_per_px: float
    end: float
    cell: float
    """The length in seconds that most marks of a crowd do not exceed."""


_CELLS = (1.0, 60.0, 3_600.0, 86_400.0)
"""A second, a minute, an hour, a day."""


def scale_of(first: TimeWindow | None, dates: DateColumns, occupancy: Occupancy) -> Scale:
    """The scale of the window that a timeline opens with."""
    lengths = dates.t1 - dates.t0
    half = occupancy.n_marks / 2
    cell = next((c for c in _CELLS if occupancy.counts[lengths <= c].sum() >= half), _CELLS[-1])
    if first is None:
        return Scale(1.0, np.inf, cell)
    exact = np.log2(first.seconds / _NOMINAL_WIDTH_PX)
    seconds_per_px = float(2.0 ** (round(2 * exact) / 2))
    step = seconds_per_px * _NOMINAL_WIDTH_PX / 32
    return Scale(seconds_per_px, float(np.floor(first.t1 / step) * step), cell)


def cells_of(dates: DateColumns, cell: float) -> NDArray[np.int64]:
    """The stretch of time that each date lies in, all of this length, if in a single one."""
    with np.errstate(invalid="ignore"):
        found = np.floor(dates.o0 / cell)
        is_in_one = np.isfinite(dates.o1) & (dates.o1 <= (found + 1) * cell) & np.isfinite(found)
    cells = np.full(found.size, NO_CELL, dtype=np.int64)
    cells[is_in_one] = found[is_in_one].astype(np.int64)
    return cells


def room_of(block: Block, n_lanes: int, share_of_marks: float) -> Room:
    """How many rows a block may have, by how many lanes there are and its share of marks."""
    share_of_lanes = 1 / max(n_lanes, 1)
    return Room(
        comfortable=_share_of_rows(_COMFORTABLE_ROWS[block], share_of_marks),
        most=_share_of_rows(_MOST_ROWS, share_of_lanes),
        most_of_crowd=_share_of_rows(_MOST_ROWS_OF_CROWD, share_of_lanes),
    )


def _share_of_rows(rows: tuple[int, int, int], share: float) -> int:
    together, fewest, most = rows
    return min(max(int(together * share), fewest), most)


def rows_of(
    marks: Ints,
    block: Block,
    table: TimeTable,
    cells: NDArray[np.int64],
    scale: Scale,
    room: Room,
) -> tuple[Rows, int]:
    """The row of each mark of a block, and how many rows it has.

    A block in which some mark finds no row has one more, for telling how many. ``cells``
    are those of the dates of the table.
    """
    if marks.size > _FEW_MARKS:
        codes = table.extent[marks]
        dates = table.unfolded

        def ends_of(places: Places) -> tuple[Floats, Floats]:
            return dates.o0[codes[places]], dates.o1[codes[places]]

        rows, n_rows = pack_crowd(cells[codes], ends_of, room)
    else:
        rows, n_rows = _rows_of_few(marks, block, table, scale, room)
    return rows, n_rows + bool(np.any(rows == OVERFLOW_ROW))


def _rows_of_few(
    marks: Ints, block: Block, table: TimeTable, scale: Scale, room: Room
) -> tuple[Rows, int]:
    slot = _slots(marks, block, table)
    rows = np.empty(marks.size, dtype=np.int16)
    # Room for a glyph and its label at the first window is given as far as it does not
    # make the lane too tall; then less; then what overlaps in time alone counts.
    for share in (1.0, 0.5, 0.25, 0.0):
        starts, ends = _taken(marks, block, table, share * slot, scale)
        order = np.lexsort((np.arange(marks.size), starts))
        if not share or depth(starts[order], ends[order]) <= room.comfortable:
            break
    rows[order], n_rows = pack(starts[order], ends[order], room.most)
    return rows, n_rows


def _slots(marks: Ints, block: Block, table: TimeTable) -> Floats:
    """How many pixels each mark wants, with its label."""
    if block is Block.QUOTATIONS:
        return np.full(marks.size, _QUOTATION_PX)
    letters = table.columns.n_letters[marks].astype(np.float64) * _LETTER_PX
    labels: Floats = np.minimum(letters, _LONGEST_LABEL_PX)
    return labels + (_EVENT_PX + _LABEL_GAP_PX)


def _taken(
    marks: Ints, block: Block, table: TimeTable, slot_px: Floats, scale: Scale
) -> tuple[Floats, Floats]:
    """From when to when each mark takes its row, with room for its glyph and label.

    ``slot_px`` are the pixels it wants when the timeline shows its first window.
    """
    codes, dates = table.extent[marks], table.dates
    slot = slot_px * scale.seconds_per_px
    starts, ends = dates.o0[codes], dates.o1[codes]
    doubt = dates.doubt[codes]
    if slot_px.any():
        fading = _UNKNOWN_END_PX * scale.seconds_per_px
        starts[(doubt & Doubt.START_UNKNOWN) != 0] -= fading
        ends[(doubt & Doubt.END_UNKNOWN) != 0] += fading
    room = np.maximum(slot - (ends - starts), 0.0)
    if block is Block.QUOTATIONS:
        # A quotation's glyph stands in the middle of its date, an event's label after it.
        return starts - room / 2, ends + room / 2
    is_short = dates.form[codes] == Form.POINT
    after = np.where(is_short, np.maximum(starts + slot, ends), ends + slot / 2)
    # Where the first window ends too soon after an event, its label stands before it.
    shown = np.minimum(ends, scale.end) - starts
    is_late = (starts < scale.end) & (after > scale.end) & (shown < slot)
    return np.where(is_late, starts - slot, starts), np.where(is_late, ends, after)
