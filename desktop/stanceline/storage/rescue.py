"""What can still be read of a damaged workspace, row by row, in a new and sound file."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from stanceline.records import dataclass
from stanceline.storage import journal, search
from stanceline.storage.backup import connect
from stanceline.storage.digests import ids_by_index
from stanceline.storage.engine import (
    FAULTS,
    Unlocking,
    check_header,
    open_engine,
    settle,
)
from stanceline.storage.schema import (
    check_schema,
    create_file,
    schema_problems,
)
from stanceline.storage.soundness import mend_orphan, orphans
from stanceline.storage.tables import Base

_DERIVED = frozenset({"search_doc", "journal_now"})
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Rescued:
    """How many rows of each table came over, and how many of those known to be there did not."""

    path: Path
    n_rows: dict[str, int] = field(default_factory=dict)
    n_lost: dict[str, int] = field(default_factory=dict)


def rescue(damaged: Path, to: Path, key: Unlocking | None, heard: Callable[[str], None]) -> Rescued:
    """Make a new workspace at ``to`` of all rows that can be read; the damaged one stays.

    Rows that refer to lost ones go too where the loss of those would have taken them. Raises
    AlreadyThere, WorkspaceUnavailable, and what ``heard`` raises, which is told of each table.
    """
    rescued = Rescued(to)
    create_file(to, lambda _session: None, key=key)
    try:
        engine = open_engine(to, key=key, foreign_keys=False)
        try:
            with closing(connect(damaged, key)) as source, engine.begin() as connection:
                # What is damaged in letters only is better than nothing; the check tells of it.
                source.text_factory = lambda data: bytes(data).decode(errors="replace")
                _fill(source, connection, rescued, heard)
            settle(engine)
        finally:
            engine.dispose()
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return rescued


def _fill(
    source: Any, connection: Connection, rescued: Rescued, heard: Callable[[str], None]
) -> None:
    journal.drop_triggers(connection)
    search.drop(connection)
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in _DERIVED:
            connection.exec_driver_sql(f'DELETE FROM "{table.name}"')  # noqa: S608 - our own names
    for table in Base.metadata.sorted_tables:
        if table.name not in _DERIVED:
            heard(table.name)
            n_rows, n_lost = _copy_table(source, connection, table)
            rescued.n_rows[table.name] = n_rows
            if n_lost:
                rescued.n_lost[table.name] = n_lost
    _take_out_orphans(connection, rescued)
    search.create(connection)
    search.rebuild(connection)
    journal.install(connection)


def _copy_table(source: Any, connection: Connection, table: Table) -> tuple[int, int]:
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    put = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own names
    n_rows = n_lost = 0
    for row in _rows(source, table.name, columns):
        is_stored = False
        if row is not None:
            with suppress(DBAPIError, ValueError, OverflowError), connection.begin_nested():
                connection.exec_driver_sql(put, row)
                is_stored = True
        n_rows += is_stored
        n_lost += not is_stored
    return n_rows, n_lost


def _rows(source: Any, table: str, columns: str) -> Iterator[tuple[Any, ...] | None]:
    """The rows in their order, and past damage those that an index knows; None for a lost one."""
    last: int | None = None
    try:
        for row_id, *row in source.execute(
            f'SELECT rowid, {columns} FROM "{table}" ORDER BY rowid'  # noqa: S608 - our own names
        ):
            yield tuple(row)
            last = row_id if isinstance(row_id, int) else last
    except FAULTS:
        ids = ids_by_index(source, table)
        for row_id in sorted(each for each in ids if last is None or each > last):
            yield _row(source, table, columns, row_id)


def _row(source: Any, table: str, columns: str, row_id: int) -> tuple[Any, ...] | None:
    with suppress(*FAULTS):
        row = source.execute(
            f'SELECT {columns} FROM "{table}" WHERE rowid = ?',  # noqa: S608 - our own names
            (row_id,),
        ).fetchone()
        return tuple(row) if row else None
    return None


def _take_out_orphans(connection: Connection, rescued: Rescued) -> None:
    """Do what the loss of rows would have done; one that may not lose its row goes with it."""
    for _ in range(_MOST_ROUNDS):
        found = list(orphans(connection))
        if not found:
            return
        for orphan in found:
            if not mend_orphan(connection, orphan):
                connection.exec_driver_sql(
                    f'DELETE FROM "{orphan.table}" WHERE rowid = ?',  # noqa: S608 - our own names
                    (orphan.row_id,),
                )
            rescued.n_lost[orphan.table] = rescued.n_lost.get(orphan.table, 0) + 1


def mend_schema(path: Path, key: Unlocking | None) -> list[str]:
    """Make triggers, views and the search index anew; what was wrong with them, in sentences.

    What runs by itself in the file and is not ours is taken out before anything else is
    done. Tables are left as they are. Raises NotAWorkspace when the file is no workspace
    then either, and the driver's own errors; nothing is changed then.
    """
    if key is None:
        check_header(path)
    engine = open_engine(path, key=key, foreign_keys=False)
    try:
        with engine.begin() as connection:
            problems = list(schema_problems(connection))
            if not problems:
                return []
            for kind in ("trigger", "view"):
                for (name,) in connection.exec_driver_sql(
                    "SELECT name FROM sqlite_master WHERE type = ?", (kind,)
                ).all():
                    quoted = name.replace('"', '""')
                    connection.exec_driver_sql(f'DROP {kind.upper()} "{quoted}"')
            search.drop(connection)
            search.create(connection)
            search.rebuild(connection)
            journal.install(connection)
            check_schema(connection, path)
        settle(engine)
    finally:
        engine.dispose()
    return [f"The workspace {problem}." for problem in problems]
