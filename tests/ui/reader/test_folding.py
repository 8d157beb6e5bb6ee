"""Words are found without case, accents and typographic signs, at the right place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.spans import Span
from stanceline.ui.reader.folding import FoldedText


def found(words: str, text: str) -> list[str]:
    return [span.words(text) for span in FoldedText(text).places_of(words)]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("CANAL", "the canal, the Canal", ["canal", "Canal"]),
        ("cafe", "a café, a cafe\u0301 and a CAFÉ", ["café", "cafe\u0301", "CAFÉ"]),
        ("café", "a cafe", ["cafe"]),
        ("e", "e\u0301\u0323x", ["e\u0301\u0323"]),
        ("strasse", "Straße 1", ["Straße"]),
        ("ß", "Strasse", ["ss"]),
        ("İstanbul", "istanbul İSTANBUL", ["istanbul", "İSTANBUL"]),
        ('"no" - she', "“no” — she", ["“no” — she"]),
        ("don't", "I don’t know", ["don’t"]),
        ("12 000", "some 12\u00a0000 tonnes", ["12\u00a0000"]),
        ("coffee", "cof\u00adfee", ["cof\u00adfee"]),
        ("القرار", "إن القَرَارَ سيصدر", ["القَرَارَ"]),
        ("ёлка", "е\u0308лка Ёлка", ["е\u0308лка", "Ёлка"]),
        ("議會", "上游議會。", ["議會"]),
        ("각", "가각", ["각"]),
        ("ガ", "カガ", ["ガ"]),
        ("123", "１２３", ["１２３"]),
        ("after", "😀👩‍👩‍👧‍👦 after 🇺🇦", ["after"]),
        ("👧", "👩‍👩‍👧‍👦", ["👧"]),
        (".*", "a.*b", [".*"]),
        ("said so", "said\n so", ["said\n so"]),
        ("\u0301", "e\u0301", []),
        ("  ", "a  b", []),
    ],
)
def test_words_are_found_as_a_person_means_them(words, text, expected):
    assert found(words, text) == expected


_TEXTS = st.lists(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from(["e\u0301", "ß", "ﬁ", "😀", "👩‍👩‍👧‍👦", "الأَحَد", "İ", "\u00ad", "é", "각"]),
    ),
    max_size=40,
).map("".join)


@given(before=_TEXTS, words=st.text("abcdeßéﬁİ각議", min_size=1, max_size=8), after=_TEXTS)
def test_what_stands_there_is_found_there(before, words, after):
    text = before + words + after
    spans = FoldedText(text).places_of(words)
    place = Span(len(before), len(before) + len(words))
    # Where the same words overlap, the first of them is found.
    assert any(span.overlaps(place) for span in spans)
    assert spans == sorted(set(spans))


@given(before=_TEXTS, after=_TEXTS)
def test_both_ways_to_write_an_accent_are_one(before, after):
    text = before + "voil\u00e0" + after + unicodedata.normalize("NFD", "voil\u00e0") + "."
    assert len(FoldedText(text).places_of("voila")) >= 2
