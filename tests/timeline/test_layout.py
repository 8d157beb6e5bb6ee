from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Mark
from stanceline.timeline.lanes import Lanes, build_lanes
from stanceline.timeline.layout import clean, hit_test, lay_out, quoted
from stanceline.timeline.primitives import Fill, Glyph, Label, Layout
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
from timeline.strategies import lane_keys, measure, seeds, some_marks

SIZES = st.tuples(st.floats(200, 2200), st.floats(100, 1400))


def window_of(lanes: Lanes) -> TimeWindow:
    return lanes.first or TimeWindow(0.0, 1e7)


def laid_out(
    marks: list[Mark], by: LaneKey = LaneKey.SPEAKER, size: tuple[float, float] = (1440, 900)
) -> Layout:
    lanes = build_lanes(marks, by)
    return lay_out(lanes, window_of(lanes), size, measure)


def an_event_drawn(date: str, around: str = "2024-01/2024-12", **more: EventStatus) -> Layout:
    """One event in a window that another one decides."""
    marks = [an_event(1, "Frame", around), an_event(2, "It", date, **more)]
    lanes = build_lanes(marks, LaneKey.NONE)
    whole = build_lanes(marks[:1], LaneKey.NONE).first
    assert whole is not None
    return lay_out(lanes, whole, (1200, 400), measure)


def text_labels(layout: Layout) -> list[Label]:
    texts = list(layout.labels)
    texts += [text for lane in layout.lanes for text in (lane.title, lane.note) if text]
    ticks = (*layout.axis.ticks, *layout.axis.periods)
    return texts + [tick.label for tick in ticks if tick.label]


# --------------------------------------------------------------------------- laws


@given(seeds, lane_keys, SIZES, st.floats(-0.5, 0.5), st.floats(0.2, 30))
@settings(max_examples=120, deadline=None)
def test_no_two_labels_overlap_and_none_leaves_the_canvas(
    seed: int, by: LaneKey, size: tuple[float, float], pan: float, zoom: float
) -> None:
    lanes = build_lanes(some_marks(seed), by)
    window = window_of(lanes)
    window = zoomed(panned(window, pan), zoom, (window.t0 + window.t1) / 2)
    layout = lay_out(lanes, window, size, measure)
    texts = text_labels(layout)
    for text in texts:
        assert text.box.x0 >= 0
        assert text.box.x1 <= max(size[0], layout.plot.x1) + 1e-6
        assert text.box.y0 >= 0
        assert text.box.y1 <= max(size[1], layout.plot.y1) + 1e-6
    for first, second in combinations(texts, 2):
        assert not first.box.overlaps(second.box), (first, second)


@given(seeds, lane_keys, SIZES, st.floats(0.2, 30))
@settings(max_examples=80, deadline=None)
def test_no_label_lies_on_another_mark(
    seed: int, by: LaneKey, size: tuple[float, float], zoom: float
) -> None:
    lanes = build_lanes(some_marks(seed), by)
    window = window_of(lanes)
    layout = lay_out(lanes, zoomed(window, zoom, (window.t0 + window.t1) / 2), size, measure)
    for label in layout.labels:
        middle = (label.box.y0 + label.box.y1) / 2
        for bar in layout.bars:
            if bar.mark != label.mark and bar.box.y0 <= middle <= bar.box.y1:
                assert not (label.box.x0 < bar.box.x1 - 1 and bar.box.x0 + 1 < label.box.x1)
        for point in layout.points:
            if point.mark != label.mark and abs(point.y - middle) < 1:
                assert not label.box.x0 < point.x < label.box.x1


@given(seeds, lane_keys, st.floats(0.05, 50))
@settings(max_examples=60, deadline=None)
def test_zooming_moves_no_mark_to_another_row(seed: int, by: LaneKey, zoom: float) -> None:
    lanes = build_lanes(some_marks(seed), by)
    window = window_of(lanes)
    middle = (window.t0 + window.t1) / 2
    before = lay_out(lanes, window, (1200, 800), measure)
    after = lay_out(lanes, zoomed(window, zoom, middle), (1200, 800), measure)
    assert [lane.box for lane in before.lanes] == [lane.box for lane in after.lanes]
    rows_before = {(point.lane, point.mark): point.y for point in before.points}
    for point in after.points:
        if (point.lane, point.mark) in rows_before:
            assert rows_before[point.lane, point.mark] == pytest.approx(point.y)


