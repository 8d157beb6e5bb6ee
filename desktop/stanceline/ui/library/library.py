"""The list of articles at the left of the window, and the search in them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.library import Arrangement, Grouping, Sorting
from stanceline.domain.spans import Span
from stanceline.services import articles
from stanceline.services.arranging import Ids
from stanceline.services.searching import SearchResult, search
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.library.acting import LibraryActions
from stanceline.ui.library.arrange_bar import ArrangeButton
from stanceline.ui.library.chosen_bar import ChosenBar
from stanceline.ui.library.delegate import LibraryDelegate
from stanceline.ui.library.hits import place_of, quotation_noted, told_count, told_elsewhere
from stanceline.ui.library.live_search import FIRST_HITS, LiveSearch, Question
from stanceline.ui.library.memory import keep_view, kept_view
from stanceline.ui.library.model import GroupHeading, LibraryModel, LibraryRole
from stanceline.ui.library.reading_notes import ReadingNotes
from stanceline.ui.library.results import ResultDelegate, ResultsModel
from stanceline.ui.library.search_box import SearchBox
from stanceline.ui.library.search_help import SearchHelp
from stanceline.ui.library.tall_list import TallList
from stanceline.ui.settings import Settings
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
    shown or done, ``said`` what was done, ``delete_requested`` the key of the article that
    is to go, ``paste_requested`` that what the clipboard holds is to be brought in.
    """

    article_chosen = Signal(int)
    hit_chosen = Signal(int, object)
    left = Signal()
    refused = Signal(str)
    said = Signal(str)
    delete_requested = Signal(str)
    paste_requested = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workspace = workspace
        self._model = LibraryModel(workspace)
        self._delegate = LibraryDelegate(theme)
        self._results_model = ResultsModel()
        self._results_delegate = ResultDelegate(theme)
        self._search = LiveSearch(self._look_for, self)
        self._is_showing = False
        self._is_loaded = False
        self._is_choosing_all = False
        self._current: int | None = None
        self._settings: Settings | None = None
        self._n_found = 0
        self._help: SearchHelp | None = None
        self._build()
        self.acting = LibraryActions(self)
        self.reading = ReadingNotes(workspace, self)
        self._connect()

    def _build(self) -> None:
        self.words = SearchBox(self.workspace)
        self._help_button = _HelpButton()
        self._help_button.setText("?")
        self._help_button.setToolTip(self.tr("What can be searched for (F1)"))
        self._help_button.setAccessibleName(self.tr("How to search"))
        self.arranging = ArrangeButton()
        self._chosen_bar = ChosenBar()
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
        layout.addWidget(self._chosen_bar)

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
        top.addWidget(self.arranging, 0, Qt.AlignmentFlag.AlignLeft)
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
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._open_menu_at)
        return made

    def _connect(self) -> None:
        self.words.textChanged.connect(self._words_changed)
        self.words.entered.connect(self._enter_list)
        self.words.left.connect(self.left)
        self.words.help_wanted.connect(self.show_help)
        self._help_button.clicked.connect(self.show_help)
        self.list.settled.connect(self._selection_changed)
        self.list.fold_wanted.connect(self._fold)
        self.results.settled.connect(self._show_chosen)
        self.results.clicked.connect(self._click_hit)
        self.arranging.chosen.connect(self.arrange)
        self.arranging.all_closed.connect(self._fold_all)
        self._chosen_bar.facts_wanted.connect(self.edit_facts)
        self._chosen_bar.tags_wanted.connect(self.edit_tags)
        self._chosen_bar.menu_wanted.connect(self._open_menu)
        self.reading.noted.connect(self._model.read_line_again)
        self.reading.read_to_end.connect(self._offer_done)
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
        self.reading.write()
        self._model.stop()
        self._search.stop()

    def live_with(self, settings: Settings) -> None:
        """Stand as it was remembered there, and remember there how it stands from now on."""
        self._settings = settings
        arrangement, closed = kept_view(settings)
        self._model.set_closed(closed)
        self.arrange(arrangement)

    # How the articles are arranged

    def group_by(self, name: str) -> None:
        """Group by what a Grouping is called: status, suggestions, source, month and so on."""
        self.arrange(replace(self._model.arrangement, grouping=Grouping(name)))

    def sort_by(self, name: str) -> None:
        """Put first what a Sorting is called: newest, oldest, imported, title and so on."""
        self.arrange(replace(self._model.arrangement, sorting=Sorting(name)))

    def arrange(self, arrangement: Arrangement) -> None:
        """Put the articles in these groups and this order."""
        chosen = self.selected_ids()
        try:
            self._model.arrange(arrangement)
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        self.arranging.show_arrangement(arrangement)
        self._restore_chosen(chosen)
        self.list.scrollTo(self.list.currentIndex())
        self._remember()

    def _remember(self) -> None:
        if self._settings is not None:
            keep_view(self._settings, self._model.arrangement, self._model.closed)

    def _fold(self, heading: QModelIndex) -> None:
        """Close the group of the heading, or open it."""
        entry = heading.data(LibraryRole.ENTRY)
        if not isinstance(entry, GroupHeading):
            return
        chosen, top = self.selected_ids(), self.list.visualRect(heading).top()
        row = heading.row()
        self._model.toggle(entry.key)
        self._restore_chosen(chosen)
        self.list.put_at(self._model.index(row), top)
        self._remember()

    def _fold_all(self, is_closed: bool) -> None:
        chosen = self.selected_ids()
        if is_closed:
            self._model.close_all()
        else:
            self._model.open_all()
        self._restore_chosen(chosen)
        self._remember()

    # The articles

    def refresh(self, kinds: frozenset[Changed], current: int | None) -> None:
        """Show what has changed, with the current article selected."""
        place = self._place_in_sight()
        chosen = self._chosen_in(self.list)
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
        if len(chosen) > 1:
            self._current = current
            self._restore_chosen(chosen)
        else:
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
        self._current = article_id
        selection = self.list.selectionModel()
        here = self.list.currentIndex()
        is_here = article_id is not None and here.data(LibraryRole.ARTICLE_ID) == article_id
        if is_here and selection.isSelected(here):
            return
        index = QModelIndex() if article_id is None else self._model.index_of(article_id)
        self._is_showing = True
        flags = selection.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._is_showing = False
        if index.isValid():
            self.list.scrollTo(index)

    # What is chosen

    def selected_ids(self) -> list[int]:
        """The articles that are chosen in the list in sight; else the one on the desk."""
        page = self._pages.currentWidget()
        chosen = self._chosen_in(page) if isinstance(page, TallList) else []
        if chosen or self._current is None:
            return chosen
        return [self._current]

    def _chosen_in(self, view: TallList) -> list[int]:
        """The articles on the chosen rows, in order; an article counts once."""
        return list(dict.fromkeys(self._on_chosen_rows(view).tolist()))

    def _n_chosen_in(self, view: TallList) -> int:
        return len(set(self._on_chosen_rows(view).tolist()))

    def _on_chosen_rows(self, view: TallList) -> Ids:
        """The articles on the chosen rows, of which there may be 100,000, in order."""
        selection = view.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.size())]
        parts.sort(key=lambda each: each.top())
        found = [self._ids_between(view, each.top(), each.bottom()) for each in parts]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _ids_between(self, view: TallList, first: int, last: int) -> Ids:
        if view is self.results:
            hits = self._results_model.hits[first : last + 1]
            return np.array([each.article_id for each in hits], np.int64)
        return self._model.ids_between(first, last)

    def _restore_chosen(self, ids: Sequence[int]) -> None:
        """Choose these again, so far as they are listed, without announcing them."""
        rows = self._model.rows_of(ids)
        if len(ids) <= 1 or not len(rows):
            self.show_current(self._current)
            self._show_chosen()  # Listing anew chooses nothing, and tells nobody.
            return
        selection = QItemSelection()
        ends = np.flatnonzero(np.diff(rows) > 1)
        starts = np.concatenate(([0], ends + 1))
        for start, end in zip(starts, np.concatenate((ends, [len(rows) - 1])), strict=True):
            first, last = self._model.index(int(rows[start])), self._model.index(int(rows[end]))
            selection.append(QItemSelectionRange(first, last))
        self._is_showing = True
        self.list.selectionModel().select(
            selection, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._is_showing = False

    def choose_all(self) -> None:
        """Choose all articles of the list in sight; of a search all that are counted."""
        page = self._pages.currentWidget()
        if page is self.results and len(self._results_model.hits) < self._n_found:
            self._is_choosing_all = True
            self._search.ask_now(self._question(limit=self._n_found))
        elif isinstance(page, TallList):
            page.selectAll()

    def page_in_sight(self) -> QWidget:
        """The list that is in sight, or what stands in its place."""
        return self._pages.currentWidget() or self

    def edit_facts(self) -> None:
        """Open the facts of the chosen articles."""
        self.acting.edit_facts()

    def edit_tags(self) -> None:
        """Open the tags of the chosen articles."""
        self.acting.edit_tags()

    def set_status_of_selected(self, status: ArticleStatus) -> None:
        """Mark the chosen articles so."""
        self.acting.set_status(status)

    def _open_menu_at(self, place: QPoint) -> None:
        view = self._pages.currentWidget()
        if not isinstance(view, TallList):
            return
        at = view.visualRect(view.currentIndex()).bottomLeft() if place.isNull() else place
        self._open_menu(view.viewport().mapToGlobal(at))

    def _open_menu(self, place: QPoint) -> None:
        menu = self.acting.new_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    # How far somebody has read

    def note_place(self, article_id: int, place: int, furthest: int) -> None:
        """Remember how far the article was read, in code points of its body."""
        self.reading.take(article_id, place, furthest)

    def _offer_done(self, article_id: int) -> None:
        if article_id != self._current:
            return
        key = self.acting.key_of("article.done")
        if key:
            self.said.emit(self.tr("Read to the end. {key} marks it as done.").format(key=key))

    # Going from one to the next

    def neighbour(self, article_id: int, by: int) -> int | None:
        """The article so many places on in the list of all, as it is shown now."""
        return self._model.neighbour(article_id, by)

    def step(self, from_id: int | None, by: int) -> None:
        """Choose the article so many places on, among what was found while searching."""
        if self._pages.currentWidget() is self.results:
            self._step_in_results(from_id, by)
            return
        here = self.list.currentIndex()
        is_among_tags = self._model.arrangement.grouping is Grouping.TAG
        if is_among_tags and from_id and here.data(LibraryRole.ARTICLE_ID) == from_id:
            # An article may stand in several groups: on from where it was chosen.
            self._choose_row(self._model.listed_beside(here.row(), by))
            return
        target = self._model.neighbour(from_id, by)
        if target is not None and target != from_id:
            self.article_chosen.emit(target)

    def _choose_row(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.list.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.list.scrollTo(index)

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
        self._show(self._empty if is_empty else self.list)

    def _show(self, page: QWidget) -> None:
        """Bring a page into sight, with what belongs to it above and below."""
        self._pages.setCurrentWidget(page)
        self.arranging.setVisible(page is self.list)
        self._show_chosen()

    def _selection_changed(self) -> None:
        """Open the one that was chosen; of several the one on the desk stays there."""
        self._show_chosen()
        if self._is_showing:
            return
        if self._n_chosen_in(self.list) == 1:
            self.article_chosen.emit(self._chosen_in(self.list)[0])

    def _show_chosen(self) -> None:
        page = self._pages.currentWidget()
        self._chosen_bar.show_count(self._n_chosen_in(page) if isinstance(page, TallList) else 0)

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
            self.workspace,
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
        chosen = self._chosen_in(self.results)
        self._results_model.show(result.hits)
        if self._is_choosing_all:
            self._is_choosing_all = False
            self.results.selectAll()
        elif len(chosen) <= 1:
            self._select_result(self._results_model.index_of(chosen[0] if chosen else None))
        if not self.results.currentIndex().isValid():
            self.results.scrollToTop()
        told = told_count(result.count, is_capped=result.is_capped) if result.count else ""
        self._say(told, result.notes)
        self._show(self.results if result.hits else self._nothing_found)

    def _show_refused(self, sentence: str) -> None:
        self._results_model.show([])
        self._say("", (sentence,))
        self._show(self._nothing_found)

    def _say(self, told: str, notes: Sequence[str]) -> None:
        self.results.setAccessibleDescription(" ".join((told, *notes)))
        for label, words in ((self._told, told), (self._notes, "\n".join(notes))):
            label.setText(words)
            label.setVisible(bool(words))

    def _select_result(self, index: QModelIndex) -> None:
        selection = self.results.selectionModel()
        flags = selection.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _click_hit(self, index: QModelIndex) -> None:
        """Open what was clicked, unless the click chose several or one less."""
        if self._chosen_in(self.results) == [index.data(LibraryRole.ARTICLE_ID)]:
            self._open_hit(index)

    def _open_hit(self, index: QModelIndex) -> None:
        """Open a hit where its words stand; say where they do when that is not in the text."""
        hit = index.data(LibraryRole.ENTRY)
        if hit is None:
            return
        try:
            article = articles.article(self.workspace, hit.article_id)
            noted = quotation_noted(self.workspace, hit)
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        place = place_of(hit, article.body) if noted is None else noted
        self.hit_chosen.emit(hit.article_id, place)
        if noted is not None or not isinstance(place, Span):
            self.said.emit(told_elsewhere(hit, is_of_quotation=noted is not None))

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
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste_requested.emit()
                return True
            if event.matches(QKeySequence.StandardKey.SelectAll):
                self.choose_all()
                return True
            if watched is self.list and self._key_in_list(key):
                return True
            if key == Qt.Key.Key_Delete:
                self.acting.delete()
                return True
            if watched is self.results and self._key_in_results(key):
                return True
        return super().eventFilter(watched, event)

    def _key_in_list(self, key: Qt.Key) -> bool:
        """Whether the key means something among the articles."""
        here = self.list.currentIndex()
        is_closed = here.data(LibraryRole.IS_CLOSED)
        if is_closed and key in (*_ENTER_KEYS, Qt.Key.Key_Right, Qt.Key.Key_Space):
            self._open_group(here)
        elif key == Qt.Key.Key_Left and self._model.arrangement.grouping is not Grouping.NONE:
            if is_closed is None and here.isValid():
                self._close_group(self._model.heading_above(here.row()))
        elif key in (*_ENTER_KEYS, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            return False
        return True

    def _open_group(self, heading: QModelIndex) -> None:
        """Open the group, with the keyboard on its first article, or on the one on the desk."""
        row = heading.row()
        self._fold(heading)
        if not self.list.selectionModel().hasSelection():
            first = self._model.index(row + 1)
            self.list.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _close_group(self, heading: QModelIndex) -> None:
        """Close the group, with the keyboard on its heading."""
        row = heading.row()
        self._fold(heading)
        self._is_showing = True
        self._choose_row(self._model.index(row))
        self._is_showing = False

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


class _HelpButton(QToolButton):
    """A button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by Enter as by Space."""
        if event.key() in _ENTER_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)


def _small_label() -> QLabel:
    """A label for words above the results, hidden while there are none."""
    label = QLabel()
    label.setProperty("role", "small")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setContentsMargins(4, 4, 4, 0)
    label.hide()
    return label
