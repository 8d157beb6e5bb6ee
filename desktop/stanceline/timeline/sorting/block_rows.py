"""How many rows a block of a lane gets, and which of its marks stand in which."""

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.grouping import Block
from stanceline.timeline.sorting.occupancy import Occupancy
from stanceline.timeline.sorting.packing import (
    NO_CELL,
    OVERFLOW_ROW,
    Places,
    Room,
    Rows,
    depth,
    pack,
    pack_crowd,
)
from stanceline.timeline.sorting.table import DateColumns, Doubt, Form, Ints, TimeTable
from stanceline.timeline.windows import TimeWindow

_NOMINAL_WIDTH_PX = 1000.0
_QUOTATION_PX = 13.0
_EVENT_PX = 15.0
_LETTER_PX = 6.4
_LONGEST_LABEL_PX = 230.0
_LABEL_GAP_PX = 16.0
_UNKNOWN_END_PX = 52.0

_START_UNKNOWN, _END_UNKNOWN = int(Doubt.START_UNKNOWN), int(Doubt.END_UNKNOWN)
_POINT = int(Form.POINT)

_MOST_WITH_LABELS = 2_000
"""A block of so many marks is packed with care for labels if there is room for them."""

_FEW_MARKS = 100
"""A block of so many marks is never a crowd, whether there is room for labels or not."""

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
    found = None
    if marks.size <= _MOST_WITH_LABELS:
        found = _rows_of_few(marks, block, table, scale, room)
    rows, n_rows = found or _rows_of_crowd(marks, table, cells, room)
    return rows, n_rows + bool(np.any(rows == OVERFLOW_ROW))


def _rows_of_crowd(
    marks: Ints, table: TimeTable, cells: NDArray[np.int64], room: Room
) -> tuple[Rows, int]:
    codes, dates = table.extent[marks], table.unfolded

    def ends_of(places: Places) -> tuple[Floats, Floats]:
        return dates.o0[codes[places]], dates.o1[codes[places]]

    return pack_crowd(cells[codes], ends_of, room)


def _rows_of_few(
    marks: Ints, block: Block, table: TimeTable, scale: Scale, room: Room
) -> tuple[Rows, int] | None:
    """Rows with room for labels; None where there is none for marks that are not quite few."""
    slot = _slots(marks, block, table)
    rows = np.empty(marks.size, dtype=np.int16)
    # Room for a glyph and its label at the first window is given as far as it does not
    # make the lane too tall; then less; then what overlaps in time alone counts.
    for share in _shares_worth_trying(marks, slot, table, scale, room):
        starts, ends = _taken(marks, block, table, share * slot, scale)
        order = np.lexsort((np.arange(marks.size), starts))
        if depth(starts[order], ends[order]) <= room.comfortable or share == 0:
            rows[order], n_rows = pack(starts[order], ends[order], room.most)
            return rows, n_rows
    return None


_SHARES_OF_ROOM = (1.0, 0.5, 0.25)


def _shares_worth_trying(
    marks: Ints, slot: Floats, table: TimeTable, scale: Scale, room: Room
) -> list[float]:
    """The shares of the wanted room for which rows might suffice if marks were spread evenly."""
    first, last = table.dates.middle[table.extent[marks[[0, -1]]]].tolist()
    wanted = float(slot.sum()) * scale.seconds_per_px
    offered = (last - first + float(slot[-1]) * scale.seconds_per_px) * room.comfortable
    shares = [share for share in _SHARES_OF_ROOM if share * wanted <= offered]
    return [*shares, 0.0] if marks.size <= _FEW_MARKS else shares


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
        starts[(doubt & _START_UNKNOWN) != 0] -= fading
        ends[(doubt & _END_UNKNOWN) != 0] += fading
    room = np.maximum(slot - (ends - starts), 0.0)
    if block is Block.QUOTATIONS:
        # A quotation's glyph stands in the middle of its date, an event's label after it.
        return starts - room / 2, ends + room / 2
    is_short = dates.form[codes] == _POINT
    after = np.where(is_short, np.maximum(starts + slot, ends), ends + slot / 2)
    # Where the first window ends too soon after an event, its label stands before it.
    shown = np.minimum(ends, scale.end) - starts
    is_late = (starts < scale.end) & (after > scale.end) & (shown < slot)
    return np.where(is_late, starts - slot, starts), np.where(is_late, ends, after)
