"""Quotations with their spans and judgements in the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, select
from sqlalchemy.orm import Session

from stanceline.domain.quotations import Judgement, Quotation, QuotationDraft
from stanceline.domain.spans import Anchor, Span, anchor, trimmed
from stanceline.domain.speakers import short_name_of
from stanceline.storage import tables
from stanceline.storage.topics import stance_value
from stanceline.storage.uids import new_uid


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


def add_many(
    session: Session, drafts: Sequence[QuotationDraft], analyst_id: int | None
) -> list[int]:
    """The ids of new quotations, stored together, in the order of the drafts.

    Raises SpanOutsideText when a span leaves its article's body.
    """
    bodies = {
        article_id: (body, revision)
        for article_id, body, revision in session.execute(
            select(tables.Article.id, tables.ArticleText.body, tables.Article.revision)
            .join(tables.ArticleText, tables.ArticleText.id == tables.Article.text_id)
            .where(tables.Article.id.in_({draft.article_id for draft in drafts}))
        )
    }
    rows: list[dict[str, Any]] = []
    parts = []
    for draft in drafts:
        body, revision = bodies[draft.article_id]
        uid, cue, mention = new_uid(), ends(draft.cue), ends(draft.mention)
        rows.append(
            {
                "uid": uid,
                "article_id": draft.article_id,
                "speaker_id": draft.speaker_id,
                "kind": draft.kind,
                "cue_start": cue[0],
                "cue_end": cue[1],
                "mention_start": mention[0],
                "mention_end": mention[1],
                "analyst_id": analyst_id,
            }
        )
        spans = sorted(trimmed(body, span) for span in draft.spans)
        parts.append([anchor(body, span, revision) for span in spans])
    quotation = tables.Quotation
    stored = session.execute(insert(quotation).returning(quotation.uid, quotation.id), rows)
    ids_by_uid = dict(stored.all())
    ids = [ids_by_uid[row["uid"]] for row in rows]
    session.execute(
        insert(tables.QuotationSpan),
        [
            {
                "quotation_id": quotation_id,
                "position": position,
                "start": found.span.start,
                "end": found.span.end,
                "exact": found.exact,
                "prefix": found.prefix,
                "suffix": found.suffix,
                "revision": found.revision,
            }
            for quotation_id, anchors in zip(ids, parts, strict=True)
            for position, found in enumerate(anchors)
        ],
    )
    return ids


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


def passages_in(session: Session, article_ids: Iterable[int]) -> defaultdict[int, list[Span]]:
    """The words that are marked as quotations, by the articles' ids."""
    quotation, part = tables.Quotation, tables.QuotationSpan
    rows = session.execute(
        select(quotation.article_id, part.start, part.end)
        .join(quotation, quotation.id == part.quotation_id)
        .where(quotation.article_id.in_(list(article_ids)))
        .order_by(part.start)
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for article_id, start, end in rows:
        found[article_id].append(Span(start, end))
    return found


def of_article(session: Session, article_id: int) -> list[Quotation]:
    """The quotations of an article in reading order."""
    found = _where(session, tables.Quotation.article_id == article_id)
    return sorted(found, key=lambda quotation: quotation.spans)


def every(session: Session) -> list[Quotation]:
    """All quotations in the order of their articles' ids and their own."""
    return _where(session)


def _where(session: Session, *conditions: ColumnElement[bool]) -> list[Quotation]:
    # Columns and not objects: an object of the mapper's costs ten times as much, which
    # twenty thousand quotations on a timeline make felt.
    quotation, speaker = tables.Quotation, tables.Speaker
    chosen = select(quotation.id).where(*conditions)
    anchors = _anchors(session, chosen)
    judgements = _judgements(session, chosen)
    rows = session.execute(
        select(
            quotation.id,
            quotation.uid,
            quotation.article_id,
            quotation.kind,
            quotation.speaker_id,
            speaker.name,
            speaker.short_name,
            quotation.cue_start,
            quotation.cue_end,
            quotation.mention_start,
            quotation.mention_end,
            quotation.said,
            quotation.said_phrase,
            quotation.note,
        )
        .outerjoin(speaker, speaker.id == quotation.speaker_id)
        .where(*conditions)
        .order_by(quotation.article_id, quotation.id)
    )
    return [
        Quotation(
            id=quotation_id,
            uid=uid,
            article_id=article_id,
            anchors=tuple(found for found, _ in anchors[quotation_id]),
            doubtful=tuple(is_doubtful for _, is_doubtful in anchors[quotation_id]),
            kind=kind,
            speaker_id=speaker_id,
            speaker=name or "",
            speaker_short=short_name or short_name_of(name or ""),
            cue=between(cue_start, cue_end),
            mention=between(mention_start, mention_end),
            said=said,
            said_phrase=said_phrase,
            note=note,
            judgements=tuple(judgements[quotation_id]),
        )
        for (
            quotation_id,
            uid,
            article_id,
            kind,
            speaker_id,
            name,
            short_name,
            cue_start,
            cue_end,
            mention_start,
            mention_end,
            said,
            said_phrase,
            note,
        ) in rows
    ]


def _anchors(session: Session, chosen: Select[Any]) -> defaultdict[int, list[tuple[Anchor, bool]]]:
    """The segments of the chosen quotations by their ids, and whether each is doubtful."""
    span, doubt = tables.QuotationSpan, tables.Doubt
    doubtful = set(session.scalars(select(doubt.quotation_span_id)))
    found: defaultdict[int, list[tuple[Anchor, bool]]] = defaultdict(list)
    for span_id, quotation_id, start, end, exact, prefix, suffix, revision in session.execute(
        select(
            span.id,
            span.quotation_id,
            span.start,
            span.end,
            span.exact,
            span.prefix,
            span.suffix,
            span.revision,
        )
        .where(span.quotation_id.in_(chosen))
        # In reading order, which an edit of the text may have changed.
        .order_by(span.quotation_id, span.start, span.position)
    ):
        each = Anchor(Span(start, end), exact, prefix, suffix, revision)
        found[quotation_id].append((each, span_id in doubtful))
    return found


def _judgements(session: Session, chosen: Select[Any]) -> defaultdict[int, list[Judgement]]:
    """The judgements of the chosen quotations by the quotations' ids."""
    stances = {row.id: stance_value(row) for row in session.scalars(select(tables.Stance))}
    judgement = tables.Judgement
    found: defaultdict[int, list[Judgement]] = defaultdict(list)
    for (
        quotation_id,
        judgement_id,
        topic_id,
        topic,
        stance_id,
        certainty,
        note,
        analyst,
    ) in session.execute(
        select(
            judgement.quotation_id,
            judgement.id,
            judgement.topic_id,
            tables.Topic.name,
            judgement.stance_id,
            judgement.certainty,
            judgement.note,
            tables.Analyst.name,
        )
        .join(tables.Topic, tables.Topic.id == judgement.topic_id)
        .join(tables.Analyst, tables.Analyst.id == judgement.analyst_id)
        .where(judgement.quotation_id.in_(chosen))
        .order_by(judgement.id)
    ):
        found[quotation_id].append(
            Judgement(judgement_id, topic_id, topic, stances[stance_id], certainty, note, analyst)
        )
    return found
