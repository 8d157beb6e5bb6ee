"""The main window: library, article, inspector and timeline on one workspace."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from stanceline import __version__
from stanceline.domain.errors import StancelineError
from stanceline.domain.spans import Span
from stanceline.services import articles, events, quotations, suggesting
from stanceline.services.progress import Cancelled
from stanceline.services.workspace import SUFFIX, Changed, Workspace
from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.banner import Banner
from stanceline.ui.bringing_in import BringingIn
from stanceline.ui.crash import show_error
from stanceline.ui.deleting import Deleting
from stanceline.ui.dialogs.export import ExportDialog
from stanceline.ui.dialogs.topics import TopicsDialog
from stanceline.ui.dialogs.working import Work
from stanceline.ui.file_dialogs import ask_for_file, ask_where_to_write
from stanceline.ui.header_bar import HeaderBar, View
from stanceline.ui.inspector.inspector import Inspector
from stanceline.ui.keys import ThingKind, thing
from stanceline.ui.library.library import Library
from stanceline.ui.locking import Locking
from stanceline.ui.safekeeping import Safekeeping
from stanceline.ui.settings import Settings, TimelinePlace
from stanceline.ui.signals import WorkspaceSignals
from stanceline.ui.tasks import StatusTask, TaskRunner
from stanceline.ui.theme import Theme
from stanceline.ui.timeline.panel import TimelinePanel
from stanceline.ui.troubles import Unsaved
from stanceline.ui.undo_redo import UndoRedo
from stanceline.ui.widgets import ElidedLabel
from stanceline.ui.window_actions import WindowActions
from stanceline.ui.window_room import WindowRoom

CONFIDENT = 0.9
"""From this confidence on a suggestion is accepted with "all confident ones"."""

_SMALLEST = (880, 560)
_SAID_MS = 6000


class MainWindow(QMainWindow):
    """One workspace in one window.

    What concerns all windows is asked of the program: ``open_requested`` carries the path
    of a workspace, ``new_requested`` that of one to be made, ``theme_chosen`` a choice;
    ``reopening_requested`` carries a Reopening of the workspace that is shown, and
    ``retry_requested`` asks to open it again as it is now.
    """

    closed = Signal()
    open_requested = Signal(object)
    new_requested = Signal(object)
    sample_requested = Signal()
    theme_chosen = Signal(object)
    reopening_requested = Signal(object)
    retry_requested = Signal()

    def __init__(self, workspace: Workspace, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.workspace = workspace
        self.settings = settings
        self._theme = theme
        self._changed: frozenset[Changed] = frozenset()
        self._is_closed = self._is_gone = False
        # One refresh follows however many actions happen at once, as in an import.
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(0)
        self._catch_up.timeout.connect(self.catch_up)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.tasks = TaskRunner(self)
        self.changes = WorkspaceSignals(workspace, self)
        self._build(theme)
        self.imports = BringingIn(self)
        self.work = Work(self)
        self.undo_redo = UndoRedo(self, self.work)
        self.deleting = Deleting(self)
        self.safekeeping = Safekeeping(self)
        self.locking = Locking(self)
        self.commands = WindowActions(self)
        self._connect()
        self._restore()
        self.undo_redo.take_name()
        self.show_workspace()
        self.safekeeping.start()

    # Parts

    def _build(self, theme: Theme) -> None:
        self.header = HeaderBar()
        self.library = Library(self.workspace, theme)
        self.pane = ArticlePane(self.workspace, theme)
        self.inspector = Inspector(self.workspace, self.pane, theme)
        self.timeline = TimelinePanel(self.workspace, theme)
        self.room = WindowRoom(
            self,
            self.settings,
            library=self.library,
            pane=self.pane,
            inspector=self.inspector,
            timeline=self.timeline,
        )
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        line = QFrame()
        line.setProperty("frame", "line")
        layout.addWidget(line)
        self.banner = Banner()
        layout.addWidget(self.banner)
        layout.addWidget(self.room.rows, 1)
        self.setCentralWidget(central)
        self._build_status_bar()

    def _build_status_bar(self) -> None:
        self.saved_label = QLabel(self.tr("Saved"))
        self.saved_label.setToolTip(self.tr("Every action is saved as it is made."))
        if self.workspace.is_read_only:
            self.saved_label.setText(self.tr("Read-only"))
            self.saved_label.setToolTip(self.workspace.why_read_only)
        self.counts_label = QLabel()
        self.said_label = ElidedLabel()
        # The label gives way to a task; Qt's own messages would hide that all is saved.
        self._unsay = QTimer(self)
        self._unsay.setSingleShot(True)
        self._unsay.setInterval(_SAID_MS)
        self._unsay.timeout.connect(self._end_saying)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self.saved_label)
        bar.addWidget(self.counts_label)
        bar.addWidget(self.said_label, 1)
        bar.addPermanentWidget(StatusTask(self.tasks))
        self.said_label.hide()

    def _connect(self) -> None:
        self.header.view_chosen.connect(self._view_chosen)
        self.header.export_requested.connect(self.export)
        self.library.article_chosen.connect(self.open_article)
        self.library.hit_chosen.connect(self.show_hit)
        self.library.left.connect(self.show_reading)
        self.library.refused.connect(self.refuse)
        self.library.delete_requested.connect(self.deleting.delete)
        self.pane.import_requested.connect(self.imports.ask_for_files)
        self.pane.thing_selected.connect(self.select)
        self.pane.said.connect(self.say)
        self.pane.refused.connect(self.refuse)
        self.pane.delete_requested.connect(self.deleting.delete)
        self.pane.reader.text_size_changed.connect(self._text_size_changed)
        self.inspector.place_requested.connect(self.show_place)
        self.inspector.delete_requested.connect(self.deleting.delete)
        self.inspector.refused.connect(self.refuse)
        self.inspector.unsaved.connect(Unsaved(self, self.inspector.settle).tell)
        self.timeline.mark_selected.connect(self._mark_selected)
        self.timeline.mark_activated.connect(self.open_mark)
        self.timeline.left.connect(self.show_reading)
        self.timeline.said.connect(self.say)
        self.timeline.refused.connect(self.refuse)
        self.timeline.lanes_box.currentIndexChanged.connect(self._lanes_changed)
        self.changes.changed.connect(self._workspace_changed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._theme = theme
        for part in (self.library, self.pane, self.inspector, self.timeline):
            part.set_theme(theme)
        self.banner.set_colours()

    # Places

    def _restore(self) -> None:
        self.room.restore()
        self.pane.reader.set_text_size(self.settings.reading_text_px)
        self.timeline.set_lanes(self.settings.lanes)
        self.place_timeline(self.settings.timeline_place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.room.share()

    def place_timeline(self, place: TimelinePlace) -> None:
        """Show the timeline below the article, alone, or not at all."""
        self.room.place_timeline(place)
        self.header.set_view(View.TIMELINE if place is TimelinePlace.FULL else View.READ)
        self.commands.timeline_placed(place)

    def _view_chosen(self, view: str) -> None:
        if View(view) is View.TIMELINE:
            self.place_timeline(TimelinePlace.FULL)
            self.timeline.view.setFocus()
        else:
            self.show_reading()

    def show_reading(self) -> None:
        """Show the article, with the timeline below it if there is any."""
        if self.settings.timeline_place is TimelinePlace.FULL:
            self.place_timeline(TimelinePlace.BELOW)
        self.pane.reader.setFocus()

    def show_timeline(self) -> None:
        """Let the timeline fill the window."""
        self._view_chosen(View.TIMELINE)

    def toggle_timeline_below(self) -> None:
        """Show or hide the timeline below the article."""
        is_below = self.settings.timeline_place is TimelinePlace.BELOW
        self.place_timeline(TimelinePlace.HIDDEN if is_below else TimelinePlace.BELOW)

    def _lanes_changed(self) -> None:
        self.settings.lanes = self.timeline.lanes()

    def step_text_size(self, direction: int) -> None:
        """Set the article larger or smaller; 0 sets the usual size."""
        reader = self.pane.reader
        size = self._theme.sizes.reading if direction == 0 else reader.text_size + direction
        reader.set_text_size(size)
        self.settings.reading_text_px = reader.text_size

    def _text_size_changed(self, size_px: int) -> None:
        self.settings.reading_text_px = size_px

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
        self.open_article(articles.first_to_open(self.workspace))
        self.undo_redo.offer()
        self.pane.reader.setFocus()

    def _show_library(self, kinds: frozenset[Changed]) -> None:
        current = self.pane.article
        self.library.refresh(kinds, current.id if current else None)
        counts = articles.library_counts(self.workspace)
        parts = [self.tr("%n article(s)", "", counts.n_articles)]
        if counts.n_waiting:
            parts.append(self.tr("%n suggestion(s) to go through", "", counts.n_waiting))
        self.counts_label.setText(" · ".join(parts))

    def open_article(self, article_id: int | None) -> None:
        """Put the article on the desk and tell the inspector."""
        current = self.pane.article
        is_there_already = current is not None and current.id == article_id
        if not is_there_already:
            with self.telling():
                self.pane.show_article(article_id)
                self.select("" if article_id is None else f"article:{article_id}")
        self.library.show_current(article_id)
        self.commands.article_opened(is_open=self.pane.article is not None)

    def open_article_if_there(self, article_id: int) -> None:
        """Put the article on the desk, unless it is gone."""
        if articles.is_there(self.workspace, article_id):
            self.open_article(article_id)

    def step_article(self, step: int) -> None:
        """Open the article so many places on in the library."""
        box = _box_with_focus()
        if box is not None:
            # Alt+Down is also the key that opens a list of choices.
            box.showPopup()
            return
        current = self.pane.article
        self.library.step(current.id if current else None, step)

    def step_part(self, step: int) -> None:
        """Move the keyboard to the next part of the window that is in sight, or the one before."""
        parts = [
            part
            for part in (self.library, self.pane, self.inspector, self.timeline)
            if part.isVisible()
        ]
        focused = QApplication.focusWidget()
        held = [part.isAncestorOf(focused) if focused else False for part in parts]
        at = held.index(True) + step if any(held) else 0
        self._enter(parts[at % len(parts)])

    def _enter(self, part: QWidget) -> None:
        if part is self.inspector:
            self.inspector.take_focus()
            return
        if part is self.library:
            self.library.take_focus()
            return
        {
            self.pane: self.pane.reader,
            self.timeline: self.timeline.view,
        }[part].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select(self, key: str) -> None:
        """Show a thing in the inspector and on the timeline."""
        self.inspector.show_key(key)
        is_mark = bool(key) and thing(key).kind in (ThingKind.QUOTATION, ThingKind.EVENT)
        self.timeline.select(key if is_mark else None)

    def _mark_selected(self, key: str) -> None:
        if key and key != str(self.inspector.shown):
            self.inspector.show_key(key)

    def open_mark(self, key: str) -> None:
        """Open the words that a mark of the timeline rests on."""
        what = thing(key)
        with self.telling():
            if what.kind is ThingKind.QUOTATION:
                article_id = quotations.quotation(self.workspace, what.id).article_id
                self.show_place(article_id, key)
            elif what.kind is ThingKind.EVENT:
                evidence = events.event(self.workspace, what.id).evidence
                if evidence:
                    self.show_place(evidence[0].article_id, key)
                else:
                    self.say(self.tr("This event rests on no words yet."))

    def show_place(self, article_id: int, place: str | Span) -> None:
        """Open the article at a mark or a passage."""
        self.show_reading()
        self.open_article(article_id)
        if isinstance(place, Span):
            self.pane.reader.show_span(place)
        else:
            self.pane.show_thing(place)
            self.select(place)
        self.pane.reader.setFocus()

    def point_to(self, article_id: int, key: str) -> None:
        """Bring a mark into sight in its article, or on the timeline where that is alone."""
        if self.settings.timeline_place is TimelinePlace.FULL:
            self.open_article(article_id)
            self.select(key)
        else:
            self.show_place(article_id, key)

    def show_hit(self, article_id: int, place: object) -> None:
        """Open the article where the words stand that were searched for."""
        if isinstance(place, Span):
            self.show_place(article_id, place)
            # The keys must not stay on a mark elsewhere, which a digit would judge unseen.
            key = self.pane.quotation_at(place)
            self.pane.reader.set_focused_mark(key or None)
            self.select(key)
            self.pane.reader.select_span(place)
            return
        self.show_reading()
        self.open_article(article_id)
        self.pane.reader.setFocus()

    def say(self, sentence: str) -> None:
        """Show a sentence in the status line for a while."""
        self.said_label.set_whole_text(sentence)
        self.counts_label.hide()
        self.said_label.show()
        self._unsay.start()

    def _end_saying(self) -> None:
        self.said_label.hide()
        self.counts_label.show()

    def refuse(self, sentence: str) -> None:
        """Say in a box why something could not be done."""
        show_error(sentence, self)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what is refused instead of raising it."""
        try:
            yield
        except StancelineError as error:
            self.refuse(str(error))

    def _workspace_changed(self, kinds: frozenset[Changed]) -> None:
        self._changed |= kinds
        self._catch_up.start()

    def catch_up(self, also: frozenset[Changed] = frozenset()) -> None:
        """Show at once all that has changed since the last time, and these kinds of thing."""
        self._catch_up.stop()
        kinds, self._changed = self._changed | also, frozenset()
        self.undo_redo.offer()
        if not kinds:
            return
        with self.telling():
            current = self.pane.article
            if current is not None and not articles.is_there(self.workspace, current.id):
                self.open_article(self._nearest_to(current.id))
            elif Changed.ARTICLES in kinds:
                self.pane.refresh_article()
            else:
                self.pane.refresh()
            self._show_library(kinds)
            self.inspector.refresh()
            self.timeline.workspace_changed(kinds)
        self.undo_redo.refresh_history()

    def _nearest_to(self, gone_id: int) -> int | None:
        """What to read when an article has gone: the next one, or the one before."""
        near = (self.library.neighbour(gone_id, 1), self.library.neighbour(gone_id, -1))
        there = (each for each in near if each and articles.is_there(self.workspace, each))
        return next(there, None) or articles.first_to_open(self.workspace)

    # Other workspaces

    def ask_for_new(self) -> None:
        """Ask where a new workspace should lie."""
        path = ask_where_to_write(
            self, self.tr("New workspace"), self.workspace.path.parent, self._file_kinds()
        )
        if path is not None:
            self.new_requested.emit(path if path.suffix else path.with_suffix(SUFFIX))

    def ask_to_open(self) -> None:
        """Ask which workspace to open."""
        path = ask_for_file(
            self, self.tr("Open workspace"), self.workspace.path.parent, self._file_kinds()
        )
        if path is not None:
            self.open_requested.emit(path)

    def request_sample(self) -> None:
        """Ask the program to open the sample workspace."""
        self.sample_requested.emit()

    def _file_kinds(self) -> tuple[str, str]:
        return f"{self.tr('Stanceline workspaces')} (*{SUFFIX})", f"{self.tr('All files')} (*)"

    # Suggestions, and what is dropped

    def suggest(self) -> None:
        """Look for quotations in the article on the desk again."""
        article = self.pane.article
        if article is None:
            return
        with self.telling():
            waiting = suggesting.suggest_for_all(self.workspace, [article.id])
            self.say(self.tr("%n suggestion(s) here. Tab walks them.", "", waiting))

    def accept_confident(self) -> None:
        """Accept the article's confident suggestions."""
        self.pane.accept_confident(CONFIDENT)

    def tell_failure(self, error: StancelineError) -> None:
        """Say why a job came to nothing, or that it was stopped."""
        if isinstance(error, Cancelled):
            self.say(str(error))
        else:
            self.refuse(str(error))

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

    # Handing over, topics

    def export(self) -> None:
        """Ask what to write, and write it."""
        view = self.timeline.view
        dialog = ExportDialog(
            self.workspace,
            self.timeline.wanted(),
            self.timeline.lanes(),
            view.window_shown(),
            parent=self,
        )
        dialog.exec()

    def edit_topics(self) -> None:
        """Add, rename and describe topics."""
        TopicsDialog(self.workspace, self).exec()

    # Closing

    def let_go(self) -> None:
        """Save what is being typed, stop what is running, and close the file.

        The window stays, with nothing in it that can be used, until it is closed.
        """
        if self._is_closed:
            return
        self._is_closed = True
        for stop in (self.safekeeping.stop, self.locking.stop, self.work.finish):
            stop()
        if self.tasks.is_busy:
            self.tasks.cancel_all()
            self.tasks.wait_until_idle()
        self.inspector.settle()
        self.room.keep()
        self.undo_redo.stop()
        self.changes.stop()
        self._catch_up.stop()
        self.library.stop()
        self.menuBar().setEnabled(False)
        for part in (self.header, self.banner, self.room.rows):
            part.setEnabled(False)
        with self.telling():
            self.workspace.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the workspace."""
        if not self._is_closed:
            self.let_go()
        if not self._is_gone:
            self._is_gone = True
            self.closed.emit()
        super().closeEvent(event)


def _box_with_focus() -> QComboBox | None:
    """The combo box in which the keyboard is, also while something is typed into it."""
    focused: QObject | None = QApplication.focusWidget()
    if isinstance(focused, QLineEdit):
        focused = focused.parent()
    return focused if isinstance(focused, QComboBox) else None
