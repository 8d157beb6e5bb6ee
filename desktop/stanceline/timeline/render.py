"""The one way a timeline is drawn: on the screen and in every image that is exported."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

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
from stanceline.timeline.lanes import Place
from stanceline.timeline.primitives import (
    Arrow,
    Badge,
    Bar,
    Box,
    Density,
    Fade,
    Fill,
    Glyph,
    Ink,
    Label,
    LaneBox,
    Layout,
    Link,
    Point,
    Role,
    StripRun,
    Tick,
    Whisker,
)
from stanceline.timeline.style import Style, mixed

__all__ = ["Highlights", "Style", "paint"]

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
_STRIP_TINT = 0.62
_QUOTATION_BAND_TINT = 0.25
_TICK_LENGTH = 4.0
_DASHES = [3.0, 2.2]
_DOTS = [0.1, 3.0]
_RING_GAP = 3.5


@dataclass(frozen=True, slots=True)
class Highlights:
    """Which marks stand out: selected, under the pointer, and where the keyboard is."""

    selected: int | None = None
    hovered: int | None = None
    focused: Place | None = None


NO_HIGHLIGHTS = Highlights()


def paint(
    painter: QPainter, layout: Layout, style: Style, highlights: Highlights = NO_HIGHLIGHTS
) -> None:
    """Draw a layout with its ground from the painter's origin on."""
    _Painting(painter, layout, style, highlights).paint()


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
        box = _rect(bar.box)
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
        box = _rect(bar.box)
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


def _rect(box: Box) -> QRectF:
    return QRectF(box.x0, box.y0, box.width, box.height)


def _crisp(at: float) -> float:
    """The middle of the pixel, where a line one pixel wide is sharp."""
    return int(at) + 0.5


