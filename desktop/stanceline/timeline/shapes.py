"""How one event is drawn from its date: discs, bars, bands, whiskers, fades and arrows."""

from dataclasses import dataclass, field

import numpy as np

from stanceline.domain.events import EventStatus
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Floats,
    Glyph,
    Ink,
    Label,
    Link,
    Point,
    Role,
    Whisker,
)
from stanceline.timeline.table import NO_STANCE, UNCERTAIN, DateShape, Doubt, Form

NARROWEST_PX = 6.0
WIDEST_DISC_DAY_PX = 14.0
SHORTEST_WHISKER_PX = 2.0
UNKNOWN_END_PX = 40.0
ARROW_PX = 8.0
_FAR_OUTSIDE_PX = 60.0
_LINK_ROOM_FOR_WORD_PX = 14.0

STATUS_FILLS = {
    EventStatus.REPORTED: Fill.CORED,
    EventStatus.CONFIRMED: Fill.WHOLE,
    EventStatus.DISPUTED: Fill.DASHED,
    EventStatus.DENIED: Fill.CROSSED,
    EventStatus.PLANNED: Fill.OUTLINE,
}


@dataclass(slots=True)
class Shapes:
    """The shapes of a layout as they are collected."""

    points: list[Point] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    whiskers: list[Whisker] = field(default_factory=list)
    fades: list[Fade] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    texts: list[Label] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scale:
    """Time to pixels: ``x0`` is where ``t0`` lies."""

    t0: float
    x0: float
    x1: float
    px_per_second: float

    def x(self, t: float) -> float:
        """Where a time lies, endless and distant times just outside the plot."""
        x = self.x0 + (t - self.t0) * self.px_per_second
        return min(max(x, self.x0 - _FAR_OUTSIDE_PX), self.x1 + _FAR_OUTSIDE_PX)

    def xs(self, t: Floats) -> Floats:
        """Where many times lie."""
        x = self.x0 + (t - self.t0) * self.px_per_second
        return np.clip(x, self.x0 - _FAR_OUTSIDE_PX, self.x1 + _FAR_OUTSIDE_PX)


@dataclass(slots=True)
class Extent:
    """What a mark takes of its row in pixels; ``bar`` is where a label may stand on it."""

    left: float = np.inf
    right: float = -np.inf
    bar: tuple[float, float] | None = None

    def cover(self, left: float, right: float) -> None:
        """Note that the mark reaches this far as well."""
        self.left = min(self.left, left)
        self.right = max(self.right, right)


@dataclass(frozen=True, slots=True)
class Brush:
    """How the shapes of one mark look, and where they stand."""

    mark: int
    lane: int
    y: float
    radius: float
    bar_height: float
    ink: int
    fill: Fill
    is_dashed: bool


def draw_event(
    shape: DateShape, scale: Scale, brush: Brush, shapes: Shapes, word_for_or: tuple[str, float]
) -> Extent:
    """Add the shapes of an event and return what it takes of its row.

    ``word_for_or`` is the word between alternatives and its width in pixels.
    """
    extent = Extent()
    if shape.form is Form.POINT:
        _draw_piece(shape.t0, shape.t1, scale, brush, shapes, extent, is_band=False)
    elif shape.form is Form.WITHIN:
        _draw_piece(shape.t0, shape.t1, scale, brush, shapes, extent, is_band=True)
    elif shape.form is Form.RANGE:
        _draw_range(shape, scale, brush, shapes, extent)
    elif shape.form is Form.LASTING:
        _draw_lasting(shape, scale, brush, shapes, extent)
    else:
        _draw_parts(shape, scale, brush, shapes, extent, word_for_or)
    _draw_doubt(shape, scale, brush, shapes, extent)
    return extent


def _draw_piece(
    t0: float,
    t1: float,
    scale: Scale,
    brush: Brush,
    shapes: Shapes,
    extent: Extent,
    *,
    is_band: bool,
    is_hollow: bool = False,
) -> None:
    """A disc where the stretch is narrow and its place is known, else a bar or a band."""
    x0, x1 = scale.x(t0), scale.x(t1)
    if x1 < scale.x0 or x0 > scale.x1:
        return
    if not is_band and x1 - x0 <= WIDEST_DISC_DAY_PX:
        fill = Fill.OUTLINE if is_hollow else brush.fill
        _draw_disc((x0 + x1) / 2, brush, shapes, extent, fill)
        return
    _draw_bar(x0, x1, scale, brush, shapes, extent, is_band=is_band)


