"""Speakers with their aliases and roles in the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from stanceline.domain import edtf
from stanceline.domain.names import plain_name
from stanceline.domain.speakers import (
    Role,
    Speaker,
    SpeakerDraft,
    kind_of_name,
    short_name_of,
)
from stanceline.records import dataclass
from stanceline.storage import tables

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Uses:
    """How many quotations have a speaker, how many events, and how many belong to them."""

    n_quotations: int
    n_events: int
    n_affiliated: int


def every(session: Session) -> list[Speaker]:
    """All speakers in alphabetical order, with how often each is quoted."""
    return _where(session)


def get(session: Session, speaker_id: int) -> Speaker | None:
    """The speaker of this id, or None."""
    found = _where(session, tables.Speaker.id == speaker_id)
    return found[0] if found else None


def _where(session: Session, *conditions: ColumnElement[bool]) -> list[Speaker]:
    # Columns and not objects: five thousand speakers are offered after each action.
    speaker, body = tables.Speaker, aliased(tables.Speaker)
    chosen = select(speaker.id).where(*conditions)
    quotation, alias, role = tables.Quotation, tables.SpeakerAlias, tables.SpeakerRole
    counted = select(quotation.speaker_id, func.count()).group_by(quotation.speaker_id)
    aliases = select(alias.speaker_id, alias.alias).order_by(alias.id)
    roles = select(role.speaker_id, role.title, role.since, role.until).order_by(role.position)
    if conditions:
        counted = counted.where(quotation.speaker_id.in_(chosen))
        aliases = aliases.where(alias.speaker_id.in_(chosen))
        roles = roles.where(role.speaker_id.in_(chosen))
    counts = dict(session.execute(counted).all())
    names = _by_owner((owner, name) for owner, name in session.execute(aliases))
    held = _by_owner((owner, Role(*rest)) for owner, *rest in session.execute(roles))
    rows = session.execute(
        select(
            speaker.id,
            speaker.uid,
            speaker.name,
            speaker.kind,
            speaker.short_name,
            speaker.affiliation_id,
            body.name,
            speaker.country,
            speaker.note,
        )
        .outerjoin(body, body.id == speaker.affiliation_id)
        .where(*conditions)
        .order_by(func.lower(speaker.name))
    )
    return [
        Speaker(
            id=speaker_id,
            uid=uid,
            name=name,
            kind=kind,
            short_name=short_name or short_name_of(name),
            aliases=tuple(names.get(speaker_id, ())),
            roles=tuple(held.get(speaker_id, ())),
            affiliation_id=affiliation_id,
            affiliation=affiliation or "",
            country=country,
            note=note,
            n_quotations=counts.get(speaker_id, 0),
        )
        for (
            speaker_id,
            uid,
            name,
            kind,
            short_name,
            affiliation_id,
            affiliation,
            country,
            note,
        ) in rows
    ]


def _by_owner(pairs: Iterable[tuple[int, _Part]]) -> dict[int, list[_Part]]:
    found: defaultdict[int, list[_Part]] = defaultdict(list)
    for owner, part in pairs:
        found[owner].append(part)
    return found


def named(session: Session, name: str) -> tables.Speaker | None:
    """The speaker who goes by this name or alias, whatever the case, or None."""
    found = ids_by_name(session).get(name.strip().casefold())
    return None if found is None else session.get(tables.Speaker, found)


def ids_by_name(session: Session) -> dict[str, int]:
    """The ids of all speakers by their names and aliases, in folded case.

    A name counts before an alias, and of two that share one the speaker added first.
    """
    names = session.execute(
        select(tables.Speaker.name, tables.Speaker.id).order_by(tables.Speaker.id)
    )
    aliases = session.execute(
        select(tables.SpeakerAlias.alias, tables.SpeakerAlias.speaker_id).order_by(
            tables.SpeakerAlias.id
        )
    )
    found: dict[str, int] = {}
    for name, speaker_id in (*names, *aliases):
        found.setdefault(name.casefold(), speaker_id)
    return found


def add(session: Session, draft: SpeakerDraft) -> tables.Speaker:
    """A new speaker made from the draft, with its id given; raises as ``fill`` does."""
    row = tables.Speaker()
    fill(row, draft)
    session.add(row)
    session.flush()
    return row


def add_names(session: Session, names: Iterable[str]) -> dict[str, int]:
    """The ids of new speakers of these plain names, stored together, by their names."""
    rows = [{"name": name, "kind": kind_of_name(name)} for name in names]
    if not rows:
        return {}
    speaker = tables.Speaker
    stored = session.execute(insert(speaker).returning(speaker.name, speaker.id), rows)
    return dict(stored.all())


def fill(row: tables.Speaker, draft: SpeakerDraft) -> None:
    """Give the row everything that the draft says.

    Names are brought on one line. Raises NameTooLong, and EdtfError for a role's date.
    """
    row.name = plain_name(draft.name)
    row.kind = draft.kind
    row.short_name = plain_name(draft.short_name, "A short name")
    row.affiliation_id = draft.affiliation_id
    row.country = plain_name(draft.country, "A country's name")
    row.note = draft.note
    set_aliases(row, draft.aliases)
    set_roles(row, draft.roles)


def set_roles(row: tables.Speaker, roles: Sequence[Role]) -> None:
    """Give the row these roles in their order; raises NameTooLong, and EdtfError for a date."""
    # Rows that stay the same are kept, so that the history tells of those that changed.
    wanted = [
        (plain_name(role.title, "A role"), _canonical(role.since), _canonical(role.until))
        for role in roles
    ]
    kept = {(role.title, role.since, role.until): role for role in row.roles}
    row.roles = [
        kept.pop(each)
        if each in kept
        else tables.SpeakerRole(title=each[0], since=each[1], until=each[2])
        for each in wanted
    ]
    for n, role in enumerate(row.roles):
        role.position = n


def _canonical(date: str) -> str:
    return str(edtf.parse(date.strip())) if date.strip() else ""


def set_aliases(row: tables.Speaker, aliases: Iterable[str]) -> None:
    """Give the row these other names in their order, each once; raises NameTooLong."""
    # Rows that stay are kept: a unique alias cannot be added while the old one stands.
    kept = {alias.alias: alias for alias in row.aliases}
    plain = (plain_name(alias, "Another name") for alias in aliases)
    wanted = dict.fromkeys(alias for alias in plain if alias)
    row.aliases = [kept.get(name) or tables.SpeakerAlias(alias=name) for name in wanted]


def uses(session: Session, speaker_id: int) -> Uses:
    """Where the speaker is used."""
    quotation, part, speaker = tables.Quotation, tables.EventParticipant, tables.Speaker

    def n_of(condition: ColumnElement[bool]) -> int:
        return session.scalars(select(func.count()).where(condition)).one()

    return Uses(
        n_of(quotation.speaker_id == speaker_id),
        n_of(part.speaker_id == speaker_id),
        n_of(speaker.affiliation_id == speaker_id),
    )


def move_uses(session: Session, from_ids: Collection[int], to_id: int) -> None:
    """Have one speaker say, do and stand for all that these say, do and stand for."""
    quotation, part, speaker = tables.Quotation, tables.EventParticipant, tables.Speaker
    session.execute(
        update(quotation).where(quotation.speaker_id.in_(from_ids)).values(speaker_id=to_id)
    )
    takes_part_already = select(part.event_id).where(part.speaker_id == to_id)
    moved = select(part.event_id).where(
        part.speaker_id.in_(from_ids), part.event_id.not_in(takes_part_already)
    )
    # One row at a time: a statement that reads the table it fills may see its own rows.
    for event_id in session.scalars(moved.distinct()).all():
        session.execute(insert(part).values(event_id=event_id, speaker_id=to_id))
    session.execute(
        update(speaker)
        .where(speaker.affiliation_id.in_(from_ids), speaker.id != to_id)
        .values(affiliation_id=to_id)
    )


def belongs_to_itself(session: Session, speaker_id: int) -> bool:
    """Whether the bodies that somebody belongs to lead back to them."""
    speaker = tables.Speaker
    seen: set[int] = set()
    at: int | None = speaker_id
    while at is not None and at not in seen:
        seen.add(at)
        at = session.scalar(select(speaker.affiliation_id).where(speaker.id == at))
    return at == speaker_id
