"""Speech retold without marks: the clause, who said it, and what is not retold speech."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion, find_quotes
from stanceline.suggest.reported import find_reported


def retold(text: str, language: str = "en") -> list[tuple[str, str | None, str]]:
    return [
        (text[r.start : r.end], r.name or r.speaker, r.pattern.removeprefix("reported:"))
        for r in find_reported(text, language)
    ]


def only(text: str, language: str = "en") -> QuoteSuggestion:
    [found] = find_reported(text, language)
    return found


def test_a_clause_after_that_is_what_was_retold():
    text = "Marta Ilves said that the bridge would stay closed until spring."
    found = only(text)
    assert text[found.start : found.end] == "the bridge would stay closed until spring"
    assert (found.name, found.cue, found.level) == ("Marta Ilves", "said", "reported")
    assert found.pattern == "reported:that"
    assert found.reason == "“said” leads up to a clause that retells what was said."


def test_a_clause_may_do_without_that():
    text = "The harbour master said on Tuesday the pier had lost two of its piles."
    assert retold(text) == [("the pier had lost two of its piles", "The harbour master", "bare")]


def test_an_aside_in_the_middle_gives_two_pieces_of_one_utterance():
    text = "These divers, she adds, will be paid by the town."
    first, second = find_reported(text)
    assert text[first.start : first.end] == "These divers"
    assert text[second.start : second.end] == "will be paid by the town"
    assert first.group == second.group
    assert {first.pattern, second.pattern} == {"reported:aside"}


def test_an_aside_at_the_end_gives_the_sentence_before_it():
    text = "The pumps failed twice in one night, officials said in a statement."
    assert retold(text) == [("The pumps failed twice in one night", "officials", "aside")]


def test_an_aside_may_have_its_verb_first():
    text = "The pumps failed twice in one night, said Marta Ilves, the mayor of Kallby."
    assert retold(text) == [("The pumps failed twice in one night", "Marta Ilves", "aside")]


@pytest.mark.parametrize(
    "text",
    [
        "According to Marta Ilves, the mayor, the pumps failed twice.",
        "The pumps failed twice, according to Marta Ilves.",
    ],
)
def test_according_to_gives_the_rest_of_the_sentence(text: str):
    assert retold(text) == [("the pumps failed twice", "Marta Ilves", "according")] or retold(
        text
    ) == [("The pumps failed twice", "Marta Ilves", "according")]


def test_a_second_clause_that_is_added_belongs_to_the_same_speaker():
    text = "Marta Ilves said the pier was safe, adding that it would open in May."
    assert [(words, name) for words, name, _ in retold(text)] == [
        ("the pier was safe", "Marta Ilves"),
        ("it would open in May", "Marta Ilves"),
    ]


def test_he_and_she_are_given_their_names():
    text = "Marta Ilves came to the pier. She said that the divers had found nothing."
    assert retold(text) == [("the divers had found nothing", "Marta Ilves", "that")]


def test_he_after_an_unnamed_official_is_nobody_else():
    text = (
        "Oskar Rand runs the port.\n\n“The sand is coming back every winter,” said an official. "
        "The dredger, he adds, is too small."
    )
    assert {r.name for r in find_reported(text)} == {None}


def test_known_speakers_give_their_name():
    found = find_reported(
        "Ilves said that the line had no money.",
        known_speakers=[KnownSpeaker("Marta Ilves", ("M. Ilves",))],
    )
    assert [r.name for r in found] == ["Marta Ilves"]


def test_the_clause_ends_where_the_article_speaks_again():
    text = "Ilves said that the pier was safe, but the divers had found three cracks."
    assert [words for words, _, _ in retold(text)] == ["the pier was safe"]


def test_an_opening_clause_ends_at_its_comma():
    text = "When Ilves said that the pier was safe, the divers laughed."
    assert [words for words, _, _ in retold(text)] == ["the pier was safe"]


def test_the_name_before_who_is_the_speaker():
    text = "They met the engineer Oskar Rand, who told reporters that the piles were rotten."
    assert [name for _, name, _ in retold(text)] == ["Oskar Rand"]


@pytest.mark.parametrize(
    "text",
    [
        "Ilves did not say that the pier was safe.",
        "Ilves might argue that the pier is safe.",
        "Ilves refused to say whether the pier was safe.",
        "Ilves was told that the pier was safe.",
        "I think that the pier is safe.",
        "The work went according to plan and the pier was safe.",
        "She said so and left the pier.",
        "Ilves announced a plan that would close the pier.",
        "The claims that the pier was safe were old.",
        "In a short note to the council, reporters asked questions about the pier.",
        "Ilves promised to close the pier.",
        "Voters who say that the pier is safe are few.",
        "The report is old -- a paper that warns that nobody reads it.",
        "The captains of the port, a town in the north, announced tighter rules on the pier.",
        "Ilves said quietly as the lamps were lit on the pier.",
        "Ilves has filled the town with old claims that the pier was safe.",
    ],
)
def test_what_was_not_said_is_not_retold(text: str):
    assert find_reported(text) == []


def test_a_clause_that_runs_into_a_quotation_is_left_to_the_quotation():
    text = "Ilves said that the pier would “stay closed until the divers have found every crack.”"
    assert find_reported(text) == []


def test_a_quoted_word_stays_in_the_clause_with_its_marks():
    text = "According to Ilves, “harbour divers” from the coast will search the pier."
    [found] = find_reported(text)
    assert text[found.start : found.end].startswith("“harbour divers”")


def test_a_remark_that_is_no_clause_after_a_source_is_left_out():
    text = "The pier lost two piles, according to officials in Kallby, the smaller of two towns."
    assert [words for words, _, _ in retold(text)] == ["The pier lost two piles"]


def test_at_least_belongs_to_a_crowd_that_speaks():
    text = "In the town, at least 20 captains said that the pier was safe."
    assert only(text).speaker == "at least 20 captains"


def test_lines_of_the_page_are_not_retold_speech():
    assert find_reported("READ ALSO: Ilves says that the pier is safe\n\nThe pier is old.") == []


@pytest.mark.parametrize(
    ("language", "text", "clause", "name"),
    [
        (
            "fr",
            "Claire Maurel a assuré que le pont serait ouvert.",
            "le pont serait ouvert",
            "Claire Maurel",
        ),
        ("fr", "Selon Claire Maurel, le pont est fermé.", "le pont est fermé", "Claire Maurel"),
        (
            "de",
            "Ines Vautrin sagte, dass die Brücke gesperrt bleibt.",
            "die Brücke gesperrt bleibt",
            "Ines Vautrin",
        ),
        (
            "es",
            "Según Nuria Valle, el puente sigue cerrado.",
            "el puente sigue cerrado",
            "Nuria Valle",
        ),
        (
            "es",
            "Nuria Valle aseguró que el puente está cerrado.",
            "el puente está cerrado",
            "Nuria Valle",
        ),
        ("uk", "Олена Кметь заявила, що міст закрито.", "міст закрито", "Олена Кметь"),
        ("ru", "Олег Равич сообщил, что мост закрыт.", "мост закрыт", "Олег Равич"),
    ],
)
def test_other_languages_have_their_own_that(language: str, text: str, clause: str, name: str):
    assert [(words, who) for words, who, _ in retold(text, language)] == [(clause, name)]


def test_a_language_without_words_of_its_own_gives_nothing():
    assert find_reported("Marta Ilves said that the pier was safe.", "xx") == []


def test_span_after_an_emoji_has_the_same_words():
    text = "🚢🚢 Marta Ilves said that the pier was safe."
    found = only(text)
    assert text[found.start : found.end] == "the pier was safe"


_PIECES = [
    "Ilves",
    "said",
    "that",
    "He",
    "she",
    "according to",
    "told",
    "reporters",
    "the pier",
    "was",
    "closed",
    ",",
    ".",
    "“",
    "”",
    '"',
    "—",
    "(",
    ")",
    ":",
    ";",
    "\n\n",
    "adding",
    "who",
    "whether",
    "if",
    "asked",
    "’",
    "but",
    "$",
    "12",
    "Mr.",
    "on Monday",
    "selon",
    "що",
    "dass",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join),
    st.sampled_from(["en", "fr", "de", "uk"]),
)
def test_any_row_of_words_gives_valid_spans_outside_the_quotations(text: str, language: str):
    quotes = find_quotes(text, language)
    end = 0
    for found in find_reported(text, language, quotes=quotes):
        assert 0 <= found.start < found.end <= len(text)
        assert not any(found.start < q.end and q.start < found.end for q in quotes)
        assert 0 < found.confidence <= 1
        assert found.start >= end or found.group
        end = found.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str):
    for found in find_reported(text):
        assert text[found.start : found.end]


def test_a_name_is_surer_than_a_pronoun():
    text = "Marta Ilves said that the pier was safe. She said that the sand was clean."
    named, pronoun = find_reported(text)
    assert named.name == pronoun.name == "Marta Ilves"
    assert named.confidence > pronoun.confidence
