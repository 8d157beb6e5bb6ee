"""What a timeline shows of quotations and events, read in plain rows.

Tens of thousands of them are read at once, which objects of the mapper, with all their
fields, would make felt.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import MarkJudgement, Named
from stanceline.domain.spans import SEGMENT_JOIN, Span
from stanceline.domain.speakers import short_name_of
from stanceline.storage import tables
from stanceline.storage.topics import stance_value

_CHUNK = 500
"""Ids that one statement asks for; SQLite takes a limited number of values."""


class QuotationRow(NamedTuple):
    """A quotation as a timeline shows it; dates are EDTF or empty."""

    id: int
    words: str
    spans: tuple[Span, ...]
    speaker: Named | None
    judgements: tuple[MarkJudgement, ...]
    said: str
    phrase: str
    article_id: int
    article_title: str
    source: str
    published: str


class EvidenceRow(NamedTuple):
    """A passage that an event rests on, with the article it stands in."""

    span: Span
    article_id: int
    article_title: str
    source: str
    published: str


class EventRow(NamedTuple):
    """An event as a timeline shows it; the date is EDTF or empty."""

    id: int
    title: str
    date: str
    phrase: str
    category: str
    status: EventStatus
    place: str
    participants: tuple[Named, ...]
    evidence: tuple[EvidenceRow, ...]


def n_marks(session: Session) -> int:
    """How many quotations and events there are."""
    return sum(
        session.scalar(select(func.count()).select_from(model)) or 0
        for model in (tables.Quotation, tables.Event)
    )


def quotations(
    session: Session, pause: Callable[[], None], ids: Iterable[int] | None = None
) -> list[QuotationRow]:
    """All quotations, or those of these ids that are there.

    ``pause`` is called now and then: what it raises ends the reading.
    """
    if ids is None:
        return _quotations(session, pause, None)
    wanted = list(ids)
    found: list[QuotationRow] = []
    for at in range(0, len(wanted), _CHUNK):
        found += _quotations(session, pause, wanted[at : at + _CHUNK])
    return found


def _quotations(
    session: Session, pause: Callable[[], None], ids: Sequence[int] | None
) -> list[QuotationRow]:
    quotation, article = tables.Quotation, tables.Article
    words, spans = _segments(session, pause, ids)
    judgements = _judgements(session, pause, ids)
    people: dict[int | None, Named | None] = {None: None}
    statement = (
        select(
            quotation.id,
            quotation.speaker_id,
            tables.Speaker.name,
            tables.Speaker.short_name,
            quotation.said,
            quotation.said_phrase,
            quotation.article_id,
            article.title,
            func.coalesce(tables.Source.name, ""),
            article.published,
        )
        .join(article, article.id == quotation.article_id)
        .outerjoin(tables.Source, tables.Source.id == article.source_id)
        .outerjoin(tables.Speaker, tables.Speaker.id == quotation.speaker_id)
    )
    if ids is not None:
        statement = statement.where(quotation.id.in_(ids))
    found = []
    for number, speaker_id, name, short_name, said, phrase, *heading in _plain(
        session, statement, pause
    ):
        if speaker_id not in people:
            people[speaker_id] = _named(speaker_id, name, short_name)
        found.append(
            QuotationRow(
                number,
                SEGMENT_JOIN.join(words[number]),
                tuple(spans[number]),
                people[speaker_id],
                tuple(judgements.get(number, ())),
                said,
                phrase,
                *heading,
            )
        )
    return found


def _named(speaker_id: int, name: str, short_name: str) -> Named:
    return Named(speaker_id, name, short_name or short_name_of(name))


def _segments(
    session: Session, pause: Callable[[], None], ids: Sequence[int] | None
) -> tuple[dict[int, list[str]], dict[int, list[Span]]]:
    """The words of each segment as one line, and where it lies, by the quotation's id."""
    segment = tables.QuotationSpan
    statement = select(segment.quotation_id, segment.start, segment.end, segment.exact).order_by(
        segment.quotation_id, segment.position
    )
    if ids is not None:
        statement = statement.where(segment.quotation_id.in_(ids))
    words: defaultdict[int, list[str]] = defaultdict(list)
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for number, start, end, exact in _plain(session, statement, pause):
        words[number].append(" ".join(exact.split()))
        spans[number].append(Span(start, end))
    return words, spans


