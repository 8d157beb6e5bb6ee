"""Columns of marks for tests and benchmarks: exact ones of a few marks, and big crowds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.civil import civil_from_days, days_from_civil
from stanceline.domain.edtf import Edtf, parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import DateBasis, Mark, MarkKind, MarkSource, Named
from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.storage.date_book import DateBook
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    ArticleColumns,
    Ints,
    MarkColumns,
    Names,
    Person,
    Several,
)

Texts = Callable[[Ints], list[str]]
"""The titles of rows."""

T = TypeVar("T")

_STATUS_CODES = {status: code for code, status in enumerate(EventStatus)}


class More(NamedTuple):
    """What a mark of the domain does not tell, by its key such as ``event:12``.

    ``affiliations`` are by the speaker's id. ``said_dates`` hold, for each source of an
    event, the date that it gives, or nothing. ``reprints`` are articles, by id, with the
    id of the one that each repeats. ``suggestions`` are the keys of quotations and events
    that nobody has accepted yet.
    """

    affiliations: Mapping[int, Named] = {}
    tags: Mapping[str, Sequence[str]] = {}
    analysts: Mapping[str, str] = {}
    said_dates: Mapping[str, Sequence[str]] = {}
    reprints: Mapping[int, int] = {}
    suggestions: frozenset[str] = frozenset()


NO_MORE = More()


def columns_of(marks: Sequence[Mark], more: More = NO_MORE) -> MarkColumns:
    """The marks as columns; row i is mark i."""
    return _Builder(more).columns(marks)


def texts_of(marks: Sequence[Mark]) -> Texts:
    """The titles of marks whose columns ``columns_of`` made."""
    return lambda rows: [marks[row].title for row in rows.tolist()]


def _code(codes: dict[T, int], value: T | None) -> int:
    """The code of a value, a new one when it is met first; none for what is empty."""
    return codes.setdefault(value, len(codes)) if value else NONE


class _Builder:
    def __init__(self, more: More) -> None:
        self.more = more
        self.dates: dict[Edtf, int] = {}
        self.speakers: dict[int, int] = {}
        self.people: dict[int, Named] = {}
        self.topics: dict[Named, int] = {}
        self.stances = {stance: code for code, stance in enumerate(DEFAULT_SCALE)}
        self.categories: dict[str, int] = {}
        self.tags: dict[str, int] = {}
        self.analysts: dict[str, int] = {}
        self.sources: dict[str, int] = {}
        self.articles: dict[tuple[int, str, str], int] = {}

    def columns(self, marks: Sequence[Mark]) -> MarkColumns:
        speakers = _several([[self._speaker(who) for who in mark.speakers] for mark in marks])
        topics = _several([[self._topic(j.topic) for j in mark.judgements] for mark in marks])
        said = [
            self._date(text)
            for mark in marks
            for text in self.more.said_dates.get(mark.key, ("",) * len(mark.sources))
        ]
        return MarkColumns(
            is_there=np.ones(len(marks), dtype=np.bool_),
            kind=np.array([self._kind(mark) for mark in marks], dtype=np.int8),
            ids=np.array([mark.id for mark in marks], dtype=np.int64),
            date=_ints(self._own_date(mark) for mark in marks),
            published=_ints(self._published(mark) for mark in marks),
            status=np.array(
                [NONE if mark.status is None else _STATUS_CODES[mark.status] for mark in marks],
                dtype=np.int8,
            ),
            category=_ints(_code(self.categories, mark.category) for mark in marks),
            analyst=_ints(_code(self.analysts, self.more.analysts.get(mark.key)) for mark in marks),
            speakers=speakers,
            topics=topics,
            stances=np.array(
                [_code(self.stances, j.stance) for mark in marks for j in mark.judgements],
                dtype=np.int8,
            ),
            tags=_several(
                [[_code(self.tags, t) for t in self.more.tags.get(m.key, ())] for m in marks]
            ),
            articles=_several([[self._article(s) for s in mark.sources] for mark in marks]),
            said_dates=_ints(said),
            n_letters=_ints(len(m.title) if m.kind is MarkKind.EVENT else 0 for m in marks),
            article=self._article_columns(),
            names=self._names(),
            number=0,
        )

    def _kind(self, mark: Mark) -> int:
        if mark.key in self.more.suggestions:
            return SUGGESTION
        return EVENT if mark.kind is MarkKind.EVENT else QUOTATION

    def _date(self, text: str) -> int:
        return _code(self.dates, parse(text) if text else None)

    def _own_date(self, mark: Mark) -> int:
        return NONE if mark.basis is DateBasis.PUBLISHED else _code(self.dates, mark.date)

    def _published(self, mark: Mark) -> int:
        if mark.basis is DateBasis.PUBLISHED:
            return _code(self.dates, mark.date)
        return self._date(mark.sources[0].published) if mark.sources else NONE

    def _speaker(self, who: Named) -> int:
        self.people.setdefault(who.id, who)
        return self.speakers.setdefault(who.id, len(self.speakers))

    def _topic(self, topic: Named) -> int:
        return self.topics.setdefault(topic, len(self.topics))

    def _article(self, source: MarkSource) -> int:
        key = (source.article_id, source.source, source.published)
        return self.articles.setdefault(key, len(self.articles))

    def _article_columns(self) -> ArticleColumns:
        by_id = {article_id: row for (article_id, _, _), row in self.articles.items()}
        reprints = self.more.reprints
        return ArticleColumns(
            ids=np.array([article_id for article_id, _, _ in self.articles], dtype=np.int64),
            source=_ints(_code(self.sources, source) for _, source, _ in self.articles),
            published=_ints(self._date(published) for _, _, published in self.articles),
            reprint_of=_ints(
                by_id.get(reprints.get(each, -1), NONE) for each, _, _ in self.articles
            ),
        )

    def _names(self) -> Names:
        affiliations = {
            number: self._speaker(self.more.affiliations[number])
            for number in list(self.speakers)
            if number in self.more.affiliations
        }
        return Names(
            dates=tuple(self.dates),
            speakers=tuple(
                Person(self.people[number], affiliations.get(number, NONE))
                for number in self.speakers
            ),
            topics=tuple(self.topics),
            stances=tuple(self.stances),
            categories=tuple(self.categories),
            tags=tuple(self.tags),
            # Like any id, it does not depend on the order of the marks.
            analysts=tuple(
                Named(sorted(self.analysts).index(name) + 1, name) for name in self.analysts
            ),
            sources=tuple(self.sources),
        )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int32)


def _several(lists: Sequence[Sequence[int]]) -> Several:
    first = np.zeros(len(lists) + 1, dtype=np.int32)
    first[1:] = np.cumsum([len(each) for each in lists])
    return Several(first, _ints(value for each in lists for value in each))


# --------------------------------------------------------------------------- crowds

_FIRST_DAY = days_from_civil(2011, 1, 1)
_N_DAYS = 7300
_MOST_SPANS = 10_000
_N_TOPICS = 8
_MARKS_PER_ARTICLE = 10
_N_SOURCES = 40


def a_crowd(
    n_marks: int, n_lanes: int = 12, spans: float = 0.1, seed: int = 11
) -> tuple[MarkColumns, Texts]:
    """Many marks over twenty years with ``n_lanes`` speakers, and their titles.

    A share of ``spans`` are events that last from a day to some months, every third of
    them with a doubtful end. Half of the others are quotations said on a day, the rest
    events of a day; one in fifty of them has an approximate or coarse date. Speakers have
    unequal shares. One quotation in ten takes no stance.
    """
    rng = np.random.default_rng(seed)
    days = [_edtf_day(day) for day in range(_N_DAYS)]
    dates = list(days)
    coarse_from = len(dates)
    dates += [f"{2011 + i // 12}-{i % 12 + 1:02}" for i in range(240)]
    dates += [days[day] + "~?%"[day % 3] for day in range(0, _N_DAYS, 29)]
    spans_from = len(dates)
    dates += _some_spans(rng, days, min(_MOST_SPANS, max(n_marks, 1)))
    book = DateBook()
    codes = book.codes(dates)

    is_span = rng.random(n_marks) < spans
    is_event = is_span | (rng.random(n_marks) < 0.5)
    date = rng.integers(0, _N_DAYS, n_marks)
    is_coarse = rng.random(n_marks) < 0.02
    date[is_coarse] = rng.integers(coarse_from, spans_from, int(is_coarse.sum()))
    date[is_span] = rng.integers(spans_from, len(dates), int(is_span.sum()))

    n_articles = n_marks // _MARKS_PER_ARTICLE + 1
    article = rng.integers(0, n_articles, n_marks)
    published = rng.integers(0, _N_DAYS, n_articles)
    n_stances = (~is_event & (rng.random(n_marks) < 0.9)).astype(np.int32)
    stance_of_speaker = rng.integers(0, len(DEFAULT_SCALE), n_lanes)
    speaker = (n_lanes * rng.random(n_marks) ** 1.3).astype(np.int32)
    noise = rng.integers(0, len(DEFAULT_SCALE), n_marks)
    stance = np.where(rng.random(n_marks) < 0.6, stance_of_speaker[speaker], noise)
    n_letters = rng.integers(12, 60, n_marks)
    columns = MarkColumns(
        is_there=np.ones(n_marks, dtype=np.bool_),
        kind=np.where(is_event, EVENT, QUOTATION).astype(np.int8),
        ids=np.arange(1, n_marks + 1, dtype=np.int64),
        date=codes[date],
        published=published[article].astype(np.int32),
        status=np.where(is_event, rng.integers(0, 5, n_marks), NONE).astype(np.int8),
        category=np.where(is_event, rng.integers(0, 4, n_marks), NONE).astype(np.int32),
        analyst=np.zeros(n_marks, dtype=np.int32),
        speakers=Several(np.arange(n_marks + 1, dtype=np.int32), speaker),
        topics=Several(
            _first_of(n_stances),
            rng.integers(0, _N_TOPICS, int(n_stances.sum()), dtype=np.int32),
        ),
        stances=stance[n_stances == 1].astype(np.int8),
        tags=Several(np.zeros(n_marks + 1, dtype=np.int32), np.zeros(0, dtype=np.int32)),
        articles=Several(np.arange(n_marks + 1, dtype=np.int32), article.astype(np.int32)),
        said_dates=np.full(n_marks, NONE, dtype=np.int32),
        n_letters=np.where(is_event, n_letters, 0).astype(np.int32),
        article=ArticleColumns(
            ids=np.arange(1, n_articles + 1, dtype=np.int64),
            source=rng.integers(0, _N_SOURCES, n_articles, dtype=np.int32),
            published=published.astype(np.int32),
            reprint_of=np.full(n_articles, NONE, dtype=np.int32),
        ),
        names=Names(
            dates=book.dates,
            speakers=tuple(Person(Named(i + 1, f"Speaker {i + 1}")) for i in range(n_lanes)),
            topics=tuple(Named(i + 1, f"Topic {i + 1}") for i in range(_N_TOPICS)),
            stances=DEFAULT_SCALE,
            categories=("law", "strike", "talks", "weather"),
            analysts=(Named(1, "Analyst"),),
            sources=tuple(f"Source {i + 1}" for i in range(_N_SOURCES)),
        ),
        number=0,
    )
    return columns, _crowd_texts(n_letters)


def _edtf_day(day: int) -> str:
    return "{:04}-{:02}-{:02}".format(*civil_from_days(_FIRST_DAY + day))


def _some_spans(rng: np.random.Generator, days: list[str], n_spans: int) -> list[str]:
    starts = rng.integers(0, _N_DAYS - 200, n_spans).tolist()
    lengths = (1 + 150 * rng.random(n_spans) ** 3).astype(int).tolist()
    doubts = ("", "", "", "~", "", "?", "", "", "%")
    return [
        f"{days[start]}/{days[start + length]}{doubts[i % len(doubts)]}"
        for i, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]


def _first_of(counts: NDArray[np.int32]) -> Ints:
    first = np.zeros(counts.size + 1, dtype=np.int32)
    np.cumsum(counts, out=first[1:])
    return first


_TITLE = "the ministers of the strait talk about ferries, pilots and the law "


def _crowd_texts(n_letters: NDArray[np.int64]) -> Texts:
    def texts(rows: Ints) -> list[str]:
        return [
            f"{row} {_TITLE}"[: max(length, 8)]
            for row, length in zip(rows.tolist(), n_letters[rows].tolist(), strict=True)
        ]

    return texts
