from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.timelines import Era, Note
from stanceline.timeline.placing.extras import (
    NO_EXTRAS,
    Extras,
    Surroundings,
    ribbon_height,
    stretches_of,
)
from stanceline.timeline.placing.singles import Scale
from stanceline.timeline.primitives import Box
from stanceline.timeline.sorting.folds import NO_FOLDS
from stanceline.timeline.windows import TimeWindow
from timeline.strategies import measure

PLOT = Box(200.0, 52.0, 1200.0, 600.0)
YEAR = TimeWindow(float(seconds_from_civil(2031, 1, 1)), float(seconds_from_civil(2032, 1, 1)))


def scale_of(window: TimeWindow) -> Scale:
    return Scale(window.t0, PLOT.x0, PLOT.x1, PLOT.width / window.seconds)


def around(window: TimeWindow = YEAR) -> Surroundings:
    return Surroundings(NO_FOLDS, window, scale_of(window), PLOT, 52.0, measure)


def test_only_what_is_there_takes_room_below_the_axis() -> None:
    heights = [
        ribbon_height(NO_EXTRAS),
        ribbon_height(Extras(eras=(Era("Strike", "2031"),))),
        ribbon_height(Extras(eras=(Era("Strike", "2031"),), notes=(Note("Here", "2031"),))),
    ]
    assert heights[0] == 0
    assert heights == sorted(set(heights))


def test_without_folds_the_window_is_one_stretch() -> None:
    (stretch,) = stretches_of(NO_FOLDS, YEAR, scale_of(YEAR))
    assert (stretch.t0, stretch.t1) == (YEAR.t0, YEAR.t1)


def test_an_era_without_an_end_fills_the_window_and_one_elsewhere_is_not_drawn() -> None:
    eras = [Era("Since then", "2030/.."), Era("Long ago", "1950/1960"), Era("Nonsense", "soon")]
    (band,) = around().bands(eras, 600.0)
    assert (band.box.x0, band.box.x1) == (PLOT.x0, PLOT.x1)
    assert band.title is not None
    assert band.title.text == "Since then"


def test_titles_of_eras_that_overlap_stand_beside_each_other() -> None:
    eras = [Era("The first of them", "2031-01/2031-12"), Era("The second", "2031-01/2031-11")]
    titles = [band.title for band in around().bands(eras, 600.0) if band.title is not None]
    assert len(titles) == 2
    assert not titles[0].box.overlaps(titles[1].box)


def test_notes_keep_their_number_in_the_view_wherever_they_stand() -> None:
    notes = [Note("Later", "2031-11-01"), Note("Elsewhere", "1999"), Note("Sooner", "2031-02-01")]
    pins = around().pins(notes, is_below_eras=False)
    assert [(pin.label.text, pin.place) for pin in pins] == [("Sooner", 2), ("Later", 0)]


def test_a_note_without_a_beginning_stands_at_its_end() -> None:
    (pin,) = around().pins([Note("Until then", "../2031-07-01")], is_below_eras=True)
    assert PLOT.x0 < pin.x < PLOT.x1


def test_today_has_a_line_only_where_it_is_in_sight() -> None:
    middle = (YEAR.t0 + YEAR.t1) / 2
    x, label = around().today(middle, "today")
    assert x == (PLOT.x0 + PLOT.x1) / 2
    assert label is not None
    assert around().today(YEAR.t1 + 1, "today") == (None, None)
    assert around().today(None, "today") == (None, None)


def test_the_word_of_today_stays_within_the_plot_at_its_edges() -> None:
    for second in (YEAR.t0, YEAR.t1):
        _, label = around().today(second, "today")
        assert label is not None
        assert PLOT.x0 <= label.box.x0
        assert label.box.x1 <= PLOT.x1
