from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import (
    GREATEST_HEIGHT,
    LEAST_HEIGHT,
    Arrangement,
    SavedView,
    TimeAxis,
)


def test_lane_that_nobody_changed_has_its_own_height():
    assert Arrangement().height_of("speaker:1") == 1.0


def test_heights_of_lanes_stay_within_what_is_allowed():
    arrangement = Arrangement().with_height("b", 9.0).with_height("a", 0.01)
    assert arrangement.heights == (("a", LEAST_HEIGHT), ("b", GREATEST_HEIGHT))
    assert arrangement.height_of("b") == GREATEST_HEIGHT


def test_height_that_is_as_it_was_is_forgotten():
    arrangement = Arrangement().with_height("a", 3.0).with_height("b", 2.0).with_height("a", 1.0)
    assert arrangement == Arrangement().with_height("b", 2.0)


def test_view_shows_everything_by_speaker_unless_it_says_otherwise():
    view = SavedView("All")
    assert view.lanes is LaneKey.SPEAKER
    assert view.arrangement.axis is TimeAxis.HAPPENED
    assert (view.query, view.range, view.eras, view.notes) == ("", None, (), ())
