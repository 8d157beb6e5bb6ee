from collections.abc import Iterator
from pathlib import Path

import pytest

from stanceline.domain.articles import ArticleDraft, ArticleStatus
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EvidenceDraft, Relation
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.spans import Span
from stanceline.domain.speakers import SpeakerKind
from stanceline.domain.suggestions import Suggestion, SuggestionKind
from stanceline.services.articles import article
from stanceline.services.card import (
    CardAnswer,
    kind_of_words,
    proposed_said_date,
    save_event,
    save_quotation,
)
from stanceline.services.events import event
from stanceline.services.quotations import all_quotations, quotation
from stanceline.services.speakers import all_speakers
from stanceline.services.suggesting import suggest_for_all, suggestions_of
from stanceline.services.topics import add_topic, all_stances, all_topics
from stanceline.services.workspace import Changed, NotFound, Workspace
from stanceline.storage import articles

BODY = (
    "The bridge stays shut, the harbour board decided on Monday.\n\n"
    "“We shall open it when it is safe,” Mayor Tora Berg said. “Not a day before.”\n"
)


def place(words: str) -> Span:
    start = BODY.index(words)
    return Span(start, start + len(words))


WORDS = place("“We shall open it when it is safe,”")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "bridge.stanceline") as workspace:
        with workspace.action("Add an article") as session:
            articles.add(session, ArticleDraft("The bridge", BODY, published="2031-05-23"))
        yield workspace


def heard(workspace: Workspace) -> list[frozenset[Changed]]:
    actions: list[frozenset[Changed]] = []
    workspace.listen(actions.append)
    return actions


def test_speaker_topic_quotation_and_stance_are_one_action(workspace: Workspace):
    actions = heard(workspace)
    opposes = all_stances(workspace)[4]
    answer = CardAnswer(
        article_id=1,
        spans=(WORDS,),
        speaker_name=" Tora  Berg ",
        topic_name="Opening the bridge",
        stance_id=opposes.id,
        certainty=Certainty.LIKELY,
        kind=QuotationKind.MIXED,
        said="2031-05-22",
        said_phrase="Monday",
        note=" for now ",
    )
    saved = quotation(workspace, save_quotation(workspace, answer))
    assert len(actions) == 1
    assert saved.spans == (WORDS,)
    assert saved.speaker == "Tora Berg"
    assert (saved.kind, saved.said, saved.said_phrase) == ("mixed", "2031-05-22", "Monday")
    assert saved.note == "for now"
    (judgement,) = saved.judgements
    assert (judgement.topic, judgement.stance) == ("Opening the bridge", opposes)
    assert judgement.certainty is Certainty.LIKELY
    assert article(workspace, 1).status is ArticleStatus.IN_WORK


def test_a_known_name_or_topic_is_not_added_again(workspace: Workspace):
    topic_id = add_topic(workspace, "Opening the bridge")
    for name in ("Tora Berg", "tora berg"):
        answer = CardAnswer(1, (WORDS,), speaker_name=name, topic_name="OPENING the bridge")
        save_quotation(workspace, answer)
    assert [speaker.n_quotations for speaker in all_speakers(workspace)] == [2]
    assert [topic.id for topic in all_topics(workspace)] == [topic_id]


def test_a_name_that_begins_like_no_name_is_an_unnamed_source(workspace: Workspace):
    save_quotation(workspace, CardAnswer(1, (WORDS,), speaker_name="a spokesman for the board"))
    assert all_speakers(workspace)[0].kind is SpeakerKind.UNNAMED


def test_a_quotation_needs_neither_speaker_nor_stance(workspace: Workspace):
    saved = quotation(workspace, save_quotation(workspace, CardAnswer(1, (WORDS,))))
    assert saved.speaker_id is None
    assert saved.judgements == ()


def test_a_stance_without_a_topic_is_refused_and_nothing_is_changed(workspace: Workspace):
    answer = CardAnswer(1, (WORDS,), speaker_name="Tora Berg", stance_id=1, topic_name="  ")
    with pytest.raises(StancelineError, match="topic"):
        save_quotation(workspace, answer)
    assert all_quotations(workspace) == []
    assert all_speakers(workspace) == []


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"said": "2031-13"}, EdtfError),
        ({"topic_id": 99, "stance_id": 1}, NotFound),
        ({"topic_name": "Bridge", "speaker_id": 99}, NotFound),
        ({"suggestion_id": 99}, NotFound),
    ],
)
def test_a_refused_answer_leaves_nothing_behind(
    workspace: Workspace, wrong: dict[str, object], error: type[StancelineError]
):
    actions = heard(workspace)
    answer = CardAnswer(**{"article_id": 1, "spans": (WORDS,), "speaker_name": "New", **wrong})
    with pytest.raises(error):
        save_quotation(workspace, answer)
    assert actions == []
    assert all_quotations(workspace) == []
    assert all_speakers(workspace) == []
    assert all_topics(workspace) == []


