"""Very many dates, as what is written of them and as columns of numbers.

A timeline of a million marks may have a hundred thousand different dates, most of them
spans between days. To make a value of each takes two seconds and a hundred megabytes; the
numbers that lanes and filters need are put together from those of the ends, which are few.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, overload

import numpy as np

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.domain.edtf import (
    DEFAULT_PADDING,
    OPEN_END,
    OPEN_START,
    DateKind,
    Edtf,
    EdtfError,
    Flag,
    Member,
    parse,
)
from stanceline.storage.growing import GrowingColumn
from stanceline.storage.mark_columns import NONE, Codes, FaultyDate, Ints, Longs

KINDS = tuple(DateKind)
"""What the codes of ``DateNumbers.kind`` stand for."""

START_OPEN, END_OPEN, START_UNKNOWN, END_UNKNOWN = 1, 2, 4, 8
START_APPROXIMATE, END_APPROXIMATE, START_UNCERTAIN, END_UNCERTAIN = 16, 32, 64, 128
"""The bits of ``DateNumbers.doubt``."""

_BITS = {
    Flag.START_OPEN: START_OPEN,
    Flag.END_OPEN: END_OPEN,
    Flag.START_UNKNOWN: START_UNKNOWN,
    Flag.END_UNKNOWN: END_UNKNOWN,
    Flag.START_APPROXIMATE: START_APPROXIMATE,
    Flag.END_APPROXIMATE: END_APPROXIMATE,
    Flag.START_UNCERTAIN: START_UNCERTAIN,
    Flag.END_UNCERTAIN: END_UNCERTAIN,
}


_DATE, _INTERVAL, _ONE_OF = map(KINDS.index, (DateKind.DATE, DateKind.INTERVAL, DateKind.ONE_OF))


class _Row(NamedTuple):
    """A date in numbers; see ``DateNumbers``."""

    kind: int
    n_members: int
    doubt: int
    t0: int
    t1: int
    o0: int
    o1: int
    start_end: int
    end_start: int


@dataclass(frozen=True, slots=True, eq=False)
class DateNumbers:
    """Dates as columns, one row for each; seconds are civil, open ends are sentinels.

    ``kind`` are places in KINDS, ``doubt`` bits as above. ``[t0, t1)`` is the core and
    ``[o0, o1)`` the outer bounds of ``edtf.Bounds``. ``start_end`` is where the first
    member ends and ``end_start`` where the last one begins, as written, which of an
    interval are the stretches in which it begins and ends.
    """

    kind: Codes
    n_members: Ints
    doubt: Ints
    t0: Longs
    t1: Longs
    o0: Longs
    o1: Longs
    start_end: Longs
    end_start: Longs

    def since(self, row: int) -> "DateNumbers":
        """The rows from this one on."""
        return DateNumbers(*(getattr(self, name)[row:] for name in _Row._fields))


_TYPES = dict.fromkeys(_Row._fields, np.int64) | {
    "kind": np.int8,
    "n_members": np.int32,
    "doubt": np.int32,
}


class Dates(Sequence[Edtf]):
    """Dates that are made when they are asked for; two of one book share what they hold."""

    __slots__ = ("_n", "_texts", "numbers")

    def __init__(self, texts: list[str], n: int, numbers: DateNumbers) -> None:
        self._texts = texts
        self._n = n
        self.numbers = numbers

    def __len__(self) -> int:
        return self._n

    @overload
    def __getitem__(self, place: int) -> Edtf: ...

    @overload
    def __getitem__(self, place: slice) -> "Sequence[Edtf]": ...

    def __getitem__(self, place: int | slice) -> "Edtf | Sequence[Edtf]":
        if isinstance(place, slice):
            start, stop, step = place.indices(self._n)
            if start == 0 and step == 1:
                numbers = [getattr(self.numbers, name)[:stop] for name in _Row._fields]
                return Dates(self._texts, stop, DateNumbers(*numbers))
            return tuple(self[each] for each in range(start, stop, step))
        if not -self._n <= place < self._n:
            raise IndexError(place)
        return _parsed(self._texts[place % self._n])

    def __iter__(self) -> Iterator[Edtf]:
        return (_parsed(text) for text in self._texts[: self._n])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Dates):
            if other._n != self._n:
                return False
            return other._texts is self._texts or other._texts[: self._n] == self._texts[: self._n]
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list: its texts are shared

    def text(self, code: int) -> str:
        """What is written of a date."""
        return self._texts[code]


@lru_cache(maxsize=4_096)
def _parsed(text: str) -> Edtf:
    return parse(text)


def numbers_of(dates: Sequence[Edtf]) -> DateNumbers:
    """The dates as columns."""
    if isinstance(dates, Dates):
        return dates.numbers
    return _columns(array("q", chain.from_iterable(map(_row_of, dates))))


def _columns(rows: "array[int]") -> DateNumbers:
    """The columns of rows that stand one after the other."""
    found = np.frombuffer(rows, dtype=np.int64).reshape(-1, len(_Row._fields))
    columns = (found[:, n].astype(_TYPES[name]) for n, name in enumerate(_Row._fields))
    return DateNumbers(*columns)


def _row_of(edtf: Edtf) -> _Row:
    """Any date in numbers."""
    if edtf.kind is DateKind.DATE:
        # Nearly all dates are single ones, and there may be very many.
        return _row_of_single(edtf.members[0])
    bounds = edtf.bounds
    doubt = 0
    for flag in edtf.flags:
        doubt |= _BITS.get(flag, 0)
    return _Row(
        KINDS.index(edtf.kind),
        len(edtf.members),
        doubt,
        bounds.t0,
        bounds.t1,
        bounds.o0,
        bounds.o1,
        edtf.members[0].t1,
        edtf.members[-1].t0,
    )


def _row_of_single(member: Member) -> _Row:
    """A single date in numbers."""
    t0, t1 = member.t0, member.t1
    (written,) = member.dates
    if not written.doubt and not any(written.marks):
        return _Row(_DATE, 1, 0, t0, t1, t0, t1, t1, t0)
    doubt = _APPROXIMATE if written.is_approximate else 0
    doubt |= _UNCERTAIN if written.is_uncertain else 0
    o0, o1 = member.outer(DEFAULT_PADDING)
    return _Row(_DATE, 1, doubt, t0, t1, o0, o1, t1, t0)


class _Ends(dict[str, _Row | None]):
    """Single dates in numbers by what is written; None for what is something else."""

    def __missing__(self, text: str) -> _Row | None:
        row = _row_of_day(text)
        if row is None and text and text == text.strip():
            found = parse(text)
            row = _row_of(found) if found.kind is DateKind.DATE else None
        self[text] = row
        return row


def _row_of_day(text: str) -> _Row | None:
    """A day such as 2024-06-19 in numbers, which nearly all dates are; None for others."""
    if len(text) != _DAY_LENGTH or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        t0 = (date.fromisoformat(text).toordinal() - _ORDINAL_OF_1970) * SECONDS_PER_DAY
    except ValueError:
        return None
    t1 = t0 + SECONDS_PER_DAY
    return _Row(_DATE, 1, 0, t0, t1, t0, t1, t1, t0)


_DAY_LENGTH = len("2024-06-19")
_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()


_APPROXIMATE = START_APPROXIMATE | END_APPROXIMATE
_UNCERTAIN = START_UNCERTAIN | END_UNCERTAIN
_AT_START = START_APPROXIMATE | START_UNCERTAIN
_AT_END = END_APPROXIMATE | END_UNCERTAIN


def _row_of_text(text: str, ends: _Ends) -> _Row:
    """What is written in numbers, put together from its ends where it has two.

    Raises EdtfError.
    """
    first, stroke, last = text.partition("/")
    if stroke and first not in {"", ".."} and last not in {"", ".."} and "/" not in last:
        a, b = ends[first], ends[last]
        if a is not None and b is not None:
            _, _, doubt_a, start, start_end, o0, _, _, _ = a
            _, _, doubt_b, end_start, end, _, o1, _, _ = b
            if end > start:
                doubt = doubt_a & _AT_START | doubt_b & _AT_END
                return _Row(_INTERVAL, 2, doubt, start, end, o0, o1, start_end, end_start)
    elif text.startswith("[") and text.endswith("]") and "," not in text:
        first, dots, last = text[1:-1].partition("..")
        if dots and first and last and first != last:
            a, b = ends[first], ends[last]
            if a is not None and b is not None and b.t1 > a.t0 and not (a.doubt or b.doubt):
                return _Row(_ONE_OF, 1, 0, a.t0, b.t1, a.t0, b.t1, b.t1, a.t0)
    elif not stroke and text[:1] not in {"[", "{"}:
        row = ends[text]
        if row is not None:
            return row
    return _row_of(parse(text))


class _Codes(dict[str, int]):
    """Codes by the text of a date, found out when a text is met first."""

    def __init__(self, texts: list[str], rows: "array[int]", faults: list[FaultyDate]) -> None:
        super().__init__({"": NONE})
        self._ends = _Ends()
        self._texts, self._rows, self._faults = texts, rows, faults

    def forget_ends(self) -> None:
        """Let go of what was only kept to put dates together."""
        self._ends.clear()

    def __missing__(self, text: str) -> int:
        try:
            row = _row_of_text(text, self._ends)
        except EdtfError as error:
            self._faults.append(FaultyDate(text, str(error)))
            self[text] = NONE
            return NONE
        code = self[text] = len(self._texts)
        self._texts.append(text)
        self._rows.extend(row)
        return code


class DateBook:
    """The dates that are met, with their codes."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._new = array("q")
        self._faults: list[FaultyDate] = []
        self._codes = _Codes(self._texts, self._new, self._faults)
        self._columns = {
            name: GrowingColumn(np.empty(0, dtype=kind)) for name, kind in _TYPES.items()
        }
        self._dates = Dates(self._texts, 0, _columns(self._new[:]))
        self._faults_told: tuple[FaultyDate, ...] = ()

    def codes(self, texts: list[str]) -> Ints:
        """The code of each text; NONE for an empty one and one that is no date."""
        return np.fromiter(map(self._codes.__getitem__, texts), np.int32, len(texts))

    @property
    def dates(self) -> Dates:
        """All dates that were met; the very value of before where none is new."""
        if self._new:
            found = _columns(self._new[:])
            del self._new[:]
            self._codes.forget_ends()
            for name, column in self._columns.items():
                column.append(getattr(found, name))
            numbers = DateNumbers(**{n: each.values for n, each in self._columns.items()})
            self._dates = Dates(self._texts, len(self._texts), numbers)
        return self._dates

    @property
    def faults(self) -> tuple[FaultyDate, ...]:
        """What was met that is no date."""
        if len(self._faults) != len(self._faults_told):
            self._faults_told = tuple(self._faults)
        return self._faults_told

    def places(self, codes: Ints) -> tuple[Longs, Longs]:
        """Where dates lie in time, to be sorted by: start and width; NONE comes last."""
        numbers = self.dates.numbers
        is_open = numbers.t0 == OPEN_START
        starts = np.append(np.where(is_open, numbers.t1, numbers.t0), np.iinfo(np.int64).max)
        widths = np.append(np.where(is_open, OPEN_END, numbers.t1 - numbers.t0), 0)
        return starts[codes], widths[codes]
