"""Single marks between two times: their places, what doubt and reports add, and their labels."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.domain.events import EventStatus
from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.services.timeline import NONE, SUGGESTION, are_events
from stanceline.timeline.placing.axis import Measure
from stanceline.timeline.placing.inks import BY_STANCE, inks_by_rule
from stanceline.timeline.placing.labels import captions_of, clean, line_label, quoted
from stanceline.timeline.placing.shapes import (
    CATEGORY_GLYPHS,
    DENIED,
    DOT_RADIUS,
    EVENT_RADIUS,
    STATUS_FILLS,
    stance_glyph,
)
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Box,
    Fill,
    Floats,
    Glyph,
    Ink,
    Ints,
    Label,
    Points,
    Role,
)
from stanceline.timeline.sorting.table import Ints as Rows
from stanceline.timeline.sorting.table import TimeTable
from stanceline.timeline.two_axes.table import Area, TwoTimes
from stanceline.timeline.windows import TimeWindow

Texts = Callable[[Rows], list[str]]
"""The titles of rows."""

_SMALL_RADIUS = 3.5
_FEW = 700
_MOST_LABELLED = 400
_LONGEST_LABEL = 240.0
_LABEL_GAP = 4.0
_LEAST_STRETCH_PX = 14.0
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_LEAST_APART_PX, _MOST_APART_PX = 1.2, 9.0
_SHARE_OF_CELL = 0.4


class Spot(NamedTuple):
    """Where times lie in the plot: pixels of a time across and of a time up."""

    plot: Box
    area: Area

    @property
    def px_across(self) -> float:
        """Pixels of a second on the axis of happening."""
        return self.plot.width / self.area.across.seconds

    @property
    def px_up(self) -> float:
        """Pixels of a second on the axis of publication."""
        return self.plot.height / self.area.up.seconds

    def x(self, t: float) -> float:
        """Where a time of happening lies."""
        return self.plot.x0 + (t - self.area.across.t0) * self.px_across

    def y(self, t: float) -> float:
        """Where a time of publication lies; later is higher."""
        return self.plot.y1 - (t - self.area.up.t0) * self.px_up

    def xs(self, t: Floats) -> Floats:
        """Where many times of happening lie."""
        return self.plot.x0 + (t - self.area.across.t0) * self.px_across

    def ys(self, t: Floats) -> Floats:
        """Where many times of publication lie."""
        return self.plot.y1 - (t - self.area.up.t0) * self.px_up

    def time_across(self, x: float) -> float:
        """When what lies there happened."""
        return self.area.across.t0 + (x - self.plot.x0) / self.px_across

    def time_up(self, y: float) -> float:
        """When what lies there was published."""
        return self.area.up.t0 + (self.plot.y1 - y) / self.px_up


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What was laid out of the marks in sight; ``n_inside`` counts those that are counted too."""

    n_inside: int
    points: Points
    labels: tuple[Label, ...]
    stretches: Floats
    stretch_inks: Ints
    hit_boxes: Floats


def nothing_drawn(table: TimeTable, n_inside: int) -> Drawn:
    """No single marks, where they are counted or there are none."""
    return Drawn(
        n_inside=n_inside,
        points=_points(table, np.empty(0, dtype=np.int32), np.empty((0, 2)), EVENT_RADIUS),
        labels=(),
        stretches=np.empty((0, 4)),
        stretch_inks=np.empty(0, dtype=np.int64),
        hit_boxes=np.empty((0, 4)),
    )


def lay_out_marks(
    times: TwoTimes,
    table: TimeTable,
    spot: Spot,
    measure: Measure,
    texts: Texts,
    taken: Sequence[Box],
    colours: str = BY_STANCE,
) -> Drawn:
    """The marks of the area one by one, those at the same two times close about their place.

    Labels keep clear of the boxes that are ``taken``.
    """
    entries = times.inside(_with_room_for_labels(spot))
    rows = times.row[entries]
    places = _apart(times, entries, spot)
    radius = EVENT_RADIUS if entries.size <= _FEW else _SMALL_RADIUS
    inside = np.flatnonzero(_is_inside(times, entries, spot.area))
    points = _points(table, rows[inside], places[inside], radius)
    inks = inks_by_rule(points.ink, points.mark, table.columns, colours)
    points = replace(points, ink=inks)
    labels: list[Label] = []
    if rows.size <= _MOST_LABELLED:
        seen = set(points.mark.tolist())
        wishes = _Wishes(rows, places, radius, table.rank[rows], _titles(rows, table, texts))
        labels = [
            label
            for label in _labels(wishes, spot.plot, measure)
            if label.mark in seen and not any(label.box.overlaps(box) for box in taken)
        ]
    stretches, stretch_inks = _stretches(table, points, spot)
    reach = points.radius
    return Drawn(
        n_inside=inside.size,
        points=points,
        labels=tuple(labels),
        stretches=stretches,
        stretch_inks=stretch_inks,
        hit_boxes=np.column_stack(
            [points.x - reach, points.y - reach, points.x + reach, points.y + reach]
        ),
    )


