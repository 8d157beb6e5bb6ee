"""What a timeline shows of a workspace: marks as columns, their words, and whole marks."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from stanceline.domain.marks import Mark, MarkFilter
from stanceline.services.mark_filtering import fitting_rows
from stanceline.services.mark_reading import ColumnReader
from stanceline.services.mark_texts import MarkTexts
from stanceline.services.marks import (
    coverage_of,
    event_mark,
    fitting,
    in_order,
    n_marks,
    quotation_mark,
    sources_of,
)
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage import journal, marks
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    ArticleColumns,
    FaultyDate,
    MarkColumns,
    Names,
    Person,
    Several,
)
from stanceline.storage.mark_dates import DateNumbers, numbers_of
from stanceline.storage.touched import EVERYTHING, touched_since

__all__ = [
    "EVENT",
    "NONE",
    "QUOTATION",
    "SUGGESTION",
    "ArticleColumns",
    "DateNumbers",
    "FaultyDate",
    "MarkColumns",
    "MarkReader",
    "MarkTexts",
    "Names",
    "Person",
    "Several",
    "coverage_of",
    "fitting",
    "fitting_rows",
    "marks_of",
    "n_marks",
    "numbers_of",
    "sources_of",
]

_Row = TypeVar("_Row")

_PAUSE_EVERY = 250


class MarkReader(ColumnReader):
    """Reads the marks of a workspace; after the first time, only those that changed.

    One thread at a time may use it. It keeps all marks, so that it is for who asks often.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._quotations: dict[int, Mark] = {}
        self._events: list[Mark] = []
        self._number: int | None = None
        """The last change that was seen; None before the first reading."""

    def marks(self, progress: Progress = QUIET) -> list[Mark]:
        """The workspace's events and quotations as marks, in the order of their dates.

        A quotation stands at the date it was said, else at the date of its article.
        ``progress`` is only asked whether to go on: what it raises leaves what is known.
        """

        def pause() -> None:
            progress.step(0, 0, "")

        with self.workspace.reading() as session:
            connection = session.connection()
            number = journal.last_number(connection)
            touched = (
                EVERYTHING if self._number is None else touched_since(connection, self._number)
            )
            if not touched.is_known:
                rows = marks.quotations(session, pause)
                self._quotations = {row.id: quotation_mark(row) for row in _slowly(rows, pause)}
            elif touched.quotations:
                rows = marks.quotations(session, pause, touched.quotations)
                known = self._quotations
                kept = {n: known[n] for n in known if n not in touched.quotations}
                self._quotations = kept | {row.id: quotation_mark(row) for row in rows}
            if not touched.is_known or touched.events:
                self._events = [
                    event_mark(row) for row in _slowly(marks.events(session, pause), pause)
                ]
            self._number = number
        return in_order([*self._events, *self._quotations.values()])


def _slowly(rows: Sequence[_Row], pause: Callable[[], None]) -> Iterator[_Row]:
    """The rows, with a pause after each few hundred."""
    for at, row in enumerate(rows):
        if at % _PAUSE_EVERY == 0:
            pause()
        yield row


def marks_of(workspace: Workspace, wanted: MarkFilter | None = None) -> list[Mark]:
    """The workspace's events and quotations as marks, in the order of their dates.

    When the filter names topics, the judgements on these topics come first.
    """
    return fitting(MarkReader(workspace).marks(), wanted or MarkFilter())
