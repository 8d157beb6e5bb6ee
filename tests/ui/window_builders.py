"""What a person does in the main window, for tests."""

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from stanceline.domain.spans import Span
from ui.reader_builders import drag_over

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


def settle() -> None:
    """Let timers of nothing and queued signals come."""
    for _ in range(5):
        QApplication.processEvents()


def with_keyboard() -> QWidget:
    """Where the keyboard is; after a box it is back in the window, as everywhere."""
    if QApplication.focusWidget() is None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
        window = next(each for each in windows if each.isVisible())
        window.activateWindow()
        settle()
        return QApplication.focusWidget() or window
    return QApplication.focusWidget()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(with_keyboard(), key, modifier)
    settle()


def write(words: str) -> None:
    """Type words where the keyboard is."""
    QTest.keyClicks(with_keyboard(), words)
    settle()


def come_back(window) -> None:
    """Be in the window again after a dialog, as a window manager sees to it."""
    window.activateWindow()
    window.pane.reader.setFocus()
    settle()


def drop(window, *paths) -> None:
    """Drop files on the window and wait until they are imported."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE
    )
    window.dropEvent(event)
    assert window.tasks.wait_until_idle(60_000)
    settle()


def select_words(qtbot, window, words: str) -> Span:
    """Select words of the open article with the mouse, scrolling to them first."""
    body = window.pane.article.body
    start = body.index(words)
    span = Span(start, start + len(words))
    window.pane.reader.text.scroll_to(span)
    settle()
    drag_over(qtbot, window.pane.reader, words, body)
    settle()
    return span
