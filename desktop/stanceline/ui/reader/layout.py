"""Sets an article's paragraphs when they are needed, not before.

Qt's own layout breaks all lines of a text whenever its width or a paragraph's form changes,
and knows no place before. Here what is in sight is set at once, all else by and by while
nothing happens; until then its height is guessed.
"""

import math
import re
import time
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from stanceline.records import dataclass
from stanceline.ui.reader.blocks import BlockTable

CARET_WIDTH = 2

BASELINE = 0.8
"""Where in the height of a line its words stand."""

_PARAGRAPH_BREAK = re.compile("[\n\r\u2029\ufdd0\ufdd1]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_HERE = QPointF(0, 0)
_SLICE_S = 0.006
_PAUSE_MS = 15
_SET_AT_ONCE = 40
_SAMPLE = 4_000
_SEPARATING_BLANKS = 4
_HEADING_MARK = QTextFormat.Property.UserProperty.value + 1


@dataclass(frozen=True, slots=True)
class Setting:
    """How words are set; all in pixels.

    The text stands between ``text_left`` and ``text_left + text_width``, ``top`` below the
    beginning of the page and ``bottom`` above its end. With a heading the first paragraph
    is set in ``heading_font``, ``below_heading`` above the next.
    """

    page_width: int = 0
    text_left: int = 0
    text_width: int = 1
    top: int = 0
    bottom: int = 0
    font: QFont | None = None
    line_height: int = 1
    blank_height: int = 1
    heading_font: QFont | None = None
    heading_line_height: int = 1
    below_heading: int = 0
    is_right_to_left: bool = False

    def breaks_like(self, other: "Setting") -> bool:
        """Whether paragraphs set in this way need not be set again in the other."""
        return self == replace(
            other,
            page_width=self.page_width,
            text_left=self.text_left,
            top=self.top,
            bottom=self.bottom,
        )


def is_right_to_left(text: str) -> bool:
    """Whether most letters of the text's beginning are written from right to left."""
    sample = text[:_SAMPLE]
    n_backwards = len(_RIGHT_TO_LEFT.findall(sample))
    return 2 * n_backwards > len(_LETTER.findall(sample))


class ArticleLayout(QAbstractTextDocumentLayout):
    """Sets the paragraphs of a document on a page; coordinates are the document's.

    ``moved_below`` carries a height and by how many pixels all below it has moved because
    a paragraph there was set: a view that begins below it has to follow.
    ``heights_known`` says that the last paragraph has been set, ``set_anew`` that what is
    in sight may look otherwise. ``blocks_changed`` carries the first paragraph that is not
    what it was and the one behind the last, -1 when all that follow count differently.
    """

    moved_below = Signal(int, int)
    heights_known = Signal()
    set_anew = Signal()
    blocks_changed = Signal(int, int)

    def __init__(self, document: QTextDocument, parent: QObject | None = None) -> None:
        super().__init__(document)
        self.table = BlockTable()
        self.setting = Setting()
        self._blank = bytearray(1)
        self._advance = 8.0
        self._blank_separates = False
        self._gap = 0
        self._n_positions = 0
        # Qt asks while it takes this layout, when nothing is to be set yet.
        self._is_filling = True
        self._is_formatting = False
        self._has_changed = False
        document.contentsChange.connect(self._note_change)
        self._next_to_set = 0
        self._forwards = _option(is_backwards=False)
        self._backwards = _option(is_backwards=True)
        self._idle = QTimer(parent)
        self._idle.setInterval(_PAUSE_MS)
        self._idle.timeout.connect(self._set_a_few)

    # What is set, and how

    def set_text(self, shown: str, setting: Setting) -> None:
        """Hold another text, set in this way; nothing of it is set yet."""
        self._is_filling = True
        self.setting = setting
        self.document().setPlainText(shown)
        self._is_filling = False
        lines = _PARAGRAPH_BREAK.split(shown)
        lengths = _qt_lengths(lines)
        starts = [0]
        for length in lengths[:-1]:
            starts.append(starts[-1] + length + 1)
        self._blank = bytearray(not line or line.isspace() for line in lines)
        n_blank = sum(self._blank)
        # Where blank lines separate paragraphs, no further gap is needed.
        self._blank_separates = n_blank * _SEPARATING_BLANKS >= len(lines) - n_blank
        self._n_positions = self.document().characterCount()
        self._measure(shown)
        self.table.fill(starts, [0] * len(starts))
        self._begin_anew()

    def set_setting(self, setting: Setting, *, sample: str) -> None:
        """Set everything in this way from now on; ``sample`` is some of the text."""
        before, self.setting = self.setting, setting
        if setting.breaks_like(before):
            self._announce()
            return
        if setting.font != before.font:
            self._measure(sample)
        if setting.heading_font != before.heading_font:
            self._set_heading_font()
        self._forget_lines()
        self._begin_anew()

    def _measure(self, sample: str) -> None:
        """Learn how wide a character of this text is, to guess heights by."""
        words = " ".join(sample[:_SAMPLE].split())
        if words and self.setting.font is not None:
            metrics = QFontMetricsF(self.setting.font)
            self._advance = max(1.0, metrics.horizontalAdvance(words) / len(words))

    def _forget_lines(self) -> None:
        block = self.document().firstBlock()
        for is_set in self.table.is_set:
            if is_set:
                block.clearLayout()
            block = block.next()

    def _begin_anew(self) -> None:
        self._gap = 0 if self._blank_separates else self.setting.blank_height
        starts = [*self.table.starts, self._n_positions]
        self.table.guess(
            [
                self._guessed(number, starts[number + 1] - starts[number] - 1)
                for number in range(len(self.table))
            ]
        )
        self.blocks_changed.emit(0, -1)
        self._next_to_set = 0
        self._idle.start()
        self._announce()

    def _guessed(self, number: int, length: int) -> int:
        setting = self.setting
        if self._blank[number]:
            return setting.blank_height + self._gap
        n_lines = max(1, math.ceil(length * self._advance / setting.text_width + 0.1))
        if number == 0 and setting.heading_font is not None:
            return n_lines * setting.heading_line_height + setting.below_heading
        return n_lines * setting.line_height + self._gap

    def _announce(self) -> None:
        self.documentSizeChanged.emit(self.documentSize())
        self.set_anew.emit()

    def _set_heading_font(self) -> None:
        """Give the first paragraph its type without touching the document's own forms."""
        layout = self.document().firstBlock().layout()
        others = [each for each in layout.formats() if not each.format.hasProperty(_HEADING_MARK)]
        ranges = []
        if self.setting.heading_font is not None:
            heading = QTextLayout.FormatRange()
            heading.start = 0
            heading.length = 1 << 30
            form = QTextCharFormat()
            form.setFont(self.setting.heading_font)
            form.setProperty(_HEADING_MARK, 1)
            heading.format = form
            ranges.append(heading)
        if not ranges and len(others) == len(layout.formats()):
            return
        self._is_formatting = True
        layout.setFormats(ranges + others)
        # Without this Qt would count the change to the next edit.
        self.document().markContentsDirty(0, 1)
        self._is_formatting = False

    # Setting paragraphs

    @property
    def all_set(self) -> bool:
        """Whether all heights are known."""
        return not self._idle.isActive()

    def settle(self) -> None:
        """Set all that is not set yet, now."""
        self._idle.start()
        while self._idle.isActive():
            self._set_a_few()

    def settle_between(self, top: float, bottom: float) -> int:
        """Set what lies between two heights; how far a view that begins there must follow.

        What is seen stays where it is when the view moves by so much.
        """
        shift = 0
        has_moved = False
        at_top = top - self.setting.top
        number = self.table.at(at_top)
        while not self.table.is_set[number]:
            begins_above = self.table.top(number) < at_top + shift
            more = self._set(self.document().findBlockByNumber(number), number)
            has_moved |= more != 0
            shift += more if begins_above else 0
            number = self.table.at(at_top + shift)
        end = bottom - self.setting.top + shift
        number += 1
        while number < len(self.table) and self.table.top(number) < end:
            if not self.table.is_set[number]:
                has_moved |= self._set(self.document().findBlockByNumber(number), number) != 0
            number += 1
        if has_moved:
            self._announce()
        return shift

    def settle_blocks(self, first: int, last: int) -> None:
        """Set the paragraphs ``[first, last)``."""
        number = self.table.is_set.find(0, first, last)
        while number >= 0:
            self.settle_block(number)
            number = self.table.is_set.find(0, number, last)

    def settle_block(self, number: int) -> QTextBlock:
        """The paragraph of this number, set."""
        block = self.document().findBlockByNumber(number)
        if not self.table.is_set[number]:
            top = self.table.top(number)
            more = self._set(block, number)
            if more:
                self.documentSizeChanged.emit(self.documentSize())
                self.moved_below.emit(self.setting.top + top, more)
        return block

    def _set_a_few(self) -> None:
        until = time.perf_counter() + _SLICE_S
        table = self.table
        number = self._next_to_set
        block = self.document().findBlockByNumber(number)
        moved: list[tuple[int, int]] = []
        while number < len(table) and time.perf_counter() < until:
            if not table.is_set[number]:
                top = table.top(number)
                more = self._set(block, number)
                if more:
                    moved.append((self.setting.top + top, more))
            number += 1
            block = block.next()
        self._next_to_set = number
        if moved:
            self.documentSizeChanged.emit(self.documentSize())
            for top, more in moved:
                self.moved_below.emit(top, more)
        if number >= len(table):
            self._idle.stop()
            self.heights_known.emit()

    def _set(self, block: QTextBlock, number: int) -> int:
        """Break the lines of a paragraph; by how much it is higher than was thought."""
        setting = self.setting
        layout = block.layout()
        layout.setTextOption(self._backwards if self._runs_backwards(block) else self._forwards)
        line_height = self.line_height_of(number)
        baseline = round(line_height * BASELINE)
        layout.beginLayout()
        y = 0
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(setting.text_width)
            line.setPosition(QPointF(0.0, y + baseline - round(line.ascent())))
            y += line_height
            line = layout.createLine()
        layout.endLayout()
        return self.table.set_height(number, self._height(number, y))

    def _height(self, number: int, lines_height: int) -> int:
        if number == 0 and self.setting.heading_font is not None:
            return lines_height + self.setting.below_heading
        return lines_height + self._gap

    def line_height_of(self, number: int) -> int:
        """The distance of two lines in a paragraph."""
        if number == 0 and self.setting.heading_font is not None:
            return self.setting.heading_line_height
        return self.setting.blank_height if self._blank[number] else self.setting.line_height

    def _runs_backwards(self, block: QTextBlock) -> bool:
        if not self.setting.is_right_to_left:
            return block.textDirection() == Qt.LayoutDirection.RightToLeft
        # Among paragraphs from right to left one that begins with a foreign name is no other.
        text = block.text()
        return _RIGHT_TO_LEFT.search(text) is not None or _LETTER.search(text) is None

    # Places

    def origin(self, number: int) -> QPointF:
        """The top left corner of a paragraph's lines."""
        return QPointF(self.setting.text_left, self.setting.top + self.table.top(number))

    def row_starts(self, n_rows: int) -> list[int]:
        """The Qt positions at which so many rows of equal height begin, about."""
        table, setting = self.table, self.setting
        height = setting.top + table.total + setting.bottom
        starts = []
        for row in range(n_rows):
            y = row * height / n_rows - setting.top
            number = table.at(y)
            start = table.starts[number]
            is_last = number + 1 >= len(table)
            end = self._n_positions if is_last else table.starts[number + 1]
            share = (y - table.top(number)) / max(1, table.heights[number])
            starts.append(start + math.ceil(min(1.0, max(0.0, share)) * (end - start)))
        return starts

    def line_at(self, qt_pos: int) -> tuple[int, QTextLine]:
        """The paragraph of a Qt position, set, and the line in it; without one it is invalid."""
        number = self.table.holding(qt_pos)
        block = self.settle_block(number)
        return number, block.layout().lineForTextPosition(qt_pos - block.position())

    def line_top(self, qt_pos: int) -> int:
        """The top of the line in which a Qt position lies, the leading above it included."""
        number, line = self.line_at(qt_pos)
        within = max(0, line.lineNumber()) * self.line_height_of(number) if line.isValid() else 0
        return self.setting.top + self.table.top(number) + within

    def qt_range(self, top: float, bottom: float) -> tuple[int, int]:
        """The Qt positions between which the lines between two heights lie."""
        return self._line_ends(top)[0], self._line_ends(bottom)[1]

    def _line_ends(self, y: float) -> tuple[int, int]:
        number = self.table.at(y - self.setting.top)
        block = self.settle_block(number)
        line = self._line_near(block, number, y)
        if not line.isValid():
            return block.position(), block.position() + block.length()
        start = block.position() + line.textStart()
        return start, start + line.textLength()

    def _line_near(self, block: QTextBlock, number: int, y: float) -> QTextLine:
        layout = block.layout()
        within = y - self.setting.top - self.table.top(number)
        at = int(within // self.line_height_of(number))
        return layout.lineAt(max(0, min(at, layout.lineCount() - 1)))

    def character_at(self, point: QPointF) -> int:
        """The Qt position of the character under a point, -1 where there is none."""
        within_y = point.y() - self.setting.top
        if not 0 <= within_y < self.table.total:
            return -1
        number = self.table.at(within_y)
        block = self.settle_block(number)
        if within_y - self.table.top(number) >= (
            block.layout().lineCount() * self.line_height_of(number)
        ):
            return -1
        line = self._line_near(block, number, point.y())
        x = point.x() - self.setting.text_left
        extent = line.naturalTextRect()
        if not line.isValid() or not extent.left() <= x < extent.right():
            return -1
        at = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        return block.position() + int(at) if at < block.length() - 1 else -1

    # What Qt asks of a layout

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Paint the words in sight, what is selected among them, and the caret."""
        clip = context.clip
        number = self.table.at(clip.top() - self.setting.top)
        block = self.document().findBlockByNumber(number)
        painter.setPen(context.palette.color(QPalette.ColorRole.Text))
        # Cursor and form are parts of the selection and die with it: the form is copied.
        selections = context.selections
        chosen = [
            (each.cursor.selectionStart(), each.cursor.selectionEnd(), QTextCharFormat(each.format))
            for each in selections
        ]
        while block.isValid() and self.setting.top + self.table.top(number) < clip.bottom():
            if not self.table.is_set[number]:
                self._set(block, number)
            layout = block.layout()
            # Its place is told to the layout because those who read the screen aloud ask it.
            layout.setPosition(self.origin(number))
            layout.draw(painter, _HERE, _ranges_in(block, chosen), clip)
            caret = _caret_in(block, context.cursorPosition)
            if caret is not None:
                layout.drawCursor(painter, _HERE, caret, CARET_WIDTH)
            block = block.next()
            number += 1

    def hitTest(  # noqa: N802 (Qt's name)
        self, point: QPointF | QPoint | QPainterPath.Element, accuracy: Qt.HitTestAccuracy
    ) -> int:
        """The Qt position nearest to a point; -1 beside the words when it is to be exact."""
        # The stub allows for what converts to a point; Qt itself sends none of it.
        point = cast("QPointF", point)
        if self._is_filling:
            return 0
        if accuracy == Qt.HitTestAccuracy.ExactHit and self.character_at(point) < 0:
            return -1
        number = self.table.at(point.y() - self.setting.top)
        block = self.settle_block(number)
        line = self._line_near(block, number, point.y())
        if not line.isValid():
            return block.position()
        return block.position() + int(line.xToCursor(point.x() - self.setting.text_left))

    def pageCount(self) -> int:  # noqa: N802 (Qt's name)
        """One: the page has no end."""
        return 1

    def documentSize(self) -> QSizeF:  # noqa: N802 (Qt's name)
        """The page as high as it is thought to be now."""
        height = self.setting.top + self.table.total + self.setting.bottom
        return QSizeF(self.setting.page_width, height)

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: ARG002, N802 (Qt's)
        """The whole page: there is no other frame."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802 (Qt's name)
        """The place of a paragraph, which is set for it."""
        number = block.blockNumber()
        if self._is_filling or not 0 <= number < len(self.table):
            return QRectF()
        self.settle_block(number)
        size = QSizeF(self.setting.text_width, self.table.heights[number])
        return QRectF(self.origin(number), size)

    def documentChanged(self, at: int, removed: int, added: int) -> None:  # noqa: ARG002, N802
        """Take in that paragraphs have changed."""
        # Qt also calls this when the window has another width, which ``Setting`` tells.
        if self._is_formatting or not self._has_changed:
            return
        self._has_changed = False
        document = self.document()
        first = document.findBlock(at).blockNumber()
        if first <= 0:
            self._set_heading_font()
        if self._is_filling:
            return
        last_block = document.findBlock(at + added)
        last = last_block.blockNumber() if last_block.isValid() else document.blockCount() - 1
        # Undo may tell of less than it did; then all from its first paragraph on is new.
        n_before = last + 1 - document.blockCount() + len(self.table)
        if not 0 <= first < n_before:
            first, last, n_before = 0, document.blockCount() - 1, len(self.table)
        self._take_in(max(0, first), last, n_before)

    def _note_change(self) -> None:
        self._has_changed = True

    def _take_in(self, first: int, last: int, n_before: int) -> None:
        starts, lengths, blanks = [], [], bytearray()
        block = self.document().findBlockByNumber(first)
        for _ in range(first, last + 1):
            block.clearLayout()
            starts.append(block.position())
            lengths.append(block.length() - 1)
            text = block.text() + block.layout().preeditAreaText()
            blanks.append(not text or text.isspace())
            block = block.next()
        n_positions = self.document().characterCount()
        self._blank[first:n_before] = blanks
        guessed = [self._guessed(first + n, length) for n, length in enumerate(lengths)]
        self.table.replace(first, n_before, starts, guessed, n_positions - self._n_positions)
        self._n_positions = n_positions
        self.blocks_changed.emit(first, last + 1 if n_before == last + 1 else -1)
        if len(starts) <= _SET_AT_ONCE:
            for number in range(first, last + 1):
                self._set(self.document().findBlockByNumber(number), number)
        else:
            self._idle.start()
        self._next_to_set = min(self._next_to_set, first)
        self._announce()


def _option(*, is_backwards: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if is_backwards:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return option


def _qt_lengths(lines: list[str]) -> list[int]:
    return [
        len(line) if line.isascii() else len(line.encode("utf-16-le", "surrogatepass")) // 2
        for line in lines
    ]


def _ranges_in(
    block: QTextBlock, chosen: list[tuple[int, int, QTextCharFormat]]
) -> list[QTextLayout.FormatRange]:
    ranges = []
    at, length = block.position(), block.length()
    for start, end, form in chosen:
        if start < at + length and end > at and start < end:
            part = QTextLayout.FormatRange()
            part.start = max(0, start - at)
            part.length = min(length, end - at) - part.start
            part.format = form
            ranges.append(part)
    return ranges


def _caret_in(block: QTextBlock, position: int) -> int | None:
    """Where in a paragraph the caret is painted.

    Qt tells a caret within what an input method composes as minus two minus its place there.
    """
    layout = block.layout()
    if position < -1 and layout.preeditAreaText():
        return layout.preeditAreaPosition() - (position + 2)
    if block.position() <= position < block.position() + block.length():
        return position - block.position()
    return None
