"""How single marks are drawn from their dates: discs, bars, bands, whiskers, fades, arrows."""

import numpy as np
from numpy.typing import NDArray

from stanceline.timeline.placing.labels import Measure
from stanceline.timeline.placing.singles import (
    CATEGORY_GLYPHS,
    DENIED,
    DISPUTED,
    DOT_RADIUS,
    EVENT_RADIUS,
    GLYPH_OF_CATEGORY,
    STATUS_FILLS,
    Rows,
    Scale,
    Singles,
    category_glyph,
    singles_of,
    stance_glyph,
)
from stanceline.timeline.placing.strokes import FILLS, NARROWEST_PX, Shapes, Strokes
from stanceline.timeline.primitives import (
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Floats,
    Glyph,
    Ints,
    Points,
    Role,
    Whisker,
)
from stanceline.timeline.sorting.date_columns import UNCERTAIN, Doubt, Form
from stanceline.timeline.sorting.stance_columns import NO_STANCE
from stanceline.timeline.sorting.table import TimeTable

__all__ = [
    "CATEGORY_GLYPHS",
    "DENIED",
    "DOT_RADIUS",
    "EVENT_RADIUS",
    "STATUS_FILLS",
    "Drawing",
    "Rows",
    "Scale",
    "Shapes",
    "Singles",
    "category_glyph",
    "singles_of",
    "stance_glyph",
]

WIDEST_DISC_DAY_PX = 14.0
SHORTEST_WHISKER_PX = 2.0
UNKNOWN_END_PX = 40.0
ARROW_PX = 8.0
_DAY_BAND_FROM_PX = 24.0
_QUESTION_PX = 8.0
_COUNT_GAP = 4.0
_QUOTATION_BAND_HALF = 2.5

_DOUBTFUL = int(
    Doubt.START_APPROXIMATE
    | Doubt.END_APPROXIMATE
    | Doubt.START_UNCERTAIN
    | Doubt.END_UNCERTAIN
    | Doubt.START_UNKNOWN
    | Doubt.END_UNKNOWN
)


# The flags as plain numbers, since those of an enum take long to be combined.
_START_OPEN, _END_OPEN = int(Doubt.START_OPEN), int(Doubt.END_OPEN)
_START_UNKNOWN, _END_UNKNOWN = int(Doubt.START_UNKNOWN), int(Doubt.END_UNKNOWN)
_START_ABOUT, _END_ABOUT = int(Doubt.START_APPROXIMATE), int(Doubt.END_APPROXIMATE)
_START_DOUBTED, _END_DOUBTED = int(Doubt.START_UNCERTAIN), int(Doubt.END_UNCERTAIN)
_UNKNOWN = _START_UNKNOWN | _END_UNKNOWN
_RANGE = int(Form.RANGE)


