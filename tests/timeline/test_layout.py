from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from stanceline.domain.civil import SECONDS_PER_DAY, days_from_civil, seconds_from_civil
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Mark, MarkSource
from stanceline.domain.timelines import Arrangement, Era, Note, TimeAxis
from stanceline.timeline.layout import (
    Extras,
    clean,
    density_at,
    hit_test,
    lay_out,
    quoted,
    things_at,
    things_in,
    time_at,
)
from stanceline.timeline.primitives import Box, Fill, Glyph, Ink, Layout
from stanceline.timeline.sorting.lanes import Block, build_lanes
from stanceline.timeline.windows import TimeWindow, panned, zoomed
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
from timeline.columns import More, columns_of, texts_of
from timeline.drawn import laid_out, lanes_of, measure, window_of

SIZE = (1200.0, 400.0)


def points_of(layout: Layout, mark: int) -> list[tuple[Glyph, Fill]]:
    """Shape and filling of the points of a mark."""
    points = layout.points
    return [
        (Glyph(int(points.glyph[at])), Fill(int(points.fill[at])))
        for at in np.flatnonzero(points.mark == mark)
    ]


def place_of(layout: Layout, mark: int) -> tuple[float, float]:
    at = int(np.flatnonzero(layout.points.mark == mark)[0])
    return float(layout.points.x[at]), float(layout.points.y[at])


def drawn(
    marks: list[Mark],
    window: TimeWindow,
    size: tuple[float, float] = SIZE,
    more: More | None = None,
    by: LaneKey = LaneKey.NONE,
    **extra: object,
) -> Layout:
    lanes = lanes_of(marks, by, more)
    return lay_out(lanes, window, size, measure, texts_of(marks), **extra)  # type: ignore[arg-type]


def window(first: tuple[int, ...], last: tuple[int, ...]) -> TimeWindow:
    return TimeWindow(float(seconds_from_civil(*first)), float(seconds_from_civil(*last)))


def an_event_drawn(date: str, around: str = "2024-01/2024-12", **more: EventStatus) -> Layout:
    """One event in a window that another one decides."""
    marks = [an_event(1, "Frame", around), an_event(2, "It", date, **more)]
    return drawn(marks, window_of(lanes_of(marks[:1], LaneKey.NONE)))


# --------------------------------------------------------------------------- dates


def test_a_day_is_a_disc() -> None:
    layout = an_event_drawn("2024-06-19")
    assert [glyph for glyph, _ in points_of(layout, 1)] == [Glyph.DISC]


def test_a_day_wider_than_a_disc_is_a_bar() -> None:
    layout = an_event_drawn("2024-06-19", around="2024-06-15/2024-06-25")
    bar = next(bar for bar in layout.bars if bar.mark == 1)
    assert not bar.is_band


def test_a_month_is_a_hollow_band_over_its_length() -> None:
    layout = an_event_drawn("2024-06")
    bar = next(bar for bar in layout.bars if bar.mark == 1)
    assert bar.is_band
    assert bar.box.width == pytest.approx(layout.plot.width * 30 / (366 * 1.14), rel=0.05)
    assert not points_of(layout, 1)


def test_some_day_between_two_has_end_ticks() -> None:
    bar = next(b for b in an_event_drawn("[2024-05-03..2024-05-30]").bars if b.mark == 1)
    assert bar.is_band
    assert bar.has_end_ticks


def test_one_of_two_days_is_joined_by_a_dotted_line_with_or() -> None:
    layout = an_event_drawn("[2024-03-03,2024-09-10]")
    links = [link for link in layout.links if link.ink != Ink.LINE]
    assert [link.is_dotted for link in links] == [True, True]
    assert "or" in [label.text for label in layout.labels]
    assert [fill for _, fill in points_of(layout, 1)] == [Fill.OUTLINE, Fill.OUTLINE]


