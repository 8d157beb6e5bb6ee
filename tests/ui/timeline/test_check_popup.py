"""The button with things to tick, by mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stanceline.ui.timeline.check_popup import CheckPopup, Choice
from ui.window_builders import LEFT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NAMES = ("Ada", "Bo", "Cleo", "Dov", "Edda", "Finn", "Gro", "Hal", "Ivo", "Jo")


@pytest.fixture
def popup(qtbot, theme):
    assert theme is not None
    popup = CheckPopup("Speaker")
    qtbot.addWidget(popup)
    popup.set_choices([Choice(str(n), name) for n, name in enumerate(NAMES)])
    with qtbot.waitExposed(popup):
        popup.show()
    yield popup
    popup._popup.hide()


def press(popup: CheckPopup, key: Qt.Key, words: str = "") -> None:
    part = popup._words if popup._words.isVisible() else popup._list
    if words:
        QTest.keyClicks(part, words)
    QTest.keyClick(part, key)


def test_a_click_anywhere_in_a_row_ticks_and_unticks_it(popup, qtbot):
    popup.open()
    row = popup._list.visualItemRect(popup._list.item(1))
    for expected in ({"1"}, set()):
        with qtbot.waitSignal(popup.changed):
            qtbot.mouseClick(popup._list.viewport(), LEFT, pos=row.center())
        assert popup.ticked() == expected
    with qtbot.waitSignal(popup.changed):
        qtbot.mouseClick(popup._list.viewport(), LEFT, pos=row.topLeft() + row.center() * 0)


def test_words_narrow_and_enter_ticks_the_first_that_fits(popup):
    popup.open()
    press(popup, Qt.Key.Key_Return, "ed")
    assert popup.ticked() == {"4"}
    assert popup.text().startswith("Edda")
    assert popup.accessibleDescription() == "Edda"


def test_arrows_in_the_field_move_in_the_list(popup):
    popup.open()
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Up)
    press(popup, Qt.Key.Key_Return)
    assert popup.ticked() == {"1"}


def test_escape_closes_the_list_and_keeps_the_ticks(popup):
    popup.set_ticked(frozenset({"2", "3"}))
    popup.open()
    assert popup._popup.isVisible()
    press(popup, Qt.Key.Key_Escape)
    assert not popup._popup.isVisible()
    assert popup.ticked() == {"2", "3"}
    assert popup.text().startswith("Speaker · 2")


def test_what_is_gone_is_no_longer_ticked(popup, qtbot):
    popup.set_ticked(frozenset({"2", "3"}))
    with qtbot.waitSignal(popup.changed):
        popup.set_choices([Choice("3", "Dov")])
    assert popup.ticked() == {"3"}
    popup.set_choices([])
    assert not popup.isEnabled()


def test_show_all_unticks_everything(popup):
    popup.set_ticked(frozenset({"2"}))
    popup.open()
    popup._all.click()
    assert popup.ticked() == frozenset()
    assert not popup._popup.isVisible()
