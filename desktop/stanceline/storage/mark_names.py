"""What the codes of mark columns stand for: names and dates, which keep their codes."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.marks import Named
from stanceline.domain.speakers import short_name_of
from stanceline.storage import tables
from stanceline.storage.bulk import Wholes
from stanceline.storage.date_book import DateBook
from stanceline.storage.mark_columns import NONE, Ints, Longs, Names, Person
from stanceline.storage.topics import stance_value

_SPARSE = 8
"""Ids that lie so much further apart than side by side are searched for, not looked up."""

_ALWAYS_LOOKED_UP = 1_000_000


class Lookup:
    """From ids, in any order, to the rows or codes that they have.

    Ids side by side, as those of most tables are, take no room.
    """

    def __init__(self, ids: Wholes, rows: Wholes | None = None) -> None:
        rows = np.arange(ids.size, dtype=np.int32) if rows is None else rows
        self._lowest = int(ids.min()) if ids.size else 0
        self._highest = int(ids.max()) if ids.size else -1
        self._shift: int | None = None
        self._table: Ints | None = None
        # A view, even an empty one, would keep all of what it is a view of.
        self._ids: Wholes = np.empty(0, dtype=np.int64)
        self._rows: Wholes = np.empty(0, dtype=np.int32)
        if ids.size and np.array_equal(ids - self._lowest, rows - rows[0]):
            self._shift = int(rows[0]) - self._lowest
        elif self._highest - self._lowest < _SPARSE * ids.size + _ALWAYS_LOOKED_UP:
            self._table = np.full(self._highest - self._lowest + 2, NONE, dtype=np.int32)
            self._table[ids - self._lowest] = rows
        else:
            order = np.argsort(ids, kind="stable")
            self._ids, self._rows = ids[order], rows[order]

    def of(self, ids: Wholes) -> Ints:
        """The row of each id, NONE for one that is not there."""
        is_within = (ids >= self._lowest) & (ids <= self._highest)
        if self._shift is not None:
            return np.where(is_within, ids + self._shift, NONE).astype(np.int32)
        if self._table is not None:
            # The last place of the table stands for all that is beyond it.
            return self._table[np.where(is_within, ids - self._lowest, -1)]
        places = np.searchsorted(self._ids, ids)
        places[places == self._ids.size] = 0
        return np.where(self._ids[places] == ids, self._rows[places], NONE).astype(np.int32)


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
            (self.sources, tables.Source),
        ):
            book.write(
                (row_id, name)
                for row_id, name in session.execute(select(table.id, table.name).order_by(table.id))
            )
        analyst = tables.Analyst
        analysts = session.execute(select(analyst.id, analyst.name).order_by(analyst.id))
        self.analysts.write((row_id, Named(row_id, name)) for row_id, name in analysts)

    def names(self) -> Names:
        """What the codes stand for; the very value of before where nothing changed."""
        parts: tuple[Any, ...] = (
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
