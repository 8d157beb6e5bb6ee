"""Reading and writing many articles by a few statements."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete as deletion
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleStatus
from stanceline.storage import articles, tables

_CHUNK = 500
_FACTS = ("title", "source", "author", "url", "published", "language", "note")


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def shared_values(session: Session, ids: Sequence[int]) -> tuple[int, dict[str, str | None]]:
    """How many of the articles are there, and of each fact the value that all share, or None."""
    article, source = tables.Article, tables.Source
    columns = (
        article.title,
        func.coalesce(source.name, ""),
        article.author,
        article.url,
        article.published,
        article.language,
        article.note,
    )
    least_and_most = [each for column in columns for each in (func.min(column), func.max(column))]
    seen: list[set[str]] = [set() for _ in columns]
    n_articles = 0
    for chunk in _chunks(ids):
        wanted = select(func.count(), *least_and_most).select_from(article).outerjoin(source)
        n, *values = session.execute(wanted.where(article.id.in_(chunk))).one()
        n_articles += n
        if n:
            for place, each in enumerate(seen):
                each.update(values[2 * place : 2 * place + 2])
    shared = {
        name: next(iter(values)) if len(values) == 1 else None
        for name, values in zip(_FACTS, seen, strict=True)
    }
    return n_articles, shared


def tags_of(session: Session, ids: Sequence[int]) -> dict[str, int]:
    """The tags that any of the articles carries, by name, and how many carry each."""
    link, tag = tables.ArticleTag, tables.Tag
    counts = Counter[str]()
    for chunk in _chunks(ids):
        wanted = (
            select(tag.name, func.count())
            .join(link, link.tag_id == tag.id)
            .where(link.article_id.in_(chunk))
            .group_by(tag.id)
        )
        for name, n in session.execute(wanted):
            counts[name] += n
    return dict(sorted(counts.items()))


def tag_uses(session: Session) -> list[tuple[str, int]]:
    """The names of all tags and how many articles carry each, the most used first."""
    link, tag = tables.ArticleTag, tables.Tag
    n_articles = func.count(link.article_id)
    wanted = select(tag.name, n_articles).outerjoin(link, link.tag_id == tag.id).group_by(tag.id)
    found = session.execute(wanted.order_by(n_articles.desc(), func.lower(tag.name)))
    return [(name, n) for name, n in found]


def languages(session: Session) -> list[str]:
    """The codes of the languages that articles are in."""
    language = tables.Article.language
    return list(
        session.scalars(select(language).where(language != "").distinct().order_by(language))
    )


def n_there(session: Session, ids: Sequence[int]) -> int:
    """How many of these articles there are."""
    wanted = select(func.count()).select_from(tables.Article).where(tables.Article.id.in_(ids))
    return session.scalar(wanted) or 0


def describe(session: Session, ids: Sequence[int], facts: Mapping[str, Any]) -> int:
    """Give the articles these facts, an outlet by its name; how many articles there are."""
    if not facts:
        return n_there(session, ids)
    # Row by row, since what is searched and sorted by is derived where a fact is set.
    rows = session.scalars(select(tables.Article).where(tables.Article.id.in_(ids))).all()
    values = dict(facts)
    if "source" in values:
        source = articles.source_named(session, values.pop("source"))
        values["source_id"] = source.id if source is not None else None
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()
    return len(rows)


def change_tags(
    session: Session, ids: Sequence[int], added: Sequence[str], removed: Sequence[str]
) -> None:
    """Give the articles some tags, which are made where they are new, and take others away."""
    link, tag = tables.ArticleTag, tables.Tag
    if removed:
        gone = select(tag.id).where(tag.name.in_(removed))
        session.execute(
            deletion(link).where(link.article_id.in_(ids), link.tag_id.in_(gone)),
            execution_options={"synchronize_session": False},
        )
    if not added:
        return
    there = session.scalars(select(tables.Article.id).where(tables.Article.id.in_(ids))).all()
    for name in added:
        tag_id = articles.tag_named(session, name).id
        has_it = set(
            session.scalars(
                select(link.article_id).where(link.tag_id == tag_id, link.article_id.in_(ids))
            )
        )
        fresh = [{"article_id": each, "tag_id": tag_id} for each in there if each not in has_it]
        if fresh:
            session.execute(insert(link), fresh)


def set_status(session: Session, ids: Sequence[int], status: ArticleStatus) -> int:
    """Give the articles this status; how many of them there are."""
    article = tables.Article
    session.execute(
        update(article).where(article.id.in_(ids), article.status != status).values(status=status),
        execution_options={"synchronize_session": False},
    )
    return n_there(session, ids)


def delete(session: Session, ids: Sequence[int]) -> int:
    """Delete the articles, and by cascade all that belongs to them; how many there were."""
    n_found = n_there(session, ids)
    session.execute(
        deletion(tables.Article).where(tables.Article.id.in_(ids)),
        execution_options={"synchronize_session": False},
    )
    return n_found
