"""The frame of a timeline: how tall lanes are, where they lie, and what their headers say."""

from collections.abc import Sequence
from functools import lru_cache
from operator import is_

from stanceline.records import dataclass
from stanceline.timeline.placing.axis import AXIS_HEIGHT, LOW_AXIS_HEIGHT, Measure
from stanceline.timeline.placing.labels import clean, elided
from stanceline.timeline.placing.tight import tight_rows
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Ink, Label, LaneBox, Role
from stanceline.timeline.sorting.lanes import Lane, Lanes


@dataclass(frozen=True, slots=True)
class Options:
    """How roomy a layout is. All lengths are pixels.

    ``tallest`` and ``least`` are the scale of row heights between which the canvas'
    height decides. Where the lanes have less than ``tight_below`` and do not fit, they
    are laid out tightly. What stands above them takes less room in a canvas lower than
    ``low_below``. ``header_width`` is chosen by the lanes' titles when None.
    """

    tallest: float = 1.3
    least: float = 0.72
    tight_below: float = 280.0
    low_below: float = 330.0
    header_width: float | None = None
    widest_header: float = 208.0
    narrowest_header: float = 96.0
    right_margin: float = 16.0
    most_labels: int = 700
    longest_label: float = 260.0


DEFAULT_OPTIONS = Options()

STRIP_HEIGHT = 3.0
STRIP_GAP = 4.0
HEADLINE_HEIGHT = 15.0
_ROWS_FOR_HEADLINE = 4
FEWEST_OF_A_CROWD = 400
"""A block of a lane with more marks than this may show fewer rows than it has."""

EVENT_PITCH = 21.0
_QUOTATION_PITCH = 15.0
_LOWEST_EVENT_PITCH = 16.0
_LOWEST_QUOTATION_PITCH = 11.0
_LEAST_FACTOR = 0.7
_PAD = 7.0
_LOWEST_LANE = 24.0
_HEADER_PAD = 14.0
_NOTE_FROM_HEIGHT = 44.0
_TOGGLE_PX = 12.0
_TOGGLE_LEFT = 8.0
_N_HALVINGS = 7

_TIGHT_PAD = 2.0
_TIGHT_EVENT_PITCH = 16.0
_TIGHT_QUOTATION_PITCH = 11.0
_TIGHT_QUOTATIONS = 20.0
_TIGHT_GLYPH = 9.0
_TIGHT_STRIP_GAP = 2.0
_MOST_TIGHT_ROWS = 3
_MOST_FANNED = 6
_LOWEST_TIGHT_LANE = 20.0
_MOST_TIGHT_SLACK = 10.0


@dataclass(frozen=True, slots=True)
class LaneRoom:
    """The heights of the parts of one lane in pixels, from the top down.

    ``headlines`` are the lines for labels above the two blocks, 0 for none. ``n_rows`` are
    the rows that are shown; a crowded block may have more. ``gap`` lies between the two
    blocks. When ``is_tight``, events stand in the rows of ``tight_rows``.
    """

    pad: float
    headlines: tuple[float, float]
    pitches: tuple[float, float]
    n_rows: tuple[int, int]
    strip: float
    height: float
    gap: float = 0.0
    is_tight: bool = False

    def top_of(self, block: int) -> float:
        """How far below the top of the lane the rows of a block begin."""
        top = self.pad + self.headlines[0]
        if block:
            top += self.n_rows[0] * self.pitches[0] + self.gap + self.headlines[1]
        return top


_MostRows = tuple[int, int]
"""How many rows of quotations and of events are shown of crowded blocks."""

_ALL = 10_000
_MOST_ROWS: tuple[_MostRows, ...] = (
    (_ALL, _ALL),
    (7, 9),
    (6, 8),
    (5, 6),
    (4, 5),
    (3, 4),
    (3, 3),
    (2, 3),
    (2, 2),
    (1, 2),
    (1, 1),
)
"""From the roomiest to the tightest; the first that fits into the canvas is taken."""

_MOST_ROWS_WHEN_NONE_FITS = (2, 3)


_ROOMS_KEPT = 4_096