def test_several_days_are_joined_by_a_thin_line() -> None:
    layout = an_event_drawn("{2024-03-03,2024-06-08,2024-09-10}")
    links = [link for link in layout.links if link.ink != Ink.LINE]
    assert [link.is_dotted for link in links] == [False, False]
    assert len(points_of(layout, 1)) == 3


def test_what_lasts_is_a_bar_with_coarse_ends_in_half_tint() -> None:
    layout = an_event_drawn("2024-06/2024-08")
    bar = next(bar for bar in layout.bars if bar.mark == 1)
    assert not bar.is_band
    assert bar.coarse_start == pytest.approx(bar.box.width * 30 / 92, rel=0.05)
    assert bar.coarse_end == pytest.approx(bar.box.width * 31 / 92, rel=0.05)


def test_about_has_whiskers_on_the_qualified_side_only() -> None:
    layout = an_event_drawn("2024-03~/2024-08-01")
    assert len(layout.whiskers) == 1
    assert layout.whiskers[0].x1 < layout.whiskers[0].x0
    assert len(an_event_drawn("2024-06~").whiskers) == 2


def test_possibly_fades_and_its_label_asks() -> None:
    layout = an_event_drawn("2024-06?")
    assert len(layout.fades) == 2
    assert not layout.whiskers
    assert "It ?" in [label.text for label in layout.labels]


def test_possibly_about_has_both() -> None:
    layout = an_event_drawn("2024-06%")
    assert layout.fades
    assert layout.whiskers


def test_an_open_end_runs_to_the_edge_and_ends_in_an_arrowhead() -> None:
    layout = an_event_drawn("2024-06-19/..")
    assert [(arrow.towards, arrow.x) for arrow in layout.arrows] == [(1, layout.plot.x1 - 1)]


def test_an_unknown_end_fades_over_40_pixels_with_a_question_mark() -> None:
    layout = an_event_drawn("2024-06-19/")
    assert [abs(fade.x1 - fade.x0) for fade in layout.fades] == [pytest.approx(40)]
    assert not layout.arrows
    assert "?" in [label.text for label in layout.labels]


def test_a_whisker_of_under_two_pixels_is_dropped() -> None:
    assert not an_event_drawn("2024-06-19~", around="1924/2024").whiskers


@pytest.mark.parametrize(
    ("status", "fill"),
    [
        (EventStatus.CONFIRMED, Fill.WHOLE),
        (EventStatus.REPORTED, Fill.CORED),
        (EventStatus.DISPUTED, Fill.DASHED),
        (EventStatus.DENIED, Fill.CROSSED),
        (EventStatus.PLANNED, Fill.OUTLINE),
    ],
)
def test_the_fill_tells_the_status(status: EventStatus, fill: Fill) -> None:
    layout = an_event_drawn("2024-06-19", status=status)
    assert [each for _, each in points_of(layout, 1)] == [fill]


def test_the_label_of_a_bar_that_began_before_the_window_sticks_to_its_edge() -> None:
    marks = [an_event(1, "Siege", "2024-01/2024-12")]
    whole = window_of(lanes_of(marks, LaneKey.NONE))
    layout = drawn(marks, zoomed(whole, 4, (whole.t0 + whole.t1) / 2), (1200, 200))
    (label,) = layout.labels
    assert label.text == "Siege"
    assert label.on_bar
    assert layout.plot.x0 <= label.box.x0 < layout.plot.x0 + 24


def test_words_said_on_the_last_day_stand_at_the_left() -> None:
    marks = [a_quotation(i, "2024-06-30", SPEAKERS[0]) for i in range(3)]
    marks.append(an_event(9, "Vote", "2024-06-11"))
    layout = laid_out(marks, size=(900, 500))
    words = {label.mark: label for label in layout.labels if label.mark < 3}
    assert len(words) == 3
    for mark, label in words.items():
        assert label.box.x1 < place_of(layout, mark)[0]


