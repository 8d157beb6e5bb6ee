"""The row from which time is played, step by step or by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from stanceline.ui.widgets import ElidedLabel


class PlayBar(QWidget):
    """Buttons that go on, stop, step, and end the play; beside them where time stands.

    ``toggled`` asks to go on or to stop, ``stepped`` for a step on (1) or back (-1),
    ``closed`` to show all of the time again.
    """

    toggled = Signal()
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = self._button("◂", self.tr("One step back (Shift+Space)"))
        self.go = self._button("", "")
        self.on = self._button("▸", self.tr("One step on (Space)"))
        self.end = self._button(self.tr("End"), self.tr("End the play (P)"))
        self.told = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 4)
        row.setSpacing(2)
        for part in (self.back, self.go, self.on):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.told, 1)
        row.addWidget(self.end)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.go.clicked.connect(self.toggled)
        self.end.clicked.connect(self.closed)
        self.setAccessibleName(self.tr("Playing through time"))
        self.show_state(is_running=False, told="")

    @staticmethod
    def _button(text: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def show_state(self, *, is_running: bool, told: str) -> None:
        """Show whether time goes on by itself, and where it stands."""
        self.go.setText(self.tr("Stop") if is_running else self.tr("Go on"))
        name = self.tr("Stop here") if is_running else self.tr("Go on by itself")
        self.go.setToolTip(name)
        self.go.setAccessibleName(name)
        self.told.set_whole_text(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the play."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
