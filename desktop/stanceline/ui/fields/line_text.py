"""Where the characters of a line edit stand, for what is painted beside or below them."""

from PySide6.QtWidgets import QLineEdit

from stanceline.ui.textmap import TextMap


def x_of(line: QLineEdit, index: int) -> float:
    """The x in pixels before the character at a code point index, as the line is scrolled.

    Qt tells the place of its cursor only, so the rest is measured from there. It holds
    for text from left to right.
    """
    text = line.text()
    cursor = TextMap(text).from_qt(line.cursorPosition())
    measure = line.fontMetrics().horizontalAdvance
    at_cursor = line.cursorRect().center().x()
    return at_cursor - measure(text[:cursor]) + measure(text[:index])
