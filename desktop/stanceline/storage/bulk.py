"""Numbers of very many rows at once, without an object of Python for each of them.

SQLite writes the numbers of some thousands of rows as the characters of one text, which is
turned into an array as a whole. Reading so takes less than half the time of fetching rows,
and nearly all of it is spent within SQLite, so that other threads go on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from stanceline.records import dataclass
from stanceline.storage.mark_columns import Ints

CHUNK = 20_000
"""Rows, or ids of rows, that one statement reads; one character can count them."""

_DIGIT_BITS = 15
"""What one character holds: all characters below 2**15 are valid ones by themselves."""

_DIGIT_MASK = 2**_DIGIT_BITS - 1
_SHORT = 2
"""Numbers of so many digits fit 32 bits."""

_FIRST_ROOM = 1_000
"""Numbers that a column of listed rows has room for to begin with."""

_MOST_ROOM = 4_000_000
"""Numbers that a column has room for before so many have come; ids may lie far apart."""

_SEPARATOR = "\x1f"

Wholes = NDArray[np.int32] | NDArray[np.int64]
Coder = Callable[[list[str]], Ints]
"""Codes for texts, one for each."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number to be read: an SQL expression over one row, never negative; NULL gives 0.

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

    ids: NDArray[np.int64]
    numbers: tuple[Wholes, ...]
    codes: Ints


def read_rows(
    connection: Connection,
    source: Source,
    numbers: Sequence[Number],
    *,
    pause: Callable[[], None],
    text: str = "",
    coder: Coder | None = None,
) -> Rows:
    """The ids and numbers of the rows, and codes for what the expression ``text`` gives.

    ``pause`` is called now and then: what it raises ends the reading.
    """
    n_digits = [_n_digits(connection, source.table, number) for number in numbers]
    asking = _Asking(connection, source, numbers, n_digits, text)
    room = _FIRST_ROOM if source.column else asking.most_rows()
    ids = _Filling(np.int64, room)
    columns = [_Filling(np.int32 if n <= _SHORT else np.int64, room) for n in n_digits]
    codes = _Filling(np.int32, room if coder is not None else 0)
    chunks = asking.listed() if source.column else asking.everything()
    for chunk in chunks if room <= CHUNK else _ahead(chunks):
        pause()
        places, *found = _unpacked(chunk.digits, chunk.n_rows, [asking.n_id_digits, *n_digits])
        ids.add(places, plus=chunk.first_id)
        for column, values in zip(columns, found, strict=True):
            column.add(values)
        if coder is not None:
            codes.add(coder(chunk.texts))
    return Rows(ids.values(), tuple(each.values() for each in columns), codes.values())


def _ahead(chunks: "Iterator[_Chunk]") -> "Iterator[_Chunk]":
    """The chunks, the next one of which is read while one is worked on.

    The connection is used by one thread at a time only, and by none in the end.
    """
    with ThreadPoolExecutor(1, "reading") as pool:
        coming = pool.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = pool.submit(next, chunks, None)
            yield chunk


class _Filling:
    """A column that is filled bit by bit; room that is not used yet takes no memory."""

    def __init__(self, kind: type[np.signedinteger[Any]], room: int) -> None:
        self._room: Any = np.empty(room, dtype=kind)
        self._n = 0

    def add(self, values: Wholes, *, plus: int = 0) -> None:
        """Add numbers at the end, each with so much added to it."""
        n = self._n + values.size
        if n > self._room.size:
            room = np.empty(2 * n, dtype=self._room.dtype)
            room[: self._n] = self._room[: self._n]
            self._room = room
        self._room[self._n : n] = values
        if plus:
            self._room[self._n : n] += plus
        self._n = n

    def values(self) -> Any:
        """All numbers."""
        return self._room[: self._n]


