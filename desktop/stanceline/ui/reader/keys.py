"""What keys mean in the text of an article."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from stanceline.ui.reader.marks import ReaderMarkKind

if TYPE_CHECKING:
    from stanceline.ui.reader.text import ArticleText

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARK_KEYS = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_E: "E",
    **{Qt.Key(Qt.Key.Key_1 + number): str(number + 1) for number in range(9)},
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class TextKeys:
    """Tells by the signals of a text what its keys ask for: of a mark, of the selected words."""

    def __init__(self, text: "ArticleText") -> None:
        self._text = text

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is for the text even where a menu has it as a shortcut."""
        if event.matches(QKeySequence.StandardKey.Find):
            return True
        if self._text.is_editing:
            return _leaves_editing(event)
        if event.modifiers() not in _PLAIN:
            return False
        if self._text.textCursor().hasSelection():
            return event.key() in _ENTER_KEYS
        is_mark_key = event.key() in _ENTER_KEYS or event.key() in _MARK_KEYS
        return self._text.focused_mark() is not None and is_mark_key

    def walks(self, event: QKeyEvent) -> bool:
        """Whether the key goes to the next mark; if so it is asked for."""
        text = self._text
        is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        without = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if not is_tab or text.is_editing or not text.has_marks or event.modifiers() & without:
            return False
        is_back = event.key() == Qt.Key.Key_Backtab or bool(
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        text.walk_requested.emit(-1 if is_back else 1)
        return True

    def acts(self, event: QKeyEvent) -> bool:
        """Whether the key means more than moving the caret or writing; if so it is done."""
        text = self._text
        if text.is_editing and _leaves_editing(event):
            text.editing_left.emit(event.key() != Qt.Key.Key_Escape)
        elif event.matches(QKeySequence.StandardKey.Find):
            text.find_requested.emit()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            text.find_step_requested.emit(1)
        elif event.matches(QKeySequence.StandardKey.FindPrevious):
            text.find_step_requested.emit(-1)
        elif text.is_editing:
            return False
        elif event.key() == Qt.Key.Key_Escape and text.textCursor().hasSelection():
            cursor = text.textCursor()
            cursor.clearSelection()
            text.setTextCursor(cursor)
        elif event.key() == Qt.Key.Key_Escape and text.focused_mark() is not None:
            text.background_clicked.emit()
        else:
            return self._acts_on_mark_or_selection(event)
        return True

    def _acts_on_mark_or_selection(self, event: QKeyEvent) -> bool:
        text = self._text
        if event.modifiers() not in _PLAIN:
            return False
        if text.textCursor().hasSelection():
            span = text.selected_span()
            if event.key() not in _ENTER_KEYS or span is None:
                return False
            text.selection_finished.emit(span)
            return True
        mark = text.focused_mark()
        if mark is None:
            return False
        if event.key() in _ENTER_KEYS:
            if mark.kind is ReaderMarkKind.SUGGESTION:
                text.key_for_mark.emit("Enter")
            else:
                text.mark_activated.emit(mark.key)
            return True
        name = _MARK_KEYS.get(Qt.Key(event.key()))
        if name is None:
            return False
        text.key_for_mark.emit(name)
        return True


def _leaves_editing(event: QKeyEvent) -> bool:
    """Whether a key ends writing in the text: Ctrl+Return and F2 keep, Escape does not."""
    if event.key() in _ENTER_KEYS:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Escape) and event.modifiers() in _PLAIN
