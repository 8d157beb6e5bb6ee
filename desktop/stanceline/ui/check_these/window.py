"""The marks that a person must check since the texts they stand in were edited."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.domain.spans import Span
from stanceline.services import editing
from stanceline.services.editing import Doubt
from stanceline.services.workspace import Workspace
from stanceline.ui.check_these.delegate import DoubtDelegate
from stanceline.ui.check_these.differences import differences
from stanceline.ui.check_these.model import DoubtModel, DoubtRole
from stanceline.ui.check_these.passage import Passage
from stanceline.ui.dialogs.parts import Notice, plain_label
from stanceline.ui.settings import Settings
from stanceline.ui.signals import WorkspaceSignals
from stanceline.ui.theme import scaled
from stanceline.ui.widgets import Caption, EmptyState, FlowLayout, KeyCap
from stanceline.ui.words import reason_in_words

_SIZE = (960, 600)
_LIST_WIDTH = 300
_DISTANCE = 40
_PLACE = "check"


class CheckWindow(QDialog):
    """Lists doubtful marks beside the window, each with its text before and now.

    ``show_requested`` carries the id of an article and a Span of it; ``said`` a sentence
    about what was done; ``undo_requested`` and ``redo_requested`` ask for the last step back
    and forth.
    """

    show_requested = Signal(int, object)
    undo_requested = Signal()
    redo_requested = Signal()
    said = Signal(str)

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._window = parent
        self._shown: Doubt | None = None
        self.setWindowTitle(self.tr("Check these"))
        self.setProperty("ground", "surface")
        self._model = DoubtModel()
        self._signals: WorkspaceSignals | None = None
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(0)
        self._catch_up.timeout.connect(self.refresh)
        self._build()
        self._connect()
        if not self.restoreGeometry(settings.place_of(_PLACE)):
            place = parent.frameGeometry()
            width = min(scaled(_SIZE[0]), place.width() - 2 * _DISTANCE)
            height = min(scaled(_SIZE[1]), place.height() - 2 * _DISTANCE)
            self.resize(width, height)
            self.move(place.center().x() - width // 2, place.top() + (place.height() - height) // 2)

    # Parts

    def _build(self) -> None:
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Marks to check"))
        self.list.setProperty("bare", "true")
        self.list.setModel(self._model)
        self.list.setItemDelegate(DoubtDelegate(self))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = plain_label("", "strong")
        self.reason = plain_label("", "warning")
        self.before = Passage(self.tr("The text before"), is_older=True)
        self.now = Passage(self.tr("The text now"), is_older=False)
        self.notice = Notice()
        self.right_button = QPushButton(self.tr("Right as it is"))
        self.right_button.setProperty("primary", "true")
        self.right_button.setDefault(True)
        self.take_button = QPushButton(self.tr("Take the selected words"))
        self.gone_button = QPushButton(self.tr("The words are gone"))
        self.gone_button.setProperty("danger", "true")
        self.gone_button.setToolTip(self.tr("Take the mark away; Ctrl+Z brings it back"))
        self.open_button = QPushButton(self.tr("Open in the article"))
        self._empty = EmptyState(
            self.tr("Nothing is to be checked"),
            self.tr(
                "When a text is edited, its marks follow their words. Those that might have "
                "gone astray are listed here, with the text before and now."
            ),
        )
        self._pages = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        left = QWidget()
        left.setProperty("ground", "side")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(8)
        self.count = Caption()
        self.count.setContentsMargins(16, 0, 16, 0)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.list.setProperty("ground", "side")
        split.addWidget(left)
        split.addWidget(self._details())
        split.setSizes([scaled(_LIST_WIDTH), scaled(_SIZE[0] - _LIST_WIDTH)])
        split.setStretchFactor(1, 1)
        self._pages.addWidget(split)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _details(self) -> QWidget:
        texts = QHBoxLayout()
        texts.setSpacing(20)
        for caption, passage in (
            (self.tr("Before"), self.before),
            (self.tr("Now"), self.now),
        ):
            side = QVBoxLayout()
            side.setSpacing(6)
            side.addWidget(Caption(caption))
            side.addWidget(passage, 1)
            texts.addLayout(side, 1)
        line = QFrame()
        line.setProperty("frame", "line")
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button, key in (
            (self.right_button, self.tr("Enter")),
            (self.take_button, "S"),
            (self.gone_button, "D"),
            (self.open_button, "O"),
        ):
            row.addWidget(_with_key(button, key))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.reason)
        column.addSpacing(4)
        column.addLayout(texts, 1)
        column.addWidget(line)
        column.addWidget(self.notice)
        column.addWidget(buttons)
        column.addWidget(
            plain_label(
                self.tr(
                    "N goes to the next. To put the mark elsewhere, select its words in the "
                    "text as it is now, then press S."
                ),
                "small",
            )
        )
        return box

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.list.doubleClicked.connect(self.open_article)
        self.right_button.clicked.connect(self.settle)
        self.take_button.clicked.connect(self.take_selection)
        self.gone_button.clicked.connect(self.drop)
        self.open_button.clicked.connect(self.open_article)
        self.now.selectionChanged.connect(self._offer_selection)
        for keys, act in (
            ("S", self.take_selection),
            ("D", self.drop),
            ("O", self.open_article),
            ("N", lambda: self.step(1)),
            ("Shift+N", lambda: self.step(-1)),
            ("Ctrl+Z", self.undo_requested.emit),
            ("Ctrl+Shift+Z", self.redo_requested.emit),
            ("Ctrl+Y", self.redo_requested.emit),
            ("F9", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # What is shown

    def show_list(self) -> None:
        """Come to the front with all that is to be checked."""
        self._listen()
        self.show()
        self.raise_()
        self.activateWindow()
        self.refresh()
        self.list.setFocus()

    def _listen(self) -> None:
        if self._signals is None:
            self._signals = WorkspaceSignals(self._workspace, self)
            self._signals.changed.connect(self._catch_up.start)

    def refresh(self) -> None:
        """Show what is to be checked now, at the place where somebody looks."""
        if not self.isVisible():
            return
        row = max(self.list.currentIndex().row(), 0)
        try:
            doubts = editing.doubts(self._workspace)
        except StancelineError as error:
            self.notice.say(str(error))
            return
        if doubts != self._model.doubts():
            shown = self._shown
            self._model.fill(doubts)
            ids = [each.id for each in doubts]
            if shown is not None and shown.id in ids:
                row = ids.index(shown.id)
            self.list.setCurrentIndex(self._model.index(min(row, len(doubts) - 1)))
        elif not self.list.currentIndex().isValid() and doubts:
            self.list.setCurrentIndex(self._model.index(0))
        self.count.setText(self.tr("%n to check", "", len(doubts)))
        self._pages.setCurrentIndex(0 if doubts else 1)
        self._show_current()

    def current(self) -> Doubt | None:
        """The mark that is looked at."""
        doubt = self.list.currentIndex().data(DoubtRole.DOUBT)
        return doubt if isinstance(doubt, Doubt) else None

    def _show_current(self) -> None:
        doubt = self.current()
        if doubt is None or doubt == self._shown:
            self._shown = doubt
            self._offer_selection()
            return
        self._shown = doubt
        self.notice.say("")
        self.title.setText(doubt.article_title)
        self.reason.setText(reason_in_words(doubt.reason))
        different = differences(doubt.before, doubt.now)
        self.before.show_passage(doubt.before, doubt.before_span, different.before)
        self.now.show_passage(doubt.now, doubt.now_span, different.now)
        self._offer_selection()

    def _offer_selection(self) -> None:
        can_write = not self._workspace.is_read_only and self.current() is not None
        why = self._workspace.why_read_only if self._workspace.is_read_only else ""
        for button in (self.right_button, self.gone_button):
            button.setEnabled(can_write)
        self.take_button.setEnabled(can_write and self.now.selected() is not None)
        if why:
            self.right_button.setToolTip(why)

    # What can be done

    def settle(self) -> None:
        """Say that the mark is right as it stands."""
        doubt = self.current()
        if doubt is not None:
            self._act(
                lambda: editing.settle(self._workspace, doubt.id),
                self.tr("Right as it is. Ctrl+Z takes that back."),
            )

    def take_selection(self) -> None:
        """Put the mark on the words that are selected in the text as it is now."""
        doubt, selected = self.current(), self.now.selected()
        if doubt is None:
            return
        if selected is None:
            self.notice.say(self.tr("Select the words in the text as it is now first."))
            self.now.setFocus()
            return
        shift = doubt.now_at.start - doubt.now_span.start
        span = Span(selected.start + shift, selected.end + shift)
        self._act(
            lambda: editing.settle(self._workspace, doubt.id, span),
            self.tr("The mark stands on the selected words now. Ctrl+Z takes that back."),
        )

    def drop(self) -> None:
        """Take the mark away, whose words are gone."""
        doubt = self.current()
        if doubt is not None:
            self._act(
                lambda: editing.drop_anchor(self._workspace, doubt.id),
                self.tr("The mark is taken away. Ctrl+Z brings it back."),
            )

    def _act(self, act: Callable[[], None], said: str) -> None:
        self.notice.say("")
        try:
            act()
        except StancelineError as error:
            self.refresh()
            self.notice.say(str(error))
            return
        self.refresh()
        self.said.emit(said)
        if not self.now.hasFocus():
            self.list.setFocus()

    def open_article(self) -> None:
        """Show the words in the article."""
        doubt = self.current()
        if doubt is not None:
            self.show_requested.emit(doubt.article_id, doubt.now_at)
            self._window.activateWindow()

    def step(self, direction: int) -> None:
        """Go to the next mark, or the one before, and round again at the end."""
        n = self._model.rowCount()
        if n:
            row = (self.list.currentIndex().row() + direction) % n
            self.list.setCurrentIndex(self._model.index(row))

    # Closing

    def changeEvent(self, event: QEvent) -> None:
        """See what was done elsewhere when coming back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._catch_up.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place, and hear no more."""
        self._rest()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Remember the place, and hear no more."""
        self._rest()
        super().done(result)

    def _rest(self) -> None:
        if self.isVisible():
            self._settings.keep_place(_PLACE, self.saveGeometry())
        self._catch_up.stop()
        if self._signals is not None:
            self._signals.stop()
            self._signals = None


def _with_key(button: QPushButton, key: str) -> QWidget:
    """The button with its key behind it."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(6)
    row.addWidget(button)
    row.addWidget(KeyCap(key))
    return box
