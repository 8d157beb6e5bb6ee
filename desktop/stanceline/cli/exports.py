"""The command that writes tables and pictures."""

import argparse
from dataclasses import replace
from pathlib import Path

from stanceline.cli.names import FORMATS
from stanceline.cli.opening import open_to_read
from stanceline.cli.output import tell
from stanceline.domain import edtf
from stanceline.domain.errors import StancelineError
from stanceline.domain.query import parse_query
from stanceline.domain.timelines import Arrangement, SavedView, TimeAxis
from stanceline.services.exporting import TABLES, export_view_csv
from stanceline.services.finding import narrowed
from stanceline.services.views import saved_view
from stanceline.services.workspace import Workspace

DONE = 0

_EVERYTHING = SavedView("")


def export(parsed: argparse.Namespace) -> int:
    """Write what is asked for to the file."""
    kind = _format(parsed.format, parsed.out)
    if parsed.what != "timeline" and kind != "csv":
        raise StancelineError(f"The {parsed.what} are exported as csv only, not as {kind}.")
    if parsed.out.exists() and parsed.workspace.exists() and parsed.out.samefile(parsed.workspace):
        raise StancelineError(f"{parsed.out} is the workspace itself; choose another file.")
    with open_to_read(parsed) as workspace:
        if parsed.what == "timeline":
            written = _export_timeline(workspace, parsed, kind)
        else:
            view = view_wanted(workspace, parsed)
            write = TABLES[parsed.what]
            written = f"{write(workspace, parsed.out, view.wanted, view.query)} rows"
    tell(f"Wrote {written} to {parsed.out}.")
    return DONE


def _format(asked: str | None, out: Path) -> str:
    kind = asked or out.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise StancelineError(
            f"{out.name} does not say in which format; name one with --format: "
            f"{', '.join(FORMATS)}."
        )
    return kind


def _export_timeline(workspace: Workspace, parsed: argparse.Namespace, kind: str) -> str:
    view = view_wanted(workspace, parsed)
    if kind == "csv":
        return f"{export_view_csv(workspace, parsed.out, view.wanted, view.query)} marks"
    # Imported late: pictures need Qt, tables do not.
    from stanceline.timeline.export import TimelineExport, export_timeline
    from stanceline.timeline.pages.headless import drawing_application

    _application = drawing_application()
    n_marks = export_timeline(
        workspace,
        TimelineExport(
            out=parsed.out,
            format=kind,
            view=view,
            title=parsed.title or view.title or workspace.name,
            size_px=parsed.size,
            dpi=parsed.dpi,
            is_dark=parsed.theme == "dark",
        ),
    )
    return f"{n_marks} marks"


def view_wanted(workspace: Workspace, parsed: argparse.Namespace) -> SavedView:
    """The saved view that is asked for, or one of everything, as the options change it.

    What a query says that is not understood is told. Raises NotFound for a name that is not
    there, and StancelineError for a time that ends before it begins.
    """
    view = saved_view(workspace, parsed.view) if parsed.view else _EVERYTHING
    since = edtf.parse(parsed.since) if parsed.since else None
    until = edtf.parse(parsed.until) if parsed.until else None
    if since and until and since.bounds.t0 >= until.bounds.t1:
        raise StancelineError(f"--from {since} is after --to {until}; nothing lies between them.")
    wanted = narrowed(
        workspace,
        view.wanted,
        speakers=parsed.speaker,
        topics=parsed.topic,
        stances=parsed.stance,
        categories=parsed.category,
        since=since,
        until=until,
    )
    query = view.query if parsed.query is None else parsed.query
    for note in parse_query(query).notes:
        tell(f"stanceline: {note}")
    return replace(
        view,
        wanted=wanted,
        query=query,
        arrangement=_arrangement(view.arrangement, parsed),
        range=None if since or until else view.range,
    )


def _arrangement(arrangement: Arrangement, parsed: argparse.Namespace) -> Arrangement:
    """The arrangement with what was typed in place of what the view says."""
    if parsed.lanes:
        outer, within = parsed.lanes
        arrangement = replace(arrangement, lanes=outer, within=within)
    if parsed.order:
        arrangement = replace(arrangement, order=parsed.order)
    if parsed.axis:
        arrangement = replace(arrangement, axis=TimeAxis(parsed.axis))
    if parsed.fold is not None:
        arrangement = replace(arrangement, folds_gaps=parsed.fold)
    return arrangement
