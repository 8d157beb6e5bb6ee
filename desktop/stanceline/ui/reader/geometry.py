"""Where the words of the article lie on the page, and how the page is divided."""

import re
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument, QTextLine

MEASURE = 66
"""How many characters of running text a line holds when there is room."""

_LABEL_GAP = 14
_FULL_LABEL = 80
_WIDEST_LABEL = 150
_INITIALS_LABEL = 26
_EDGE = 10
_NARROW = 460
_SETTLED_AT_ONCE = 1_000_000
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The page from left to right: labels, a gap, text, a gap, dates; all in pixels.

    ``short_labels`` asks for initials, as whole names have no room. Without room for a
    date column at the right, ``right_labels`` is 0 and dates stand at the left.
    """

    text_left: int
    text_width: int
    label_width: int
    right_labels: int
    short_labels: bool
    label_gap: int = _LABEL_GAP

    @property
    def text_right(self) -> int:
        """Where the text column ends."""
        return self.text_left + self.text_width


def columns_for(width: int, measure_px: int, *, dates_at_right: bool) -> Columns:
    """The columns of a page of this width, its text no wider than ``measure_px``.

    The text is centred; it gives way before the labels do, until it would be too narrow
    to read: then labels shrink to initials.
    """
    short_labels = width < _NARROW
    least_label = _INITIALS_LABEL if short_labels else _FULL_LABEL
    least_left = _EDGE + least_label + _LABEL_GAP
    wants_right = dates_at_right and width >= measure_px + 2 * least_left
    least_right = least_left if wants_right else _EDGE + _LABEL_GAP
    text_width = max(1, min(measure_px, width - least_left - least_right))
    left = max(least_left, (width - text_width) // 2)
    right = width - left - text_width
    return Columns(
        text_left=left,
        text_width=text_width,
        label_width=min(_WIDEST_LABEL, left - _EDGE - _LABEL_GAP),
        right_labels=min(_WIDEST_LABEL, right - _EDGE - _LABEL_GAP) if wants_right else 0,
        short_labels=short_labels,
    )


def measure_px(metrics: QFontMetricsF) -> int:
    """How wide MEASURE characters of running text are in this type."""
    sample = "The union answered within the hour; nobody wants to stop the ferries. "
    return round(metrics.horizontalAdvance(sample) / len(sample) * MEASURE)


class TextGeometry:
    """Rectangles of words in document coordinates, remembered until the layout changes."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._rects: dict[tuple[int, int], list[QRectF]] = {}
        self._tops: dict[int, float] = {}
        self._has_right_to_left: dict[int, bool] = {}

    def settle(self) -> None:
        """Let the document break all its lines now, not bit by bit between paintings.

        A text so long that this would be felt is left to be laid out as it is needed.
        """
        if self._document.characterCount() <= _SETTLED_AT_ONCE:
            last = self._document.lastBlock()
            self._document.documentLayout().blockBoundingRect(last)

    def forget_layout(self) -> None:
        """Measure again: lines may have moved."""
        self._rects.clear()
        self._tops.clear()

    def forget_text(self) -> None:
        """Measure again: the words are others."""
        self.forget_layout()
        self._has_right_to_left.clear()

    def rects(self, qt_start: int, qt_end: int) -> list[QRectF]:
        """One rectangle for each run of words in each line, from ascent to descent."""
        found = self._rects.get((qt_start, qt_end))
        if found is None:
            found = self._measured(qt_start, qt_end)
            self._rects[qt_start, qt_end] = found
        return found

    def line_rect(self, qt_pos: int) -> QRectF:
        """The line in which the character stands, over the whole width of the text."""
        block = self._document.findBlock(qt_pos)
        # Asking for the block's place makes the document lay it out.
        self._document.documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(qt_pos - block.position())
        if not line.isValid():
            return QRectF(block.layout().position(), block.layout().boundingRect().size())
        return line.rect().translated(block.layout().position())

    def line_top(self, qt_pos: int) -> float:
        """The top of the line in which the character stands."""
        top = self._tops.get(qt_pos)
        if top is None:
            top = self.line_rect(qt_pos).top()
            self._tops[qt_pos] = top
        return top

    def _measured(self, qt_start: int, qt_end: int) -> list[QRectF]:
        rects = []
        block = self._document.findBlock(qt_start)
        while block.isValid() and block.position() < qt_end:
            self._document.documentLayout().blockBoundingRect(block)
            rects += self._in_block(block, qt_start, qt_end)
            block = block.next()
        return rects

    def _in_block(self, block: QTextBlock, qt_start: int, qt_end: int) -> list[QRectF]:
        layout = block.layout()
        first = max(0, qt_start - block.position())
        last = min(block.length() - 1, qt_end - block.position())
        if first >= last or not layout.lineCount():
            return []
        by_glyphs = self._needs_glyphs(block)
        rects = []
        for number in range(
            layout.lineForTextPosition(first).lineNumber(),
            layout.lineForTextPosition(last - 1).lineNumber() + 1,
        ):
            line = layout.lineAt(number)
            start = max(first, line.textStart())
            end = min(last, line.textStart() + line.textLength())
            rects += (
                _visual_runs(line, start, end, layout.position())
                if by_glyphs
                else _one_run(line, start, end, layout.position())
            )
        return rects

    def _needs_glyphs(self, block: QTextBlock) -> bool:
        known = self._has_right_to_left.get(block.blockNumber())
        if known is None:
            known = _RIGHT_TO_LEFT.search(block.text()) is not None
            self._has_right_to_left[block.blockNumber()] = known
        return known


def _one_run(line: QTextLine, start: int, end: int, origin: QPointF) -> list[QRectF]:
    """The words of a line that runs left to right throughout."""
    # Spaces at which a line is broken hang over its end: they are no words to mark.
    right_end = line.naturalTextRect().right()
    left = min(_x_of(line, start), right_end)
    right = min(_x_of(line, end), right_end)
    if right <= left:
        return []
    return [QRectF(left, line.y(), right - left, line.rect().height()).translated(origin)]


def _x_of(line: QTextLine, position: int) -> float:
    # The binding returns the position too, as C++ takes it by reference.
    return float(cast("tuple[float, int]", line.cursorToX(position))[0])


def _visual_runs(line: QTextLine, start: int, end: int, origin: QPointF) -> list[QRectF]:
    """The words of a line with both directions: what is one in reading may be two to see."""
    extents = sorted(
        (box.left(), box.right())
        for run in line.glyphRuns(start, end - start)
        if (box := run.boundingRect()).width() > 0
    )
    merged: list[tuple[float, float]] = []
    for left, right in extents:
        if merged and left <= merged[-1][1] + 0.5:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    height = line.rect().height()
    return [
        QRectF(left, line.y(), right - left, height).translated(origin) for left, right in merged
    ]
