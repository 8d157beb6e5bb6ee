"""The speakers of a workspace."""

from sqlalchemy.orm import Session

from stanceline.domain.errors import StancelineError
from stanceline.domain.speakers import Speaker, SpeakerDraft
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import speakers, tables


def all_speakers(workspace: Workspace) -> list[Speaker]:
    """All speakers in alphabetical order."""
    with workspace.reading() as session:
        return speakers.every(session)


def add_speaker(workspace: Workspace, draft: SpeakerDraft) -> int:
    """The id of a new speaker.

    Raises StancelineError when the name is missing, or one of the names is taken, and
    EdtfError for a role's date.
    """
    with workspace.action("Add a speaker", Changed.SPEAKERS) as session:
        _check_names(session, draft, None)
        return speakers.add(session, draft).id


def change_speaker(workspace: Workspace, speaker_id: int, draft: SpeakerDraft) -> None:
    """Give the speaker everything that the draft says; raises as ``add_speaker`` does."""
    with workspace.action("Change a speaker", Changed.SPEAKERS) as session:
        row = found(session.get(tables.Speaker, speaker_id), "The speaker")
        _check_names(session, draft, speaker_id)
        speakers.fill(row, draft)


def _check_names(session: Session, draft: SpeakerDraft, own_id: int | None) -> None:
    if not draft.name.strip():
        raise StancelineError("A speaker needs a name.")
    holders = speakers.ids_by_name(session)
    for name in (draft.name.strip(), *(alias.strip() for alias in draft.aliases)):
        holder_id = holders.get(name.casefold())
        if holder_id is not None and holder_id != own_id:
            holder = session.get_one(tables.Speaker, holder_id)
            raise StancelineError(f"“{name}” is already a name of {holder.name}.")
    if draft.affiliation_id is not None:
        if draft.affiliation_id == own_id:
            raise StancelineError(f"{draft.name.strip()} cannot belong to itself.")
        found(session.get(tables.Speaker, draft.affiliation_id), "The affiliation")


def speaker_for(workspace: Workspace, name: str) -> int:
    """The id of the speaker who goes by this name or alias, added when it is new."""
    with workspace.reading() as session:
        known = speakers.named(session, name)
    return known.id if known else add_speaker(workspace, SpeakerDraft(name))


_HOLD_SPEAKERS = (Changed.SPEAKERS, Changed.QUOTATIONS, Changed.EVENTS)


def delete_speaker(workspace: Workspace, speaker_id: int) -> None:
    """Take the speaker out of the workspace; quotations stay, without a speaker."""
    with workspace.action("Delete a speaker", *_HOLD_SPEAKERS) as session:
        session.delete(found(session.get(tables.Speaker, speaker_id), "The speaker"))
