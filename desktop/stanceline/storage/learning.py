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
    written = func.iif(row.name != "", row.name, row.speaker)
    counted = _counted(session)
    rows = session.execute(
        select(written, speaker.id, speaker.name, func.count())
        .join(quotation, quotation.id == row.quotation_id)
        .join(speaker, speaker.id == quotation.speaker_id)
        .where(*counted, row.is_corrected, written != "")
        .group_by(written, speaker.id)
        .order_by(written, speaker.id)
    ).all()
    chosen: dict[str, list[Renamed]] = {}
    for each in rows:
        chosen.setdefault(each[0], []).append(Renamed(*each))
    agreed = [
        found[0] for found in chosen.values() if len(found) == 1 and found[0].times >= least_times
    ]
    if not agreed:
        return []
    accepted = session.execute(
        select(written, quotation.speaker_id)
        .join(quotation, quotation.id == row.quotation_id)
        .where(*counted, not_(row.is_corrected), written.in_([each.written for each in agreed]))
        .distinct()
    ).all()
    taken = {(name, speaker_id) for name, speaker_id in accepted}
    return [
        each
        for each in agreed
        if all(name != each.written or whose == each.speaker_id for name, whose in taken)
    ]


def _counted(session: Session) -> list[ColumnElement[bool]]:
    row = tables.Suggestion
    is_counted: list[ColumnElement[bool]] = [
        row.decided_at.is_not(None),
        row.status.in_((SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED)),
    ]
    forgotten_at = since(session)
    return [*is_counted, row.decided_at > forgotten_at] if forgotten_at else is_counted


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
