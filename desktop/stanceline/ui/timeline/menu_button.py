"""A quiet button that says what was chosen and opens a menu of what else there is."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from stanceline.ui.theme import scaled

_WIDEST_FACE = 190
_ARROW = " ▾"

_Value = TypeVar("_Value", bound=str)


class MenuButton(QToolButton):
    """Opens ``menu`` below itself, without holding up anything else.

    ``about_to_open`` is emitted before, for who fills the menu only then.
    """

    about_to_open = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.menu_shown = QMenu(self)
        self.menu_shown.setAccessibleName(name)
        self.menu_shown.setToolTipsVisible(True)
        self.clicked.connect(self.open)
        self.show_face(name)

    def show_face(self, text: str, *, tip: str = "") -> None:
        """Show this text on the button, as much of it as fits."""
        room = scaled(_WIDEST_FACE)
        elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setText(elided + _ARROW)
        self.setAccessibleDescription(text)
        self.setToolTip(tip or text)

    def open(self) -> None:
        """Open the menu below the button."""
        self.about_to_open.emit()
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def literal(name: str) -> str:
    """A name as the text of a menu, in which "&" would underline a letter."""
    return name.replace("&", "&&")


def add_choices(
    menu: QMenu,
    choices: Mapping[_Value, str],
    current: _Value,
    chosen: Callable[[_Value], None],
) -> None:
    """Add values of which one holds, the current one ticked; ``chosen`` hears of another."""
    group = QActionGroup(menu)
    for value, text in choices.items():
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(value == current)
        action.triggered.connect(_caller(chosen, value))
        group.addAction(action)


def _caller(chosen: Callable[[_Value], None], value: _Value) -> Callable[[], None]:
    return lambda: chosen(value)
