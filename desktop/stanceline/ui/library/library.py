"""The list of articles at the left of the window, and the search in them."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.library import Arrangement, Grouping, Sorting
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.library.acting import LibraryActions
from stanceline.ui.library.arrange_bar import ArrangeButton
from stanceline.ui.library.chosen import ChosenRows
from stanceline.ui.library.chosen_bar import ChosenBar
from stanceline.ui.library.delegate import LibraryDelegate
from stanceline.ui.library.listing import Listing
from stanceline.ui.library.model import LibraryModel
from stanceline.ui.library.reading_notes import ReadingNotes
from stanceline.ui.library.results import ResultDelegate
from stanceline.ui.library.search_box import SearchBox
from stanceline.ui.library.search_help import SearchHelp
from stanceline.ui.library.searching import Searching
from stanceline.ui.library.tall_list import TallList
from stanceline.ui.settings import Settings
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAMING = frozenset({Changed.ARTICLES, Changed.SPEAKERS, Changed.TOPICS})


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
        self._results_delegate = ResultDelegate(theme)
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
        self.list = self._new_list(self.tr("Articles"))
        self.listing = Listing(self.list, self._model, self.arranging, self)
        self.list.setItemDelegate(self._delegate)
        self.results = self._new_list(self.tr("Articles found"))
        self.searching = Searching(self.workspace, self.words, self.results, self)
        self._search = self.searching.live
        self._told, self._notes = self.searching.told, self.searching.notes
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
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._open_menu_at)
        return made

    def _connect(self) -> None:
        for view in (self.list, self.results):
            view.typed.connect(self.searching.look_for)
        self.words.entered.connect(self._enter_list)
        self.words.left.connect(self.left)
        self.words.help_wanted.connect(self.show_help)
        self._help_button.clicked.connect(self.show_help)
        self.arranging.chosen.connect(self.arrange)
        self._chosen_bar.facts_wanted.connect(self.edit_facts)
        self._chosen_bar.tags_wanted.connect(self.edit_tags)
        self._chosen_bar.menu_wanted.connect(self._open_menu)
        self.reading.noted.connect(self._model.read_line_again)
        self.reading.read_to_end.connect(self._offer_done)
        self._model.refused.connect(self.refused)
        self.listing.chosen_changed.connect(self._show_chosen)
        self.listing.article_chosen.connect(self.article_chosen)
        self.listing.left.connect(self.left)
        self.listing.refused.connect(self.refused)
        self.searching.chosen_changed.connect(self._show_chosen)
        self.searching.answered.connect(self._show_answer)
        self.searching.ended.connect(self._show_all)
        self.searching.hit_chosen.connect(self.hit_chosen)
        self.searching.said.connect(self.said)
        self.searching.refused.connect(self.refused)

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
        self.listing.live_with(settings)

    # How the articles are arranged

    def group_by(self, name: str) -> None:
        """Group by what a Grouping is called: status, suggestions, source, month and so on."""
        self.arrange(replace(self._model.arrangement, grouping=Grouping(name)))

    def sort_by(self, name: str) -> None:
        """Put first what a Sorting is called: newest, oldest, imported, title and so on."""
        self.arrange(replace(self._model.arrangement, sorting=Sorting(name)))

    def arrange(self, arrangement: Arrangement) -> None:
        """Put the articles in these groups and this order."""
        self.listing.arrange(arrangement, self.selected_ids())

    # The articles

    def refresh(self, kinds: frozenset[Changed], current: int | None) -> None:
        """Show what has changed, with the current article selected."""
        chosen = self.listing.read_again()
        self._top.setVisible(bool(self._model.article_count()) or bool(self.searching.wanted()))
        self._show_page()
        self.listing.choose_again(chosen, current)
        if kinds & _NAMING:
            self.words.vocabulary.forget()
        self.searching.look_again()

    def show_current(self, article_id: int | None) -> None:
        """Select the article without announcing it as chosen."""
        self.listing.show_current(article_id)

    # What is chosen

    def selected_ids(self) -> list[int]:
        """The articles that are chosen in the list in sight; else the one on the desk."""
        in_sight = self._chosen_in_sight()
        chosen = in_sight.ids() if in_sight else []
        if chosen or self.listing.current is None:
            return chosen
        return [self.listing.current]

    def _chosen_in_sight(self) -> ChosenRows | None:
        """What is chosen in the list in sight; None when something stands in its place."""
        page = self._pages.currentWidget()
        if page is self.list:
            return self.listing.chosen
        return self.searching.chosen if page is self.results else None

    def _show_chosen(self) -> None:
        in_sight = self._chosen_in_sight()
        self._chosen_bar.show_count(in_sight.count() if in_sight else 0)

    def choose_all(self) -> None:
        """Choose all articles of the list in sight; of a search all that are counted."""
        page = self._pages.currentWidget()
        if page is self.results:
            self.searching.choose_all()
        elif page is self.list:
            self.list.selectAll()

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
        if article_id != self.listing.current:
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
        part = self.searching if self._pages.currentWidget() is self.results else self.listing
        part.step(from_id, by)

    def take_focus(self) -> None:
        """Bring the keyboard into the list that is in sight."""
        page = self._pages.currentWidget()
        target = page if isinstance(page, QListView) else self.words
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_page(self) -> None:
        if self.searching.wanted() and self._pages.currentWidget() is not self._empty:
            return
        is_empty = not self._model.article_count()
        self._show(self._empty if is_empty else self.list)

    def _show(self, page: QWidget) -> None:
        """Bring a page into sight, with what belongs to it above and below."""
        self._pages.setCurrentWidget(page)
        self.arranging.setVisible(page is self.list)
        self._show_chosen()

    def _show_answer(self, is_found: bool) -> None:
        self._show(self.results if is_found else self._nothing_found)

    def _show_all(self) -> None:
        self._show_page()
        self.list.scrollTo(self.list.currentIndex())

    # Help with the search

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

    # Keys

    def _enter_list(self) -> None:
        """Go from the box into the list in sight, to its first line if none is chosen."""
        page = self._pages.currentWidget()
        if page is self.results:
            self.searching.enter()
        elif page is self.list:
            self.listing.enter()

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
            if watched is self.list and self.listing.takes(key):
                return True
            if key == Qt.Key.Key_Delete:
                self.acting.delete()
                return True
            if watched is self.results and self.searching.takes(key):
                return True
        return super().eventFilter(watched, event)


class _HelpButton(QToolButton):
    """A button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by Enter as by Space."""
        if event.key() in _ENTER_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)
