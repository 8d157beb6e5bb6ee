"""The list of what could be written that opens below the search box."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

_MARGIN = 5
_BORDER = 2
_DISTANCE = 3


class CompletionsList(QFrame):
    """Choices that float in the window; the keyboard stays in the box.

    None is current until the keys or the mouse make one so. ``clicked`` is emitted when a
    person clicked a row, which is then the current one.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("frame", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choices = QStringListModel(self)
        self._view = QListView()
        self._view.setProperty("bare", "true")
        self._view.setAccessibleName(self.tr("Completions"))
        self._view.setModel(self._choices)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._view.setMouseTracking(True)
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._view.clicked.connect(self.clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self._view)
        self.hide()

    def show_choices(self, choices: Sequence[str], field: QWidget) -> None:
        """Show these below the field, or nothing when there are none."""
        self._choices.setStringList(list(choices))
        self.setVisible(bool(choices))
        if not choices:
            return
        below = field.mapTo(self._window, QPoint(0, field.height() + _DISTANCE))
        height = len(choices) * self._view.sizeHintForRow(0) + 2 * (_MARGIN + _BORDER)
        self.setGeometry(below.x(), below.y(), field.width(), height)
        self.raise_()

    def choices(self) -> list[str]:
        """What is offered, from top to bottom."""
        return self._choices.stringList()

    def current(self) -> str | None:
        """The current choice, None while there is none."""
        said = self._view.currentIndex().data()
        return said if isinstance(said, str) else None

    def step(self, by: int) -> None:
        """Go to the next or the previous choice, around the ends."""
        count = self._choices.rowCount()
        row = self._view.currentIndex().row()
        start = row if row >= 0 or by > 0 else count
        self._view.setCurrentIndex(self._choices.index((start + by) % count, 0))
