"""A scroll bar that is quick to paint, for a place that is painted with every frame."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from stanceline.timeline.new.glyphs import flat
from stanceline.timeline.new.style import Style

_SHORTEST_PX = 24.0
_MARGIN_PX = 3.0
_REST, _UNDER_POINTER = 0.45, 0.8


class SlimScrollBar(QScrollBar):
    """An upright bar with a rounded handle and nothing behind it.

    It lies over a drawing and is painted whenever that is. A style of Qt takes 5 ms for it,
    half a frame; this takes a twentieth of a millisecond. What a press does is decided by
    the style, as for every scroll bar, so the handle is where the style has it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._style = Style.light()
        self._is_under_pointer = False

    def set_style(self, style: Style) -> None:
        """Draw in these colours."""
        self._style = style
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the handle."""
        del event
        whole = self.maximum() - self.minimum() + self.pageStep()
        if whole <= 0 or self.maximum() <= self.minimum():
            return
        room = self.height() - 2 * _MARGIN_PX
        height = min(max(room * self.pageStep() / whole, _SHORTEST_PX), room)
        share = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        top = _MARGIN_PX + share * (room - height)
        width = self.width() - 2 * _MARGIN_PX
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strength = _UNDER_POINTER if self._is_under_pointer or self.isSliderDown() else _REST
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(flat(QColor(self._style.muted), strength))
        painter.drawRoundedRect(QRectF(_MARGIN_PX, top, width, height), width / 2, width / 2)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be taken hold of."""
        super().enterEvent(event)
        self._is_under_pointer = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Stand back again."""
        super().leaveEvent(event)
        self._is_under_pointer = False
        self.update()
