import sys
import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from stanceline.domain.errors import StancelineError
from stanceline.services.progress import Cancelled, Progress
from stanceline.ui.tasks import StatusTask, TaskRunner


class Outcome:
    """Keeps what a job came to, and on which thread it was told."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[StancelineError] = []
        self.threads: set[bool] = set()

    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread() is threading.main_thread())

    def failed(self, error: StancelineError) -> None:
        self.errors.append(error)
        self.threads.add(threading.current_thread() is threading.main_thread())


@pytest.fixture
def runner(qapp: QApplication) -> TaskRunner:
    return TaskRunner(qapp)


def endless(has_begun: threading.Event) -> Callable[[Progress], None]:
    def job(progress: Progress) -> None:
        n = 0
        while True:
            progress.step(n, 0, "still going")
            has_begun.set()
            n += 1
            time.sleep(0.002)

    return job


def test_a_job_runs_elsewhere_and_is_told_here(qtbot: QtBot, runner: TaskRunner) -> None:
    outcome = Outcome()
    seen: list[threading.Thread] = []

    def job(progress: Progress) -> int:
        seen.append(threading.current_thread())
        progress.step(1, 1, "one")
        return 42

    with qtbot.waitSignal(runner.finished) as finished:
        runner.run("Count", job, outcome.done, outcome.failed)
    assert finished.args == ["Count"]
    assert (outcome.results, outcome.errors, outcome.threads) == ([42], [], {True})
    assert seen[0] is not threading.main_thread()
    assert not runner.is_busy


def test_jobs_run_one_after_another(qtbot: QtBot, runner: TaskRunner) -> None:
    running, most = 0, 0
    lock = threading.Lock()
    outcome = Outcome()

    def job(_: Progress) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    for n in range(5):
        runner.run(str(n), job, outcome.done, outcome.failed)
    assert runner.wait_until_idle()
    qtbot.waitUntil(lambda: len(outcome.results) == 5)
    assert most == 1


def test_progress_is_told_seldom_and_the_last_of_it_always(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    told: list[tuple[int, int, str]] = []
    runner.progressed.connect(lambda _, done, total, what: told.append((done, total, what)))
    outcome = Outcome()

    def job(progress: Progress) -> None:
        for n in range(20_000):
            progress.step(n + 1, 20_000, f"file {n}")

    with qtbot.waitSignal(runner.finished):
        runner.run("Read", job, outcome.done, outcome.failed)
    assert told[-1] == (20_000, 20_000, "file 19999")
    assert len(told) < 100


def test_a_known_error_is_handed_to_the_caller(qtbot: QtBot, runner: TaskRunner) -> None:
    outcome = Outcome()

    def job(_: Progress) -> None:
        raise StancelineError("The file is gone.")

    with qtbot.waitSignal(runner.finished):
        runner.run("Fail", job, outcome.done, outcome.failed)
    assert [str(error) for error in outcome.errors] == ["The file is gone."]


def test_an_unknown_error_reaches_the_crash_hook_on_this_thread(
    qtbot: QtBot, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[tuple[BaseException, bool]] = []
    monkeypatch.setattr(
        sys,
        "excepthook",
        lambda _kind, error, _tb: caught.append((error, QThread.isMainThread())),
    )
    outcome = Outcome()

    def job(_: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(runner.finished):
        runner.run("Break", job, outcome.done, outcome.failed)
    assert isinstance(caught[0][0], ZeroDivisionError)
    assert caught[0][1]
    assert (outcome.results, outcome.errors) == ([], [])


def test_a_cancelled_job_stops_and_says_so(qtbot: QtBot, runner: TaskRunner) -> None:
    outcome, has_begun = Outcome(), threading.Event()
    runner.run("Go on", endless(has_begun), outcome.done, outcome.failed)
    assert has_begun.wait(5)
    with qtbot.waitSignal(runner.finished):
        runner.cancel()
    assert isinstance(outcome.errors[0], Cancelled)


def test_closing_stops_what_runs_and_what_waits(runner: TaskRunner) -> None:
    outcome, has_begun = Outcome(), threading.Event()
    ran: list[int] = []
    runner.run("Go on", endless(has_begun), outcome.done, outcome.failed)
    runner.run("Never", lambda _: ran.append(1), outcome.done, outcome.failed)
    assert has_begun.wait(5)
    runner.cancel_all()
    assert runner.wait_until_idle(5_000)
    assert len(outcome.errors) == 2
    assert ran == []


def test_waiting_gives_up_in_time_on_a_job_that_never_looks_up(runner: TaskRunner) -> None:
    outcome, may_end = Outcome(), threading.Event()
    runner.run("Stubborn", lambda _: may_end.wait(10), outcome.done, outcome.failed)
    runner.cancel_all()
    assert not runner.wait_until_idle(50)
    may_end.set()
    assert runner.wait_until_idle(5_000)


def test_the_status_shows_a_long_job_and_escape_stops_it(qtbot: QtBot, runner: TaskRunner) -> None:
    status = StatusTask(runner)
    qtbot.addWidget(status)
    outcome, has_begun = Outcome(), threading.Event()

    def job(progress: Progress) -> None:
        for n in range(100_000):
            progress.step(n, 100_000, "an article")
            has_begun.set()
            time.sleep(0.002)

    assert not status.isVisible()
    runner.run("Importing", job, outcome.done, outcome.failed)
    qtbot.waitUntil(status.isVisible)
    qtbot.waitUntil(lambda: "of 100,000" in status.text and "left" in status.text)
    assert status.text.startswith("Importing ")
    button = status.findChild(QToolButton)
    assert button is not None
    assert button.accessibleName() == "Cancel: Importing"
    with qtbot.waitSignal(runner.finished):
        QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not status.isVisible()
    assert isinstance(outcome.errors[0], Cancelled)


def test_a_job_of_unknown_length_says_how_far_it_is(qtbot: QtBot, runner: TaskRunner) -> None:
    status = StatusTask(runner)
    qtbot.addWidget(status)
    outcome, has_begun = Outcome(), threading.Event()
    runner.run("Looking", endless(has_begun), outcome.done, outcome.failed)
    runner.run("Reading", lambda _: None, outcome.done, outcome.failed)
    qtbot.waitUntil(lambda: "so far" in status.text and "1 more waiting" in status.text)
    runner.cancel_all()
    assert runner.wait_until_idle()
