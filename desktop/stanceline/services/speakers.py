"""The speakers of a workspace."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from stanceline.domain.errors import StancelineError
from stanceline.domain.names import plain_name
from stanceline.domain.speakers import Role, Speaker, SpeakerDraft
from stanceline.services.workspace import Changed, Workspace, found
from stanceline.storage import speakers, tables
from stanceline.storage.speakers import Uses

__all__ = [
    "Uses",
    "add_speaker",
    "all_speakers",
    "change_speaker",
    "delete_speaker",
    "merge_speakers",
    "speaker_for",
    "speaker_of",
    "uses_of",
]

_LONGEST_IN_LABEL = 40


def all_speakers(workspace: Workspace) -> list[Speaker]:
    """All speakers in alphabetical order."""
    with workspace.reading() as session:
        return speakers.every(session)


def speaker_of(workspace: Workspace, speaker_id: int) -> Speaker:
    """The speaker of this id; raises NotFound."""
    with workspace.reading() as session:
        return found(speakers.get(session, speaker_id), "The speaker")


def add_speaker(workspace: Workspace, draft: SpeakerDraft) -> int:
    """The id of a new speaker.

    Raises StancelineError when the name is missing or too long, or one of the names is
    taken, and EdtfError for a role's date.
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
    own = plain_name(draft.name)
    if not own:
        raise StancelineError("A speaker needs a name.")
    holders = speakers.ids_by_name(session)
    for name in (own, *(plain_name(alias, "Another name") for alias in draft.aliases)):
        holder_id = holders.get(name.casefold())
        if holder_id is not None and holder_id != own_id:
            holder = session.get_one(tables.Speaker, holder_id)
            raise StancelineError(f"“{name}” is already a name of {holder.name}.")
    if draft.affiliation_id is not None:
        if draft.affiliation_id == own_id:
            raise StancelineError(f"{own} cannot belong to itself.")
        found(session.get(tables.Speaker, draft.affiliation_id), "The affiliation")


def speaker_for(workspace: Workspace, name: str) -> int:
    """The id of the speaker who goes by this name or alias, added when it is new.

    Raises as ``add_speaker`` does.
    """
    name = plain_name(name)
    with workspace.reading() as session:
        known = speakers.named(session, name)
    return known.id if known else add_speaker(workspace, SpeakerDraft(name))


_HOLD_SPEAKERS = (Changed.SPEAKERS, Changed.QUOTATIONS, Changed.EVENTS)


def uses_of(workspace: Workspace, speaker_id: int) -> Uses:
    """How often the speaker is quoted, takes part in events and is who others belong to."""
    with workspace.reading() as session:
        return speakers.uses(session, speaker_id)


def delete_speaker(workspace: Workspace, speaker_id: int) -> None:
    """Take the speaker out of the workspace.

    What they said stays, without a speaker; they take part in no event any more, and
    nobody belongs to them. Raises NotFound.
    """
    with workspace.action("Delete a speaker", *_HOLD_SPEAKERS) as session:
        session.delete(found(session.get(tables.Speaker, speaker_id), "The speaker"))


def merge_speakers(workspace: Workspace, keep_id: int, gone_ids: Iterable[int]) -> None:
    """Make one speaker of several, who said, did and stood for all that each of them did.

    The names of those who go become other names of the one who stays, who gets their
    roles, and what is not known of country and affiliation. Raises NotFound, and
    StancelineError when one of those who go is the one who stays.
    """
    going = list(dict.fromkeys(gone_ids))
    if keep_id in going:
        raise StancelineError("A speaker cannot be merged with itself.")
    if not going:
        return
    with workspace.action(_merge_label(workspace, keep_id, going), *_HOLD_SPEAKERS) as session:
        kept = found(session.get(tables.Speaker, keep_id), "The speaker")
        gone = [found(session.get(tables.Speaker, each), "The speaker") for each in going]
        names, roles = _joined_names(kept, gone), _joined_roles(kept, gone)
        _take_facts(kept, gone)
        speakers.move_uses(session, going, keep_id)
        # Those who go must be gone before their names are another's.
        for row in gone:
            session.delete(row)
        session.flush()
        speakers.set_aliases(kept, names)
        speakers.set_roles(kept, roles)
        session.flush()
        if speakers.belongs_to_itself(session, keep_id):
            kept.affiliation_id = None


def _merge_label(workspace: Workspace, keep_id: int, gone_ids: Sequence[int]) -> str:
    with workspace.reading() as session:
        kept = found(session.get(tables.Speaker, keep_id), "The speaker")
        first = found(session.get(tables.Speaker, gone_ids[0]), "The speaker")
        who = _shortened(first.name) if len(gone_ids) == 1 else f"{len(gone_ids)} speakers"
        return f"Merge {who} into {_shortened(kept.name)}"


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_IN_LABEL else f"{name[:_LONGEST_IN_LABEL].rstrip()}…"


def _joined_names(kept: tables.Speaker, gone: Sequence[tables.Speaker]) -> list[str]:
    """The other names of all, and the names of those who go, each once whatever its case."""
    names = [alias.alias for alias in kept.aliases]
    for row in gone:
        names += [row.name, *(alias.alias for alias in row.aliases)]
    known = {kept.name.casefold()}
    new = []
    for name in names:
        if name.casefold() not in known:
            known.add(name.casefold())
            new.append(name)
    return new


def _joined_roles(kept: tables.Speaker, gone: Sequence[tables.Speaker]) -> list[Role]:
    """The roles of all; the last one, which is what somebody is now, is of who stays."""
    own = [Role(role.title, role.since, role.until) for role in kept.roles]
    theirs = [Role(role.title, role.since, role.until) for row in gone for role in row.roles]
    return [*(role for role in dict.fromkeys(theirs) if role not in own), *own]


def _take_facts(kept: tables.Speaker, gone: Sequence[tables.Speaker]) -> None:
    """What is not known of who stays is taken from who goes; notes are joined."""
    going = {row.id for row in gone}
    bodies = (row.affiliation_id for row in (kept, *gone))
    own = {None, kept.id, *going}
    kept.affiliation_id = next((body for body in bodies if body not in own), None)
    kept.country = next((row.country for row in (kept, *gone) if row.country), "")
    notes = dict.fromkeys(row.note.strip() for row in (kept, *gone) if row.note.strip())
    if tuple(notes) != (kept.note.strip(),):
        kept.note = "\n".join(notes)
