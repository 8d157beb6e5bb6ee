"""The shape of a stance as an icon for lists and menus."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from stanceline.domain.stances import Stance
from stanceline.ui.theme import Theme, stance_colour
from stanceline.ui.widgets import paint_stance

_SIZE = 14
_GLYPH_SIZE = 11
_SCALE = 2  # Drawn at twice the size, so that it is sharp on dense screens.


def stance_icon(stance: Stance, theme: Theme) -> QIcon:
    """The stance's shape in its colour."""
    pixmap = QPixmap(_SIZE * _SCALE, _SIZE * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    centre = QPointF(_SIZE / 2, _SIZE / 2)
    paint_stance(painter, centre, _GLYPH_SIZE, stance, stance_colour(stance, theme))
    painter.end()
    return QIcon(pixmap)
