"""The list of articles at the left of the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QSignalBlocker, Qt, Signal
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
from stanceline.ui.library_delegate import LibraryDelegate
from stanceline.ui.library_model import LibraryModel, LibraryRole
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState


class Library(QWidget):
    """Articles in groups, with a field that narrows them; emits the one that is chosen."""

    article_chosen = Signal(int)
    import_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = LibraryModel()
        self._delegate = LibraryDelegate(theme)
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
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = EmptyState(
            self.tr("No articles yet"),
            self.tr("Import files or a folder, or paste an article from a page."),
            self.tr("Import files…"),
            "Ctrl+I",
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
        self._empty.action_triggered.connect(self.import_requested)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._delegate.set_theme(theme)
        self.list.viewport().update()

    def set_rows(self, rows: Sequence[ArticleRow], current: int | None) -> None:
        """Show these articles, with the current one selected."""
        self._model.set_rows(rows)
        self._show_page(has_articles=bool(rows))
        self.show_current(current)

    def show_current(self, article_id: int | None) -> None:
        """Select the article without announcing it as chosen."""
        index = QModelIndex() if article_id is None else self._model.index_of(article_id)
        selection = self.list.selectionModel()
        if selection.currentIndex() == index and selection.isSelected(index):
            return
        blocked = QSignalBlocker(selection)
        selection.setCurrentIndex(
            index, selection.SelectionFlag.ClearAndSelect | selection.SelectionFlag.Rows
        )
        blocked.unblock()
        if index.isValid():
            self.list.scrollTo(index)
        self.list.viewport().update()

    def step(self, from_id: int | None, by: int) -> None:
        """Choose the article so many places on."""
        target = self._model.neighbour(from_id, by)
        if target is not None and target != from_id:
            self.article_chosen.emit(target)

    def _narrow(self, words: str) -> None:
        self._model.set_words(words)
        self._show_page(has_articles=True)

    def _show_page(self, *, has_articles: bool) -> None:
        if not has_articles:
            self._pages.setCurrentWidget(self._empty)
        elif self._model.article_count() == 0:
            self._pages.setCurrentWidget(self._nothing_found)
        else:
            self._pages.setCurrentWidget(self.list)

    def _selection_changed(self, selected: QItemSelection, _deselected: QItemSelection) -> None:
        indexes = selected.indexes()
        if indexes:
            self.article_chosen.emit(indexes[0].data(LibraryRole.ARTICLE_ID))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field, Down leads into the list and Escape empties the field."""
        if watched is self.words and isinstance(event, QKeyEvent):
            is_press = event.type() is QEvent.Type.KeyPress
            if is_press and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if is_press and event.key() == Qt.Key.Key_Escape and self.words.text():
                self.words.clear()
                return True
        return super().eventFilter(watched, event)
