"""What an action was about, so that a window can point to it, and what was done to a thing."""

import json
import re
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from stanceline.domain.actions import ActionState
from stanceline.domain.spans import SEGMENT_JOIN
from stanceline.domain.suggestions import SuggestionStatus
from stanceline.records import dataclass
from stanceline.services.history_words import Teller, shortened
from stanceline.services.workspace import Workspace
from stanceline.storage import history, tables
from stanceline.storage.traces import actions_about

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


# ------------------------------------------------------------------ lines about a thing

_MOST_TOLD = 300
"""Changes of an action whose details are told beside a thing; of more only its label is."""


@dataclass(frozen=True, slots=True)
class ThingLine:
    """One thing that was done to something; ``at`` is UTC in ISO 8601.

    ``words`` say it shortly, since what it was done to is known; ``in_full`` say all of it.
    """

    action_id: int
    at: str
    analyst: str
    words: str
    in_full: str
    is_undone: bool


def lines_about(
    workspace: Workspace, kind: str, thing_id: int, *, limit: int = 5
) -> list[ThingLine]:
    """The last things done to a thing, the latest first, as cheap to read as it is to show.

    ``kind`` is "article", "quotation", "event", "suggestion" or "speaker". ``analyst`` is
    empty where only one person ever worked.
    """
    with workspace.reading() as session:
        connection = session.connection()
        ids = actions_about(connection, kind, thing_id, limit)
        lines = [line for each in ids if (line := history.line_of(connection, each)) is not None]
        teller = Teller(connection, [line for line in lines if line.n_changes <= _MOST_TOLD])
        names = history.analyst_names(connection)
        own = _own_details(connection, kind, thing_id)
        return [
            _thing_line(line, teller.details(line), own, names if len(names) > 1 else {})
            for line in lines
        ]


def _thing_line(
    line: history.Line,
    details: tuple[str, ...],
    own: re.Pattern[str],
    names: dict[int, str],
) -> ThingLine:
    # What it was done to need not be named where it stands beside.
    told = dict.fromkeys(
        f"{'stance on ' if detail.startswith('stance of ') else ''}{detail[found.end() :]}"
        for detail in details
        if (found := own.match(detail))
    )
    return ThingLine(
        line.id,
        line.at,
        names.get(line.analyst_id, ""),
        "; ".join(list(told)[:_MOST_IN_LINE]) or line.label,
        "\n".join((line.label, *details)),
        line.state in {ActionState.UNDONE, ActionState.DROPPED},
    )


_MOST_IN_LINE = 2
_QUOTED = "“[^”]*”"
_OWN = {
    "event": f"event {_QUOTED}: ",
    "article": f"article {_QUOTED}: ",
    "speaker": "[^:“]+: ",
    "suggestion": "$",
}
"""How a detail about a thing itself begins, by the kind of thing."""


def _own_details(connection: Connection, kind: str, thing_id: int) -> re.Pattern[str]:
    """What matches the beginning of the details about a thing, up to what was done to it."""
    if kind in _OWN:
        return re.compile(_OWN[kind])
    spans = history.Rows(connection).spans([thing_id])[thing_id]
    words = re.escape(shortened(SEGMENT_JOIN.join(str(part["exact"]) for part in spans)))
    return re.compile(f"quotation “{words}”(?: of [^:]+?)?: |stance of “{words}” on ")
