from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder
from stanceline.timeline.sorting.lanes import (
    Direction,
    Lanes,
    Place,
    build_lanes,
    neighbour,
)
from timeline.builders import (
    DELAY,
    SPEAKERS,
    STANCES,
    VETO,
    a_quotation,
    an_event,
)
from timeline.columns import columns_of
from timeline.lane_cases import (
    keys,
    lanes_of,
    titles,
)

DAHL, PILOTS = SPEAKERS[0], SPEAKERS[1]


def test_lanes_come_by_count_title_first_date_or_by_hand() -> None:
    marks = [
        a_quotation(1, "2031-05-03", DAHL),
        a_quotation(2, "2031-05-04", DAHL),
        a_quotation(3, "2031-05-01", PILOTS),
        a_quotation(4, "2031-05-02", SPEAKERS[4]),
        a_quotation(5, "2031-05-05", SPEAKERS[4]),
        a_quotation(6, "2031-05-06", SPEAKERS[4]),
    ]
    hand = ("speaker:2", "speaker:77", "speaker:5")
    by_order = {order: titles(lanes_of(marks, order=order, by_hand=hand)) for order in LaneOrder}
    assert by_order[LaneOrder.BY_COUNT] == ["Council", "Minister Dahl", "Pilots’ union"]
    assert by_order[LaneOrder.BY_TITLE] == ["Council", "Minister Dahl", "Pilots’ union"]
    assert by_order[LaneOrder.BY_FIRST_DATE] == ["Pilots’ union", "Council", "Minister Dahl"]
    assert by_order[LaneOrder.BY_HAND] == ["Pilots’ union", "Council", "Minister Dahl"]


def test_pinned_lanes_come_first_and_stay_without_marks() -> None:
    marks = [a_quotation(1, "2031-05-03", DAHL), a_quotation(2, "", PILOTS)]
    lanes = lanes_of(marks, pinned=frozenset({"speaker:2"}))
    assert titles(lanes) == ["Pilots’ union", "Minister Dahl"]
    empty = lanes.lanes[0]
    assert (empty.n_marks, empty.is_pinned, empty.n_quotation_rows) == (0, True, 0)
    assert lanes.in_reading_order(0).size == 0
    assert neighbour(lanes, Place(1, 0), Direction.UP) is None


def test_a_hidden_lane_is_told_of_and_its_marks_are_not_counted() -> None:
    marks = [a_quotation(1, "2031-05-03", DAHL), a_quotation(2, "2031-05-04", PILOTS)]
    lanes = lanes_of(marks, hidden=frozenset({"speaker:2"}))
    assert titles(lanes) == ["Minister Dahl"]
    assert [lane.title for lane in lanes.hidden_lanes] == ["Pilots’ union"]
    assert lanes.n_dated == 1
    assert lanes.places(1) == []


def test_heights_and_collapsed_lanes_are_told_of() -> None:
    arrangement = Arrangement(collapsed=frozenset({"speaker:1"})).with_height("speaker:1", 2.5)
    lanes = build_lanes(columns_of([a_quotation(1, "2031-05-03")]), arrangement)
    assert lanes.lanes[0].is_collapsed
    assert lanes.lanes[0].height_factor == 2.5
    assert lanes.lanes[0].n_quotation_rows == 1


def nested(**kinds: object) -> Lanes:
    on_both = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))
    marks = [
        a_quotation(1, "2031-05-03", DAHL, on_both),
        a_quotation(2, "2031-05-02", DAHL, ((VETO, STANCES["neutral"]),)),
        a_quotation(3, "2031-05-01", PILOTS, ()),
        an_event(1, "Storm", "2031-05-01"),
        an_event(2, "Meeting", "2031-05-09", participants=(DAHL,)),
    ]
    return lanes_of(marks, within=LaneKey.TOPIC, **kinds)


def test_nested_lanes_follow_the_lane_they_lie_in() -> None:
    lanes = nested()
    assert [(lane.key, lane.depth, lane.parent, lane.n_marks) for lane in lanes.lanes] == [
        ("speaker:1", 0, -1, 3),
        ("speaker:1/topic:2", 1, 0, 2),
        ("speaker:1/topic:1", 1, 0, 1),
        ("speaker:1/rest:events", 1, 0, 1),
        ("speaker:2", 0, -1, 1),
        ("rest:events", 0, -1, 1),
    ]
    assert lanes.index.block_sizes(0) == (0, 0)
    assert lanes.n_dated == 5
    assert [place.lane for place in lanes.places(0)] == [1, 2]


def test_a_collapsed_lane_holds_each_mark_of_its_nested_ones_once() -> None:
    lanes = nested(collapsed=frozenset({"speaker:1"}))
    assert keys(lanes) == ["speaker:1", "speaker:2", "rest:events"]
    assert lanes.index.block_sizes(0) == (2, 1)
    assert [lanes.key(mark) for mark in lanes.in_reading_order(0).tolist()] == [
        "quotation:2",
        "quotation:1",
        "event:2",
    ]


def test_a_nested_lane_can_be_hidden_alone() -> None:
    lanes = nested(hidden=frozenset({"speaker:1/topic:2"}))
    assert "speaker:1/topic:2" not in keys(lanes)
    assert [lane.key for lane in lanes.hidden_lanes] == ["speaker:1/topic:2"]
