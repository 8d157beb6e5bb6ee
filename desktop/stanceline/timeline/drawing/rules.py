"""Thin lines of a timeline as rectangles, which never run through words."""

from collections.abc import Sequence

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
        boxes = [(box.x0, box.y0, box.x1, box.y1) for box in (label.box for label in labels)]
        self._x0, self._y0, self._x1, self._y1 = np.array(boxes).reshape(-1, 4).T

    def rules(self, x: float, top: float, bottom: float) -> list[Rule]:
        """The pieces of a line at x that are beside all labels."""
        hit = np.flatnonzero((self._x0 - _GAP_PX < x) & (x < self._x1 + _GAP_PX))
        if hit.size == 0:
            return [upright(x, top, bottom)]
        pieces = []
        for y0, y1 in sorted(zip(self._y0[hit].tolist(), self._y1[hit].tolist(), strict=True)):
            if y0 > top:
                pieces.append(upright(x, top, min(y0, bottom)))
            top = max(top, y1)
        if top < bottom:
            pieces.append(upright(x, top, bottom))
        return [piece for piece in pieces if piece[3] > 0]

    def dashes(self, x: float, top: float, bottom: float) -> list[Rule]:
        """The same of a dashed line."""
        return [
            upright(x, y, min(y + _DASH_PX, begin + tall))
            for x, begin, _, tall in self.rules(x, top, bottom)
            for y in np.arange(begin, begin + tall, 2 * _DASH_PX).tolist()
        ]
