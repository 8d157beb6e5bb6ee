"""Single bars, bands and signs of a timeline, as vector exports and legends draw them."""

from dataclasses import replace

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from stanceline.timeline.drawing.fonts import font_of
from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.primitives import (
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Label,
    Link,
    Report,
    Whisker,
)
from stanceline.timeline.style import mixed

_BAND_TINTS = {
    Fill.WHOLE: 0.36,
    Fill.CORED: 0.2,
    Fill.DASHED: 0.1,
    Fill.CROSSED: 0.0,
    Fill.OUTLINE: 0.0,
    Fill.HATCHED: 0.0,
    Fill.GHOST: 0.0,
}
COARSE_TINT = 0.5
_DASHED_TINT = 0.45
FADE_TINT = 0.55
_QUOTATION_BAND_TINT = 0.25
_DASHES = [3.0, 2.2]
_GHOST_DOTS = [1.2, 1.6]
_DOTS = [0.1, 3.0]
_CORNER = 2.5
_HALF_PEN = 0.65
_BAND_EDGE = 0.85
_QUOTATION_BAND_EDGE = 0.7
STRUCK_HEIGHT = 0.27
LINK_PX = 1.2
WHISKER_PX = 1.4
WHISKER_CAP_PX = 3.5
REPORT_PX = 1.0
FIRST_REPORT_PX = 2.0
FIRST_REPORT_MORE_PX = 2.0


def rect_of(box: Box) -> QRectF:
    """The box as Qt's rectangle."""
    return QRectF(box.x0, box.y0, box.width, box.height)


class BarPainter:
    """Draws single bars and bands; a legend uses it as well as the timeline."""

    def __init__(self, painter: QPainter, ground: QColor) -> None:
        self._painter = painter
        self._ground = ground

    def draw(self, bar: Bar, colour: QColor) -> None:
        """A solid bar or a hollow band in its box."""
        if bar.is_band:
            self._band(bar, colour)
        else:
            self._solid(bar, colour)
        if bar.fill is Fill.CROSSED:
            y = (bar.box.y0 + bar.box.y1) / 2
            self._painter.setPen(QPen(colour, 1.4))
            self._painter.drawLine(QLineF(bar.box.x0 - 2, y, bar.box.x1 + 2, y))

    def _pen(self, bar: Bar, colour: QColor) -> QPen:
        pen = QPen(colour, 2 * _HALF_PEN)
        if bar.is_dashed or bar.fill is Fill.DASHED:
            pen.setDashPattern(_DASHES)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        elif bar.fill is Fill.GHOST:
            pen.setDashPattern(_GHOST_DOTS)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _band(self, bar: Bar, colour: QColor) -> None:
        box = rect_of(bar.box)
        painter = self._painter
        is_ghost = bar.fill is Fill.GHOST
        tint = _BAND_TINTS[bar.fill]
        if not bar.mark_is_event and not is_ghost:
            tint = _QUOTATION_BAND_TINT
        radius = box.height() / 2 - _HALF_PEN
        inner = _inner(box, bar)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(flat(colour, tint) if tint else self._ground)
        painter.drawPath(rounded(inner, radius, bar.cut_left, bar.cut_right))
        pen = self._pen(bar, flat(colour, _BAND_EDGE))
        if not bar.mark_is_event and not is_ghost:
            # A quotation's band is thin and pale, and would be lost without any edge.
            pen = QPen(flat(colour, _QUOTATION_BAND_EDGE), 1.0)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_outline(inner, radius, bar.cut_left, bar.cut_right))
        if bar.has_end_ticks:
            painter.setPen(QPen(colour, 1.6))
            for x, is_cut in ((box.left() + 0.8, bar.cut_left), (box.right() - 0.8, bar.cut_right)):
                if not is_cut:
                    painter.drawLine(QLineF(x, box.top() - 2, x, box.bottom() + 2))

    def _solid(self, bar: Bar, colour: QColor) -> None:
        """The core, and the paler zones in which it begins and ends."""
        box = bar.box
        start = min(bar.coarse_start, box.width)
        end = min(bar.coarse_end, box.width - start)
        if start <= 0 and end <= 0:
            self._plain(bar, colour)
            return
        faint = mixed(colour, self._ground, COARSE_TINT)
        edges = (box.x0, box.x0 + start, box.x1 - end, box.x1)
        for at, ink in enumerate((faint, colour, faint)):
            x0, x1 = edges[at], edges[at + 1]
            if x1 > x0:
                is_first, is_last = x0 <= box.x0, x1 >= box.x1
                piece = replace(
                    bar,
                    box=Box(x0, box.y0, x1, box.y1),
                    cut_left=bar.cut_left or not is_first,
                    cut_right=bar.cut_right or not is_last,
                )
                self._plain(piece, ink)

    def _plain(self, bar: Bar, colour: QColor) -> None:
        """A bar without zones: filled, or an outline."""
        painter, box = self._painter, rect_of(bar.box)
        is_filled = bar.fill in {Fill.WHOLE, Fill.CORED}
        painter.setPen(Qt.PenStyle.NoPen)
        if is_filled and not bar.is_dashed:
            painter.setBrush(colour)
            painter.drawPath(rounded(box, _CORNER, bar.cut_left, bar.cut_right))
            if bar.fill is Fill.CORED:
                self._core_line(box, bar)
            return
        inner = _inner(box, bar)
        pale = mixed(colour, self._ground, _DASHED_TINT)
        painter.setBrush(pale if is_filled else self._ground)
        painter.drawPath(rounded(inner, _CORNER, bar.cut_left, bar.cut_right))
        painter.setPen(self._pen(bar, colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_outline(inner, _CORNER, bar.cut_left, bar.cut_right))

    def _core_line(self, box: QRectF, bar: Bar) -> None:
        """The light line along the middle of what is only reported."""
        left = box.left() + (0 if bar.cut_left else 3)
        right = box.right() - (0 if bar.cut_right else 3)
        if right - left > 1:
            height = 2.0 if int(box.height()) % 2 == 0 else 3.0
            top = box.center().y() - height / 2
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._ground)
            self._painter.drawRect(QRectF(left, top, right - left, height))


