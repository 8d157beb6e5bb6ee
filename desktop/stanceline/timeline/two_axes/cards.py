"""What a view of two times tells in words: cards at the pointer, and for a screen reader."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QTimer
from PySide6.QtGui import QCursor

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.domain.marks import Mark
from stanceline.timeline.handling.card import CardText, MarkCard
from stanceline.timeline.two_axes.layout import Words
from stanceline.timeline.two_axes.moves import entry_of
from stanceline.timeline.two_axes.table import Area, TwoTimes
from stanceline.timeline.words.datewords import window_in_words
from stanceline.timeline.words.speaking import crowd_in_words, mark_in_words
from stanceline.timeline.words.wording import Wording, grouped

if TYPE_CHECKING:
    from stanceline.timeline.two_axes.view import TwoAxesView

_CARD_DELAY_MS = 350


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


class Cards(QObject):
    """Remembers what the pointer is over, and shows the card of it when it rests there."""

    def __init__(self, view: "TwoAxesView") -> None:
        super().__init__(view)
        self._view = view
        self.row: int | None = None
        self._cell: tuple[Area, int] | None = None
        self._is_peeking = False
        self.card = MarkCard(view)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CARD_DELAY_MS)
        self._timer.timeout.connect(self._show)

    @property
    def is_peeking(self) -> bool:
        """Whether the card shows a mark that somebody asked to look at."""
        return self._is_peeking and self.card.isVisible()

    def over(self, row: int | None, cell: tuple[Area, int] | None) -> None:
        """The pointer is over this mark, or over this cell with so many."""
        if (row, cell) == (self.row, self._cell):
            return
        if row != self.row:
            self._view.update()
        self.row, self._cell = row, cell
        self.hide()
        if row is not None or cell is not None:
            self._timer.start()

    def hide(self) -> None:
        """Take the card away, and do not show the one that was about to come."""
        self._timer.stop()
        self._is_peeking = False
        if self.card.isVisible():
            self.card.hide()

    def peek(self, row: int, at: QPoint) -> bool:
        """Show all of a mark's words at a point of the screen, or take them away again.

        Whether they show.
        """
        if self._is_peeking:
            self.hide()
            return False
        text = self._view.card_of(row, is_whole=True)
        if text is None:
            return False
        self._timer.stop()
        self.card.show_text(text, at, self._view.style_shown, is_wide=True)
        self._is_peeking = True
        return True

    def _show(self) -> None:
        text: CardText | None = None
        if self.row is not None:
            text = self._view.card_of(self.row)
        elif self._cell is not None:
            text = _cell_in_words(*self._cell, self._view.wording)
        if text is not None:
            self.card.show_text(text, QCursor.pos(), self._view.style_shown)


def _cell_in_words(area: Area, n_marks: int, wording: Wording) -> CardText:
    return CardText(
        words=crowd_in_words(n_marks, area.across, wording),
        when=_tr("Published: {}").format(window_in_words(area.up, wording)),
        hint=_tr("Double-click to come closer"),
    )


def current_in_words(times: TwoTimes, row: int | None, mark: Mark | None, wording: Wording) -> str:
    """Which mark is current and how late it was reported: "3 of 41: Event. …"."""
    entry = None if row is None else entry_of(times, row)
    if entry is None or mark is None:
        words = _tr("{} marks; arrow keys go from mark to mark")
        return words.format(grouped(len(times)))
    return _tr("{at} of {all}: {mark}. {delay}").format(
        at=grouped(entry + 1),
        all=grouped(len(times)),
        mark=mark_in_words(mark, wording),
        delay=_delay_in_words(float(times.y[entry] - times.x[entry])),
    )


def _delay_in_words(seconds: float) -> str:
    days = round(seconds / SECONDS_PER_DAY)
    if days == 0:
        return _tr("Reported the same day")
    if days > 0:
        return QCoreApplication.translate("Timeline", "Reported %n day(s) later", "", days)
    return QCoreApplication.translate("Timeline", "Announced %n day(s) ahead", "", -days)


def drawn_words() -> Words:
    """The words on the drawing in the language of the program."""
    return Words(
        late=_tr("reported later"),
        ahead=_tr("announced ahead"),
        same_day=_tr("reported the same day"),
        delays=(
            _tr("a day later"),
            _tr("a week later"),
            _tr("a month later"),
            _tr("a year later"),
        ),
        across=_tr("happened or said"),
        up=_tr("published"),
    )
