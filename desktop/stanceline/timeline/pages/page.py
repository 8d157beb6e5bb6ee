"""An exported timeline as a page: title, lanes, legend, notes and sources."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QColor, QPainter

from stanceline.domain.timelines import TimeAxis
from stanceline.records import dataclass
from stanceline.services.timeline import EVENT
from stanceline.timeline.drawing.bars import SignPainter
from stanceline.timeline.layout import Options, clean, content_height, lay_out
from stanceline.timeline.pages.legend import Entry, PlacedEntry, Rows, legend_of, placed_legend
from stanceline.timeline.pages.sources import SourceList
from stanceline.timeline.placing.axis import AXIS_HEIGHT, Measure
from stanceline.timeline.placing.extras import NO_EXTRAS, Extras, ribbon_height
from stanceline.timeline.placing.frame import fitting_rooms
from stanceline.timeline.placing.labels import elided
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Ink, Label, Layout, Role
from stanceline.timeline.render import paint
from stanceline.timeline.sorting.lanes import Lanes
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.cards import drawn_words
from stanceline.timeline.two_axes.layout import (
    TwoAxesLayout,
    lay_out_two_axes,
    with_equal_steps,
)
from stanceline.timeline.two_axes.paint import paint_two_axes
from stanceline.timeline.two_axes.table import Area, two_times
from stanceline.timeline.windows import TimeWindow, window_over
from stanceline.timeline.words.datewords import window_in_words
from stanceline.timeline.words.of_marks import Texts
from stanceline.timeline.words.wording import grouped

__all__ = ["MOST_PX", "Heading", "Page", "Subject", "composed_page", "paint_page"]

MOST_PX = 20_000
_WIDEST_MARGIN = 32.0
_MARGIN_SHARE = 0.03
_GAP = 12.0
_LONGEST_SOURCES_SHARE = 0.32
_LOWEST_PANEL = 150.0
_TALLEST_ROWS = 1.7
_GROWN, _WORDY, _LEAST = (
    Options(tallest=_TALLEST_ROWS, least=each, tight_below=0.0, low_below=0.0)
    for each in (1.0, 0.94, 0.72)
)
"""How low rows may be: on a page that grows, with words beside quotations, and usually."""

_TIGHT = replace(_LEAST, tight_below=float(MOST_PX))
"""For a page of fixed height that has no room for all lanes otherwise."""

_N_HALVINGS = 9
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the lanes; an empty subtitle is filled with what is shown."""

    title: str
    subtitle: str


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a page shows: lanes in a window of their axis, with their words and extras."""

    lanes: Lanes
    window: TimeWindow
    words: Texts
    extras: Extras = NO_EXTRAS
    today: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page in logical pixels; the layout is drawn with ``panel`` as its canvas."""

    width: float
    height: float
    panel: Box
    layout: Layout
    texts: tuple[Label, ...]
    legend: tuple[PlacedEntry, ...]
    description: str
    n_hidden_lanes: int
    two_axes: TwoAxesLayout | None = None
    """What is drawn in the panel instead, with ``layout`` as its base."""


def composed_page(
    subject: Subject,
    size: tuple[float, float],
    heading: Heading,
    measure: Measure,
    *,
    may_grow: bool,
) -> Page:
    """The page of a size (width, height) in logical pixels.

    One that may grow becomes higher until all lanes and sources are on it. One that may
    not makes rows lower, then leaves the list of sources out, and at last lanes, and says
    so on the page.
    """
    makes = _Composer
    if subject.lanes.arrangement.axis is TimeAxis.BOTH:
        makes = _TwoAxesComposer
    return makes(subject, size, heading, measure, may_grow=may_grow).compose()


