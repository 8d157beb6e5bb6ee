"""Long jobs off the thread of the window, with progress and a way to stop them."""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import field
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass
from stanceline.services.progress import Cancelled, Progress
from stanceline.ui.theme import reduces_motion

_T = TypeVar("_T")

_LOOK_EVERY_MS = 15
_REPORT_EVERY_S = 0.06
_SHOW_AFTER_MS = 250
_FIRST_ESTIMATE_AFTER_S = 1.5
_FEW_SECONDS = 8
_ROUND_FROM_S = 20
_ROUND_TO_S = 5
_S_PER_MINUTE = 60
_S_PER_HOUR = 3_600


class Tasks(Protocol):
    """What runs long jobs for a window or a dialog."""

    def run(
        self,
        title: str,
        job: Callable[[Progress], _T],
        done: Callable[[_T], None],
        failed: Callable[[StancelineError], None],
    ) -> None:
        """Run the job and call one of the two with its outcome, on the window's thread."""


@dataclass(slots=True)
class _Task:
    """A job, what to do with its outcome, and how far it is.

    ``latest`` is replaced as a whole, so that the window may read it at any time.
    """

    title: str
    job: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[StancelineError], None]
    latest: tuple[int, int, str] = (0, 0, "")
    result: Any = None
    error: BaseException | None = None
    is_cancelled: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)

    def step(self, done: int, total: int, what: str) -> None:
        """Hear how far the job is, from its thread; raises Cancelled when it is to stop."""
        self.latest = (done, total, what)
        if self.is_cancelled.is_set():
            raise Cancelled("Stopped. What was done before that stays.")

    def perform(self) -> None:
        """Do the job and keep its outcome, whatever it is."""
        try:
            if self.is_cancelled.is_set():
                raise Cancelled("Stopped before it began.")  # noqa: TRY301 - one way out
            self.result = self.job(self)
        except BaseException as error:  # noqa: BLE001 - told on the window's thread
            self.error = error
        finally:
            self.is_over.set()

    def tell_outcome(self) -> None:
        """Hand the outcome on; what is not known to the user goes to the crash hook."""
        # An error holds on to all that the job had, files too, and must be let go of with it.
        error, self.error = self.error, None
        if error is None:
            self.done(self.result)
        elif isinstance(error, StancelineError):
            self.failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)


