"""The card that says what the mark under the pointer, or the one peeked at, is."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from stanceline.domain.marks import Mark, MarkKind
from stanceline.records import dataclass
from stanceline.timeline.drawing.fonts import SANS, SERIF, plain_font
from stanceline.timeline.handling.screens import room_around
from stanceline.timeline.style import Style
from stanceline.timeline.words.speaking import (
    GLANCE,
    WHOLE,
    reprints_in_words,
    sources_in_words,
    when_in_words,
    who_in_words,
    words_of,
)
from stanceline.timeline.words.wording import Wording

_WIDTH = 340
_PEEK_WIDTH = 460
_POINTER_GAP = 16


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says, from top to bottom; empty parts are left out.

    ``hint`` is the last line, which says what can be done.
    """

    words: str
    who: str = ""
    when: str = ""
    where: str = ""
    hint: str = ""
    is_quotation: bool = False


def card_of(
    mark: Mark, wording: Wording, *, is_whole: bool = False, n_reprints: int = 0, hint: str = ""
) -> CardText:
    """What the card of a mark says; a whole one has room for all words and more sources."""
    where = (sources_in_words(mark, wording, with_more=is_whole), reprints_in_words(n_reprints))
    return CardText(
        words=words_of(mark, WHOLE if is_whole else GLANCE),
        who=who_in_words(mark, wording),
        when=when_in_words(mark, wording),
        where="\n".join(part for part in where if part),
        hint=hint,
        is_quotation=mark.kind is MarkKind.QUOTATION,
    )


class MarkCard(QFrame):
    """A small window beside the pointer; it never takes the focus or the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._style = Style.light()
        self._words = self._line()
        self._who = self._line()
        self._when = self._line()
        self._where = self._line()
        self._hint = self._line()
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(6)
        for label in (self._words, self._who, self._when, self._where, self._hint):
            layout.addWidget(label)
        self.setFixedWidth(_WIDTH)

    def show_text(self, text: CardText, at: QPoint, style: Style, *, is_wide: bool = False) -> None:
        """Show this beside a point of the screen and wholly on it."""
        self._style = style
        scale = style.scale
        family, px = (SERIF, 15) if text.is_quotation else (SANS, 14)
        self._words.setFont(plain_font(family, round(px * scale)))
        for label in (self._who, self._when, self._where, self._hint):
            label.setFont(plain_font(SANS, round(12 * scale)))
        room = room_around(self)
        width = min(round((_PEEK_WIDTH if is_wide else _WIDTH) * scale), room.width())
        self.setFixedWidth(width)
        self._set(self._words, text.words, style.text)
        self._set(self._who, text.who, style.text)
        self._set(self._when, text.when, style.muted)
        self._set(self._where, text.where, style.muted)
        self._set(self._hint, text.hint, style.accent)
        self._lines.activate()
        self.setFixedHeight(min(self._lines.totalHeightForWidth(width), room.height()))
        self.move(self._placed(at))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and a hairline around it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._style.surface))
        painter.setPen(QPen(QColor(self._style.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _line(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(plain_font(SANS, 12))
        return label

    def _set(self, label: QLabel, text: str, colour: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))
        palette = label.palette()
        palette.setColor(label.foregroundRole(), QColor(colour))
        label.setPalette(palette)

    def _placed(self, at: QPoint) -> QPoint:
        screen = room_around(self)
        x = at.x() + _POINTER_GAP
        if x + self.width() > screen.right():
            x = at.x() - _POINTER_GAP - self.width()
        y = at.y() + _POINTER_GAP
        if y + self.height() > screen.bottom():
            y = at.y() - _POINTER_GAP - self.height()
        return QPoint(max(x, screen.left()), max(y, screen.top()))
