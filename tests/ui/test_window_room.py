"""The panels of the window: shown, hidden, swapped, remembered, and gone for reading."""

import pytest
from PySide6.QtCore import QPoint, QSize

from builders import BRIDGE, an_article
from stanceline.timeline.handling.screens import room_around
from stanceline.ui.settings import Settings, Side
from ui.window_builders import CTRL, KEY, press, settle


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE)
    return open_window(workspace)


def test_library_and_inspector_go_and_come_with_keys_and_stay_so(window, open_window, workspace):
    press(KEY.Key_3, CTRL)
    assert not window.library.isVisible()
    assert not window.commands.action("view.library").isChecked()
    press(KEY.Key_4, CTRL)
    assert not window.inspector.isVisible()
    path = workspace.path
    window.close()
    again = open_window(path)
    assert not again.library.isVisible()
    assert not again.inspector.isVisible()
    press(KEY.Key_3, CTRL)
    assert again.library.isVisible()


def test_searching_brings_a_hidden_library_back(window):
    press(KEY.Key_3, CTRL)
    press(KEY.Key_L, CTRL)
    assert window.library.isVisible()
    assert window.library.words.hasFocus()


def test_hiding_a_panel_with_the_keyboard_in_it_leads_to_the_text(window):
    press(KEY.Key_L, CTRL)
    press(KEY.Key_3, CTRL)
    assert window.pane.reader.text.hasFocus()


def test_the_panels_change_sides_and_keep_them(window, open_window, workspace):
    press(KEY.Key_5, CTRL)
    settle()
    assert window.library.mapTo(window, QPoint()).x() > window.inspector.mapTo(window, QPoint()).x()
    path = workspace.path
    window.close()
    again = open_window(path)
    settle()
    assert again.library.mapTo(again, QPoint()).x() > again.inspector.mapTo(again, QPoint()).x()
    assert again.commands.action("view.swap").isChecked()


def test_only_the_text_is_left_and_every_key_still_works(window):
    press(KEY.Key_F11)
    for part in (window.library, window.inspector, window.timeline, window.header):
        assert not part.isVisible()
    assert not window.statusBar().isVisible()
    assert window.menuBar().height() == 0
    assert window.status._toast.isVisible()
    size = window.pane.reader.text_size
    press(KEY.Key_Plus, CTRL)
    assert window.pane.reader.text_size == size + 1
    press(KEY.Key_F11)
    for part in (window.library, window.inspector, window.timeline, window.header):
        assert part.isVisible()
    assert window.menuBar().height() > 0


def test_asking_for_a_part_ends_the_mode_of_only_the_text(window):
    press(KEY.Key_F11)
    press(KEY.Key_L, CTRL)
    assert window.header.isVisible()
    assert window.library.words.hasFocus()
    press(KEY.Key_F11)
    press(KEY.Key_2, CTRL)
    assert window.timeline.isVisible()
    assert window.header.isVisible()


def test_sizes_that_do_not_fit_this_screen_are_made_to_fit(open_window, workspace, settings):
    settings.keep_part_size(Side.LIBRARY, 3_000)
    settings.keep_part_size(Side.INSPECTOR, 3_000)
    settings.keep_part_size("timeline", 3_000)
    an_article(workspace, BRIDGE)
    window = open_window(workspace, (1024, 700))
    settle()
    assert window.size() == QSize(1024, 700)
    assert window.pane.width() >= 360
    assert window.pane.height() >= 100


def test_a_window_that_was_larger_than_this_screen_lies_within_it(open_window, workspace):
    an_article(workspace, BRIDGE)
    window = open_window(workspace, (1440, 900))
    room = room_around(window)
    window.resize(room.width() + 600, room.height() + 400)
    window.move(-300, -200)
    settle()
    path = workspace.path
    window.close()
    again = open_window(path, (room.width(), room.height()))
    again.room.restore()
    assert room.contains(again.geometry().topLeft())
    assert again.width() <= max(room.width(), again.minimumWidth())
    assert again.height() <= max(room.height(), again.minimumHeight())


def test_sizes_of_panels_are_remembered_over_a_restart(window, open_window, workspace):
    window.room.columns.setSizes([260, 700, 400])
    window.room._columns_moved()
    widths = window.library.width(), window.inspector.width()
    path = workspace.path
    window.close()
    assert Settings(window.settings.path.parent).part_size("library") == widths[0]
    again = open_window(path)
    settle()
    assert abs(again.library.width() - widths[0]) <= 2
    assert abs(again.inspector.width() - widths[1]) <= 2
