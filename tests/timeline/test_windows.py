import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.civil import SECONDS_PER_DAY, seconds_from_civil
from stanceline.domain.marks import Mark
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.sorting.lanes import build_lanes
from stanceline.timeline.windows import (
    LONGEST_WINDOW,
    TimeWindow,
    clamped,
    panned,
    window_over,
    window_over_dense_part,
    zoomed,
)
from timeline.builders import a_quotation, an_event, day_after, the_affair
from timeline.columns import columns_of
from timeline.strategies import seeds, some_marks

times = st.floats(-1e12, 1e12)
windows = st.builds(lambda t0, seconds: clamped(t0, t0 + seconds), times, st.floats(600, 1e12))


def first_window(marks: Sequence[Mark]) -> TimeWindow | None:
    return build_lanes(columns_of(marks), Arrangement()).first


def fit_window(marks: Sequence[Mark]) -> TimeWindow | None:
    return build_lanes(columns_of(marks), Arrangement()).extent


def test_nothing_dated_has_no_window() -> None:
    assert first_window([]) is None
    assert fit_window([a_quotation(1, "")]) is None


def test_the_first_window_leaves_a_far_outlier_out() -> None:
    first, whole = first_window(the_affair()), fit_window(the_affair())
    assert first is not None
    assert whole is not None
    assert first.t0 > seconds_from_civil(2031, 3)
    assert whole.t0 < seconds_from_civil(1988)


def test_the_first_window_holds_all_that_is_spread_evenly() -> None:
    marks = [a_quotation(i, day_after("2024-01-01", 9 * i)) for i in range(40)]
    assert first_window(marks) == fit_window(marks)


def test_a_lone_day_gets_a_month_around_it() -> None:
    window = first_window([a_quotation(1, "2024-06-19")])
    assert window is not None
    assert 28 * SECONDS_PER_DAY < window.seconds < 33 * SECONDS_PER_DAY


def test_open_ends_do_not_stretch_the_window() -> None:
    window = fit_window([an_event(1, "Ban", "2024-01-01/.."), an_event(2, "Law", "../2024-03")])
    assert window is not None
    assert window.seconds < 120 * SECONDS_PER_DAY


def test_what_is_about_a_date_is_in_the_window_with_its_room_for_doubt() -> None:
    marks = [an_event(1, "Talks", "[2024-06-11~..2024-06-20~]"), a_quotation(1, "2024-06-30")]
    for window in (fit_window(marks), first_window(marks)):
        assert window is not None
        date = marks[0].date
        assert date is not None
        assert window.t0 < date.bounds.o0 < seconds_from_civil(2024, 6, 11)
        assert window.t1 - seconds_from_civil(2024, 7) > 0.05 * window.seconds


@given(windows, st.floats(0.1, 10), st.floats(0, 1))
def test_zooming_keeps_the_time_under_the_pointer(
    window: TimeWindow, factor: float, share: float
) -> None:
    about = window.t0 + share * window.seconds
    after = zoomed(window, factor, about)
    if 600 < after.seconds < LONGEST_WINDOW and after.seconds > 1e-8 * abs(about):
        found = (about - after.t0) / after.seconds
        assert math.isclose(found, share, abs_tol=1e-3)


@given(windows, st.floats(-5, 5))
def test_panning_keeps_the_length(window: TimeWindow, share: float) -> None:
    assert math.isclose(panned(window, share).seconds, window.seconds, rel_tol=1e-6)


@given(st.floats(-1e30, 1e30), st.floats(-1e30, 1e30))
def test_a_window_is_never_empty_or_endless(t0: float, t1: float) -> None:
    window = clamped(t0, t1)
    assert window.t1 > window.t0
    assert math.isfinite(window.seconds)


@given(seeds)
def test_the_first_window_lies_in_the_whole_one(seed: int) -> None:
    marks = some_marks(seed)
    first, whole = first_window(marks), fit_window(marks)
    assert (first is None) == (whole is None)
    if first is not None and whole is not None:
        assert whole.t0 - 16 * SECONDS_PER_DAY <= first.t0
        assert first.t1 <= whole.t1 + 16 * SECONDS_PER_DAY


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 5)), min_size=1, max_size=30))
def test_counted_times_have_the_window_of_the_times_written_out(
    counted: list[tuple[int, int]],
) -> None:
    counted.sort()
    times = np.array([time for time, _ in counted], dtype=np.float64)
    counts = np.array([count for _, count in counted])
    written_out = np.repeat(times, counts)
    assert window_over_dense_part(times, counts) == window_over_dense_part(written_out)
    assert window_over(times) == window_over(written_out)
