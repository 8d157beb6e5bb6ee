"""One speaker made of several, and speakers taken out that are in use."""

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.domain.errors import StancelineError
from stanceline.domain.speakers import Role, SpeakerDraft, SpeakerKind
from stanceline.services import events, quotations, undoing
from stanceline.services.finding import speaker_named
from stanceline.services.speakers import (
    Uses,
    add_speaker,
    all_speakers,
    change_speaker,
    delete_speaker,
    merge_speakers,
    speaker_for,
    speaker_of,
    uses_of,
)
from stanceline.services.workspace import NotFound


@pytest.fixture
def affair(workspace):
    """Nils Aker under two names, quoted under both, at events under both, with a follower."""
    bridge, port = an_article(workspace, BRIDGE), an_article(workspace, PORT)
    a_quotation(workspace, bridge, "Every week costs us forty jobs", speaker="Nils Aker")
    a_quotation(workspace, port, "The bridge must open now", speaker="Aker the ferryman")
    an_event(workspace, "Blockade", participants=("Nils Aker", "Aker the ferryman"))
    an_event(workspace, "Talks", participants=("Aker the ferryman",))
    going = speaker_for(workspace, "Aker the ferryman")
    add_speaker(workspace, SpeakerDraft("Deckhands", affiliation_id=going))
    change_speaker(
        workspace,
        going,
        SpeakerDraft(
            "Aker the ferryman",
            aliases=("the ferryman", "NILS AKER senior"),
            roles=(Role("ferryman", "2020"),),
            country="NO",
            note="Heard on the quay.",
        ),
    )
    return workspace


def both(workspace):
    return speaker_for(workspace, "Nils Aker"), speaker_for(workspace, "Aker the ferryman")


def test_uses_are_counted(affair):
    keep, going = both(affair)
    assert uses_of(affair, going) == Uses(n_quotations=1, n_events=2, n_affiliated=1)
    assert uses_of(affair, keep) == Uses(n_quotations=1, n_events=1, n_affiliated=0)


def test_two_names_of_one_become_one_speaker_with_all_that_was_theirs(affair):
    keep, going = both(affair)
    merge_speakers(affair, keep, [going])
    merged = speaker_of(affair, keep)
    assert merged.aliases == ("Aker the ferryman", "the ferryman", "NILS AKER senior")
    assert (merged.role, merged.country, merged.note) == ("ferryman", "NO", "Heard on the quay.")
    assert {each.speaker_id for each in quotations.all_quotations(affair)} == {keep}
    assert [each.participants for each in events.all_events(affair)] == [("Nils Aker",)] * 2
    assert speaker_named(affair, "Deckhands").affiliation_id == keep
    assert uses_of(affair, keep) == Uses(n_quotations=2, n_events=2, n_affiliated=1)


def test_merging_is_one_action_that_undo_takes_back_and_redo_does_again(affair):
    keep, going = both(affair)
    before = all_speakers(affair), quotations.all_quotations(affair), events.all_events(affair)
    merge_speakers(affair, keep, [going])
    after = all_speakers(affair), quotations.all_quotations(affair), events.all_events(affair)
    step = undoing.undo(affair)
    assert step.label == "Merge Aker the ferryman into Nils Aker"
    assert (
        all_speakers(affair),
        quotations.all_quotations(affair),
        events.all_events(affair),
    ) == before
    undoing.redo(affair)
    assert (
        all_speakers(affair),
        quotations.all_quotations(affair),
        events.all_events(affair),
    ) == after


def test_the_role_of_who_stays_is_what_they_are_now(workspace):
    keep = add_speaker(workspace, SpeakerDraft("Berg", roles=(Role("mayor", "2030"),)))
    going = add_speaker(
        workspace, SpeakerDraft("T. Berg", roles=(Role("mayor", "2030"), Role("councillor")))
    )
    merge_speakers(workspace, keep, [going])
    assert speaker_of(workspace, keep).roles == (Role("councillor"), Role("mayor", "2030"))


def test_nobody_comes_to_belong_to_itself(workspace):
    town = add_speaker(workspace, SpeakerDraft("Town", SpeakerKind.ORGANISATION))
    board = add_speaker(workspace, SpeakerDraft("Board", affiliation_id=town))
    office = add_speaker(workspace, SpeakerDraft("Office", affiliation_id=board))
    merge_speakers(workspace, office, [town])
    assert speaker_of(workspace, board).affiliation_id == office
    assert speaker_of(workspace, office).affiliation_id is None
    merge_speakers(workspace, office, [board])
    assert [each.affiliation_id for each in all_speakers(workspace)] == [None]


def test_three_are_merged_at_once_and_one_with_itself_never(workspace):
    keep, *going = (speaker_for(workspace, name) for name in ("A", "B", "C"))
    with pytest.raises(StancelineError, match="cannot be merged with itself"):
        merge_speakers(workspace, keep, [*going, keep])
    with pytest.raises(NotFound, match="The speaker"):
        merge_speakers(workspace, keep, [99])
    merge_speakers(workspace, keep, going)
    assert undoing.next_undo(workspace).label == "Merge 2 speakers into A"
    assert [(each.name, each.aliases) for each in all_speakers(workspace)] == [("A", ("B", "C"))]


def test_who_is_deleted_leaves_quotations_events_and_members_and_comes_back_to_them(affair):
    _, going = both(affair)
    before = uses_of(affair, going)
    delete_speaker(affair, going)
    assert {each.speaker for each in quotations.all_quotations(affair)} == {"Nils Aker", ""}
    assert [each.participants for each in events.all_events(affair)] == [("Nils Aker",), ()]
    assert speaker_named(affair, "Deckhands").affiliation_id is None
    undoing.undo(affair)
    assert uses_of(affair, going) == before


def test_a_page_pasted_as_a_name_is_refused_and_lines_become_one(workspace):
    for draft in (
        SpeakerDraft("x" * 100_000),
        SpeakerDraft("Berg", aliases=("x" * 301,)),
        SpeakerDraft("Berg", roles=(Role("x" * 301),)),
    ):
        with pytest.raises(StancelineError, match="at most 300 characters"):
            add_speaker(workspace, draft)
    with pytest.raises(StancelineError, match="at most 300 characters"):
        speaker_for(workspace, "x" * 100_000)
    assert all_speakers(workspace) == []
    speaker_for(workspace, "Tora\r\nBerg\x07")
    assert speaker_for(workspace, "tora berg") == speaker_for(workspace, "Tora\nBerg")
    assert [each.name for each in all_speakers(workspace)] == ["Tora Berg"]
