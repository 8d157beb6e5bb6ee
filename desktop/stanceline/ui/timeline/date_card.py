"""The card on which a mark gets another date."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from stanceline.services.events import OtherDate
from stanceline.suggest.dated import DateSuggestion
from stanceline.ui.cards.floating import FloatingCard
from stanceline.ui.fields.date_field import DateField

_MOST_LETTERS = 90


class DateCard(FloatingCard):
    """Asks for the date of one mark; ``wanted`` carries its key and the date as EDTF."""

    wanted = Signal(str, str)
    _WIDTH = 420

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = ""
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setProperty("role", "strong")
        self.title.setTextFormat(self.heading.textFormat())
        self.date = DateField()
        self.save = QPushButton(self.tr("&Save"))
        self.save.setProperty("primary", "true")
        self.heading.setText(self.tr("Another date"))
        self.add_row(self.tr("Mark"), self.title)
        self.add_row(self.tr("When"), self.date)
        self.ending.addWidget(self.save)
        self.set_tab_chain(self.date, self.save)
        self.show_keys((self.tr("Enter"), self.tr("saves")))
        self.hints.show_hints("", [(self.tr("Tab"), self.tr("next field"))])
        self.save.clicked.connect(self._save)
        self.entered.connect(self._save)

    def ask(self, key: str, title: str, date: str, others: Sequence[OtherDate]) -> None:
        """Show the mark with its date; ``others`` are dates that its sources give."""
        self._key = key
        told = " ".join(title.split())
        self.title.setText(
            told if len(told) <= _MOST_LETTERS else f"{told[: _MOST_LETTERS - 1].rstrip()}…"
        )
        known = DateSuggestion(0, 0, date, "A", "typed", "", ()) if date else None
        self.date.set_proposal(known, "", others)
        self.show_fault("")

    def take_focus(self) -> None:
        """Bring the keyboard to the date, with all of it selected."""
        self.date.line.setFocus()
        self.date.line.selectAll()

    def _save(self) -> None:
        date = self.date.edtf()
        if not date:
            self.date.explain()
            self.show_fault(self.tr("Write a date first.") if date == "" else "")
            return
        self.close()
        self.wanted.emit(self._key, date)
