"""The line into which a speaker's name is typed, with the list of those who may be meant."""

from collections.abc import Iterable
from unicodedata import bidirectional

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.domain.names import LONGEST_NAME
from stanceline.domain.speakers import Speaker
from stanceline.records import dataclass
from stanceline.ui.fields.line_text import x_of
from stanceline.ui.fields.speaker_list import SpeakerList, details_of
from stanceline.ui.fields.speaker_ranking import Fit, SpeakerIndex, folded, is_spelt_out
from stanceline.ui.theme import current_theme

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ROOM_AT_THE_END = 8
_LISTED = 7
_KEEPS_TYPING = (
    # The field is not left for good when a menu opens or another window comes to the front.
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """Who was chosen: a speaker of the workspace, a new name, or nobody (an empty name)."""

    id: int | None = None
    name: str = ""


class SpeakerField(QLineEdit):
    """A line edit that finds a speaker from two letters.

    While somebody types, the likely speakers stand in a list below and the rest of the
    best one stands behind the cursor in grey. Up and Down move, Enter and a click choose,
    Escape closes the list. A name that is nobody's can be chosen as a new speaker.
    ``chosen`` is emitted when a person has settled on somebody or cleared the field,
    ``edited`` at each change by typing, ``refused`` with a sentence when a text was cut
    because no name is that long.
    """

    chosen = Signal()
    edited = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = SpeakerIndex(())
        self._offered: Iterable[Speaker] = ()
        self._first_ids: frozenset[int] = frozenset()
        self._speakers: dict[int, Speaker] = {}
        self._speaker: Speaker | None = None
        self._is_settled = True
        self._list: SpeakerList | None = None
        self._watched: list[QWidget] = []
        self.setAccessibleName(self.tr("Speaker"))
        self.setAccessibleDescription(
            self.tr("Type two letters of a name; choose with the arrow keys and Enter.")
        )
        self.setPlaceholderText(self.tr("Who says it? Two letters are enough"))
        self.setMaxLength(LONGEST_NAME)
        self.textEdited.connect(self._take_typing)
        self.inputRejected.connect(self._tell_of_length)

    # What is chosen

    def set_speakers(self, speakers: Iterable[Speaker], first_ids: Iterable[int] = ()) -> None:
        """Offer these speakers, those of ``first_ids`` first; what is chosen stays."""
        first = frozenset(first_ids)
        if speakers is not self._offered or first != self._first_ids:
            self._offered, self._first_ids = speakers, first
            everyone = list(speakers)
            self._index = SpeakerIndex(everyone, first)
            self._speakers = {speaker.id: speaker for speaker in everyone}
        if self._speaker is not None:
            self.set_speaker(self._speaker.id)

    def set_speaker(self, speaker_id: int | None) -> None:
        """Show a speaker as chosen; None, or one who is not offered, for nobody."""
        speaker = self._speakers.get(speaker_id) if speaker_id is not None else None
        self._settle(speaker, speaker.name if speaker else "")
        if not self.hasFocus():
            self.setCursorPosition(0)  # A long name is known by its beginning.

    def set_text(self, name: str) -> None:
        """Show a name as chosen: the speaker who goes by it, or a new one."""
        name = " ".join(name.split())
        speaker = self._index.named(name)
        self._settle(speaker, speaker.name if speaker else name)

    def value(self) -> SpeakerChoice:
        """Who is chosen; while somebody types, who Enter would choose now."""
        if self._is_settled:
            speaker, name = self._speaker, self.text()
        else:
            speaker, name = self._pending()
        return SpeakerChoice(speaker.id if speaker else None, name)

    @property
    def is_settled(self) -> bool:
        """Whether what stands here was chosen, and not merely typed so far."""
        return self._is_settled

    @property
    def is_listing(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    def _pending(self) -> tuple[Speaker | None, str]:
        name = " ".join(self.text().split())
        speaker = self._index.named(name)
        if self._list is not None and self.is_listing:
            match = self._list.current()
            speaker = match.speaker if match else None
        return speaker, speaker.name if speaker else name

    def _settle(self, speaker: Speaker | None, name: str) -> None:
        self.close_list()
        self._speaker = speaker
        self._is_settled = True
        self.setText(name)
        self.setToolTip(details_of(speaker) if speaker else "")
        self.update()

    def settle(self) -> None:
        """Choose now whom Enter would choose."""
        if not self._is_settled:
            self._settle(*self._pending())
            self.chosen.emit()

    def is_surely(self, typed: str) -> bool:
        """Whether somebody known is chosen whom nobody would type on with this letter.

        So a digit after two letters of a name can mean something else.
        """
        if self._list is None or not self.is_listing or is_spelt_out(self.text()):
            return False
        return self._list.current() is not None and not self._index.ranked(self.text() + typed, 1)

    # Typing

    def _tell_of_length(self) -> None:
        told = self.tr("A name has at most {number} characters; the rest was left out.")
        sentence = told.format(number=self.maxLength())
        # What was not cut is typing, which is told of first and takes back what was wrong.
        QTimer.singleShot(0, self, lambda: self.refused.emit(sentence))

    def _take_typing(self) -> None:
        self._is_settled = False
        self._speaker = None
        if self.text().strip():
            self._open_list()
        else:
            self.close_list()
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the list, choose, close it; everything else is typing."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers() & ~_KEYPAD:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._is_settled:
            self.settle()
            # Ctrl+Enter chooses here and then means what it means around the field.
            event.setAccepted(not event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        elif key == Qt.Key.Key_Escape and self.is_listing:
            self.close_list()
            self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape for the list while it is open, whatever the window uses it for."""
        is_escape = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        )
        if is_escape and self.is_listing:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle on what the list stands at when the field is left."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in _KEEPS_TYPING:
            if self._is_settled:
                self.close_list()
            else:
                self.settle()

    # The list

    def _open_list(self) -> None:
        matches = self._index.ranked(self.text(), _LISTED)
        name = " ".join(self.text().split())
        is_new = bool(name) and self._index.named(name) is None
        if not matches and not is_new:
            self.close_list()
            return
        chooses_new = is_new and (
            not matches or (matches[0].fit >= Fit.INSIDE and is_spelt_out(name))
        )
        popup = self._list_in_window()
        popup.show_matches(matches, name if is_new else "", chooses_new=chooses_new)
        popup.place_at(self)
        self._watch()
        self._announce()
        self.update()

    def _list_in_window(self) -> SpeakerList:
        window = self.window()
        if self._list is None or self._list.parentWidget() is not window:
            if self._list is not None:
                self._list.deleteLater()
            self._list = SpeakerList(window)
            self._list.clicked.connect(self.settle)
            self.destroyed.connect(self._list.deleteLater)
        return self._list

    def close_list(self) -> None:
        """Put the list away; what is typed stays."""
        if self._list is not None:
            self._list.hide()
        self._unwatch()

    def _step(self, step: int) -> None:
        if self._list is None or not self.is_listing:
            self._is_settled = False
            self._speaker = None
            self._open_list()
            return
        self._list.step(step)
        self._announce()
        self.update()

    def _announce(self) -> None:
        if self._list is not None and QAccessible.isActive():
            said = QAccessibleAnnouncementEvent(self, self._list.current_words())
            QAccessible.updateAccessibility(said)

    def _watch(self) -> None:
        """Follow the field while something around it moves, as in a scrolled panel."""
        self._unwatch()
        around: QWidget | None = self
        while around is not None:
            around.installEventFilter(self)
            self._watched.append(around)
            around = None if around.isWindow() else around.parentWidget()

    def _unwatch(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the list below the field."""
        moves = event.type() in (QEvent.Type.Move, QEvent.Type.Resize)
        if moves and self._list is not None and self.is_listing:
            self._list.place_at(self)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        self.close_list()
        super().hideEvent(event)

    # What stands behind the cursor

    def completion(self) -> str:
        """What stands in grey behind the text: the rest of a name, and who that is."""
        if self._is_settled:
            return self._told(details_of(self._speaker)) if self._speaker else self._told_new()
        if self._list is None or not self.is_listing:
            return ""
        match = self._list.current()
        if match is None:
            return self._told_new()
        typed = self.text()
        begins = folded(match.form[: len(typed)]) == folded(typed)
        rest = match.form[len(typed) :] if begins else ""
        is_name = match.form == match.speaker.name
        parts = ("" if is_name and begins else match.speaker.name, details_of(match.speaker))
        return rest + self._told(", ".join(filter(None, parts)))

    def _told(self, details: str) -> str:
        return f" — {details}" if details else ""

    def _told_new(self) -> str:
        return self._told(self.tr("new speaker")) if self.text().strip() else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, and the completion behind its text."""
        super().paintEvent(event)
        completion = self.completion()
        text = self.text()
        if not completion or text.isspace() or _is_right_to_left(text):
            return
        left = x_of(self, len(text))
        metrics = self.fontMetrics()
        room = int(self.width() - _ROOM_AT_THE_END - left)
        shown = metrics.elidedText(completion, Qt.TextElideMode.ElideRight, room)
        if room <= 0 or shown == "…":
            return
        painter = QPainter(self)
        painter.setPen(current_theme().muted)
        baseline = self.cursorRect().center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(left, round(baseline)), shown)


def _is_right_to_left(text: str) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for letter in text)
