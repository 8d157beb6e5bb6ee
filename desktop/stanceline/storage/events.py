"""Events with their participants and evidence in the database."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from stanceline.domain.events import (
    SETTLED,
    Event,
    EventDraft,
    Evidence,
    EvidenceDraft,
    Relation,
)
from stanceline.domain.spans import Span, anchor
from stanceline.storage import tables
from stanceline.storage.quotations import anchor_value


def add(session: Session, draft: EventDraft) -> tables.Event:
    """A new event made from the draft, with its id given."""
    row = tables.Event()
    fill(session, row, draft)
    session.add(row)
    session.flush()
    return row


def fill(session: Session, row: tables.Event, draft: EventDraft) -> None:
    """Give the row everything that the draft says; raises EdtfError for a wrong date."""
    row.title = draft.title.strip()
    row.date = draft.edtf.strip()
    row.phrase = draft.phrase
    row.rule = draft.rule
    row.category = _category_named(session, draft.category)
    row.status = draft.status
    row.place = draft.place.strip()
    row.description = draft.description
    row.participants = [
        session.get_one(tables.Speaker, speaker_id)
        for speaker_id in dict.fromkeys(draft.participant_ids)
    ]


def _category_named(session: Session, name: str) -> tables.Category | None:
    name = name.strip()
    if not name:
        return None
    wanted = name.casefold()
    rows = session.scalars(select(tables.Category))
    found = next((row for row in rows if row.name.casefold() == wanted), None)
    if found is None:
        found = tables.Category(name=name)
        session.add(found)
        session.flush()
    return found


def categories(session: Session) -> list[str]:
    """The names of all categories in alphabetical order."""
    return list(
        session.scalars(select(tables.Category.name).order_by(func.lower(tables.Category.name)))
    )


def add_evidence(session: Session, event_id: int, draft: EvidenceDraft) -> tables.Evidence:
    """A new piece of evidence, anchored in its article's body as it stands.

    Raises SpanOutsideText when the span leaves the body, EdtfError for a wrong date.
    """
    article = session.get_one(tables.Article, draft.article_id)
    found = anchor(article.body, draft.span, article.revision)
    row = tables.Evidence(
        event_id=event_id,
        article_id=draft.article_id,
        quotation_id=draft.quotation_id,
        relation=draft.relation,
        start=found.span.start,
        end=found.span.end,
        exact=found.exact,
        prefix=found.prefix,
        suffix=found.suffix,
        revision=found.revision,
        edtf=draft.edtf or "",
        phrase=draft.phrase if draft.edtf else "",
    )
    session.add(row)
    session.flush()
    return row


def passages_in(session: Session, article_ids: Iterable[int]) -> defaultdict[int, list[Span]]:
    """The passages that events rest on, not only for context, by the articles' ids."""
    piece = tables.Evidence
    rows = session.execute(
        select(piece.article_id, piece.start, piece.end)
        .where(piece.article_id.in_(list(article_ids)), piece.relation != Relation.CONTEXT)
        .order_by(piece.start)
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for article_id, start, end in rows:
        found[article_id].append(Span(start, end))
    return found


def take_over(session: Session, kept: tables.Event, gone: tables.Event) -> None:
    """Have one event stand for another as well, which is deleted.

    Evidence that both have is kept once; evidence without a date of its own gets that of
    the event which goes, unless both events say the same.
    """
    if not kept.date:
        kept.date, kept.phrase, kept.rule = gone.date, gone.phrase, gone.rule
    kept.category = kept.category or gone.category
    kept.place = kept.place or gone.place
    kept.description = "\n".join(filter(None, (kept.description, *_told_of(kept, gone))))
    kept.participants = list(dict.fromkeys((*kept.participants, *gone.participants)))
    kept.tags = list(dict.fromkeys((*kept.tags, *gone.tags)))
    known = {(piece.article_id, piece.start, piece.end): piece for piece in kept.evidence}
    moved = []
    for piece in gone.evidence:
        if not piece.edtf and gone.date not in {"", kept.date}:
            piece.edtf, piece.phrase = gone.date, gone.phrase
        same = known.get((piece.article_id, piece.start, piece.end))
        if same is None:
            moved.append(piece.id)
        elif not same.edtf:
            same.edtf, same.phrase = piece.edtf, piece.phrase
        if piece.edtf not in {"", kept.date} and kept.rule == SETTLED:
            kept.rule = ""
    session.flush()
    session.execute(
        update(tables.Evidence).where(tables.Evidence.id.in_(moved)).values(event_id=kept.id)
    )
    # Read anew, so that what has moved is not deleted with the event that goes.
    session.expire(gone, ["evidence"])
    session.expire(kept, ["evidence"])
    session.delete(gone)
    session.flush()


def _told_of(kept: tables.Event, gone: tables.Event) -> list[str]:
    """The title of an event that goes, as far as it says something else, and its description."""
    date = f" ({gone.date})" if gone.date not in {"", kept.date} else ""
    is_said = gone.title.casefold() == kept.title.casefold() and not date
    return [*([] if is_said else [f"“{gone.title}”{date}"]), gone.description]


def get(session: Session, event_id: int) -> Event | None:
    """The event of this id, or None."""
    found = _where(session, tables.Event.id == event_id)
    return found[0] if found else None


def every(session: Session) -> list[Event]:
    """All events, by the beginning of their core, undated ones last."""
    return _where(session)


def of_article(session: Session, article_id: int) -> list[Event]:
    """The events that have evidence in this article."""
    return _where(session, tables.Event.evidence.any(tables.Evidence.article_id == article_id))


def _where(session: Session, *conditions: ColumnElement[bool]) -> list[Event]:
    event = tables.Event
    rows = session.scalars(
        select(event)
        .where(*conditions)
        .options(
            joinedload(event.category),
            selectinload(event.participants),
            selectinload(event.evidence)
            .joinedload(tables.Evidence.article)
            .joinedload(tables.Article.source),
        )
        .order_by(event.date_t0.nulls_last(), event.date_t1, event.id)
    )
    doubtful = set(session.scalars(select(tables.Doubt.evidence_id)))
    return [_value(row, doubtful) for row in rows]


def _value(row: tables.Event, doubtful: AbstractSet[int | None]) -> Event:
    return Event(
        id=row.id,
        uid=row.uid,
        title=row.title,
        edtf=row.date,
        phrase=row.phrase,
        rule=row.rule,
        category=row.category.name if row.category else "",
        status=row.status,
        place=row.place,
        description=row.description,
        participant_ids=tuple(speaker.id for speaker in row.participants),
        participants=tuple(speaker.name for speaker in row.participants),
        evidence=tuple(_evidence_value(piece, doubtful) for piece in row.evidence),
    )


def _evidence_value(row: tables.Evidence, doubtful: AbstractSet[int | None]) -> Evidence:
    return Evidence(
        id=row.id,
        event_id=row.event_id,
        article_id=row.article_id,
        article_title=row.article.title,
        source=row.article.source.name if row.article.source else "",
        published=row.article.published,
        anchor=anchor_value(row),
        relation=row.relation,
        quotation_id=row.quotation_id,
        is_doubtful=row.id in doubtful,
        edtf=row.edtf,
        phrase=row.phrase,
    )
