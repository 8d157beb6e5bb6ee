"""Labels in the margin never lie on each other and never leave their column."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.reader.geometry import columns_for
from stanceline.ui.reader.labels import WantedLabel, cut_short, initials, placed, wrapped

_WANTED = st.builds(
    WantedLabel,
    key=st.uuids().map(str),
    top=st.floats(0, 2000),
    height=st.sampled_from([16.0, 32.0, 48.0]),
    name=st.sampled_from([("Olsen",), ("Brandt",), ("Ministry of", "water")]),
    below=st.sampled_from(["", "opposes"]),
)


@given(st.lists(_WANTED, max_size=40))
def test_placed_labels_never_overlap(wanted):
    labels = placed(wanted, 27)
    for one, next_one in pairwise(labels):
        assert one.bottom < next_one.top


@given(st.lists(_WANTED, max_size=40))
def test_labels_are_pushed_down_only_and_not_out_of_sight(wanted):
    for label in placed(wanted, 27):
        assert 0 <= label.top - label.wanted.top <= 27 * 5


def test_labels_far_apart_stay_where_they_belong():
    wanted = [WantedLabel(str(n), n * 100.0, 32, ("Olsen",), "opposes") for n in range(5)]
    assert [label.top for label in placed(wanted, 27)] == [label.top for label in wanted]


def test_a_label_that_repeats_the_one_it_would_touch_is_left_out():
    wanted = [WantedLabel(str(n), 20.0 * n, 32, ("Olsen",), "opposes") for n in range(3)]
    assert [label.wanted.key for label in placed(wanted, 27)] == ["0", "2"]


@given(st.text(max_size=60), st.integers(1, 30))
def test_wrapped_names_fit_their_column(text, width):
    lines = wrapped(text, width, len)
    assert len(lines) <= 2
    assert all(len(line) <= width for line in lines)


def test_a_long_name_is_broken_and_then_cut():
    assert wrapped("Ministry of water", 12, len) == ("Ministry of", "water")
    assert wrapped("Ministry of water and of the farms", 12, len) == ("Ministry of", "water and o…")
    assert cut_short("leans against", 8, len) == "leans a…"
    assert initials("port authority of the north") == "PA"


@given(st.integers(240, 3000), st.integers(300, 900), st.booleans(), st.booleans())
def test_columns_never_leave_the_page(width, measure, wants_dates, is_mirrored):
    columns = columns_for(width, measure, wants_dates=wants_dates, is_mirrored=is_mirrored)
    gap = columns.label_gap
    left, right = columns.label_width, columns.date_width
    if is_mirrored:
        left, right = right, left
    assert columns.text_left - (left and gap) - left >= 0
    assert columns.text_right + (right and gap) + right <= width
    assert columns.text_width <= measure
    assert columns.label_width > 0


@given(st.integers(240, 3000), st.integers(300, 900), st.booleans())
def test_a_page_for_text_from_right_to_left_is_the_other_one_in_a_mirror(width, measure, dates):
    columns = columns_for(width, measure, wants_dates=dates)
    mirrored = columns_for(width, measure, wants_dates=dates, is_mirrored=True)
    assert mirrored.text_left == width - columns.text_right
    assert mirrored.label_edge == width - columns.label_edge
    assert mirrored.date_edge == width - columns.date_edge
    assert (mirrored.label_width, mirrored.date_width) == (columns.label_width, columns.date_width)


def test_a_pane_of_520_pixels_still_has_names_and_a_readable_line():
    columns = columns_for(520 - 26, 543, wants_dates=True)
    assert not columns.short_labels
    assert columns.label_width >= 80
    assert columns.text_width >= 340
