"""The marks of a workspace, read and sorted into lanes off the thread of the window."""

import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject, Signal

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import LaneKey, Mark, MarkFilter
from stanceline.services.progress import QUIET, Cancelled, Progress
from stanceline.services.timeline import MarkReader, fitting, n_marks
from stanceline.services.workspace import Workspace
from stanceline.timeline.lanes import Lanes, build_lanes
from stanceline.timeline.translated import translated_wording
from stanceline.timeline.wording import Wording
from stanceline.ui.tasks import TaskRunner

_FEW = 300
"""So many marks are read and sorted in less time than a frame of the screen takes."""

_DRAWING = "stanceline.timeline.view"


@dataclass(frozen=True, slots=True)
class MarksRead:
    """What a timeline is to show; ``places`` tells where in the marks each key stands.

    ``n_all`` is how many marks there are without the filter.
    """

    marks: list[Mark]
    n_all: int
    lanes: Lanes
    places: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    by: LaneKey
    wanted: MarkFilter
    wording: Wording
    is_afresh: bool


class MarkReading(QObject):
    """Reads marks on a thread of its own, the newest request only.

    ``read`` carries a MarksRead; what comes of a request that was followed by another is
    dropped. ``failed`` carries a sentence. After ``stop`` nothing is emitted.
    """

    read = Signal(object)
    failed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reader = MarkReader(workspace)
        self._everything: list[Mark] | None = None
        self._waiting: _Asked | None = None
        self._is_stopped = False
        self._in_use = threading.Lock()
        self._tasks = TaskRunner(self)
        self.took_ms = 0.0
        """How long the last reading took."""

    def can_read_now(self) -> bool:
        """Whether reading takes no time to speak of, so that nobody needs to wait for it."""
        is_idle = not self._tasks.is_busy and not self._is_stopped
        # The drawing takes a while to load, which the first reading does on its thread.
        return is_idle and _DRAWING in sys.modules and n_marks(self._workspace) <= _FEW

    def read_now(self, by: LaneKey, wanted: MarkFilter, *, is_afresh: bool) -> MarksRead:
        """The marks at once, however many there are. Raises what reading raises."""
        asked = _Asked(by, wanted, translated_wording(), is_afresh)
        # What is under way is of before.
        self._waiting = None
        self._tasks.cancel_all()
        return self._perform(asked, QUIET)

    def ask(self, by: LaneKey, wanted: MarkFilter, *, is_afresh: bool) -> None:
        """Have ``read`` carry the marks that the filter lets through, in these lanes.

        ``is_afresh`` asks to read again what changed in the workspace.
        """
        if self._is_stopped:
            return
        if self._waiting is not None:
            is_afresh = is_afresh or self._waiting.is_afresh
        self._waiting = _Asked(by, wanted, translated_wording(), is_afresh)
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
        asked, self._waiting = self._waiting, None
        if asked is not None:
            self._tasks.run(
                "", lambda progress: self._perform(asked, progress), self._done, self._failed
            )

    def _done(self, found: MarksRead) -> None:
        if self._waiting is not None:
            self._start()
        elif not self._is_stopped:
            self.read.emit(found)

    def _failed(self, error: StancelineError) -> None:
        if self._waiting is not None:
            self._start()
        elif not self._is_stopped and not isinstance(error, Cancelled):
            self.failed.emit(str(error))

    def _perform(self, asked: _Asked, progress: Progress) -> MarksRead:
        started_s = time.perf_counter()
        with self._in_use:
            if asked.is_afresh or self._everything is None:
                self._everything = self._reader.marks(progress)
            everything = self._everything
        # Imported late: with the drawing come libraries that a window can be shown without.
        import_module(_DRAWING)
        found = fitting(everything, asked.wanted)
        progress.step(0, 0, "")
        lanes = build_lanes(found, asked.by, wording=asked.wording)
        places = {mark.key: place for place, mark in enumerate(found)}
        self.took_ms = (time.perf_counter() - started_s) * 1000
        return MarksRead(found, len(everything), lanes, places)
