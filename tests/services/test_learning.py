"""What decisions teach: confidence by pattern, names, and what is held back."""

import pytest

from builders import an_article, place
from stanceline.domain.speakers import SpeakerDraft
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.services.articles import article, library
from stanceline.services.card import CardAnswer, save_quotation
from stanceline.services.deciding import (
    accept_confident,
    accept_event,
    accept_suggestion,
    reject_suggestion,
)
from stanceline.services.findings import findings_of, findings_since
from stanceline.services.learning import (
    WORTH,
    Learnt,
    Offering,
    forget_learnt,
    learnt,
    n_held_back,
    sunk,
)
from stanceline.services.quotations import all_quotations, set_speaker
from stanceline.services.speakers import add_speaker, merge_speakers
from stanceline.services.suggesting import suggestions_of, want_kinds, wanted_kinds
from stanceline.services.undoing import undo
from stanceline.services.workspace import Workspace
from stanceline.storage import suggestions as store
from stanceline.storage.learning import Tally

WORDS = [f"Word number {n} of a long day at the quay" for n in range(60)]
BODY = "The long day\n\n" + "\n\n".join(f"“{each},” said the mayor." for each in WORDS)


def quoted(article_id: int, n: int, **parts) -> Suggestion:
    given = {
        "speaker": "the mayor",
        "name": "",
        "pattern": "quote-verb-subject",
        "confidence": 0.9,
        "kind": SuggestionKind.QUOTATION,
    } | parts
    return Suggestion(
        id=0,
        article_id=article_id,
        spans=(place(BODY, WORDS[n]),),
        mention=None,
        cue=None,
        reason="Given.",
        status=SuggestionStatus.WAITING,
        **given,
    )


def put(workspace: Workspace, n: int, **parts) -> int:
    """The id of an article with so many suggestions."""
    article_id = an_article(workspace, BODY)
    body = article(workspace, article_id).body
    assert body.startswith(BODY)
    with workspace.action("Suggest") as session:
        found = [quoted(article_id, at, **parts) for at in range(n)]
        store.replace_waiting(session, [(article_id, body, found)])
    return article_id


def first(workspace: Workspace, article_id: int) -> Suggestion:
    return suggestions_of(workspace, article_id)[0]


def test_nothing_is_learnt_before_anything_is_decided(workspace: Workspace):
    put(workspace, 3)
    assert learnt(workspace) == Learnt()
    assert learnt(workspace).confidence("quote-verb-subject", 0.9) == 0.9


def test_decisions_move_the_confidence_of_their_pattern(workspace: Workspace):
    article_id = put(workspace, 5)
    accept_suggestion(workspace, first(workspace, article_id).id)
    (row,) = learnt(workspace).patterns
    assert (row.n_right, row.n_corrected, row.n_rejected) == (1, 0, 0)
    assert "verb of saying" in row.sentence
    up = first(workspace, article_id).confidence
    assert up == pytest.approx((WORTH * 0.9 + 1) / (WORTH + 1))
    for _ in range(2):
        reject_suggestion(workspace, first(workspace, article_id).id)
    assert first(workspace, article_id).confidence == pytest.approx((WORTH * 0.9 + 1) / (WORTH + 3))
    undo(workspace)
    undo(workspace)
    assert first(workspace, article_id).confidence == up


def test_other_patterns_stay_as_sure_as_they_were(workspace: Workspace):
    article_id = put(workspace, 3)
    reject_suggestion(workspace, first(workspace, article_id).id)
    assert learnt(workspace).confidence("name-colon", 0.9) == 0.9


def test_nothing_is_learnt_from_what_is_accepted_unseen(workspace: Workspace):
    put(workspace, 5)
    assert accept_confident(workspace) == 5
    assert learnt(workspace).patterns == ()


def test_confident_means_confident_by_what_was_learnt(workspace: Workspace):
    article_id = put(workspace, 6)
    for _ in range(2):
        reject_suggestion(workspace, first(workspace, article_id).id)
    assert accept_confident(workspace, 0.9) == 0
    assert accept_confident(workspace, 0.8) == 4


def test_name_that_is_corrected_twice_is_taken_to_mean_that_speaker(workspace: Workspace):
    berg = add_speaker(workspace, SpeakerDraft("Tora Berg"))
    article_id = put(workspace, 5)
    accept_suggestion(workspace, first(workspace, article_id).id, berg)
    assert first(workspace, article_id).name == ""
    accept_suggestion(workspace, first(workspace, article_id).id, berg)
    waiting = first(workspace, article_id)
    assert (waiting.name, waiting.speaker) == ("Tora Berg", "the mayor")
    assert "You chose Tora Berg for “the mayor” before." in waiting.reason
    (known,) = learnt(workspace).names
    assert (known.written, known.speaker_id, known.times) == ("the mayor", berg, 2)
    # Taken as it is proposed, it goes on to mean her.
    accept_suggestion(workspace, waiting.id)
    assert {each.speaker_id for each in all_quotations(workspace)} == {berg}
    assert first(workspace, article_id).name == "Tora Berg"
    assert learnt(workspace).patterns[0].n_right == 1
    assert accept_confident(workspace, 0.0) == 2
    assert {each.speaker_id for each in all_quotations(workspace)} == {berg}


def test_name_that_was_accepted_as_it_was_means_nobody_else(workspace: Workspace):
    berg = add_speaker(workspace, SpeakerDraft("Tora Berg"))
    article_id = put(workspace, 5)
    accept_suggestion(workspace, first(workspace, article_id).id)
    for _ in range(2):
        accept_suggestion(workspace, first(workspace, article_id).id, berg)
    assert learnt(workspace).names == ()