def test_what_begins_at_the_right_edge_has_its_label_at_the_left() -> None:
    marks = [
        an_event(1, "Talks", "[2024-06-11~..2024-06-20~]"),
        an_event(2, "Summit", "2024-06-26"),
        an_event(3, "A very long name for troops to be sent", "2024-07/.."),
        an_event(4, "Vote on something long as well", "2024-06-29"),
    ]
    layout = laid_out(marks, size=(700, 300), by=LaneKey.NONE)
    assert {label.mark for label in layout.labels} == {0, 1, 2, 3}
    label = next(label for label in layout.labels if label.mark == 2)
    bar = next(bar for bar in layout.bars if bar.mark == 2)
    assert label.box.x1 < bar.box.x0


def test_a_long_title_is_elided() -> None:
    layout = laid_out([an_event(1, "word " * 80, "2024-06-19")])
    assert layout.labels[0].text.endswith("…")


# --------------------------------------------------------------------------- stances


@pytest.mark.parametrize(
    ("key", "glyph", "fill"),
    [
        ("supports", Glyph.UP, Fill.WHOLE),
        ("leans_for", Glyph.UP, Fill.OUTLINE),
        ("neutral", Glyph.CIRCLE, Fill.WHOLE),
        ("leans_against", Glyph.DOWN, Fill.OUTLINE),
        ("opposes", Glyph.DOWN, Fill.WHOLE),
        ("unclear", Glyph.DIAMOND, Fill.HATCHED),
    ],
)
def test_the_shape_repeats_the_stance(key: str, glyph: Glyph, fill: Fill) -> None:
    layout = laid_out([a_quotation(1, "2031-05-01", stances=((DELAY, STANCES[key]),))])
    assert points_of(layout, 0) == [(glyph, fill)]


def test_a_quotation_without_a_stance_is_a_dot_and_draws_no_strip() -> None:
    layout = laid_out([a_quotation(1, "2031-05-01", stances=())])
    assert points_of(layout, 0)[0][0] is Glyph.DOT
    assert not layout.strips


def test_one_for_one_thing_and_against_another_is_split() -> None:
    both = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))
    layout = laid_out([a_quotation(1, "2031-05-01", stances=both)])
    assert points_of(layout, 0)[0][0] is Glyph.SPLIT
    assert layout.points.other_ink[0] >= 0


def test_the_strip_changes_colour_where_the_speaker_changes_sides() -> None:
    marks = [
        a_quotation(1, "2031-05-01", stances=((DELAY, STANCES["supports"]),)),
        a_quotation(2, "2031-06-01", stances=((DELAY, STANCES["opposes"]),)),
        a_quotation(3, "2031-07-01", stances=((DELAY, STANCES["opposes"]),)),
    ]
    layout = laid_out(marks)
    (strip,) = layout.strips
    keys = [layout.stances[ink].key for ink in strip.ink.tolist()]
    assert keys == ["supports", "opposes"]
    assert strip.right[0] == pytest.approx(strip.left[1])
    assert strip.left[1] == pytest.approx(place_of(layout, 1)[0], abs=10)


# --------------------------------------------------------------------------- crowds


def test_a_crowd_becomes_counts_that_add_up() -> None:
    marks = a_crowd(6_000, n_speakers=2)
    layout = laid_out(marks, size=(1200, 800))
    assert layout.points.n == 0
    n_counted = sum(int(d.counts.sum()) + d.n_running_through for d in layout.densities)
    assert n_counted == len(marks) == layout.n_marks_in_window


def test_columns_of_counts_move_with_the_time_while_panning() -> None:
    marks = a_crowd(6_000, n_speakers=2)
    lanes = lanes_of(marks)
    whole = window_of(lanes)
    near = zoomed(whole, 2, whole.t0 + whole.seconds / 2)
    before, after = (
        lay_out(lanes, each, (1200, 800), measure, texts_of(marks))
        for each in (near, panned(near, 0.02))
    )
    first, second = before.densities[0], after.densities[0]
    n_columns = round((second.t0 - first.t0) / first.seconds)
    assert second.t0 - first.t0 == n_columns * first.seconds
    same = len(first.counts) - n_columns
    assert np.array_equal(first.counts[n_columns:], second.counts[:same])
    assert first.highest == second.highest