def _judgements(
    session: Session, pause: Callable[[], None], ids: Sequence[int] | None
) -> dict[int, list[MarkJudgement]]:
    """The judgements of each quotation by its id, in the order in which they were made."""
    judgement = tables.Judgement
    stances = {row.id: stance_value(row) for row in session.scalars(select(tables.Stance))}
    topics = dict(session.execute(select(tables.Topic.id, tables.Topic.name)).all())
    statement = select(judgement.quotation_id, judgement.topic_id, judgement.stance_id).order_by(
        judgement.id
    )
    if ids is not None:
        statement = statement.where(judgement.quotation_id.in_(ids))
    known: dict[tuple[int, int], MarkJudgement] = {}
    found: defaultdict[int, list[MarkJudgement]] = defaultdict(list)
    for number, topic_id, stance_id in _plain(session, statement, pause):
        key = (topic_id, stance_id)
        if key not in known:
            known[key] = MarkJudgement(Named(topic_id, topics[topic_id]), stances[stance_id])
        found[number].append(known[key])
    return found


def events(session: Session, pause: Callable[[], None]) -> list[EventRow]:
    """All events; see ``quotations`` for ``pause``."""
    event = tables.Event
    participants = _participants(session, pause)
    evidence = _evidence(session, pause)
    statement = select(
        event.id,
        event.title,
        event.date,
        event.phrase,
        func.coalesce(tables.Category.name, ""),
        event.status,
        event.place,
    ).outerjoin(tables.Category, tables.Category.id == event.category_id)
    return [
        EventRow(
            number,
            title,
            date,
            phrase,
            category,
            EventStatus(status),
            place,
            tuple(participants.get(number, ())),
            tuple(evidence.get(number, ())),
        )
        for number, title, date, phrase, category, status, place in _plain(
            session, statement, pause
        )
    ]


def _participants(session: Session, pause: Callable[[], None]) -> dict[int, list[Named]]:
    part, speaker = tables.EventParticipant, tables.Speaker
    found: defaultdict[int, list[Named]] = defaultdict(list)
    people: dict[int, Named] = {}
    for event_id, speaker_id, name, short_name in _plain(
        session,
        select(part.event_id, speaker.id, speaker.name, speaker.short_name)
        .join(speaker, speaker.id == part.speaker_id)
        .order_by(part.event_id, speaker.name),
        pause,
    ):
        if speaker_id not in people:
            people[speaker_id] = _named(speaker_id, name, short_name)
        found[event_id].append(people[speaker_id])
    return found


def _evidence(session: Session, pause: Callable[[], None]) -> dict[int, list[EvidenceRow]]:
    evidence, article = tables.Evidence, tables.Article
    found: defaultdict[int, list[EvidenceRow]] = defaultdict(list)
    for event_id, start, end, *heading in _plain(
        session,
        select(
            evidence.event_id,
            evidence.start,
            evidence.end,
            article.id,
            article.title,
            func.coalesce(tables.Source.name, ""),
            article.published,
        )
        .join(article, article.id == evidence.article_id)
        .outerjoin(tables.Source, tables.Source.id == article.source_id)
        .order_by(evidence.id),
        pause,
    ):
        found[event_id].append(EvidenceRow(Span(start, end), *heading))
    return found


_PAUSE_EVERY = 500


def _plain(
    session: Session, statement: Select[*tuple[Any, ...]], pause: Callable[[], None]
) -> Iterable[Any]:
    """The rows as the driver gives them: to wrap each takes longer than to read it."""
    found = cast(Any, session.connection().execute(statement).cursor)
    while rows := found.fetchmany(_PAUSE_EVERY):
        pause()
        yield from rows
    pause()
