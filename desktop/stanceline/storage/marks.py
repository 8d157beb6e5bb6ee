"""What a timeline shows of quotations and events, read in plain rows.

Tens of thousands of them are read at once, which objects of the mapper, with all their
fields, would make felt.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import MarkJudgement, Named
from stanceline.domain.spans import SEGMENT_JOIN, Span
from stanceline.domain.speakers import short_name_of
from stanceline.domain.suggestions import SuggestionStatus
from stanceline.storage import tables
from stanceline.storage.mark_columns import EVENT, QUOTATION, SUGGESTION, Ints, Longs
from stanceline.storage.topics import stance_value

_CHUNK = 4_000
"""Ids that one statement asks for, so that what it finds does not take much memory."""


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
    tags: tuple[str, ...] = ()
    analyst: str = ""


class EvidenceRow(NamedTuple):
    """A passage that an event rests on, with the article it stands in.

    ``date`` is the one, in EDTF or empty, that the passage gives for the event.
    """

    span: Span
    date: str
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
    tags: tuple[str, ...] = ()


class SuggestionRow(NamedTuple):
    """A suggestion that waits, as a timeline shows it; ``spans``, ``participants`` are JSON.

    ``title`` and all after it say what a suggested event is; ``date`` is EDTF.
    """

    id: int
    words: str
    spans: str
    name: str
    article_id: int
    article_title: str
    source: str
    published: str
    kind: str
    title: str
    date: str
    phrase: str
    participants: str
    pattern: str


def n_marks(session: Session) -> int:
    """How many quotations and events there are."""
    return sum(
        session.scalar(select(func.count()).select_from(model)) or 0
        for model in (tables.Quotation, tables.Event)
    )


def articles_per_day(session: Session) -> tuple[Longs, Ints]:
    """The days, from 1970-01-01, on which articles appeared, and how many did."""
    rows = (
        session.connection()
        .exec_driver_sql(
            "SELECT published_t0, count(*) FROM article WHERE published_t1 - published_t0 "
            "BETWEEN 0 AND ? GROUP BY published_t0",
            (SECONDS_PER_DAY,),
        )
        .all()
    )
    starts = np.array([start for start, _ in rows], dtype=np.int64) // SECONDS_PER_DAY
    days, which = np.unique(starts, return_inverse=True)
    counts = np.zeros(days.size, dtype=np.int32)
    np.add.at(counts, which, np.array([count for _, count in rows], dtype=np.int32))
    return days, counts


def quotations(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> list[QuotationRow]:
    """The quotations of these ids that are there.

    ``pause`` is called now and then: what it raises ends the reading.
    """
    return [row for some in _chunks(ids) for row in _quotations(session, pause, some)]


def events(session: Session, pause: Callable[[], None], ids: Sequence[int]) -> list[EventRow]:
    """The events of these ids that are there; see ``quotations`` for ``pause``."""
    return [row for some in _chunks(ids) for row in _events(session, pause, some)]


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


def _quotations(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> list[QuotationRow]:
    quotation, article = tables.Quotation, tables.Article
    words, spans = _segments(session, pause, ids)
    judgements = _judgements(session, pause, ids)
    tags = _tags(session, pause, tables.QuotationTag, ids)
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
            func.coalesce(tables.Analyst.name, ""),
        )
        .join(article, article.id == quotation.article_id)
        .outerjoin(tables.Analyst, tables.Analyst.id == quotation.analyst_id)
        .outerjoin(tables.Source, tables.Source.id == article.source_id)
        .outerjoin(tables.Speaker, tables.Speaker.id == quotation.speaker_id)
        .where(_is_among(quotation.id, ids))
    )
    found = []
    for number, speaker_id, name, short_name, said, phrase, *article, analyst in _plain(
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
                article[0],
                article[1],
                article[2],
                article[3],
                tuple(tags.get(number, ())),
                analyst,
            )
        )
    return found


def _tags(
    session: Session,
    pause: Callable[[], None],
    model: type[tables.QuotationTag | tables.EventTag],
    ids: Sequence[int],
) -> dict[int, list[str]]:
    """The tags by the id of what carries them."""
    owner: Any = tables.QuotationTag.quotation_id
    if model is tables.EventTag:
        owner = tables.EventTag.event_id
    statement = (
        select(owner, tables.Tag.name)
        .join(tables.Tag, tables.Tag.id == model.tag_id)
        .order_by(owner, tables.Tag.name)
        .where(_is_among(owner, ids))
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in _plain(session, statement, pause):
        found[number].append(name)
    return found


def _is_among(column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column is one of the ids, however many: they are one value of the statement.

    So the statement is the same for all, and is put together once.
    """
    listed = func.json_each(json.dumps(list(ids))).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(listed.c.value))
    return found


def _named(speaker_id: int, name: str, short_name: str) -> Named:
    return Named(speaker_id, name, short_name or short_name_of(name))


