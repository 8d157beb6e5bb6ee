"""Which of many marks reach into a window, without looking at all of them.

Most marks are short: those that reach into a window stand in it or close to it. The few
long ones are kept in classes by how far they reach, each sorted by its middle.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stanceline.timeline.new.grouping import Longs
from stanceline.timeline.new.primitives import Floats
from stanceline.timeline.new.table import Ints

_FEW = 256
_SHORT_SHARE = 0.85
_CLASS_STEP = 2
"""From class to class, marks reach up to four times as far."""

_MOST_AT_EDGES = 4_000
"""When more short marks than this stand about the edges of a window, all ends are sorted."""

_SLACK = 4e-16
"""How much, as a share, the sum of a time and a length may be wrong."""

Ends = Callable[[slice | Longs | Ints], tuple[Floats, Floats]]
"""Where the marks at some places begin and end."""


@dataclass(frozen=True, slots=True, eq=False)
class _Class:
    """Long marks that reach up to ``reach`` seconds from their middle, sorted by it."""

    reach: float
    places: Ints
    middle: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Long:
    """All long marks: their places, and where they begin and end, each sorted."""

    places: Ints
    o0: Floats
    o1: Floats


class Reach:
    """How far the marks of a block reach; places are counted from its start.

    ``middle`` is sorted, and the middle of a mark lies in ``[o0, o1)`` of its ``ends``.
    """

    def __init__(self, middle: Floats, ends: Ends) -> None:
        self._middle = middle
        self._ends = ends
        self._short = 0.0
        self._classes: list[_Class] = []
        self._long: _Long | None = None
        self._sorted: tuple[Floats, Floats] | None = None
        if middle.size > _FEW:
            self._sort_by_reach()

    def n_in(self, t0: float, t1: float) -> int:
        """How many marks reach into the window."""
        if self._middle.size <= _FEW:
            return int(np.count_nonzero(self._are_in(slice(None), t0, t1)))
        if self._sorted is not None:
            return _n_between(self._sorted, t0, t1)
        a, b, c, d = self._about(t0, t1)
        if b - a + d - c > _MOST_AT_EDGES:
            o0, o1 = self._ends(slice(None))
            self._sorted = np.sort(o0), np.sort(o1)
            return _n_between(self._sorted, t0, t1)
        n = c - b + self._n_short_in(slice(a, b), t0, t1) + self._n_short_in(slice(c, d), t0, t1)
        if self._long is not None:
            n += _n_between((self._long.o0, self._long.o1), t0, t1)
            n -= int(np.diff(np.searchsorted(self._long.places, [b, c]))[0])
        return n

    def places_in(self, t0: float, t1: float) -> Longs:
        """The places of the marks that reach into the window, in order."""
        if self._middle.size <= _FEW:
            return np.flatnonzero(self._are_in(slice(None), t0, t1))
        a, b, c, d = self._about(t0, t1)
        near = [
            a + np.flatnonzero(self._are_in(slice(a, b), t0, t1)),
            np.arange(b, c),
            c + np.flatnonzero(self._are_in(slice(c, d), t0, t1)),
        ]
        far = [
            places[self._are_in(places, t0, t1)]
            for group in self._classes
            for places in _beyond(group, (a, d), t0, t1)
            if places.size
        ]
        found = np.concatenate(near + far)
        if far:
            found.sort()
        return found

    def _sort_by_reach(self) -> None:
        o0, o1 = self._ends(slice(None))
        reach = np.maximum(self._middle - o0, o1 - self._middle)
        grade = np.frexp(np.minimum(reach, 1e300))[1]
        grades, counts = np.unique(grade, return_counts=True)
        short = int(grades[np.searchsorted(np.cumsum(counts), _SHORT_SHARE * grade.size)])
        self._short = float(reach[grade <= short].max())
        places = np.flatnonzero(grade > short).astype(np.int32)
        if places.size == 0:
            return
        self._long = _Long(places, np.sort(o0[places]), np.sort(o1[places]))
        steps = (grade[places] - short - 1) // _CLASS_STEP
        for step in np.unique(steps).tolist():
            chosen = places[steps == step]
            self._classes.append(_Class(float(reach[chosen].max()), chosen, self._middle[chosen]))

    def _about(self, t0: float, t1: float) -> tuple[int, int, int, int]:
        """Places between which short marks may reach in from before, stand inside, and after."""
        low, high = t0 - _widened(self._short, t0), t1 + _widened(self._short, t1)
        a, b, c = np.searchsorted(self._middle, [low, t0, t1]).tolist()
        return a, b, c, int(np.searchsorted(self._middle, high, side="right"))

    def _are_in(
        self, places: slice | Ints, t0: float, t1: float
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        o0, o1 = self._ends(places)
        return (o0 < t1) & (o1 > t0)

    def _n_short_in(self, places: slice, t0: float, t1: float) -> int:
        o0, o1 = self._ends(places)
        middle = self._middle[places]
        is_short = np.maximum(middle - o0, o1 - middle) <= self._short
        return int(np.count_nonzero((o0 < t1) & (o1 > t0) & is_short))


def _widened(reach: float, about: float) -> float:
    return reach + _SLACK * (abs(about) + reach)


def _n_between(ends: tuple[Floats, Floats], t0: float, t1: float) -> int:
    """How many of the stretches with these sorted begins and sorted ends reach in."""
    begun = int(np.searchsorted(ends[0], t1, side="left"))
    return begun - int(np.searchsorted(ends[1], t0, side="right"))


def _beyond(group: _Class, near: tuple[int, int], t0: float, t1: float) -> tuple[Ints, Ints]:
    """The places of a class that may reach in from outside of the places near the window."""
    low = int(np.searchsorted(group.middle, t0 - _widened(group.reach, t0)))
    high = int(np.searchsorted(group.middle, t1 + _widened(group.reach, t1), side="right"))
    left, right = np.searchsorted(group.places, near).tolist()
    return group.places[low : max(left, low)], group.places[right : max(right, high)]
