"""The legend of an exported timeline: only what occurs in it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QPainter

from stanceline.domain.events import EventStatus
from stanceline.domain.stances import Stance
from stanceline.timeline.glyphs import BarPainter, GlyphPainter, SignPainter
from stanceline.timeline.layout import clean, stance_glyph
from stanceline.timeline.primitives import (
    Arrow,
    Bar,
    Box,
    Fade,
    Fill,
    Glyph,
    Ink,
    Label,
    Layout,
    Link,
    Role,
    Whisker,
)
from stanceline.timeline.shapes import STATUS_FILLS
from stanceline.timeline.style import Style
from stanceline.timeline.table import Doubt, Form, MarkTable
from stanceline.timeline.wording import Wording

_GLYPH_WIDTH = 12.0
_BAR_WIDTH = 30.0
_RADIUS = 5.0
_BAR_HEIGHT = 9.0

Draw = Callable[[QPainter, Style, QPointF], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One sample with its words; ``draw`` draws it with its left middle at a point."""

    text: str
    width: float
    draw: Draw


def legend_of(layout: Layout, table: MarkTable, marks: list[int], wording: Wording) -> list[Entry]:
    """What the reader needs to know for these marks as they are laid out."""
    return [
        *_stance_entries(layout),
        *_status_entries(table, marks, wording),
        *_date_entries(table, marks),
        *_count_entries(layout),
    ]


# --------------------------------------------------------------------------- stances


def _stance_entries(layout: Layout) -> list[Entry]:
    tr = QCoreApplication.translate
    used = {point.ink for point in layout.points if point.ink >= 0}
    used |= {point.other_ink for point in layout.points if point.other_ink >= 0}
    used |= {ink for density in layout.densities for ink in density.inks if ink >= 0}
    entries = []
    for at in sorted(used):
        stance = layout.stances[at]
        glyph, fill = stance_glyph(stance.value)
        entries.append(
            Entry(clean(stance.label), _GLYPH_WIDTH, _glyph(glyph, fill, _colour_of(stance)))
        )
    glyphs = {point.glyph for point in layout.points}
    if Glyph.SPLIT in glyphs:
        both = tr("Timeline", "for one thing, against another")
        entries.append(Entry(both, _GLYPH_WIDTH, _split(layout)))
    if Glyph.DOT in glyphs:
        none = tr("Timeline", "no stance noted")
        entries.append(Entry(none, _GLYPH_WIDTH, _glyph(Glyph.DOT, Fill.WHOLE, _muted, 2.5)))
    return entries


def _colour_of(stance: Stance) -> Callable[[Style], QColor]:
    return lambda style: style.stance_colour(stance)


def _text_colour(style: Style) -> QColor:
    return QColor(style.text)


def _muted(style: Style) -> QColor:
    return QColor(style.muted)


def _glyph(
    glyph: Glyph, fill: Fill, colour: Callable[[Style], QColor], radius: float = _RADIUS
) -> Draw:
    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        centre = at + QPointF(_GLYPH_WIDTH / 2, 0)
        GlyphPainter(painter, QColor(style.surface)).draw(
            glyph, fill, centre, radius, colour(style)
        )

    return draw


def _split(layout: Layout) -> Draw:
    point = next(point for point in layout.points if point.glyph is Glyph.SPLIT)

    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        GlyphPainter(painter, QColor(style.surface)).draw(
            Glyph.SPLIT,
            Fill.WHOLE,
            at + QPointF(_GLYPH_WIDTH / 2, 0),
            _RADIUS,
            style.colour(point.ink, layout.stances),
            style.colour(point.other_ink, layout.stances),
        )

    return draw


# --------------------------------------------------------------------------- events


def _status_entries(table: MarkTable, marks: list[int], wording: Wording) -> list[Entry]:
    statuses = list(EventStatus)
    used = {int(table.status[mark]) for mark in marks if table.status[mark] >= 0}
    entries = []
    for code in sorted(used):
        status = statuses[code]
        colour = _muted if status is EventStatus.DENIED else _text_colour
        entries.append(
            Entry(
                wording.status(status).lower(),
                _GLYPH_WIDTH,
                _glyph(Glyph.DISC, STATUS_FILLS[status], colour),
            )
        )
    return entries


def _date_entries(table: MarkTable, marks: list[int]) -> list[Entry]:
    """The forms of events' dates beyond a plain day."""
    tr = QCoreApplication.translate
    shapes = [table.shapes[mark] for mark in marks if table.is_event[mark]]
    forms = {shape.form for shape in shapes if shape is not None}
    doubts = 0
    for shape in shapes:
        doubts |= shape.doubt if shape is not None else 0
    entries = (
        (Form.LASTING in forms, tr("Timeline", "lasts"), _bar(is_band=False)),
        (Form.WITHIN in forms, tr("Timeline", "some time within"), _bar(is_band=True)),
        (Form.RANGE in forms, tr("Timeline", "between the two"), _bar(is_band=True, ticks=True)),
        (Form.ONE_OF in forms, tr("Timeline", "one or the other"), _linked(is_dotted=True)),
        (Form.SEVERAL in forms, tr("Timeline", "each of these"), _linked(is_dotted=False)),
        (
            bool(doubts & (Doubt.START_APPROXIMATE | Doubt.END_APPROXIMATE)),
            tr("Timeline", "about"),
            _whiskers,
        ),
        (
            bool(doubts & (Doubt.START_UNCERTAIN | Doubt.END_UNCERTAIN)),
            tr("Timeline", "possibly"),
            _faded,
        ),
        (
            bool(doubts & (Doubt.START_OPEN | Doubt.END_OPEN)),
            tr("Timeline", "goes on"),
            _open,
        ),
        (
            bool(doubts & (Doubt.START_UNKNOWN | Doubt.END_UNKNOWN)),
            tr("Timeline", "end unknown"),
            _unknown,
        ),
    )
    return [Entry(text, _BAR_WIDTH, draw) for is_used, text, draw in entries if is_used]