def test_name_that_stood_for_two_speakers_means_neither(workspace: Workspace):
    berg = add_speaker(workspace, SpeakerDraft("Tora Berg"))
    aker = add_speaker(workspace, SpeakerDraft("Nils Aker"))
    article_id = put(workspace, 6)
    for speaker_id in (berg, aker, berg, aker):
        accept_suggestion(workspace, first(workspace, article_id).id, speaker_id)
    assert learnt(workspace).names == ()
    merge_speakers(workspace, berg, [aker])
    assert [each.speaker for each in learnt(workspace).names] == ["Tora Berg"]


def test_speaker_who_is_set_later_is_learnt_too(workspace: Workspace):
    berg = add_speaker(workspace, SpeakerDraft("Tora Berg"))
    article_id = put(workspace, 3)
    quotation_id = accept_suggestion(workspace, first(workspace, article_id).id)
    set_speaker(workspace, quotation_id, berg)
    (row,) = learnt(workspace).patterns
    assert (row.n_right, row.n_corrected) == (0, 1)
    undo(workspace)
    (row,) = learnt(workspace).patterns
    assert (row.n_right, row.n_corrected) == (1, 0)


def test_marking_suggested_words_by_hand_is_a_decision(workspace: Workspace):
    article_id = put(workspace, 2)
    spans = first(workspace, article_id).spans
    save_quotation(workspace, CardAnswer(article_id, spans, speaker_name="Tora Berg"))
    (row,) = learnt(workspace).patterns
    assert (row.n_right, row.n_corrected) == (0, 1)


def test_event_with_another_date_counts_as_corrected(workspace: Workspace):
    from stanceline.domain.events import EventDraft

    article_id = put(
        workspace, 2, kind=SuggestionKind.EVENT, pattern="event", title="A day", edtf="2031-05-12"
    )
    one, other = suggestions_of(workspace, article_id)
    accept_event(workspace, one.id)
    accept_event(workspace, other.id, EventDraft("A day", "2031-05-13"))
    (row,) = learnt(workspace).patterns
    assert (row.n_right, row.n_corrected, row.n_rejected) == (1, 1, 0)


def test_pattern_that_is_rejected_throughout_is_held_back(workspace: Workspace):
    article_id = put(workspace, 60)
    n_rejected = 0
    while suggestions_of(workspace, article_id):
        reject_suggestion(workspace, first(workspace, article_id).id)
        n_rejected += 1
    # (20 · 0.9 + 0) / (20 + n) sinks below 0.3 with the 41st.
    assert n_rejected == 41
    assert n_held_back(workspace) == n_held_back(workspace, article_id) == 19
    known = learnt(workspace)
    assert (known.n_held, known.patterns[0].is_sunk) == (19, True)
    assert library(workspace)[0].n_suggestions == 0
    undo(workspace)
    assert len(suggestions_of(workspace, article_id)) == 20
    assert n_held_back(workspace) == 0


def test_corrected_speakers_do_not_hold_words_back(workspace: Workspace):
    berg = add_speaker(workspace, SpeakerDraft("Tora Berg"))
    article_id = put(workspace, 50)
    for each in suggestions_of(workspace, article_id)[:45]:
        accept_suggestion(workspace, each.id, berg)
    assert n_held_back(workspace) == 0


def test_forgetting_offers_again_what_was_held_back(workspace: Workspace):
    article_id = put(workspace, 45)
    while suggestions_of(workspace, article_id):
        reject_suggestion(workspace, first(workspace, article_id).id)
    forget_learnt(workspace)
    assert len(suggestions_of(workspace, article_id)) == 4
    assert first(workspace, article_id).confidence == 0.9
    assert learnt(workspace).patterns == ()
    assert learnt(workspace).since
    # What is decided from now on counts, by itself.
    reject_suggestion(workspace, first(workspace, article_id).id)
    assert learnt(workspace).patterns[0].n_rejected == 1
    undo(workspace)
    undo(workspace)
    assert learnt(workspace).since == ""
    assert suggestions_of(workspace, article_id) == []


def test_what_the_rules_doubt_themselves_is_not_held_back_for_that():
    assert sunk(Tally("none", 0, 0, WORTH)) is None
    offering = Offering({"none": sunk(Tally("none", 5, 0, 60))})
    # (20 · 0.2 + 5) / 85 is above half of 0.2, (20 · 0.5 + 5) / 85 below 0.3 and half of 0.5.
    assert offering.status("none", 0.2) is SuggestionStatus.WAITING
    assert offering.status("none", 0.5) is SuggestionStatus.HELD
    assert offering.status("another", 0.5) is SuggestionStatus.WAITING


def test_wanted_kinds_are_quotations_and_events_unless_told_otherwise(workspace: Workspace):
    assert wanted_kinds(workspace) == {SuggestionKind.QUOTATION, SuggestionKind.EVENT}
    article_id = put(workspace, 3)
    want_kinds(workspace, {SuggestionKind.EVENT, SuggestionKind.REPORTED})
    assert wanted_kinds(workspace) == {SuggestionKind.EVENT, SuggestionKind.REPORTED}
    assert suggestions_of(workspace, article_id) == []
    undo(workspace)
    assert wanted_kinds(workspace) == {SuggestionKind.QUOTATION, SuggestionKind.EVENT}
    assert len(suggestions_of(workspace, article_id)) == 3
    want_kinds(workspace, ())
    assert wanted_kinds(workspace) == frozenset()


def test_what_is_known_of_an_article_follows_what_is_learnt(workspace: Workspace):
    article_id = put(workspace, 4)
    known = findings_of(workspace, article_id)
    reject_suggestion(workspace, known.suggestions[0].id)
    now = findings_since(workspace, article_id, known)
    assert list(now.suggestions) == list(findings_of(workspace, article_id).suggestions)
    assert now.suggestions[0].confidence < 0.9
