"""Articles, sources and originals in the database."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from stanceline.domain.articles import Article, ArticleDraft
from stanceline.domain.grams import grams_of
from stanceline.storage import tables


def digest(data: bytes) -> str:
    """The SHA-256 of the data in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def body_digest(body: str) -> str:
    """The SHA-256 of a body as it is stored, in UTF-8."""
    return digest(body.encode())


def source_named(session: Session, name: str) -> tables.Source | None:
    """The outlet of this name, made if it is new; None for an empty name."""
    if not name:
        return None
    found = session.scalar(select(tables.Source).where(tables.Source.name == name))
    if found is None:
        found = tables.Source(name=name)
        session.add(found)
        session.flush()
    return found


def original_holding(session: Session, name: str, content: bytes) -> tables.Original:
    """The stored original with this content, added if it is new."""
    sha256 = digest(content)
    found = session.scalar(select(tables.Original).where(tables.Original.sha256 == sha256))
    if found is None:
        found = tables.Original(sha256=sha256, name=name, content=content)
        session.add(found)
    return found


def text_holding(session: Session, body: str) -> tables.ArticleText:
    """The stored text with exactly these words, added if it is new."""
    sha256 = body_digest(body)
    text = tables.ArticleText
    found = session.scalar(select(text).where(text.sha256 == sha256))
    if found is None:
        found = text(sha256=sha256, body=body, grams=grams_of(body))
        session.add(found)
    return found


def with_body(session: Session, body: str) -> Sequence[tables.Article]:
    """The articles stored with exactly this body, the first one first."""
    return session.scalars(
        select(tables.Article)
        .join(tables.Article.text)
        .where(tables.ArticleText.sha256 == body_digest(body))
        .options(joinedload(tables.Article.source))
        .order_by(tables.Article.id)
    ).all()


def add(
    session: Session,
    draft: ArticleDraft,
    *,
    original: tables.Original | None = None,
    reprint_of: tables.Article | None = None,
) -> tables.Article:
    """A new article made from the draft, with its id given."""
    row = tables.Article(
        title=draft.title,
        text=text_holding(session, draft.body),
        source=source_named(session, draft.source),
        author=draft.author,
        url=draft.url,
        published=draft.published,
        language=draft.language,
        note=draft.note,
        original=original,
        reprint_of_id=reprint_of.id if reprint_of else None,
    )
    session.add(row)
    session.flush()
    return row


def get(session: Session, article_id: int) -> Article | None:
    """The article with its text, or None when there is none of this id."""
    row = session.get(tables.Article, article_id, options=[joinedload(tables.Article.text)])
    return None if row is None else _value(row)


def revisions(session: Session, article_ids: Iterable[int]) -> dict[int, int]:
    """The revisions of these articles by their ids, of those that are there."""
    article = tables.Article
    rows = session.execute(
        select(article.id, article.revision).where(article.id.in_(list(article_ids)))
    )
    return dict(rows.all())


def _value(row: tables.Article) -> Article:
    if not isinstance(row.body, str):
        raise TypeError("the text is of a kind that is never written")
    return Article(
        id=row.id,
        uid=row.uid,
        title=row.title,
        body=row.body,
        revision=row.revision,
        source_id=row.source_id,
        source=row.source.name if row.source else "",
        author=row.author,
        url=row.url,
        published=row.published,
        language=row.language,
        status=row.status,
        note=row.note,
        reprint_of=row.reprint_of_id,
        tags=tuple(tag.name for tag in row.tags),
    )


def tag_named(session: Session, name: str) -> tables.Tag:
    """The tag of this name, made if it is new."""
    found = session.scalar(select(tables.Tag).where(tables.Tag.name == name))
    if found is None:
        found = tables.Tag(name=name)
        session.add(found)
        session.flush()
    return found


def source_names(session: Session) -> list[str]:
    """The names of all outlets in alphabetical order."""
    return list(session.scalars(select(tables.Source.name).order_by(tables.Source.name)))
