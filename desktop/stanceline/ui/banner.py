"""The line below the header that says what is special about where a workspace lies."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from stanceline.records import dataclass
from stanceline.ui.theme import current_theme, icon


@dataclass(frozen=True, slots=True)
class BannerText:
    """What a banner says; ``key`` tells one such notice from another once it is dismissed.

    ``action`` is the text of its first button, empty for none; ``can_retry`` offers to open
    the workspace again.
    """

    key: str
    sentence: str
    action: str = ""
    can_retry: bool = False


class Banner(QFrame):
    """One sentence, what can be done about it, and a way to send it away."""

    action_triggered = Signal()
    retry_triggered = Signal()
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: BannerText | None = None
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action_button = QPushButton()
        self.action_button.clicked.connect(lambda _checked: self.action_triggered.emit())
        self.retry_button = QPushButton(self.tr("Try again"))
        self.retry_button.setToolTip(self.tr("Open the workspace again, for writing if it is free"))
        self.retry_button.clicked.connect(lambda _checked: self.retry_triggered.emit())
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(self.tr("Dismiss this notice"))
        self.close_button.setToolTip(self.tr("Dismiss this notice"))
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self.sentence, 1)
        for button in (self.retry_button, self.action_button, self.close_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def shown_key(self) -> str:
        """The key of what is shown, or nothing."""
        return self._shown.key if self._shown is not None else ""

    def show_text(self, text: BannerText | None) -> None:
        """Say this; None hides the banner."""
        self._shown = text
        self.setVisible(text is not None)
        if text is None:
            return
        self.sentence.setText(text.sentence)
        self.setAccessibleName(text.sentence)
        self.action_button.setText(text.action)
        self.action_button.setVisible(bool(text.action))
        self.retry_button.setVisible(text.can_retry)
        self.set_colours()

    def set_colours(self) -> None:
        """Paint in the colours of the theme."""
        theme = current_theme()
        self.close_button.setIcon(icon("close", theme))
        self.setStyleSheet(
            f"#banner {{ background: {theme.warning_soft.name()};"
            f" border-bottom: 1px solid {theme.line.name()}; }}"
        )

    def _dismiss(self) -> None:
        if self._shown is not None:
            key = self._shown.key
            self.show_text(None)
            self.dismissed.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape sends the banner away."""
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        else:
            super().keyPressEvent(event)
