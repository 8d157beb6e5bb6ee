"""The program: its windows, its first file, its plurals."""

import pytest
from PySide6.QtGui import QGuiApplication

from stanceline.services.workspace import Workspace
from stanceline.ui.theme import ThemeChoice
from ui.window_builders import settle


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_workspace_opens_in_one_window_only(program, workspace_path):
    assert program.open_first(workspace_path, wants_sample=False)
    program.open(workspace_path)
    assert len(program.windows) == 1
    assert program.settings.last_workspace == workspace_path


def test_without_a_file_the_last_workspace_opens_and_else_the_sample(program, workspace_path):
    program.settings.remember_workspace(workspace_path)
    assert program.open_first(None, wants_sample=False)
    assert program.windows[0].workspace.path == workspace_path
    program.windows[0].close()
    assert program.windows == []
    program.settings.last_workspace = workspace_path.with_name("gone.stanceline")
    assert program.open_first(None, wants_sample=False)
    assert program.windows[0].workspace.name == "The Gallery Six affair"


def test_what_is_no_workspace_is_told_of_and_opens_nothing(program, tmp_path, boxes):
    wrong = tmp_path / "wrong.stanceline"
    wrong.write_text("no workspace at all " * 20, "utf-8")
    assert not program.open_first(wrong, wants_sample=False)
    assert len(boxes.sentences) == 1
    program.create(wrong)
    assert len(boxes.sentences) == 2


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_workspace_that_is_not_there_is_made_when_it_is_wanted(
    program, tmp_path, boxes, is_wanted
):
    boxes.press = "Make it" if is_wanted else "Cancel"
    path = tmp_path / "mine.stanceline"
    assert program.open_first(path, wants_sample=False) is is_wanted
    assert path.exists() is is_wanted


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
