"""Speakers with their aliases and roles in the database."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from stanceline.domain import edtf
from stanceline.domain.speakers import Role, Speaker, SpeakerDraft, short_name_of
from stanceline.storage import tables


def every(session: Session) -> list[Speaker]:
    """All speakers in alphabetical order, with how often each is quoted."""
    counts = dict(
        session.execute(
            select(tables.Quotation.speaker_id, func.count())
            .where(tables.Quotation.speaker_id.is_not(None))
            .group_by(tables.Quotation.speaker_id)
        ).all()
    )
    rows = session.scalars(
        select(tables.Speaker)
        .options(
            selectinload(tables.Speaker.aliases),
            selectinload(tables.Speaker.roles),
            selectinload(tables.Speaker.affiliation),
        )
        .order_by(func.lower(tables.Speaker.name))
    )
    return [_value(row, counts.get(row.id, 0)) for row in rows]


def _value(row: tables.Speaker, n_quotations: int) -> Speaker:
    return Speaker(
        id=row.id,
        uid=row.uid,
        name=row.name,
        kind=row.kind,
        short_name=row.short_name or short_name_of(row.name),
        aliases=tuple(alias.alias for alias in row.aliases),
        roles=tuple(Role(role.title, role.since, role.until) for role in row.roles),
        affiliation_id=row.affiliation_id,
        affiliation=row.affiliation.name if row.affiliation else "",
        country=row.country,
        note=row.note,
        n_quotations=n_quotations,
    )


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
    """A new speaker made from the draft, with its id given."""
    row = tables.Speaker(name=draft.name.strip())
    fill(row, draft)
    session.add(row)
    session.flush()
    return row


def fill(row: tables.Speaker, draft: SpeakerDraft) -> None:
    """Give the row everything that the draft says; raises EdtfError for a role's date."""
    row.name = draft.name.strip()
    row.kind = draft.kind
    row.short_name = draft.short_name.strip()
    row.affiliation_id = draft.affiliation_id
    row.country = draft.country.strip()
    row.note = draft.note
    _fill_aliases(row, draft)
    row.roles = [
        tables.SpeakerRole(
            position=n,
            title=role.title,
            since=_canonical(role.since),
            until=_canonical(role.until),
        )
        for n, role in enumerate(draft.roles)
    ]


def _canonical(date: str) -> str:
    return str(edtf.parse(date.strip())) if date.strip() else ""


def _fill_aliases(row: tables.Speaker, draft: SpeakerDraft) -> None:
    # Rows that stay are kept: a unique alias cannot be added while the old one stands.
    kept = {alias.alias: alias for alias in row.aliases}
    wanted = dict.fromkeys(alias.strip() for alias in draft.aliases if alias.strip())
    row.aliases = [kept.get(name) or tables.SpeakerAlias(alias=name) for name in wanted]
