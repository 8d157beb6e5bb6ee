"""What can be done to lanes by their titles, as new arrangements; and where a lane is dropped."""

from collections.abc import Sequence
from dataclasses import replace

from stanceline.domain.timelines import Arrangement, LaneOrder
from stanceline.records import dataclass
from stanceline.timeline.primitives import LaneBox
from stanceline.timeline.sorting.lanes import Lane

TALLER = 1.25
"""By which factor a lane grows with each step."""

_EDGE_PX = 3.0


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a dragged lane would go: before the lane ``before``, or last when None.

    ``y`` is where the line is drawn that shows it, in pixels.
    """

    before: int | None
    y: float


def toggled(keys: frozenset[str], key: str) -> frozenset[str]:
    """The keys with this one when it was not among them, else without it."""
    return keys - {key} if key in keys else keys | {key}


def with_collapse_changed(arrangement: Arrangement, key: str) -> Arrangement:
    """The lane folded up, or opened again."""
    return replace(arrangement, collapsed=toggled(arrangement.collapsed, key))


def with_pin_changed(arrangement: Arrangement, key: str) -> Arrangement:
    """The lane kept on top, or no longer."""
    return replace(arrangement, pinned=toggled(arrangement.pinned, key))


def with_lane_hidden(arrangement: Arrangement, key: str) -> Arrangement:
    """The lane gone; its marks stand in no other."""
    return replace(arrangement, hidden=arrangement.hidden | {key})


def with_all_shown(arrangement: Arrangement) -> Arrangement:
    """No lane hidden."""
    return replace(arrangement, hidden=frozenset())


def siblings(lanes: Sequence[Lane], lane: int) -> list[int]:
    """The lanes among which this one can be moved: beside it, and pinned as it is."""
    it = lanes[lane]
    return [
        at
        for at, other in enumerate(lanes)
        if other.parent == it.parent and other.is_pinned == it.is_pinned
    ]


def moved_lane(
    arrangement: Arrangement, lanes: Sequence[Lane], lane: int, before: int | None
) -> Arrangement:
    """The lanes ordered by hand, with one of them before another, or last when None.

    It is the same arrangement when that changes nothing.
    """
    among = siblings(lanes, lane)
    rest = [at for at in among if at != lane]
    to = rest.index(before) if before in rest else len(rest)
    if before == lane or (before is not None and before not in rest):
        return arrangement
    order = [*rest[:to], lane, *rest[to:]]
    if order == among:
        return arrangement
    in_new_order = iter(order)
    taken = set(among)
    by_hand = tuple(
        lanes[next(in_new_order) if at in taken else at].key for at in range(len(lanes))
    )
    return replace(arrangement, order=LaneOrder.BY_HAND, by_hand=by_hand)


def stepped_lane(
    arrangement: Arrangement, lanes: Sequence[Lane], lane: int, step: int
) -> Arrangement:
    """The lane moved up by one (``step`` -1) or down (1) among its siblings."""
    among = siblings(lanes, lane)
    to = among.index(lane) + step
    if not 0 <= to < len(among):
        return arrangement
    after = to + (1 if step > 0 else 0)
    return moved_lane(arrangement, lanes, lane, among[after] if after < len(among) else None)


def slot_at(boxes: Sequence[LaneBox], lanes: Sequence[Lane], lane: int, y: float) -> Slot | None:
    """Where a lane goes that is dropped at this height; None where it cannot go.

    ``boxes`` are the lanes in sight. A lane takes those that are nested in it along.
    """
    among = set(siblings(lanes, lane))
    ends = _family_ends(boxes, lanes)
    reachable = [box for box in boxes if box.lane in among]
    if not reachable:
        return None
    for box in reachable:
        if y < (box.box.y0 + ends[box.lane]) / 2:
            return Slot(box.lane, box.box.y0)
    last = reachable[-1]
    later = [at for at in sorted(among) if at > last.lane]
    return Slot(later[0] if later else None, ends[last.lane])


def _family_ends(boxes: Sequence[LaneBox], lanes: Sequence[Lane]) -> dict[int, float]:
    """The lower edge of each lane with what is nested in it, as far as it is in sight."""
    ends = {box.lane: box.box.y1 for box in boxes}
    for box in boxes:
        parent = lanes[box.lane].parent
        if parent in ends:
            ends[parent] = max(ends[parent], box.box.y1)
    return ends


def lane_at(boxes: Sequence[LaneBox], y: float) -> LaneBox | None:
    """The lane at this height."""
    return next((box for box in boxes if box.box.y0 <= y < box.box.y1), None)


def edge_at(boxes: Sequence[LaneBox], y: float) -> LaneBox | None:
    """The lane whose lower edge can be taken hold of at this height."""
    return next((box for box in boxes if abs(box.box.y1 - y) <= _EDGE_PX), None)


def toggle_at(boxes: Sequence[LaneBox], x: float, y: float) -> LaneBox | None:
    """The lane whose little triangle lies here."""
    return next(
        (box for box in boxes if box.toggle is not None and box.toggle.contains(x, y)), None
    )
