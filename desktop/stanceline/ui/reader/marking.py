"""The marks on a set page: which are in sight, where their words and labels are."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from stanceline.ui.reader.geometry import TextGeometry
from stanceline.ui.reader.labels import (
    PlacedLabel,
    WantedLabel,
    cut_short,
    initials,
    placed,
    wrapped,
)
from stanceline.ui.reader.layout import BASELINE, ArticleLayout
from stanceline.ui.reader.marks import SUGGESTED, MarkIndex, ReaderMark, ReaderMarkKind, Segment
from stanceline.ui.reader.page import Page
from stanceline.ui.reader.paint import (
    LabelPainter,
    ink_of,
    paint_focus,
    paint_joint,
    paint_line,
    paint_tint,
)
from stanceline.ui.reader.strip import LEAST_HEIGHT, StripMark
from stanceline.ui.textmap import Edit, TextMap
from stanceline.ui.theme import Theme

_DATED = (ReaderMarkKind.EVENT, ReaderMarkKind.SUGGESTED_EVENT, ReaderMarkKind.DATE)
_HOLLOW = SUGGESTED | {ReaderMarkKind.DATE}
_JOINT_GAP = 6
_FADED = 0.25
_BATCH = 8
"""How many paragraphs have their labels placed together."""


class Marking:
    """Marks, placed on a page and painted; all coordinates are the document's.

    Labels are placed near what is seen only, batch by batch of paragraphs, so that a label
    stands at the same place wherever the page is scrolled to.
    """

    def __init__(
        self, layout: ArticleLayout, page: Page, geometry: TextGeometry, theme: Theme
    ) -> None:
        self._layout = layout
        self._page = page
        self._geometry = geometry
        self._theme = theme
        self._labels: LabelPainter = LabelPainter(theme)
        self._batches: dict[tuple[int, bool], list[PlacedLabel]] = {}
        self._fitted: dict[tuple[str, str, bool, int], tuple[tuple[str, ...], str]] = {}
        self._placed: tuple[Margin, ...] = ()
        self._placed_at: tuple[int, int, int] | None = None
        self.index = MarkIndex((), TextMap(""))
        layout.blocks_changed.connect(self._forget_blocks)

    def _forget_blocks(self, first: int, last: int) -> None:
        # A label may have been pushed into the batch behind its own.
        first, last = first // _BATCH, last if last < 0 else last // _BATCH + 1
        for number, in_dates in list(self._batches):
            if number >= first and (last < 0 or number <= last):
                del self._batches[number, in_dates]
        self._placed_at = None

    def set_index(self, index: MarkIndex) -> None:
        """Show other marks."""
        self.index = index
        self.forget_marks()

    def show(self, marks: Sequence[ReaderMark], text_map: TextMap) -> int:
        """Show these marks in place of those before; how many of them differ."""
        n_changed = self.index.show(marks, text_map)
        if n_changed:
            self.forget_marks()
        return n_changed

    def follow(self, edit: Edit) -> None:
        """Let all marks follow a change of the text."""
        self.index.follow(edit)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        self._labels = LabelPainter(theme)
        self._fitted.clear()
        self._batches.clear()
        self._placed_at = None

    def forget_marks(self) -> None:
        """Place labels again, as other marks are shown."""
        self._batches.clear()
        self._placed_at = None
        self._page.set_wants_dates(
            any(mark.label and mark.kind in _DATED for mark in self.index.marks)
        )

    def forget_setting(self) -> None:
        """Place labels again, as the columns have changed."""
        self._fitted.clear()
        self._batches.clear()
        self._placed_at = None

    def rects(self, segment: Segment) -> list[QRectF]:
        """The rectangles of a segment's words."""
        return self._geometry.rects(segment.start, segment.end)

    def rects_of(self, key: str) -> list[QRectF]:
        """The rectangles of all words of one mark."""
        return [rect for part in self.index.segments_of(key) for rect in self.rects(part)]

    # The strip

    def strip_marks(self, n_rows: int) -> list[StripMark]:
        """Every segment of every mark on a strip of so many rows that shows the whole page.

        Where lines are not known yet their places are guessed.
        """
        n_used = min(n_rows, max(1, round(self._layout.documentSize().height())))
        starts = self._layout.row_starts(n_used)
        marks = []
        for start, end, mark in self.index.places():
            if start < end:
                top = bisect_right(starts, start) - 1
                height = max(LEAST_HEIGHT, bisect_left(starts, end) - top)
                ink = self._theme.warning if mark.is_doubtful else ink_of(mark, self._theme)
                top = min(top, n_rows - height)
                marks.append(StripMark(mark, top, height, ink, mark.kind in _HOLLOW))
        return marks

    # Painting

    def paint_under(self, painter: QPainter, segments: Sequence[Segment], hovered: str) -> None:
        """What lies below the words; what lies across the mark under the pointer has none."""
        crossing = self._crossing(segments, hovered)
        for part in segments:
            if part.mark.key not in crossing:
                is_hovered = part.mark.key == hovered
                paint_tint(painter, self.rects(part), part.mark, self._theme, hovered=is_hovered)

    def paint_over(
        self, painter: QPainter, segments: Sequence[Segment], hovered: str, focused: str
    ) -> None:
        """What lies above the words and beside them in their lines."""
        crossing = self._crossing(segments, hovered)
        for part in segments:
            is_crossing = part.mark.key in crossing
            if is_crossing:
                painter.setOpacity(_FADED)
            paint_line(painter, self.rects(part), part.mark, part.level, self._theme)
            if is_crossing:
                painter.setOpacity(1.0)
        if len(self.index.segments_of(hovered)) > 1:
            columns = self._page.columns
            x = (
                columns.text_right + _JOINT_GAP
                if columns.is_mirrored
                else columns.text_left - _JOINT_GAP
            )
            mark = self.index.by_key[hovered]
            paint_joint(painter, self.rects_of(hovered), x, ink_of(mark, self._theme))
        if focused:
            paint_focus(painter, self.rects_of(focused), self._theme)

    def _crossing(self, segments: Sequence[Segment], hovered: str) -> set[str]:
        """The marks that share words with the one under the pointer and hide which are its."""
        own = self.index.segments_of(hovered) if hovered else []
        return {
            part.mark.key
            for part in segments
            if part.mark.key != hovered
            and any(part.start < mine.end and mine.start < part.end for mine in own)
        }

    # Labels

    def label_at(self, point: QPointF) -> ReaderMark | None:
        """The mark whose label is under a point."""
        for margin in self.margins(point.y() - 1, point.y() + 1):
            for label in margin.labels:
                if margin.extent(label).adjusted(-4, -1, 4, 1).contains(point):
                    return self.index.by_key.get(label.wanted.key)
        return None

    def paint_labels(self, painter: QPainter, top: float, bottom: float, focused: str) -> None:
        """The labels between two heights, that of the mark with the focus in full ink."""
        for margin in self.margins(top, bottom):
            for label in margin.between(top, bottom):
                mark = self.index.by_key.get(label.wanted.key)
                if mark is not None:
                    margin.paint(painter, label, mark, is_focused=mark.key == focused)

    def blocks_needed(self, top: float, bottom: float) -> tuple[int, int]:
        """The paragraphs that must be set to place the labels between two heights."""
        first, last = self._batches_between(top, bottom)
        return max(0, (first - 1) * _BATCH), (last + 1) * _BATCH

    def margins(self, top: float, bottom: float) -> tuple["Margin", ...]:
        """The label columns in use, with the labels placed that are near two heights."""
        first, last = self._batches_between(top, bottom)
        place = (first, last, self._base_of(max(0, first)))
        if self._placed_at != place:
            self._placed = self._margins(first, last)
            self._placed_at = place
        return self._placed

    def _margins(self, first: int, last: int) -> tuple["Margin", ...]:
        columns = self._page.columns
        names = self._joined(first, last, in_dates=False)
        dates = self._joined(first, last, in_dates=True) if columns.date_width else []
        return (
            Margin(self._labels, names, columns.label_edge, at_left=not columns.is_mirrored),
            Margin(self._labels, dates, columns.date_edge, at_left=columns.is_mirrored),
        )

    def _batches_between(self, top: float, bottom: float) -> tuple[int, int]:
        table, above = self._layout.table, self._layout.setting.top
        # A label may stand some lines below its words.
        return table.at(top - above) // _BATCH - 1, table.at(bottom - above) // _BATCH

    def _joined(self, first: int, last: int, *, in_dates: bool) -> list[PlacedLabel]:
        """The labels of several batches, without those that would lie on one before."""
        joined: list[PlacedLabel] = []
        for number in range(max(0, first), last + 1):
            base = self._base_of(number)
            for label in self._batch(number, in_dates=in_dates):
                at = PlacedLabel(
                    replace(label.wanted, top=label.wanted.top + base), label.top + base
                )
                if not joined or at.top >= joined[-1].bottom:
                    joined.append(at)
        return joined

    def _base_of(self, number: int) -> int:
        return self._layout.setting.top + self._layout.table.top(number * _BATCH)

    def _batch(self, number: int, *, in_dates: bool) -> list[PlacedLabel]:
        """The labels of a batch, measured from its top."""
        known = self._batches.get((number, in_dates))
        if known is not None:
            return known
        # What the batch before pushes down is known only when that is placed along with it.
        before = max(0, number - 1)
        self._layout.settle_blocks(before * _BATCH, (number + 1) * _BATCH)
        # The first line of a label stands on that of its words.
        baseline = round(self._page.line_height * BASELINE)
        to_baseline = baseline - round(self._labels.name_metrics.ascent())
        wanted = self._wanted(before, number, to_baseline, in_dates=in_dates)
        base = self._base_of(number)
        found = [
            PlacedLabel(replace(label.wanted, top=label.wanted.top - base), label.top - base)
            for label in placed(wanted, self._page.line_height)
            if label.wanted.top >= base + to_baseline
        ]
        self._batches[number, in_dates] = found
        return found

    def _wanted(
        self, first: int, last: int, to_baseline: int, *, in_dates: bool
    ) -> list[WantedLabel]:
        """The labels of the marks whose words begin in these batches."""
        columns = self._page.columns
        starts = self._layout.table.starts
        qt_start = starts[first * _BATCH]
        after = (last + 1) * _BATCH
        qt_end = starts[after] if after < len(starts) else 1 << 60
        wanted = []
        for part in self.index.between(qt_start, qt_end):
            mark = part.mark
            is_date = mark.kind in _DATED
            if (is_date and columns.date_width > 0) != in_dates or part.start < qt_start:
                continue
            if not (mark.label or mark.is_doubtful):
                continue
            if self.index.segments_of(mark.key)[0].start != part.start:
                continue
            width = columns.date_width if in_dates else columns.label_width
            name, below = self._fit(mark, width)
            top = self._layout.line_top(part.start) + to_baseline
            height = (len(name) + bool(below)) * self._labels.line_height
            wanted.append(WantedLabel(mark.key, top, height, name, below))
        return wanted

    def _fit(self, mark: ReaderMark, width: int) -> tuple[tuple[str, ...], str]:
        """The lines of a label's name and what stands below it, as its column has room."""
        label, below = mark.label, mark.sublabel
        if mark.is_doubtful:
            below = QCoreApplication.translate("Marks", "check this")
            label = label or "?"
        wording = (label, below, mark.kind in _DATED, width)
        # Few speakers and stances make up the labels of many marks.
        if wording not in self._fitted:
            self._fitted[wording] = self._fitted_to(*wording, is_doubtful=mark.is_doubtful)
        return self._fitted[wording]

    def _fitted_to(
        self, label: str, below: str, is_date: bool, width: int, *, is_doubtful: bool
    ) -> tuple[tuple[str, ...], str]:
        if self._page.columns.short_labels and not is_date:
            is_asked = label.endswith("?") or is_doubtful
            return (initials(label.rstrip("?")) + ("?" if is_asked else ""),), ""
        below_width = self._labels.below_metrics.horizontalAdvance
        return (
            wrapped(label, width, self._labels.name_metrics.horizontalAdvance),
            cut_short(below, width, below_width),
        )


