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


TRANSLATED = """will the coast guard send divers to the pier?

According to a Kallby official, “rescue divers” from the coast will be sent to the harbour.

So, “The coast should send many “rescue divers” to Kallby [la ville portuaire] next \
week »declared the town official on the microphone of Radio Kallby. “The goal is to lift the \
ferry before winter.” These divers, he adds, will be paid by the day.

ALSO READ: Meeting of the mayors: “We are towards a reopening of the line”

But according to an engineer asked by the paper, Kallby Post\n, speed is not all. “It is not in \
the water that the town lacks hands, but on the slipway, for repairs.”warns Ivar Kjelstad.

If the council denies it – the council spokesperson, Dora Mikk, having affirmed ” ignore “ this – \
the threat is taken seriously. In its latest bulletin, dated May 26, the think tank Institute for \
Coastal Study (ICS) estimates that help could “free up the whole slipway for repairs of the hull.” \
“The town has ten cranes and could lend three or four of them”further warns the ICS.

“Nobody has asked us anything so far.”protested the spokesman for the fishing fleet, Jonas Wirk, \
on his page. And the representative noted, wearily: “Nobody says anything.”

NEXT Lighthouse threatened by the storm, called “extremely fragile and old”: News"""


def test_a_translated_article_with_broken_marks_is_read_whole():
    assert said(TRANSLATED) == [
        (
            "The coast should send many “rescue divers” to Kallby [la ville portuaire] next week",
            "the town official",
        ),
        ("The goal is to lift the ferry before winter.", "the town official"),
        (
            "It is not in the water that the town lacks hands, but on the slipway, for repairs.",
            "Ivar Kjelstad",
        ),
        (
            "free up the whole slipway for repairs of the hull.",
            "Institute for Coastal Study",
        ),
        (
            "The town has ten cranes and could lend three or four of them",
            "Institute for Coastal Study",
        ),
        ("Nobody has asked us anything so far.", "Jonas Wirk"),
        ("Nobody says anything.", "Jonas Wirk"),
    ]


def test_short_quoted_words_come_only_when_asked_for():
    text = "The mayor spoke of “rescue divers” and of a “storm”."
    assert find_quotes(text) == []
    assert [q.level for q in find_quotes(text, fragments=True)] == ["fragment", "fragment"]


def test_names_of_programmes_and_books_are_not_quotations():
    text = "Ilves said on “Meet the Whole Harbour Today” that she had read “Tides of Kallby”."
    assert find_quotes(text) == []


def test_part_of_a_sentence_is_partial():
    assert only("Ilves called it “a gift to the rich of this town” on Monday.").level == "partial"


@pytest.mark.parametrize(
    "line",
    [
        "ALSO READ: The tide is coming",
        "LIRE AUSSI : La marée monte",
        "ЧИТАЙТЕ ТАКОЖ: Приплив",
        "Lesen Sie auch: Die Flut",
        "NEXT The lighthouse",
        "Subscribe to our newsletter for more",
        "© 2024 Kallby Post. All rights reserved.",
    ],
)
def test_furniture_of_the_page_is_known_in_any_language(line):
    assert boilerplate_spans(f"The text.\n\n{line}\n\nMore text.") == [(11, 11 + len(line))]


@pytest.mark.parametrize(
    "line", ["Next, the mayor spoke.", "Watch-dog groups said no.", "Photos were taken by Ilves."]
)
def test_sentences_that_begin_like_furniture_are_text(line):
    assert boilerplate_spans(line) == []


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


@pytest.mark.parametrize("unit", ["“a b c d e f” said Ann Li. ", '"', "word "])
def test_a_line_of_a_megabyte_is_read(unit):
    find_quotes(unit * (1_000_000 // len(unit)))
