"""The list of articles at the left of the window, and the search in them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.services import articles
from stanceline.services.searching import SearchResult, search
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.library.delegate import LibraryDelegate
from stanceline.ui.library.hits import place_of, told_count
from stanceline.ui.library.live_search import FIRST_HITS, LiveSearch, Question
from stanceline.ui.library.model import LibraryModel, LibraryRole
from stanceline.ui.library.results import ResultDelegate, ResultsModel
from stanceline.ui.library.search_box import SearchBox
from stanceline.ui.library.search_help import SearchHelp
from stanceline.ui.library.tall_list import TallList
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAMING = frozenset({Changed.ARTICLES, Changed.SPEAKERS, Changed.TOPICS})
_PROBE_PX = 8


class Library(QWidget):
    """Articles in groups, or what a search found among them; emits the one that is chosen.

    ``hit_chosen`` carries an article and where in it the words stand that were looked for:
    a ``Span`` of its body, or the words as text when they stand elsewhere. ``left`` says
    that the keyboard should go back to the article, ``refused`` why something cannot be
    shown, ``delete_requested`` the key of the article that is to go.
    """

    article_chosen = Signal(int)
    hit_chosen = Signal(int, object)
    left = Signal()
    refused = Signal(str)
    delete_requested = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._model = LibraryModel(workspace)
        self._delegate = LibraryDelegate(theme)
        self._results_model = ResultsModel()
        self._results_delegate = ResultDelegate(theme)
        self._search = LiveSearch(self._look_for, self)
        self._is_showing = False
        self._is_loaded = False
        self._n_found = 0
        self._help: SearchHelp | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.words = SearchBox(self._workspace)
        self._help_button = QToolButton()
        self._help_button.setText("?")
        self._help_button.setToolTip(self.tr("What can be searched for (F1)"))
        self._help_button.setAccessibleName(self.tr("How to search"))
        self._told = _small_label()
        self._notes = _small_label()
        self.list = self._new_list(self.tr("Articles"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.results = self._new_list(self.tr("Articles found"))
        self.results.setModel(self._results_model)
        self.results.setItemDelegate(self._results_delegate)
        self._empty = EmptyState(
            self.tr("No articles yet"),
            self.tr("What you import is listed here, with what is left to do in it."),
        )
        self._nothing_found = EmptyState(
            self.tr("Nothing found"),
            self.tr(
                "Try fewer words, or only the beginning of one, as in negotiat*. "
                "The ? beside the box tells what else can be asked."
            ),
        )
        self._pages = QStackedWidget()
        for page in (self.list, self.results, self._empty, self._nothing_found):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._new_top())
        layout.addWidget(self._pages, 1)

    def _new_top(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.words, 1)
        row.addWidget(self._help_button)
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(12, 12, 6, 4)
        top.setSpacing(0)
        top.addLayout(row)
        top.addWidget(self._told)
        top.addWidget(self._notes)
        return self._top

    def _new_list(self, name: str) -> TallList:
        made = TallList()
        made.setAccessibleName(name)
        made.setProperty("bare", "true")
        made.setProperty("ground", "side")
        made.installEventFilter(self)
        made.typed.connect(self._type)
        return made

    def _connect(self) -> None:
        self.words.textChanged.connect(self._words_changed)
        self.words.entered.connect(self._enter_list)
        self.words.left.connect(self.left)
        self.words.help_wanted.connect(self.show_help)
        self._help_button.clicked.connect(self.show_help)
        self.list.selectionModel().selectionChanged.connect(self._selection_changed)
        self.results.clicked.connect(self._open_hit)
        self.results.near_end.connect(self._look_for_more)
        self._model.refused.connect(self.refused)
        self._search.found.connect(self._show_found)
        self._search.refused.connect(self._show_refused)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._delegate.set_theme(theme)
        self._results_delegate.set_theme(theme)
        for each in (self.list, self.results):
            each.viewport().update()

    def stop(self) -> None:
        """Read the workspace no more, which is about to be closed."""
        self._model.stop()
        self._search.stop()

    # The articles

    def refresh(self, kinds: frozenset[Changed], current: int | None) -> None:
        """Show what has changed, with the current article selected."""
        place = self._place_in_sight()
        if self._is_loaded:
            self._model.refresh()
        else:
            self._model.load()
            self._is_loaded = True
        self._top.setVisible(bool(self._model.article_count()) or bool(self._wanted()))
        if place is not None:
            article_id, top = place
            self.list.put_at(self._model.index_of(article_id), top)
        self._show_page()
        self.show_current(current)
        if kinds & _NAMING:
            self.words.vocabulary.forget()
        if self._wanted():
            known = max(FIRST_HITS, len(self._results_model.hits))
            self._search.ask(self._question(limit=known))

    def _place_in_sight(self) -> tuple[int, int] | None:
        """The first article in sight, and how far it lies from the top; None at the top."""
        if not self.list.verticalOffset():
            return None
        for y in range(0, self.list.viewport().height(), _PROBE_PX):
            index = self.list.indexAt(QPoint(0, y))
            article_id = index.data(LibraryRole.ARTICLE_ID)
            if article_id is not None:
                return article_id, self.list.visualRect(index).top()
        return None

    def show_current(self, article_id: int | None) -> None:
        """Select the article without announcing it as chosen."""
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

    def neighbour(self, article_id: int, by: int) -> int | None:
        """The article so many places on in the list of all, as it is shown now."""
        return self._model.neighbour(article_id, by)

    def step(self, from_id: int | None, by: int) -> None:
        """Choose the article so many places on, among what was found while searching."""
        if self._pages.currentWidget() is self.results:
            self._step_in_results(from_id, by)
            return
        target = self._model.neighbour(from_id, by)
        if target is not None and target != from_id:
            self.article_chosen.emit(target)

    def _step_in_results(self, from_id: int | None, by: int) -> None:
        last = self._results_model.rowCount() - 1
        known = self._results_model.index_of(from_id)
        row = max(0, min(known.row() + by, last)) if known.isValid() else 0
        if row != known.row():
            index = self._results_model.index(row)
            self._select_result(index)
            self.results.scrollTo(index)
            self._open_hit(index)

    def take_focus(self) -> None:
        """Bring the keyboard into the list that is in sight."""
        page = self._pages.currentWidget()
        target = page if isinstance(page, QListView) else self.words
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_page(self) -> None:
        if self._wanted() and self._pages.currentWidget() is not self._empty:
            return
        is_empty = not self._model.article_count()
        self._pages.setCurrentWidget(self._empty if is_empty else self.list)

    def _selection_changed(self, selected: QItemSelection, _deselected: QItemSelection) -> None:
        indexes = selected.indexes()
        if indexes and not self._is_showing:
            self.article_chosen.emit(indexes[0].data(LibraryRole.ARTICLE_ID))

    # The search

    def show_help(self) -> None:
        """Explain what can be written into the box."""
        if self._help is None:
            self._help = SearchHelp(self.window())
            self._help.chosen.connect(self._write_example)
        self._help.open_below(self.words)

    def _write_example(self, example: str) -> None:
        self.words.setFocus()
        self.words.end(False)  # noqa: FBT003 - Qt takes it by position alone
        is_parted = not self.words.text() or self.words.text()[-1].isspace()
        self.words.write(example if is_parted else f" {example}")

    def _type(self, words: str) -> None:
        """What is typed in a list is looked for."""
        if words.strip():
            self.words.setFocus()
            self.words.selectAll()
            self.words.write(words)

    def _wanted(self) -> str:
        return self.words.text().strip()

    def _question(self, limit: int = FIRST_HITS, offset: int = 0) -> Question:
        # The space after the last word says that it is whole.
        is_unfinished = not self.words.text()[-1:].isspace()
        return Question(self._wanted(), limit, offset, is_unfinished=is_unfinished)

    def _look_for(self, question: Question, is_cancelled: Callable[[], bool]) -> SearchResult:
        return search(
            self._workspace,
            question.text,
            limit=question.limit,
            offset=question.offset,
            last_is_prefix=question.is_unfinished,
            is_cancelled=is_cancelled,
        )

    def _words_changed(self) -> None:
        if self._wanted():
            self._search.ask(self._question())
            return
        self._search.drop()
        self._results_model.show([])
        self._say("", ())
        self._show_page()
        self.list.scrollTo(self.list.currentIndex())

    def _look_for_more(self) -> None:
        known = len(self._results_model.hits)
        if self._wanted() and known < self._n_found and not self._search.is_busy:
            self._search.ask_now(self._question(offset=known))

    def _show_found(self, question: Question, result: SearchResult) -> None:
        self._n_found = result.count
        if question.offset:
            self._results_model.append(result.hits)
            return
        chosen = self.results.currentIndex().data(LibraryRole.ARTICLE_ID)
        self._results_model.show(result.hits)
        self._select_result(self._results_model.index_of(chosen))
        if not self.results.currentIndex().isValid():
            self.results.scrollToTop()
        told = told_count(result.count, is_capped=result.is_capped) if result.count else ""
        self._say(told, result.notes)
        self._pages.setCurrentWidget(self.results if result.hits else self._nothing_found)

    def _show_refused(self, sentence: str) -> None:
        self._results_model.show([])
        self._say("", (sentence,))
        self._pages.setCurrentWidget(self._nothing_found)

    def _say(self, told: str, notes: Sequence[str]) -> None:
        self.results.setAccessibleDescription(" ".join((told, *notes)))
        for label, words in ((self._told, told), (self._notes, "\n".join(notes))):
            label.setText(words)
            label.setVisible(bool(words))

    def _select_result(self, index: QModelIndex) -> None:
        selection = self.results.selectionModel()
        flags = selection.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _open_hit(self, index: QModelIndex) -> None:
        hit = index.data(LibraryRole.ENTRY)
        if hit is None:
            return
        try:
            body = articles.article(self._workspace, hit.article_id).body
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        self.hit_chosen.emit(hit.article_id, place_of(hit, body))

    # Keys

    def _enter_list(self) -> None:
        """Go from the box into the list in sight, to its first line if none is chosen."""
        page = self._pages.currentWidget()
        if page is self.results:
            self.results.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.results.currentIndex().isValid():
                self._select_result(self._results_model.index(0))
        elif page is self.list:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.list.selectionModel().hasSelection():
                self.step(None, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the keyboard from the articles to the reader, and between results and box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if watched is self.list and key in (*_ENTER_KEYS, Qt.Key.Key_Escape):
                self.left.emit()
                return True
            if key == Qt.Key.Key_Delete:
                self._delete_chosen(watched)
                return True
            if watched is self.results and self._key_in_results(key):
                return True
        return super().eventFilter(watched, event)

    def _delete_chosen(self, watched: QObject) -> None:
        if isinstance(watched, QListView) and watched.selectionModel().hasSelection():
            article_id = watched.currentIndex().data(LibraryRole.ARTICLE_ID)
            if article_id is not None:
                self.delete_requested.emit(f"article:{article_id}")

    def _key_in_results(self, key: Qt.Key) -> bool:
        """Whether the key means something among the results."""
        index = self.results.currentIndex()
        if key in _ENTER_KEYS:
            self._open_hit(index)
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and index.row() <= 0):
            self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True


def _small_label() -> QLabel:
    """A label for words above the results, hidden while there are none."""
    label = QLabel()
    label.setProperty("role", "small")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setContentsMargins(4, 4, 4, 0)
    label.hide()
    return label
