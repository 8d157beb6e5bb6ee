"""The card that says what the mark under the pointer is."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from stanceline.domain.marks import Mark, MarkKind
from stanceline.timeline.datewords import date_in_words, published_in_words
from stanceline.timeline.fonts import SANS, SERIF, plain_font
from stanceline.timeline.layout import clean, quoted
from stanceline.timeline.screens import room_around
from stanceline.timeline.style import Style
from stanceline.timeline.translated import basis_in_words, kind_in_words
from stanceline.timeline.wording import Wording

_WIDTH = 340
_MOST_LETTERS = 280
_MOST_SOURCES = 3
_POINTER_GAP = 16


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
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(6)
        for label in (self._words, self._who, self._when, self._where):
            layout.addWidget(label)
        self.setFixedWidth(_WIDTH)

    def show_mark(self, mark: Mark, at: QPoint, style: Style, wording: Wording) -> None:
        """Show what the mark is, beside a point of the screen and wholly on it."""
        self._style = style
        is_quotation = mark.kind is MarkKind.QUOTATION
        scale = style.scale
        family, px = (SERIF, 15) if is_quotation else (SANS, 14)
        self._words.setFont(plain_font(family, round(px * scale)))
        for label in (self._who, self._when, self._where):
            label.setFont(plain_font(SANS, round(12 * scale)))
        width = round(_WIDTH * scale)
        self.setFixedWidth(width)
        words = shortened(clean(mark.title))
        self._set(self._words, quoted(words) if is_quotation else words, style.text)
        self._set(self._who, who_in_words(mark, wording), style.text)
        self._set(self._when, when_in_words(mark, wording), style.muted)
        self._set(self._where, sources_in_words(mark, wording), style.muted)
        self._lines.activate()
        self.setFixedHeight(self._lines.totalHeightForWidth(width))
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


def shortened(text: str) -> str:
    """The text, cut at a length that can be read at a glance."""
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1].rstrip() + "…"


def who_in_words(mark: Mark, wording: Wording) -> str:
    """Who speaks and with which stance, or who takes part and how sure it is."""
    names = ", ".join(clean(speaker.name) for speaker in mark.speakers)
    if mark.kind is MarkKind.EVENT:
        status = wording.status(mark.status) if mark.status else ""
        parts = [status, names, clean(mark.category), clean(mark.place)]
        return " · ".join(part for part in parts if part)
    stances = "; ".join(
        f"{judgement.stance.label} – {clean(judgement.topic.name)}" for judgement in mark.judgements
    )
    return "\n".join(part for part in (names or wording.no_speaker, stances) if part)


def when_in_words(mark: Mark, wording: Wording) -> str:
    """The date in plain words, as EDTF, and the words of the article it rests on."""
    if mark.date is None:
        return QCoreApplication.translate("Timeline", "No date")
    words = f"{basis_in_words(mark)}: {date_in_words(mark.date, wording)}"
    details = [mark.date.text]
    if mark.phrase:
        details.append(f"“{clean(mark.phrase)}”")
    return f"{words}\n{' · '.join(details)}"


def sources_in_words(mark: Mark, wording: Wording) -> str:
    """The first articles that the mark rests on, one a line."""
    lines = []
    for source in mark.sources[:_MOST_SOURCES]:
        published = published_in_words(source.published, wording)
        details = (clean(source.source), published)
        lines.append(" · ".join(part for part in (clean(source.article_title), *details) if part))
    n_more = len(mark.sources) - _MOST_SOURCES
    if n_more > 0:
        lines.append(QCoreApplication.translate("Timeline", "and {} more").format(n_more))
    return "\n".join(lines)


def mark_in_words(mark: Mark, wording: Wording) -> str:
    """The mark in one sentence for a screen reader."""
    parts = [
        kind_in_words(mark),
        shortened(clean(mark.title)),
        who_in_words(mark, wording).replace("\n", ", "),
        date_in_words(mark.date, wording)
        if mark.date
        else QCoreApplication.translate("Timeline", "No date"),
    ]
    return ". ".join(part for part in parts if part)
