"""The menu of the suggestions: what is looked for, in which article, and what was learnt."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from stanceline.domain.suggestions import SuggestionKind
from stanceline.services import learning, suggesting
from stanceline.services.progress import Progress

if TYPE_CHECKING:
    from stanceline.ui.commands.registry import Need
    from stanceline.ui.main_window import MainWindow

_KINDS = {
    SuggestionKind.QUOTATION: ("suggest.quotations", "Ctrl+Shift+F2"),
    SuggestionKind.REPORTED: ("suggest.reported", "Ctrl+Shift+F3"),
    SuggestionKind.EVENT: ("suggest.events", "Ctrl+Shift+F4"),
}


class WindowSuggestions(QObject):
    """Fills the menu, and does what it offers beyond the article on the desk."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def fill(self, menu: QMenu, opened: "Need", writes: "Need") -> None:
        """Put everything into a menu; ``opened`` and ``writes`` say why something cannot be."""
        window, add = self._window, self._window.commands.add
        add(
            menu,
            "article.walk",
            self.tr("Next &suggestion"),
            "F8",
            self._walk_on,
            needs=(opened,),
            letter=self.tr("Tab"),
        )
        needs = (opened, writes)
        accept = self.tr("&Accept all confident quotations")
        keys = "Ctrl+Shift+A"
        add(menu, "article.accept_confident", accept, keys, window.accept_confident, needs=needs)
        look = self.tr("&Look again in this article")
        add(menu, "article.suggest", look, "Ctrl+Shift+S", self.look_again, needs=needs)
        menu.addSeparator()
        texts = {
            SuggestionKind.QUOTATION: self.tr("Suggest &quotations"),
            SuggestionKind.REPORTED: self.tr("Suggest &retold words"),
            SuggestionKind.EVENT: self.tr("Suggest &events"),
        }
        for kind, (command_id, keys) in _KINDS.items():
            want = self._wanter(kind)
            add(menu, command_id, texts[kind], keys, want, needs=(writes,), is_ticked=False)
        menu.addSeparator()
        learnt = self.tr("&What was learnt…")
        add(menu, "suggest.learnt", learnt, "Ctrl+Shift+H", self.show_learnt)
        menu.aboutToShow.connect(self._show_state)
        self._show_ticks()

    def _walk_on(self) -> None:
        self._window.pane.walk_on()

    # What the menu says

    def _show_state(self) -> None:
        with self._window.telling():
            self._show_ticks()
            n_held = learning.n_held_back(self._window.workspace)
            text = self.tr("&What was learnt…")
            held = self.tr("&What was learnt (%n held back)…", "", n_held)
            self._window.commands.set_text("suggest.learnt", held if n_held else text)

    def _show_ticks(self) -> None:
        wanted = suggesting.wanted_kinds(self._window.workspace)
        for kind, (command_id, _keys) in _KINDS.items():
            self._window.commands.action(command_id).setChecked(kind in wanted)

    # What is looked for

    def look_again(self) -> None:
        """Look for suggestions in the article on the desk again."""
        window = self._window
        article = window.pane.article
        if article is None:
            return
        with window.telling():
            waiting = suggesting.suggest_for_all(window.workspace, [article.id])
            n_held = learning.n_held_back(window.workspace, article.id)
            told = self.tr("%n suggestion(s) here. Tab walks them.", "", waiting)
            if n_held:
                told += " " + self.tr("%n held back; most like them were rejected.", "", n_held)
            window.pane.refresh()
            window.pane.begin_walk()
            window.say(told)

    def _wanter(self, kind: SuggestionKind) -> Callable[[], None]:
        return lambda: self._want(kind)

    def _want(self, kind: SuggestionKind) -> None:
        """Have suggestions of a kind or no more; what is new is looked for in all articles."""
        window = self._window
        with window.telling():
            wanted = suggesting.wanted_kinds(window.workspace)
            is_more = kind not in wanted
            suggesting.want_kinds(window.workspace, wanted ^ {kind})
            self._show_ticks()
            if is_more:
                self._look_everywhere()
            else:
                window.say(
                    self.tr("No longer suggested; what waited was withdrawn."),
                    self.tr("Undo"),
                    window.undo_redo.undo,
                )
        self._show_ticks()

    def _look_everywhere(self) -> None:
        workspace = self._window.workspace

        def job(progress: Progress) -> int:
            return suggesting.suggest_for_all(workspace, progress=progress)

        title = self.tr("Looking for suggestions")
        self._window.tasks.run(title, job, self._tell_found, self._window.tell_failure)

    def _tell_found(self, n_waiting: int) -> None:
        window = self._window
        window.pane.refresh()
        window.pane.begin_walk()
        window.say(self.tr("%n suggestion(s) in all articles.", "", n_waiting))

    # What was learnt

    def show_learnt(self) -> None:
        """Show what the decisions have taught, and offer to forget it."""
        # Imported late: hardly anybody looks at it each day.
        from stanceline.ui.dialogs.learnt import LearntDialog

        with self._window.telling():
            LearntDialog(self._window.workspace, self._window).exec()
