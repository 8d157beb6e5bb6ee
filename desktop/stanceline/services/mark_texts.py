"""The words of marks whose columns are known: titles for drawing, whole marks for cards."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from stanceline.domain.marks import Mark
from stanceline.services import marks as whole
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage import journal, marks
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    Ints,
    MarkColumns,
)
from stanceline.storage.mark_names import Lookup
from stanceline.storage.touched import touched_marks

KIND_NAMES = {QUOTATION: "quotation", EVENT: "event", SUGGESTION: "suggestion"}
"""How the key of a mark begins."""

_MOST_KEPT = 50_000
"""Titles that are kept; they are forgotten all at once."""

_Key = tuple[int, int]


class MarkTexts:
    """The words of marks, read when they are asked for; one thread at a time may use it.

    Rows are those of the columns that are given with them. What changed in the workspace
    meanwhile is read again.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._titles: dict[_Key, str] = {}
        self._number = NONE
        self._lookups: tuple[Any, dict[int, Lookup]] = (None, {})

    def titles(self, columns: MarkColumns, rows: Ints) -> list[str]:
        """What stands beside the marks: words or a title in one line; empty for one that is gone.

        Those that were asked for before come at once.
        """
        keys = _keys(columns, rows)
        known = self._titles
        if columns.number > self._number or not all(key in known for key in keys):
            with self.workspace.reading() as session:
                self._forget_touched(session)
                self._read(session, {key for key in keys if key not in known})
        return [known.get(key, "") for key in keys]

    def _forget_touched(self, session: Session) -> None:
        connection = session.connection()
        number = journal.last_number(connection)
        if number == self._number:
            return
        touched = touched_marks(connection, self._number)
        if self._number == NONE or not touched.is_known or len(self._titles) > _MOST_KEPT:
            self._titles.clear()
        for kind, ids in (
            (QUOTATION, touched.quotations),
            (EVENT, touched.events),
            (SUGGESTION, touched.suggestions),
        ):
            for row_id in ids:
                self._titles.pop((kind, row_id), None)
        self._number = number

    def _read(self, session: Session, keys: set[_Key]) -> None:
        if len(self._titles) + len(keys) > _MOST_KEPT:
            self._titles.clear()
        for kind in KIND_NAMES:
            ids = [row_id for of_kind, row_id in keys if of_kind == kind]
            if ids:
                found = marks.titles(session, kind, ids)
                self._titles.update(((kind, row_id), found.get(row_id, "")) for row_id in ids)

    def details(self, columns: MarkColumns, rows: Ints, progress: Progress = QUIET) -> list[Mark]:
        """The marks with all that there is to say of them, without those that are gone.

        A suggestion comes as a quotation that nobody judged, or as an event.
        """
        keys = _keys(columns, rows)
        found = whole.marks_by_key(self.workspace, keys, progress)
        return [found[key] for key in keys if key in found]

    def key(self, columns: MarkColumns, row: int) -> str:
        """The name of a mark that lasts, such as ``event:12``."""
        return f"{KIND_NAMES[int(columns.kind[row])]}:{int(columns.ids[row])}"

    def rows_of(self, columns: MarkColumns, keys: Sequence[str]) -> dict[str, int]:
        """The rows of the marks with these keys, as far as they are there."""
        found: dict[str, int] = {}
        for kind, name in KIND_NAMES.items():
            wanted = [(key, _id_in(key, name)) for key in keys]
            ids = {key: row_id for key, row_id in wanted if row_id is not None}
            if not ids:
                continue
            rows = self._lookup(columns, kind).of(np.fromiter(ids.values(), np.int64))
            found |= {
                key: row
                for key, row in zip(ids, rows.tolist(), strict=True)
                if row >= 0 and columns.is_there[row]
            }
        return found

    def _lookup(self, columns: MarkColumns, kind: int) -> Lookup:
        """From the ids of a kind to rows; it lasts until marks are added."""
        of, lookups = self._lookups
        if of is not columns.ids:
            lookups = {}
            self._lookups = (columns.ids, lookups)
        if kind not in lookups:
            rows = np.flatnonzero(columns.kind == kind).astype(np.int32)
            lookups[kind] = Lookup(columns.ids[rows], rows)
        return lookups[kind]


def _keys(columns: MarkColumns, rows: Ints) -> list[_Key]:
    return list(zip(columns.kind[rows].tolist(), columns.ids[rows].tolist(), strict=True))


def _id_in(key: str, kind: str) -> int | None:
    of, _, number = key.partition(":")
    return int(number) if of == kind and number.isascii() and number.isdigit() else None
