from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stanceline.ui.crash_report import write_report
from stanceline.ui.dialogs import last_crash
from stanceline.ui.dialogs.last_crash import CrashReportDialog, show_last_crash
from stanceline.ui.settings import Settings


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "logs"


@pytest.fixture
def parent(qtbot: QtBot, app: object) -> QWidget:
    del app
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def shown(parent: QWidget) -> CrashReportDialog:
    (dialog,) = parent.findChildren(CrashReportDialog)
    assert dialog.isVisible()
    return dialog


def button(dialog: CrashReportDialog, label: str) -> QPushButton:
    (found,) = (
        each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == label
    )
    return found


def test_after_a_good_end_nothing_is_shown(settings: Settings, parent: QWidget, logs: Path) -> None:
    assert not show_last_crash(settings, parent, logs)
    logs.mkdir()
    assert not show_last_crash(settings, parent, logs)
    assert parent.findChildren(CrashReportDialog) == []


def test_a_report_is_shown_once(
    qtbot: QtBot, settings: Settings, parent: QWidget, logs: Path
) -> None:
    write_report(logs, "Stanceline 1\nbuiltins.KeyError")
    assert show_last_crash(settings, parent, logs)
    dialog = shown(parent)
    assert "builtins.KeyError" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    button(dialog, "Continue").click()
    qtbot.waitUntil(lambda: not parent.findChildren(CrashReportDialog))
    assert not show_last_crash(Settings(settings.path.parent), parent, logs)


def test_of_several_reports_the_latest_comes_first(
    settings: Settings, parent: QWidget, logs: Path
) -> None:
    for text in ("first", "second", "third"):
        write_report(logs, text)
    assert show_last_crash(settings, parent, logs)
    dialog = shown(parent)
    words = [dialog.report.index(text) for text in ("third", "second", "first")]
    assert words == sorted(words)
    labels = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Below it: 2 earlier reports that you have not seen." in labels


def test_a_report_that_cannot_be_read_is_not_shown_and_not_tried_again(
    settings: Settings, parent: QWidget, logs: Path
) -> None:
    path = write_report(logs, "")
    assert path is not None
    assert not show_last_crash(settings, parent, logs)
    assert path.name in settings.seen_crash_reports


def test_the_report_can_be_saved_and_copied(
    settings: Settings, parent: QWidget, logs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(logs, "a <b>report</b>")
    show_last_crash(settings, parent, logs)
    dialog = shown(parent)
    button(dialog, "Copy report").click()
    assert QGuiApplication.clipboard().text() == "a <b>report</b>"
    monkeypatch.setattr(last_crash, "ask_where_to_write", lambda *_: tmp_path / "report.txt")
    button(dialog, "Save report…").click()
    assert (tmp_path / "report.txt").read_text() == "a <b>report</b>"
    assert dialog.notice.isHidden()


def test_a_report_that_cannot_be_saved_is_told_in_the_dialog(
    settings: Settings, parent: QWidget, logs: Path, tmp_path: Path
) -> None:
    write_report(logs, "a report")
    show_last_crash(settings, parent, logs)
    dialog = shown(parent)
    dialog.save_to(tmp_path / "missing" / "report.txt")
    assert "report.txt cannot be written: No such file or directory." in dialog.notice.text()
    assert dialog.notice.isVisible()
    dialog.save_to(tmp_path / "report.txt")
    assert dialog.notice.isHidden()


def test_saving_can_be_given_up(
    settings: Settings, parent: QWidget, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(logs, "a report")
    show_last_crash(settings, parent, logs)
    monkeypatch.setattr(last_crash, "ask_where_to_write", lambda *_: None)
    button(shown(parent), "Save report…").click()
    assert shown(parent).notice.isHidden()
