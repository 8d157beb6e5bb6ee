"""Words that are lit up for a while: those that were looked for, and a passage jumped to."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtGui import QPainter

from stanceline.ui.reader.geometry import TextGeometry
from stanceline.ui.reader.paint import paint_flash, paint_found
from stanceline.ui.theme import Theme

Places = tuple[int, int]


class LitWords:
    """Places in Qt's positions that are lit up, painted as far as they are in sight."""

    def __init__(self, geometry: TextGeometry) -> None:
        self._geometry = geometry
        self._found: Sequence[Places] = ()
        self._starts: list[int] = []
        self._current = -1
        self.flashed: Places | None = None

    def set_found(self, found: Sequence[Places], current: int) -> None:
        """Light up these, which do not overlap, the current one outlined; -1 for none."""
        self._found = found
        self._starts = [start for start, _ in found]
        self._current = current

    def forget_found(self) -> None:
        """Light up nothing of what was looked for."""
        self.set_found((), -1)

    def paint(self, painter: QPainter, theme: Theme, first: int, last: int) -> None:
        """Paint what lies between two positions."""
        start = bisect_left(self._starts, first)
        # Found places do not overlap, so that at most the one before reaches in.
        for number in range(max(0, start - 1), bisect_left(self._starts, last)):
            rects = self._geometry.rects(*self._found[number])
            paint_found(painter, rects, theme, current=number == self._current)
        if self.flashed:
            paint_flash(painter, self._geometry.rects(*self.flashed), theme)
