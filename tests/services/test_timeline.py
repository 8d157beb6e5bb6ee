"""What a timeline shows of a workspace."""

import pytest

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article, an_event
from stanceline.domain.edtf import parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import DateBasis, MarkFilter, MarkKind
from stanceline.services.finding import narrowed, speaker_named
from stanceline.services.timeline import marks_of, sources_of
from stanceline.services.workspace import NotFound, Workspace

FIRST, SECOND = "“We shall open it when it is safe,”", "“Not a day before.”"
JOBS, MUST = "“Every week costs us forty jobs,”", "“The bridge must open now,”"


@pytest.fixture
def affair(workspace: Workspace) -> Workspace:
    """Two articles, three quotations and three events."""
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
    an_event(
        workspace,
        "Inspection",
        "2031-05-12/..",
        category="works",
        status=EventStatus.CONFIRMED,
        participants=("Tora Berg",),
        evidence=((port, "Thursday"), (bridge, "12 May 2031"), (bridge, "the harbour board")),
    )
    an_event(workspace, "Blockade", "[2031-05-14..2031-05-15]", category="strikes")
    an_event(workspace, "Opening", category="works")
    return workspace


def titles(workspace: Workspace, wanted: MarkFilter | None = None) -> list[str]:
    return [mark.title for mark in marks_of(workspace, wanted)]


BOTH = f"{FIRST} … {SECOND}"
EVERYTHING = [BOTH, "Inspection", JOBS, "Blockade", MUST, "Opening"]


def test_marks_stand_in_the_order_of_their_dates_and_undated_ones_last(affair: Workspace):
    assert titles(affair) == EVERYTHING


def test_quotation_stands_at_the_date_it_was_said_else_published(affair: Workspace):
    marks = {mark.title: mark for mark in marks_of(affair)}
    assert (marks[BOTH].date, marks[BOTH].basis) == (parse("2031-05-12"), DateBasis.SAID)
    assert (marks[JOBS].date, marks[JOBS].basis) == (parse("2031-05-13"), DateBasis.PUBLISHED)
    assert marks["Opening"].date is None


def test_mark_of_a_quotation_knows_its_speaker_stances_and_words(affair: Workspace):
    mark = next(mark for mark in marks_of(affair) if mark.title == BOTH)
    (speaker,), (source,) = mark.speakers, mark.sources
    assert (speaker.name, speaker.short_name) == ("Tora Berg", "Berg")
    assert [(each.topic.name, each.stance.key) for each in mark.judgements] == [
        ("works", "supports"),
        ("opening", "opposes"),
    ]
    assert [span.words(BRIDGE) for span in source.spans] == [FIRST, SECOND]
    assert (source.source, source.published) == ("The Gull", "2031-05-13")


def test_mark_of_an_event_has_one_source_an_article_first_published_first(affair: Workspace):
    mark = next(mark for mark in marks_of(affair) if mark.title == "Inspection")
    assert [source.source for source in mark.sources] == ["The Gull", "Port Radio"]
    assert [span.words(BRIDGE) for span in mark.sources[0].spans] == [
        "12 May 2031",
        "the harbour board",
    ]
    assert mark.status is EventStatus.CONFIRMED
    assert [speaker.name for speaker in mark.speakers] == ["Tora Berg"]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, EVERYTHING),
        ({"speakers": ["nils aker"]}, [JOBS, MUST]),
        ({"speakers": ["Berg"]}, [BOTH, "Inspection"]),
        ({"topics": ["Works"]}, [BOTH]),
        ({"stances": ["leans for", "supports"]}, [BOTH, JOBS, MUST]),
        ({"topics": ["opening"], "stances": ["supports"]}, [MUST]),
        ({"categories": ["WORKS"]}, ["Inspection", "Opening"]),
        ({"since": parse("2031-05-14")}, ["Inspection", "Blockade", MUST]),
        ({"until": parse("2031-05-13")}, [BOTH, "Inspection", JOBS]),
        ({"since": parse("2031-05-14"), "until": parse("2031-05-15")}, ["Inspection", "Blockade"]),
        ({"since": parse("../2031")}, EVERYTHING),
    ],
)
def test_marks_are_narrowed_by_names_and_dates(affair: Workspace, chosen, shown: list[str]):
    assert titles(affair, narrowed(affair, MarkFilter(), **chosen)) == shown


def test_words_and_kinds_narrow_too(affair: Workspace):
    assert titles(affair, MarkFilter(words="BRIDGE open")) == [MUST]
    assert titles(affair, MarkFilter(kinds=frozenset({MarkKind.EVENT}))) == [
        "Inspection",
        "Blockade",
        "Opening",
    ]


def test_narrowing_keeps_what_a_view_had_chosen(affair: Workspace):
    view = MarkFilter(words="open", speaker_ids=frozenset({1}))
    found = narrowed(affair, view, topics=["opening"])
    assert (found.words, found.speaker_ids) == ("open", frozenset({1}))
    assert found.topic_ids == {a_topic(affair, "opening")}


def test_topics_that_are_wanted_come_first(affair: Workspace):
    wanted = narrowed(affair, MarkFilter(), topics=["opening"])
    mark = next(mark for mark in marks_of(affair, wanted) if mark.title == BOTH)
    assert [each.topic.name for each in mark.judgements] == ["opening", "works"]


# Names that are not quite right.


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"speakers": ["Tora Borg"]}, "no speaker “Tora Borg”. Did you mean “Tora Berg”?"),
        ({"speakers": ["Zz"]}, "no speaker “Zz”. There are 2, such as “Nils Aker”."),
        ({"topics": ["openings"]}, "no topic “openings”. Did you mean “opening”?"),
        ({"stances": ["supports it"]}, "no stance “supports it”. Did you mean “supports”?"),
        ({"categories": ["worx"]}, "no category “worx”. Did you mean “works”?"),
    ],
)
def test_name_that_is_not_there_is_answered_with_the_nearest(
    affair: Workspace, chosen, sentence: str
):
    with pytest.raises(NotFound) as told:
        narrowed(affair, MarkFilter(), **chosen)
    assert sentence in str(told.value)


def test_name_is_looked_for_in_an_empty_workspace(workspace: Workspace):
    with pytest.raises(NotFound, match="The workspace has none yet"):
        speaker_named(workspace, "Tora Berg")


def test_case_does_not_keep_a_near_miss_from_being_found(affair: Workspace):
    with pytest.raises(NotFound, match="Did you mean “Tora Berg”"):
        speaker_named(affair, "TORA BERGH")


def test_name_that_several_go_by_is_refused_with_their_names(affair: Workspace):
    a_quotation(affair, 1, "Monday", speaker="Anna Berg")
    with pytest.raises(NotFound, match="“Berg” may be Anna Berg or Tora Berg"):
        speaker_named(affair, "Berg")
    assert speaker_named(affair, "Anna Berg").name == "Anna Berg"


def test_sources_are_listed_once_first_published_first(affair: Workspace):
    assert [source.source for source in sources_of(marks_of(affair))] == ["The Gull", "Port Radio"]
