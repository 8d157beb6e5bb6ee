"""The strokes that single marks are drawn with, and what each takes of its row."""

from dataclasses import field

from stanceline.records import dataclass
from stanceline.timeline.placing.labels import Measure
from stanceline.timeline.placing.singles import DISPUTED, Scale, Singles
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Ink,
    Label,
    Link,
    Role,
    Whisker,
)
from stanceline.timeline.sorting.date_columns import UNCERTAIN

NARROWEST_PX = 6.0
_LINK_ROOM_FOR_WORD_PX = 14.0
FILLS = tuple(Fill)


@dataclass(slots=True)
class Shapes:
    """The shapes of a layout as they are collected."""

    bars: list[Bar] = field(default_factory=list)
    whiskers: list[Whisker] = field(default_factory=list)
    fades: list[Fade] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    signs: list[tuple[int, Label]] = field(default_factory=list)
    """Short texts with a fixed place, each with the single mark to whose shape it belongs."""
    extra: list[tuple[int, float, Fill]] = field(default_factory=list)
    """Discs beyond those of the columns: which single mark, where, how filled."""


class Strokes:
    """Draws parts of single marks into shapes; made for one use."""

    def __init__(self, singles: Singles, scale: Scale, word_for_or: str, measure: Measure) -> None:
        self.singles = singles
        self.shapes = Shapes()
        self._scale = scale
        self._measure = measure
        self._word_for_or = (word_for_or, measure(word_for_or, Role.NOTE))

    def _cover(self, at: int, left: float, right: float) -> None:
        of = self.singles
        of.left[at] = min(of.left[at], left)
        of.right[at] = max(of.right[at], right)

    def _bar(
        self,
        at: int,
        x0: float,
        x1: float,
        *,
        is_band: bool,
        has_end_ticks: bool = False,
        coarse: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        of, scale = self.singles, self._scale
        if x1 - x0 < NARROWEST_PX:
            middle = (x0 + x1) / 2
            x0, x1 = middle - NARROWEST_PX / 2, middle + NARROWEST_PX / 2
        left, right = max(x0, scale.x0), min(x1, scale.x1)
        if right <= left:
            return
        half = float(of.bar_height[at]) / 2 + (1 if is_band else 0)
        y = float(of.y[at])
        status = int(of.status[at])
        self.shapes.bars.append(
            Bar(
                box=Box(left, y - half, right, y + half),
                ink=int(of.ink[at]),
                fill=FILLS[int(of.fill[at])],
                is_band=is_band,
                has_end_ticks=has_end_ticks,
                is_dashed=status == DISPUTED or bool(of.doubt[at] & UNCERTAIN),
                coarse_start=max(0.0, coarse[0] - (left - x0)),
                coarse_end=max(0.0, coarse[1] - (x1 - right)),
                cut_left=left > x0,
                cut_right=right < x1,
                mark=int(of.mark[at]),
            )
        )
        self._cover(at, left, right)
        of.bar_left[at] = left
        of.bar_right[at] = right

    def _sliver(self, at: int) -> None:
        """A sign of a mark of which only the doubt, or the room between its parts, is seen."""
        of, scale = self.singles, self._scale
        x = min(max((float(of.o0[at]) + float(of.o1[at])) / 2, scale.x0 + 1), scale.x1 - 1)
        self.shapes.links.append(
            Link(x - 1, x + 1, float(of.y[at]), is_dotted=True, ink=int(of.ink[at]))
        )
        self._cover(at, x - 1, x + 1)

    def _link(self, at: int, left: float, right: float, *, is_one_of: bool) -> None:
        of, scale = self.singles, self._scale
        left, right = max(left, scale.x0), min(right, scale.x1)
        if right - left < 1:
            return
        y, ink = float(of.y[at]), int(of.ink[at])
        word, width = self._word_for_or
        if not is_one_of or right - left < width + _LINK_ROOM_FOR_WORD_PX:
            self.shapes.links.append(Link(left, right, y, is_one_of, ink))
            return
        middle = (left + right) / 2
        sign = self._sign(at, word, Role.NOTE, middle - width / 2, width)
        self.shapes.signs.append((at, sign))
        for x0, x1 in ((left, middle - width / 2 - 3), (middle + width / 2 + 3, right)):
            self.shapes.links.append(Link(x0, x1, y, is_dotted=True, ink=ink))

    def _sign(self, at: int, text: str, role: Role, x: float, width: float) -> Label:
        of = self.singles
        height = LINE_HEIGHTS[role]
        top = float(of.y[at]) - height / 2
        return Label(
            box=Box(x, top, x + width, top + height),
            text=text,
            role=role,
            ink=Ink.MUTED,
            mark=int(of.mark[at]),
            lane=int(of.lane[at]),
        )
