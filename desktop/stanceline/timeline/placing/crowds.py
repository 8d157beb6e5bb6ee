"""What stands for many marks: counts per column, badges, and stance strips."""

from collections.abc import Sequence
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.placing.axis import FIRST_MONDAY, Measure
from stanceline.timeline.placing.columns_of_time import column_edges, column_seconds
from stanceline.timeline.placing.kept import Kept, counts_around, courses_around
from stanceline.timeline.placing.shapes import Scale
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Badge,
    Box,
    Density,
    Floats,
    Ink,
    Ints,
    Role,
    Strip,
)
from stanceline.timeline.sorting.lanes import OVERFLOW_ROW, Block, Lanes
from stanceline.timeline.windows import TimeWindow

STRIP_HEIGHT = 3.0
_NARROWEST_COLUMN_PX = 3.0
_STRIP_COLUMN_PX = 4.0
_FEWEST_DENSE = 24
_MOST_HIDDEN = 20
_HIDDEN_PX = 4.0
_PX_PER_MARK = 24.0
_MOST_SINGLES = 4_000
_FEWEST_SINGLES = 40
_BADGE_PAD = 5.0
_TOLD_SHARE = 0.5
"""How many marks run through a window, as a share of those in it, before that is told."""

_MOST_SEEN_WHERE_TOLD = 300

_BADGE_COLUMN_PX = 52.0

_HEIGHT_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)


def most_singles(n_rows: int, width: float, n_blocks: int) -> int:
    """How many marks of a block are drawn one by one at most, before they are counted."""
    fair = _MOST_SINGLES // max(n_blocks, 1)
    return max(_FEWEST_SINGLES, min(int(n_rows * width / _PX_PER_MARK), fair))


def is_crowded(
    middles: Floats, rows: NDArray[np.int16], window: TimeWindow, px_per_second: float
) -> bool:
    """Whether so many marks lie on one another that counts say more than glyphs.

    ``middles`` ascend. Only how many lie too near counts, not which share of all: so
    zooming in, where marks leave the window and the others move apart, never makes a
    crowd of what was none.
    """
    if rows.size < _FEWEST_DENSE:
        return False
    order = np.argsort(rows, kind="stable")
    row = rows[order]
    near = np.diff(middles[order]) * px_per_second < _HIDDEN_PX
    n_hidden = np.count_nonzero(near & (row[1:] == row[:-1]) & (row[1:] != OVERFLOW_ROW))
    is_inside = (middles >= window.t0) & (middles < window.t1)
    n_hidden += np.count_nonzero((rows == OVERFLOW_ROW) & is_inside)
    return bool(n_hidden > _MOST_HIDDEN)


@dataclass(slots=True)
class Hits:
    """Where marks can be hit, as it is collected: parts of columns to be joined."""

    boxes: list[Floats] = field(default_factory=list)
    marks: list[Ints] = field(default_factory=list)
    lanes: list[Ints] = field(default_factory=list)

    def add(self, boxes: Floats, marks: Ints, lanes: Ints) -> None:
        """Note rectangles in pixels (rows x0, y0, x1, y1) that stand for marks in lanes."""
        self.boxes.append(boxes)
        self.marks.append(marks)
        self.lanes.append(lanes)

    def joined(self) -> tuple[Floats, Ints, Ints]:
        """All of them in one."""
        if not self.boxes:
            return np.empty((0, 4)), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        return (
            np.concatenate(self.boxes),
            np.concatenate(self.marks).astype(np.int64),
            np.concatenate(self.lanes).astype(np.int64),
        )


