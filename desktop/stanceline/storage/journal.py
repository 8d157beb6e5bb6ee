"""The journal: every change of a row, written down by triggers under the action that made it.

The triggers are generated from the models, so that cascades and bulk statements are seen
as well as single rows. They read the action from ``journal_now``; while that names none, a
write to a journalled table fails, so that nothing can change unseen. What a change stores
is told at ``tables.Change``. Undoing applies the inverses of an action's changes, the last
one first, as an action of its own, whose changes are what doing it again needs.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Column, DefaultClause, Float, Table
from sqlalchemy.engine import Connection

from stanceline.domain.actions import ActionKind, ActionState
from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass
from stanceline.storage.tables import Base
from stanceline.storage.uids import new_uid

INSERTED, UPDATED, DELETED = "I", "U", "D"
"""What ``change.op`` says."""

_CHUNK = 500
"""Rows a statement: enough that a statement's own cost vanishes."""

_PART = 5_000
"""Changes that are read at a time."""


_AT_EACH_END = 50
"""How many lines of the history tell it from the history of another file."""


class UndoRefused(StancelineError):
    """What was done cannot be taken back, or not by itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an action did to one row; see ``tables.Change`` for ``vals``."""

    id: int
    table: str
    op: str
    row_id: int
    vals: dict[str, Any]


# ------------------------------------------------------------------------- triggers


@cache
def journalled() -> dict[str, Table]:
    """The tables whose changes are written down, by their names."""
    return {
        table.name: table
        for table in Base.metadata.sorted_tables
        if table.info.get("is_journalled", True)
    }


def has_ids(table: Table) -> bool:
    """Whether the table's rows have an id; those of link tables are named by their columns."""
    return [column.name for column in table.primary_key] == ["id"]


@cache
def triggers() -> dict[str, str]:
    """The statements that make the triggers, by the triggers' names."""
    return {
        name: f"CREATE TRIGGER {name} {rest}"
        for table in journalled().values()
        for name, rest in _triggers_of(table)
    }


def _triggers_of(table: Table) -> Iterator[tuple[str, str]]:
    columns = [column for column in table.columns if column.name != "id"]
    is_numbered = has_ids(table)
    whole = {row: f"json_object({_pairs(columns, row)})" for row in ("old", "new")}
    ids = {row: f"{row}.id" if is_numbered else "0" for row in ("old", "new")}
    differs = " OR ".join(f'old."{each.name}" IS NOT new."{each.name}"' for each in columns)
    inserted = "NULL" if is_numbered else whole["new"]
    updated = _changed(columns) if is_numbered else _both(columns)
    for suffix, event, op, row_id, vals in (
        ("ai", f"AFTER INSERT ON {table.name}", INSERTED, ids["new"], inserted),
        ("au", f"AFTER UPDATE ON {table.name} WHEN {differs}", UPDATED, ids["new"], updated),
        ("ad", f"AFTER DELETE ON {table.name}", DELETED, ids["old"], whole["old"]),
    ):
        yield (
            f"journal_{table.name}_{suffix}",
            f"""{event} BEGIN
INSERT INTO change (action_id, tbl, op, row_id, vals) VALUES (
(SELECT action_id FROM journal_now), '{table.name}', '{op}', {row_id}, {vals});
END""",
        )


def _value(column: Column[Any], row: str) -> str:
    """A column's value as JSON keeps it whole.

    Some versions write floats with 15 digits, and none takes a BLOB, which only a damaged
    row has: its digits let the row be written and deleted all the same.
    """
    name = f'{row}."{column.name}"'
    if isinstance(column.type, Float):
        return f"CASE WHEN {name} IS NOT NULL THEN printf('%!.17g', {name}) END"
    return f"CASE typeof({name}) WHEN 'blob' THEN hex({name}) ELSE {name} END"


def _pairs(columns: Sequence[Column[Any]], row: str) -> str:
    return ", ".join(f"'{column.name}', {_value(column, row)}" for column in columns)


