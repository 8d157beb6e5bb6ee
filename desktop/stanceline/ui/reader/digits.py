"""Which digit a key is, with and without Shift, on whatever keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_DIGITS = tuple(Qt.Key(Qt.Key.Key_0 + number) for number in range(10))
_FIRST_SCAN_CODE = {"xcb": 10, "wayland": 10, "windows": 2}
"""The number that each system gives to the key of the row that has a 1 on most keyboards."""
_MAC_KEYS = (0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19)
_LAST = 9


def digit_of(event: QKeyEvent, platform: str = "") -> str:
    """The digit from 1 to 9 on the key that was pressed, empty for any other key.

    ``platform`` is Qt's name for the system, that of this program by default.

    Shift with a digit types a sign on most keyboards, and on some a digit is typed with
    Shift alone, so that what types a sign is known by its place in the row, where the system
    tells that.
    """
    key = event.key()
    if key in _DIGITS:
        return str(_DIGITS.index(key) or "")
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return ""
    place = _place_in_row(event, platform or QGuiApplication.platformName())
    return str(place) if place else ""


def _place_in_row(event: QKeyEvent, platform: str) -> int:
    if platform == "cocoa":
        code = event.nativeVirtualKey()
        return _MAC_KEYS.index(code) + 1 if code in _MAC_KEYS else 0
    first = _FIRST_SCAN_CODE.get(platform)
    if first is None:
        return 0
    place = event.nativeScanCode() - first + 1
    return place if 1 <= place <= _LAST else 0
