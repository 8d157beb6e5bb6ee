"""What covers a window while its workspace is locked."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stanceline.ui.dialogs.parts import Notice, plain_label
from stanceline.ui.fields.secret_field import SecretField
from stanceline.ui.scaling import keep_scaled

_WIDTH = 340


class LockScreen(QWidget):
    """Covers its parent, shows nothing of what lies below, and asks for the passphrase.

    ``unlock_requested`` carries what was typed; ``leave_requested`` asks to close.
    """

    unlock_requested = Signal(str)
    leave_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self._host = parent
        parent.installEventFilter(self)
        self.passphrase = SecretField(self.tr("Passphrase"))
        self.passphrase.line.returnPressed.connect(self._ask)
        self._notice = Notice()
        self._unlock = QPushButton(self.tr("Unlock"))
        self._unlock.setProperty("primary", "true")
        self._unlock.clicked.connect(self._ask)
        leave = QPushButton(self.tr("Close window"))
        leave.setProperty("quiet", "true")
        leave.clicked.connect(lambda _checked: self.leave_requested.emit())
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(plain_label(self.tr("Locked"), "title"))
        column.addWidget(
            plain_label(
                self.tr("Give the passphrase of this workspace to go on where you were."), "muted"
            )
        )
        column.addWidget(self.passphrase)
        column.addWidget(self._notice)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._unlock)
        buttons.addWidget(leave)
        buttons.addStretch()
        column.addLayout(buttons)
        box = QWidget()
        box.setLayout(column)
        keep_scaled(box, width=_WIDTH)
        # A row of its own asks the box how high it is at this width, which a centred one is not.
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(box)
        row.addStretch()
        middle = QVBoxLayout(self)
        middle.addStretch(2)
        middle.addLayout(row)
        middle.addStretch(3)
        self.hide()

    def cover(self) -> None:
        """Hide what lies below, and wait for the passphrase."""
        self._notice.say("")
        self.passphrase.clear()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.passphrase.line.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why the passphrase did not unlock."""
        self._notice.say(sentence)
        self.passphrase.line.selectAll()
        self.passphrase.line.setFocus()

    def uncover(self) -> None:
        """Show what lies below again, and forget what was typed."""
        self.passphrase.clear()
        self.hide()

    def _ask(self) -> None:
        if self.passphrase.text():
            self._notice.say("")
            self.unlock_requested.emit(self.passphrase.text())

    def showEvent(self, event: QShowEvent) -> None:
        """Cover all of the parent."""
        super().showEvent(event)
        self.setGeometry(self._host.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover all of the parent when it gets another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible() and watched is self._host:
            self.setGeometry(self._host.rect())
        return False
