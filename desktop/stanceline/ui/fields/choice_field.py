"""A quiet choice among a few fixed values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

_ROOM_FOR_THE_ARROW = """
QPushButton[quiet="true"] { padding: 5px 13px 5px 7px; }
QPushButton[quiet="true"]:focus { padding: 4px 12px 4px 6px; }
"""

_Value = TypeVar("_Value", bound=StrEnum)


class ChoiceField(QPushButton, Generic[_Value]):
    """A word that opens a menu; arrow keys go to the next and the previous value.

    ``chosen`` is emitted when a person chose; ``name`` says what is chosen, for those who
    cannot see where it stands.
    """

    chosen = Signal()

    def __init__(
        self, name: str, words: Mapping[_Value, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._words = dict(words)
        self._value = next(iter(self._words))
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self._actions = {value: self._add(value) for value in self._words}
        self._menu.triggered.connect(self._take)
        self.setMenu(self._menu)
        self.setProperty("quiet", "true")
        self.setStyleSheet(_ROOM_FOR_THE_ARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(name)
        self._show()

    def _add(self, value: _Value) -> QAction:
        entry = self._menu.addAction(self._words[value])
        entry.setCheckable(True)
        entry.setData(value.value)
        self._group.addAction(entry)
        return entry

    def value(self) -> _Value:
        """The value that is chosen."""
        return self._value

    def set_value(self, value: _Value) -> None:
        """Choose a value without telling anybody."""
        self._value = value
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Up step through the values; Space and Alt+Down open the menu."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showMenu()
        else:
            self.step(step)

    def step(self, step: int = 1) -> None:
        """Choose the value so many places on, after the last the first."""
        values = list(self._words)
        self._choose(values[(values.index(self._value) + step) % len(values)])

    def _take(self, entry: QAction) -> None:
        wanted = entry.data()
        self._choose(next(value for value in self._words if value.value == wanted))

    def _choose(self, value: _Value) -> None:
        self.set_value(value)
        self.chosen.emit()

    def _show(self) -> None:
        self._actions[self._value].setChecked(True)
        self.setText(self._words[self._value])
        self.setAccessibleName(f"{self._name}: {self._words[self._value]}")
