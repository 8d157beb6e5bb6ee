"""What a laid-out timeline consists of: shapes, lines and texts in pixels, without Qt."""

from collections.abc import Callable
from dataclasses import fields
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.stances import Stance
from stanceline.domain.timelines import COLOUR_RULES
from stanceline.records import dataclass

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Role(StrEnum):
    """What a text is for, which decides its font."""

    PERIOD = "period"
    TICK = "tick"
    LANE = "lane"
    NOTE = "note"
    LABEL = "label"
    QUOTE = "quote"
    BADGE = "badge"
    QUESTION = "question"
    TITLE = "title"
    SUBTITLE = "subtitle"
    CAPTION = "caption"
    SOURCE = "source"


LINE_HEIGHTS: dict[Role, float] = {
    Role.PERIOD: 16.0,
    Role.TICK: 15.0,
    Role.LANE: 17.0,
    Role.NOTE: 14.0,
    Role.LABEL: 15.0,
    Role.QUOTE: 14.0,
    Role.BADGE: 14.0,
    Role.QUESTION: 12.0,
    Role.TITLE: 30.0,
    Role.SUBTITLE: 18.0,
    Role.CAPTION: 15.0,
    Role.SOURCE: 15.0,
}
"""The height in pixels that a line of each role takes."""

ASCENT_SHARE = 0.77
"""How far below the top of its line a text's baseline lies, as a share of the line."""


class Ink(IntEnum):
    """A colour by its use; the stances of a layout are the inks from 0 up."""

    TEXT = -1
    MUTED = -2
    LINE = -3
    ACCENT = -4
    SURFACE = -5
    KIND_1 = -6
    KIND_2 = -7
    KIND_3 = -8
    KIND_4 = -9
    KIND_5 = -10
    KIND_6 = -11
    KIND_7 = -12
    OTHER_KIND = -13


KIND_INKS = tuple(range(Ink.KIND_1, Ink.OTHER_KIND - 1, -1))
"""The inks that tell kinds of events apart; the last one is for all that has none."""


class Glyph(IntEnum):
    """The shape of a mark that stands at one place; those from DISC on are for events."""

    UP = 0
    DOWN = 1
    CIRCLE = 2
    DIAMOND = 3
    DOT = 4
    SPLIT = 5
    DISC = 6
    SQUARE = 7
    HEXAGON = 8
    PENTAGON = 9
    STAR = 10
    PLUS = 11
    SHIELD = 12


class Fill(IntEnum):
    """How a shape is filled; for events it tells the status.

    WHOLE is confirmed, CORED (a light core) reported, DASHED disputed, CROSSED denied,
    OUTLINE planned. For quotations OUTLINE is a stance that leans, HATCHED one that is
    unclear. GHOST, a dotted outline, is a suggestion that nobody has accepted.
    """

    WHOLE = 0
    CORED = 1
    DASHED = 2
    CROSSED = 3
    OUTLINE = 4
    HATCHED = 5
    GHOST = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, ``x1`` and ``y1`` beyond its last pixel."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """The width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """The height in pixels."""
        return self.y1 - self.y0

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies in the rectangle."""
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share an area."""
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Marks that stand at one place, as columns; row i is one mark in one lane.

    ``x`` and ``y`` are the middle, ``radius`` half the width in pixels. ``glyph`` and
    ``fill`` hold values of Glyph and Fill, ``ink`` and ``other_ink`` inks, the other one
    for SPLIT (-1 for none is no ink: it stands for "no other"). ``count`` is how many
    reprints the mark stands for beside itself, 0 for none.
    """

    x: Floats
    y: Floats
    radius: Floats
    glyph: Ints
    fill: Ints
    ink: Ints
    other_ink: Ints
    mark: Ints
    lane: Ints
    count: Ints

    @property
    def n(self) -> int:
        """How many there are."""
        return int(self.x.size)

    def at(self, rows: Ints) -> "Points":
        """Some of them, by their row numbers."""
        return Points(*(getattr(self, each.name)[rows] for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: a solid bar, or a hollow band when ``is_band``.

    ``coarse_start`` and ``coarse_end`` are the widths of the half-tinted zones in which
    the bar begins and ends; a cut end runs on beyond the window and is not rounded.
    """

    box: Box
    ink: int
    fill: Fill
    is_band: bool
    has_end_ticks: bool
    is_dashed: bool
    coarse_start: float
    coarse_end: float
    cut_left: bool
    cut_right: bool
    mark: int
    mark_is_event: bool = True


@dataclass(frozen=True, slots=True)
class Whisker:
    """How much earlier or later an approximate date may lie; the cap stands at ``x1``."""

    x0: float
    x1: float
    y: float
    ink: int


@dataclass(frozen=True, slots=True)
class Fade:
    """A stretch that fades out from ``x0``, the side of the core, to ``x1``."""

    x0: float
    x1: float
    y: float
    height: float
    ink: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """The head at the end of an open bar; ``towards`` is -1 for left, 1 for right."""

    x: float
    y: float
    towards: int
    ink: int


