"""The dates that were met while marks were read, with the codes that columns know them by."""

from array import array

import numpy as np

from stanceline.domain.edtf import DateKind, EdtfError, parse
from stanceline.storage.growing import GrowingColumn
from stanceline.storage.mark_columns import NONE, FaultyDate, Ints, Longs
from stanceline.storage.mark_dates import (
    END_APPROXIMATE,
    END_UNCERTAIN,
    KINDS,
    START_APPROXIMATE,
    START_UNCERTAIN,
    TYPES,
    DateNumbers,
    DateRow,
    Dates,
    columns_of,
    places_in_time,
    row_of,
)
from stanceline.storage.plain_dates import plain_rows

_AT_START = START_APPROXIMATE | START_UNCERTAIN
_AT_END = END_APPROXIMATE | END_UNCERTAIN
_OPEN = frozenset(("", ".."))
_FEW = 16
"""So few dates are sooner read one by one."""


class DateBook:
    """The dates that are met, with their codes."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._codes: dict[str, int] = {"": NONE}
        self._new = array("q")
        self._faults: list[FaultyDate] = []
        self._columns = {
            name: GrowingColumn(np.empty(0, dtype=kind)) for name, kind in TYPES.items()
        }
        self._dates = Dates(self._texts, 0, columns_of(self._new[:]))
        self._faults_told: tuple[FaultyDate, ...] = ()

    def codes(self, texts: list[str]) -> Ints:
        """The code of each text; NONE for an empty one and one that is no date."""
        new = set(texts).difference(self._codes)
        if new:
            self._meet(sorted(new))
        return np.fromiter(map(self._codes.__getitem__, texts), np.int32, len(texts))

    def _meet(self, texts: list[str]) -> None:
        """Give codes to texts that were not met before."""
        if len(texts) > _FEW:
            for plain, rows in plain_rows(texts):
                first = len(self._texts)
                self._codes.update(zip(plain, range(first, first + len(plain)), strict=True))
                self._texts += plain
                self._new.frombytes(rows.tobytes())
        ends = _Ends()
        for text in texts:
            if text not in self._codes:
                self._codes[text] = self._code_of(text, ends)

    def _code_of(self, text: str, ends: "_Ends") -> int:
        try:
            row = _row_of_text(text, ends)
        except EdtfError as error:
            self._faults.append(FaultyDate(text, str(error)))
            return NONE
        self._texts.append(text)
        self._new.extend(row)
        return len(self._texts) - 1

    @property
    def dates(self) -> Dates:
        """All dates that were met; the very value of before where none is new."""
        if self._new:
            found = columns_of(self._new[:])
            del self._new[:]
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
        starts, widths = places_in_time(self.dates.numbers)
        return starts[codes], widths[codes]


class _Ends(dict[str, DateRow | None]):
    """Single dates in numbers by what is written; None for what is something else."""

    def __missing__(self, text: str) -> DateRow | None:
        row = None
        if text and text == text.strip():
            date = parse(text)
            row = row_of(date) if date.kind is DateKind.DATE else None
        self[text] = row
        return row


def _row_of_text(text: str, ends: _Ends) -> DateRow:
    """What is written in numbers, put together from its ends where it lasts.

    Raises EdtfError.
    """
    first, stroke, last = text.partition("/")
    if stroke and first not in _OPEN and last not in _OPEN and "/" not in last:
        a, b = ends[first], ends[last]
        if a is not None and b is not None and b.t1 > a.t0:
            kind = KINDS.index(DateKind.INTERVAL)
            doubt = a.doubt & _AT_START | b.doubt & _AT_END
            return DateRow(kind, 2, doubt, a.t0, b.t1, a.o0, b.o1, a.t1, b.t0)
    return row_of(parse(text))
