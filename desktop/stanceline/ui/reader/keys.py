"""What keys mean in the text of an article."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from stanceline.ui.reader.digits import digit_of
from stanceline.ui.reader.marks import SUGGESTED

if TYPE_CHECKING:
    from stanceline.ui.reader.text import ArticleText

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARK_KEYS = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_E: "E",
}
SHIFTED = "Shift+"
"""What the name of a digit begins with that was pressed with Shift."""
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
        if self._text.textCursor().hasSelection():
            return event.modifiers() in _PLAIN and event.key() in _ENTER_KEYS
        if self._text.focused_mark() is None:
            return False
        is_enter = event.modifiers() in _PLAIN and event.key() in _ENTER_KEYS
        return is_enter or bool(_mark_key(event))

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
        is_enter = event.key() in _ENTER_KEYS and event.modifiers() in _PLAIN
        if text.textCursor().hasSelection():
            span = text.selected_span()
            if not is_enter or span is None:
                return False
            text.selection_finished.emit(span)
            return True
        mark = text.focused_mark()
        if mark is None:
            return False
        if is_enter:
            if mark.kind in SUGGESTED:
                text.key_for_mark.emit("Enter")
            else:
                text.mark_activated.emit(mark.key)
            return True
        name = _mark_key(event)
        if name:
            text.key_for_mark.emit(name)
        return bool(name)


def _mark_key(event: QKeyEvent) -> str:
    """What a key is called that acts on a mark; empty for one that does not."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    if plain not in _PLAIN:
        return ""
    digit = digit_of(event)
    if digit:
        is_shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return f"{SHIFTED}{digit}" if is_shifted else digit
    return _MARK_KEYS.get(Qt.Key(event.key()), "") if event.modifiers() in _PLAIN else ""


def _leaves_editing(event: QKeyEvent) -> bool:
    """Whether a key ends writing in the text: Ctrl+Return and F2 keep, Escape does not."""
    if event.key() in _ENTER_KEYS:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Escape) and event.modifiers() in _PLAIN
