"""Files that cannot be opened, first starts, and what the window says of them."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from builders import BRIDGE, an_article
from stanceline.services import backups
from stanceline.services.protecting import set_passphrase
from stanceline.services.workspace import Workspace
from stanceline.ui import program as program_module
from stanceline.ui import start_window as start_module
from stanceline.ui.dialogs.damaged import DamagedDialog
from stanceline.ui.dialogs.passphrase import AskPassphraseDialog
from stanceline.ui.dialogs.restoring import RestoringDialog
from ui.window_builders import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def own_config(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCELINE_CONFIG", str(tmp_path / "config"))


def with_number(path: Path, at: int, number: int) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + 4] = number.to_bytes(4, "big")
    path.write_bytes(content)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


def circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def huge(path: Path) -> None:
    path.write_bytes(b"")
    os.truncate(path, 1 << 40)


BAD = {
    "a text": (lambda path: path.write_text("Nothing but words. " * 999), "is not a Stanceline"),
    "an empty file": (lambda path: path.write_bytes(b""), "is empty"),
    "half a file": (lambda path: os.truncate(path, path.stat().st_size // 2), "damaged"),
    "a few bytes of one": (lambda path: os.truncate(path, 50), "is not a Stanceline"),
    "a newer format": (lambda path: with_number(path, 60, 999), "newer Stanceline (format 999;"),
    "another program's": (lambda path: with_number(path, 68, 7), "another program"),
    "damage": (damaged, "is damaged"),
    "a folder": (folder, "is a folder"),
    "a pipe": (pipe, "is not a file"),
    "a link to nothing": (dangling, "There is no file"),
    "a link to itself": (circle, "link"),
    "a terabyte of nothing": (huge, "is not a Stanceline"),
    "no file in no folder": (shutil.rmtree, "There is no file"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_opens_a_window_that_says_why(program, workspace_path, tmp_path, boxes, kind):
    make, said = BAD[kind]
    path = workspace_path
    if make is shutil.rmtree:
        path = tmp_path / "gone" / "x.stanceline"
    else:
        make(path)
    program.start([path])
    window = program.start_window
    assert window is not None
    assert window.isVisible()
    assert said in window.sentence.text()
    assert path.name in window.title.text()
    assert program.windows == []
    assert boxes.sentences == []


def test_a_file_that_may_not_be_read_is_told_of(program, visited_folder, unprivileged):
    path = visited_folder / "x.stanceline"
    Workspace.create(path).close()
    path.chmod(0)
    with unprivileged():
        program.start([path])
    assert "cannot be read" in program.start_window.sentence.text()


def test_a_last_workspace_in_a_closed_folder_is_no_hindrance(program, visited_folder, unprivileged):
    closed = visited_folder / "closed"
    closed.mkdir()
    program.settings.last_workspace = closed / "x.stanceline"
    closed.chmod(0)
    with unprivileged():
        assert not program_module._is_there(closed / "x.stanceline")
    program.start()
    assert len(program.windows) == 1


def test_a_name_that_is_too_long_is_told_of(program, tmp_path, boxes):
    boxes.press = "Make it"
    program.start([tmp_path / ("x" * 300 + ".stanceline")])
    assert program.windows == []
    assert program.start_window.sentence.text()


def test_a_passphrase_that_nobody_gives_leaves_a_window(program, workspace_path, boxes):
    set_passphrase(workspace_path, None, "copper ladder mistral oyster")

    def refuse(dialog) -> None:
        assert isinstance(dialog, AskPassphraseDialog)
        dialog.reject()

    boxes.others.append(refuse)
    program.start([workspace_path])
    assert program.start_window.isVisible()
    assert workspace_path.name in program.start_window.title.text()


def test_another_window_takes_the_place_of_the_start_window(program, workspace_path, tmp_path):
    program.start([tmp_path])
    before = program.start_window
    program.settings.remember_workspace(workspace_path)
    program.start_window.open_requested.emit(workspace_path)
    assert len(program.windows) == 1
    assert program.start_window is None
    assert not before.isVisible()


def test_try_again_opens_what_has_been_mended(program, workspace_path):
    good = workspace_path.read_bytes()
    workspace_path.write_bytes(b"")
    program.start([workspace_path])
    QTest.mouseClick(program.start_window.buttons["again"], Qt.MouseButton.LeftButton)
    assert "is empty" in program.start_window.sentence.text()
    workspace_path.write_bytes(good)
    QTest.mouseClick(program.start_window.buttons["again"], Qt.MouseButton.LeftButton)
    assert len(program.windows) == 1


def test_a_workspace_dropped_on_the_window_is_opened(program, workspace_path, tmp_path):
    program.start([tmp_path])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(workspace_path))])
    program.start_window.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert len(program.windows) == 1


def test_recent_workspaces_are_offered_but_not_the_one_that_failed(
    program, workspace_path, tmp_path
):
    program.settings.remember_workspace(tmp_path / "fine & good.stanceline")
    program.settings.remember_workspace(workspace_path)
    workspace_path.write_bytes(b"")
    program.start([workspace_path])
    (recent,) = program.start_window._recent()
    assert recent.text() == "fine && good"


def test_a_new_workspace_is_made_where_somebody_says(program, tmp_path, monkeypatch):
    monkeypatch.setattr(start_module, "ask_where_to_write", lambda *_: tmp_path / "mine")
    program.start([tmp_path])
    QTest.mouseClick(program.start_window.buttons["new"], Qt.MouseButton.LeftButton)
    assert program.windows[0].workspace.path == tmp_path / "mine.stanceline"


def test_an_emptied_file_is_put_back_from_its_backup(program, workspace_path, boxes):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
        backups.back_up(workspace)
    workspace_path.write_bytes(b"")
    program.start([workspace_path])

    def restore(dialog) -> None:
        assert isinstance(dialog, DamagedDialog)
        boxes.others.append(put_back)
        dialog.restore_button.click()

    def put_back(dialog) -> None:
        assert isinstance(dialog, RestoringDialog)
        assert dialog.replaces
        dialog._restore.click()

    boxes.others.append(restore)
    QTest.mouseClick(program.start_window.buttons["restore"], Qt.MouseButton.LeftButton)
    assert len(program.windows) == 1
    assert program.windows[0].pane.article is not None


def test_any_backup_is_put_back_as_a_workspace_of_its_own(
    program, workspace_path, tmp_path, boxes, monkeypatch
):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
        backup = backups.back_up(workspace).path
    monkeypatch.setattr(program_module, "ask_for_file", lambda *_: backup)
    monkeypatch.setattr(program_module, "folder_for_new", lambda _: tmp_path)
    program.start([tmp_path])
    program.start_window.about = None

    def put_back(dialog) -> None:
        assert isinstance(dialog, RestoringDialog)
        assert not dialog.replaces
        dialog._restore.click()

    boxes.others.append(put_back)
    QTest.mouseClick(program.start_window.buttons["restore"], Qt.MouseButton.LeftButton)
    assert len(program.windows) == 1
    assert program.windows[0].workspace.path.name.startswith("bridge-")


def test_where_nothing_can_be_written_the_first_start_says_so_and_asks_for_a_place(
    program, tmp_path, monkeypatch
):
    (tmp_path / "data").write_text("a file in the way")
    program.start()
    window = program.start_window
    assert window is not None
    assert "The sample cannot be put in its place." in window.sentence.text()
    assert str(tmp_path / "data") in window.sentence.text()
    assert "Save the" in window.buttons["sample"].text()
    monkeypatch.setattr(start_module, "ask_where_to_write", lambda *_: tmp_path / "here")
    QTest.mouseClick(window.buttons["sample"], Qt.MouseButton.LeftButton)
    assert program.windows[0].workspace.path == tmp_path / "here.stanceline"


def test_a_window_that_cannot_show_its_workspace_says_why(program, workspace_path, monkeypatch):
    def show(*_arguments: object, **_more: object) -> None:
        raise program_module.StancelineError("A text in it cannot be read.")

    monkeypatch.setattr(program_module, "MainWindow", show)
    program.start([workspace_path])
    assert program.start_window.sentence.text() == "A text in it cannot be read."
    with Workspace.open(workspace_path) as again:
        assert not again.is_read_only


def test_all_ways_are_reached_with_the_keyboard(program, tmp_path):
    program.start([tmp_path])
    window = program.start_window
    window.activateWindow()
    settle()
    reached = []
    for _ in range(len(window.buttons)):
        reached.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert reached == list(window.buttons.values())
