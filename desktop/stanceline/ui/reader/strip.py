"""The strip beside the scroll bar: where in the whole text the marks are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from stanceline.ui.theme import Theme

_WIDTH = 14
_MARK_WIDTH = 5
_LEAST_HEIGHT = 4.0
_REACH = 6.0


@dataclass(frozen=True, slots=True)
class StripMark:
    """One place on the strip; ``top`` and ``bottom`` are in document pixels."""

    key: str
    top: float
    bottom: float
    ink: QColor
    is_hollow: bool
    tooltip: str


class MarkStrip(QWidget):
    """Shows all marks of an article at once; a click goes to the nearest.

    It asks for its marks and the height of the document only when it is painted.
    """

    clicked = Signal(str)

    def __init__(
        self,
        marks: Callable[[], Sequence[StripMark]],
        document_height: Callable[[], float],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._marks = marks
        self._document_height = document_height
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Marks in the whole text"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As narrow as it can be and still be hit."""
        return QSize(_WIDTH, 80)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it can be and still be hit."""
        return QSize(_WIDTH, 0)

    def rect_of(self, mark: StripMark) -> QRectF:
        """Where the mark is painted on the strip."""
        scale = self.height() / max(self._document_height(), self.height(), 1.0)
        height = max(_LEAST_HEIGHT, (mark.bottom - mark.top) * scale)
        top = min(mark.top * scale, self.height() - height)
        return QRectF((_WIDTH - _MARK_WIDTH) / 2, round(top), _MARK_WIDTH, round(height))

    def mark_near(self, y: float) -> StripMark | None:
        """The mark nearest to a height on the strip, None when none is within reach."""
        distances = [(abs(self.rect_of(mark).center().y() - y), mark) for mark in self._marks()]
        within = [pair for pair in distances if pair[0] <= _REACH]
        return min(within, key=lambda pair: pair[0])[1] if within else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks, suggestions hollow."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.surface)
        for mark in self._marks():
            rect = self.rect_of(mark)
            if mark.is_hollow:
                painter.setPen(QPen(mark.ink, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
            else:
                painter.fillRect(rect, mark.ink)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the mark under the pointer."""
        near = self.mark_near(event.position().y())
        if near is not None:
            self.clicked.emit(near.key)

    def event(self, event: QEvent) -> bool:
        """Say which mark is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            near = self.mark_near(event.pos().y())
            QToolTip.showText(event.globalPos(), near.tooltip if near else "", self)
            return True
        return super().event(event)
