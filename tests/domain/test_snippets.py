import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.query import Words
from stanceline.domain.snippets import (
    SNIPPET_LENGTH,
    Finder,
    Snippet,
    beginning_of,
    finder_of,
    snippet_of,
)


def finder(*words: str) -> Finder:
    made = finder_of(tuple(Words(w.rstrip("*"), is_prefix=w.endswith("*")) for w in words))
    assert made is not None
    return made


def marked(snippet: Snippet | None) -> list[str]:
    assert snippet is not None
    return [snippet.text[start:end] for start, end in snippet.marks]


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("A Bridge", "bridge", "Bridge"),
        ("the café", "CAFE", "café"),
        ("the cafe\u0301 there", "café", "cafe\u0301"),
        ("die Straße", "strasse", "Straße"),
        ("die STRASSE", "straße", "STRASSE"),
        ("w Łodzi", "lodzi", "Łodzi"),
        ("it\u00adself", "itself", "it\u00adself"),
        ("he stays", "stay*", "stays"),
        ("don’t", "don't", "don’t"),
        ("open\n  it", "open it", "open it"),
        ("\U0001f309 quay", "quay", "quay"),
        ("在北京大学的人", "京大", "京大"),
        ("新型COVID疫苗", "covid", "COVID"),
        ("ﬁne words", "fine", "ﬁne"),
    ],
)
def test_word_is_marked_as_a_reader_finds_it(text: str, word: str, found: str):
    assert marked(snippet_of(text, finder(word))) == [found]


@pytest.mark.parametrize(
    ("text", "word"), [("abridged", "bridge"), ("bridges", "bridge"), ("и", "й")]
)
def test_part_of_another_word_is_not_marked(text: str, word: str):
    assert snippet_of(text, finder(word)) is None
    assert not finder(word).is_in(text)


def test_line_is_about_the_place_with_the_most_of_the_words():
    text = "rust. " + "x " * 300 + "Rust on the bridge. " + "x " * 300
    snippet = snippet_of(text, finder("rust", "bridge"))
    assert marked(snippet) == ["Rust", "bridge"]
    assert snippet is not None
    assert snippet.text.startswith("… x x")
    assert snippet.text.endswith("x …")


def test_white_space_is_shown_as_single_spaces():
    assert snippet_of("a\n\n\tquay \r\n b", finder("quay")) == Snippet("a quay b", ((2, 6),))
    assert beginning_of("  a\n\nb ") == Snippet("a b")


def test_words_without_letters_find_nothing():
    assert finder_of(()) is None
    assert finder_of((Words("…"),)) is None


@given(
    st.text(max_size=600),
    st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3),
    st.integers(0, 600),
)
def test_marks_lie_within_the_line_in_order(text: str, words: list[str], place: int):
    body = f"{text[:place]} {words[0]} {text[place:]}"
    made = finder_of(tuple(map(Words, words)))
    snippet = snippet_of(body, made) if made else beginning_of(body)
    if snippet is None:
        return
    places = [place for mark in snippet.marks for place in mark]
    assert places == sorted(places)
    assert all(0 <= place <= len(snippet.text) for place in places)
    assert all(start < end for start, end in snippet.marks)
    assert "\n" not in snippet.text
    assert len(snippet.text) <= 2 * SNIPPET_LENGTH
