"""Waiting for a job that the window cannot go on without."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services.progress import Cancelled, Progress
from stanceline.ui.dialogs.parts import button_row, column_of, plain_button, plain_label
from stanceline.ui.tasks import TaskRunner
from stanceline.ui.theme import scaled
from stanceline.ui.widgets import ElidedLabel

_T = TypeVar("_T")

_PATIENCE_MS = 180
_THOUSANDTHS = 1_000
_WIDTH = 420


class Work(QObject):
    """Runs jobs that nothing else may happen beside, off the thread of the window.

    What is over within a moment shows nothing. Else a dialog says how far it is and stops
    it on Cancel or Escape. ``failed`` gets a Cancelled then.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._runner = TaskRunner(self)

    @property
    def is_busy(self) -> bool:
        """Whether a job runs."""
        return self._runner.is_busy

    def run(
        self,
        title: str,
        job: Callable[[Progress], _T],
        done: Callable[[_T], None],
        failed: Callable[[StancelineError], None],
        *,
        can_stop: bool = True,
    ) -> None:
        """Run the job; ``title`` says what it is, ``can_stop`` whether it may be cancelled."""
        if self._runner.is_busy:
            return
        self._runner.run(title, job, done, failed)
        if not self._runner.wait_until_idle(_PATIENCE_MS):
            WorkingDialog(self._runner, title, self._over, can_stop=can_stop).open()

    def finish(self) -> None:
        """Stop what runs, and wait until it has."""
        self._runner.cancel_all()
        self._runner.wait_until_idle()


def wait_for(title: str, job: Callable[[Progress], _T], over: QWidget | None) -> _T:
    """What the job gives, which runs off the thread of the window while that is drawn.

    A dialog says how far it is when that takes more than a moment. Raises the
    StancelineError of the job, Cancelled when somebody stops it.
    """
    runner = TaskRunner()
    results: list[_T] = []
    errors: list[StancelineError] = []
    runner.run(title, job, results.append, errors.append)
    if not runner.wait_until_idle(_PATIENCE_MS):
        WorkingDialog(runner, title, over).exec()
    runner.deleteLater()
    if errors:
        raise errors.pop()
    if not results:
        # A fault of ours was told by the crash hook already.
        raise Cancelled(QCoreApplication.translate("Work", "Stopped by a fault."))
    return results[0]


class WorkingDialog(QDialog):
    """Says how far a job is, until it is over."""

    def __init__(
        self, runner: TaskRunner, title: str, parent: QWidget | None, *, can_stop: bool = True
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._can_stop = can_stop
        self.setWindowTitle(title)
        self.setFixedWidth(scaled(_WIDTH))
        self._count = plain_label("", "small")
        self._count.setText(" ")
        self._what = ElidedLabel()
        self._what.setProperty("role", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setRange(0, 0)
        self._cancel = plain_button(self.tr("Cancel"))
        self._cancel.setVisible(can_stop)
        self._cancel.clicked.connect(self.reject)
        layout = column_of(self)
        layout.addWidget(plain_label(title, "strong"))
        layout.addWidget(self._bar)
        layout.addWidget(self._count)
        layout.addWidget(self._what)
        layout.addLayout(button_row(right=(self._cancel,)))
        runner.progressed.connect(self._advance)
        runner.finished.connect(self._end)

    @Slot(str, object, object, str)
    def _advance(self, _title: str, done: int, total: int, what: str) -> None:
        if not self._cancel.isEnabled():
            return
        self._bar.setRange(0, _THOUSANDTHS if total else 0)
        self._bar.setValue(min(_THOUSANDTHS, done * _THOUSANDTHS // total) if total else 0)
        if total:
            told = self.tr("{done:,} of {total:,}").format(done=done, total=total)
        else:
            told = self.tr("{done:,} so far").format(done=done) if done else " "
        self._count.setText(told)
        self._what.set_whole_text(what)

    @Slot(str)
    def _end(self, _title: str) -> None:
        self.done(QDialog.DialogCode.Accepted.value)
        self.deleteLater()

    def reject(self) -> None:
        """Stop the job; the dialog goes when it has stopped."""
        if self._can_stop and self._cancel.isEnabled():
            self._runner.cancel()
            self._cancel.setEnabled(False)
            self._count.setText(self.tr("Stopping …"))
