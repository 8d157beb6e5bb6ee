"""The card that explains the language of the search."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QPushButton, QWidget

from stanceline.ui.theme import scaled
from stanceline.ui.widgets import Caption

_WIDTH = 480
_DISTANCE = 4
_EDGE = 6


class SearchHelp(QFrame):
    """Examples with what they find, floating in the window until the keyboard leaves them.

    ``chosen`` carries the example that is to be written into the box.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._field: QWidget | None = None
        self.setProperty("frame", "card")
        self.setAccessibleName(self.tr("How to search"))
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(16, 14, 16, 14)
        self._layout.setHorizontalSpacing(14)
        self._layout.setVerticalSpacing(2)
        self._layout.setColumnStretch(1, 1)
        self._layout.addWidget(Caption(self.tr("What can be searched for")), 0, 0, 1, 2)
        self._layout.setRowMinimumHeight(1, 4)
        for example, meaning in self._examples():
            self._add(example, meaning)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def _examples(self) -> list[tuple[str, str]]:
        return [
            ("bridge law", self.tr("both words, in any order")),
            ('"bridge law"', self.tr("these words in a row")),
            ("negotiat*", self.tr("words that begin so")),
            ("bridge OR ferry", self.tr("either of them")),
            ("-ferry", self.tr("without this word")),
            ("speaker:", self.tr("somebody is quoted in it")),
            ("topic:", self.tr("something is said on it")),
            ("stance:", self.tr("somebody takes this stance in it")),
            ("source:", self.tr("the outlet; also author:, title:, quote:, note:, tag:, lang:")),
            ("after:2031-04 before:2031-06", self.tr("when it was published; also on:")),
            ("has:suggestions", self.tr("something waits; also has:events, status:done")),
        ]

    def _add(self, example: str, meaning: str) -> None:
        row = self._layout.rowCount()
        button = QPushButton(example)
        button.setProperty("quiet", "true")
        button.setStyleSheet("text-align: left; padding: 3px 6px;")
        button.setAccessibleName(f"{example}: {meaning}")
        button.clicked.connect(lambda: self._choose(example))
        label = QLabel(meaning)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        self._layout.addWidget(button, row, 0)
        self._layout.addWidget(label, row, 1)

    def _choose(self, example: str) -> None:
        self.hide()
        self.chosen.emit(example)

    def open_below(self, field: QWidget) -> None:
        """Stand below the field, inside the window, with the keyboard on the first example."""
        self._field = field
        room = self._window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self.setFixedWidth(min(scaled(_WIDTH), room.width()))
        self.resize(self.width(), self._layout.totalHeightForWidth(self.width()))
        corner = field.mapTo(self._window, QPoint(0, field.height() + _DISTANCE))
        self.move(max(room.left(), min(corner.x(), room.right() - self.width())), corner.y())
        self.show()
        self.raise_()
        self.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and (now is None or not self.isAncestorOf(now)):
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the box, Up and Down go through the examples."""
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F1) and self._field is not None:
            self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
        else:
            super().keyPressEvent(event)
