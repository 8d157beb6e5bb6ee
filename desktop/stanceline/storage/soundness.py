"""Values that no version of the program writes, found without reading them as what they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnClause,
    Enum,
    Float,
    Integer,
    LargeBinary,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.types import String, TypeEngine

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass
from stanceline.storage import tables
from stanceline.storage.engine import DATABASE_FAULTS

_KINDS: tuple[tuple[type[TypeEngine[Any]], tuple[str, ...]], ...] = (
    (Integer, ("integer",)),
    (Boolean, ("integer",)),
    (Float, ("real", "integer")),
    (LargeBinary, ("blob",)),
    (String, ("text",)),
)
"""The kinds of value by SQLite's names (``typeof``) that columns of each type hold."""

_ROW: ColumnClause[int] = literal_column("rowid")


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value that no version of the program writes."""

    table: str
    row_id: int
    sentence: str


_STEPS_A_CALL = 500_000
"""How many steps of SQLite's machine go by between two calls: about a tenth of a second."""


@contextmanager
def interruptible(connection: Connection, heard: Callable[[], None]) -> Iterator[None]:
    """Have statements within the block stopped when ``heard``, called at times, raises."""
    stopped: list[StancelineError] = []

    def asked() -> int:
        try:
            heard()
        except StancelineError as error:
            stopped.append(error)
        return len(stopped)

    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(asked, _STEPS_A_CALL)
    try:
        yield
    except DATABASE_FAULTS:
        if not stopped:
            raise
    finally:
        driver.set_progress_handler(None, 0)
    if stopped:
        raise stopped[0]


def value_problems(session: Session) -> list[str]:
    """Values of a wrong kind, and unknown words in enumerated columns, one sentence each."""
    return [value.sentence for value in wrong_values(session)]


def wrong_values(session: Session) -> list[WrongValue]:
    """Values of a wrong kind, and unknown words in enumerated columns."""
    return [*_wrong_kinds(session), *_unknown_words(session)]


_NOT_KEPT = {"compiled_cache": None}
"""For statements that run once: kept ready for the next time they would take megabytes."""


def _wrong_kinds(session: Session) -> Iterator[WrongValue]:
    for table in tables.Base.metadata.sorted_tables:
        allowed = {column: _kinds_of(column) for column in table.columns}
        kinds = [func.typeof(column) for column in allowed]
        is_wrong = or_(
            *(kind.not_in(each) for kind, each in zip(kinds, allowed.values(), strict=True))
        )
        wanted = select(_ROW, *kinds).select_from(table).where(is_wrong)
        for row_id, *found in session.execute(wanted, execution_options=_NOT_KEPT):
            for (column, known), kind in zip(allowed.items(), found, strict=True):
                if kind not in known:
                    yield WrongValue(
                        table.name,
                        row_id,
                        f"{column} of {table.name} {row_id} is of the kind {kind}, not {known[0]}.",
                    )


def _kinds_of(column: Column[Any]) -> tuple[str, ...]:
    """What SQLite may call the kinds of the values of a column, the usual one first."""
    kinds = next(kinds for type_, kinds in _KINDS if isinstance(column.type, type_))
    return (*kinds, "null") if column.nullable else kinds


def _unknown_words(session: Session) -> Iterator[WrongValue]:
    for table in tables.Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Enum):
                stored = cast(column, String)
                wanted = (
                    select(_ROW, stored).select_from(table).where(stored.not_in(column.type.enums))
                )
                for row_id, value in session.execute(wanted, execution_options=_NOT_KEPT):
                    yield WrongValue(
                        table.name,
                        row_id,
                        f"{column} of {table.name} {row_id} has a value that is not known: "
                        f"“{value}”.",
                    )


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row that refers to one that is not there; ``on_delete`` is what the loss of it does."""

    table: str
    row_id: int
    parent: str
    column: str
    on_delete: str

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        return f"row {self.row_id} of {self.table} refers to a missing row of {self.parent}."


def orphans(connection: Connection) -> Iterator[Orphan]:
    """The rows that refer to rows that are not there."""
    for table, row_id, parent, number in connection.exec_driver_sql(
        "PRAGMA foreign_key_check"
    ).all():
        for key in connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")').all():
            if key[0] == number:
                yield Orphan(table, row_id, parent, key[3], key[6])


def mend_orphan(connection: Connection, orphan: Orphan) -> bool:
    """Do to the row what the deletion of the missing one would have done; whether that is known."""
    if orphan.on_delete == "CASCADE":
        # Links have no id but a rowid all the same.
        statement = f'DELETE FROM "{orphan.table}" WHERE rowid = ?'  # noqa: S608
    elif orphan.on_delete == "SET NULL":
        statement = f'UPDATE "{orphan.table}" SET "{orphan.column}" = NULL WHERE rowid = ?'  # noqa: S608
    else:
        return False
    connection.exec_driver_sql(statement, (orphan.row_id,))
    return True


ADRIFT = ("reading", "draft")
"""The tables whose rows are named by an article's id and refer to nothing."""


def adrift(connection: Connection) -> list[tuple[str, int]]:
    """The rows of those tables whose article is gone and cannot come back by an undo."""
    return [
        (table, row[0])
        for table in ADRIFT
        for row in connection.exec_driver_sql(
            f"SELECT id FROM {table} WHERE id NOT IN (SELECT id FROM article"  # noqa: S608 - our own names
            " UNION SELECT row_id FROM change WHERE tbl = 'article') ORDER BY id"
        )
    ]


def sweep_adrift(connection: Connection) -> int:
    """Take those rows away; how many there were."""
    found = adrift(connection)
    for table, row_id in found:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608 - our own names
    return len(found)


def broken_changes(connection: Connection) -> list[tuple[int, int]]:
    """The changes (ids, and ids of their actions) that could not be taken back as written."""
    return [
        (row[0], row[1])
        for row in connection.exec_driver_sql(
            "SELECT id, action_id FROM change WHERE op NOT IN ('I', 'U', 'D')"
            " OR (vals IS NOT NULL AND NOT json_valid(vals)) OR (vals IS NULL AND op <> 'I')"
            " OR action_id NOT IN (SELECT id FROM action)"
        )
    ]


def reindex(connection: Connection) -> None:
    """Make all indices anew from their tables, and those that are missing."""
    connection.exec_driver_sql("REINDEX")
    for name in missing_indices(connection):
        for table in tables.Base.metadata.tables.values():
            for index in table.indexes:
                if index.name == name:
                    index.create(connection)


def missing_indices(connection: Connection) -> list[str]:
    """The names of the models' indices that the file lacks."""
    there = {
        row[0]
        for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
    }
    wanted = {
        str(index.name) for table in tables.Base.metadata.tables.values() for index in table.indexes
    }
    return sorted(wanted - there)
