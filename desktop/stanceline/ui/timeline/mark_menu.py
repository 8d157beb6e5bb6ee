"""What the right button of the mouse, or the menu key, offers on a timeline beside the usual."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from stanceline.domain import edtf
from stanceline.domain.edtf_words import short
from stanceline.domain.marks import Mark, MarkKind
from stanceline.ui.keys import ThingKind, thing
from stanceline.ui.timeline.menu_button import literal

if TYPE_CHECKING:
    from stanceline.ui.timeline.check_popup import CheckPopup
    from stanceline.ui.timeline.timeline_panel import TimelinePanel

_MARK_KINDS = (ThingKind.QUOTATION, ThingKind.EVENT, ThingKind.SUGGESTION)
_MOST_OFFERED = 6
_LONGEST = 40


def is_mark(key: str) -> bool:
    """Whether the key is that of a mark, and not of a lane or of nothing."""
    kind, _, number = key.partition(":")
    return number.isdecimal() and kind in {each.value for each in _MARK_KINDS}


class TimelineMenus(QObject):
    """Adds to the menus of the drawing what needs the workspace; the panel does it."""

    def __init__(self, panel: "TimelinePanel") -> None:
        super().__init__(panel)
        self._panel = panel

    def open(self, key: str, at: QPoint) -> None:
        """Open the menu of a mark or a lane, or of an empty place where there is no key."""
        self._panel.view.show_menu(self.menu_of(key), at)

    def menu_of(self, key: str) -> QMenu:
        """The menu itself."""
        if self._panel.room.has_two_axes:
            return self._menu_with_two_axes(key)
        menu = self._panel.view.menu_for(key)
        if not is_mark(key):
            menu.addSeparator()
            new_era = self._panel.annotations.ask_for_era
            menu.addAction(self._action(menu, self.tr("New e&ra…"), new_era))
            return menu
        first = menu.actions()[0] if menu.actions() else None
        added = self._of_mark(menu, key)
        if added and first is not None:
            menu.insertActions(first, added)
            menu.insertSeparator(first)
        return menu

    def _menu_with_two_axes(self, key: str) -> QMenu:
        """What can be done where there are no lanes."""
        panel, two = self._panel, self._panel.room.two_axes
        menu = QMenu(two)
        if is_mark(key):
            if key not in two.selected_keys():
                two.select(key)
                panel.mark_selected.emit(key)
            menu.addActions(self._of_mark(menu, key))
            menu.addSeparator()
            for text, act in (
                (self.tr("&Open its words\tEnter"), two.open_current),
                (self.tr("Loo&k at it here\tSpace"), two.peek_current),
                (self.tr("&Fit the selection\tF"), two.fit_selection),
            ):
                menu.addAction(self._action(menu, text, act, needs_writing=False))
            menu.addSeparator()
        menu.addAction(self._action(menu, self.tr("&New event…\tN"), panel.deeds.ask_for_event))
        for text, act in (
            (self.tr("Fit &all\t0"), two.fit_all),
            (self.tr("&Zoom to a box\tZ"), two.zoom_to_next_box),
        ):
            menu.addAction(self._action(menu, text, act, needs_writing=False))
        return menu

    def _action(
        self, menu: QMenu, text: str, slot: Callable[[], object], *, needs_writing: bool = True
    ) -> QAction:
        action = QAction(text, menu)
        action.setEnabled(self._panel.can_write or not needs_writing)
        action.triggered.connect(_dropping(slot))
        return action

    # The button at the end of the row

    def fill_more(self, menu: QMenu) -> None:
        """What the row above the timeline has no place for."""
        panel, room = self._panel, self._panel.room
        for text, is_on, slot in (
            (self.tr("&Table of the marks"), room.is_table_shown, panel.deeds.toggle_table),
            (self.tr("What has no &date"), room.is_shelf_shown, panel.deeds.toggle_shelf),
            (self.tr("&Legend"), panel.is_legend_wanted, panel.deeds.toggle_legend),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(is_on)
            action.triggered.connect(_dropping(slot))
        menu.addSeparator()
        panel.annotations.fill(menu.addMenu(self.tr("&Notes and eras")), can_write=panel.can_write)
        panel.head.axis.fill(menu.addMenu(self.tr("Ti&me")))
        menu.addSeparator()
        menu.addAction(self.tr("&Go to date…")).triggered.connect(panel.deeds.jump)
        is_on = panel.playing.is_on
        told = self.tr("End the &play") if is_on else self.tr("&Play through time")
        menu.addAction(told).triggered.connect(panel.deeds.toggle_play)

    # Marks

    def _of_mark(self, menu: QMenu, key: str) -> list[QAction]:
        panel = self._panel
        mark = panel.mark(key)
        if mark is None:
            return []
        is_suggestion = thing(key).kind is ThingKind.SUGGESTION
        added = []
        if not is_suggestion:
            added += [
                self._action(
                    menu,
                    self.tr("Change the &date…\tCtrl+R"),
                    lambda: panel.writing.ask_for_date(key),
                ),
                *self._of_dates(menu, mark),
                self._action(
                    menu, self.tr("De&lete\tDel"), lambda: panel.delete_requested.emit(key)
                ),
            ]
        only = self._narrowing(menu, mark)
        return [*added, only.menuAction()] if not only.isEmpty() else added

    def _of_dates(self, menu: QMenu, mark: Mark) -> Sequence[QAction]:
        """Settle for the date that one of the sources gives, where they differ."""
        if mark.kind is not MarkKind.EVENT:
            return ()
        known = str(mark.date) if mark.date else ""
        given = {s.date: s for s in mark.sources if s.date and s.date != known}
        if not given:
            return ()
        settle = QMenu(self.tr("&Take the date of…"), menu)
        for source in list(given.values())[:_MOST_OFFERED]:
            told = f"{source.source or source.article_title}: {short(edtf.parse(source.date))}"
            action = settle.addAction(literal(_shortened(told)))
            action.setEnabled(self._panel.can_write)
            action.triggered.connect(self._settler(mark.id, source.article_id))
        return (settle.menuAction(),)

    def _settler(self, event_id: int, article_id: int) -> Callable[[], None]:
        return lambda: self._panel.writing.settle(event_id, article_id)

    def _narrowing(self, menu: QMenu, mark: Mark) -> QMenu:
        """Show only what is alike in one way."""
        only = QMenu(self.tr("&Show only"), menu)
        offered: dict[str, list[tuple[str, str]]] = {
            "speakers": [(str(s.id), s.name) for s in mark.speakers],
            "topics": [(str(j.topic.id), j.topic.name) for j in mark.judgements],
            "stances": [(j.stance.key, j.stance.label) for j in mark.judgements],
            "sources": [(s.source, s.source) for s in mark.sources if s.source],
            "categories": [(mark.category, mark.category)] if mark.category else [],
            "tags": [(tag, tag) for tag in mark.tags],
        }
        for popup, choices in offered.items():
            for key, text in list(dict.fromkeys(choices))[:_MOST_OFFERED]:
                action = only.addAction(literal(_shortened(text)))
                action.triggered.connect(self._ticker(popup, key))
        return only

    def _ticker(self, name: str, key: str) -> Callable[[], None]:
        """What ticks only this in the filter of that name; filters may have yet to be made."""

        def tick() -> None:
            popup: CheckPopup = getattr(self._panel.filters, name)
            popup.set_ticked(frozenset({key}))

        return tick


def _dropping(slot: Callable[[], object]) -> Callable[[], None]:
    """The slot without what a signal hands over."""

    def call() -> None:
        slot()

    return call


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
