"""How a view of two times is moved: zooming, panning, fitting, and walking from mark to mark."""

from enum import Enum

import numpy as np

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.timeline.primitives import Box
from stanceline.timeline.two_axes.marks import Spot
from stanceline.timeline.two_axes.table import Area, TwoTimes
from stanceline.timeline.windows import TimeWindow, clamped, panned, zoomed

_SIDEWAYS = 2.0
"""How much farther a mark seems that lies beside the way one is walking."""

_ROOM_AROUND = 0.15
_LEAST_ROOM_S = 3.0 * SECONDS_PER_DAY


class Way(Enum):
    """Where to walk: to what happened earlier or later, or was published so."""

    EARLIER = (-1, 0)
    LATER = (1, 0)
    PUBLISHED_LATER = (0, 1)
    PUBLISHED_EARLIER = (0, -1)


def zoomed_area(
    area: Area, factor: float, about: tuple[float, float], *, across: bool = True, up: bool = True
) -> Area:
    """The area with ``factor`` times less time on the axes that are named.

    The times ``about``, of happening and of publication, stay where they are.
    """
    return Area(
        zoomed(area.across, factor, about[0]) if across else area.across,
        zoomed(area.up, factor, about[1]) if up else area.up,
    )


def panned_area(area: Area, across: float, up: float) -> Area:
    """The area moved by shares of its lengths, later when positive."""
    return Area(
        panned(area.across, across) if across else area.across,
        panned(area.up, up) if up else area.up,
    )


def area_of_box(spot: Spot, box: Box) -> Area:
    """The area under a rectangle of the plot."""
    return Area(
        clamped(spot.time_across(box.x0), spot.time_across(box.x1)),
        clamped(spot.time_up(box.y1), spot.time_up(box.y0)),
    )


def area_around(times: TwoTimes, rows: "list[int] | tuple[int, ...]") -> Area | None:
    """An area with these marks and some room, or None when none of them has both dates."""
    entries = np.flatnonzero(np.isin(times.row, rows))
    if entries.size == 0:
        return None
    x, y = times.x[entries], times.y[entries]
    return Area(_with_room(x.min(), x.max()), _with_room(y.min(), y.max()))


def _with_room(low: float, high: float) -> TimeWindow:
    room = max(_ROOM_AROUND * (high - low), _LEAST_ROOM_S)
    return clamped(float(low) - room, float(high) + room)


def with_point_inside(area: Area, x: float, y: float) -> Area:
    """The area, moved so that it has the point in its middle where it lay outside."""
    return Area(_moved_to(area.across, x), _moved_to(area.up, y))


def _moved_to(window: TimeWindow, at: float) -> TimeWindow:
    edge = 0.03 * window.seconds
    if window.t0 + edge <= at <= window.t1 - edge:
        return window
    return clamped(at - window.seconds / 2, at + window.seconds / 2)


def entry_of(times: TwoTimes, row: int) -> int | None:
    """Which entry a mark is, or None when it lacks one of its dates."""
    found = np.flatnonzero(times.row == row)
    return int(found[0]) if found.size else None


def beside(times: TwoTimes, entry: int, step: int) -> int | None:
    """The entry so many steps on in the order of happening; None past the ends."""
    at = entry + step
    return at if 0 <= at < len(times) else None


def nearest(times: TwoTimes, entry: int, way: Way, spot: Spot) -> int | None:
    """The nearest entry on this way as it is seen, what lies aside counting as farther off."""
    dx = (times.x - times.x[entry]) * spot.px_across
    dy = (times.y - times.y[entry]) * spot.px_up
    ahead, aside = (dx, dy) if way.value[0] else (dy, dx)
    ahead = ahead * (way.value[0] or way.value[1])
    candidates = np.flatnonzero(ahead > 0)
    if candidates.size == 0:
        return None
    cost = ahead[candidates] + _SIDEWAYS * np.abs(aside[candidates])
    return int(candidates[np.argmin(cost)])


def first_inside(times: TwoTimes, area: Area) -> int | None:
    """The first entry of the area in the order of happening, else of all."""
    entries = times.inside(area)
    if entries.size:
        return int(entries[0])
    return 0 if len(times) else None
