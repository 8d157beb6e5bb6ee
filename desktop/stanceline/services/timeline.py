"""What a timeline shows of a workspace."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from stanceline.domain import edtf
from stanceline.domain.edtf import Edtf
from stanceline.domain.marks import (
    DateBasis,
    Mark,
    MarkFilter,
    MarkKind,
    MarkSource,
    matching,
)
from stanceline.services.progress import QUIET, Progress
from stanceline.services.workspace import Workspace
from stanceline.storage import journal, marks
from stanceline.storage.marks import EventRow, QuotationRow
from stanceline.storage.touched import EVERYTHING, touched_since

_Row = TypeVar("_Row")
_PlaceInTime = tuple[bool, tuple[int, ...]]

_DATES_KEPT = 16_384
"""Dates that are kept as they were read: every day of forty years."""

_PAUSE_EVERY = 250


class MarkReader:
    """Reads the marks of a workspace; after the first time, only those that changed.

    One thread at a time may use it. It keeps all marks, so that it is for who asks often.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
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
                self._quotations = {row.id: _quotation_mark(row) for row in _slowly(rows, pause)}
            elif touched.quotations:
                rows = marks.quotations(session, pause, touched.quotations)
                known = self._quotations
                kept = {n: known[n] for n in known if n not in touched.quotations}
                self._quotations = kept | {row.id: _quotation_mark(row) for row in rows}
            if not touched.is_known or touched.events:
                self._events = [
                    _event_mark(row) for row in _slowly(marks.events(session, pause), pause)
                ]
            self._number = number
        return _in_order([*self._events, *self._quotations.values()])


def _slowly(rows: Sequence[_Row], pause: Callable[[], None]) -> Iterator[_Row]:
    """The rows, with a pause after each few hundred."""
    for at, row in enumerate(rows):
        if at % _PAUSE_EVERY == 0:
            pause()
        yield row


def n_marks(workspace: Workspace) -> int:
    """How many events and quotations there are; quick at any size."""
    with workspace.reading() as session:
        return marks.n_marks(session)


def marks_of(workspace: Workspace, wanted: MarkFilter | None = None) -> list[Mark]:
    """The workspace's events and quotations as marks, in the order of their dates.

    When the filter names topics, the judgements on these topics come first.
    """
    return fitting(MarkReader(workspace).marks(), wanted or MarkFilter())


def fitting(marks_there: list[Mark], wanted: MarkFilter) -> list[Mark]:
    """The marks that the filter lets through, in their order.

    When it names topics, the judgements on these topics come first.
    """
    if wanted == MarkFilter():
        return marks_there
    return [_wanted_topics_first(mark, wanted) for mark in matching(marks_there, wanted)]


def _in_order(unordered: Sequence[Mark]) -> list[Mark]:
    """The marks by their dates, the undated ones last, then by kind and number."""
    # Sorting the few dates there are and not all the marks leaves other threads their turn.
    by_date: defaultdict[str | None, list[Mark]] = defaultdict(list)
    for mark in unordered:
        by_date[mark.date.text if mark.date else None].append(mark)
    by_place: defaultdict[_PlaceInTime, list[Mark]] = defaultdict(list)
    for date, found in by_date.items():
        by_place[_place_in_time(date)] += found
    return [
        mark for place in sorted(by_place) for mark in sorted(by_place[place], key=_kind_and_number)
    ]


def _kind_and_number(mark: Mark) -> tuple[str, int]:
    return mark.kind.value, mark.id


@lru_cache(maxsize=_DATES_KEPT)
def _place_in_time(date: str | None) -> _PlaceInTime:
    return (True, ()) if date is None else (False, tuple(edtf.sort_key(_parsed(date))))


def _wanted_topics_first(mark: Mark, wanted: MarkFilter) -> Mark:
    if not wanted.topic_ids or len(mark.judgements) < 2:  # noqa: PLR2004
        return mark
    ordered = sorted(mark.judgements, key=lambda each: each.topic.id not in wanted.topic_ids)
    return replace(mark, judgements=tuple(ordered))


def _quotation_mark(row: QuotationRow) -> Mark:
    date = row.said or row.published
    return Mark(
        kind=MarkKind.QUOTATION,
        id=row.id,
        title=row.words,
        date=_parsed(date) if date else None,
        basis=DateBasis.SAID if row.said else DateBasis.PUBLISHED,
        speakers=() if row.speaker is None else (row.speaker,),
        judgements=row.judgements,
        phrase=row.phrase,
        sources=(
            MarkSource(row.article_id, row.article_title, row.source, row.published, row.spans),
        ),
    )


def _event_mark(row: EventRow) -> Mark:
    by_article: dict[int, MarkSource] = {}
    for piece in row.evidence:
        known = by_article.get(piece.article_id)
        spans = (*(known.spans if known else ()), piece.span)
        by_article[piece.article_id] = MarkSource(
            piece.article_id, piece.article_title, piece.source, piece.published, spans
        )
    return Mark(
        kind=MarkKind.EVENT,
        id=row.id,
        title=row.title,
        date=_parsed(row.date) if row.date else None,
        basis=DateBasis.HAPPENED,
        speakers=row.participants,
        category=row.category,
        status=row.status,
        place=row.place,
        phrase=row.phrase,
        sources=tuple(sorted(by_article.values(), key=_first_published)),
    )


@lru_cache(maxsize=_DATES_KEPT)
def _parsed(date: str) -> Edtf:
    """The date; many marks share theirs, and reading one takes longer than finding it."""
    return edtf.parse(date)


def _first_published(source: MarkSource) -> tuple[_PlaceInTime, int]:
    return _place_in_time(source.published or None), source.article_id


def sources_of(marks_there: Sequence[Mark]) -> list[MarkSource]:
    """Every article that the marks rest on, once, first published first."""
    found = {source.article_id: source for mark in marks_there for source in mark.sources}
    return sorted(found.values(), key=_first_published)
