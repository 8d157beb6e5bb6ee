"""Which of many marks reach into a window, without looking at all of them.

Most marks are short: those that reach into a window stand in it or close to it. The few
long ones are kept in classes by how far they reach, each sorted by its middle.
"""

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.grouping import Longs
from stanceline.timeline.sorting.table import DateColumns, Flags, Ints

_FEW = 256
_SHORT_SHARE = 0.85
_CLASS_STEP = 2
"""From class to class, marks reach up to four times as far."""

_MOST_AT_EDGES = 4_000
"""When more short marks than this stand about the edges of a window, all ends are sorted."""

_SLACK = 4e-16
"""How much, as a share, the sum of a time and a length may be wrong."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Where the marks of a block stand, sorted by ``middle``; places count from its start.

    ``mark`` are the marks, and ``extent`` says which row of ``dates`` each of all marks
    has. The middle of a mark lies in ``[o0, o1)`` of its date.
    """

    middle: Floats
    mark: Ints
    extent: Ints
    dates: DateColumns

    def ends(self, places: slice | Ints) -> tuple[Floats, Floats]:
        """Where the marks at these places begin and end."""
        codes = self.extent[self.mark[places]]
        return self.dates.o0[codes], self.dates.o1[codes]

    def grades(self) -> NDArray[np.int16]:
        """How far each mark reaches, as in ``DateColumns.grade``."""
        return self.dates.grade[self.extent[self.mark]]

    def are_in(self, places: slice | Ints, t0: float, t1: float) -> Flags:
        """Which of the marks at these places reach into the window."""
        o0, o1 = self.ends(places)
        return (o0 < t1) & (o1 > t0)

    def n_in(self, places: slice, t0: float, t1: float, grade: int) -> int:
        """How many marks at these places, of no higher grade, reach into the window."""
        codes = self.extent[self.mark[places]]
        is_in = (self.dates.o0[codes] < t1) & (self.dates.o1[codes] > t0)
        return int(np.count_nonzero(is_in & (self.dates.grade[codes] <= grade)))


class Reach:
    """What is known of the marks of a block to find those that reach into a window.

    It holds nothing of the marks that are short, so that it stays small.
    """

    def __init__(self, spots: Spots) -> None:
        self._grade = 0
        self._short = 0.0
        self._classes: list[_Class] = []
        self._long: _Long | None = None
        self._sorted: tuple[Floats, Floats] | None = None
        if spots.middle.size > _FEW:
            self._sort_by_reach(spots)

    def n_in(self, spots: Spots, t0: float, t1: float) -> int:
        """How many marks reach into the window."""
        if spots.middle.size <= _FEW:
            return int(np.count_nonzero(spots.are_in(slice(None), t0, t1)))
        if self._sorted is not None:
            return _n_between(self._sorted, t0, t1)
        a, b, c, d = self._about(spots.middle, t0, t1)
        if b - a + d - c > _MOST_AT_EDGES:
            o0, o1 = spots.ends(slice(None))
            self._sorted = np.sort(o0), np.sort(o1)
            return _n_between(self._sorted, t0, t1)
        n = c - b
        for edge in (slice(a, b), slice(c, d)):
            n += spots.n_in(edge, t0, t1, self._grade)
        if self._long is not None:
            n += _n_between((self._long.o0, self._long.o1), t0, t1)
            n -= int(np.diff(np.searchsorted(self._long.places, [b, c]))[0])
        return n

    def places_in(self, spots: Spots, t0: float, t1: float) -> Longs:
        """The places of the marks that reach into the window, in order."""
        if spots.middle.size <= _FEW:
            return np.flatnonzero(spots.are_in(slice(None), t0, t1))
        a, b, c, d = self._about(spots.middle, t0, t1)
        near = [
            a + np.flatnonzero(spots.are_in(slice(a, b), t0, t1)),
            np.arange(b, c),
            c + np.flatnonzero(spots.are_in(slice(c, d), t0, t1)),
        ]
        far = [
            places[spots.are_in(places, t0, t1)]
            for group in self._classes
            for places in _beyond(group, (a, d), t0, t1)
            if places.size
        ]
        found = np.concatenate(near + far)
        if far:
            found.sort()
        return found

    def _sort_by_reach(self, spots: Spots) -> None:
        grades = spots.grades()
        lowest = int(grades.min())
        counts = np.cumsum(np.bincount(grades - lowest))
        self._grade = lowest + int(np.searchsorted(counts, _SHORT_SHARE * grades.size))
        self._short = 2.0**self._grade
        places = np.flatnonzero(grades > self._grade).astype(np.int32)
        if places.size == 0:
            return
        o0, o1 = spots.ends(places)
        self._long = _Long(places, np.sort(o0), np.sort(o1))
        grades = grades[places]
        steps = (grades - self._grade - 1) // _CLASS_STEP
        for step in np.flatnonzero(np.bincount(steps)).tolist():
            is_in = steps == step
            reach = 2.0 ** int(grades[is_in].max())
            self._classes.append(_Class(reach, places[is_in], spots.middle[places[is_in]]))

    def _about(self, middle: Floats, t0: float, t1: float) -> tuple[int, int, int, int]:
        """Places between which short marks may reach in from before, stand inside, and after."""
        low, high = t0 - _widened(self._short, t0), t1 + _widened(self._short, t1)
        a, b, c = np.searchsorted(middle, [low, t0, t1]).tolist()
        return a, b, c, int(np.searchsorted(middle, high, side="right"))


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
