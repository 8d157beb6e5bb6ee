"""Marks by two times: which have a place, and how they are counted in cells."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.sorting.table import table_of
from stanceline.timeline.two_axes.table import Area, Size, TwoTimes, two_times
from stanceline.timeline.windows import TimeWindow
from timeline.columns import a_crowd, columns_of
from timeline.two_dated import on_days, seconds, some_two_dated

DAY = 86_400.0
cells_along = st.tuples(st.integers(3, 120), st.integers(3, 120))


def size_for(area: Area, n_cells: tuple[int, int]) -> Size:
    """Cells of which about so many lie along each side of the area."""
    powers = [
        math.ceil(math.log2(window.seconds / DAY / n))
        for window, n in zip(area, n_cells, strict=True)
    ]
    return Size(powers[0], powers[1])


@st.composite
def areas(draw: st.DrawFn) -> Area:
    """Stretches of an hour to ten years about the spring of 2031."""

    def window() -> TimeWindow:
        start = seconds("2031-04-01") + DAY * draw(st.floats(-800, 800))
        return TimeWindow(start, start + DAY * draw(st.floats(0.05, 3600)))

    return Area(window(), window())


def times_of(seed: int) -> TwoTimes:
    return two_times(table_of(columns_of(some_two_dated(seed)), TimeAxis.BOTH))


def test_marks_have_a_place_when_both_dates_are_known() -> None:
    marks = [
        on_days(1, "2031-04-10", "2031-04-12"),
        on_days(2, "2031-04-09", "2031-04-09", is_event=False),
        on_days(3, "", "2031-04-12"),
        on_days(4, "2031-04-10", ""),
        on_days(5, "", "2031-04-12", is_event=False),
    ]
    times = two_times(table_of(columns_of(marks), TimeAxis.BOTH))
    assert times.row.tolist() == [1, 0]
    assert times.x.tolist() == [seconds("2031-04-09"), seconds("2031-04-10")]
    assert times.y.tolist() == [seconds("2031-04-09"), seconds("2031-04-12")]
    assert times.n_left_out == 3


def test_marks_that_a_filter_hides_are_not_counted_as_left_out() -> None:
    columns = columns_of([on_days(1, "2031-04-10", "2031-04-12"), on_days(2, "", "2031-04-12")])
    shown = np.array([True, False])
    times = two_times(table_of(columns, TimeAxis.BOTH, shown=shown))
    assert (len(times), times.n_left_out) == (1, 0)


def test_without_marks_there_is_no_extent() -> None:
    times = two_times(table_of(columns_of([]), TimeAxis.BOTH))
    assert times.extent is None
    assert times.first is None
    area = Area(TimeWindow(0, DAY), TimeWindow(0, DAY))
    assert times.n_inside(area) == 0
    assert times.cells(area, Size(0, 0)).counts.sum() == 0


@given(st.integers(0, 100_000), areas())
def test_what_is_inside_is_what_a_look_at_each_mark_finds(seed: int, area: Area) -> None:
    times = times_of(seed)
    wanted = [
        at
        for at in range(len(times))
        if area.across.t0 <= times.x[at] < area.across.t1 and area.up.t0 <= times.y[at] < area.up.t1
    ]
    assert times.inside(area).tolist() == wanted
    assert times.n_inside(area) == len(wanted)


@given(st.integers(0, 100_000), areas(), cells_along)
def test_each_mark_is_counted_in_one_cell(seed: int, area: Area, n_cells: tuple[int, int]) -> None:
    times, size = times_of(seed), size_for(area, n_cells)
    cells = times.cells(area, size)
    rows = np.floor(times.y / size.up_s).astype(int) - cells.first_row
    columns = np.floor(times.x / size.across_s).astype(int) - cells.first_column
    n_rows, n_columns = cells.counts.shape
    is_in = (rows >= 0) & (rows < n_rows) & (columns >= 0) & (columns < n_columns)
    expected = np.zeros_like(cells.counts)
    np.add.at(expected, (rows[is_in], columns[is_in]), 1)
    assert (cells.counts == expected).all()
    assert cells.counts.sum() >= times.n_inside(area)
    assert cells.counts.max(initial=0) <= cells.highest


@given(st.integers(0, 100_000), areas(), cells_along, st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_a_cell_counts_the_same_wherever_the_area_begins(
    seed: int, area: Area, n_cells: tuple[int, int], across: float, up: float
) -> None:
    times, size = times_of(seed), size_for(area, n_cells)
    moved = Area(
        TimeWindow(*(t + across * area.across.seconds for t in (area.across.t0, area.across.t1))),
        TimeWindow(*(t + up * area.up.seconds for t in (area.up.t0, area.up.t1))),
    )
    before, after = times.cells(area, size), times.cells(moved, size)
    top = max(before.first_row, after.first_row)
    left = max(before.first_column, after.first_column)

    def overlap(cells_counts: np.ndarray, first_row: int, first_column: int) -> np.ndarray:
        return cells_counts[top - first_row :, left - first_column :]

    a = overlap(before.counts, before.first_row, before.first_column)
    b = overlap(after.counts, after.first_row, after.first_column)
    height, width = min(a.shape[0], b.shape[0]), min(a.shape[1], b.shape[1])
    assert (a[:height, :width] == b[:height, :width]).all()
    assert before.highest == after.highest


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 7), st.integers(2, 7), st.floats(0.05, 1.0))
def test_kept_grids_count_what_a_count_of_the_area_finds(
    across: int, up: int, share: float
) -> None:
    times = _many()
    assert times.extent is not None
    area = Area(*(TimeWindow(w.t0, w.t0 + share * w.seconds) for w in times.extent))
    size = Size(across, up)
    kept = times.cells(area, size)
    few = TwoTimes(times.row, times.x, times.y, times.ink, times.n_inks, 0, extent=None, first=None)
    counted = few.cells(area, size)
    assert kept.counts.sum() == counted.counts.sum()
    filled = counted.counts[counted.counts.any(axis=1)][:, counted.counts.any(axis=0)]
    same = kept.counts[kept.counts.any(axis=1)][:, kept.counts.any(axis=0)]
    assert (filled == same).all()
    inks = counted.inks[counted.counts.any(axis=1)][:, counted.counts.any(axis=0)]
    assert (inks == kept.inks[kept.counts.any(axis=1)][:, kept.counts.any(axis=0)]).all()


def _many(cache: list[TwoTimes] = []) -> TwoTimes:  # noqa: B006 (made once for all examples)
    if not cache:
        columns, _ = a_crowd(120_000)
        cache.append(two_times(table_of(columns, TimeAxis.BOTH)))
    return cache[0]


def test_a_cell_takes_the_ink_that_most_of_its_marks_have() -> None:
    marks = [
        on_days(6 * number, "2031-04-10", "2031-04-10", is_event=False) for number in range(1, 4)
    ]
    times = two_times(table_of(columns_of(marks), TimeAxis.BOTH))
    assert times.extent is not None
    cells = times.cells(times.extent, Size(0, 0))
    (ink,) = set(cells.inks[cells.counts > 0].tolist())
    assert ink == times.ink[0]


def test_a_cell_in_which_nothing_has_half_of_the_marks_is_mixed() -> None:
    marks = [
        on_days(number, "2031-04-10", "2031-04-10", is_event=number == 9) for number in (1, 2, 3, 9)
    ]
    times = two_times(table_of(columns_of(marks), TimeAxis.BOTH))
    assert times.extent is not None
    cells = times.cells(times.extent, Size(0, 0))
    assert cells.inks[cells.counts > 0].tolist() == [times.mixed]


def test_dates_thousands_of_years_apart_are_counted() -> None:
    marks = [on_days(1, "-3999-01-01", "2031-04-10"), on_days(2, "9999-12-31", "2031-04-11")]
    times = two_times(table_of(columns_of(marks), TimeAxis.BOTH))
    assert times.extent is not None
    assert times.n_inside(times.extent) == 2
    assert times.cells(times.extent, Size(14, 2)).counts.sum() == 2
