"""The commands of a window: stable names, keys without collisions, tooltips that are true."""

import pytest
from PySide6.QtGui import QAction, QKeySequence

from builders import BRIDGE, an_article
from stanceline.ui.commands.fixed_keys import fixed_keys, reserved_keys
from stanceline.ui.commands.keymap import OF_FIELDS, trouble_with
from ui.window_builders import CTRL, KEY, press


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE)
    return open_window(workspace)


def actions_with_keys(window) -> list[tuple[str, QAction]]:
    """Every key of every action anywhere in the window."""
    found = []
    for action in window.findChildren(QAction):
        found += [(key.toString(), action) for key in action.shortcuts()]
    return found


def test_every_action_of_the_menus_has_a_name_of_its_own(window):
    menus = [action.menu() for action in window.menuBar().actions()]
    named = set()
    while menus:
        for action in menus.pop().actions():
            if action.menu() is not None:
                if action.menu().actions():
                    menus.append(action.menu())
            elif not action.isSeparator():
                assert action.objectName()
                named.add(action.objectName())
    assert named == window.commands.ids()


def test_no_two_actions_of_the_window_have_the_same_key(window):
    owners: dict[str, QAction] = {}
    for key, action in actions_with_keys(window):
        assert key not in owners, (key, action.text(), owners[key].text())
        owners[key] = action


def test_no_key_of_a_menu_is_one_of_the_fixed_keys(window):
    fixed = reserved_keys(window)
    for key, action in actions_with_keys(window):
        if action.objectName() in window.commands.ids():
            assert trouble_with(key, fixed) is None, (key, action.text())
            assert key not in OF_FIELDS


def test_every_fixed_key_is_one_that_qt_knows():
    for fixed in fixed_keys():
        for key in fixed.keys:
            assert QKeySequence.fromString(key).toString() == key


def test_a_chosen_key_works_in_every_window_at_once_and_the_old_one_no_more(
    open_window, window, workspace
):
    other = open_window(workspace.share())
    window.settings.chosen_keys = {"view.timeline_below": ("Ctrl+Shift+Y",)}
    assert other.timeline.isVisible()
    press(KEY.Key_T, CTRL)
    assert other.timeline.isVisible()
    action = other.commands.action("view.timeline_below")
    assert action.shortcut().toString() == "Ctrl+Shift+Y"
    assert window.commands.keys()["view.timeline_below"] == ("Ctrl+Shift+Y",)


def test_the_tooltips_of_buttons_name_the_key_that_does_the_same(window):
    assert window.header.export_button.toolTip().endswith("(Ctrl+E)")
    window.settings.chosen_keys = {"file.export": ("F7",)}
    assert window.header.export_button.toolTip().endswith("(F7)")
    window.settings.chosen_keys = {"file.export": ()}
    assert "(" not in window.header.export_button.toolTip()


def test_nonsense_in_the_settings_gives_nobody_a_wrong_key(window):
    window.settings.chosen_keys = {
        "file.export": ("Ctrl+C", "Q", "Ctrl+K, Ctrl+K", "F7"),
        "file.open": ("F8", "Ctrl+N"),
        "gone.command": ("Ctrl+O",),
    }
    keys = window.commands.keys()
    assert keys["file.export"] == ("F7",)
    assert keys["file.open"] == ("F8", "Ctrl+N")
    assert keys["article.walk"] == ()
    assert keys["file.new"] == ()
    test_no_two_actions_of_the_window_have_the_same_key(window)


def test_a_command_that_needs_an_article_says_so(window):
    command = window.commands.command("edit.find")
    assert command.why_not() == ""
    window.open_article(None)
    assert command.why_not() == "No article is open."
    assert not command.action.isEnabled()
