"""Marks are found by place, and overlapping ones get lines of their own."""

from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.spans import Span
from stanceline.ui.reader.marks import MOST_LEVELS, MarkIndex, ReaderMark, ReaderMarkKind
from stanceline.ui.textmap import Edit, TextMap

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


def as_told(index: MarkIndex) -> list[tuple[int, int, str, int]]:
    return [(part.start, part.end, part.mark.key, part.level) for part in index.segments]


@given(
    st.lists(st.lists(_SPANS, min_size=1, max_size=2), max_size=12),
    st.lists(st.tuples(st.integers(0, 15), st.lists(_SPANS, max_size=2)), max_size=6),
)
def test_an_index_that_follows_single_marks_is_the_one_built_anew(before, changes):
    marks = {
        f"quotation:{number}": ReaderMark(
            f"quotation:{number}", ReaderMarkKind.QUOTATION, tuple(spans)
        )
        for number, spans in enumerate(before)
    }
    text_map = TextMap(TEXT)
    index = MarkIndex(list(marks.values()), text_map)
    for number, spans in changes:
        key = f"quotation:{number}"
        marks.pop(key, None)
        if spans:
            marks[key] = ReaderMark(key, ReaderMarkKind.QUOTATION, tuple(spans))
        index.show(list(marks.values()), text_map)
        anew = MarkIndex(list(marks.values()), text_map)
        places = [(start, end) for start, end, _, _ in as_told(anew)]
        assert [(start, end) for start, end, _, _ in as_told(index)] == places
        assert {part[:3] for part in as_told(index)} == {part[:3] for part in as_told(anew)}
        assert [part[3] for part in as_told(index)] == [part[3] for part in as_told(anew)]
        for at in range(0, 300, 13):
            assert {part.mark.key for part in index.between(at, at + 5)} == {
                part.mark.key for part in anew.between(at, at + 5)
            }


@given(
    st.lists(_SPANS, max_size=20),
    st.lists(st.tuples(st.integers(0, 250), st.integers(0, 30), st.integers(0, 30)), max_size=6),
)
def test_an_index_follows_changes_of_the_text_as_each_mark_would(spans, changes):
    index = index_of(*spans)
    places = {f"quotation:{number}": (span.start, span.end) for number, span in enumerate(spans)}
    for start, removed, added in changes:
        edit = Edit(start, removed, added)
        index.follow(edit)
        places = {key: edit.moved(*place) for key, place in places.items()}
    assert {part.mark.key: (part.start, part.end) for part in index.segments} == places
    left = {key: place for key, place in places.items() if place[0] < place[1]}
    assert {part.mark.key for part in index.between(0, 10_000)} == set(left)
    for key, place in left.items():
        assert [(part.start, part.end) for part in index.segments_of(key)] == [place]


def test_marks_that_are_equal_change_nothing():
    marks = [ReaderMark("quotation:1", ReaderMarkKind.QUOTATION, (Span(2, 9),))]
    index = MarkIndex(marks, TextMap(TEXT))
    again = [ReaderMark("quotation:1", ReaderMarkKind.QUOTATION, (Span(2, 9),))]
    assert index.show(again, TextMap(TEXT)) == 0
    assert index.show([], TextMap(TEXT)) == 1
    assert index.segments == []
