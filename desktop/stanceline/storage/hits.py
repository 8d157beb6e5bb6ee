"""Asking the search index: which articles are found, in which order, and what is shown of them.

Works on the driver's own connection: thousands of rows are read for a page of fifty.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from stanceline.domain.grams import folded
from stanceline.domain.query import Field
from stanceline.domain.snippets import finder_of
from stanceline.records import dataclass
from stanceline.storage.engine import DRIVER
from stanceline.storage.matching import SAYS, Condition, Part, QuotationCondition, Search, Value

MAX_RANKED = 2_000
"""How many articles are put in order, the newest; it is also how far they are counted."""

MAX_SHOWN = 200_000
"""The code points of a text in which a hit is shown."""

_WEIGHTS = "8.0, 1.0, 2.0, 4.0, 4.0, 1.0"  # as search.COLUMNS
_STEPS_BETWEEN_LOOKS = 2_000
_CHUNK = 500
_SAMPLE = 256
_PROBES = 128
_FEW_SHARE = 0.15
_N_INSTEAD = 48
_COMMON_SHARE = 0.3
_SMALL = 3_000
"""Up to so many articles all beginnings of words can be looked up."""

_WORD = re.compile(r"[^\W_]+")


class Stopped(Exception):
    """The search was called off while it ran."""


@dataclass(frozen=True, slots=True)
class HitRow:
    """What is shown of an article that was found; ``body`` is cut at MAX_SHOWN."""

    article_id: int
    title: str
    source: str
    author: str
    published: str
    notes: str
    body: str
    n_quotations: int


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation that was asked for, with what was judged of it."""

    speaker: str
    words: str
    topic: str
    stance: str


@contextmanager
def stoppable(session: Session, is_cancelled: Callable[[], bool]) -> Iterator[Any]:
    """The driver's connection, on which statements end when ``is_cancelled`` says so.

    Raises Stopped then.
    """
    raw = session.connection().connection.driver_connection
    if raw is None:
        raise Stopped
    was_cancelled = False

    def look() -> int:
        nonlocal was_cancelled
        was_cancelled = was_cancelled or is_cancelled()
        return int(was_cancelled)

    raw.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
    try:
        if look():
            raise Stopped
        yield raw
    except DRIVER.OperationalError as error:
        if was_cancelled:
            raise Stopped from error
        raise
    finally:
        raw.set_progress_handler(None, 0)


def found(raw: Any, search: Search) -> list[tuple[int, float]]:
    """The newest articles that the search finds, at most MAX_RANKED + 1, best first.

    Each comes with its score, which is 0 when there is nothing to rank by: what was
    published last stands first then.
    """
    with _saying(raw, search):
        if len(search.parts) == 1 and not search.parts[0].wanted:
            by_date = raw.execute(*_by_conditions(search.parts[0], is_by_date=True))
            return [(article_id, 0.0) for (article_id,) in by_date]
        scores: dict[int, float] = {}
        for part in search.parts:
            for article_id, score in raw.execute(*_sql(raw, part, search)):
                scores[article_id] = max(score, scores.get(article_id, 0.0))
        newest = sorted(scores, reverse=True)[: MAX_RANKED + 1]
        if search.rank and search.is_rank_costly and newest:
            scores = _scores(raw, search.rank, newest)
        rows = [(article_id, scores.get(article_id, 0.0)) for article_id in newest]
        return sorted(rows, key=lambda row: (-row[1], -row[0]))


@contextmanager
def _saying(raw: Any, search: Search) -> Iterator[None]:
    """The SQL function that knows the words of the search, within the block."""
    raw.create_function(SAYS, 2, _says(search))
    try:
        yield
    finally:
        raw.create_function(SAYS, 2, None)


def _says(search: Search) -> Callable[[str, int], bool]:
    finders = [finder_of((words,)) for words in search.words]

    def says(words: str, number: int) -> bool:
        finder = finders[number]
        return finder is not None and finder.is_in(words)

    return says


