"""Speakers and topics have names of their own."""

from dataclasses import replace

import pytest

from builders import a_quotation, an_article, an_event, stance_id
from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.speakers import Role, SpeakerDraft, SpeakerKind
from stanceline.services.events import all_events
from stanceline.services.finding import speaker_named
from stanceline.services.quotations import all_quotations, judge
from stanceline.services.speakers import (
    add_speaker,
    all_speakers,
    change_speaker,
    delete_speaker,
    speaker_for,
)
from stanceline.services.topics import (
    add_topic,
    all_stances,
    all_topics,
    change_topic,
    delete_topic,
)
from stanceline.services.workspace import NotFound, Workspace

BERG = SpeakerDraft(
    "Tora Berg",
    short_name="Mayor Berg",
    aliases=("T. Berg", "the mayor"),
    roles=(Role("councillor", "2025", "2029"), Role("mayor", "2030/..")),
    country="NO",
)


def test_speaker_comes_back_as_described(workspace: Workspace):
    town = add_speaker(workspace, SpeakerDraft("Town of Vik", SpeakerKind.ORGANISATION))
    add_speaker(workspace, replace(BERG, affiliation_id=town))
    berg = speaker_named(workspace, "Tora Berg")
    assert (berg.short_name, berg.aliases) == ("Mayor Berg", ("T. Berg", "the mayor"))
    assert (berg.role, berg.affiliation, berg.country) == ("mayor", "Town of Vik", "NO")
    assert berg.roles == BERG.roles


def test_speakers_stand_in_alphabetical_order_with_their_counts(workspace: Workspace):
    article_id = an_article(workspace)
    a_quotation(workspace, article_id, "“found rust everywhere”", speaker="the inspectors")
    add_speaker(workspace, BERG)
    add_speaker(workspace, SpeakerDraft("Aker"))
    assert [(each.name, each.n_quotations) for each in all_speakers(workspace)] == [
        ("Aker", 0),
        ("the inspectors", 1),
        ("Tora Berg", 0),
    ]


@pytest.mark.parametrize("name", ["Tora Berg", "tora BERG", " T. Berg ", "The Mayor"])
def test_name_or_alias_of_another_is_taken_whatever_the_case(workspace: Workspace, name: str):
    add_speaker(workspace, BERG)
    with pytest.raises(StancelineError, match="is already a name of Tora Berg"):
        add_speaker(workspace, SpeakerDraft(name))
    with pytest.raises(StancelineError, match="is already a name of Tora Berg"):
        add_speaker(workspace, SpeakerDraft("Somebody", aliases=(name,)))
    assert len(all_speakers(workspace)) == 1


@pytest.mark.parametrize("name", ["", "  \n"])
def test_speaker_without_a_name_is_refused(workspace: Workspace, name: str):
    with pytest.raises(StancelineError, match="A speaker needs a name"):
        add_speaker(workspace, SpeakerDraft(name))


def test_speaker_may_keep_its_own_names_when_changed(workspace: Workspace):
    speaker_id = add_speaker(workspace, BERG)
    changed = replace(BERG, name="Tora Berg-Lie", aliases=("the mayor", "Tora Berg"), roles=())
    change_speaker(workspace, speaker_id, changed)
    (berg,) = all_speakers(workspace)
    assert (berg.name, berg.aliases, berg.roles) == (
        "Tora Berg-Lie",
        ("the mayor", "Tora Berg"),
        (),
    )


def test_role_with_a_broken_date_is_refused(workspace: Workspace):
    with pytest.raises(EdtfError):
        add_speaker(workspace, replace(BERG, roles=(Role("mayor", since="since May"),)))
    assert all_speakers(workspace) == []


def test_speaker_cannot_belong_to_itself_or_to_nobody(workspace: Workspace):
    speaker_id = add_speaker(workspace, BERG)
    with pytest.raises(StancelineError, match="cannot belong to itself"):
        change_speaker(workspace, speaker_id, replace(BERG, affiliation_id=speaker_id))
    with pytest.raises(NotFound, match="The affiliation"):
        change_speaker(workspace, speaker_id, replace(BERG, affiliation_id=99))


