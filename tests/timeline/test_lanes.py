import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey
from stanceline.timeline.lanes import (
    OVERFLOW_ROW,
    Block,
    Direction,
    LaneOrder,
    Lanes,
    Place,
    build_lanes,
    neighbour,
    pack,
)
from timeline.builders import (
    DELAY,
    SPEAKERS,
    STANCES,
    VETO,
    a_crowd,
    a_quotation,
    an_event,
    the_affair,
)
from timeline.strategies import lane_keys, seeds, some_marks

DAHL, PILOTS = SPEAKERS[0], SPEAKERS[1]


def titles(lanes: Lanes) -> list[str]:
    return [lane.title for lane in lanes.lanes]


def test_an_event_stands_in_the_lane_of_each_participant() -> None:
    lanes = build_lanes([an_event(1, "Meeting", "2031-05-01", participants=(DAHL, PILOTS))],
                        LaneKey.SPEAKER)  # fmt: skip
    assert sorted(titles(lanes)) == ["Minister Dahl", "Pilots’ union"]
    assert len(lanes.places(0)) == 2


def test_an_event_with_one_participant_twice_stands_there_once() -> None:
    marks = [an_event(1, "Meeting", "2031-05-01", participants=(DAHL, DAHL))]
    assert build_lanes(marks, LaneKey.SPEAKER).lanes[0].n_marks == 1


def test_the_lane_of_events_without_participants_comes_by_count_like_any_other() -> None:
    marks = [
        an_event(1, "Storm", "2031-05-01"),
        a_quotation(1, "2031-05-01"),
        a_quotation(2, "2031-05-01", speaker=None),
    ]
    assert titles(build_lanes(marks, LaneKey.SPEAKER)) == ["Minister Dahl", "Events", "No speaker"]
    marks.append(an_event(2, "Flood", "2031-05-02"))
    assert titles(build_lanes(marks, LaneKey.SPEAKER)) == ["Events", "Minister Dahl", "No speaker"]
    by_title = build_lanes(marks, LaneKey.SPEAKER, order=LaneOrder.BY_TITLE)
    assert titles(by_title) == ["Minister Dahl", "Events", "No speaker"]


def test_a_quotation_on_two_topics_stands_in_both_lanes_in_the_stance_on_each() -> None:
    both = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))
    lanes = build_lanes([a_quotation(1, "2031-05-01", stances=both)], LaneKey.TOPIC)
    found = {
        lane.title: lanes.table.stances[int(lanes.index.stance[i])].key
        for i, lane in enumerate(lanes.lanes)
    }
    assert found == {"Delay the law": "supports", "Veto rights": "opposes"}


def test_what_has_no_stance_has_a_lane_of_its_own() -> None:
    marks = [a_quotation(1, "2031-05-01", stances=()), an_event(1, "Storm", "2031-05-01")]
    assert titles(build_lanes(marks, LaneKey.TOPIC)) == ["Events", "No stance yet"]


def test_statuses_keep_their_order() -> None:
    marks = [
        an_event(1, "a", "2031-05-01", EventStatus.PLANNED),
        an_event(2, "b", "2031-05-01", EventStatus.REPORTED),
        a_quotation(1, "2031-05-01"),
    ]
    lanes = build_lanes(marks, LaneKey.STATUS)
    assert titles(lanes) == ["Reported", "Planned", "Quotations"]


def test_lanes_come_by_count_title_or_first_date() -> None:
    marks = [
        a_quotation(1, "2031-05-03", DAHL),
        a_quotation(2, "2031-05-04", DAHL),
        a_quotation(3, "2031-05-01", PILOTS),
        a_quotation(4, "2031-05-02", SPEAKERS[4]),
        a_quotation(5, "2031-05-05", SPEAKERS[4]),
        a_quotation(6, "2031-05-06", SPEAKERS[4]),
    ]
    by_order = {
        order: titles(build_lanes(marks, LaneKey.SPEAKER, order=order)) for order in LaneOrder
    }
    assert by_order[LaneOrder.BY_COUNT] == ["Council", "Minister Dahl", "Pilots’ union"]
    assert by_order[LaneOrder.BY_TITLE] == ["Council", "Minister Dahl", "Pilots’ union"]
    assert by_order[LaneOrder.BY_FIRST_DATE] == ["Pilots’ union", "Council", "Minister Dahl"]


def test_what_has_no_date_waits_on_the_shelf() -> None:
    marks = [a_quotation(1, ""), a_quotation(2, "2031-05-01")]
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    assert lanes.undated == (0,)
    assert lanes.lanes[0].n_marks == 1


def test_no_marks_make_no_lanes() -> None:
    lanes = build_lanes([], LaneKey.SPEAKER)
    assert lanes.lanes == ()
    assert lanes.extent is None