def test_columns_of_counts_are_whole_days_or_a_day_has_many() -> None:
    marks = a_crowd(3_000, n_speakers=1)
    lanes = lanes_of(marks)
    whole = window_of(lanes)
    for zoom in (1, 3, 10, 30, 100):
        near = zoomed(whole, zoom, whole.t0 + whole.seconds / 2)
        for density in lay_out(lanes, near, (1200, 800), measure, texts_of(marks)).densities:
            day_px = density.column_px * SECONDS_PER_DAY / density.seconds
            assert density.seconds % SECONDS_PER_DAY == 0 or day_px >= 20


def test_a_column_of_counts_is_found_under_the_pointer_with_its_marks() -> None:
    marks = a_crowd(6_000, n_speakers=1)
    lanes = lanes_of(marks)
    layout = lay_out(lanes, window_of(lanes), (1200, 800), measure, texts_of(marks))
    density = next(d for d in layout.densities if d.block == Block.QUOTATIONS)
    column = int(density.counts.sum(axis=1).argmax())
    x = density.x0 + (column + 0.5) * density.column_px
    y = (density.box.y0 + density.box.y1) / 2
    found = density_at(layout, x, y)
    assert found is not None
    assert found.count == int(density.counts[column].sum())
    assert found.t0 <= time_at(layout, window_of(lanes), x) < found.t1
    box = Box(x - density.column_px / 2 + 0.01, y, x + density.column_px / 2 - 0.01, y + 1)
    assert len(things_in(lanes, layout, box)) == pytest.approx(found.count, abs=found.count / 2)


def test_marks_that_find_no_row_are_counted_in_a_badge() -> None:
    marks = [a_quotation(i, "2031-05-01", SPEAKERS[0]) for i in range(50)]
    marks += [a_quotation(99, "2031-07-01", SPEAKERS[0])]
    layout = laid_out(marks, size=(1200, 2000))
    n_shown = len(set(layout.points.mark.tolist()))
    assert n_shown < layout.n_marks_in_window
    assert [badge.text for badge in layout.badges] == [f"+{layout.n_marks_in_window - n_shown}"]
    badge = layout.badges[0]
    assert hit_test(layout, badge.box.x0 + 2, (badge.box.y0 + badge.box.y1) / 2) is not None


def test_ten_thousand_marks_at_one_instant_are_one_column_of_counts() -> None:
    marks = [a_quotation(i, "2031-05-01T10:00:00", SPEAKERS[0]) for i in range(10_000)]
    layout = laid_out(marks, size=(1200, 800))
    (density,) = layout.densities
    assert density.counts.sum(axis=1).max() == len(marks)
    assert np.count_nonzero(density.counts.sum(axis=1)) == 1


def test_a_crowd_names_the_marks_that_deserve_it_most() -> None:
    marks = a_crowd(6_000, n_speakers=1)
    layout = laid_out(marks, size=(1400, 900))
    assert layout.densities
    named = [label for label in layout.labels if label.mark >= 0]
    assert named
    assert len(layout.leaders) == len(named)


def test_lanes_that_do_not_fit_can_be_scrolled_to() -> None:
    marks = the_affair()
    layout = laid_out(marks, size=(900, 220))
    assert layout.content_height > layout.plot.height
    lanes = lanes_of(marks)
    bottom = lay_out(lanes, window_of(lanes), (900, 220), measure, texts_of(marks), scroll_y=1e6)
    assert bottom.lanes[-1].box.y1 == pytest.approx(bottom.plot.y1)
    assert len(bottom.lanes) < len(lanes.lanes)


