"""Handing over what is in a workspace as tables."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from stanceline.domain import edtf
from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.edtf import OPEN_END, OPEN_START
from stanceline.domain.events import Event
from stanceline.domain.marks import Mark, MarkFilter, MarkKind
from stanceline.domain.spans import Span
from stanceline.formats.exporters import csv_table
from stanceline.formats.exporters.csv_table import Cell
from stanceline.services.timeline import marks_of, sources_of
from stanceline.services.workspace import Workspace
from stanceline.storage import events, library, quotations

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
)
_JOIN = "; "


def export_timeline_csv(path: Path, marks: Sequence[Mark]) -> int:
    """Write one row for each mark, with the articles and offsets it rests on; how many.

    ``start`` and ``end`` are the first and the last day of the core (a clock time where
    the date has one), empty where it is open. Where a mark has several judgements or
    articles, the parts of these columns stand in the same order, separated by "; ".
    """
    return csv_table.write(path, TIMELINE_COLUMNS, (_mark_row(mark) for mark in marks))


def _mark_row(mark: Mark) -> Sequence[Cell]:
    start, end = ("", "") if mark.date is None else first_and_last(mark.date)
    return (
        mark.key,
        mark.kind.value,
        mark.title,
        start,
        end,
        "" if mark.date is None else str(mark.date),
        "" if mark.date is None else mark.date.precision.value,
        _JOIN.join(speaker.name for speaker in mark.speakers),
        _JOIN.join(judgement.stance.label for judgement in mark.judgements),
        _JOIN.join(judgement.topic.name for judgement in mark.judgements),
        _JOIN.join(source.article_title for source in mark.sources),
        _JOIN.join(source.source for source in mark.sources),
        _JOIN.join(source.published for source in mark.sources),
        _JOIN.join(_offsets(source.spans) for source in mark.sources),
        mark.basis.value,
        mark.phrase,
        mark.category,
        mark.status.value if mark.status else "",
        mark.place,
    )


def _offsets(spans: Sequence[Span]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)


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
    workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING
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
    return csv_table.write(path, header, _quotation_rows(workspace, wanted))


def _quotation_rows(workspace: Workspace, wanted: MarkFilter) -> Iterator[Sequence[Cell]]:
    shown = _ids(workspace, wanted, MarkKind.QUOTATION)
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


def _ids(workspace: Workspace, wanted: MarkFilter, kind: MarkKind) -> set[int] | None:
    """The ids of the marks of this kind that are wanted; None when all are."""
    if wanted == _EVERYTHING:
        return None
    return {mark.id for mark in marks_of(workspace, wanted) if mark.kind is kind}


def export_events_csv(workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING) -> int:
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
    return csv_table.write(path, header, _event_rows(workspace, wanted))


def _wanted_events(workspace: Workspace, wanted: MarkFilter) -> list[Event]:
    shown = _ids(workspace, wanted, MarkKind.EVENT)
    with workspace.reading() as session:
        found = events.every(session)
    return [event for event in found if shown is None or event.id in shown]


def _event_rows(workspace: Workspace, wanted: MarkFilter) -> Iterator[Sequence[Cell]]:
    for event in _wanted_events(workspace, wanted):
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


def export_articles_csv(workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING) -> int:
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
    if wanted != _EVERYTHING:
        shown = {source.article_id for source in sources_of(marks_of(workspace, wanted))}
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


def export_evidence_csv(workspace: Workspace, path: Path, wanted: MarkFilter = _EVERYTHING) -> int:
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
    )
    found = _wanted_events(workspace, wanted)
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
            )
            for event in found
            for piece in event.evidence
        ),
    )


TABLES: dict[str, Callable[[Workspace, Path, MarkFilter], int]] = {
    "quotations": export_quotations_csv,
    "events": export_events_csv,
    "articles": export_articles_csv,
    "evidence": export_evidence_csv,
}
"""What writes each table other than the timeline."""
