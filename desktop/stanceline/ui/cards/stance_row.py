"""The stances to choose from, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from stanceline.domain.stances import Stance
from stanceline.ui.widgets import FlowLayout, StanceChip


class StanceRow(QWidget):
    """Chips of which one or none is set; the same chip or key again takes it back.

    ``chosen`` is emitted when a person set a stance or took it back.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[StanceChip] = []
        self._chosen_id: int | None = None
        self._flow = FlowLayout(self, gap=6)
        self.setAccessibleName(self.tr("Stance"))

    def set_stances(self, stances: Sequence[Stance]) -> None:
        """Offer these stances; none is set."""
        if [chip.stance for chip in self._chips] != list(stances):
            for chip in self._chips:
                chip.hide()
            self._chips = [self._chip(stance) for stance in stances]
        self.set_value(None)

    def _chip(self, stance: Stance) -> StanceChip:
        chip = StanceChip(stance, parent=self)
        chip.clicked.connect(self._click)
        chip.installEventFilter(self)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def value(self) -> int | None:
        """The id of the stance that is set, or None."""
        return self._chosen_id

    def set_value(self, stance_id: int | None) -> None:
        """Set a stance by its id, or none, without telling anybody."""
        self._chosen_id = stance_id
        for chip in self._chips:
            chip.setChecked(chip.stance.id == stance_id)

    def press(self, key: str) -> bool:
        """Do what the key of a stance does; whether there is a stance of this key."""
        for chip in self._chips:
            if chip.stance.shortcut and chip.stance.shortcut == key:
                self._toggle(chip.stance.id)
                return True
        return False

    def shortcuts(self) -> list[str]:
        """The keys of the stances."""
        return [chip.stance.shortcut for chip in self._chips if chip.stance.shortcut]

    def take_focus(self) -> None:
        """Put the focus on the stance that is set, or on the first."""
        chip: QAbstractButton | None = next(
            (each for each in self._chips if each.isChecked()), next(iter(self._chips), None)
        )
        if chip is not None:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys go along the row; Enter is left to the card, as on every platform."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {
                Qt.Key.Key_Right: 1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Left: -1,
                Qt.Key.Key_Up: -1,
            }.get(Qt.Key(event.key()))
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if step is not None and is_plain and watched in self._chips:
                place = [id(chip) for chip in self._chips].index(id(watched)) + step
                self._chips[place % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _click(self) -> None:
        chip = self.sender()
        if isinstance(chip, StanceChip):
            self._toggle(chip.stance.id)

    def _toggle(self, stance_id: int) -> None:
        self.set_value(None if stance_id == self._chosen_id else stance_id)
        self.chosen.emit()