def test_speaker_is_found_by_any_name_or_added(workspace: Workspace):
    speaker_id = add_speaker(workspace, BERG)
    assert speaker_for(workspace, "the Mayor") == speaker_id
    added = speaker_for(workspace, " Nils Aker ")
    assert speaker_for(workspace, "nils aker") == added != speaker_id


def test_quotations_and_events_outlive_their_speaker(workspace: Workspace):
    article_id = an_article(workspace)
    a_quotation(workspace, article_id, "“found rust everywhere”", speaker="Inspectors")
    an_event(workspace, "Inspection", participants=("Inspectors",))
    delete_speaker(workspace, all_speakers(workspace)[0].id)
    assert all_quotations(workspace)[0].speaker_id is None
    assert all_events(workspace)[0].participants == ()


def test_speaker_that_is_gone_is_told_of(workspace: Workspace):
    for act in (
        lambda: change_speaker(workspace, 9, BERG),
        lambda: delete_speaker(workspace, 9),
    ):
        with pytest.raises(NotFound, match="The speaker is no longer in the workspace"):
            act()


def test_topics_keep_the_order_in_which_they_were_added(workspace: Workspace):
    for name in ("the strike", "opening the bridge", "a new ferry"):
        add_topic(workspace, name)
    assert [topic.name for topic in all_topics(workspace)] == [
        "the strike",
        "opening the bridge",
        "a new ferry",
    ]


def test_topic_counts_its_judgements(workspace: Workspace):
    quotation_id = a_quotation(workspace, an_article(workspace), "“found rust everywhere”")
    topic_id = add_topic(workspace, "opening", "Whether to open the bridge")
    judge(workspace, quotation_id, topic_id, stance_id(workspace, "opposes"))
    (topic,) = all_topics(workspace)
    assert (topic.n_judgements, topic.description) == (1, "Whether to open the bridge")


def test_name_of_another_topic_is_taken_whatever_the_case(workspace: Workspace):
    add_topic(workspace, "Opening")
    other = add_topic(workspace, "the strike")
    with pytest.raises(StancelineError, match="There is a topic “Opening” already"):
        add_topic(workspace, " opening ")
    with pytest.raises(StancelineError, match="There is a topic “Opening” already"):
        change_topic(workspace, other, "OPENING", "")
    with pytest.raises(StancelineError, match="A topic needs a name"):
        add_topic(workspace, " ")
    change_topic(workspace, other, "The Strike", "of the ferrymen")
    assert [topic.name for topic in all_topics(workspace)] == ["Opening", "The Strike"]


def test_topic_goes_with_its_judgements(workspace: Workspace):
    a_quotation(
        workspace,
        an_article(workspace),
        "“found rust everywhere”",
        opening="opposes",
        works="supports",
    )
    delete_topic(workspace, next(t.id for t in all_topics(workspace) if t.name == "works"))
    (quotation,) = all_quotations(workspace)
    assert [each.topic for each in quotation.judgements] == ["opening"]


def test_new_workspace_has_the_default_scale_in_its_order(workspace: Workspace):
    assert [stance.key for stance in all_stances(workspace)] == [
        "supports",
        "leans_for",
        "neutral",
        "leans_against",
        "opposes",
        "unclear",
    ]


def test_a_page_pasted_as_the_name_of_a_topic_is_refused(workspace: Workspace):
    topic_id = add_topic(workspace, "Bridge\n")
    with pytest.raises(StancelineError, match=r"at most 300 characters; .* has 100,000\."):
        add_topic(workspace, "x" * 100_000)
    with pytest.raises(StancelineError, match="at most 300"):
        change_topic(workspace, topic_id, "x" * 301, "")
    with pytest.raises(StancelineError, match="needs a name"):
        change_topic(workspace, topic_id, "\u200b\u202e", "")
    assert [each.name for each in all_topics(workspace)] == ["Bridge"]
