"""Handing over what is in a workspace as tables."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from stanceline.domain import edtf
from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.edtf import OPEN_END, OPEN_START
from stanceline.domain.events import Event
from stanceline.domain.marks import Mark, MarkFilter
from stanceline.domain.spans import Span
from stanceline.formats.exporters import csv_table
from stanceline.formats.exporters.csv_table import Cell
from stanceline.services.progress import QUIET, Progress
from stanceline.services.timeline import (
    EVENT,
    NONE,
    QUOTATION,
    MarkColumns,
    MarkReader,
    MarkTexts,
    fitting,
    fitting_rows,
    numbers_of,
    places_in_time,
)
from stanceline.services.workspace import Workspace
from stanceline.storage import events, library, quotations
from stanceline.storage.mark_columns import Ints

TIMELINE_COLUMNS = (
    "id",
    "kind",
    "title",
    "start",
    "end",
    "edtf",
    "precision",
    "speaker",
    "stance",
    "topic",
    "article",
    "source",
    "published",
    "offsets",
    "date_basis",
    "date_phrase",
    "category",
    "status",
    "place",
    "tags",
    "dates_given",
)
_JOIN = "; "

_DATES_KEPT = 16_384
"""Dates whose cells are kept: every day of forty years."""


def export_timeline_csv(path: Path, marks: Iterable[Mark]) -> int:
    """Write one row for each mark, with the articles and offsets it rests on; how many.

    ``start`` and ``end`` are the first and the last day of the core (a clock time where
    the date has one), empty where it is open. Where a mark has several judgements or
    articles, the parts of these columns stand in the same order, separated by "; ".
    """
    return csv_table.write(path, TIMELINE_COLUMNS, (_mark_row(mark) for mark in marks))


def export_view_csv(
    workspace: Workspace,
    path: Path,
    wanted: MarkFilter,
    query: str = "",
    progress: Progress = QUIET,
) -> int:
    """Write the marks that the filter and the query let through, in the order of their dates.

    The columns are those of ``export_timeline_csv``. However many marks there are, only a
    few thousand are held at a time.
    """
    columns, rows = _shown(workspace, wanted, query)
    topics_first = MarkFilter(topic_ids=wanted.topic_ids)

    def marks() -> Iterator[Mark]:
        texts = MarkTexts(workspace)
        for at in range(0, rows.size, _CHUNK):
            progress.step(at, rows.size, "Writing the table")
            yield from fitting(texts.details(columns, rows[at : at + _CHUNK]), topics_first)

    return export_timeline_csv(path, marks())


_CHUNK = 4_000
"""Marks that are read at a time."""


def _shown(workspace: Workspace, wanted: MarkFilter, query: str) -> tuple[MarkColumns, Ints]:
    """All marks, and the rows of those that are shown, by date, then kind and number."""
    columns = MarkReader(workspace).columns()
    rows = np.flatnonzero(fitting_rows(workspace, columns, wanted, query)).astype(np.int32)
    is_said_later = (columns.kind[rows] == QUOTATION) & (columns.date[rows] == NONE)
    dates = np.where(is_said_later, columns.published[rows], columns.date[rows])
    starts, widths = places_in_time(numbers_of(columns.names.dates))
    keys = (columns.ids[rows], columns.kind[rows] == QUOTATION, widths[dates], starts[dates])
    return columns, rows[np.lexsort(keys)]


def _mark_row(mark: Mark) -> Sequence[Cell]:
    sources, judgements = mark.sources, mark.judgements
    given = [source.date for source in sources]
    return (
        mark.key,
        mark.kind.value,
        mark.title,
        *_date_cells(mark.date),
        _JOIN.join([speaker.name for speaker in mark.speakers]),
        _JOIN.join([judgement.stance.label for judgement in judgements]),
        _JOIN.join([judgement.topic.name for judgement in judgements]),
        _JOIN.join([source.article_title for source in sources]),
        _JOIN.join([source.source for source in sources]),
        _JOIN.join([source.published for source in sources]),
        _JOIN.join([_offsets(source.spans) for source in sources]),
        mark.basis.value,
        mark.phrase,
        mark.category,
        mark.status.value if mark.status else "",
        mark.place,
        _JOIN.join(mark.tags),
        _JOIN.join(given) if any(given) else "",
    )


@lru_cache(maxsize=_DATES_KEPT)
def _date_cells(date: edtf.Edtf | None) -> tuple[str, str, str, str]:
    """The first and last moment of a date, its text and its precision."""
    if date is None:
        return "", "", "", ""
    return *first_and_last(date), str(date), date.precision.value


def _offsets(spans: Sequence[Span]) -> str:
    return ",".join([f"{span.start}-{span.end}" for span in spans])


def first_and_last(date: edtf.Edtf) -> tuple[str, str]:
    """The first and the last moment of the date's core in ISO 8601, empty where open."""
    bounds = date.bounds
    start = "" if bounds.t0 <= OPEN_START else _moment(bounds.t0)
    end = "" if bounds.t1 >= OPEN_END else _moment(bounds.t1 - 1)
    if start.endswith("T00:00:00") or not start:
        start = start.removesuffix("T00:00:00")
        end = end.removesuffix("T23:59:59")
    return start, end


def _moment(seconds: int) -> str:
    time = civil_from_seconds(seconds)
    year = f"{time.year:04d}" if time.year >= 0 else f"-{-time.year:04d}"
    return (
        f"{year}-{time.month:02d}-{time.day:02d}"
        f"T{time.hour:02d}:{time.minute:02d}:{time.second:02d}"
    )


_EVERYTHING = MarkFilter()


