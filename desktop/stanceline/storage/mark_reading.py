"""Quotations, events and suggestions read from the tables as columns."""

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.events import SETTLED, EventStatus
from stanceline.records import dataclass
from stanceline.storage import tables
from stanceline.storage.bulk import Number, Rows, Source, Wholes, read_rows
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    ArticleColumns,
    Codes,
    Ints,
    Longs,
    Several,
)
from stanceline.storage.mark_names import Books, Lookup

STATUSES = tuple(EventStatus)
"""What the codes of ``MarkColumns.status`` stand for."""

_STATUS = Number(
    "CASE status "
    + " ".join(f"WHEN '{status.value}' THEN {code}" for code, status in enumerate(STATUSES, 1))
    + " END",
    most=len(STATUSES),
)
_LONGEST_TITLE = 2**30 - 1
_N_LETTERS = Number(f"min(length(title), {_LONGEST_TITLE})", most=_LONGEST_TITLE)
_IS_EVENT = "kind = 'event'"
_WAITING = f"status = 'waiting' AND NOT ({_IS_EVENT} AND tier = 'C')"
"""What is tied to another event has no date yet that could be drawn."""

_EVENT_STATUS = Number(
    f"CASE WHEN {_IS_EVENT} THEN CASE "
    + " ".join(
        f"WHEN pattern LIKE '%{status.value}%' THEN {STATUSES.index(status) + 1}"
        for status in (EventStatus.PLANNED, EventStatus.DENIED)
    )
    + f" ELSE {STATUSES.index(EventStatus.REPORTED) + 1} END END",
    most=len(STATUSES),
)


@dataclass(frozen=True, slots=True, eq=False)
class MarkPart:
    """Columns of some marks, with the codes that all columns of one reader share.

    What each holds is told at ``MarkColumns``.
    """

    kind: Codes
    ids: Longs
    date: Ints
    published: Ints
    status: Codes
    category: Ints
    analyst: Ints
    speakers: Several
    topics: Several
    stances: Codes
    tags: Several
    articles: Several
    said_dates: Ints
    n_letters: Ints

    def __len__(self) -> int:
        return self.ids.size


@dataclass(frozen=True, slots=True, eq=False)
class ArticlesRead:
    """Articles in the order of their ids; ``reprint_of`` holds ids, 0 for none."""

    ids: Longs
    source: Ints
    published: Ints
    reprint_of: Longs