def _changed(columns: Sequence[Column[Any]]) -> str:
    """An object of the columns that changed, with what was and what is."""
    rows = "\nUNION ALL ".join(
        f"SELECT '{each.name}' AS k, {_value(each, 'old')} AS o, {_value(each, 'new')} AS n "
        f'WHERE old."{each.name}" IS NOT new."{each.name}"'
        for each in columns
    )
    return f"(SELECT json_group_object(k, json_array(o, n)) FROM (\n{rows}))"


def _both(columns: Sequence[Column[Any]]) -> str:
    pairs = (
        f"'{each.name}', json_array({_value(each, 'old')}, {_value(each, 'new')})"
        for each in columns
    )
    return f"json_object({', '.join(pairs)})"


def install(connection: Connection) -> None:
    """Make the triggers; from now on nothing is written outside an action."""
    for statement in triggers().values():
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Take the triggers out, if they are there, as a migration must."""
    for (name,) in connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'journal_*'"
    ).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


# -------------------------------------------------------------------------- actions


def begin(
    connection: Connection,
    label: str,
    analyst_id: int,
    kinds: str = "",
    *,
    kind: ActionKind = ActionKind.DO,
    target_id: int | None = None,
    is_open: bool = False,
) -> int:
    """The id of a new action, under which all changes are written from now on."""
    is_step = kind is ActionKind.DO
    cursor = connection.exec_driver_sql(
        "INSERT INTO action (uid, label, at, analyst_id, kind, state, target_id, kinds, n_changes,"
        " is_open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (
            new_uid(),
            label,
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            analyst_id,
            kind.value,
            (ActionState.DONE if is_step else ActionState.RECORD).value,
            target_id,
            kinds,
            is_open,
        ),
    )
    action_id = cursor.lastrowid
    resume(connection, action_id)
    return action_id


def resume(connection: Connection, action_id: int) -> None:
    """Write changes under this action from now on."""
    connection.exec_driver_sql("UPDATE journal_now SET action_id = ?", (action_id,))


def pause(connection: Connection) -> None:
    """Write no changes from now on."""
    connection.exec_driver_sql("UPDATE journal_now SET action_id = NULL")


def finish(connection: Connection, action_id: int) -> int:
    """End the action; how many changes it made. One that made none leaves no line."""
    pause(connection)
    n_changes: int = connection.exec_driver_sql(
        "UPDATE action SET is_open = 0,"
        " n_changes = (SELECT count(*) FROM change WHERE action_id = action.id)"
        " WHERE id = ? RETURNING n_changes",
        (action_id,),
    ).scalar_one()
    if n_changes == 0:
        connection.exec_driver_sql("DELETE FROM action WHERE id = ?", (action_id,))
    return n_changes


def forget_changes(connection: Connection, action_id: int) -> None:
    """End the action as one that is told of but cannot be undone."""
    pause(connection)
    connection.exec_driver_sql("DELETE FROM change WHERE action_id = ?", (action_id,))


def has_changed(connection: Connection, action_id: int) -> bool:
    """Whether the action has changed anything yet."""
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM change WHERE action_id = ? LIMIT 1", (action_id,)
        ).scalar()
        is not None
    )


def last_number(connection: Connection) -> int:
    """The number of the last change ever made, also of one that was compacted since."""
    return (
        connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'change'").scalar()
        or 0
    )


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a history is known again: how many actions it ever began, and some of their uids."""

    n_begun: int
    uids: Mapping[int, str]


def traits(connection: Connection) -> Traits:
    """The traits of this history: the uids are those of its first and its last lines."""
    both_ends = (
        "SELECT id, uid FROM (SELECT id, uid FROM action ORDER BY id LIMIT ?1)"
        " UNION SELECT id, uid FROM (SELECT id, uid FROM action ORDER BY id DESC LIMIT ?1)"
    )
    rows = connection.exec_driver_sql(both_ends, (_AT_EACH_END,))
    return Traits(_n_begun(connection), {row[0]: row[1] for row in rows})


