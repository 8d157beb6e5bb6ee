"""The samples of a legend: small drawings of what stands on a timeline."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from stanceline.timeline.drawing.bars import BarPainter, SignPainter
from stanceline.timeline.drawing.glyphs import GlyphPainter, flat
from stanceline.timeline.primitives import (
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Glyph,
    Ink,
    Label,
    Link,
    Report,
    Role,
    Whisker,
)
from stanceline.timeline.style import Style, mixed

GLYPH_WIDTH = 12.0
BAR_WIDTH = 30.0
_RADIUS = 5.0
_BAR_HEIGHT = 9.0
_STRIP_HEIGHT = 4.0

Draw = Callable[[QPainter, Style, QPointF], None]
"""Draws a sample with its left middle at a point."""

Colour = Callable[[Style], QColor]


def text_colour(style: Style) -> QColor:
    """The colour of words."""
    return QColor(style.text)


def muted(style: Style) -> QColor:
    """The colour of what recedes."""
    return QColor(style.muted)


def glyph(
    shape: Glyph,
    fill: Fill,
    colour: Colour,
    *,
    other: Colour | None = None,
    radius: float = _RADIUS,
    is_stacked: bool = False,
) -> Draw:
    """A single glyph."""

    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        GlyphPainter(painter, QColor(style.surface)).draw(
            shape,
            fill,
            at + QPointF(GLYPH_WIDTH / 2, 0),
            radius,
            colour(style),
            other(style) if other else None,
            is_stacked=is_stacked,
        )

    return draw


def bar(
    *,
    is_band: bool = False,
    has_end_ticks: bool = False,
    fill: Fill = Fill.WHOLE,
    coarse: float = 0,
) -> Draw:
    """A bar or a band."""

    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        shape = _bar(at.x(), at.x() + BAR_WIDTH, at.y(), is_band, has_end_ticks, fill, coarse)
        BarPainter(painter, QColor(style.surface)).draw(shape, QColor(style.text))

    return draw


def _bar(
    left: float,
    right: float,
    y: float,
    is_band: bool = False,
    has_end_ticks: bool = False,
    fill: Fill = Fill.WHOLE,
    coarse: float = 0.0,
) -> Bar:
    half = _BAR_HEIGHT / 2 + is_band
    return Bar(
        box=Box(left, y - half, right, y + half),
        ink=Ink.TEXT,
        fill=fill,
        is_band=is_band,
        has_end_ticks=has_end_ticks,
        is_dashed=False,
        coarse_start=coarse,
        coarse_end=coarse,
        cut_left=False,
        cut_right=False,
        mark=-1,
    )


def linked(*, is_dotted: bool) -> Draw:
    """Two discs with a line between them."""

    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        ground, colour = QColor(style.surface), QColor(style.text)
        left, right = at.x() + 4, at.x() + BAR_WIDTH - 4
        SignPainter(painter, ground).link(Link(left, right, at.y(), is_dotted, Ink.TEXT), colour)
        fill = Fill.OUTLINE if is_dotted else Fill.WHOLE
        for x in (left, right):
            GlyphPainter(painter, ground).draw(Glyph.DISC, fill, QPointF(x, at.y()), 4.0, colour)

    return draw


def _disc_between(painter: QPainter, style: Style, at: QPointF) -> None:
    middle = QPointF(at.x() + BAR_WIDTH / 2, at.y())
    glyphs = GlyphPainter(painter, QColor(style.surface))
    glyphs.draw(Glyph.DISC, Fill.WHOLE, middle, _RADIUS, QColor(style.text))


def whiskers(painter: QPainter, style: Style, at: QPointF) -> None:
    """A disc with whiskers."""
    middle = at.x() + BAR_WIDTH / 2
    signs = SignPainter(painter, QColor(style.surface))
    for towards in (-1, 1):
        shape = Whisker(middle + towards * 4, middle + towards * 13, at.y(), Ink.TEXT)
        signs.whisker(shape, QColor(style.text))
    _disc_between(painter, style, at)


def faded(painter: QPainter, style: Style, at: QPointF) -> None:
    """A disc that fades out to both sides."""
    middle = at.x() + BAR_WIDTH / 2
    signs = SignPainter(painter, QColor(style.surface))
    for towards in (-1, 1):
        shape = Fade(middle, middle + towards * 15, at.y(), _BAR_HEIGHT, Ink.TEXT)
        signs.fade(shape, QColor(style.text))
    _disc_between(painter, style, at)


def open_ended(painter: QPainter, style: Style, at: QPointF) -> None:
    """A bar that goes on."""
    ground, colour = QColor(style.surface), QColor(style.text)
    BarPainter(painter, ground).draw(_bar(at.x(), at.x() + BAR_WIDTH - 8, at.y()), colour)
    arrow = Arrow(at.x() + BAR_WIDTH, at.y(), 1, Ink.TEXT)
    SignPainter(painter, ground).arrow(arrow, colour)


def unknown_end(painter: QPainter, style: Style, at: QPointF) -> None:
    """A bar that fades out, with a question mark."""
    ground, colour = QColor(style.surface), QColor(style.text)
    BarPainter(painter, ground).draw(_bar(at.x(), at.x() + 8, at.y()), colour)
    signs = SignPainter(painter, ground)
    end = at.x() + BAR_WIDTH - 8
    signs.fade(Fade(at.x() + 8, end, at.y(), _BAR_HEIGHT, Ink.TEXT), colour)
    box = Box(end, at.y() - 7.5, end + 8, at.y() + 7.5)
    label = Label(box=box, text="?", role=Role.LABEL, ink=Ink.MUTED)
    signs.text(label, QColor(style.muted))


def columns(painter: QPainter, style: Style, at: QPointF) -> None:
    """Columns of counts."""
    for i, height in enumerate((3, 6, 10, 7, 4)):
        box = QRectF(at.x() + 5 * i, at.y() + 5 - height, 4, height)
        painter.fillRect(box, QColor(style.muted))


def coverage(painter: QPainter, style: Style, at: QPointF) -> None:
    """Low, pale columns, as they stand below the axis."""
    colour = mixed(QColor(style.muted), QColor(style.surface), 0.45)
    for i, height in enumerate((2, 4, 5, 0, 3, 6, 2)):
        painter.fillRect(QRectF(at.x() + 4 * i, at.y() + 3 - height, 4, height), colour)


def reports(painter: QPainter, style: Style, at: QPointF) -> None:
    """A disc with ticks under it."""
    glyphs = GlyphPainter(painter, QColor(style.surface))
    centre = at + QPointF(5, -2)
    glyphs.draw(Glyph.DISC, Fill.WHOLE, centre, 4.0, QColor(style.text))
    signs = SignPainter(painter, QColor(style.surface))
    for order, x in enumerate((8.0, 14.0, 24.0)):
        tick = Report(at.x() + x, at.y() + 3, at.y() + 7, order, -1)
        signs.report(tick, QColor(style.text), QColor(style.muted))


def published_later(painter: QPainter, style: Style, at: QPointF) -> None:
    """A dot with a thin line to a tick."""
    glyphs = GlyphPainter(painter, QColor(style.surface))
    glyphs.draw(Glyph.CIRCLE, Fill.WHOLE, at + QPointF(5, -1), 4.5, QColor(style.muted))
    painter.setPen(QPen(mixed(QColor(style.muted), QColor(style.surface), 0.7), 1.2))
    y = at.y() + 5
    painter.drawLine(QLineF(at.x() + 5, y, at.x() + BAR_WIDTH - 2, y))
    painter.drawLine(QLineF(at.x() + BAR_WIDTH - 2, y - 2, at.x() + BAR_WIDTH - 2, y + 2))


def strip(inks: tuple[Colour, ...]) -> Draw:
    """A strip in the colours of some stances."""

    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        wide = BAR_WIDTH / len(inks)
        for place, ink in enumerate(inks):
            colour = mixed(ink(style), QColor(style.surface), 0.62)
            box = QRectF(at.x() + place * wide, at.y() - _STRIP_HEIGHT / 2, wide, _STRIP_HEIGHT)
            painter.fillRect(box, colour)

    return draw


def fold(painter: QPainter, style: Style, at: QPointF) -> None:
    """A crease."""
    box = QRectF(at.x() + 2, at.y() - 6, 8, 12)
    painter.fillRect(box, mixed(QColor(style.muted), QColor(style.surface), 0.10))
    pen = QPen(flat(QColor(style.muted), 0.7), 1)
    pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    for x in (box.left(), box.right()):
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))


def era(painter: QPainter, style: Style, at: QPointF) -> None:
    """A tinted stretch."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(at.x(), at.y() - 6, GLYPH_WIDTH, 12), flat(QColor(style.accent), 0.14))
