"""An exported timeline as a page: title, lanes, legend, notes and sources."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from stanceline.domain.marks import MarkKind, MarkSource
from stanceline.timeline.axis import AXIS_HEIGHT, Measure
from stanceline.timeline.datewords import published_in_words, window_in_words
from stanceline.timeline.glyphs import SignPainter
from stanceline.timeline.labels import elided
from stanceline.timeline.lanes import Lanes
from stanceline.timeline.layout import Options, clean, content_height, lay_out
from stanceline.timeline.legend import Entry, legend_of
from stanceline.timeline.primitives import LINE_HEIGHTS, Box, Ink, Label, Layout, Role
from stanceline.timeline.render import paint
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow

_WIDEST_MARGIN = 32.0
_MARGIN_SHARE = 0.03
_GAP = 12.0
_LEGEND_ROW = 20.0
_LEGEND_GAP = 20.0
_SAMPLE_GAP = 7.0
_SOURCE_ROW = 16.0
_SOURCE_COLUMN = 420.0
_NUMBER_WIDTH = 16.0
_WIDEST_DATE = 90.0
_WIDEST_OUTLET = 110.0
_CELL_GAP = 8.0
_LONGEST_SOURCES_SHARE = 0.32
_MOST_SOURCES = 240
_LOWEST_PANEL = 150.0
_ROW_SCALES = Options(tallest=1.7, least=0.72)
_GROWN_ROW_SCALE = 1.0
_MOST_NAMED = 4
MOST_PX = 20_000


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the lanes; an empty subtitle is filled with what is shown."""

    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page in logical pixels; the layout is drawn with ``panel`` as its canvas."""

    width: float
    height: float
    panel: Box
    layout: Layout
    texts: tuple[Label, ...]
    legend: tuple[tuple[Entry, float, float], ...]
    description: str
    n_hidden_lanes: int


def composed_page(
    lanes: Lanes,
    window: TimeWindow,
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
    return _Composer(lanes, window, size, heading, measure, may_grow=may_grow).compose()


def paint_page(painter: QPainter, page: Page, style: Style) -> None:
    """Draw a page from the painter's origin on."""
    ground = QColor(style.surface)
    painter.fillRect(QRectF(0, 0, page.width, page.height), ground)
    painter.save()
    painter.translate(page.panel.x0, page.panel.y0)
    paint(painter, page.layout, style)
    painter.restore()
    # What is higher than the panel must not show through the texts below it; a clip
    # would not do, since Qt's SVG ignores it.
    below = QRectF(0, page.panel.y1, page.width, page.height - page.panel.y1)
    painter.fillRect(below, ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    signs = SignPainter(painter, ground)
    for entry, x, y in page.legend:
        entry.draw(painter, style, QPointF(x, y))
    for text in page.texts:
        signs.text(text, style.colour(text.ink, ()))


class _Composer:
    """Composes one page; made for one use."""

    def __init__(
        self,
        lanes: Lanes,
        window: TimeWindow,
        size: tuple[float, float],
        heading: Heading,
        measure: Measure,
        *,
        may_grow: bool,
    ) -> None:
        self._lanes = lanes
        self._window = window
        self._width, self._height = size
        self._heading = heading
        self._measure = measure
        self._may_grow = may_grow
        self._margin = min(_WIDEST_MARGIN, self._width * _MARGIN_SHARE)
        self._inside = self._width - 2 * self._margin
        self._shown = self._marks_in_window()
        self._sources = self._sources_shown()

    def compose(self) -> Page:
        head = self._head()
        top = head[-1].box.y1 + _GAP if head else self._margin
        # Which shapes occur, and so the legend, is known only once lanes are laid out.
        draft = self._lay_out(self._lanes, max(self._height - top, _LOWEST_PANEL))
        legend = legend_of(draft, self._lanes.table, self._shown, self._lanes.wording)
        rows = self._legend_rows(legend)
        n_source_rows = self._n_source_rows()
        bottom = self._bottom_height(rows, n_source_rows, 1)
        if self._may_grow:
            needed = content_height(self._lanes, _GROWN_ROW_SCALE) + AXIS_HEIGHT
            self._height = min(max(self._height, top + needed + bottom), MOST_PX)
        elif not self._leaves_room(top, bottom, n_source_rows):
            n_source_rows = 0
        if self._height - top - self._bottom_height(rows, n_source_rows, 1) < _LOWEST_PANEL:
            rows = []
        room, shown, notes = self._room_for_lanes(top, rows, n_source_rows)
        layout = self._lay_out(shown, room)
        panel = Box(self._margin, top, self._width - self._margin, top + room)
        placed, y = self._placed_legend(rows, panel.y1 + _GAP)
        lines, y = self._note_lines(notes, y)
        sources = self._source_texts(n_source_rows, y)
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
        self, top: float, legend_rows: list[list[Entry]], n_source_rows: int
    ) -> tuple[float, Lanes, list[str]]:
        """The height for the lanes, those that fit, and the notes in as many lines as needed.

        What is left out is noted, and more notes leave less room.
        """
        n_lines = 1
        while True:
            bottom = self._bottom_height(legend_rows, n_source_rows, n_lines)
            room = max(self._height - top - bottom, AXIS_HEIGHT + 24.0)
            shown = self._fitting_lanes(room)
            notes = self._notes(len(shown.lanes), are_sources_left_out=n_source_rows == 0)
            if len(notes) <= n_lines:
                return room, shown, notes
            n_lines = len(notes)

    # ----------------------------------------------------------------- contents

    def _marks_in_window(self) -> list[int]:
        table, window = self._lanes.table, self._window
        inside = table.is_dated & (table.o1 > window.t0) & (table.o0 < window.t1)
        return [int(mark) for mark in np.flatnonzero(inside)]

    def _sources_shown(self) -> list[MarkSource]:
        """The articles behind the marks on the page, first published first."""
        seen = {
            source.article_id: source
            for mark in self._shown
            for source in self._lanes.marks[mark].sources
        }
        return sorted(seen.values(), key=lambda source: (source.published, source.article_title))

    def _subtitle(self) -> str:
        if self._heading.subtitle:
            return clean(self._heading.subtitle)
        tr = QCoreApplication.translate
        marks = [self._lanes.marks[mark] for mark in self._shown]
        n_events = sum(mark.kind is MarkKind.EVENT for mark in marks)
        return tr("Timeline", "{window} · events: {events}, quotations: {quotations}").format(
            window=window_in_words(self._window, self._lanes.wording),
            events=n_events,
            quotations=len(marks) - n_events,
        )

    def _head(self) -> list[Label]:
        y = self._margin
        texts = []
        for text, role, ink in (
            (clean(self._heading.title), Role.TITLE, Ink.TEXT),
            (self._subtitle(), Role.SUBTITLE, Ink.MUTED),
        ):
            line = self._line(text, role, ink, (self._margin, y), self._inside)
            if line is not None:
                texts.append(line)
                y = line.box.y1 + 2
        return texts

    def _line(
        self, text: str, role: Role, ink: int, at: tuple[float, float], room: float
    ) -> Label | None:
        """The text in one line from a place on, elided where it has no more room."""
        shown = elided(text, role, room, self._measure)
        if not shown:
            return None
        x, y = at
        box = Box(x, y, x + self._measure(shown, role), y + LINE_HEIGHTS[role])
        return Label(box=box, text=shown, role=role, ink=ink)

    # ----------------------------------------------------------------- room

    def _lay_out(self, lanes: Lanes, height: float) -> Layout:
        return lay_out(
            lanes, self._window, (self._inside, height), self._measure, options=_ROW_SCALES
        )

    def _n_source_rows(self) -> int:
        n_sources = len(self._sources)
        return 0 if n_sources > _MOST_SOURCES else -(-n_sources // self._n_columns())

    def _n_columns(self) -> int:
        return max(int(self._inside // _SOURCE_COLUMN), 1)

    def _bottom_height(
        self, legend_rows: list[list[Entry]], n_source_rows: int, n_note_lines: int
    ) -> float:
        """What legend, notes and sources need below the lanes, with the lower margin."""
        legend = _GAP + len(legend_rows) * _LEGEND_ROW if legend_rows else 0.0
        notes = n_note_lines * LINE_HEIGHTS[Role.SOURCE] + _GAP
        caption = LINE_HEIGHTS[Role.CAPTION] + _GAP + 2
        sources = caption + n_source_rows * _SOURCE_ROW if n_source_rows else 0.0
        return legend + notes + sources + self._margin

    def _leaves_room(self, top: float, bottom: float, n_source_rows: int) -> bool:
        """Whether a page of fixed height can hold the list of sources and all lanes."""
        room = self._height - top - bottom
        needed = content_height(self._lanes, _ROW_SCALES.least) + AXIS_HEIGHT
        is_short = n_source_rows * _SOURCE_ROW <= self._height * _LONGEST_SOURCES_SHARE
        return is_short and room >= max(needed, _LOWEST_PANEL)

    def _fitting_lanes(self, room: float) -> Lanes:
        """As many lanes, from the first, as there is room for."""
        shown = self._lanes
        while (
            len(shown.lanes) > 1 and content_height(shown, _ROW_SCALES.least) > room - AXIS_HEIGHT
        ):
            shown = shown.with_lanes(len(shown.lanes) - 1)
        return shown

    # ----------------------------------------------------------------- below the lanes

    def _legend_rows(self, entries: list[Entry]) -> list[list[Entry]]:
        rows: list[list[Entry]] = []
        used = 0.0
        for entry in entries:
            width = self._entry_width(entry)
            if not rows or used + width > self._inside:
                rows.append([])
                used = 0.0
            rows[-1].append(entry)
            used += width + _LEGEND_GAP
        return rows

    def _entry_width(self, entry: Entry) -> float:
        return entry.width + _SAMPLE_GAP + self._measure(entry.text, Role.NOTE)

    def _placed_legend(
        self, rows: list[list[Entry]], y: float
    ) -> tuple[list[tuple[Entry, float, float]], float]:
        placed = []
        for row in rows:
            x = self._margin
            for entry in row:
                placed.append((self._with_text(entry, x, y), x, y + _LEGEND_ROW / 2))
                x += self._entry_width(entry) + _LEGEND_GAP
            y += _LEGEND_ROW
        return placed, y + (_GAP if rows else 0.0)

    def _with_text(self, entry: Entry, x: float, y: float) -> Entry:
        """The entry, drawing its words as well as its sample."""
        height = LINE_HEIGHTS[Role.NOTE]
        left = x + entry.width + _SAMPLE_GAP
        room = max(self._width - self._margin - left, 0.0)
        text = elided(entry.text, Role.NOTE, room, self._measure)
        top = y + (_LEGEND_ROW - height) / 2
        box = Box(left, top, left + self._measure(text, Role.NOTE), top + height)
        label = Label(box=box, text=text, role=Role.NOTE, ink=Ink.MUTED)

        def draw(painter: QPainter, style: Style, at: QPointF) -> None:
            entry.draw(painter, style, at)
            SignPainter(painter, QColor(style.surface)).text(label, QColor(style.muted))

        return replace(entry, draw=draw)

    def _notes(self, n_lanes_shown: int, *, are_sources_left_out: bool) -> list[str]:
        """Lines that say what is not on the page."""
        tr = QCoreApplication.translate
        parts = []
        hidden = [clean(lane.title) for lane in self._lanes.lanes[n_lanes_shown:]]
        if hidden:
            named = ", ".join(hidden[:_MOST_NAMED]) + (", …" if len(hidden) > _MOST_NAMED else "")
            text = tr("Timeline", "{} more lanes are not shown: {}")
            parts.append(text.format(len(hidden), named))
        n_outside = int(self._lanes.table.is_dated.sum()) - len(self._shown)
        if n_outside:
            parts.append(tr("Timeline", "{} outside the period shown").format(n_outside))
        if self._lanes.undated:
            text = tr("Timeline", "{} without a date, not shown")
            parts.append(text.format(len(self._lanes.undated)))
        if are_sources_left_out and self._sources:
            text = tr("Timeline", "{} sources, listed in the CSV export")
            parts.append(text.format(len(self._sources)))
        return self._wrapped(parts)

    def _wrapped(self, parts: list[str]) -> list[str]:
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
            line = self._line(note, Role.SOURCE, Ink.MUTED, (self._margin, y), self._inside)
            lines += [line] if line else []
            y += LINE_HEIGHTS[Role.SOURCE]
        return lines, y + _GAP

    def _source_texts(self, n_rows: int, y: float) -> list[Label]:
        """The articles in columns: number, date, outlet and title."""
        if n_rows == 0:
            return []
        caption = QCoreApplication.translate("Timeline", "Sources").upper()
        texts = [self._line(caption, Role.CAPTION, Ink.MUTED, (self._margin, y), self._inside)]
        y += LINE_HEIGHTS[Role.CAPTION] + 2
        dates = [self._published(source) for source in self._sources]
        date_width = self._widest(dates, _WIDEST_DATE)
        outlet_width = self._widest([clean(s.source) for s in self._sources], _WIDEST_OUTLET)
        width = self._inside / self._n_columns()
        for i, (source, date) in enumerate(zip(self._sources, dates, strict=True)):
            column, row = divmod(i, n_rows)
            x, top = self._margin + column * width, y + row * _SOURCE_ROW
            end = x + width - _GAP
            for text, ink, room in (
                (f"{i + 1}", Ink.MUTED, _NUMBER_WIDTH),
                (date, Ink.MUTED, date_width),
                (clean(source.source), Ink.MUTED, outlet_width),
                (clean(source.article_title), Ink.TEXT, end - x),
            ):
                room = min(room, max(end - x, 0.0))  # noqa: PLW2901 (the column may be narrow)
                texts.append(self._line(text, Role.SOURCE, ink, (x, top), room))
                x += room + (_CELL_GAP if room else 0.0)
        return [text for text in texts if text is not None]

    def _published(self, source: MarkSource) -> str:
        return clean(published_in_words(source.published, self._lanes.wording))

    def _widest(self, texts: list[str], at_most: float) -> float:
        return min(max(self._measure(text, Role.SOURCE) for text in texts), at_most)
