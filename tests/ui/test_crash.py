import os
import sqlite3
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
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError, StatementError

from stanceline.domain.errors import StancelineError
from stanceline.services.workspace import Workspace
from stanceline.ui.crash import CrashDialog, CrashHook
from stanceline.ui.crash_report import (
    MOST_REPORTS_KEPT,
    describe,
    text_of,
    unseen_reports,
    write_report,
)
from stanceline.ui.settings import Settings

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


# --------------------------------------------------------- what a report must not hold


def told(error: BaseException) -> str:
    """The report of the error, raised from here."""
    with pytest.raises(type(error)) as raised:
        raise error
    return describe(raised.value)


class Quoting(TypeError):
    """Stands for a library's error, which may quote what it was given."""


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        TypeError(SECRET),
        RuntimeError(SECRET),
        AssertionError(SECRET),
        Quoting(SECRET),
        UnicodeEncodeError("utf-8", SECRET, 0, 1, SECRET),
        SyntaxError(SECRET, (SECRET, 1, 1, SECRET)),
        OSError(2, "No such file or directory", f"/home/ada/{SECRET}.txt"),
        OSError(2, SECRET),
        OSError(SECRET),
        subprocess.CalledProcessError(1, [SECRET], SECRET, SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET)]),
        StatementError(SECRET, f"INSERT INTO t VALUES ('{SECRET}')", {"p": SECRET}, ValueError()),
    ],
)
def test_no_kind_of_error_carries_an_article_into_its_report(error: BaseException) -> None:
    error.add_note(SECRET)
    report = told(error)
    assert type(error).__qualname__ in report
    assert SECRET not in report


def test_errors_of_the_database_are_named_and_quote_nothing() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE t (body TEXT UNIQUE)")
    database.execute("CREATE VIRTUAL TABLE f USING fts5(body)")
    database.execute("INSERT INTO t VALUES (?)", (SECRET,))
    reports = []
    for statement, values in (
        ("INSERT INTO t VALUES (?)", (SECRET,)),
        ("SELECT * FROM f WHERE f MATCH ?", (f"{SECRET}:",)),
        (f'SELECT "{SECRET}".x', ()),
    ):
        with pytest.raises(sqlite3.Error) as raised:
            database.execute(statement, values)
        reports.append(describe(raised.value))
    database.close()
    assert "SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: t.body" in reports[0]
    assert all("SQLITE_ERROR" in report for report in reports[1:])
    for report in reports:
        assert SECRET not in report
        assert "minister" not in report


def test_a_real_failure_of_the_storage_tells_neither_statement_nor_values(
    workspace: Workspace,
) -> None:
    with pytest.raises(IntegrityError) as raised, workspace.action("Try") as session:
        session.execute(
            sql("INSERT INTO article (title, uid) VALUES (:title, NULL)"), {"title": SECRET}
        )
    report = describe(raised.value)
    assert "IntegrityError" in report
    assert SECRET not in report
    assert "INSERT INTO" not in report


def test_what_the_interpreter_says_of_the_code_is_told() -> None:
    def fail(thing: object) -> None:
        thing.attribute_of_none  # type: ignore[attr-defined]  # noqa: B018

    with pytest.raises(AttributeError) as raised:
        fail(None)
    assert "'NoneType' object has no attribute 'attribute_of_none'" in describe(raised.value)


def test_a_report_names_modules_without_the_folders_they_lie_in() -> None:
    with pytest.raises(StancelineError) as raised:
        Workspace.open(Path("/nowhere/at all.stanceline"))
    report = describe(raised.value)
    assert f'File "stanceline{os.sep}services{os.sep}workspace.py"' in report
    assert str(Path(__file__).parent) not in report


def test_errors_that_lead_to_each_other_come_to_an_end() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert describe(first).count("builtins.ValueError") == 2
    group = ExceptionGroup("g", [first])
    first.__cause__ = group
    assert describe(group).count("builtins.ExceptionGroup") == 1


# ------------------------------------------------------------- how the last run ended

_LAST_RUN = """
import ctypes, os, sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from stanceline.ui.crash import install_crash_hook

app = QApplication([])
hook = install_crash_hook(app, folder=Path(sys.argv[1]))
secret = "The minister wept in the corridor"

def end_badly(words):
    {how}

QTimer.singleShot(0, lambda: end_badly(secret))
print("running", flush=True)
sys.exit(app.exec())
"""


