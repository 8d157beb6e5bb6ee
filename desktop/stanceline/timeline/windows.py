"""Windows of time: which stretch a timeline shows, and how to move it."""

import numpy as np

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats, Ints

SECONDS_PER_YEAR = 365.2425 * SECONDS_PER_DAY
SHORTEST_WINDOW = 10 * 60.0
LONGEST_WINDOW = 2.4e11 * SECONDS_PER_YEAR
FARTHEST_TIME = 1.2e11 * SECONDS_PER_YEAR
"""How far from 1970 the middle of a window may lie: a little beyond the years of EDTF."""

_FINEST_SHARE = 1e-9
"""A window is at least this share of its distance from 1970, or a double could not tell
its pixels apart."""

_MARGIN_BEFORE = 0.04
_MARGIN_AFTER = 0.1
"""Labels stand at the right of their marks, so the last marks need more room there."""

_LONE_MARGIN_DAYS = 15.0
_DENSE_SHARE = 0.9
_OUTLIER_RATIO = 3.0
_NEAR_RATIO = 0.5


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The stretch of time from ``t0`` to ``t1`` in civil seconds; never empty."""

    t0: float
    t1: float

    @property
    def seconds(self) -> float:
        """How long the window is."""
        return self.t1 - self.t0


def clamped(t0: float, t1: float) -> TimeWindow:
    """The window from t0 to t1, at least ten minutes long and within what can be drawn."""
    middle = min(max((t0 + t1) / 2, -FARTHEST_TIME), FARTHEST_TIME)
    shortest = max(SHORTEST_WINDOW, _FINEST_SHARE * abs(middle))
    seconds = min(max(t1 - t0, shortest), LONGEST_WINDOW)
    return TimeWindow(middle - seconds / 2, middle + seconds / 2)


def zoomed(window: TimeWindow, factor: float, about: float) -> TimeWindow:
    """The window with ``factor`` times less time in it, ``about`` staying where it is."""
    seconds = min(max(window.seconds / factor, SHORTEST_WINDOW), LONGEST_WINDOW)
    share = (about - window.t0) / window.seconds
    t0 = about - share * seconds
    return clamped(t0, t0 + seconds)


def panned(window: TimeWindow, share: float) -> TimeWindow:
    """The window moved by a share of its length, later when positive."""
    offset = share * window.seconds
    return clamped(window.t0 + offset, window.t1 + offset)


def window_over(times: Floats) -> TimeWindow | None:
    """A window with all of the sorted times in it, or None when there are none."""
    return None if times.size == 0 else _with_margin(float(times[0]), float(times[-1]))


def window_over_dense_part(times: Floats, counts: Ints | None = None) -> TimeWindow | None:
    """A window with the dense part of the sorted times, which is the one to open with.

    ``counts`` says how many stand at each time, one unless given. The dense part is the
    whole extent unless nine tenths of them lie in a third of it or less. None when there
    are no times.
    """
    if times.size == 0:
        return None
    low, high = float(times[0]), float(times[-1])
    up_to = np.cumsum(np.ones(times.size, dtype=np.int64) if counts is None else counts)
    n_kept = int(np.ceil(_DENSE_SHARE * int(up_to[-1])))
    before = np.concatenate([[0], up_to[:-1]])
    first = np.flatnonzero(up_to[-1] - before >= n_kept)
    last = np.searchsorted(up_to, before[first] + n_kept)
    at = int(np.argmin(times[last] - times[first]))
    dense_low, dense_high = float(times[first[at]]), float(times[last[at]])
    dense = max(dense_high - dense_low, SECONDS_PER_DAY)
    if high - low <= _OUTLIER_RATIO * dense:
        return _with_margin(low, high)
    reach = _NEAR_RATIO * dense
    near = times[(times >= dense_low - reach) & (times <= dense_high + reach)]
    return _with_margin(float(near[0]), float(near[-1]))


def _with_margin(low: float, high: float) -> TimeWindow:
    if high - low <= SECONDS_PER_DAY:
        margin = _LONE_MARGIN_DAYS * SECONDS_PER_DAY
        return clamped(low - margin, high + margin)
    seconds = high - low
    return clamped(low - _MARGIN_BEFORE * seconds, high + _MARGIN_AFTER * seconds)
