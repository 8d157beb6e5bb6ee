"""The line at the top of the window: workspace, views, export."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from stanceline.ui.widgets import ElidedLabel

_HEIGHT = 46
_WIDEST_NAME = 320
_NAME_ROOM = 16


class View(StrEnum):
    """What fills the window."""

    READ = "read"
    TIMELINE = "timeline"


class HeaderBar(QWidget):
    """Names the workspace and switches between its views."""

    view_chosen = Signal(str)
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        self._name = ElidedLabel("")
        self._name.setProperty("role", "strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._views: dict[View, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(4)
        self._read_only = QLabel(self.tr("Read-only"))
        self._read_only.setProperty("role", "warning")
        self._read_only.hide()
        self._encrypted = QLabel(self.tr("Encrypted"))
        self._encrypted.setProperty("role", "small")
        self._encrypted.setToolTip(self.tr("Nobody can read the file without its passphrase."))
        self._encrypted.hide()
        layout.addWidget(self._name)
        layout.addWidget(self._read_only)
        layout.addWidget(self._encrypted)
        layout.addSpacing(12)
        for view, text in ((View.READ, self.tr("Read")), (View.TIMELINE, self.tr("Timeline"))):
            layout.addWidget(self._add_view(view, text))
        layout.addStretch(1)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.setToolTip(self.tr("Export the timeline or a table (Ctrl+E)"))
        self.export_button.clicked.connect(self._request_export)
        layout.addWidget(self.export_button)

    def _add_view(self, view: View, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("quiet", "true")
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self.view_chosen.emit(view.value))
        self._group.addButton(button)
        self._views[view] = button
        return button

    def _request_export(self) -> None:
        self.export_requested.emit()

    def set_name(
        self, name: str, *, is_read_only: bool = False, why: str = "", is_encrypted: bool = False
    ) -> None:
        """Show the name of the workspace, whether and why it can only be read or is encrypted."""
        self._read_only.setVisible(is_read_only)
        self._read_only.setToolTip(why)
        self._encrypted.setVisible(is_encrypted)
        self._name.set_whole_text(name)
        width = self._name.fontMetrics().horizontalAdvance(name) + _NAME_ROOM
        self._name.setFixedWidth(min(width, _WIDEST_NAME))

    def set_view(self, view: View) -> None:
        """Mark this view as the one that is shown."""
        self._views[view].setChecked(True)

    def sizeHint(self) -> QSize:
        """One line, as wide as the window."""
        return QSize(600, _HEIGHT)
