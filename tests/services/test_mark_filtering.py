"""Filters and queries that are answered for all rows at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.domain.edtf import parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import MarkFilter, MarkKind
from stanceline.services.mark_texts import MarkTexts
from stanceline.services.quotations import delete_quotation
from stanceline.services.suggesting import suggest_for_all
from stanceline.services.tagging import tag_event, tag_quotation
from stanceline.services.timeline import MarkReader, fitting_rows
from stanceline.services.workspace import Workspace

FIRST, SECOND = "“We shall open it when it is safe,”", "“Not a day before.”"
JOBS, MUST = "“Every week costs us forty jobs,”", "“The bridge must open now,”"
NOBODY = "“Talks are under way,”"


@pytest.fixture(scope="module")
def affair(workspace_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("filter") / "affair.stanceline"
    path.write_bytes(workspace_template.read_bytes())
    with Workspace.open(path) as workspace:
        bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
        port = an_article(workspace, PORT, source="Port Radio", published="2031-05-16")
        a_quotation(
            workspace,
            bridge,
            FIRST,
            SECOND,
            speaker="Tora Berg",
            said="2031-05-12",
            works="supports",
            opening="opposes",
        )
        a_quotation(workspace, bridge, JOBS, speaker="Nils Aker", opening="leans_for")
        a_quotation(workspace, port, MUST, speaker="Nils Aker", opening="supports")
        a_quotation(workspace, port, NOBODY)
        tag_quotation(workspace, 3, ["strike", "harbour"])
        an_event(
            workspace,
            "Inspection",
            "2031-05-12/..",
            category="works",
            status=EventStatus.CONFIRMED,
            participants=("Tora Berg",),
            evidence=((port, "Thursday"), (bridge, "12 May 2031")),
        )
        an_event(workspace, "Blockade", "[2031-05-14..2031-05-15]", category="strikes")
        an_event(workspace, "Straße reopened", "", category="works")
        tag_event(workspace, 2, ["strike"])
        yield workspace


NAMES = {
    "quotation:1": "safe",
    "quotation:2": "jobs",
    "quotation:3": "must",
    "quotation:4": "talks",
    "event:1": "Inspection",
    "event:2": "Blockade",
    "event:3": "Straße",
}
QUOTATIONS = ["safe", "jobs", "must", "talks"]
EVENTS = ["Inspection", "Blockade", "Straße"]


EVERYTHING = MarkFilter()


def found(workspace: Workspace, wanted: MarkFilter = EVERYTHING, query: str = "") -> list[str]:
    columns = MarkReader(workspace).columns()
    fits = fitting_rows(workspace, columns, wanted, query)
    texts = MarkTexts(workspace)
    return [NAMES[texts.key(columns, row)] for row in np.flatnonzero(fits).tolist()]


def some(values):
    return st.frozensets(st.sampled_from(values), max_size=2)


DAYS = [None, *(parse(f"2031-05-{day}").bounds.t0 for day in range(12, 18))]
FILTERS = st.builds(
    MarkFilter,
    kinds=some(list(MarkKind)),
    speaker_ids=some([1, 2, 3]),
    topic_ids=some([1, 2, 3]),
    stance_keys=some(["supports", "opposes", "leans_for", "neutral", "other"]),
    categories=some(["works", "strikes", "other", ""]),
    article_ids=some([1, 2, 3]),
    sources=some(["The Gull", "Port Radio", "other"]),
    tags=some(["strike", "harbour", "other"]),
    statuses=some(list(EventStatus)),
    words=st.sampled_from(["", "", "", "OPEN", "o p", "berg", "aker jobs", "strasse", "“", "50%"]),
    since=st.sampled_from(DAYS),
    until=st.sampled_from(DAYS),
)


@settings(max_examples=150)
@given(wanted=FILTERS)
def test_filter_lets_the_same_marks_through_as_one_by_one(affair: Workspace, wanted: MarkFilter):
    columns = MarkReader(affair).columns()
    everything = np.arange(len(columns), dtype=np.int32)
    marks = MarkTexts(affair).details(columns, everything)
    assert fitting_rows(affair, columns, wanted).tolist() == [
        wanted.lets_through(mark) for mark in marks
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [*QUOTATIONS, *EVENTS]),
        ("   ", [*QUOTATIONS, *EVENTS]),
        ("bridge", ["must"]),
        ("open*", ["safe", "must"]),
        ("reop*", ["Straße"]),
        ("“must open”", ["must"]),
        ("jobs OR blockade", ["jobs", "Blockade"]),
        ("-open", ["jobs", "talks", *EVENTS]),
        ("Berg", ["safe", "Inspection"]),
        ("quote:berg", []),
        ("quote:forty", ["jobs"]),
        ("strasse", ["Straße"]),
        ("speaker:aker", ["jobs", "must"]),
        ("speaker:Berg kind:direct", ["safe"]),
        ("speaker:nobody", []),
        ("topic:opening", ["safe", "jobs", "must"]),
        ("topic:opening stance:supports", ["must"]),
        ("topic:works stance:opposes", []),
        ("stance:opposes OR stance:supports", ["safe", "must"]),
        ("-stance:supports", ["jobs", "talks", *EVENTS]),
        ("tag:strike", ["must", "Blockade"]),
        ("source:Gull", ["safe", "jobs", "Inspection"]),
        ("body:ferrymen source:gull", ["safe", "jobs", "Inspection"]),
        ("title:quay", ["must", "talks", "Inspection"]),
        ("has:stances", ["safe", "jobs", "must"]),
        ("has:date", ["safe", "jobs", "must", "talks", "Inspection", "Blockade"]),
        ("has:events -speaker:berg", ["jobs", "must", "talks"]),
        ("status:unread", [*QUOTATIONS, "Inspection"]),
        ("lang:en", [*QUOTATIONS, "Inspection"]),
        ("before:2031-05-13", ["safe", "Inspection"]),
        ("since:2031-05-15", ["must", "talks", "Inspection", "Blockade"]),
        ("on:2031-05-13", ["jobs", "Inspection"]),
        ("after:2031-05-16 -kind:direct", ["Inspection"]),
        ("(", [*QUOTATIONS, *EVENTS]),
    ],
)
def test_query_is_asked_of_marks(affair: Workspace, query: str, shown: list[str]):
    assert found(affair, query=query) == shown


@pytest.mark.parametrize("words", ["strasse", "STRASSE", "straße", "ße reop", "trasse"])
def test_words_are_held_however_they_are_written(affair: Workspace, words: str):
    assert found(affair, MarkFilter(words=words)) == ["Straße"]


def test_accents_need_not_be_typed_in_a_query(workspace: Workspace):
    an_event(workspace, "The café on the quay")
    columns = MarkReader(workspace).columns()
    for query in ("cafe", "café", "CAFÉ quay"):
        assert fitting_rows(workspace, columns, EVERYTHING, query).tolist() == [True], query


def test_filter_and_query_must_both_let_through(affair: Workspace):
    wanted = MarkFilter(kinds=frozenset({MarkKind.QUOTATION}), words="open")
    assert found(affair, wanted, "speaker:aker") == ["must"]


def test_answer_is_asked_anew_after_a_change(workspace: Workspace):
    article = an_article(workspace, BRIDGE)
    a_quotation(workspace, article, JOBS)
    reader = MarkReader(workspace)
    assert fitting_rows(workspace, reader.columns(), MarkFilter(words="day")).tolist() == [False]
    a_quotation(workspace, article, SECOND)
    wanted = MarkFilter(words="day")
    assert fitting_rows(workspace, reader.columns(), wanted).tolist() == [False, True]
    delete_quotation(workspace, 2)
    assert fitting_rows(workspace, reader.columns(), wanted).tolist() == [False, False]


def test_suggested_events_count_as_events(workspace: Workspace):
    an_article(workspace, "The quay burned on 3 May 2031.", published="2031-05-17")
    suggest_for_all(workspace)
    columns = MarkReader(workspace).columns(with_suggestions=True)
    for kind, is_shown in ((MarkKind.EVENT, True), (MarkKind.QUOTATION, False)):
        wanted = MarkFilter(kinds=frozenset({kind}))
        assert fitting_rows(workspace, columns, wanted).tolist() == [is_shown]
    for query, is_shown in (("burned", True), ("quote:burned", False), ("until:2031-05-04", True)):
        found = fitting_rows(workspace, columns, MarkFilter(), query).tolist()
        assert found == [is_shown], query


def test_suggestions_count_as_quotations(workspace: Workspace):
    an_article(workspace, "“We will not wait,” said Nils Aker.", published="2031-05-17")
    suggest_for_all(workspace)
    columns = MarkReader(workspace).columns(with_suggestions=True)
    events = MarkFilter(kinds=frozenset({MarkKind.EVENT}))
    assert fitting_rows(workspace, columns, events).tolist() == [False]
    for query in ("wait", "quote:wait", "since:2031-05-17"):
        assert fitting_rows(workspace, columns, MarkFilter(), query).tolist() == [True], query


def test_workspace_without_marks_has_none_to_filter(workspace: Workspace):
    columns = MarkReader(workspace).columns()
    wanted = MarkFilter(words="x", speaker_ids=frozenset({1}), since=0)
    assert fitting_rows(workspace, columns, wanted, "topic:x y").tolist() == []
