"""The marks on a set page: which are in sight, where their words and labels are."""

import math
from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
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
from stanceline.ui.reader.marks import MarkIndex, ReaderMark, ReaderMarkKind, Segment
from stanceline.ui.reader.page import Page
from stanceline.ui.reader.paint import (
    LabelPainter,
    ink_of,
    paint_focus,
    paint_joint,
    paint_line,
    paint_tint,
)
from stanceline.ui.reader.strip import StripMark
from stanceline.ui.textmap import TextMap
from stanceline.ui.theme import Theme

_DATED = (ReaderMarkKind.EVENT, ReaderMarkKind.DATE)
_HOLLOW = (ReaderMarkKind.SUGGESTION, ReaderMarkKind.DATE)
_JOINT_GAP = 6


class Marking:
    """Marks, placed on a page and painted; all coordinates are the document's."""

    def __init__(self, page: Page, geometry: TextGeometry, theme: Theme) -> None:
        self._page = page
        self._geometry = geometry
        self._theme = theme
        self._labels: LabelPainter = LabelPainter(theme)
        self._margins: tuple[Margin, ...] | None = None
        self._strip: list[StripMark] | None = None
        self.index = MarkIndex((), TextMap(""))

    def set_index(self, index: MarkIndex) -> None:
        """Show other marks."""
        self.index = index
        self._page.set_dates_at_right(
            any(mark.kind in _DATED and mark.label for mark in index.marks)
        )
        self.forget_layout()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of another theme."""
        self._theme = theme
        self._labels = LabelPainter(theme)
        self.forget_layout()

    def forget_layout(self) -> None:
        """Place everything again: lines or marks have changed."""
        self._margins = None
        self._strip = None

    def rects(self, segment: Segment) -> list[QRectF]:
        """The rectangles of a segment's words."""
        return self._geometry.rects(segment.start, segment.end)

    def rects_of(self, key: str) -> list[QRectF]:
        """The rectangles of all words of one mark."""
        return [rect for part in self.index.segments_of(key) for rect in self.rects(part)]

    def strip_marks(self) -> list[StripMark]:
        """Every segment of every mark, for the strip."""
        if self._strip is None:
            self._strip = [self._strip_mark(part) for part in self.index.segments]
        return self._strip

    def _strip_mark(self, segment: Segment) -> StripMark:
        mark = segment.mark
        return StripMark(
            key=mark.key,
            top=self._geometry.line_top(segment.start),
            bottom=self._geometry.line_top(segment.end - 1) + self._page.line_height,
            ink=ink_of(mark, self._theme),
            is_hollow=mark.kind in _HOLLOW,
            tooltip=mark.tooltip,
        )

    def label_at(self, point: QPointF) -> ReaderMark | None:
        """The mark whose label is under a point."""
        for margin in self.margins():
            for label in margin.between(point.y() - 1, point.y() + 1):
                if margin.extent(label).adjusted(-4, -1, 4, 1).contains(point):
                    return self.index.by_key[label.wanted.key]
        return None

    def paint_under(self, painter: QPainter, segments: Sequence[Segment], hovered: str) -> None:
        """What lies below the words."""
        for part in segments:
            is_hovered = part.mark.key == hovered
            paint_tint(painter, self.rects(part), part.mark, self._theme, hovered=is_hovered)

    def paint_over(
        self, painter: QPainter, segments: Sequence[Segment], hovered: str, focused: str
    ) -> None:
        """What lies above the words and beside them in their lines."""
        for part in segments:
            paint_line(painter, self.rects(part), part.mark, part.level, self._theme)
        if len(self.index.segments_of(hovered)) > 1:
            x = self._page.columns.text_left - _JOINT_GAP
            mark = self.index.by_key[hovered]
            paint_joint(painter, self.rects_of(hovered), x, ink_of(mark, self._theme))
        if focused:
            paint_focus(painter, self.rects_of(focused), self._theme)

    def paint_labels(self, painter: QPainter, top: float, bottom: float) -> None:
        """The labels between two heights."""
        for margin in self.margins():
            for label in margin.between(top, bottom):
                margin.paint(painter, label, self.index.by_key[label.wanted.key])

    def margins(self) -> tuple["Margin", ...]:
        """The label columns in use, with their labels placed."""
        if self._margins is None:
            self._margins = tuple(self._placed_margins())
        return self._margins

    def _placed_margins(self) -> list["Margin"]:
        columns = self._page.columns
        at_right = columns.right_labels > 0
        labelled = [
            mark for mark in self.index.marks if mark.label and self.index.segments_of(mark.key)
        ]
        in_left = [mark for mark in labelled if not (at_right and mark.kind in _DATED)]
        in_right = [mark for mark in labelled if at_right and mark.kind in _DATED]
        return [
            Margin(
                self._labels,
                placed(self._wanted(in_left, columns.label_width), self._page.line_height),
                columns.text_left - columns.label_gap,
                self._page.line_height,
                at_left=True,
            ),
            Margin(
                self._labels,
                placed(self._wanted(in_right, columns.right_labels), self._page.line_height),
                columns.text_right + columns.label_gap,
                self._page.line_height,
                at_left=False,
            ),
        ]

    def _wanted(self, marks: Sequence[ReaderMark], width: float) -> list[WantedLabel]:
        to_baseline = self._page.text_metrics.ascent() - self._labels.name_metrics.ascent()
        line_height = self._labels.line_height
        wanted = []
        # Few speakers and stances make up the labels of many marks.
        fitted: dict[tuple[str, str, bool], tuple[tuple[str, ...], str]] = {}
        for mark in marks:
            wording = (mark.label, mark.sublabel, mark.kind in _DATED)
            if wording not in fitted:
                fitted[wording] = self._fitted(*wording, width)
            name, below = fitted[wording]
            first = self.index.segments_of(mark.key)[0]
            top = round(self._geometry.line_top(first.start) + to_baseline)
            height = (len(name) + bool(below)) * line_height
            wanted.append(WantedLabel(mark.key, top, height, name, below))
        return wanted

    def _fitted(
        self, label: str, sublabel: str, is_date: bool, width: float
    ) -> tuple[tuple[str, ...], str]:
        """The lines of a label's name and what stands below it, as its column has room."""
        if self._page.columns.short_labels and not is_date:
            return (initials(label),), ""
        below_width = self._labels.below_metrics.horizontalAdvance
        return (
            wrapped(label, width, self._labels.name_metrics.horizontalAdvance),
            cut_short(sublabel, width, below_width),
        )


class Margin:
    """One column of placed labels; ``edge`` is its side at the text."""

    def __init__(
        self,
        labels: LabelPainter,
        placed_labels: Sequence[PlacedLabel],
        edge: float,
        line_height: float,
        *,
        at_left: bool,
    ) -> None:
        self._painter = labels
        self._edge = edge
        self._line_height = line_height
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

    def paint(self, painter: QPainter, label: PlacedLabel, mark: ReaderMark) -> None:
        """Paint one label."""
        middle = label.wanted.top + math.floor(self._painter.line_height / 2)
        self._painter.paint(
            painter, label, mark, self._edge, at_left=self._at_left, line_middle=middle
        )
