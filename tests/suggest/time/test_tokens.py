"""Texts as rows of tokens with classes."""

from stanceline.suggest.time.classes import CLASS_CHARS
from stanceline.suggest.time.lexicon import lexicon_for
from stanceline.suggest.time.tokens import tokenize

_NAMES = {char: name for name, char in CLASS_CHARS.items()}


def classes(text: str, language: str = "en") -> list[str]:
    return [_NAMES[char] for char in tokenize(text, lexicon_for(language)).classes]


def test_numbers_are_told_apart_by_what_they_can_be():
    assert classes("7 26 45 365 2024 20240 1,500 3.5 26th 38th 1920s ’98 10:30") == [
        *("N12", "N31", "N99", "N999", "YEAR", "NUMBER", "NUMBER", "NUMBER"),
        *("DAYTH", "NTH", "TENS", "SHORT_YEAR", "CLOCK"),
    ]


def test_a_month_needs_its_capital_in_english_and_not_in_french():
    assert classes("may May march") == ["FUTURE", "MONTH_SHY", "WORD"]
    assert classes("juin", "fr") == ["MONTH"]


def test_the_dot_of_an_abbreviation_belongs_to_it():
    tokens = tokenize("on Oct. 31.", lexicon_for("en"))
    assert tokens.words(1, 2) == "Oct."
    assert [_NAMES[char] for char in tokens.classes] == ["ON", "MONTH_ABBR", "N31", "DOT"]


def test_a_link_hides_its_numbers():
    assert classes("see https://example.org/2024/06/19 now") == ["WORD", "OTHER", "NOW"]


def test_a_wrapped_line_runs_on_and_a_paragraph_does_not():
    wrapped = "This line is as long as those that a program wraps, on June\n19 it ended."
    assert "BREAK" not in classes(wrapped)
    assert "BREAK" in classes("A heading of June\n19 people came.")
    assert "BREAK" in classes(wrapped.replace("\n", "\n\n"))


def test_a_month_that_a_saved_page_glued_to_a_word_is_read_from_where_it_begins():
    text = "5 posts FeaturedFebruary 6, 2016By Ana Belo, of LeMarch and DeMay."
    tokens = tokenize(text, lexicon_for("en"))
    at = tokens.starts.index(text.index("February"))
    assert [_NAMES[char] for char in tokens.classes[at : at + 4]] == [
        *("MONTH", "N12", "COMMA", "YEAR"),
    ]
    assert [_NAMES[char] for char in tokens.classes].count("MONTH_SHY") == 0