def test_a_tall_canvas_makes_rows_roomier_but_not_huge() -> None:
    heights = [
        laid_out(the_affair(), size=(1200, height)).content_height
        for height in (300, 800, 1200, 9000)
    ]
    assert all(lower <= higher for lower, higher in pairwise(heights))
    assert heights[-1] < 2000


def test_many_crowded_lanes_show_fewer_rows_and_all_fit() -> None:
    layout = laid_out(a_crowd(9_000, n_speakers=6), size=(1400, 900))
    assert layout.content_height <= layout.plot.height


def test_a_rubber_band_finds_what_it_touches() -> None:
    marks = [an_event(1, "First", "2031-05-01"), an_event(2, "Second", "2031-06-01")]
    layout = drawn(marks, window((2031, 1, 1), (2031, 12, 1)))
    (x, y), (other, _) = place_of(layout, 0), place_of(layout, 1)
    assert [place.mark for place in things_at(layout, Box(x - 3, y - 3, x + 3, y + 3))] == [0]
    both = things_at(layout, Box(min(x, other) - 9, 0, max(x, other) + 9, 700))
    assert sorted(place.mark for place in both) == [0, 1]
    assert things_at(layout, Box(0, 0, 1, 1)) == []


# --------------------------------------------------------------------------- two times


def test_a_thin_line_leads_from_what_was_said_to_when_it_was_published() -> None:
    said = a_quotation(1, "2031-05-01", SPEAKERS[0])
    source = MarkSource(1, "Title", "Paper", "2031-05-20", ())
    marks = [said, replace(said, id=2, sources=(source,))]
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)))
    (link,) = layout.links
    x, y = place_of(layout, 1)
    assert link.x0 == pytest.approx(x, abs=1)
    assert link.x1 > x + 20
    assert link.y > y
    assert [tick.mark for tick in layout.reports] == [1]
    lanes = build_lanes(columns_of(marks), Arrangement(axis=TimeAxis.PUBLISHED))
    published = lay_out(lanes, window_of(lanes), SIZE, measure, texts_of(marks))
    assert not published.links


def test_reports_of_an_event_stand_under_it_in_the_order_of_publication() -> None:
    days = ("2031-05-04", "2031-05-09", "2031-05-30")
    sources = tuple(MarkSource(i, f"Title {i}", "Paper", day, ()) for i, day in enumerate(days))
    marks = [replace(an_event(1, "Vote", "2031-05-01"), sources=sources)]
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)))
    assert [tick.order for tick in layout.reports] == [0, 1, 2]
    assert all(a.x < b.x for a, b in pairwise(layout.reports))
    y = place_of(layout, 0)[1]
    assert all(tick.y0 > y for tick in layout.reports)


def test_other_dates_that_sources_give_are_hollow_alternatives_on_the_same_row() -> None:
    sources = tuple(MarkSource(i, f"Title {i}", "Paper", "2031-06-01", ()) for i in range(2))
    marks = [replace(an_event(1, "Vote", "2031-05-01"), sources=sources)]
    more = More(said_dates={"event:1": ["", "2031-05-20"]})
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)), more=more)
    assert [fill for _, fill in points_of(layout, 0)] == [Fill.WHOLE, Fill.OUTLINE]
    assert len(set(layout.points.y.tolist())) == 1
    assert "or" in [label.text for label in layout.labels]


def test_reprints_are_one_mark_with_a_count() -> None:
    first = a_quotation(1, "2031-05-01", SPEAKERS[0])
    marks = [
        replace(first, sources=(MarkSource(1, "A", "Paper", "2031-05-02", ()),)),
        replace(first, id=2, sources=(MarkSource(2, "A", "Other", "2031-05-03", ()),)),
    ]
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)), more=More(reprints={2: 1}))
    assert layout.points.count.tolist() == [1]
    assert "×2" in [label.text for label in layout.labels]


# --------------------------------------------------------------------------- surroundings


