from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import COLOUR_RULES, Arrangement
from stanceline.timeline.drawing.fonts import FontMeasure
from stanceline.timeline.layout import lay_out
from stanceline.timeline.pages.legend import legend_of
from stanceline.timeline.pages.page import rows_shown
from stanceline.timeline.placing.inks import category_ink, status_ink
from stanceline.timeline.primitives import KIND_INKS, Glyph, Ink
from stanceline.timeline.sorting.lanes import build_lanes
from stanceline.timeline.style import Style
from timeline.builders import DELAY, STANCES, a_quotation, an_event
from timeline.columns import columns_of, texts_of

pytestmark = pytest.mark.usefixtures("qapp")

STYLES = [
    Style.light(),
    Style.dark(),
    Style.with_contrast(is_dark=False),
    Style.with_contrast(is_dark=True),
]

MARKS = [
    an_event(1, "Talks", "2031-05-01", category="talks"),
    an_event(2, "Strike", "2031-05-20", EventStatus.PLANNED, category="strike"),
    an_event(3, "No kind", "2031-06-10", EventStatus.REPORTED),
    an_event(4, "Halt", "2031-06-20/2031-07-20", category="strike"),
    a_quotation(5, "2031-05-10", stances=((DELAY, STANCES["opposes"]),)),
    a_quotation(6, "2031-07-10", stances=((DELAY, STANCES["supports"]),)),
]


def coloured(rule):
    lanes = build_lanes(columns_of(MARKS), Arrangement(lanes=LaneKey.SPEAKER, colours=rule))
    layout = lay_out(lanes, lanes.extent, (1200, 700), FontMeasure(), texts_of(MARKS))
    return lanes, layout


def ink_of(layout, lanes, key):
    row = lanes.row_of(key)
    points, bars = layout.points, layout.bars
    inks = set(points.ink[points.mark == row].tolist()) | {b.ink for b in bars if b.mark == row}
    assert len(inks) == 1
    return inks.pop()


def test_colours_of_categories_are_those_of_their_events_and_the_same_in_the_legend():
    lanes, layout = coloured("category")
    names = list(lanes.columns.names.categories)
    for key, name in (("event:1", "talks"), ("event:2", "strike"), ("event:4", "strike")):
        assert ink_of(layout, lanes, key) == category_ink(names.index(name))
    assert ink_of(layout, lanes, "event:3") == Ink.OTHER_KIND
    texts = {entry.text for entry in legend_of(layout, lanes, rows_shown(lanes, lanes.extent))}
    assert {"talks", "strike"} <= texts


def test_colours_of_statuses_are_those_of_their_events():
    lanes, layout = coloured("status")
    statuses = list(EventStatus)
    assert ink_of(layout, lanes, "event:2") == status_ink(statuses.index(EventStatus.PLANNED))
    assert ink_of(layout, lanes, "event:3") == status_ink(statuses.index(EventStatus.REPORTED))
    assert len({status_ink(code) for code in range(len(statuses))}) == len(statuses)


@pytest.mark.parametrize("rule", COLOUR_RULES[1:])
def test_quotations_keep_their_shapes_and_recede_where_colours_are_not_of_stances(rule):
    _, by_stance = coloured("stance")
    _, layout = coloured(rule)
    assert by_stance.strips
    assert not layout.strips
    is_quotation = layout.points.glyph < Glyph.DISC
    assert (layout.points.glyph == by_stance.points.glyph).all()
    for style in STYLES:
        inks = layout.points.ink[is_quotation].tolist()
        shown = {style.colour(ink, layout.stances, layout.colours).name() for ink in inks}
        assert shown == {QColor(style.muted).name()}


def test_colours_move_nothing():
    _, by_stance = coloured("stance")
    for rule in COLOUR_RULES[1:]:
        _, layout = coloured(rule)
        assert (layout.hit_boxes == by_stance.hit_boxes).all()
        assert layout.labels == by_stance.labels


@pytest.mark.parametrize("style", STYLES)
def test_every_kind_of_event_stands_out_from_the_ground_and_from_the_others(style):
    colours = [style.kind_colour(ink) for ink in KIND_INKS]
    assert len({colour.name() for colour in colours}) == len(KIND_INKS)
    for colour in colours:
        assert contrast(colour, QColor(style.surface)) >= 3.0


def test_a_category_beyond_those_with_inks_looks_like_the_others():
    assert category_ink(-1) == category_ink(99) == Ink.OTHER_KIND


def test_a_quotation_in_an_arrangement_without_events_is_drawn_by_any_rule():
    marks = [replace(MARKS[-1])]
    for rule in COLOUR_RULES:
        lanes = build_lanes(columns_of(marks), Arrangement(colours=rule))
        layout = lay_out(lanes, lanes.extent, (600, 300), FontMeasure(), texts_of(marks))
        assert layout.points.n == 1


def contrast(one, other):
    def luminance(colour):
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
