"""Everything the window can be told to do, with its place in a menu and its key."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from stanceline.ui.about import AboutDialog
from stanceline.ui.help_window import HelpWindow
from stanceline.ui.settings import TimelinePlace
from stanceline.ui.theme import ThemeChoice

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_LOCK_AFTER_MINUTES = (0, 2, 5, 10, 15, 30, 60)
_SUGGEST_KEY = "Ctrl+Shift+S"


class WindowActions(QObject):
    """The window's menus; what they call is in the window and its parts.

    ``new_requested`` and its like are answered by the program, which knows all windows.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._help: HelpWindow | None = None
        self._needs_article: list[QAction] = []
        self._build_file_menu()
        self._build_edit_menu()
        self._build_article_menu()
        self._build_view_menu()
        self._build_help_menu()

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add(
        self,
        menu: QMenu,
        text: str,
        key: str,
        slot: Callable[[], object],
        *,
        needs_article: bool = False,
        writes: bool = False,
    ) -> QAction:
        action = QAction(text, self._window)
        if key:
            action.setShortcuts([QKeySequence(each) for each in key.split(" or ")])
        action.triggered.connect(lambda _checked: slot())
        menu.addAction(action)
        if writes and self._window.workspace.is_read_only:
            action.setEnabled(False)
        elif needs_article:
            self._needs_article.append(action)
        return action

    def _build_file_menu(self) -> None:
        window, menu = self._window, self._menu(self.tr("&File"))
        self._add(menu, self.tr("&New workspace…"), "Ctrl+N", window.ask_for_new)
        self._add(menu, self.tr("&Open workspace…"), "Ctrl+O", window.ask_to_open)
        self._recent = menu.addMenu(self.tr("Open &recent"))
        self._recent.setToolTipsVisible(True)
        self._recent.aboutToShow.connect(self._fill_recent)
        self._add(menu, self.tr("Open the &sample"), "Ctrl+Shift+O", window.request_sample)
        menu.addSeparator()
        self._add(
            menu, self.tr("&Import files…"), "Ctrl+I", window.imports.ask_for_files, writes=True
        )
        self._add(
            menu,
            self.tr("Import a &folder…"),
            "Ctrl+Shift+I",
            window.imports.ask_for_folder,
            writes=True,
        )
        self._add(
            menu, self.tr("&Paste an article…"), "Ctrl+Shift+V", window.imports.paste, writes=True
        )
        menu.addSeparator()
        self._add(menu, self.tr("&Export…"), "Ctrl+E", window.export)
        menu.addSeparator()
        keeping = window.safekeeping
        self._add(menu, self.tr("Save a cop&y…"), "Ctrl+Shift+C", keeping.ask_to_copy)
        self._add(menu, self.tr("&Backups…"), "Ctrl+B", keeping.show_backups)
        self._add(menu, self.tr("Chec&k workspace…"), "Ctrl+Shift+K", keeping.check)
        self._add(
            menu,
            self.tr("P&assphrase…"),
            "Ctrl+Shift+P",
            window.locking.ask_for_change,
            writes=True,
        )
        menu.addSeparator()
        self._add(menu, self.tr("&Close window"), "Ctrl+W", window.close)
        self._add(menu, self.tr("&Quit"), "Ctrl+Q", QApplication.closeAllWindows)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._window.settings.recent_workspaces:
            action = self._recent.addAction(path.stem.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(self._opener(path))
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("None yet")).setEnabled(False)

    def _opener(self, path: Path) -> Callable[[], None]:
        return lambda: self._window.open_requested.emit(path)

    def _build_edit_menu(self) -> None:
        window, menu = self._window, self._menu(self.tr("&Edit"))
        reader = window.pane.reader
        steps = window.undo_redo
        self._undo = self._add(menu, self.tr("&Undo"), "Ctrl+Z", steps.undo)
        self._redo = self._add(menu, self.tr("&Redo"), "Ctrl+Shift+Z or Ctrl+Y", steps.redo)
        self._add(menu, self.tr("&History…"), "Ctrl+H", steps.show_history)
        steps.offered.connect(self._offer_steps)
        menu.aboutToShow.connect(steps.offer)
        menu.addSeparator()
        self._add(
            menu, self.tr("&Find in the article…"), "Ctrl+F", reader.show_find, needs_article=True
        )
        self._add(menu, self.tr("Find &articles"), "Ctrl+L", window.library.words.setFocus)
        menu.addSeparator()
        self._add(menu, self.tr("&Topics…"), "Ctrl+Shift+T", window.edit_topics)
        self._add(menu, self.tr("&Your name…"), "Ctrl+Shift+N", steps.ask_for_name, writes=True)
        menu.addSeparator()
        # Not Ctrl+Delete, which takes a word out of the field in which somebody types.
        self._add(
            menu, self.tr("&Delete what is selected"), "Ctrl+D", window.deleting.delete_selected
        )

    def _offer_steps(self, undo: str, redo: str) -> None:
        """Say in the menu what would be undone and what done again."""
        for action, alone, with_what, what in (
            (self._undo, self.tr("&Undo"), self.tr("&Undo: {what}"), undo),
            (self._redo, self.tr("&Redo"), self.tr("&Redo: {what}"), redo),
        ):
            action.setText(with_what.format(what=what.replace("&", "&&")) if what else alone)
            action.setEnabled(bool(what))

    def _build_article_menu(self) -> None:
        window, menu = self._window, self._menu(self.tr("&Article"))
        pane = window.pane
        self._add(menu, self.tr("&Next article"), "Alt+Down", lambda: window.step_article(1))
        self._add(menu, self.tr("&Previous article"), "Alt+Up", lambda: window.step_article(-1))
        menu.addSeparator()
        # The single letters act in the text alone; the long keys also from a card.
        for text, key, long_key, slot in (
            (
                self.tr("Mark the selection as a &quotation"),
                "Q",
                "Ctrl+Shift+Q",
                pane.mark_selection,
            ),
            (
                self.tr("Note an &event from the selection"),
                "E",
                "Ctrl+Shift+E",
                pane.note_event,
            ),
            (
                self.tr("Add the selection as e&vidence to an event"),
                "V",
                "Ctrl+Shift+D",
                pane.add_evidence,
            ),
            (self.tr("Next &suggestion"), self.tr("Tab"), "F8", pane.walk_on),
        ):
            native = QKeySequence(long_key).toString(QKeySequence.SequenceFormat.NativeText)
            self._add(
                menu,
                f"{text}\t{key}, {native}",
                long_key,
                slot,
                needs_article=True,
                writes=slot != pane.walk_on,
            )
        menu.addSeparator()
        self._add(
            menu,
            self.tr("&Accept all confident suggestions"),
            "Ctrl+Shift+A",
            window.accept_confident,
            needs_article=True,
            writes=True,
        )
        self._add(
            menu,
            self.tr("&Look for quotations again"),
            _SUGGEST_KEY,
            window.suggest,
            needs_article=True,
            writes=True,
        )

    def _build_view_menu(self) -> None:
        window, menu = self._window, self._menu(self.tr("&View"))
        self._add(menu, self.tr("&Read"), "Ctrl+1", window.show_reading)
        self._add(menu, self.tr("&Timeline"), "Ctrl+2", window.show_timeline)
        self._below = self._add(
            menu, self.tr("Timeline &below the article"), "Ctrl+T", window.toggle_timeline_below
        )
        self._below.setCheckable(True)
        menu.addSeparator()
        for text, key, step in (
            (self.tr("Next &part of the window"), "F6", 1),
            (self.tr("Previous part &of the window"), "Shift+F6", -1),
        ):
            self._add(menu, text, key, self._part_stepper(step))
        menu.addSeparator()
        for text, key, step in (
            (self.tr("&Larger text"), "Ctrl++ or Ctrl+=", 1),
            (self.tr("&Smaller text"), "Ctrl+-", -1),
            (self.tr("&Usual text size"), "Ctrl+0", 0),
        ):
            self._add(menu, text, key, self._text_stepper(step))
        menu.addSeparator()
        self._add_locking(menu)
        menu.addSeparator()
        group = QActionGroup(self)
        for text, key, choice in (
            (self.tr("Colours of the s&ystem"), "Ctrl+F9", ThemeChoice.SYSTEM),
            (self.tr("L&ight"), "Ctrl+F10", ThemeChoice.LIGHT),
            (self.tr("&Dark"), "Ctrl+F11", ThemeChoice.DARK),
        ):
            action = self._add(menu, text, key, self._theme_chooser(choice))
            action.setCheckable(True)
            action.setChecked(window.settings.theme is choice)
            group.addAction(action)

    def _add_locking(self, menu: QMenu) -> None:
        window = self._window
        lock = self._add(menu, self.tr("Loc&k now"), "Ctrl+Shift+L", window.locking.lock)
        after = menu.addMenu(self.tr("Lock &after"))
        after.setAccessibleName(self.tr("Lock after"))
        for action in (lock, after.menuAction()):
            action.setEnabled(window.workspace.is_encrypted)
        group = QActionGroup(self)
        for minutes in _LOCK_AFTER_MINUTES:
            text = self.tr("%n minute(s)", "", minutes) if minutes else self.tr("Never")
            action = self._add(after, text, "", self._lock_chooser(minutes))
            action.setCheckable(True)
            action.setChecked(window.settings.lock_after_minutes == minutes)
            group.addAction(action)

    def _lock_chooser(self, minutes: int) -> Callable[[], None]:
        def choose() -> None:
            self._window.settings.lock_after_minutes = minutes
            self._window.locking.watch()

        return choose

    def _part_stepper(self, step: int) -> Callable[[], None]:
        return lambda: self._window.step_part(step)

    def _text_stepper(self, step: int) -> Callable[[], None]:
        return lambda: self._window.step_text_size(step)

    def _theme_chooser(self, choice: ThemeChoice) -> Callable[[], None]:
        return lambda: self._window.theme_chosen.emit(choice)

    def _build_help_menu(self) -> None:
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("&Help"), "F1", self._show_help)
        self._add(menu, self.tr("&About Stanceline"), "Shift+F1", self._show_about)

    def _show_help(self) -> None:
        if self._help is None:
            self._help = HelpWindow(self._window)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def _show_about(self) -> None:
        AboutDialog(self._window, workspace=self._window.workspace).exec()

    def timeline_placed(self, place: TimelinePlace) -> None:
        """Show in the menu where the timeline is."""
        self._below.setChecked(place is TimelinePlace.BELOW)

    def article_opened(self, *, is_open: bool) -> None:
        """Offer what needs an article only when there is one."""
        for action in self._needs_article:
            action.setEnabled(is_open)
