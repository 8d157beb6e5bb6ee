"""Timelines of a workspace as files: what a saved view shows, read and drawn."""

from pathlib import Path

from stanceline.domain.timelines import SavedView
from stanceline.records import dataclass
from stanceline.services.history import history
from stanceline.services.progress import QUIET, Progress
from stanceline.services.timeline import (
    MarkColumns,
    MarkReader,
    MarkTexts,
    coverage_of,
    fitting_rows,
)
from stanceline.services.workspace import Workspace
from stanceline.timeline.pages.page import Subject
from stanceline.timeline.pages.picture_facts import Facts, filter_in_words
from stanceline.timeline.pages.pictures import (
    FORMATS,
    LEAST_PX,
    SCREEN_DPI,
    ExportError,
    export_image,
    picture,
    write_whole,
)
from stanceline.timeline.placing.extras import Extras
from stanceline.timeline.sorting.lanes import Lanes, build_lanes
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow, clamped
from stanceline.timeline.words.translated import translated_wording

__all__ = [
    "FORMATS",
    "LEAST_PX",
    "ExportError",
    "TimelineExport",
    "ViewRead",
    "export_image",
    "export_timeline",
    "facts_of",
    "picture",
    "read_view",
    "write_whole",
]


@dataclass(frozen=True, slots=True)
class TimelineExport:
    """What is to be written where: ``size_px`` is (width, height) in pixels.

    An empty subtitle is filled with the period and the number of marks. ``whole`` shows
    all of the time instead of the period of the view.
    """

    out: Path
    format: str
    view: SavedView
    title: str
    subtitle: str = ""
    size_px: tuple[int, int] = (1600, 900)
    dpi: int = SCREEN_DPI
    is_dark: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ViewRead:
    """What a view shows of a workspace, ready to be drawn."""

    view: SavedView
    lanes: Lanes
    words: MarkTexts
    extras: Extras

    def window(self) -> TimeWindow | None:
        """The period that the view asks for, else the dense part of its marks."""
        lanes, view = self.lanes, self.view
        since, until = view.wanted.since, view.wanted.until
        first = lanes.first
        t0, t1 = view.range or (None, None)
        t0, t1 = (since if t0 is None else t0), (until if t1 is None else t1)
        if first is None or (t0 is None and t1 is None):
            return first
        u0 = first.t0 if t0 is None else lanes.folds.u(float(t0))
        u1 = first.t1 if t1 is None else lanes.folds.u(float(t1))
        return clamped(min(u0, u1), max(u0, u1))

    def subject(self, window: TimeWindow | None = None) -> Subject:
        """The view in a window of its axis, in all of the time when None."""
        window = window or self.lanes.extent or TimeWindow(0.0, 1.0)
        return Subject(self.lanes, window, self.words, self.extras)


def read_view(
    workspace: Workspace,
    view: SavedView,
    progress: Progress = QUIET,
    *,
    columns: MarkColumns | None = None,
    previous: ViewRead | None = None,
) -> ViewRead:
    """What the view shows. Columns that were read before, or a view, make it quicker."""
    with_suggestions = view.arrangement.with_suggestions
    if columns is None:
        columns = MarkReader(workspace).columns(progress, with_suggestions=with_suggestions)
    shown = fitting_rows(workspace, columns, view.wanted, view.query, progress)
    lanes = build_lanes(
        columns,
        view.arrangement,
        shown=shown,
        wording=translated_wording(),
        previous=None if previous is None else previous.lanes,
    )
    words = MarkTexts(workspace) if previous is None else previous.words
    days, counts = coverage_of(workspace)
    coverage = (days, counts) if days.size else None
    return ViewRead(view, lanes, words, Extras(view.eras, view.notes, coverage))


def facts_of(workspace: Workspace, read: ViewRead) -> Facts:
    """What is told of the view in the metadata of its picture."""
    newest = history(workspace, limit=1)
    return Facts(
        view=read.view.name,
        wanted=filter_in_words(read.view.wanted, read.lanes.columns.names),
        query=read.view.query,
        as_of=newest[0].at if newest else "",
    )


def export_timeline(
    workspace: Workspace, wanted: TimelineExport, progress: Progress = QUIET
) -> int:
    """Write the timeline of a workspace's view, and return how many marks it holds.

    It shows the period of the view or its filter, else the dense part of the marks; the
    page says what lies outside. Raises ``ExportError`` as ``export_image`` does.
    """
    read = read_view(workspace, wanted.view, progress)
    export_image(
        read.subject(None if wanted.whole else read.window()),
        wanted.out,
        wanted.format,
        wanted.size_px,
        dpi=wanted.dpi,
        title=wanted.title,
        subtitle=wanted.subtitle,
        style=Style.dark() if wanted.is_dark else Style.light(),
        facts=facts_of(workspace, read),
    )
    lanes = read.lanes
    return lanes.n_dated + int(lanes.undated.size)
