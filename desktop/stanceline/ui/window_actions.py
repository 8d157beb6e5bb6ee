"""The menus of the window: everything it can be told to do, with its place and its key."""

import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from stanceline.domain.articles import ArticleStatus
from stanceline.ui.window_view_menu import ViewMenu

if TYPE_CHECKING:
    from stanceline.ui.commands.palette import Palette
    from stanceline.ui.help_window import HelpWindow
    from stanceline.ui.main_window import MainWindow

# On a Mac, Alt with an arrow goes by words.
_ARROWS = ("Ctrl+[", "Ctrl+]") if sys.platform == "darwin" else ("Alt+Left", "Alt+Right")
BACK, FORWARD = f"{_ARROWS[0]} or Alt+PgUp", f"{_ARROWS[1]} or Alt+PgDown"


class WindowActions(QObject):
    """Builds the menus; what they call is in the window and its parts.

    ``new_requested`` and its like are answered by the program, which knows all windows.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._help: HelpWindow | None = None
        self._build_file_menu()
        self._build_edit_menu()
        self._build_article_menu()
        suggestions = self.menu(self.tr("Su&ggestions"))
        window.suggestions_here.fill(suggestions, self._open, self._writes)
        window.timeline_here.fill(self.menu(self.tr("&Timeline")), self._writes)
        self.view = ViewMenu(window, self.menu(self.tr("&View")))
        self._build_help_menu()
        self._show_keys_on_buttons()
        window.commands.take_keys()
        window.commands.offer()

    @cached_property
    def palette(self) -> "Palette":
        """The command palette, made when it is first asked for."""
        from stanceline.ui.commands.palette import Palette

        return Palette(self._window)

    def _open_palette(self) -> None:
        self.palette.open()

    def stop(self) -> None:
        """Read the workspace no more, which is about to be closed."""
        if "palette" in vars(self):
            self.palette.stop()

    def menu(self, title: str) -> QMenu:
        """A new menu at the end of the bar."""
        menu = self._window.menuBar().addMenu(title)
        menu.aboutToShow.connect(self._window.commands.offer)
        return menu

    # Why something cannot be done now

    def _open(self) -> str:
        return "" if self._window.pane.article else self.tr("No article is open.")

    def _writes(self) -> str:
        is_read_only = self._window.workspace.is_read_only
        return self.tr("The workspace is read-only here.") if is_read_only else ""

    def _two(self) -> str:
        return "" if self._window.desk.other else self.tr("Only one article is on the desk.")

    def _before(self) -> str:
        can_go = self._window.places.visited.can_go_back
        return "" if can_go else self.tr("There is no place to go back to.")

    def _after(self) -> str:
        can_go = self._window.places.visited.can_go_forward
        return "" if can_go else self.tr("There is no place to go forward to.")

    def _undoable(self) -> str:
        return "" if self._window.undo_redo.what_next[0] else self.tr("There is nothing to undo.")

    def _redoable(self) -> str:
        next_redo = self._window.undo_redo.what_next[1]
        return "" if next_redo else self.tr("There is nothing to do again.")

    # What the active side of the desk is told, whichever that is

    def _show_find(self) -> None:
        self._window.pane.reader.show_find()

    def _mark(self) -> None:
        self._window.pane.mark_selection()

    def _note_event(self) -> None:
        self._window.pane.note_event()

    def _add_evidence(self) -> None:
        self._window.pane.add_evidence()

    # The menus

    def _build_file_menu(self) -> None:
        window, menu = self._window, self.menu(self.tr("&File"))
        add = window.commands.add
        writes = (self._writes,)
        add(menu, "file.new", self.tr("&New workspace…"), "Ctrl+N", window.others.ask_for_new)
        add(menu, "file.open", self.tr("&Open workspace…"), "Ctrl+O", window.others.ask_to_open)
        self._recent = menu.addMenu(self.tr("Open &recent"))
        self._recent.setToolTipsVisible(True)
        self._recent.aboutToShow.connect(self._fill_recent)
        sample = self.tr("Open the &sample")
        add(menu, "file.sample", sample, "Ctrl+Shift+O", window.sample_requested.emit)
        add(
            menu,
            "file.new_window",
            self.tr("New &window on this workspace"),
            "Ctrl+Shift+W",
            window.new_window_requested.emit,
        )
        menu.addSeparator()
        imports = window.imports
        add(
            menu,
            "file.import_files",
            self.tr("&Import files…"),
            "Ctrl+I",
            imports.ask_for_files,
            needs=writes,
        )
        add(
            menu,
            "file.import_folder",
            self.tr("Import a &folder…"),
            "Ctrl+Shift+I",
            imports.ask_for_folder,
            needs=writes,
        )
        add(
            menu,
            "file.paste",
            self.tr("&Paste an article…"),
            "Ctrl+Shift+V",
            imports.paste,
            needs=writes,
        )
        menu.addSeparator()
        add(menu, "file.export", self.tr("&Export…"), "Ctrl+E", window.doing.export)
        menu.addSeparator()
        self._add_keeping(menu)
        menu.addSeparator()
        add(menu, "file.close", self.tr("&Close window"), "Ctrl+W", window.close)
        add(menu, "file.quit", self.tr("&Quit"), "Ctrl+Q", QApplication.closeAllWindows)

    def _add_keeping(self, menu: QMenu) -> None:
        window = self._window
        add, keeping = window.commands.add, window.safekeeping
        add(menu, "file.copy", self.tr("Save a cop&y…"), "Ctrl+Shift+C", keeping.ask_to_copy)
        add(menu, "file.backups", self.tr("&Backups…"), "Ctrl+B", keeping.show_backups)
        add(menu, "file.check", self.tr("Chec&k workspace…"), "Ctrl+Shift+K", keeping.check)
        add(
            menu,
            "file.passphrase",
            self.tr("P&assphrase…"),
            "Ctrl+Shift+P",
            window.locking.ask_for_change,
            needs=(self._writes,),
        )

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
        window, menu = self._window, self.menu(self.tr("&Edit"))
        add, steps = window.commands.add, window.undo_redo
        add(menu, "edit.undo", self.tr("&Undo"), "Ctrl+Z", steps.undo, needs=(self._undoable,))
        add(
            menu,
            "edit.redo",
            self.tr("&Redo"),
            "Ctrl+Shift+Z or Ctrl+Y",
            steps.redo,
            needs=(self._redoable,),
        )
        add(menu, "edit.history", self.tr("&History…"), "Ctrl+H", steps.show_history)
        steps.offered.connect(self._offer_steps)
        menu.aboutToShow.connect(steps.offer)
        menu.addSeparator()
        add(
            menu,
            "edit.find",
            self.tr("&Find in the article…"),
            "Ctrl+F",
            self._show_find,
            needs=(self._open,),
        )
        add(
            menu,
            "edit.find_articles",
            self.tr("Find &articles"),
            "Ctrl+L",
            window.views.find_articles,
        )
        add(menu, "edit.palette", self.tr("&Commands…"), "Ctrl+K", self._open_palette)
        menu.addSeparator()
        add(menu, "edit.topics", self.tr("&Topics…"), "Ctrl+Shift+T", window.doing.edit_topics)
        add(
            menu,
            "edit.name",
            self.tr("&Your name…"),
            "Ctrl+Shift+N",
            steps.ask_for_name,
            needs=(self._writes,),
        )
        add(menu, "edit.keys", self.tr("&Keys…"), "Ctrl+Shift+F1", self._show_shortcuts)
        menu.addSeparator()
        # Not Ctrl+Delete, which takes a word out of the field in which somebody types.
        add(
            menu,
            "edit.delete",
            self.tr("&Delete what is selected"),
            "Ctrl+D",
            window.deleting.delete_selected,
        )

    def _offer_steps(self, undo: str, redo: str) -> None:
        """Say in the menu what would be undone and what done again."""
        commands = self._window.commands
        for command_id, alone, with_what, what in (
            ("edit.undo", self.tr("&Undo"), self.tr("&Undo: {what}"), undo),
            ("edit.redo", self.tr("&Redo"), self.tr("&Redo: {what}"), redo),
        ):
            commands.set_text(
                command_id, with_what.format(what=what.replace("&", "&&")) if what else alone
            )
        commands.offer()

    def _build_article_menu(self) -> None:
        menu = self.menu(self.tr("&Article"))
        self._add_ways(menu)
        menu.addSeparator()
        self._add_marking(menu)
        menu.addSeparator()
        self._add_editing(menu)

    def _add_ways(self, menu: QMenu) -> None:
        window = self._window
        add, places = window.commands.add, window.places
        for command_id, text, keys, slot, needs in (
            (
                "article.next",
                self.tr("&Next article"),
                "Alt+Down",
                lambda: window.views.step_article(1),
                None,
            ),
            (
                "article.previous",
                self.tr("&Previous article"),
                "Alt+Up",
                lambda: window.views.step_article(-1),
                None,
            ),
            ("article.back", self.tr("&Back"), BACK, places.back, self._before),
            ("article.forward", self.tr("Fo&rward"), FORWARD, places.forward, self._after),
            (
                "article.beside",
                self.tr("&Open beside"),
                "Ctrl+Shift+B",
                places.open_beside,
                None,
            ),
            (
                "article.other_side",
                self.tr("Go to the other s&ide"),
                "Ctrl+F6",
                places.go_to_other_side,
                self._two,
            ),
            (
                "article.close_side",
                self.tr("&Close this side"),
                "Ctrl+F4",
                places.close_beside,
                self._two,
            ),
        ):
            add(menu, command_id, text, keys, slot, needs=() if needs is None else (needs,))

    def _add_marking(self, menu: QMenu) -> None:
        window = self._window
        # The single letters act in the text alone; the long keys also from a card.
        for command_id, text, letter, keys, slot, needs in (
            (
                "article.mark",
                self.tr("Mark the selection as a &quotation"),
                "Q",
                "Ctrl+Shift+Q",
                self._mark,
                (self._open, self._writes),
            ),
            (
                "article.event",
                self.tr("Note an &event from the selection"),
                "E",
                "Ctrl+Shift+E",
                self._note_event,
                (self._open, self._writes),
            ),
            (
                "article.evidence",
                self.tr("Add the selection as e&vidence to an event"),
                "V",
                "Ctrl+Shift+D",
                self._add_evidence,
                (self._open, self._writes),
            ),
        ):
            window.commands.add(menu, command_id, text, keys, slot, needs=needs, letter=letter)

    def _add_editing(self, menu: QMenu) -> None:
        """What is done to the article as a whole: its text, its facts, its status."""
        window = self._window
        add, library, editing = window.commands.add, window.library, window.editing
        needs = (self._open, self._writes)
        text = self.tr("Edi&t the text")
        add(menu, "article.edit_text", text, "F2", editing.toggle, needs=needs)
        add(menu, "article.doubts", self.tr("C&heck these…"), "F9", editing.show_doubts)
        add(
            menu,
            "article.facts",
            self.tr("&Facts of the article…"),
            "Ctrl+M",
            library.edit_facts,
            needs=needs,
        )
        add(menu, "article.tags", self.tr("Ta&gs…"), "Ctrl+G", library.edit_tags, needs=needs)
        for status, text, keys in (
            (ArticleStatus.UNREAD, self.tr("Mark as &unread"), "Ctrl+Shift+F5"),
            (ArticleStatus.IN_WORK, self.tr("Mark as in &work"), "Ctrl+Shift+F6"),
            (ArticleStatus.DONE, self.tr("Mark as &done"), "Ctrl+Shift+F7"),
        ):
            slot = self._status_setter(status)
            add(menu, f"article.{status.value}", text, keys, slot, needs=needs)
        done = self.tr("Done, and on to the ne&xt")
        add(
            menu,
            "article.done_next",
            done,
            "Ctrl+Shift+M",
            window.doing.finish_article,
            needs=needs,
        )

    def _status_setter(self, status: ArticleStatus) -> Callable[[], None]:
        return lambda: self._window.library.set_status_of_selected(status)

    def _build_help_menu(self) -> None:
        menu, add = self.menu(self.tr("&Help")), self._window.commands.add
        add(menu, "help.help", self.tr("&Help"), "F1", self._show_help)
        add(menu, "help.about", self.tr("&About Stanceline"), "Shift+F1", self._show_about)

    def _show_keys_on_buttons(self) -> None:
        window = self._window
        for button, command_id, words in (
            (
                window.header.export_button,
                "file.export",
                self.tr("Export the timeline or a table"),
            ),
            (window.header.read_button, "view.read", self.tr("Read the article")),
            (window.header.timeline_button, "view.timeline", self.tr("The timeline alone")),
            (window.header.back_button, "article.back", self.tr("Back")),
            (window.header.forward_button, "article.forward", self.tr("Forward")),
            (window.header.commands_button, "edit.palette", self.tr("All commands")),
            (
                window.status.doubts_button,
                "article.doubts",
                self.tr("Words of the text have changed under these marks"),
            ),
        ):
            window.commands.show_key_on(button, command_id, words)

    def _show_help(self) -> None:
        if self._help is None:
            from stanceline.ui.help_window import HelpWindow

            self._help = HelpWindow(self._window)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def _show_about(self) -> None:
        from stanceline.ui.about import AboutDialog

        AboutDialog(self._window, workspace=self._window.workspace).exec()

    def _show_shortcuts(self) -> None:
        from stanceline.ui.commands.shortcuts import ShortcutsDialog

        dialog = ShortcutsDialog(self._window)
        dialog.exec()
        dialog.deleteLater()

    def action(self, command_id: str) -> QAction:
        """The action of a command."""
        return self._window.commands.action(command_id)
