"""Single glyphs of a timeline, as sprites, vector exports and legends draw them."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from stanceline.timeline.drawing.fonts import font_of
from stanceline.timeline.primitives import Fill, Glyph, Role

_OUTLINED = frozenset({Fill.OUTLINE, Fill.DASHED, Fill.CROSSED, Fill.HATCHED, Fill.GHOST})
_OUTLINE_PX = 1.6
_RIM_PX = 1.0
_STACK_STEP = 2.5
_STACK_OPACITY = 0.7
_FULL_TURN = 16 * 360
_STAR_WAIST = 0.5

STACK_REACH_PX = 2 * _STACK_STEP
"""How much farther the edges behind a stacked glyph reach."""


def flat(colour: QColor, alpha: float = 1.0) -> QColor:
    """The colour with another opacity."""
    faint = QColor(colour)
    faint.setAlphaF(alpha)
    return faint


def _regular(n_corners: int, turn: float, reach: float) -> tuple[tuple[float, float], ...]:
    return tuple(
        (
            reach * math.sin(turn + 2 * math.pi * at / n_corners),
            -reach * math.cos(turn + 2 * math.pi * at / n_corners),
        )
        for at in range(n_corners)
    )


def _star(reach: float) -> tuple[tuple[float, float], ...]:
    tips = _regular(5, 0.0, reach)
    waists = _regular(5, math.pi / 5, reach * _STAR_WAIST)
    return tuple(corner for pair in zip(tips, waists, strict=True) for corner in pair)


def _plus(reach: float, arm: float) -> tuple[tuple[float, float], ...]:
    a, r = arm, reach
    return (
        (-a, -r), (a, -r), (a, -a), (r, -a), (r, a), (a, a),
        (a, r), (-a, r), (-a, a), (-r, a), (-r, -a), (-a, -a),
    )  # fmt: skip


# All shapes cover about the same area as the disc, so that none looks more important.
_CORNERS: dict[Glyph, tuple[tuple[float, float], ...]] = {
    Glyph.UP: ((0.0, -1.0), (1.0, 0.78), (-1.0, 0.78)),
    Glyph.DOWN: ((0.0, 1.0), (1.0, -0.78), (-1.0, -0.78)),
    Glyph.DIAMOND: ((0.0, -1.12), (1.12, 0.0), (0.0, 1.12), (-1.12, 0.0)),
    Glyph.SQUARE: ((-0.93, -0.93), (0.93, -0.93), (0.93, 0.93), (-0.93, 0.93)),
    Glyph.HEXAGON: _regular(6, math.pi / 6, 1.08),
    Glyph.PENTAGON: _regular(5, 0.0, 1.12),
    Glyph.STAR: _star(1.25),
    Glyph.PLUS: _plus(1.05, 0.44),
    Glyph.SHIELD: ((-0.92, -0.95), (0.92, -0.95), (0.92, 0.25), (0.0, 1.12), (-0.92, 0.25)),
}


def reach_of(glyph: Glyph, radius: float) -> float:
    """How far a glyph reaches from its centre, its rim not counted."""
    corners = _CORNERS.get(glyph, ((1.0, 1.0),))
    return radius * max(max(abs(x), abs(y)) for x, y in corners)


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
        *,
        is_stacked: bool = False,
    ) -> None:
        """A glyph around its centre, ``radius`` being half its width.

        A stacked one has the edges of two more behind it and stands for several reports.
        """
        if is_stacked:
            for step in (2, 1):
                self._edge_behind(glyph, centre, radius, colour, step)
        self._painter.setPen(self._pen(fill, colour))
        self._painter.setBrush(self._brush(glyph, fill, colour))
        if glyph is Glyph.SPLIT:
            self._split(centre, radius, colour, other or colour)
            return
        # An outline is drawn inwards, so that it is as large as a filled shape.
        self._shape(glyph, centre, radius - 0.5 * (fill in _OUTLINED and glyph >= Glyph.DISC))
        if glyph is Glyph.DIAMOND and fill is not Fill.GHOST:
            self._hatching(centre, radius * 1.12, colour)
        elif fill is Fill.CORED:
            self._core(centre, radius)
        elif fill is Fill.CROSSED:
            self._cross(centre, radius, colour)
        elif fill is Fill.DASHED:
            self._question(centre, colour)

    def _pen(self, fill: Fill, colour: QColor) -> QPen:
        if fill not in _OUTLINED:
            # A rim in the colour of the ground keeps glyphs apart that touch.
            pen = QPen(self._ground, _RIM_PX)
        else:
            pen = QPen(colour, _OUTLINE_PX)
            if fill is Fill.DASHED:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([2.0, 1.4])
            elif fill is Fill.GHOST:
                pen.setWidthF(1.3)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([1.2, 1.2])
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _brush(self, glyph: Glyph, fill: Fill, colour: QColor) -> QBrush:
        is_filled = fill not in _OUTLINED and glyph is not Glyph.DIAMOND
        return QBrush(colour if is_filled else self._ground)

    def _shape(self, glyph: Glyph, centre: QPointF, radius: float) -> None:
        corners = _CORNERS.get(glyph)
        if corners is None:
            shrunk = radius * 0.9 if glyph is Glyph.CIRCLE else radius
            self._painter.drawEllipse(centre, shrunk, shrunk)
            return
        self._painter.drawPolygon(
            QPolygonF([centre + QPointF(x * radius, y * radius) for x, y in corners])
        )

    def _edge_behind(
        self, glyph: Glyph, centre: QPointF, radius: float, colour: QColor, step: int
    ) -> None:
        self._painter.setPen(QPen(flat(colour, _STACK_OPACITY), 1.0))
        self._painter.setBrush(self._ground)
        shifted = centre + QPointF(_STACK_STEP * step, -_STACK_STEP * step)
        self._shape(Glyph.DISC if glyph is Glyph.SPLIT else glyph, shifted, radius - 0.5)

    def _hatching(self, centre: QPointF, reach: float, colour: QColor) -> None:
        # The lines are drawn singly, since not every vector format knows hatching.
        self._painter.setPen(QPen(colour, 1.1))
        for shift in (-0.5, 0.0, 0.5):
            middle = centre + QPointF(shift * reach / 1.2, -shift * reach / 1.2)
            half = QPointF(reach * 0.42, reach * 0.42)
            self._painter.drawLine(QLineF(middle - half, middle + half))

    def _split(self, centre: QPointF, radius: float, upper: QColor, lower: QColor) -> None:
        """A circle with the colour of one stance above and of the opposite one below."""
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        self._painter.setPen(QPen(self._ground, _RIM_PX))
        for colour, start in ((upper, 0), (lower, _FULL_TURN // 2)):
            self._painter.setBrush(colour)
            self._painter.drawChord(box, start, _FULL_TURN // 2)

    def _core(self, centre: QPointF, radius: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._ground)
        self._painter.drawEllipse(centre, radius * 0.4, radius * 0.4)

    def _cross(self, centre: QPointF, radius: float, colour: QColor) -> None:
        reach = radius * 0.5
        self._painter.setPen(QPen(colour, 1.4))
        for slope in (-1, 1):
            half = QPointF(reach, slope * reach)
            self._painter.drawLine(QLineF(centre - half, centre + half))

    def _question(self, centre: QPointF, colour: QColor) -> None:
        self._painter.setPen(colour)
        self._painter.setFont(font_of(Role.QUESTION))
        box = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
