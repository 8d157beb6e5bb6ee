"""Which mark, which stretch of time and which crowd lies at a place of a layout."""

import numpy as np

from stanceline.records import dataclass
from stanceline.timeline.primitives import Box, Density, Layout
from stanceline.timeline.sorting.lanes import Block, Lanes, Place
from stanceline.timeline.windows import TimeWindow

_HIT_REACH_PX = 5.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """A column of counts: how many marks of a lane have their place from t0 to t1.

    Times are seconds of the axis, as those of a window.
    """

    lane: int
    t0: float
    t1: float
    count: int


def hit_test(layout: Layout, x: float, y: float) -> Place | None:
    """The mark at a point of the canvas with its lane, or None.

    Marks near the point count too; the nearest wins, of equals the one drawn last.
    """
    if layout.hit_marks.size == 0 or not layout.plot.contains(x, y):
        return None
    boxes = layout.hit_boxes
    dx = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0.0)
    dy = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0.0)
    distance = np.hypot(dx, dy)
    best = float(distance.min())
    if best > _HIT_REACH_PX:
        return None
    at = int(np.flatnonzero(distance == best)[-1])
    return Place(int(layout.hit_lanes[at]), int(layout.hit_marks[at]))


def things_at(layout: Layout, box: Box) -> list[Place]:
    """The single marks that a rectangle of the canvas touches, each place once, in order."""
    boxes = layout.hit_boxes
    if boxes.size == 0:
        return []
    touched = (
        (boxes[:, 0] < box.x1)
        & (boxes[:, 2] > box.x0)
        & (boxes[:, 1] < box.y1)
        & (boxes[:, 3] > box.y0)
    )
    found = zip(layout.hit_lanes[touched].tolist(), layout.hit_marks[touched].tolist(), strict=True)
    return list(dict.fromkeys(Place(lane, mark) for lane, mark in found))


def things_in(lanes: Lanes, layout: Layout, box: Box) -> list[Place]:
    """The marks that a rectangle touches, with those that are only counted there."""
    places = dict.fromkeys(things_at(layout, box))
    for density in layout.densities:
        if not density.box.overlaps(box):
            continue
        left, right = max(box.x0, density.box.x0), min(box.x1, density.box.x1)
        t0, t1 = (density_time(density, x) for x in (left, right))
        for mark in marks_between(lanes, density, t0, t1):
            places.setdefault(Place(density.lane, mark))
    return list(places)


def marks_between(lanes: Lanes, density: Density, t0: float, t1: float) -> list[int]:
    """The marks that a density counts with their places from t0 to t1, by time."""
    index = lanes.index
    block = Block(density.block)
    entries = index.entries_in(density.lane, block, TimeWindow(t0, max(t1, t0 + 1.0)))
    middles = index.middle[entries]
    return [int(mark) for mark in index.mark[entries[(middles >= t0) & (middles < t1)]]]


def density_time(density: Density, x: float) -> float:
    """The time on the axis at a place of a density."""
    return density.t0 + (x - density.x0) / density.column_px * density.seconds


def density_at(layout: Layout, x: float, y: float) -> Crowd | None:
    """The column of counts at a point of the canvas, or None where nothing is counted."""
    for density in layout.densities:
        if density.box.contains(x, y) and layout.plot.contains(x, y):
            at = int((x - density.x0) // density.column_px)
            if not 0 <= at < len(density.counts):
                return None
            count = int(density.counts[at].sum())
            t0 = density.t0 + at * density.seconds
            return Crowd(density.lane, t0, t0 + density.seconds, count) if count else None
    return None


def time_at(layout: Layout, window: TimeWindow, x: float) -> float:
    """The time on the axis at a place of the canvas."""
    plot = layout.plot
    return window.t0 + (x - plot.x0) / plot.width * window.seconds
