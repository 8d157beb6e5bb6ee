"""What a thing has to do with others."""

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.domain.events import Relation
from stanceline.domain.speakers import SpeakerDraft
from stanceline.services.importing import read_text, store
from stanceline.services.links import (
    article_line,
    links_of_article,
    links_of_quotation,
    links_of_speaker,
)
from stanceline.services.speakers import add_speaker, speaker_for
from stanceline.services.workspace import NotFound


@pytest.fixture
def bridge(workspace):
    return an_article(workspace, BRIDGE, source="Harbour Post", published="2031-05-20")


@pytest.fixture
def reprint(workspace, bridge):
    assert bridge
    return store(
        workspace, [read_text(BRIDGE)], source="North Wire", published="2031-05-21"
    ).imported[0]


def test_a_quotation_knows_its_reprints_and_the_events_that_rest_on_its_words(
    workspace, bridge, reprint
):
    words = "Every week costs us forty jobs"
    quotation_id = a_quotation(workspace, bridge, words, speaker="Nils Aker")
    other = a_quotation(workspace, bridge, "found rust everywhere")
    event_id = an_event(workspace, "Jobs lost", "2031", evidence=((bridge, "costs us forty jobs"),))
    an_event(workspace, "Elsewhere", "2031", evidence=((reprint, words),))
    found = links_of_quotation(workspace, quotation_id, bridge)
    assert found.article == article_line(workspace, bridge)
    assert [each.source for each in found.reprints] == ["North Wire"]
    assert [(each.id, each.relation) for each in found.events] == [(event_id, Relation.REPORTS)]
    assert links_of_quotation(workspace, other, bridge).events == ()


def test_an_article_knows_its_reprints_and_what_is_marked_in_it(workspace, bridge, reprint):
    late = a_quotation(workspace, bridge, "found rust everywhere")
    early = a_quotation(
        workspace, bridge, "We shall open it", speaker="Tora Berg", Bridge="opposes"
    )
    an_event(workspace, "Inspection", "2031-05-12", evidence=((bridge, "began their work"),))
    found = links_of_article(workspace, bridge)
    assert [each.id for each in found.reprints] == [reprint]
    assert (found.n_quotations, found.n_events, found.original) == (2, 1, None)
    assert [each.id for each in found.quotations] == [early, late]
    (first, _) = found.quotations
    assert (first.words, first.speaker) == ("We shall open it", "Tora Berg")
    assert [(topic, stance.key) for topic, stance in first.stances] == [("Bridge", "opposes")]
    assert [each.title for each in found.events] == ["Inspection"]
    assert [each.id for each in links_of_article(workspace, reprint).reprints] == [bridge]


def test_a_speaker_is_told_newest_first_by_when_it_was_said(workspace, bridge):
    port = an_article(workspace, PORT, published="2031-06-01")
    a_quotation(workspace, bridge, "Every week costs us forty jobs", speaker="Nils Aker")
    a_quotation(workspace, port, "The bridge must open now", speaker="Nils Aker", said="2031-04-30")
    an_event(workspace, "Old talks", "2030", participants=("Nils Aker",))
    an_event(workspace, "New talks", "2031", participants=("Nils Aker",))
    speaker_id = speaker_for(workspace, "Nils Aker")
    add_speaker(workspace, SpeakerDraft("A deckhand", affiliation_id=speaker_id))
    found = links_of_speaker(workspace, speaker_id)
    assert [(each.edtf, each.source) for each in found.quotations] == [
        ("2031-05-20", "Harbour Post"),
        ("2031-04-30", ""),
    ]
    assert [each.title for each in found.events] == ["New talks", "Old talks"]
    assert (found.n_quotations, found.n_events, found.n_members) == (2, 2, 1)
    assert [name for _, name in found.members] == ["A deckhand"]


def test_what_is_gone_is_told(workspace):
    with pytest.raises(NotFound, match="The article"):
        article_line(workspace, 7)
    assert links_of_article(workspace, 7).reprints == ()
