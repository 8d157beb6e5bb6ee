"""How an article is set: type, line height, paragraphs, heading and margins."""

import re

from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from stanceline.ui.reader.geometry import Columns, columns_for, measure_px
from stanceline.ui.reader.heading import Heading
from stanceline.ui.theme import interface_font, reading_font

LINE_HEIGHT = 1.6
"""The distance of two lines as a share of the type size."""

_PARAGRAPH_GAP = 0.8
_HEADING_SHARE = 24 / 17
_ABOVE_HEADING = 28
_BELOW_HEADING = 20
_BELOW_TITLE = 6
_BELOW_TEXT = 112
_FIXED_HEIGHT = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_SEPARATING_BLANKS = 4
_LONGEST_BLANK = 80


def displayed(body: str) -> str:
    """The body with the characters that Qt would swallow replaced one for one.

    Qt makes one paragraph break of CR LF and ends a text at NUL in some places; either
    would shift all positions behind it.
    """
    return body.replace("\r\n", " \n").replace("\0", "\N{REPLACEMENT CHARACTER}")


class Page:
    """Sets a document like a page: it owns all formats and margins, never the words."""

    def __init__(self, document: QTextDocument, text_size_px: int) -> None:
        self._document = document
        self._text_size = text_size_px
        self._title = ""
        self._meta = ""
        self._title_in_body = False
        self._dates_at_right = False
        self.heading = Heading()
        self.columns: Columns = columns_for(0, 1, dates_at_right=False)

    @property
    def line_height(self) -> int:
        """The distance of two lines of running text in pixels."""
        return round(self._text_size * LINE_HEIGHT)

    @property
    def _blank_height(self) -> int:
        """The gap between two paragraphs, and the height of a blank line that makes one."""
        return round(self._text_size * _PARAGRAPH_GAP)

    @property
    def text_metrics(self) -> QFontMetricsF:
        """The measures of the running text."""
        return QFontMetricsF(reading_font(self._text_size))

    @property
    def heading_top(self) -> float:
        """Where the painted heading begins, in document coordinates."""
        if not self._title_in_body:
            return float(_ABOVE_HEADING)
        first = self._document.firstBlock()
        self._document.documentLayout().blockBoundingRect(first)
        layout = first.layout()
        return layout.position().y() + layout.boundingRect().bottom() + _BELOW_TITLE

    def set_text(self, title: str, meta: str, body: str) -> None:
        """Fill the document with the body and set its paragraphs.

        When the body's first line is the title, that line becomes the heading.
        """
        first_line = body.split("\n", 1)[0]
        self._title_in_body = bool(title.strip()) and _is_same_line(first_line, title)
        self._title = "" if self._title_in_body else title
        self._meta = meta
        self._document.setPlainText(displayed(body))
        self._set_paragraphs()

    def set_text_size(self, size_px: int) -> None:
        """Set everything in another size; call ``arrange`` afterwards."""
        self._text_size = size_px
        self._set_paragraphs()

    def set_dates_at_right(self, wanted: bool) -> None:
        """Whether a column for dates is wanted; call ``arrange`` afterwards."""
        self._dates_at_right = wanted

    def arrange(self, width: int) -> None:
        """Divide a page of this width into columns and break the heading to the text's."""
        self.columns = columns_for(
            width, measure_px(self.text_metrics), dates_at_right=self._dates_at_right
        )
        self.heading.arrange(
            self._title,
            self._meta,
            self._heading_font(),
            interface_font(),
            self.columns.text_width,
        )
        top = float(_ABOVE_HEADING)
        if self._title_in_body:
            self._make_room_below_title()
        elif self.heading.height:
            top += self.heading.height + _BELOW_HEADING
        root = self._document.rootFrame()
        margins = root.frameFormat()
        wanted = (
            float(self.columns.text_left),
            top,
            float(width - self.columns.text_right),
            float(_BELOW_TEXT),
        )
        present = (
            margins.leftMargin(),
            margins.topMargin(),
            margins.rightMargin(),
            margins.bottomMargin(),
        )
        if wanted != present:
            margins.setLeftMargin(wanted[0])
            margins.setTopMargin(wanted[1])
            margins.setRightMargin(wanted[2])
            margins.setBottomMargin(wanted[3])
            root.setFrameFormat(margins)

    def _heading_font(self) -> QFont:
        return reading_font(round(self._text_size * _HEADING_SHARE), semi_bold=True)

    def _set_paragraphs(self) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        blanks_separate = self._blank_lines_separate()
        gap = self._blank_height
        cursor.setBlockFormat(_format(self.line_height, 0 if blanks_separate else gap))
        block = self._document.firstBlock()
        while block.isValid():
            if _is_blank(block):
                QTextCursor(block).setBlockFormat(_format(gap, 0))
            block = block.next()
        if self._title_in_body:
            self._set_title()
        cursor.endEditBlock()

    def _blank_lines_separate(self) -> bool:
        """Whether paragraphs are told apart by blank lines, so that a line is no paragraph."""
        n_lines = n_blank = 0
        block = self._document.firstBlock()
        while block.isValid():
            n_lines += 1
            n_blank += _is_blank(block)
            block = block.next()
        return n_blank * _SEPARATING_BLANKS >= n_lines - n_blank

    def _set_title(self) -> None:
        first = QTextCursor(self._document.firstBlock())
        font = self._heading_font()
        letters = QTextCharFormat()
        letters.setFont(font)
        first.select(QTextCursor.SelectionType.BlockUnderCursor)
        first.mergeCharFormat(letters)
        first.setBlockFormat(_format(round(font.pixelSize() * 1.25), 0))

    def _make_room_below_title(self) -> None:
        first = QTextCursor(self._document.firstBlock())
        wanted = float(self.heading.height + _BELOW_TITLE + _BELOW_HEADING)
        if _is_blank(self._document.firstBlock().next()):
            wanted -= self._blank_height
        form = first.blockFormat()
        if form.bottomMargin() != wanted:
            form.setBottomMargin(wanted)
            first.setBlockFormat(form)


def _format(line_height: int, gap: int) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(line_height, _FIXED_HEIGHT)
    form.setBottomMargin(gap)
    return form


def _is_blank(block: QTextBlock) -> bool:
    # Only short blocks are copied to Python: a blank line is seldom long.
    return block.length() == 1 or (block.length() < _LONGEST_BLANK and not block.text().strip())


def _is_same_line(one: str, other: str) -> bool:
    return re.sub(r"\s+", " ", one).strip() == re.sub(r"\s+", " ", other).strip()
