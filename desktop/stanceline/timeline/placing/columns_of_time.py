"""Columns of time in which marks are counted, the same ones wherever the window stands."""

import numpy as np

from stanceline.domain.civil import SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from stanceline.timeline.placing.axis import FIRST_MONDAY, SECONDS_PER_WEEK
from stanceline.timeline.primitives import Floats

_LENGTHS = (
    *(count * SECONDS_PER_MINUTE for count in (1, 2, 5, 10, 20, 30)),
    *(count * SECONDS_PER_HOUR for count in (1, 2, 3)),
    *(count * SECONDS_PER_DAY for count in (1, 2, 4)),
    *(SECONDS_PER_WEEK << power for power in range(40)),
)
"""How long columns may be, in seconds: whole days, so that dates of days do not fall into
them unevenly, and hours only where a day has many of them."""


def column_seconds(px_per_second: float, narrowest_px: float) -> float:
    """How long a column is at this zoom, so that it has some pixels at least."""
    shortest = narrowest_px / px_per_second
    return float(next((each for each in _LENGTHS if each >= shortest), _LENGTHS[-1]))


def column_edges(t0: float, t1: float, seconds: float) -> Floats:
    """The ends of the columns that cover a stretch, in whole multiples of their length."""
    first = int(np.floor((t0 - FIRST_MONDAY) / seconds))
    last = int(np.ceil((t1 - FIRST_MONDAY) / seconds))
    steps = np.arange(first, max(last, first + 1) + 1, dtype=np.float64)
    return np.asarray(steps * seconds + FIRST_MONDAY, dtype=np.float64)
