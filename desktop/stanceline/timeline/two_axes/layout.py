"""Two times of marks laid out in pixels: publication upwards against happening to the right.

What was reported on the day it happened lies on a diagonal, what was reported later above
it, what was announced ahead below. Lengths are pixels, times civil seconds.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.timeline.placing.axis import AXIS_HEIGHT, Measure, axis_of
from stanceline.timeline.placing.inks import BY_STANCE
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Axis,
    Box,
    Floats,
    Ink,
    Ints,
    Label,
    Layout,
    Role,
    Tick,
)
from stanceline.timeline.sorting.table import TimeTable
from stanceline.timeline.two_axes.marks import (
    Drawn,
    Spot,
    Texts,
    lay_out_marks,
    nothing_drawn,
)
from stanceline.timeline.two_axes.table import Area, Cells, Size, TwoTimes
from stanceline.timeline.windows import SECONDS_PER_YEAR, TimeWindow
from stanceline.timeline.words.wording import Wording

HEADER_WIDTH = 128.0
RIGHT_MARGIN = 16.0
MOST_SINGLE = 2_500
"""With more marks in sight than this they are counted in cells."""

_LEAST_CELL_PX = 3.0
_WIDEST_DAY_CELL_PX = 48.0
_TICK_RIGHT = 10.0
_PERIOD_LEFT = 12.0
_CAPTION_PAD = 14.0
_LEAST_DELAY_PX = 34.0
_MOST_SLOPES = 4
_SLOPE_GAP = 8.0
_LEAST_PLOT_PX = 160.0


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the drawing, so that it can be translated."""

    late: str = "reported later"
    ahead: str = "announced ahead"
    same_day: str = "reported the same day"
    delays: tuple[str, ...] = ("a day later", "a week later", "a month later", "a year later")
    across: str = "happened or said"
    up: str = "published"


ENGLISH_WORDS = Words()
_DELAYS_S = (SECONDS_PER_DAY, 7 * SECONDS_PER_DAY, SECONDS_PER_YEAR / 12, SECONDS_PER_YEAR)


@dataclass(frozen=True, slots=True)
class Rung:
    """A line of the upright axis at ``y``; a strong one where a longer period begins."""

    y: float
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Slope:
    """A line along which all marks are reported equally late; 0 is the diagonal itself."""

    x0: float
    y0: float
    x1: float
    y1: float
    label: Label | None
    is_diagonal: bool


@dataclass(frozen=True, slots=True, eq=False)
class TwoAxesLayout:
    """Two times laid out. ``base`` holds the points, labels and the axis of happening.

    ``cells`` stand in for the points where there are too many; the first cell begins at
    ``cells_box.x0`` and ends, upwards, at ``cells_box.y1``. ``stretches`` are rows
    (x0, y0, x1, y1) of thin lines with the inks ``stretch_inks``: how long a mark may
    have lasted, and from its first report to its last. ``n_beside`` is how many marks that
    have both dates lie outside the area.
    """

    base: Layout
    area: Area
    cells: Cells | None
    cells_box: Box | None
    rungs: tuple[Rung, ...]
    texts: tuple[Label, ...]
    slopes: tuple[Slope, ...]
    stretches: Floats
    stretch_inks: Ints
    n_beside: int
    n_left_out: int

    def time_at(self, x: float, y: float) -> tuple[float, float]:
        """When a point of the plot happened, and when it was published."""
        spot = Spot(self.base.plot, self.area)
        return spot.time_across(x), spot.time_up(y)

    def point_of(self, across: float, up: float) -> tuple[float, float]:
        """Where a mark with these times lies."""
        spot = Spot(self.base.plot, self.area)
        return spot.x(across), spot.y(up)


def plot_of(size: tuple[float, float]) -> Box:
    """Where marks are drawn in a canvas of this size."""
    width, height = max(size[0], HEADER_WIDTH + RIGHT_MARGIN + 1), max(size[1], AXIS_HEIGHT + 1)
    return Box(HEADER_WIDTH, AXIS_HEIGHT, width - RIGHT_MARGIN, height)


