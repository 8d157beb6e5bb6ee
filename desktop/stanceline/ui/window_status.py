"""The line at the foot of the window: what is saved, how much there is, what was done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from stanceline.services import articles
from stanceline.services.editing import n_doubts
from stanceline.ui.tasks import StatusTask
from stanceline.ui.widgets import ElidedLabel, Toast

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_SAID_MS = 6000
_SAID_WITH_WAY_BACK_MS = 12_000
_MOST, _AIR = 100, 12


class WindowStatus(QObject):
    """Says that all is saved, and for a while what was done and how to take it back."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._way_back: Callable[[], object] | None = None
        self.saved_label = QLabel(self.tr("Saved"))
        self.saved_label.setToolTip(self.tr("Every action is saved as it is made."))
        if window.workspace.is_read_only:
            self.saved_label.setText(self.tr("Read-only"))
            self.saved_label.setToolTip(window.workspace.why_read_only)
        self.doubts_button = QToolButton()
        self.doubts_button.setAccessibleName(self.tr("Marks to check"))
        self.doubts_button.hide()
        self.counts_label = QLabel()
        self.said_label = ElidedLabel()
        self.way_button = QToolButton()
        self.way_button.setAccessibleName(self.tr("Take it back"))
        self.way_button.clicked.connect(self._go_back)
        # The label gives way to a task; Qt's own messages would hide that all is saved.
        self._unsay = QTimer(self)
        self._unsay.setSingleShot(True)
        self._unsay.timeout.connect(self.end_saying)
        self._toast = Toast(window)
        bar = window.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self.saved_label)
        bar.addWidget(self.doubts_button)
        bar.addWidget(self.counts_label)
        bar.addWidget(self.said_label, _MOST)
        bar.addWidget(self.way_button)
        bar.addWidget(QWidget(), 1)
        bar.addPermanentWidget(StatusTask(window.tasks))
        self.said_label.hide()
        self.way_button.hide()

    def show_counts(self) -> None:
        """Say how many articles there are, what is left to go through and what to check."""
        workspace = self._window.workspace
        counts = articles.library_counts(workspace)
        parts = [self.tr("%n article(s)", "", counts.n_articles)]
        if counts.n_waiting:
            parts.append(self.tr("%n suggestion(s) to go through", "", counts.n_waiting))
        self.counts_label.setText(" · ".join(parts))
        doubts = n_doubts(workspace)
        self.doubts_button.setText(self.tr("%n to check", "", doubts))
        self.doubts_button.setVisible(bool(doubts))

    def say(self, sentence: str, way: str = "", go: Callable[[], object] | None = None) -> None:
        """Show a sentence for a while; ``way`` is the text of a button that calls ``go``."""
        self._way_back = go
        # No wider than its words, so that the way back stands right behind them.
        width = self.said_label.fontMetrics().horizontalAdvance(sentence) + _AIR
        self.said_label.setMaximumWidth(width)
        self.said_label.set_whole_text(sentence)
        self.way_button.setText(way)
        self.counts_label.hide()
        self.said_label.show()
        self.way_button.setVisible(bool(way))
        self._unsay.start(_SAID_WITH_WAY_BACK_MS if way else _SAID_MS)
        if not self._window.statusBar().isVisible() and self._window.isVisible():
            self._toast.show_message(sentence)

    def _go_back(self) -> None:
        go = self._way_back
        self.end_saying()
        self._window.pane.reader.setFocus()
        if go is not None:
            go()

    def end_saying(self) -> None:
        """Show the counts again."""
        self._way_back = None
        self._unsay.stop()
        self.said_label.hide()
        self.way_button.hide()
        self.counts_label.show()
