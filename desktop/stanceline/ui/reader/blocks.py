"""Where each paragraph of an article begins, in the text and on the page."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class BlockTable:
    """The paragraphs of a text by number: their first Qt position, their height, their top.

    Heights are whole pixels, guessed until a paragraph is set and exact afterwards. Tops
    count from the top of the first paragraph. A text has at least one paragraph.
    """

    def __init__(self) -> None:
        self.starts = [0]
        self.heights = [0]
        self.is_set = bytearray(1)
        self.total = 0
        self._tops = [0]

    def __len__(self) -> int:
        return len(self.starts)

    def fill(self, starts: Sequence[int], heights: Sequence[int]) -> None:
        """Hold the paragraphs of another text, none of them set."""
        self.starts = list(starts)
        self.guess(heights)

    def guess(self, heights: Sequence[int]) -> None:
        """Take guessed heights for all paragraphs, as none is set any more."""
        self.heights = list(heights)
        self.is_set = bytearray(len(self.starts))
        self.total = sum(self.heights)
        self._tops = [0]

    def replace(
        self, first: int, last: int, starts: Sequence[int], heights: Sequence[int], shift: int
    ) -> None:
        """Put other paragraphs in the place of ``[first, last)``, none of them set.

        ``shift`` is how many Qt positions all that follow move on.
        """
        self.total += sum(heights) - sum(self.heights[first:last])
        self.starts[first:] = [*starts, *(start + shift for start in self.starts[last:])]
        self.heights[first:last] = heights
        self.is_set[first:last] = bytes(len(starts))
        del self._tops[first + 1 :]

    def set_height(self, number: int, height: int) -> int:
        """Take the exact height of a paragraph; by how much it is more than was guessed."""
        self.is_set[number] = 1
        more = height - self.heights[number]
        if more:
            self.heights[number] = height
            self.total += more
            del self._tops[number + 1 :]
        return more

    def top(self, number: int) -> int:
        """The top of a paragraph."""
        known = len(self._tops)
        if number >= known:
            further = accumulate(self.heights[known - 1 : number], initial=self._tops.pop())
            self._tops.extend(further)
        return self._tops[number]

    def bottom(self, number: int) -> int:
        """Where a paragraph ends, the gap below it included."""
        return self.top(number) + self.heights[number]

    def at(self, y: float) -> int:
        """The paragraph at a height; the first or the last for what lies beyond."""
        if y >= self._tops[-1]:
            self.top(len(self.starts) - 1)
        return max(0, bisect_right(self._tops, y) - 1)

    def holding(self, qt_pos: int) -> int:
        """The paragraph in which a Qt position lies."""
        return max(0, bisect_right(self.starts, qt_pos) - 1)
