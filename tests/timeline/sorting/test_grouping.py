import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import TimeAxis
from stanceline.services.timeline import are_events
from stanceline.timeline.sorting.grouping import Block, group_marks, stable_order
from stanceline.timeline.sorting.table import table_of
from stanceline.timeline.words.wording import ENGLISH
from timeline.builders import SPEAKERS, a_quotation, an_event
from timeline.columns import More, columns_of
from timeline.lane_cases import some_columns
from timeline.strategies import seeds


@given(st.lists(st.tuples(st.integers(0, 70_000), st.integers(0, 3)), max_size=60))
def test_sorting_by_digits_is_sorting(pairs: list[tuple[int, int]]) -> None:
    low = np.array([pair[0] for pair in pairs], dtype=np.int32)
    high = np.array([pair[1] for pair in pairs], dtype=np.int32)
    found = stable_order((low, 70_001), (high, 4))
    assert found.tolist() == np.lexsort((low, high)).tolist()


@given(seeds, st.sampled_from(LaneKey), st.sampled_from([None, *LaneKey]))
@settings(max_examples=60, deadline=None)
def test_each_block_holds_its_kind_of_mark_by_time(
    seed: int, outer: LaneKey, inner: LaneKey | None
) -> None:
    table = table_of(some_columns(seed), TimeAxis.HAPPENED, with_suggestions=True)
    grouping = group_marks(table, (outer, inner), ENGLISH, with_suggestions=True)
    assert grouping.first.size == 2 * len(grouping.groups) + 1
    assert grouping.first[-1] == grouping.mark.size
    for at in range(2 * len(grouping.groups)):
        marks = grouping.mark[grouping.first[at] : grouping.first[at + 1]]
        is_event = are_events(table.kind[marks], table.status[marks])
        assert is_event.all() if at % 2 == Block.EVENTS else not is_event.any()
        assert (np.diff(table.unfolded.order[table.extent[marks]]) >= 0).all()
    dated = np.flatnonzero(table.columns.is_there & (table.date >= 0))
    assert set(grouping.mark.tolist()) == set(dated.tolist())


def test_suggestions_are_grouped_only_when_they_are_asked_for() -> None:
    marks = [a_quotation(1, "2031-05-01", SPEAKERS[0]), a_quotation(2, "2031-05-02", SPEAKERS[1])]
    columns = columns_of(marks, More(suggestions=frozenset({"quotation:2"})))
    table = table_of(columns, TimeAxis.HAPPENED, with_suggestions=True)
    by = (LaneKey.SPEAKER, None)
    assert len(group_marks(table, by, ENGLISH).groups) == 1
    assert len(group_marks(table, by, ENGLISH, with_suggestions=True).groups) == 2


def test_an_outer_group_without_marks_is_told_of() -> None:
    marks = [
        an_event(1, "Storm", "2031-05-01", participants=(SPEAKERS[0],)),
        an_event(2, "Calm", "", participants=(SPEAKERS[1],)),
    ]
    grouping = group_marks(
        table_of(columns_of(marks), TimeAxis.HAPPENED), (LaneKey.SPEAKER, None), ENGLISH
    )
    assert f"speaker:{SPEAKERS[1].id}" in {group.key for group in grouping.empty}
