import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.placing.crowds import Hits, is_crowded, most_singles
from stanceline.timeline.windows import TimeWindow

_DAY = 86_400.0
places = st.lists(st.floats(0, 100), min_size=24, max_size=120)


def is_a_crowd(days: list[float], window: TimeWindow, seed: int) -> bool:
    """Whether the marks in the window, at these days, are a crowd 1000 pixels wide."""
    rows = np.random.default_rng(seed).integers(-1, 4, len(days)).astype(np.int16)
    middles = np.array(sorted(days)) * _DAY
    inside = (middles >= window.t0) & (middles < window.t1)
    return is_crowded(middles[inside], rows[inside], window, 1000 / window.seconds)


@given(places, st.integers(0, 99), st.floats(0, 90), st.floats(1, 10), st.floats(0.1, 1))
def test_zooming_in_never_makes_a_crowd_of_what_was_none(
    days: list[float], seed: int, start: float, length: float, share: float
) -> None:
    window = TimeWindow(start * _DAY, (start + length) * _DAY)
    closer = TimeWindow(window.t0, window.t0 + share * window.seconds)
    if is_a_crowd(days, closer, seed):
        assert is_a_crowd(days, window, seed)


def test_marks_on_one_another_are_a_crowd_and_marks_apart_are_none() -> None:
    window = TimeWindow(0.0, 100 * _DAY)
    rows = np.zeros(60, dtype=np.int16)
    assert is_crowded(np.full(60, 3 * _DAY), rows, window, 1e-4)
    assert not is_crowded(np.arange(60) * _DAY, rows, window, 1e-4)
    assert not is_crowded(np.full(20, 3 * _DAY), rows[:20], window, 1e-4)


@given(st.integers(1, 60), st.floats(10, 4000), st.integers(0, 400))
def test_more_room_and_fewer_blocks_allow_more_single_marks(
    n_rows: int, width: float, n_blocks: int
) -> None:
    most = most_singles(n_rows, width, n_blocks)
    assert most >= 40
    assert most_singles(n_rows + 1, width, n_blocks) >= most
    assert most_singles(n_rows, 2 * width, n_blocks) >= most
    assert most_singles(n_rows, width, n_blocks + 1) <= most


def test_places_to_hit_are_joined_in_the_order_they_came() -> None:
    hits = Hits()
    assert hits.joined()[0].shape == (0, 4)
    hits.add(np.zeros((1, 4)), np.array([7]), np.array([1]))
    hits.add(np.ones((2, 4)), np.array([8, 9]), np.array([2, 2]))
    boxes, marks, lanes = hits.joined()
    assert boxes.shape == (3, 4)
    assert (marks.tolist(), lanes.tolist()) == ([7, 8, 9], [1, 2, 2])
