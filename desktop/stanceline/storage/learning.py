"""What the decisions of a workspace teach about its suggestions, as the tables hold it.

Only what somebody decided on by itself counts, and only since what was learnt before was
forgotten. Nothing is stored of it but the decisions, so that undoing one undoes what it taught.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, not_, select, update
from sqlalchemy.orm import Session

from stanceline.domain.suggestions import SuggestionStatus
from stanceline.storage import tables

SINCE = "learnt_since"
"""The setting that holds when what was learnt was forgotten last."""


class Tally(NamedTuple):
    """How often suggestions of one pattern were decided on."""

    pattern: str
    n_right: int
    n_corrected: int
    n_rejected: int


class Renamed(NamedTuple):
    """A name as it was suggested, and how often another speaker was chosen for it."""

    written: str
    speaker_id: int
    speaker: str
    times: int


def since(session: Session) -> str:
    """When what was learnt was forgotten last (UTC, ISO 8601), empty when it never was."""
    row = session.get(tables.Setting, SINCE)
    return "" if row is None else row.value


def tallies(session: Session, patterns: Collection[str] | None = None) -> list[Tally]:
    """How often those of each pattern, or of these, were decided on, in the patterns' order."""
    row = tables.Suggestion
    query = (
        select(row.pattern, row.status, row.is_corrected, func.count())
        .where(*_counted(session))
        .group_by(row.pattern, row.status, row.is_corrected)
        .order_by(row.pattern)
    )
    if patterns is not None:
        query = query.where(row.pattern.in_(patterns))
    found: dict[str, list[int]] = {}
    for pattern, status, is_corrected, n in session.execute(query):
        which = 2 if status is SuggestionStatus.REJECTED else int(is_corrected)
        found.setdefault(pattern, [0, 0, 0])[which] += n
    return [Tally(pattern, *numbers) for pattern, numbers in found.items()]


def renamed(session: Session, least_times: int) -> list[Renamed]:
    """The names for which one speaker, and always the same, was chosen so often at least.

    A name that was accepted as it was, or that somebody has, is none of them.
    """
    row, quotation, speaker = tables.Suggestion, tables.Quotation, tables.Speaker
    chosen: dict[str, list[int]] = {}
    for name, mention, speaker_id in session.execute(
        select(row.name, row.speaker, quotation.speaker_id)
        .join(quotation, quotation.id == row.quotation_id)
        .where(row.is_corrected, *_since(session))
        .order_by(row.id)
    ):
        if (name or mention) and speaker_id is not None:
            chosen.setdefault(name or mention, []).append(speaker_id)
    agreed = {
        written: ids
        for written, ids in chosen.items()
        if len(ids) >= least_times and len(set(ids)) == 1
    }
    if not agreed:
        return []
    written = func.iif(row.name != "", row.name, row.speaker)
    accepted = session.execute(
        select(written, quotation.speaker_id)
        .join(quotation, quotation.id == row.quotation_id)
        .where(*_counted(session), not_(row.is_corrected), written.in_(agreed))
        .distinct()
    )
    for name, speaker_id in accepted:
        if name in agreed and speaker_id != agreed[name][0]:
            del agreed[name]
    wanted = {ids[0] for ids in agreed.values()}
    names = dict(
        session.execute(select(speaker.id, speaker.name).where(speaker.id.in_(wanted))).all()
    )
    return [Renamed(name, ids[0], names[ids[0]], len(ids)) for name, ids in sorted(agreed.items())]


def _since(session: Session) -> list[ColumnElement[bool]]:
    forgotten_at = since(session)
    return [tables.Suggestion.decided_at > forgotten_at] if forgotten_at else []


def _counted(session: Session) -> list[ColumnElement[bool]]:
    row = tables.Suggestion
    return [
        row.decided_at.is_not(None),
        row.status.in_((SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED)),
        *_since(session),
    ]


def n_held(session: Session, article_id: int | None = None) -> int:
    """How many suggestions are held back, in one article or in all."""
    row = tables.Suggestion
    query = select(func.count()).where(row.status == SuggestionStatus.HELD)
    if article_id is not None:
        query = query.where(row.article_id == article_id)
    return session.scalar(query) or 0


def hold_back(session: Session, pattern: str, sunk: tuple[float, float] | None) -> None:
    """Of the pattern's undecided suggestions, hold back those that are sunk and no others.

    They are those whose own confidence lies between the two of ``sunk``.
    """
    row = tables.Suggestion
    waiting, held = SuggestionStatus.WAITING, SuggestionStatus.HELD
    above, below = sunk or (1.0, 0.0)
    is_sunk = and_(row.confidence > above, row.confidence < below)
    for before, after, is_meant in ((waiting, held, is_sunk), (held, waiting, not_(is_sunk))):
        session.execute(
            update(row)
            .where(row.pattern == pattern, row.status == before, is_meant)
            .values(status=after)
        )


def offer_all(session: Session) -> None:
    """Offer again all that is held back."""
    row = tables.Suggestion
    session.execute(
        update(row)
        .where(row.status == SuggestionStatus.HELD)
        .values(status=SuggestionStatus.WAITING)
    )