def export_quotations_csv(
    workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING, query: str = ""
) -> int:
    """Write one row for each wanted quotation and judgement of it; how many rows."""
    header = (
        "id",
        "words",
        "speaker",
        "kind",
        "topic",
        "stance",
        "certainty",
        "analyst",
        "said",
        "said_phrase",
        "note",
        "article_id",
        "article",
        "source",
        "published",
        "offsets",
    )
    return csv_table.write(path, header, _quotation_rows(workspace, wanted, query))


def _quotation_rows(
    workspace: Workspace, wanted: MarkFilter, query: str
) -> Iterator[Sequence[Cell]]:
    shown = _ids(workspace, wanted, query, QUOTATION)
    with workspace.reading() as session:
        rows = {row.id: row for row in library.rows(session)}
        found = quotations.every(session)
    for quotation in found:
        if shown is not None and quotation.id not in shown:
            continue
        article = rows[quotation.article_id]
        for judgement in quotation.judgements or (None,):
            yield (
                quotation.id,
                quotation.words,
                quotation.speaker,
                quotation.kind.value,
                judgement.topic if judgement else "",
                judgement.stance.label if judgement else "",
                judgement.certainty.value if judgement else "",
                judgement.analyst if judgement else "",
                quotation.said,
                quotation.said_phrase,
                quotation.note,
                article.id,
                article.title,
                article.source,
                article.published,
                _offsets(quotation.spans),
            )


def _ids(workspace: Workspace, wanted: MarkFilter, query: str, kind: int) -> set[int] | None:
    """The ids of the marks of this kind that are wanted; None when all are."""
    if wanted == _EVERYTHING and not query.strip():
        return None
    columns, rows = _shown(workspace, wanted, query)
    return set(columns.ids[rows[columns.kind[rows] == kind]].tolist())


def export_events_csv(
    workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING, query: str = ""
) -> int:
    """Write one row for each wanted event; how many rows."""
    header = (
        "id",
        "title",
        "edtf",
        "start",
        "end",
        "precision",
        "date_phrase",
        "category",
        "status",
        "place",
        "participants",
        "description",
        "n_evidence",
        "sources",
    )
    return csv_table.write(path, header, _event_rows(workspace, wanted, query))


def _wanted_events(workspace: Workspace, wanted: MarkFilter, query: str) -> list[Event]:
    shown = _ids(workspace, wanted, query, EVENT)
    with workspace.reading() as session:
        found = events.every(session)
    return [event for event in found if shown is None or event.id in shown]


def _event_rows(workspace: Workspace, wanted: MarkFilter, query: str) -> Iterator[Sequence[Cell]]:
    for event in _wanted_events(workspace, wanted, query):
        date = edtf.parse(event.edtf) if event.edtf else None
        yield (
            event.id,
            event.title,
            event.edtf,
            *(first_and_last(date) if date else ("", "")),
            date.precision.value if date else "",
            event.phrase,
            event.category,
            event.status.value,
            event.place,
            _JOIN.join(event.participants),
            event.description,
            len(event.evidence),
            _JOIN.join(dict.fromkeys(piece.source for piece in event.evidence)),
        )


def export_articles_csv(
    workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING, query: str = ""
) -> int:
    """Write one row for each article, without its text; how many rows.

    A filter that leaves out anything leaves the articles that its marks rest on.
    """
    header = (
        "id",
        "title",
        "source",
        "published",
        "language",
        "status",
        "reprint_of",
        "n_quotations",
        "n_judged",
        "n_events",
        "n_suggestions",
    )
    with workspace.reading() as session:
        rows = library.rows(session)
    if wanted != _EVERYTHING or query.strip():
        shown = _article_ids(workspace, wanted, query)
        rows = [row for row in rows if row.id in shown]
    return csv_table.write(
        path,
        header,
        (
            (
                row.id,
                row.title,
                row.source,
                row.published,
                row.language,
                row.status.value,
                row.reprint_of,
                row.n_quotations,
                row.n_judged,
                row.n_events,
                row.n_suggestions,
            )
            for row in rows
        ),
    )


def _article_ids(workspace: Workspace, wanted: MarkFilter, query: str) -> set[int]:
    """The articles that the marks which are shown rest on."""
    columns, rows = _shown(workspace, wanted, query)
    is_shown = np.zeros(len(columns), dtype=np.bool_)
    is_shown[rows] = True
    counts = np.diff(columns.articles.first)
    resting = columns.articles.values[np.repeat(is_shown, counts)]
    return set(columns.article.ids[resting[resting != NONE]].tolist())


def export_evidence_csv(
    workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING, query: str = ""
) -> int:
    """Write one row for each passage that a wanted event rests on; how many rows."""
    header = (
        "event_id",
        "event",
        "edtf",
        "relation",
        "words",
        "article_id",
        "article",
        "source",
        "published",
        "offsets",
        "date_given",
    )
    found = _wanted_events(workspace, wanted, query)
    return csv_table.write(
        path,
        header,
        (
            (
                event.id,
                event.title,
                event.edtf,
                piece.relation.value,
                piece.anchor.exact,
                piece.article_id,
                piece.article_title,
                piece.source,
                piece.published,
                _offsets((piece.anchor.span,)),
                piece.edtf,
            )
            for event in found
            for piece in event.evidence
        ),
    )


class TableWriter(Protocol):
    """What writes a table of the marks that a filter and a query let through; how many rows."""

    def __call__(  # noqa: D102 - said above.
        self, workspace: Workspace, path: Path, wanted: MarkFilter = ..., query: str = ...
    ) -> int: ...


TABLES: dict[str, TableWriter] = {
    "quotations": export_quotations_csv,
    "events": export_events_csv,
    "articles": export_articles_csv,
    "evidence": export_evidence_csv,
}
"""What writes each table other than the timeline."""
