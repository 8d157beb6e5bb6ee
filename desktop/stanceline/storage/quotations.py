"""Quotations with their spans and judgements in the database."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from stanceline.domain.quotations import Judgement, Quotation, QuotationDraft
from stanceline.domain.spans import Anchor, Span, anchor
from stanceline.domain.speakers import short_name_of
from stanceline.storage import tables
from stanceline.storage.topics import stance_value


def add(session: Session, draft: QuotationDraft, analyst_id: int | None) -> tables.Quotation:
    """A new quotation, anchored in its article's body as it stands.

    Raises SpanOutsideText when a span leaves the body.
    """
    article = session.get_one(tables.Article, draft.article_id)
    row = tables.Quotation(article_id=draft.article_id, analyst_id=analyst_id)
    row.speaker_id = draft.speaker_id
    row.kind = draft.kind
    row.said = draft.said
    row.said_phrase = draft.said_phrase
    row.note = draft.note
    row.cue_start, row.cue_end = ends(draft.cue)
    row.mention_start, row.mention_end = ends(draft.mention)
    row.spans = [
        span_row(position, anchor(article.body, span, article.revision))
        for position, span in enumerate(sorted(draft.spans))
    ]
    session.add(row)
    session.flush()
    return row


def span_row(position: int, found: Anchor) -> tables.QuotationSpan:
    """The row that stores an anchor as the segment of this position."""
    return tables.QuotationSpan(
        position=position,
        start=found.span.start,
        end=found.span.end,
        exact=found.exact,
        prefix=found.prefix,
        suffix=found.suffix,
        revision=found.revision,
    )


def ends(span: Span | None) -> tuple[int | None, int | None]:
    """Start and end of a span that may be absent, as two columns."""
    return (None, None) if span is None else (span.start, span.end)


def between(start: int | None, end: int | None) -> Span | None:
    """The span that two columns store, or None when they are empty."""
    return None if start is None or end is None else Span(start, end)


def anchor_value(row: tables.QuotationSpan | tables.Evidence) -> Anchor:
    """The anchor that the row stores."""
    return Anchor(Span(row.start, row.end), row.exact, row.prefix, row.suffix, row.revision)


def get(session: Session, quotation_id: int) -> Quotation | None:
    """The quotation of this id, or None."""
    found = _where(session, tables.Quotation.id == quotation_id)
    return found[0] if found else None


def of_article(session: Session, article_id: int) -> list[Quotation]:
    """The quotations of an article in reading order."""
    found = _where(session, tables.Quotation.article_id == article_id)
    return sorted(found, key=lambda quotation: quotation.spans)


def every(session: Session) -> list[Quotation]:
    """All quotations in the order of their articles' ids and their own."""
    return _where(session)


def _where(session: Session, *conditions: ColumnElement[bool]) -> list[Quotation]:
    quotation = tables.Quotation
    rows: Sequence[tables.Quotation] = session.scalars(
        select(quotation)
        .where(*conditions)
        .options(
            joinedload(quotation.speaker),
            selectinload(quotation.spans),
            selectinload(quotation.judgements).options(
                joinedload(tables.Judgement.topic),
                joinedload(tables.Judgement.stance),
                joinedload(tables.Judgement.analyst),
            ),
        )
        .order_by(quotation.article_id, quotation.id)
    ).all()
    return [_value(row) for row in rows]


def _value(row: tables.Quotation) -> Quotation:
    speaker = row.speaker
    return Quotation(
        id=row.id,
        uid=row.uid,
        article_id=row.article_id,
        anchors=tuple(anchor_value(span) for span in row.spans),
        kind=row.kind,
        speaker_id=row.speaker_id,
        speaker=speaker.name if speaker else "",
        speaker_short=(speaker.short_name or short_name_of(speaker.name)) if speaker else "",
        cue=between(row.cue_start, row.cue_end),
        mention=between(row.mention_start, row.mention_end),
        said=row.said,
        said_phrase=row.said_phrase,
        note=row.note,
        judgements=tuple(
            Judgement(
                id=judgement.id,
                topic_id=judgement.topic_id,
                topic=judgement.topic.name,
                stance=stance_value(judgement.stance),
                certainty=judgement.certainty,
                note=judgement.note,
                analyst=judgement.analyst.name,
            )
            for judgement in row.judgements
        ),
    )
