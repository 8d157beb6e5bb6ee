"""The filters with the button that shows them, and what is wrong with what they say."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from stanceline.ui.timeline.filter_row import FilterRow

_MARGIN = 12


class FilterStrip(QWidget):
    """Shows the filters while the button is pressed, if there is anything to narrow."""

    def __init__(
        self, filters: FilterRow, button: QPushButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._filters = filters
        self._button = button
        self._has_marks = False
        self._faults = ""
        self.notes = QLabel()
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setProperty("role", "warning")
        self.notes.setWordWrap(True)
        self.notes.setContentsMargins(4, 0, 4, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 4)
        layout.setSpacing(4)
        layout.addWidget(filters)
        layout.addWidget(self.notes)
        button.toggled.connect(self.show_state)
        self.show_state()

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
        self._filters.setVisible(self._has_marks and self._button.isChecked())
        n_active = self._filters.n_active
        text = self.tr("Filter")
        self._button.setText(f"{text} · {n_active}" if n_active else text)
        told = " ".join(each for each in (*self._filters.notes(), self._faults) if each)
        self.notes.setText(told)
        self.notes.setAccessibleName(told)
        self.notes.setVisible(bool(told))
        self.setVisible(not self._filters.isHidden() or bool(told))

    def enter(self) -> None:
        """Show the filters and bring the keyboard to their words."""
        self._button.setChecked(True)
        self.show_state()
        self._filters.take_focus()