def goes_on_from(connection: Connection, earlier: Traits) -> bool:
    """Whether this history is the earlier one, gone on with.

    A line may be missing by now: an action that came to nothing leaves none. But numbers
    are never used twice, so that a line that is there must be the same.
    """
    asked = ", ".join(str(int(action_id)) for action_id in earlier.uids)
    rows = connection.exec_driver_sql(f"SELECT id, uid FROM action WHERE id IN ({asked})")
    same = [earlier.uids[row[0]] == row[1] for row in rows]
    is_as_long = _n_begun(connection) >= earlier.n_begun
    return is_as_long and all(same) and (bool(same) or not earlier.uids)


def _n_begun(connection: Connection) -> int:
    return (
        connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'action'").scalar()
        or 0
    )


def drop_undone(connection: Connection) -> None:
    """Say that what was undone is not to be done again, since something else was done."""
    connection.exec_driver_sql("UPDATE action SET state = 'dropped' WHERE state = 'undone'")


def open_actions(connection: Connection) -> list[int]:
    """The actions that go on, or went on when the program was killed."""
    return [row[0] for row in connection.exec_driver_sql("SELECT id FROM action WHERE is_open")]


def set_state(connection: Connection, action_id: int, state: ActionState) -> None:
    """Say whether what the action did holds."""
    connection.exec_driver_sql("UPDATE action SET state = ? WHERE id = ?", (state.value, action_id))


# -------------------------------------------------------------------------- undoing


def n_changes_of(connection: Connection, action_id: int) -> int:
    """How many changes the journal holds of the action."""
    found: int = connection.exec_driver_sql(
        "SELECT count(*) FROM change WHERE action_id = ?", (action_id,)
    ).scalar_one()
    return found


def changes_of(connection: Connection, action_id: int) -> Iterator[Change]:
    """What the action did, the last change first; it may be taken back while it is read."""
    return _backwards(connection, "action_id = ?", action_id)


def n_changes_after(connection: Connection, change_id: int) -> int:
    """How many changes there are after this one."""
    found: int = connection.exec_driver_sql(
        "SELECT count(*) FROM change WHERE id > ?", (change_id,)
    ).scalar_one()
    return found


def changes_after(connection: Connection, change_id: int) -> Iterator[Change]:
    """All that was done after this change and before now, the last change first."""
    return _backwards(connection, "id > ?", change_id)


def _backwards(connection: Connection, condition: str, value: int) -> Iterator[Change]:
    """The changes of now, read a part at a time, so that millions of them fit."""
    before = connection.exec_driver_sql("SELECT coalesce(max(id), 0) + 1 FROM change").scalar_one()
    while rows := connection.exec_driver_sql(
        "SELECT id, tbl, op, row_id, vals FROM change"
        f" WHERE {condition} AND id < ? ORDER BY id DESC LIMIT {_PART}",
        (value, before),
    ).all():
        before = rows[-1][0]
        for change_id, table, op, row_id, vals in rows:
            yield Change(change_id, table, op, row_id, json.loads(vals) if vals else {})


def undone_first(connection: Connection, action_id: int) -> int | None:
    """The action that has to be undone before this one, though it was begun earlier.

    An action of several transactions may, in a later one, have changed rows of an action
    that was done in between.
    """
    found: int | None = connection.exec_driver_sql(
        "SELECT max(later.action_id) FROM change AS own JOIN change AS later"
        " ON later.tbl = own.tbl AND later.row_id = own.row_id AND later.id > own.id"
        " JOIN action ON action.id = later.action_id"
        " WHERE own.action_id = ? AND own.row_id <> 0 AND later.action_id < own.action_id"
        " AND action.state = 'done'",
        (action_id,),
    ).scalar()
    return found


