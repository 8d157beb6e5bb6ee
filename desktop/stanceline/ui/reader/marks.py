"""The marks that the reader shows, and an index that finds them by place."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from heapq import heappop, heappush
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtGui import QColor

from stanceline.domain.spans import Span
from stanceline.records import dataclass
from stanceline.ui.textmap import Edit, TextMap

MOST_LEVELS = 3
"""How many underlines can be told apart below one line of text."""

FEW = 64
"""How many marks can change before all are placed anew."""


class ReaderMarkKind(StrEnum):
    """What a mark stands for; each kind has its own line."""

    QUOTATION = "quotation"
    SUGGESTION = "suggestion"
    SUGGESTED_REPORT = "suggested report"
    SUGGESTED_EVENT = "suggested event"
    EVENT = "event"
    DATE = "date"


SUGGESTED = frozenset(
    (
        ReaderMarkKind.SUGGESTION,
        ReaderMarkKind.SUGGESTED_REPORT,
        ReaderMarkKind.SUGGESTED_EVENT,
    )
)
"""The kinds that are proposed and wait for the analyst's word."""


@dataclass(frozen=True, slots=True)
class ReaderMark:
    """Words that something is known or proposed about.

    ``key`` names what stands behind the mark, no two marks have the same. ``spans`` are
    code points of the article's body. ``colour`` is that of the stance, None when there is
    none. ``label`` and ``sublabel`` stand in the margin: a speaker's short name and the
    stance, or a date. ``is_doubtful`` says that a person must check the place.
    """

    key: str
    kind: ReaderMarkKind
    spans: tuple[Span, ...]
    colour: QColor | None = None
    label: str = ""
    sublabel: str = ""
    tooltip: str = ""
    is_doubtful: bool = False


class Segment(NamedTuple):
    """One span of a mark in Qt positions; overlapping segments have different levels."""

    start: int
    end: int
    mark: ReaderMark
    level: int


