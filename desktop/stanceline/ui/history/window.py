"""What was done in a workspace, by whom and when, and the ways back."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.actions import ActionKind, ActionState
from stanceline.domain.articles import Article
from stanceline.domain.errors import StancelineError
from stanceline.services import history
from stanceline.services.history import HistoryLine
from stanceline.services.progress import Cancelled, Progress
from stanceline.services.speakers import all_speakers
from stanceline.services.tracing import trace
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import Notice, button_row, plain_button, plain_label
from stanceline.ui.dialogs.working import Work
from stanceline.ui.history.delegate import HistoryDelegate
from stanceline.ui.history.model import HistoryModel, HistoryRole
from stanceline.ui.history.tidying import TidyingDialog
from stanceline.ui.inspector.parts import NarrowBox
from stanceline.ui.keys import ThingKind
from stanceline.ui.moments import time_in_short
from stanceline.ui.scaling import keep_scaled
from stanceline.ui.settings import Settings
from stanceline.ui.theme import scaled
from stanceline.ui.widgets import EmptyState

_SIZE = (560, 680)
_DISTANCE = 40
_DETAILS_HEIGHT = 92
_TYPING_PAUSE_MS = 160
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLACE = "history"
# It only tells, so it is no field; where the keyboard is must be seen all the same.
_BARE = """
QPlainTextEdit { border: none; border-radius: 0; padding: 0; background: transparent; }
QPlainTextEdit:focus { border: none; padding: 0; background: palette(alternate-base); }
"""
_Read = TypeVar("_Read")


class HistoryList(QListView):
    """The lines of the history; ``typed`` carries what somebody writes on them."""

    typed = Signal(str)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Leave the looking to the box above, which knows lines that are not read yet."""
        self.typed.emit(search)