def _draw_disc(x: float, brush: Brush, shapes: Shapes, extent: Extent, fill: Fill) -> None:
    shapes.points.append(
        Point(
            x=x,
            y=brush.y,
            radius=brush.radius,
            glyph=Glyph.DISC,
            fill=fill,
            ink=brush.ink,
            other_ink=NO_STANCE,
            mark=brush.mark,
            lane=brush.lane,
        )
    )
    extent.cover(x - brush.radius, x + brush.radius)


def _draw_bar(
    x0: float,
    x1: float,
    scale: Scale,
    brush: Brush,
    shapes: Shapes,
    extent: Extent,
    *,
    is_band: bool,
    has_end_ticks: bool = False,
    coarse: tuple[float, float] = (0.0, 0.0),
) -> None:
    if x1 - x0 < NARROWEST_PX:
        middle = (x0 + x1) / 2
        x0, x1 = middle - NARROWEST_PX / 2, middle + NARROWEST_PX / 2
    left, right = max(x0, scale.x0), min(x1, scale.x1)
    if right - left < 1:
        return
    height = brush.bar_height + (2 if is_band else 0)
    shapes.bars.append(
        Bar(
            box=Box(left, brush.y - height / 2, right, brush.y + height / 2),
            ink=brush.ink,
            fill=brush.fill,
            is_band=is_band,
            has_end_ticks=has_end_ticks,
            is_dashed=brush.is_dashed,
            coarse_start=max(0.0, coarse[0] - (left - x0)),
            coarse_end=max(0.0, coarse[1] - (x1 - right)),
            cut_left=left > x0,
            cut_right=right < x1,
            mark=brush.mark,
        )
    )
    extent.cover(left, right)
    extent.bar = (left, right)


def _draw_range(
    shape: DateShape, scale: Scale, brush: Brush, shapes: Shapes, extent: Extent
) -> None:
    """A hollow band with end ticks: some moment between the two."""
    left, right = _open_ends(shape, scale, brush, shapes, extent)
    _draw_bar(left, right, scale, brush, shapes, extent, is_band=True, has_end_ticks=True)


def _draw_lasting(
    shape: DateShape, scale: Scale, brush: Brush, shapes: Shapes, extent: Extent
) -> None:
    left, right = _open_ends(shape, scale, brush, shapes, extent)
    coarse = (
        max(0.0, scale.x(shape.coarse_start) - scale.x(shape.t0)),
        max(0.0, scale.x(shape.t1) - scale.x(shape.coarse_end)),
    )
    _draw_bar(left, right, scale, brush, shapes, extent, is_band=False, coarse=coarse)


def _open_ends(
    shape: DateShape, scale: Scale, brush: Brush, shapes: Shapes, extent: Extent
) -> tuple[float, float]:
    """Where a bar begins and ends, with arrowheads at the plot's edges for open ends."""
    left, right = scale.x(shape.t0), scale.x(shape.t1)
    if shape.doubt & Doubt.START_OPEN and right > scale.x0 + ARROW_PX:
        left = scale.x0 + ARROW_PX
        shapes.arrows.append(Arrow(scale.x0 + 1, brush.y, -1, brush.ink))
        extent.cover(scale.x0, left)
    if shape.doubt & Doubt.END_OPEN and left < scale.x1 - ARROW_PX:
        right = scale.x1 - ARROW_PX
        shapes.arrows.append(Arrow(scale.x1 - 1, brush.y, 1, brush.ink))
        extent.cover(right, scale.x1)
    return left, right


def _draw_parts(
    shape: DateShape,
    scale: Scale,
    brush: Brush,
    shapes: Shapes,
    extent: Extent,
    word_for_or: tuple[str, float],
) -> None:
    """The members of a set, joined by a line: dotted with "or" when only one holds."""
    is_one_of = shape.form is Form.ONE_OF
    previous_right: float | None = None
    for t0, t1 in sorted(shape.parts):
        part = Extent()
        is_band = is_one_of or t1 - t0 > _LONGEST_PLACED
        width = scale.x(t1) - scale.x(t0)
        if width <= WIDEST_DISC_DAY_PX:
            is_band = False
        _draw_piece(t0, t1, scale, brush, shapes, part, is_band=is_band, is_hollow=is_one_of)
        left = min(part.left, scale.x(t0))
        if previous_right is not None and left > previous_right:
            _draw_link(previous_right, left, scale, brush, shapes, word_for_or, is_one_of)
        previous_right = max(part.right, scale.x(t1))
        if part.left <= part.right:
            extent.cover(part.left, part.right)
        extent.cover(*_within(scale, left, previous_right))


