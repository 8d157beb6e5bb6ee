import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from stanceline.domain.errors import StancelineError
from stanceline.ui.crash import CrashDialog, CrashHook
from stanceline.ui.crash_report import MOST_REPORTS_KEPT, describe, write_report

SECRET = "The minister wept in the corridor"


class Left:
    """Notes that the program was asked to end."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def left() -> Left:
    return Left()


@pytest.fixture
def hook(qapp: QApplication, tmp_path: Path, left: Left) -> Iterator[CrashHook]:
    made = CrashHook(qapp, folder=tmp_path / "logs", has_display=True, leave=left)
    yield made
    made.deleteLater()


@contextmanager
def installed(hook: CrashHook) -> Iterator[None]:
    """The hook in place; not in the fixture, since pytest-qt sets its own for each phase."""
    hook.install()
    try:
        yield
    finally:
        hook.uninstall()


def raise_later(error: BaseException) -> None:
    """Let the hook have an error as Qt does: from within its loop."""

    QTimer.singleShot(0, lambda: sys.excepthook(type(error), error, error.__traceback__))


def dialogs() -> list[CrashDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, CrashDialog) and widget.isVisible()
    ]


def press(dialog: CrashDialog, label: str) -> None:
    buttons = {
        button.text().replace("&", ""): button for button in dialog.findChildren(QPushButton)
    }
    buttons[label].click()


def test_a_bug_is_told_once_and_the_program_goes_on(
    qtbot: QtBot, hook: CrashHook, left: Left
) -> None:
    with installed(hook):
        raise_later(ZeroDivisionError("division by zero"))
        raise_later(ZeroDivisionError("division by zero"))
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
        qtbot.wait(50)
        assert len(dialogs()) == 1
        press(dialogs()[0], "Copy report")
        assert "ZeroDivisionError: division by zero" in QGuiApplication.clipboard().text()
        press(dialogs()[0], "Continue")
        qtbot.waitUntil(lambda: not dialogs())
        assert left.times == 0
        assert len(list(hook.folder.glob("crash-*.txt"))) == 2


def test_quit_asks_the_program_to_end(qtbot: QtBot, hook: CrashHook, left: Left) -> None:
    with installed(hook):
        raise_later(RuntimeError("odd"))
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
        press(dialogs()[0], "Quit")
        qtbot.waitUntil(lambda: left.times == 1)


def test_a_bug_on_another_thread_is_told_on_this_one(qtbot: QtBot, hook: CrashHook) -> None:
    with installed(hook):

        def strike() -> None:
            raise AssertionError("not so")

        QTimer.singleShot(0, threading.Thread(target=strike).start)
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
        assert "AssertionError: not so" in dialogs()[0].report
        press(dialogs()[0], "Continue")


def test_an_error_that_the_user_can_act_on_is_only_its_sentence(
    qtbot: QtBot, hook: CrashHook
) -> None:
    with installed(hook):
        raise_later(StancelineError("The <b>disk</b> is full."))
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.text() == "The <b>disk</b> is full."
        box.accept()
        assert not list(hook.folder.glob("crash-*.txt"))


def test_a_report_names_versions_and_places_and_no_article() -> None:
    def read(words: str) -> None:
        raise ValueError(words)

    try:
        try:
            read(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        report = describe(error)
    assert "Stanceline" in report
    assert "Qt" in report
    assert "read(SECRET)" in report
    assert "which led to" in report
    assert "builtins.KeyError" in report
    assert SECRET not in report


def test_a_group_of_errors_is_told_with_its_parts() -> None:
    report = describe(ExceptionGroup("two", [ValueError(SECRET), OSError(28, "No space left")]))
    assert "builtins.OSError: No space left" in report
    assert SECRET not in report


def test_a_few_reports_are_kept(tmp_path: Path) -> None:
    for n in range(MOST_REPORTS_KEPT + 5):
        assert write_report(tmp_path, str(n)) is not None
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == MOST_REPORTS_KEPT
    assert kept[-1].read_text() == str(MOST_REPORTS_KEPT + 4)


def test_a_report_that_cannot_be_written_is_no_further_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert write_report(tmp_path / "file" / "logs", "text") is None


_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from stanceline.domain.errors import StancelineError
from stanceline.ui.crash import install_crash_hook

app = QApplication([])
hook = install_crash_hook(app, folder=Path(sys.argv[1]))

def strike():
    {strike}

{when}
sys.exit(app.exec())
"""


@pytest.mark.parametrize("when", ["QTimer.singleShot(0, strike)", "strike()"])
@pytest.mark.parametrize(
    ("strike", "n_reports", "sentence"),
    [
        ("1 / 0", 1, "Something went wrong in Stanceline. Your work is saved."),
        ("raise StancelineError('The file is gone.')", 0, "The file is gone."),
    ],
)
def test_without_a_display_one_sentence_and_status_1(
    tmp_path: Path, when: str, strike: str, n_reports: int, sentence: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(strike=strike, when=when), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=_environment(),
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(sentence)
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    reports = list(tmp_path.glob("crash-*.txt"))
    assert len(reports) == n_reports
    assert all(str(report) in ended.stderr for report in reports)


def _environment() -> dict[str, str]:
    source = str(Path(__file__).resolve().parents[2] / "desktop")
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": source}
