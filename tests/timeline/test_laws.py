"""What holds of every layout, whatever the marks, the window and the size."""

from collections import Counter
from itertools import combinations
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.marks import LaneKey
from stanceline.timeline.layout import hit_test, lay_out
from stanceline.timeline.primitives import Label, Layout
from stanceline.timeline.sorting.lanes import Block, Lanes
from stanceline.timeline.windows import TimeWindow
from timeline.columns import texts_of
from timeline.drawn import (
    SIZES,
    any_marks,
    lane_keys,
    lanes_of,
    measure,
    moved,
    seeds,
    window_of,
)

Size = tuple[float, float]

pans = st.floats(-0.7, 0.7)
zooms = st.floats(0.15, 60)


def a_layout(seed: int, by: LaneKey, size: Size, pan: float, zoom: float) -> Layout:
    marks = any_marks(seed)
    lanes = lanes_of(marks, by)
    window = moved(window_of(lanes), pan, zoom)
    return lay_out(lanes, window, size, measure, texts_of(marks))


def all_texts(layout: Layout) -> list[Label]:
    texts = list(layout.labels)
    texts += [text for lane in layout.lanes for text in (lane.title, lane.note) if text]
    ticks = (*layout.axis.ticks, *layout.axis.periods)
    return texts + [tick.label for tick in ticks if tick.label]


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=150, deadline=None)
def test_no_two_labels_overlap_and_none_leaves_the_canvas(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    layout = a_layout(seed, by, size, pan, zoom)
    texts = all_texts(layout)
    for text in texts:
        assert text.box.x0 >= 0
        assert text.box.x1 <= max(size[0], layout.plot.x1) + 1e-6
        assert text.box.y0 >= 0
        assert text.box.y1 <= max(size[1], layout.plot.y1) + 1e-6
    for first, second in combinations(texts, 2):
        assert not first.box.overlaps(second.box), (first, second)


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=150, deadline=None)
def test_no_label_lies_on_a_mark_that_is_not_its_own(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    layout = a_layout(seed, by, size, pan, zoom)
    points = layout.points
    for label in layout.labels:
        box, middle = label.box, (label.box.y0 + label.box.y1) / 2
        in_row = (points.mark != label.mark) & (np.abs(points.y - middle) < 1)
        left, right = points.x - points.radius, points.x + points.radius
        assert not np.any(in_row & (left < box.x1 - 1e-6) & (right > box.x0 + 1e-6)), label
        for bar in layout.bars:
            if bar.mark != label.mark and bar.box.y0 <= middle <= bar.box.y1:
                assert not (box.x0 < bar.box.x1 - 1e-6 and bar.box.x0 + 1e-6 < box.x1)
        for whisker in layout.whiskers:
            ends = sorted((whisker.x0, whisker.x1))
            if abs(whisker.y - middle) < 1 and not _is_of(layout, label.mark, ends, middle):
                assert not (box.x0 < ends[1] - 1e-6 and ends[0] + 1e-6 < box.x1)
        for density in layout.densities:
            assert not density.box.overlaps(box)


def _is_of(layout: Layout, mark: int, ends: list[float], y: float) -> bool:
    """Whether a whisker lies within what a mark takes of its row."""
    boxes = layout.hit_boxes[layout.hit_marks == mark]
    return any(
        b[0] - 1e-6 <= ends[0] and ends[1] <= b[2] + 1e-6 and b[1] <= y <= b[3] for b in boxes
    )


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=120, deadline=None)
def test_nothing_is_drawn_outside_the_plot(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    layout = a_layout(seed, by, size, pan, zoom)
    plot = layout.plot

    def inside(*xs: float) -> bool:
        return all(plot.x0 - 1e-6 <= x <= plot.x1 + 1e-6 for x in xs)

    assert inside(*layout.points.x.tolist())
    boxes = [bar.box for bar in layout.bars]
    boxes += [strip.box for strip in layout.strips]
    boxes += [label.box for label in layout.labels]
    assert all(inside(box.x0, box.x1) for box in boxes)
    for each in (*layout.whiskers, *layout.fades, *layout.links):
        assert inside(each.x0, each.x1)
    assert all(inside(tick.x) for tick in layout.reports)
    assert inside(*(arrow.x for arrow in layout.arrows))
    in_sight = [lane.box for lane in layout.lanes]
    assert all(box.y1 > plot.y0 and box.y0 < plot.y1 for box in in_sight)


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=200, deadline=None)
def test_each_mark_in_view_is_drawn_or_counted_exactly_once(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    marks = any_marks(seed)
    lanes = lanes_of(marks, by)
    window = moved(window_of(lanes), pan, zoom)
    layout = lay_out(lanes, window, size, measure, texts_of(marks))
    texts = Counter((label.lane, label.mark) for label in layout.labels)
    for lane_box in layout.lanes:
        lane = lane_box.lane
        hit = layout.hit_marks[layout.hit_lanes == lane].tolist()
        for block in Block:
            entries = lanes.index.entries_in(lane, block, window)
            found = lanes.index.mark[entries].tolist()
            assert len(set(found)) == len(found)
            density = next(
                (d for d in layout.densities if (d.lane, d.block) == (lane, block)), None
            )
            if density is None:
                assert set(found) <= set(hit)
                times = Counter(hit)
                assert all(times[m] == 1 + texts[lane, m] for m in found)
                continue
            n_columns = len(density.counts)
            whole = TimeWindow(density.t0, density.t0 + n_columns * density.seconds)
            n = lanes.index.n_in(lane, block, whole)
            assert int(density.counts.sum()) + density.n_running_through == n
            assert whole.t0 <= window.t0
            assert window.t1 <= whole.t1
            assert density.highest >= int(density.counts.sum(axis=1).max())
            assert not any(m in set(hit) and not texts[lane, m] for m in found)
    in_lanes = [m for lane_box in layout.lanes for m in _marks_in(lanes, lane_box.lane, window)]
    assert set(layout.hit_marks.tolist()) <= set(in_lanes)
    badges = [b for b in layout.badges if b.mark >= 0]
    assert all(layout.plot.x0 <= b.box.x0 <= b.box.x1 <= layout.plot.x1 + 1 for b in badges)


def _marks_in(lanes: Lanes, lane: int, window: TimeWindow) -> list[int]:
    index = lanes.index
    return [
        int(mark) for block in Block for mark in index.mark[index.entries_in(lane, block, window)]
    ]


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=80, deadline=None)
def test_panning_and_zooming_change_no_row(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    marks = any_marks(seed)
    lanes = lanes_of(marks, by)
    texts = texts_of(marks)
    window = window_of(lanes)
    before = lay_out(lanes, window, size, measure, texts)
    after = lay_out(lanes, moved(window, pan, zoom), size, measure, texts)
    assert [lane.box for lane in before.lanes] == [lane.box for lane in after.lanes]
    rows = dict(zip(_places(before), before.points.y.tolist(), strict=True))
    for place, y in zip(_places(after), after.points.y.tolist(), strict=True):
        assert rows.get(place, y) == y


def _places(layout: Layout) -> list[tuple[int, int]]:
    return list(zip(layout.points.lane.tolist(), layout.points.mark.tolist(), strict=True))


@given(seeds, lane_keys, SIZES, pans, st.lists(st.floats(0.1, 200), min_size=3, max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_label_seen_at_two_zooms_is_seen_at_all_between(
    seed: int, by: LaneKey, size: Size, pan: float, zooms: list[float]
) -> None:
    marks = any_marks(seed)
    lanes = lanes_of(marks, by)
    texts = texts_of(marks)
    window = moved(window_of(lanes), pan, 1.0)
    far, between, near = (
        lay_out(lanes, moved(window, 0.0, zoom), size, measure, texts) for zoom in sorted(zooms)
    )
    plot = far.plot
    for place in _labelled(far) & _labelled(near):
        # At the very edge a label gives way to the edge, not to another.
        ends = [_reach(layout, place) for layout in (far, between, near)]
        is_inside = all(plot.x0 + 360 < x0 and x1 < plot.x1 - 360 for x0, x1 in ends)
        assert not is_inside or place in _labelled(between)


def _labelled(layout: Layout) -> set[tuple[int, int]]:
    return {(label.lane, label.mark) for label in layout.labels}


def _reach(layout: Layout, place: tuple[int, int]) -> tuple[float, float]:
    boxes = layout.hit_boxes[(layout.hit_lanes == place[0]) & (layout.hit_marks == place[1])]
    return (float(boxes[:, 0].min()), float(boxes[:, 2].max())) if boxes.size else (-1.0, 1e9)


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=60, deadline=None)
def test_panning_takes_no_label_away_in_the_middle_of_the_plot(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    marks = any_marks(seed)
    lanes = lanes_of(marks, by)
    texts = texts_of(marks)
    window = moved(window_of(lanes), pan, zoom)
    before = lay_out(lanes, window, size, measure, texts)
    after = lay_out(lanes, moved(window, 0.003, 1.0), size, measure, texts)
    if len(before.densities) != len(after.densities):
        return
    plot = before.plot
    for place in _labelled(before) ^ _labelled(after):
        for layout in (before, after):
            x0, x1 = _reach(layout, place)
            assert not (plot.x0 + 360 < x0 and x1 < plot.x1 - 360)


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=40, deadline=None)
def test_the_same_input_gives_the_same_layout(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    marks = any_marks(seed)
    texts = texts_of(marks)
    lanes = lanes_of(marks, by)
    window = moved(window_of(lanes), pan, zoom)
    first = lay_out(lanes, window, size, measure, texts)
    # What is kept from other windows must make no difference.
    for elsewhere in (moved(window, 0.4, 1.0), moved(window, -0.2, 1.3), moved(window, 0.0, 0.4)):
        lay_out(lanes, elsewhere, size, measure, texts)
    again = lay_out(lanes, window, size, measure, texts)
    anew = lay_out(lanes_of(marks, by), window, size, measure, texts)
    for other in (again, anew):
        _assert_same(first, other)


def _assert_same(first: Layout, other: Layout) -> None:
    assert first.labels == other.labels
    assert first.bars == other.bars
    for a, b in zip(first.strips, other.strips, strict=True):
        assert a.box == b.box
        assert np.array_equal(a.left, b.left)
        assert np.array_equal(a.right, b.right)
        assert np.array_equal(a.ink, b.ink)
    assert first.badges == other.badges
    assert first.lanes == other.lanes
    assert np.array_equal(first.points.x, other.points.x)
    assert np.array_equal(first.points.mark, other.points.mark)
    for a, b in zip(first.densities, other.densities, strict=True):
        assert np.array_equal(a.counts, b.counts)
        assert (a.highest, a.x0, a.n_running_through) == (b.highest, b.x0, b.n_running_through)


@given(seeds, lane_keys, SIZES, pans, zooms)
@settings(max_examples=80, deadline=None)
def test_sorted_and_unsorted_marks_are_laid_out_alike(
    seed: int, by: LaneKey, size: Size, pan: float, zoom: float
) -> None:
    marks = any_marks(seed)
    shuffled = Random(seed).sample(marks, len(marks))
    drawn = []
    for each in (marks, shuffled):
        lanes = lanes_of(each, by)
        window = moved(window_of(lanes), pan, zoom)
        layout = lay_out(lanes, window, size, measure, texts_of(each))
        drawn.append((layout, [mark.key for mark in each]))
    assert _told(*drawn[0]) == _told(*drawn[1])


def _told(layout: Layout, keys: list[str]) -> tuple[object, ...]:
    points = layout.points
    return (
        sorted((label.box.x0, label.box.y0, label.text) for label in layout.labels),
        sorted((bar.box.x0, bar.box.y0, keys[bar.mark]) for bar in layout.bars),
        sorted(zip(points.x.tolist(), points.y.tolist(), strict=True)),
        sorted(keys[mark] for mark in points.mark.tolist()),
        [density.counts.tolist() for density in layout.densities],
        sorted((badge.box.x0, badge.box.y0, badge.text) for badge in layout.badges),
        [(lane.title and lane.title.text, lane.box) for lane in layout.lanes],
    )


@given(seeds, lane_keys, SIZES)
@settings(max_examples=60, deadline=None)
def test_a_mark_is_found_where_it_was_placed(seed: int, by: LaneKey, size: Size) -> None:
    layout = a_layout(seed, by, size, 0.0, 1.0)
    points = layout.points
    for x, y, mark in zip(points.x, points.y, points.mark, strict=True):
        if not layout.plot.contains(x, y):
            continue
        found = hit_test(layout, float(x), float(y))
        assert found is not None
        if found.mark != mark:
            other = layout.hit_boxes[layout.hit_marks == found.mark]
            assert np.any((other[:, 0] <= x + 1) & (x - 1 <= other[:, 2]))


@given(seeds, st.floats(0, 5000), SIZES)
@settings(max_examples=40, deadline=None)
def test_scrolling_stops_at_the_last_lane(seed: int, scroll_y: float, size: Size) -> None:
    marks = any_marks(seed)
    lanes = lanes_of(marks)
    layout = lay_out(lanes, window_of(lanes), size, measure, texts_of(marks), scroll_y=scroll_y)
    assert 0 <= layout.scroll_y <= max(layout.content_height - layout.plot.height, 0)
