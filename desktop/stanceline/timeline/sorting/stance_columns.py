"""Stances as numbers: which one stands for several, whatever the number of marks."""

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.stances import Stance
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.date_columns import Codes

NO_STANCE = -1


def sorted_stances(stances: tuple[Stance, ...]) -> tuple[tuple[Stance, ...], Codes]:
    """The stances from for to against, those outside the order last; and the new codes."""
    order = sorted(
        range(len(stances)),
        key=lambda at: (
            stances[at].value is None,
            -(stances[at].value or 0.0),
            stances[at].key,
        ),
    )
    codes = np.empty(len(stances), dtype=np.int8)
    codes[order] = np.arange(len(stances), dtype=np.int8)
    return tuple(stances[at] for at in order), codes


def leading(first: NDArray[np.integer], codes: Codes, values: Floats) -> tuple[Codes, Codes]:
    """The stance that stands for those of each row, and the opposite one among them if any.

    The codes of row i are ``codes[first[i] : first[i + 1]]``; ``values`` are what codes
    stand for, NaN for what is outside the order. The leading stance is the one nearest to
    the mean. When some are for and some against, it is the one most for, and the other one
    the one most against.
    """
    counts = np.diff(first)
    stance = np.full(counts.size, NO_STANCE, dtype=np.int8)
    single = counts == 1
    stance[single] = codes[first[:-1][single]]
    rows = np.flatnonzero(counts > 1)
    if rows.size == 0:
        return stance, np.broadcast_to(np.int8(NO_STANCE), counts.shape)
    other = np.full(counts.size, NO_STANCE, dtype=np.int8)
    n = counts[rows].astype(np.int64)
    segment = np.repeat(np.arange(rows.size), n)
    starts = np.cumsum(n) - n
    flat = np.repeat(first[rows].astype(np.int64) - starts, n) + np.arange(segment.size)
    code = codes[flat]
    value = values[code]
    has_value = ~np.isnan(value)
    total = np.add.reduceat(np.where(has_value, value, 0.0), starts)
    n_valued = np.add.reduceat(has_value.astype(np.int64), starts)
    highest = np.maximum.reduceat(np.where(has_value, value, -np.inf), starts)
    lowest = np.minimum.reduceat(np.where(has_value, value, np.inf), starts)
    is_split = (lowest < 0) & (highest > 0)
    goal = np.where(is_split, highest, total / np.maximum(n_valued, 1))
    stance[rows] = code[_nearest(segment, starts, value, goal)]
    against = code[_nearest(segment, starts, value, lowest)]
    other[rows[is_split]] = against[is_split]
    return stance, other


def _nearest(
    segment: NDArray[np.intp], starts: NDArray[np.int64], value: Floats, goal: Floats
) -> NDArray[np.intp]:
    """Where in each segment the first value nearest to its goal stands; NaN comes last."""
    with np.errstate(invalid="ignore"):
        distance = np.abs(value - goal[segment])
    distance = np.where(np.isnan(distance), np.inf, distance)
    return np.lexsort((distance, segment))[starts]


def stance_values(stances: tuple[Stance, ...]) -> Floats:
    """The value of each stance, NaN for those outside the order."""
    return np.array([np.nan if s.value is None else s.value for s in stances], dtype=np.float64)
