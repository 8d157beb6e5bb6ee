"""The command palette: type a few letters of what should happen, Enter does it."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from stanceline.services.searching import SearchResult, search
from stanceline.ui.commands.entries import MOST_OF_A_KIND, Entries, Entry
from stanceline.ui.commands.lines import EntryDelegate, EntryModel, EntryRole
from stanceline.ui.library.live_search import LiveSearch, Question
from stanceline.ui.theme import current_theme

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_WIDEST, _MARGIN, _TOP = 620, 24, 64
_MOST_LINES = 11
_FRAME = 10
_SHADOW_ALPHA = 90
_SHORTEST_TITLE = 2
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Palette(QFrame):
    """Lies over the upper part of the window while it is open; Escape sends it away."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._entries = Entries(window)
        self._focus_before: QWidget | None = None
        self._search = LiveSearch(self._look_for, self)
        self._search.found.connect(self._show_articles)
        self._search.refused.connect(self._search.drop)
        self._build()
        window.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self.setObjectName("palette")
        self.setProperty("frame", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Commands"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("A command, an article, a speaker or a topic"))
        self.words.setAccessibleName(self.tr("What to do or where to go"))
        self.words.installEventFilter(self)
        self.words.textChanged.connect(self._words_changed)
        self.model = EntryModel()
        self.list = QListView()
        self.list.setAccessibleName(self.tr("What fits"))
        self.list.setProperty("bare", "true")
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._run)
        self.list.selectionModel().currentChanged.connect(self._tell_current)
        self.nothing = QLabel(self.tr("Nothing fits. Fewer letters find more."))
        self.nothing.setProperty("role", "muted")
        self.nothing.setContentsMargins(10, 6, 10, 8)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        layout.setSpacing(6)
        for widget in (self.words, self.list, self.nothing):
            layout.addWidget(widget)

    # Open and closed

    def open(self) -> None:
        """Come up with the keyboard, or go away again when it is here already."""
        if self.isVisible():
            self.leave()
            return
        self._focus_before = self._window.focusWidget()
        self._entries.read()
        self.words.clear()
        self._words_changed()
        self._set_shadow()
        self.show()
        self.raise_()
        self._place()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go away, and give the keyboard back to where it was."""
        before = self._focus_before
        self._close()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _close(self) -> None:
        self._focus_before = None
        self._search.drop()
        self.hide()

    def stop(self) -> None:
        """Read the workspace no more, which is about to be closed."""
        self._search.stop()
        self.hide()

    def _set_shadow(self) -> None:
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        colour = QColor(current_theme().shadow)
        colour.setAlpha(min(colour.alpha(), _SHADOW_ALPHA))
        shadow.setColor(colour)
        self.setGraphicsEffect(shadow)

    def _place(self) -> None:
        room = self._window.rect()
        width = min(_WIDEST, room.width() - 2 * _MARGIN)
        n_lines = min(max(self.model.rowCount(), 0), _MOST_LINES)
        line = self.list.sizeHintForRow(0) if n_lines else 0
        free = room.height() - _TOP - _MARGIN - self.words.sizeHint().height() - 3 * _FRAME
        self.list.setFixedHeight(min(n_lines * line + 4, max(free, line)))
        self.list.setVisible(bool(n_lines))
        self.nothing.setVisible(not n_lines)
        self._layout.activate()
        height = self._layout.sizeHint().height()
        self.setGeometry(QRect((room.width() - width) // 2, _TOP, width, height))

    # What is found

    def _words_changed(self) -> None:
        words = self.words.text()
        self._show(self._entries.found(words))
        asked = _title_query(words)
        if asked:
            self._search.ask(Question(asked, limit=MOST_OF_A_KIND))
        else:
            self._search.drop()

    def _look_for(self, question: Question, is_cancelled: Callable[[], bool]) -> SearchResult:
        return search(
            self._window.workspace,
            question.text,
            limit=question.limit,
            last_is_prefix=True,
            is_cancelled=is_cancelled,
        )

    def _show_articles(self, _question: Question, result: SearchResult) -> None:
        if self.isVisible():
            self.model.append([self._entries.article(hit) for hit in result.hits])
            self._choose(max(self.list.currentIndex().row(), 0))
            self._place()

    def _show(self, entries: list[Entry]) -> None:
        self.model.show(entries)
        self._choose(0)
        if self.isVisible():
            self._place()

    def _choose(self, row: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            index = self.model.index(max(0, min(row, last)))
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def _tell_current(self, index: QModelIndex) -> None:
        # The keyboard stays in the line, so that is where a screen reader listens.
        told = index.data(Qt.ItemDataRole.AccessibleTextRole)
        self.words.setAccessibleDescription(told or "")

    def _run(self, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(EntryRole.ENTRY)
        if not isinstance(entry, Entry) or entry.why_not:
            return
        # The command must find the keyboard where it was, not here.
        self.leave()
        entry.act()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the lines from the field, and keep the place while the window changes."""
        if watched is self.words and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and self._take_key(Qt.Key(event.key())):
                return True
        elif watched is self.words and event.type() == QEvent.Type.FocusOut:
            if self.isVisible() and self._window.isActiveWindow():
                self._close()
        elif watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        if key in _MOVES:
            self._choose(self.list.currentIndex().row() + _MOVES[key])
        elif key in _ENTER:
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True


def _title_query(words: str) -> str:
    """What to search for to find articles by the words of their titles."""
    parts = re.findall(r"\w+", words)
    if sum(map(len, parts)) < _SHORTEST_TITLE:
        return ""
    return " ".join(f"title:{part}" for part in parts)