class SignPainter:
    """Draws what goes with glyphs and bars: links, whiskers, fades, arrows and texts."""

    def __init__(self, painter: QPainter, ground: QColor) -> None:
        self._painter = painter
        self._ground = ground

    def link(self, link: Link, colour: QColor) -> None:
        """A thin or dotted line between two parts."""
        pen = QPen(colour, 1.6 if link.is_dotted else LINK_PX)
        if link.is_dotted:
            pen.setDashPattern(_DOTS)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(link.x0, link.y, link.x1, link.y))

    def fade(self, fade: Fade, colour: QColor) -> None:
        """A stretch that fades away, so that eras and lines behind it shine through."""
        gradient = QLinearGradient(fade.x0, 0, fade.x1, 0)
        gradient.setColorAt(0, flat(colour, FADE_TINT))
        gradient.setColorAt(1, flat(colour, 0.0))
        left, right = min(fade.x0, fade.x1), max(fade.x0, fade.x1)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QBrush(gradient))
        self._painter.drawRect(QRectF(left, fade.y - fade.height / 2, right - left, fade.height))

    def whisker(self, whisker: Whisker, colour: QColor) -> None:
        """A line with a cap at its far end."""
        self._painter.setPen(QPen(colour, WHISKER_PX))
        self._painter.drawLine(QLineF(whisker.x0, whisker.y, whisker.x1, whisker.y))
        top, bottom = whisker.y - WHISKER_CAP_PX, whisker.y + WHISKER_CAP_PX
        self._painter.drawLine(QLineF(whisker.x1, top, whisker.x1, bottom))

    def arrow(self, arrow: Arrow, colour: QColor) -> None:
        """An arrowhead with its tip at the arrow's place."""
        back = arrow.x - arrow.towards * 8
        corners = [(arrow.x, arrow.y), (back, arrow.y - 6.5), (back, arrow.y + 6.5)]
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def report(self, report: Report, first: QColor, later: QColor) -> None:
        """A tick under an event; who had it first stands out."""
        is_first = report.order == 0
        pen = QPen(first if is_first else later, FIRST_REPORT_PX if is_first else REPORT_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._painter.setPen(pen)
        more = FIRST_REPORT_MORE_PX if is_first else 0.0
        self._painter.drawLine(QLineF(report.x, report.y0, report.x, report.y1 + more))

    def text(self, label: Label, colour: QColor) -> None:
        """A line of text in its box, struck through if the label says so."""
        self._painter.setPen(colour)
        self._painter.setFont(font_of(label.role))
        self._painter.drawText(QPointF(label.box.x0, label.baseline), label.text)
        if label.is_struck:
            y = label.baseline - label.box.height * STRUCK_HEIGHT
            self._painter.setPen(QPen(colour, 1))
            self._painter.drawLine(QLineF(label.box.x0, y, label.box.x1, y))


def _inner(box: QRectF, bar: Bar) -> QRectF:
    """Where the middle of the outline runs, up to the edge where the bar is cut."""
    return box.adjusted(
        0.0 if bar.cut_left else _HALF_PEN,
        _HALF_PEN,
        0.0 if bar.cut_right else -_HALF_PEN,
        -_HALF_PEN,
    )


def _outline(box: QRectF, radius: float, is_cut_left: bool, is_cut_right: bool) -> QPainterPath:
    """The outline of ``rounded``, open where the bar is cut."""
    if not is_cut_left and not is_cut_right:
        return rounded(box, radius, is_square_left=False, is_square_right=False)
    path = QPainterPath()
    if is_cut_left and is_cut_right:
        for y in (box.top(), box.bottom()):
            path.moveTo(box.left(), y)
            path.lineTo(box.right(), y)
        return path
    radius = min(radius, box.width(), box.height() / 2)
    turn = 2 * radius
    if is_cut_left:
        path.moveTo(box.topLeft())
        path.lineTo(box.right() - radius, box.top())
        path.arcTo(box.right() - turn, box.top(), turn, turn, 90, -90)
        path.lineTo(box.right(), box.bottom() - radius)
        path.arcTo(box.right() - turn, box.bottom() - turn, turn, turn, 0, -90)
        path.lineTo(box.bottomLeft())
        return path
    path.moveTo(box.topRight())
    path.lineTo(box.left() + radius, box.top())
    path.arcTo(box.left(), box.top(), turn, turn, 90, 90)
    path.lineTo(box.left(), box.bottom() - radius)
    path.arcTo(box.left(), box.bottom() - turn, turn, turn, 180, 90)
    path.lineTo(box.bottomRight())
    return path


def rounded(
    box: QRectF, radius: float, is_square_left: bool, is_square_right: bool
) -> QPainterPath:
    """A rectangle with its left and right corners rounded unless told otherwise."""
    radius = min(radius, box.width() / 2, box.height() / 2)
    left = 0.0 if is_square_left else radius
    right = 0.0 if is_square_right else radius
    path = QPainterPath(QPointF(box.left() + left, box.top()))
    path.lineTo(box.right() - right, box.top())
    if right:
        path.arcTo(box.right() - 2 * right, box.top(), 2 * right, 2 * right, 90, -90)
        path.lineTo(box.right(), box.bottom() - right)
        path.arcTo(box.right() - 2 * right, box.bottom() - 2 * right, 2 * right, 2 * right, 0, -90)
    else:
        path.lineTo(box.bottomRight())
    path.lineTo(box.left() + left, box.bottom())
    if left:
        path.arcTo(box.left(), box.bottom() - 2 * left, 2 * left, 2 * left, 270, -90)
        path.lineTo(box.left(), box.top() + left)
        path.arcTo(box.left(), box.top(), 2 * left, 2 * left, 180, -90)
    else:
        path.lineTo(box.topLeft())
    path.closeSubpath()
    return path
