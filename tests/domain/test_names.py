"""What may be pasted as a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.names import LONGEST_NAME, NameTooLong, plain_name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Tora Berg", "Tora Berg"),
        ("  Tora\r\nBerg\t", "Tora Berg"),
        ("Tora\u2028Berg\x00", "Tora Berg"),
        ("Tora\u00a0Berg", "Tora\u00a0Berg"),
        ("Tora \ud800", "Tora \ufffd"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 family", "👨\u200d👩\u200d👧 family"),
        ("\n\t", ""),
        ("\ufeffTora \u202egreB\u202c", "Tora greB"),
        ("علی\u200cرضا \u200fx", "علی\u200cرضا \u200fx"),
        ("\u200b\u2060 \u00ad\u202e", ""),
    ],
)
def test_a_name_stands_on_one_line(typed, stored):
    assert plain_name(typed) == stored


def test_a_text_pasted_as_a_name_is_refused_with_its_length():
    with pytest.raises(NameTooLong, match=r"at most 300 characters; “aaa.*…” has 100,000\."):
        plain_name("a" * 100_000)
    assert plain_name("a" * LONGEST_NAME) == "a" * LONGEST_NAME


@given(st.text(max_size=LONGEST_NAME))
def test_a_plain_name_is_plain_and_can_be_stored(name):
    plain = plain_name(name)
    assert plain_name(plain) == plain == plain.strip()
    assert not set(plain) & {"\n", "\r", "\x00", "\u2028", "\u2029"}
    plain.encode()
