import pytest
from hypothesis import given

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder
from stanceline.ui.timeline.arrangement_kept import arrangement_of, as_kept
from timeline.lane_cases import arrangements


@given(arrangements)
def test_what_is_kept_comes_back_without_the_lanes_of_one_workspace(
    arrangement: Arrangement,
) -> None:
    found = arrangement_of(as_kept(arrangement))
    assert (found.lanes, found.axis) == (arrangement.lanes, arrangement.axis)
    assert found.folds_gaps == arrangement.folds_gaps
    assert found.order in {arrangement.order, LaneOrder.BY_COUNT}
    own = (found.by_hand, found.pinned, found.hidden, found.collapsed, found.heights)
    assert not any(own)
    assert not found.with_suggestions
    assert found.within in {arrangement.within, None}
    assert found.within not in {found.lanes, LaneKey.NONE}


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"lanes": "nonsense", "within": 3, "order": None, "axis": [], "folds_gaps": "yes"},
        {"lanes": "speaker", "within": "speaker", "colours": "rainbow"},
        {"lanes": "speaker", "order": "by hand"},
    ],
)
def test_what_makes_no_sense_is_as_it_usually_is(kept: dict[str, object]) -> None:
    assert arrangement_of(kept) == Arrangement()
