"""Positions in a text as Python counts them and as Qt does; nothing else converts them."""

import re
from bisect import bisect_left

from stanceline.domain.spans import Span

_OUTSIDE_BMP = re.compile("[\U00010000-\U0010ffff]")


class TextMap:
    """Converts between code points, which Python counts, and UTF-16 units, which Qt counts.

    A ``qt_pos`` is a position in UTF-16 units. Only the characters that take two units
    are remembered; a conversion is a binary search among them. Positions outside the
    text raise IndexError.
    """

    __slots__ = ("_long_at", "_long_at_qt", "length", "qt_length")

    def __init__(self, text: str) -> None:
        self._long_at = [found.start() for found in _OUTSIDE_BMP.finditer(text)]
        self._long_at_qt = [at + before for before, at in enumerate(self._long_at)]
        self.length = len(text)
        self.qt_length = len(text) + len(self._long_at)

    def to_qt(self, index: int) -> int:
        """The Qt position of a code point index."""
        if not 0 <= index <= self.length:
            raise IndexError(f"{index} is outside a text of {self.length} characters")
        return index + bisect_left(self._long_at, index)

    def from_qt(self, qt_pos: int) -> int:
        """The code point index of a Qt position; inside a character it is that character's."""
        if not 0 <= qt_pos <= self.qt_length:
            raise IndexError(f"{qt_pos} is outside a text of {self.qt_length} units")
        return qt_pos - bisect_left(self._long_at_qt, qt_pos)

    def span_to_qt(self, span: Span) -> tuple[int, int]:
        """The Qt positions between which a span lies."""
        return self.to_qt(span.start), self.to_qt(span.end)

    def span_from_qt(self, qt_start: int, qt_end: int) -> Span | None:
        """The span between two Qt positions, or None when it holds no whole character."""
        start, end = self.from_qt(qt_start), self.from_qt(qt_end)
        return Span(start, end) if start < end else None