def run_and_end(folder: Path, how: str) -> int:
    """How a program ended that ended itself in this way."""
    ended = subprocess.run(
        [sys.executable, "-c", _LAST_RUN.format(how=how), str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=_environment(),
    )
    assert ended.stdout == "running\n", ended.stderr
    return ended.returncode


@pytest.mark.skipif(os.name != "posix", reason="These ends are those of POSIX.")
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("ctypes.string_at(0)", "Segmentation fault"),
        ("os.abort()", "Aborted"),
        ("from PySide6.QtCore import qFatal; qFatal(words)", "Aborted"),
    ],
)
def test_an_end_by_the_system_is_a_report_at_the_next_start(
    tmp_path: Path, how: str, words: str
) -> None:
    assert run_and_end(tmp_path, how) < 0
    (report,) = unseen_reports(tmp_path, ())
    text = text_of(report)
    assert words in text
    assert "in end_badly" in text
    assert "Stanceline" in text
    assert SECRET not in text
    assert [each.name for each in tmp_path.iterdir()] == [report.name]
    assert unseen_reports(tmp_path, [report.name]) == []


@pytest.mark.parametrize(
    ("how", "n_reports"),
    [("app.quit()", 0), ("sys.exit(3)", 0), ("os.kill(os.getpid(), 9)", 0), ("1 / 0", 1)],
)
def test_other_ends_are_told_of_only_when_they_were_failures(
    tmp_path: Path, how: str, n_reports: int
) -> None:
    if "kill" in how and os.name != "posix":
        pytest.skip("This is how POSIX kills.")
    run_and_end(tmp_path, how)
    assert len(unseen_reports(tmp_path, ())) == n_reports
    assert len(list(tmp_path.iterdir())) == n_reports


def test_a_program_that_still_runs_has_not_failed(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", _LAST_RUN.format(how="time.sleep(60)"), str(tmp_path)],
        stdout=subprocess.PIPE,
        env=_environment(),
        text=True,
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "running\n"
        assert unseen_reports(tmp_path, ()) == []
        assert len(list(tmp_path.glob("faults-*.log"))) == 1
    finally:
        running.kill()
        running.communicate()
    assert unseen_reports(tmp_path, ()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\xff\0\xfe", b"no header"])
def test_odd_files_among_the_reports_are_no_trouble(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "faults-4194303-.log").write_bytes(content)
    (tmp_path / "faults-x.log").write_bytes(content)
    (tmp_path / "crash-1.txt").mkdir()
    (tmp_path / "crash-2.txt").write_bytes(content)
    assert [path.name for path in unseen_reports(tmp_path, ())] == ["crash-2.txt"]
    assert isinstance(text_of(tmp_path / "crash-2.txt"), str)
    assert unseen_reports(tmp_path / "none", ()) == []
    assert text_of(tmp_path / "none") == ""


def test_what_was_shown_is_not_shown_again_at_the_next_start(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: Settings
) -> None:
    hook = CrashHook(qapp, folder=tmp_path / "logs", has_display=True, settings=settings)
    with installed(hook):
        raise_later(ZeroDivisionError("division by zero"))
        raise_later(ZeroDivisionError("division by zero"))
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
        raise_later(RuntimeError("another"))
        qtbot.waitUntil(lambda: len(list(hook.folder.glob("crash-*.txt"))) == 3)
        qtbot.wait(20)
        press(dialogs()[0], "Continue")
        qtbot.waitUntil(lambda: not dialogs())
    (unseen,) = unseen_reports(hook.folder, settings.seen_crash_reports)
    assert "RuntimeError: another" in text_of(unseen)
    hook.deleteLater()


def test_what_a_finaliser_does_is_written_down_and_not_told(qtbot: QtBot, hook: CrashHook) -> None:
    class Careless:
        def __del__(self) -> None:
            raise RuntimeError("too late")

    with installed(hook):
        Careless()
        qtbot.waitUntil(lambda: len(list(hook.folder.glob("aside-*.txt"))) == 1)
        assert not dialogs()
    assert unseen_reports(hook.folder, ()) == []