def _lane_room(
    lane: Lane, scale: float, block_sizes: tuple[int, int], most_rows: _MostRows
) -> LaneRoom:
    """How tall a lane and its parts are when rows are scaled so."""
    are_crowds = (block_sizes[0] > FEWEST_OF_A_CROWD, block_sizes[1] > FEWEST_OF_A_CROWD)
    n_rows = (lane.n_quotation_rows, lane.n_event_rows)
    return _room_of(
        n_rows, are_crowds, lane.height_factor, scale, most_rows, has_strip=lane.has_strip
    )


@lru_cache(maxsize=_ROOMS_KEPT)
def _room_of(
    rows: tuple[int, int],
    are_crowds: tuple[bool, bool],
    factor: float,
    scale: float,
    most_rows: _MostRows,
    *,
    has_strip: bool,
) -> LaneRoom:
    """The same of a lane with so many rows; a change of a mark hardly ever asks for others."""
    low = max(min(factor, 1.0), _LEAST_FACTOR)
    pitches = (
        max(_QUOTATION_PITCH * scale * min(factor, 1.4), _LOWEST_QUOTATION_PITCH * low),
        max(EVENT_PITCH * scale * min(factor, 1.4), _LOWEST_EVENT_PITCH * low),
    )
    n_rows = list(rows)
    headlines = [0.0, 0.0]
    for block, is_crowd in enumerate(are_crowds):
        if is_crowd:
            n_rows[block] = min(n_rows[block], max(round(most_rows[block] * factor), 1))
            headlines[block] = HEADLINE_HEIGHT if n_rows[block] >= _ROWS_FOR_HEADLINE else 0.0
    strip = STRIP_HEIGHT + STRIP_GAP if has_strip else 0.0
    pad = _PAD * scale * max(low, min(factor, 1.5))
    used = sum(headlines) + n_rows[0] * pitches[0] + n_rows[1] * pitches[1] + strip + 2 * pad
    height = round(max(used, _LOWEST_LANE))
    return LaneRoom(
        pad=pad + max(height - used, 0.0) / 2,
        headlines=(headlines[0], headlines[1]),
        pitches=pitches,
        n_rows=(n_rows[0], n_rows[1]),
        strip=strip,
        height=height,
    )


def _tight_room(lanes: Lanes, at: int, slack: float) -> LaneRoom:
    """How tall a lane is where there is little height.

    Quotations of one time lie on one another like cards that are fanned out; events have
    as few rows as they can do with.
    """
    lane, sizes = lanes.lanes[at], lanes.index.block_sizes(at)
    n_quotations, n_events = lane.n_quotation_rows, lane.n_event_rows
    if sizes[0] > FEWEST_OF_A_CROWD:
        n_quotations = min(n_quotations, 2)
    if sizes[1] > FEWEST_OF_A_CROWD:
        n_events = min(n_events, 2)
    elif sizes[1]:
        n_events = min(tight_rows(lanes, at)[1], _MOST_TIGHT_ROWS)
    pitch, gap = _TIGHT_QUOTATION_PITCH, 0.0
    if n_quotations > _MOST_FANNED:
        n_quotations = 2
    elif n_quotations * pitch > _TIGHT_QUOTATIONS:
        pitch = (_TIGHT_QUOTATIONS - _TIGHT_GLYPH) / (n_quotations - 1)
        gap = max(_TIGHT_GLYPH - pitch, 0.0) / 2
    strip = STRIP_HEIGHT + _TIGHT_STRIP_GAP if lane.has_strip else 0.0
    used = n_quotations * pitch + 2 * gap + n_events * _TIGHT_EVENT_PITCH + strip
    height = round(max(used + 2 * _TIGHT_PAD, _LOWEST_TIGHT_LANE) + slack)
    return LaneRoom(
        pad=(height - used) / 2 + gap,
        headlines=(0.0, 0.0),
        pitches=(pitch, _TIGHT_EVENT_PITCH),
        n_rows=(n_quotations, n_events),
        strip=strip,
        height=height,
        gap=gap,
        is_tight=True,
    )


def _tight_rooms(lanes: Lanes, height: float) -> list[LaneRoom]:
    """Rooms for all lanes with little height, and what is left of it shared among them."""
    n_lanes = len(lanes.lanes)
    rooms = [_tight_room(lanes, at, 0.0) for at in range(n_lanes)]
    slack = (height - sum(room.height for room in rooms)) // max(n_lanes, 1)
    if slack <= 0:
        return rooms
    return [_tight_room(lanes, at, min(slack, _MOST_TIGHT_SLACK)) for at in range(n_lanes)]


