"""Who took part in an event: chips that are on or off, and a line that adds more."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from stanceline.domain.speakers import Speaker
from stanceline.ui.fields.speaker_field import SpeakerChoice, SpeakerField
from stanceline.ui.widgets import FlowLayout

_SMALL_CHIPS = """
QPushButton { padding: 3px 9px; min-height: 16px; }
QPushButton:focus { padding: 2px 8px; }
"""


class ParticipantsField(QWidget):
    """Chips for those who may have taken part, and a speaker field to add others.

    A chip that is pressed counts. ``changed`` is emitted when a person changed anything.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[SpeakerChoice, QPushButton] = {}
        self._spare: list[QPushButton] = []
        self._row = QWidget()
        self._row.setStyleSheet(_SMALL_CHIPS)
        self._flow = FlowLayout(self._row, gap=4)
        self.line = SpeakerField()
        self.line.setAccessibleName(self.tr("Add a participant"))
        self.line.setPlaceholderText(self.tr("Add who took part"))
        self.line.chosen.connect(self._add_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._row)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)

    def set_speakers(self, speakers: Sequence[Speaker], first_ids: Iterable[int] = ()) -> None:
        """Offer these speakers, those of ``first_ids`` first."""
        self.line.set_speakers(speakers, first_ids)

    def set_value(self, choices: Iterable[SpeakerChoice], offered: Iterable[SpeakerChoice]) -> None:
        """Show those who take part, and after them chips for others who may."""
        for chip in self._chips.values():
            chip.hide()
            self._spare.append(chip)
        self._chips.clear()
        self.line.set_speaker(None)
        for choice in choices:
            self._add(choice, is_on=True)
        for choice in offered:
            if choice not in self._chips:
                self._add(choice, is_on=False)
        self._row.setVisible(bool(self._chips))

    def value(self) -> list[SpeakerChoice]:
        """Who takes part, with the name that is just being typed."""
        chosen = [choice for choice, chip in self._chips.items() if chip.isChecked()]
        typed = self.line.value()
        return [*chosen, typed] if typed.name and typed not in chosen else chosen

    def offered(self) -> list[SpeakerChoice]:
        """Everybody who has a chip."""
        return list(self._chips)

    def _add(self, choice: SpeakerChoice, *, is_on: bool) -> None:
        chip = self._spare.pop(0) if self._spare else self._new_chip()
        chip.setText(choice.name.replace("&", "&&"))
        chip.setChecked(is_on)
        chip.setAccessibleName(self.tr("{name} took part").format(name=choice.name))
        self._chips[choice] = chip
        chip.show()

    def _new_chip(self) -> QPushButton:
        chip = QPushButton(self._row)
        chip.setCheckable(True)
        chip.clicked.connect(self.changed)
        self._flow.addWidget(chip)
        return chip

    def _add_chosen(self) -> None:
        choice = self.line.value()
        self.line.set_speaker(None)
        if not choice.name:
            return
        if choice in self._chips:
            self._chips[choice].setChecked(True)
        else:
            self._add(choice, is_on=True)
        self._row.show()
        self.updateGeometry()
        self.changed.emit()
