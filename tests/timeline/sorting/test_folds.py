import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.sorting.folds import NO_FOLDS, Folds, folds_between

DAY = 86_400.0

times = st.lists(st.integers(-(10**11), 10**11), min_size=2, max_size=40, unique=True).map(
    lambda found: np.array(sorted(found), dtype=np.float64)
)


def test_without_long_silences_the_axis_is_time_itself() -> None:
    folds = folds_between(np.arange(0.0, 100 * DAY, DAY))
    assert folds is NO_FOLDS
    assert folds.u(5.0) == 5.0
    every = np.array([1.0, np.inf])
    assert folds.t(every) is every


def test_a_silence_of_years_becomes_shorter_than_what_surrounds_it() -> None:
    busy = np.concatenate([np.arange(0, 90) * DAY, (4_000 + np.arange(0, 90)) * DAY])
    folds = folds_between(busy)
    (silence,) = folds.silences
    assert silence.t1 - silence.t0 > 3_800 * DAY
    assert silence.u1 - silence.u0 < 10 * DAY
    assert silence.u0 == silence.t0 > 89 * DAY
    assert folds.u(4_000 * DAY) < 120 * DAY


def test_two_far_marks_alone_still_leave_an_axis_to_read() -> None:
    folds = folds_between(np.array([0.0, DAY, 40_000 * DAY, 40_001 * DAY]))
    assert DAY < folds.u(40_001 * DAY) < 40 * DAY


@given(times)
def test_places_on_the_axis_keep_the_order_of_times(found: np.ndarray) -> None:
    folds = folds_between(found)
    places = folds.u(found)
    assert np.all(np.diff(places) > 0)
    assert np.all(np.diff(places) <= np.diff(found) + 1e-3)


@given(times, st.lists(st.floats(-2e11, 2e11), max_size=20))
def test_there_and_back_is_the_same_time(found: np.ndarray, asked: list[float]) -> None:
    folds = folds_between(found)
    scale = max((s.t1 - s.t0) / (s.u1 - s.u0) for s in folds.silences) if folds.silences else 1.0
    for time in asked:
        assert abs(folds.t(folds.u(time)) - time) <= 1e-3 * max(scale, 1.0)


@given(times)
def test_marks_stand_outside_of_the_folds(found: np.ndarray) -> None:
    for silence in folds_between(found).silences:
        assert not np.any((found > silence.t0) & (found < silence.t1))


def test_endless_times_stay_endless() -> None:
    folds = Folds.over([(10.0, 100.0, 1.0)])
    assert folds.u(np.inf) == np.inf
    assert folds.u(-np.inf) == -np.inf
    assert np.array_equal(folds.t(np.array([-np.inf, np.inf])), [-np.inf, np.inf])