def content_height(lanes: Lanes, scale: float) -> float:
    """How many pixels all lanes need, with all of their rows, when rows are scaled so."""
    return _height(lanes, scale, _MOST_ROWS[0])


def _height(lanes: Lanes, scale: float, most_rows: _MostRows) -> float:
    return float(sum(room.height for room in _lane_rooms(lanes, scale, most_rows)))


def _lane_rooms(lanes: Lanes, scale: float, most_rows: _MostRows) -> list[LaneRoom]:
    return [
        _lane_room(lane, scale, lanes.index.block_sizes(at), most_rows)
        for at, lane in enumerate(lanes.lanes)
    ]


def fitting_rooms(lanes: Lanes, height: float, options: Options) -> tuple[float, list[LaneRoom]]:
    """The largest row scale with which all lanes fit into a height, or the least there is.

    Crowded blocks show fewer of their rows when the lanes do not fit otherwise.
    """
    low, high = options.least, options.tallest
    if height < options.tight_below and _height(lanes, low, _MOST_ROWS[0]) > height:
        return low, _tight_rooms(lanes, height)
    most_rows = next(
        (each for each in _MOST_ROWS if _height(lanes, low, each) <= height),
        _MOST_ROWS_WHEN_NONE_FITS,
    )
    if _height(lanes, low, most_rows) < height:
        for _ in range(_N_HALVINGS):
            middle = (low + high) / 2
            if _height(lanes, middle, most_rows) <= height:
                low = middle
            else:
                high = middle
        if _height(lanes, high, most_rows) <= height:
            low = high
    return low, _lane_rooms(lanes, low, most_rows)


def header_width(lanes: Sequence[Lane], width: float, measure: Measure, options: Options) -> float:
    """How wide the column with the titles of the lanes is."""
    if options.header_width is not None:
        return options.header_width
    widest = max(
        (measure(clean(lane.title), Role.LANE) + _indent(lane) for lane in lanes), default=0.0
    )
    wanted = widest + 2 * _HEADER_PAD
    limit = max(options.narrowest_header, min(options.widest_header, width * 0.24))
    return round(min(max(wanted, options.narrowest_header), limit))


