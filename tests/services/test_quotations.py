"""Marking what was said and judging it."""

import pytest

from builders import BRIDGE, a_quotation, a_topic, an_article, place, stance_id
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import Certainty, QuotationDraft, QuotationKind
from stanceline.domain.spans import Span, SpanOutsideText
from stanceline.services.quotations import (
    add_words,
    all_quotations,
    delete_quotation,
    describe_quotation,
    judge,
    mark_quotation,
    quotation,
    quotations_of,
    set_speaker,
    set_words,
    withdraw_judgement,
)
from stanceline.services.speakers import all_speakers, speaker_for
from stanceline.services.suggesting import suggest_for_all, suggestions_of
from stanceline.services.topics import all_topics
from stanceline.services.undoing import undo
from stanceline.services.workspace import NotFound, Workspace

FIRST, SECOND = "“We shall open it when it is safe,”", "“Not a day before.”"


def test_quotation_comes_back_with_its_words_behind_an_emoji(workspace: Workspace):
    article_id = an_article(workspace)
    draft = QuotationDraft(
        article_id,
        (place(BRIDGE, SECOND), place(BRIDGE, FIRST)),
        speaker_id=speaker_for(workspace, "Tora Berg"),
        kind=QuotationKind.MIXED,
        cue=place(BRIDGE, "said"),
        mention=place(BRIDGE, "Mayor Tora Berg"),
        said="2031-05-12",
        said_phrase="on Monday",
        note="Twice.",
    )
    found = quotation(workspace, mark_quotation(workspace, draft))
    assert found.words == f"{FIRST} … {SECOND}"
    assert [span.words(BRIDGE) for span in found.spans] == [FIRST, SECOND]
    assert (found.speaker, found.speaker_short) == ("Tora Berg", "Berg")
    assert (found.cue, found.mention) == (draft.cue, draft.mention)
    assert (found.said, found.said_phrase, found.note) == ("2031-05-12", "on Monday", "Twice.")
    assert found.kind is QuotationKind.MIXED
    assert found.anchors[0].suffix.startswith(" Mayor Tora Berg said.")


def test_white_space_at_the_ends_is_no_part_of_a_quotation(workspace: Workspace):
    span = place(BRIDGE, f"\n\n{FIRST} ")
    found = quotation(
        workspace, mark_quotation(workspace, QuotationDraft(an_article(workspace), (span,)))
    )
    assert found.spans == (place(BRIDGE, FIRST),)


def test_quotations_stand_in_reading_order(workspace: Workspace):
    article_id = an_article(workspace)
    late = a_quotation(workspace, article_id, "“found rust everywhere”")
    early = a_quotation(workspace, article_id, FIRST)
    assert [each.id for each in quotations_of(workspace, article_id)] == [early, late]
    assert [each.id for each in all_quotations(workspace)] == [late, early]


@pytest.mark.parametrize(
    ("draft", "error", "sentence"),
    [
        (QuotationDraft(1, ()), StancelineError, "A quotation needs words"),
        (QuotationDraft(1, (Span(0, 10_000),)), SpanOutsideText, "leaves a text of"),
        (QuotationDraft(1, (Span(0, 5),), cue=Span(0, 10_000)), SpanOutsideText, "leaves a text"),
        (QuotationDraft(1, (Span(35, 37),)), SpanOutsideText, "holds no text"),
        (QuotationDraft(1, (Span(0, 5),), said="May the 5th"), EdtfError, "is not a date"),
        (QuotationDraft(9, (Span(0, 5),)), NotFound, "The article is no longer"),
        (QuotationDraft(1, (Span(0, 5),), speaker_id=9), NotFound, "The speaker is no longer"),
    ],
)
def test_quotation_that_cannot_be_is_refused_and_nothing_is_stored(
    workspace: Workspace, draft: QuotationDraft, error: type[StancelineError], sentence: str
):
    assert an_article(workspace) == 1
    with pytest.raises(error, match=sentence):
        mark_quotation(workspace, draft)
    assert all_quotations(workspace) == []


def test_quotation_may_take_a_stance_on_each_of_several_topics(workspace: Workspace):
    quotation_id = a_quotation(
        workspace, an_article(workspace), FIRST, opening="leans_against", works="supports"
    )
    found = quotation(workspace, quotation_id)
    assert [(each.topic, each.stance.key) for each in found.judgements] == [
        ("opening", "leans_against"),
        ("works", "supports"),
    ]
    assert {each.analyst for each in found.judgements} == {"Ada"}


def test_second_judgement_takes_the_place_of_the_first(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST, opening="supports")
    judge(
        workspace,
        quotation_id,
        a_topic(workspace, "opening"),
        stance_id(workspace, "opposes"),
        Certainty.GUESS,
        "On second reading.",
    )
    (found,) = quotation(workspace, quotation_id).judgements
    assert (found.stance.key, found.certainty, found.note) == (
        "opposes",
        Certainty.GUESS,
        "On second reading.",
    )


