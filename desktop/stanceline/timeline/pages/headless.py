"""Drawing without a window."""

import os
import sys

from PySide6.QtGui import QGuiApplication


def drawing_application() -> QGuiApplication:
    """The running Qt application, or one that needs no display.

    Keep what is returned for as long as something is drawn.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(sys.argv[:1])
