"""Sentences that rules give come in the language of the window."""

import pytest

from stanceline.domain import reanchoring
from stanceline.suggest.speakers.reasons import reason_for
from stanceline.ui import pseudo
from stanceline.ui.words import reason_in_words

PATTERNS = (
    "quote-verb-subject",
    "quote-subject-verb",
    "subject-verb-quote",
    "quote-later",
    "quote-inside",
    "name-colon",
    "dash-name",
    "according-to",
    "same-paragraph",
    "continued",
    "sentence-subject",
    "floating",
    "previous-subject",
    "none",
)
DOUBTS = (
    reanchoring.AMONG_OTHER_WORDS,
    reanchoring.ONE_OF_SEVERAL,
    reanchoring.WORDS_CHANGED,
    reanchoring.WORDS_GONE,
    reanchoring.CAME_BACK,
)


@pytest.fixture
def made_up_language(app):
    translator = pseudo.install(app, is_mirrored=False)
    yield
    pseudo.uninstall(app, translator)


@pytest.mark.parametrize("sentence", [*DOUBTS, *(reason_for(each, "said") for each in PATTERNS)])
@pytest.mark.usefixtures("made_up_language")
def test_a_reason_that_is_stored_is_said_in_the_language_of_the_window(sentence):
    assert reason_in_words(sentence).startswith(pseudo.OPENING)


@pytest.mark.usefixtures("made_up_language")
def test_of_several_sentences_each_is_said_in_the_language_of_the_window():
    first, second = reason_for("floating", None), "You chose Ida Holm for “Holm” before."
    told = reason_in_words(f"{first} {second}")
    assert told == f"{reason_in_words(first)} {reason_in_words(second)}"
    assert told.count(pseudo.OPENING) == 2
    assert "Ida Holm" in told


@pytest.mark.usefixtures("made_up_language")
def test_what_a_reason_quotes_stays_as_it_is():
    told = reason_in_words(reason_for("according-to", "laut {verb}"))
    assert "“laut {verb}”" in told


@pytest.mark.usefixtures("made_up_language")
def test_a_reason_nobody_knows_is_said_as_it_is():
    assert reason_in_words("Because of the weather.") == "Because of the weather."


@pytest.mark.parametrize("sentence", [*DOUBTS, *(reason_for(each, "said") for each in PATTERNS)])
def test_in_english_a_reason_reads_as_it_was_stored(sentence):
    assert reason_in_words(sentence) == sentence
