"""Numbers of very many rows at once, without an object of Python for each of them.

SQLite writes the numbers of some thousands of rows as the characters of one text, which is
turned into an array as a whole. Reading so takes less than half the time of fetching rows,
and nearly all of it is spent within SQLite, so that other threads go on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from stanceline.storage.mark_columns import Ints

CHUNK = 20_000
"""Rows that one statement reads."""

_DIGIT_BITS = 15
"""What one character holds: all characters below 2**15 are valid ones by themselves."""

_SHORT = 2
"""Numbers of so many digits fit 32 bits."""

_SEPARATOR = "\x1f"

Wholes = NDArray[np.int32] | NDArray[np.int64]
Coder = Callable[[list[str]], Ints]
"""Codes for texts, one for each."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number to be read: an SQL expression over one row, never negative; nothing is 0.

    ``most`` is the greatest value, or None for a column whose index tells it.
    """

    sql: str
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a table: all of them, or those whose ``column`` is one of the ids.

    ``where`` is an SQL condition that narrows them further, with ``values`` for it.
    """

    table: str
    column: str = ""
    ids: Sequence[int] = ()
    where: str = "1"
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What was read, in the order of the rows' ids; ``codes`` are those of the text.

    Numbers below 2**30 come as 32 bits each.
    """

    numbers: tuple[Wholes, ...]
    codes: Ints

    def __len__(self) -> int:
        return self.numbers[0].size


def read_rows(
    connection: Connection,
    source: Source,
    numbers: Sequence[Number],
    *,
    pause: Callable[[], None],
    text: str = "",
    coder: Coder | None = None,
) -> Rows:
    """The numbers of the rows, and codes for what the expression ``text`` gives of each.

    ``pause`` is called now and then: what it raises ends the reading.
    """
    n_digits = [_n_digits(connection, source.table, number) for number in numbers]
    select = _Select(source, numbers, n_digits, text)
    parts: list[list[Any]] = [[] for _ in numbers]
    codes: list[Ints] = []
    for n_rows, packed, texts in _chunks(connection, select, pause):
        for found, values in zip(parts, _unpacked(packed, n_rows, n_digits), strict=True):
            found.append(values)
        if coder is not None:
            codes.append(coder(texts))
    return Rows(
        tuple(np.concatenate(part) if part else np.empty(0, np.int32) for part in parts),
        np.concatenate(codes) if codes else np.empty(0, np.int32),
    )


def _n_digits(connection: Connection, table: str, number: Number) -> int:
    most = number.most
    if most is None:
        sql = f"SELECT max({number.sql}) FROM {table}"  # noqa: S608 - names of our own
        most = connection.exec_driver_sql(sql).scalar() or 0
    return max(1, -(-most.bit_length() // _DIGIT_BITS))


@dataclass(frozen=True, slots=True)
class _Select:
    source: Source
    numbers: Sequence[Number]
    n_digits: Sequence[int]
    text: str

    def sql(self, *, without_separators: bool = False) -> str:
        """A statement whose one row tells of a chunk: how many, its end, digits and texts."""
        digits = ", ".join(
            f"(n{place} >> {_DIGIT_BITS * digit}) & {2**_DIGIT_BITS - 1}"
            for place, n_digits in enumerate(self.n_digits)
            for digit in range(n_digits)
        )
        columns = [f"ifnull({each.sql}, 0) AS n{n}" for n, each in enumerate(self.numbers)]
        text = self.text or "''"
        if without_separators:
            text = f"replace(ifnull({text}, ''), char({ord(_SEPARATOR)}), '?')"
        columns += ["rowid AS r", f"{text} AS t"]
        texts = f"group_concat(t, char({ord(_SEPARATOR)}))" if self.text else "''"
        return (
            f"SELECT count(*), max(r), group_concat(char({digits}), ''), {texts} "  # noqa: S608 - names of our own
            f"FROM (SELECT {', '.join(columns)} FROM {self.source.table} {self._which()})"
        )

    def _which(self) -> str:
        column, where = self.source.column, self.source.where
        if not column:
            return f"WHERE rowid > ? AND {where} ORDER BY rowid LIMIT ?"
        # The plus keeps SQLite from walking through all rows for the sake of their order.
        listed = f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own
        return f"WHERE {listed} AND {where} ORDER BY +rowid"

    def values(self) -> Iterator[tuple[object, ...]]:
        """What to ask for ids with, some thousands at a time."""
        ids = sorted(set(self.source.ids))
        for at in range(0, len(ids), CHUNK):
            yield (json.dumps(ids[at : at + CHUNK]), *self.source.values)


def _chunks(
    connection: Connection, select: _Select, pause: Callable[[], None]
) -> Iterator[tuple[int, str, list[str]]]:
    """How many rows, their digits and their texts, chunk by chunk."""

    def ask(values: tuple[object, ...]) -> tuple[int, int, str, list[str]]:
        pause()
        n_rows, last, digits, joined = connection.exec_driver_sql(select.sql(), values).one()
        texts = joined.split(_SEPARATOR) if joined is not None else []
        if select.text and len(texts) != n_rows:
            sql = select.sql(without_separators=True)
            n_rows, last, digits, joined = connection.exec_driver_sql(sql, values).one()
            texts = (joined or "").split(_SEPARATOR) if n_rows else []
        return n_rows, last, digits or "", texts

    if select.source.column:
        for values in select.values():
            n_rows, _, digits, texts = ask(values)
            yield n_rows, digits, texts
        return
    last = -(2**63)
    while True:
        n_rows, end, digits, texts = ask((last, *select.source.values, CHUNK))
        if not n_rows:
            return
        yield n_rows, digits, texts
        last = end


def _unpacked(packed: str, n_rows: int, n_digits: Sequence[int]) -> Iterable[Wholes]:
    digits = np.frombuffer(packed.encode("utf-16-le"), "<u2").reshape(n_rows, sum(n_digits))
    at = 0
    for n in n_digits:
        if n <= _SHORT:
            short = digits[:, at].astype(np.int32)
            if n == _SHORT:
                short |= digits[:, at + 1].astype(np.int32) << _DIGIT_BITS
            yield short
        else:
            values = digits[:, at].astype(np.int64)
            for place in range(1, n):
                values |= digits[:, at + place].astype(np.int64) << (_DIGIT_BITS * place)
            yield values
        at += n
