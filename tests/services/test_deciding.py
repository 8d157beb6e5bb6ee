"""Suggested events become events, speakers are taken together, what is written is learnt."""

import pytest

from builders import BRIDGE, a_topic, an_article, place, stance_id
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft, Relation
from stanceline.domain.quotations import QuotationKind
from stanceline.domain.speakers import SpeakerDraft
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.services.articles import ArticleFacts, article, describe_article, library
from stanceline.services.card import save_event
from stanceline.services.deciding import (
    Stand,
    accept_confident,
    accept_event,
    accept_for_speaker,
    accept_suggestion,
    event_draft_of,
    reject_suggestion,
)
from stanceline.services.editing import edit_text
from stanceline.services.events import all_events, event
from stanceline.services.quotations import all_quotations, quotation
from stanceline.services.several_articles import FactsChange, describe_articles
from stanceline.services.speakers import add_speaker, all_speakers
from stanceline.services.suggesting import suggest_for_all, suggestions_of
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import Workspace
from stanceline.storage import suggestions as store

BEGAN = "The inspectors began their work on 12 May 2031"
KEPT = "the harbour board decided on Monday"


def suggested_event(article_id: int, body: str = BRIDGE, words: str = BEGAN, **parts) -> Suggestion:
    """An event as it is suggested from these words."""
    given = {
        "title": "The inspectors begin their work",
        "edtf": "2031-05-12",
        "phrase": place(body, "12 May 2031"),
        "rule": "day-month-year",
        "tier": "A",
        "pattern": "event:happened",
        "participants": ("Nils Aker", "Somebody unknown"),
    } | parts
    return Suggestion(
        id=0,
        article_id=article_id,
        spans=(place(body, words),),
        speaker="",
        name="",
        mention=None,
        cue=None,
        confidence=0.9,
        reason="A verb of happening and a date.",
        status=SuggestionStatus.WAITING,
        kind=SuggestionKind.EVENT,
        **given,
    )


def put(workspace: Workspace, *found: Suggestion) -> list[Suggestion]:
    """Store these suggestions of one article; as they wait then, in reading order."""
    article_id = found[0].article_id
    body = article(workspace, article_id).body
    with workspace.action("Suggest") as session:
        store.replace_waiting(session, [(article_id, body, found)])
    return suggestions_of(workspace, article_id)


def test_suggested_event_is_stored_with_all_that_is_known_of_it(workspace: Workspace):
    article_id = an_article(workspace)
    meant = suggested_event(article_id, alternatives=("2031-05", "2031-12-05"))
    (found,) = put(workspace, meant)
    assert (found.kind, found.title, found.edtf) == (meant.kind, meant.title, "2031-05-12")
    assert found.phrase is not None
    assert found.phrase.words(BRIDGE) == "12 May 2031"
    assert (found.rule, found.tier, found.alternatives) == (
        "day-month-year",
        "A",
        ("2031-05", "2031-12-05"),
    )
    assert found.participants == ("Nils Aker", "Somebody unknown")


def test_accepted_event_rests_on_its_clause_and_date(workspace: Workspace):
    aker = add_speaker(workspace, SpeakerDraft("Nils J. Aker", aliases=("Nils Aker",)))
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    found = event(workspace, accept_event(workspace, waiting.id))
    assert (found.title, found.edtf) == ("The inspectors begin their work", "2031-05-12")
    assert (found.phrase, found.rule) == ("12 May 2031", "day-month-year")
    assert found.status is EventStatus.REPORTED
    assert found.participant_ids == (aker,)
    (piece,) = found.evidence
    assert piece.anchor.span.words(BRIDGE) == BEGAN
    assert (piece.edtf, piece.phrase) == ("2031-05-12", "12 May 2031")
    assert suggestions_of(workspace, article_id) == []
    assert [each.name for each in all_speakers(workspace)] == ["Nils J. Aker"]


def test_accepting_an_event_is_one_step_of_undo(workspace: Workspace):
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    accept_event(workspace, waiting.id)
    undo(workspace)
    assert all_events(workspace) == []
    assert suggestions_of(workspace, article_id) == [waiting]
    redo(workspace)
    assert len(all_events(workspace)) == 1
    assert suggestions_of(workspace, article_id) == []


@pytest.mark.parametrize(
    ("pattern", "status", "relation"),
    [
        ("event:planned", EventStatus.PLANNED, Relation.REPORTS),
        ("event:denied", EventStatus.DENIED, Relation.DENIES),
        ("event:happened", EventStatus.REPORTED, Relation.REPORTS),
    ],
)
def test_status_of_an_event_comes_from_its_verb(
    workspace: Workspace, pattern: str, status: EventStatus, relation: Relation
):
    (waiting,) = put(workspace, suggested_event(an_article(workspace), pattern=pattern))
    found = event(workspace, accept_event(workspace, waiting.id))
    assert found.status is status
    assert found.evidence[0].relation is relation


