"""The commands about articles and the workspace itself."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from stanceline.cli.opening import open_or_make, open_to_read
from stanceline.cli.output import cut, print_json, print_lines, tell
from stanceline.domain.articles import Article
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import QuotationKind
from stanceline.domain.suggestions import SuggestionKind
from stanceline.formats.text import MAX_BYTES, UnreadableFile, decode
from stanceline.services import backups, importing, speakers, topics
from stanceline.services import sample as samples
from stanceline.services.articles import article, library
from stanceline.services.events import all_events
from stanceline.services.finding import speaker_named
from stanceline.services.importing import ChangedVersion, ImportReport, Incoming, Problem
from stanceline.services.quotations import all_quotations
from stanceline.services.suggesting import suggestions_of
from stanceline.services.views import readable_views
from stanceline.services.workspace import Workspace

DONE, FAILED = 0, 1

Row = dict[str, object]


def import_articles(parsed: argparse.Namespace) -> int:
    """Import what the paths name; fails when anything could not be read."""
    incoming = _incoming(parsed.paths)
    problems: list[Problem] = []
    for item in incoming:
        if isinstance(item, Incoming):
            break
        problems.append(item)
    else:
        # Nothing can be read, so no workspace is made or touched.
        if not problems:
            raise StancelineError("No file there holds text that can be imported.")
        _tell(ImportReport(problems=problems), as_json=parsed.json)
        return FAILED
    with open_or_make(parsed) as workspace:
        _back_up(workspace)
        report = importing.store(
            workspace,
            chain(problems, (item,), incoming),
            source=parsed.source,
            published=parsed.published or "",
            updates=parsed.update,
        )
    _tell(report, as_json=parsed.json)
    return FAILED if report.problems else DONE


def _back_up(workspace: Workspace) -> None:
    """Have a backup of what the import will change; without one it is told, and goes on."""
    try:
        backups.back_up_if_changed(workspace, "before import")
    except StancelineError as error:
        tell(f"stanceline: {error}")


def _incoming(paths: list[str]) -> Iterator[Incoming | Problem]:
    for path in paths:
        if path == "-":
            yield _standard_input()
        else:
            yield from importing.read_files(importing.files_under([Path(path)]))


def _standard_input() -> Incoming | Problem:
    name = "standard input"
    try:
        return importing.read_text(decode(sys.stdin.buffer.read(MAX_BYTES + 1)), name)
    except UnreadableFile as error:
        return Problem(name, str(error))


def _tell(report: ImportReport, *, as_json: bool) -> None:
    for problem in report.problems:
        tell(f"stanceline: {problem}")
    for name in report.duplicates:
        tell(f"{name}: is in the workspace already.")
    for version in report.changed:
        tell(f"{version.name}: {_told_of(version)}")
    n_reprints = f", {len(report.reprints)} of them reprints" if report.reprints else ""
    n_updated = f"; updated {len(report.updated)}" if report.updated else ""
    tell(f"Imported {_counted(len(report.imported), 'article')}{n_reprints}{n_updated}.")
    if as_json:
        print_json(
            {
                "imported": report.imported,
                "reprints": report.reprints,
                "duplicates": report.duplicates,
                "problems": [asdict(problem) for problem in report.problems],
                "updated": report.updated,
                "changed": [_changed_row(version) for version in report.changed],
            }
        )


def _told_of(version: ChangedVersion) -> str:
    which = f"“{version.title}” (article {version.article_id})"
    edited = version.edited
    if edited is None:
        return (
            f"seems to be a changed version of {which}, and was imported beside it; with "
            "--update it takes its place."
        )
    n_followed = edited.n_kept + edited.n_moved
    return (
        f"updated {which}: {_counted(n_followed, 'mark')} followed, {edited.n_doubtful:,} to check."
    )


def _changed_row(version: ChangedVersion) -> Row:
    row: Row = {
        "article": version.article_id,
        "title": version.title,
        "name": version.name,
        "imported": version.imported_id,
        "edited_here": version.is_edited_here,
    }
    return row | (asdict(version.edited) if version.edited else {})


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def list_things(parsed: argparse.Namespace) -> int:
    """List articles, quotations, speakers, events, topics or saved views."""
    with open_to_read(parsed) as workspace:
        rows, line = LISTS[parsed.what]
        found = rows(workspace)
        if parsed.speaker:
            found = _said_by(workspace, parsed.speaker, parsed.what, found)
    if parsed.json:
        print_json(found)
    else:
        print_lines(line(row) for row in found)
    return DONE


def _said_by(workspace: Workspace, name: str, what: str, rows: list[Row]) -> list[Row]:
    if what != "quotations":
        raise StancelineError("--speaker chooses among quotations only.")
    speaker = speaker_named(workspace, name)
    return [row for row in rows if row["speaker_id"] == speaker.id]


def _article_rows(workspace: Workspace) -> list[Row]:
    return [asdict(row) for row in library(workspace)]


def _article_line(row: Row) -> str:
    return (
        f"{row['id']:>5}  {row['published'] or '—':<12} {cut(str(row['source']) or '—', 24):<24} "
        f"{cut(str(row['title']))}"
    )


def _quotation_rows(workspace: Workspace) -> list[Row]:
    """One row a segment, marked ones and waiting suggestions, in reading order."""
    articles = {row.id: row for row in library(workspace)}
    rows: list[Row] = []
    for quotation in all_quotations(workspace):
        for number, part in enumerate(quotation.anchors):
            rows.append(
                {
                    "id": quotation.id,
                    "status": "marked",
                    "article_id": quotation.article_id,
                    "article": articles[quotation.article_id].title,
                    "segment": number,
                    "segments": len(quotation.anchors),
                    "start": part.span.start,
                    "end": part.span.end,
                    "words": part.exact,
                    "speaker_id": quotation.speaker_id,
                    "speaker": quotation.speaker or None,
                    "kind": quotation.kind.value,
                    "said": quotation.said or None,
                    "judgements": [
                        {
                            "topic": each.topic,
                            "stance": each.stance.key,
                            "certainty": each.certainty.value,
                            "analyst": each.analyst,
                        }
                        for each in quotation.judgements
                    ],
                }
            )
    for row in articles.values():
        if row.n_suggestions:
            rows += _suggestion_rows(article(workspace, row.id), workspace)
    return sorted(rows, key=lambda row: (row["article_id"], row["start"]))


def _suggestion_rows(found: Article, workspace: Workspace) -> list[Row]:
    return [
        {
            "id": suggestion.id,
            "status": "suggested",
            "article_id": found.id,
            "article": found.title,
            "segment": number,
            "segments": len(suggestion.spans),
            "start": span.start,
            "end": span.end,
            "words": span.words(found.body),
            "speaker_id": None,
            "speaker": suggestion.name or suggestion.speaker or None,
            "mention": suggestion.speaker or None,
            "kind": _QUOTED_AS[suggestion.kind].value,
            "confidence": suggestion.confidence,
            "reason": suggestion.reason,
        }
        for suggestion in suggestions_of(workspace, found.id)
        if suggestion.kind is not SuggestionKind.EVENT
        for number, span in enumerate(suggestion.spans)
    ]


_QUOTED_AS = {
    SuggestionKind.QUOTATION: QuotationKind.DIRECT,
    SuggestionKind.REPORTED: QuotationKind.INDIRECT,
}


def _quotation_line(row: Row) -> str:
    sign = "?" if row["status"] == "suggested" else " "
    return (
        f"{row['id']:>5}{sign} {cut(str(row['speaker'] or '—'), 28):<28} {cut(str(row['words']))}"
    )


def _speaker_rows(workspace: Workspace) -> list[Row]:
    return [asdict(speaker) for speaker in speakers.all_speakers(workspace)]


def _speaker_line(row: Row) -> str:
    noun = "quotation" if row["n_quotations"] == 1 else "quotations"
    return f"{row['id']:>5}  {row['n_quotations']:>4} {noun:<10}  {row['name']} ({row['kind']})"


def _event_rows(workspace: Workspace) -> list[Row]:
    return [asdict(event) for event in all_events(workspace)]


def _event_line(row: Row) -> str:
    return f"{row['id']:>5}  {row['edtf'] or '—':<26} {row['title']}"


def _topic_rows(workspace: Workspace) -> list[Row]:
    return [asdict(topic) for topic in topics.all_topics(workspace)]


def _topic_line(row: Row) -> str:
    return f"{row['id']:>5}  {row['n_judgements']:>4} judgements  {row['name']}"


def _view_rows(workspace: Workspace) -> list[Row]:
    views, damaged = readable_views(workspace)
    for name in damaged:
        tell(f"The saved view “{name}” is damaged and cannot be read.")
    return [
        {
            "name": view.name,
            "title": view.title,
            "lanes": view.lanes.value,
            "within": view.arrangement.within,
            "axis": view.arrangement.axis.value,
            "query": view.query,
            "eras": len(view.eras),
            "notes": len(view.notes),
            "default": view.is_default,
        }
        for view in views
    ]


def _view_line(row: Row) -> str:
    nested = f"{row['lanes']}/{row['within']}" if row["within"] else f"{row['lanes']}"
    sign = "*" if row["default"] else " "
    return f"{sign} {cut(str(row['name']), 40):<40} by {nested}"


LISTS: dict[str, tuple[Callable[[Workspace], list[Row]], Callable[[Row], str]]] = {
    "articles": (_article_rows, _article_line),
    "quotations": (_quotation_rows, _quotation_line),
    "speakers": (_speaker_rows, _speaker_line),
    "events": (_event_rows, _event_line),
    "topics": (_topic_rows, _topic_line),
    "views": (_view_rows, _view_line),
}
"""What reads each list, and what makes a plain line of each of its rows."""


def sample(parsed: argparse.Namespace) -> int:
    """Write the sample workspace."""
    samples.write_sample(parsed.out)
    tell(f"Wrote the sample workspace to {parsed.out}.")
    return DONE
