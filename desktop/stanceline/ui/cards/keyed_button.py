"""A button that shows the key which presses it."""

import math

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stanceline.ui.theme import Theme, caption_font, current_theme, interface_font, scaled

_HEIGHT = 28
_PADDING = 9
_GAP = 7
_CAP_HEIGHT = 16


class KeyedButton(QAbstractButton):
    """A chip with a text, cut where there is no room, and a key cap behind it."""

    def __init__(self, text: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._label_font = interface_font()
        self._key_font = interface_font(caption_font().pixelSize())
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Room for the text and the key."""
        # Whole pixels would round some texts down, and those would be cut.
        width = math.ceil(QFontMetricsF(self._label_font).horizontalAdvance(self.text()))
        return QSize(2 * _PADDING + width + self._cap_room(), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Room for the key and a few letters."""
        return QSize(min(self.sizeHint().width(), scaled(80)), scaled(_HEIGHT))

    def _cap_room(self) -> int:
        return _GAP + self._cap_width() if self._key else 0

    def _cap_width(self) -> int:
        return QFontMetrics(self._key_font).horizontalAdvance(self._key) + 10

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the chip."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        metrics = QFontMetrics(self._label_font)
        room = self.width() - 2 * _PADDING - self._cap_room()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setFont(self._label_font)
        painter.setPen(theme.text if self.isEnabled() else theme.disabled)
        painter.drawText(QPointF(_PADDING, math.floor(baseline)), text)
        if self._key:
            self._paint_cap(painter, theme, _PADDING + metrics.horizontalAdvance(text) + _GAP)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        width = 2 if self.hasFocus() else 1
        ground = theme.surface
        if self.isDown():
            ground = theme.pressed
        elif self.underMouse() and self.isEnabled():
            ground = theme.hover
        painter.setBrush(ground)
        painter.setPen(QPen(theme.accent if self.hasFocus() else theme.line, width))
        inset = width / 2
        frame = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, theme.sizes.corner, theme.sizes.corner)

    def _paint_cap(self, painter: QPainter, theme: Theme, left: int) -> None:
        height = scaled(_CAP_HEIGHT)
        cap = QRect(left, (self.height() - height) // 2, self._cap_width(), height)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._key_font)
        painter.setPen(theme.muted)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
