"""Bringing a window to the front, as far as the desktop lets a program do that."""

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_VARIABLE = "XDG_ACTIVATION_TOKEN"


def bring_to_front(window: QWidget, token: str = "") -> None:
    """Show the window before all others, with the keyboard in it.

    ``token`` is what the desktop gave whoever asked for that; Wayland wants one, and else
    only says that the window would like to be seen.
    """
    if token and QGuiApplication.platformName().startswith("wayland"):
        # Qt reads it there, and removes it, when a window is activated.
        os.environ[_VARIABLE] = token
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