class TaskRunner(QObject):
    """Runs jobs one after another on a thread of their own.

    A job is given a ``Progress`` to report to, which raises Cancelled in it when the
    user stops it; ``failed`` then gets that Cancelled. All signals and calls come on the
    thread of the runner. An error that is no StancelineError goes to ``sys.excepthook``.
    """

    started = Signal(str)
    """The title of the job."""
    progressed = Signal(str, object, object, str)
    """Title, how much is done, of how much (0 while it is not known), and what with.

    The two counts are Python integers, which a C++ one might not hold.
    """
    finished = Signal(str)
    """The title of a job that is over, however it ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Task] = deque()
        self._current: _Task | None = None
        self._told: tuple[int, int, str] | None = None
        self._told_s = 0.0
        # The thread never touches a Qt object, which may be gone before the job is over
        # when a window is closed; the runner looks after the job instead.
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        return self._current is not None

    @property
    def n_waiting(self) -> int:
        """How many jobs wait for the one that runs."""
        return len(self._waiting)

    def run(
        self,
        title: str,
        job: Callable[[Progress], _T],
        done: Callable[[_T], None],
        failed: Callable[[StancelineError], None],
    ) -> None:
        """Run the job when those before it are over; ``title`` is shown meanwhile."""
        self._waiting.append(_Task(title, job, done, failed))
        if self._current is None:
            self._start_next()

    def cancel(self) -> None:
        """Stop the job that runs at its next step."""
        if self._current is not None:
            self._current.is_cancelled.set()

    def cancel_all(self) -> None:
        """Stop the job that runs, and let those that wait come to nothing."""
        for task in self._waiting:
            task.is_cancelled.set()
        self.cancel()

    def wait_until_idle(self, timeout_ms: int = 10_000) -> bool:
        """Whether all jobs were over in time; the window is drawn meanwhile."""
        loop = QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        self.finished.connect(loop.quit)
        limit.start(timeout_ms)
        while self._current is not None and limit.isActive():
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return self._current is None

    def _start_next(self) -> None:
        task = self._current = self._waiting.popleft()
        self._told = None
        self.started.emit(task.title)
        self._timer.start()
        # A daemon, so that a job that never looks up cannot keep the program alive.
        threading.Thread(target=task.perform, name=task.title, daemon=True).start()

    @Slot()
    def _look(self) -> None:
        task = self._current
        if task is None:
            return
        is_over = task.is_over.is_set()
        now_s = time.monotonic()
        is_due = now_s - self._told_s >= _REPORT_EVERY_S
        if task.latest != self._told and (is_due or is_over):
            self._told, self._told_s = task.latest, now_s
            self.progressed.emit(task.title, *task.latest)
        if is_over:
            self._finish(task)

    def _finish(self, task: _Task) -> None:
        self._timer.stop()
        self._current = None
        if self._waiting:
            self._start_next()
        self.finished.emit(task.title)
        task.tell_outcome()


class StatusTask(QWidget):
    """What the status bar says of the job that runs; nothing when none does.

    Escape stops the job while the focus is here, as the button does at any time.
    """

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._started_s = 0.0
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(112)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = QToolButton()
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cancel.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._text, self._bar, self._cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SHOW_AFTER_MS)
        self._delay.timeout.connect(self.show)
        self.hide()
        runner.started.connect(self._begin)
        runner.progressed.connect(self._advance)
        runner.finished.connect(self._end)

    @property
    def text(self) -> str:
        """What is said of the job."""
        return self._text.text()

    @Slot(str)
    def _begin(self, title: str) -> None:
        self._started_s = time.monotonic()
        self._cancel.setEnabled(True)
        self._cancel.setAccessibleName(self.tr("Cancel: {title}").format(title=title))
        self._say(title, 0, 0, "")
        # A job that is over at once should not make the status bar flicker.
        self._delay.start()

    @Slot(str, object, object, str)
    def _advance(self, title: str, done: int, total: int, what: str) -> None:
        if self._cancel.isEnabled():
            self._say(title, done, total, what)

    @Slot(str)
    def _end(self, _title: str) -> None:
        if not self._runner.is_busy:
            self._delay.stop()
            self.hide()

    def _say(self, title: str, done: int, total: int, what: str) -> None:
        parts = [title]
        if total:
            counts = self.tr("{title} {done:,} of {total:,}")
            parts = [counts.format(title=title, done=done, total=total)]
            parts.append(self._time_left(done, total))
        elif done:
            parts.append(self.tr("{done:,} so far").format(done=done))
        if self._runner.n_waiting:
            parts.append(self.tr("{n} more waiting").format(n=self._runner.n_waiting))
        self._text.setText(" · ".join(part for part in parts if part))
        self._text.setToolTip(what)
        self._bar.setVisible(bool(total) or not reduces_motion())
        # A range of nothing makes the bar swing; thousandths fit where counts may not.
        self._bar.setRange(0, 1_000 if total else 0)
        self._bar.setValue(min(1_000, done * 1_000 // total) if total else 0)

    def _time_left(self, done: int, total: int) -> str:
        elapsed_s = time.monotonic() - self._started_s
        if done <= 0 or done >= total or elapsed_s < _FIRST_ESTIMATE_AFTER_S:
            return ""
        return self._words_for(elapsed_s / done * (total - done))

    def _words_for(self, left_s: float) -> str:
        if left_s < _FEW_SECONDS:
            return self.tr("a few seconds left")
        if left_s < _ROUND_FROM_S:
            return self.tr("{n} s left").format(n=round(left_s))
        if left_s < _S_PER_MINUTE:
            return self.tr("{n} s left").format(n=round(left_s / _ROUND_TO_S) * _ROUND_TO_S)
        if left_s < _S_PER_HOUR:
            return self.tr("{n} min left").format(n=round(left_s / _S_PER_MINUTE))
        return self.tr("about {n} h left").format(n=round(left_s / _S_PER_HOUR))

    def _stop(self) -> None:
        self._runner.cancel()
        self._cancel.setEnabled(False)
        self._text.setText(self.tr("Stopping …"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops the job."""
        if event.key() == Qt.Key.Key_Escape and self._cancel.isEnabled():
            self._stop()
        else:
            super().keyPressEvent(event)
