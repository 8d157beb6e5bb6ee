"""A field for a note that saves itself."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_HEIGHT = 68
_PAUSE_MS = 800
_PARAGRAPH_SEPARATOR = "\u2029"


class NoteField(QPlainTextEdit):
    """Emits ``committed`` when a changed text was left alone for a moment, or left."""

    committed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HEIGHT)
        self._saved = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.textChanged.connect(self._pause.start)

    def text(self) -> str:
        """The text as it was typed: ``toPlainText`` would make spaces of no-break spaces."""
        return self.document().toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")

    def set_text(self, text: str) -> None:
        """Show a stored text; what is being typed stays when it is the same note."""
        if text == self._saved and self.hasFocus():
            return
        self._saved = text
        if self.text() != text:
            self.setPlainText(text)
        self._pause.stop()

    def commit(self) -> None:
        """Announce the text now when it differs from what is stored."""
        self._pause.stop()
        if self.text() != self._saved:
            self._saved = self.text()
            self.committed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what was typed when the field is left."""
        self.commit()
        super().focusOutEvent(event)
