"""The line below the library that says how many articles are chosen, and what can be done."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from stanceline.ui.widgets import FlowLayout

_NARROW = """
QToolButton { padding: 4px 5px; }
QToolButton:focus { padding: 3px 4px; }
"""


class ChosenBar(QWidget):
    """Shown while several articles are chosen.

    ``menu_wanted`` carries the place on the screen where a menu is to open.
    """

    facts_wanted = Signal()
    tags_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._told = QLabel()
        self._told.setProperty("role", "small")
        self._more = QToolButton()
        self._told.setContentsMargins(0, 5, 8, 0)
        self.setStyleSheet(_NARROW)
        row = FlowLayout(self, gap=2)
        row.setContentsMargins(16, 4, 8, 4)
        row.addWidget(self._told)
        for text, wanted in (
            (self.tr("Facts…"), self.facts_wanted),
            (self.tr("Tags…"), self.tags_wanted),
        ):
            button = _button(QToolButton(), text)
            button.clicked.connect(wanted)
            row.addWidget(button)
        row.addWidget(_button(self._more, self.tr("More")))
        self._more.clicked.connect(self._ask_for_menu)
        self.hide()

    def show_count(self, n: int) -> None:
        """Say how many articles are chosen; nothing when it is one or none."""
        self._told.setText(self.tr("{n:,} chosen").format(n=n))
        self.setVisible(n > 1)

    def _ask_for_menu(self) -> None:
        self.menu_wanted.emit(self._more.mapToGlobal(QPoint(0, 0)))


def _button(button: QToolButton, text: str) -> QToolButton:
    button.setText(text)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
