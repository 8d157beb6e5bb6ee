"""The main window: library, article, inspector and timeline on one workspace."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from stanceline import __version__
from stanceline.domain.errors import StancelineError
from stanceline.domain.spans import Span
from stanceline.domain.suggestions import CONFIDENT_FROM
from stanceline.services import articles
from stanceline.services.progress import Cancelled
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.banner import Banner
from stanceline.ui.bringing_in import BringingIn
from stanceline.ui.catching_up import CatchingUp
from stanceline.ui.commands.registry import Commands
from stanceline.ui.crash import show_error
from stanceline.ui.deleting import Deleting
from stanceline.ui.desk import Desk
from stanceline.ui.dialogs.working import Work
from stanceline.ui.editing import Editing
from stanceline.ui.header_bar import HeaderBar, View
from stanceline.ui.inspector.inspector import Inspector
from stanceline.ui.keys import ThingKind, thing
from stanceline.ui.library.in_window import LibraryInWindow
from stanceline.ui.library.library import Library
from stanceline.ui.locking import Locking
from stanceline.ui.other_workspaces import OtherWorkspaces
from stanceline.ui.reading_look import ReadingLook
from stanceline.ui.safekeeping import Safekeeping
from stanceline.ui.settings import Settings, TimelinePlace
from stanceline.ui.signals import WorkspaceSignals
from stanceline.ui.tasks import TaskRunner
from stanceline.ui.theme import Theme
from stanceline.ui.timeline.timeline_panel import TimelinePanel
from stanceline.ui.troubles import Unsaved
from stanceline.ui.undo_redo import UndoRedo
from stanceline.ui.widgets import ElidedLabel
from stanceline.ui.window_actions import WindowActions
from stanceline.ui.window_places import WindowPlaces
from stanceline.ui.window_room import WindowRoom
from stanceline.ui.window_status import WindowStatus
from stanceline.ui.window_suggestions import WindowSuggestions
from stanceline.ui.window_timeline import WindowTimeline
from stanceline.ui.window_views import WindowViews
from stanceline.ui.window_work import WindowWork

_SMALLEST = (880, 560)
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MainWindow(QMainWindow):
    """One workspace in one window, perhaps beside others on the same workspace.

    What concerns all windows is asked of the program: ``open_requested`` carries the path
    of a workspace, ``copied`` that of a copy of this one, ``new_requested`` that of one to
    be made, ``theme_chosen`` a choice, ``scale_stepped`` a step in the size of the
    interface; ``new_window_requested`` asks for one more window on this workspace,
    ``reopening_requested`` carries a Reopening of the workspace that is shown, and
    ``retry_requested`` asks to open it again as it is now.
    """

    closed = Signal()
    open_requested = Signal(object)
    copied = Signal(object)
    new_requested = Signal(object)
    new_window_requested = Signal()
    sample_requested = Signal()
    theme_chosen = Signal(object)
    scale_stepped = Signal(int)
    reopening_requested = Signal(object)
    retry_requested = Signal()

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        theme: Theme,
        *,
        siblings: Callable[[], Sequence["MainWindow"]] | None = None,
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.settings = settings
        self.theme = theme
        self._siblings = siblings
        self._is_closed = self._is_gone = self._has_let_go = False
        # What is worked on comes first, then what is read most.
        self._catching_up = CatchingUp(
            (
                self._refresh_desk,
                self._refresh_inspector,
                self._refresh_around,
                self._refresh_library,
                self._refresh_timeline,
            ),
            self,
        )
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.tasks = TaskRunner(self)
        self.changes = WorkspaceSignals(workspace, self)
        self._build(theme)
        self.commands = Commands(self)
        self.places = WindowPlaces(self)
        self.views = WindowViews(self)
        self.reading = ReadingLook(self)
        self.others = OtherWorkspaces(self)
        self.doing = WindowWork(self)
        self.imports = BringingIn(self)
        self.work = Work(self)
        self.undo_redo = UndoRedo(self, self.work)
        self.deleting = Deleting(self)
        self.safekeeping = Safekeeping(self)
        self.locking = Locking(self)
        self.editing = Editing(self)
        self.library_here = LibraryInWindow(self)
        self.timeline_here = WindowTimeline(self)
        self.suggestions_here = WindowSuggestions(self)
        self.menus = WindowActions(self)
        self._connect()
        self._restore()
        self.undo_redo.take_name()
        self.show_workspace()
        self.safekeeping.start()

    # Parts

    def _build(self, theme: Theme) -> None:
        self.header = HeaderBar()
        self.library = Library(self.workspace, theme)
        self.desk = Desk(self.workspace, theme, self)
        self.inspector = Inspector(self.workspace, self.desk.as_pane(), theme)
        self.timeline = TimelinePanel(self.workspace, theme)
        self.banner = Banner()
        self.status = WindowStatus(self)
        line = QFrame()
        line.setProperty("frame", "line")
        self.room = WindowRoom(
            self,
            self.settings,
            library=self.library,
            desk=self.desk,
            inspector=self.inspector,
            timeline=self.timeline,
            around=(self.header, line, self.statusBar()),
        )
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.header, line, self.banner):
            layout.addWidget(part)
        layout.addWidget(self.room.rows, 1)
        self.setCentralWidget(central)

    @property
    def pane(self) -> ArticlePane:
        """The article that the menus act on: of two side by side, the one with the keys."""
        return self.desk.pane

    @property
    def saved_label(self) -> QLabel:
        """What says that all is saved."""
        return self.status.saved_label

    @property
    def counts_label(self) -> QLabel:
        """What says how much there is."""
        return self.status.counts_label

    @property
    def said_label(self) -> ElidedLabel:
        """What says what was done."""
        return self.status.said_label

    def siblings(self) -> list["MainWindow"]:
        """All windows on this workspace, the first of them first."""
        known = list(self._siblings()) if self._siblings is not None else [self]
        return known if self in known else [*known, self]

    @property
    def looks_after_workspace(self) -> bool:
        """Whether it falls to this window to do what is done once for all of them."""
        return self.siblings()[0] is self

    def _connect(self) -> None:
        self.header.view_chosen.connect(self.views.choose)
        self.library.article_chosen.connect(self.open_article)
        self.library.hit_chosen.connect(self.show_hit)
        self.library.left.connect(self.show_reading)
        self.library.refused.connect(self.refuse)
        self.library.delete_requested.connect(self.deleting.delete)
        self._connect_pane(self.pane)
        self.desk.made.connect(self._connect_pane)
        self.desk.activated.connect(self.places.pane_activated)
        self.desk.close_requested.connect(self.places.close_beside)
        self.inspector.place_requested.connect(self.show_place)
        self.inspector.delete_requested.connect(self.deleting.delete)
        self.inspector.refused.connect(self.refuse)
        self.inspector.unsaved.connect(Unsaved(self, self.inspector.settle).tell)
        self.changes.changed.connect(self._catching_up.hear)

    def _connect_pane(self, pane: ArticlePane) -> None:
        pane.import_requested.connect(self.imports.ask_for_files)
        pane.thing_selected.connect(self._selected_in_pane)
        pane.said.connect(self.say)
        pane.refused.connect(self.refuse)
        pane.delete_requested.connect(self.deleting.delete)
        pane.reader.text_size_changed.connect(self.reading.text_size_changed)
        self.reading.dress(pane)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self.theme = theme
        for part in (self.library, self.desk, self.inspector, self.timeline):
            part.set_theme(theme)
        self.reading.dress_all()
        self.banner.set_colours()
        self.header.set_theme(theme)

    # Places

    def _restore(self) -> None:
        self.room.restore()
        self.timeline_here.restore()
        self.place_timeline(self.settings.timeline_place)

    def showEvent(self, event: QShowEvent) -> None:
        """Be there for the buttons of the mouse."""
        super().showEvent(event)
        self.places.watch_mouse()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.room.share()

    def place_timeline(self, place: TimelinePlace) -> None:
        """Show the timeline below the article, alone, or not at all."""
        self.views.place_timeline(place)

    def show_reading(self) -> None:
        """Show the article, with the timeline below it if there is any."""
        self.places.show_reading()

    def show_timeline(self) -> None:
        """Let the timeline fill the window."""
        self.views.choose(View.TIMELINE)

    # What is shown

    def show_workspace(self) -> None:
        """Show what the workspace holds, from its first article."""
        name = self.workspace.name
        path = self.workspace.path
        told = name if path.stem == name else f"{name} ({path.name})"
        self.setWindowTitle(f"{told} — Stanceline {__version__}")
        self.header.set_name(
            name,
            is_read_only=self.workspace.is_read_only,
            why=self.workspace.why_read_only,
            is_encrypted=self.workspace.is_encrypted,
        )
        self._show_library(frozenset(Changed))
        self.status.show_counts()
        self.open_article(articles.first_to_open(self.workspace))
        if self.looks_after_workspace:
            self.places.restore_desk()
        self.undo_redo.offer()
        self.pane.reader.setFocus()

    def _show_library(self, kinds: frozenset[Changed]) -> None:
        current = self.pane.article
        self.library.refresh(kinds, current.id if current else None)

    def open_article(self, article_id: int | None) -> None:
        """Put the article on the desk and tell the inspector."""
        self.places.open_article(article_id)

    def open_beside(self, article_id: int | None = None) -> None:
        """Put the article at the other side of the desk."""
        self.places.open_beside(article_id)

    def read_article(self, article_id: int) -> None:
        """Put the article on the desk and the keyboard into it."""
        self.show_reading()
        self.open_article_if_there(article_id)
        self.pane.reader.setFocus()

    def open_article_if_there(self, article_id: int) -> None:
        """Put the article on the desk, unless it is gone."""
        if articles.is_there(self.workspace, article_id):
            self.open_article(article_id)

    def select(self, key: str) -> None:
        """Show a thing in the inspector and on the timeline."""
        self.inspector.show_key(key)
        self._select_on_timeline(key)

    def _selected_in_pane(self, key: str) -> None:
        if not self._catching_up.is_waiting:
            self.select(key)
            return
        # It was marked just now. The mark is painted first; then all is shown, and this too.
        self.inspector.show_key_later(key)
        self._select_on_timeline(key)

    def _select_on_timeline(self, key: str) -> None:
        is_mark = bool(key) and thing(key).kind in (ThingKind.QUOTATION, ThingKind.EVENT)
        self.timeline.select(key if is_mark else None)

    def open_mark(self, key: str) -> None:
        """Open the words that a mark of the timeline rests on."""
        self.places.open_mark(key)

    def show_place(self, article_id: int, place: str | Span) -> None:
        """Open the article at a mark or a passage."""
        self.places.show_place(article_id, place)

    def point_to(self, article_id: int, key: str) -> None:
        """Bring a mark into sight in its article, or on the timeline where that is alone."""
        self.places.point_to(article_id, key)

    def show_hit(self, article_id: int, place: object) -> None:
        """Open the article where the words stand that were searched for."""
        self.places.show_hit(article_id, place)

    def say(self, sentence: str, way: str = "", go: Callable[[], object] | None = None) -> None:
        """Show a sentence in the status line for a while, with a way to answer it, if any."""
        self.status.say(sentence, way, go)

    def refuse(self, sentence: str) -> None:
        """Say in a box why something could not be done."""
        if self._has_let_go:
            return  # Nobody asked for anything here any more.
        show_error(sentence, self)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what is refused instead of raising it."""
        try:
            yield
        except StancelineError as error:
            self.refuse(str(error))

    def catch_up(self, also: frozenset[Changed] = frozenset()) -> None:
        """Show at once all that has changed since the last time, and these kinds of thing."""
        self._catching_up.hear(also)
        self._catching_up.finish()

    def catch_up_on_desk(self) -> None:
        """Show at once what has changed in the articles on the desk, and all else after it."""
        self._catching_up.show_first()

    def _refresh_desk(self, kinds: frozenset[Changed]) -> None:
        if kinds:
            with self.telling():
                for pane in self.desk.panes:
                    self._refresh_pane(pane, kinds)
                self.desk.show_heads()

    def _refresh_pane(self, pane: ArticlePane, kinds: frozenset[Changed]) -> None:
        current = pane.article
        if current is not None and not articles.is_there(self.workspace, current.id):
            if pane is self.pane:
                self.open_article(self._nearest_to(current.id))
            else:
                self.places.close_other_side()
        elif Changed.ARTICLES in kinds:
            pane.refresh_article()
        else:
            pane.refresh()

    def _refresh_inspector(self, kinds: frozenset[Changed]) -> None:
        if kinds:
            with self.telling():
                self.inspector.refresh()

    def _refresh_around(self, kinds: frozenset[Changed]) -> None:
        self.undo_redo.offer()
        if kinds:
            with self.telling():
                self.status.show_counts()
            self.undo_redo.refresh_history()

    def _refresh_library(self, kinds: frozenset[Changed]) -> None:
        if kinds:
            with self.telling():
                self._show_library(kinds)

    def _refresh_timeline(self, kinds: frozenset[Changed]) -> None:
        if kinds:
            with self.telling():
                self.timeline.workspace_changed(kinds)

    def _nearest_to(self, gone_id: int) -> int | None:
        """What to read when an article has gone: the next one, or the one before."""
        near = (self.library.neighbour(gone_id, 1), self.library.neighbour(gone_id, -1))
        there = (each for each in near if each and articles.is_there(self.workspace, each))
        return next(there, None) or articles.first_to_open(self.workspace)

    # Suggestions, and what is dropped

    def accept_confident(self) -> None:
        """Accept the article's confident suggestions."""
        self.pane.accept_confident(CONFIDENT_FROM)

    def tell_failure(self, error: StancelineError) -> None:
        """Say why a job came to nothing, or that it was stopped."""
        if isinstance(error, Cancelled):
            self.say(str(error))
        else:
            self.refuse(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the keyboard by Enter as by Space."""
        button = self.focusWidget()
        if event.key() in _ENTER_KEYS and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and text from elsewhere."""
        if event.source() is not None:
            return
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import dropped files, or dropped text as an article."""
        self.imports.take_dropped(event.mimeData())
        event.acceptProposedAction()

    # Closing

    def let_go(self) -> None:
        """Save what is being typed, stop what is running, and close the file.

        The window stays, with nothing in it that can be used, until it is closed.
        """
        if self._is_closed:
            return
        self._is_closed = True
        for stop in (self.editing.stop, self.safekeeping.stop, self.locking.stop, self.work.finish):
            stop()
        if self.tasks.is_busy:
            self.tasks.cancel_all()
            self.tasks.wait_until_idle()
        self.inspector.settle()
        self.room.keep()
        self.places.keep_desk()
        self.menus.stop()
        self.commands.set_locked(True)
        self.commands.stop()
        self.undo_redo.stop()
        self.changes.stop()
        self._catching_up.stop()
        self.library.stop()
        self.timeline.stop()
        self.menuBar().setEnabled(False)
        for part in (self.header, self.banner, self.room.rows):
            part.setEnabled(False)
        # What is put off until the next moment would open the file once more.
        for timer in self.findChildren(QTimer):
            timer.stop()
        with self.telling():
            self.workspace.close()
        self._has_let_go = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the workspace."""
        if not self._is_closed:
            self.let_go()
        if not self._is_gone:
            self._is_gone = True
            self.closed.emit()
        super().closeEvent(event)
