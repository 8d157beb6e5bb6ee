from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder
from stanceline.timeline.handling.header import (
    edge_at,
    lane_at,
    moved_lane,
    siblings,
    slot_at,
    stepped_lane,
    toggle_at,
    with_collapse_changed,
    with_lane_hidden,
    with_pin_changed,
)
from stanceline.timeline.primitives import Box, LaneBox
from stanceline.timeline.sorting.lanes import Lanes
from timeline.builders import the_affair
from timeline.showing import lanes_of

NESTED = Arrangement(LaneKey.SPEAKER, within=LaneKey.TOPIC)


def keys_of(lanes: Lanes) -> list[str]:
    return [lane.key for lane in lanes.lanes]


def boxes_of(lanes: Lanes) -> list[LaneBox]:
    return [
        LaneBox(at, Box(0, 40 + 30 * at, 900, 70 + 30 * at), None, None)
        for at in range(len(lanes.lanes))
    ]


def test_collapse_and_pin_are_switched_and_hiding_adds_up() -> None:
    arrangement = with_pin_changed(with_collapse_changed(NESTED, "speaker:1"), "speaker:2")
    assert arrangement.collapsed == {"speaker:1"}
    assert arrangement.pinned == {"speaker:2"}
    assert with_collapse_changed(arrangement, "speaker:1").collapsed == frozenset()
    hidden = with_lane_hidden(with_lane_hidden(arrangement, "speaker:3"), "speaker:4")
    assert hidden.hidden == {"speaker:3", "speaker:4"}


def test_a_lane_that_is_moved_is_where_it_was_put_when_lanes_are_built_anew() -> None:
    lanes = lanes_of(the_affair())
    keys = keys_of(lanes)
    wanted = moved_lane(lanes.arrangement, lanes.lanes, 4, 1)
    assert wanted.order is LaneOrder.BY_HAND
    again = keys_of(lanes_of(the_affair(), wanted))
    assert again == [keys[0], keys[4], *keys[1:4], *keys[5:]]
    last = moved_lane(lanes.arrangement, lanes.lanes, 0, None)
    assert last.by_hand[-1] == keys[0]


def test_a_lane_that_stays_where_it_is_asks_for_nothing() -> None:
    lanes = lanes_of(the_affair())
    for before in (2, 3):
        assert moved_lane(lanes.arrangement, lanes.lanes, 2, before) == lanes.arrangement
    assert stepped_lane(lanes.arrangement, lanes.lanes, 0, -1) == lanes.arrangement


def test_stepping_a_lane_swaps_it_with_its_neighbour() -> None:
    lanes = lanes_of(the_affair())
    keys = keys_of(lanes)
    assert list(stepped_lane(lanes.arrangement, lanes.lanes, 1, 1).by_hand[:3]) == [
        keys[0],
        keys[2],
        keys[1],
    ]
    assert list(stepped_lane(lanes.arrangement, lanes.lanes, 1, -1).by_hand[:2]) == [
        keys[1],
        keys[0],
    ]


def test_a_nested_lane_moves_within_its_outer_one_only() -> None:
    lanes = lanes_of(the_affair(), NESTED)
    inner = next(at for at, lane in enumerate(lanes.lanes) if lane.parent >= 0)
    parent = lanes.lanes[inner].parent
    assert all(lanes.lanes[at].parent == parent for at in siblings(lanes.lanes, inner))
    outer = siblings(lanes.lanes, parent)
    assert moved_lane(NESTED, lanes.lanes, inner, outer[-1]) == NESTED


def test_an_outer_lane_takes_along_what_is_nested_in_it() -> None:
    lanes = lanes_of(the_affair(), NESTED)
    outer = siblings(lanes.lanes, 0)
    wanted = moved_lane(NESTED, lanes.lanes, outer[1], outer[0])
    again = lanes_of(the_affair(), wanted)
    assert again.lanes[0].key == lanes.lanes[outer[1]].key
    assert sorted(keys_of(again)) == sorted(keys_of(lanes))
    for lane in again.lanes:
        if lane.parent >= 0:
            assert lane.key.startswith(again.lanes[lane.parent].key + "/")


def test_a_lane_is_dropped_before_the_one_whose_upper_half_is_pointed_at() -> None:
    lanes = lanes_of(the_affair())
    boxes = boxes_of(lanes)
    slot = slot_at(boxes, lanes.lanes, 4, boxes[1].box.y0 + 5)
    assert slot is not None
    assert (slot.before, slot.y) == (1, boxes[1].box.y0)
    slot = slot_at(boxes, lanes.lanes, 4, boxes[1].box.y1 - 5)
    assert slot is not None
    assert slot.before == 2
    slot = slot_at(boxes, lanes.lanes, 4, boxes[-1].box.y1 + 50)
    assert slot is not None
    assert slot.before is None
    slot = slot_at(boxes[:6], lanes.lanes, 4, boxes[5].box.y1 + 50)
    assert slot is not None
    assert slot.before == 6


def test_titles_edges_and_triangles_are_found() -> None:
    boxes = [
        LaneBox(0, Box(0, 40, 900, 80), None, None, toggle=Box(8, 52, 20, 64)),
        LaneBox(1, Box(0, 80, 900, 120), None, None, depth=1),
    ]
    found = lane_at(boxes, 79.0)
    assert found is boxes[0]
    assert lane_at(boxes, 130.0) is None
    assert edge_at(boxes, 81.0) is boxes[0]
    assert edge_at(boxes, 100.0) is None
    assert toggle_at(boxes, 12.0, 60.0) is boxes[0]
    assert toggle_at(boxes, 40.0, 60.0) is None
