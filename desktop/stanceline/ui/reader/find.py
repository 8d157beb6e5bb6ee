"""The line in which one finds words in the article."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from stanceline.ui.theme import Theme, icon


class FindBar(QWidget):
    """A line to type in, "n of m", and the ways to the next, the previous and out.

    Emits ``words_changed`` while typing, ``step_requested`` with 1 or -1, and ``closed``.
    """

    words_changed = Signal(str)
    step_requested = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = QLineEdit()
        self._line.setPlaceholderText(self.tr("Find in this article"))
        self._line.setAccessibleName(self.tr("Find in this article"))
        self._line.setMaximumWidth(320)
        self._count = QLabel()
        self._count.setProperty("role", "small")
        self._previous = self._button(self.tr("Previous (Shift+Enter)"))
        self._next = self._button(self.tr("Next (Enter)"))
        self._close = self._button(self.tr("Close (Esc)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(6)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._count)
        layout.addStretch()
        for button in (self._previous, self._next, self._close):
            layout.addWidget(button)
        self.setFocusProxy(self._line)
        self._connect()
        self.set_theme(theme)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setIconSize(QSize(14, 14))
        return button

    def _connect(self) -> None:
        self._line.textChanged.connect(self.words_changed)
        self._previous.clicked.connect(self._step_back)
        self._next.clicked.connect(self._step_on)
        self._close.clicked.connect(self.closed)

    @property
    def words(self) -> str:
        """What is typed in the line."""
        return self._line.text()

    def set_theme(self, theme: Theme) -> None:
        """Take the icons of another theme."""
        self._previous.setIcon(icon("chevron-up", theme))
        self._next.setIcon(icon("chevron-down", theme))
        self._close.setIcon(icon("close", theme))

    def set_words(self, words: str) -> None:
        """Put words into the line."""
        self._line.setText(words)

    def begin(self) -> None:
        """Be ready to type; what is typed replaces the words that are there."""
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def show_count(self, number: int, of: int) -> None:
        """Say which of how many places is shown; nothing while nothing is typed."""
        self._line.setProperty("invalid", bool(self.words.strip()) and not of)
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)
        if not self.words.strip():
            self._count.setText("")
        elif not of:
            self._count.setText(self.tr("not found"))
        else:
            self._count.setText(self.tr("{number} of {of}").format(number=number, of=of))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter walk, Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_requested.emit(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _step_on(self) -> None:
        self.step_requested.emit(1)

    def _step_back(self) -> None:
        self.step_requested.emit(-1)
