"""Labels above crowds: the marks that deserve one most, in a line over their counts.

Which of them are shown at a zoom is decided once for all marks of a block, so that zooming
in only adds to them and panning changes nothing. Where the line is there for the counts only,
a mark that will have room for its label once it is drawn by itself is among them only when it
would have that room now, so that it does not lose and regain its label on the way.
"""

import numpy as np

from stanceline.records import dataclass
from stanceline.timeline.placing.frame import HEADLINE_HEIGHT
from stanceline.timeline.placing.kept import Kept, candidates_of
from stanceline.timeline.placing.label_places import ROOM_BESIDE, SHORTEST_PX, Texts
from stanceline.timeline.placing.labels import Captions, clean, line_label, quoted
from stanceline.timeline.placing.shapes import Scale
from stanceline.timeline.primitives import Box, Ink, Label, Leader, Role
from stanceline.timeline.sorting.lanes import OVERFLOW_ROW, Block, Lanes

LONGEST_HEADLINE_PX = 168.0
_GAP = 4.0
_ROOM = 16.0
_SHORTEST_PX = 40.0
LOWEST_BLOCK_WITH_HEADLINE = 30.0


@dataclass(frozen=True, slots=True)
class _Wish:
    mark: int
    lane: int
    block: Block
    x: float
    y0: float
    y1: float


class Headlines:
    """Collects and places the headlines of one layout."""

    def __init__(
        self, lanes: Lanes, kept: Kept, scale: Scale, plot: Box, captions: Captions
    ) -> None:
        self._lanes = lanes
        self._kept = kept
        self._scale = scale
        self._plot = plot
        self._captions = captions
        self._wishes: list[_Wish] = []
        self.leaders: list[Leader] = []

    def add(self, lane: int, block: Block, top: float, n_rows: int | None = None) -> None:
        """Note a crowded block with a line for headlines at ``top``.

        ``n_rows`` are the rows that are shown of it when its marks are drawn one by one,
        given when there is no such line then.
        """
        bottom = top + HEADLINE_HEIGHT
        if top < self._plot.y0 or bottom > self._plot.y1:
            return
        scale = self._scale
        found = candidates_of(self._kept, self._lanes.index, lane, block)
        n = found.n_with((LONGEST_HEADLINE_PX + _ROOM) / scale.px_per_second)
        xs = scale.x0 + (found.middle[:n] - scale.t0) * scale.px_per_second
        may = (xs >= self._plot.x0) & (xs < self._plot.x1 - _SHORTEST_PX)
        if n_rows is not None:
            rows = found.row[:n]
            shortest = (SHORTEST_PX[block] + ROOM_BESIDE) / scale.px_per_second
            has_room = found.free_after[:n] >= shortest
            may &= has_room | (rows >= n_rows - 1) | (rows == OVERFLOW_ROW)
        chosen = np.flatnonzero(may)
        for mark, x in zip(found.mark[chosen].tolist(), xs[chosen].tolist(), strict=True):
            self._wishes.append(_Wish(mark, lane, block, x, top, bottom))

    def labels(self, texts: Texts, labelled: set[tuple[int, int]], most: int) -> list[Label]:
        """The headlines, the most deserving ``most`` at most, with leaders downwards.

        ``labelled`` are the lanes and marks that have a label already.
        """
        wishes = [wish for wish in self._wishes if (wish.lane, wish.mark) not in labelled]
        if len(wishes) > most:
            ranks = self._lanes.table.rank
            wishes = sorted(wishes, key=lambda wish: int(ranks[wish.mark]))[: max(most, 0)]
        titles = texts(np.array([wish.mark for wish in wishes], dtype=np.int32))
        found = []
        for wish, title in zip(wishes, titles, strict=True):
            label = self._label(wish, clean(title))
            if label is not None:
                found.append(label)
                self.leaders.append(Leader(wish.x, wish.y0 + 3, wish.y1 + 1, Ink.MUTED))
        return found

    def _label(self, wish: _Wish, text: str) -> Label | None:
        is_event = wish.block is Block.EVENTS
        role = Role.LABEL if is_event else Role.QUOTE
        caption = self._captions.of(
            text if is_event or not text else quoted(text), role, LONGEST_HEADLINE_PX
        )
        x = wish.x + _GAP
        shown, width = caption.fitting(self._plot.x1 - 2 - x)
        if not shown or width < min(_SHORTEST_PX, caption.width):
            return None
        y = (wish.y0 + wish.y1) / 2
        ink = Ink.TEXT if is_event else Ink.MUTED
        return line_label(shown, role, ink, x, y, width, wish.mark, wish.lane)
