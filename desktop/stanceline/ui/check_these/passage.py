"""A passage of a text with a mark in it, and the words that differ from another version."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from stanceline.domain.spans import Span
from stanceline.ui.textmap import TextMap
from stanceline.ui.theme import MARK_TINT, current_theme, reading_font

_MARGIN = 4


class Passage(QTextEdit):
    """Shows words that can be selected, with the mouse or with Shift and the arrow keys.

    All spans are code points of the text that is shown. ``is_older`` strikes through what
    differs; else it is underlined.
    """

    def __init__(self, name: str, *, is_older: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_older = is_older
        self._text = ""
        self._map = TextMap("")
        self._mark: Span | None = None
        self._different: tuple[Span, ...] = ()
        self.setProperty("bare", "true")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_MARGIN)

    def show_passage(self, text: str, mark: Span | None, different: Sequence[Span]) -> None:
        """Show this text with its mark, and where it differs from the other version."""
        self._text, self._mark, self._different = text, mark, tuple(different)
        self._map = TextMap(text)
        self._write()
        if mark is not None:
            cursor = self.textCursor()
            cursor.setPosition(self._map.to_qt(mark.start))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def selected(self) -> Span | None:
        """The selected words without white space around them, None for none."""
        cursor = self.textCursor()
        start, end = sorted((cursor.anchor(), cursor.position()))
        span = self._map.span_from_qt(start, end) if start < end else None
        if span is None or not span.words(self._text).strip():
            return None
        words = span.words(self._text)
        return Span(
            span.start + len(words) - len(words.lstrip()),
            span.end - len(words) + len(words.rstrip()),
        )

    def changeEvent(self, event: QEvent) -> None:
        """Write in the colours of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        theme = current_theme()
        self.setFont(reading_font(theme.sizes.reading - 1))
        self.setPlainText(self._text)
        if self._mark is not None:
            tint = QColor(theme.accent)
            tint.setAlphaF(MARK_TINT)
            marked = QTextCharFormat()
            marked.setBackground(tint)
            self._format(self._mark, marked)
        for span in self._different:
            changed = QTextCharFormat()
            if self._is_older:
                changed.setForeground(theme.danger)
                changed.setFontStrikeOut(True)
            else:
                changed.setForeground(theme.accent)
                changed.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                changed.setUnderlineColor(theme.accent)
            self._format(span, changed)

    def _format(self, span: Span, form: QTextCharFormat) -> None:
        start, end = self._map.span_to_qt(span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(form)
