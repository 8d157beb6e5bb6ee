"""The dialog for keys, with the keyboard."""

import pytest

from builders import BRIDGE, an_article
from stanceline.ui.commands.shortcuts import ShortcutsDialog
from ui.window_builders import ALT, CTRL, KEY, SHIFT, press, settle, write


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE)
    return open_window(workspace)


@pytest.fixture
def dialog(window, qtbot):
    dialog = ShortcutsDialog(window)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    dialog.words.setFocus()
    settle()
    return dialog


def keys(window, command_id: str) -> tuple[str, ...]:
    return window.commands.keys()[command_id]


def test_a_command_is_found_and_gets_the_keys_that_are_pressed(window, dialog):
    write("export")
    assert dialog.chosen_id() == "file.export"
    press(KEY.Key_Return)
    assert dialog.field.hasFocus()
    press(KEY.Key_F7)
    assert keys(window, "file.export") == ("F7",)
    assert window.settings.chosen_keys == {"file.export": ("F7",)}
    assert dialog.list.hasFocus()


def test_it_is_found_by_its_key_too(dialog):
    write("ctrl+e")
    ids = [dialog.list.topLevelItem(n).data(0, 256) for n in range(dialog.list.topLevelItemCount())]
    assert "file.export" in ids


def test_a_key_of_another_command_is_told_and_can_be_taken_over(window, dialog):
    dialog.choose("file.export")
    dialog.field.setFocus()
    press(KEY.Key_Y, CTRL)
    assert dialog.notice.text() == "Ctrl+Y is the key of “Redo”."
    assert keys(window, "file.export") == ("Ctrl+E",)
    assert dialog.take_button.hasFocus()
    press(KEY.Key_Space)
    assert keys(window, "file.export") == ("Ctrl+Y",)
    assert keys(window, "edit.redo") == ("Ctrl+Shift+Z",)
    assert dialog.notice.text() == ""


def test_letters_fixed_keys_and_openers_of_menus_are_refused_in_words(window, dialog):
    dialog.choose("file.export")
    for key, modifier, part in (
        (KEY.Key_Q, CTRL & SHIFT, "Ctrl or Alt"),
        (KEY.Key_C, CTRL, "fixed"),
        (KEY.Key_F, ALT, "fixed"),
    ):
        dialog.field.setFocus()
        press(key, modifier)
        assert part in dialog.notice.text()
    assert keys(window, "file.export") == ("Ctrl+E",)


def test_backspace_takes_the_key_away_and_the_usual_one_comes_back(window, dialog):
    dialog.choose("file.export")
    dialog.field.setFocus()
    press(KEY.Key_Backspace)
    assert keys(window, "file.export") == ()
    assert dialog.reset_button.isEnabled()
    dialog.reset_button.click()
    assert keys(window, "file.export") == ("Ctrl+E",)
    assert window.settings.chosen_keys == {}


def test_resetting_one_takes_its_key_back_from_the_other(window, dialog):
    dialog.choose("file.export")
    dialog.field.setFocus()
    press(KEY.Key_O, CTRL)
    dialog.take_button.click()
    assert keys(window, "file.open") == ()
    dialog.choose("file.open")
    dialog.reset_button.click()
    assert keys(window, "file.open") == ("Ctrl+O",)
    assert keys(window, "file.export") == ()


def test_all_get_their_usual_keys_again(window, dialog):
    before = window.commands.keys()
    for command_id, key in (("file.export", KEY.Key_F7), ("file.open", KEY.Key_F4)):
        dialog.choose(command_id)
        dialog.field.setFocus()
        press(key)
    assert window.commands.keys() != before
    dialog.reset_all_button.click()
    assert window.commands.keys() == before


def test_escape_leaves_the_field_and_nothing_has_changed(window, dialog):
    dialog.choose("file.export")
    dialog.field.setFocus()
    press(KEY.Key_Escape)
    assert dialog.isVisible()
    assert keys(window, "file.export") == ("Ctrl+E",)


def test_fixed_keys_are_listed_and_cannot_be_changed(dialog):
    write("accept the suggestion")
    item = dialog.list.topLevelItem(dialog.list.topLevelItemCount() - 1)
    dialog.list.setCurrentItem(item)
    assert dialog.chosen_id() == ""
    assert not dialog.field.isEnabled()
