"""The filters with the button that shows them, and what is wrong with what they say."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from stanceline.domain.marks import MarkFilter
from stanceline.services.workspace import Workspace
from stanceline.ui.theme import Theme

if TYPE_CHECKING:
    from stanceline.ui.timeline.filter_row import FilterRow

_MARGIN = 12


class FilterStrip(QWidget):
    """Shows the filters while the button is pressed, if there is anything to narrow.

    They are some ninety widgets that many a session does without, so they are made when
    they are first seen, narrow something or are asked for; ``made`` is emitted then, and they
    have yet to be told what the workspace offers. ``changed``, ``left`` and ``help_wanted``
    are theirs.
    """

    made = Signal()
    changed = Signal()
    left = Signal()
    help_wanted = Signal()

    def __init__(
        self, workspace: Workspace, theme: Theme, button: QPushButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._button = button
        self._filters: FilterRow | None = None
        self._has_marks = False
        self._faults = ""
        self.notes = QLabel()
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setProperty("role", "warning")
        self.notes.setWordWrap(True)
        self.notes.setContentsMargins(4, 0, 4, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_MARGIN, 0, _MARGIN, 4)
        self._column.setSpacing(4)
        self._column.addWidget(self.notes)
        button.toggled.connect(self.show_state)
        self.show_state()

    @property
    def filters(self) -> "FilterRow":
        """The controls that narrow the timeline."""
        if self._filters is None:
            self._filters = self._new_filters()
            self.made.emit()
        return self._filters

    def _new_filters(self) -> "FilterRow":
        from stanceline.ui.timeline.filter_row import FilterRow

        filters = FilterRow(self._workspace, self._theme)
        filters.hide()
        filters.changed.connect(self.changed)
        filters.left.connect(self.left)
        filters.help_wanted.connect(self.help_wanted)
        self._column.insertWidget(0, filters)
        return filters

    @property
    def has_filters(self) -> bool:
        """Whether they are made."""
        return self._filters is not None

    def wanted(self) -> MarkFilter:
        """The filter that they say, but for the words in ``query``."""
        return self._filters.wanted() if self._filters else MarkFilter()

    def query(self) -> str:
        """The filter in the language of the search; empty for everything."""
        return self._filters.query() if self._filters else ""

    def take(self, wanted: MarkFilter, query: str) -> None:
        """Show another filter in them, of which nothing is told."""
        is_new = self._filters is None
        if is_new and not query and wanted == MarkFilter():
            return
        if self._filters is None:
            self._filters = self._new_filters()
        with QSignalBlocker(self._filters):
            self._filters.set_wanted(wanted, query)
            if is_new:
                self.made.emit()  # What is ticked and is not there any more goes now.

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in the colours of this theme from now on."""
        self._theme = theme
        if self._filters is not None:
            self._filters.set_theme(theme)

    def show_marks(self, n_all: int, n_shown: int, faults: str) -> None:
        """Follow how many marks there are, and how many the filters let through.

        ``faults`` says which stored dates cannot be read.
        """
        self._has_marks = n_all > 0
        self._faults = faults
        if n_all and not n_shown:
            # What lets nothing through must be in sight, with the button that clears it.
            self._button.setChecked(True)
        self.show_state()

    def show_state(self) -> None:
        """Show or hide the filters, count them on the button, and tell what is wrong."""
        # Where there are no marks there is nothing to narrow.
        self._button.setVisible(self._has_marks)
        is_shown = self._has_marks and self._button.isChecked()
        if is_shown or self._filters is not None:
            self.filters.setVisible(is_shown)
        n_active = self._filters.n_active if self._filters else 0
        text = self.tr("Filter")
        self._button.setText(f"{text} · {n_active}" if n_active else text)
        notes = self._filters.notes() if self._filters else ()
        told = " ".join(each for each in (*notes, self._faults) if each)
        self.notes.setText(told)
        self.notes.setAccessibleName(told)
        self.notes.setVisible(bool(told))
        self.setVisible(is_shown or bool(told))

    def enter(self) -> None:
        """Show the filters and bring the keyboard to their words."""
        self._button.setChecked(True)
        self.show_state()
        self.filters.take_focus()