@given(seeds, lane_keys)
@settings(max_examples=60, deadline=None)
def test_every_dated_mark_stands_somewhere_and_no_undated_one_does(seed: int, by: LaneKey) -> None:
    marks = some_marks(seed)
    lanes = build_lanes(marks, by)
    placed = set(lanes.index.mark.tolist())
    assert placed.isdisjoint(lanes.undated)
    assert placed | set(lanes.undated) == set(range(len(marks)))


@given(seeds, lane_keys)
@settings(max_examples=60, deadline=None)
def test_marks_of_one_row_never_overlap_in_time(seed: int, by: LaneKey) -> None:
    marks = some_marks(seed)
    lanes = build_lanes(marks, by)
    for lane in range(len(lanes.lanes)):
        for block in Block:
            found = lanes.index.entries(lane, block)
            rows = lanes.index.row[found]
            for row in set(rows.tolist()) - {OVERFLOW_ROW}:
                members = lanes.index.mark[found][rows == row]
                order = np.argsort(lanes.table.o0[members])
                starts = lanes.table.o0[members][order]
                ends = lanes.table.o1[members][order]
                assert np.all(starts[1:] >= ends[:-1])


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=60))
def test_packing_needs_no_more_rows_than_lie_on_one_another(
    intervals: list[tuple[int, int]],
) -> None:
    intervals.sort()
    starts = np.array([start for start, _ in intervals], dtype=np.float64)
    ends = np.array([start + length for start, length in intervals], dtype=np.float64)
    rows, n_rows = pack(starts, ends)
    deepest = max((int(np.sum((starts <= t) & (ends > t))) for t in starts.tolist()), default=0)
    assert n_rows == deepest
    assert not np.any(rows == OVERFLOW_ROW)


def test_what_finds_no_row_is_counted_and_not_lost() -> None:
    marks = [a_quotation(i, "2031-05-01", DAHL) for i in range(100)]
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    rows = lanes.index.row
    assert np.sum(rows == OVERFLOW_ROW) == 100 - 40
    assert lanes.lanes[0].n_quotation_rows == 41


@given(seeds, lane_keys, st.floats(-2, 2), st.floats(0.001, 3))
@settings(max_examples=60, deadline=None)
def test_the_index_finds_all_that_reaches_into_a_window(
    seed: int, by: LaneKey, start: float, length: float
) -> None:
    marks = some_marks(seed)
    lanes = build_lanes(marks, by)
    if lanes.extent is None:
        return
    t0 = lanes.extent.t0 + start * lanes.extent.seconds
    window = type(lanes.extent)(t0, t0 + length * lanes.extent.seconds)
    for lane in range(len(lanes.lanes)):
        for block in Block:
            whole = lanes.index.mark[lanes.index.entries(lane, block)]
            inside = whole[
                (lanes.table.o1[whole] > window.t0) & (lanes.table.o0[whole] < window.t1)
            ]
            found = lanes.index.mark[lanes.index.entries_in(lane, block, window)]
            assert set(inside.tolist()) <= set(found.tolist())


def test_walking_on_visits_every_place_once() -> None:
    lanes = build_lanes(the_affair(), LaneKey.SPEAKER)
    place: Place | None = Place(0, int(lanes.in_reading_order(0)[0]))
    seen = []
    while place is not None:
        seen.append(place)
        place = neighbour(lanes, place, Direction.NEXT)
    assert len(seen) == lanes.index.mark.size
    assert len(set(seen)) == len(seen)
    back: Place | None = seen[-1]
    for expected in reversed(seen):
        assert back == expected
        assert back is not None
        back = neighbour(lanes, back, Direction.PREVIOUS)
    assert back is None


def test_left_and_right_stay_in_the_lane_by_time() -> None:
    lanes = build_lanes(the_affair(), LaneKey.SPEAKER)
    first = Place(0, int(lanes.in_reading_order(0)[0]))
    assert neighbour(lanes, first, Direction.LEFT) is None
    second = neighbour(lanes, first, Direction.RIGHT)
    assert second is not None
    assert second.lane == 0
    assert lanes.table.middle[second.mark] >= lanes.table.middle[first.mark]
    assert neighbour(lanes, second, Direction.LEFT) == first


def test_down_goes_to_the_mark_nearest_in_time() -> None:
    marks = [
        a_quotation(1, "2031-05-10", DAHL),
        a_quotation(2, "2031-05-11", DAHL),
        a_quotation(3, "2031-01-01", PILOTS),
        a_quotation(4, "2031-05-12", PILOTS),
    ]
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    assert neighbour(lanes, Place(0, 0), Direction.DOWN) == Place(1, 3)
    assert neighbour(lanes, Place(0, 0), Direction.UP) is None


def test_rows_do_not_depend_on_anything_but_the_marks() -> None:
    marks = a_crowd(300)
    first, second = (build_lanes(marks, LaneKey.SPEAKER) for _ in range(2))
    assert np.array_equal(first.index.row, second.index.row)