def first_quoted(workspace: Workspace) -> Suggestion:
    """The first quotation that waits in the article."""
    waiting = suggestions_of(workspace, 1)
    return next(each for each in waiting if each.kind is SuggestionKind.QUOTATION)


def test_accepting_a_suggestion_keeps_its_cue_and_mention_and_takes_the_analysts_word(
    workspace: Workspace,
):
    suggest_for_all(workspace)
    first = first_quoted(workspace)
    answer = CardAnswer(1, first.spans, speaker_name="The mayor", suggestion_id=first.id)
    saved = quotation(workspace, save_quotation(workspace, answer))
    assert saved.speaker == "The mayor"
    assert (saved.cue, saved.mention) == (first.cue, first.mention)
    assert first.id not in {each.id for each in suggestions_of(workspace, 1)}
    with pytest.raises(StancelineError, match="already"):
        save_quotation(workspace, answer)
    assert len(all_quotations(workspace)) == 1


def test_marking_suggested_words_by_hand_settles_the_suggestion(workspace: Workspace):
    suggest_for_all(workspace)
    first = first_quoted(workspace)
    save_quotation(workspace, CardAnswer(1, (place("We shall open it"),)))
    assert first.id not in {each.id for each in suggestions_of(workspace, 1)}


def test_an_event_its_evidence_and_new_participants_are_one_action(workspace: Workspace):
    save_quotation(workspace, CardAnswer(1, (WORDS,), speaker_name="Tora Berg"))
    actions = heard(workspace)
    berg = all_speakers(workspace)[0].id
    draft = EventDraft("Bridge shut", "2031-05-19", category="Traffic", participant_ids=(berg,))
    evidence = EvidenceDraft(1, place("The bridge stays shut"), Relation.CONFIRMS)
    event_id = save_event(workspace, draft, evidence, ["Harbour board", "tora berg", " "])
    saved = event(workspace, event_id)
    assert len(actions) == 1
    assert set(saved.participants) == {"Tora Berg", "Harbour board"}
    assert saved.evidence[0].relation is Relation.CONFIRMS
    assert saved.evidence[0].anchor.exact == "The bridge stays shut"


def test_an_event_without_a_title_is_refused(workspace: Workspace):
    evidence = EvidenceDraft(1, WORDS)
    with pytest.raises(StancelineError, match="title"):
        save_event(workspace, EventDraft(" "), evidence, ["Somebody"])
    assert all_speakers(workspace) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("“We shall open it when it is safe,”", QuotationKind.DIRECT),
        ("We shall open it", QuotationKind.DIRECT),
        ("the harbour board decided", QuotationKind.INDIRECT),
        ("Mayor Tora Berg said. “Not a day before.”", QuotationKind.MIXED),
        ("Mayor Tora Berg said", QuotationKind.INDIRECT),
    ],
)
def test_quotation_marks_tell_the_kind(words: str, kind: QuotationKind):
    assert kind_of_words(BODY, [place(words)]) is kind


def test_the_date_said_stands_beside_the_words_and_not_in_them(workspace: Workspace):
    assert proposed_said_date(workspace, 1, [WORDS]) is None
    board = proposed_said_date(workspace, 1, [place("The bridge stays shut")])
    assert board is not None
    assert board.value == "2031-05-19"
    assert proposed_said_date(workspace, 1, [place("decided on Monday")]) is None


def test_a_page_as_a_name_is_refused_and_nothing_is_saved(workspace: Workspace):
    words = (Span(0, 10),)
    for answer in (
        CardAnswer(1, words, speaker_name="Tora Berg " * 10_000),
        CardAnswer(1, words, topic_name="ferries " * 10_000, stance_id=1),
    ):
        with pytest.raises(StancelineError, match="has at most 300 characters"):
            save_quotation(workspace, answer)
    assert all_quotations(workspace) == []
