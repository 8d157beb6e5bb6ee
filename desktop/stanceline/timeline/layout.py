"""A timeline laid out in pixels: a pure function of lanes, a window, a size and a measure."""

from dataclasses import dataclass

import numpy as np

from stanceline.domain.events import EventStatus
from stanceline.timeline.axis import AXIS_HEIGHT, Measure, axis_of, without_labels_under
from stanceline.timeline.crowds import STRIP_HEIGHT, Crowds, Entries, Hits
from stanceline.timeline.labels import Row, Wish, elided, placed_labels
from stanceline.timeline.lanes import (
    OVERFLOW_ROW,
    Block,
    Direction,
    Lane,
    LaneOrder,
    Lanes,
    Place,
    build_lanes,
    neighbour,
)
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Bar,
    Box,
    Fill,
    Glyph,
    Ink,
    Label,
    LaneBox,
    Layout,
    Point,
    Role,
)
from stanceline.timeline.shapes import (
    STATUS_FILLS,
    Brush,
    Extent,
    Scale,
    Shapes,
    draw_event,
    is_uncertain,
)
from stanceline.timeline.table import NO_STANCE, Form, MarkTable
from stanceline.timeline.windows import (
    TimeWindow,
    clamped,
    first_window,
    fit_window,
    panned,
    zoomed,
)

__all__ = [
    "Direction",
    "LaneOrder",
    "Lanes",
    "Layout",
    "Measure",
    "Options",
    "Place",
    "TimeWindow",
    "build_lanes",
    "clamped",
    "first_window",
    "fit_window",
    "hit_test",
    "lay_out",
    "neighbour",
    "panned",
    "zoomed",
]

_STATUS_BY_CODE = tuple(EventStatus)
_CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)], " ")


@dataclass(frozen=True, slots=True)
class Options:
    """How roomy a layout is. All lengths are pixels.

    ``tallest`` and ``least`` are the scale of row heights between which the canvas'
    height decides. ``header_width`` is chosen by the lanes' titles when None.
    """

    tallest: float = 1.3
    least: float = 0.72
    header_width: float | None = None
    widest_header: float = 208.0
    narrowest_header: float = 96.0
    right_margin: float = 16.0
    most_labels: int = 700
    longest_label: float = 260.0


DEFAULT_OPTIONS = Options()

_PAD = 7.0
_QUOTATION_PITCH = 15.0
_EVENT_PITCH = 21.0
_LOWEST_EVENT_PITCH = 16.0
_LOWEST_QUOTATION_PITCH = 11.0
_STRIP_GAP = 4.0
_LOWEST_LANE = 24.0
_HEADER_PAD = 14.0
_NOTE_FROM_HEIGHT = 44.0

_HIDDEN_QUOTATION_PX = 4.0
_HIDDEN_EVENT_PX = 5.0
_QUOTE_ROOM_PX = 190.0
_LOWEST_PITCH_FOR_WORDS = 14.0
_LONGEST_QUOTE_PX = 340.0
_SHORTEST_QUOTE_PX = 110.0
_SHORTEST_LABEL_PX = 44.0
_DAY_BAND_FROM_PX = 24.0
_DOT_RADIUS = 2.5
_HIT_REACH_PX = 5.0


def lay_out(
    lanes: Lanes,
    window: TimeWindow,
    size: tuple[float, float],
    measure: Measure,
    *,
    scroll_y: float = 0.0,
    today: float | None = None,
    options: Options = DEFAULT_OPTIONS,
) -> Layout:
    """The timeline in a canvas of ``size`` (width, height) pixels.

    ``measure`` gives the width of a text in a role's font. ``scroll_y`` pixels of the
    lanes are above the plot, as far as there is something below it. ``today`` is the
    civil second that the today line marks. Lengths are in pixels, times in civil seconds.
    """
    return _Composer(lanes, window, size, measure, options).compose(scroll_y, today)


def content_height(lanes: Lanes, scale: float) -> float:
    """How many pixels all lanes need when their rows are scaled so."""
    return sum(_lane_height(lane, scale) for lane in lanes.lanes)


def hit_test(layout: Layout, x: float, y: float) -> Place | None:
    """The mark at a point of the canvas with its lane, or None.

    Marks near the point count too; the nearest wins, of equals the one drawn last.
    """
    if layout.hit_marks.size == 0 or not layout.plot.contains(x, y):
        return None
    boxes = layout.hit_boxes
    dx = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0.0)
    dy = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0.0)
    distance = np.hypot(dx, dy)
    best = float(distance.min())
    if best > _HIT_REACH_PX:
        return None
    at = int(np.flatnonzero(distance == best)[-1])
    return Place(int(layout.hit_lanes[at]), int(layout.hit_marks[at]))


