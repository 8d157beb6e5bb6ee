import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.packing import (
    NO_CELL,
    OVERFLOW_ROW,
    Room,
    _packed_one_by_one,
    _packed_row_by_row,
    depth,
    pack,
    pack_crowd,
)

intervals = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=60)


def ends_of(pairs: list[tuple[int, int]]) -> tuple[Floats, Floats]:
    pairs = sorted(pairs)
    starts = np.array([start for start, _ in pairs], dtype=np.float64)
    return starts, np.array([start + length for start, length in pairs], dtype=np.float64)


def assert_none_overlap(rows: np.ndarray, starts: Floats, ends: Floats) -> None:
    for row in set(rows.tolist()) - {OVERFLOW_ROW}:
        of_row = np.flatnonzero(rows == row)
        order = of_row[np.argsort(starts[of_row], kind="stable")]
        assert np.all(starts[order][1:] >= ends[order][:-1])


@given(intervals)
def test_packing_needs_no_more_rows_than_lie_on_one_another(pairs: list[tuple[int, int]]) -> None:
    starts, ends = ends_of(pairs)
    rows, n_rows = pack(starts, ends)
    deepest = max((int(np.sum((starts <= t) & (ends > t))) for t in starts.tolist()), default=0)
    assert n_rows == deepest == depth(starts, ends)
    assert not np.any(rows == OVERFLOW_ROW)
    assert_none_overlap(rows, starts, ends)


@given(intervals, st.integers(1, 12))
def test_both_ways_of_packing_give_the_same_rows(
    pairs: list[tuple[int, int]], most_rows: int
) -> None:
    starts, ends = ends_of(pairs)
    one_by_one, n_one = _packed_one_by_one(starts, ends, most_rows)
    row_by_row, n_row = _packed_row_by_row(starts, ends, most_rows)
    assert np.array_equal(one_by_one, row_by_row)
    assert n_one == n_row


def test_intervals_without_end_or_start_are_packed_too() -> None:
    starts = np.array([-np.inf] * 40 + [0.0] * 40)
    ends = np.array([0.0] * 40 + [np.inf] * 40)
    for way in (_packed_one_by_one, _packed_row_by_row):
        rows, n_rows = way(starts, ends, 40)
        assert n_rows == 40
        assert sorted(rows.tolist()) == sorted(2 * list(range(40)))


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 9)), min_size=1, max_size=120),
    st.integers(1, 5),
    st.integers(1, 8),
)
@settings(deadline=None)
def test_a_crowd_takes_rows_in_turn_and_never_overlaps(
    marks: list[tuple[int, int]], comfortable: int, most: int
) -> None:
    # Short marks take a cell of ten; lengths of 7 and more are long and may take several.
    marks = sorted(marks)
    starts = np.array([10.0 * cell for cell, _ in marks])
    long = np.array([length >= 7 for _, length in marks])
    ends = starts + np.where(long, 10.0 * np.array([length for _, length in marks]), 10.0)
    cells = np.where(long, NO_CELL, (starts / 10).astype(np.int64))
    room = Room(comfortable=comfortable, most=40, most_of_crowd=most)
    rows, n_rows = pack_crowd(cells, lambda places: (starts[places], ends[places]), room)
    assert_none_overlap(rows, starts, ends)
    assert int(rows.max(initial=-1)) < n_rows <= most + max(2, most // 2)
    if not np.any(rows == OVERFLOW_ROW):
        return
    # What found no row had a cell or a time as full as the rows are many.
    for at in np.flatnonzero((rows == OVERFLOW_ROW) & ~long).tolist():
        assert np.sum(cells == cells[at]) > min(comfortable, most)


def test_a_crowd_has_a_row_for_nearly_every_mark_where_rows_suffice() -> None:
    rng = np.random.default_rng(3)
    cells = np.sort(rng.integers(0, 2_000, 6_000))
    rows, n_rows = pack_crowd(cells, lambda _: (np.empty(0), np.empty(0)), Room(3, 40, 12))
    assert n_rows < 12
    assert np.mean(rows == OVERFLOW_ROW) <= 0.02