def test_event_may_be_described_otherwise_than_suggested(workspace: Workspace):
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    draft = event_draft_of(workspace, waiting.id)
    assert draft.edtf == "2031-05-12"
    other = EventDraft("Work on the bridge begins", "2031-05-13", rule="typed")
    found = event(workspace, accept_event(workspace, waiting.id, other))
    assert (found.title, found.edtf) == ("Work on the bridge begins", "2031-05-13")
    assert found.evidence[0].edtf == ""


def test_wrong_description_changes_nothing(workspace: Workspace):
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    with pytest.raises(StancelineError, match="needs a title"):
        accept_event(workspace, waiting.id, EventDraft(" "))
    with pytest.raises(EdtfError):
        accept_event(workspace, waiting.id, EventDraft("A title", "the day after"))
    assert suggestions_of(workspace, article_id) == [waiting]
    assert all_events(workspace) == []


def test_event_is_no_quotation_and_a_quotation_no_event(workspace: Workspace):
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    with pytest.raises(StancelineError, match="is an event, not a quotation"):
        accept_suggestion(workspace, waiting.id)
    reject_suggestion(workspace, waiting.id)
    with pytest.raises(StancelineError, match="decided on already"):
        accept_event(workspace, waiting.id)
    suggest_for_all(workspace)
    quoted = next(
        each
        for each in suggestions_of(workspace, article_id)
        if each.kind is SuggestionKind.QUOTATION
    )
    with pytest.raises(StancelineError, match="is a quotation, not an event"):
        accept_event(workspace, quoted.id)


def test_reported_speech_becomes_an_indirect_quotation(workspace: Workspace):
    article_id = an_article(workspace)
    retold = suggested_event(
        article_id, words=KEPT, phrase=None, pattern="reported:that", participants=()
    )
    (waiting,) = put(workspace, _as_reported(retold))
    found = quotation(workspace, accept_suggestion(workspace, waiting.id))
    assert found.kind is QuotationKind.INDIRECT
    assert found.speaker == "Harbour Board"


def _as_reported(event_like: Suggestion) -> Suggestion:
    from dataclasses import replace

    return replace(
        event_like,
        kind=SuggestionKind.REPORTED,
        speaker="the harbour board",
        name="Harbour Board",
        title="",
        edtf="",
        rule="",
        tier="",
    )


def test_events_are_never_accepted_unseen(workspace: Workspace):
    article_id = an_article(workspace)
    put(workspace, suggested_event(article_id))
    assert accept_confident(workspace, 0.0) == 0
    assert len(suggestions_of(workspace, article_id)) == 1


SPOKEN = (
    "The ferry goes on\n\n"
    "“We sail at seven,” said Nils Aker on Monday.\n\n"
    "“Nobody will stop us,” said Tora Berg.\n\n"
    "“We have never been late,” said Nils Aker.\n\n"
    "“The fog does not matter,” said Nils Aker.\n"
)


def test_stance_for_the_rest_of_what_a_speaker_says(workspace: Workspace):
    article_id = an_article(workspace, SPOKEN)
    suggest_for_all(workspace)
    stand = Stand(a_topic(workspace, "Ferry"), stance_id(workspace, "supports"))
    second = _quoting(workspace, article_id, "never been late")
    accepted = accept_for_speaker(workspace, second.id, stand)
    found = [quotation(workspace, each) for each in accepted]
    assert [each.words.strip("“”") for each in found] == [
        "We have never been late,",
        "The fog does not matter,",
    ]
    assert {each.speaker for each in found} == {"Nils Aker"}
    assert {each.judgements[0].stance.key for each in found} == {"supports"}
    left = [each.name for each in suggestions_of(workspace, article_id)]
    assert left == ["Nils Aker", "Tora Berg"]
    undo(workspace)
    assert all_quotations(workspace) == []
    assert len(suggestions_of(workspace, article_id)) == 4


def _quoting(workspace: Workspace, article_id: int, words: str) -> Suggestion:
    body = article(workspace, article_id).body
    return next(
        each for each in suggestions_of(workspace, article_id) if words in each.spans[0].words(body)
    )


def _aliases(workspace: Workspace) -> tuple[str, ...]:
    return tuple(alias for each in all_speakers(workspace) for alias in each.aliases)


def test_other_form_of_a_name_becomes_an_other_name(workspace: Workspace):
    meant = add_speaker(workspace, SpeakerDraft("Zelma Akersson"))
    article_id = an_article(workspace, "Fog\n\n“We sail at seven,” said Akerson on Monday.\n")
    suggest_for_all(workspace)
    waiting = _quoting(workspace, article_id, "seven")
    accept_suggestion(workspace, waiting.id, meant)
    assert _aliases(workspace) == ("Akerson",)
    undo(workspace)
    assert _aliases(workspace) == ()


def test_wrong_person_s_name_becomes_nobody_s_other_name(workspace: Workspace):
    meant = add_speaker(workspace, SpeakerDraft("Tora Berg"))
    article_id = an_article(workspace, SPOKEN)
    suggest_for_all(workspace)
    accept_suggestion(workspace, _quoting(workspace, article_id, "seven").id, meant)
    assert _aliases(workspace) == ()