def paint_page(painter: QPainter, page: Page, style: Style) -> None:
    """Draw a page from the painter's origin on."""
    ground = QColor(style.surface)
    painter.fillRect(QRectF(0, 0, page.width, page.height), ground)
    painter.save()
    painter.translate(page.panel.x0, page.panel.y0)
    if page.two_axes is not None:
        paint_two_axes(painter, page.two_axes, style)
    else:
        paint(painter, page.layout, style)
    painter.restore()
    # What is higher than the panel must not show through the texts below it; a clip
    # would not do, since Qt's SVG ignores it.
    below = QRectF(0, page.panel.y1, page.width, page.height - page.panel.y1)
    painter.fillRect(below, ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    signs = SignPainter(painter, ground)
    for entry in page.legend:
        entry.draw(painter, style)
    for text in page.texts:
        signs.text(text, style.colour(text.ink, ()))


def rows_shown(lanes: Lanes, window: TimeWindow) -> Rows:
    """The rows of the marks that stand in a lane and reach into the window."""
    table = lanes.table
    is_placed = np.zeros(len(lanes.columns), dtype=np.bool_)
    is_placed[lanes.index.mark] = True
    rows = np.flatnonzero(is_placed & (table.date >= 0)).astype(np.int32)
    reach = table.extent[rows]
    return rows[(table.dates.o0[reach] < window.t1) & (table.dates.o1[reach] > window.t0)]


class _Composer:
    """Composes one page; made for one use."""

    def __init__(
        self,
        subject: Subject,
        size: tuple[float, float],
        heading: Heading,
        measure: Measure,
        *,
        may_grow: bool,
    ) -> None:
        self._subject = subject
        self._lanes = subject.lanes
        self._window = subject.window
        self._width, self._height = size
        self._heading = heading
        self._measure = measure
        self._may_grow = may_grow
        self._margin = min(_WIDEST_MARGIN, self._width * _MARGIN_SHARE)
        self._inside = self._width - 2 * self._margin
        self._above_lanes = AXIS_HEIGHT + ribbon_height(subject.extras)
        self._rows = self._rows_shown()
        self._sources = SourceList.of(self._lanes, self._rows, subject.words, self._inside)

    def _rows_shown(self) -> Rows:
        return rows_shown(self._lanes, self._window)

    def compose(self) -> Page:
        head = self._head()
        top = head[-1].box.y1 + _GAP if head else self._margin
        # Which shapes occur, and so the legend, is known only once lanes are laid out.
        draft = self._lay_out(self._lanes, max(self._height - top, _LOWEST_PANEL))
        legend = legend_of(draft, self._lanes, self._rows)
        n_source_rows = self._sources.n_rows
        bottom = self._bottom_height(legend, n_source_rows, 1)
        if self._may_grow:
            needed = self._grown_room(self._height - top - bottom)
            self._height = min(max(self._height, top + needed + bottom), MOST_PX)
        elif n_source_rows and not self._lists_sources(self._height - top - bottom):
            n_source_rows = 0
        if self._height - top - self._bottom_height(legend, n_source_rows, 1) < _LOWEST_PANEL:
            legend = []
        room, shown, notes = self._room_for_lanes(top, legend, n_source_rows)
        layout = self._lay_out(shown, room)
        panel = Box(self._margin, top, self._width - self._margin, top + room)
        y = panel.y1 + _GAP
        placed = self._placed(legend, y)
        y += self._legend_height(legend)
        lines, y = self._note_lines(notes, y)
        sources = self._sources.texts(self._margin, y, self._measure) if n_source_rows else []
        return Page(
            width=self._width,
            height=self._height,
            panel=panel,
            layout=layout,
            texts=(*head, *lines, *sources),
            legend=tuple(placed),
            description=self._subtitle(),
            n_hidden_lanes=len(self._lanes.lanes) - len(shown.lanes),
        )

    def _room_for_lanes(
        self, top: float, legend: list[Entry], n_source_rows: int
    ) -> tuple[float, Lanes, list[str]]:
        """The height for the lanes, those that fit, and the notes in as many lines as needed.

        What is left out is noted, and more notes leave less room.
        """
        n_lines = 1
        while True:
            bottom = self._bottom_height(legend, n_source_rows, n_lines)
            room = max(self._height - top - bottom, self._above_lanes + 24.0)
            shown = self._fitting_lanes(room)
            notes = self._notes(len(shown.lanes), are_sources_left_out=n_source_rows == 0)
            if len(notes) <= n_lines:
                return room, shown, notes
            n_lines = len(notes)

    # ----------------------------------------------------------------- contents

    def _subtitle(self) -> str:
        if self._heading.subtitle:
            return clean(self._heading.subtitle)
        lanes = self._lanes
        n_events = int(np.count_nonzero(lanes.table.kind[self._rows] == EVENT))
        text = QCoreApplication.translate(
            "Timeline", "{window} · events: {events}, quotations: {quotations}"
        )
        t0, t1 = lanes.folds.t(self._window.t0), lanes.folds.t(self._window.t1)
        return text.format(
            window=window_in_words(TimeWindow(t0, t1), lanes.wording),
            events=grouped(n_events),
            quotations=grouped(self._rows.size - n_events),
        )

    def _head(self) -> list[Label]:
        y = self._margin
        texts = []
        for text, role, ink in (
            (clean(self._heading.title), Role.TITLE, Ink.TEXT),
            (self._subtitle(), Role.SUBTITLE, Ink.MUTED),
        ):
            line = self._line(text, role, ink, y)
            if line is not None:
                texts.append(line)
                y = line.box.y1 + 2
        return texts

    def _line(self, text: str, role: Role, ink: int, y: float) -> Label | None:
        """The text in one line, elided where it has no more room."""
        shown = elided(text, role, self._inside, self._measure)
        if not shown:
            return None
        x = self._margin
        box = Box(x, y, x + self._measure(shown, role), y + LINE_HEIGHTS[role])
        return Label(box=box, text=shown, role=role, ink=ink)

    # ----------------------------------------------------------------- room

    def _lay_out(self, lanes: Lanes, height: float) -> Layout:
        subject = self._subject
        scales = (each for each in (_GROWN, _WORDY, _LEAST) if self._fit(lanes, height, each))

        def titles(rows: Rows) -> list[str]:
            return subject.words.titles(lanes.columns, rows)

        return lay_out(
            lanes,
            self._window,
            (self._inside, height),
            self._measure,
            titles,
            today=subject.today,
            extras=subject.extras,
            options=next(scales, _TIGHT),
        )

    def _placed(self, legend: list[Entry], y: float) -> list[PlacedEntry]:
        right = self._width - self._margin
        return placed_legend(legend, self._margin, y, right, self._measure)

    def _legend_height(self, legend: list[Entry]) -> float:
        return self._placed(legend, 0.0)[-1].box.y1 + _GAP if legend else 0.0

    def _bottom_height(self, legend: list[Entry], n_source_rows: int, n_note_lines: int) -> float:
        """What legend, notes and sources need below the lanes, with the lower margin."""
        notes = n_note_lines * LINE_HEIGHTS[Role.SOURCE] + _GAP
        sources = self._sources.height + _GAP if n_source_rows else 0.0
        return _GAP + self._legend_height(legend) + notes + sources + self._margin

    def _lists_sources(self, room: float) -> bool:
        """Whether a page of fixed height lists its sources, given the room left for lanes.

        Not when only without the list all lanes fit, or are tall enough for words.
        """
        height = self._sources.height
        if height > self._height * _LONGEST_SOURCES_SHARE or room < _LOWEST_PANEL:
            return False
        more = room + height + _GAP
        for options in (_WORDY, _LEAST, _TIGHT):
            if self._fit(self._lanes, room, options):
                return True
            if self._fit(self._lanes, more, options):
                return False
        return False

    def _fit(self, lanes: Lanes, room: float, options: Options = _TIGHT) -> bool:
        """Whether all of the lanes are in sight in a panel of so many pixels."""
        height = room - self._above_lanes
        rooms = fitting_rooms(lanes, height, options)[1]
        return sum(each.height for each in rooms) <= height

    def _grown_room(self, room: float) -> float:
        """The room that all lanes need, crowded ones with as few rows as they can do with."""
        if self._fit(self._lanes, room, _GROWN):
            return room
        low, high = room, content_height(self._lanes, _GROWN.least) + self._above_lanes
        for _ in range(_N_HALVINGS):
            middle = (low + high) / 2
            if self._fit(self._lanes, middle, _GROWN):
                high = middle
            else:
                low = middle
        return float(np.ceil(high))

    def _fitting_lanes(self, room: float) -> Lanes:
        """As many lanes, from the first, as there is room for."""
        fitting, too_many = 1, len(self._lanes.lanes) + 1
        while too_many - fitting > 1:
            middle = (fitting + too_many) // 2
            first = self._lanes.with_lanes(middle)
            if self._fit(first, room):
                fitting = middle
            else:
                too_many = middle
        n_lanes = len(self._lanes.lanes)
        return self._lanes if fitting >= n_lanes else self._lanes.with_lanes(fitting)

    # ----------------------------------------------------------------- notes

    def _notes(self, n_lanes_shown: int, *, are_sources_left_out: bool) -> list[str]:
        """Lines that say what is not on the page."""
        tr = QCoreApplication.translate
        lanes = self._lanes
        parts = []
        left_out = [clean(lane.title) for lane in lanes.lanes[n_lanes_shown:]]
        if left_out:
            named = ", ".join(left_out[:_MOST_NAMED])
            named += ", …" if len(left_out) > _MOST_NAMED else ""
            text = tr("Timeline", "{} more lanes are not shown: {}")
            parts.append(text.format(len(left_out), named))
        n_outside = lanes.n_dated - self._rows.size
        for count, text in (
            (len(lanes.hidden_lanes), tr("Timeline", "{} hidden lanes")),
            (max(n_outside, 0), tr("Timeline", "{} outside the period shown")),
            (lanes.undated.size, tr("Timeline", "{} without a date, not shown")),
            (
                self._sources.n_sources if are_sources_left_out else 0,
                tr("Timeline", "{} sources, listed in the CSV export"),
            ),
        ):
            if count:
                parts.append(text.format(grouped(count)))
        return self._wrapped(parts)

    def _wrapped(self, parts: Sequence[str]) -> list[str]:
        """The parts in lines that fit the page, one after the other where they can."""
        lines: list[str] = []
        for part in parts:
            joined = f"{lines[-1]} · {part}" if lines else part
            if lines and self._measure(joined, Role.SOURCE) <= self._inside:
                lines[-1] = joined
            else:
                lines.append(part)
        return lines

    def _note_lines(self, notes: list[str], y: float) -> tuple[list[Label], float]:
        lines = []
        for note in notes:
            line = self._line(note, Role.SOURCE, Ink.MUTED, y)
            lines += [line] if line else []
            y += LINE_HEIGHTS[Role.SOURCE]
        return lines, y + _GAP


class _TwoAxesComposer(_Composer):
    """Composes a page with publication upwards against happening to the right."""

    _drawn: TwoAxesLayout | None = None

    def compose(self) -> Page:
        return replace(super().compose(), two_axes=self._drawn)

    def _rows_shown(self) -> Rows:
        folds = self._lanes.folds
        self._across = TimeWindow(folds.t(self._window.t0), folds.t(self._window.t1))
        self._times = two_times(self._lanes.table)
        x = self._times.x
        return self._times.row[(x >= self._across.t0) & (x <= self._across.t1)].astype(np.int32)

    def _lay_out(self, lanes: Lanes, height: float) -> Layout:
        subject, times = self._subject, self._times
        size = (self._inside, height)
        is_inside = (times.x >= self._across.t0) & (times.x <= self._across.t1)
        up = window_over(np.sort(times.y[is_inside])) or self._across
        self._drawn = lay_out_two_axes(
            times,
            lanes.table,
            with_equal_steps(Area(self._across, up), size),
            size,
            self._measure,
            lambda rows: subject.words.titles(lanes.columns, rows),
            lanes.wording,
            drawn_words(),
            lanes.arrangement.colours,
        )
        return self._drawn.base

    def _fit(self, lanes: Lanes, room: float, options: Options = _LEAST) -> bool:
        """Two axes have no lanes, and take the room that there is."""
        del lanes, options
        return room >= _LOWEST_PANEL
