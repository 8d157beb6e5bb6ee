"""Very many dates, as what is written of them and as columns of numbers.

A timeline of a million marks may have a hundred thousand different dates, most of them
spans between days. To make a value of each takes two seconds and a hundred megabytes; the
numbers that lanes and filters need are put together from those of the ends, which are few.
"""

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, overload

import numpy as np

from stanceline.domain.edtf import (
    DEFAULT_PADDING,
    OPEN_END,
    OPEN_START,
    DateKind,
    Edtf,
    Flag,
    Member,
    parse,
)
from stanceline.records import dataclass
from stanceline.storage.mark_columns import Codes, Ints, Longs

KINDS = tuple(DateKind)
"""What the codes of ``DateNumbers.kind`` stand for."""

START_OPEN, END_OPEN, START_UNKNOWN, END_UNKNOWN = 1, 2, 4, 8
START_APPROXIMATE, END_APPROXIMATE, START_UNCERTAIN, END_UNCERTAIN = 16, 32, 64, 128
"""The bits of ``DateNumbers.doubt``."""

APPROXIMATE = START_APPROXIMATE | END_APPROXIMATE
UNCERTAIN = START_UNCERTAIN | END_UNCERTAIN
"""What holds of both ends, as of any date that is no interval."""

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


class DateRow(NamedTuple):
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
        return DateNumbers(*(getattr(self, name)[row:] for name in DateRow._fields))


TYPES = dict.fromkeys(DateRow._fields, np.int64) | {
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
                numbers = [getattr(self.numbers, name)[:stop] for name in DateRow._fields]
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
    return columns_of(array("q", chain.from_iterable(map(row_of, dates))))


def places_in_time(numbers: DateNumbers) -> tuple[Longs, Longs]:
    """What sorts dates as ``edtf.sort_key`` does: start and width of each by its code.

    After those of the dates comes what sorts last, so that it is that of the code NONE.
    """
    is_open = numbers.t0 == OPEN_START
    starts = np.append(np.where(is_open, numbers.t1, numbers.t0), np.iinfo(np.int64).max)
    widths = np.append(np.where(is_open, OPEN_END, numbers.t1 - numbers.t0), 0)
    return starts, widths


def columns_of(rows: "array[int]") -> DateNumbers:
    """The columns of rows that stand one after the other."""
    found = np.frombuffer(rows, dtype=np.int64).reshape(-1, len(DateRow._fields))
    columns = (found[:, n].astype(TYPES[name]) for n, name in enumerate(DateRow._fields))
    return DateNumbers(*columns)


def row_of(edtf: Edtf) -> DateRow:
    """Any date in numbers."""
    if edtf.kind is DateKind.DATE:
        # Nearly all dates are single ones, and there may be very many.
        return _row_of_single(edtf.members[0])
    bounds = edtf.bounds
    doubt = 0
    for flag in edtf.flags:
        doubt |= _BITS.get(flag, 0)
    return DateRow(
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


def _row_of_single(member: Member) -> DateRow:
    """A single date in numbers."""
    t0, t1 = member.t0, member.t1
    (written,) = member.dates
    if not written.doubt and not any(written.marks):
        return DateRow(_DATE, 1, 0, t0, t1, t0, t1, t1, t0)
    doubt = APPROXIMATE if written.is_approximate else 0
    doubt |= UNCERTAIN if written.is_uncertain else 0
    o0, o1 = member.outer(DEFAULT_PADDING)
    return DateRow(_DATE, 1, doubt, t0, t1, o0, o1, t1, t0)
