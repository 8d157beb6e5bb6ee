"""What an action was about, as far as it is there now, so that a window can point to it."""

import json
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from stanceline.domain.suggestions import SuggestionStatus
from stanceline.services.workspace import Workspace
from stanceline.storage import tables

_MOST_CHANGES = 400
"""A long action is about its first things; nobody is shown twenty thousand."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A thing that an action was about, and the article in which it can be seen.

    ``kind`` is "article", "quotation", "event", "suggestion" or "speaker"; ``article_id``
    is None for what stands in no article.
    """

    kind: str
    id: int
    article_id: int | None


class _Rank(IntEnum):
    """Of several things the first is the one that somebody looks for."""

    ARTICLE_ITSELF = 0
    QUOTATION = 1
    EVENT = 2
    SUGGESTION = 3
    SPEAKER = 4
    ARTICLE_FACTS = 5


_PARTS: dict[str, tuple[type[tables.Base], str, _Rank]] = {
    "quotation_span": (tables.QuotationSpan, "quotation_id", _Rank.QUOTATION),
    "judgement": (tables.Judgement, "quotation_id", _Rank.QUOTATION),
    "evidence": (tables.Evidence, "event_id", _Rank.EVENT),
    "speaker_alias": (tables.SpeakerAlias, "speaker_id", _Rank.SPEAKER),
    "speaker_role": (tables.SpeakerRole, "speaker_id", _Rank.SPEAKER),
}
_WHOLES = {
    "quotation": _Rank.QUOTATION,
    "event": _Rank.EVENT,
    "suggestion": _Rank.SUGGESTION,
    "speaker": _Rank.SPEAKER,
}


def trace(workspace: Workspace, action_id: int) -> Trace | None:
    """What the action was about that is there now, or None when nothing of it is.

    What was undone is found too, by what undoing it did.
    """
    with workspace.reading() as session:
        wanted = sorted({_thing(session, change) for change in _changes(session, action_id)})
        for rank, row_id in wanted:
            found = _present(session, rank, row_id)
            if found is not None:
                return found
    return None


def _changes(session: Session, action_id: int) -> list[Row[Any]]:
    change, action = tables.Change, tables.Action
    replay = select(func.max(action.id)).where(action.target_id == action_id).scalar_subquery()
    whose: ColumnElement[bool] = or_(change.action_id == action_id, change.action_id == replay)
    known = (*_PARTS, *_WHOLES, "article")
    return list(
        session.execute(
            select(change.tbl, change.op, change.row_id, change.vals)
            .where(whose, change.tbl.in_(known))
            .order_by(change.id)
            .limit(_MOST_CHANGES)
        )
    )


def _thing(session: Session, change: Row[Any]) -> tuple[_Rank, int]:
    """The rank and id of the thing that a changed row is, or is a part of; id 0 for none."""
    if change.tbl == "article":
        is_fact = change.op == "U"
        return (_Rank.ARTICLE_FACTS if is_fact else _Rank.ARTICLE_ITSELF), change.row_id
    if change.tbl in _WHOLES:
        return _WHOLES[change.tbl], change.row_id
    table, column, rank = _PARTS[change.tbl]
    if change.op == "D":
        return rank, int(json.loads(change.vals)[column])
    row = session.get(table, change.row_id)
    return rank, getattr(row, column) if row is not None else 0


def _present(session: Session, rank: _Rank, row_id: int) -> Trace | None:
    if rank in (_Rank.ARTICLE_ITSELF, _Rank.ARTICLE_FACTS):
        is_there = session.get(tables.Article, row_id) is not None
        return Trace("article", row_id, row_id) if is_there else None
    if rank is _Rank.QUOTATION:
        quotation = session.get(tables.Quotation, row_id)
        return Trace("quotation", row_id, quotation.article_id) if quotation else None
    if rank is _Rank.EVENT:
        return _event(session, row_id)
    if rank is _Rank.SUGGESTION:
        suggestion = session.get(tables.Suggestion, row_id)
        if suggestion is None or suggestion.status is not SuggestionStatus.WAITING:
            return None
        return Trace("suggestion", row_id, suggestion.article_id)
    is_there = session.get(tables.Speaker, row_id) is not None
    return Trace("speaker", row_id, None) if is_there else None


def _event(session: Session, event_id: int) -> Trace | None:
    if session.get(tables.Event, event_id) is None:
        return None
    evidence = tables.Evidence
    article_id = session.scalar(
        select(evidence.article_id)
        .where(evidence.event_id == event_id)
        .order_by(evidence.id)
        .limit(1)
    )
    return Trace("event", event_id, article_id)
