"""The lines of the library: their order at once, what they say only for those in sight."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, Select, func, literal, select
from sqlalchemy.orm import Session

from stanceline.domain.articles import (
    ArticlePlace,
    ArticleRow,
    ArticleStatus,
    LibraryChange,
    LibraryCounts,
    LibraryOrder,
)
from stanceline.domain.suggestions import SuggestionStatus
from stanceline.storage import tables

STATUS_ORDER = (ArticleStatus.IN_WORK, ArticleStatus.UNREAD, ArticleStatus.DONE)
"""What is in work comes first."""

_Lines = Select[int, str, str, str, str, ArticleStatus, int | None, int, int, int, int]

_ORDER_COLUMNS = ("status", "published_t0")
_IS_WAITING = tables.Suggestion.status == literal(SuggestionStatus.WAITING, literal_execute=True)
"""Written out, so that SQLite uses the index of what waits."""


def order(session: Session) -> LibraryOrder:
    """The ids of all articles by status, newest publication first, undated ones last."""
    groups = {status: _ids_with(session, status) for status in ArticleStatus}
    return LibraryOrder(groups, latest_change(session))


def _ids_with(session: Session, status: ArticleStatus) -> "array[int]":
    article = tables.Article
    found = session.connection().execute(
        select(article.id)
        .where(article.status == status)
        .order_by(article.published_t0.desc(), article.id)
    )
    return array("q", [values[0] for values in _plain(found)])


def _plain(found: CursorResult[Any]) -> Iterable[Any]:
    """The rows as the driver gives them: to wrap 100,000 of them takes four times as long."""
    return cast(Iterable[Any], found.cursor)


def latest_change(session: Session) -> int:
    """The number of the newest line of the journal; 0 when it has none."""
    return session.scalar(select(func.max(tables.Change.id))) or 0


def changes_since(session: Session, change_id: int, most: int) -> LibraryChange | None:
    """Which articles came, went or moved after that line of the journal.

    None when that is so of more than ``most`` articles.
    """
    change = tables.Change
    latest = latest_change(session)
    touched: dict[int, None] = {}
    found = session.execute(
        select(change.row_id, change.op, change.vals)
        .where(change.id > change_id, change.tbl == tables.Article.__tablename__)
        .order_by(change.id)
    )
    for row_id, op, values in found:
        if op == "U" and not any(f'"{name}"' in (values or "") for name in _ORDER_COLUMNS):
            continue
        touched[row_id] = None
        if len(touched) > most:
            return None
    return LibraryChange(tuple(touched), _places_of(session, tuple(touched)), latest)


def _places_of(session: Session, ids: Sequence[int]) -> tuple[ArticlePlace, ...]:
    """Where those of the articles that are there stand within their groups, in order."""
    article = tables.Article
    found = session.execute(
        select(article.id, article.status, article.published_t0).where(article.id.in_(ids))
    )
    places = [
        ArticlePlace(row.id, row.status, _n_before(session, row.id, row.status, row.published_t0))
        for row in found
    ]
    return tuple(sorted(places, key=lambda place: place.row))


def _n_before(
    session: Session, article_id: int, status: ArticleStatus, published: int | None
) -> int:
    """How many articles of the same status stand before this one."""
    article = tables.Article
    of_status = select(func.count()).select_from(article).where(article.status == status)
    if published is None:
        newer = of_status.where(article.published_t0.is_not(None))
        equal = of_status.where(article.published_t0.is_(None))
    else:
        newer = of_status.where(article.published_t0 > published)
        equal = of_status.where(article.published_t0 == published)
    before = session.scalar(newer) or 0
    return before + (session.scalar(equal.where(article.id < article_id)) or 0)


def rows(session: Session) -> list[ArticleRow]:
    """One line for every article, newest publication first, undated ones last."""
    article = tables.Article
    return _read(session, _lines().order_by(article.published_t0.desc(), article.id))


def rows_of(session: Session, ids: Sequence[int]) -> dict[int, ArticleRow]:
    """The lines of those of these articles that are there, by id."""
    return {row.id: row for row in _read(session, _lines().where(tables.Article.id.in_(ids)))}


class Heading(NamedTuple):
    """What a reference to an article says of it; ``published`` is EDTF or empty."""

    title: str
    source: str
    published: str


def headings_of_quoted(session: Session) -> dict[int, Heading]:
    """What to say of each article that has quotations, by its id."""
    article = tables.Article
    found = session.execute(
        select(
            article.id,
            article.title,
            func.coalesce(tables.Source.name, ""),
            article.published,
        )
        .outerjoin(tables.Source)
        .where(article.id.in_(select(tables.Quotation.article_id)))
    )
    return {number: Heading(*rest) for number, *rest in found}


def _read(session: Session, lines: _Lines) -> list[ArticleRow]:
    found = _plain(session.connection().execute(lines))
    return [
        ArticleRow(number, title, source, published, language, ArticleStatus(status), *counted)
        for number, title, source, published, language, status, *counted in found
    ]


def _lines() -> _Lines:
    """The columns of ArticleRow in their order."""
    article, quotation = tables.Article, tables.Quotation
    suggestion, evidence = tables.Suggestion, tables.Evidence
    is_judged = select(tables.Judgement.id).where(tables.Judgement.quotation_id == quotation.id)
    return select(
        article.id,
        article.title,
        func.coalesce(tables.Source.name, ""),
        article.published,
        article.language,
        article.status,
        article.reprint_of_id,
        _count(quotation.article_id == article.id),
        _count(quotation.article_id == article.id, is_judged.exists()),
        select(func.count(evidence.event_id.distinct()))
        .where(evidence.article_id == article.id)
        .scalar_subquery(),
        _count(suggestion.article_id == article.id, _IS_WAITING),
    ).outerjoin(article.source)


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).where(*conditions).scalar_subquery()


def counts(session: Session) -> LibraryCounts:
    """How many articles there are, and how many suggestions wait in them."""
    n_articles = session.scalar(select(func.count()).select_from(tables.Article))
    n_waiting = session.scalar(
        select(func.count()).select_from(tables.Suggestion).where(_IS_WAITING)
    )
    return LibraryCounts(n_articles or 0, n_waiting or 0)


def first_to_open(session: Session) -> int | None:
    """The newest article in work, with something waiting if there is such a one.

    Without any in work it is the newest of the unread, and then of the done.
    """
    article, suggestion = tables.Article, tables.Suggestion
    has_waiting = select(suggestion.id).where(suggestion.article_id == article.id, _IS_WAITING)
    is_any_waiting = session.scalar(select(suggestion.id).where(_IS_WAITING).limit(1)) is not None
    for status in STATUS_ORDER:
        newest = (
            select(article.id)
            .where(article.status == status)
            .order_by(article.published_t0.desc(), article.id)
            .limit(1)
        )
        found = session.scalar(newest.where(has_waiting.exists())) if is_any_waiting else None
        found = session.scalar(newest) if found is None else found
        if found is not None:
            return found
    return None
