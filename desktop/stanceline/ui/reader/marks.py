"""The marks that the reader shows, and an index that finds them by place."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import accumulate

from PySide6.QtGui import QColor

from stanceline.domain.spans import Span
from stanceline.ui.textmap import TextMap

MOST_LEVELS = 3
"""How many underlines can be told apart below one line of text."""


class ReaderMarkKind(StrEnum):
    """What a mark stands for; each kind has its own line."""

    QUOTATION = "quotation"
    SUGGESTION = "suggestion"
    EVENT = "event"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ReaderMark:
    """Words that something is known or proposed about.

    ``key`` names what stands behind the mark. ``spans`` are code points of the article's
    body. ``colour`` is that of the stance, None when there is none. ``label`` and
    ``sublabel`` stand in the margin: a speaker's short name and the stance, or a date.
    """

    key: str
    kind: ReaderMarkKind
    spans: tuple[Span, ...]
    colour: QColor | None = None
    label: str = ""
    sublabel: str = ""
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One span of a mark in Qt positions; overlapping segments have different levels."""

    start: int
    end: int
    mark: ReaderMark
    level: int


class MarkIndex:
    """Marks by place: what lies between two Qt positions costs the same in any text.

    Spans that leave the text are cut at its end.
    """

    def __init__(self, marks: Sequence[ReaderMark], text_map: TextMap) -> None:
        self.marks = tuple(marks)
        self.by_key = {mark.key: mark for mark in self.marks}
        self.segments = _levelled(_places(self.marks, text_map))
        self._starts = [segment.start for segment in self.segments]
        self._furthest_ends = list(accumulate((part.end for part in self.segments), max))
        self._of_key: dict[str, list[Segment]] = {}
        for segment in self.segments:
            self._of_key.setdefault(segment.mark.key, []).append(segment)

    def between(self, qt_start: int, qt_end: int) -> list[Segment]:
        """The segments that touch ``[qt_start, qt_end)``, in reading order."""
        # No segment before the first of these reaches as far as the start.
        first = bisect_left(self._furthest_ends, qt_start + 1)
        last = bisect_left(self._starts, qt_end)
        return [part for part in self.segments[first:last] if part.end > qt_start]

    def at(self, qt_pos: int) -> ReaderMark | None:
        """The mark of the shortest segment over the character that starts here."""
        covering = self.between(qt_pos, qt_pos + 1)
        if not covering:
            return None
        return min(covering, key=lambda part: part.end - part.start).mark

    def segments_of(self, key: str) -> list[Segment]:
        """All segments of one mark, in reading order."""
        return self._of_key.get(key, [])


def _places(marks: Sequence[ReaderMark], text_map: TextMap) -> list[tuple[int, int, ReaderMark]]:
    places = [
        (text_map.to_qt(span.start), text_map.to_qt(min(span.end, text_map.length)), mark)
        for mark in marks
        for span in mark.spans
        if span.start < text_map.length
    ]
    places.sort(key=lambda place: (place[0], -place[1]))
    return places


def _levelled(places: Sequence[tuple[int, int, ReaderMark]]) -> list[Segment]:
    """Segments of which those that overlap have different levels, the outermost 0."""
    segments = []
    ends_in_use: list[tuple[int, int]] = []
    for start, end, mark in places:
        while ends_in_use and ends_in_use[0][0] <= start:
            heappop(ends_in_use)
        taken = {level for _, level in ends_in_use}
        level = next(free for free in range(len(taken) + 1) if free not in taken)
        heappush(ends_in_use, (end, level))
        segments.append(Segment(start, end, mark, min(level, MOST_LEVELS - 1)))
    return segments