class Margin:
    """One column of placed labels; ``edge`` is its side at the text."""

    def __init__(
        self,
        labels: LabelPainter,
        placed_labels: Sequence[PlacedLabel],
        edge: float,
        *,
        at_left: bool,
    ) -> None:
        self._painter = labels
        self._edge = edge
        self._at_left = at_left
        self.labels = tuple(placed_labels)
        self._tops = [label.top for label in self.labels]
        self._tallest = max((label.wanted.height for label in self.labels), default=0.0)
        self._furthest = max((label.top - label.wanted.top for label in self.labels), default=0.0)

    def between(self, top: float, bottom: float) -> tuple[PlacedLabel, ...]:
        """The labels of which something, be it the line to their words, is between."""
        first = bisect_left(self._tops, top - self._tallest)
        last = bisect_left(self._tops, bottom + self._furthest)
        return self.labels[first:last]

    def extent(self, label: PlacedLabel) -> QRectF:
        """The rectangle of the label's words."""
        return self._painter.extent(label, self._edge, at_left=self._at_left)

    def paint(
        self, painter: QPainter, label: PlacedLabel, mark: ReaderMark, *, is_focused: bool
    ) -> None:
        """Paint one label."""
        self._painter.paint(
            painter,
            label,
            mark,
            self._edge,
            at_left=self._at_left,
            line_middle=label.wanted.top + math.floor(self._painter.line_height / 2),
            is_focused=is_focused,
        )
