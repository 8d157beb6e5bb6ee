"""Finding the article that a text is a changed version of, by indices alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from stanceline.domain.articles import ArticleDraft
from stanceline.domain.versions import Version
from stanceline.storage import tables
from stanceline.storage.articles import digest

_MOST = 6
"""The newest articles of a name, an address or a title that are compared."""

_CANDIDATES = f"""
SELECT id FROM (SELECT id FROM article WHERE url = :url AND :url <> '' AND id <= :last
                ORDER BY id DESC LIMIT {_MOST})
UNION
SELECT id FROM (SELECT a.id FROM original AS o JOIN article AS a ON a.original_id = o.id
                WHERE o.name = :name AND :name <> '' AND a.id <= :last
                ORDER BY o.id DESC LIMIT {_MOST})
UNION
SELECT id FROM (SELECT id FROM article WHERE title = :title AND id <= :last
                ORDER BY id DESC LIMIT {_MOST})
ORDER BY id DESC"""  # noqa: S608 - our own words


def last_id(session: Session) -> int:
    """The id of the newest article, 0 when there is none."""
    found: int = (
        session.connection()
        .exec_driver_sql("SELECT coalesce(max(id), 0) FROM article")
        .scalar_one()
    )
    return found


def made_of(session: Session, content: bytes) -> list[tables.Article]:
    """The articles that were imported from exactly this file."""
    return list(
        session.scalars(
            select(tables.Article)
            .join(tables.Original, tables.Original.id == tables.Article.original_id)
            .where(tables.Original.sha256 == digest(content))
            .options(joinedload(tables.Article.source))
        )
    )


def earlier_version(
    session: Session, draft: ArticleDraft, file_name: str, last: int
) -> tables.Article | None:
    """The article that the draft is a changed version of, or None.

    It came from a file of this name, has this address, or this title, from the same outlet
    where both are known; and its text is much the same. Those with an id above ``last`` are
    left out.
    """
    if not last:
        return None
    asked = {"url": draft.url, "name": file_name, "title": draft.title, "last": last}
    ids = session.connection().exec_driver_sql(_CANDIDATES, asked).scalars().all()
    if not ids:
        return None
    rows = session.scalars(
        select(tables.Article)
        .where(tables.Article.id.in_(ids))
        .options(joinedload(tables.Article.text), joinedload(tables.Article.source))
        .order_by(tables.Article.id.desc())
    )
    version, best, most = Version(draft.body), None, 0.0
    for row in rows:
        likeness = version.likeness(row.body) if _may_be_the_same(row, draft) else 0.0
        if likeness > most:
            best, most = row, likeness
    return best


def _may_be_the_same(row: tables.Article, draft: ArticleDraft) -> bool:
    if draft.url and row.url:
        return draft.url == row.url
    source = row.source.name if row.source else ""
    return not source or not draft.source or source == draft.source
