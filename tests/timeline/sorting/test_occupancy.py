import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.sorting.occupancy import occupancy_of
from stanceline.timeline.sorting.table import table_of
from stanceline.timeline.windows import TimeWindow
from timeline.lane_cases import some_columns
from timeline.strategies import seeds

_DAY = 86_400.0
_SPRING_2029 = 1.868e9


@given(seeds, st.floats(-2_000, 4_000), st.floats(0.01, 3_000))
@settings(max_examples=60, deadline=None)
def test_each_mark_lies_before_in_or_after_a_window(seed: int, start: float, days: float) -> None:
    table = table_of(some_columns(seed), TimeAxis.HAPPENED)
    placed = table.shown & (table.date >= 0)
    occupancy = occupancy_of(table, placed)
    window = TimeWindow(_SPRING_2029 + start * _DAY, _SPRING_2029 + (start + days) * _DAY)
    codes = table.extent[placed]
    o0, o1 = table.dates.o0[codes], table.dates.o1[codes]
    n_in = int(np.count_nonzero((o0 < window.t1) & (o1 > window.t0)))
    before, after = occupancy.n_beside(window)
    assert occupancy.n_in(window) == n_in
    assert before + after + n_in == occupancy.n_marks == int(placed.sum())


@given(seeds, st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_an_earlier_occupancy_is_mended_to_what_counting_anew_says(seed: int, n: int) -> None:
    table = table_of(some_columns(seed), TimeAxis.HAPPENED)
    placed = table.shown & (table.date >= 0)
    rows = np.flatnonzero(placed)[:n].astype(np.int32)
    fewer = placed.copy()
    fewer[rows] = False
    mended = occupancy_of(table, placed, occupancy_of(table, fewer), rows)
    assert mended.counts.tolist() == occupancy_of(table, placed).counts.tolist()


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_ends_and_busy_times_are_sorted_and_finite(seed: int) -> None:
    table = table_of(some_columns(seed), TimeAxis.HAPPENED)
    occupancy = occupancy_of(table, table.shown & (table.date >= 0))
    ends, counts = occupancy.finite_ends()
    assert np.isfinite(ends).all()
    assert (np.diff(ends) >= 0).all()
    assert (counts > 0).all()
    busy = occupancy.busy_times()
    assert np.isfinite(busy).all()
    assert (np.diff(busy) > 0).all()
