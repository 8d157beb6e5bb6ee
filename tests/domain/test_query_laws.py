"""Laws of the query language that hold for whatever is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.query import Field, Query, parse_query

PIECES = st.sampled_from(
    [
        *(f"{field}:" for field in Field),
        *("OR", "AND", "NOT", "-", "+", "|", "&", "(", ")", '"', "“", "”", "„", "«", "»", "*"),
        *(
            "war",
            "troops",
            "2024-07",
            "unread",
            "has",
            "OR:",
            "title",
            "x:",
            "北京",
            "Łódź",
            "'",
            ":",
        ),
        *(" ", " ", "\x00", "\ud800", "\u00ad", "…", "http://a", "-0043", "a-b", "\n"),
    ]
)
ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)


def is_sound(query: Query) -> bool:
    return all(note and note[-1] in ".?" and "\n" not in note for note in query.notes)


@given(ANYTHING, st.booleans())
@settings(max_examples=500)
def test_any_text_is_read_with_plain_sentences_on_what_was_not_understood(
    text: str, last_is_prefix: bool
):
    query = parse_query(text, last_is_prefix=last_is_prefix)
    assert query.text == text
    assert is_sound(query)
    query.understood.encode()


@given(ANYTHING)
@settings(max_examples=500)
def test_what_was_understood_is_understood_again_without_remarks(text: str):
    query = parse_query(text)
    again = parse_query(query.understood)
    if len(query.understood) <= 1_900:
        assert again.root == query.root
        assert again.notes == ()


@pytest.mark.parametrize(
    "piece", ["a", "(", ")", '"', "-", "a:", "speaker:(", "OR ", "\ud800", "*"]
)
def test_hundred_thousand_characters_are_read(piece: str):
    assert is_sound(parse_query(piece * (100_000 // len(piece))))
