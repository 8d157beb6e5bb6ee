"""Words set in a few lines of a narrow column, whichever way their script runs."""

from collections.abc import Sequence
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from stanceline.records import dataclass
from stanceline.ui.textmap import TextMap

_LONGEST = 400
_STRONG = frozenset({"L", "R", "AL"})
_ROOM_FOR_WEIGHT = 0.94
"""Marked words are wider than the metrics of the plain font say."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """How marked words stand out: by their weight, and by their ground for those who see it."""

    ground: QColor
    ink: QColor


def set_in_lines(
    text: str,
    font: QFont,
    width: int,
    most: int,
    *,
    marks: Sequence[tuple[int, int]] = (),
    emphasis: Emphasis | None = None,
) -> QTextLayout:
    """The text in at most so many lines of a width, "…" where more would follow.

    ``marks`` are spans of code points to be emphasised. Text that runs from right to left
    is set at the right, and all text where the window is mirrored.
    """
    text = text[:_LONGEST]
    layout = _broken(text, font, width, most + 1, marks, emphasis)
    if layout.lineCount() <= most:
        return layout
    start = TextMap(text).from_qt(layout.lineAt(most - 1).textStart())
    room = round(width * _ROOM_FOR_WEIGHT) if marks else width
    last = QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, room)
    shown = text[:start] + last
    within = [(a, min(b, len(shown) - 1)) for a, b in marks if a < len(shown) - 1]
    return _broken(shown, font, width, most, within, emphasis)


def _broken(
    text: str,
    font: QFont,
    width: int,
    most: int,
    marks: Sequence[tuple[int, int]],
    emphasis: Emphasis | None,
) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    is_leftward = runs_leftward(text)
    side, direction = Qt.AlignmentFlag, Qt.LayoutDirection
    is_at_right = is_leftward or QGuiApplication.isRightToLeft()
    option = QTextOption(side.AlignRight if is_at_right else side.AlignLeft)
    option.setTextDirection(direction.RightToLeft if is_leftward else direction.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if emphasis is not None and marks:
        layout.setFormats(_formats(text, marks, emphasis))
    y = 0.0
    layout.beginLayout()
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


def runs_leftward(text: str) -> bool:
    """Whether the text runs from right to left, as its first letter with a direction says."""
    directions = (bidirectional(letter) for letter in text)
    return next((each for each in directions if each in _STRONG), "L") != "L"


def _formats(
    text: str, marks: Sequence[tuple[int, int]], emphasis: Emphasis
) -> list[QTextLayout.FormatRange]:
    positions = TextMap(text)
    ranges = []
    for start, end in marks:
        if not 0 <= start < end <= len(text):
            continue
        # PySide knows no constructor with values for it.
        part = QTextLayout.FormatRange()
        part.start = positions.to_qt(start)
        part.length = positions.to_qt(end) - part.start
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setForeground(emphasis.ink)
        look.setBackground(emphasis.ground)
        part.format = look
        ranges.append(part)
    return ranges


def height_of(layout: QTextLayout) -> int:
    """How high the lines are together, in whole pixels."""
    return round(sum(layout.lineAt(n).height() for n in range(layout.lineCount())))


def draw(painter: QPainter, layout: QTextLayout, left: int, top: int, ink: QColor) -> int:
    """Draw the lines; where what stands below them begins."""
    painter.setPen(ink)
    layout.draw(painter, QPointF(left, top))
    return top + height_of(layout)
