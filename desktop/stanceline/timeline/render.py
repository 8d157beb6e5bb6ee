"""The one way a timeline is drawn: on the screen and in every image that is exported."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen

from stanceline.records import dataclass
from stanceline.timeline.drawing.bars import rect_of
from stanceline.timeline.drawing.batches import draw_rects, is_upright
from stanceline.timeline.drawing.glyphs import flat
from stanceline.timeline.drawing.raster import RasterMarks
from stanceline.timeline.drawing.rules import Gaps, Rule, crisp, level, upright
from stanceline.timeline.drawing.vector import VectorMarks
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Badge,
    Band,
    Box,
    Coverage,
    Fold,
    Ink,
    Label,
    LaneBox,
    Layout,
    Leader,
    Pin,
    Role,
    Strip,
    Tick,
)
from stanceline.timeline.style import Style, palette_of

if TYPE_CHECKING:
    from stanceline.timeline.sorting.lanes import Place

__all__ = ["NO_HIGHLIGHTS", "Highlights", "Style", "paint"]

_STRIP_TINT = 0.62
_BAND_TINT = 0.07
_BAND_EDGE_TINT = 0.35
_LINE_BAND_TINT = 0.5
_LEADER_TINT = 0.55
_COVERAGE_TINT = 0.45
_FOLD_TINT = 0.10
_FOLD_EDGE_TINT = 0.6
_TICK_LENGTH = 4.0
_RING_GAP = 3.5
_VEIL = 0.78
_LANE_LINE_TINT = 0.75
_INNER_LINE_TINT = 0.4
_TODAY_TINT = 0.6
_BADGE_TINT = 0.16
_BADGE_GAP = 5.0
_PATCH_PX = 5.0
_PIN_TINT = 0.5


@dataclass(frozen=True, slots=True)
class Highlights:
    """Which marks stand out: selected, under the pointer, and where the keyboard is.

    ``dragged`` is a mark whose date is being changed. ``now_x`` is where time stands while
    it is played step by step: what lies behind it is veiled.
    """

    selected: frozenset[int] = frozenset()
    hovered: int | None = None
    focused: "Place | None" = None
    dragged: int | None = None
    now_x: float | None = None


NO_HIGHLIGHTS = Highlights()


def paint(
    painter: QPainter,
    layout: Layout,
    style: Style,
    highlights: Highlights = NO_HIGHLIGHTS,
    under: Callable[[], None] | None = None,
) -> None:
    """Draw a layout with its ground from the painter's origin on.

    ``under`` draws something more with the same painter, over the ground and under all marks.
    """
    _Painting(painter, layout, style, highlights).paint(under)


def _badge_label(badge: Badge) -> Label:
    box = badge.box
    height = LINE_HEIGHTS[Role.BADGE]
    top = (box.y0 + box.y1 - height) / 2
    shown = Box(box.x0 + _BADGE_GAP, top, box.x1 - _BADGE_GAP, top + height)
    return Label(box=shown, text=badge.text, role=Role.BADGE, ink=Ink.MUTED, mark=badge.mark)


class _Painting:
    """One drawing of one layout."""

    def __init__(
        self, painter: QPainter, layout: Layout, style: Style, highlights: Highlights
    ) -> None:
        self._painter = painter
        self._layout = layout
        self._style = style
        self._highlights = highlights
        self._palette = palette_of(style, layout.stances, layout.colours)
        self._ground = self._palette.ground
        self._colours = self._palette.colours
        self._gaps = Gaps(layout.labels)
        engine = painter.paintEngine().type()
        is_quick = engine == QPaintEngine.Type.Raster and is_upright(painter)
        makes = RasterMarks if is_quick else VectorMarks
        self._marks: RasterMarks | VectorMarks = makes(painter, self._ground, self._colours)

    def paint(self, under: Callable[[], None] | None) -> None:
        painter, layout = self._painter, self._layout
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRectF(0, 0, layout.width, layout.height), self._ground)
        self._bands(layout.bands, layout.plot.y0, layout.height)
        self._grid()
        self._folds(layout.folds)
        self._lane_lines(layout.width)
        self._today_line()
        self._pin_lines(layout.pins, self._bottom)
        self._stance_strips(layout.strips)
        self._marks.densities(layout.densities)
        self._leaders(layout.leaders)
        if under is not None:
            under()
        self._under_highlights()
        self._marks.marks(layout)
        self._badges(layout.badges)
        self._texts(layout.labels)
        self._rings()
        self._now()
        self._header()
        self._axis()
        painter.restore()

    @property
    def _bottom(self) -> float:
        """Where the lanes end."""
        layout = self._layout
        return min(layout.plot.y1, layout.plot.y0 + layout.content_height - layout.scroll_y)

    # ----------------------------------------------------------------- ground

    def _bands(self, bands: Iterable[Band], top: float, bottom: float) -> None:
        """The parts of bands between two heights; not every file of shapes knows clips."""
        plot = self._layout.plot
        for band in bands:
            colour, box = self._colours[band.ink], band.box
            y0, y1 = max(box.y0, top), min(box.y1, bottom)
            tint = _LINE_BAND_TINT if band.ink == Ink.LINE else _BAND_TINT
            if y1 > y0:
                shown = QRectF(box.x0, y0, box.width, y1 - y0)
                self._painter.fillRect(shown, flat(colour, tint))
                edges = [x for x in (box.x0, box.x1) if plot.x0 < x < plot.x1]
                self._rules(
                    self._gaps.all_rules(edges, y0, y1),
                    self._palette.mixed(band.ink, _BAND_EDGE_TINT),
                )

    def _grid(self) -> None:
        plot = self._layout.plot
        ticks = self._layout.axis.periods or self._layout.axis.ticks
        places = [tick.x for tick in ticks if plot.x0 <= tick.x <= plot.x1]
        self._rules(self._gaps.all_rules(places, plot.y0, self._bottom), self._colours[Ink.LINE])

    def _folds(self, folds: Iterable[Fold]) -> None:
        """A silent stretch as a crease: a darker strip between two torn edges."""
        painter, plot = self._painter, self._layout.plot
        for fold in folds:
            box = QRectF(fold.x0, plot.y0, fold.x1 - fold.x0, self._bottom - plot.y0)
            painter.fillRect(box, self._palette.mixed(Ink.MUTED, _FOLD_TINT))
            edges = self._gaps.dashes(fold.x0, plot.y0, self._bottom)
            edges += self._gaps.dashes(fold.x1, plot.y0, self._bottom)
            self._rules(edges, self._palette.mixed(Ink.MUTED, _FOLD_EDGE_TINT))

    def _lane_lines(self, right: float) -> None:
        """The lines between lanes, up to ``right``; those above nested ones are fainter."""
        plot, lanes = self._layout.plot, self._layout.lanes
        outer: list[Rule] = []
        inner: list[Rule] = []
        for at, lane in enumerate(lanes):
            if plot.y0 < lane.box.y1 - 1 < plot.y1:
                is_inner = at + 1 < len(lanes) and lanes[at + 1].depth > 0
                (inner if is_inner else outer).append(level(lane.box.y1 - 1, 0.0, right))
        self._rules(outer, self._palette.mixed(Ink.LINE, _LANE_LINE_TINT))
        self._rules(inner, self._palette.mixed(Ink.LINE, _INNER_LINE_TINT))

    def _stance_strips(self, strips: Sequence[Strip]) -> None:
        if not strips:
            return
        sizes = [strip.ink.size for strip in strips]
        inks = np.concatenate([strip.ink for strip in strips])
        rows = np.empty((inks.size, 4))
        rows[:, 0] = np.concatenate([strip.left for strip in strips])
        rows[:, 1] = np.repeat([strip.box.y0 for strip in strips], sizes)
        rows[:, 2] = np.concatenate([strip.right for strip in strips]) - rows[:, 0]
        rows[:, 3] = np.repeat([strip.box.height for strip in strips], sizes)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for ink in range(int(inks.max()) + 1):
            of_ink = rows[inks == ink]
            if of_ink.size:
                self._painter.setBrush(self._palette.mixed(ink, _STRIP_TINT))
                draw_rects(self._painter, of_ink)

    def _leaders(self, leaders: Iterable[Leader]) -> None:
        """Thin lines from headlines down into the crowds that they stand above."""
        rules = defaultdict(list)
        for leader in leaders:
            rules[leader.ink].append(upright(leader.x, leader.y0, leader.y1))
        for ink, lines in rules.items():
            self._rules(lines, flat(self._colours[ink], _LEADER_TINT))

    def _today_line(self) -> None:
        layout = self._layout
        if layout.today_x is None or layout.today_label is None:
            return
        rules = self._gaps.rules(layout.today_x, layout.axis_box.y1, self._bottom)
        self._rules(rules, self._palette.mixed(Ink.ACCENT, _TODAY_TINT))

    def _pin_lines(self, pins: Iterable[Pin], bottom: float) -> None:
        """Dashed lines from notes downwards."""
        rules = [
            dash for pin in pins for dash in self._gaps.dashes(pin.x, pin.label.box.y1, bottom)
        ]
        self._rules(rules, self._palette.mixed(Ink.ACCENT, _PIN_TINT))

    # ----------------------------------------------------------------- texts

    def _badges(self, badges: Sequence[Badge]) -> None:
        """Counts on soft pills."""
        if not badges:
            return
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.mixed(Ink.MUTED, _BADGE_TINT))
        for badge in badges:
            radius = badge.box.height / 2
            painter.drawRoundedRect(rect_of(badge.box), radius, radius)
        self._marks.texts(_badge_label(badge) for badge in badges)

    def _texts(self, labels: Sequence[Label]) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._ground)
        for label in labels:
            if label.on_bar:
                box = rect_of(label.box).adjusted(-_PATCH_PX, 0, _PATCH_PX, 0)
                self._painter.drawRoundedRect(box, 3, 3)
        self._marks.texts(labels)

    # ----------------------------------------------------------------- highlights

    def _under_highlights(self) -> None:
        """A tint behind the labels of the marks that stand out."""
        chosen = self._highlights
        marks = chosen.selected | {chosen.hovered, chosen.dragged} - {None}
        if not marks:
            return
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._style.accent_soft))
        for label in self._layout.labels:
            if label.mark >= 0 and label.mark in marks:
                self._painter.drawRoundedRect(rect_of(label.box).adjusted(-4, -1, 4, 1), 4, 4)

    def _rings(self) -> None:
        chosen = self._highlights
        accent = self._colours[Ink.ACCENT]
        if chosen.hovered is not None:
            self._ring_all([chosen.hovered], QPen(flat(accent, 0.55), 1.5))
        if chosen.selected:
            self._ring_all(sorted(chosen.selected), QPen(accent, 1.8))
        if chosen.dragged is not None:
            dashed = QPen(accent, 1.5)
            dashed.setDashPattern([3.0, 2.0])
            self._ring_all([chosen.dragged], dashed)
        if chosen.focused is not None:
            self._ring_all([chosen.focused.mark], QPen(accent, 2.4))

    def _ring_all(self, marks: Sequence[int], pen: QPen) -> None:
        painter, points = self._painter, self._layout.points
        which = np.flatnonzero(np.isin(points.mark, marks))
        if which.size:
            shown = points.at(which)
            self._marks.rings(shown, np.maximum(shown.radius, 4.0) + _RING_GAP, pen)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wanted = set(marks)
        for bar in self._layout.bars:
            if bar.mark in wanted:
                box = rect_of(bar.box).adjusted(-_RING_GAP, -_RING_GAP, _RING_GAP, _RING_GAP)
                painter.drawRoundedRect(box, 5, 5)

    def _now(self) -> None:
        """The moving line while time is played, and a veil over what is yet to come."""
        x, plot = self._highlights.now_x, self._layout.plot
        if x is None:
            return
        x = min(max(x, plot.x0), plot.x1)
        veil = QRectF(x, plot.y0, plot.x1 - x, plot.height)
        self._painter.fillRect(veil, flat(self._ground, _VEIL))
        self._painter.setPen(QPen(self._colours[Ink.ACCENT], 1.5))
        self._painter.drawLine(QLineF(x, plot.y0, x, plot.y1))

    # ----------------------------------------------------------------- header and axis

    def _header(self) -> None:
        layout = self._layout
        self._painter.fillRect(rect_of(layout.header_box), self._ground)
        self._lane_lines(layout.plot.x0)
        edge = upright(layout.plot.x0, layout.plot.y0, self._bottom)
        self._rules([edge], self._colours[Ink.LINE])
        for lane in layout.lanes:
            if lane.toggle is not None or lane.is_pinned:
                self._lane_signs(lane)
        titles = [lane.title for lane in layout.lanes if lane.title is not None]
        notes = [lane.note for lane in layout.lanes if lane.note is not None]
        self._marks.texts([*titles, *notes])

    def _lane_signs(self, lane: LaneBox) -> None:
        painter = self._painter
        if lane.toggle is not None:
            glyph_box = rect_of(lane.toggle)
            centre = glyph_box.center()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[Ink.MUTED])
            corners = (
                [(-2.5, -4.0), (3.0, 0.0), (-2.5, 4.0)]
                if lane.is_collapsed
                else [(-4.0, -2.5), (4.0, -2.5), (0.0, 3.0)]
            )
            painter.drawPolygon([centre + QPointF(x, y) for x, y in corners])
        if lane.is_pinned and lane.title is not None:
            box = lane.title.box
            self._pin_sign(QPointF(box.x0 - 7, (box.y0 + box.y1) / 2))

    def _pin_sign(self, at: QPointF) -> None:
        """A drawing pin beside the title of a lane that stays at the top."""
        self._painter.setPen(QPen(self._colours[Ink.ACCENT], 1.2))
        self._painter.setBrush(self._colours[Ink.ACCENT])
        self._painter.drawEllipse(at + QPointF(0, -2), 2.4, 2.4)
        self._painter.drawLine(QLineF(at, at + QPointF(0, 5)))

    def _axis(self) -> None:
        layout = self._layout
        box = layout.axis_box
        self._painter.fillRect(QRectF(0, 0, layout.width, layout.plot.y0), self._ground)
        self._ribbon()
        rules = [
            level(box.y1 - 1, 0.0, layout.width),
            *self._tick_lines(layout.axis.ticks, box.y1 - _TICK_LENGTH, box.y1),
            *self._tick_lines(layout.axis.periods, box.y0 + 4, box.y1),
        ]
        self._rules(rules, self._colours[Ink.LINE])
        ticks = (*layout.axis.periods, *layout.axis.ticks)
        self._marks.texts(tick.label for tick in ticks if tick.label is not None)
        self._marks.texts(fold.label for fold in layout.folds if fold.label is not None)
        if layout.today_label is not None:
            self._on_patch(layout.today_label, self._colours[Ink.ACCENT])

    def _ribbon(self) -> None:
        """What stands between the axis and the lanes: titles of eras, notes, coverage."""
        layout = self._layout
        top, bottom = layout.axis_box.y1, layout.plot.y0
        if bottom <= top:
            return
        # What is scrolled out of sight was hidden with the ground of the axis.
        self._bands(layout.bands, top, bottom)
        self._pin_lines(layout.pins, layout.plot.y0)
        self._today_line()
        if layout.coverage is not None:
            self._coverage(layout.coverage)
        self._marks.texts(band.title for band in layout.bands if band.title is not None)
        for pin in layout.pins:
            self._flag(pin)

    def _coverage(self, coverage: Coverage) -> None:
        """Columns of how many articles are held, with a line to stand on."""
        painter, box = self._painter, coverage.box
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.mixed(Ink.MUTED, _COVERAGE_TINT))
        heights = np.minimum(coverage.counts / max(coverage.highest, 1), 1.0) * box.height
        lefts = coverage.x0 + coverage.column_px * np.arange(heights.size)
        rights = np.minimum(lefts + coverage.column_px, box.x1)
        lefts = np.maximum(lefts, box.x0)
        rows = np.column_stack([lefts, box.y1 - heights, rights - lefts, heights])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        draw_rects(painter, rows[(heights > 0) & (rights > lefts)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _flag(self, pin: Pin) -> None:
        """A note on a soft patch, with the head of its pin on its line."""
        if pin.label.text:
            self._on_patch(pin.label, QColor(self._style.accent_soft))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._colours[Ink.ACCENT])
        self._painter.drawEllipse(QPointF(crisp(pin.x), pin.label.box.y1 + 1), 2.5, 2.5)

    def _on_patch(self, label: Label, ground: QColor) -> None:
        box = rect_of(label.box).adjusted(-5, 0, 5, 0)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(box, 4, 4)
        self._marks.texts([label])

    def _tick_lines(self, ticks: Iterable[Tick], top: float, bottom: float) -> list[Rule]:
        plot = self._layout.plot
        return [upright(tick.x, top, bottom) for tick in ticks if plot.x0 <= tick.x <= plot.x1]

    def _rules(self, rules: Sequence[Rule], colour: QColor) -> None:
        """Thin lines, which are filled: that takes a tenth of the time of strokes."""
        if rules:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(colour)
            draw_rects(self._painter, np.array(rules))
