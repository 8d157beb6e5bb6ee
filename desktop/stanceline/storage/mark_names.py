"""What the codes of mark columns stand for: names and dates, which keep their codes."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.edtf import DateKind, Edtf, EdtfError, parse, sort_key
from stanceline.domain.marks import Named
from stanceline.domain.speakers import short_name_of
from stanceline.storage import tables
from stanceline.storage.bulk import Wholes
from stanceline.storage.mark_columns import NONE, FaultyDate, Ints, Longs, Names, Person
from stanceline.storage.topics import stance_value

_SPARSE = 8
"""Ids that lie so much further apart than side by side are searched for, not looked up."""

_ALWAYS_LOOKED_UP = 1_000_000


class Lookup:
    """From ids, in any order, to the rows or codes that they have."""

    def __init__(self, ids: Wholes, rows: Wholes | None = None) -> None:
        rows = np.arange(ids.size, dtype=np.int32) if rows is None else rows
        self._highest = int(ids.max(initial=0))
        self._table: Ints | None = None
        if self._highest < _SPARSE * ids.size + _ALWAYS_LOOKED_UP and ids.min(initial=0) >= 0:
            self._table = np.full(self._highest + 2, NONE, dtype=np.int32)
            self._table[ids] = rows
            self._table[-1] = NONE
            return
        order = np.argsort(ids, kind="stable")
        self._ids, self._rows = ids[order], rows[order].astype(np.int32)

    def of(self, ids: Wholes) -> Ints:
        """The row of each id, NONE for one that is not there."""
        if self._table is not None:
            is_within = (ids >= 0) & (ids <= self._highest)
            if not is_within.all():
                ids = np.where(is_within, ids, self._highest + 1)
            return self._table[ids]
        places = np.searchsorted(self._ids, ids)
        places[places == self._ids.size] = 0
        found = np.where(self._ids[places] == ids, self._rows[places], NONE)
        return found.astype(np.int32)


class Book:
    """Things with ids, which have codes from 0; what is gone keeps its code."""

    def __init__(self) -> None:
        self._codes: dict[int, int] = {}
        self.values: tuple[Any, ...] = ()

    def write(self, things: Iterable[tuple[int, Any]]) -> None:
        """Learn of the things that there are now, in the order that new ones are to have."""
        values = list(self.values)
        for row_id, value in things:
            code = self._codes.setdefault(row_id, len(self._codes))
            values += [None] * (code + 1 - len(values))
            values[code] = value
        if tuple(values) != self.values:
            self.values = tuple(values)

    def number(self, row_ids: Iterable[int]) -> None:
        """Give codes to things that refer to each other before they are written."""
        for row_id in row_ids:
            self._codes.setdefault(row_id, len(self._codes))

    def code(self, row_id: int | None) -> int:
        """The code of the thing with this id, NONE when there is none."""
        return NONE if row_id is None else self._codes.get(row_id, NONE)

    def lookup(self) -> Lookup:
        """From ids to codes, for many at once."""
        n = len(self._codes)
        ids: Longs = np.fromiter(self._codes.keys(), np.int64, n)
        return Lookup(ids, np.fromiter(self._codes.values(), np.int32, n))


class _DateCodes(dict[str, int]):
    """Codes by the text of a date, found out when a text is met first."""

    def __init__(self, dates: list[Edtf], faults: list[FaultyDate]) -> None:
        super().__init__({"": NONE})
        self._dates, self._faults = dates, faults

    def __missing__(self, text: str) -> int:
        try:
            date = parse(text)
        except EdtfError as error:
            self._faults.append(FaultyDate(text, str(error)))
            self[text] = NONE
            return NONE
        code = self[text] = len(self._dates)
        self._dates.append(date)
        return code


class DateBook:
    """The dates that are met, with their codes."""

    def __init__(self) -> None:
        self._dates: list[Edtf] = []
        self._faults: list[FaultyDate] = []
        self._codes = _DateCodes(self._dates, self._faults)
        self.dates: tuple[Edtf, ...] = ()
        self.faults: tuple[FaultyDate, ...] = ()

    def codes(self, texts: list[str]) -> Ints:
        """The code of each text; NONE for an empty one and one that is no date."""
        return np.fromiter(map(self._codes.__getitem__, texts), np.int32, len(texts))

    def settle(self) -> None:
        """Have ``dates`` and ``faults`` tell of all that was met."""
        if len(self._dates) != len(self.dates):
            self.dates = tuple(self._dates)
        if len(self._faults) != len(self.faults):
            self.faults = tuple(self._faults)

    def places(self, codes: Ints) -> tuple[Longs, Longs]:
        """Where dates lie in time, to be sorted by: start and width; NONE comes last."""
        used, which = np.unique(codes, return_inverse=True)
        keys = [_place(self._dates[code]) if code >= 0 else _LAST for code in used.tolist()]
        starts = np.array([start for start, _ in keys], dtype=np.int64)
        widths = np.array([width for _, width in keys], dtype=np.int64)
        return starts[which], widths[which]


_LAST = (2**63 - 1, 0)


def _place(date: Edtf) -> tuple[int, int]:
    if date.kind is DateKind.DATE:
        (member,) = date.members
        return member.t0, member.t1 - member.t0
    start, width = sort_key(date)
    return start, width


class Books:
    """All that codes stand for, as it was read last."""

    def __init__(self) -> None:
        self.speakers, self.topics, self.stances = Book(), Book(), Book()
        self.categories, self.tags, self.analysts, self.sources = Book(), Book(), Book(), Book()
        self.dates = DateBook()
        self._names = Names()

    def read(self, session: Session) -> None:
        """Read the names as they are now."""
        speaker, topic, stance = tables.Speaker, tables.Topic, tables.Stance
        people = session.execute(
            select(speaker.id, speaker.name, speaker.short_name, speaker.affiliation_id).order_by(
                speaker.id
            )
        ).all()
        self.speakers.number(row_id for row_id, *_ in people)
        self.speakers.write(
            (
                row_id,
                Person(
                    Named(row_id, name, short or short_name_of(name)),
                    self.speakers.code(affiliation_id),
                ),
            )
            for row_id, name, short, affiliation_id in people
        )
        topics = session.execute(select(topic.id, topic.name).order_by(topic.position, topic.id))
        self.topics.write((row_id, Named(row_id, name)) for row_id, name in topics)
        stances = session.scalars(select(stance).order_by(stance.scale_id, stance.position))
        self.stances.write((row.id, stance_value(row)) for row in stances)
        for book, table in (
            (self.categories, tables.Category),
            (self.tags, tables.Tag),
            (self.analysts, tables.Analyst),
            (self.sources, tables.Source),
        ):
            book.write(
                (row_id, name)
                for row_id, name in session.execute(select(table.id, table.name).order_by(table.id))
            )

    def names(self) -> Names:
        """What the codes stand for; the very value of before where nothing changed."""
        self.dates.settle()
        parts: Sequence[tuple[Any, ...]] = (
            self.dates.dates,
            self.speakers.values,
            self.topics.values,
            self.stances.values,
            self.categories.values,
            self.tags.values,
            self.analysts.values,
            self.sources.values,
        )
        known = self._names
        before = (
            known.dates,
            known.speakers,
            known.topics,
            known.stances,
            known.categories,
            known.tags,
            known.analysts,
            known.sources,
        )
        if any(now is not then for now, then in zip(parts, before, strict=True)):
            self._names = Names(*parts)
        return self._names
