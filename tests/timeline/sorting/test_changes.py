from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.timeline.sorting.changes import rows_changed, some_of
from timeline.builders import a_quotation
from timeline.columns import columns_of
from timeline.lane_cases import some_columns
from timeline.strategies import seeds


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_columns_of_some_marks_say_of_each_what_all_said(seed, random) -> None:
    columns = some_columns(seed)
    rows = np.array(random.sample(range(len(columns)), len(columns) // 2), dtype=np.int32)
    some = some_of(columns, rows)
    assert len(some) == rows.size
    for at, row in enumerate(rows.tolist()):
        for name in ("is_there", "kind", "ids", "date", "published", "status", "n_letters"):
            assert getattr(some, name)[at] == getattr(columns, name)[row]
        for name in ("speakers", "topics", "tags", "articles"):
            assert getattr(some, name).of(at) == getattr(columns, name).of(row)


def test_what_changed_is_known_from_one_reading_to_the_next_only() -> None:
    before = columns_of([a_quotation(n, "2031-05-01") for n in range(3)])
    changed = np.array([1], dtype=np.int32)
    after = replace(before, number=1, before=0, changed=changed)
    assert rows_changed(before, before).tolist() == []
    assert rows_changed(before, after).tolist() == [1]
    assert rows_changed(before, replace(after, before=7)) is None
    assert rows_changed(before, replace(after, changed=None)) is None


def test_new_marks_count_as_changed() -> None:
    marks = [a_quotation(n, "2031-05-01") for n in range(5)]
    before = columns_of(marks[:3])
    after = replace(columns_of(marks), number=1, before=0, changed=np.array([0], dtype=np.int32))
    assert rows_changed(before, after).tolist() == [0, 3, 4]


def test_other_stances_change_everything() -> None:
    before = columns_of([a_quotation(1, "2031-05-01")])
    names = replace(before.names, stances=DEFAULT_SCALE[:1])
    nothing = np.empty(0, dtype=np.int32)
    assert rows_changed(before, replace(before, names=names, before=0, changed=nothing)) is None
