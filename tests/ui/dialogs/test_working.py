"""Jobs that the window waits for: silent when short, told and stopped when long."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from stanceline.domain.errors import StancelineError
from stanceline.services.progress import Cancelled, Progress
from stanceline.ui.dialogs.working import Work, WorkingDialog, wait_for


@pytest.fixture
def host(qtbot, theme) -> QWidget:  # noqa: ARG001 (there must be an application)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def endless(progress: Progress) -> None:
    stop = threading.Event()
    number = 0
    while not stop.wait(0.005):
        number += 1
        progress.step(number, 1_000_000, "Import articles")


def test_what_is_over_in_a_moment_shows_nothing(host):
    results = []
    work = Work(host)
    work.run("Undoing", lambda _progress: 7, results.append, results.append)
    assert results == [7]
    assert host.findChildren(WorkingDialog) == []


def test_a_long_job_says_how_far_it_is_and_escape_stops_it(qtbot, host):
    errors = []
    work = Work(host)
    work.run("Undoing", endless, errors.append, errors.append)
    dialog = host.findChild(WorkingDialog)
    assert dialog.isVisible()
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    qtbot.waitUntil(lambda: "of 1,000,000" in dialog._count.text())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)
    assert not work.is_busy


def test_what_cannot_be_stopped_offers_no_way_to(qtbot, host):
    results = []
    may_end = threading.Event()
    work = Work(host)

    def job(_progress: Progress) -> bool:
        return may_end.wait(20)

    work.run("Restoring", job, results.append, results.append, can_stop=False)
    dialog = host.findChild(WorkingDialog)
    assert not dialog._cancel.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    may_end.set()
    qtbot.waitUntil(lambda: results == [True])


def test_a_closing_window_stops_the_job_and_waits(host):
    errors = []
    work = Work(host)
    work.run("Undoing", endless, errors.append, errors.append)
    work.finish()
    assert isinstance(errors[0], Cancelled)


def test_waiting_gives_the_result_or_raises_what_went_wrong(host):
    def fail(_progress: Progress) -> None:
        raise StancelineError("It does not open.")

    assert wait_for("Opening", lambda _progress: "open", host) == "open"
    with pytest.raises(StancelineError, match="It does not open"):
        wait_for("Opening", fail, host)