@dataclass(frozen=True, slots=True)
class Link:
    """A thin line between the parts of one mark."""

    x0: float
    x1: float
    y: float
    is_dotted: bool
    ink: int


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text in its box; ``mark`` is -1 for a text that belongs to none.

    ``on_bar`` is a text that stands on its own bar, on a patch of the ground's colour.
    """

    box: Box
    text: str
    role: Role
    ink: int
    mark: int = -1
    lane: int = -1
    on_bar: bool = False
    is_struck: bool = False

    @property
    def baseline(self) -> float:
        """The y on which the letters stand."""
        return self.box.y0 + self.box.height * ASCENT_SHARE


@dataclass(frozen=True, slots=True)
class Leader:
    """A thin line from a label in the headline of a crowd down to where its mark lies."""

    x: float
    y0: float
    y1: float
    ink: int


@dataclass(frozen=True, slots=True)
class Badge:
    """A count of marks for which their lane has no row left, such as "+7"."""

    box: Box
    text: str
    mark: int


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """The stance of a lane over time, in stretches of one colour each, as columns.

    Stretch i reaches from ``left[i]`` to ``right[i]`` over the height of the box.
    """

    box: Box
    left: Floats
    right: Floats
    ink: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """Counts per column of a part of a lane that holds more marks than pixels.

    ``box`` is the room in pixels; column i begins at ``x0 + i * column_px``, which may lie
    a little before the box. ``counts`` is one row for each column and one column for each
    of ``inks``, stacked from the bottom up in this order; ``highest`` is the count that
    fills the height, and no column holds more. Columns are snapped to whole multiples of
    their length in time: column i is ``[t0 + i * seconds, t0 + (i + 1) * seconds)`` on the
    axis. ``n_running_through`` is how many marks reach into these columns with their
    middle outside, and are in none of the counts. ``block`` is 0 for the quotations of the
    lane, 1 for its events.
    """

    lane: int
    box: Box
    x0: float
    column_px: float
    counts: NDArray[np.int32]
    inks: tuple[int, ...]
    highest: int
    t0: float = 0.0
    seconds: float = 1.0
    block: int = 0
    count_through: Callable[[], int] | None = None

    @property
    def n_running_through(self) -> int:
        """How many marks are beside those counted, counted when it is asked for."""
        return 0 if self.count_through is None else self.count_through()


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How many articles are held for each column of time, below the axis."""

    box: Box
    x0: float
    column_px: float
    counts: NDArray[np.int32]
    highest: int


@dataclass(frozen=True, slots=True)
class Band:
    """An era or another stretch of time behind all lanes; ``ink`` tints it."""

    box: Box
    title: Label | None
    ink: int


@dataclass(frozen=True, slots=True)
class Fold:
    """A silent stretch that is folded to a few pixels; ``label`` says how long it is."""

    x0: float
    x1: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class Pin:
    """A note that an analyst pinned to a date: a flag at the top with a line downwards."""

    x: float
    label: Label
    place: int
    """Which of the notes of the view it is."""


@dataclass(frozen=True, slots=True)
class Report:
    """One of the ticks under an event: an article that reports it, at its publication."""

    x: float
    y0: float
    y1: float
    order: int
    """0 for who had it first."""
    mark: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the calendar axis; ``label`` is None where there is no room for one."""

    x: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class Axis:
    """The calendar above the lanes: fine ticks, and above them the periods they lie in."""

    ticks: tuple[Tick, ...]
    periods: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class LaneBox:
    """Where a lane lies in the canvas; parts of it may be scrolled out of sight.

    ``depth`` is 0 for an outer lane and 1 for one nested in it. ``toggle`` is where the
    little triangle stands that collapses a lane with others in it.
    """

    lane: int
    box: Box
    title: Label | None
    note: Label | None
    depth: int = 0
    toggle: Box | None = None
    is_collapsed: bool = False
    is_pinned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A timeline laid out in a canvas of ``width`` by ``height`` pixels.

    ``plot`` is where marks are drawn, ``axis_box`` and ``header_box`` are fixed beside
    it. ``content_height`` is what all lanes need, ``scroll_y`` how much of it is above.
    ``lanes`` are those in sight. ``n_marks_in_window`` counts each mark of the window once,
    however many lanes it stands in, those scrolled out of sight too. ``hit_boxes`` are rows
    (x0, y0, x1, y1) of the marks in ``hit_marks``, topmost last, ``hit_lanes`` the lanes
    they stand in.
    """

    width: float
    height: float
    plot: Box
    axis_box: Box
    header_box: Box
    content_height: float
    scroll_y: float
    stances: tuple[Stance, ...]
    axis: Axis
    lanes: tuple[LaneBox, ...]
    points: Points
    bars: tuple[Bar, ...]
    whiskers: tuple[Whisker, ...]
    fades: tuple[Fade, ...]
    arrows: tuple[Arrow, ...]
    links: tuple[Link, ...]
    labels: tuple[Label, ...]
    badges: tuple[Badge, ...]
    strips: tuple[Strip, ...]
    densities: tuple[Density, ...]
    coverage: Coverage | None
    bands: tuple[Band, ...]
    folds: tuple[Fold, ...]
    pins: tuple[Pin, ...]
    reports: tuple[Report, ...]
    today_x: float | None
    today_label: Label | None
    n_marks_in_window: int
    hit_boxes: Floats
    hit_marks: Ints
    hit_lanes: Ints
    leaders: tuple[Leader, ...] = ()
    colours: str = COLOUR_RULES[0]