class HistoryWindow(QDialog):
    """Lists what was done, beside the window; takes one thing back, or all since a moment.

    ``show_requested`` carries the id of an action whose words should be shown, ``changed``
    a sentence about what was taken back just now. ``undo_requested`` and ``redo_requested``
    ask for the last step back and forth, as their keys do in the window beside it.
    """

    show_requested = Signal(int)
    changed = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._article: Article | None = None
        self._work = Work(self)
        self.setWindowTitle(self.tr("History"))
        self.setProperty("ground", "surface")
        self._model = HistoryModel()
        self._delegate = HistoryDelegate(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._build()
        self._connect()
        if not self.restoreGeometry(settings.place_of(_PLACE)):
            self._take_first_place(parent)

    def _take_first_place(self, window: QWidget) -> None:
        """Stand at the right of the window, where it covers the least of the article."""
        place = window.frameGeometry()
        width = min(scaled(_SIZE[0]), place.width() - 2 * _DISTANCE)
        height = min(scaled(_SIZE[1]), place.height() - 3 * _DISTANCE)
        self.resize(width, height)
        self.move(place.right() - width - _DISTANCE, place.top() + _DISTANCE + _DISTANCE // 2)

    # Parts

    def _build(self) -> None:
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find in the history"))
        self.words.setAccessibleName(self.tr("Find in the history"))
        self.words.setClearButtonEnabled(True)
        self.about = NarrowBox()
        self.about.setAccessibleName(self.tr("About"))
        self.who = NarrowBox()
        self.who.setAccessibleName(self.tr("Done by"))
        self.list = HistoryList()
        self.list.setAccessibleName(self.tr("What was done"))
        self.list.setProperty("bare", "true")
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing_done = EmptyState(
            self.tr("Nothing was done here yet"),
            self.tr("Every change is listed here, with who made it and when."),
        )
        self._nothing_found = EmptyState(
            self.tr("Nothing found"), self.tr("Nothing that was done fits what you look for.")
        )
        self._pages = QStackedWidget()
        for page in (self.list, self._nothing_done, self._nothing_found):
            self._pages.addWidget(page)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setUndoRedoEnabled(False)
        self.details.setTabChangesFocus(True)
        keep_scaled(self.details, height=_DETAILS_HEIGHT)
        self.details.setAccessibleName(self.tr("What it changed"))
        self.details.setStyleSheet(_BARE)
        self.details.document().setDocumentMargin(0)
        self._consequence = plain_label("", "small")
        self._notice = Notice()
        self.show_button = plain_button(self.tr("&Show it"))
        self.tidy_button = plain_button(self.tr("&Tidy up…"))
        self.back_button = plain_button(self.tr("&Go back to here"))
        self.just_button = plain_button(self.tr("&Undo just this"))
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 14, 16, 10)
        top.setSpacing(8)
        top.addWidget(self.words, 2)
        top.addWidget(self.about, 1)
        top.addWidget(self.who, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 14)
        foot.setSpacing(10)
        foot.addWidget(self.details)
        foot.addWidget(self._consequence)
        foot.addWidget(self._notice)
        foot.addLayout(
            button_row(
                self.show_button, self.tidy_button, right=(self.just_button, self.back_button)
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(_line())
        layout.addWidget(self._pages, 1)
        layout.addWidget(_line())
        self._foot = QWidget()
        self._foot.setLayout(foot)
        layout.addWidget(self._foot)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._narrow)
        self.about.activated.connect(self._narrow)
        self.who.activated.connect(self._narrow)
        self.list.selectionModel().currentChanged.connect(self._describe)
        self._model.modelReset.connect(self._show_page)
        self.list.doubleClicked.connect(self._show_words)
        self.show_button.clicked.connect(self._show_words)
        self.tidy_button.clicked.connect(self._tidy)
        self.back_button.clicked.connect(self._go_back)
        self.just_button.clicked.connect(self._undo_just)
        self.list.typed.connect(self._type)
        for keys, act in (
            ("Ctrl+F", self._find),
            ("Ctrl+Z", self.undo_requested.emit),
            ("Ctrl+Shift+Z", self.redo_requested.emit),
            ("Ctrl+Y", self.redo_requested.emit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # What is shown

    def set_context(self, article: Article | None) -> None:
        """Offer the history of the article that is on the desk."""
        before, self._article = self._article, article
        is_another = (before.id if before else None) != (article.id if article else None)
        if is_another and self.isVisible():
            self._offer_things()
            if self.about.currentData() == ThingKind.ARTICLE:
                self._narrow()

    def refresh(self) -> None:
        """Show what is in the history now, at the place where somebody looks."""
        if not self.isVisible():
            return
        current = self.current()
        self._offer_analysts()
        with_scroll = self.list.verticalScrollBar().value()
        self._read(self._model.reload)
        row = self._model.row_of(current.action_id) if current else None
        if row is not None:
            self.list.setCurrentIndex(self._model.index(row))
            self.list.verticalScrollBar().setValue(with_scroll)

    def show_history(self) -> None:
        """Come to the front with the newest first."""
        was_hidden = not self.isVisible()
        self.show()
        self.raise_()
        self.activateWindow()
        if was_hidden:
            self._offer_things()
            self._offer_analysts()
            self._narrow()
            self.list.setFocus()

    def _offer_things(self) -> None:
        """Offer everything, the article on the desk, and each speaker."""
        chosen = self.about.currentData(), self.about.currentText()
        self.about.clear()
        self.about.addItem(self.tr("Everything"), None)
        if self._article is not None:
            self.about.addItem(self.tr("This article"), ThingKind.ARTICLE)
        for speaker in self._read(lambda: all_speakers(self._workspace)) or []:
            self.about.addItem(speaker.name, speaker.id)
        if chosen[0] is not None:
            self.about.setCurrentIndex(max(self.about.findText(chosen[1]), 0))

    def _offer_analysts(self) -> None:
        chosen = self.who.currentData()
        known = self._read(lambda: history.analysts(self._workspace)) or []
        self.who.clear()
        self.who.addItem(self.tr("Everybody"), None)
        for analyst in known:
            self.who.addItem(analyst.name, analyst.id)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))
        self.who.setVisible(len(known) > 1)
        self._delegate.names_analysts = len(known) > 1

    def _narrow(self) -> None:
        self._typing.stop()
        words, analyst = self.words.text(), self.who.currentData()
        about = self.about.currentData()
        speaker_id = about if isinstance(about, int) else None
        is_article = about == ThingKind.ARTICLE and self._article is not None
        article_id = self._article.id if is_article and self._article else None

        def source(before_id: int | None, limit: int) -> list[HistoryLine]:
            def read() -> list[HistoryLine]:
                return history.history(
                    self._workspace,
                    article_id=article_id,
                    speaker_id=speaker_id,
                    analyst_id=analyst,
                    words=words,
                    before_id=before_id,
                    limit=limit,
                )

            return self._read(read) or []

        self._model.set_source(source)
        self._choose_first()

    @property
    def _is_narrowed(self) -> bool:
        return bool(
            self.words.text().strip()
            or self.about.currentIndex() > 0
            or self.who.currentIndex() > 0
        )

    def _choose_first(self) -> None:
        first = next(self._model.lines(), None)
        row = self._model.row_of(first.action_id) if first else None
        if row is not None:
            self.list.setCurrentIndex(self._model.index(row))
        self.list.scrollToTop()

    def _show_page(self) -> None:
        has_lines = self._model.rowCount() > 0
        empty = self._nothing_found if self._is_narrowed else self._nothing_done
        self._pages.setCurrentWidget(self.list if has_lines else empty)
        self._foot.setEnabled(has_lines)
        self._describe()

    def current(self) -> HistoryLine | None:
        """The line that is chosen."""
        entry = self.list.currentIndex().data(HistoryRole.ENTRY)
        return entry if isinstance(entry, HistoryLine) else None

    def _describe(self, *_indexes: QModelIndex) -> None:
        """Say what the chosen line changed, and what the buttons would do."""
        line = self.current()
        self._notice.say("")
        is_writable = not self._workspace.is_read_only
        n_after = self._n_after(line) if line else 0
        holds = line is not None and line.state == ActionState.DONE
        self.show_button.setEnabled(line is not None and self._is_there(line))
        self.just_button.setEnabled(is_writable and line is not None and line.can_revert)
        self.back_button.setEnabled(is_writable and holds and n_after != 0)
        self.tidy_button.setEnabled(is_writable)
        self._consequence.setText(self._consequence_of(line, n_after) if line else "")
        self.details.setPlainText(_in_full(line) if line else "")

    def _is_there(self, line: HistoryLine) -> bool:
        """Whether anything that the line is about can be shown now."""
        return self._read(lambda: trace(self._workspace, line.action_id)) is not None

    def _n_after(self, line: HistoryLine) -> int:
        """How many actions that hold came after it; -1 when not all are listed."""
        if self._is_narrowed:
            return -1
        newer = (each for each in self._model.lines() if each.action_id > line.action_id)
        return sum(
            each.state == ActionState.DONE and each.kind != ActionKind.BEGIN for each in newer
        )

    def _consequence_of(self, line: HistoryLine, n_after: int) -> str:
        if line.state in (ActionState.UNDONE, ActionState.DROPPED):
            return self.tr("This is undone.")
        if line.state == ActionState.COMPACTED:
            return self.tr("This was tidied up: it stays done and can no longer be undone.")
        if line.kind == ActionKind.BEGIN:
            return self.tr("The history begins here.")
        if line.state == ActionState.RECORD:
            return self.tr("This tells what was taken back or done again, and when.")
        if self._workspace.is_read_only:
            return self.tr("This workspace is read-only, so nothing can be undone here.")
        if n_after == 0:
            return self.tr("This was done last.")
        if n_after < 0:
            return self.tr("Going back takes back all that was done after this.")
        return self.tr("Going back takes back the %n action(s) done after this.", "", n_after)

    # What can be done

    def _show_words(self) -> None:
        line = self.current()
        if line is not None:
            self.show_requested.emit(line.action_id)

    def say(self, sentence: str) -> None:
        """Say in the window why something was not done."""
        self._notice.say(sentence)

    def _undo_just(self) -> None:
        line = self.current()
        if line is None:
            return

        def job(_progress: Progress) -> None:
            history.undo_just(self._workspace, line.action_id)

        said = self.tr("Undone: {what}. Ctrl+Z takes that back.").format(what=line.label)
        self._change(self.tr("Undoing"), job, said)

    def _go_back(self) -> None:
        line = self.current()
        if line is None:
            return

        def job(progress: Progress) -> None:
            history.go_back_to(self._workspace, line.action_id, progress)

        said = self.tr("Everything is as it was at {time}. Ctrl+Z takes that back.")
        self._change(self.tr("Going back"), job, said.format(time=time_in_short(line.at)))

    def _change(self, title: str, job: Callable[[Progress], None], said: str) -> None:
        def done(_nothing: None) -> None:
            self.changed.emit(said)
            self.refresh()
            self._choose_first()

        self._work.run(title, job, done, self._refused)

    def _refused(self, error: StancelineError) -> None:
        if isinstance(error, Cancelled):
            self.refresh()
        self._notice.say(str(error))

    def _tidy(self) -> None:
        dialog = TidyingDialog(self._workspace, self)
        dialog.exec()
        if dialog.said:
            self.changed.emit(dialog.said)
            self.refresh()
        dialog.deleteLater()

    def _read(self, read: Callable[[], _Read]) -> _Read | None:
        """What is read, or None, with the reason told here."""
        try:
            return read()
        except StancelineError as error:
            self._notice.say(str(error))
            return None

    # Keys and closing

    def _find(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def _type(self, words: str) -> None:
        """What is typed in the list is looked for."""
        if words.strip():
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            self.words.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the words of the chosen line; Escape closes."""
        if event.key() in _ENTER_KEYS and self.list.hasFocus():
            self._show_words()
        elif event.key() == Qt.Key.Key_Down and self.words.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place."""
        self.keep_place()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Remember the place."""
        self.keep_place()
        super().done(result)

    def keep_place(self) -> None:
        """Remember where the window is, if anybody saw it."""
        if self.isVisible():
            self._settings.keep_place(_PLACE, self.saveGeometry())


def _in_full(line: HistoryLine) -> str:
    return "\n".join((line.label, *line.details))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("frame", "line")
    return line
