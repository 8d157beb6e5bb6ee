"""Folded silences: time runs on along the axis, but long silent stretches are short there.

Places on the axis are called ``u``. Where nothing is folded, a second of time is a second
of the axis; before the first fold u is the time itself.
"""

from collections.abc import Iterable
from typing import overload

import numpy as np

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats

_LONG_SHARE = 0.12
"""A silence is long when it takes this share of what is left of the axis."""

_LEAST_DAYS = 10.0
"""Shorter silences are never folded."""

_MARGIN_SHARE = 0.02
_FOLDED_SHARE = 0.02
"""How much of a silence is left unfolded at each side, and how long the folded part is,
as shares of what is left of the axis."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A folded stretch: from ``t0`` to ``t1`` in time, from ``u0`` to ``u1`` on the axis."""

    t0: float
    t1: float
    u0: float
    u1: float


@dataclass(frozen=True, slots=True, eq=False)
class Folds:
    """Where time and axis belong together: the ends of the silences, on both."""

    silences: tuple[Silence, ...] = ()
    _ends: tuple[Floats, Floats] | None = None

    @classmethod
    def over(cls, stretches: Iterable[tuple[float, float, float]]) -> "Folds":
        """Folds of the stretches from t0 to t1, each to so many seconds; in time order."""
        silences: list[Silence] = []
        shift = 0.0
        for t0, t1, seconds in stretches:
            u0 = t0 - shift
            silences.append(Silence(t0, t1, u0, u0 + seconds))
            shift += (t1 - t0) - seconds
        if not silences:
            return NO_FOLDS
        return cls(
            tuple(silences),
            (
                np.array([t for each in silences for t in (each.t0, each.t1)], dtype=np.float64),
                np.array([u for each in silences for u in (each.u0, each.u1)], dtype=np.float64),
            ),
        )

    @overload
    def u(self, t: float) -> float: ...
    @overload
    def u(self, t: Floats) -> Floats: ...
    def u(self, t: float | Floats) -> float | Floats:
        """Where times in civil seconds lie on the axis; endless ones stay endless."""
        return t if self._ends is None else _along(t, *self._ends)

    @overload
    def t(self, u: float) -> float: ...
    @overload
    def t(self, u: Floats) -> Floats: ...
    def t(self, u: float | Floats) -> float | Floats:
        """Which times lie at places of the axis."""
        return u if self._ends is None else _along(u, *reversed(self._ends))


NO_FOLDS = Folds()
"""The axis is time itself."""


def _along(x: float | Floats, xs: Floats, ys: Floats) -> float | Floats:
    """Piecewise linear from xs to ys, with slope 1 outside of them."""
    values = np.asarray(x, dtype=np.float64)
    inside = np.interp(values, xs, ys)
    found = np.where(values < xs[0], values + (ys[0] - xs[0]), inside)
    found = np.where(values > xs[-1], values + (ys[-1] - xs[-1]), found)
    return found if isinstance(x, np.ndarray) else float(found)


def folds_between(times: Floats) -> Folds:
    """Folds of the long silences between sorted finite times at which something is.

    A silence is long when it takes more than an eighth of what is left of the axis once
    the longer ones are folded, and more than some days.
    """
    if times.size < 2:  # noqa: PLR2004
        return NO_FOLDS
    gaps = np.diff(times)
    longest_first = np.argsort(-gaps, kind="stable")
    left = float(times[-1] - times[0])
    chosen: list[int] = []
    for at in longest_first.tolist():
        gap = float(gaps[at])
        if gap < max(_LONG_SHARE * left, _LEAST_DAYS * SECONDS_PER_DAY):
            break
        chosen.append(at)
        left -= gap
    if not chosen:
        return NO_FOLDS
    scale = max(left, _LEAST_DAYS * SECONDS_PER_DAY)
    margin, seconds = _MARGIN_SHARE * scale, _FOLDED_SHARE * scale
    return Folds.over(
        (float(times[at]) + margin, float(times[at + 1]) - margin, seconds)
        for at in sorted(chosen)
        if gaps[at] > 4 * margin + 2 * seconds
    )
