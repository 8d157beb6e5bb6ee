import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.placing.columns_of_time import column_edges, column_seconds

zooms = st.floats(1e-9, 10.0)
times = st.integers(-200_000_000_000_000, 200_000_000_000_000).map(lambda ms: ms / 1000)
"""Civil seconds, to the millisecond."""


@given(zooms, st.floats(1.0, 8.0))
def test_columns_are_as_wide_as_asked_for_at_least(px_per_second: float, narrowest: float) -> None:
    seconds = column_seconds(px_per_second, narrowest)
    assert seconds * px_per_second >= narrowest * (1 - 1e-9)


@given(zooms, st.floats(1.0, 8.0))
def test_zooming_in_never_makes_columns_longer(px_per_second: float, factor: float) -> None:
    assert column_seconds(px_per_second * factor, 3.0) <= column_seconds(px_per_second, 3.0)


@given(times, st.floats(1.0, 1e9), zooms)
def test_columns_cover_the_stretch_and_hardly_more(t0: float, length: float, zoom: float) -> None:
    seconds = max(column_seconds(zoom, 3.0), length / 1_000)
    seconds = column_seconds(3.0 / seconds, 3.0)
    edges = column_edges(t0, t0 + length, seconds)
    assert edges[0] <= t0
    assert t0 + length <= edges[-1]
    assert t0 - edges[0] < seconds
    assert edges[-1] - (t0 + length) < 2 * seconds
    assert np.allclose(np.diff(edges), seconds)


@given(times, st.floats(-1e6, 1e6))
def test_columns_stay_in_their_places_when_the_window_moves(t0: float, by: float) -> None:
    seconds = column_seconds(1e-4, 3.0)
    one, other = (column_edges(start, start + 5e6, seconds) for start in (t0, t0 + by))
    assert (other[0] - one[0]) % seconds == 0
