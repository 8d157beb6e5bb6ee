"""Dates that are moved, settled and read from passages, each in one step of undo."""

from dataclasses import replace

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, body_of, place
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import SETTLED, EventDraft, EvidenceDraft, Relation
from stanceline.services.card import save_event
from stanceline.services.dating import date_evidence, move_mark, settle_date
from stanceline.services.events import (
    add_event,
    add_evidence,
    change_event,
    event,
    merge_events,
)
from stanceline.services.history import history
from stanceline.services.quotations import quotation
from stanceline.services.timeline import NONE, MarkReader
from stanceline.services.undoing import next_undo, undo
from stanceline.services.workspace import NotFound, Workspace

INSPECTORS = "The inspectors began their work on 12 May 2031"


@pytest.fixture
def bridge(workspace: Workspace) -> int:
    return an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")


@pytest.fixture
def port(workspace: Workspace) -> int:
    body = PORT + "\nThe inspectors had come on 14 May 2031, he said.\n"
    return an_article(workspace, body, source="Port Radio", published="2031-05-16")


def passage(
    workspace: Workspace, article_id: int, words: str, *, edtf: str | None = None
) -> EvidenceDraft:
    return EvidenceDraft(article_id, place(body_of(workspace, article_id), words), edtf=edtf)


@pytest.fixture
def inspection(workspace: Workspace, bridge: int, port: int) -> int:
    """An event that two articles date differently."""
    draft = EventDraft("Inspection", edtf="2031-05-12", phrase="12 May 2031")
    event_id = add_event(workspace, draft, passage(workspace, bridge, INSPECTORS))
    add_evidence(workspace, event_id, passage(workspace, port, "had come on 14 May 2031"))
    return event_id


def test_event_is_moved_and_back_in_one_step(workspace: Workspace, inspection: int):
    move_mark(workspace, f"event:{inspection}", " 2031-05-20~ ")
    moved = event(workspace, inspection)
    assert (moved.edtf, moved.phrase, moved.rule) == ("2031-05-20~", "", SETTLED)
    undo(workspace)
    back = event(workspace, inspection)
    assert (back.edtf, back.phrase, back.rule) == ("2031-05-12", "12 May 2031", "")


def test_quotation_is_moved_and_back_in_one_step(workspace: Workspace, bridge: int):
    number = a_quotation(workspace, bridge, "“Not a day before.”", said="2031-05-12")
    move_mark(workspace, f"quotation:{number}", "2031-05-10/2031-05-11")
    assert quotation(workspace, number).said == "2031-05-10/2031-05-11"
    move_mark(workspace, f"quotation:{number}", "")
    assert quotation(workspace, number).said == ""
    undo(workspace)
    undo(workspace)
    assert quotation(workspace, number).said == "2031-05-12"


def test_mark_that_has_the_date_already_leaves_no_step(workspace: Workspace, inspection: int):
    before = next_undo(workspace)
    move_mark(workspace, f"event:{inspection}", "2031-05-12")
    assert next_undo(workspace) == before


@pytest.mark.parametrize("key", ["event:99", "quotation:99", "suggestion:1", "event", "event:x"])
def test_mark_that_is_not_there_is_not_moved(workspace: Workspace, key: str):
    with pytest.raises(NotFound):
        move_mark(workspace, key, "2031")


def test_broken_date_moves_nothing(workspace: Workspace, inspection: int):
    with pytest.raises(EdtfError):
        move_mark(workspace, f"event:{inspection}", "2031-02-30")
    assert event(workspace, inspection).edtf == "2031-05-12"


def test_moving_is_told_in_the_history(workspace: Workspace, inspection: int):
    move_mark(workspace, f"event:{inspection}", "2031-05-20")
    line = history(workspace)[0]
    assert line.label == "Change a date"
    assert "event “Inspection”: date: 2031-05-12 → 2031-05-20" in line.details


# Evidence.


def dates_given(workspace: Workspace, event_id: int) -> list[tuple[str, str]]:
    return [(piece.edtf, piece.phrase) for piece in event(workspace, event_id).evidence]


def test_evidence_gets_the_date_that_its_passage_speaks_of(workspace: Workspace, inspection: int):
    assert dates_given(workspace, inspection) == [
        ("2031-05-12", "12 May 2031"),
        ("2031-05-14", "14 May 2031"),
    ]


def test_publication_is_no_date_that_a_passage_gives(workspace: Workspace, bridge: int):
    draft = EventDraft("Rust", edtf="2031-05-13")
    event_id = add_event(workspace, draft, passage(workspace, bridge, "found rust everywhere"))
    add_evidence(workspace, event_id, passage(workspace, bridge, "forty jobs"))
    assert dates_given(workspace, event_id) == [("", ""), ("", "")]


def test_date_beside_a_passage_is_not_its_own(workspace: Workspace, port: int):
    event_id = add_event(workspace, EventDraft("The bridge opens"))
    add_evidence(workspace, event_id, passage(workspace, port, "The bridge must open now"))
    assert dates_given(workspace, event_id) == [("", "")]


