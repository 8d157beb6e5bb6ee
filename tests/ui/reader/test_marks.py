"""Marks are found by place, and overlapping ones get lines of their own."""

from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.spans import Span
from stanceline.ui.reader.marks import MOST_LEVELS, MarkIndex, ReaderMark, ReaderMarkKind
from stanceline.ui.textmap import TextMap

TEXT = "x" * 300
_SPANS = st.tuples(st.integers(0, 298), st.integers(1, 60)).map(
    lambda pair: Span(pair[0], min(300, pair[0] + pair[1]))
)


def index_of(*spans: Span, text: str = TEXT) -> MarkIndex:
    marks = [
        ReaderMark(f"quotation:{number}", ReaderMarkKind.QUOTATION, (span,))
        for number, span in enumerate(spans)
    ]
    return MarkIndex(marks, TextMap(text))


@given(st.lists(_SPANS, max_size=25), st.integers(0, 299), st.integers(1, 300))
def test_what_is_between_two_positions_is_what_touches_them(spans, start, length):
    found = {part.mark.key for part in index_of(*spans).between(start, start + length)}
    expected = {
        f"quotation:{number}"
        for number, span in enumerate(spans)
        if span.start < start + length and span.end > start
    }
    assert found == expected


@given(st.lists(_SPANS, max_size=12))
def test_overlapping_segments_differ_in_level_while_there_are_levels(spans):
    segments = index_of(*spans).segments
    for i, one in enumerate(segments):
        for other in segments[i + 1 :]:
            overlap = one.start < other.end and other.start < one.end
            if overlap and one.level < MOST_LEVELS - 1:
                assert one.level != other.level


def test_the_shortest_mark_over_a_character_is_the_one_that_is_meant():
    index = index_of(Span(0, 100), Span(20, 30), Span(10, 60))
    assert index.at(25).key == "quotation:1"
    assert index.at(15).key == "quotation:2"
    assert index.at(5).key == "quotation:0"
    assert index.at(150) is None


def test_a_span_that_leaves_the_text_is_cut_at_its_end():
    index = index_of(Span(2, 99), Span(50, 60), text="short")
    assert [(part.start, part.end) for part in index.segments] == [(2, 5)]
    assert index.segments_of("quotation:1") == []


def test_segments_after_an_emoji_lie_at_qt_positions():
    text = "😀 said"
    assert [(part.start, part.end) for part in index_of(Span(2, 6), text=text).segments] == [(3, 7)]
