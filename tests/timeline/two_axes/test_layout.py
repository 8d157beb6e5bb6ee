"""Publication against happening in pixels: laws that hold for all marks and areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.marks import Mark
from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.primitives import Box, Glyph
from stanceline.timeline.sorting.table import table_of
from stanceline.timeline.two_axes.layout import (
    MOST_SINGLE,
    TwoAxesLayout,
    cell_at,
    lay_out_two_axes,
    plot_of,
    with_equal_steps,
)
from stanceline.timeline.two_axes.marks import Spot
from stanceline.timeline.two_axes.table import Area, two_times
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.wording import ENGLISH
from timeline.columns import a_crowd, columns_of, texts_of
from timeline.strategies import measure
from timeline.two_dated import on_days, seconds, some_two_dated

DAY = 86_400.0
SIZE = (1200.0, 700.0)
seeds = st.integers(0, 100_000)


def area_of(first_day: str, n_across: float, n_up: float | None = None) -> Area:
    start = seconds(first_day) - DAY / 2
    up = n_across if n_up is None else n_up
    return Area(TimeWindow(start, start + DAY * n_across), TimeWindow(start, start + DAY * up))


def laid_out(
    marks: list[Mark], area: Area | None = None, size: tuple[float, float] = SIZE
) -> TwoAxesLayout:
    table = table_of(columns_of(marks), TimeAxis.BOTH)
    times = two_times(table)
    shown = area or times.extent or area_of("2031-04-01", 30)
    return lay_out_two_axes(times, table, shown, size, measure, texts_of(marks), ENGLISH)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    """Some days to some years about the spring of 2031."""

    def window() -> TimeWindow:
        start = seconds("2031-04-01") + DAY * draw(st.floats(-100, 300))
        return TimeWindow(start, start + DAY * draw(st.floats(2, 1200)))

    return Area(window(), window())


# --------------------------------------------------------------------------- places


def test_what_is_reported_at_once_lies_on_the_diagonal_and_late_reports_above_it() -> None:
    marks = [
        on_days(1, "2031-04-10", "2031-04-10"),
        on_days(2, "2031-04-12", "2031-04-18"),
        on_days(3, "2031-04-18", "2031-04-12"),
    ]
    layout = laid_out(marks, area_of("2031-04-01", 30))
    diagonal = next(slope for slope in layout.slopes if slope.is_diagonal)
    points = layout.base.points
    by_mark = {
        mark: (float(x), float(y))
        for mark, x, y in zip(points.mark, points.x, points.y, strict=True)
    }

    def above(mark: int) -> float:
        x, y = by_mark[mark]
        share = (x - diagonal.x0) / (diagonal.x1 - diagonal.x0)
        return diagonal.y0 + share * (diagonal.y1 - diagonal.y0) - y

    assert above(0) == pytest.approx(0, abs=0.01)
    assert above(1) > 10
    assert above(2) < -10


@given(seeds, areas())
def test_times_and_points_lead_to_one_another(seed: int, area: Area) -> None:
    layout = laid_out(some_two_dated(seed), area)
    for point in [(300.0, 100.0), (800.5, 399.0)]:
        assert layout.point_of(*layout.time_at(*point)) == pytest.approx(point, abs=1e-3)


@given(seeds, areas())
def test_every_mark_in_sight_is_drawn_once_and_nothing_outside(seed: int, area: Area) -> None:
    marks = some_two_dated(seed)
    layout = laid_out(marks, area)
    times = two_times(table_of(columns_of(marks), TimeAxis.BOTH))
    inside = times.row[times.inside(area)]
    points, plot = layout.base.points, layout.base.plot
    assert sorted(points.mark.tolist()) == sorted(inside.tolist())
    assert layout.base.n_marks_in_window == inside.size
    assert layout.n_beside == len(times) - inside.size
    # Marks of one place stand about it, so that some reach a little beyond the edge.
    assert (points.x >= plot.x0 - 75).all()
    assert (points.x <= plot.x1 + 75).all()
    for label in layout.base.labels:
        assert plot.x0 <= label.box.x0
        assert label.box.x1 <= plot.x1
        assert plot.y0 <= label.box.y0
        assert label.box.y1 <= plot.y1
    for x0, y0, x1, y1 in layout.stretches.tolist():
        assert plot.x0 - 75 <= x0 <= x1 <= plot.x1 + 75
        assert plot.y0 - 75 <= y1 <= y0 <= plot.y1 + 75


@given(seeds, areas())
def test_no_label_lies_on_another_or_on_a_foreign_mark(seed: int, area: Area) -> None:
    layout = laid_out(some_two_dated(seed), area)
    labels, points = layout.base.labels, layout.base.points
    fixed = [*layout.texts, *(slope.label for slope in layout.slopes if slope.label)]
    for at, label in enumerate(labels):
        assert not any(label.box.overlaps(other.box) for other in labels[at + 1 :])
        assert not any(label.box.overlaps(other.box) for other in fixed)
        for x, y, r in zip(
            points.x.tolist(), points.y.tolist(), points.radius.tolist(), strict=True
        ):
            assert not label.box.overlaps(Box(x - r, y - r, x + r, y + r))


@given(seeds, areas(), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_panning_moves_marks_and_labels_and_changes_neither(
    seed: int, area: Area, across: float, up: float
) -> None:
    marks = some_two_dated(seed)
    dt, du = across * area.across.seconds, up * area.up.seconds
    moved = Area(
        TimeWindow(area.across.t0 + dt, area.across.t1 + dt),
        TimeWindow(area.up.t0 + du, area.up.t1 + du),
    )
    before, after = laid_out(marks, area), laid_out(marks, moved)
    dx, dy = -across * before.base.plot.width, up * before.base.plot.height
    was = dict(zip(before.base.points.mark.tolist(), _places(before), strict=True))
    now = dict(zip(after.base.points.mark.tolist(), _places(after), strict=True))
    for mark in was.keys() & now.keys():
        assert now[mark] == pytest.approx((was[mark][0] + dx, was[mark][1] + dy), abs=1e-3)
    texts_before = {label.mark: label for label in before.base.labels}
    plot = after.base.plot
    kept = {label.mark for label in after.base.labels}
    room = Box(plot.x0 + 1, plot.y0 + 1, plot.x1 - 1, plot.y1 - 1)
    fixed = [*after.texts, *(slope.label for slope in after.slopes if slope.label)]
    for mark, label in texts_before.items():
        box = label.box
        there = Box(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)
        is_inside = room.contains(there.x0, there.y0) and room.contains(there.x1, there.y1)
        near_fixed = Box(there.x0 - 1, there.y0 - 1, there.x1 + 1, there.y1 + 1)
        if mark in now and is_inside and not any(near_fixed.overlaps(f.box) for f in fixed):
            assert mark in kept


def _places(layout: TwoAxesLayout) -> list[tuple[float, float]]:
    return list(zip(layout.base.points.x.tolist(), layout.base.points.y.tolist(), strict=True))


@given(seeds, areas())
def test_the_same_marks_give_the_same_layout(seed: int, area: Area) -> None:
    one, two = laid_out(some_two_dated(seed), area), laid_out(some_two_dated(seed), area)
    assert _places(one) == _places(two)
    assert one.base.labels == two.base.labels
    assert one.slopes == two.slopes
    assert one.rungs == two.rungs
    assert one.texts == two.texts


def test_marks_of_one_place_stand_side_by_side() -> None:
    marks = [on_days(number, "2031-04-10", "2031-04-10") for number in range(1, 8)]
    layout = laid_out(marks, area_of("2031-04-05", 10))
    places = _places(layout)
    assert len({(round(x, 2), round(y, 2)) for x, y in places}) == 7
    gaps = [
        np.hypot(ax - bx, ay - by)
        for i, (ax, ay) in enumerate(places)
        for bx, by in places[i + 1 :]
    ]
    assert min(gaps) > 8


def test_ten_thousand_marks_of_one_place_are_counted() -> None:
    n_marks = 10_000
    marks = [on_days(number, "2031-04-10", "2031-04-11") for number in range(1, n_marks + 1)]
    layout = laid_out(marks, area_of("2031-04-05", 10))
    assert layout.cells is not None
    assert layout.cells.counts.sum() == n_marks
    assert layout.base.points.n == 0
    middle = layout.point_of(seconds("2031-04-10"), seconds("2031-04-11"))
    found = cell_at(layout, *middle)
    assert found is not None
    assert found[1] == n_marks


# --------------------------------------------------------------------------- counts


def test_more_marks_than_can_be_told_apart_are_counted_in_cells() -> None:
    columns, texts = a_crowd(20_000)
    table = table_of(columns, TimeAxis.BOTH)
    times = two_times(table)
    assert times.extent is not None
    layout = lay_out_two_axes(times, table, times.extent, SIZE, measure, texts, ENGLISH)
    assert layout.base.n_marks_in_window > MOST_SINGLE
    assert layout.cells is not None
    assert layout.cells_box is not None
    assert layout.cells.counts.sum() == layout.base.n_marks_in_window
    row, column = np.argwhere(layout.cells.counts > 0)[0]
    n_rows, n_columns = layout.cells.counts.shape
    x = layout.cells_box.x0 + (column + 0.5) * layout.cells_box.width / n_columns
    y = layout.cells_box.y1 - (row + 0.5) * layout.cells_box.height / n_rows
    found = cell_at(layout, x, y)
    assert found is not None
    assert found[1] == layout.cells.counts[row, column]
    assert cell_at(layout, 5.0, 300.0) is None


def test_cells_are_of_a_few_pixels_and_whole_days() -> None:
    columns, texts = a_crowd(20_000)
    table = table_of(columns, TimeAxis.BOTH)
    times = two_times(table)
    assert times.extent is not None
    layout = lay_out_two_axes(times, table, times.extent, SIZE, measure, texts, ENGLISH)
    assert layout.cells is not None
    spot = Spot(layout.base.plot, layout.area)
    assert 3 <= layout.cells.size.across_s * spot.px_across < 6
    assert 3 <= layout.cells.size.up_s * spot.px_up < 6
    assert layout.cells.size.across_s % DAY == 0


# --------------------------------------------------------------------------- what is around


@pytest.mark.parametrize(
    ("n_days", "steps"), [(12, "a day later"), (90, "a week later"), (3000, "a year later")]
)
def test_slopes_tell_how_late_a_report_is(n_days: int, steps: str) -> None:
    marks = [on_days(1, "2031-04-10", "2031-04-10")]
    layout = laid_out(marks, area_of("2031-04-01", n_days))
    said = [slope.label.text for slope in layout.slopes if slope.label]
    assert said[0] == "reported the same day"
    assert steps in said
    plot = layout.base.plot
    for slope in layout.slopes:
        assert plot.x0 - 0.1 <= slope.x0 < slope.x1 <= plot.x1 + 0.1
        assert plot.y0 - 0.1 <= slope.y1 < slope.y0 <= plot.y1 + 0.1


def test_the_upright_axis_names_periods_and_their_labels_never_touch() -> None:
    for n_days in (0.5, 3, 40, 400, 4_000, 40_000):
        layout = laid_out([on_days(1, "2031-04-10", "2031-04-10")], area_of("2031-04-01", n_days))
        labels = [label for label in layout.texts if label.box.x1 <= layout.base.plot.x0]
        assert len(labels) >= 4
        for at, label in enumerate(labels):
            assert label.box.x0 >= 0
            assert not any(label.box.overlaps(other.box) for other in labels[at + 1 :])


def test_equal_steps_make_a_day_as_long_on_both_axes() -> None:
    area = with_equal_steps(area_of("2031-04-01", 40, 30), SIZE)
    spot = Spot(plot_of(SIZE), area)
    assert spot.px_across == pytest.approx(spot.px_up)
    apart = area_of("2031-04-01", 4_000, 30)
    assert with_equal_steps(apart, SIZE) == apart


def test_a_span_has_a_line_as_long_as_it_lasts_and_a_day_none() -> None:
    span = on_days(1, "2031-04-10/2031-04-16", "2031-04-12")
    day = on_days(2, "2031-04-20", "2031-04-20")
    layout = laid_out([span, day], area_of("2031-04-05", 20))
    assert len(layout.stretches) == 1
    x0, y0, x1, y1 = layout.stretches[0]
    assert y0 == y1
    assert x0 == pytest.approx(layout.point_of(seconds("2031-04-10") - DAY / 2, 0)[0])
    assert x1 == pytest.approx(layout.point_of(seconds("2031-04-16") + DAY / 2, 0)[0])


def test_quotations_have_the_shape_of_their_stance_and_events_a_shape_of_their_own() -> None:
    marks = [
        on_days(6, "2031-04-10", "2031-04-12", is_event=False),
        on_days(7, "2031-04-14", "2031-04-15"),
    ]
    points = laid_out(marks, area_of("2031-04-05", 20)).base.points
    by_mark = dict(zip(points.mark.tolist(), points.glyph.tolist(), strict=True))
    assert by_mark[0] == Glyph.UP
    assert by_mark[1] >= Glyph.DISC


@pytest.mark.parametrize("size", [(1.0, 1.0), (150.0, 40.0), (320.0, 120.0)])
def test_small_canvases_are_laid_out_without_complaint(size: tuple[float, float]) -> None:
    marks = [on_days(1, "2031-04-10", "2031-04-12"), on_days(2, "2031-04-11", "2031-04-12")]
    layout = laid_out(marks, size=size)
    assert layout.base.n_marks_in_window == 2


@given(areas())
def test_the_words_beside_slopes_lie_on_no_slope(area: Area) -> None:
    layout = laid_out([on_days(1, "2031-04-10", "2031-04-12")], area)
    for label in (slope.label for slope in layout.slopes if slope.label):
        xs = np.linspace(label.box.x0, label.box.x1, 40)
        for slope in layout.slopes:
            ys = slope.y0 + (xs - slope.x0) / (slope.x1 - slope.x0) * (slope.y1 - slope.y0)
            is_on = (xs > slope.x0) & (xs < slope.x1)
            assert not (is_on & (ys > label.box.y0) & (ys < label.box.y1)).any()