def _sql(raw: Any, part: Part, search: Search) -> tuple[str, tuple[object, ...]]:
    """What gives the ids and scores of the newest articles that fulfil the part."""
    if not part.wanted:
        return _by_conditions(part, is_by_date=False)
    is_scored = search.rank and not search.is_rank_costly
    score = f"-bm25(article_fts, {_WEIGHTS})" if is_scored else "0.0"
    # What is told from lists comes first: it spares looking into the article.
    listed = [each for each in part.conditions if not each.is_of_article]
    of_article = [each for each in part.conditions if each.is_of_article]
    # The plus keeps SQLite from asking the index once for each article of a list.
    tests = ["article_fts MATCH ?", *(each.sql.format(id="+article_fts.rowid") for each in listed)]
    article = ""
    if of_article and _are_few(raw, of_article):
        few = f"SELECT a.id FROM article AS a WHERE {_sql_of(of_article)}"  # noqa: S608 - our own words
        tests.append(f"+article_fts.rowid IN ({few})")
    elif of_article:
        article = " CROSS JOIN article AS a ON a.id = article_fts.rowid"
        tests.append(_sql_of(of_article))
    sql = (
        f"SELECT article_fts.rowid, {score} FROM article_fts{article} "  # noqa: S608 - our own words
        f"WHERE {' AND '.join(tests)} ORDER BY article_fts.rowid DESC LIMIT ?"
    )
    return sql, (part.match, *_values_of(listed), *_values_of(of_article), MAX_RANKED + 1)


def _are_few(raw: Any, conditions: Sequence[Condition]) -> bool:
    """Whether few articles fulfil the conditions, as a sample has it.

    Few are best listed first; of many, the newest are found by looking one by one.
    """
    ids = _spread_ids(n_articles(raw), _PROBES)
    tests = _sql_of(conditions)
    sql = f"SELECT count(*) FROM article AS a WHERE a.id IN ({_marks(ids)}) AND {tests}"  # noqa: S608 - our own words
    (count,) = raw.execute(sql, (*ids, *_values_of(conditions))).fetchone()
    return bool(count < len(ids) * _FEW_SHARE)


def _sql_of(conditions: Sequence[Condition]) -> str:
    return " AND ".join(each.sql.format(id="a.id") for each in conditions)


def _values_of(conditions: Sequence[Condition]) -> list[Value]:
    return [value for each in conditions for value in each.values]


def _spread_ids(last: int, number: int) -> list[int]:
    """So many ids from 1 to the last, at equal distances."""
    return sorted({int(last * place / number) + 1 for place in range(number)})


def _by_conditions(part: Part, *, is_by_date: bool) -> tuple[str, tuple[object, ...]]:
    tests = _sql_of(part.conditions)
    # Most articles lack a word: the first in order will do. Else all are looked at, for
    # walking along the dates to few articles takes longest.
    are_many = all(each.sql.startswith("NOT ") for each in part.conditions)
    date = "a.published_t0 DESC" if are_many else "+a.published_t0 DESC"
    order = f"{date}, a.id DESC" if is_by_date else "a.id DESC"
    score = "" if is_by_date else ", 0.0"
    sql = f"SELECT a.id{score} FROM article AS a WHERE {tests} ORDER BY {order} LIMIT ?"  # noqa: S608 - our own words
    return sql, (*_values_of(part.conditions), MAX_RANKED + 1)


def _scores(raw: Any, rank: str, ids: Sequence[int]) -> dict[int, float]:
    marks = ", ".join("?" * len(ids))
    rows = raw.execute(
        f"SELECT rowid, -bm25(article_fts, {_WEIGHTS}) FROM article_fts "  # noqa: S608 - our own words
        f"WHERE article_fts MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN ({marks})",
        (rank, min(ids), max(ids), *ids),
    )
    return dict(rows.fetchall())


def rows_of(raw: Any, ids: Sequence[int]) -> dict[int, HitRow]:
    """What is shown of the articles, by their ids."""
    rows: dict[int, HitRow] = {}
    for chunk in _chunks(ids):
        for row in raw.execute(
            "SELECT a.id, a.title, coalesce(s.name, ''), a.author, a.published, d.notes, "  # noqa: S608 - our own words
            "substr(t.body, 1, ?), "
            "(SELECT count(*) FROM quotation q WHERE q.article_id = a.id) "
            "FROM article a JOIN text t ON t.id = a.text_id JOIN search_doc d ON d.id = a.id "
            f"LEFT JOIN source s ON s.id = a.source_id WHERE a.id IN ({_marks(chunk)})",
            (MAX_SHOWN, *chunk),
        ):
            rows[row[0]] = HitRow(*row)
    return rows


