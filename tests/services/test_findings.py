"""What is found in an article, read again only where it changed."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import (
    BRIDGE,
    PORT,
    a_quotation,
    a_topic,
    an_article,
    an_event,
    body_of,
    place,
    stance_id,
)
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import QuotationKind
from stanceline.domain.speakers import SpeakerDraft
from stanceline.services import events, quotations, speakers, suggesting, topics, undoing
from stanceline.services.findings import (
    Everyone,
    Findings,
    everyone_since,
    findings_of,
    findings_since,
)
from stanceline.services.workspace import Workspace


def everything_the_same(known: Findings, read: Findings) -> bool:
    return (list(known.quotations), list(known.events), list(known.suggestions)) == (
        list(read.quotations),
        list(read.events),
        list(read.suggestions),
    )


@pytest.fixture
def two(workspace: Workspace) -> tuple[int, int]:
    """Two articles with suggestions, a quotation and an event each."""
    ids = (
        an_article(workspace, BRIDGE, published="2031-05-20"),
        an_article(workspace, PORT, published="2031-05-22"),
    )
    suggesting.suggest_for_all(workspace)
    words = ("found rust everywhere", "Talks are under way")
    for article_id, quoted in zip(ids, words, strict=True):
        a_quotation(workspace, article_id, quoted, speaker="Board", Bridge="supports")
        an_event(workspace, quoted, "2031-05", evidence=((article_id, quoted),))
    return ids


def test_nothing_is_read_when_nothing_was_done(workspace, two):
    known = findings_of(workspace, two[0])
    assert findings_since(workspace, two[0], known) is known


def test_what_has_not_changed_is_the_very_value_of_before(workspace, two):
    known = findings_of(workspace, two[0])
    new = a_quotation(workspace, two[0], "Every week costs us forty jobs", speaker="Board")
    a_quotation(workspace, two[1], "The bridge must open now")
    now = findings_since(workspace, two[0], known)
    assert {each.id for each in now.quotations} - {each.id for each in known.quotations} == {new}
    old = {each.id: each for each in now.quotations if each.id != new}
    assert all(old[each.id] is each for each in known.quotations)
    assert now.events is known.events


def test_a_renamed_speaker_is_seen_in_the_quotations(workspace, two):
    known = findings_of(workspace, two[0])
    speaker_id = known.quotations[-1].speaker_id
    assert speaker_id is not None
    speakers.change_speaker(workspace, speaker_id, SpeakerDraft("The new board"))
    now = findings_since(workspace, two[0], known)
    assert now.quotations[-1].speaker == "The new board"


def test_a_compacted_journal_is_no_reason_to_miss_anything(workspace, two):
    known = findings_of(workspace, two[0])
    a_quotation(workspace, two[0], "Every week costs us forty jobs")
    with workspace.action("x") as session:
        session.connection().exec_driver_sql("DELETE FROM change")
    now = findings_since(workspace, two[0], known)
    assert everything_the_same(now, findings_of(workspace, two[0]))
    assert len(now.quotations) == len(known.quotations) + 1


def _act(workspace: Workspace, number: int, article_id: int) -> None:
    """One of the things that a person does to an article, its quotations and events."""
    found = findings_of(workspace, article_id)
    topic_id = a_topic(workspace, "Bridge")
    quotation = found.quotations[0] if found.quotations else None
    event = found.events[0] if found.events else None
    waiting = found.suggestions[0] if found.suggestions else None
    if number == 0 and waiting:
        stand = suggesting.Stand(topic_id, stance_id(workspace, "opposes"))
        suggesting.accept_suggestion(workspace, waiting.id, stand=stand)
    elif number == 1 and waiting:
        suggesting.reject_suggestion(workspace, waiting.id)
    elif number == 2 and quotation:
        quotations.judge(workspace, quotation.id, topic_id, stance_id(workspace, "neutral"))
    elif number == 3 and quotation:
        quotations.delete_quotation(workspace, quotation.id)
    elif number == 4 and quotation:
        body = body_of(workspace, article_id)
        quotations.add_words(workspace, quotation.id, [place(body, body.split()[-1])])
    elif number == 5 and event:
        events.delete_event(workspace, event.id)
    elif number == 6:
        body = body_of(workspace, article_id)
        an_event(workspace, "Anything", "2031", evidence=((article_id, body.split()[0]),))
    elif number == 7:
        undoing.undo(workspace)
    elif number == 8:
        undoing.redo(workspace)
    else:
        _act_more(workspace, number, article_id, found)


def _act_more(workspace: Workspace, number: int, article_id: int, found: Findings) -> None:
    quotation = found.quotations[0] if found.quotations else None
    if number == 9 and quotation:
        speaker = speakers.all_speakers(workspace)[0]
        quotations.set_speaker(workspace, quotation.id, speaker.id)
    elif number == 10:
        topic_id = topics.all_topics(workspace)[0].id
        topics.change_topic(workspace, topic_id, f"Bridge {len(found.quotations)}", "")
    elif number == 11 and quotation:
        quotations.describe_quotation(
            workspace,
            quotation.id,
            kind=QuotationKind.MIXED,
            said="2031-05",
            said_phrase="",
            note="x",
        )
    elif number == 12:
        suggesting.suggest_for_all(workspace, [article_id])
    elif number == 13 and found.events:
        for piece in found.events[0].evidence:
            events.remove_evidence(workspace, piece.id)


@given(st.lists(st.tuples(st.integers(0, 13), st.integers(0, 1)), max_size=12))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_after_anything_that_is_done_both_ways_of_reading_agree(workspace, two, steps):
    known = [findings_of(workspace, article_id) for article_id in two]
    everyone = everyone_since(workspace, Everyone())
    for number, which in steps:
        with suppress(StancelineError):
            _act(workspace, number, two[which])
        known = [
            findings_since(workspace, article_id, each)
            for article_id, each in zip(two, known, strict=True)
        ]
        for article_id, each in zip(two, known, strict=True):
            assert everything_the_same(each, findings_of(workspace, article_id))
        everyone = everyone_since(workspace, everyone)
        names = [each.name for each in speakers.all_speakers(workspace)]
        assert [each.name for each in everyone.speakers] == names
