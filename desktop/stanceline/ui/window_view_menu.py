"""The menu of what is shown, how large, and in which colours."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from stanceline.ui.settings import Side, TimelinePlace
from stanceline.ui.theme import ThemeChoice

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_LOCK_AFTER_MINUTES = (0, 2, 5, 10, 15, 30, 60)


class ViewMenu(QObject):
    """Builds the menu and keeps its ticks true."""

    def __init__(self, window: "MainWindow", menu: QMenu) -> None:
        super().__init__(window)
        self._window = window
        self._add_parts(menu)
        menu.addSeparator()
        self._add_text(menu)
        menu.addSeparator()
        self._add_locking(menu)
        menu.addSeparator()
        self._add_colours(menu)
        window.room.changed.connect(self.show_ticks)

    def _add_parts(self, menu: QMenu) -> None:
        window, add = self._window, self._window.commands.add
        add(menu, "view.read", self.tr("&Read"), "Ctrl+1", window.show_reading)
        add(menu, "view.timeline", self.tr("&Timeline"), "Ctrl+2", window.show_timeline)
        for command_id, text, keys, slot in (
            ("view.library", self.tr("&Library"), "Ctrl+3", self._toggler(Side.LIBRARY)),
            (
                "view.inspector",
                self.tr("&Panel of what is selected"),
                "Ctrl+4",
                self._toggler(Side.INSPECTOR),
            ),
            (
                "view.timeline_below",
                self.tr("Timeline &below the article"),
                "Ctrl+T",
                window.views.toggle_timeline_below,
            ),
            ("view.swap", self.tr("Library at the other s&ide"), "Ctrl+5", window.views.swap_sides),
            ("view.only_text", self.tr("&Only the text"), "F11", window.views.toggle_only_text),
        ):
            add(menu, command_id, text, keys, slot, is_ticked=False)
        for command_id, text, keys, step in (
            ("view.next_part", self.tr("&Next part of the window"), "F6", 1),
            ("view.previous_part", self.tr("Pre&vious part of the window"), "Shift+F6", -1),
        ):
            add(menu, command_id, text, keys, self._part_stepper(step))

    def _add_text(self, menu: QMenu) -> None:
        window, add = self._window, self._window.commands.add
        sizes = menu.addMenu(self.tr("Te&xt"))
        sizes.aboutToShow.connect(window.commands.offer)
        for command_id, text, keys, step in (
            ("view.larger", self.tr("&Larger text"), "Ctrl++ or Ctrl+=", 1),
            ("view.smaller", self.tr("&Smaller text"), "Ctrl+-", -1),
            ("view.usual_size", self.tr("&Usual text size"), "Ctrl+0", 0),
        ):
            add(sizes, command_id, text, keys, self._text_stepper(step))
        reading = window.reading
        for command_id, text, keys, step in (
            ("view.wider", self.tr("&Wider column"), "Ctrl+F8", 1),
            ("view.narrower", self.tr("&Narrower column"), "Ctrl+F7", -1),
        ):
            add(sizes, command_id, text, keys, self._measure_stepper(step))
        add(
            sizes,
            "view.sans",
            self.tr("Art&icles without serifs"),
            "Ctrl+Shift+F8",
            reading.toggle_typeface,
            is_ticked=reading.is_sans,
        )
        for command_id, text, keys, step in (
            ("view.interface_larger", self.tr("L&arger interface"), "Shift+F8", 1),
            ("view.interface_smaller", self.tr("S&maller interface"), "Shift+F7", -1),
            ("view.interface_usual", self.tr("Usual si&ze of the interface"), "Shift+F9", 0),
        ):
            add(sizes, command_id, text, keys, self._scale_stepper(step))

    def _add_locking(self, menu: QMenu) -> None:
        window, needs = self._window, (self._encrypted,)
        window.commands.add(
            menu,
            "view.lock",
            self.tr("Loc&k now"),
            "Ctrl+Shift+L",
            window.locking.lock,
            needs=needs,
        )
        after = menu.addMenu(self.tr("Lock aft&er"))
        after.setAccessibleName(self.tr("Lock after"))
        after.menuAction().setEnabled(window.workspace.is_encrypted)
        group = QActionGroup(self)
        for minutes in _LOCK_AFTER_MINUTES:
            text = self.tr("%n minute(s)", "", minutes) if minutes else self.tr("Never")
            action = window.commands.add(
                after,
                f"view.lock_after_{minutes}",
                text,
                "",
                self._lock_chooser(minutes),
                needs=needs,
                is_ticked=window.settings.lock_after_minutes == minutes,
            )
            group.addAction(action)

    def _encrypted(self) -> str:
        is_encrypted = self._window.workspace.is_encrypted
        return "" if is_encrypted else self.tr("The workspace has no passphrase.")

    def _add_colours(self, menu: QMenu) -> None:
        colours = menu.addMenu(self.tr("&Colours"))
        group = QActionGroup(self)
        for choice, text, keys in (
            (ThemeChoice.SYSTEM, self.tr("Colours of the s&ystem"), "Ctrl+F9"),
            (ThemeChoice.LIGHT, self.tr("&Light"), "Ctrl+F10"),
            (ThemeChoice.DARK, self.tr("&Dark"), "Ctrl+F11"),
            (ThemeChoice.HIGH_CONTRAST, self.tr("&High contrast"), "Ctrl+Shift+F10"),
            (ThemeChoice.HIGH_CONTRAST_DARK, self.tr("High contrast, d&ark"), "Ctrl+Shift+F11"),
        ):
            action = self._window.commands.add(
                colours,
                f"view.colours_{choice.value}",
                text,
                keys,
                self._theme_chooser(choice),
                is_ticked=self._window.settings.theme is choice,
            )
            group.addAction(action)

    def show_ticks(self) -> None:
        """Tick what is shown."""
        window = self._window
        settings, room = window.settings, window.room
        for command_id, is_ticked in (
            ("view.library", room.is_shown(Side.LIBRARY)),
            ("view.inspector", room.is_shown(Side.INSPECTOR)),
            ("view.timeline_below", settings.timeline_place is TimelinePlace.BELOW),
            ("view.swap", settings.has_swapped_sides),
            ("view.only_text", room.is_only_text),
        ):
            window.commands.action(command_id).setChecked(is_ticked)

    def _toggler(self, side: Side) -> Callable[[], None]:
        return lambda: self._window.views.toggle_side(side)

    def _lock_chooser(self, minutes: int) -> Callable[[], None]:
        def choose() -> None:
            self._window.settings.lock_after_minutes = minutes
            self._window.locking.watch()

        return choose

    def _part_stepper(self, step: int) -> Callable[[], None]:
        return lambda: self._window.views.step_part(step)

    def _text_stepper(self, step: int) -> Callable[[], None]:
        return lambda: self._window.reading.step_text_size(step)

    def _measure_stepper(self, step: int) -> Callable[[], None]:
        return lambda: self._window.reading.step_measure(step)

    def _scale_stepper(self, step: int) -> Callable[[], None]:
        return lambda: self._window.scale_stepped.emit(step)

    def _theme_chooser(self, choice: ThemeChoice) -> Callable[[], None]:
        return lambda: self._window.theme_chosen.emit(choice)
