"""What is shown over a window while something is dragged that it could take."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from stanceline.ui.theme import current_theme, interface_font, scaled, with_opacity

_MARGIN = 14
_CORNER = 14
_VEIL = 0.93
_PEN = 2.0


class DropHint(QWidget):
    """A veil over the window with a sentence that says what dropping would do."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._title = ""
        self._sentence = ""
        self._is_refusal = False
        # What is dragged goes on to what lies below.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def words(self) -> str:
        """What is said now; empty while nothing is dragged."""
        return f"{self._title} {self._sentence}".strip() if self.isVisible() else ""

    def show_hint(self, title: str, sentence: str = "", *, is_refusal: bool = False) -> None:
        """Say what dropping would do, or why it would do nothing."""
        self._title, self._sentence, self._is_refusal = title, sentence, is_refusal
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the veil, a frame of dashes and the words."""
        theme = current_theme()
        ink = theme.danger if self._is_refusal else theme.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), with_opacity(theme.surface, _VEIL))
        pen = QPen(ink, _PEN, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        frame = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(frame, _CORNER, _CORNER)
        middle = frame.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(interface_font(scaled(20), semi_bold=True))
        painter.setPen(ink if self._is_refusal else theme.text)
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        gap = scaled(22)
        painter.drawText(middle.translated(0, -gap), wrapped, self._title)
        painter.setFont(interface_font())
        painter.setPen(theme.muted)
        painter.drawText(middle.translated(0, gap), wrapped, self._sentence)
