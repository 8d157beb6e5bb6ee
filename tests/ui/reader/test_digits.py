"""A digit is known by its key, whatever the keyboard types with it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from stanceline.ui.reader.digits import digit_of

KEY = Qt.Key
NONE, SHIFT, KEYPAD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


def pressed(key, modifier=NONE, scan_code=0, virtual_key=0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifier, scan_code, virtual_key, 0)


@pytest.mark.parametrize(
    ("event", "platform", "digit"),
    [
        (pressed(KEY.Key_3), "offscreen", "3"),
        (pressed(KEY.Key_3, SHIFT), "offscreen", "3"),
        (pressed(KEY.Key_0), "offscreen", ""),
        (pressed(KEY.Key_A), "offscreen", ""),
        # Shift with 1 types "!" in America; a French keyboard types "&" without it.
        (pressed(KEY.Key_Exclam, SHIFT, 10), "xcb", "1"),
        (pressed(KEY.Key_Ampersand, NONE, 10), "xcb", "1"),
        (pressed(KEY.Key_Exclam, SHIFT, 2), "windows", "1"),
        (pressed(KEY.Key_ParenLeft, SHIFT, 18), "wayland", "9"),
        (pressed(KEY.Key_Exclam, SHIFT, 1, 0x12), "cocoa", "1"),
        (pressed(KEY.Key_AsciiCircum, SHIFT, 1, 0x16), "cocoa", "6"),
        (pressed(KEY.Key_ParenRight, SHIFT, 19), "xcb", ""),
        (pressed(KEY.Key_Backspace, NONE, 22), "xcb", ""),
        (pressed(KEY.Key_4, KEYPAD, 83), "xcb", "4"),
        # What is pressed by a program has no place on a keyboard.
        (pressed(KEY.Key_5, SHIFT), "xcb", "5"),
    ],
)
def test_the_digit_of_a_key_is_that_of_its_place_in_the_row(event, platform, digit):
    assert digit_of(event, platform) == digit