def _with_room_for_labels(spot: Spot) -> Area:
    """The area with what lies around it, so that panning never changes who has a label."""
    across = (_LONGEST_LABEL + 2 * EVENT_RADIUS) / spot.px_across
    up = 2 * LINE_HEIGHTS[Role.LABEL] / spot.px_up
    area = spot.area
    return Area(
        TimeWindow(area.across.t0 - across, area.across.t1 + across),
        TimeWindow(area.up.t0 - up, area.up.t1 + up),
    )


def _is_inside(times: TwoTimes, entries: Rows, area: Area) -> NDArray[np.bool_]:
    x, y = times.x[entries], times.y[entries]
    return (x >= area.across.t0) & (x < area.across.t1) & (y >= area.up.t0) & (y < area.up.t1)


# --------------------------------------------------------------------------- places


def _apart(times: TwoTimes, entries: Rows, spot: Spot) -> Floats:
    """Where the entries stand, as rows (x, y): those of one place in a spiral about it.

    Dates mostly are days, so that many marks have the very same two. They stay within the
    square of their day where that has the room.
    """
    x, y = times.x[entries], times.y[entries]
    places = np.column_stack([spot.xs(x), spot.ys(y)])
    if entries.size == 0:
        return places
    order = np.lexsort((times.row[entries], y, x))
    is_first = np.append(True, (np.diff(x[order]) != 0) | (np.diff(y[order]) != 0))
    group = np.cumsum(is_first) - 1
    starts = np.flatnonzero(is_first)
    sizes = np.diff(np.append(starts, order.size))[group]
    nth = np.arange(order.size) - starts[group]
    day_px = SECONDS_PER_DAY * min(spot.px_across, spot.px_up)
    apart = np.clip(_SHARE_OF_CELL * day_px / np.sqrt(sizes), _LEAST_APART_PX, _MOST_APART_PX)
    # Alone, a mark stands where it is; two stand as far from their place as one another.
    reach = np.where(sizes > 1, apart * np.sqrt(nth + 0.5), 0.0)
    angle = nth * _GOLDEN_ANGLE
    places[order, 0] += reach * np.cos(angle)
    places[order, 1] += reach * np.sin(angle)
    return places


# --------------------------------------------------------------------------- looks


def _points(table: TimeTable, rows: Rows, places: Floats, radius: float) -> Points:
    """The marks as points: stance or category by shape, status and strength by fill."""
    columns = table.columns
    stance, other = table.stance[rows], table.other_stance[rows]
    is_event = are_events(columns.kind[rows], columns.status[rows])
    glyphs, fills = _stance_looks(table.stances)
    # The last place stands for no stance, which is where -1 points to.
    glyph = np.where(other >= 0, int(Glyph.SPLIT), glyphs[stance])
    fill = np.where(other >= 0, int(Fill.WHOLE), fills[stance])
    fill = np.where(is_event, _FILL_OF_STATUS[columns.status[rows]], fill)
    fill = np.where(columns.kind[rows] == SUGGESTION, int(Fill.GHOST), fill)
    category = np.minimum(columns.category[rows], len(CATEGORY_GLYPHS))
    glyph = np.where(is_event, _GLYPH_OF_CATEGORY[category], glyph)
    event_ink = np.where(columns.status[rows] == DENIED, int(Ink.MUTED), int(Ink.TEXT))
    ink = np.where(is_event, event_ink, np.where(stance >= 0, stance, int(Ink.MUTED)))
    return Points(
        x=places[:, 0],
        y=places[:, 1],
        radius=np.where(glyph == Glyph.DOT, min(radius, DOT_RADIUS), radius),
        glyph=glyph.astype(np.int64),
        fill=fill.astype(np.int64),
        ink=ink.astype(np.int64),
        other_ink=np.where(is_event, NONE, other).astype(np.int64),
        mark=rows.astype(np.int64),
        lane=np.zeros(rows.size, dtype=np.int64),
        count=table.n_reprints[rows].astype(np.int64),
    )


_FILL_OF_STATUS = np.array([*(STATUS_FILLS[status] for status in EventStatus), Fill.CORED])
_GLYPH_OF_CATEGORY = np.array([*CATEGORY_GLYPHS, Glyph.DISC])
"""The last places are for none, which is where -1 points to."""


def _stance_looks(stances: Sequence[Stance]) -> tuple[Ints, Ints]:
    looks = [*(stance_glyph(stance.value) for stance in stances), (Glyph.DOT, Fill.WHOLE)]
    return (
        np.array([glyph for glyph, _ in looks], dtype=np.int64),
        np.array([fill for _, fill in looks], dtype=np.int64),
    )