def test_eras_lie_behind_all_lanes_and_name_themselves_where_they_are_seen() -> None:
    eras = (Era("Strike", "2031-05-01/2031-05-20", "accent"), Era("Old law", "../2031-04"))
    marks = [an_event(1, "Vote", "2031-05-01")]
    layout = drawn(marks, window((2031, 4, 10), (2031, 7, 1)), extras=Extras(eras=eras))
    old, strike = layout.bands
    assert old.box.x0 == layout.plot.x0
    assert old.title is not None
    assert old.title.text == "Old law"
    assert strike.title is not None
    assert strike.box.x0 <= strike.title.box.x0
    assert strike.title.box.y1 <= layout.plot.y0
    elsewhere = drawn(marks, window((2032, 4, 1), (2032, 7, 1)), extras=Extras(eras=eras))
    assert not elsewhere.bands
    assert elsewhere.plot == layout.plot


def test_an_era_without_a_readable_date_is_left_out() -> None:
    extras = Extras(eras=(Era("Strike", "some time"),), notes=(Note("Note", "soon"),))
    marks = [an_event(1, "Vote", "2031-05-01")]
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)), extras=extras)
    assert not layout.bands
    assert not layout.pins


def test_notes_stand_above_the_lanes_and_give_way_to_each_other() -> None:
    notes = (Note("A court ruling is expected", "2031-05-10"), Note("Recess", "2031-05-12"))
    marks = [an_event(1, "Vote", "2031-05-01")]
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)), extras=Extras(notes=notes))
    first, second = layout.pins
    assert (first.place, second.place) == (0, 1)
    assert first.label.box.x1 <= second.x
    assert second.label.text == "Recess"
    assert second.label.box.y1 <= layout.plot.y0


def test_coverage_counts_the_articles_of_each_column() -> None:
    days = np.array([days_from_civil(2031, 5, day) for day in (1, 2, 20)], dtype=np.int64)
    counts = np.array([3, 1, 5], dtype=np.int32)
    marks = [an_event(1, "Vote", "2031-05-01")]
    extras = Extras(coverage=(days, counts))
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)), extras=extras)
    assert layout.coverage is not None
    assert int(layout.coverage.counts.sum()) == 9
    assert layout.coverage.highest == 5
    assert layout.coverage.box.y1 <= layout.plot.y0


def test_a_folded_silence_says_which_years_it_hides() -> None:
    marks = [an_event(i, f"Event {i}", f"1950-05-{i:02}") for i in range(1, 20)]
    marks += [an_event(50 + i, f"Later {i}", f"2031-05-{i:02}") for i in range(1, 20)]
    lanes = build_lanes(columns_of(marks), Arrangement(lanes=LaneKey.NONE, folds_gaps=True))
    whole = lanes.extent
    assert whole is not None
    layout = lay_out(lanes, whole, (1400.0, 500.0), measure, texts_of(marks))
    (fold,) = layout.folds
    assert fold.label is not None
    assert fold.label.text == "1950–2031"
    assert layout.plot.x0 < fold.x0 < fold.x1 < layout.plot.x1
    years = {tick.label.text[-4:] for tick in layout.axis.periods if tick.label}
    assert {"1950", "2031"} <= years


def test_today_has_a_line_and_no_tick_label_under_its_word() -> None:
    today = float(seconds_from_civil(2031, 5, 12))
    marks = [an_event(1, "Vote", "2031-05-01")]
    layout = drawn(marks, window((2031, 4, 1), (2031, 7, 1)), today=today)
    assert layout.today_x is not None
    assert layout.today_label is not None
    box = layout.today_label.box
    for tick in (*layout.axis.ticks, *layout.axis.periods):
        assert tick.label is None or not tick.label.box.overlaps(box)
    later = drawn(marks, window((2032, 4, 1), (2032, 7, 1)), today=today)
    assert later.today_x is None


