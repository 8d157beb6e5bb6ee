"""The suggestion queue in the database."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from stanceline.domain.spans import SEGMENT_JOIN, Span
from stanceline.domain.suggestions import Suggestion, SuggestionStatus
from stanceline.storage import tables
from stanceline.storage.engine import SEE_CHECK, WorkspaceDamaged
from stanceline.storage.quotations import between, ends


def waiting(session: Session, article_id: int) -> list[Suggestion]:
    """The article's suggestions that nobody has decided on, in reading order."""
    return _of(session, article_id, SuggestionStatus.WAITING)


def waiting_among(session: Session, article_id: int, ids: Collection[int]) -> list[Suggestion]:
    """Those of the article's undecided suggestions that have these ids, in reading order."""
    return _of(session, article_id, SuggestionStatus.WAITING, tables.Suggestion.id.in_(ids))


@dataclass(frozen=True, slots=True)
class Rejected:
    """What the analyst rejected: where it began when it was suggested, and its words."""

    start: int
    words: str


def rejected(session: Session, article_id: int) -> list[Rejected]:
    """The suggestions that the analyst rejected in this article, in reading order."""
    rows = session.execute(
        select(tables.Suggestion.start, tables.Suggestion.exact)
        .where(
            tables.Suggestion.article_id == article_id,
            tables.Suggestion.status == SuggestionStatus.REJECTED,
        )
        .order_by(tables.Suggestion.start, tables.Suggestion.id)
    )
    return [Rejected(start, words) for start, words in rows]


def _of(
    session: Session,
    article_id: int,
    status: SuggestionStatus,
    *conditions: ColumnElement[bool],
) -> list[Suggestion]:
    rows = session.scalars(
        select(tables.Suggestion)
        .where(
            tables.Suggestion.article_id == article_id,
            tables.Suggestion.status == status,
            *conditions,
        )
        .order_by(tables.Suggestion.start, tables.Suggestion.id)
    )
    return [value(row) for row in rows]


def value(row: tables.Suggestion) -> Suggestion:
    """The suggestion that the row stores."""
    return Suggestion(
        id=row.id,
        article_id=row.article_id,
        spans=spans_of(row.spans, row.id),
        speaker=row.speaker,
        name=row.name,
        mention=between(row.mention_start, row.mention_end),
        cue=between(row.cue_start, row.cue_end),
        pattern=row.pattern,
        confidence=row.confidence,
        reason=row.reason,
        status=row.status,
    )


def spans_of(stored: str, row_id: int) -> tuple[Span, ...]:
    """The spans from their JSON; raises WorkspaceDamaged, naming the suggestion by its id."""
    try:
        return tuple(Span(start, end) for start, end in json.loads(stored))
    except (TypeError, ValueError) as error:
        raise WorkspaceDamaged(
            f"Suggestion {row_id} is damaged: its place cannot be read.{SEE_CHECK}"
        ) from error


def settle_overlapped(
    session: Session, article_id: int, marked: Sequence[Span], quotation_id: int
) -> None:
    """Take out of the queue what suggests words that are marked now as this quotation."""
    furthest = max(span.end for span in marked)
    rows = session.scalars(
        select(tables.Suggestion).where(
            tables.Suggestion.article_id == article_id,
            tables.Suggestion.status == SuggestionStatus.WAITING,
            tables.Suggestion.start < furthest,
        )
    )
    for row in rows:
        if any(span.overlaps(other) for span in spans_of(row.spans, row.id) for other in marked):
            settle(row, quotation_id)


def settle(row: tables.Suggestion, quotation_id: int) -> None:
    """Say that the suggestion became this quotation."""
    row.status = SuggestionStatus.ACCEPTED
    row.quotation_id = quotation_id


def replace_waiting(session: Session, article_id: int, found: list[Suggestion]) -> None:
    """Put these in the place of the article's undecided suggestions; their ids are ignored."""
    session.execute(
        delete(tables.Suggestion).where(
            tables.Suggestion.article_id == article_id,
            tables.Suggestion.status == SuggestionStatus.WAITING,
        )
    )
    article = session.get_one(tables.Article, article_id)
    session.add_all(_row(suggestion, article.body) for suggestion in found)
    session.flush()


def _row(suggestion: Suggestion, body: str) -> tables.Suggestion:
    mention, cue = ends(suggestion.mention), ends(suggestion.cue)
    return tables.Suggestion(
        article_id=suggestion.article_id,
        start=suggestion.spans[0].start,
        spans=json.dumps([[span.start, span.end] for span in suggestion.spans]),
        exact=SEGMENT_JOIN.join(span.words(body) for span in suggestion.spans),
        speaker=suggestion.speaker,
        name=suggestion.name,
        mention_start=mention[0],
        mention_end=mention[1],
        cue_start=cue[0],
        cue_end=cue[1],
        pattern=suggestion.pattern,
        confidence=suggestion.confidence,
        reason=suggestion.reason,
    )
