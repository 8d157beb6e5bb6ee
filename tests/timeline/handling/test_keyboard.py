import pytest
from PySide6.QtCore import Qt

from stanceline.timeline.handling.keyboard import Deed, comes_before_shortcuts, deed_of

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "deed"),
    [
        (Qt.Key.Key_Left, PLAIN, Deed.WALK_LEFT),
        (Qt.Key.Key_Left, SHIFT, Deed.ADD_LEFT),
        (Qt.Key.Key_Left, CTRL, Deed.EARLIER),
        (Qt.Key.Key_Left, ALT, Deed.DATE_EARLIER),
        (Qt.Key.Key_Right, ALT | SHIFT, Deed.END_LATER),
        (Qt.Key.Key_Space, PLAIN, Deed.PEEK),
        (Qt.Key.Key_F10, SHIFT, Deed.MENU),
        (Qt.Key.Key_Backtab, SHIFT, Deed.PREVIOUS),
        (Qt.Key.Key_Up, CTRL | SHIFT, Deed.LANE_UP),
    ],
)
def test_each_key_asks_for_one_thing(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, deed: Deed
) -> None:
    assert deed_of(key, modifiers) is deed


def test_plus_counts_with_shift_and_on_the_number_pad() -> None:
    assert deed_of(Qt.Key.Key_Plus, SHIFT) is Deed.CLOSER
    assert deed_of(Qt.Key.Key_Plus, KEYPAD) is Deed.CLOSER
    assert deed_of(Qt.Key.Key_Enter, KEYPAD) is Deed.OPEN


def test_what_is_not_the_timelines_is_nothing() -> None:
    assert deed_of(Qt.Key.Key_S, CTRL) is None
    assert deed_of(Qt.Key.Key_N, CTRL) is None
    assert deed_of(0x01FFFFFF, PLAIN) is None


def test_tab_and_escape_are_left_to_the_window_first() -> None:
    assert comes_before_shortcuts(Deed.SELECT_ALL)
    assert not comes_before_shortcuts(Deed.NEXT)
    assert not comes_before_shortcuts(Deed.LET_GO)
    assert not comes_before_shortcuts(None)
