"""The speakers of a workspace."""

from stanceline.domain.errors import StancelineError
from stanceline.domain.speakers import Speaker, SpeakerDraft
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import speakers, tables


def all_speakers(workspace: Workspace) -> list[Speaker]:
    """All speakers in alphabetical order."""
    with workspace.reading() as session:
        return speakers.every(session)


def add_speaker(workspace: Workspace, draft: SpeakerDraft) -> int:
    """The id of a new speaker; raises StancelineError when the name is taken or missing."""
    with workspace.action("Add a speaker", Changed.SPEAKERS) as session:
        _check_name(speakers.named(session, draft.name), draft, None)
        return speakers.add(session, draft).id


def change_speaker(workspace: Workspace, speaker_id: int, draft: SpeakerDraft) -> None:
    """Give the speaker everything that the draft says."""
    with workspace.action("Change a speaker", Changed.SPEAKERS) as session:
        row = found(session.get(tables.Speaker, speaker_id), "The speaker")
        _check_name(speakers.named(session, draft.name), draft, speaker_id)
        speakers.fill(row, draft)


def _check_name(holder: tables.Speaker | None, draft: SpeakerDraft, own_id: int | None) -> None:
    if not draft.name.strip():
        raise StancelineError("A speaker needs a name.")
    if holder is not None and holder.id != own_id:
        raise StancelineError(f"“{draft.name.strip()}” is already a name of {holder.name}.")


def speaker_for(workspace: Workspace, name: str) -> int:
    """The id of the speaker who goes by this name or alias, added when it is new."""
    with workspace.reading() as session:
        known = speakers.named(session, name)
    return known.id if known else add_speaker(workspace, SpeakerDraft(name))


def delete_speaker(workspace: Workspace, speaker_id: int) -> None:
    """Take the speaker out of the workspace; quotations stay, without a speaker."""
    with workspace.action("Delete a speaker", Changed.SPEAKERS, Changed.QUOTATIONS) as session:
        session.delete(found(session.get(tables.Speaker, speaker_id), "The speaker"))