class MarkIndex:
    """Marks by place: what lies between two Qt positions costs the same in any text.

    Spans that leave the text are cut at its end. The index can follow changes of the text
    and of single marks without being built anew.
    """

    def __init__(self, marks: Sequence[ReaderMark], text_map: TextMap) -> None:
        self.marks: tuple[ReaderMark, ...] = ()
        self.by_key: dict[str, ReaderMark] = {}
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._of: list[ReaderMark] = []
        self._levels: list[int] = []
        self._furthest: list[int] = []
        self._numbers_of: dict[str, list[int]] | None = None
        self._fill(marks, text_map)

    def _fill(self, marks: Sequence[ReaderMark], text_map: TextMap) -> None:
        self.marks = tuple(marks)
        self.by_key = {mark.key: mark for mark in self.marks}
        places = _places(self.marks, text_map)
        places.sort(key=_by_place)
        self._starts = [start for start, _, _ in places]
        self._ends = [end for _, end, _ in places]
        self._of = [mark for _, _, mark in places]
        self._levels = _levels(self._starts, self._ends)
        self._settle_ends(0)

    def _settle_ends(self, first: int) -> None:
        before = self._furthest[first - 1] if first else 0
        self._furthest[first:] = accumulate(self._ends[first:], max, initial=before)
        del self._furthest[first]
        self._numbers_of = None

    @property
    def segments(self) -> list[Segment]:
        """All segments in reading order."""
        return list(map(Segment, self._starts, self._ends, self._of, self._levels))

    def places(self) -> Iterator[tuple[int, int, ReaderMark]]:
        """Start, end and mark of all segments in reading order."""
        return zip(self._starts, self._ends, self._of, strict=True)

    def between(self, qt_start: int, qt_end: int) -> list[Segment]:
        """The segments that touch ``[qt_start, qt_end)``, in reading order."""
        # No segment before the first of these reaches as far as the start.
        first = bisect_left(self._furthest, qt_start + 1)
        last = bisect_left(self._starts, qt_end)
        return [
            self._segment(number)
            for number in range(first, last)
            if self._ends[number] > qt_start and self._ends[number] > self._starts[number]
        ]

    def _segment(self, number: int) -> Segment:
        return Segment(
            self._starts[number], self._ends[number], self._of[number], self._levels[number]
        )

    def at(self, qt_pos: int) -> ReaderMark | None:
        """The mark of the shortest segment over the character that starts here."""
        covering = self.between(qt_pos, qt_pos + 1)
        if not covering:
            return None
        return min(covering, key=lambda part: part.end - part.start).mark

    def segments_of(self, key: str) -> list[Segment]:
        """All segments of one mark of which words are left, in reading order."""
        parts = (self._segment(number) for number in self._numbers().get(key, ()))
        return [part for part in parts if part.start < part.end]

    def _numbers(self) -> dict[str, list[int]]:
        if self._numbers_of is None:
            self._numbers_of = {}
            for number, mark in enumerate(self._of):
                self._numbers_of.setdefault(mark.key, []).append(number)
        return self._numbers_of

    # Following changes

    def follow(self, edit: Edit) -> None:
        """Let all segments follow a change of the text."""
        first = bisect_right(self._furthest, edit.start)
        behind = max(first, bisect_left(self._starts, edit.end))
        moved = [
            edit.moved(start, end)
            for start, end in zip(self._starts[first:behind], self._ends[first:behind], strict=True)
        ]
        shift = edit.shift
        self._starts[first:] = [
            *(start for start, _ in moved),
            *[start + shift for start in self._starts[behind:]],
        ]
        self._ends[first:] = [
            *(end for _, end in moved),
            *[end + shift for end in self._ends[behind:]],
        ]
        numbers = self._numbers_of
        self._settle_ends(first)
        self._numbers_of = numbers

    def show(self, marks: Sequence[ReaderMark], text_map: TextMap) -> int:
        """Hold these marks in place of those before; how many differ.

        Only what differs is placed anew, when it is little.
        """
        known = self.by_key
        fresh = [mark for mark in marks if known.get(mark.key) != mark]
        by_key = {mark.key: mark for mark in marks}
        gone = [key for key in known if key not in by_key]
        if len(fresh) + len(gone) > FEW or len(by_key) != len(marks):
            self._fill(marks, text_map)
            return len(fresh) + len(gone)
        self.marks, self.by_key = tuple(marks), by_key
        if fresh or gone:
            self._replace({*gone, *(mark.key for mark in fresh)}, _places(fresh, text_map))
        return len(fresh) + len(gone)

    def _replace(self, keys: Iterable[str], places: list[tuple[int, int, ReaderMark]]) -> None:
        numbers = self._numbers()
        leaving = sorted(number for key in keys for number in numbers.get(key, ()))
        touched = [(self._starts[number], self._ends[number]) for number in leaving]
        for number in reversed(leaving):
            for column in (self._starts, self._ends, self._of, self._levels):
                del column[number]
        for start, end, mark in places:
            number = bisect_left(self._starts, start)
            while (
                number < len(self._starts)
                and self._starts[number] == start
                and self._ends[number] > end
            ):
                number += 1
            self._starts.insert(number, start)
            self._ends.insert(number, end)
            self._of.insert(number, mark)
            self._levels.insert(number, 0)
            touched.append((start, end))
        self._furthest.clear()
        self._settle_ends(0)
        for start, end in touched:
            self._settle_levels(start, end)

    def _settle_levels(self, start: int, end: int) -> None:
        """Give the segments around a place their levels, those that hang together with it."""
        first = bisect_right(self._furthest, start)
        while first and self._furthest[first - 1] > self._starts[min(first, len(self._starts) - 1)]:
            first -= 1
        last = first
        while last < len(self._starts) and (
            self._starts[last] < end or (last and self._furthest[last - 1] > self._starts[last])
        ):
            last += 1
        self._levels[first:last] = _levels(self._starts[first:last], self._ends[first:last])


def _by_place(place: tuple[int, int, ReaderMark]) -> tuple[int, int]:
    return place[0], -place[1]


def _places(marks: Iterable[ReaderMark], text_map: TextMap) -> list[tuple[int, int, ReaderMark]]:
    length = text_map.length
    if text_map.is_identity:
        return [
            (span.start, min(span.end, length), mark)
            for mark in marks
            for span in mark.spans
            if span.start < length
        ]
    return [
        (text_map.to_qt(span.start), text_map.to_qt(min(span.end, length)), mark)
        for mark in marks
        for span in mark.spans
        if span.start < length
    ]


def _levels(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """A level for each segment, so that those that overlap differ; the outermost has 0."""
    levels: list[int] = []
    ends_in_use: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        while ends_in_use and ends_in_use[0][0] <= start:
            heappop(ends_in_use)
        level = 0
        if ends_in_use:
            taken = {used for _, used in ends_in_use}
            while level in taken:
                level += 1
        heappush(ends_in_use, (end, level))
        levels.append(min(level, MOST_LEVELS - 1))
    return levels
