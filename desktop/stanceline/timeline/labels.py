"""Where labels go: beside their marks, never over another mark or label of the row."""

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Label, Role

Measure = Callable[[str, Role], float]

ELLIPSIS = "…"
_GAP = 7.0
_GAP_TO_NEXT = 8.0
_STICKY_INDENT = 6.0
_PATCH = 4.0
_BAR_LEFT_OVER = 36.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that is wanted beside the mark that takes ``left`` to ``right`` of its row.

    ``shortest`` is how many pixels an elided form must have to be worth it,
    ``longest`` where it is elided at the latest. ``bar`` is the visible part of the
    mark's own bar, on which a label may stand when there is no room beside it.
    """

    mark: int
    lane: int
    rank: int
    text: str
    role: Role
    ink: int
    left: float
    right: float
    y: float
    shortest: float
    longest: float
    bar: tuple[float, float] | None = None
    is_struck: bool = False


@dataclass(slots=True)
class Row:
    """What is taken of one row: spans in pixels, of marks and of labels placed so far.

    ``signs`` are short texts that belong to a mark's shape and have a fixed place, such
    as the "or" between two days; they give way to other marks.
    """

    taken: list[tuple[float, float, int]] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    signs: list[Label] = field(default_factory=list)
    _reach: list[float] = field(default_factory=list)

    def take(self, left: float, right: float, mark: int) -> None:
        """Note that a mark stands there."""
        self.taken.append((left, right, mark))

    def settle(self) -> None:
        """Sort what was taken, before room is looked for."""
        self.taken.sort()
        self._remember_reach()

    def add(self, left: float, right: float, mark: int) -> None:
        """Note a label, once settled."""
        insort(self.taken, (left, right, mark))
        self._remember_reach()

    def _remember_reach(self) -> None:
        self._reach = list(accumulate((right for _, right, _ in self.taken), max))

    def is_free(self, left: float, right: float, mark: int) -> bool:
        """Whether nothing but the mark itself stands between two places."""
        return self.free_right_of(left, mark, right) >= right

    def free_right_of(self, x: float, mark: int, limit: float) -> float:
        """Up to where the row is free from ``x`` on, not counting the mark itself."""
        at = bisect_left(self.taken, (x, float("-inf"), -1))
        for i in range(at - 1, -1, -1):
            if self._reach[i] <= x:
                break
            if self.taken[i][2] != mark and self.taken[i][1] > x:
                return x
        for left, _, other in self.taken[at:]:
            if other != mark:
                return min(limit, left)
        return limit

    def free_left_of(self, x: float, mark: int, limit: float) -> float:
        """Down to where the row is free before ``x``, not counting the mark itself."""
        at = bisect_left(self.taken, (x, float("-inf"), -1))
        others = (right for _, right, other in self.taken[:at] if other != mark)
        return max(limit, max(others, default=limit))


def elided(text: str, role: Role, room: float, measure: Measure) -> str:
    """The text, shortened with an ellipsis until it fits; empty when nothing does."""
    if measure(text, role) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(_cut(text, middle), role) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low)


def _cut(text: str, n_letters: int) -> str:
    """The first letters with an ellipsis, without punctuation before it; or nothing."""
    kept = text[:n_letters].rstrip().rstrip(" ,.;:-–—")
    return kept + ELLIPSIS if kept else ""


def placed_labels(rows: list[Row], plot: Box, measure: Measure, *, most: int) -> list[Label]:
    """The labels that find room, the most deserving first.

    Each is tried whole at the right of its mark, then at its left, then on its own bar,
    where it sticks to the window's edge, and at last elided on the side with more room.
    """
    wishes = [(wish, row) for row in rows for wish in row.wishes]
    wishes.sort(key=lambda pair: (pair[0].rank, pair[0].left))
    for row in rows:
        row.settle()
    labels: list[Label] = [
        sign
        for row in rows
        for sign in row.signs
        if row.is_free(sign.box.x0, sign.box.x1, sign.mark)
    ]
    for wish, row in wishes[:most]:
        label = _placed(wish, row, plot, measure)
        if label is not None:
            labels.append(label)
            row.add(label.box.x0 - _GAP / 2, label.box.x1 + _GAP / 2, wish.mark)
    return labels


def _placed(wish: Wish, row: Row, plot: Box, measure: Measure) -> Label | None:
    text = elided(wish.text, wish.role, wish.longest, measure)
    if not text:
        return None
    width = measure(text, wish.role)
    start = wish.right + _GAP
    room = row.free_right_of(wish.right, wish.mark, plot.x1) - _GAP_TO_NEXT - start
    if start >= plot.x0 and width <= room:
        return _label(wish, text, start, width)
    if start < plot.x0:
        room = 0.0
    end, room_before = wish.left - _GAP, 0.0
    if wish.left <= plot.x1:
        edge = row.free_left_of(wish.left, wish.mark, plot.x0)
        room_before = end - edge - _GAP_TO_NEXT
        if width <= room_before:
            return _label(wish, text, end - width, width)
    on_bar = _placed_on_bar(wish, row, text, measure)
    if on_bar is not None:
        return on_bar
    if max(room, room_before) < wish.shortest:
        return None
    shorter = elided(text, wish.role, max(room, room_before), measure)
    if not shorter:
        return None
    width = measure(shorter, wish.role)
    return _label(wish, shorter, start if room >= room_before else end - width, width)


def _placed_on_bar(wish: Wish, row: Row, text: str, measure: Measure) -> Label | None:
    if wish.bar is None:
        return None
    left = wish.bar[0] + _STICKY_INDENT + _PATCH
    free = row.free_right_of(wish.bar[0], wish.mark, wish.bar[1])
    room = min(wish.bar[1], free) - _PATCH - _BAR_LEFT_OVER - left
    if room < min(wish.shortest, measure(text, wish.role)):
        return None
    shorter = elided(text, wish.role, room, measure)
    if not shorter:
        return None
    return _label(wish, shorter, left, measure(shorter, wish.role), on_bar=True)


def _label(wish: Wish, text: str, x: float, width: float, *, on_bar: bool = False) -> Label:
    height = LINE_HEIGHTS[wish.role]
    y = wish.y - height / 2
    return Label(
        box=Box(x, y, x + width, y + height),
        text=text,
        role=wish.role,
        ink=wish.ink,
        mark=wish.mark,
        lane=wish.lane,
        on_bar=on_bar,
        is_struck=wish.is_struck,
    )