class Crowds:
    """Lays out what stands for many marks, on one canvas."""

    def __init__(
        self,
        lanes: Lanes,
        kept: Kept,
        window: TimeWindow,
        scale: Scale,
        plot: Box,
        measure: Measure,
        hits: Hits,
    ) -> None:
        self._lanes = lanes
        self._kept = kept
        self._window = window
        self._scale = scale
        self._plot = plot
        self._measure = measure
        self._hits = hits
        self.badges: list[Badge] = []
        self.strips: list[Strip] = []
        self.densities: list[Density] = []
        self._seconds = column_seconds(scale.px_per_second, _NARROWEST_COLUMN_PX)
        self._edges = column_edges(window.t0, window.t1, self._seconds)
        self._around = _with_surroundings(window, self._seconds)
        self._order = stack_order(lanes)
        n_stances, none = len(self._order) - 1, int(Ink.MUTED)
        self._inks = tuple(at if at < n_stances else none for at in self._order)
        self._whole = TimeWindow(float(self._edges[0]), float(self._edges[-1]))

    # ----------------------------------------------------------------- density

    def lay_out_density(self, lane: int, block: Block, top: float, height: float) -> None:
        """Counts per column, stacked by stance, in place of marks too many to draw.

        Columns are snapped to whole multiples of their length in time, so that panning
        moves them and does not recount them.
        """
        index, seconds, whole = self._lanes.index, self._seconds, self._whole
        counted = counts_around(self._kept, index, lane, block, seconds, *self._around, self._order)
        first = counted.place(whole.t0)
        seen = counted.counts[first : first + self._edges.size - 1]
        n_seen = int(counted.totals[first : first + self._edges.size - 1].sum())
        highest = counted.highest_in(*self._around)

        def count_through() -> int:
            return max(index.n_in(lane, block, whole) - n_seen, 0)

        self.densities.append(
            Density(
                lane=lane,
                box=Box(self._plot.x0, top + 1, self._plot.x1, top + height - 1),
                x0=self._scale.x0 + (whole.t0 - self._scale.t0) * self._scale.px_per_second,
                column_px=self._seconds * self._scale.px_per_second,
                counts=seen,
                inks=self._inks,
                highest=_rounded_up(max(highest, 1)),
                t0=whole.t0,
                seconds=self._seconds,
                block=int(block),
                count_through=count_through,
            )
        )
        if n_seen <= _MOST_SEEN_WHERE_TOLD and height >= LINE_HEIGHTS[Role.BADGE]:
            n_through = count_through()
            if n_through > _TOLD_SHARE * n_seen:
                self._note_running_through(n_through, top)

    def _note_running_through(self, n: int, top: float) -> None:
        """A count at the left of what reaches into a crowd from elsewhere."""
        text = f"\N{LEFT RIGHT ARROW} {_grouped(n)}"
        width = self._measure(text, Role.BADGE) + 2 * _BADGE_PAD
        left = self._plot.x0 + 3
        box = Box(left, top + 1, left + width, top + 1 + LINE_HEIGHTS[Role.BADGE])
        self.badges.append(Badge(box=box, text=text, mark=-1))

    # ----------------------------------------------------------------- badges

    def lay_out_overflow(
        self, lane: int, marks: Ints, middles: Floats, top: float, pitch: float
    ) -> None:
        """Counts in a row of their own, for marks that found no row.

        They are collected by stretches of time that are the same wherever the window is.
        """
        if marks.size == 0:
            return
        height = min(LINE_HEIGHTS[Role.BADGE], pitch - 1)
        y = top + pitch / 2
        seconds = column_seconds(self._scale.px_per_second, _BADGE_COLUMN_PX)
        seen = np.clip(middles, self._window.t0, self._window.t1)
        columns = np.floor((seen - FIRST_MONDAY) / seconds)
        order = np.argsort(columns, kind="stable")
        columns, marks = columns[order], marks[order]
        firsts = np.flatnonzero(np.append(True, columns[1:] != columns[:-1]))
        counts = np.diff(np.append(firsts, columns.size))
        xs = self._scale.xs((columns[firsts] + 0.5) * seconds + FIRST_MONDAY)
        free_from = self._plot.x0 + 1
        boxes = []
        rows = zip(xs.tolist(), marks[firsts].tolist(), counts.tolist(), strict=True)
        for middle, mark, n in rows:
            text = f"+{_grouped(n)}"
            width = self._measure(text, Role.BADGE) + 2 * _BADGE_PAD
            left = max(min(middle - width / 2, self._plot.x1 - 1 - width), free_from)
            box = Box(left, y - height / 2, left + width, y + height / 2)
            free_from = box.x1 + 2
            self.badges.append(Badge(box=box, text=text, mark=mark))
            boxes.append((box.x0, box.y0, box.x1, box.y1))
        of_marks = np.repeat(np.array(boxes), counts, axis=0)
        self._hits.add(of_marks, marks.astype(np.int64), np.full(marks.size, lane))

    # ----------------------------------------------------------------- strips

    def lay_out_strips(self, wanted: Sequence[tuple[int, float]]) -> None:
        """The stance over time of lanes, each with the upper edge of its strip.

        It is the mean of each column, held until the next quotation.
        """
        if not wanted:
            return
        window, scale, plot = self._window, self._scale, self._plot
        seconds = column_seconds(scale.px_per_second, _STRIP_COLUMN_PX)
        index = self._lanes.index
        courses = courses_around(
            self._kept, index, [lane for lane, _ in wanted], seconds, window.t0, window.t1
        )
        ends = np.minimum(scale.xs(courses.lasts + 2 * seconds), plot.x1)
        lefts = np.maximum(scale.xs(courses.starts), plot.x0)
        rights = ends[courses.number]
        is_followed = courses.number[1:] == courses.number[:-1]
        rights[:-1] = np.where(is_followed, np.minimum(lefts[1:], rights[:-1]), rights[:-1])
        seen = np.flatnonzero(rights > lefts)
        bounds = np.searchsorted(courses.number[seen], np.arange(len(wanted) + 1)).tolist()
        lefts, rights, inks = lefts[seen], rights[seen], courses.inks[seen]
        for at, (_, y) in enumerate(wanted):
            first, stop = bounds[at], bounds[at + 1]
            if first < stop:
                left, right = lefts[first:stop], rights[first:stop]
                box = Box(float(left[0]), y, float(right[-1]), y + STRIP_HEIGHT)
                self.strips.append(Strip(box, left, right, inks[first:stop]))


def stack_order(lanes: Lanes) -> list[int]:
    """Columns of counts from the bottom up: against, neutral, for, outside the order, none."""
    stances = lanes.table.stances

    def place(i: int) -> tuple[int, float]:
        if i == len(stances):
            return (2, 0.0)
        value = stances[i].value
        return (1, 0.0) if value is None else (0, value)

    return sorted(range(len(stances) + 1), key=place)


def _with_surroundings(window: TimeWindow, seconds: float) -> tuple[float, float]:
    """Where the columns begin and end over the window and about half as much beside it.

    The highest of them sets the scale, which so changes seldom while panning.
    """
    reach = 0.5 * window.seconds
    step = max(round(reach / seconds), 1) * seconds
    t0 = np.floor((window.t0 - reach) / step) * step
    t1 = np.ceil((window.t1 + reach) / step) * step
    edges = column_edges(float(t0), float(t1), seconds)
    return float(edges[0]), float(edges[-1])


def _grouped(n: int) -> str:
    return f"{n:,}".replace(",", "\N{THIN SPACE}")


def _rounded_up(count: int) -> int:
    """The next count of a coarse ladder, so that a scale does not change with every mark."""
    power = 10 ** max(len(str(count)) - 1, 0)
    return int(np.ceil(next((s for s in _HEIGHT_STEPS if s * power >= count), 10.0) * power))
