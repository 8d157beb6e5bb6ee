"""How an article is set: type, measure, heading and margins."""

import re
from dataclasses import replace

from PySide6.QtGui import QFont, QFontMetricsF

from stanceline.ui.reader.geometry import MEASURE, Columns, columns_for, measure_px
from stanceline.ui.reader.heading import Heading
from stanceline.ui.reader.layout import ArticleLayout, Setting, is_right_to_left
from stanceline.ui.theme import SANS_FAMILY, SERIF_FAMILY, interface_font, reading_font

LINE_HEIGHT = 1.6
"""The distance of two lines as a share of the type size."""

TYPEFACES = {"serif": SERIF_FAMILY, "sans": SANS_FAMILY}
"""The typefaces that a text can be set in: the name that is kept, and the family."""

_PARAGRAPH_GAP = 0.8
_HEADING_SHARE = 24 / 17
_HEADING_LINE_HEIGHT = 1.25
_ABOVE_HEADING = 28
_BELOW_HEADING = 20
_BELOW_TITLE = 6
_BELOW_TEXT = 112


_SWALLOWED = (
    ("\r\n", " \n"),
    ("\0", "\N{REPLACEMENT CHARACTER}"),
    ("\ufeff", "\N{WORD JOINER}"),
    ("\ufffe", "\N{REPLACEMENT CHARACTER}"),
)


def displayed(body: str) -> str:
    """The body with the characters that Qt would swallow replaced one for one.

    Qt makes one paragraph break of CR LF and ends a text at NUL in some places, and its
    binding takes what begins a piece of text for a byte order mark: each would shift all
    positions behind it, and the last swap the bytes of all letters.
    """
    for swallowed, shown in _SWALLOWED:
        body = body.replace(swallowed, shown)
    return body


class Page:
    """Decides how words are set on a page of some width, and paints the heading above them.

    A change is seen after the next ``arrange``.
    """

    def __init__(self, layout: ArticleLayout, text_size_px: int) -> None:
        self._layout = layout
        self._text_size = text_size_px
        self._typeface = "serif"
        self._measure = MEASURE
        self._width = 0
        self._title = ""
        self._meta = ""
        self._sample = ""
        self._title_in_body = False
        self._next_is_blank = False
        self._is_backwards = False
        self._wants_dates = False
        self.heading = Heading()
        self.columns: Columns = columns_for(0, 1, wants_dates=False)

    @property
    def line_height(self) -> int:
        """The distance of two lines of running text in pixels."""
        return round(self._text_size * LINE_HEIGHT)

    @property
    def text_font(self) -> QFont:
        """The type of the running text."""
        return self._font(self._text_size)

    @property
    def title_in_body(self) -> bool:
        """Whether the body's first line is the heading."""
        return self._title_in_body

    @property
    def heading_top(self) -> float:
        """Where the painted heading begins, in document coordinates."""
        if not self._title_in_body:
            return float(_ABOVE_HEADING)
        n_lines = self._layout.settle_block(0).layout().lineCount()
        return _ABOVE_HEADING + n_lines * self._heading_line_height + _BELOW_TITLE

    @property
    def _heading_line_height(self) -> int:
        return round(self._text_size * _HEADING_SHARE * _HEADING_LINE_HEIGHT)

    def set_text(self, title: str, meta: str, body: str) -> None:
        """Fill the document with the body.

        When the body's first line is the title, that line becomes the heading.
        """
        self.set_facts(title, meta, body)
        self._layout.set_text(displayed(body), self._setting())

    def set_facts(self, title: str, meta: str, body: str) -> None:
        """Take other facts about the text that stands there."""
        first_line, _, rest = body.partition("\n")
        self._title_in_body = bool(title.strip()) and _is_same_line(first_line, title)
        self._next_is_blank = bool(rest) and not rest.split("\n", 1)[0].strip()
        self._title = "" if self._title_in_body else title
        self._meta = meta
        self._sample = body[:4_000]
        self._is_backwards = is_right_to_left(body or title)
        self._divide()

    def set_text_size(self, size_px: int) -> None:
        """Set everything in another size."""
        self._text_size = size_px

    def set_typeface(self, name: str) -> None:
        """Set everything in another typeface; KeyError for one that is not in TYPEFACES."""
        self._typeface = name if TYPEFACES[name] else self._typeface

    def set_measure(self, characters: int) -> None:
        """Let a line hold so many characters where there is room."""
        self._measure = characters

    def set_wants_dates(self, wanted: bool) -> None:
        """Whether a column for dates is wanted."""
        self._wants_dates = wanted

    def arrange(self, width: int) -> None:
        """Divide a page of this width into columns and set all words to the text's."""
        self._width = width
        self._divide()
        self._layout.set_setting(self._setting(), sample=self._sample)

    def would_divide_otherwise(self, width: int) -> bool:
        """Whether ``arrange`` would now change the columns."""
        return self._columns(width) != self.columns

    def _columns(self, width: int) -> Columns:
        return columns_for(
            width,
            measure_px(QFontMetricsF(self.text_font), self._measure),
            wants_dates=self._wants_dates,
            is_mirrored=self._is_backwards,
        )

    def _divide(self) -> None:
        self.columns = self._columns(self._width)
        self.heading.arrange(
            self._title,
            self._meta,
            self._heading_font(),
            interface_font(),
            self.columns.text_width,
            is_backwards=self._is_backwards,
        )

    def _setting(self) -> Setting:
        blank = round(self._text_size * _PARAGRAPH_GAP)
        setting = Setting(
            page_width=self._width,
            text_left=self.columns.text_left,
            text_width=self.columns.text_width,
            top=_ABOVE_HEADING,
            bottom=_BELOW_TEXT,
            font=self.text_font,
            line_height=self.line_height,
            blank_height=blank,
            is_right_to_left=self._is_backwards,
        )
        if self._title_in_body:
            below = round(self.heading.height) + _BELOW_TITLE + _BELOW_HEADING
            return replace(
                setting,
                heading_font=self._heading_font(),
                heading_line_height=self._heading_line_height,
                below_heading=below - (blank if self._next_is_blank else 0),
            )
        if self.heading.height:
            return replace(setting, top=setting.top + round(self.heading.height) + _BELOW_HEADING)
        return setting

    def _heading_font(self) -> QFont:
        return self._font(round(self._text_size * _HEADING_SHARE), semi_bold=True)

    def _font(self, size_px: int, *, semi_bold: bool = False) -> QFont:
        if TYPEFACES[self._typeface] == SANS_FAMILY:
            return interface_font(size_px, semi_bold=semi_bold)
        return reading_font(size_px, semi_bold=semi_bold)


def _is_same_line(one: str, other: str) -> bool:
    return re.sub(r"\s+", " ", one).strip() == re.sub(r"\s+", " ", other).strip()