class MarkTables:
    """Reads the tables within one transaction; ``ids`` of None stands for all rows.

    ``pause`` is called now and then: what it raises ends the reading.
    """

    def __init__(self, session: Session, books: Books, pause: Callable[[], None]) -> None:
        self._session = session
        self._connection = session.connection()
        self._books = books
        self._pause = pause

    def articles(self, ids: Iterable[int] | None = None) -> ArticlesRead:
        """Articles in the order of their ids."""
        numbers = (Number("source_id"), Number("reprint_of_id"))
        found = self._dated("article", "rowid", ids, numbers, "published")
        sources, reprint_of = found.numbers
        return ArticlesRead(
            ids=found.ids,
            source=self._books.sources.lookup().of(sources),
            published=found.codes,
            reprint_of=reprint_of.astype(np.int64),
        )

    def quotations(self, articles: "Articles", ids: Iterable[int] | None = None) -> MarkPart:
        """Quotations in the order of their ids."""
        wanted = None if ids is None else list(ids)
        numbers = (Number("article_id"), Number("speaker_id"), Number("analyst_id"))
        found = self._dated("quotation", "rowid", wanted, numbers, "said")
        article_ids, speaker_ids, analyst_ids = found.numbers
        n = found.ids.size
        rows = Lookup(found.ids)
        article = articles.rows_of(article_ids)
        topics, stances = self._judgements(rows, n, wanted)
        return MarkPart(
            kind=_all_codes(n, QUOTATION),
            ids=found.ids,
            date=found.codes,
            published=_published(articles, article),
            status=_all_codes(n, NONE),
            category=_alike(n, NONE),
            analyst=self._books.analysts.lookup().of(analyst_ids),
            speakers=_at_most_one(self._books.speakers.lookup().of(speaker_ids)),
            topics=topics,
            stances=stances,
            tags=self._tags("quotation", rows, n, wanted),
            articles=_at_most_one(article),
            said_dates=_alike(int(np.count_nonzero(article >= 0)), NONE),
            n_letters=_alike(n, 0),
        )

    def events(self, articles: "Articles", ids: Iterable[int] | None = None) -> MarkPart:
        """Events in the order of their ids."""
        wanted = None if ids is None else list(ids)
        numbers = (Number("category_id"), _STATUS, _N_LETTERS)
        found = self._dated("event", "rowid", wanted, numbers, "date")
        category_ids, statuses, n_letters = found.numbers
        n = found.ids.size
        rows = Lookup(found.ids)
        resting, said_dates = self._evidence(articles, rows, n, wanted)
        return MarkPart(
            kind=_all_codes(n, EVENT),
            ids=found.ids,
            date=found.codes,
            published=_firsts(resting, articles),
            status=(statuses - 1).astype(np.int8),
            category=self._books.categories.lookup().of(category_ids),
            analyst=_alike(n, NONE),
            speakers=self._participants(rows, n, wanted),
            topics=_none(n),
            stances=np.empty(0, dtype=np.int8),
            tags=self._tags("event", rows, n, wanted),
            articles=resting,
            said_dates=said_dates,
            n_letters=n_letters.astype(np.int32),
        )

    def suggestions(self, articles: "Articles", ids: Iterable[int] | None = None) -> MarkPart:
        """Suggestions that wait, in the order of their ids; their speakers are guessed.

        Suggested events have a status, and stand at their date as events do.
        """
        wanted = None if ids is None else list(ids)
        found = read_rows(
            self._connection,
            _source("suggestion", "rowid", wanted, where=_WAITING),
            (Number("article_id"),),
            pause=self._pause,
            text="CASE WHEN name <> '' THEN name ELSE speaker END",
            coder=self._speakers_by_name,
        )
        (article_ids,) = found.numbers
        n = found.ids.size
        article = articles.rows_of(article_ids)
        dated = self._dated(
            "suggestion", "rowid", wanted, (_EVENT_STATUS, _N_LETTERS), "edtf", where=_WAITING
        )
        statuses, n_letters = dated.numbers
        return MarkPart(
            kind=_all_codes(n, SUGGESTION),
            ids=found.ids,
            date=dated.codes,
            published=_published(articles, article),
            status=(statuses - 1).astype(np.int8),
            category=_alike(n, NONE),
            analyst=_alike(n, NONE),
            speakers=self._suggested_speakers(found.ids, found.codes, wanted),
            topics=_none(n),
            stances=np.empty(0, dtype=np.int8),
            tags=_none(n),
            articles=_at_most_one(article),
            said_dates=_alike(int(np.count_nonzero(article >= 0)), NONE),
            n_letters=n_letters.astype(np.int32),
        )

    def _suggested_speakers(self, ids: Longs, speakers: Ints, wanted: list[int] | None) -> Several:
        """Who speaks, and who takes part in what is suggested to have happened."""
        chosen = "1" if wanted is None else "id IN (SELECT value FROM json_each(?))"
        rows = self._connection.exec_driver_sql(
            "SELECT s.id, j.value FROM suggestion AS s, json_each(s.participants) AS j"  # noqa: S608
            f" WHERE {_WAITING} AND json_valid(participants) AND participants <> '[]'"
            f" AND {chosen.replace('id IN', 's.id IN')} ORDER BY s.id, j.key",
            () if wanted is None else (json.dumps(wanted),),
        ).all()
        if not rows:
            return _at_most_one(speakers)
        is_there = speakers >= 0
        owners = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        codes = np.concatenate(
            [speakers[is_there], self._speakers_by_name([str(row[1]) for row in rows])]
        )
        places = np.concatenate([np.flatnonzero(is_there), Lookup(ids).of(owners)])
        found, _ = _grouped(places.astype(np.int32), codes, ids.size)
        return found

    def _dated(
        self,
        table: str,
        column: str,
        ids: Iterable[int] | None,
        numbers: Iterable[Number],
        date: str,
        *,
        where: str = "1",
    ) -> Rows:
        return read_rows(
            self._connection,
            _source(table, column, ids, where=where),
            tuple(numbers),
            pause=self._pause,
            text=date,
            coder=self._books.dates.codes,
        )

    def _plain(
        self, table: str, column: str, ids: Iterable[int] | None, *numbers: str
    ) -> tuple[Wholes, ...]:
        found = read_rows(
            self._connection,
            _source(table, column, ids),
            [Number(each) for each in numbers],
            pause=self._pause,
        )
        return found.numbers

    def _judgements(self, rows: Lookup, n: int, ids: list[int] | None) -> tuple[Several, Codes]:
        owners, topic_ids, stance_ids = self._plain(
            "judgement", "quotation_id", ids, "quotation_id", "topic_id", "stance_id"
        )
        topics = self._books.topics.lookup().of(topic_ids)
        stances = self._books.stances.lookup().of(stance_ids).astype(np.int8)
        # A judgement without a stance, which only damage leaves, says nothing.
        topics = np.where(stances >= 0, topics, NONE)
        found, (stances,) = _grouped(rows.of(owners), topics, n, stances)
        return found, stances

    def _tags(self, of: str, rows: Lookup, n: int, ids: list[int] | None) -> Several:
        owners, tag_ids = self._plain(f"{of}_tag", f"{of}_id", ids, f"{of}_id", "tag_id")
        found, _ = _grouped(rows.of(owners), self._books.tags.lookup().of(tag_ids), n)
        return found

    def _participants(self, rows: Lookup, n: int, ids: list[int] | None) -> Several:
        owners, speaker_ids = self._plain(
            "event_participant", "event_id", ids, "event_id", "speaker_id"
        )
        codes = self._books.speakers.lookup().of(speaker_ids)
        # Who was added first matters to nobody, but each reading is to give the same.
        order = np.argsort(speaker_ids, kind="stable")
        found, _ = _grouped(rows.of(owners)[order], codes[order], n)
        return found

    def _evidence(
        self, articles: "Articles", rows: Lookup, n: int, ids: list[int] | None
    ) -> tuple[Several, Ints]:
        """The articles of each event, first published first, and the dates that they give.

        Once somebody has settled on a date, it does not matter what they give.
        """
        numbers = (Number("event_id"), Number("article_id"))
        found = self._dated("evidence", "event_id", ids, numbers, _OPEN_DATE)
        events, article_ids = found.numbers
        owners, article = rows.of(events), articles.rows_of(article_ids)
        starts, widths = self._books.dates.places(_published(articles, article))
        has_none = found.codes < 0
        order = np.lexsort((has_none, article_ids, widths, starts, owners))
        owners, article, dates = owners[order], article[order], found.codes[order]
        is_first = np.ones(owners.size, dtype=np.bool_)
        is_first[1:] = (owners[1:] != owners[:-1]) | (article[1:] != article[:-1])
        resting, (said,) = _grouped(owners[is_first], article[is_first], n, dates[is_first])
        return resting, said

    def _speakers_by_name(self, names: list[str]) -> Ints:
        known = self._names_of_speakers
        return np.fromiter((known.get(each.casefold(), NONE) for each in names), np.int32)

    @cached_property
    def _names_of_speakers(self) -> dict[str, int]:
        """Codes by the name, alias or short form of a speaker.

        One who is gone, and kept the code, gives their name to nobody.
        """
        known: dict[str, int] = {}
        book = self._books.speakers
        there = [book.code(each) for each in self._session.scalars(select(tables.Speaker.id))]
        people = [(code, book.values[code]) for code in sorted(there) if code != NONE]
        for code, person in people:
            known.setdefault(person.named.name.casefold(), code)
        alias = tables.SpeakerAlias
        for speaker_id, name in self._session.execute(select(alias.speaker_id, alias.alias)):
            known.setdefault(name.casefold(), book.code(speaker_id))
        for code, person in people:
            known.setdefault(person.named.short_name.casefold(), code)
        return known


