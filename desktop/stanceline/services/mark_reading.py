"""The marks of a workspace as columns, read once and then only where they changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from stanceline.records import dataclass
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage import journal
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    Ints,
    MarkColumns,
    Names,
)
from stanceline.storage.mark_keeping import KeptArticles, KeptMarks
from stanceline.storage.mark_names import Books
from stanceline.storage.mark_reading import MarkPart, MarkTables
from stanceline.storage.memory import give_back, reading_once
from stanceline.storage.touched import ALL_MARKS, TouchedMarks, touched_marks

_MOST_CHANGES = 5_000
"""Above so many changes, reading everything again is quicker than asking about each."""


_MANY = 50_000
"""After so many marks were read, it is felt how much memory that took."""


class MarkReader:
    """Reads the marks of a workspace; after the first time, only those that changed.

    One thread at a time may use it. It keeps all marks, so that it is for who asks often.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._books = Books()
        self._articles: KeptArticles | None = None
        self._marks: KeptMarks | None = None
        self._columns: MarkColumns | None = None
        self._has_suggestions = False

    def columns(self, progress: Progress = QUIET, *, with_suggestions: bool = False) -> MarkColumns:
        """All marks as they are now; the very value of before where nothing changed.

        ``progress`` is only asked whether to go on: what it raises leaves what is known.
        A stored date that cannot be read leaves its mark undated, and is told of.
        """

        def pause() -> None:
            progress.step(0, 0, "")

        with self.workspace.reading() as session:
            connection = session.connection()
            number = journal.last_number(connection)
            known = self._columns
            touched = ALL_MARKS
            if known is not None:
                touched = touched_marks(connection, known.number, most=_MOST_CHANGES)
            is_as_asked = with_suggestions == self._has_suggestions
            if known is not None and touched == TouchedMarks() and is_as_asked:
                if number != known.number:
                    none = np.empty(0, dtype=np.int32)
                    known = replace(known, number=number, before=known.number, changed=none)
                    self._columns = known
                return known
            reading = MarkTables(session, self._books, pause)
            if not touched.is_known or touched.names:
                self._books.read(session)
            if self._articles is None or self._marks is None or not touched.is_known:
                with reading_once(connection):
                    articles, marks = _everything(reading, self._marks, with_suggestions)
                changed = None
                if len(marks) > _MANY:
                    give_back(connection)
            else:
                articles, marks = self._articles, self._marks
                asked = _Asked(touched, self._has_suggestions, with_suggestions)
                changed = _read_changes(reading, asked, articles, marks)
            self._articles, self._marks = articles, marks
            self._has_suggestions = with_suggestions
            names = self._books.names()
            if known is not None and not _go_on(known.names, names):
                changed = None
            self._columns = marks.columns(
                articles.columns,
                names,
                number,
                before=NONE if known is None else known.number,
                changed=changed,
                faulty=self._books.dates.faults,
            )
            return self._columns


def _go_on(before: Names, after: Names) -> bool:
    """Whether all that codes stood for before is called the same still."""
    pairs: tuple[tuple[Sequence[object], Sequence[object]], ...] = (
        (before.speakers, after.speakers),
        (before.topics, after.topics),
        (before.stances, after.stances),
        (before.categories, after.categories),
        (before.tags, after.tags),
        (before.analysts, after.analysts),
        (before.sources, after.sources),
    )
    return all(then is now or then == now[: len(then)] for then, now in pairs)


def _everything(
    reading: MarkTables, before: KeptMarks | None, with_suggestions: bool
) -> tuple[KeptArticles, KeptMarks]:
    articles = KeptArticles(reading.articles())
    parts = [reading.quotations(articles), reading.events(articles)]
    if with_suggestions:
        parts.append(reading.suggestions(articles))
    return articles, KeptMarks(parts, before)


@dataclass(frozen=True, slots=True)
class _Asked:
    touched: TouchedMarks
    had_suggestions: bool
    with_suggestions: bool


def _read_changes(
    reading: MarkTables, asked: _Asked, articles: KeptArticles, marks: KeptMarks
) -> Ints:
    """The rows that were touched, which the marks know of from now on."""
    touched = asked.touched
    if touched.articles:
        articles.put(reading.articles(touched.articles))
    # What may be stopped comes first, so that marks are learnt of all at once.
    found: list[tuple[int, Iterable[int], MarkPart]] = []
    if touched.quotations:
        found.append(
            (QUOTATION, touched.quotations, reading.quotations(articles, touched.quotations))
        )
    if touched.events:
        found.append((EVENT, touched.events, reading.events(articles, touched.events)))
    if asked.with_suggestions != asked.had_suggestions or touched.speakers:
        all_or_none = None if asked.with_suggestions else frozenset[int]()
        everyone = marks.ids_of(SUGGESTION).tolist()
        found.append((SUGGESTION, everyone, reading.suggestions(articles, all_or_none)))
    elif asked.with_suggestions and touched.suggestions:
        ids = touched.suggestions
        found.append((SUGGESTION, ids, reading.suggestions(articles, ids)))
    rows = [marks.put(*each) for each in found]
    return np.unique(np.concatenate([np.empty(0, dtype=np.int32), *rows]))
