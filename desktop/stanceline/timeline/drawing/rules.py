"""Thin lines of a timeline as rectangles, which never run through words."""

from collections.abc import Iterable, Sequence

import numpy as np

from stanceline.timeline.primitives import Label

_GAP_PX = 2.0
_DASH_PX = 3.0


def crisp(at: float) -> float:
    """The middle of the pixel, where a line one pixel wide is sharp."""
    return int(at) + 0.5


Rule = tuple[float, float, float, float]
"""A thin line as a rectangle: x, y, width, height."""


def upright(x: float, top: float, bottom: float) -> Rule:
    """A line of one pixel from top to bottom, as a rectangle."""
    return (float(int(x)), top, 1.0, bottom - top)


def level(y: float, left: float, right: float) -> Rule:
    """A line of one pixel from left to right, as a rectangle."""
    return (left, float(int(y)), right - left, 1.0)


class Gaps:
    """Where upright lines are left out, so that none runs through words."""

    def __init__(self, labels: Sequence[Label]) -> None:
        boxes = [(box.y0, box.y1, box.x0, box.x1) for box in (label.box for label in labels)]
        boxes.sort()
        self._sides = [(y0, y1) for y0, y1, _, _ in boxes]
        self._x0, self._x1 = np.array(boxes).reshape(-1, 4).T[2:]
        self._x0 -= _GAP_PX
        self._x1 += _GAP_PX

    def rules(self, x: float, top: float, bottom: float) -> list[Rule]:
        """The pieces of a line at x that are beside all labels."""
        return self.all_rules([x], top, bottom)

    def all_rules(self, xs: Iterable[float], top: float, bottom: float) -> list[Rule]:
        """The pieces of lines at these places that are beside all labels."""
        places = list(xs)
        at = np.array(places)[:, None]
        # From the top down for each place, as the labels are in order.
        which, hit = np.nonzero((self._x0 < at) & (at < self._x1))
        pieces = []
        begins = [top] * len(places)
        for place, label in zip(which.tolist(), hit.tolist(), strict=True):
            begin, (y0, y1) = begins[place], self._sides[label]
            if begin < y0 and begin < bottom:
                pieces.append(upright(places[place], begin, min(bottom, y0)))
            if y1 > begin:
                begins[place] = y1
        for x, begin in zip(places, begins, strict=True):
            if begin < bottom:
                pieces.append(upright(x, begin, bottom))
        return pieces

    def dashes(self, x: float, top: float, bottom: float) -> list[Rule]:
        """The same of a dashed line."""
        return [
            upright(x, y, min(y + _DASH_PX, begin + tall))
            for x, begin, _, tall in self.rules(x, top, bottom)
            for y in np.arange(begin, begin + tall, 2 * _DASH_PX).tolist()
        ]
