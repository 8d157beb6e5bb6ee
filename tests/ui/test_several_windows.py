"""Several windows on one workspace: seen alike, locked together, closed with the last."""

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article
from stanceline.services.protecting import set_passphrase
from stanceline.services.workspace import Workspace
from stanceline.ui.reopening import Outcome, Reopening
from ui.window_builders import CTRL, KEY, SHIFT, come_back, press, settle, write

# Qt's offscreen platform says this of each window that is to come to the front.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRET = "copper ladder mistral oyster"


@pytest.fixture
def pair(program, workspace_path):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE, published="2031-05-20")
    program.open(workspace_path)
    first = program.windows[0]
    come_back(first)
    press(KEY.Key_W, CTRL | SHIFT)
    return first, program.windows[1]


def test_a_key_opens_one_more_window_on_the_same_workspace_and_article(pair):
    first, second = pair
    assert second.workspace is first.workspace
    assert second.pane.article == first.pane.article
    assert first.siblings() == [first, second]
    assert first.looks_after_workspace
    assert not second.looks_after_workspace


def test_what_is_done_in_one_is_seen_in_the_other_and_undone_there(pair):
    first, second = pair
    quotation_id = a_quotation(first.workspace, first.pane.article.id, "found rust everywhere")
    settle()
    for window in pair:
        assert [each.id for each in window.pane.findings.quotations] == [quotation_id]
    come_back(second)
    press(KEY.Key_Z, CTRL)
    for window in pair:
        assert list(window.pane.findings.quotations) == []


def test_the_workspace_stays_open_until_the_last_window_closes(pair, workspace_path):
    first, second = pair
    first.close()
    settle()
    assert second.looks_after_workspace
    an_article(second.workspace, PORT)
    settle()
    with Workspace.open(workspace_path) as reading:
        assert reading.is_read_only
    second.close()
    with Workspace.open(workspace_path) as again:
        assert not again.is_read_only


def test_only_the_first_window_makes_the_backups(pair):
    first, second = pair
    asked = []
    for window in pair:
        window.safekeeping._first.stop()
        window.safekeeping._quiet.wait_until_idle()
        window.safekeeping._back_up = lambda *_reason, window=window: asked.append(window)
        window.safekeeping._back_up_when_due()
    assert asked == [first]
    first.close()
    second.safekeeping._back_up_when_due()
    assert asked == [first, second]


def test_all_windows_are_locked_and_unlocked_together(program, workspace_path):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
    set_passphrase(workspace_path, None, SECRET)
    program.open(workspace_path, SECRET)
    first = program.windows[0]
    second = program.new_window_on(first)
    come_back(second)
    press(KEY.Key_L, CTRL | SHIFT)
    for window in (first, second):
        assert window.locking.is_locked
        assert not window.pane.isVisible()
        assert not window.commands.action("file.export").isEnabled()
    write(SECRET)
    press(KEY.Key_Return)
    for window in (first, second):
        assert not window.locking.is_locked
        assert window.pane.isVisible()
        assert window.commands.action("file.export").isEnabled()


def test_a_passphrase_closes_all_windows_and_opens_as_many_again(
    qtbot, program, pair, workspace_path
):
    first, _ = pair

    def encrypt(progress):
        set_passphrase(workspace_path, None, SECRET, progress)
        return Outcome(workspace_path, "The workspace is encrypted now.")

    first.reopening_requested.emit(Reopening("Encrypting", encrypt, SECRET))
    qtbot.waitUntil(lambda: first not in program.windows, timeout=60_000)
    assert len(program.windows) == 2
    one, other = program.windows
    assert one.workspace is other.workspace
    assert one.workspace.is_encrypted
    assert one not in pair
    assert {window.pane.article.title for window in program.windows} == {first.pane.article.title}
    assert one.said_label.whole_text() == "The workspace is encrypted now."


def test_who_writes_elsewhere_is_noticed_when_they_end_and_again_when_they_come_back(
    program, workspace_path
):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, BRIDGE)
    holder = Workspace.open(workspace_path)
    program.open(workspace_path)
    window = program.windows[0]
    assert window.workspace.is_read_only
    assert window.banner.shown_key == "held"
    window.safekeeping._follow()
    assert window.banner.shown_key == "held"
    holder.close()
    window.safekeeping._follow()
    assert window.banner.shown_key == "free"
    assert window.banner.action_button.text() == "Write here"
    holder = Workspace.open(workspace_path)
    window.safekeeping._follow()
    assert window.banner.shown_key == "held"
    holder.close()
    window.safekeeping._follow()
    window.banner.action_button.click()
    settle()
    assert len(program.windows) == 1
    assert not program.windows[0].workspace.is_read_only


def test_a_copy_is_opened_and_says_that_it_is_the_copy(qtbot, program, pair, tmp_path):
    first, _ = pair
    copy = tmp_path / "elsewhere" / "copy.stanceline"
    first.safekeeping.copy(copy)
    qtbot.waitUntil(lambda: len(program.windows) == 3, timeout=60_000)
    opened = program.windows[-1]
    assert opened.workspace.path == copy
    assert opened.said_label.whole_text().startswith("This is the copy, copy.stanceline in ")


def test_the_interface_grows_in_every_window_and_is_remembered(program, pair):
    first, second = pair
    first.scale_stepped.emit(1)
    assert program.settings.interface_scale == 1.1
    assert first.theme.scale == second.theme.scale == 1.1
    second.scale_stepped.emit(0)
    assert first.theme.scale == 1.0