@given(seeds, lane_keys, SIZES)
@settings(max_examples=60, deadline=None)
def test_a_mark_is_found_where_it_was_placed(
    seed: int, by: LaneKey, size: tuple[float, float]
) -> None:
    layout = laid_out(some_marks(seed), by, size)
    for x, y, mark in [(p.x, p.y, p.mark) for p in layout.points]:
        if not layout.plot.contains(x, y):
            continue
        found = hit_test(layout, x, y)
        assert found is not None
        boxes = layout.hit_boxes[layout.hit_marks == mark]
        assert np.any((boxes[:, 0] <= x) & (x <= boxes[:, 2]))
        if found.mark != mark:
            other = layout.hit_boxes[layout.hit_marks == found.mark]
            assert np.any((other[:, 0] <= x + 1) & (x - 1 <= other[:, 2]))


@given(seeds, st.floats(0, 5000), SIZES)
@settings(max_examples=40, deadline=None)
def test_scrolling_stops_at_the_last_lane(
    seed: int, scroll_y: float, size: tuple[float, float]
) -> None:
    lanes = build_lanes(some_marks(seed), LaneKey.SPEAKER)
    layout = lay_out(lanes, window_of(lanes), size, measure, scroll_y=scroll_y)
    assert 0 <= layout.scroll_y <= max(layout.content_height - layout.plot.height, 0)


# --------------------------------------------------------------------------- dates


def test_a_day_is_a_disc() -> None:
    layout = an_event_drawn("2024-06-19")
    assert [point.glyph for point in layout.points if point.mark == 1] == [Glyph.DISC]


def test_a_day_wider_than_a_disc_is_a_bar() -> None:
    layout = an_event_drawn("2024-06-19", around="2024-06-15/2024-06-25")
    bar = next(bar for bar in layout.bars if bar.mark == 1)
    assert not bar.is_band


def test_a_month_is_a_hollow_band_over_its_length() -> None:
    layout = an_event_drawn("2024-06")
    bar = next(bar for bar in layout.bars if bar.mark == 1)
    assert bar.is_band
    assert bar.box.width == pytest.approx(layout.plot.width * 30 / (366 * 1.14), rel=0.05)
    assert not [point for point in layout.points if point.mark == 1]


def test_some_day_between_two_has_end_ticks() -> None:
    bar = next(b for b in an_event_drawn("[2024-05-03..2024-05-30]").bars if b.mark == 1)
    assert bar.is_band
    assert bar.has_end_ticks


def test_one_of_two_days_is_joined_by_a_dotted_line_with_or() -> None:
    layout = an_event_drawn("[2024-03-03,2024-09-10]")
    assert all(link.is_dotted for link in layout.links)
    assert len(layout.links) == 2
    assert "or" in [label.text for label in layout.labels]
    points = [point for point in layout.points if point.mark == 1]
    assert [point.fill for point in points] == [Fill.OUTLINE, Fill.OUTLINE]


def test_several_days_are_joined_by_a_thin_line() -> None:
    layout = an_event_drawn("{2024-03-03,2024-06-08,2024-09-10}")
    assert [link.is_dotted for link in layout.links] == [False, False]
    assert len([point for point in layout.points if point.mark == 1]) == 3


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
    assert [point.fill for point in layout.points if point.mark == 1] == [fill]


def test_the_label_of_a_bar_that_began_before_the_window_sticks_to_its_edge() -> None:
    marks = [an_event(1, "Siege", "2024-01/2024-12")]
    lanes = build_lanes(marks, LaneKey.NONE)
    window = zoomed(window_of(lanes), 4, (window_of(lanes).t0 + window_of(lanes).t1) / 2)
    layout = lay_out(lanes, window, (1200, 200), measure)
    (label,) = layout.labels
    assert label.text == "Siege"
    assert label.on_bar
    assert layout.plot.x0 <= label.box.x0 < layout.plot.x0 + 20


def test_words_said_on_the_last_day_stand_at_the_left() -> None:
    marks = [a_quotation(i, "2024-06-30", SPEAKERS[0]) for i in range(3)]
    marks.append(an_event(9, "Vote", "2024-06-11"))
    layout = laid_out(marks, size=(900, 500))
    words = {label.mark: label for label in layout.labels if label.mark < 3}
    assert len(words) == 3
    for point in layout.points:
        if point.mark in words:
            assert words[point.mark].box.x1 < point.x


def test_what_begins_at_the_right_edge_has_its_label_at_the_left() -> None:
    marks = [
        an_event(1, "Talks", "[2024-06-11~..2024-06-20~]"),
        an_event(2, "Summit", "2024-06-26"),
        an_event(3, "A very long name for troops to be sent", "2024-07/.."),
        an_event(4, "Vote on something long as well", "2024-06-29"),
    ]
    layout = laid_out(marks, LaneKey.NONE, size=(700, 300))
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
    assert [(point.glyph, point.fill) for point in layout.points] == [(glyph, fill)]


