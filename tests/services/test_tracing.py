"""What a line of the history was about."""

import pytest

from builders import BRIDGE, a_quotation, a_topic, an_article, an_event, stance_id
from stanceline.services import articles, events, quotations, speakers, undoing
from stanceline.services.speakers import speaker_for
from stanceline.services.tracing import Trace, trace


@pytest.fixture
def article_id(workspace):
    return an_article(workspace, BRIDGE)


def last(workspace) -> int:
    return undoing.next_undo(workspace).action_id


def test_a_marked_quotation_is_found_in_its_article_and_not_its_new_speaker(workspace, article_id):
    quotation_id = a_quotation(workspace, article_id, "found rust everywhere", speaker="Board")
    assert trace(workspace, last(workspace)) == Trace("quotation", quotation_id, article_id)


def test_a_judgement_leads_to_its_quotation_done_changed_and_undone(workspace, article_id):
    quotation_id = a_quotation(workspace, article_id, "found rust everywhere")
    topic_id = a_topic(workspace, "Opening the bridge")
    wanted = Trace("quotation", quotation_id, article_id)
    for key in ("supports", "opposes"):
        quotations.judge(workspace, quotation_id, topic_id, stance_id(workspace, key))
        assert trace(workspace, last(workspace)) == wanted
    for _ in range(2):
        step = undoing.undo(workspace)
        assert trace(workspace, step.action_id) == wanted


def test_what_was_deleted_is_found_once_that_is_undone(workspace, article_id):
    a_quotation(workspace, article_id, "found rust everywhere")
    articles.delete_article(workspace, article_id)
    deleted = last(workspace)
    assert trace(workspace, deleted) is None
    undoing.undo(workspace)
    assert trace(workspace, deleted) == Trace("article", article_id, article_id)


def test_an_event_is_found_where_its_first_evidence_stands(workspace, article_id):
    event_id = an_event(
        workspace, "Work began", "2031-05-12", evidence=((article_id, "began their work"),)
    )
    assert trace(workspace, last(workspace)) == Trace("event", event_id, article_id)
    bare = an_event(workspace, "Work ended", "2031-06-12")
    assert trace(workspace, last(workspace)) == Trace("event", bare, None)
    events.delete_event(workspace, event_id)
    assert trace(workspace, last(workspace)) is None


def test_facts_about_an_article_and_a_speaker_lead_there(workspace, article_id):
    articles.set_status(workspace, article_id, articles.ArticleStatus.DONE)
    assert trace(workspace, last(workspace)) == Trace("article", article_id, article_id)
    speaker_id = speaker_for(workspace, "Nils Aker")
    assert trace(workspace, last(workspace)) == Trace("speaker", speaker_id, None)
    speakers.delete_speaker(workspace, speaker_id)
    assert trace(workspace, last(workspace)) is None


def test_what_stands_nowhere_leads_nowhere(workspace):
    a_topic(workspace, "Opening the bridge")
    assert trace(workspace, last(workspace)) is None
