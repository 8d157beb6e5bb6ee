"""The notes and eras of a timeline, which are kept in its view."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QMenu, QWidget

from stanceline.domain import edtf
from stanceline.domain.edtf import EdtfError
from stanceline.domain.edtf_words import short
from stanceline.domain.timelines import Era, Note, SavedView
from stanceline.ui.timeline.menu_button import literal
from stanceline.ui.timeline.views_button import ViewsButton

if TYPE_CHECKING:
    from stanceline.ui.timeline.note_card import NoteCard

_Kept = TypeVar("_Kept", Note, Era)

_CARD_TOP = 60
_LONGEST = 48


NEW = -1
"""The place of one that is not among the notes or eras yet."""


class Annotations(QObject):
    """Writes notes and eras on a card, and keeps them at once in the view that is shown.

    Where no view is, one is made for them. ``changed`` says that others are to be drawn,
    ``done`` carries a sentence on what undo takes back, ``left`` says that the keyboard
    should go back to the timeline. ``here`` gives the date in the middle of the window.
    """

    changed = Signal()
    done = Signal(str)
    left = Signal()

    def __init__(
        self,
        panel: QWidget,
        views: ViewsButton,
        shown: Callable[[], SavedView],
        here: Callable[[], str],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._views = views
        self._shown = shown
        self._here = here
        self._card: NoteCard | None = None
        self.notes: tuple[Note, ...] = ()
        self.eras: tuple[Era, ...] = ()

    def take(self, view: SavedView | None) -> None:
        """Show the notes and eras of this view."""
        notes = view.notes if view is not None else ()
        eras = view.eras if view is not None else ()
        if (notes, eras) != (self.notes, self.eras):
            self.notes, self.eras = notes, eras
            self.changed.emit()

    @property
    def is_empty(self) -> bool:
        """Whether there are neither notes nor eras."""
        return not self.notes and not self.eras

    # The menu

    def fill(self, menu: QMenu, *, can_write: bool) -> None:
        """List all notes and eras, each to be changed, and the ways to a new one."""
        menu.clear()
        for text, slot in (
            (self.tr("New &note…"), self.ask_for_note),
            (self.tr("New &era…"), self.ask_for_era),
        ):
            action = menu.addAction(text)
            action.setEnabled(can_write)
            action.triggered.connect(_calling(slot))
        if self.notes or self.eras:
            menu.addSeparator()
        for place, note in enumerate(self.notes):
            action = menu.addAction(_told(note.text, note.edtf))
            action.triggered.connect(self._note_opener(place))
        for place, era in enumerate(self.eras):
            action = menu.addAction(_told(era.title, era.edtf))
            action.triggered.connect(self._era_opener(place))

    def _note_opener(self, place: int) -> Callable[[], None]:
        return lambda: self.open_note(place)

    def _era_opener(self, place: int) -> Callable[[], None]:
        return lambda: self.open_era(place)

    # The card

    def ask_for_note(self, date: str = "") -> None:
        """Open the card for a new note on this date, or on that in the middle of the window."""
        card = self._made_card()
        card.write_note(NEW, Note("", date or self._here()))
        self._open(card)

    def ask_for_era(self) -> None:
        """Open the card for a new era."""
        card = self._made_card()
        card.write_era(NEW, Era("", ""))
        self._open(card)

    def open_note(self, place: int) -> None:
        """Open the card of the note at this place."""
        if 0 <= place < len(self.notes):
            card = self._made_card()
            card.write_note(place, self.notes[place])
            self._open(card)

    def open_era(self, place: int) -> None:
        """Open the card of the era at this place."""
        if 0 <= place < len(self.eras):
            card = self._made_card()
            card.write_era(place, self.eras[place])
            self._open(card)

    def _made_card(self) -> "NoteCard":
        if self._card is None:
            from stanceline.ui.timeline.note_card import NoteCard

            self._card = NoteCard(self._panel.window())
            self._card.kept.connect(self._keep)
            self._card.removed.connect(self._remove)
            self._card.closed.connect(self.left)
        return self._card

    def _open(self, card: "NoteCard") -> None:
        window = self._panel.window()
        corner = self._panel.mapTo(window, self._panel.rect().topLeft())
        left = corner.x() + max((self._panel.width() - card.sizeHint().width()) // 2, 0)
        is_roomy = self._panel.height() > 2 * card.sizeHint().height()
        top = corner.y() + _CARD_TOP if is_roomy else corner.y() - card.sizeHint().height()
        card.open_at(QRect(left, max(top, _CARD_TOP), 1, 1))
        card.take_focus()

    def close(self) -> None:
        """Close the card that is open, if any is; nothing is kept."""
        for card in (self._card,):
            if card is not None:
                card.close()

    # Keeping

    def _keep(self, place: int, written: object) -> None:
        if isinstance(written, Note):
            notes = _with(self.notes, place, written)
            self._store(replace(self._shown(), notes=notes), self.tr("The note is kept."))
        elif isinstance(written, Era):
            eras = _with(self.eras, place, written)
            self._store(replace(self._shown(), eras=eras), self.tr("The era is kept."))

    def _remove(self, place: int, is_era: bool) -> None:
        if is_era:
            eras = self.eras[:place] + self.eras[place + 1 :]
            self._store(replace(self._shown(), eras=eras), self.tr("The era is removed."))
        else:
            notes = self.notes[:place] + self.notes[place + 1 :]
            self._store(replace(self._shown(), notes=notes), self.tr("The note is removed."))

    def _store(self, shown: SavedView, told: str) -> None:
        """Keep the notes and eras in the saved view, and nothing else that was changed."""
        current = self._views.current
        base = current if current is not None else replace(shown, name=self.tr("Timeline"))
        kept = replace(base, notes=shown.notes, eras=shown.eras)
        if self._views.keep_silently(kept):
            self.take(kept)
            self._views.show_state()
            where = self.tr("It is in the view “{name}”; Ctrl+Z takes it back.")
            self.done.emit(f"{told} {where.format(name=kept.name)}")


def _calling(slot: Callable[[], None]) -> Callable[[], None]:
    """The slot without what a menu hands over: whether its action is ticked."""

    def call() -> None:
        slot()

    return call


def _with(known: Sequence[_Kept], place: int, one: _Kept) -> tuple[_Kept, ...]:
    """The notes or eras with one of them changed, or with one more."""
    changed = list(known)
    if place == NEW:
        changed.append(one)
    else:
        changed[place] = one
    return tuple(changed)


def _told(text: str, date: str) -> str:
    """A note as a line of a menu."""
    try:
        when = short(edtf.parse(date))
    except EdtfError:
        when = date
    told = f"{text} · {when}"
    return literal(told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1].rstrip()}…")
