"""The legend of a timeline: only what occurs in it, and what a click on it could narrow."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QPainter

from stanceline.domain.events import EventStatus
from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.services.timeline import EVENT
from stanceline.timeline.drawing.bars import SignPainter
from stanceline.timeline.layout import Measure
from stanceline.timeline.pages import samples
from stanceline.timeline.pages.samples import BAR_WIDTH, GLYPH_WIDTH, Colour, Draw
from stanceline.timeline.placing.inks import (
    BY_CATEGORY,
    BY_STATUS,
    N_CATEGORIES_WITH_INK,
    category_ink,
    status_ink,
)
from stanceline.timeline.placing.labels import clean, elided
from stanceline.timeline.placing.shapes import STATUS_FILLS, category_glyph, stance_glyph
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Box,
    Fill,
    Glyph,
    Ink,
    Label,
    Layout,
    Role,
)
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.sorting.table import Doubt, Form
from stanceline.timeline.style import Style

Rows = NDArray[np.int32]

ROW_HEIGHT = 20.0
_GAP = 20.0
_SAMPLE_GAP = 7.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One sample with its words; ``draw`` draws it with its left middle at a point."""

    text: str
    width: float
    draw: Draw


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry in its place."""

    entry: Entry
    box: Box
    label: Label

    def draw(self, painter: QPainter, style: Style) -> None:
        """Draw the sample and its words."""
        middle = QPointF(self.box.x0, (self.box.y0 + self.box.y1) / 2)
        self.entry.draw(painter, style, middle)
        signs = SignPainter(painter, QColor(style.surface))
        signs.text(self.label, style.colour(self.label.ink, ()))


def placed_legend(
    entries: list[Entry], left: float, top: float, right: float, measure: Measure
) -> list[PlacedEntry]:
    """The entries in rows from left to right, as many rows as they need."""
    placed = []
    x, y = left, top
    line = LINE_HEIGHTS[Role.NOTE]
    for entry in entries:
        begin = entry.width + _SAMPLE_GAP
        wanted = begin + measure(entry.text, Role.NOTE)
        if x > left and x + wanted > right:
            x, y = left, y + ROW_HEIGHT
        text = elided(entry.text, Role.NOTE, max(right - x - begin, 0.0), measure)
        width = begin + measure(text, Role.NOTE)
        text_top = y + (ROW_HEIGHT - line) / 2
        text_box = Box(x + begin, text_top, x + width, text_top + line)
        label = Label(box=text_box, text=text, role=Role.NOTE, ink=Ink.MUTED)
        placed.append(PlacedEntry(entry, Box(x, y, x + width, y + ROW_HEIGHT), label))
        x += width + _GAP
    return placed


def legend_of(layout: Layout, lanes: Lanes, rows: Rows) -> list[Entry]:
    """What the reader needs to know for these rows of the columns as they are laid out."""
    events = rows[lanes.table.kind[rows] == EVENT]
    has_bars = any(bar.mark_is_event for bar in layout.bars)
    has_shapes = has_bars or bool(layout.links or layout.whiskers or layout.fades)
    has_events = has_bars or bool(np.any(layout.points.glyph >= Glyph.DISC))
    return list(
        chain(
            _stance_entries(layout),
            _status_entries(layout, lanes, events) if has_events else (),
            _category_entries(layout, lanes, events),
            _date_entries(lanes, events) if has_shapes else (),
            _other_entries(layout),
        )
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


# --------------------------------------------------------------------------- stances


def _stance_entries(layout: Layout) -> Iterator[Entry]:
    points = layout.points
    used = {*points.ink.tolist(), *points.other_ink.tolist()}
    used |= {bar.ink for bar in layout.bars}
    for density in layout.densities:
        is_used = np.any(density.counts > 0, axis=0)
        used |= {ink for ink, has_any in zip(density.inks, is_used, strict=True) if has_any}
    for at in sorted(ink for ink in used if ink >= 0):
        stance = layout.stances[at]
        shape, fill = stance_glyph(stance.value)
        drawn = samples.glyph(shape, fill, _colour_in(layout, at))
        yield Entry(clean(stance.label), GLYPH_WIDTH, drawn)
    split = np.flatnonzero(points.glyph == Glyph.SPLIT)
    if split.size:
        upper, lower = int(points.ink[split[0]]), int(points.other_ink[split[0]])
        colour = _colour_in(layout, upper)
        other = _colour_in(layout, lower) if lower >= 0 else None
        drawn = samples.glyph(Glyph.SPLIT, Fill.WHOLE, colour, other=other)
        yield Entry(_tr("for one thing, against another"), GLYPH_WIDTH, drawn)
    if np.any(points.glyph == Glyph.DOT):
        drawn = samples.glyph(Glyph.DOT, Fill.WHOLE, samples.muted, radius=2.5)
        yield Entry(_tr("no stance noted"), GLYPH_WIDTH, drawn)


def _colour_in(layout: Layout, ink: int) -> Colour:
    return lambda style: style.colour(ink, layout.stances, layout.colours)


def _colour_of(stance: Stance) -> Colour:
    return lambda style: style.stance_colour(stance)


# --------------------------------------------------------------------------- events


def _status_entries(layout: Layout, lanes: Lanes, events: Rows) -> Iterator[Entry]:
    statuses = list(EventStatus)
    codes = np.unique(lanes.table.status[events])
    for code in codes[codes >= 0].tolist():
        status = statuses[code]
        is_denied = status is EventStatus.DENIED
        colour: Colour = samples.muted if is_denied else samples.text_colour
        if layout.colours == BY_STATUS:
            colour = _colour_in(layout, status_ink(code))
        drawn = samples.glyph(Glyph.DISC, STATUS_FILLS[status], colour)
        text = lanes.wording.status(status).lower()
        yield Entry(text, GLYPH_WIDTH, drawn)


def _category_entries(layout: Layout, lanes: Lanes, events: Rows) -> Iterator[Entry]:
    """The categories whose shapes are seen; a disc stands for all others."""
    columns = lanes.columns
    seen = set(np.unique(layout.points.glyph).tolist())
    codes = np.unique(columns.category[events])
    for code in codes[codes >= 0].tolist():
        shape = category_glyph(code)
        is_coloured = layout.colours == BY_CATEGORY
        has_ink = is_coloured and code < N_CATEGORIES_WITH_INK
        if (shape is not Glyph.DISC and shape in seen) or has_ink:
            name = columns.names.categories[code]
            colour: Colour = samples.muted
            if is_coloured:
                colour = _colour_in(layout, category_ink(code))
            drawn = samples.glyph(shape, Fill.WHOLE, colour)
            yield Entry(clean(name), GLYPH_WIDTH, drawn)


def _date_entries(lanes: Lanes, events: Rows) -> Iterator[Entry]:
    """The forms of events' dates beyond a plain day."""
    table = lanes.table
    codes = np.unique(table.date[events])
    codes = codes[codes >= 0]
    forms = set(np.unique(table.dates.form[codes]).tolist())
    doubts = int(np.bitwise_or.reduce(table.dates.doubt[codes])) if codes.size else 0
    about = Doubt.START_APPROXIMATE | Doubt.END_APPROXIMATE
    possibly = Doubt.START_UNCERTAIN | Doubt.END_UNCERTAIN
    is_open = Doubt.START_OPEN | Doubt.END_OPEN
    unknown = Doubt.START_UNKNOWN | Doubt.END_UNKNOWN
    entries = (
        (Form.LASTING in forms, _tr("lasts"), samples.bar()),
        (Form.WITHIN in forms, _tr("some time within"), samples.bar(is_band=True)),
        (
            Form.RANGE in forms,
            _tr("between the two"),
            samples.bar(is_band=True, has_end_ticks=True),
        ),
        (Form.ONE_OF in forms, _tr("one or the other"), samples.linked(is_dotted=True)),
        (Form.SEVERAL in forms, _tr("each of these"), samples.linked(is_dotted=False)),
        (bool(doubts & about), _tr("about"), samples.whiskers),
        (bool(doubts & possibly), _tr("possibly"), samples.faded),
        (bool(doubts & is_open), _tr("goes on"), samples.open_ended),
        (bool(doubts & unknown), _tr("end unknown"), samples.unknown_end),
    )
    for is_used, text, drawn in entries:
        if is_used:
            yield Entry(text, BAR_WIDTH, drawn)


