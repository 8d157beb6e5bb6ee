"""What the journal says was touched since a reading, so that only that is read again."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Connection

from stanceline.records import dataclass
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


@dataclass(frozen=True, slots=True)
class TouchedMarks:
    """Ids of what was added, changed or deleted of all that a timeline shows.

    A mark counts as touched when anything of it was: a judgement, a tag, its words.
    ``names`` tells whether names of any kind were, ``speakers`` whether those of speakers.
    """

    quotations: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    suggestions: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()
    names: bool = False
    speakers: bool = False
    is_known: bool = True
    """Whether this is all; if not, everything may have changed."""


ALL_MARKS = TouchedMarks(is_known=False)


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


def touched_marks(connection: Connection, number: int, *, most: int = MOST_CHANGES) -> TouchedMarks:
    """What of the marks was touched after the change of this number, also by undoing.

    It is ALL_MARKS where the journal is compacted, where more than ``most`` changes were
    made, and where a table changed that is not known here. With an article that appears
    elsewhere or at another time, the marks that rest on it are touched.
    """
    now = journal.last_number(connection)
    if now == number:
        return TouchedMarks()
    rows = connection.exec_driver_sql(
        "SELECT tbl, op, row_id, vals FROM change WHERE id > ? ORDER BY id LIMIT ?",
        (number, most + 1),
    ).all()
    if len(rows) != now - number or len(rows) > most:
        return ALL_MARKS
    changes = [_Row(table, op, row_id, vals) for table, op, row_id, vals in rows]
    if any(change.table not in _MARK_TABLES for change in changes):
        return ALL_MARKS
    articles = frozenset(each.row_id for each in changes if _is_article_shown(each))
    tables_touched = {change.table for change in changes}
    return TouchedMarks(
        quotations=_touched_of(connection, changes, "quotation", _PARTS_OF_QUOTATIONS)
        | _read(connection, "quotation", "id", articles, by="article_id"),
        events=_touched_of(connection, changes, "event", _PARTS_OF_EVENTS)
        | _read(connection, "evidence", "event_id", articles, by="article_id"),
        suggestions=_ids(changes, "suggestion")
        | _read(connection, "suggestion", "id", articles, by="article_id"),
        articles=articles,
        names=not _NAMES.isdisjoint(tables_touched),
        speakers=not _OF_SPEAKERS.isdisjoint(tables_touched),
    )


_PARTS_OF_QUOTATIONS = frozenset(("quotation_span", "judgement", "quotation_tag"))
_PARTS_OF_EVENTS = frozenset(("evidence", "event_participant", "event_tag"))
_WITHOUT_ID = frozenset(("event_participant", "quotation_tag", "event_tag"))
_NAMES = frozenset(
    ("speaker", "topic", "stance", "stance_scale", "category", "source", "tag", "analyst")
)
_MARK_TABLES = frozenset(
    (
        "quotation",
        "event",
        "suggestion",
        "article",
        *_PARTS_OF_QUOTATIONS,
        *_PARTS_OF_EVENTS,
        *_NAMES,
        *_OF_SPEAKERS,
        *_ELSEWHERE,
        "doubt",
    )
)
_DATED_OF_ARTICLES = frozenset(("title", "source_id", "published", "reprint_of_id"))


def _is_article_shown(change: "_Row") -> bool:
    """Whether a change of an article shows on a timeline."""
    if change.table != "article":
        return False
    is_update = change.op not in (_INSERTED, _DELETED)
    return not is_update or not _DATED_OF_ARTICLES.isdisjoint(change.values())


def _touched_of(
    connection: Connection, changes: list["_Row"], table: str, parts: Iterable[str]
) -> frozenset[int]:
    ids = set(_ids(changes, table))
    for part in parts:
        ids |= _owners(connection, changes, part, part, f"{table}_id")
    return frozenset(ids)


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
        if change.op != _DELETED and table not in _WITHOUT_ID:
            there.add(change.row_id)
    return ids | _read(connection, read_from, column, there)


def _read(
    connection: Connection, table: str, column: str, ids: Iterable[int], *, by: str = "id"
) -> set[int]:
    wanted = list(ids)
    if not wanted:
        return set()
    rows = connection.exec_driver_sql(
        f"SELECT {column} FROM {table} WHERE {by} IN (SELECT value FROM json_each(?))",  # noqa: S608 (names of ours)
        (json.dumps(wanted),),
    )
    return {row[0] for row in rows if row[0] is not None}
