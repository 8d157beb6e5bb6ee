"""What is written from the timeline: other dates, new events, merged ones, notes, evidence.

Each is one action, so that one step of undo takes it back.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from stanceline.domain import edtf
from stanceline.domain.edtf import EdtfError
from stanceline.domain.edtf_words import describe
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EvidenceDraft
from stanceline.domain.marks import Mark, MarkKind
from stanceline.domain.names import LONGEST_NAME
from stanceline.services.articles import article
from stanceline.services.dating import move_mark, settle_date
from stanceline.services.events import OtherDate, event, merge_events, proposed_date
from stanceline.services.workspace import Workspace
from stanceline.ui.dragging import Passage, add_passage, passage_of
from stanceline.ui.keys import ThingKind, thing

if TYPE_CHECKING:
    from stanceline.ui.cards.floating import FloatingCard
    from stanceline.ui.timeline.date_card import DateCard
    from stanceline.ui.timeline.new_event_card import NewEventCard

_CARD_TOP = 60
_LONGEST_TOLD = 60


class TimelineWriting(QObject):
    """Writes what somebody did on the timeline, and asks on a card where words are needed.

    ``done`` carries a sentence on something that undo takes back, ``said`` what to do
    first, ``refused`` why something could not be done, ``noted`` the key of a new event;
    ``left`` says that the keyboard should go back to the timeline.
    """

    done = Signal(str)
    said = Signal(str)
    refused = Signal(str)
    noted = Signal(str)
    left = Signal()

    def __init__(self, workspace: Workspace, panel: QWidget, mark: Callable[[str], Mark | None]):
        super().__init__(panel)
        self._workspace = workspace
        self._panel = panel
        self._mark = mark
        self._date_card: DateCard | None = None
        self._event_card: NewEventCard | None = None

    # Dates

    def move(self, key: str, date: str) -> None:
        """Give a mark another date (EDTF)."""
        if self._can_write(key):
            told = self.tr("The date is {date} now. Ctrl+Z takes it back.")
            self._try(
                lambda: move_mark(self._workspace, key, date),
                lambda: told.format(date=_date_told(date)),
            )

    def ask_for_date(self, key: str) -> None:
        """Open the card on which a mark gets another date."""
        mark = self._mark(key)
        if mark is None or not self._can_write(key):
            return
        if self._date_card is None:
            from stanceline.ui.timeline.date_card import DateCard

            self._date_card = DateCard(self._panel.window())
            self._date_card.wanted.connect(self.move)
            self._date_card.closed.connect(self.left)
        card = self._date_card
        published = mark.sources[0].published if mark.sources else ""
        card.date.set_context(published, "en")
        card.ask(key, mark.title, str(mark.date) if mark.date else "", _other_dates(mark))
        self._open(card)
        card.take_focus()

    def settle(self, event_id: int, article_id: int) -> None:
        """Take for an event the date that one of its articles gives."""
        told = self.tr("The date of this article counts now. Ctrl+Z takes it back.")
        self._try(lambda: settle_date(self._workspace, event_id, article_id), lambda: told)

    # Events

    def ask_for_event(self, date: str, lane_key: str) -> None:
        """Open the card on which an event is noted that was drawn in a lane."""
        if not self._may_write():
            return
        speaker_id, category = _meant_by(lane_key)
        card = self._new_event_card()
        card.ask(date, speaker_id, category)
        self._open(card)
        card.take_focus()

    def _new_event_card(self) -> "NewEventCard":
        if self._event_card is None:
            from stanceline.ui.timeline.new_event_card import NewEventCard

            self._event_card = NewEventCard(self._workspace, self._panel.window())
            self._event_card.saved.connect(self._tell_noted)
            self._event_card.closed.connect(self.left)
        return self._event_card

    def _tell_noted(self, event_id: int) -> None:
        self.noted.emit(f"{ThingKind.EVENT}:{event_id}")
        self.done.emit(self.tr("The event is noted. Ctrl+Z takes it back."))

    def merge(self, keys: Sequence[str]) -> None:
        """Make one event of several: the first of them stays."""
        ids = [thing(key).id for key in keys if thing(key).kind is ThingKind.EVENT]
        if len(ids) < 2:  # noqa: PLR2004 (it takes two)
            self.said.emit(
                self.tr("Select two events or more, and nothing else: Ctrl with a click.")
            )
            return
        if not self._may_write():
            return
        kept, gone = ids[0], ids[1:]

        def told() -> str:
            title = event(self._workspace, kept).title
            return self.tr("{number} events are merged into “{title}”. Ctrl+Z parts them.").format(
                number=len(ids), title=_shortened(title)
            )

        if self._try(lambda: merge_events(self._workspace, kept, gone), told):
            self.noted.emit(f"{ThingKind.EVENT}:{kept}")

    # Words that are dropped

    def drop(self, key: str, data: QMimeData, date: str = "") -> None:
        """Add dropped words to an event, or note a new one from them."""
        passage = passage_of(data, self._workspace)
        if passage is None or not self._may_write():
            return
        if key and thing(key).kind is ThingKind.EVENT:
            told = self.tr("The words are evidence for “{title}” now. Ctrl+Z takes it back.")
            event_id = thing(key).id
            self._try(
                lambda: add_passage(self._workspace, event_id, passage),
                lambda: told.format(title=_shortened(event(self._workspace, event_id).title)),
            )
        else:
            self._ask_about(passage, date)

    def _ask_about(self, passage: Passage, date: str) -> None:
        """Open the card of a new event that rests on dropped words."""
        try:
            words = article(self._workspace, passage.article_id).body
            start, end = passage.span.start, passage.span.end
            found = proposed_date(self._workspace, passage.article_id, start, end)
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        from stanceline.ui.cards.event import title_from

        card = self._new_event_card()
        card.ask(found.value if found else date, None, "")
        card.title.setText(title_from(words[start:end])[:LONGEST_NAME])
        card.rest_on(
            EvidenceDraft(passage.article_id, passage.span, quotation_id=passage.quotation_id)
        )
        self._open(card)
        card.take_focus()

    def close(self) -> None:
        """Close the card that is open, if any is; nothing is kept."""
        for card in (self._date_card, self._event_card):
            if card is not None:
                card.close()

    # Together

    def _open(self, card: "FloatingCard") -> None:
        window = self._panel.window()
        corner = self._panel.mapTo(window, self._panel.rect().topLeft())
        # Where the panel is low, the card reaches over what lies above it.
        top = corner.y() + _CARD_TOP if self._panel.height() > 2 * card.sizeHint().height() else 0
        top = top or max(corner.y() - card.sizeHint().height(), _CARD_TOP)
        left = corner.x() + max((self._panel.width() - card.sizeHint().width()) // 2, 0)
        card.open_at(QRect(left, top, 1, 1))

    def _can_write(self, key: str) -> bool:
        if thing(key).kind is ThingKind.SUGGESTION:
            self.said.emit(self.tr("Accept the suggestion first; then its date can be changed."))
            return False
        return self._may_write()

    def _may_write(self) -> bool:
        if self._workspace.is_read_only:
            self.refused.emit(self.tr("The workspace is read-only here."))
        return not self._workspace.is_read_only

    def _try(self, act: Callable[[], object], told: Callable[[], str]) -> bool:
        try:
            act()
            sentence = told()
        except StancelineError as error:
            self.refused.emit(str(error))
            return False
        self.done.emit(sentence)
        return True


def _other_dates(mark: Mark) -> list[OtherDate]:
    """The dates that the sources of an event give, as far as they differ from its own."""
    if mark.kind is not MarkKind.EVENT:
        return []
    known = str(mark.date) if mark.date else ""
    found: dict[str, OtherDate] = {}
    for source in mark.sources:
        if source.date and source.date != known:
            where = source.source or source.article_title
            found.setdefault(source.date, OtherDate(source.date, where, "source", where))
    return list(found.values())


def _meant_by(lane_key: str) -> tuple[int | None, str]:
    """The speaker and the category that a lane stands for, as far as it stands for them."""
    speaker_id, category = None, ""
    for part in lane_key.split("/"):
        kind, _, value = part.partition(":")
        if kind == "speaker" and value.isdecimal():
            speaker_id = int(value)
        elif kind == "category":
            category = value
    return speaker_id, category


def _date_told(date: str) -> str:
    try:
        return describe(edtf.parse(date))
    except EdtfError:
        return date


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TOLD else f"{title[: _LONGEST_TOLD - 1].rstrip()}…"
