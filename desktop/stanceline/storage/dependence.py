"""Whether an action can be taken back by itself, though others were done after it.

It can when all rows that it touched are as it left them, nothing else refers to rows that
it made, and what it deleted finds its place again: what it referred to is there, and what
must be unique is free. What counts is how the workspace is now, so that later actions
which were themselves taken back are no hindrance.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.engine import Connection

from stanceline.records import dataclass
from stanceline.storage.history import Rows, rows_with_ids
from stanceline.storage.journal import (
    DELETED,
    INSERTED,
    UPDATED,
    Change,
    changes_of,
    has_ids,
    journalled,
    stored,
)
from stanceline.storage.tables import Base

RowKey = tuple[Any, ...]
"""A row's primary key."""

_MOST_HINDRANCES = 20
"""Later actions that are looked for; nobody reads more."""


@dataclass(slots=True)
class _Net:
    """What an action did to a row on the whole; ``last`` is the id of its last change."""

    was_there: bool
    is_there: bool
    last: int
    old: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)


_Nets = dict[str, dict[RowKey, _Net]]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A row that stands in the way; ``column`` is empty where the whole row does."""

    table: str
    key: RowKey
    after: int
    column: str = ""
    op: str = ""
    """The kind of change that is to blame; empty for any."""


def hindrances(connection: Connection, action_id: int) -> Iterator[Hindrance]:
    """What stands in the way of taking back the action by itself."""
    nets = _nets(changes_of(connection, action_id))
    for name, rows in nets.items():
        table = journalled()[name]
        yield from _changed_since(connection, table, rows)
        yield from _referrers(connection, table, nets)
        yield from _missing_parents(connection, table, nets)
        yield from _taken_values(connection, table, nets)


def blamed(connection: Connection, action_id: int, found: Iterable[Hindrance]) -> list[int]:
    """The later actions that the hindrances come from, the newest first."""
    actions: set[int] = set()
    for hindrance in found:
        blame = _blamed(connection, action_id, hindrance)
        actions |= {blame} if blame else set()
        if len(actions) >= _MOST_HINDRANCES:
            break
    return sorted(actions, reverse=True)


def _nets(changes: Iterable[Change]) -> _Nets:
    """What the changes, the last one first, did to each row on the whole."""
    found: _Nets = defaultdict(dict)
    for change in changes:
        key = _key(journalled()[change.table], change)
        net = found[change.table].get(key)
        if net is None:
            net = _Net(was_there=True, is_there=change.op != DELETED, last=change.id)
            found[change.table][key] = net
        net.was_there = change.op != INSERTED
        if change.op == DELETED:
            net.old = dict(change.vals)
        elif change.op == UPDATED:
            for column, (old, new) in change.vals.items():
                net.old[column] = old
                net.new.setdefault(column, new)
    return found


def _key(table: Table, change: Change) -> RowKey:
    if has_ids(table):
        return (change.row_id,)
    values = (change.vals[column.name] for column in table.primary_key)
    return tuple(value[1] if change.op == UPDATED else value for value in values)


def _as_stored(table: Table, image: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stored(table.columns[name], value) for name, value in image.items()}


def _rows_now(
    connection: Connection, table: Table, keys: Iterable[RowKey]
) -> dict[RowKey, dict[str, Any]]:
    if has_ids(table):
        ids = [key[0] for key in keys]
        return {(row["id"],): dict(row) for row in rows_with_ids(connection, table.name, ids)}
    names = [column.name for column in table.primary_key]
    where = " AND ".join(f'"{name}" = ?' for name in names)
    found = {}
    for key in keys:
        row = connection.exec_driver_sql(
            f"SELECT * FROM {table.name} WHERE {where}",  # noqa: S608
            key,
        ).mappings()
        for each in row:
            found[key] = dict(each)
    return found


def _changed_since(
    connection: Connection, table: Table, nets: Mapping[RowKey, _Net]
) -> Iterator[Hindrance]:
    """The rows that are not as the action left them."""
    now = _rows_now(connection, table, nets)
    rows = Rows(connection)
    made = [(table.name, key[0]) for key, net in nets.items() if _is_made(net) and has_ids(table)]
    rows.read(made)
    for key, net in nets.items():
        present = now.get(key)
        if (present is not None) != net.is_there:
            op = INSERTED if present is not None else DELETED
            yield Hindrance(table.name, key, net.last, op=op)
        elif present is not None:
            left: Mapping[str, Any] = net.new
            if _is_made(net) and has_ids(table):
                left = rows.after(table.name, key[0], net.last) or {}
            for column, value in _as_stored(table, left).items():
                if present[column] != value:
                    yield Hindrance(table.name, key, net.last, column)


def _is_made(net: _Net) -> bool:
    return net.is_there and not net.was_there


def _referrers(connection: Connection, table: Table, nets: _Nets) -> Iterator[Hindrance]:
    """The rows that refer to those the action made, and that it neither made nor had refer."""
    made = {key[0]: net for key, net in nets[table.name].items() if _is_made(net)}
    if not made or not has_ids(table):
        return
    wanted = json.dumps(list(made))
    for child in journalled().values():
        keys = ", ".join(f'"{column.name}"' for column in child.primary_key)
        for column in child.columns:
            if not column.references(table.columns["id"]):
                continue
            for row in connection.exec_driver_sql(
                f'SELECT "{column.name}", {keys} FROM {child.name} WHERE "{column.name}"'  # noqa: S608
                " IN (SELECT value FROM json_each(?))",
                (wanted,),
            ):
                own = nets.get(child.name, {}).get(tuple(row[1:]))
                if own is None or not (_is_made(own) or column.name in own.new):
                    yield Hindrance(child.name, tuple(row[1:]), made[row[0]].last, column.name)


def _missing_parents(connection: Connection, table: Table, nets: _Nets) -> Iterator[Hindrance]:
    """The rows that are gone and that the action's rows referred to before it."""
    for column in table.columns:
        for foreign in column.foreign_keys:
            parent = foreign.column.table
            wanted = {
                net.old[column.name]: net
                for net in nets[table.name].values()
                if net.was_there and net.old.get(column.name) is not None
            }
            present = _rows_there(connection, parent, list(wanted))
            returning = {
                key[0]
                for key, net in nets.get(parent.name, {}).items()
                if net.was_there and not net.is_there
            }
            for row_id in wanted.keys() - present - returning:
                yield Hindrance(parent.name, (row_id,), wanted[row_id].last, op=DELETED)