def test_lanes_within_lanes_have_a_triangle_and_an_indented_title() -> None:
    marks = the_affair()
    arrangement = Arrangement(lanes=LaneKey.SPEAKER, within=LaneKey.TOPIC)
    lanes = build_lanes(columns_of(marks), arrangement)
    layout = lay_out(lanes, window_of(lanes), (1200.0, 900.0), measure, texts_of(marks))
    outer = [lane for lane in layout.lanes if lane.depth == 0 and lane.toggle]
    inner = [lane for lane in layout.lanes if lane.depth == 1]
    assert outer
    assert inner
    assert all(lane.toggle is None for lane in inner)
    first, after = outer[0].title, inner[0].title
    assert first is not None
    assert after is not None
    assert first.box.x0 < after.box.x0


def test_suggestions_are_outlines() -> None:
    marks = [a_quotation(1, "2031-05-01"), a_quotation(2, "2031-05-09")]
    columns = columns_of(marks, More(suggestions=frozenset({"quotation:2"})))
    with_them = build_lanes(columns, Arrangement(with_suggestions=True))
    layout = lay_out(with_them, window_of(with_them), SIZE, measure, texts_of(marks))
    assert [fill for _, fill in points_of(layout, 1)] == [Fill.GHOST]
    without = build_lanes(columns, Arrangement())
    layout = lay_out(without, window_of(without), SIZE, measure, texts_of(marks))
    assert not points_of(layout, 1)


def test_suggested_events_are_outlines_of_events_at_their_dates() -> None:
    marks = [
        an_event(1, "Strike", "2031-05-01"),
        an_event(2, "Talks", "2031-05-09"),
        an_event(3, "Vote", "2031-05-11/2031-05-29"),
        a_quotation(4, "2031-05-20"),
    ]
    columns = columns_of(marks, More(suggestions=frozenset({"event:2", "event:3"})))
    lanes = build_lanes(columns, Arrangement(with_suggestions=True))
    layout = lay_out(lanes, window((2031, 1, 1), (2031, 12, 1)), SIZE, measure, texts_of(marks))
    assert points_of(layout, 0) == [(Glyph.DISC, Fill.WHOLE)]
    assert points_of(layout, 1) == [(Glyph.DISC, Fill.GHOST)]
    assert place_of(layout, 0)[0] < place_of(layout, 1)[0]
    assert [bar.fill for bar in layout.bars if bar.mark == 2] == [Fill.GHOST]
    inks = {label.mark: label.ink for label in layout.labels if label.mark >= 0}
    assert (inks[0], inks[1], inks[2]) == (Ink.TEXT, Ink.MUTED, Ink.MUTED)
    assert not any(label.is_struck for label in layout.labels)
    without = build_lanes(columns, Arrangement())
    layout = lay_out(without, window_of(without), SIZE, measure, texts_of(marks))
    assert not points_of(layout, 1)


def test_events_of_different_categories_have_different_shapes() -> None:
    marks = [
        an_event(i, f"Event {i}", f"2031-05-{i + 1:02}", category=category)
        for i, category in enumerate(("", "talks", "strike", "talks"))
    ]
    layout = drawn(marks, window((2031, 1, 1), (2031, 12, 1)))
    shapes = [points_of(layout, i)[0][0] for i in range(4)]
    assert shapes[0] is Glyph.DISC
    assert shapes[1] is shapes[3]
    assert len(set(shapes)) == 3


def test_without_marks_there_is_an_empty_plot_with_an_axis() -> None:
    layout = laid_out([])
    assert layout.axis.ticks
    assert layout.points.n == 0
    assert hit_test(layout, 400, 300) is None


# --------------------------------------------------------------------------- texts


def test_control_characters_and_lone_surrogates_do_not_reach_the_page() -> None:
    assert clean("a\x00b\u202ec\ud800d\n e") == "a b c?d e"


def test_words_that_bring_quotation_marks_get_no_others() -> None:
    assert quoted("«non»") == "«non»"
    assert quoted("no") == "“no”"
