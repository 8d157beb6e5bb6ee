import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stanceline.domain.spans import (
    CONTEXT_LENGTH,
    Span,
    SpanOutsideText,
    anchor,
    joined,
    trimmed,
    whole_words,
)


@st.composite
def spans(draw: st.DrawFn, within: int) -> Span:
    start = draw(st.integers(0, within - 1))
    return Span(start, draw(st.integers(start + 1, within)))


texts = st.text(min_size=1, max_size=200)


def test_span_counts_an_emoji_as_one_character():
    body = "\U0001f309 “Open it”"
    assert Span(2, 11).words(body) == "“Open it”"


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (3, 3), (5, 2), (0, 0)])
def test_span_without_text_is_refused_with_its_ends(start: int, end: int):
    with pytest.raises(SpanOutsideText, match=f"from {start} to {end} holds no text"):
        Span(start, end)


def test_span_beyond_the_text_is_refused_with_the_length_of_the_text():
    with pytest.raises(SpanOutsideText, match="leaves a text of 3 characters"):
        Span(1, 4).words("abc")


def test_neighbouring_spans_do_not_overlap():
    assert not Span(0, 4).overlaps(Span(4, 8))
    assert Span(0, 5).overlaps(Span(4, 8))


def test_span_covers_itself_and_what_lies_inside():
    assert Span(2, 8).covers(Span(2, 8))
    assert Span(2, 8).covers(Span(3, 4))
    assert not Span(2, 8).covers(Span(3, 9))


@given(st.data())
def test_overlap_means_a_shared_character(data: st.DataObject):
    one, other = data.draw(spans(30)), data.draw(spans(30))
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(texts, st.data())
def test_anchor_joins_to_the_text_around_it(body: str, data: st.DataObject):
    span = data.draw(spans(len(body)))
    found = anchor(body, span, 3)
    around = found.prefix + found.exact + found.suffix
    assert body[span.start - len(found.prefix) :].startswith(around)
    assert len(found.prefix) == min(CONTEXT_LENGTH, span.start)
    assert len(found.suffix) == min(CONTEXT_LENGTH, len(body) - span.end)
    assert found.revision == 3


def test_anchor_outside_the_body_is_refused():
    with pytest.raises(SpanOutsideText):
        anchor("abc", Span(2, 5), 1)


@given(texts, st.data())
def test_trimmed_span_loses_white_space_and_nothing_else(body: str, data: st.DataObject):
    span = data.draw(spans(len(body)))
    words = span.words(body)
    assume(words.strip())
    assert trimmed(body, span).words(body) == words.strip()


def test_white_space_alone_cannot_be_trimmed():
    with pytest.raises(SpanOutsideText):
        trimmed("a  \n b", Span(1, 4))


def test_segments_are_joined_as_one_line():
    body = "“We shall\nopen it,” she said. “Not today.”"
    first, second = anchor(body, Span(0, 19), 1), anchor(body, Span(30, 42), 1)
    assert joined([first, second]) == "“We shall open it,” … “Not today.”"


@pytest.mark.parametrize(
    ("body", "picked", "whole"),
    [
        ("sent to regions occupied by", "to regions occup", "to regions occupied"),
        ("“ignore “this information", "gnore “this", "ignore “this"),
        ("two words", "two words", "two words"),
        ("rue de l\u2019e\u0301cole", "cole", "e\u0301cole"),
        ("他说没有士兵在那里", "没有", "没有"),
        ("a 👍 b", "👍", "👍"),
    ],
)
def test_a_span_grows_to_whole_words_where_words_have_spaces_between(
    body: str, picked: str, whole: str
) -> None:
    start = body.index(picked)
    assert whole_words(body, Span(start, start + len(picked))).words(body) == whole
