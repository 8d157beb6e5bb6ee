"""What stands for many marks: counts per column, badges, and stance strips."""

from dataclasses import dataclass, field

import numpy as np

from stanceline.timeline.axis import Measure
from stanceline.timeline.lanes import (
    OVERFLOW_ROW,
    Block,
    Lanes,
    Place,
)
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Badge,
    Box,
    Density,
    Floats,
    Ink,
    Ints,
    Role,
    StripRun,
)
from stanceline.timeline.shapes import (
    Scale,
)
from stanceline.timeline.table import NO_STANCE
from stanceline.timeline.windows import (
    TimeWindow,
)

STRIP_HEIGHT = 3.0
_DENSITY_COLUMN_PX = 4.0
_STRIP_COLUMN_PX = 4.0
_FEWEST_DENSE = 40
_HIDDEN_SHARE = 0.4
_BADGE_PAD = 5.0
_BADGE_GAP = 5.0


@dataclass(slots=True)
class Hits:
    """Where marks can be hit, as it is collected."""

    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    lanes: list[int] = field(default_factory=list)

    def add(self, left: float, top: float, right: float, bottom: float, at: Place) -> None:
        """Note a rectangle in pixels that stands for a mark in a lane."""
        self.boxes.append((left, top, right, bottom))
        self.marks.append(at.mark)
        self.lanes.append(at.lane)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Some entries of a block: marks, rows and stances."""

    marks: Ints
    rows: Ints
    stances: Ints
    others: Ints


class Crowds:
    """Lays out what stands for many marks, on one canvas."""

    def __init__(
        self,
        lanes: Lanes,
        window: TimeWindow,
        scale: Scale,
        plot: Box,
        measure: Measure,
        hits: Hits,
    ) -> None:
        self._lanes = lanes
        self._table = lanes.table
        self._window = window
        self._scale = scale
        self._plot = plot
        self._measure = measure
        self._hits = hits
        self.badges: list[Badge] = []
        self.strips: list[StripRun] = []
        self.densities: list[Density] = []

    def is_dense(self, entries: Entries, nearest_px: float) -> bool:
        """Whether so many marks lie on one another that counts say more than glyphs."""
        if entries.marks.size < _FEWEST_DENSE:
            return False
        xs = self._table.middle[entries.marks] * self._scale.px_per_second
        order = np.lexsort((xs, entries.rows))
        rows = entries.rows[order]
        is_same_row = (np.diff(rows) == 0) & (rows[1:] != OVERFLOW_ROW)
        n_hidden = np.count_nonzero(is_same_row & (np.diff(xs[order]) < nearest_px))
        n_hidden += np.count_nonzero(entries.rows == OVERFLOW_ROW)
        return bool(n_hidden > _HIDDEN_SHARE * entries.marks.size)

    # ----------------------------------------------------------------- crowds

    def lay_out_overflow(
        self, lane: int, marks: Ints, top: float, pitch: float, n_rows: int
    ) -> None:
        """Counts in the last row of a block, for marks that found no row of their own."""
        if marks.size == 0:
            return
        y = top + (n_rows - 0.5) * pitch
        xs = self._scale.xs(self._table.middle[marks])
        order = np.argsort(xs, kind="stable")
        xs, marks = xs[order], marks[order]
        height = min(LINE_HEIGHTS[Role.BADGE], pitch - 1)
        at = 0
        while at < marks.size:
            left = min(max(float(xs[at]), self._plot.x0 + 1), self._plot.x1 - 1)
            stop, width = at, 0.0
            while True:
                text = f"+{stop - at}" if stop > at else "+1"
                width = self._measure(text, Role.BADGE) + 2 * _BADGE_PAD
                reached = int(np.searchsorted(xs, left + width + _BADGE_GAP, side="right"))
                if reached <= stop:
                    break
                stop = max(reached, at + 1)
            left = min(left, self._plot.x1 - 1 - width)
            box = Box(left, y - height / 2, left + width, y + height / 2)
            if self.badges and self.badges[-1].box.overlaps(box):
                break
            self.badges.append(Badge(box=box, text=text, mark=int(marks[at])))
            self._hits.add(box.x0, box.y0, box.x1, box.y1, Place(lane, int(marks[at])))
            at = stop

    def lay_out_density(self, lane: int, entries: Entries, top: float, height: float) -> None:
        """Counts per column, stacked by stance, in place of marks too many to draw.

        Columns are snapped to whole multiples of their length in time, so that panning
        moves them and does not recount them.
        """
        marks = entries.marks
        seconds = _DENSITY_COLUMN_PX / self._scale.px_per_second
        columns = np.floor(self._table.middle[marks] / seconds).astype(np.int64)
        low = int(np.floor(self._window.t0 / seconds)) - 1
        n_columns = int(np.ceil(self._window.t1 / seconds)) - low + 1
        n_inks = len(self._table.stances) + 1
        ink_at = np.where(self._table.is_event[marks], NO_STANCE, entries.stances) + 1
        inside = (columns >= low) & (columns < low + n_columns)
        cells = (columns[inside] - low) * n_inks + ink_at[inside]
        counts = np.bincount(cells, minlength=n_columns * n_inks).reshape(n_columns, n_inks)
        order = self._stack_order()
        stacked = counts[:, order]
        highest = max(int(stacked.sum(axis=1).max()), 1)
        unit = float((height - 2) / highest)
        base = top + height - 1
        tops = np.asarray(base - np.cumsum(stacked, axis=1) * unit, dtype=np.float64)
        starts = (np.arange(n_columns) + low) * seconds - self._scale.t0
        lefts = np.asarray(self._scale.x0 + starts * self._scale.px_per_second, dtype=np.float64)
        self.densities.append(self._density_of(stacked, tops, lefts, unit, order, marks))
        self._note_density_hits(lane, marks, columns - low, lefts, (top, base))

    def _stack_order(self) -> list[int]:
        """Ink columns from the bottom up: against, neutral, for, outside the order, none."""
        stances = self._table.stances

        def place(i: int) -> tuple[int, float]:
            if i == 0:
                return (2, 0.0)
            value = stances[i - 1].value
            return (1, 0.0) if value is None else (0, value)

        return sorted(range(len(stances) + 1), key=place)

    def _density_of(
        self,
        stacked: Ints,
        tops: Floats,
        lefts: Floats,
        unit: float,
        order: list[int],
        marks: Ints,
    ) -> Density:
        boxes: list[Floats] = []
        inks: list[int] = []
        first = [0]
        is_event = bool(self._table.is_event[marks[0]])
        for at, ink_at in enumerate(order):
            filled = np.flatnonzero(
                (stacked[:, at] > 0)
                & (lefts >= self._plot.x0)
                & (lefts + _DENSITY_COLUMN_PX <= self._plot.x1)
            )
            if filled.size == 0:
                continue
            heights = np.maximum(stacked[filled, at] * unit, 0.75)
            width = np.full(filled.size, _DENSITY_COLUMN_PX - 1)
            boxes.append(np.column_stack([lefts[filled], tops[filled, at], width, heights]))
            none = Ink.TEXT if is_event else Ink.MUTED
            inks.append(ink_at - 1 if ink_at > 0 else int(none))
            first.append(first[-1] + filled.size)
        joined = np.concatenate(boxes) if boxes else np.empty((0, 4))
        return Density(boxes=joined, inks=tuple(inks), first=tuple(first))

    def _note_density_hits(
        self, lane: int, marks: Ints, columns: Ints, lefts: Floats, span: tuple[float, float]
    ) -> None:
        """One box a column, which stands for the first of its marks."""
        seen, firsts = np.unique(columns, return_index=True)
        for column, at in zip(seen.tolist(), firsts.tolist(), strict=True):
            if 0 <= column < lefts.size:
                left = float(lefts[column])
                right = left + _DENSITY_COLUMN_PX
                self._hits.add(left, span[0], right, span[1], Place(lane, int(marks[at])))

    # ----------------------------------------------------------------- strips

    def lay_out_strip(self, lane: int, y: float) -> None:
        """The stance over time: the mean of each column, held until the next quotation."""
        entries = self._lanes.index.entries(lane, Block.QUOTATIONS)
        marks, stances = self._lanes.index.mark[entries], self._lanes.index.stance[entries]
        values, inks = self._stance_values()
        # What is said for and against at once, or is unclear, says nothing of the course.
        clear = (stances >= 0) & (self._lanes.index.other_stance[entries] < 0)
        clear[clear] = ~np.isnan(values[stances[clear]])
        marks, stances = marks[clear], stances[clear]
        if marks.size == 0 or y < self._plot.y0 - 4:
            return
        seconds = _STRIP_COLUMN_PX / self._scale.px_per_second
        columns = np.floor(self._table.middle[marks] / seconds)
        order = np.argsort(columns, kind="stable")
        columns = columns[order]
        said = values[stances[order]]
        starts, firsts = np.unique(columns, return_index=True)
        counts = np.diff(np.append(firsts, columns.size))
        means = np.add.reduceat(said, firsts) / counts
        nearest = np.abs(means[:, None] - values[inks][None, :]).argmin(axis=1)
        chosen = np.array(inks, dtype=np.int64)[nearest]
        ends = np.append(starts[1:], starts[-1] + 2)
        self._add_strip_runs(starts * seconds, ends * seconds, chosen, y)

    def _stance_values(self) -> tuple[Floats, list[int]]:
        """The value of each stance, NaN for none, and which stances have one."""
        values = np.array(
            [np.nan if s.value is None else s.value for s in self._table.stances],
            dtype=np.float64,
        )
        return values, np.flatnonzero(~np.isnan(values)).tolist()

    def _add_strip_runs(self, starts: Floats, ends: Floats, inks: Ints, y: float) -> None:
        seen = (ends > self._window.t0) & (starts < self._window.t1)
        starts, ends, inks = starts[seen], ends[seen], inks[seen]
        if inks.size == 0:
            return
        firsts = np.flatnonzero(np.append(True, inks[1:] != inks[:-1]))
        lasts = np.append(firsts[1:], inks.size) - 1
        lefts = np.maximum(self._scale.xs(starts[firsts]), self._plot.x0)
        rights = np.minimum(self._scale.xs(ends[lasts]), self._plot.x1)
        for left, right, ink in zip(
            lefts.tolist(), rights.tolist(), inks[firsts].tolist(), strict=True
        ):
            if right > left:
                self.strips.append(StripRun(Box(left, y, right, y + STRIP_HEIGHT), ink))
