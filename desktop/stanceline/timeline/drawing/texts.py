"""Lines of text that are shaped once and drawn in many frames."""

import threading
from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QStaticText, QTextLayout

from stanceline.timeline.drawing.bars import STRUCK_HEIGHT
from stanceline.timeline.drawing.fonts import font_of
from stanceline.timeline.primitives import Label, Role

_MOST_KEPT = 6000
_LAST_PLAIN = "\u024f"
"""Up to here letters come from the bundled fonts, all of one height."""


class _Kept(threading.local):
    """The texts of a thread: pictures are exported while the window draws."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, Role], tuple[QStaticText, float]] = {}
        self.ascents: dict[Role, float] = {}


_kept = _Kept()


class TextPainter:
    """Draws labels on a screen or an image of pixels."""

    def __init__(self, painter: QPainter, colours: dict[int, QColor]) -> None:
        self._painter = painter
        self._colours = colours

    def draw_all(self, labels: Iterable[Label]) -> None:
        """Each label in its ink; the painter keeps the last pen and font."""
        painter, known = self._painter, _kept.texts
        ink, role = None, None
        for label in sorted(labels, key=_look):
            if label.ink != ink:
                ink = label.ink
                painter.setPen(self._colours[ink])
            if label.role is not role:
                role = label.role
                painter.setFont(font_of(role))
            shaped = known.get((label.text, role))
            text, ascent = shaped if shaped is not None else _shaped(label.text, role)
            painter.drawStaticText(QPointF(label.box.x0, label.baseline - ascent), text)
            if label.is_struck:
                self._strike(label)

    def _strike(self, label: Label) -> None:
        y = label.baseline - label.box.height * STRUCK_HEIGHT
        line = QRectF(label.box.x0, y - 0.5, label.box.width, 1.0)
        self._painter.fillRect(line, self._colours[label.ink])


def _look(label: Label) -> tuple[str, int]:
    """What is asked for, in an order in which pen and font seldom change."""
    return label.role, label.ink


def _shaped(text: str, role: Role) -> tuple[QStaticText, float]:
    """The text ready to be drawn, and how far below its top its letters stand."""
    texts = _kept.texts
    if len(texts) >= _MOST_KEPT:
        for old in list(islice(texts, _MOST_KEPT // 2)):
            del texts[old]
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    shaped = static, _ascent(text, role)
    texts[text, role] = shaped
    return shaped


def _ascent(text: str, role: Role) -> float:
    """How far below its top a line's letters stand, which other fonts' letters may change."""
    if text and max(text) > _LAST_PLAIN:
        return _line_ascent(text, role)
    if role not in _kept.ascents:
        _kept.ascents[role] = _line_ascent("x", role)
    return _kept.ascents[role]


def _line_ascent(text: str, role: Role) -> float:
    layout = QTextLayout(text, font_of(role))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return line.ascent()