_LONGEST_PLACED = 86_400


def _within(scale: Scale, left: float, right: float) -> tuple[float, float]:
    return max(left, scale.x0), min(right, scale.x1)


def _draw_link(
    left: float,
    right: float,
    scale: Scale,
    brush: Brush,
    shapes: Shapes,
    word_for_or: tuple[str, float],
    is_one_of: bool,
) -> None:
    left, right = _within(scale, left, right)
    if right - left < 1:
        return
    word, width = word_for_or
    if not is_one_of or right - left < width + _LINK_ROOM_FOR_WORD_PX:
        shapes.links.append(Link(left, right, brush.y, is_one_of, brush.ink))
        return
    middle = (left + right) / 2
    height = LINE_HEIGHTS[Role.NOTE]
    top = brush.y - height / 2
    shapes.texts.append(
        Label(
            box=Box(middle - width / 2, top, middle + width / 2, top + height),
            text=word,
            role=Role.NOTE,
            ink=Ink.MUTED,
            mark=brush.mark,
        )
    )
    for x0, x1 in ((left, middle - width / 2 - 3), (middle + width / 2 + 3, right)):
        shapes.links.append(Link(x0, x1, brush.y, is_dotted=True, ink=brush.ink))


# --------------------------------------------------------------------------- doubt


def _draw_doubt(
    shape: DateShape, scale: Scale, brush: Brush, shapes: Shapes, extent: Extent
) -> None:
    """Whiskers, fades and question marks beyond the core, on the sides that need them."""
    if not shape.doubt:
        return
    left, right = extent.left, extent.right
    if left > right:
        left = right = min(max(scale.x(shape.middle), scale.x0), scale.x1)
    _draw_unknown_ends(shape, scale, brush, shapes, extent)
    sides = (
        (left, shape.o0, Doubt.START_APPROXIMATE, Doubt.START_UNCERTAIN),
        (right, shape.o1, Doubt.END_APPROXIMATE, Doubt.END_UNCERTAIN),
    )
    for core_x, outer, approximate, uncertain in sides:
        if not np.isfinite(outer) or not shape.doubt & (approximate | uncertain):
            continue
        outer_x = min(max(scale.x(outer), scale.x0), scale.x1)
        if abs(outer_x - core_x) < SHORTEST_WHISKER_PX or (outer_x < core_x) != (
            approximate is Doubt.START_APPROXIMATE
        ):
            continue
        if shape.doubt & uncertain:
            shapes.fades.append(Fade(core_x, outer_x, brush.y, brush.bar_height, brush.ink))
        if shape.doubt & approximate:
            shapes.whiskers.append(Whisker(core_x, outer_x, brush.y, brush.ink))
        extent.cover(min(core_x, outer_x), max(core_x, outer_x))


def _draw_unknown_ends(
    shape: DateShape, scale: Scale, brush: Brush, shapes: Shapes, extent: Extent
) -> None:
    """A fade of fixed width with a question mark where nobody knows the end."""
    ends = (
        (Doubt.START_UNKNOWN, scale.x(shape.t0), -1),
        (Doubt.END_UNKNOWN, scale.x(shape.t1), 1),
    )
    for doubt, x, towards in ends:
        outer = x + towards * UNKNOWN_END_PX
        if not shape.doubt & doubt or not scale.x0 <= x <= scale.x1:
            continue
        outer = min(max(outer, scale.x0), scale.x1)
        shapes.fades.append(Fade(x, outer, brush.y, brush.bar_height, brush.ink))
        extent.cover(min(x, outer), max(x, outer))
        mark_x = outer + towards * _QUESTION_PX / 2 - _QUESTION_PX / 2
        if mark_x >= scale.x0 and mark_x + _QUESTION_PX <= scale.x1:
            shapes.texts.append(_question_mark(mark_x, brush))
            extent.cover(mark_x, mark_x + _QUESTION_PX)


_QUESTION_PX = 8.0


def _question_mark(x: float, brush: Brush) -> Label:
    height = LINE_HEIGHTS[Role.LABEL]
    top = brush.y - height / 2
    box = Box(x, top, x + _QUESTION_PX, top + height)
    return Label(box=box, text="?", role=Role.LABEL, ink=Ink.MUTED, mark=brush.mark)


def is_uncertain(shape: DateShape) -> bool:
    """Whether the label of the date should carry a question mark."""
    return bool(shape.doubt & UNCERTAIN)
