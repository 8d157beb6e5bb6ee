from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.timeline.sorting.running_counts import running_counts_of


@given(st.integers(1, 20), st.integers(0, 700), st.integers(0, 9))
def test_counts_between_places_are_those_of_a_walk(n_kinds: int, n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    kinds = rng.integers(-1, n_kinds, n).astype(np.int8)
    places = np.sort(rng.integers(0, n + 1, 9))
    found = running_counts_of(kinds, n_kinds).between(places)
    named = np.where(kinds < 0, n_kinds - 1, kinds)
    for row, (start, stop) in zip(found, pairwise(places.tolist()), strict=True):
        assert row.tolist() == np.bincount(named[start:stop], minlength=n_kinds).tolist()


def test_a_long_run_of_one_kind_overflows_no_counter() -> None:
    n = 128 * 5 + 1
    found = running_counts_of(np.zeros(n, dtype=np.int8), 2).between(np.array([0, 127, 128, n]))
    assert found.tolist() == [[127, 0], [1, 0], [n - 128, 0]]
