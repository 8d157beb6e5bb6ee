import numpy as np

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Named
from stanceline.domain.timelines import LaneOrder
from stanceline.storage.mark_columns import NONE
from stanceline.timeline.sorting.lanes import (
    Place,
)
from timeline.builders import (
    DELAY,
    SPEAKERS,
    STANCES,
    VETO,
    a_quotation,
    an_event,
)
from timeline.columns import More
from timeline.lane_cases import (
    keys,
    lanes_of,
    titles,
)

DAHL, PILOTS = SPEAKERS[0], SPEAKERS[1]


def test_an_event_stands_in_the_lane_of_each_participant() -> None:
    lanes = lanes_of([an_event(1, "Meeting", "2031-05-01", participants=(DAHL, PILOTS))])
    assert sorted(titles(lanes)) == ["Minister Dahl", "Pilots’ union"]
    assert lanes.places(0) == [Place(0, 0), Place(1, 0)]
    assert lanes.n_dated == 1


def test_an_event_with_one_participant_twice_stands_there_once() -> None:
    marks = [an_event(1, "Meeting", "2031-05-01", participants=(DAHL, DAHL))]
    assert lanes_of(marks).lanes[0].n_marks == 1


def test_the_lane_of_events_without_participants_comes_by_count_like_any_other() -> None:
    marks = [
        an_event(1, "Storm", "2031-05-01"),
        a_quotation(1, "2031-05-01"),
        a_quotation(2, "2031-05-01", speaker=None),
    ]
    assert titles(lanes_of(marks)) == ["Minister Dahl", "Events", "No speaker"]
    marks.append(an_event(2, "Flood", "2031-05-02"))
    assert titles(lanes_of(marks)) == ["Events", "Minister Dahl", "No speaker"]
    by_title = lanes_of(marks, order=LaneOrder.BY_TITLE)
    assert titles(by_title) == ["Minister Dahl", "Events", "No speaker"]


def test_a_quotation_on_two_topics_stands_in_both_lanes_in_the_stance_on_each() -> None:
    both = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))
    lanes = lanes_of([a_quotation(1, "2031-05-01", stances=both)], LaneKey.TOPIC)
    found = {
        lane.title: lanes.table.stances[int(lanes.index.stance[i])].key
        for i, lane in enumerate(lanes.lanes)
    }
    assert found == {"Delay the law": "supports", "Veto rights": "opposes"}
    assert np.all(lanes.index.other_stance == NONE)


def test_two_analysts_who_differ_on_a_topic_give_the_lane_both_stances() -> None:
    both = ((DELAY, STANCES["supports"]), (DELAY, STANCES["opposes"]))
    marks = [a_quotation(1, "2031-05-01", stances=both), a_quotation(2, "2031-05-02")]
    lanes = lanes_of(marks, LaneKey.TOPIC)
    stances = [stance.key for stance in lanes.table.stances]
    assert stances[int(lanes.index.stance[0])] == "supports"
    assert stances[int(lanes.index.other_stance[0])] == "opposes"
    assert int(lanes.index.other_stance[1]) == NONE


def test_what_has_no_stance_has_a_lane_of_its_own() -> None:
    marks = [a_quotation(1, "2031-05-01", stances=()), an_event(1, "Storm", "2031-05-01")]
    assert titles(lanes_of(marks, LaneKey.TOPIC)) == ["Events", "No stance yet"]


def test_statuses_keep_their_order() -> None:
    marks = [
        an_event(1, "a", "2031-05-01", EventStatus.PLANNED),
        an_event(2, "b", "2031-05-01", EventStatus.REPORTED),
        a_quotation(1, "2031-05-01"),
    ]
    assert titles(lanes_of(marks, LaneKey.STATUS)) == ["Reported", "Planned", "Quotations"]


def test_speakers_stand_with_those_they_belong_to_and_an_organisation_with_itself() -> None:
    marks = [
        a_quotation(1, "2031-05-01", DAHL),
        a_quotation(2, "2031-05-02", PILOTS),
        a_quotation(3, "2031-05-03", SPEAKERS[3]),
        an_event(1, "Storm", "2031-05-03"),
    ]
    lanes = lanes_of(marks, LaneKey.AFFILIATION, More(affiliations={DAHL.id: PILOTS}))
    assert keys(lanes) == ["affiliation:2", "rest:events", "rest"]
    assert titles(lanes)[0] == "Pilots’ union"
    assert lanes.lanes[0].n_marks == 2


def test_tags_and_analysts_have_lanes() -> None:
    marks = [a_quotation(1, "2031-05-01"), a_quotation(2, "2031-05-02")]
    more = More(tags={"quotation:1": ["law", "strike"]}, analysts={"quotation:2": "Ada"})
    assert sorted(keys(lanes_of(marks, LaneKey.TAG, more))) == ["rest", "tag:law", "tag:strike"]
    assert titles(lanes_of(marks, LaneKey.ANALYST, more)) == ["Ada", "Nobody in particular"]
    assert lanes_of(marks, LaneKey.ANALYST, more).lanes[0].key == "analyst:1"


def test_an_event_stands_in_the_lane_of_each_source() -> None:
    lanes = lanes_of([an_event(1, "Storm", "2031-05-01", n_sources=3)], LaneKey.SOURCE)
    assert len(lanes.lanes) == 3
    assert all(lane.key == f"source:{lane.title}" for lane in lanes.lanes)


def test_named_lanes_take_the_short_name_where_there_is_one() -> None:
    long = Named(5, "The very long name of a council", "")
    assert titles(lanes_of([a_quotation(1, "2031-05-01", long)])) == [long.name]
