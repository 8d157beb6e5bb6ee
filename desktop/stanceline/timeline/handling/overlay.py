"""What stands over the laid-out timeline on the screen alone: counts, hints and read-outs."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from stanceline.timeline.drawing.fonts import SANS, font_of, plain_font
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Layout, Role
from stanceline.timeline.style import Style
from stanceline.timeline.words.wording import grouped

_ARROWHEAD_PX = 10.0
_ARROW_ROOM_PX = 36.0
_READ_OUT_GAP = 14.0
_PAD = 8.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def draw_corner(painter: QPainter, style: Style, layout: Layout, n_dated: int) -> None:
    """How many of the marks are in the window, above the lanes' titles."""
    shown = grouped(layout.n_marks_in_window)
    text = _tr("{shown} of {all}").format(shown=shown, all=grouped(n_dated))
    # A number is not broken at the space between its thousands.
    text = text.replace("\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}")
    painter.setFont(font_of(Role.NOTE))
    painter.setPen(QColor(style.muted))
    box = QRectF(8, 2, layout.plot.x0 - 22, layout.axis_box.height - 8)
    # Large numbers take two lines, since the titles below decide how wide it is here.
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
    flags = side | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
    painter.drawText(box, flags, text)


def draw_way_back(painter: QPainter, style: Style, plot: Box, beside: tuple[int, int]) -> None:
    """In a window without marks, how to see them and on which side they lie.

    ``beside`` is how many lie before the window and after it.
    """
    box = QRectF(plot.x0, plot.y0, plot.width, plot.height)
    painter.setFont(plain_font(SANS, 14))
    painter.setPen(QColor(style.muted))
    painter.setBrush(QColor(style.muted))
    words = _tr("No marks here. Press 0 to see all.")
    text = box.adjusted(_ARROW_ROOM_PX, 0, -_ARROW_ROOM_PX, 0)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    ground = painter.boundingRect(text, int(flags), words)
    painter.fillRect(ground.adjusted(-8, -4, 8, 4), QColor(style.surface))
    painter.drawText(text, flags, words)
    sides = ((beside[0], box.left() + 10, 1), (beside[1], box.right() - 10, -1))
    for n_marks, tip, inwards in sides:
        if n_marks:
            _draw_arrowhead(painter, tip, box.center().y(), inwards)


def _draw_arrowhead(painter: QPainter, tip: float, y: float, inwards: int) -> None:
    base = tip + inwards * _ARROWHEAD_PX
    half = _ARROWHEAD_PX * 0.8
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon([QPointF(tip, y), QPointF(base, y - half), QPointF(base, y + half)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def draw_focus(painter: QPainter, style: Style, layout: Layout) -> None:
    """A frame around everything: the keyboard is here, and at no mark yet."""
    painter.setPen(QPen(QColor(style.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(1, 1, layout.width - 2, layout.height - 2))


def draw_empty(painter: QPainter, style: Style, size: tuple[float, float], text: str) -> None:
    """Why there is nothing to see, in the middle."""
    box = QRectF(0, 0, *size)
    painter.fillRect(box, QColor(style.surface))
    painter.setPen(QColor(style.muted))
    painter.setFont(plain_font(SANS, 14))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(40, 20, -40, -20), flags, text)


def draw_now(painter: QPainter, style: Style, plot: Box, x: float, text: str) -> None:
    """The date at which time stands while it is played, at the upper end of its line."""
    if not plot.x0 <= x <= plot.x1:
        return
    painter.setFont(font_of(Role.NOTE))
    width = QFontMetricsF(font_of(Role.NOTE)).horizontalAdvance(text) + 2 * _PAD
    left = min(max(x - width / 2, plot.x0), plot.x1 - width)
    box = QRectF(left, plot.y0 + 2, width, LINE_HEIGHTS[Role.NOTE] + 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.accent))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(style.surface))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_read_out(
    painter: QPainter, style: Style, plot: Box, at: QPointF, lines: Sequence[str]
) -> None:
    """A small plate beside the pointer: the first line strong, the others below it."""
    strong, plain = font_of(Role.LANE), font_of(Role.NOTE)
    metrics = [QFontMetricsF(strong if i == 0 else plain) for i in range(len(lines))]
    width = 2 * _PAD + max(
        metric.horizontalAdvance(line) for metric, line in zip(metrics, lines, strict=True)
    )
    height = 2 * _PAD + sum(metric.height() for metric in metrics)
    x = at.x() + _READ_OUT_GAP
    if x + width > plot.x1:
        x = max(at.x() - _READ_OUT_GAP - width, plot.x0)
    y = at.y() - _READ_OUT_GAP - height
    if y < plot.y0:
        y = at.y() + _READ_OUT_GAP
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(style.line), 1))
    painter.setBrush(QColor(style.surface))
    painter.drawRoundedRect(QRectF(x, y, width, height), 5, 5)
    top = y + _PAD
    for i, (metric, line) in enumerate(zip(metrics, lines, strict=True)):
        painter.setFont(strong if i == 0 else plain)
        painter.setPen(QColor(style.text if i == 0 else style.muted))
        painter.drawText(QPointF(x + _PAD, top + metric.ascent()), line)
        top += metric.height()