def quotations_of(raw: Any, ids: Sequence[int], search: Search) -> dict[int, QuotationRow]:
    """For each of the articles the first quotation that the search asks for, by article."""
    conditions: Sequence[QuotationCondition] = search.quotes
    tests = " OR ".join(f"({each.of_one})" for each in conditions)
    values = [value for each in conditions for value in each.values]
    judged = "".join(f" AND {column} IN ({_marks(ids)})" for column, ids in search.judged.items())
    judged_ids = [row_id for some in search.judged.values() for row_id in some]
    rows: dict[int, QuotationRow] = {}
    with _saying(raw, search):
        for chunk in _chunks(ids):
            for article_id, *row in raw.execute(
                "SELECT q.article_id, coalesce(p.name, ''), "  # noqa: S608 - our own words
                "(SELECT group_concat(exact, ' … ') FROM (SELECT exact FROM quotation_span "
                "WHERE quotation_id = q.id ORDER BY position)), "
                "coalesce(o.name, ''), coalesce(c.label, '') "
                "FROM quotation q LEFT JOIN speaker p ON p.id = q.speaker_id "
                "LEFT JOIN judgement j ON j.id = "
                f"(SELECT min(id) FROM judgement WHERE quotation_id = q.id{judged}) "
                "LEFT JOIN topic o ON o.id = j.topic_id LEFT JOIN stance c ON c.id = j.stance_id "
                f"WHERE q.article_id IN ({_marks(chunk)}) AND ({tests}) ORDER BY q.id",
                (*judged_ids, *chunk, *values),
            ):
                rows.setdefault(article_id, QuotationRow(*row))
    return rows


_NAMES = {
    Field.SPEAKER: "SELECT id, name FROM speaker UNION ALL SELECT speaker_id, alias "
    "FROM speaker_alias UNION ALL SELECT id, short_name FROM speaker WHERE short_name <> ''",
    Field.TOPIC: "SELECT id, name FROM topic",
    Field.TAG: "SELECT id, name FROM tag",
    Field.STANCE: "SELECT id, label FROM stance UNION ALL SELECT id, key FROM stance "
    "UNION ALL SELECT id, 'for' FROM stance WHERE value > 0 "
    "UNION ALL SELECT id, 'against' FROM stance WHERE value < 0",
    Field.SOURCE: "SELECT id, name FROM source",
}
NAMED = frozenset(_NAMES)
"""The fields whose values are names of things in the workspace."""


def names_of(raw: Any, field: Field) -> list[tuple[int, str]]:
    """The ids of all things that the field may name, with each of their names."""
    rows: list[tuple[int, str]] = raw.execute(_NAMES[field]).fetchall()
    return rows


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


@dataclass(frozen=True, slots=True)
class FrequentWords:
    """The words of a workspace with many articles, as far as a sample shows them.

    The index finds the words with a beginning by joining what it knows of each of them;
    for a beginning that a good part of all words share, that takes half a second. Its most
    frequent words then find nearly the same articles at once.
    """

    n_articles: int
    words: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    n_sampled: int = 0

    def instead_of(self, beginning: str) -> list[str]:
        """The words to look for instead of the beginning; none where it can be looked up."""
        plain = folded(beginning)
        if not self.words or not plain:
            return []
        start = bisect_left(self.words, plain)
        found: list[tuple[int, str]] = []
        for place in range(start, len(self.words)):
            if not self.words[place].startswith(plain):
                break
            found.append((self.counts[place], self.words[place]))
        if sum(count for count, _ in found) < self.n_sampled * _COMMON_SHARE:
            return []
        return [word for _, word in sorted(found, reverse=True)[:_N_INSTEAD]]


def frequent_words(raw: Any) -> FrequentWords:
    """What words are frequent, from a sample of all articles; empty for a small workspace."""
    last = n_articles(raw)
    if last < _SMALL:
        return FrequentWords(last)
    ids = _spread_ids(last, _SAMPLE)
    rows = raw.execute(
        "SELECT substr(t.body, 1, 8000) FROM search_doc d JOIN text t ON t.id = d.text_id "  # noqa: S608 - our own words
        f"WHERE d.id IN ({_marks(ids)})",
        ids,
    ).fetchall()
    counts = Counter[str]()
    for (body,) in rows:
        counts.update(set(_WORD.findall(body.lower())))
    plain = Counter[str]()
    for word, count in counts.items():
        plain[folded(word)] += count
    words = sorted(plain)
    return FrequentWords(last, tuple(words), tuple(plain[word] for word in words), len(rows))


def n_articles(raw: Any) -> int:
    """About how many articles there are: the last id, which is known at once."""
    (last,) = raw.execute("SELECT coalesce(max(id), 0) FROM search_doc").fetchone()
    return int(last)
