"""Keys of an article that mean something to its text and to the open card alike."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.ui.cards.reshaping import Step, step_of
from stanceline.ui.reader.digits import digit_of

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane

_DECIDING_KEYS = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_E),
)


class PaneKeys(QObject):
    """Gives the reader of a pane its letters, and takes keys before text and cards do.

    ``reshape`` moves an edge of the selection by a step.
    """

    def __init__(self, pane: "ArticlePane", reshape: Callable[[Step], None]) -> None:
        super().__init__(pane)
        self._pane = pane
        self._reshape = reshape
        pane.reader.text.installEventFilter(self)

    def watch(self, card: QWidget) -> None:
        """Take keys before the lines of this card do."""
        for line in card.findChildren(QLineEdit):
            line.installEventFilter(self)

    def add(self, keys: Sequence[str], slot: Callable[[], None]) -> None:
        """Have these keys do something while the reader has the keyboard."""
        action = QAction(self._pane)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self._pane.reader.addAction(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys of the text and of the cards that mean something to both."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() == QEvent.Type.ReadOnlyChange:
            self._pane.show_hints()  # The text begins to be edited, or ends.
        if event.type() in kinds and isinstance(event, QKeyEvent):
            if watched is self._pane.reader.text:
                return self._key_in_text(event) or super().eventFilter(watched, event)
            if isinstance(watched, QLineEdit) and self._copies_words(watched, event):
                return True
        return super().eventFilter(watched, event)

    def _key_in_text(self, event: QKeyEvent) -> bool:
        pane = self._pane
        if pane.is_editing:
            return False
        is_press = event.type() == QEvent.Type.KeyPress
        step = step_of(event)
        if step is not None and pane.reader.selected_span() is not None:
            event.accept()
            if is_press:
                self._reshape(step)
            return True
        # A key that is held down must not decide on all suggestions there are.
        is_held = is_press and event.isAutoRepeat()
        is_deciding = is_held and (event.key() in _DECIDING_KEYS or bool(digit_of(event)))
        return is_deciding and pane.reader.focused_mark() is not None

    def _copies_words(self, line: QLineEdit, event: QKeyEvent) -> bool:
        """Copy the words of the article from a field of a card in which nothing is selected."""
        if not event.matches(QKeySequence.StandardKey.Copy) or line.hasSelectedText():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._pane.reader.text.copy()
        return True