def _count_entries(layout: Layout) -> list[Entry]:
    if not layout.densities:
        return []
    text = QCoreApplication.translate("Timeline", "height: how many at a time")
    return [Entry(text, _BAR_WIDTH, _columns)]


def _sample_bar(left: float, right: float, y: float, *, is_band: bool, ticks: bool = False) -> Bar:
    half = _BAR_HEIGHT / 2 + is_band
    return Bar(
        box=Box(left, y - half, right, y + half),
        ink=Ink.TEXT,
        fill=Fill.WHOLE,
        is_band=is_band,
        has_end_ticks=ticks,
        is_dashed=False,
        coarse_start=0.0,
        coarse_end=0.0,
        cut_left=False,
        cut_right=False,
        mark=-1,
    )


def _bar(*, is_band: bool, ticks: bool = False) -> Draw:
    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        bar = _sample_bar(at.x(), at.x() + _BAR_WIDTH, at.y(), is_band=is_band, ticks=ticks)
        BarPainter(painter, QColor(style.surface)).draw(bar, QColor(style.text))

    return draw


def _linked(*, is_dotted: bool) -> Draw:
    def draw(painter: QPainter, style: Style, at: QPointF) -> None:
        ground, colour = QColor(style.surface), QColor(style.text)
        left, right = at.x() + 4, at.x() + _BAR_WIDTH - 4
        SignPainter(painter, ground).link(Link(left, right, at.y(), is_dotted, Ink.TEXT), colour)
        fill = Fill.OUTLINE if is_dotted else Fill.WHOLE
        for x in (left, right):
            GlyphPainter(painter, ground).draw(Glyph.DISC, fill, QPointF(x, at.y()), 4.0, colour)

    return draw


def _whiskers(painter: QPainter, style: Style, at: QPointF) -> None:
    ground, colour = QColor(style.surface), QColor(style.text)
    middle = at.x() + _BAR_WIDTH / 2
    for towards in (-1, 1):
        whisker = Whisker(middle + towards * 4, middle + towards * 13, at.y(), Ink.TEXT)
        SignPainter(painter, ground).whisker(whisker, colour)
    GlyphPainter(painter, ground).draw(
        Glyph.DISC, Fill.WHOLE, QPointF(middle, at.y()), _RADIUS, colour
    )


def _faded(painter: QPainter, style: Style, at: QPointF) -> None:
    ground, colour = QColor(style.surface), QColor(style.text)
    middle = at.x() + _BAR_WIDTH / 2
    for towards in (-1, 1):
        fade = Fade(middle, middle + towards * 15, at.y(), _BAR_HEIGHT, Ink.TEXT)
        SignPainter(painter, ground).fade(fade, colour)
    GlyphPainter(painter, ground).draw(
        Glyph.DISC, Fill.WHOLE, QPointF(middle, at.y()), _RADIUS, colour
    )


def _open(painter: QPainter, style: Style, at: QPointF) -> None:
    ground, colour = QColor(style.surface), QColor(style.text)
    bar = _sample_bar(at.x(), at.x() + _BAR_WIDTH - 8, at.y(), is_band=False)
    BarPainter(painter, ground).draw(bar, colour)
    SignPainter(painter, ground).arrow(Arrow(at.x() + _BAR_WIDTH, at.y(), 1, Ink.TEXT), colour)


def _unknown(painter: QPainter, style: Style, at: QPointF) -> None:
    ground, colour = QColor(style.surface), QColor(style.text)
    BarPainter(painter, ground).draw(_sample_bar(at.x(), at.x() + 8, at.y(), is_band=False), colour)
    fade = Fade(at.x() + 8, at.x() + _BAR_WIDTH - 8, at.y(), _BAR_HEIGHT, Ink.TEXT)
    SignPainter(painter, ground).fade(fade, colour)
    box = Box(at.x() + _BAR_WIDTH - 8, at.y() - 7.5, at.x() + _BAR_WIDTH, at.y() + 7.5)
    label = Label(box=box, text="?", role=Role.LABEL, ink=Ink.MUTED)
    SignPainter(painter, ground).text(label, QColor(style.muted))


def _columns(painter: QPainter, style: Style, at: QPointF) -> None:
    colour = QColor(style.muted)
    for i, height in enumerate((3, 6, 10, 7, 4)):
        painter.fillRect(int(at.x()) + 5 * i, int(at.y()) + 5 - height, 4, height, colour)
