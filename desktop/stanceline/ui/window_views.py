"""The parts of a window: which are shown, and where the keyboard goes among them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.header_bar import View
from stanceline.ui.settings import Side, TimelinePlace

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow


class WindowViews(QObject):
    """Shows and hides the parts of the window, and leads the keyboard to them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def place_timeline(self, place: TimelinePlace) -> None:
        """Show the timeline below the article, alone, or not at all."""
        self._window.room.place_timeline(place)
        self._window.header.set_view(View.TIMELINE if place is TimelinePlace.FULL else View.READ)
        self._window.menus.view.show_ticks()

    def choose(self, view: str) -> None:
        """Show the article, or the timeline alone."""
        if View(view) is View.TIMELINE:
            self.place_timeline(TimelinePlace.FULL)
            self._window.timeline.take_focus()
        else:
            self._window.show_reading()

    def toggle_timeline_below(self) -> None:
        """Show or hide the timeline below the article."""
        is_below = self._window.settings.timeline_place is TimelinePlace.BELOW
        self.place_timeline(TimelinePlace.HIDDEN if is_below else TimelinePlace.BELOW)

    def toggle_side(self, side: Side) -> None:
        """Show or hide the library or the inspector."""
        is_shown = self._window.room.is_shown(side) and not self._window.room.is_only_text
        had_focus = self._window.room.has_focus(side)
        self._window.room.show_side(side, is_shown=not is_shown)
        if had_focus:
            self._window.pane.reader.setFocus()

    def swap_sides(self) -> None:
        """Have library and inspector change places."""
        self._window.room.swap_sides()

    def toggle_only_text(self) -> None:
        """Show nothing but the article, or everything again."""
        if self._window.room.is_only_text:
            self._window.room.show_all()
            return
        self._window.room.show_only_text()
        self._window.pane.reader.setFocus()
        key = self._window.commands.key_of("view.only_text")
        if key:
            self._window.say(self.tr("Only the text. {key} brings the rest back.").format(key=key))

    def find_articles(self) -> None:
        """Bring the keyboard to the search, wherever it is hidden."""
        if self._window.settings.timeline_place is TimelinePlace.FULL:
            self._window.show_reading()
        if not self._window.library.isVisible():
            self._window.room.show_side(Side.LIBRARY, is_shown=True)
        self._window.library.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search_for(self, words: str) -> None:
        """Show in the library what these words find."""
        self.find_articles()
        self._window.library.words.setText(words)

    def step_part(self, step: int) -> None:
        """Move the keyboard to the next part of the window that is in sight, or the one before."""
        parts = [
            part
            for part in (
                self._window.library,
                *self._window.desk.panes,
                self._window.inspector,
                self._window.timeline,
            )
            if part.isVisible()
        ]
        focused = QApplication.focusWidget()
        held = [part.isAncestorOf(focused) if focused else False for part in parts]
        at = held.index(True) + step if any(held) else 0
        self._enter(parts[at % len(parts)])

    def _enter(self, part: QWidget) -> None:
        if part is self._window.inspector:
            self._window.inspector.take_focus()
        elif part is self._window.library:
            self._window.library.take_focus()
        elif isinstance(part, ArticlePane):
            part.reader.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._window.timeline.take_focus()

    def show_thing(self, key: str) -> None:
        """Show a thing in the inspector, with the keyboard there, wherever that is hidden."""
        if not self._window.inspector.isVisible():
            self._window.room.show_side(Side.INSPECTOR, is_shown=True)
        self._window.select(key)
        self._window.inspector.take_focus()

    def step_article(self, step: int) -> None:
        """Open the article so many places on in the library."""
        box = _box_with_focus()
        if box is not None:
            # Alt+Down is also the key that opens a list of choices.
            box.showPopup()
            return
        current = self._window.pane.article
        self._window.library.step(current.id if current else None, step)


def _box_with_focus() -> QComboBox | None:
    """The combo box in which the keyboard is, also while something is typed into it."""
    focused: QObject | None = QApplication.focusWidget()
    if isinstance(focused, QLineEdit):
        focused = focused.parent()
    return focused if isinstance(focused, QComboBox) else None