def with_equal_steps(area: Area, size: tuple[float, float], *, at_most: float = 3.0) -> Area:
    """The area grown so that a day is as long on both axes, and the diagonal a true one.

    Where that would leave more than ``at_most`` times the room that one of the axes needs,
    each keeps its own step.
    """
    plot = plot_of(size)
    across, up = area.across.seconds / plot.width, area.up.seconds / plot.height
    step = max(across, up)
    if step > at_most * min(across, up):
        return area
    return Area(
        _lengthened(area.across, step * plot.width), _lengthened(area.up, step * plot.height)
    )


def _lengthened(window: TimeWindow, seconds: float) -> TimeWindow:
    more = (seconds - window.seconds) / 2
    return TimeWindow(window.t0 - more, window.t1 + more)


def lay_out_two_axes(
    times: TwoTimes,
    table: TimeTable,
    area: Area,
    size: tuple[float, float],
    measure: Measure,
    texts: Texts,
    wording: Wording,
    words: Words = ENGLISH_WORDS,
    colours: str = BY_STANCE,
) -> TwoAxesLayout:
    """The marks of an area in a canvas of ``size`` (width, height) pixels.

    ``table`` is the one that ``times`` was made of. The same input gives the same
    layout; moving the area moves what is drawn and changes nothing else about it.
    """
    plot = plot_of(size)
    spot = Spot(plot, area)
    captions = _captions(plot, measure, words)
    slopes = _slopes(spot, measure, words, captions)
    n_inside = times.n_inside(area)
    cells, cells_box, drawn = None, None, nothing_drawn(table, n_inside)
    if n_inside > MOST_SINGLE:
        cells = times.cells(area, _cell_size(spot))
        cells_box = _box_of(cells, spot)
    else:
        taken = [text.box for text in (*captions, *(s.label for s in slopes)) if text]
        drawn = lay_out_marks(times, table, spot, measure, texts, taken, colours)
    axis = axis_of(area.across, Box(plot.x0, 0.0, plot.x1, AXIS_HEIGHT), measure, wording)
    rungs, tick_texts = _upright(area.up, plot, measure, wording)
    return TwoAxesLayout(
        base=replace(_base(size, plot, axis, table.stances, drawn), colours=colours),
        area=area,
        cells=cells,
        cells_box=cells_box,
        rungs=rungs,
        texts=(*tick_texts, *_axis_names(measure, words), *captions),
        slopes=slopes,
        stretches=drawn.stretches,
        stretch_inks=drawn.stretch_inks,
        n_beside=len(times) - n_inside,
        n_left_out=times.n_left_out,
    )


def cell_at(layout: TwoAxesLayout, x: float, y: float) -> tuple[Area, int] | None:
    """The cell at a point of the canvas and how many marks it holds; None where none is."""
    cells = layout.cells
    if cells is None or not layout.base.plot.contains(x, y):
        return None
    across, up = layout.time_at(x, y)
    column = int(np.floor(across / cells.size.across_s))
    row = int(np.floor(up / cells.size.up_s))
    n_rows, n_columns = cells.counts.shape
    i, j = row - cells.first_row, column - cells.first_column
    if not (0 <= i < n_rows and 0 <= j < n_columns) or cells.counts[i, j] == 0:
        return None
    wide, tall = cells.size.across_s, cells.size.up_s
    area = Area(
        TimeWindow(column * wide, (column + 1) * wide), TimeWindow(row * tall, (row + 1) * tall)
    )
    return area, int(cells.counts[i, j])


# --------------------------------------------------------------------------- cells


def _cell_size(spot: Spot) -> Size:
    """Cells of 3 to 6 pixels, or of a day; panning and zooming never move their edges."""
    return Size(_power(spot.px_across), _power(spot.px_up))


def _power(px_per_second: float) -> int:
    day_px = SECONDS_PER_DAY * px_per_second
    power = math.ceil(math.log2(_LEAST_CELL_PX / day_px))
    return 0 if power < 0 and day_px <= _WIDEST_DAY_CELL_PX else power


def _box_of(cells: Cells, spot: Spot) -> Box:
    """Where all the cells together lie; parts of the outer ones may be out of sight."""
    wide, tall = cells.size.across_s, cells.size.up_s
    n_rows, n_columns = cells.counts.shape
    return Box(
        spot.x(cells.first_column * wide),
        spot.y((cells.first_row + n_rows) * tall),
        spot.x((cells.first_column + n_columns) * wide),
        spot.y(cells.first_row * tall),
    )


