"""The line above an article whose text is being written in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from stanceline.ui.widgets import ElidedLabel


class EditBar(QWidget):
    """Says that the text is being edited, and has the two ways out.

    Emits ``left`` with True when the text is to be kept and False when not.
    """

    left = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._says = ElidedLabel(self.tr("You are editing the text"))
        self._says.setProperty("role", "small")
        self._keep = QPushButton(self.tr("Keep  Ctrl+Enter"))
        self._keep.setToolTip(self.tr("Keep the text as it stands now (Ctrl+Enter)"))
        self._keep.setProperty("primary", "true")
        self._discard = QPushButton(self.tr("Discard  Esc"))
        self._discard.setToolTip(self.tr("Go back to the text as it was (Esc)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(8)
        layout.addWidget(self._says, 1)
        layout.addWidget(self._discard)
        layout.addWidget(self._keep)
        self._keep.clicked.connect(self._on_keep)
        self._discard.clicked.connect(self._on_discard)

    def _on_keep(self) -> None:
        self.left.emit(True)  # noqa: FBT003 (a signal takes no keyword)

    def _on_discard(self) -> None:
        self.left.emit(False)  # noqa: FBT003 (a signal takes no keyword)
