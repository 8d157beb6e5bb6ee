"""Undoing what is being typed, which is the field's affair until it is saved."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from stanceline.ui.fields.note_field import NoteField

_CTRL = Qt.KeyboardModifier.ControlModifier
_UNDO = frozenset({QKeyCombination(_CTRL, Qt.Key.Key_Z)})
_REDO = frozenset(
    {
        QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z),
        QKeyCombination(_CTRL, Qt.Key.Key_Y),
    }
)

Field = QLineEdit | QPlainTextEdit


class TypedText(QObject):
    """Keeps the keys of undo in a text field while there is typing in it to take back.

    Otherwise they go to the window, where Qt's fields would hold on to them for ever.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._field: Field | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None:
            self._field.removeEventFilter(self)
            self._field = None
        is_ours = isinstance(now, Field) and now.window() is self._window
        if isinstance(now, Field) and is_ours and not now.isReadOnly():
            self._field = now
            now.installEventFilter(self)
            kind = Qt.ConnectionType.UniqueConnection
            if isinstance(now, QLineEdit):
                now.editingFinished.connect(self._forget_typing, kind)
            elif isinstance(now, NoteField):
                now.committed.connect(self._forget_typing, kind)

    @Slot()
    def _forget_typing(self) -> None:
        """What was saved is the window's to undo."""
        field = self.sender()
        if isinstance(field, QLineEdit):
            field.setModified(False)
        elif isinstance(field, QPlainTextEdit):
            field.document().setModified(False)

    def can_undo(self) -> bool:
        """Whether there is typing to take back where the keyboard is."""
        field = self._field
        if isinstance(field, QLineEdit):
            return field.isModified() and field.isUndoAvailable()
        document = field.document() if field is not None else None
        return document is not None and document.isModified() and document.isUndoAvailable()

    def can_redo(self) -> bool:
        """Whether there is typing to do again where the keyboard is."""
        field = self._field
        if isinstance(field, QLineEdit):
            return field.isRedoAvailable()
        return field is not None and field.document().isRedoAvailable()

    def undo(self) -> None:
        """Take back the last of the typing."""
        if self._field is not None:
            self._field.undo()

    def redo(self) -> None:
        """Do the typing again."""
        if self._field is not None:
            self._field.redo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of undo for the field, or leave them to the window."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if watched is not self._field or event.type() not in kinds:
            return False
        if not isinstance(event, QKeyEvent):
            return False
        keys = event.keyCombination()
        if keys not in _UNDO | _REDO:
            return False
        is_for_field = self.can_undo() if keys in _UNDO else self.can_redo()
        if event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(is_for_field)
        elif is_for_field:
            (self.undo if keys in _UNDO else self.redo)()
        return True