# --------------------------------------------------------------------------- axes


def _upright(
    up: TimeWindow, plot: Box, measure: Measure, wording: Wording
) -> tuple[tuple[Rung, ...], list[Label]]:
    """The axis of publication: the calendar axis, stood on its end."""
    axis = axis_of(up, Box(0, 0, plot.height, AXIS_HEIGHT), _line_height, wording)
    strong = {tick.x for tick in axis.periods}
    rungs = [
        Rung(plot.y1 - tick.x, tick.x in strong)
        for tick in (*axis.periods, *axis.ticks)
        if 0 <= tick.x <= plot.height
    ]
    ticks = _column(axis.ticks, plot, lambda width: plot.x0 - _TICK_RIGHT - width, measure)
    periods = _column(axis.periods, plot, lambda _: _PERIOD_LEFT, measure)
    return tuple(dict.fromkeys(rungs)), [*ticks, *periods]


def _line_height(text: str, role: Role) -> float:
    """What a label takes of an axis that stands upright: its height."""
    del text
    return LINE_HEIGHTS[role]


def _column(
    ticks: Iterable[Tick], plot: Box, left_of: Callable[[float], float], measure: Measure
) -> list[Label]:
    """The labels of ticks above one another, each at the height of its tick.

    The period that began before the window has its label at the lower edge.
    """
    labels: list[Label] = []
    lowest = plot.y1
    for tick in ticks:
        if tick.label is None:
            continue
        width, height = measure(tick.label.text, tick.label.role), LINE_HEIGHTS[tick.label.role]
        top = min(plot.y1 - max(tick.x, 0.0) - height / 2, plot.y1 - height)
        if top < plot.y0 or top + height > lowest:
            continue
        left, lowest = left_of(width), top
        box = Box(left, top, left + width, top + height)
        labels.append(replace(tick.label, box=box))
    return labels


def _slopes(spot: Spot, measure: Measure, words: Words, captions: list[Label]) -> tuple[Slope, ...]:
    """The diagonal, and the lines of what was reported a day, a week and so on later."""
    lines: list[tuple[Slope, str]] = []
    reach = 0.0
    for delay, text in [(0.0, words.same_day), *zip(_DELAYS_S, words.delays, strict=True)]:
        offset_px = delay * spot.px_up
        is_near = delay > 0 and offset_px < reach + _LEAST_DELAY_PX
        line = None if is_near else _slope(spot, delay)
        if line is not None and len(lines) < _MOST_SLOPES:
            reach = offset_px
            lines.append((line, text))
    taken = [caption.box for caption in captions]
    slopes: list[Slope] = []
    for line, text in lines:
        boxes = _boxes_by(line, spot.plot, measure(text, Role.NOTE))
        others = [each for each, _ in lines]
        box = next((each for each in boxes if _is_free(each, taken, others)), None)
        label = None if box is None else Label(box, text, Role.NOTE, Ink.MUTED)
        taken += [] if box is None else [box]
        slopes.append(replace(line, label=label))
    return tuple(slopes)


def _is_free(box: Box, taken: list[Box], lines: list[Slope]) -> bool:
    return not any(box.overlaps(other) for other in taken) and not any(
        _crosses(line, box) for line in lines
    )


def _crosses(line: Slope, box: Box) -> bool:
    """Whether a slope, which rises to the right, runs through the box."""
    steepness = (line.y0 - line.y1) / (line.x1 - line.x0)

    def height_at(x: float) -> float:
        return line.y0 - (min(max(x, line.x0), line.x1) - line.x0) * steepness

    is_beside = box.x1 < line.x0 or line.x1 < box.x0
    return not is_beside and height_at(box.x1) < box.y1 and height_at(box.x0) > box.y0


def _slope(spot: Spot, delay: float) -> Slope | None:
    """The line of all that was published ``delay`` seconds after it happened."""
    area = spot.area
    start = max(area.across.t0, area.up.t0 - delay)
    end = min(area.across.t1, area.up.t1 - delay)
    if end <= start:
        return None
    return Slope(
        spot.x(start),
        spot.y(start + delay),
        spot.x(end),
        spot.y(end + delay),
        label=None,
        is_diagonal=delay == 0,
    )


