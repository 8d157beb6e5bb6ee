"""Positions count code points on one side and UTF-16 units on the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.spans import Span
from stanceline.ui.textmap import TextMap

_CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cs",)),
    st.sampled_from(["😀", "👩‍👩‍👧‍👦", "é", "𠀋", "\u200d", "\n", "م"]),
)
TEXTS = st.lists(_CHARACTERS, max_size=60).map("".join)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_every_position_comes_back_from_qt(text):
    text_map = TextMap(text)
    assert [text_map.from_qt(text_map.to_qt(i)) for i in range(len(text) + 1)] == list(
        range(len(text) + 1)
    )


@given(TEXTS)
def test_a_qt_position_counts_the_units_before_it(text):
    text_map = TextMap(text)
    for index in range(len(text) + 1):
        assert text_map.to_qt(index) == units(text[:index])
    assert text_map.qt_length == units(text)


@given(TEXTS)
def test_qt_positions_never_run_backwards(text):
    text_map = TextMap(text)
    indexes = [text_map.from_qt(qt_pos) for qt_pos in range(text_map.qt_length + 1)]
    assert indexes == sorted(indexes)
    assert indexes[-1] == len(text)


def test_a_position_inside_a_character_is_that_characters():
    assert TextMap("a😀b").from_qt(2) == 1


def test_a_span_after_an_emoji_covers_the_same_words():
    text_map = TextMap("😀😀 said it")
    assert text_map.span_to_qt(Span(3, 7)) == (5, 9)
    assert text_map.span_from_qt(5, 9) == Span(3, 7)


def test_half_a_character_is_no_span():
    assert TextMap("😀").span_from_qt(0, 1) is None


@pytest.mark.parametrize("position", [-1, 3])
def test_a_position_outside_the_text_is_refused(position):
    text_map = TextMap("ab")
    with pytest.raises(IndexError):
        text_map.to_qt(position)
    with pytest.raises(IndexError):
        text_map.from_qt(position)
