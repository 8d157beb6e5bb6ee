"""What a line of the history was about."""

import pytest

from builders import BRIDGE, a_quotation, a_topic, an_article, an_event, stance_id
from stanceline.domain.events import EventDraft
from stanceline.domain.speakers import SpeakerDraft
from stanceline.services import articles, events, quotations, speakers, undoing
from stanceline.services.history import work_as
from stanceline.services.speakers import speaker_for
from stanceline.services.tagging import tag_quotation
from stanceline.services.tracing import Trace, lines_about, trace


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


def words_about(workspace, kind, thing_id):
    return [line.words for line in lines_about(workspace, kind, thing_id)]


def test_what_was_done_to_a_quotation_is_told_without_naming_it(workspace, article_id):
    quotation_id = a_quotation(workspace, article_id, "found rust everywhere", speaker="Board")
    other = a_quotation(workspace, article_id, "Every week costs us forty jobs")
    topic_id = a_topic(workspace, "Opening the bridge")
    for key in ("supports", "opposes"):
        quotations.judge(workspace, quotation_id, topic_id, stance_id(workspace, key))
        quotations.judge(workspace, other, topic_id, stance_id(workspace, key))
    tag_quotation(workspace, quotation_id, ["rust"])
    judgement = quotations.quotation(workspace, quotation_id).judgements[0]
    quotations.withdraw_judgement(workspace, judgement.id)
    assert words_about(workspace, "quotation", quotation_id) == [
        "stance on Opening the bridge: opposes → none",
        "tag “rust” added",
        "stance on Opening the bridge: supports → opposes",
        "stance on Opening the bridge: supports",
        "Mark a quotation",
    ]


def test_what_is_undone_says_so_and_who_did_it_is_told_where_several_work(workspace, article_id):
    events_before = lines_about(workspace, "article", article_id)
    assert [(line.words, line.analyst) for line in events_before] == [("Import articles", "")]
    work_as(workspace, "Bo")
    articles.set_status(workspace, article_id, articles.ArticleStatus.DONE)
    undoing.undo(workspace)
    undo_line, done_line, _ = lines_about(workspace, "article", article_id)
    assert (done_line.words, done_line.analyst) == ("status: unread → done", "Bo")
    assert done_line.is_undone
    assert undo_line.words == "status: done → unread"
    assert "Set an article's status" in done_line.in_full


def test_events_and_speakers_have_lines_of_their_own(workspace, article_id):
    event_id = an_event(workspace, "Works", "2031", evidence=((article_id, "began their work"),))
    event = events.event(workspace, event_id)
    events.change_event(workspace, event_id, EventDraft("Works", "2032", participant_ids=()))
    events.remove_evidence(workspace, event.evidence[0].id)
    assert words_about(workspace, "event", event_id)[1:] == ["date: 2031 → 2032", "Note an event"]
    speaker_id = speaker_for(workspace, "Nils Aker")
    speakers.change_speaker(workspace, speaker_id, SpeakerDraft("Nils Aker", aliases=("N. A.",)))
    assert words_about(workspace, "speaker", speaker_id) == ["also called N. A.", "Add a speaker"]