_OPEN_DATE = (
    f"iif(edtf = '' OR (SELECT rule FROM event WHERE id = event_id) = '{SETTLED}', '', edtf)"  # noqa: S608
)
"""The date that a piece of evidence gives for an event whose date is not settled."""


class Articles(Protocol):
    """The articles that marks rest on."""

    columns: ArticleColumns

    def rows_of(self, ids: Wholes) -> Ints:
        """The rows of articles, NONE for those that are not known."""


def _published(articles: Articles, rows: Ints) -> Ints:
    """The codes of the dates at which the articles of these rows appeared."""
    found = articles.columns.published
    return np.where(rows >= 0, found[rows], NONE) if found.size else _alike(rows.size, NONE)


def _source(table: str, column: str, ids: Iterable[int] | None, *, where: str = "1") -> Source:
    if ids is None:
        return Source(table, where=where)
    return Source(table, column, tuple(ids), where)


def _alike(n: int, value: int) -> Ints:
    return np.broadcast_to(np.int32(value), (n,))


def _all_codes(n: int, value: int) -> Codes:
    return np.broadcast_to(np.int8(value), (n,))


def _none(n: int) -> Several:
    return Several(np.zeros(n + 1, dtype=np.int32), np.empty(0, dtype=np.int32))


def _at_most_one(codes: Ints) -> Several:
    """For each row the one code that it has, or none."""
    is_there = codes >= 0
    return Several(_bounds(is_there), codes[is_there])


def _bounds(counts: Any) -> Ints:
    first = np.zeros(counts.size + 1, dtype=np.int32)
    np.cumsum(counts, out=first[1:])
    return first


def _grouped(owners: Ints, codes: Ints, n: int, *beside: Any) -> tuple[Several, tuple[Any, ...]]:
    """The codes by the row they belong to, in their order, and other columns like them.

    What belongs to no row, or has no code, is left out.
    """
    is_whole = (owners >= 0) & (codes >= 0)
    if not is_whole.all():
        owners, codes = owners[is_whole], codes[is_whole]
        beside = tuple(each[is_whole] for each in beside)
    if np.any(owners[1:] < owners[:-1]):
        order = np.argsort(owners, kind="stable")
        owners, codes = owners[order], codes[order]
        beside = tuple(each[order] for each in beside)
    return Several(_bounds(np.bincount(owners, minlength=n)), codes), beside


def _firsts(resting: Several, articles: Articles) -> Ints:
    """When the first article of each row appeared."""
    has_any = resting.first[:-1] < resting.first[1:]
    first = np.full(has_any.size, NONE, dtype=np.int32)
    first[has_any] = resting.values[resting.first[:-1][has_any]]
    return _published(articles, first)
