"""Locking the window: what is hidden, what is kept, and how it comes back."""

import time

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from builders import BRIDGE, an_article
from stanceline.services.protecting import set_passphrase
from stanceline.services.workspace import Workspace
from ui.window_builders import CTRL, KEY, SHIFT, press, select_words, settle, write

# Qt's offscreen platform says this of each window that is to come to the front.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRET = "copper ladder mistral oyster"


@pytest.fixture
def window(open_window, workspace_path):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE, published="2031-05-20")
    set_passphrase(workspace_path, None, SECRET)
    return open_window(Workspace.open(workspace_path, passphrase=SECRET))


def unlock(words: str = SECRET) -> None:
    write(words)
    press(KEY.Key_Return)


def test_locking_hides_everything_and_the_passphrase_brings_it_back(window):
    title = window.windowTitle()
    press(KEY.Key_L, CTRL | SHIFT)
    assert window.locking.is_locked
    assert window.windowTitle() == "Stanceline, locked"
    for part in (window.pane, window.library, window.timeline, window.menuBar()):
        assert not part.isVisible()
    unlock("copper ladder")
    assert window.locking.is_locked
    cover = window.locking._covers[window]
    assert cover._notice.text().startswith("This passphrase does not fit.")
    assert "bridge" not in cover._notice.text()
    cover.passphrase.line.clear()
    unlock()
    assert not window.locking.is_locked
    assert window.windowTitle() == title
    assert window.pane.isVisible()
    assert window.menuBar().isVisible()


def test_no_key_of_the_menus_does_anything_while_it_is_locked(window):
    window.inspector.show_key(f"article:{window.pane.article.id}")
    press(KEY.Key_L, CTRL | SHIFT)
    for key, modifier in ((KEY.Key_D, CTRL), (KEY.Key_Z, CTRL), (KEY.Key_H, CTRL)):
        press(key, modifier)
    assert window.locking.is_locked
    unlock()
    assert window.pane.article is not None


def test_what_was_being_typed_is_there_again(qtbot, window):
    select_words(qtbot, window, "found rust everywhere")
    write("Bo")
    press(KEY.Key_L, CTRL | SHIFT)
    assert not window.pane.quotation_card.isVisible()
    unlock()
    assert window.pane.quotation_card.isVisible()
    assert window.pane.quotation_card.speaker.text().startswith("Bo")


def test_what_is_open_beside_the_window_is_hidden_too(window):
    window.undo_redo.show_history()
    settle()
    history = window.undo_redo._history
    assert history.list.isVisible()
    window.locking.lock()
    settle()
    assert not history.list.isVisible()
    assert history.windowTitle() == "Stanceline, locked"
    cover = window.locking._covers[history]
    cover.passphrase.line.setText(SECRET)
    cover._ask()
    assert history.list.isVisible()
    assert window.pane.isVisible()


def test_a_message_that_is_open_goes(window):
    box = QMessageBox(window)
    box.setText("The harbour board")
    box.open()
    window.locking.lock()
    assert not box.isVisible()
    unlock()


def test_a_plain_workspace_cannot_be_locked(open_window, workspace):
    window = open_window(workspace)
    press(KEY.Key_L, CTRL | SHIFT)
    window.locking.lock()
    assert not window.locking.is_locked


def test_it_locks_by_itself_when_nobody_is_there(window):
    window.settings.lock_after_minutes = 5
    window.locking.watch()
    window.locking._lock_when_idle()
    assert not window.locking.is_locked
    window.locking._last_input_s = time.monotonic() - 301
    window.locking._lock_when_idle()
    assert window.locking.is_locked
    assert QApplication.activePopupWidget() is None


def test_a_locked_window_can_be_closed(window):
    window.locking.lock()
    window.locking._covers[window].leave_requested.emit()
    assert not window.isVisible()
