"""The lanes of a timeline, read and built off the thread of the window."""

import sys
import threading
import time

import numpy as np
from PySide6.QtCore import QObject, Signal

from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import MarkFilter
from stanceline.domain.timelines import COLOUR_RULES, Arrangement
from stanceline.records import dataclass
from stanceline.services.progress import QUIET, Cancelled, Progress
from stanceline.services.timeline import (
    SUGGESTION,
    MarkColumns,
    MarkReader,
    coverage_of,
    fitting_rows,
    n_marks,
)
from stanceline.services.workspace import Workspace
from stanceline.timeline.sorting.lanes import Lanes, build_lanes
from stanceline.timeline.words.translated import translated_wording
from stanceline.timeline.words.wording import Wording
from stanceline.ui.tasks import TaskRunner
from stanceline.ui.timeline.legend_strip import Used

_FEW = 300
"""So many marks are read and sorted in less time than a frame of the screen takes."""

_DRAWING = "stanceline.timeline.view"

Coverage = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a timeline is to show: in which lanes, and what the filter lets through."""

    arrangement: Arrangement
    wanted: MarkFilter
    query: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LanesRead:
    """What a timeline is to show.

    ``n_all`` is how many marks there are without the filter, ``n_shown`` how many it lets
    through. ``coverage`` are days and how many articles of each are held.
    """

    asked: Asked
    lanes: Lanes
    n_all: int
    n_shown: int
    used: Used
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Request:
    asked: Asked
    wording: Wording
    is_afresh: bool


class LaneReading(QObject):
    """Reads marks and builds lanes on a thread of its own, the newest request only.

    ``read`` carries a LanesRead; what comes of a request that was followed by another is
    dropped. ``failed`` carries a sentence. After ``stop`` nothing is emitted.
    """

    read = Signal(object)
    failed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reader = MarkReader(workspace)
        self._columns: MarkColumns | None = None
        self._has_suggestions = False
        self._coverage: Coverage | None = None
        self._lanes: Lanes | None = None
        self._waiting: _Request | None = None
        self._is_stopped = False
        self._in_use = threading.Lock()
        self._tasks = TaskRunner(self)
        self.took_ms = 0.0
        """How long the last reading took."""

    def can_read_now(self) -> bool:
        """Whether reading takes no time to speak of, so that nobody needs to wait for it."""
        is_idle = not self._tasks.is_busy and not self._is_stopped
        # The drawing takes a while to load: what comes before it shall not stop the window too.
        return is_idle and _DRAWING in sys.modules and n_marks(self._workspace) <= _FEW

    def read_now(self, asked: Asked, *, is_afresh: bool) -> LanesRead:
        """The lanes at once, however many marks there are. Raises what reading raises."""
        # What is under way is of before.
        self._waiting = None
        self._tasks.cancel_all()
        return self._perform(_Request(asked, translated_wording(), is_afresh), QUIET)

    def ask(self, asked: Asked, *, is_afresh: bool) -> None:
        """Have ``read`` carry these lanes.

        ``is_afresh`` asks to read again what changed in the workspace.
        """
        if self._is_stopped:
            return
        if self._waiting is not None:
            is_afresh = is_afresh or self._waiting.is_afresh
        self._waiting = _Request(asked, translated_wording(), is_afresh)
        if not self._tasks.is_busy:
            self._start()

    def stop(self) -> None:
        """Read no more, and let go of the workspace."""
        self._is_stopped = True
        self._waiting = None
        if self._tasks.is_busy:
            self._tasks.cancel_all()
            self._tasks.wait_until_idle()

    def _start(self) -> None:
        request, self._waiting = self._waiting, None
        if request is not None:
            self._tasks.run(
                "", lambda progress: self._perform(request, progress), self._done, self._failed
            )

    def _done(self, found: LanesRead) -> None:
        if self._waiting is not None:
            self._start()
        elif not self._is_stopped:
            self.read.emit(found)

    def _failed(self, error: StancelineError) -> None:
        if self._waiting is not None:
            self._start()
        elif not self._is_stopped and not isinstance(error, Cancelled):
            self.failed.emit(str(error))

    def _perform(self, request: _Request, progress: Progress) -> LanesRead:
        started_s = time.perf_counter()
        asked = request.asked
        with self._in_use:
            columns = self._read_columns(request, progress)
            shown = fitting_rows(self._workspace, columns, asked.wanted, asked.query, progress)
            progress.step(0, 0, "")
            lanes = build_lanes(
                columns,
                asked.arrangement,
                shown=shown,
                wording=request.wording,
                previous=self._lanes,
            )
            self._lanes = lanes
            coverage = self._coverage
        is_mark = columns.is_there & (columns.kind != SUGGESTION)
        found = LanesRead(
            asked,
            lanes,
            n_all=int(np.count_nonzero(is_mark)),
            n_shown=int(np.count_nonzero(is_mark & shown)),
            used=_used_in(lanes, shown & columns.is_there, asked.wanted),
            coverage=coverage if coverage is not None else _NO_COVERAGE,
        )
        self.took_ms = (time.perf_counter() - started_s) * 1000
        return found

    def _read_columns(self, request: _Request, progress: Progress) -> MarkColumns:
        with_suggestions = request.asked.arrangement.with_suggestions
        known = self._columns
        if (
            known is not None
            and not request.is_afresh
            and self._has_suggestions == with_suggestions
        ):
            return known
        columns = self._reader.columns(progress, with_suggestions=with_suggestions)
        # Arrays in which nothing changed are those of before.
        if known is None or columns.article.published is not known.article.published:
            self._coverage = coverage_of(self._workspace)
        self._columns, self._has_suggestions = columns, with_suggestions
        return columns


_BY_CATEGORY = COLOUR_RULES[1]

_NO_COVERAGE: Coverage = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))


def _used_in(lanes: Lanes, shown: np.ndarray, wanted: MarkFilter) -> Used:
    """Which stances and statuses occur among the marks shown, and how often.

    Where some of them are asked for, the others that there are stay, so that they can be
    asked for beside them.
    """
    stances, statuses = lanes.columns.names.stances, list(EventStatus)
    leading, stated = lanes.table.stance, lanes.columns.status
    there = lanes.columns.is_there
    n_leading, n_stated = (
        _counted(leading, shown, len(stances)),
        _counted(stated, shown, len(statuses)),
    )
    has_stance = _counted(leading, there, len(stances)) if wanted.stance_keys else n_leading
    has_status = _counted(stated, there, len(statuses)) if wanted.statuses else n_stated
    return Used(
        tuple((stances[at], n_leading[at]) for at, n in enumerate(has_stance) if n),
        tuple((statuses[at], n_stated[at]) for at, n in enumerate(has_status) if n),
        _categories_used(lanes, shown, wanted),
        lanes.arrangement.colours,
        _n_suggested(lanes, shown),
    )


def _n_suggested(lanes: Lanes, shown: np.ndarray) -> int:
    """How many suggestions are shown."""
    if not lanes.arrangement.with_suggestions:
        return 0
    return int(np.count_nonzero(shown & (lanes.columns.kind == SUGGESTION)))


def _categories_used(
    lanes: Lanes, shown: np.ndarray, wanted: MarkFilter
) -> tuple[tuple[int, str, int], ...]:
    """Code, name and number of the categories that colours stand for, none if they do not."""
    if lanes.arrangement.colours != _BY_CATEGORY:
        return ()
    columns, names = lanes.columns, lanes.columns.names.categories
    n_shown = _counted(columns.category, shown, len(names))
    used = (
        _counted(columns.category, columns.is_there, len(names)) if wanted.categories else n_shown
    )
    return tuple((at, names[at], n_shown[at]) for at, n in enumerate(used) if n)


def _counted(codes: np.ndarray, rows: np.ndarray, n_codes: int) -> list[int]:
    """How often each code occurs in these rows; -1 stands for none."""
    counts = np.bincount(codes[rows].astype(np.int64) + 1, minlength=n_codes + 1)
    return [int(n) for n in counts[1 : n_codes + 1]]