def _indent(lane: Lane) -> float:
    return _TOGGLE_LEFT + _TOGGLE_PX if lane.depth == 0 and lane.is_collapsed else 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed parts of a canvas of ``width`` by ``height`` pixels, and its lanes in sight."""

    width: float
    height: float
    axis_height: float
    plot: Box
    scale: float
    content_height: float
    scroll_y: float
    boxes: tuple[LaneBox, ...]
    rooms: tuple[LaneRoom, ...]
    """One for each of the boxes."""


_LAST: list[tuple[tuple[object, ...], Frame]] = []
"""The last frame with what it was made of: most frames differ from the last in time alone."""


def frame_of(
    lanes: Lanes,
    size: tuple[float, float],
    measure: Measure,
    scroll_y: float,
    ribbon: float = 0.0,
    options: Options = DEFAULT_OPTIONS,
) -> Frame:
    """Where everything stands that does not depend on the window of time.

    ``ribbon`` is the height in pixels that is kept free between the axis and the lanes.
    """
    made_of = (lanes.lanes, lanes.index.first, measure, size, scroll_y, ribbon, options)
    if _LAST:
        known, frame = _LAST[0]
        if (
            all(map(is_, known[:_N_OBJECTS], made_of))
            and known[_N_OBJECTS:] == made_of[_N_OBJECTS:]
        ):
            return frame
    frame = _frame_of(lanes, size, measure, scroll_y, ribbon, options)
    _LAST[:] = [(made_of, frame)]
    return frame


_N_OBJECTS = 3


def _frame_of(
    lanes: Lanes,
    size: tuple[float, float],
    measure: Measure,
    scroll_y: float,
    ribbon: float,
    options: Options,
) -> Frame:
    width, height = size
    header = header_width(lanes.lanes, width, measure, options)
    right = max(width - options.right_margin, header + 1.0)
    axis_height = LOW_AXIS_HEIGHT if height < options.low_below else AXIS_HEIGHT
    top = axis_height + ribbon
    plot = Box(header, top, right, max(height, top + 1.0))
    scale, rooms = fitting_rooms(lanes, plot.height, options)
    content = float(sum(room.height for room in rooms))
    scroll_y = min(max(scroll_y, 0.0), max(content - plot.height, 0.0))
    headers = _Headers(lanes, plot, measure, width)
    boxes, seen = [], []
    y = plot.y0 - scroll_y
    for at, room in enumerate(rooms):
        if y < plot.y1 and y + room.height > plot.y0:
            boxes.append(headers.lane_box(at, Box(0.0, y, width, y + room.height), room))
            seen.append(room)
        y += room.height
    return Frame(
        width, height, axis_height, plot, scale, content, scroll_y, tuple(boxes), tuple(seen)
    )


class _Headers:
    """Titles, counts and triangles at the left of the lanes."""

    def __init__(self, lanes: Lanes, plot: Box, measure: Measure, width: float) -> None:
        self._lanes = lanes
        self._plot = plot
        self._measure = measure
        self._width = width
        self._is_nested = any(lane.depth for lane in lanes.lanes) or any(
            lane.is_collapsed for lane in lanes.lanes
        )

    def lane_box(self, at: int, box: Box, room: LaneRoom) -> LaneBox:
        """A lane with what its header says, as far as there is room for it."""
        lane = self._lanes.lanes[at]
        top, bottom = max(box.y0, self._plot.y0), min(box.y1, self._plot.y1)
        is_outer = self._is_nested and lane.depth == 0
        title, note = self._texts(lane, top, bottom, room, is_outer=is_outer)
        toggle = None
        if is_outer and title is not None and self._has_inner(at):
            middle = (title.box.y0 + title.box.y1) / 2
            toggle = Box(
                _TOGGLE_LEFT,
                middle - _TOGGLE_PX / 2,
                _TOGGLE_LEFT + _TOGGLE_PX,
                middle + _TOGGLE_PX / 2,
            )
        return LaneBox(
            lane=at,
            box=box,
            title=title,
            note=note,
            depth=lane.depth,
            toggle=toggle,
            is_collapsed=lane.is_collapsed,
            is_pinned=lane.is_pinned,
        )

    def _has_inner(self, at: int) -> bool:
        lanes = self._lanes.lanes
        has_child = at + 1 < len(lanes) and lanes[at + 1].depth > lanes[at].depth
        return has_child or lanes[at].is_collapsed

    def _texts(
        self, lane: Lane, top: float, bottom: float, room: LaneRoom, *, is_outer: bool
    ) -> tuple[Label | None, Label | None]:
        """The title, and the number of marks below it when the lane is tall enough."""
        role = Role.LABEL if lane.depth else Role.LANE
        line, note_line = LINE_HEIGHTS[role], LINE_HEIGHTS[Role.NOTE]
        if bottom - top < line:
            return None, None
        left = _TOGGLE_LEFT + _TOGGLE_PX + 4 if is_outer else _HEADER_PAD / 2
        right = self._plot.x0 - _HEADER_PAD
        text = elided(clean(lane.title), role, right - left, self._measure)
        has_note = bottom - top >= _NOTE_FROM_HEIGHT
        both = line + (note_line if has_note else 0.0)
        strip = room.strip if not has_note else 0.0
        y = (top + bottom - strip - both) / 2
        ink = Ink.MUTED if lane.depth and not lane.n_marks else Ink.TEXT
        title = self._label(text, role, ink, left if is_outer else None, y)
        if not has_note:
            return title, None
        count = f"{lane.n_marks:,}".replace(",", "\N{THIN SPACE}")
        return title, self._label(count, Role.NOTE, Ink.MUTED, left if is_outer else None, y + line)

    def _label(self, text: str, role: Role, ink: int, left: float | None, y: float) -> Label:
        """The text from a place on, or up to the right edge of the header."""
        width = self._measure(text, role)
        x = self._plot.x0 - _HEADER_PAD - width if left is None else left
        return Label(
            box=Box(x, y, x + width, y + LINE_HEIGHTS[role]), text=text, role=role, ink=ink
        )
