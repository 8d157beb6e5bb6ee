import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.grams import bigrams, folded, grams_of, unspaced_runs

HAN = st.text("北京大学外交部发言人", min_size=1, max_size=20)


def test_run_without_spaces_gives_its_bigrams_and_its_last_character():
    assert grams_of("北京大学") == "北京 京大 大学 学"


def test_runs_between_other_words_do_not_touch():
    assert grams_of("In 北京, not 上海.") == "北京 京 上海 海"


@pytest.mark.parametrize("text", ["", "plain words", "café “naïve” — déjà", "Президент"])
def test_text_that_is_found_by_its_own_words_has_no_grams(text: str):
    assert grams_of(text) == ""


@pytest.mark.parametrize(
    ("text", "found_as"),
    [
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Đoković", "dokovic"),
        ("Møller", "moller"),
        ("Diyarbakır", "diyarbakir"),
        ("ещё", "еще"),
        ("it\u00adself", "itself"),
        ("ﬁne", "fine"),
        ("и\u0306ога", "йога"),
        ("ＵＮ", "un"),
    ],
)
def test_word_with_letters_that_are_typed_otherwise_is_found_as_typed(text: str, found_as: str):
    assert grams_of(f"a {text}, b") == found_as


def test_word_that_comes_often_is_given_once():
    assert grams_of("Łódź, Łódź, ŁÓDŹ") == "lodz"


def test_words_that_do_not_stand_together_make_no_phrase():
    assert grams_of("Łódź by the Straße") == "lodz ˠ strasse"


def test_half_width_kana_are_found_as_full_width():
    assert grams_of("ﾊﾞﾝ") == "バン ン"


@pytest.mark.parametrize("letter", ["й", "が", "ї", "ก"])
def test_letters_that_are_letters_of_their_own_stay(letter: str):
    assert folded(letter) == letter


def test_greek_accents_and_final_letters_fold():
    assert folded("Μητσοτάκης") == "μητσοτακησ"


@given(HAN, st.data())
def test_any_part_of_two_characters_is_a_phrase_of_grams(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part, grams = text[start:end], grams_of(text).split(" ")
    if len(part) == 1:
        assert any(gram.startswith(part) for gram in grams)
    else:
        phrase = bigrams(part)[:-1]
        assert any(grams[at : at + len(phrase)] == phrase for at in range(len(grams)))


@given(st.text(max_size=300))
def test_grams_of_any_text_are_words_between_single_spaces(text: str):
    grams = grams_of(text)
    assert grams == " ".join(grams.split(" ")).strip()
    for run in unspaced_runs(unicodedata.normalize("NFKC", text)):
        assert run[-1] in grams.split(" ")


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str):
    assert folded(folded(text)) == folded(text)


def test_long_word_is_cut_and_costs_no_more_than_its_length():
    assert len(grams_of("a" * 100_000 + "ł" + "b" * 100_000)) == 161


def test_word_that_touches_a_run_is_found_by_itself():
    assert grams_of("新型COVID疫苗") == "新型 型 疫苗 苗 covid"
    assert grams_of("2024年") == "年 2024"
