"""Noting what happened, when, and on whose word."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from builders import BRIDGE, PORT, a_quotation, an_article, an_event, place
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft, Relation
from stanceline.domain.spans import Span, SpanOutsideText
from stanceline.services.articles import article
from stanceline.services.events import (
    add_event,
    add_evidence,
    all_events,
    categories,
    change_event,
    delete_event,
    event,
    events_of,
    merge_events,
    other_dates,
    proposed_date,
    read_typed_date,
    remove_evidence,
    uncounted_words,
)
from stanceline.services.quotations import delete_quotation
from stanceline.services.speakers import speaker_for
from stanceline.services.undoing import redo, undo
from stanceline.services.workspace import NotFound, Workspace
from stanceline.storage import tables

INSPECTION = EventDraft(
    title=" Inspection of the bridge ",
    edtf=" 2031-05-12 ",
    phrase="12 May 2031",
    category="Works",
    status=EventStatus.CONFIRMED,
    place=" Vik ",
    description="Under the deck.",
)


def test_event_comes_back_as_described(workspace: Workspace):
    berg = speaker_for(workspace, "Tora Berg")
    found = event(
        workspace, add_event(workspace, replace(INSPECTION, participant_ids=(berg, berg)))
    )
    assert (found.title, found.edtf, found.phrase) == (
        "Inspection of the bridge",
        "2031-05-12",
        "12 May 2031",
    )
    assert (found.category, found.status, found.place) == ("Works", EventStatus.CONFIRMED, "Vik")
    assert found.participants == ("Tora Berg",)


def test_evidence_comes_back_with_its_words_and_article(workspace: Workspace):
    article_id = an_article(workspace, source="The Gull", published="2031-05-13")
    quotation_id = a_quotation(workspace, article_id, "“found rust everywhere”")
    span = place(BRIDGE, "12 May 2031")
    draft = EvidenceDraft(article_id, span, Relation.CONFIRMS, quotation_id)
    (piece,) = event(workspace, add_event(workspace, INSPECTION, draft)).evidence
    assert piece.anchor.exact == "12 May 2031"
    assert piece.anchor.span == span
    assert (piece.source, piece.published) == ("The Gull", "2031-05-13")
    assert (piece.relation, piece.quotation_id) == (Relation.CONFIRMS, quotation_id)
    delete_quotation(workspace, quotation_id)
    assert all_events(workspace)[0].evidence[0].quotation_id is None


def test_events_stand_in_the_order_of_their_dates(workspace: Workspace):
    for date in ("2031-06", "", "2031-05-12", "-0043", "../2031-05", "2031-05/.."):
        an_event(workspace, date or "undated", date)
    titles = [each.title for each in all_events(workspace)]
    assert titles[0] == "../2031-05"
    assert titles[1] == "-0043"
    assert titles[-2:] == ["2031-06", "undated"]


def test_events_of_an_article_rest_on_it(workspace: Workspace):
    one, other = an_article(workspace), an_article(workspace, PORT)
    shared = an_event(workspace, "Shared", evidence=((one, "12 May"), (other, "Thursday")))
    alone = an_event(workspace, "Alone", evidence=((one, "12 May"), (one, "Monday")))
    an_event(workspace, "On nothing")
    assert [each.id for each in events_of(workspace, one)] == [shared, alone]
    assert [each.id for each in events_of(workspace, other)] == [shared]


@pytest.mark.parametrize(
    ("draft", "error", "sentence"),
    [
        (replace(INSPECTION, title=" "), StancelineError, "An event needs a title"),
        (replace(INSPECTION, edtf="12 May"), EdtfError, "is not a date"),
        (replace(INSPECTION, participant_ids=(9,)), NotFound, "A participant is no longer"),
    ],
)
def test_event_that_cannot_be_is_refused_and_nothing_is_stored(
    workspace: Workspace, draft: EventDraft, error: type[StancelineError], sentence: str
):
    with pytest.raises(error, match=sentence):
        add_event(workspace, draft)
    assert all_events(workspace) == []
    assert categories(workspace) == []


@pytest.mark.parametrize(
    ("piece", "error"),
    [
        (EvidenceDraft(9, Span(0, 4)), NotFound),
        (EvidenceDraft(1, Span(0, 10_000)), SpanOutsideText),
        (EvidenceDraft(1, Span(0, 4), quotation_id=9), NotFound),
    ],
)
def test_event_on_evidence_that_cannot_be_is_not_stored(
    workspace: Workspace, piece: EvidenceDraft, error: type[StancelineError]
):
    assert an_article(workspace) == 1
    with pytest.raises(error):
        add_event(workspace, INSPECTION, piece)
    assert all_events(workspace) == []


def test_event_can_be_changed_and_keeps_its_evidence(workspace: Workspace):
    article_id = an_article(workspace)
    event_id = an_event(
        workspace, "Inspection", "2031", category="works", evidence=((article_id, "12 May"),)
    )
    change_event(workspace, event_id, replace(INSPECTION, edtf="", category=""))
    found = event(workspace, event_id)
    assert (found.title, found.edtf, found.category) == ("Inspection of the bridge", "", "")
    assert len(found.evidence) == 1


def test_category_is_the_same_whatever_the_case(workspace: Workspace):
    for name in ("Works", "works ", "strikes"):
        an_event(workspace, "Something", category=name)
    assert categories(workspace) == ["strikes", "Works"]


def test_evidence_can_be_added_and_removed(workspace: Workspace):
    article_id, event_id = an_article(workspace), an_event(workspace, "Inspection")
    evidence_id = add_evidence(
        workspace, event_id, EvidenceDraft(article_id, place(BRIDGE, "12 May 2031"))
    )
    assert [piece.id for piece in event(workspace, event_id).evidence] == [evidence_id]
    remove_evidence(workspace, evidence_id)
    assert event(workspace, event_id).evidence == ()


def test_event_that_is_gone_is_told_of(workspace: Workspace):
    event_id = an_event(workspace, "Inspection")
    delete_event(workspace, event_id)
    piece = EvidenceDraft(an_article(workspace), Span(0, 4))
    for act in (
        lambda: event(workspace, event_id),
        lambda: change_event(workspace, event_id, INSPECTION),
        lambda: add_evidence(workspace, event_id, piece),
        lambda: delete_event(workspace, event_id),
    ):
        with pytest.raises(NotFound, match="The event is no longer in the workspace"):
            act()


# Dates.


def test_date_of_a_passage_is_proposed(workspace: Workspace):
    article_id = an_article(workspace, published="2031-05-14")
    span = place(BRIDGE, "The inspectors began their work on 12 May 2031")
    found = proposed_date(workspace, article_id, span.start, span.end)
    assert found is not None
    assert found.value == "2031-05-12"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2031-05-12", "2031-05-12"),
        (" 2031-05~ ", "2031-05~"),
        ("[2031-05-01..2031-05-09]", "[2031-05-01..2031-05-09]"),
        ("12 May 2031", "2031-05-12"),
        ("May 2031", "2031-05"),
        ("yesterday", "2031-05-13"),
    ],
)
def test_date_may_be_typed_as_edtf_or_in_words(typed: str, value: str):
    assert read_typed_date(typed, "2031-05-14").value == value


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "soon enough", "2031-13", "2031-02-30", "2031-99", "2031-06-30T25:00"),
        *("2031-06-30 25:00", "2031-6-3", "2031-06-30T10:61Z", "2031-05-01/2031-05-99"),
    ],
)
def test_typed_date_that_is_none_is_refused_with_a_sentence(typed: str):
    with pytest.raises(EdtfError, match="is not a date"):
        read_typed_date(typed)


DATED = (
    "Ferry news\n\n"
    "The first boat left on Friday, two days after the vote of 14 May. The crews meet in June.\n\n"
    "On 1 April 2030 nobody sailed.\n"
)


def test_other_dates_of_a_passage_come_from_its_words_its_paragraph_and_its_article(
    workspace: Workspace,
):
    read = article(workspace, an_article(workspace, DATED, published="2031-05-20"))
    span = place(DATED, "The first boat left on Friday")
    proposal = proposed_date(workspace, read.id, span.start, span.end)
    assert proposal is not None
    assert proposal.value == "2031-05-16"
    others = other_dates(read, span.start, span.end, proposal)
    assert others[0].phrase == "Friday" or "Friday" in others[0].reason
    told = {each.value: each for each in others}
    assert told["2031-05-14"].phrase == "14 May"
    assert "2031-06" in told
    assert others[-1].value == "2031-05-20"
    assert others[-1].phrase == ""
    assert proposal.value not in told
    assert "2030-04-01" not in told, "another paragraph's"


def test_words_that_need_the_date_of_their_article_are_told(workspace: Workspace):
    undated = article(workspace, an_article(workspace, DATED))
    span = place(DATED, "The first boat left on Friday")
    assert uncounted_words(undated, span.start, span.end) == "Friday"
    span = place(DATED, "nobody sailed")
    assert uncounted_words(undated, span.start, span.end) == ""
    dated = article(workspace, an_article(workspace, f"{DATED}.", published="2031-05-20"))
    span = place(DATED, "The first boat left on Friday")
    assert uncounted_words(dated, span.start, span.end) == ""


def test_a_page_typed_as_a_date_is_refused_at_once():
    with pytest.raises(EdtfError, match="too long"):
        read_typed_date("last Friday or so " * 10_000)


# Merging.


@pytest.fixture
def twice(workspace: Workspace) -> tuple[int, int]:
    """One event that was noted twice, from two articles and partly from the same words."""
    bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
    port = an_article(workspace, PORT, source="Port Radio", published="2031-05-16")
    rust = EvidenceDraft(bridge, place(BRIDGE, "found rust everywhere"))
    berg, aker = speaker_for(workspace, "Tora Berg"), speaker_for(workspace, "Nils Aker")
    first = EventDraft("Inspection", edtf="2031-05-12", participant_ids=(berg,))
    second = EventDraft(
        "The inspection of the bridge",
        edtf="2031-05-14",
        phrase="on Thursday",
        category="Works",
        place="Vik",
        description="Under the deck.",
        participant_ids=(aker, berg),
    )
    quay = EvidenceDraft(port, place(PORT, "Talks are under way"))
    return add_event(workspace, first, rust), add_event(workspace, second, rust, quay)


def test_merged_event_has_what_both_had(workspace: Workspace, twice: tuple[int, int]):
    kept_id, gone_id = twice
    with workspace.action("Tag") as session:
        for event_id, tags in ((kept_id, ("quay",)), (gone_id, ("bridge", "quay"))):
            row = session.get_one(tables.Event, event_id)
            for name in tags:
                known = session.scalar(select(tables.Tag).where(tables.Tag.name == name))
                row.tags.append(known or tables.Tag(name=name))
    merge_events(workspace, kept_id, [gone_id])
    (merged,) = all_events(workspace)
    assert (merged.id, merged.title, merged.edtf) == (kept_id, "Inspection", "2031-05-12")
    assert (merged.category, merged.place) == ("Works", "Vik")
    assert merged.description == "“The inspection of the bridge” (2031-05-14)\nUnder the deck."
    assert merged.participants == ("Nils Aker", "Tora Berg")
    assert [(piece.anchor.exact, piece.edtf, piece.phrase) for piece in merged.evidence] == [
        ("found rust everywhere", "2031-05-14", "on Thursday"),
        ("Talks are under way", "2031-05-14", "on Thursday"),
    ]
    with workspace.reading() as session:
        tags = session.get_one(tables.Event, kept_id).tags
        assert [tag.name for tag in tags] == ["bridge", "quay"]


def test_merging_is_one_step_that_undo_takes_back(workspace: Workspace, twice: tuple[int, int]):
    before = all_events(workspace)
    merge_events(workspace, *[twice[0], [twice[1]]])
    after = all_events(workspace)
    step = undo(workspace)
    assert step is not None
    assert step.label == "Merge “The inspection of the bridge” into “Inspection”"
    assert all_events(workspace) == before
    redo(workspace)
    assert all_events(workspace) == after


def test_events_that_say_the_same_leave_nothing_behind(workspace: Workspace):
    first = add_event(workspace, EventDraft("Rust", edtf="2031"))
    others = [add_event(workspace, EventDraft("RUST", edtf=date)) for date in ("2031", "")]
    merge_events(workspace, first, [*others, others[0]])
    (merged,) = all_events(workspace)
    assert (merged.edtf, merged.description) == ("2031", "")


def test_event_without_a_date_gets_that_of_the_other(workspace: Workspace):
    first = add_event(workspace, EventDraft("Rust"))
    merge_events(workspace, first, [add_event(workspace, INSPECTION)])
    merged = event(workspace, first)
    assert (merged.edtf, merged.phrase) == ("2031-05-12", "12 May 2031")


def test_event_is_not_merged_with_itself_or_with_what_is_not_there(workspace: Workspace):
    first = add_event(workspace, INSPECTION)
    with pytest.raises(StancelineError, match="with itself"):
        merge_events(workspace, first, [first])
    with pytest.raises(NotFound):
        merge_events(workspace, first, [99])
    with pytest.raises(NotFound):
        merge_events(workspace, 99, [first])
    merge_events(workspace, first, [])
    assert [each.id for each in all_events(workspace)] == [first]


def test_half_a_character_in_what_was_typed_is_stored_as_a_sign_for_it(workspace: Workspace):
    draft = EventDraft("A\ud800", phrase="\udfff", category="\ud801", place="B\ud802")
    number = add_event(workspace, draft)
    assert event(workspace, number).title == "A\ufffd"
    change_event(workspace, number, replace(draft, title="C\udc00", description="\udbff"))
    changed = event(workspace, number)
    assert (changed.title, changed.place, changed.description) == ("C\ufffd", "B\ufffd", "\ufffd")