class _Painting:
    """One drawing of one layout."""

    def __init__(
        self, painter: QPainter, layout: Layout, style: Style, highlights: Highlights
    ) -> None:
        self._painter = painter
        self._layout = layout
        self._style = style
        self._highlights = highlights
        self._ground = QColor(style.surface)
        self._glyphs = GlyphPainter(painter, self._ground)
        self._bars = BarPainter(painter, self._ground)
        self._signs = SignPainter(painter, self._ground)
        self._colours = {
            ink: style.colour(ink, layout.stances) for ink in [*Ink, *range(len(layout.stances))]
        }

    def paint(self) -> None:
        painter, layout = self._painter, self._layout
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRectF(0, 0, layout.width, layout.height), self._ground)
        self._grid()
        self._lane_lines()
        self._today_line()
        self._stance_strips(layout.strips)
        for density in layout.densities:
            self._density(density)
        self._under_highlights()
        self._marks()
        self._texts(layout.labels)
        self._rings()
        self._header()
        self._axis()
        painter.restore()

    # ----------------------------------------------------------------- ground

    def _grid(self) -> None:
        plot = self._layout.plot
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        bottom = min(plot.y1, plot.y0 + self._layout.content_height - self._layout.scroll_y)
        lines = [
            QLineF(_crisp(tick.x), plot.y0, _crisp(tick.x), bottom)
            for tick in (self._layout.axis.periods or self._layout.axis.ticks)
            if plot.x0 <= tick.x <= plot.x1
        ]
        self._painter.drawLines(lines)

    def _lane_lines(self) -> None:
        self._painter.setPen(QPen(flat(self._colours[Ink.LINE], 0.75), 1))
        plot = self._layout.plot
        for lane in self._layout.lanes:
            y = _crisp(lane.box.y1 - 1)
            if plot.y0 < y < plot.y1:
                self._painter.drawLine(QLineF(0, y, self._layout.width, y))

    def _stance_strips(self, strips: Iterable[StripRun]) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        for run in strips:
            painter.setBrush(mixed(self._colours[run.ink], self._ground, _STRIP_TINT))
            painter.drawRect(_rect(run.box))

    def _density(self, density: Density) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for at, ink in enumerate(density.inks):
            painter.setBrush(self._colours[ink])
            boxes = density.boxes[density.first[at] : density.first[at + 1]].tolist()
            painter.drawRects([QRectF(*box) for box in boxes])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _today_line(self) -> None:
        layout = self._layout
        if layout.today_x is None or layout.today_label is None:
            return
        self._painter.setPen(QPen(flat(self._colours[Ink.ACCENT], 0.6), 1))
        x = _crisp(layout.today_x)
        self._painter.drawLine(QLineF(x, layout.axis_box.y1, x, layout.plot.y1))

    # ----------------------------------------------------------------- marks

    def _marks(self) -> None:
        layout = self._layout
        colours, signs = self._colours, self._signs
        for link in layout.links:
            signs.link(link, colours[link.ink])
        for fade in layout.fades:
            signs.fade(fade, colours[fade.ink])
        for bar in layout.bars:
            self._bars.draw(bar, colours[bar.ink])
        for whisker in layout.whiskers:
            signs.whisker(whisker, colours[whisker.ink])
        for arrow in layout.arrows:
            signs.arrow(arrow, colours[arrow.ink])
        self._points()
        for badge in layout.badges:
            self._badge(badge)

    def _points(self) -> None:
        def look(point: Point) -> tuple[int, int, int]:
            return (point.glyph, point.fill, point.ink)

        for _, points in groupby(self._layout.points, key=look):
            for point in points:
                other = self._colours[point.other_ink] if point.other_ink >= 0 else None
                self._glyphs.draw(
                    point.glyph,
                    point.fill,
                    QPointF(point.x, point.y),
                    point.radius,
                    self._colours[point.ink],
                    other,
                )

    def _badge(self, badge: Badge) -> None:
        box = _rect(badge.box)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(mixed(self._colours[Ink.MUTED], self._ground, 0.16))
        radius = box.height() / 2
        self._painter.drawRoundedRect(box, radius, radius)
        self._painter.setPen(self._colours[Ink.MUTED])
        self._painter.setFont(font_of(Role.BADGE))
        self._painter.drawText(QPointF(box.left() + 5, box.center().y() + 4), badge.text)

    # ----------------------------------------------------------------- texts

    def _texts(self, labels: Iterable[Label]) -> None:
        for label in labels:
            if label.on_bar:
                self._painter.fillRect(_rect(label.box).adjusted(-4, 0, 4, 0), self._ground)
            self._text(label)

    def _text(self, label: Label) -> None:
        self._signs.text(label, self._colours[label.ink])

    # ----------------------------------------------------------------- highlights

    def _under_highlights(self) -> None:
        """A tint behind the labels of the marks that stand out."""
        marks = {self._highlights.selected, self._highlights.hovered}
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._style.selected))
        for label in self._layout.labels:
            if label.mark in marks and label.mark >= 0:
                self._painter.drawRoundedRect(_rect(label.box).adjusted(-4, -1, 4, 1), 4, 4)

    def _rings(self) -> None:
        chosen = self._highlights
        accent = self._colours[Ink.ACCENT]
        focused = chosen.focused.mark if chosen.focused else None
        for mark, pen in (
            (chosen.hovered, QPen(flat(accent, 0.55), 1.5)),
            (chosen.selected, QPen(accent, 1.8)),
            (focused, QPen(accent, 2.4)),
        ):
            if mark is not None and mark >= 0:
                self._ring(mark, pen)

    def _ring(self, mark: int, pen: QPen) -> None:
        painter = self._painter
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for point in self._layout.points:
            if point.mark == mark:
                reach = max(point.radius, 4) + _RING_GAP
                painter.drawEllipse(QPointF(point.x, point.y), reach, reach)
        for bar in self._layout.bars:
            if bar.mark == mark:
                box = _rect(bar.box).adjusted(-_RING_GAP, -_RING_GAP, _RING_GAP, _RING_GAP)
                painter.drawRoundedRect(box, 5, 5)

    # ----------------------------------------------------------------- header and axis

    def _header(self) -> None:
        layout = self._layout
        self._painter.fillRect(_rect(layout.header_box), self._ground)
        self._painter.setPen(QPen(flat(self._colours[Ink.LINE], 0.75), 1))
        for lane in layout.lanes:
            y = _crisp(lane.box.y1 - 1)
            if layout.plot.y0 < y < layout.plot.y1:
                self._painter.drawLine(QLineF(0, y, layout.plot.x0, y))
        x = _crisp(layout.plot.x0)
        bottom = min(layout.plot.y1, layout.plot.y0 + layout.content_height - layout.scroll_y)
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        self._painter.drawLine(QLineF(x, layout.plot.y0, x, bottom))
        for lane in layout.lanes:
            self._lane_texts(lane)

    def _lane_texts(self, lane: LaneBox) -> None:
        for label in (lane.title, lane.note):
            if label is not None:
                self._text(label)

    def _axis(self) -> None:
        layout = self._layout
        box = layout.axis_box
        self._painter.fillRect(_rect(box), self._ground)
        line = QPen(self._colours[Ink.LINE], 1)
        self._painter.setPen(line)
        self._painter.drawLine(QLineF(0, box.y1 - 0.5, layout.width, box.y1 - 0.5))
        self._tick_lines(layout.axis.ticks, box.y1 - _TICK_LENGTH, box.y1)
        self._tick_lines(layout.axis.periods, box.y0 + 4, box.y1)
        for tick in (*layout.axis.periods, *layout.axis.ticks):
            if tick.label is not None:
                self._text(tick.label)
        if layout.today_label is not None:
            self._today_label(layout.today_label)

    def _today_label(self, label: Label) -> None:
        """The word at the lower edge of the axis, on the accent colour."""
        box = _rect(label.box).adjusted(-5, 0, 5, 0)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._colours[Ink.ACCENT])
        self._painter.drawRoundedRect(box, 4, 4)
        self._text(label)

    def _tick_lines(self, ticks: Iterable[Tick], top: float, bottom: float) -> None:
        plot = self._layout.plot
        self._painter.setPen(QPen(self._colours[Ink.LINE], 1))
        lines = [
            QLineF(_crisp(tick.x), top, _crisp(tick.x), bottom)
            for tick in ticks
            if plot.x0 <= tick.x <= plot.x1
        ]
        self._painter.drawLines(lines)
