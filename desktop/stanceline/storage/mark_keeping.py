"""All marks of a workspace as columns, kept up to date by what is read again."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanceline.storage.bulk import Wholes
from stanceline.storage.growing import GrowingColumn, GrowingSeveral
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    ArticleColumns,
    FaultyDate,
    Flags,
    Ints,
    Longs,
    MarkColumns,
    Names,
    Several,
)
from stanceline.storage.mark_names import Lookup
from stanceline.storage.mark_reading import ArticlesRead, MarkPart

_KINDS = (QUOTATION, EVENT, SUGGESTION)
_IDENTITY = ("kind", "ids")
_PLAIN = (*_IDENTITY, "date", "published", "status", "category", "analyst", "n_letters")
_SEVERAL: dict[str, tuple[str, ...]] = {
    "speakers": (),
    "topics": ("stances",),
    "tags": (),
    "articles": ("said_dates",),
}
"""Columns with several codes a row, and those that have one number for each such code."""


class RowsById:
    """Which row each id has."""

    def __init__(self, ids: Longs, rows: Ints) -> None:
        self._first = Lookup(ids, rows)
        self._late: dict[int, int] = {}

    def of(self, ids: Wholes) -> Ints:
        """The rows of the ids, NONE for those that have none yet."""
        rows = self._first.of(ids)
        if self._late:
            for place in np.flatnonzero(rows < 0).tolist():
                rows[place] = self._late.get(int(ids[place]), NONE)
        return rows

    def add(self, ids: Longs, first_row: int) -> None:
        """Give ids the rows from ``first_row`` on."""
        self._late.update((row_id, first_row + n) for n, row_id in enumerate(ids.tolist()))


class KeptArticles:
    """The articles that were read; those that are gone keep their rows."""

    def __init__(self, read: ArticlesRead) -> None:
        self._ids = GrowingColumn(read.ids)
        self._source = GrowingColumn(read.source)
        self._published = GrowingColumn(read.published)
        self._rows = RowsById(read.ids, np.arange(read.ids.size, dtype=np.int32))
        self._reprint_of = GrowingColumn(self._rows.of(read.reprint_of))
        self.columns = ArticleColumns(
            self._ids.values, self._source.values, self._published.values, self._reprint_of.values
        )

    def rows_of(self, ids: Wholes) -> Ints:
        """The rows of articles, NONE for those that are not known."""
        return self._rows.of(ids)

    def put(self, read: ArticlesRead) -> None:
        """Learn of articles that are new or changed."""
        rows = self._rows.of(read.ids)
        is_new = rows < 0
        n_before = self._ids.values.size
        rows[is_new] = np.arange(n_before, n_before + np.count_nonzero(is_new), dtype=np.int32)
        self._rows.add(read.ids[is_new], n_before)
        reprint_of = self._rows.of(read.reprint_of)
        for column, values in (
            (self._ids, read.ids),
            (self._source, read.source),
            (self._published, read.published),
            (self._reprint_of, reprint_of),
        ):
            column.append(values[is_new])
            column.put(rows, values)
        self.columns = ArticleColumns(
            self._ids.values, self._source.values, self._published.values, self._reprint_of.values
        )


class KeptMarks:
    """The marks that were read; a mark keeps its row, also while it is gone."""

    def __init__(self, parts: list[MarkPart], before: "KeptMarks | None" = None) -> None:
        """Keep the marks of these parts, which are taken out of the list.

        They take as much memory as what is made of them.
        """
        is_there = np.ones(sum(map(len, parts)), dtype=np.bool_)
        if before is not None:
            read = _joined(parts)
            rows, n_rows = before.rows_for(read)
            is_there = np.zeros(n_rows, dtype=np.bool_)
            is_there[rows] = True
            parts = [_at_rows(read, rows, n_rows, before)]
        self._is_there = GrowingColumn(is_there)
        plain = {name: [getattr(part, name) for part in parts] for name in _PLAIN}
        several = {
            name: [
                (getattr(part, name), *(getattr(part, each) for each in beside)) for part in parts
            ]
            for name, beside in _SEVERAL.items()
        }
        parts.clear()
        self._plain = {name: GrowingColumn(*plain.pop(name)) for name in _PLAIN}
        self._several = {name: GrowingSeveral(*several.pop(name)) for name in _SEVERAL}
        self._rows: dict[int, RowsById] = {}
        for kind in _KINDS:
            of_kind = np.flatnonzero(self.kind == kind).astype(np.int32)
            self._rows[kind] = RowsById(self.ids[of_kind], of_kind)

    def __len__(self) -> int:
        return self.ids.size

    @property
    def ids(self) -> Longs:
        """The id of each row."""
        return self._plain["ids"].values

    @property
    def kind(self) -> NDArray[np.int8]:
        """The kind of each row."""
        return self._plain["kind"].values

    def ids_of(self, kind: int) -> Longs:
        """The ids of all marks of a kind, also of those that are gone."""
        ids: Longs = self.ids[self.kind == kind]
        return ids

    def rows_for(self, read: MarkPart) -> tuple[Ints, int]:
        """The rows of marks, new ones for those that have none; and how many rows that makes."""
        rows = np.full(len(read), NONE, dtype=np.int32)
        for kind in _KINDS:
            of_kind = read.kind == kind
            rows[of_kind] = self._rows[kind].of(read.ids[of_kind])
        is_new = rows < 0
        n_rows = len(self) + int(np.count_nonzero(is_new))
        rows[is_new] = np.arange(len(self), n_rows, dtype=np.int32)
        return rows, n_rows

    def put(self, kind: int, asked: Iterable[int], read: MarkPart) -> Ints:
        """Learn what marks of these ids are like now; those that were not read are gone.

        Gives the rows that were touched.
        """
        rows, n_rows = self.rows_for(read)
        n_before = len(self)
        is_new = rows >= n_before
        if is_new.any():
            new = np.flatnonzero(is_new)
            self._rows[kind].add(read.ids[new], n_before)
            self._append(_taken(read, new), n_rows - n_before)
        known = np.flatnonzero(~is_new)
        known = known[np.argsort(rows[known])]
        if known.size:
            self._put(_taken(read, known), rows[known])
        gone = self._rows[kind].of(
            np.setdiff1d(np.fromiter(asked, np.int64), read.ids, assume_unique=True)
        )
        gone = gone[gone >= 0]
        self._is_there.put(gone, np.zeros(gone.size, dtype=np.bool_))
        return np.concatenate([rows, gone])

    def _append(self, read: MarkPart, n_rows: int) -> None:
        self._is_there.append(np.ones(n_rows, dtype=np.bool_))
        for name, column in self._plain.items():
            column.append(getattr(read, name))
        for name, several in self._several.items():
            beside = (getattr(read, each) for each in _SEVERAL[name])
            several.append(getattr(read, name), *beside)

    def _put(self, read: MarkPart, rows: Ints) -> None:
        self._is_there.put(rows, np.ones(rows.size, dtype=np.bool_))
        for name, column in self._plain.items():
            column.put(rows, getattr(read, name))
        for name, several in self._several.items():
            beside = (getattr(read, each) for each in _SEVERAL[name])
            several.put(rows, getattr(read, name), *beside)

    def columns(
        self,
        articles: ArticleColumns,
        names: Names,
        number: int,
        *,
        before: int,
        changed: Ints | None,
        faulty: tuple[FaultyDate, ...],
    ) -> MarkColumns:
        """The marks as a value of their own."""
        columns: dict[str, Any] = {name: found.values for name, found in self._plain.items()}
        for name, several in self._several.items():
            columns[name] = several.several
            columns.update(zip(_SEVERAL[name], several.beside, strict=True))
        return MarkColumns(
            **columns,
            is_there=self._is_there.values,
            article=articles,
            names=names,
            number=number,
            before=before,
            changed=changed,
            faulty=faulty,
        )


def _joined(parts: Sequence[MarkPart]) -> MarkPart:
    """The marks of all parts, one part after the other."""
    filled = [part for part in parts if len(part)] or list(parts[:1])
    if len(filled) == 1:
        return filled[0]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in filled])
        for name in (*_PLAIN, *(each for beside in _SEVERAL.values() for each in beside))
    }
    for name in _SEVERAL:
        found: list[Several] = [getattr(part, name) for part in filled]
        counts = np.concatenate([np.diff(each.first) for each in found])
        values = np.concatenate([each.values for each in found])
        columns[name] = Several(_bounds(counts), values)
    return MarkPart(**columns)


def _at_rows(read: MarkPart, rows: Ints, n_rows: int, before: KeptMarks) -> MarkPart:
    """The marks at the rows that they have; where there is none now, only what was there."""
    columns: dict[str, Any] = {}
    for name in _PLAIN:
        values = getattr(read, name)
        columns[name] = np.full(n_rows, NONE, dtype=values.dtype)
        if name in _IDENTITY:
            columns[name][: len(before)] = getattr(before, name)
        columns[name][rows] = values
    for name, beside in _SEVERAL.items():
        found: Several = getattr(read, name)
        counts = np.zeros(n_rows, dtype=np.int32)
        counts[rows] = np.diff(found.first)
        first = _bounds(counts)
        places = _places(first[rows], found)
        columns[name] = Several(first, _moved(found.values, places))
        for each in beside:
            columns[each] = _moved(getattr(read, each), places)
    return MarkPart(**columns)


def _moved(values: Any, places: Ints) -> Any:
    moved = np.empty_like(values)
    moved[places] = values
    return moved


def _places(starts: Ints, found: Several) -> Ints:
    """Where each of the values comes to lie when those of a row begin at its start."""
    counts = np.diff(found.first)
    shifts = np.repeat(starts - found.first[:-1], counts)
    return shifts + np.arange(found.values.size, dtype=np.int32)


def _taken(read: MarkPart, which: NDArray[np.intp]) -> MarkPart:
    """Some of the marks, in the order that is asked for."""
    columns: dict[str, Any] = {name: getattr(read, name)[which] for name in _PLAIN}
    for name, beside in _SEVERAL.items():
        found: Several = getattr(read, name)
        first = _bounds(np.diff(found.first)[which])
        places = np.repeat(found.first[:-1][which] - first[:-1], np.diff(first))
        places = places + np.arange(first[-1], dtype=np.int32)
        columns[name] = Several(first, found.values[places])
        for each in beside:
            columns[each] = getattr(read, each)[places]
    return MarkPart(**columns)


def _bounds(counts: Ints | Flags) -> Ints:
    first = np.zeros(counts.size + 1, dtype=np.int32)
    np.cumsum(counts, out=first[1:])
    return first
