"""The box in which somebody says what to look for."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.services.workspace import Workspace
from stanceline.ui.library.completion import Vocabulary, unfinished_in, written
from stanceline.ui.library.completions_list import CompletionsList
from stanceline.ui.textmap import TextMap

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchBox(QLineEdit):
    """A field for the language of the search, which offers fields and names as one types.

    ``entered`` says that the keyboard should go on to what was found, ``left`` that it
    should go back to where it was, ``help_wanted`` that the language should be explained.
    """

    entered = Signal()
    left = Signal()
    help_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vocabulary = Vocabulary(workspace)
        self._resting = self.tr("Search articles")
        self._hint = self.tr("words  “phrase”  speaker:  -not")
        self.setPlaceholderText(self._resting)
        self.setAccessibleName(self.tr("Search articles"))
        self.setAccessibleDescription(self.tr("F1 explains what can be written here."))
        self.setClearButtonEnabled(True)
        self._list: CompletionsList | None = None
        self.textEdited.connect(self._offer)

    @property
    def offered(self) -> list[str]:
        """The completions that are in sight."""
        return self._list.choices() if self._list is not None and self._list.isVisible() else []

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hint at the language; what is there is selected, so that typing replaces it."""
        super().focusInEvent(event)
        self.setPlaceholderText(self._hint)
        if event.reason() in (Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Offer nothing any more."""
        super().focusOutEvent(event)
        self.setPlaceholderText(self._resting)
        self._close()

    def write(self, words: str) -> None:
        """Type these words at the cursor."""
        self.insert(words)
        self._offer()

    def event(self, event: QEvent) -> bool:
        """Take Tab for a completion while there are some."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self._list is not None
            and self.offered
        ):
            if self._list.current() is None:
                self._list.step(1)
            self._accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys for the completions first, then for the results, then for the text."""
        key = Qt.Key(event.key())
        if self.offered and self._key_in_list(key):
            return
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Down, *_ENTER_KEYS):
            self._close()
            self.entered.emit()
        elif key == Qt.Key.Key_F1:
            self.help_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _key_in_list(self, key: Qt.Key) -> bool:
        """Whether the key means something to the completions."""
        if self._list is None:
            return False
        is_stepping = self._list.current() is not None
        if key == Qt.Key.Key_Down and not (is_stepping or self._completes_a_value()):
            # A word was typed that happens to begin the name of a field: on to what was found.
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER_KEYS and self._list.current() is not None:
            self._accept()
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True

    def _completes_a_value(self) -> bool:
        """Whether what is being typed stands behind a field and a colon."""
        unfinished = unfinished_in(self._before_cursor())
        return unfinished is not None and unfinished.field is not None

    def _offer(self) -> None:
        unfinished = unfinished_in(self._before_cursor())
        choices = self.vocabulary.choices(unfinished) if unfinished is not None else []
        if not choices and self._list is None:
            return
        if self._list is None:
            self._list = CompletionsList(self.window())
            self._list.clicked.connect(self._accept)
        self._list.show_choices(choices, self)

    def _accept(self) -> None:
        choice = self._list.current() if self._list is not None else None
        unfinished = unfinished_in(self._before_cursor())
        if choice is None or unfinished is None:
            return
        after = self.text()[len(self._before_cursor()) :].lstrip()
        before = self.text()[: unfinished.start] + written(unfinished.field, choice)
        self.setText(before + after)
        self.setCursorPosition(TextMap(before).qt_length)
        self._offer()

    def _before_cursor(self) -> str:
        text = self.text()
        return text[: TextMap(text).from_qt(self.cursorPosition())]

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()
