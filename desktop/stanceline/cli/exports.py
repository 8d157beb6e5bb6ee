"""The command that writes tables and pictures."""

import argparse
from dataclasses import replace
from pathlib import Path

from stanceline.cli.opening import open_to_read
from stanceline.cli.output import tell
from stanceline.domain import edtf
from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import SavedView
from stanceline.services.exporting import TABLES, export_timeline_csv
from stanceline.services.finding import narrowed
from stanceline.services.timeline import marks_of
from stanceline.services.views import saved_view
from stanceline.services.workspace import Workspace

DONE = 0

EXPORTED = ("timeline", *TABLES)
IMAGE_FORMATS = ("png", "svg", "pdf")
FORMATS = ("csv", *IMAGE_FORMATS)

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
            view = _view(workspace, parsed)
            written = f"{TABLES[parsed.what](workspace, parsed.out, view.wanted)} rows"
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
    view = _view(workspace, parsed)
    if kind == "csv":
        return f"{export_timeline_csv(parsed.out, marks_of(workspace, view.wanted))} marks"
    # Imported late: pictures need Qt, tables do not.
    from stanceline.timeline.export import TimelineExport, export_timeline
    from stanceline.timeline.headless import drawing_application

    _application = drawing_application()
    n_marks = export_timeline(
        workspace,
        TimelineExport(
            out=parsed.out,
            format=kind,
            view=view,
            title=parsed.title or workspace.name,
            size_px=parsed.size,
            dpi=parsed.dpi,
            is_dark=parsed.theme == "dark",
        ),
    )
    return f"{n_marks} marks"


def _view(workspace: Workspace, parsed: argparse.Namespace) -> SavedView:
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
    lanes = LaneKey(parsed.lanes) if parsed.lanes else view.lanes
    return replace(view, wanted=wanted, arrangement=replace(view.arrangement, lanes=lanes))