def test_judgement_can_be_withdrawn(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST, opening="supports")
    (found,) = quotation(workspace, quotation_id).judgements
    withdraw_judgement(workspace, found.id)
    assert quotation(workspace, quotation_id).judgements == ()
    assert all_topics(workspace)[0].n_judgements == 0
    with pytest.raises(NotFound):
        withdraw_judgement(workspace, found.id)


def test_judging_what_is_gone_is_refused(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST)
    topic_id, stance = a_topic(workspace, "opening"), stance_id(workspace, "supports")
    for ids, what in (
        ((9, topic_id, stance), "The quotation"),
        ((quotation_id, 9, stance), "The topic"),
        ((quotation_id, topic_id, 99), "The stance"),
    ):
        with pytest.raises(NotFound, match=what):
            judge(workspace, *ids)


def test_speaker_can_be_set_and_taken_away(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST)
    set_speaker(workspace, quotation_id, speaker_for(workspace, "Tora Berg"))
    assert quotation(workspace, quotation_id).speaker == "Tora Berg"
    assert all_speakers(workspace)[0].n_quotations == 1
    set_speaker(workspace, quotation_id, None)
    assert quotation(workspace, quotation_id).speaker_id is None
    with pytest.raises(NotFound, match="The speaker"):
        set_speaker(workspace, quotation_id, 99)


def test_description_can_be_changed(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST)
    describe_quotation(
        workspace,
        quotation_id,
        kind=QuotationKind.INDIRECT,
        said=" 2031-05~ ",
        said_phrase="in May",
        note="",
    )
    found = quotation(workspace, quotation_id)
    assert (found.kind, found.said) == (QuotationKind.INDIRECT, "2031-05~")


def test_words_can_be_changed_and_keep_judgements(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST, opening="supports")
    set_words(workspace, quotation_id, [place(BRIDGE, f" {SECOND}"), place(BRIDGE, FIRST)])
    found = quotation(workspace, quotation_id)
    assert found.words == f"{FIRST} … {SECOND}"
    assert len(found.judgements) == 1
    set_words(workspace, quotation_id, [place(BRIDGE, SECOND)])
    assert quotation(workspace, quotation_id).words == SECOND


@pytest.mark.parametrize("spans", [[], [Span(0, 10_000)], [Span(35, 37)]])
def test_words_that_cannot_be_leave_the_old_ones(workspace: Workspace, spans: list[Span]):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST)
    with pytest.raises(StancelineError):
        set_words(workspace, quotation_id, spans)
    assert quotation(workspace, quotation_id).words == FIRST


def test_quotation_goes_with_its_judgements(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), FIRST, opening="supports")
    delete_quotation(workspace, quotation_id)
    assert all_quotations(workspace) == []
    assert all_topics(workspace)[0].n_judgements == 0
    with pytest.raises(NotFound, match="The quotation"):
        delete_quotation(workspace, quotation_id)


def test_words_are_added_to_an_utterance_and_one_undo_takes_them_back(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    quotation_id = a_quotation(workspace, article_id, "We shall open it when it is safe")
    before = quotation(workspace, quotation_id)
    overlapping = place(BRIDGE, "it is safe,")
    add_words(workspace, quotation_id, [overlapping, place(BRIDGE, "Not a day before.")])
    after = quotation(workspace, quotation_id)
    assert [each.exact for each in after.anchors] == [
        "We shall open it when it is safe,",
        "Not a day before.",
    ]
    assert all(each.revision == before.anchors[0].revision for each in after.anchors)
    assert not any(
        span.overlaps(each)
        for waiting in suggestions_of(workspace, article_id)
        for span in waiting.spans
        for each in after.spans
    ), "suggestions of these words are settled"
    undo(workspace)
    assert quotation(workspace, quotation_id) == before
    with pytest.raises(NotFound):
        add_words(workspace, 999, [overlapping])


def test_words_are_added_where_segments_stand_at_the_same_place_or_left_gaps(
    workspace: Workspace,
):
    article_id = an_article(workspace)
    twice = (place(BRIDGE, FIRST), place(BRIDGE, FIRST), place(BRIDGE, SECOND))
    quotation_id = mark_quotation(workspace, QuotationDraft(article_id, twice))
    add_words(workspace, quotation_id, [place(BRIDGE, "decided on Monday")])
    words = [each.exact for each in quotation(workspace, quotation_id).anchors]
    assert words == ["decided on Monday", FIRST, SECOND]
    add_words(workspace, quotation_id, [place(BRIDGE, "The inspectors")])
    assert len(quotation(workspace, quotation_id).anchors) == 4
    undo(workspace)
    undo(workspace)
    assert quotation(workspace, quotation_id).spans == twice
