"""The field that takes the next keys that are pressed, whatever they are."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.ui.commands.keymap import key_text, native_text

_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class KeyField(QLineEdit):
    """Shows a key; ``pressed`` carries the next one, as Qt writes it on all systems.

    Tab leaves the field, Escape leaves it as it was, Backspace takes the key away (and
    ``pressed`` carries an empty text).
    """

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setPlaceholderText(self.tr("No key"))

    def show_key(self, key: str) -> None:
        """Show this key."""
        self._key = key
        self.setText(native_text(key))

    def event(self, event: QEvent) -> bool:
        """Take each key here, before it does anything else in the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on the keys that were pressed."""
        key = Qt.Key(event.key())
        is_bare = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key in _LEAVING:
            super().keyPressEvent(event)
        elif is_bare and key == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_bare and key in _CLEARING:
            self.pressed.emit("")
        else:
            self._take(event)

    def _take(self, event: QKeyEvent) -> None:
        combination = event.keyCombination()
        without_pad = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sequence = QKeySequence(without_pad.value | combination.key().value)
        key = key_text(sequence.toString(QKeySequence.SequenceFormat.PortableText))
        if key:
            self.pressed.emit(key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that keys are awaited."""
        super().focusInEvent(event)
        self.setText("")
        self.setPlaceholderText(self.tr("Press the new keys"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the key again."""
        super().focusOutEvent(event)
        self.setPlaceholderText(self.tr("No key"))
        self.show_key(self._key)
