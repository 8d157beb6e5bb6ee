"""The list of articles at the left of the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.articles import ArticleRow
from stanceline.ui.library.delegate import LibraryDelegate
from stanceline.ui.library.model import LibraryModel, LibraryRole
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Library(QWidget):
    """Articles in groups, with a field that narrows them; emits the one that is chosen.

    ``left`` says that the keyboard should go back to the article.
    """

    article_chosen = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LibraryModel()
        self._delegate = LibraryDelegate(theme)
        self._current: int | None = None
        self._is_showing = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find articles"))
        self.words.setAccessibleName(self.tr("Find articles"))
        self.words.setClearButtonEnabled(True)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Articles"))
        self.list.setProperty("bare", "true")
        self.list.setProperty("ground", "side")
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.installEventFilter(self)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = EmptyState(
            self.tr("No articles yet"),
            self.tr("What you import is listed here, with what is left to do in it."),
        )
        self._nothing_found = EmptyState(
            self.tr("Nothing found"), self.tr("No title or outlet holds these words.")
        )
        self._pages = QStackedWidget()
        for page in (self.list, self._empty, self._nothing_found):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 4)
        top.addWidget(self.words)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        self.list.selectionModel().selectionChanged.connect(self._selection_changed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._delegate.set_theme(theme)
        self.list.viewport().update()

    def set_rows(self, rows: Sequence[ArticleRow], current: int | None) -> None:
        """Show these articles, with the current one selected."""
        self._model.set_rows(rows)
        # A title may take another number of lines now.
        self.list.scheduleDelayedItemsLayout()
        self.words.setVisible(bool(rows))
        self._show_page()
        self.show_current(current)

    def show_current(self, article_id: int | None) -> None:
        """Select the article without announcing it as chosen."""
        self._current = article_id
        index = QModelIndex() if article_id is None else self._model.index_of(article_id)
        selection = self.list.selectionModel()
        if selection.currentIndex() == index and selection.isSelected(index):
            return
        self._is_showing = True
        flags = selection.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._is_showing = False
        if index.isValid():
            self.list.scrollTo(index)

    def step(self, from_id: int | None, by: int) -> None:
        """Choose the article so many places on."""
        target = self._model.neighbour(from_id, by)
        if target is not None and target != from_id:
            self.article_chosen.emit(target)

    def _narrow(self, words: str) -> None:
        self._model.set_words(words)
        self._show_page()
        self.show_current(self._current)

    def _show_page(self) -> None:
        if self._model.article_count():
            self._pages.setCurrentWidget(self.list)
        else:
            is_empty = self._model.is_without_articles
            self._pages.setCurrentWidget(self._empty if is_empty else self._nothing_found)

    def _selection_changed(self, selected: QItemSelection, _deselected: QItemSelection) -> None:
        indexes = selected.indexes()
        if indexes and not self._is_showing:
            self.article_chosen.emit(indexes[0].data(LibraryRole.ARTICLE_ID))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the keyboard from the field into the list, and from both to the article.

        Escape first empties the field.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if watched is self.words and self._key_in_field(key):
                return True
            if watched is self.list and key in (*_ENTER_KEYS, Qt.Key.Key_Escape):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _key_in_field(self, key: Qt.Key) -> bool:
        """Whether the key means something in the field."""
        if key == Qt.Key.Key_Escape:
            if self.words.text():
                self.words.clear()
            else:
                self.left.emit()
        elif key in (Qt.Key.Key_Down, *_ENTER_KEYS) and self._model.article_count():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.list.selectionModel().hasSelection():
                self.step(None, 1)
        else:
            return False
        return True