def clean(text: str) -> str:
    """The text as one line without control characters or lone surrogates."""
    plain = text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")
    return " ".join(plain.split())


def _quotation_pitch(scale: float) -> float:
    return max(_QUOTATION_PITCH * scale, _LOWEST_QUOTATION_PITCH)


def _event_pitch(scale: float) -> float:
    return max(_EVENT_PITCH * scale, _LOWEST_EVENT_PITCH)


def _lane_height(lane: Lane, scale: float) -> float:
    rows = lane.n_quotation_rows * _quotation_pitch(scale) + lane.n_event_rows * _event_pitch(scale)
    strip = STRIP_HEIGHT + _STRIP_GAP if lane.has_strip else 0.0
    return round(max(rows + strip + 2 * _PAD * scale, _LOWEST_LANE))


class _Composer:
    """Lays out one canvas; made for one use."""

    def __init__(
        self,
        lanes: Lanes,
        window: TimeWindow,
        size: tuple[float, float],
        measure: Measure,
        options: Options,
    ) -> None:
        self._lanes = lanes
        self._table: MarkTable = lanes.table
        self._window = window
        self._width, self._height = size
        self._measure = measure
        self._options = options
        header = self._header_width()
        right = max(self._width - options.right_margin, header + 1.0)
        self._plot = Box(header, AXIS_HEIGHT, right, max(self._height, AXIS_HEIGHT + 1.0))
        self._scale = Scale(
            window.t0, self._plot.x0, self._plot.x1, self._plot.width / window.seconds
        )
        self._row_scale = self._fitting_row_scale()
        self._shapes = Shapes()
        self._rows: list[Row] = []
        self._hits = Hits()
        self._crowds = Crowds(lanes, window, self._scale, self._plot, measure, self._hits)
        self._seen: set[int] = set()
        word = lanes.wording.one_of
        self._word_for_or = (word, measure(word, Role.NOTE))

    def compose(self, scroll_y: float, today: float | None) -> Layout:
        heights = [_lane_height(lane, self._row_scale) for lane in self._lanes.lanes]
        content = float(sum(heights))
        scroll_y = min(max(scroll_y, 0.0), max(content - self._plot.height, 0.0))
        boxes = self._lane_boxes(heights, scroll_y)
        for lane_box in boxes:
            if lane_box.box.y1 > self._plot.y0 and lane_box.box.y0 < self._plot.y1:
                self._lay_out_lane(lane_box)
        labels = placed_labels(
            self._rows, self._label_area(), self._measure, most=self._options.most_labels
        )
        self._note_hits(labels)
        today_x, today_label = self._today(today)
        axis = axis_of(
            self._window,
            Box(self._plot.x0, 0.0, self._plot.x1, AXIS_HEIGHT),
            self._measure,
            self._lanes.wording,
        )
        return Layout(
            width=self._width,
            height=self._height,
            plot=self._plot,
            axis_box=Box(0.0, 0.0, self._width, AXIS_HEIGHT),
            header_box=Box(0.0, AXIS_HEIGHT, self._plot.x0, self._plot.y1),
            content_height=content,
            scroll_y=scroll_y,
            stances=self._table.stances,
            axis=without_labels_under(axis, today_label),
            lanes=tuple(boxes),
            points=tuple(self._shapes.points),
            bars=tuple(self._shapes.bars),
            whiskers=tuple(self._shapes.whiskers),
            fades=tuple(self._shapes.fades),
            arrows=tuple(self._shapes.arrows),
            links=tuple(self._shapes.links),
            labels=tuple(self._visible_texts(labels)),
            badges=tuple(self._crowds.badges),
            strips=tuple(self._crowds.strips),
            densities=tuple(self._crowds.densities),
            today_x=today_x,
            today_label=today_label,
            n_marks_in_window=len(self._seen),
            hit_boxes=np.array(self._hits.boxes, dtype=np.float64).reshape(-1, 4),
            hit_marks=np.array(self._hits.marks, dtype=np.int64),
            hit_lanes=np.array(self._hits.lanes, dtype=np.int64),
        )

    # ----------------------------------------------------------------- frame

    def _header_width(self) -> float:
        options = self._options
        if options.header_width is not None:
            return options.header_width
        widest = max(
            (self._measure(clean(lane.title), Role.LANE) for lane in self._lanes.lanes),
            default=0.0,
        )
        wanted = widest + 2 * _HEADER_PAD
        limit = max(options.narrowest_header, min(options.widest_header, self._width * 0.24))
        return round(min(max(wanted, options.narrowest_header), limit))

    def _fitting_row_scale(self) -> float:
        """The largest row scale with which all lanes fit, or the least there is."""
        low, high = self._options.least, self._options.tallest
        if content_height(self._lanes, high) <= self._plot.height:
            return high
        for _ in range(7):
            middle = (low + high) / 2
            if content_height(self._lanes, middle) <= self._plot.height:
                low = middle
            else:
                high = middle
        return low

    def _lane_boxes(self, heights: list[float], scroll_y: float) -> list[LaneBox]:
        boxes = []
        y = self._plot.y0 - scroll_y
        for i, height in enumerate(heights):
            box = Box(0.0, y, self._width, y + height)
            title, note = self._lane_texts(self._lanes.lanes[i], box)
            boxes.append(LaneBox(lane=i, box=box, title=title, note=note))
            y += height
        return boxes

    def _lane_texts(self, lane: Lane, box: Box) -> tuple[Label | None, Label | None]:
        """The title, and the number of marks below it when the lane is tall enough."""
        top, bottom = max(box.y0, self._plot.y0), min(box.y1, self._plot.y1)
        height = LINE_HEIGHTS[Role.LANE]
        if bottom - top < height:
            return None, None
        right = self._plot.x0 - _HEADER_PAD
        text = elided(clean(lane.title), Role.LANE, right - _HEADER_PAD / 2, self._measure)
        has_note = bottom - top >= _NOTE_FROM_HEIGHT
        both = height + (LINE_HEIGHTS[Role.NOTE] if has_note else 0.0)
        strip = STRIP_HEIGHT + _STRIP_GAP if lane.has_strip and not has_note else 0.0
        y = (top + bottom - strip - both) / 2
        title = self._right_aligned(text, Role.LANE, Ink.TEXT, right, y)
        if not has_note:
            return title, None
        count = f"{lane.n_marks:,}".replace(",", "\N{THIN SPACE}")
        return title, self._right_aligned(count, Role.NOTE, Ink.MUTED, right, y + height)

    def _right_aligned(self, text: str, role: Role, ink: int, right: float, y: float) -> Label:
        box = Box(right - self._measure(text, role), y, right, y + LINE_HEIGHTS[role])
        return Label(box=box, text=text, role=role, ink=ink)

    def _label_area(self) -> Box:
        return Box(self._plot.x0 + 2, self._plot.y0, self._plot.x1 - 2, self._plot.y1)

    def _today(self, today: float | None) -> tuple[float | None, Label | None]:
        if today is None or not self._window.t0 <= today <= self._window.t1:
            return None, None
        x = self._scale.x(today)
        text = self._lanes.wording.today
        width = self._measure(text, Role.NOTE)
        left = min(max(x - width / 2, self._plot.x0 + 6), self._plot.x1 - width - 6)
        top = AXIS_HEIGHT - LINE_HEIGHTS[Role.NOTE] - 3
        box = Box(left, top, left + width, top + LINE_HEIGHTS[Role.NOTE])
        return x, Label(box=box, text=text, role=Role.NOTE, ink=Ink.SURFACE)

    # ----------------------------------------------------------------- lanes

    def _lay_out_lane(self, lane_box: LaneBox) -> None:
        lane = self._lanes.lanes[lane_box.lane]
        top = lane_box.box.y0 + _PAD * self._row_scale
        content = _lane_height(lane, self._row_scale)
        used = (
            lane.n_quotation_rows * _quotation_pitch(self._row_scale)
            + lane.n_event_rows * _event_pitch(self._row_scale)
            + (STRIP_HEIGHT + _STRIP_GAP if lane.has_strip else 0.0)
            + 2 * _PAD * self._row_scale
        )
        top += max(content - used, 0.0) / 2
        self._lay_out_quotations(lane_box.lane, lane, top)
        below = top + lane.n_quotation_rows * _quotation_pitch(self._row_scale)
        self._lay_out_events(lane_box.lane, lane, below)
        if lane.has_strip:
            self._crowds.lay_out_strip(lane_box.lane, lane_box.box.y1 - STRIP_HEIGHT - 3.0)

    def _entries(self, lane: int, block: Block) -> Entries:
        """The entries of a block that reach into the window."""
        index = self._lanes.index
        found = index.entries_in(lane, block, self._window)
        marks = index.mark[found]
        inside = (self._table.o1[marks] > self._window.t0) & (
            self._table.o0[marks] < self._window.t1
        )
        self._seen.update(marks[inside].tolist())
        return Entries(
            marks[inside],
            index.row[found][inside],
            index.stance[found][inside],
            index.other_stance[found][inside],
        )

    def _lay_out_quotations(self, at: int, lane: Lane, top: float) -> None:
        entries = self._entries(at, Block.QUOTATIONS)
        marks, rows = entries.marks, entries.rows
        if marks.size == 0:
            return
        pitch = _quotation_pitch(self._row_scale)
        if self._crowds.is_dense(entries, _HIDDEN_QUOTATION_PX):
            self._crowds.lay_out_density(at, entries, top, pitch * lane.n_quotation_rows)
            return
        radius = min(5.5, pitch / 2 - 0.5)
        self._crowds.lay_out_overflow(
            at, marks[rows == OVERFLOW_ROW], top, pitch, lane.n_quotation_rows
        )
        has_words = (
            pitch >= _LOWEST_PITCH_FOR_WORDS
            and marks.size * _QUOTE_ROOM_PX <= self._plot.width * lane.n_quotation_rows
        )
        labelled = self._row_map(lane.n_quotation_rows)
        stances = zip(entries.stances.tolist(), entries.others.tolist(), strict=True)
        for mark, row, pair in zip(marks.tolist(), rows.tolist(), stances, strict=True):
            if row == OVERFLOW_ROW:
                continue
            y = top + (row + 0.5) * pitch
            extent = self._quotation(mark, at, y, radius, pair)
            if extent is not None:
                labelled[row].take(extent.left, extent.right, mark)
                if has_words:
                    labelled[row].wishes.append(self._quotation_wish(mark, at, y, extent))

    def _row_map(self, n_rows: int) -> list[Row]:
        rows = [Row() for _ in range(n_rows)]
        self._rows.extend(rows)
        return rows

    def _quotation(
        self, mark: int, lane: int, y: float, radius: float, stances: tuple[int, int]
    ) -> Extent | None:
        """The glyph of a quotation, over a band when its date is a stretch of time."""
        table = self._table
        x = self._scale.x(float(table.middle[mark]))
        left, right = self._scale.x(float(table.t0[mark])), self._scale.x(float(table.t1[mark]))
        is_stretch = table.form[mark] != Form.POINT or right - left > _DAY_BAND_FROM_PX
        extent = Extent()
        ink = stances[0] if stances[0] != NO_STANCE else int(Ink.MUTED)
        if is_stretch and right - left > 2 * radius + 4:
            left, right = max(left, self._plot.x0), min(right, self._plot.x1)
            if right - left < 1:
                return None
            # The glyph stands in the middle of what is seen of the band.
            x = (left + right) / 2
            self._shapes.bars.append(self._quotation_band(mark, left, right, y, ink))
            extent.cover(left, right)
        if not self._plot.x0 <= x <= self._plot.x1:
            return None
        point = self._quotation_point(Place(lane, mark), (x, y), radius, stances)
        self._shapes.points.append(point)
        extent.cover(x - point.radius, x + point.radius)
        self._hits.add(extent.left, y - radius, extent.right, y + radius, Place(lane, mark))
        return extent

    def _quotation_band(self, mark: int, left: float, right: float, y: float, ink: int) -> Bar:
        return Bar(
            box=Box(left, y - 2.5, right, y + 2.5),
            ink=ink,
            fill=Fill.OUTLINE,
            is_band=True,
            has_end_ticks=False,
            is_dashed=False,
            coarse_start=0.0,
            coarse_end=0.0,
            cut_left=left <= self._plot.x0,
            cut_right=right >= self._plot.x1,
            mark=mark,
            mark_is_event=False,
        )

    def _quotation_point(
        self, place: Place, at: tuple[float, float], radius: float, stances: tuple[int, int]
    ) -> Point:
        stance, other = stances
        glyph, fill = Glyph.DOT, Fill.WHOLE
        if other != NO_STANCE:
            glyph = Glyph.SPLIT
        elif stance != NO_STANCE:
            glyph, fill = stance_glyph(self._table.stances[stance].value)
        return Point(
            x=at[0],
            y=at[1],
            radius=min(radius, _DOT_RADIUS) if glyph is Glyph.DOT else radius,
            glyph=glyph,
            fill=fill,
            ink=stance if stance != NO_STANCE else int(Ink.MUTED),
            other_ink=other,
            mark=place.mark,
            lane=place.lane,
        )

    def _quotation_wish(self, mark: int, lane: int, y: float, extent: Extent) -> Wish:
        return Wish(
            mark=mark,
            lane=lane,
            rank=int(self._table.rank[mark]),
            text=quoted(clean(self._lanes.marks[mark].title[:300])),
            role=Role.QUOTE,
            ink=Ink.MUTED,
            left=extent.left,
            right=extent.right,
            y=y,
            shortest=_SHORTEST_QUOTE_PX,
            longest=_LONGEST_QUOTE_PX,
        )

    # ----------------------------------------------------------------- events

    def _lay_out_events(self, at: int, lane: Lane, top: float) -> None:
        entries = self._entries(at, Block.EVENTS)
        marks, rows = entries.marks, entries.rows
        if marks.size == 0:
            return
        pitch = _event_pitch(self._row_scale)
        if self._crowds.is_dense(entries, _HIDDEN_EVENT_PX):
            self._crowds.lay_out_density(at, entries, top, pitch * lane.n_event_rows)
            return
        self._crowds.lay_out_overflow(
            at, marks[rows == OVERFLOW_ROW], top, pitch, lane.n_event_rows
        )
        labelled = self._row_map(lane.n_event_rows)
        bar_height = 9.0 if pitch >= _EVENT_PITCH else 8.0
        for mark, row in zip(marks.tolist(), rows.tolist(), strict=True):
            if row == OVERFLOW_ROW:
                continue
            y = round(top + (row + 0.5) * pitch) + (0.5 if bar_height % 2 else 0.0)
            n_signs = len(self._shapes.texts)
            extent = self._event(mark, at, y, bar_height)
            labelled[row].signs += self._shapes.texts[n_signs:]
            if extent.left <= extent.right:
                labelled[row].take(extent.left, extent.right, mark)
                labelled[row].wishes.append(self._event_wish(mark, at, y, extent))
                half = bar_height / 2 + 1
                self._hits.add(extent.left, y - half, extent.right, y + half, Place(at, mark))

    def _event(self, mark: int, lane: int, y: float, bar_height: float) -> Extent:
        shape = self._table.shapes[mark]
        if shape is None:
            return Extent()
        status = self._status(mark)
        brush = Brush(
            mark=mark,
            lane=lane,
            y=y,
            radius=5.0,
            bar_height=bar_height,
            ink=Ink.MUTED if status is EventStatus.DENIED else Ink.TEXT,
            fill=STATUS_FILLS[status],
            is_dashed=status is EventStatus.DISPUTED or is_uncertain(shape),
        )
        return draw_event(shape, self._scale, brush, self._shapes, self._word_for_or)

    def _status(self, mark: int) -> EventStatus:
        code = int(self._table.status[mark])
        return _STATUS_BY_CODE[code] if code >= 0 else EventStatus.REPORTED

    def _event_wish(self, mark: int, lane: int, y: float, extent: Extent) -> Wish:
        shape = self._table.shapes[mark]
        text = clean(self._lanes.marks[mark].title[:300])
        if shape is not None and is_uncertain(shape):
            text += " ?"
        is_denied = self._status(mark) is EventStatus.DENIED
        return Wish(
            mark=mark,
            lane=lane,
            rank=int(self._table.rank[mark]),
            text=text,
            role=Role.LABEL,
            ink=Ink.MUTED if is_denied else Ink.TEXT,
            left=extent.left,
            right=extent.right,
            y=y,
            shortest=_SHORTEST_LABEL_PX,
            longest=self._options.longest_label,
            bar=extent.bar,
            is_struck=is_denied,
        )

    # ----------------------------------------------------------------- texts

    def _visible_texts(self, labels: list[Label]) -> list[Label]:
        """Labels whose lines are wholly within the plot's height."""
        return [
            label
            for label in labels
            if label.box.y0 >= self._plot.y0 and label.box.y1 <= self._plot.y1
        ]

    def _note_hits(self, labels: list[Label]) -> None:
        for label in labels:
            box = label.box
            place = Place(label.lane, label.mark)
            self._hits.add(box.x0, box.y0 + 2, box.x1, box.y1 - 2, place)


def stance_glyph(value: float | None) -> tuple[Glyph, Fill]:
    """The shape that repeats a stance: its side by the form, its strength by the fill."""
    if value is None:
        return Glyph.DIAMOND, Fill.HATCHED
    if value == 0:
        return Glyph.CIRCLE, Fill.WHOLE
    glyph = Glyph.UP if value > 0 else Glyph.DOWN
    return glyph, Fill.OUTLINE if abs(value) < 1 else Fill.WHOLE


def quoted(words: str) -> str:
    """The words in quotation marks, unless they bring their own."""
    return words if words[:1] in "“”\"«„‘'" else f"“{words}”"
