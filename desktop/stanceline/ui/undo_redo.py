"""Taking back and doing again in a window, and showing there what came of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stanceline.domain.errors import StancelineError
from stanceline.services import undoing
from stanceline.services.progress import Progress
from stanceline.services.tracing import trace
from stanceline.services.undoing import Step
from stanceline.services.workspace import Changed
from stanceline.ui.dialogs.working import Work
from stanceline.ui.typed_text import TypedText

if TYPE_CHECKING:
    from stanceline.ui.history.window import HistoryWindow
    from stanceline.ui.main_window import MainWindow


class UndoRedo(QObject):
    """Ctrl+Z and Ctrl+Shift+Z: first of what is being typed, then of what was done.

    ``offered`` carries what each would do now in words, empty when there is nothing.
    """

    offered = Signal(str, str)

    def __init__(self, window: "MainWindow", work: Work) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._typed = TypedText(window)
        self._work = work
        self._history: HistoryWindow | None = None
        self._next = ("", "")

    @property
    def what_next(self) -> tuple[str, str]:
        """What would be undone and what done again now, in words, as it was last offered."""
        return self._next

    def offer(self) -> None:
        """Say anew what there is to undo and to do again."""
        back = again = None
        if not self._workspace.is_read_only:
            with self._window.telling():
                back = undoing.next_undo(self._workspace)
                again = undoing.next_redo(self._workspace)
        is_editing = self._window.pane.is_editing
        undo = (
            self.tr("typing")
            if is_editing or self._typed.can_undo()
            else back.label
            if back
            else ""
        )
        redo = (
            self.tr("typing")
            if is_editing or self._typed.can_redo()
            else again.label
            if again
            else ""
        )
        self._next = (undo, redo)
        self.offered.emit(undo, redo)

    def undo(self) -> None:
        """Take back the last of the typing, else the last action."""
        if self._window.pane.is_editing:
            # Whatever was done before must wait until the text is stored or let go of.
            self._window.pane.reader.text.undo()
        elif self._typed.can_undo():
            self._typed.undo()
        else:
            self._run(self.tr("Undoing"), undoing.undo, self._tell_undone)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._window.pane.is_editing:
            self._window.pane.reader.text.redo()
        elif self._typed.can_redo():
            self._typed.redo()
        else:
            self._run(self.tr("Doing again"), undoing.redo, self._tell_redone)

    def _run(
        self,
        title: str,
        act: Callable[..., Step | None],
        tell: Callable[[Step | None], None],
    ) -> None:
        def job(progress: Progress) -> Step | None:
            return act(self._workspace, progress)

        def done(step: Step | None) -> None:
            # The signal of a worker's change may come later than this.
            self._window.catch_up(frozenset(Changed))
            if step is not None:
                self.show_what(step.action_id)
            tell(step)

        # What is being typed is an action of its own once it is saved.
        self._window.inspector.settle()
        self._work.run(title, job, done, self._window.tell_failure)

    def _tell_undone(self, step: Step | None) -> None:
        if step is None:
            self._window.say(self.tr("There is nothing to undo."))
            return
        told = self.tr("Undone: {what}.").format(what=step.label)
        key = self._window.commands.key_of("edit.redo")
        way = self.tr(" {key} does it again.").format(key=key) if key else ""
        self._window.say(told + way, self.tr("Redo"), self.redo)

    def _tell_redone(self, step: Step | None) -> None:
        if step is None:
            self._window.say(self.tr("There is nothing to do again."))
            return
        told = self.tr("Done again: {what}.").format(what=step.label)
        key = self._window.commands.key_of("edit.undo")
        way = self.tr(" {key} undoes it.").format(key=key) if key else ""
        self._window.say(told + way, self.tr("Undo"), self.undo)

    # The history

    def show_history(self) -> None:
        """Show what was done, beside the window."""
        window = self._window
        if self._history is None:
            from stanceline.ui.history.window import HistoryWindow

            self._history = HistoryWindow(self._workspace, window.settings, window)
            self._history.show_requested.connect(self._show_words)
            self._history.changed.connect(self._changed_in_history)
            self._history.undo_requested.connect(self.undo)
            self._history.redo_requested.connect(self.redo)
        self._history.set_context(window.pane.article)
        self._history.show_history()

    def ask_for_name(self) -> None:
        """Ask in whose name all is done from now on."""
        from stanceline.ui.dialogs.your_name import YourNameDialog

        dialog = YourNameDialog(self._workspace, self._window.settings, self._window)
        dialog.exec()
        dialog.deleteLater()

    def take_name(self) -> None:
        """Work in the name that was given in another workspace, if any was."""
        name = self._window.settings.analyst_name
        if name and not self._workspace.is_read_only:
            from stanceline.services import history

            with self._window.telling():
                history.work_as(self._workspace, name)

    def refresh_history(self) -> None:
        """Show in the history what was done just now."""
        if self._history is not None and self._history.isVisible():
            self._history.set_context(self._window.pane.article)
            self._history.refresh()

    def _show_words(self, action_id: int) -> None:
        if self._history is not None and not self.show_what(action_id):
            self._history.say(self.tr("Nothing of it is there now that could be shown."))

    def _changed_in_history(self, said: str) -> None:
        self._window.catch_up(frozenset(Changed))
        self._window.say(said)

    def stop(self) -> None:
        """Close what belongs to the window."""
        if self._history is not None:
            self._history.close()

    def show_what(self, action_id: int) -> bool:
        """Point to what the action was about; whether any of it is there."""
        try:
            found = trace(self._workspace, action_id)
        except StancelineError as error:
            self._window.tell_failure(error)
            return False
        if found is None:
            return False
        key = f"{found.kind}:{found.id}"
        if found.article_id is not None and found.kind != "article":
            self._window.point_to(found.article_id, key)
        elif found.article_id is not None:
            self._window.open_article(found.article_id)
            self._window.select(key)
        else:
            self._window.select(key)
        return True
