"""Where rows lie: the sums are right whatever is measured in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.library.heights import RowHeights

ESTIMATE = 50
HEIGHTS = st.dictionaries(st.integers(0, 29), st.integers(1, 200))


def filled(n_rows: int) -> RowHeights:
    heights = RowHeights()
    heights.fill(n_rows, ESTIMATE)
    return heights


@given(st.integers(1, 30), st.lists(HEIGHTS, max_size=4), st.integers(0, 10))
def test_tops_are_the_sums_of_the_heights_above(n_rows, measured, n_more):
    heights = filled(n_rows)
    expected = [ESTIMATE] * n_rows
    for found in measured:
        rows = sorted(row for row in found if row < n_rows)
        if rows:
            heights.measure(rows, [found[row] for row in rows])
            for row in rows:
                expected[row] = found[row]
    heights.lengthen(n_more, ESTIMATE)
    expected += [ESTIMATE] * n_more
    assert len(heights) == n_rows + n_more
    assert heights.total == sum(expected)
    for row, height in enumerate(expected):
        assert heights.height(row) == height
        assert heights.top(row) == sum(expected[:row])
        assert heights.row_at(heights.top(row)) == row
        assert heights.row_at(heights.top(row) + height - 1) == row


def test_what_lies_beyond_the_rows_belongs_to_the_first_or_the_last():
    heights = filled(3)
    assert (heights.row_at(-5), heights.row_at(10_000)) == (0, 2)


def test_rows_are_measured_once_and_again_when_asked():
    heights = filled(5)
    assert heights.unmeasured(1, 9) == [1, 2, 3, 4]
    heights.measure([2, 3], [7, 8])
    assert heights.unmeasured(0, 4) == [0, 1, 4]
    heights.forget()
    assert heights.unmeasured(2, 2) == [2]
    assert heights.height(2) == 7


def test_a_hundred_thousand_rows_fit_into_a_scroll_bar():
    heights = filled(100_000)
    heights.measure([99_999], [80])
    assert heights.total == 99_999 * ESTIMATE + 80 < 2**31
