import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.sorting.grouping import group_marks
from stanceline.timeline.sorting.regrouping import regrouped, spliced
from stanceline.timeline.sorting.table import table_of
from stanceline.timeline.words.wording import ENGLISH
from timeline.builders import a_quotation
from timeline.columns import columns_of


@given(
    st.lists(st.integers(0, 99), max_size=30),
    st.sets(st.integers(0, 29)),
    st.lists(st.integers(0, 30), max_size=8),
)
def test_splicing_takes_out_and_puts_in_as_lists_do(
    before: list[int], gone: set[int], places: list[int]
) -> None:
    gone_places = sorted(at for at in gone if at < len(before))
    rest = [value for at, value in enumerate(before) if at not in gone_places]
    into = sorted(min(place, len(rest)) for place in places)
    values = [1_000 + at for at in range(len(into))]
    expected = list(rest)
    for place, value in reversed(list(zip(into, values, strict=True))):
        expected.insert(place, value)
    found = spliced(
        np.array(before, dtype=np.int64),
        np.array(gone_places, dtype=np.int64),
        np.array(into, dtype=np.int64),
        np.array(values, dtype=np.int64),
    )
    assert found.tolist() == expected


def test_columns_of_another_reading_are_not_mended() -> None:
    by = (LaneKey.SPEAKER, None)
    one = table_of(columns_of([a_quotation(1, "2031-05-01")]), TimeAxis.HAPPENED)
    other = table_of(columns_of([a_quotation(1, "2031-05-02")]), TimeAxis.HAPPENED)
    known = group_marks(one, by, ENGLISH)
    assert regrouped(known, one, other) is None