# --------------------------------------------------------------------------- lines


def _stretches(table: TimeTable, points: Points, spot: Spot) -> tuple[Floats, Ints]:
    """Lines (x0, y0, x1, y1) for dates longer than a day, and from report to report."""
    dates, plot, rows = table.unfolded, spot.plot, points.mark
    own, published = table.columns.date[rows], table.columns.published[rows]
    last = _last_published(table, rows)
    x0 = np.maximum(spot.xs(dates.t0[own]), plot.x0)
    x1 = np.minimum(spot.xs(dates.t1[own]), plot.x1)
    y0 = np.minimum(spot.ys(dates.t0[published]), plot.y1)
    y1 = np.maximum(spot.ys(dates.t1[last]), plot.y0)
    is_long = dates.t1[own] - dates.t0[own] > SECONDS_PER_DAY
    is_late = dates.t1[last] - dates.t0[published] > SECONDS_PER_DAY
    is_wide = is_long & (x1 - x0 > _LEAST_STRETCH_PX)
    is_tall = is_late & (y0 - y1 > _LEAST_STRETCH_PX)
    across = np.column_stack([x0, points.y, x1, points.y])[is_wide]
    up = np.column_stack([points.x, y0, points.x, y1])[is_tall]
    inks = np.concatenate([points.ink[is_wide], points.ink[is_tall]])
    return np.concatenate([across, up]), inks


def _last_published(table: TimeTable, rows: Ints) -> Rows:
    """The date at which the last article appeared that reports each mark."""
    columns = table.columns
    published = columns.published[rows]
    ends = columns.articles.first[rows + 1]
    has_any = ends > columns.articles.first[rows]
    if not has_any.any():
        return published
    of_last = columns.article.published[columns.articles.values[np.maximum(ends - 1, 0)]]
    is_later = has_any & (of_last >= 0)
    is_later &= table.unfolded.t1[of_last] > table.unfolded.t1[published]
    return np.where(is_later, of_last, published)


# --------------------------------------------------------------------------- labels


@dataclass(frozen=True, slots=True, eq=False)
class _Wishes:
    """Labels that are wanted, beside marks of one radius; a smaller rank has precedence."""

    rows: Rows
    places: Floats
    radius: float
    ranks: Rows
    titles: list[tuple[str, Role]]


def _titles(rows: Rows, table: TimeTable, texts: Texts) -> list[tuple[str, Role]]:
    columns = table.columns
    is_event = are_events(columns.kind[rows], columns.status[rows]).tolist()
    return [
        (clean(title), Role.LABEL) if event else (quoted(clean(title)), Role.QUOTE)
        for title, event in zip(texts(rows), is_event, strict=True)
    ]


def _labels(wishes: _Wishes, plot: Box, measure: Measure) -> Iterator[Label]:
    """Labels at the right of their marks where neither a mark nor a better label stands.

    Who has one depends on the neighbours alone, not on the window.
    """
    if wishes.rows.size == 0:
        return
    captions = captions_of(measure)
    forms = [captions.of(title, role, _LONGEST_LABEL) for title, role in wishes.titles]
    widths = np.array([form.width for form in forms])
    x, y = wishes.places[:, 0], wishes.places[:, 1]
    left, half = x + wishes.radius + _LABEL_GAP, LINE_HEIGHTS[Role.LABEL] / 2
    right = left + widths
    apart = np.abs(y[:, None] - y[None, :])
    hits_mark = (
        (left[:, None] < (x + wishes.radius)[None, :])
        & (right[:, None] > (x - wishes.radius)[None, :])
        & (apart < half + wishes.radius)
    )
    free = (widths > 0) & ~hits_mark.any(axis=1)
    order = np.empty(wishes.rows.size, dtype=np.int64)
    order[np.lexsort((wishes.rows, wishes.ranks))] = np.arange(wishes.rows.size)
    hits_better = (
        (left[:, None] < right[None, :])
        & (right[:, None] > left[None, :])
        & (apart < 2 * half)
        & (order[:, None] > order[None, :])
        & free[None, :]
    )
    free &= ~hits_better.any(axis=1)
    free &= (right <= plot.x1) & (y - half >= plot.y0) & (y + half <= plot.y1)
    for at in np.flatnonzero(free).tolist():
        role, row = wishes.titles[at][1], int(wishes.rows[at])
        ink = Ink.TEXT if role is Role.LABEL else Ink.MUTED
        # On a patch of the ground's colour, since slopes run through the whole plot.
        yield line_label(
            forms[at].text, role, ink, left[at], y[at], widths[at], row, lane=0, on_bar=True
        )
