"""The card on which a note or an era of a timeline is written."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from stanceline.domain.edtf import parse
from stanceline.domain.names import LONGEST_NAME
from stanceline.domain.timelines import Era, Note
from stanceline.ui.cards.floating import FloatingCard
from stanceline.ui.fields.choice_field import ChoiceField
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.timeline.annotations import NEW


class Tint(StrEnum):
    """What an era is tinted with, as ``domain.timelines.ERA_INKS`` has it."""

    USUAL = "usual"
    MUTED = "muted"
    ACCENT = "accent"
    LINE = "line"


class NoteCard(FloatingCard):
    """Writes a note, which is pinned to a date, or an era, which lasts a while.

    ``kept`` carries the place among the notes or eras, ``NEW`` for one more, and the Note
    or Era; ``removed`` the place and whether it is an era.
    """

    kept = Signal(int, object)
    removed = Signal(int, bool)
    _WIDTH = 420

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._at = NEW
        self._is_era = False
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST_NAME)
        self.date = DateField()
        self.tint: ChoiceField[Tint] = ChoiceField(
            self.tr("Tint of the era"),
            {
                Tint.USUAL: self.tr("usual tint"),
                Tint.MUTED: self.tr("grey"),
                Tint.ACCENT: self.tr("blue"),
                Tint.LINE: self.tr("faint"),
            },
        )
        self.save = QPushButton(self.tr("&Save"))
        self.save.setProperty("primary", "true")
        self.remove = QPushButton(self.tr("&Remove"))
        self.remove.setProperty("quiet", "true")
        self._words_label = self.add_row("", self.words)
        self.add_row(self.tr("When"), self.date)
        self._tint_label = self.add_row(self.tr("Tint"), self.tint)
        self.footer.addWidget(self.remove)
        self.ending.addWidget(self.save)
        self.set_tab_chain(self.words, self.date, self.tint, self.remove, self.save)
        self.show_keys((self.tr("Enter"), self.tr("saves")))
        self.hints.show_hints("", [(self.tr("Tab"), self.tr("next field"))])
        self.save.clicked.connect(self._save)
        self.entered.connect(self._save)
        self.remove.clicked.connect(self._remove)

    def write_note(self, place: int, note: Note) -> None:
        """Show this note, or a new one when its place is ``NEW``."""
        self._show(place, note.text, note.edtf, is_era=False)

    def write_era(self, place: int, era: Era) -> None:
        """Show this era, or a new one when its place is ``NEW``."""
        self._show(place, era.title, era.edtf, is_era=True)
        known = {each.value: each for each in Tint}
        self.tint.set_value(known.get(era.ink, Tint.USUAL))

    def _show(self, place: int, words: str, date: str, *, is_era: bool) -> None:
        self._at, self._is_era = place, is_era
        is_new = place == NEW
        if is_era:
            self.heading.setText(self.tr("A new era") if is_new else self.tr("Era"))
            self._words_label.setText(self.tr("Name"))
            self.words.setAccessibleName(self.tr("Name of the era"))
        else:
            self.heading.setText(self.tr("A new note") if is_new else self.tr("Note"))
            self._words_label.setText(self.tr("Note"))
            self.words.setAccessibleName(self.tr("Words of the note"))
        self.words.setText(words)
        self.date.set_edtf(date)
        self.tint.setVisible(is_era)
        self._tint_label.setVisible(is_era)
        self.remove.setVisible(not is_new)
        self.show_fault("")

    def take_focus(self) -> None:
        """Bring the keyboard to the words."""
        self.words.setFocus()
        self.words.selectAll()

    def _save(self) -> None:
        words, date = " ".join(self.words.text().split()), self.date.edtf()
        if not words:
            self.show_fault(self.tr("Write a few words first."))
            self.words.setFocus()
            return
        if not date:
            self.date.explain()
            self.show_fault(self.tr("Write a date first.") if date == "" else "")
            return
        if self._is_era and not _lasts(date):
            self.show_fault(
                self.tr("An era lasts from one date to another, such as 2031-04/2031-06.")
            )
            self.date.line.setFocus()
            return
        self.close()
        if not self._is_era:
            self.kept.emit(self._at, Note(words, date))
            return
        tint = self.tint.value()
        self.kept.emit(self._at, Era(words, date, "" if tint is Tint.USUAL else tint.value))

    def _remove(self) -> None:
        self.close()
        self.removed.emit(self._at, self._is_era)


def _lasts(date: str) -> bool:
    """Whether the date reaches over some time, more than a day."""
    bounds = parse(date).bounds
    return bounds.o1 - bounds.o0 > _SECONDS_PER_DAY


_SECONDS_PER_DAY = 86_400