def test_context_gives_no_date(workspace: Workspace, inspection: int, bridge: int):
    piece = replace(passage(workspace, bridge, INSPECTORS), relation=Relation.CONTEXT)
    add_evidence(workspace, inspection, piece)
    assert dates_given(workspace, inspection)[-1] == ("", "")


def test_reading_that_the_analyst_corrects_is_not_kept(workspace: Workspace, bridge: int):
    draft = EventDraft("Inspection", edtf="2031-05-11")
    noted = add_event(workspace, draft, passage(workspace, bridge, INSPECTORS))
    on_card = save_event(workspace, draft, passage(workspace, bridge, INSPECTORS))
    assert dates_given(workspace, noted) == dates_given(workspace, on_card) == [("", "")]


def test_date_that_is_said_with_the_evidence_counts(workspace: Workspace, bridge: int):
    draft = EventDraft("Inspection", edtf="2031-05-11")
    piece = replace(passage(workspace, bridge, INSPECTORS, edtf=" 2031-05~ "), phrase="in May")
    event_id = add_event(workspace, draft, piece)
    assert dates_given(workspace, event_id) == [("2031-05~", "in May")]
    with pytest.raises(EdtfError):
        add_evidence(workspace, event_id, passage(workspace, bridge, "rust", edtf="May"))


def test_date_of_evidence_can_be_changed_and_taken_away(workspace: Workspace, inspection: int):
    first, second = event(workspace, inspection).evidence
    date_evidence(workspace, first.id, "2031-05-13?", "a day later")
    date_evidence(workspace, second.id, "", "14 May 2031")
    assert dates_given(workspace, inspection) == [("2031-05-13?", "a day later"), ("", "")]
    undo(workspace)
    assert dates_given(workspace, inspection)[1] == ("2031-05-14", "14 May 2031")
    with pytest.raises(NotFound):
        date_evidence(workspace, 99, "2031")


def test_merging_is_told_in_the_history(workspace: Workspace, inspection: int, port: int):
    piece = passage(workspace, port, "The inspectors had come")
    other = add_event(workspace, EventDraft("Inspectors come", edtf="2031-05-14"), piece)
    merge_events(workspace, inspection, [other])
    details = history(workspace)[0].details
    assert details[0] == "event “Inspectors come” deleted"
    assert "event “Inspection”: evidence “The inspectors had come” taken over" in details


# Sources that differ.


def test_date_of_one_article_is_taken(workspace: Workspace, inspection: int, port: int):
    settle_date(workspace, inspection, port)
    settled = event(workspace, inspection)
    assert (settled.edtf, settled.phrase) == ("2031-05-14", "14 May 2031")
    assert settled.rule == SETTLED
    undo(workspace)
    assert event(workspace, inspection).rule == ""


def test_date_of_nobody_can_be_settled_on(workspace: Workspace, inspection: int):
    settle_date(workspace, inspection, "[2031-05-12..2031-05-14]")
    settled = event(workspace, inspection)
    assert (settled.edtf, settled.phrase) == ("[2031-05-12..2031-05-14]", "")
    settle_date(workspace, inspection, "[2031-05-12..2031-05-14]")
    assert event(workspace, inspection).rule == SETTLED


def test_own_date_is_settled_on_with_its_words(workspace: Workspace, inspection: int):
    settle_date(workspace, inspection, "2031-05-12")
    settled = event(workspace, inspection)
    assert (settled.phrase, settled.rule) == ("12 May 2031", SETTLED)


def test_article_that_gives_no_date_settles_nothing(workspace: Workspace, inspection: int):
    other = an_article(workspace, "Nothing of the kind.")
    with pytest.raises(StancelineError, match="gives no date"):
        settle_date(workspace, inspection, other)


def test_other_evidence_reopens_the_question(workspace: Workspace, inspection: int, port: int):
    settle_date(workspace, inspection, "2031-05-12")
    add_evidence(workspace, inspection, passage(workspace, port, "must open now"))
    assert event(workspace, inspection).rule == SETTLED
    piece = passage(workspace, port, "The inspectors", edtf="2031-05-01")
    add_evidence(workspace, inspection, piece)
    assert event(workspace, inspection).rule == ""


def test_event_that_gets_another_date_by_hand_is_settled(workspace: Workspace, inspection: int):
    change_event(workspace, inspection, EventDraft("Inspection", edtf="2031-05-12", rule="typed"))
    assert event(workspace, inspection).rule == "typed"
    change_event(workspace, inspection, EventDraft("Inspection", edtf="2031-05-15", rule="typed"))
    assert event(workspace, inspection).rule == SETTLED


def test_timeline_shows_other_dates_until_one_is_settled_on(workspace: Workspace, inspection: int):
    reader = MarkReader(workspace)

    def given() -> list[str]:
        columns = reader.columns()
        return [str(columns.names.dates[code]) for code in columns.said_dates if code != NONE]

    assert given() == ["2031-05-12", "2031-05-14"]
    settle_date(workspace, inspection, "2031-05-12")
    assert given() == []
    undo(workspace)
    assert given() == ["2031-05-12", "2031-05-14"]
