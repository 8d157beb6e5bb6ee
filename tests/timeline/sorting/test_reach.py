import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.edtf import parse
from stanceline.timeline.sorting.date_columns import date_columns
from stanceline.timeline.sorting.reach import Reach, Spots

_DATES = (
    [f"2031-05-{day:02}" for day in range(1, 29)]
    + [f"2031-{month:02}" for month in range(1, 13)]
    + ["2031", "203X", "2031-05-03/2031-11-09", "2020/2040", "../2031-05", "2031-05-04/..", "-4000"]
)


def spots_of(codes: list[int]) -> Spots:
    """Marks at some of the dates, sorted by their middle; mark i has the date ``codes[i]``."""
    dates = date_columns([parse(text) for text in _DATES])
    extent = np.array(codes, dtype=np.int32)
    mark = np.argsort(dates.middle[extent], kind="stable").astype(np.int32)
    return Spots(dates.middle[extent[mark]], mark, extent, dates)


def plainly(spots: Spots, t0: float, t1: float) -> list[int]:
    o0, o1 = spots.ends(slice(None))
    return np.flatnonzero((o0 < t1) & (o1 > t0)).tolist()


numbers_of_dates = st.lists(st.integers(0, len(_DATES) - 1), min_size=1, max_size=12)
_START = float(parse("2031-01-01").bounds.t0)


@given(numbers_of_dates, st.integers(1, 200), st.floats(-400, 800), st.floats(0.001, 400))
@settings(max_examples=80, deadline=None)
def test_exactly_the_marks_that_reach_into_a_window_are_found(
    kinds: list[int], n_times: int, first_day: float, n_days: float
) -> None:
    spots = spots_of(kinds * n_times)
    t0 = _START + first_day * 86_400
    t1 = t0 + n_days * 86_400
    reach = Reach(spots)
    assert reach.places_in(spots, t0, t1).tolist() == plainly(spots, t0, t1)
    assert reach.n_in(spots, t0, t1) == len(plainly(spots, t0, t1))


@pytest.mark.parametrize("n", [1, 255, 256, 257, 9_000])
def test_however_many_marks_there_are_the_edges_count_alike(n: int) -> None:
    spots = spots_of([0] * n)
    day = parse(_DATES[0]).bounds
    reach = Reach(spots)
    for t0, t1, expected in (
        (day.t0, day.t1, n),
        (day.t1, day.t1 + 60, 0),
        (day.t0 - 60, day.t0, 0),
        (day.t1 - 1, day.t1 + 60, n),
        (day.t0 - 60, day.t0 + 1, n),
    ):
        assert reach.n_in(spots, float(t0), float(t1)) == expected
        assert reach.places_in(spots, float(t0), float(t1)).size == expected


def test_a_few_long_marks_among_many_short_ones_are_found_from_afar() -> None:
    decade = _DATES.index("2020/2040")
    spots = spots_of([0] * 2_000 + [decade] * 3)
    t0 = float(parse("2022-02-02").bounds.t0)
    found = Reach(spots).places_in(spots, t0, t0 + 60)
    assert [int(spots.extent[spots.mark[place]]) for place in found] == [decade] * 3