def test_status_of_the_article_and_its_counts_follow(workspace: Workspace):
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    assert library(workspace)[0].n_suggestions == 1
    accept_event(workspace, waiting.id)
    row = library(workspace)[0]
    assert (row.n_suggestions, row.n_events) == (0, 1)
    assert row.status.value == "in_work"


def test_event_moves_with_its_words_and_its_date_with_it(workspace: Workspace):
    article_id = an_article(workspace)
    put(workspace, suggested_event(article_id))
    body = f"News of the day\n\n{BRIDGE}"
    edit_text(workspace, article_id, body)
    (moved,) = suggestions_of(workspace, article_id)
    assert moved.spans[0].words(body) == BEGAN
    assert moved.phrase is not None
    assert moved.phrase.words(body) == "12 May 2031"


def test_event_whose_date_was_edited_is_withdrawn(workspace: Workspace):
    article_id = an_article(workspace)
    put(workspace, suggested_event(article_id))
    edited = edit_text(workspace, article_id, BRIDGE.replace("12 May", "13 May"))
    assert edited.n_withdrawn == 1
    assert suggestions_of(workspace, article_id) == []


def test_noting_an_event_by_hand_settles_what_its_passage_suggests(workspace: Workspace):
    article_id = an_article(workspace)
    put(workspace, suggested_event(article_id))
    passage = EvidenceDraft(article_id, place(BRIDGE, "began their work on 12 May 2031"))
    save_event(workspace, EventDraft("Work begins", "2031-05-12"), passage)
    assert suggestions_of(workspace, article_id) == []
    undo(workspace)
    assert len(suggestions_of(workspace, article_id)) == 1


def test_passage_that_only_gives_context_settles_nothing(workspace: Workspace):
    article_id = an_article(workspace)
    put(workspace, suggested_event(article_id))
    passage = EvidenceDraft(article_id, place(BRIDGE, BEGAN), Relation.CONTEXT)
    save_event(workspace, EventDraft("The bridge rusts"), passage)
    assert len(suggestions_of(workspace, article_id)) == 1


def test_card_of_an_event_accepts_its_suggestion(workspace: Workspace):
    article_id = an_article(workspace)
    (waiting,) = put(workspace, suggested_event(article_id))
    draft = event_draft_of(workspace, waiting.id)
    passage = EvidenceDraft(article_id, waiting.spans[0], edtf=draft.edtf, phrase=draft.phrase)
    event_id = save_event(workspace, draft, passage, ["Nils Aker"], suggestion_id=waiting.id)
    assert event(workspace, event_id).participants == ("Nils Aker",)
    assert suggestions_of(workspace, article_id) == []
    with pytest.raises(StancelineError, match="decided on already"):
        save_event(workspace, draft, passage, suggestion_id=waiting.id)


STRIKE = "The strike\n\nThe ferrymen blocked the quay on Monday. The police cleared it.\n"


def test_events_are_counted_from_the_date_that_an_article_gets(workspace: Workspace):
    article_id = an_article(workspace, STRIKE, published="2031-05-14")
    suggest_for_all(workspace)
    assert [each.edtf for each in suggestions_of(workspace, article_id)] == ["2031-05-12"]
    found = article(workspace, article_id)
    facts = ArticleFacts(
        found.title, found.source, found.author, found.url, "2031-05-21", "en", "", ()
    )
    describe_article(workspace, article_id, facts)
    assert [each.edtf for each in suggestions_of(workspace, article_id)] == ["2031-05-19"]
    undo(workspace)
    assert [each.edtf for each in suggestions_of(workspace, article_id)] == ["2031-05-12"]
    describe_articles(workspace, [article_id], FactsChange(published="2031-05-28"))
    assert [each.edtf for each in suggestions_of(workspace, article_id)] == ["2031-05-26"]


def test_nothing_is_suggested_where_nobody_looked_when_a_date_changes(workspace: Workspace):
    article_id = an_article(workspace, STRIKE, published="2031-05-14")
    describe_articles(workspace, [article_id], FactsChange(published="2031-05-21"))
    assert suggestions_of(workspace, article_id) == []


def test_rejected_event_stays_away_and_leaves_the_quotation_of_its_words(workspace: Workspace):
    article_id = an_article(workspace, STRIKE, published="2031-05-14")
    suggest_for_all(workspace)
    (waiting,) = suggestions_of(workspace, article_id)
    reject_suggestion(workspace, waiting.id)
    assert suggest_for_all(workspace) == 0
    assert suggestions_of(workspace, article_id) == []


def test_accepted_event_is_not_suggested_again(workspace: Workspace):
    article_id = an_article(workspace, STRIKE, published="2031-05-14")
    suggest_for_all(workspace)
    (waiting,) = suggestions_of(workspace, article_id)
    accept_event(workspace, waiting.id)
    assert suggest_for_all(workspace) == 0


def test_second_look_leaves_what_is_the_same_as_it_is(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    before = suggestions_of(workspace, article_id)
    number = workspace.data_version()
    suggest_for_all(workspace)
    assert suggestions_of(workspace, article_id) == before
    assert workspace.data_version() == number
