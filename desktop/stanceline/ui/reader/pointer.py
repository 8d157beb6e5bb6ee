"""What the pointer does in the text of an article."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from stanceline.ui.reader.text import ArticleText

_CLICK_SLACK = 4


class TextPointer:
    """Tells by the signals of a text what was clicked and selected, and what is pointed at."""

    def __init__(self, text: "ArticleText") -> None:
        self._text = text
        self._pressed_at: QPoint | None = None
        self.hovered = ""

    def presses(self, event: QMouseEvent) -> bool:
        """Whether a press begins to select, which it does unless it is on a label."""
        if self._text.is_editing:
            return True
        at = event.position().toPoint()
        self._pressed_at = at if event.button() == Qt.MouseButton.LeftButton else None
        if self._text.is_on_label(at):
            return False
        self._let_go_of_selection(event)
        return True

    def _let_go_of_selection(self, event: QMouseEvent) -> None:
        """Have a press within the selected words begin a new selection, not drag them away."""
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.LeftButton and is_plain:
            # The caret goes where the pointer is: set elsewhere, it would scroll the text.
            at = event.position().toPoint()
            self._text.setTextCursor(self._text.cursorForPosition(at))

    def moves(self, event: QMouseEvent) -> None:
        """Show what the pointer is on, unless it is selecting."""
        if event.buttons() == Qt.MouseButton.NoButton:
            at = event.position().toPoint()
            mark = self._text.mark_at(at)
            self.hover(mark.key if mark else "")
            on_label = self._text.is_on_label(at)
            shape = Qt.CursorShape.PointingHandCursor if on_label else Qt.CursorShape.IBeamCursor
            self._text.viewport().setCursor(shape)

    def hover(self, key: str) -> None:
        """Show this mark as pointed at, or none."""
        if key != self.hovered:
            self.hovered = key
            self._text.viewport().update()

    def releases(self, event: QMouseEvent) -> None:
        """Tell what was selected, or what was clicked when nothing was."""
        pressed_at, self._pressed_at = self._pressed_at, None
        if pressed_at is None or event.button() != Qt.MouseButton.LeftButton:
            return
        span = self._text.selected_span()
        at = event.position().toPoint()
        if span:
            self._text.selection_finished.emit(span)
        elif (at - pressed_at).manhattanLength() <= _CLICK_SLACK:
            self._click(at)

    def _click(self, at: QPoint) -> None:
        mark = self._text.mark_at(at)
        self._text.hold(mark)
        self._text.viewport().update()
        if mark:
            self._text.mark_clicked.emit(mark.key)
        else:
            self._text.background_clicked.emit()

    def clicks_twice(self, event: QMouseEvent) -> bool:
        """Whether a double click selects a word, which it does unless it is on a mark."""
        if self._text.is_editing:
            return True
        at = event.position().toPoint()
        mark = self._text.mark_at(at)
        if mark and event.button() == Qt.MouseButton.LeftButton:
            self._text.hold(mark)
            self._pressed_at = None
            self._text.mark_activated.emit(mark.key)
            return False
        self._pressed_at = at
        return True

    def tells(self, event: QHelpEvent) -> None:
        """Say more about the mark under the pointer."""
        mark = self._text.mark_at(event.pos())
        # Unescaped, a name that looks like markup would be read as such.
        told = self._text.told_of(mark) if mark else ""
        text = f"<p>{escape(told)}</p>" if told else ""
        QToolTip.showText(event.globalPos(), text, self._text.viewport())
