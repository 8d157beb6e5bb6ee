"""How far articles were read, in the table that the journal leaves alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from stanceline.storage import tables


def note(session: Session, article_id: int, place: int, furthest: int) -> None:
    """Keep where somebody is in the article; the furthest place never comes nearer."""
    row = session.get(tables.Reading, article_id)
    if row is None:
        session.add(tables.Reading(id=article_id, place=place, furthest=furthest))
        return
    row.place = place
    row.furthest = max(row.furthest, furthest)
    row.at = datetime.now(UTC).isoformat(timespec="seconds")


def place_of(session: Session, article_id: int) -> int | None:
    """Where somebody was in the article last, or None when nobody was."""
    row = session.get(tables.Reading, article_id)
    return None if row is None else row.place


def shares_of(session: Session, article_ids: Sequence[int]) -> dict[int, float]:
    """How much of each article was read, from 0 to 1; nothing of those never opened."""
    found = session.connection().execute(_read_of_some(), {"ids": list(article_ids)})
    return {number: min(1.0, furthest / max(1, length)) for number, furthest, length in found}


@cache
def _read_of_some() -> Select[int, int, int]:
    """How far the articles in the parameter ``ids`` were read, and how long they are."""
    reading, article, text = tables.Reading, tables.Article, tables.ArticleText
    return (
        select(reading.id, reading.furthest, func.length(text.body))
        .join(article, article.id == reading.id)
        .join(text, text.id == article.text_id)
        .where(reading.id.in_(bindparam("ids", expanding=True)))
    )
