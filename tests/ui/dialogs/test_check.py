"""Checking a workspace in the window."""

import pytest

from builders import BRIDGE, an_article
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import DRIVER
from stanceline.ui.dialogs.check import CheckDialog
from ui.window_builders import CTRL, KEY, SHIFT, press


@pytest.fixture
def filled(workspace):
    an_article(workspace, BRIDGE)
    return workspace


def checked(qtbot, window) -> CheckDialog:
    press(KEY.Key_K, CTRL | SHIFT)
    dialog = window.findChild(CheckDialog)
    qtbot.waitUntil(lambda: dialog._pages.currentWidget() is not dialog._waiting, timeout=20_000)
    return dialog


def test_a_sound_workspace_is_said_to_be(qtbot, open_window, filled):
    dialog = checked(qtbot, open_window(filled))
    assert dialog._pages.currentWidget() is dialog._sound
    assert not dialog.repair_button.isVisible()
    dialog.accept()


def test_what_is_wrong_is_listed_and_repaired(qtbot, open_window, workspace_path):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
    connection = DRIVER.connect(str(workspace_path))
    connection.execute("UPDATE search_doc SET title = 'Something else'")
    connection.commit()
    connection.close()
    dialog = checked(qtbot, open_window(Workspace.open(workspace_path)))
    assert dialog.list.count() >= 1
    assert "can be repaired" in dialog._heading.text()
    dialog.repair_button.click()
    qtbot.waitUntil(lambda: not dialog.repair_button.isVisible(), timeout=20_000)
    assert dialog._heading.text() == "Repaired. Everything is sound now."
    dialog.accept()
