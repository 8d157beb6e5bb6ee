"""A timeline laid out in pixels: a pure function of lanes, a window, a size and a measure."""

import numpy as np
from numpy.typing import NDArray

from stanceline.timeline.placing.axis import Measure, axis_of, without_labels_under
from stanceline.timeline.placing.crowds import Crowds, Hits, is_crowded, most_singles
from stanceline.timeline.placing.extras import (
    NO_EXTRAS,
    Extras,
    Surroundings,
    ribbon_height,
    stretches_of,
)
from stanceline.timeline.placing.frame import (
    DEFAULT_OPTIONS,
    FEWEST_OF_A_CROWD,
    HEADLINE_HEIGHT,
    Frame,
    LaneRoom,
    Options,
    content_height,
    frame_of,
)
from stanceline.timeline.placing.headlines import LOWEST_BLOCK_WITH_HEADLINE, Headlines
from stanceline.timeline.placing.hits import (
    Crowd,
    density_at,
    density_time,
    hit_test,
    marks_between,
    things_at,
    things_in,
    time_at,
)
from stanceline.timeline.placing.inks import BY_STANCE, inks_by_rule
from stanceline.timeline.placing.kept import entries_near, has_more_than, has_overflow, kept_of
from stanceline.timeline.placing.label_places import Placing, Texts, room_of
from stanceline.timeline.placing.labels import captions_of, clean, quoted
from stanceline.timeline.placing.reports import publication_lines, reports_of
from stanceline.timeline.placing.shapes import Drawing, Rows, Scale, Singles, singles_of
from stanceline.timeline.placing.tight import tight_rows
from stanceline.timeline.primitives import Box, Floats, Ints, Label, LaneBox, Layout
from stanceline.timeline.sorting.lanes import OVERFLOW_ROW, Block, Lanes, Place
from stanceline.timeline.windows import TimeWindow, clamped, panned, zoomed

__all__ = [
    "DEFAULT_OPTIONS",
    "NO_EXTRAS",
    "Crowd",
    "Extras",
    "Layout",
    "Measure",
    "Options",
    "Place",
    "Texts",
    "TimeWindow",
    "clamped",
    "clean",
    "content_height",
    "density_at",
    "density_time",
    "hit_test",
    "lay_out",
    "marks_between",
    "panned",
    "quoted",
    "things_at",
    "things_in",
    "time_at",
    "zoomed",
]


def lay_out(
    lanes: Lanes,
    window: TimeWindow,
    size: tuple[float, float],
    measure: Measure,
    texts: Texts,
    *,
    scroll_y: float = 0.0,
    today: float | None = None,
    extras: Extras = NO_EXTRAS,
    options: Options = DEFAULT_OPTIONS,
) -> Layout:
    """The timeline in a canvas of ``size`` (width, height) pixels.

    ``measure`` gives the width of a text in a role's font, ``texts`` the titles of rows of
    the columns. ``scroll_y`` pixels of the lanes are above the plot, as far as there is
    something below it. ``today`` is the civil second that the today line marks. Lengths
    are in pixels, times of the window in seconds of the axis (see ``folds``).
    """
    ribbon = ribbon_height(extras, is_low=size[1] < options.low_below)
    frame = frame_of(lanes, size, measure, scroll_y, ribbon, options)
    return _Composer(lanes, window, frame, measure, texts, options).compose(today, extras)


