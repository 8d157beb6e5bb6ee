"""The room that a screen offers."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def room_around(widget: QWidget) -> QRect:
    """The part of the screen that a widget may cover, without the bars of the system.

    ``QWidget.screen`` is not asked: the binding makes the screen a child of the widget, and
    a dialog that is thrown away takes the screen with it, which ends the program.
    """
    middle = widget.mapToGlobal(widget.rect().center())
    screen = QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
