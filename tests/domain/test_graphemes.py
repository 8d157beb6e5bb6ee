"""Where a text may be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.graphemes import is_boundary, widened
from stanceline.domain.spans import Span

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WHOLE = [
    "e\u0301",
    FAMILY,
    "\U0001f44d\U0001f3fd",
    "❤\ufe0f\u200d\U0001f525",
    "\U0001f1f3\U0001f1f1",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "क्ष",
    "की",
    "각",
    "\u1112\u1161\u11ab",
    "ب\u064e",
    "が".replace("が", "か\u3099"),
    "\r\n",
]


@pytest.mark.parametrize("whole", WHOLE)
def test_what_is_seen_as_one_character_is_not_cut(whole: str):
    text = f"a{whole}b"
    inner = range(2, 1 + len(whole))
    assert [at for at in range(len(text) + 1) if not is_boundary(text, at)] == list(inner)


@pytest.mark.parametrize(
    "two", ["ab", "\U0001f1f3\U0001f1f1\U0001f1e7\U0001f1ea", "한글", "a\n", "橋は"]
)
def test_neighbours_may_be_parted(two: str):
    assert is_boundary(two, len(two) // 2)


def test_accent_that_begins_a_line_belongs_to_nothing():
    assert is_boundary("a\n\u0301b", 2)


def test_span_takes_in_the_rest_of_what_it_cuts():
    text = f"on {FAMILY} off"
    assert widened(text, Span(4, 5)) == Span(3, 3 + len(FAMILY))


@given(
    st.text(
        alphabet="a e\u0301\u200d\U0001f468\U0001f3fd\U0001f1f3क\u094d\u1112\u1161가\n", min_size=1
    ),
    st.data(),
)
def test_widened_span_holds_the_span_and_cuts_nothing(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = widened(text, span)
    assert found.covers(span)
    assert is_boundary(text, found.start)
    assert is_boundary(text, found.end)
    assert found.end <= len(text)