class _Composer:
    """Lays out one canvas; made for one use."""

    def __init__(
        self,
        lanes: Lanes,
        window: TimeWindow,
        frame: Frame,
        measure: Measure,
        texts: Texts,
        options: Options,
    ) -> None:
        self._lanes = lanes
        self._window = window
        self._frame = frame
        self._plot = frame.plot
        self._measure = measure
        self._texts = texts
        self._options = options
        self._captions = captions_of(measure)
        plot = frame.plot
        self._scale = Scale(window.t0, plot.x0, plot.x1, plot.width / window.seconds)
        self._hits = Hits()
        self._kept = kept_of(lanes.index)
        self._crowds = Crowds(lanes, self._kept, window, self._scale, plot, measure, self._hits)
        self._headlines = Headlines(lanes, self._kept, self._scale, plot, self._captions)
        self._parts: list[tuple[Ints, NDArray[np.int16], int, Block, float, float]] = []

    def compose(self, today: float | None, extras: Extras) -> Layout:
        frame, plot, colours = self._frame, self._plot, self._lanes.arrangement.colours
        blocks = self._blocks()
        for lane_box, room, block in blocks:
            self._lay_out_block(lane_box, room, block, len(blocks))
        if colours == BY_STANCE:
            rooms = zip(frame.boxes, frame.rooms, strict=True)
            self._crowds.lay_out_strips(
                [(each.lane, each.box.y1 - room.strip + 1.0) for each, room in rooms if room.strip]
            )
        singles = self._singles()
        table = self._lanes.table
        drawing = Drawing(
            singles,
            table,
            self._lanes.columns.category,
            self._scale,
            self._lanes.wording.one_of,
            self._measure,
        )
        points = drawing.draw()
        lines, ticks = publication_lines(singles, table, self._scale)
        leaders, reports = reports_of(singles, self._lanes.columns, table, self._scale)
        drawing.shapes.links[:0] = [*lines, *leaders]
        labels = self._labels(singles, drawing)
        self._note_hits(singles, labels)
        hit_boxes, hit_marks, hit_lanes = self._hits.joined()
        folds = self._lanes.folds
        around = Surroundings(
            folds, self._window, self._scale, plot, frame.axis_height, self._measure
        )
        creases = around.folds(self._lanes.wording)
        today_x, today_label = around.today(today, self._lanes.wording.today)
        is_low = frame.height < self._options.low_below
        pins = around.pins(extras.notes, is_below_eras=bool(extras.eras) and not is_low)
        bottom = min(plot.y1, plot.y0 + frame.content_height - frame.scroll_y)
        shapes = drawing.shapes
        covers = [today_label, *(crease.label for crease in creases)]
        return Layout(
            width=frame.width,
            height=frame.height,
            plot=plot,
            axis_box=Box(0.0, 0.0, frame.width, frame.axis_height),
            header_box=Box(0.0, frame.axis_height, plot.x0, plot.y1),
            content_height=frame.content_height,
            scroll_y=frame.scroll_y,
            stances=self._lanes.table.stances,
            axis=without_labels_under(
                axis_of(
                    self._window,
                    Box(plot.x0, 0.0, plot.x1, frame.axis_height),
                    self._measure,
                    self._lanes.wording,
                    stretches_of(folds, self._window, self._scale),
                ),
                [label for label in covers if label is not None],
            ),
            lanes=frame.boxes,
            points=points,
            bars=tuple(shapes.bars),
            whiskers=tuple(shapes.whiskers),
            fades=tuple(shapes.fades),
            arrows=tuple(shapes.arrows),
            links=tuple(shapes.links),
            labels=tuple(labels),
            badges=tuple(self._crowds.badges),
            strips=tuple(self._crowds.strips),
            densities=tuple(self._crowds.densities),
            coverage=(
                around.coverage(extras.coverage, plot.y0, is_low=is_low)
                if extras.coverage is not None
                else None
            ),
            bands=around.bands(
                extras.eras, bottom, [pin.label.box for pin in pins] if is_low else []
            ),
            folds=creases,
            pins=pins,
            reports=(
                *reports,
                *ticks,
            ),
            today_x=today_x,
            today_label=today_label,
            n_marks_in_window=self._lanes.n_in(self._window),
            hit_boxes=hit_boxes,
            hit_marks=hit_marks,
            hit_lanes=hit_lanes,
            leaders=tuple(self._headlines.leaders),
            colours=colours,
        )

    # ----------------------------------------------------------------- blocks

    def _blocks(self) -> list[tuple[LaneBox, LaneRoom, Block]]:
        """The blocks in sight that have anything in them."""
        index = self._lanes.index
        return [
            (lane_box, room, block)
            for lane_box, room in zip(self._frame.boxes, self._frame.rooms, strict=True)
            for block in Block
            if index.block_sizes(lane_box.lane)[block]
        ]

    def _lay_out_block(
        self, lane_box: LaneBox, room: LaneRoom, block: Block, n_blocks: int
    ) -> None:
        index, lane = self._lanes.index, lane_box.lane
        n_rows, pitch = room.n_rows[block], room.pitches[block]
        top = lane_box.box.y0 + room.top_of(block)
        height = n_rows * pitch
        most = most_singles(n_rows, self._plot.width, n_blocks)
        is_dense = has_more_than(self._kept, index, lane, block, self._window, most)
        if not is_dense:
            near = entries_near(self._kept, index, lane, block, self._window)
            inside = near.within(self._window)
            entries, middles = near.entries[inside], near.middle[inside]
            rows = near.row[inside]
            is_crowd = index.block_sizes(lane)[block] > FEWEST_OF_A_CROWD
            if room.is_tight and block is Block.EVENTS and not is_crowd:
                rows = self._tight_rows(entries, lane, n_rows)
            else:
                rows = self._shown_rows(rows, lane, block, n_rows)
            is_dense = is_crowded(middles, rows, self._window, self._scale.px_per_second)
        reserved = room.headlines[block]
        if reserved:
            self._headlines.add(lane, block, top - reserved)
        if is_dense:
            headline = 0.0
            if not reserved and height >= LOWEST_BLOCK_WITH_HEADLINE:
                headline = HEADLINE_HEIGHT
                self._headlines.add(lane, block, top, n_rows)
            self._crowds.lay_out_density(lane, block, top + headline, height - headline)
            return
        is_over = rows == OVERFLOW_ROW
        if is_over.any():
            over = entries[is_over]
            self._crowds.lay_out_overflow(
                lane, index.mark[over], middles[is_over], top + height - pitch, pitch
            )
            entries, rows = entries[~is_over], rows[~is_over]
        self._parts.append((entries, rows, lane, block, top, pitch))

    def _tight_rows(self, entries: Ints, lane: int, n_rows: int) -> NDArray[np.int16]:
        """The rows of events where there is little height; the last one may be for the rest."""
        rows, n_tight = tight_rows(self._lanes, lane)
        found: NDArray[np.int16] = rows[
            entries - self._lanes.index.entries(lane, Block.EVENTS).start
        ]
        if n_tight <= n_rows:
            return found
        return np.where(found < n_rows - 1, found, np.int16(OVERFLOW_ROW))

    def _shown_rows(
        self, rows: NDArray[np.int16], lane: int, block: Block, n_rows: int
    ) -> NDArray[np.int16]:
        """The rows in which entries are shown, where a crowded block shows fewer than it has.

        Quotations then share rows. Events would lie on one another, so that those of the
        rows that are not shown go to the overflow, which is counted in the last one.
        """
        known = self._lanes.lanes[lane]
        if (known.n_quotation_rows, known.n_event_rows)[block] <= n_rows:
            return rows
        if block is Block.EVENTS:
            return np.where(rows < n_rows - 1, rows, np.int16(OVERFLOW_ROW))
        n_free = n_rows - has_overflow(self._kept, self._lanes.index, lane, block)
        return np.where((rows < 0) | (n_free < 1), np.int16(OVERFLOW_ROW), rows % max(n_free, 1))

    def _singles(self) -> Singles:
        """All marks that are drawn one by one, in one table."""
        index = self._lanes.index
        parts = self._parts
        sizes = [part[0].size for part in parts]
        entries = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.int64)

        def spread(values: list[float]) -> Floats:
            return np.repeat(np.array(values, dtype=np.float64), sizes)

        pitch = spread([part[5] for part in parts])
        row = np.concatenate([np.empty(0, np.int64), *(part[1] for part in parts)])
        is_event = spread([float(part[3]) for part in parts]) == Block.EVENTS
        y = spread([part[4] for part in parts]) + (row + 0.5) * pitch
        # Bars with an odd height are sharp when their middle lies between two pixels.
        sharp = np.round(y) + np.where(pitch >= _ODD_BAR_PITCH, 0.5, 0.0)
        rows = Rows(
            entry=entries,
            lane=spread([float(part[2]) for part in parts]).astype(np.int64),
            is_event=is_event,
            y=np.where(is_event, sharp, y),
            pitch=pitch,
            row=row,
            stance=index.stance[entries],
            other=index.other_stance[entries],
            mark=index.mark[entries].astype(np.int64),
        )
        singles = singles_of(rows, self._lanes.table, self._scale)
        columns, rule = self._lanes.columns, self._lanes.arrangement.colours
        singles.ink = inks_by_rule(singles.ink, singles.mark, columns, rule)
        return singles

    # ----------------------------------------------------------------- labels

    def _labels(self, singles: Singles, drawing: Drawing) -> list[Label]:
        room = room_of(singles, self._plot)
        placing = Placing(singles, room, self._plot, self._captions, self._options.longest_label)
        ranks = self._lanes.table.rank[singles.mark].astype(np.int64)
        labels = placing.labels(ranks, self._texts, self._options.most_labels)
        most = self._options.most_labels - len(labels)
        labelled = {(label.lane, label.mark) for label in labels}
        labels += self._headlines.labels(self._texts, labelled, most)
        labels += placing.free_signs(drawing.shapes.signs)
        plot = self._plot
        return [label for label in labels if label.box.y0 >= plot.y0 and label.box.y1 <= plot.y1]

    def _note_hits(self, singles: Singles, labels: list[Label]) -> None:
        half = np.where(singles.is_event, singles.bar_height / 2 + 1, singles.radius)
        boxes = np.column_stack([singles.left, singles.y - half, singles.right, singles.y + half])
        self._hits.add(boxes, singles.mark, singles.lane)
        if labels:
            self._hits.add(
                np.array([(b.box.x0, b.box.y0 + 2, b.box.x1, b.box.y1 - 2) for b in labels]),
                np.array([label.mark for label in labels], dtype=np.int64),
                np.array([label.lane for label in labels], dtype=np.int64),
            )


_ODD_BAR_PITCH = 21.0
