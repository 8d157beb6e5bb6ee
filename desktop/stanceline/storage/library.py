"""What the lines of the library say, and what it counts; for their order see ``arranging``."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleRow, ArticleStatus, LibraryCounts
from stanceline.domain.suggestions import SuggestionStatus
from stanceline.storage import tables

STATUS_ORDER = (ArticleStatus.IN_WORK, ArticleStatus.UNREAD, ArticleStatus.DONE)
"""What is in work comes first."""

_Lines = Select[int, str, str, str, str, ArticleStatus, int | None, int, int, int, int]

IS_WAITING = tables.Suggestion.status == literal(SuggestionStatus.WAITING, literal_execute=True)
"""Written out, so that SQLite uses the index of what waits."""


def plain_rows(found: CursorResult[Any]) -> Iterable[Any]:
    """The rows as the driver gives them: to wrap 100,000 of them takes four times as long."""
    return cast(Iterable[Any], found.cursor)


def latest_change(session: Session) -> int:
    """The number of the newest line of the journal; 0 when it has none."""
    return session.scalar(select(func.max(tables.Change.id))) or 0


def rows(session: Session) -> list[ArticleRow]:
    """One line for every article, newest publication first, undated ones last."""
    article = tables.Article
    return _read(session, _lines().order_by(article.published_t0.desc(), article.id))


def rows_of(session: Session, ids: Sequence[int]) -> dict[int, ArticleRow]:
    """The lines of those of these articles that are there, by id."""
    return {row.id: row for row in _read(session, _lines_of_some(), {"ids": list(ids)})}


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


@cache
def _lines_of_some() -> _Lines:
    """The lines of the articles in the parameter ``ids``; to put it together takes longest."""
    return _lines().where(tables.Article.id.in_(bindparam("ids", expanding=True)))


def _read(
    session: Session, lines: _Lines, parameters: Mapping[str, list[int]] | None = None
) -> list[ArticleRow]:
    found = plain_rows(session.connection().execute(lines, parameters))
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
        count(quotation.article_id == article.id),
        count(quotation.article_id == article.id, is_judged.exists()),
        select(func.count(evidence.event_id.distinct()))
        .where(evidence.article_id == article.id)
        .scalar_subquery(),
        count(suggestion.article_id == article.id, IS_WAITING),
    ).outerjoin(article.source)


def count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fulfil the conditions, as a part of another statement."""
    return select(func.count()).where(*conditions).scalar_subquery()


def counts(session: Session) -> LibraryCounts:
    """How many articles there are, and how many suggestions wait in them."""
    n_articles = session.scalar(select(func.count()).select_from(tables.Article))
    n_waiting = session.scalar(
        select(func.count()).select_from(tables.Suggestion).where(IS_WAITING)
    )
    return LibraryCounts(n_articles or 0, n_waiting or 0)


def first_to_open(session: Session) -> int | None:
    """The newest article in work, with something waiting if there is such a one.

    Without any in work it is the newest of the unread, and then of the done.
    """
    article, suggestion = tables.Article, tables.Suggestion
    has_waiting = select(suggestion.id).where(suggestion.article_id == article.id, IS_WAITING)
    is_any_waiting = session.scalar(select(suggestion.id).where(IS_WAITING).limit(1)) is not None
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