def _segments(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> tuple[dict[int, list[str]], dict[int, list[Span]]]:
    """The words of each segment as one line, and where it lies, by the quotation's id."""
    segment = tables.QuotationSpan
    statement = (
        select(segment.quotation_id, segment.start, segment.end, segment.exact)
        .where(_is_among(segment.quotation_id, ids))
        .order_by(segment.quotation_id, segment.position)
    )
    words: defaultdict[int, list[str]] = defaultdict(list)
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for number, start, end, exact in _plain(session, statement, pause):
        words[number].append(" ".join(exact.split()))
        spans[number].append(Span(start, end))
    return words, spans


def _judgements(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> dict[int, list[MarkJudgement]]:
    """The judgements of each quotation by its id, in the order in which they were made."""
    judgement = tables.Judgement
    stances = {row.id: stance_value(row) for row in session.scalars(select(tables.Stance))}
    topics = dict(session.execute(select(tables.Topic.id, tables.Topic.name)).all())
    statement = (
        select(judgement.quotation_id, judgement.topic_id, judgement.stance_id)
        .where(_is_among(judgement.quotation_id, ids))
        .order_by(judgement.id)
    )
    known: dict[tuple[int, int], MarkJudgement] = {}
    found: defaultdict[int, list[MarkJudgement]] = defaultdict(list)
    for number, topic_id, stance_id in _plain(session, statement, pause):
        key = (topic_id, stance_id)
        if key not in known:
            known[key] = MarkJudgement(Named(topic_id, topics[topic_id]), stances[stance_id])
        found[number].append(known[key])
    return found


def _events(session: Session, pause: Callable[[], None], ids: Sequence[int]) -> list[EventRow]:
    event = tables.Event
    participants = _participants(session, pause, ids)
    evidence = _evidence(session, pause, ids)
    tags = _tags(session, pause, tables.EventTag, ids)
    statement = (
        select(
            event.id,
            event.title,
            event.date,
            event.phrase,
            func.coalesce(tables.Category.name, ""),
            event.status,
            event.place,
        )
        .outerjoin(tables.Category, tables.Category.id == event.category_id)
        .where(_is_among(event.id, ids))
    )
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
            tuple(tags.get(number, ())),
        )
        for number, title, date, phrase, category, status, place in _plain(
            session, statement, pause
        )
    ]


def _participants(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> dict[int, list[Named]]:
    part, speaker = tables.EventParticipant, tables.Speaker
    statement = (
        select(part.event_id, speaker.id, speaker.name, speaker.short_name)
        .join(speaker, speaker.id == part.speaker_id)
        .order_by(part.event_id, speaker.name)
        .where(_is_among(part.event_id, ids))
    )
    found: defaultdict[int, list[Named]] = defaultdict(list)
    people: dict[int, Named] = {}
    for event_id, speaker_id, name, short_name in _plain(session, statement, pause):
        if speaker_id not in people:
            people[speaker_id] = _named(speaker_id, name, short_name)
        found[event_id].append(people[speaker_id])
    return found


def _evidence(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> dict[int, list[EvidenceRow]]:
    evidence, article = tables.Evidence, tables.Article
    statement = (
        select(
            evidence.event_id,
            evidence.start,
            evidence.end,
            evidence.edtf,
            article.id,
            article.title,
            func.coalesce(tables.Source.name, ""),
            article.published,
        )
        .join(article, article.id == evidence.article_id)
        .outerjoin(tables.Source, tables.Source.id == article.source_id)
        .order_by(evidence.id)
        .where(_is_among(evidence.event_id, ids))
    )
    found: defaultdict[int, list[EvidenceRow]] = defaultdict(list)
    for event_id, start, end, date, *heading in _plain(session, statement, pause):
        found[event_id].append(EvidenceRow(Span(start, end), date, *heading))
    return found


def suggestions(
    session: Session, pause: Callable[[], None], ids: Sequence[int]
) -> list[SuggestionRow]:
    """The suggestions of these ids that wait; see ``quotations`` for ``pause``."""
    suggestion, article, text = tables.Suggestion, tables.Article, tables.ArticleText
    n_letters = suggestion.phrase_end - suggestion.phrase_start
    phrase = func.substr(text.body, suggestion.phrase_start + 1, n_letters)
    found = []
    for some in _chunks(ids):
        statement = (
            select(
                suggestion.id,
                suggestion.exact,
                suggestion.spans,
                case((suggestion.name != "", suggestion.name), else_=suggestion.speaker),
                article.id,
                article.title,
                func.coalesce(tables.Source.name, ""),
                article.published,
                suggestion.kind,
                suggestion.title,
                suggestion.edtf,
                func.coalesce(phrase, ""),
                suggestion.participants,
                suggestion.pattern,
            )
            .join(article, article.id == suggestion.article_id)
            .join(text, text.id == article.text_id)
            .outerjoin(tables.Source, tables.Source.id == article.source_id)
            .where(_is_among(suggestion.id, some), suggestion.status == SuggestionStatus.WAITING)
        )
        found += [SuggestionRow(*row) for row in _plain(session, statement, pause)]
    return found


def titles(session: Session, kind: int, ids: Sequence[int]) -> dict[int, str]:
    """The words of quotations or suggestions, or the titles of events, by their ids.

    ``kind`` is one of those of ``MarkColumns``.
    """
    rows = session.connection().exec_driver_sql(_TITLES[kind], (json.dumps(ids),))
    found: dict[int, str] = {}
    for number, exact in rows:
        words = " ".join(exact.split())
        found[number] = f"{found[number]}{SEGMENT_JOIN}{words}" if number in found else words
    return found


_TITLES = {
    QUOTATION: "SELECT quotation_id, exact FROM quotation_span WHERE quotation_id IN "
    "(SELECT value FROM json_each(?)) ORDER BY quotation_id, position",
    EVENT: "SELECT id, title FROM event WHERE id IN (SELECT value FROM json_each(?))",
    SUGGESTION: "SELECT id, iif(kind = 'event', title, exact) FROM suggestion WHERE id IN "
    "(SELECT value FROM json_each(?))",
}


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
