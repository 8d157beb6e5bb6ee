"""Which actions of the journal were about a thing, found quickly in any workspace.

What is there now is found by its ids, through an index. Parts that were taken out are
looked for among the latest changes only: a window shows this while somebody works, and
the whole history, which looks everywhere, is a key away.
"""

import json
from collections.abc import Collection

from sqlalchemy.engine import Connection

from stanceline.storage.journal import DELETED

RECENT = 5_000
"""Changes among which parts that are gone are looked for."""

_PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "article": (("quotation", "article_id"), ("evidence", "article_id")),
    "quotation": (("quotation_span", "quotation_id"), ("judgement", "quotation_id")),
    "event": (("evidence", "event_id"),),
    "speaker": (("speaker_alias", "speaker_id"), ("speaker_role", "speaker_id")),
    "suggestion": (),
}
"""The tables whose rows belong to a thing, with the column that says to which."""

_LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "article": (("article_tag", "article_id"),),
    "quotation": (("quotation_tag", "quotation_id"),),
    "event": (("event_tag", "event_id"), ("event_participant", "event_id")),
    "speaker": (("event_participant", "speaker_id"),),
    "suggestion": (),
}


def actions_about(connection: Connection, kind: str, row_id: int, limit: int) -> list[int]:
    """The ids of the latest actions about a thing, the latest first.

    ``kind`` is the name of its table: article, quotation, event, speaker or suggestion.
    """
    found = set(_actions_on(connection, kind, [row_id], limit))
    for table, column in _PARTS[kind]:
        part_ids = {
            row[0]
            for row in connection.exec_driver_sql(
                f"SELECT id FROM {table} WHERE {column} = ?",  # noqa: S608 (names of ours)
                (row_id,),
            )
        } | _gone(connection, table, column, row_id)
        found.update(_actions_on(connection, table, part_ids, limit))
    for table, column in _LINKS[kind]:
        found.update(
            row[0]
            for row in connection.exec_driver_sql(
                f"{_LATEST} AND tbl = ? AND json_extract(vals, '$.{column}') = ?",
                (RECENT, table, row_id),
            )
        )
    return sorted(found, reverse=True)[:limit]


_LATEST = "SELECT DISTINCT action_id FROM change WHERE id > (SELECT max(id) FROM change) - ?"


def _gone(connection: Connection, table: str, column: str, owner_id: int) -> set[int]:
    """The ids of the rows that belonged to this owner until lately."""
    return {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT row_id FROM change WHERE id > (SELECT max(id) FROM change) - ?"  # noqa: S608
            f" AND tbl = ? AND op = ? AND json_extract(vals, '$.{column}') = ?",
            (RECENT, table, DELETED, owner_id),
        )
    }


def _actions_on(
    connection: Connection, table: str, row_ids: Collection[int], limit: int
) -> list[int]:
    if not row_ids:
        return []
    return [
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT DISTINCT action_id FROM change WHERE tbl = ?"
            " AND row_id IN (SELECT value FROM json_each(?)) ORDER BY action_id DESC LIMIT ?",
            (table, json.dumps(list(row_ids)), limit),
        )
    ]
