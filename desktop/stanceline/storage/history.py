"""What the journal tells: its lines, what each did, and rows as they were after any change.

An insertion is journalled without its values, so that imports are cheap to record. What
was inserted is read from the row as it is now, or from the image of its deletion, with
what later updates say was there before them.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.engine import Connection

from stanceline.domain.actions import ActionState
from stanceline.records import dataclass
from stanceline.storage.journal import DELETED, INSERTED, UPDATED, Change, has_ids, journalled

Key = tuple[str, int]
"""A row: the name of its table and its id."""

Values = Mapping[str, Any]
"""A row's values by column, as SQLite stores them; floats that the journal tells are text."""

_CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "article": (
        ("quotation", "article_id"),
        ("evidence", "article_id"),
        ("suggestion", "article_id"),
        ("article_tag", "article_id"),
    ),
    "speaker": (
        ("quotation", "speaker_id"),
        ("speaker_alias", "speaker_id"),
        ("speaker_role", "speaker_id"),
        ("event_participant", "speaker_id"),
    ),
    "quotation": (
        ("quotation_span", "quotation_id"),
        ("judgement", "quotation_id"),
        ("quotation_tag", "quotation_id"),
    ),
}
"""The tables whose rows belong to a row, with the column that says to which."""

_NEAR = 2_000
"""Changes before and after a row's deletion among which those of its parts are."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal; ``at`` is UTC in ISO 8601."""

    id: int
    uid: str
    at: str
    analyst_id: int
    label: str
    kind: str
    state: str
    n_changes: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How many changes of one sort an action made.

    ``is_whole`` is False where there were more, of rows that came and went again.
    """

    action_id: int
    table: str
    op: str
    n: int
    is_whole: bool = True


# ---------------------------------------------------------------------------- lines


def lines(
    connection: Connection,
    *,
    article_id: int | None = None,
    speaker_id: int | None = None,
    analyst_id: int | None = None,
    before_id: int | None = None,
    limit: int,
) -> list[Line]:
    """The newest lines, newest first, of those older than ``before_id``."""
    conditions: list[str] = []
    values: dict[str, Any] = {"limit": limit}
    if before_id is not None:
        conditions.append("id < :before_id")
        values["before_id"] = before_id
    if analyst_id is not None:
        conditions.append("analyst_id = :analyst_id")
        values["analyst_id"] = analyst_id
    for table, row_id in (("article", article_id), ("speaker", speaker_id)):
        if row_id is not None:
            conditions.append(f"id IN (SELECT value FROM json_each(:{table}))")  # noqa: S608
            values[table] = json.dumps(sorted(touching(connection, table, row_id)))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    found = connection.exec_driver_sql(
        "SELECT id, uid, at, analyst_id, label, kind, state, n_changes, is_open FROM action "  # noqa: S608
        f"{where} ORDER BY id DESC LIMIT :limit",
        values,
    )
    return [_line(row) for row in found]


def _line(row: Sequence[Any]) -> Line:
    line_id, uid, at, analyst_id, label, kind, state, n_changes, is_open = row
    return Line(line_id, uid, at, analyst_id, label, kind, state, n_changes, bool(is_open))


def line_of(connection: Connection, action_id: int) -> Line | None:
    """The line of the action, or None when there is none of this id."""
    found = lines(connection, before_id=action_id + 1, limit=1)
    return found[0] if found and found[0].id == action_id else None


def kinds_of(connection: Connection, action_id: int) -> str:
    """The kinds of thing that the action touched, with spaces between them."""
    found = connection.exec_driver_sql("SELECT kinds FROM action WHERE id = ?", (action_id,))
    return str(found.scalar() or "")


def kinds_after(connection: Connection, action_id: int) -> str:
    """The kinds of thing that this action and later ones touched, with spaces between them."""
    found = connection.exec_driver_sql(
        "SELECT group_concat(DISTINCT kinds || ' ') FROM action WHERE id >= ?", (action_id,)
    )
    return str(found.scalar() or "").replace(",", " ")


def is_compacted_after(connection: Connection, action_id: int) -> bool:
    """Whether what an action after this one did is forgotten."""
    return bool(
        connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM action WHERE id > ? AND state = 'compacted')",
            (action_id,),
        ).scalar_one()
    )


def last_change(connection: Connection, action_id: int) -> int:
    """The id of the change after which the action had ended."""
    found = connection.exec_driver_sql(
        "SELECT coalesce((SELECT max(id) FROM change WHERE action_id = ?),"
        " (SELECT min(id) - 1 FROM change WHERE action_id > ?), (SELECT max(id) FROM change), 0)",
        (action_id, action_id),
    )
    return int(found.scalar_one())


def touching(connection: Connection, table: str, row_id: int) -> set[int]:
    """The actions that changed the row or what belongs to it, also what is gone since."""
    return _actions_on(connection, table, [row_id]) | _touching_parts(connection, table, [row_id])


def _touching_parts(connection: Connection, table: str, row_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part, column in _CHILDREN.get(table, ()):
        if not has_ids(journalled()[part]):
            found |= _actions_on_links(connection, part, column, row_ids)
            continue
        part_ids = _parts(connection, part, column, row_ids)
        found |= _actions_on(connection, part, part_ids)
        found |= _touching_parts(connection, part, part_ids) if part_ids else set()
    return found


def _parts(connection: Connection, part: str, column: str, owner_ids: Collection[int]) -> set[int]:
    """The ids of the rows that belong or belonged to these owners."""
    owners = json.dumps(list(owner_ids))
    return {
        row[0]
        for row in connection.exec_driver_sql(
            f"SELECT id FROM {part} WHERE {column} IN (SELECT value FROM json_each(:owners)) "  # noqa: S608
            "UNION SELECT row_id FROM change WHERE tbl = :part AND op = 'D' AND "
            f"json_extract(vals, '$.{column}') IN (SELECT value FROM json_each(:owners)) "
            "UNION SELECT row_id FROM change WHERE tbl = :part AND op = 'U' AND "
            f"(json_extract(vals, '$.{column}[0]') IN (SELECT value FROM json_each(:owners)) "
            f"OR json_extract(vals, '$.{column}[1]') IN (SELECT value FROM json_each(:owners)))",
            {"owners": owners, "part": part},
        )
    }


def _actions_on(connection: Connection, table: str, row_ids: Collection[int]) -> set[int]:
    return {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT DISTINCT action_id FROM change WHERE tbl = ?"
            " AND row_id IN (SELECT value FROM json_each(?))",
            (table, json.dumps(list(row_ids))),
        )
    }


def _actions_on_links(
    connection: Connection, table: str, column: str, owner_ids: Collection[int]
) -> set[int]:
    return {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT DISTINCT action_id FROM change WHERE tbl = ? AND row_id = 0 AND "  # noqa: S608
            f"json_extract(vals, '$.{column}') IN (SELECT value FROM json_each(?))",
            (table, json.dumps(list(owner_ids))),
        )
    }


# -------------------------------------------------------------------------- changes


def counted(connection: Connection, lines: Iterable[Line]) -> list[Counted]:
    """How many changes of each sort each of the actions made, in the order they began.

    Of actions with more than LARGE changes, rows that came and went again are left out.
    """
    found: list[Counted] = []
    unknown = []
    for line in lines:
        known = _large.get(line.uid) if line.state != ActionState.COMPACTED else None
        found += [replace(each, action_id=line.id) for each in known or ()]
        unknown += [] if known else [line]
    sorts: dict[int, list[Counted]] = defaultdict(list)
    for action_id, table, op, n, _ in connection.exec_driver_sql(
        "SELECT action_id, tbl, op, count(*), min(id) AS first FROM change"
        " WHERE action_id IN (SELECT value FROM json_each(?))"
        " GROUP BY action_id, tbl, op ORDER BY action_id, first",
        (json.dumps([line.id for line in unknown]),),
    ):
        sorts[action_id].append(Counted(action_id, table, op, n))
    for line in unknown:
        if line.n_changes > LARGE and not line.is_open and sorts[line.id]:
            sorts[line.id] = list(_on_the_whole(connection, sorts[line.id]))
            if len(_large) >= _MOST_LARGE:
                _large.clear()
            _large[line.uid] = sorts[line.id]
        found += sorts[line.id]
    return found


LARGE = 3_000
"""Changes of an action up to which they are best looked at one by one."""

_MOST_LARGE = 500
_large: dict[str, list[Counted]] = {}
"""The sorts of large actions by their uids: what an action did never changes, and the
history is told anew after each one."""


def _on_the_whole(connection: Connection, sorts: Sequence[Counted]) -> Iterator[Counted]:
    """The sorts without the rows that an action both inserted and deleted."""
    ops: dict[str, dict[str, int]] = defaultdict(dict)
    for sort in sorts:
        ops[sort.table][sort.op] = sort.n
    for table, gross in list(ops.items()):
        if {INSERTED, DELETED} <= gross.keys():
            ops[table] = {**gross, **_net(connection, sorts[0].action_id, table, gross)}
    for sort in sorts:
        n = ops[sort.table][sort.op]
        if n:
            yield replace(sort, n=n, is_whole=n == sort.n)


def _net(
    connection: Connection, action_id: int, table: str, gross: Mapping[str, int]
) -> dict[str, int]:
    """How many of the table's rows the action inserted and how many it deleted, on the whole."""
    if not has_ids(journalled()[table]):
        more = gross[INSERTED] - gross[DELETED]
        return {INSERTED: max(more, 0), DELETED: max(-more, 0)}
    net = {INSERTED: 0, DELETED: 0}
    for first, last, n in connection.exec_driver_sql(
        "SELECT first.op, last.op, count(*) FROM"
        " (SELECT min(id) AS first_id, max(id) AS last_id FROM change"
        " WHERE action_id = ? AND tbl = ? GROUP BY row_id)"
        " JOIN change AS first ON first.id = first_id"
        " JOIN change AS last ON last.id = last_id GROUP BY 1, 2",
        (action_id, table),
    ):
        was_there, is_there = first != INSERTED, last != DELETED
        if was_there != is_there:
            net[INSERTED if is_there else DELETED] += n
    return net


