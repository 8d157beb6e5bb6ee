"""Positions count code points on one side and UTF-16 units on the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.spans import Span
from stanceline.ui.textmap import Edit, TextMap

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


@given(TEXTS, TEXTS, st.data())
def test_a_map_that_follows_a_change_is_that_of_the_changed_text(text, added, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    followed = TextMap(text)
    edit = followed.replace(start, end, added)
    changed = text[:start] + added + text[end:]
    fresh = TextMap(changed)
    assert edit == Edit(units(text[:start]), units(text[start:end]), units(added))
    assert (followed.length, followed.qt_length) == (fresh.length, fresh.qt_length)
    assert followed.is_identity == fresh.is_identity
    for index in range(len(changed) + 1):
        assert followed.to_qt(index) == fresh.to_qt(index)
        assert followed.from_qt(fresh.to_qt(index)) == index


@given(st.integers(0, 40), st.integers(0, 10), st.integers(0, 10), st.data())
def test_words_that_a_change_does_not_touch_move_along_with_it(start, removed, added, data):
    text = "".join(chr(0x4E00 + number) for number in range(60))
    edit = Edit(start, removed, added)
    changed = text[:start] + "x" * added + text[start + removed :]
    first = data.draw(st.integers(0, 58))
    last = data.draw(st.integers(first + 1, 59))
    now = edit.moved(first, last)
    if last <= start or first >= start + removed:
        assert changed[slice(*now)] == text[first:last]
    else:
        # What is left of the words, with no more beside them than what came in between.
        left = text[first : max(first, min(last, start))] + text[max(first, start + removed) : last]
        assert changed[slice(*now)].replace("x", "") == left


def test_what_replaces_words_within_others_belongs_to_them():
    assert Edit(5, 2, 4).moved(3, 9) == (3, 11)
    assert Edit(3, 6, 2).moved(3, 9) == (3, 5)
    assert Edit(3, 0, 2).moved(3, 9) == (5, 11)
    assert Edit(9, 0, 2).moved(3, 9) == (3, 9)
    assert Edit(2, 9, 1).moved(3, 9) == (3, 3)