def take_back(
    connection: Connection, changes: Iterable[Change], step: Callable[[int], None]
) -> None:
    """Apply the inverses of the changes, in the order given, which is the last one first.

    It goes on under the action that ``begin`` was told of. ``step`` hears how many changes
    are taken back; what it raises ends the work. Raises UndoRefused when a row is not as
    the change left it, so far as that can be told without comparing values.
    """
    # Rows may come back before what they refer to; the commit sees to it that all is there.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    done = 0
    for (name, op, _), group in groupby(changes, key=_shape):
        table = journalled().get(name)
        if table is None:
            raise UndoRefused(f"The journal tells of a table that is not known: {name}.")
        for chunk in _chunks(group):
            _TAKEN_BACK[op](connection, table, chunk)
            done += len(chunk)
            step(done)


def _shape(change: Change) -> tuple[str, str, tuple[str, ...]]:
    """What changes must have in common to be taken back by one statement."""
    return change.table, change.op, tuple(change.vals) if change.op == UPDATED else ()


def _chunks(changes: Iterable[Change]) -> Iterator[list[Change]]:
    chunk: list[Change] = []
    for change in changes:
        chunk.append(change)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _delete(connection: Connection, table: Table, chunk: list[Change]) -> None:
    if has_ids(table):
        ids = json.dumps([change.row_id for change in chunk])
        cursor = connection.exec_driver_sql(
            f"DELETE FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
        _check(cursor.rowcount, chunk)
        return
    keys = [column.name for column in table.primary_key]
    where = " AND ".join(f'"{key}" = ?' for key in keys)
    for change in chunk:
        cursor = connection.exec_driver_sql(
            f"DELETE FROM {table.name} WHERE {where}",
            tuple(change.vals[key] for key in keys),
        )
        _check(cursor.rowcount, [change])


def _insert(connection: Connection, table: Table, chunk: list[Change]) -> None:
    columns = [column for column in table.columns if column.name != "id"]
    names = [column.name for column in columns]
    is_numbered = has_ids(table)
    marks = ", ".join("?" * (len(names) + is_numbered))
    listed = ", ".join(f'"{name}"' for name in (*(["id"] if is_numbered else []), *names))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({listed}) VALUES ({marks})",
        [
            (
                *([change.row_id] if is_numbered else []),
                *(stored(column, _value_before(change, column)) for column in columns),
            )
            for change in chunk
        ],
    )


def _value_before(change: Change, column: Column[Any]) -> Any:
    """What stood in the column of a deleted row.

    A journal of an earlier schema does not know the columns that came since; such a row
    comes back with what a new one would have in them.
    """
    default = column.server_default
    if column.name not in change.vals:
        if isinstance(default, DefaultClause):
            return default.arg
        if column.nullable:
            return None
    return change.vals[column.name]


def _update(connection: Connection, table: Table, chunk: list[Change]) -> None:
    columns = [table.columns[name] for name in chunk[0].vals]
    assigned = ", ".join(f'"{column.name}" = ?' for column in columns)
    keys = [column.name for column in table.primary_key]
    where = " AND ".join(f'"{key}" = ?' for key in keys)
    for change in chunk:
        row = (change.row_id,) if has_ids(table) else tuple(change.vals[key][1] for key in keys)
        cursor = connection.exec_driver_sql(
            f"UPDATE {table.name} SET {assigned} WHERE {where}",
            (*(stored(column, change.vals[column.name][0]) for column in columns), *row),
        )
        _check(cursor.rowcount, [change])


_TAKEN_BACK = {INSERTED: _delete, UPDATED: _update, DELETED: _insert}


def stored(column: Column[Any], value: Any) -> Any:
    """The value of a column as SQLite stores it, from what the journal's JSON says."""
    return float(value) if isinstance(column.type, Float) and value is not None else value


def _check(n_rows: int, chunk: Sequence[Change]) -> None:
    if n_rows != len(chunk):
        raise UndoRefused(
            f"This cannot be taken back: the {chunk[0].table.replace('_', ' ')} that it is about "
            "is not there any more."
        )
