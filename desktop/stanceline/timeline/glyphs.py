"""Single glyphs, bars and signs of a timeline, as a legend draws them too."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from stanceline.timeline.fonts import font_of
from stanceline.timeline.primitives import (
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Glyph,
    Label,
    Link,
    Role,
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
}
_COARSE_TINT = 0.5
_FADE_TINT = 0.55
_QUOTATION_BAND_TINT = 0.25
_DASHES = [3.0, 2.2]
_DOTS = [0.1, 3.0]


def flat(colour: QColor, alpha: float = 1.0) -> QColor:
    """The colour with another opacity."""
    faint = QColor(colour)
    faint.setAlphaF(alpha)
    return faint


class GlyphPainter:
    """Draws single glyphs; a legend uses it as well as the timeline."""

    def __init__(self, painter: QPainter, ground: QColor) -> None:
        self._painter = painter
        self._ground = ground

    def draw(
        self,
        glyph: Glyph,
        fill: Fill,
        centre: QPointF,
        radius: float,
        colour: QColor,
        other: QColor | None = None,
    ) -> None:
        """A glyph around its centre, ``radius`` being half its width."""
        painter = self._painter
        painter.setPen(self._pen(fill, colour))
        painter.setBrush(self._brush(glyph, fill, colour))
        if glyph is Glyph.UP:
            painter.drawPolygon(_triangle(centre, radius, -1))
        elif glyph is Glyph.DOWN:
            painter.drawPolygon(_triangle(centre, radius, 1))
        elif glyph is Glyph.DIAMOND:
            self._diamond(centre, radius, colour)
        elif glyph is Glyph.SPLIT:
            self._split(centre, radius, colour, other or colour)
        elif glyph is Glyph.DISC:
            self._disc(centre, radius, fill, colour)
        else:
            shrunk = radius * 0.9 if glyph is Glyph.CIRCLE else radius
            painter.drawEllipse(centre, shrunk, shrunk)

    def _pen(self, fill: Fill, colour: QColor) -> QPen:
        if fill in {Fill.OUTLINE, Fill.DASHED, Fill.CROSSED, Fill.HATCHED}:
            pen = QPen(colour, 1.6)
            if fill is Fill.DASHED:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([2.0, 1.4])
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            return pen
        # A rim in the colour of the ground keeps glyphs apart that touch.
        pen = QPen(self._ground, 1.0)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _brush(self, glyph: Glyph, fill: Fill, colour: QColor) -> QBrush:
        is_filled = fill in {Fill.WHOLE, Fill.CORED} and glyph is not Glyph.DIAMOND
        return QBrush(colour if is_filled else self._ground)

    def _diamond(self, centre: QPointF, radius: float, colour: QColor) -> None:
        # The lines are drawn singly, since not every vector format knows hatching.
        reach = radius * 1.12
        corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        self._painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
        self._painter.setPen(QPen(colour, 1.1))
        for shift in (-0.5, 0.0, 0.5):
            middle = centre + QPointF(shift * reach / 1.2, -shift * reach / 1.2)
            half = QPointF(reach * 0.42, reach * 0.42)
            self._painter.drawLine(QLineF(middle - half, middle + half))

    def _split(self, centre: QPointF, radius: float, upper: QColor, lower: QColor) -> None:
        """A circle with the colour of one stance above and of the opposite one below."""
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        self._painter.setPen(QPen(self._ground, 1.0))
        for colour, start in ((upper, 0), (lower, 180)):
            self._painter.setBrush(colour)
            self._painter.drawChord(box, start * 16, 180 * 16)

    def _disc(self, centre: QPointF, radius: float, fill: Fill, colour: QColor) -> None:
        painter = self._painter
        outlined = fill not in {Fill.WHOLE, Fill.CORED}
        painter.drawEllipse(centre, radius - 0.8 * outlined, radius - 0.8 * outlined)
        if fill is Fill.CORED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground)
            painter.drawEllipse(centre, radius * 0.4, radius * 0.4)
        elif fill is Fill.CROSSED:
            reach = radius * 0.5
            painter.setPen(QPen(colour, 1.4))
            for slope in (-1, 1):
                half = QPointF(reach, slope * reach)
                painter.drawLine(QLineF(centre - half, centre + half))
        elif fill is Fill.DASHED:
            painter.setPen(colour)
            painter.setFont(font_of(Role.QUESTION))
            box = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")


def _triangle(centre: QPointF, radius: float, towards: int) -> QPolygonF:
    tip = QPointF(centre.x(), centre.y() + towards * radius)
    base = centre.y() - towards * radius * 0.78
    return QPolygonF([tip, QPointF(centre.x() + radius, base), QPointF(centre.x() - radius, base)])


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
        pen = QPen(colour, 1.3)
        if bar.is_dashed or bar.fill is Fill.DASHED:
            pen.setDashPattern(_DASHES)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _band(self, bar: Bar, colour: QColor) -> None:
        box = rect_of(bar.box)
        painter = self._painter
        tint = _BAND_TINTS[bar.fill] if bar.mark_is_event else _QUOTATION_BAND_TINT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(flat(colour, tint) if tint else self._ground)
        inner = box.adjusted(0.65, 0.65, -0.65, -0.65)
        path = _rounded(inner, inner.height() / 2, bar.cut_left, bar.cut_right)
        if bar.mark_is_event:
            painter.setPen(self._pen(bar, flat(colour, 0.85)))
        painter.drawPath(path)
        if bar.has_end_ticks:
            painter.setPen(QPen(colour, 1.6))
            for x, is_cut in ((box.left() + 0.8, bar.cut_left), (box.right() - 0.8, bar.cut_right)):
                if not is_cut:
                    painter.drawLine(QLineF(x, box.top() - 2, x, box.bottom() + 2))

    def _solid(self, bar: Bar, colour: QColor) -> None:
        painter = self._painter
        box = rect_of(bar.box)
        if bar.fill not in {Fill.WHOLE, Fill.CORED}:
            painter.setPen(self._pen(bar, colour))
            painter.setBrush(self._ground)
            inner = box.adjusted(0.65, 0.65, -0.65, -0.65)
            painter.drawPath(_rounded(inner, 2.5, bar.cut_left, bar.cut_right))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        start = min(bar.coarse_start, box.width())
        end = min(bar.coarse_end, box.width() - start)
        faint = mixed(colour, self._ground, _COARSE_TINT)
        core = box.adjusted(start, 0, -end, 0)
        if start > 0:
            painter.setBrush(faint)
            piece = QRectF(box.left(), box.top(), start, box.height())
            painter.drawPath(
                _rounded(piece, 2.5, is_square_left=bar.cut_left, is_square_right=True)
            )
        if end > 0:
            painter.setBrush(faint)
            piece = QRectF(box.right() - end, box.top(), end, box.height())
            painter.drawPath(
                _rounded(piece, 2.5, is_square_left=True, is_square_right=bar.cut_right)
            )
        if core.width() > 0:
            painter.setBrush(colour)
            painter.drawPath(
                _rounded(core, 2.5, bar.cut_left or start > 0, bar.cut_right or end > 0)
            )
        if bar.fill is Fill.CORED:
            self._core_line(box, bar)
        if bar.is_dashed:
            painter.setPen(self._pen(bar, self._ground))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)

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
        pen = QPen(colour, 1.6 if link.is_dotted else 1.2)
        if link.is_dotted:
            pen.setDashPattern(_DOTS)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(link.x0, link.y, link.x1, link.y))

    def fade(self, fade: Fade, colour: QColor) -> None:
        """A stretch that fades into the ground."""
        gradient = QLinearGradient(fade.x0, 0, fade.x1, 0)
        gradient.setColorAt(0, mixed(colour, self._ground, _FADE_TINT))
        gradient.setColorAt(1, self._ground)
        left, right = min(fade.x0, fade.x1), max(fade.x0, fade.x1)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QBrush(gradient))
        self._painter.drawRect(QRectF(left, fade.y - fade.height / 2, right - left, fade.height))

    def whisker(self, whisker: Whisker, colour: QColor) -> None:
        """A line with a cap at its far end."""
        self._painter.setPen(QPen(colour, 1.4))
        self._painter.drawLine(QLineF(whisker.x0, whisker.y, whisker.x1, whisker.y))
        top, bottom = whisker.y - 3.5, whisker.y + 3.5
        self._painter.drawLine(QLineF(whisker.x1, top, whisker.x1, bottom))

    def arrow(self, arrow: Arrow, colour: QColor) -> None:
        """An arrowhead with its tip at the arrow's place."""
        back = arrow.x - arrow.towards * 8
        corners = [(arrow.x, arrow.y), (back, arrow.y - 6.5), (back, arrow.y + 6.5)]
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def text(self, label: Label, colour: QColor) -> None:
        """A line of text in its box, struck through if the label says so."""
        self._painter.setPen(colour)
        self._painter.setFont(font_of(label.role))
        self._painter.drawText(QPointF(label.box.x0, label.baseline), label.text)
        if label.is_struck:
            y = label.baseline - label.box.height * 0.27
            self._painter.setPen(QPen(colour, 1))
            self._painter.drawLine(QLineF(label.box.x0, y, label.box.x1, y))


def _rounded(
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


def rect_of(box: Box) -> QRectF:
    """The box as Qt's rectangle."""
    return QRectF(box.x0, box.y0, box.width, box.height)
