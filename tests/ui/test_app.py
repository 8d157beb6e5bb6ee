"""The program: its windows, its first file, its plurals."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from stanceline.services.workspace import Workspace
from stanceline.ui.theme import ThemeChoice
from ui.window_builders import settle


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_workspace_opens_in_one_window_only(program, workspace_path):
    program.start([workspace_path])
    program.open(workspace_path)
    assert len(program.windows) == 1
    assert program.settings.last_workspace == workspace_path


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_workspace_opens_in_one_window_whichever_way_its_path_is_spelt(
    program, workspace_path, tmp_path
):
    link = tmp_path / "link.stanceline"
    link.symlink_to(workspace_path)
    around = tmp_path / "folder" / ".." / workspace_path.name
    (tmp_path / "folder").mkdir()
    program.start([workspace_path, link, around])
    assert len(program.windows) == 1


def test_several_files_open_as_many_windows(program, workspace_path, tmp_path):
    other = Path(shutil.copyfile(workspace_path, tmp_path / "other.stanceline"))
    program.start([workspace_path, other])
    assert [window.workspace.path for window in program.windows] == [workspace_path, other]


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_without_a_file_the_last_workspace_opens_and_else_the_sample(program, workspace_path):
    program.settings.remember_workspace(workspace_path)
    program.start()
    assert program.windows[0].workspace.path == workspace_path
    program.windows[0].close()
    assert program.windows == []
    program.settings.last_workspace = workspace_path.with_name("gone.stanceline")
    program.start()
    assert program.windows[0].workspace.name == "The Gallery Six affair"


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_file_that_the_system_names_before_the_first_window_is_opened_instead_of_the_last(
    program, workspace_path, tmp_path
):
    other = Path(shutil.copyfile(workspace_path, tmp_path / "other.stanceline"))
    program.settings.remember_workspace(workspace_path)
    QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(other)))
    assert program.windows == []
    program.start()
    assert [window.workspace.path for window in program.windows] == [other]
    QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(workspace_path)))
    assert len(program.windows) == 2


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_workspace_that_is_not_there_is_made_when_it_is_wanted(
    program, tmp_path, boxes, is_wanted
):
    boxes.press = "Make it" if is_wanted else "Cancel"
    path = tmp_path / "mine.stanceline"
    program.start([path])
    assert len(program.windows) == is_wanted
    assert path.exists() is is_wanted
    assert (program.start_window is None) is is_wanted


def test_a_new_workspace_is_made_and_opened(program, tmp_path):
    program.create(tmp_path / "new.stanceline")
    assert program.windows[0].workspace.name == "new"
    with Workspace.open(tmp_path / "new.stanceline") as stored:
        assert stored.name == "new"


def test_the_chosen_theme_is_remembered_and_shown_in_every_window(program, workspace_path):
    program.open(workspace_path)
    window = program.windows[0]
    window.theme_chosen.emit(ThemeChoice.DARK)
    settle()
    assert program.settings.theme is ThemeChoice.DARK
    assert window.theme.is_dark
    window.theme_chosen.emit(ThemeChoice.LIGHT)
    assert not window.theme.is_dark


def test_english_plurals_come_from_one_text(app):
    assert app.applicationName() == "Stanceline"
    translated = QGuiApplication.translate("x", "%n article(s)", "", 1)
    assert translated == "1 article"
    assert QGuiApplication.translate("x", "%n article(s)", "", 2) == "2 articles"
    assert QGuiApplication.translate("x", "as is (s)") == "as is (s)"
