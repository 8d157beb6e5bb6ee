import numpy as np
import pytest

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Era, Note
from stanceline.timeline.layout import Extras, lay_out
from stanceline.timeline.primitives import Layout
from stanceline.timeline.windows import panned
from timeline.builders import SPEAKERS, a_crowd, a_quotation, an_event, the_affair
from timeline.columns import texts_of
from timeline.drawn import lanes_of, measure, window_of

LOW = (1200.0, 240.0)
EXTRAS = Extras(
    eras=(Era("The strike", "2031-05/2031-06"),),
    notes=(Note("It begins", "2031-05-10"),),
    coverage=(np.array([22000, 22400]), np.array([3, 5], dtype=np.int32)),
)


def drawn(marks, size=LOW, by=LaneKey.SPEAKER, share=0.0, **more) -> Layout:
    lanes = lanes_of(marks, by)
    window = panned(window_of(lanes), share * window_of(lanes).seconds)
    return lay_out(lanes, window, size, measure, texts_of(marks), **more)


def test_a_low_timeline_shows_several_lanes_with_all_that_stands_above_them() -> None:
    layout = drawn(the_affair(), extras=EXTRAS)
    whole = [lane for lane in layout.lanes if lane.box.y1 <= layout.plot.y1]
    assert len(whole) >= 3
    assert all(lane.title is not None for lane in whole)
    assert layout.pins
    assert layout.bands
    assert layout.coverage is not None


def test_a_tall_timeline_is_laid_out_as_roomily_as_before() -> None:
    layout = drawn(the_affair(), size=(1200.0, 900.0), extras=EXTRAS)
    assert layout.axis_box.height == 40.0
    assert layout.plot.y0 - layout.axis_box.y1 > 40.0


def test_titles_of_eras_keep_clear_of_the_notes_in_their_line() -> None:
    layout = drawn(the_affair(), extras=EXTRAS)
    pins = [pin.label.box for pin in layout.pins]
    titles = [band.title.box for band in layout.bands if band.title is not None]
    assert not any(title.overlaps(pin) for title in titles for pin in pins)


@pytest.mark.parametrize("n_marks", [1, 3, 6, 7, 30])
def test_quotations_of_one_time_stay_within_their_lane(n_marks: int) -> None:
    marks = [a_quotation(at, "2031-05-01", SPEAKERS[0]) for at in range(n_marks)]
    marks += [a_quotation(100 + at, "2031-05-03", SPEAKERS[at % 8]) for at in range(30)]
    layout = drawn(marks)
    boxes = {lane.lane: lane.box for lane in layout.lanes}
    for y, radius, lane in zip(
        layout.points.y, layout.points.radius, layout.points.lane, strict=True
    ):
        assert boxes[lane].y0 <= y - radius
        assert y + radius <= boxes[lane].y1


def test_panning_moves_no_mark_to_another_row_of_a_low_lane() -> None:
    marks = [
        an_event(at, f"Event {at}", f"2031-05-{1 + at % 28:02}", participants=SPEAKERS[:1])
        for at in range(60)
    ]
    marks += [an_event(100 + at, "More", "2031-05/2031-06") for at in range(2)]
    rows = {}
    for share in (-0.6, -0.3, 0.0, 0.2, 0.5):
        for bar in drawn(marks, share=share).bars:
            assert rows.setdefault(bar.mark, bar.box.y0) == bar.box.y0
    assert rows


def test_a_crowd_in_a_low_timeline_is_still_counted() -> None:
    layout = drawn(a_crowd(9_000, n_speakers=8))
    assert layout.densities
    assert len(layout.lanes) >= 3
