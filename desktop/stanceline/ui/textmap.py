"""Positions in a text as Python counts them and as Qt does; nothing else converts them."""

import re
from bisect import bisect_left

from stanceline.domain.spans import Span
from stanceline.records import dataclass

_OUTSIDE_BMP = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a text: from ``start`` on, ``removed`` units gave way to ``added`` ones.

    All three count UTF-16 units.
    """

    start: int
    removed: int
    added: int

    @property
    def end(self) -> int:
        """Where what was removed ended, before the change."""
        return self.start + self.removed

    @property
    def shift(self) -> int:
        """How far all that follows has moved on."""
        return self.added - self.removed

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """Where words lie after the change that lay between two Qt positions before.

        Words that the change did not touch are the same words. What is put in between them
        belongs to them, what is put before or behind them does not. Of words that are
        partly gone the rest is left; of words that are gone nothing, and both are equal.
        """
        if start <= self.start and self.end <= end:
            if self.removed or start < self.start < end:
                return start, end + self.shift
            # Nothing was removed, and what came stands at one end.
            return (start + self.shift, end + self.shift) if self.start == start else (start, end)
        if self.end <= start:
            return start + self.shift, end + self.shift
        if end <= self.start:
            return start, end
        behind = self.start + self.added
        return (
            behind if start >= self.start else start,
            end + self.shift if end > self.end else (self.start if start < self.start else behind),
        )


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

    @property
    def is_identity(self) -> bool:
        """Whether both count alike, as no character takes two units."""
        return not self._long_at

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

    def replace(self, start: int, end: int, added: str) -> Edit:
        """Follow a change of the text: the code points ``[start, end)`` gave way to others.

        The change as Qt counts it. Raises IndexError when the place is outside the text.
        """
        qt_start, qt_end = self.to_qt(start), self.to_qt(end)
        first, last = bisect_left(self._long_at, start), bisect_left(self._long_at, end)
        inside = [start + found.start() for found in _OUTSIDE_BMP.finditer(added)]
        shift = len(added) - (end - start)
        edit = Edit(qt_start, qt_end - qt_start, len(added) + len(inside))
        if self._long_at or inside:
            behind = [at + shift for at in self._long_at[last:]]
            self._long_at[first:] = inside + behind
            self._long_at_qt[first:] = [
                at + before for before, at in enumerate(self._long_at[first:], first)
            ]
        self.length += shift
        self.qt_length += edit.shift
        return edit