def test_a_quotation_without_a_stance_is_a_dot_and_draws_no_strip() -> None:
    layout = laid_out([a_quotation(1, "2031-05-01", stances=())])
    assert layout.points[0].glyph is Glyph.DOT
    assert not layout.strips


def test_one_for_one_thing_and_against_another_is_split() -> None:
    both = ((DELAY, STANCES["supports"]), (VETO, STANCES["opposes"]))
    point = laid_out([a_quotation(1, "2031-05-01", stances=both)]).points[0]
    assert point.glyph is Glyph.SPLIT
    assert point.other_ink >= 0


def test_the_strip_changes_colour_where_the_speaker_changes_sides() -> None:
    marks = [
        a_quotation(1, "2031-05-01", stances=((DELAY, STANCES["supports"]),)),
        a_quotation(2, "2031-06-01", stances=((DELAY, STANCES["opposes"]),)),
        a_quotation(3, "2031-07-01", stances=((DELAY, STANCES["opposes"]),)),
    ]
    layout = laid_out(marks)
    keys = [layout.stances[run.ink].key for run in layout.strips]
    assert keys == ["supports", "opposes"]
    (left, right) = layout.strips
    assert left.box.x1 == pytest.approx(right.box.x0)
    second = next(point for point in layout.points if point.mark == 1)
    assert right.box.x0 == pytest.approx(second.x, abs=4)


# --------------------------------------------------------------------------- crowds


def test_a_crowd_becomes_counts_that_add_up() -> None:
    marks = a_crowd(6_000, n_speakers=2)
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    layout = lay_out(lanes, window_of(lanes), (1200, 800), measure)
    assert len(layout.densities) == len(layout.lanes)
    assert len(layout.points) == 0
    assert layout.n_marks_in_window == len(marks)


def test_columns_of_counts_move_with_the_time_while_panning() -> None:
    lanes = build_lanes(a_crowd(6_000, n_speakers=2), LaneKey.SPEAKER)
    window = zoomed(window_of(lanes), 2, window_of(lanes).t0 + window_of(lanes).seconds / 2)
    before = lay_out(lanes, window, (1200, 800), measure)
    moved = TimeWindow(window.t0 + window.seconds / 50, window.t1 + window.seconds / 50)
    after = lay_out(lanes, moved, (1200, 800), measure)
    shift = before.plot.width / 50
    left = {round(x - shift, 3) for x in before.densities[0].boxes[:, 0].tolist()}
    right = {round(x, 3) for x in after.densities[0].boxes[:, 0].tolist()}
    assert len(left & right) > 0.8 * len(right)


def test_marks_that_find_no_row_are_counted_in_a_badge() -> None:
    marks = [a_quotation(i, "2031-05-01", SPEAKERS[0]) for i in range(60)]
    marks += [a_quotation(99, "2031-07-01", SPEAKERS[0])]
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    layout = lay_out(lanes, window_of(lanes), (1200, 2000), measure)
    n_shown = len({point.mark for point in layout.points})
    assert [badge.text for badge in layout.badges] == [f"+{layout.n_marks_in_window - n_shown}"]
    badge = layout.badges[0]
    assert hit_test(layout, badge.box.x0 + 2, (badge.box.y0 + badge.box.y1) / 2) is not None


def test_lanes_that_do_not_fit_can_be_scrolled_to() -> None:
    lanes = build_lanes(the_affair(), LaneKey.SPEAKER)
    layout = lay_out(lanes, window_of(lanes), (900, 220), measure)
    assert layout.content_height > layout.plot.height
    bottom = lay_out(lanes, window_of(lanes), (900, 220), measure, scroll_y=1e6)
    assert bottom.lanes[-1].box.y1 == pytest.approx(bottom.plot.y1)


def test_a_tall_canvas_makes_rows_roomier_but_not_huge() -> None:
    lanes = build_lanes(the_affair(), LaneKey.SPEAKER)
    heights = [
        lay_out(lanes, window_of(lanes), (1200, height), measure).content_height
        for height in (300, 800, 1200, 9000)
    ]
    assert all(lower <= higher for lower, higher in pairwise(heights))
    assert heights[-1] < 2000


# --------------------------------------------------------------------------- texts


def test_control_characters_and_lone_surrogates_do_not_reach_the_page() -> None:
    assert clean("a\x00b\u202ec\ud800d\n e") == "a b c?d e"


def test_words_that_bring_quotation_marks_get_no_others() -> None:
    assert quoted("«non»") == "«non»"
    assert quoted("no") == "“no”"