def _rows_there(connection: Connection, table: Table, ids: Sequence[Any]) -> set[Any]:
    return {
        row[0]
        for row in connection.exec_driver_sql(
            f"SELECT id FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(list(ids)),),
        )
    }


def _taken_values(connection: Connection, table: Table, nets: _Nets) -> Iterator[Hindrance]:
    """The rows that have now what must be unique and comes back with the action's rows."""
    own = nets[table.name]
    returning = {key: net for key, net in own.items() if net.was_there}
    now = _rows_now(connection, table, [key for key, net in returning.items() if net.is_there])
    for names in _unique(table):
        where = " AND ".join(f'"{name}" = ?' for name in names)
        for key, net in returning.items():
            if net.is_there and not any(name in net.old for name in names):
                continue
            before = now.get(key, {}) | _as_stored(table, net.old)
            values = tuple(before.get(name) for name in names)
            if None in values:
                continue
            for (row_id,) in connection.exec_driver_sql(
                f"SELECT id FROM {table.name} WHERE {where}",  # noqa: S608
                values,
            ).all():
                holder = own.get((row_id,))
                gives_up = holder is not None and (
                    _is_made(holder) or any(name in holder.new for name in names)
                )
                if (row_id,) != key and not gives_up:
                    yield Hindrance(table.name, (row_id,), net.last)


def _unique(table: Table) -> Iterator[list[str]]:
    """The columns of each unique constraint; a uid is never given twice."""
    for constraint in table.constraints if has_ids(table) else ():
        if isinstance(constraint, UniqueConstraint):
            names = [column.name for column in constraint.columns]
            if names != ["uid"]:
                yield names


def _blamed(connection: Connection, action_id: int, found: Hindrance) -> int | None:
    """The newest action that holds and made the row what it is, after the one in question."""
    if found.table not in journalled():
        return None
    table = Base.metadata.tables[found.table]
    row_id = found.key[0] if has_ids(table) else 0
    for blame, op, vals in connection.exec_driver_sql(
        "SELECT action.id, change.op, change.vals FROM change"
        " JOIN action ON action.id = change.action_id AND action.state = 'done'"
        " WHERE tbl = ? AND row_id = ? AND change.id > ? ORDER BY change.id DESC",
        (found.table, row_id, found.after),
    ):
        image = json.loads(vals) if vals else {}
        if blame != action_id and _is_about(found, table, op, image):
            return int(blame)
    return None


def _is_about(found: Hindrance, table: Table, op: str, image: dict[str, Any]) -> bool:
    """Whether such a change brought about what stands in the way."""
    if not has_ids(table) and _key(table, Change(0, table.name, op, 0, image)) != found.key:
        return False
    if found.op:
        return op == found.op
    return not found.column or op != UPDATED or found.column in image
