"""Where the words of the article lie on the page, and how the page is divided."""

import re
from typing import cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextLine

from stanceline.records import dataclass
from stanceline.ui.reader.layout import ArticleLayout
from stanceline.ui.theme import scaled

MEASURE = 66
"""How many characters of running text a line holds when there is room and nobody chose."""

SHORTEST_MEASURE = 50
LONGEST_MEASURE = 90

_LABEL_GAP = 14
_FULL_LABEL = 80
_WIDEST_LABEL = 150
_INITIALS_LABEL = 26
_EDGE = 10
_NARROW = 460
_MOST_REMEMBERED = 2_000
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The page: where the text stands, and the columns for names and for dates beside it.

    All in pixels. Names stand where reading begins: at the left, or at the right of a page
    that is mirrored because its text runs from right to left. ``short_labels`` asks for
    initials, as whole names have no room. Without room for a column of their own,
    ``date_width`` is 0 and dates stand among the names.
    """

    text_left: int
    text_width: int
    label_width: int
    date_width: int
    short_labels: bool
    is_mirrored: bool = False
    label_gap: int = _LABEL_GAP

    @property
    def text_right(self) -> int:
        """Where the text column ends."""
        return self.text_left + self.text_width

    @property
    def label_edge(self) -> int:
        """The side of the names at the text."""
        if self.is_mirrored:
            return self.text_right + self.label_gap
        return self.text_left - self.label_gap

    @property
    def date_edge(self) -> int:
        """The side of the dates at the text."""
        if self.is_mirrored:
            return self.text_left - self.label_gap
        return self.text_right + self.label_gap


def columns_for(
    width: int, measure_px: int, *, wants_dates: bool, is_mirrored: bool = False
) -> Columns:
    """The columns of a page of this width, its text no wider than ``measure_px``.

    The text is centred; it gives way before the labels do, until it would be too narrow
    to read: then labels shrink to initials. Labels have the size of the interface, and
    their room grows with it.
    """
    short_labels = width < scaled(_NARROW)
    least_label = scaled(_INITIALS_LABEL if short_labels else _FULL_LABEL)
    widest_label = scaled(_WIDEST_LABEL)
    least_side = _EDGE + least_label + _LABEL_GAP
    has_dates = wants_dates and width >= measure_px + 2 * least_side
    least_other = least_side if has_dates else _EDGE + _LABEL_GAP
    text_width = max(1, min(measure_px, width - least_side - least_other))
    side = max(least_side, (width - text_width) // 2)
    other = width - side - text_width
    return Columns(
        text_left=other if is_mirrored else side,
        text_width=text_width,
        label_width=min(widest_label, side - _EDGE - _LABEL_GAP),
        date_width=min(widest_label, other - _EDGE - _LABEL_GAP) if has_dates else 0,
        short_labels=short_labels,
        is_mirrored=is_mirrored,
    )


def measure_px(metrics: QFontMetricsF, characters: int) -> int:
    """How wide so many characters of running text are in this type."""
    sample = "The union answered within the hour; nobody wants to stop the ferries. "
    return round(metrics.horizontalAdvance(sample) / len(sample) * characters)


class TextGeometry:
    """Rectangles of words in document coordinates, remembered by paragraph."""

    def __init__(self, layout: ArticleLayout) -> None:
        self._layout = layout
        self._rects: dict[int, dict[tuple[int, int], list[QRectF]]] = {}
        layout.blocks_changed.connect(self._forget)

    def _forget(self, first: int, last: int) -> None:
        if len(self._rects) > _MOST_REMEMBERED:
            self._rects.clear()
        gone = [each for each in self._rects if each >= first and (last < 0 or each < last)]
        for number in gone:
            del self._rects[number]

    def rects(self, qt_start: int, qt_end: int) -> list[QRectF]:
        """One rectangle for each run of words in each line, from ascent to descent."""
        table = self._layout.table
        found: list[QRectF] = []
        for number in range(table.holding(qt_start), table.holding(max(qt_start, qt_end - 1)) + 1):
            at = table.starts[number]
            within = max(0, qt_start - at), qt_end - at
            known = self._rects.setdefault(number, {})
            rects = known.get(within)
            if rects is None:
                rects = known[within] = _in_block(self._layout.settle_block(number), *within)
            origin = self._layout.origin(number)
            found += [rect.translated(origin) for rect in rects]
        return found


def _in_block(block: QTextBlock, first: int, last: int) -> list[QRectF]:
    layout = block.layout()
    last = min(block.length() - 1, last)
    if first >= last or not layout.lineCount():
        return []
    measure = _visual_runs if _needs_glyphs(block) else _one_run
    rects = []
    for number in range(
        layout.lineForTextPosition(first).lineNumber(),
        layout.lineForTextPosition(last - 1).lineNumber() + 1,
    ):
        line = layout.lineAt(number)
        start = max(first, line.textStart())
        end = min(last, line.textStart() + line.textLength())
        rects += measure(line, start, end)
    return rects


def _needs_glyphs(block: QTextBlock) -> bool:
    if block.layout().textOption().textDirection() == Qt.LayoutDirection.RightToLeft:
        return True
    return _RIGHT_TO_LEFT.search(block.text()) is not None


def _one_run(line: QTextLine, start: int, end: int) -> list[QRectF]:
    """The words of a line that runs left to right throughout."""
    # Spaces at which a line is broken hang over its end: they are no words to mark.
    right_end = line.naturalTextRect().right()
    left = min(_x_of(line, start), right_end)
    right = min(_x_of(line, end), right_end)
    if right <= left:
        return []
    return [QRectF(left, line.y(), right - left, line.rect().height())]


def _x_of(line: QTextLine, position: int) -> float:
    # The binding returns the position too, as C++ takes it by reference.
    return float(cast("tuple[float, int]", line.cursorToX(position))[0])


def _visual_runs(line: QTextLine, start: int, end: int) -> list[QRectF]:
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
    return [QRectF(left, line.y(), right - left, height) for left, right in merged]
