"""Values that no version of the program writes, found without reading them as what they are."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnClause,
    Enum,
    Float,
    Integer,
    LargeBinary,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import String, TypeEngine

from stanceline.storage import tables

_KINDS: tuple[tuple[type[TypeEngine[Any]], tuple[str, ...]], ...] = (
    (Integer, ("integer",)),
    (Boolean, ("integer",)),
    (Float, ("real", "integer")),
    (LargeBinary, ("blob",)),
    (String, ("text",)),
)
"""The kinds of value by SQLite's names (``typeof``) that columns of each type hold."""

_ROW: ColumnClause[int] = literal_column("rowid")


def value_problems(session: Session) -> list[str]:
    """Values of a wrong kind, and unknown words in enumerated columns, one sentence each."""
    return [*_wrong_kinds(session), *_unknown_words(session)]


def _wrong_kinds(session: Session) -> list[str]:
    problems = []
    for table in tables.Base.metadata.sorted_tables:
        for column in table.columns:
            kinds = next(kinds for type_, kinds in _KINDS if isinstance(column.type, type_))
            allowed = (*kinds, "null") if column.nullable else kinds
            kind = func.typeof(column)
            for row_id, found in session.execute(
                select(_ROW, kind).select_from(table).where(kind.not_in(allowed))
            ):
                problems.append(
                    f"{column} of {table.name} {row_id} is of the kind {found}, not {kinds[0]}."
                )
    return problems


def _unknown_words(session: Session) -> list[str]:
    return [
        f"{column} of {table.name} {row_id} has a value that is not known: “{value}”."
        for table in tables.Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Enum)
        for row_id, value in session.execute(
            select(_ROW, cast(column, String))
            .select_from(table)
            .where(cast(column, String).not_in(column.type.enums))
        )
    ]
