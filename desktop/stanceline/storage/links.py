"""What things have to do with each other, in few columns and no more rows than are shown."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from stanceline.domain.events import EventStatus, Relation
from stanceline.domain.spans import SEGMENT_JOIN
from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.storage import tables
from stanceline.storage.topics import stance_value


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article by its title, outlet and publication date (EDTF or empty)."""

    id: int
    title: str
    source: str
    published: str
    language: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event by its title and date; ``relation`` is what the passage at hand does for it."""

    id: int
    title: str
    edtf: str
    status: EventStatus
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class QuotationLine:
    """A quotation in one line; ``edtf`` is when it was said, else when it was published."""

    id: int
    article_id: int
    words: str
    speaker: str
    source: str
    edtf: str
    stances: tuple[tuple[str, Stance], ...]


@dataclass(frozen=True, slots=True)
class Original:
    """The file that an article came from."""

    name: str
    n_bytes: int


# ------------------------------------------------------------------------- articles


def _article_lines(session: Session, *conditions: ColumnElement[bool]) -> list[ArticleLine]:
    article, source = tables.Article, tables.Source
    rows = session.execute(
        select(article.id, article.title, source.name, article.published, article.language)
        .outerjoin(source, source.id == article.source_id)
        .where(*conditions)
        .order_by(article.published_t0.nulls_last(), article.id)
    )
    return [
        ArticleLine(article_id, title, outlet or "", published, language)
        for article_id, title, outlet, published, language in rows
    ]


def article(session: Session, article_id: int) -> ArticleLine | None:
    """The article of this id in one line, or None."""
    found = _article_lines(session, tables.Article.id == article_id)
    return found[0] if found else None


def reprints(session: Session, article_id: int) -> list[ArticleLine]:
    """The other articles of the same words, in the order of their publication."""
    article = tables.Article
    first = session.scalar(
        select(func.coalesce(article.reprint_of_id, article.id)).where(article.id == article_id)
    )
    if first is None:
        return []
    same = or_(article.id == first, article.reprint_of_id == first)
    return _article_lines(session, same, article.id != article_id)


def original(session: Session, article_id: int) -> Original | None:
    """The file that the article came from, or None when it came from none."""
    article, original = tables.Article, tables.Original
    row = session.execute(
        select(original.name, func.length(original.content))
        .join(article, article.original_id == original.id)
        .where(article.id == article_id)
    ).first()
    return None if row is None else Original(row[0], row[1])


# ----------------------------------------------------------------------- quotations


def n_quotations(session: Session, *, article_id: int = 0, speaker_id: int = 0) -> int:
    """How many quotations an article or a speaker has."""
    condition = _of(article_id, speaker_id)
    return session.scalars(select(func.count()).where(condition)).one()


def _of(article_id: int, speaker_id: int) -> ColumnElement[bool]:
    quotation = tables.Quotation
    return quotation.article_id == article_id if article_id else quotation.speaker_id == speaker_id


def quotations_of_article(session: Session, article_id: int, limit: int) -> list[QuotationLine]:
    """The first quotations of an article in reading order."""
    quotation, span = tables.Quotation, tables.QuotationSpan
    start = select(func.min(span.start)).where(span.quotation_id == quotation.id).scalar_subquery()
    chosen = select(quotation.id).where(quotation.article_id == article_id)
    return _quotation_lines(session, chosen.order_by(start, quotation.id).limit(limit))


def quotations_of_speaker(session: Session, speaker_id: int, limit: int) -> list[QuotationLine]:
    """What a speaker said last, the newest first."""
    quotation, article = tables.Quotation, tables.Article
    when = func.coalesce(quotation.said_t0, article.published_t0)
    chosen = (
        select(quotation.id)
        .join(article, article.id == quotation.article_id)
        .where(quotation.speaker_id == speaker_id)
        .order_by(when.desc().nulls_last(), quotation.id.desc())
        .limit(limit)
    )
    return _quotation_lines(session, chosen)


def _quotation_lines(session: Session, chosen: Select[Any]) -> list[QuotationLine]:
    ids: Sequence[int] = session.scalars(chosen).all()
    quotation, article = tables.Quotation, tables.Article
    speaker, source = tables.Speaker, tables.Source
    words, stances = _words(session, ids), _stances(session, ids)
    rows = session.execute(
        select(
            quotation.id,
            quotation.article_id,
            speaker.name,
            source.name,
            quotation.said,
            article.published,
        )
        .join(article, article.id == quotation.article_id)
        .outerjoin(speaker, speaker.id == quotation.speaker_id)
        .outerjoin(source, source.id == article.source_id)
        .where(quotation.id.in_(ids))
    )
    found = {
        quotation_id: QuotationLine(
            quotation_id,
            article_id,
            SEGMENT_JOIN.join(words[quotation_id]),
            name or "",
            outlet or "",
            said or published,
            tuple(stances[quotation_id]),
        )
        for quotation_id, article_id, name, outlet, said, published in rows
    }
    return [found[each] for each in ids]


def _words(session: Session, ids: Sequence[int]) -> defaultdict[int, list[str]]:
    span = tables.QuotationSpan
    found: defaultdict[int, list[str]] = defaultdict(list)
    for quotation_id, exact in session.execute(
        select(span.quotation_id, span.exact)
        .where(span.quotation_id.in_(ids))
        .order_by(span.quotation_id, span.position)
    ):
        found[quotation_id].append(" ".join(exact.split()))
    return found


def _stances(session: Session, ids: Sequence[int]) -> defaultdict[int, list[tuple[str, Stance]]]:
    judgement = tables.Judgement
    stances = {row.id: stance_value(row) for row in session.scalars(select(tables.Stance))}
    found: defaultdict[int, list[tuple[str, Stance]]] = defaultdict(list)
    for quotation_id, topic, stance_id in session.execute(
        select(judgement.quotation_id, tables.Topic.name, judgement.stance_id)
        .join(tables.Topic, tables.Topic.id == judgement.topic_id)
        .where(judgement.quotation_id.in_(ids))
        .order_by(judgement.id)
    ):
        found[quotation_id].append((topic, stances[stance_id]))
    return found


# --------------------------------------------------------------------------- events


def events_on_quotation(session: Session, quotation_id: int) -> list[EventLine]:
    """The events for which the quotation, or words in it, are evidence."""
    event, evidence, span = tables.Event, tables.Evidence, tables.QuotationSpan
    quotation = tables.Quotation
    touches = and_(
        evidence.article_id == quotation.article_id,
        evidence.start < span.end,
        evidence.end > span.start,
    )
    rows = session.execute(
        select(event.id, event.title, event.date, event.status, evidence.relation)
        .select_from(quotation)
        .join(span, span.quotation_id == quotation.id)
        .join(evidence, or_(evidence.quotation_id == quotation.id, touches))
        .join(event, event.id == evidence.event_id)
        .where(quotation.id == quotation_id)
        .order_by(event.date_t0.nulls_last(), event.id, evidence.id)
    )
    found: dict[int, EventLine] = {}
    for event_id, title, date, status, relation in rows:
        found.setdefault(event_id, EventLine(event_id, title, date, status, relation))
    return list(found.values())


def events_of_article(session: Session, article_id: int, limit: int) -> list[EventLine]:
    """The events that rest on words of the article, in the order of their dates."""
    event, evidence = tables.Event, tables.Evidence
    resting = select(evidence.event_id).where(evidence.article_id == article_id)
    return _event_lines(session, event.id.in_(resting), limit=limit, newest_first=False)


def events_of_speaker(session: Session, speaker_id: int, limit: int) -> list[EventLine]:
    """The events that a speaker takes part in, the newest first."""
    event, part = tables.Event, tables.EventParticipant
    joined = select(part.event_id).where(part.speaker_id == speaker_id)
    return _event_lines(session, event.id.in_(joined), limit=limit, newest_first=True)


def n_events_of_article(session: Session, article_id: int) -> int:
    """How many events rest on words of the article."""
    evidence = tables.Evidence
    chosen = select(func.count(evidence.event_id.distinct()))
    return session.scalars(chosen.where(evidence.article_id == article_id)).one()


def _event_lines(
    session: Session, condition: ColumnElement[bool], *, limit: int, newest_first: bool
) -> list[EventLine]:
    event = tables.Event
    when = event.date_t0.desc() if newest_first else event.date_t0
    rows = session.execute(
        select(event.id, event.title, event.date, event.status)
        .where(condition)
        .order_by(when.nulls_last(), event.id)
        .limit(limit)
    )
    return [EventLine(*row) for row in rows]


# ------------------------------------------------------------------------- speakers


def speakers_in(session: Session, article_id: int) -> set[int]:
    """The ids of those who are quoted in the article."""
    quotation = tables.Quotation
    chosen = select(quotation.speaker_id).where(quotation.article_id == article_id).distinct()
    return {each for each in session.scalars(chosen) if each is not None}


def members_of(session: Session, speaker_id: int, limit: int) -> list[tuple[int, str]]:
    """The ids and names of the speakers who belong to this one, in alphabetical order."""
    speaker = tables.Speaker
    rows = session.execute(
        select(speaker.id, speaker.name)
        .where(speaker.affiliation_id == speaker_id)
        .order_by(func.lower(speaker.name))
        .limit(limit)
    )
    return [(member_id, name) for member_id, name in rows]