# --------------------------------------------------------------------------- the rest


def _other_entries(layout: Layout) -> Iterator[Entry]:
    points = layout.points
    if np.any(points.fill == Fill.GHOST) or any(bar.fill is Fill.GHOST for bar in layout.bars):
        drawn = samples.glyph(Glyph.UP, Fill.GHOST, samples.muted)
        yield Entry(_tr("suggested"), GLYPH_WIDTH, drawn)
    if np.any(points.count > 0):
        drawn = samples.glyph(Glyph.CIRCLE, Fill.WHOLE, samples.muted, is_stacked=True)
        yield Entry(_tr("with reprints"), GLYPH_WIDTH + 4, drawn)
    if any(report.order == 0 for report in layout.reports):
        yield Entry(_tr("reports of it, the first one darker"), BAR_WIDTH, samples.reports)
    if any(link.ink == Ink.LINE for link in layout.links):
        yield Entry(_tr("said, and published later"), BAR_WIDTH, samples.published_later)
    if layout.strips:
        inks = sorted({ink for strip in layout.strips for ink in np.unique(strip.ink).tolist()})
        drawn = samples.strip(tuple(_colour_of(layout.stances[ink]) for ink in inks))
        yield Entry(_tr("stance in the course of time"), BAR_WIDTH, drawn)
    if layout.folds:
        yield Entry(_tr("nothing for a long time, folded"), GLYPH_WIDTH, samples.fold)
    if layout.densities:
        yield Entry(_tr("height: how many at a time"), BAR_WIDTH, samples.columns)
    if layout.coverage is not None:
        yield Entry(_tr("articles held"), BAR_WIDTH, samples.coverage)