def _n_digits(connection: Connection, table: str, number: Number) -> int:
    most = number.most
    if most is None:
        sql = f"SELECT max({number.sql}) FROM {table}"  # noqa: S608 - names of our own
        found = connection.exec_driver_sql(sql).scalar()
        most = found if isinstance(found, int) else 0
    return max(1, -(-most.bit_length() // _DIGIT_BITS))


@dataclass(frozen=True, slots=True)
class _Chunk:
    n_rows: int
    first_id: int
    digits: str
    texts: list[str]


@dataclass(frozen=True, slots=True)
class _Asking:
    connection: Connection
    source: Source
    numbers: Sequence[Number]
    n_digits: Sequence[int]
    text: str

    def most_rows(self) -> int:
        """How many rows the table has at most, as far as room is kept for them."""
        table = self.source.table
        sql = f"SELECT (SELECT max(rowid) FROM {table}) - (SELECT min(rowid) FROM {table}) + 1"  # noqa: S608 - names of our own
        found = self.connection.exec_driver_sql(sql).scalar()
        return min(found if isinstance(found, int) else 0, _MOST_ROOM)

    @property
    def n_id_digits(self) -> int:
        """How many digits the ids take, which count from the first of a chunk."""
        return 5 if self.source.column else 1

    def everything(self) -> Iterator[_Chunk]:
        """All rows, by ranges of their ids."""
        table, where, values = self.source.table, self.source.where, self.source.values
        digits, text = self._digits("rowid - ?1"), self.text or "''"
        last = -(2**62)
        while True:
            first = self.connection.exec_driver_sql(
                f"SELECT min(rowid) FROM {table} WHERE rowid > ?",  # noqa: S608 - names of our own
                (last,),
            ).scalar()
            if first is None:
                return
            last = first + CHUNK - 1
            within = f"{table} WHERE rowid BETWEEN ?1 AND ?2 AND {where}"
            yield self._ask(digits, text, within, first, (first, last, *values))

    def listed(self) -> Iterator[_Chunk]:
        """The rows that belong to the ids, some thousands of ids at a time."""
        column, where = self.source.column, self.source.where
        names = [f"n{place}" for place in range(len(self.numbers))]
        columns = [f"{each.sql} AS {name}" for name, each in zip(names, self.numbers, strict=True)]
        # The plus keeps SQLite from walking through all rows for the sake of their order.
        within = (
            f"(SELECT rowid AS r, {self.text or 'NULL'} AS t"  # noqa: S608 - names of our own
            f"{''.join(f', {each}' for each in columns)} FROM {self.source.table} "
            f"WHERE {column} IN (SELECT value FROM json_each(?1)) AND {where} ORDER BY +rowid)"
        )
        ids = sorted(set(self.source.ids))
        for at in range(0, len(ids), CHUNK):
            values = (json.dumps(ids[at : at + CHUNK]), *self.source.values)
            yield self._ask(self._digits("r", names), "t", within, 0, values)

    def _digits(self, row_id: str, names: Sequence[str] = ()) -> str:
        """What writes the digits of a row, the lowest of each number first."""
        sqls = [row_id, *(names or [each.sql for each in self.numbers])]
        digits = []
        for sql, n in zip(sqls, [self.n_id_digits, *self.n_digits], strict=True):
            digits += [f"({sql} >> {_DIGIT_BITS * place}) & {_DIGIT_MASK}" for place in range(n)]
            if n == 1:
                digits[-1] = sql
        return ", ".join(digits)

    def _ask(
        self, digits: str, text: str, within: str, first_id: int, values: tuple[object, ...]
    ) -> _Chunk:
        text = f"ifnull({text}, '')"
        n_rows, packed, texts = self._asked(digits, text, within, values)
        if self.text and len(texts) != n_rows:
            # Only a damaged text holds what is put between texts.
            text = f"replace({text}, char({ord(_SEPARATOR)}), '?')"
            n_rows, packed, texts = self._asked(digits, text, within, values)
        return _Chunk(n_rows, first_id, packed, texts)

    def _asked(
        self, digits: str, text: str, within: str, values: tuple[object, ...]
    ) -> tuple[int, str, list[str]]:
        texts = f"group_concat({text}, char({ord(_SEPARATOR)}))" if self.text else "NULL"
        n_rows, packed, joined = self.connection.exec_driver_sql(
            f"SELECT count(*), group_concat(char({digits}), ''), {texts} FROM {within}",  # noqa: S608 - names of our own
            values,
        ).one()
        if not n_rows:
            return 0, "", []
        return n_rows, packed, [] if joined is None else joined.split(_SEPARATOR)


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
