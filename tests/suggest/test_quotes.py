"""Quotations as a whole: the words found, who says them, and texts of every kind survived."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.suggest.quotes import (
    KnownSpeaker,
    QuoteSuggestion,
    boilerplate_spans,
    find_quotes,
)


def said(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(text[q.start : q.end], q.name or q.speaker) for q in find_quotes(text, language)]


def only(text: str, language: str = "en") -> QuoteSuggestion:
    [quote] = find_quotes(text, language)
    return quote


def test_a_plain_quotation_names_its_speaker_and_cue():
    text = "“The bridge will be closed until spring,” said Marta Ilves, the mayor of Kallby."
    quote = only(text)
    assert text[quote.start : quote.end] == "The bridge will be closed until spring,"
    assert quote.name == "Marta Ilves"
    assert quote.cue == "said"
    assert quote.level == "full"
    assert quote.reason == "The marks are followed by “said” and a name."


def test_span_after_an_emoji_has_the_same_words():
    text = "🚢🚢 “The port stays open to everyone,” Ilves said."
    quote = only(text)
    assert text[quote.start : quote.end] == "The port stays open to everyone,"


def test_segments_of_one_utterance_share_a_group():
    text = "“We have waited,” said Marta Ilves, “and we will wait no longer than this.”"
    first, second = find_quotes(text)
    assert first.group == second.group
    assert second.name == "Marta Ilves"


def test_known_speakers_give_their_name():
    text = "“The ferry line has no money left at all,” said Ilves."
    [quote] = find_quotes(text, known_speakers=[KnownSpeaker("Marta Ilves", ("M. Ilves",))])
    assert quote.name == "Marta Ilves"


def test_links_to_other_articles_are_not_quotations():
    text = "READ ALSO: Ilves: “The ferry is sinking us all together”\n\nThe council met on Monday."
    assert find_quotes(text) == []
    [(start, end)] = boilerplate_spans(text)
    assert text[start:end].startswith("READ ALSO")
    assert text[start:end].endswith("together”")


@given(st.text(alphabet=st.sampled_from("“”\"'«»„‘’ aA.,:—\n said é🙂"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_it_and_every_span_lies_in_the_text(text):
    end = 0
    for quote in find_quotes(text, fragments=True):
        assert end <= quote.start < quote.end <= len(text)
        end = quote.end


@given(st.text(max_size=300), st.sampled_from(["en", "fr", "uk", "de", "es", "ru", "", "xx-YY"]))
@settings(max_examples=200, deadline=None)
def test_no_text_in_any_language_breaks_it(text, language):
    find_quotes(text, language)
    boilerplate_spans(text, language)


@pytest.mark.parametrize("unit", ["“a b c d e f” said he. ", '"', "word ", "“", "’ ‘ "])
def test_a_line_of_a_megabyte_is_read(unit):
    find_quotes(unit * (1_000_000 // len(unit)))
