"""The words of marks: titles that are kept, whole marks, and keys."""

from pathlib import Path

import numpy as np
import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event, damage
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import DateBasis, MarkKind
from stanceline.services.events import delete_event
from stanceline.services.quotations import delete_quotation
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.timeline import SUGGESTION, MarkReader, MarkTexts, marks_of
from stanceline.services.undoing import undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import tables

FIRST, SECOND = "“We shall open it when it is safe,”", "“Not a day before.”"
MUST = "“The bridge must open now,”"


@pytest.fixture
def affair(workspace: Workspace) -> Workspace:
    return fill(workspace)


def fill(workspace: Workspace) -> Workspace:
    bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
    port = an_article(workspace, PORT, published="2031-05-16")
    a_quotation(workspace, bridge, FIRST, SECOND, speaker="Tora Berg", works="supports")
    a_quotation(workspace, port, MUST, speaker="Nils Aker")
    an_event(workspace, "Inspection", "2031-05-12", evidence=((port, "Thursday"),))
    an_event(workspace, "Blockade\nof the quay", "2031-05-14")
    return workspace


def rows(*those: int) -> np.ndarray:
    return np.array(those, dtype=np.int32)


EVERYTHING = [f"{FIRST} … {SECOND}", MUST, "Inspection", "Blockade of the quay"]


def test_titles_are_words_and_titles_in_one_line_in_the_order_asked_for(affair: Workspace):
    columns, texts = MarkReader(affair).columns(), MarkTexts(affair)
    assert texts.titles(columns, rows(0, 1, 2, 3)) == EVERYTHING
    assert texts.titles(columns, rows(3, 0, 3)) == [EVERYTHING[3], EVERYTHING[0], EVERYTHING[3]]
    assert texts.titles(columns, rows()) == []


def test_titles_that_are_known_are_not_read_again(
    affair: Workspace, monkeypatch: pytest.MonkeyPatch
):
    columns, texts = MarkReader(affair).columns(), MarkTexts(affair)
    texts.titles(columns, rows(0, 1))
    monkeypatch.setattr(Workspace, "reading", None)
    assert texts.titles(columns, rows(1, 0)) == [EVERYTHING[1], EVERYTHING[0]]


def test_title_that_changed_is_read_again_and_the_others_are_kept(affair: Workspace):
    reader, texts = MarkReader(affair), MarkTexts(affair)
    texts.titles(reader.columns(), rows(0, 1, 2, 3))
    with affair.action("Change words", Changed.EVENTS) as session:
        session.get_one(tables.Event, 1).title = "Second inspection"
        session.get_one(tables.QuotationSpan, 3).exact = "“Now,”"
    wanted = [EVERYTHING[0], "“Now,”", "Second inspection", EVERYTHING[3]]
    assert texts.titles(reader.columns(), rows(0, 1, 2, 3)) == wanted
    undo(affair)
    assert texts.titles(reader.columns(), rows(0, 1, 2, 3)) == EVERYTHING


def test_mark_that_is_gone_has_an_empty_title_and_no_details(affair: Workspace):
    columns, texts = MarkReader(affair).columns(), MarkTexts(affair)
    texts.titles(columns, rows(1))
    delete_quotation(affair, 2)
    delete_event(affair, 1)
    later = MarkReader(affair).columns()
    assert texts.titles(columns, rows(0, 2)) == [EVERYTHING[0], ""]
    assert [mark.title for mark in texts.details(columns, rows(0, 1, 2, 3))] == [
        EVERYTHING[0],
        "Blockade\nof the quay",
    ]
    assert texts.titles(later, rows(1)) == ["Blockade of the quay"]


def test_details_are_the_whole_marks(affair: Workspace):
    reader, texts = MarkReader(affair), MarkTexts(affair)
    found = texts.details(reader.columns(), rows(3, 0, 1, 2))
    by_key = {mark.key: mark for mark in marks_of(affair)}
    assert found == [by_key[mark.key] for mark in found]
    assert [mark.key for mark in found] == ["event:2", "quotation:1", "quotation:2", "event:1"]


def test_suggestion_comes_as_a_quotation_at_its_publication(affair: Workspace):
    an_article(affair, "“We will not wait,” said Nils Aker.", published="2031-05-17")
    suggest_for_all(affair)
    columns, texts = MarkReader(affair).columns(with_suggestions=True), MarkTexts(affair)
    waiting = np.flatnonzero(columns.kind == SUGGESTION).astype(np.int32)
    found = {mark.title: mark for mark in texts.details(columns, waiting)}
    assert texts.titles(columns, waiting) == list(found)
    mark = found["We will not wait,"]
    assert (mark.kind, mark.basis, str(mark.date)) == (
        MarkKind.QUOTATION,
        DateBasis.PUBLISHED,
        "2031-05-17",
    )
    assert [speaker.name for speaker in mark.speakers] == ["Nils Aker"]
    key = texts.key(columns, int(waiting[0]))
    assert key.startswith("suggestion:")
    assert texts.rows_of(columns, [key]) == {key: int(waiting[0])}


def test_suggested_event_comes_as_an_event_at_its_date(affair: Workspace):
    an_article(affair, "The quay burned on 3 May 2031.", published="2031-05-17")
    suggest_for_all(affair)
    columns, texts = MarkReader(affair).columns(with_suggestions=True), MarkTexts(affair)
    waiting = np.flatnonzero(columns.kind == SUGGESTION).astype(np.int32)
    found = {mark.title: mark for mark in texts.details(columns, waiting)}
    assert set(texts.titles(columns, waiting)) == found.keys()
    mark = found["The quay burned"]
    assert (mark.kind, mark.basis, str(mark.date)) == (
        MarkKind.EVENT,
        DateBasis.HAPPENED,
        "2031-05-03",
    )
    assert (mark.phrase, mark.status) == ("3 May 2031", EventStatus.REPORTED)
    assert [source.article_id for source in mark.sources] == [3]


def test_keys_lead_to_rows_and_back_also_after_changes(affair: Workspace):
    reader, texts = MarkReader(affair), MarkTexts(affair)
    columns = reader.columns()
    keys = [texts.key(columns, row) for row in range(4)]
    assert keys == ["quotation:1", "quotation:2", "event:1", "event:2"]
    assert texts.rows_of(columns, keys) == {key: row for row, key in enumerate(keys)}
    an_event(affair, "Storm", "2031-07-01")
    delete_quotation(affair, 2)
    later = reader.columns()
    wanted = [
        "event:3",
        "quotation:2",
        "event:9",
        "event:",
        "event:x",
        "thing:1",
        "",
        "quotation:1",
    ]
    assert texts.rows_of(later, wanted) == {"event:3": 4, "quotation:1": 0}


def test_mark_with_a_date_that_is_none_has_no_date(workspace_path: Path):
    with Workspace.open(workspace_path) as workspace:
        fill(workspace)
    damage(workspace_path, "UPDATE event SET date = '2031-05-12/2031-05-01' WHERE id = 1")
    with Workspace.open(workspace_path) as workspace:
        (mark,) = MarkTexts(workspace).details(MarkReader(workspace).columns(), rows(2))
        assert (mark.title, mark.date) == ("Inspection", None)
