"""What the journal says was touched since a reading, so that only that is read again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from stanceline.storage import journal

MOST_CHANGES = 400
"""Above so many changes, reading everything again is quicker than asking about each."""

_INSERTED, _DELETED = journal.INSERTED, journal.DELETED
_OF_QUOTATIONS = frozenset(("quotation_span", "judgement"))
_OF_EVENTS = frozenset(("event", "evidence", "event_participant"))
_OF_SPEAKERS = frozenset(("speaker", "speaker_alias", "speaker_role"))
_SHOWN_OF_ARTICLES = frozenset(("title", "source_id", "published", "text_id", "revision"))
# Rows of these are in none of the values that a window shows of an article.
_ELSEWHERE = frozenset(
    ("setting", "tag", "article_tag", "quotation_tag", "event_tag", "timeline", "original")
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of what was added, changed or deleted; ``events`` tells only whether any was."""

    quotations: frozenset[int] = frozenset()
    suggestions: frozenset[int] = frozenset()
    speakers: frozenset[int] = frozenset()
    events: bool = False
    is_known: bool = True
    """Whether this is all; if not, everything may have changed."""


EVERYTHING = Touched(is_known=False)


def touched_since(connection: Connection, number: int) -> Touched:
    """What was touched after the change of this number, by whomever and also by undoing.

    It is EVERYTHING where the journal is compacted, where much was done, and where
    something changed that shows in many places, such as the name of a topic.
    """
    now = journal.last_number(connection)
    if now == number:
        return Touched()
    rows = connection.exec_driver_sql(
        "SELECT tbl, op, row_id, vals FROM change WHERE id > ? ORDER BY id LIMIT ?",
        (number, MOST_CHANGES + 1),
    ).all()
    if len(rows) != now - number or len(rows) > MOST_CHANGES:
        return EVERYTHING
    changes = [_Row(table, op, row_id, vals) for table, op, row_id, vals in rows]
    if any(_shows_in_many_places(change) for change in changes):
        return EVERYTHING
    return Touched(
        quotations=_quotations(connection, changes),
        suggestions=_ids(changes, "suggestion"),
        speakers=_speakers(connection, changes),
        events=any(_is_of_event(change) for change in changes),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    table: str
    op: str
    row_id: int
    vals: str | None

    def values(self) -> dict[str, Any]:
        values = json.loads(self.vals) if self.vals else {}
        return values if isinstance(values, dict) else {}


def _shows_in_many_places(change: _Row) -> bool:
    if change.table == "article":
        # A deleted article's quotations are told of one by one; a new one has none.
        is_update = change.op not in (_INSERTED, _DELETED)
        return is_update and not _SHOWN_OF_ARTICLES.isdisjoint(change.values())
    if change.table in ("topic", "category", "source", "analyst"):
        return change.op not in (_INSERTED, _DELETED)
    known = {"quotation", "suggestion", "doubt"} | _OF_QUOTATIONS | _OF_EVENTS | _OF_SPEAKERS
    return change.table not in known | _ELSEWHERE


def _is_of_event(change: _Row) -> bool:
    if change.table == "doubt":
        # A new row keeps no image, so it may be of an event as well as of a quotation.
        return change.op == _INSERTED or change.values().get("evidence_id") is not None
    # An event shows the names of its participants.
    return change.table in _OF_EVENTS or (change.table == "speaker" and change.op != _INSERTED)


def _ids(changes: Iterable[_Row], table: str) -> frozenset[int]:
    return frozenset(change.row_id for change in changes if change.table == table)


def _quotations(connection: Connection, changes: list[_Row]) -> frozenset[int]:
    ids = set(_ids(changes, "quotation"))
    for table in _OF_QUOTATIONS:
        ids |= _owners(connection, changes, table, table, "quotation_id")
    spans = _owners(connection, changes, "doubt", "doubt", "quotation_span_id")
    ids |= _read(connection, "quotation_span", "quotation_id", spans)
    renamed = {each.row_id for each in changes if each.table == "speaker" and each.op != _INSERTED}
    ids |= _read(connection, "quotation", "id", renamed, by="speaker_id")
    return frozenset(ids)


def _speakers(connection: Connection, changes: list[_Row]) -> frozenset[int]:
    ids = set(_ids(changes, "speaker"))
    for table in ("speaker_alias", "speaker_role"):
        ids |= _owners(connection, changes, table, table, "speaker_id")
    renamed = {each.row_id for each in changes if each.table == "speaker" and each.op != _INSERTED}
    ids |= _read(connection, "speaker", "id", renamed, by="affiliation_id")
    return frozenset(ids)


def _owners(
    connection: Connection, changes: list[_Row], table: str, read_from: str, column: str
) -> set[int]:
    """What the touched rows of a table belong to, also those that are gone."""
    ids: set[int] = set()
    there = set()
    for change in changes:
        if change.table != table:
            continue
        told = change.values().get(column)
        before_and_after = told if isinstance(told, list) else [told]
        ids.update(each for each in before_and_after if isinstance(each, int))
        if change.op != _DELETED:
            there.add(change.row_id)
    return ids | _read(connection, read_from, column, there)


def _read(
    connection: Connection, table: str, column: str, ids: Iterable[int], *, by: str = "id"
) -> set[int]:
    wanted = list(ids)
    if not wanted:
        return set()
    places = ", ".join("?" * len(wanted))
    rows = connection.exec_driver_sql(
        f"SELECT {column} FROM {table} WHERE {by} IN ({places})",  # noqa: S608 (names of ours)
        tuple(wanted),
    )
    return {row[0] for row in rows if row[0] is not None}