def changes_of_sorts(connection: Connection, sorts: Iterable[Counted]) -> dict[int, list[Change]]:
    """All changes of these sorts by action, the first one first."""
    wanted = defaultdict(set)
    for each in sorts:
        wanted[each.action_id].add((each.table, each.op))
    found: dict[int, list[Change]] = {}
    for action_id, pairs in wanted.items():
        marks = ", ".join(["(?, ?)"] * len(pairs))
        found[action_id] = [
            _change(row)
            for row in connection.exec_driver_sql(
                "SELECT id, tbl, op, row_id, vals FROM change WHERE action_id = ?"  # noqa: S608
                f" AND (tbl, op) IN (VALUES {marks}) ORDER BY id",
                (action_id, *(name for pair in sorted(pairs) for name in pair)),
            )
        ]
    return found


def _change(row: Sequence[Any]) -> Change:
    change_id, table, op, row_id, vals = row
    return Change(change_id, table, op, row_id, json.loads(vals) if vals else {})


# ----------------------------------------------------------------------------- rows


class Rows:
    """Rows as they are now and as they were after any change of the journal.

    What is asked for is read in bulk by ``read`` and ``read_latest``; anything else is
    read one by one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now: dict[Key, Values | None] = {}
        self._changes: dict[Key, list[Change]] = {}
        self._latest: dict[Key, Values | None] = {}

    def read(self, keys: Iterable[Key]) -> None:
        """Read all that happened to these rows."""
        for table, ids in _by_table(key for key in keys if key not in self._changes).items():
            self._read_now(table, ids)
            self._changes.update({(table, row_id): [] for row_id in ids})
            for row in self._connection.exec_driver_sql(
                "SELECT id, tbl, op, row_id, vals FROM change WHERE tbl = ?"
                " AND row_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (table, json.dumps(sorted(ids))),
            ):
                self._changes[table, row[3]].append(_change(row))

    def _read_now(self, table: str, ids: Iterable[int]) -> None:
        missing = sorted(row_id for row_id in ids if (table, row_id) not in self._now)
        if not missing:
            return
        self._now.update({(table, row_id): None for row_id in missing})
        for row in rows_with_ids(self._connection, table, missing):
            self._now[table, row["id"]] = dict(row)

    def read_latest(self, keys: Iterable[Key]) -> None:
        """Read these rows as they are now, or were last."""
        for table, ids in _by_table(key for key in keys if key not in self._latest).items():
            self._read_now(table, ids)
            self._latest.update({(table, row_id): self._now[table, row_id] for row_id in ids})
            gone = sorted(row_id for row_id in ids if self._now[table, row_id] is None)
            if not gone:
                continue
            for row_id, vals in self._connection.exec_driver_sql(
                "SELECT row_id, vals FROM change WHERE tbl = ? AND op = 'D'"
                " AND row_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (table, json.dumps(gone)),
            ):
                self._latest[table, row_id] = json.loads(vals)

    def now(self, table: str, row_id: int) -> Values | None:
        """The row as it is now; None when it is gone."""
        self._read_now(table, [row_id])
        return self._now[table, row_id]

    def latest(self, table: str, row_id: int) -> Values | None:
        """The row as it is now or was last; None when the journal does not know."""
        self.read_latest([(table, row_id)])
        return self._latest[table, row_id]

    def after(self, table: str, row_id: int, change_id: int) -> Values | None:
        """The row as it was after that change; None when it was gone or is not known."""
        self.read([(table, row_id)])
        earlier: dict[str, Any] = {}
        for change in self._changes[table, row_id]:
            if change.id <= change_id:
                continue
            if change.op == DELETED:
                return change.vals | earlier
            if change.op == UPDATED:
                for column, (old, _) in change.vals.items():
                    earlier.setdefault(column, old)
            else:
                return None
        now = self.now(table, row_id)
        return None if now is None else {**now, **earlier}

    def spans(self, quotation_ids: Iterable[int]) -> dict[int, list[Values]]:
        """The segments of quotations in order, as they are now or were last."""
        wanted = set(quotation_ids)
        found: dict[int, list[Values]] = {quotation_id: [] for quotation_id in wanted}
        for row in self._connection.exec_driver_sql(
            "SELECT * FROM quotation_span"
            " WHERE quotation_id IN (SELECT value FROM json_each(?)) ORDER BY position",
            (json.dumps(sorted(wanted)),),
        ).mappings():
            found[row["quotation_id"]].append(dict(row))
        for quotation_id, known in found.items():
            known.extend([] if known else self._last_spans(quotation_id))
        return found

    def _last_spans(self, quotation_id: int) -> list[Values]:
        """The segments that went when the quotation was deleted last."""
        deletion = self._connection.exec_driver_sql(
            "SELECT max(id), action_id FROM change"
            " WHERE tbl = 'quotation' AND op = 'D' AND row_id = ?",
            (quotation_id,),
        ).one()
        if deletion[0] is None:
            return []
        images = [
            json.loads(row[0])
            for row in self._connection.exec_driver_sql(
                "SELECT vals FROM change WHERE id BETWEEN ? AND ? AND action_id = ?"
                " AND tbl = 'quotation_span' AND op = 'D'"
                " AND json_extract(vals, '$.quotation_id') = ? ORDER BY id",
                (deletion[0] - _NEAR, deletion[0] + _NEAR, deletion[1], quotation_id),
            )
        ]
        last = {int(image["position"]): image for image in images}
        return [last[position] for position in sorted(last)]


def _by_table(keys: Iterable[Key]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for table, row_id in keys:
        found[table].add(row_id)
    return found


def rows_with_ids(connection: Connection, table: str, ids: Collection[int]) -> Iterable[RowMapping]:
    """The rows of these ids that are there, as SQLite stores them."""
    return connection.exec_driver_sql(
        f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
        (json.dumps(list(ids)),),
    ).mappings()


def analyst_names(connection: Connection) -> dict[int, str]:
    """The names of all who worked here by id, also of those that are gone."""
    gone = connection.exec_driver_sql(
        "SELECT row_id, json_extract(vals, '$.name') FROM change"
        " WHERE tbl = 'analyst' AND op = 'D' ORDER BY id"
    )
    names = {row[0]: str(row[1]) for row in gone}
    present = connection.exec_driver_sql("SELECT id, name FROM analyst")
    return names | {row[0]: str(row[1]) for row in present}