def _boxes_by(line: Slope, plot: Box, width: float) -> Iterator[Box]:
    """Room for a text beside the ends of a slope, from the best on; none may be there."""
    height = LINE_HEIGHTS[Role.NOTE]
    if line.x1 - line.x0 < width:
        return
    at_left, at_right = plot.x0 + _SLOPE_GAP, plot.x1 - _SLOPE_GAP - width
    rise = (line.y0 - line.y1) / (line.x1 - line.x0)
    corners = (
        (line.x1 + _SLOPE_GAP, plot.y0 + 4),  # Right of where it leaves at the top.
        (at_right, line.y1 - height - 2),  # Above where it leaves at the right.
        (at_right, line.y1 + rise * (line.x1 - at_right) + 4),  # Below it there.
        (at_left, line.y0 - rise * (at_left + width - line.x0) - height - 2),  # Above its begin.
        (line.x0 - _SLOPE_GAP - width, plot.y1 - height - 4),  # Left of its begin below.
    )
    for left, top in corners:
        box = Box(left, top, left + width, top + height)
        if _is_within(box, plot):
            yield box


def _is_within(box: Box, plot: Box) -> bool:
    return plot.x0 <= box.x0 and box.x1 <= plot.x1 and plot.y0 <= box.y0 and box.y1 <= plot.y1


def _captions(plot: Box, measure: Measure, words: Words) -> list[Label]:
    """What the two halves of the plot and its axes are."""
    height = LINE_HEIGHTS[Role.CAPTION]
    if plot.width < _LEAST_PLOT_PX or plot.height < _LEAST_PLOT_PX:
        return []
    late, ahead = measure(words.late, Role.NOTE), measure(words.ahead, Role.NOTE)
    left, top = plot.x0 + _CAPTION_PAD, plot.y0 + _CAPTION_PAD
    right, bottom = plot.x1 - _CAPTION_PAD, plot.y1 - _CAPTION_PAD
    return [
        Label(Box(left, top, left + late, top + height), words.late, Role.NOTE, Ink.MUTED),
        Label(
            Box(right - ahead, bottom - height, right, bottom), words.ahead, Role.NOTE, Ink.MUTED
        ),
    ]


def _axis_names(measure: Measure, words: Words) -> list[Label]:
    """In the corner above the upright axis, what runs along each of the two."""
    height = LINE_HEIGHTS[Role.NOTE]
    lines = ((f"{words.across} \N{RIGHTWARDS ARROW}", 5.0), (f"\N{UPWARDS ARROW} {words.up}", 21.0))
    labels = []
    for text, top in lines:
        width = measure(text, Role.NOTE)
        left = HEADER_WIDTH - _TICK_RIGHT - width
        labels.append(Label(Box(left, top, left + width, top + height), text, Role.NOTE, Ink.MUTED))
    return labels


# --------------------------------------------------------------------------- what is drawn


def _base(
    size: tuple[float, float], plot: Box, axis: Axis, stances: tuple[Stance, ...], drawn: Drawn
) -> Layout:
    """The points, labels and the axis of happening, as every timeline has them."""
    return Layout(
        width=size[0],
        height=size[1],
        plot=plot,
        axis_box=Box(plot.x0, 0.0, plot.x1, AXIS_HEIGHT),
        header_box=Box(0.0, plot.y0, plot.x0, plot.y1),
        content_height=plot.height,
        scroll_y=0.0,
        stances=stances,
        axis=axis,
        lanes=(),
        points=drawn.points,
        bars=(),
        whiskers=(),
        fades=(),
        arrows=(),
        links=(),
        labels=drawn.labels,
        badges=(),
        strips=(),
        densities=(),
        coverage=None,
        bands=(),
        folds=(),
        pins=(),
        reports=(),
        today_x=None,
        today_label=None,
        n_marks_in_window=drawn.n_inside,
        hit_boxes=drawn.hit_boxes,
        hit_marks=drawn.points.mark,
        hit_lanes=np.zeros(drawn.points.n, dtype=np.int64),
    )