class Drawing(Strokes):
    """Draws single marks; made for one use."""

    def __init__(
        self,
        singles: Singles,
        table: TimeTable,
        category: NDArray[np.int32],
        scale: Scale,
        word_for_or: str,
        measure: Measure,
    ) -> None:
        super().__init__(singles, scale, word_for_or, measure)
        self._category = category
        self._table = table

    def draw(self) -> Points:
        """The marks that stand at one place; everything else is added to the shapes.

        What each mark takes of its row is noted in the singles.
        """
        of = self.singles
        scale = self._scale
        seen_left = np.maximum(of.x0, scale.x0)
        seen_right = np.minimum(of.x1, scale.x1)
        is_core_seen = seen_right >= seen_left
        width = of.x1 - of.x0
        is_set = (of.form == Form.ONE_OF) | (of.form == Form.SEVERAL)
        is_point = of.form == Form.POINT
        is_disc = of.is_event & is_point & (width <= WIDEST_DISC_DAY_PX)
        is_glyph = ~of.is_event
        has_band = is_glyph & (
            (~is_point | (width > _DAY_BAND_FROM_PX)) & (width > 2 * of.radius + 4)
        )
        has_points = (is_disc | is_glyph) & is_core_seen
        middle = (seen_left + seen_right) / 2
        points = self._points(np.flatnonzero(has_points), middle)
        self._bands(np.flatnonzero(has_band & is_core_seen), seen_left, seen_right)
        bars = of.is_event & ~is_disc & ~is_set & (is_core_seen | (of.doubt != 0))
        self._bars(np.flatnonzero(bars & is_core_seen))
        for at in np.flatnonzero(of.is_event & is_set).tolist():
            self._parts(at)
        for at in np.flatnonzero(of.doubt & _DOUBTFUL).tolist():
            self._doubt(at)
        for at in np.flatnonzero(self._table.extent[of.mark] != of.code).tolist():
            self._alternatives(at)
        for at in np.flatnonzero(of.left > of.right).tolist():
            self._sliver(at)
        self._reprint_counts()
        return self._with_extra(points)

    # ----------------------------------------------------------------- points

    def _points(self, at: Ints, middle: Floats) -> Points:
        of = self.singles
        stance, other = of.stance[at], of.other[at]
        is_event = of.is_event[at]
        values = [stance_glyph(each.value) for each in self._table.stances]
        glyphs = np.array([*(glyph for glyph, _ in values), Glyph.DOT], dtype=np.int64)
        fills = np.array([*(fill for _, fill in values), Fill.WHOLE], dtype=np.int64)
        category = np.minimum(self._categories(of.mark[at]), len(CATEGORY_GLYPHS))
        glyph = np.where(is_event, GLYPH_OF_CATEGORY[category], glyphs[stance])
        is_split = ~is_event & (other != NO_STANCE)
        glyph[is_split] = Glyph.SPLIT
        fill = np.where(is_event, of.fill[at], fills[stance])
        fill[is_split] = Fill.WHOLE
        is_ghost = of.fill[at] == Fill.GHOST
        fill[is_ghost] = Fill.GHOST
        radius = of.radius[at]
        radius = np.where(glyph == Glyph.DOT, np.minimum(radius, DOT_RADIUS), radius)
        x = middle[at]
        of.left[at] = x - radius
        of.right[at] = x + radius
        return Points(
            x=x,
            y=of.y[at],
            radius=radius,
            glyph=glyph,
            fill=fill,
            ink=of.ink[at],
            other_ink=np.where(is_event, NO_STANCE, other),
            mark=of.mark[at],
            lane=of.lane[at],
            count=self._table.n_reprints[of.mark[at]].astype(np.int64),
        )

    def _reprint_counts(self) -> None:
        """How many articles say it, beside each mark that stands for several."""
        of, scale = self.singles, self._scale
        counts = self._table.n_reprints[of.mark]
        for at in np.flatnonzero((counts > 0) & ~of.is_event).tolist():
            text = f"\N{MULTIPLICATION SIGN}{int(counts[at]) + 1}"
            width = self._measure(text, Role.NOTE)
            x = float(of.right[at]) + _COUNT_GAP
            if x + width <= scale.x1:
                self.shapes.signs.append((at, self._sign(at, text, Role.NOTE, x, width)))
                self._cover(at, x, x + width)

    def _categories(self, marks: Ints) -> Ints:
        return np.asarray(self._category[marks], dtype=np.int64)

    def _with_extra(self, points: Points) -> Points:
        """The points with the discs of dates that have several places."""
        extra = self.shapes.extra
        if not extra:
            return points
        of = self.singles
        at = np.array([each for each, _, _ in extra], dtype=np.int64)
        n = at.size
        more = {
            "x": np.array([x for _, x, _ in extra], dtype=np.float64),
            "y": of.y[at],
            "radius": of.radius[at],
            "glyph": GLYPH_OF_CATEGORY[
                np.minimum(self._categories(of.mark[at]), len(CATEGORY_GLYPHS))
            ],
            "fill": np.array([fill for _, _, fill in extra], dtype=np.int64),
            "ink": of.ink[at],
            "other_ink": np.full(n, NO_STANCE, dtype=np.int64),
            "mark": of.mark[at],
            "lane": of.lane[at],
            "count": np.zeros(n, dtype=np.int64),
        }
        return Points(
            **{name: np.concatenate([getattr(points, name), more[name]]) for name in more}
        )

    # ----------------------------------------------------------------- bars

    def _bands(self, at: Ints, left: Floats, right: Floats) -> None:
        """Thin bands under the glyphs of quotations that were said some time in a stretch."""
        of, scale = self.singles, self._scale
        of.left[at] = np.minimum(of.left[at], left[at])
        of.right[at] = np.maximum(of.right[at], right[at])
        half = _QUOTATION_BAND_HALF
        columns = (left[at], right[at], of.y[at], of.ink[at], of.fill[at], of.mark[at])
        for x0, x1, y, ink, fill, mark in zip(*(c.tolist() for c in columns), strict=True):
            self.shapes.bars.append(
                Bar(
                    box=Box(x0, y - half, x1, y + half),
                    ink=ink,
                    fill=Fill.GHOST if fill == Fill.GHOST else Fill.OUTLINE,
                    is_band=True,
                    has_end_ticks=False,
                    is_dashed=False,
                    coarse_start=0.0,
                    coarse_end=0.0,
                    cut_left=x0 <= scale.x0,
                    cut_right=x1 >= scale.x1,
                    mark=mark,
                    mark_is_event=False,
                )
            )

    def _bars(self, at: Ints) -> None:
        of, scale = self.singles, self._scale
        form = of.form[at]
        x0, x1 = of.x0[at], of.x1[at]
        is_open_kind = (form == Form.RANGE) | (form == Form.LASTING)
        doubt = of.doubt[at]
        opens_left = is_open_kind & (doubt & _START_OPEN != 0) & (x1 > scale.x0 + ARROW_PX)
        opens_right = is_open_kind & (doubt & _END_OPEN != 0) & (x0 < scale.x1 - ARROW_PX)
        lasting = form == Form.LASTING
        coarse0 = np.where(lasting, np.maximum(of.coarse_start[at] - x0, 0.0), 0.0)
        coarse1 = np.where(lasting, np.maximum(x1 - of.coarse_end[at], 0.0), 0.0)
        for i in at[opens_left | opens_right].tolist():
            is_left = bool(of.doubt[i] & _START_OPEN and of.x1[i] > scale.x0 + ARROW_PX)
            is_right = bool(of.doubt[i] & _END_OPEN and of.x0[i] < scale.x1 - ARROW_PX)
            self._arrows(i, is_left=is_left, is_right=is_right)
        x0 = np.where(opens_left, scale.x0 + ARROW_PX, x0)
        x1 = np.where(opens_right, scale.x1 - ARROW_PX, x1)
        middle, is_narrow = (x0 + x1) / 2, x1 - x0 < NARROWEST_PX
        x0 = np.where(is_narrow, middle - NARROWEST_PX / 2, x0)
        x1 = np.where(is_narrow, middle + NARROWEST_PX / 2, x1)
        left, right = np.maximum(x0, scale.x0), np.minimum(x1, scale.x1)
        is_band = (form == Form.WITHIN) | (form == Form.RANGE)
        half = of.bar_height[at] / 2 + is_band
        y, status = of.y[at], of.status[at]
        columns = (
            *(left, y - half, right, y + half, of.ink[at], of.fill[at], is_band, form == _RANGE),
            (status == DISPUTED) | (doubt & UNCERTAIN != 0),
            np.maximum(coarse0 - (left - x0), 0.0),
            np.maximum(coarse1 - (x1 - right), 0.0),
            *(left > x0, right < x1, of.mark[at]),
        )
        seen = right > left
        at, left, right = at[seen], left[seen], right[seen]
        of.left[at] = np.minimum(of.left[at], left)
        of.right[at] = np.maximum(of.right[at], right)
        of.bar_left[at], of.bar_right[at] = left, right
        rows = zip(*(column[seen].tolist() for column in columns), strict=True)
        self.shapes.bars += [Bar(Box(*row[:4]), row[4], FILLS[row[5]], *row[6:]) for row in rows]

    def _arrows(self, at: int, *, is_left: bool, is_right: bool) -> None:
        """The heads of a bar that is open, at the edges of the window."""
        of, scale = self.singles, self._scale
        y, ink = float(of.y[at]), int(of.ink[at])
        if is_left:
            self.shapes.arrows.append(Arrow(scale.x0 + 1, y, -1, ink))
            self._cover(at, scale.x0, scale.x0 + ARROW_PX)
        if is_right:
            self.shapes.arrows.append(Arrow(scale.x1 - 1, y, 1, ink))
            self._cover(at, scale.x1 - ARROW_PX, scale.x1)

    # ----------------------------------------------------------------- sets

    def _alternatives(self, at: int) -> None:
        """The other dates that sources give for an event, hollow and joined by "or"."""
        of, scale, dates = self.singles, self._scale, self._table.dates
        places = [(float(of.x0[at]), float(of.x1[at]))]
        for code in self._table.alternatives(int(of.mark[at])):
            left, right = scale.x(float(dates.t0[code])), scale.x(float(dates.t1[code]))
            places.append((left, right))
            if right >= scale.x0 and left <= scale.x1:
                is_disc = dates.form[code] == Form.POINT and right - left <= WIDEST_DISC_DAY_PX
                self._part(at, left, right, is_disc=bool(is_disc), is_hollow=True)
        places.sort()
        reached = places[0][1]
        for left, right in places[1:]:
            if left > reached:
                self._link(at, reached, left, is_one_of=True)
                self._cover(at, max(reached, scale.x0), min(left, scale.x1))
            reached = max(reached, right)

    def _parts(self, at: int) -> None:
        """The members of a set, joined by a line: dotted with "or" when only one holds."""
        of, scale = self.singles, self._scale
        is_one_of = int(of.form[at]) == Form.ONE_OF
        parts = self._table.dates.shape(int(of.code[at])).parts
        previous_right: float | None = None
        for t0, t1 in sorted(parts):
            left, right = scale.x(t0), scale.x(t1)
            lasts_a_day = t1 - t0 <= _LONGEST_PLACED
            is_disc = lasts_a_day and right - left <= WIDEST_DISC_DAY_PX
            if right >= scale.x0 and left <= scale.x1:
                self._part(
                    at,
                    left,
                    right,
                    is_disc=is_disc,
                    is_hollow=is_one_of,
                    is_band=is_one_of or not lasts_a_day,
                )
            if previous_right is not None and left > previous_right:
                self._link(at, previous_right, left, is_one_of=is_one_of)
                self._cover(at, max(previous_right, scale.x0), min(left, scale.x1))
            previous_right = right

    def _part(
        self,
        at: int,
        left: float,
        right: float,
        *,
        is_disc: bool,
        is_hollow: bool,
        is_band: bool = True,
    ) -> None:
        """One of several places of a mark, on which no label stands."""
        of, scale = self.singles, self._scale
        if not is_disc:
            bar = of.bar_left[at], of.bar_right[at]
            self._bar(at, left, right, is_band=is_band, has_end_ticks=is_hollow)
            of.bar_left[at], of.bar_right[at] = bar
            return
        x = min(max((left + right) / 2, scale.x0), scale.x1)
        fill = FILLS[int(of.fill[at])]
        if is_hollow and fill is not Fill.GHOST:
            fill = Fill.OUTLINE
        self.shapes.extra.append((at, x, fill))
        self._cover(at, x - EVENT_RADIUS, x + EVENT_RADIUS)

    # ----------------------------------------------------------------- doubt

    def _doubt(self, at: int) -> None:
        """Whiskers, fades and question marks beyond the core, on the sides that need them."""
        of, scale = self.singles, self._scale
        doubt = int(of.doubt[at])
        left, right = float(of.left[at]), float(of.right[at])
        has_core = left <= right
        if not has_core:
            left = min(max(float(of.x0[at]), scale.x0), scale.x1)
            right = min(max(float(of.x1[at]), scale.x0), scale.x1)
        if doubt & _UNKNOWN:
            self._unknown_ends(at, doubt)
        sides = (
            (left, float(of.o0[at]), _START_ABOUT, _START_DOUBTED, -1),
            (right, float(of.o1[at]), _END_ABOUT, _END_DOUBTED, 1),
        )
        y, ink, height = float(of.y[at]), int(of.ink[at]), float(of.bar_height[at])
        if not of.is_event[at]:
            height = 2 * _QUOTATION_BAND_HALF
        for core_x, outer, approximate, uncertain, towards in sides:
            if not doubt & (approximate | uncertain):
                continue
            outer_x = min(max(outer, scale.x0), scale.x1)
            length = (outer_x - core_x) * towards
            if length <= 0 or (has_core and length < SHORTEST_WHISKER_PX):
                continue
            if doubt & uncertain:
                self.shapes.fades.append(Fade(core_x, outer_x, y, height, ink))
            if doubt & approximate:
                self.shapes.whiskers.append(Whisker(core_x, outer_x, y, ink))
            self._cover(at, min(core_x, outer_x), max(core_x, outer_x))

    def _unknown_ends(self, at: int, doubt: int) -> None:
        """A fade of fixed width with a question mark where nobody knows the end."""
        of, scale = self.singles, self._scale
        y, ink, height = float(of.y[at]), int(of.ink[at]), float(of.bar_height[at])
        ends = (
            (_START_UNKNOWN, float(of.x0[at]), -1),
            (_END_UNKNOWN, float(of.x1[at]), 1),
        )
        for unknown, x, towards in ends:
            if not doubt & unknown or not scale.x0 <= x <= scale.x1:
                continue
            outer = min(max(x + towards * UNKNOWN_END_PX, scale.x0), scale.x1)
            self.shapes.fades.append(Fade(x, outer, y, height, ink))
            self._cover(at, min(x, outer), max(x, outer))
            mark_x = outer + (towards - 1) * _QUESTION_PX / 2
            if mark_x >= scale.x0 and mark_x + _QUESTION_PX <= scale.x1:
                sign = self._sign(at, "?", Role.LABEL, mark_x, _QUESTION_PX)
                self.shapes.signs.append((at, sign))
                self._cover(at, mark_x, mark_x + _QUESTION_PX)


_LONGEST_PLACED = 86_400
