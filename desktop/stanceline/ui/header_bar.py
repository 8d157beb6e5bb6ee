"""The line at the top of the window: workspace, views, export."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from stanceline.ui.theme import Theme, current_theme, icon
from stanceline.ui.widgets import ElidedLabel

_HEIGHT = 46
_ARROW = 14
_WIDEST_NAME = 320
_NAME_ROOM = 16


class View(StrEnum):
    """What fills the window."""

    READ = "read"
    TIMELINE = "timeline"


class HeaderBar(QWidget):
    """Names the workspace and switches between its views.

    What its other buttons do, and what their tooltips say, is the window's affair.
    """

    view_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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
        self.read_button = self._views[View.READ]
        self.timeline_button = self._views[View.TIMELINE]
        layout.addSpacing(4)
        self.back_button = self._arrow(self.tr("Back"))
        self.forward_button = self._arrow(self.tr("Forward"))
        layout.addWidget(self.back_button)
        layout.addWidget(self.forward_button)
        layout.addStretch(1)
        self.commands_button = QPushButton(self.tr("Commands"))
        self.commands_button.setProperty("quiet", "true")
        layout.addWidget(self.commands_button)
        self.export_button = QPushButton(self.tr("Export…"))
        layout.addWidget(self.export_button)
        self.set_theme(current_theme())

    def _add_view(self, view: View, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("quiet", "true")
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self.view_chosen.emit(view.value))
        self._group.addButton(button)
        self._views[view] = button
        return button

    def _arrow(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setIconSize(QSize(_ARROW, _ARROW))
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self.setFixedHeight(round(_HEIGHT * theme.scale))
        is_mirrored = self.isRightToLeft()
        names = (
            ("chevron-right", "chevron-left")
            if is_mirrored
            else (
                "chevron-left",
                "chevron-right",
            )
        )
        for button, name in zip((self.back_button, self.forward_button), names, strict=True):
            button.setIcon(icon(name, theme))

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
