"""What is done to the articles that are chosen in the library, one or many."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.services.progress import QUIET, Cancelled, Progress
from stanceline.services.several_articles import (
    change_tags,
    delete_articles,
    describe_articles,
    set_statuses,
)
from stanceline.ui.dialogs.parts import ask
from stanceline.ui.tasks import TaskRunner
from stanceline.ui.words import article_statuses

if TYPE_CHECKING:
    from stanceline.ui.library.library import Library
    from stanceline.ui.library.tags_card import TagsCard

_AT_ONCE = 150
"""So many articles are changed within a moment; more are left to a worker."""

_MANY = 20

_Job = Callable[[Progress], int]


class LibraryActions(QObject):
    """Acts on the chosen articles of a library, and says there what was done."""

    def __init__(self, library: "Library") -> None:
        super().__init__(library)
        self._library = library
        self._workspace = library.workspace
        self._card: TagsCard | None = None
        self._ids_on_card: list[int] = []
        self._runner = TaskRunner(self)

    # What can be asked for

    def set_status(self, status: ArticleStatus) -> None:
        """Mark the chosen articles so."""
        ids = self._chosen()
        if ids:
            words = article_statuses()[status]
            self._run(
                ids,
                self.tr("Marking articles"),
                lambda progress: set_statuses(self._workspace, ids, status, progress),
                lambda n: self.tr("%n article(s) marked as {status}.", "", n).format(status=words),
            )

    def edit_facts(self) -> None:
        """Open the facts of the chosen articles, and save what is changed there."""
        ids = self._chosen()
        if not ids:
            return
        try:
            from stanceline.ui.dialogs.articles import ArticleFactsDialog

            dialog = ArticleFactsDialog(self._workspace, ids, self._library.window())
        except StancelineError as error:
            self._library.refused.emit(str(error))
            return
        is_saved = dialog.exec()
        change = dialog.change()
        dialog.deleteLater()
        if is_saved and not change.says_nothing():
            self._run(
                ids,
                self.tr("Describing articles"),
                lambda progress: describe_articles(self._workspace, ids, change, progress),
                lambda n: self.tr("The facts of %n article(s) were changed.", "", n),
            )

    def edit_tags(self) -> None:
        """Open the tags of the chosen articles."""
        ids = self._chosen()
        if not ids:
            return
        if self._card is None:
            from stanceline.ui.library.tags_card import TagsCard

            self._card = TagsCard(self._workspace, self._library.window())
            self._card.wanted.connect(self._change_tags)
            self._card.closed.connect(self._library.take_focus)
        self._ids_on_card = ids
        self._card.open_for(ids, self._library.page_in_sight())

    def _change_tags(self, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        ids, card = self._ids_on_card, self._card

        def said(n: int) -> str:
            if card is not None and card.isVisible():
                card.read_again()
            if added:
                return self.tr("%n article(s) tagged “{tag}”.", "", n).format(tag=added[0])
            return self.tr("The tag “{tag}” taken from %n article(s).", "", n).format(
                tag=removed[0]
            )

        self._run(
            ids,
            self.tr("Tagging articles"),
            lambda progress: change_tags(self._workspace, ids, added, removed, progress),
            said,
        )

    def delete(self) -> None:
        """Delete the chosen articles; of many it is asked first, for it takes a while."""
        ids = self._chosen()
        if len(ids) == 1:
            self._library.delete_requested.emit(f"article:{ids[0]}")
        elif len(ids) > _MANY:
            ask(
                self._library.window(),
                self.tr("Delete %n article(s)?", "", len(ids)),
                self.tr("Their quotations and evidence go with them. Undo brings all back."),
                self.tr("Delete"),
                lambda: self._delete(ids),
            )
        elif ids:
            self._delete(ids)

    def _delete(self, ids: Sequence[int]) -> None:
        self._run(
            ids,
            self.tr("Deleting articles"),
            lambda progress: delete_articles(self._workspace, ids, progress),
            lambda n: self.tr("%n article(s) deleted. Ctrl+Z brings them back.", "", n),
        )

    # Doing it

    def _chosen(self) -> list[int]:
        """The chosen articles; none, and a sentence why, where nothing can be done to them."""
        ids = self._library.selected_ids()
        if not ids:
            self._library.said.emit(self.tr("No article is chosen."))
        elif self._workspace.is_read_only:
            self._library.refused.emit(
                self.tr("The workspace is read-only, so its articles cannot be changed. {why}")
                .format(why=self._workspace.why_read_only)
                .strip()
            )
            return []
        return ids

    def _run(self, ids: Sequence[int], title: str, job: _Job, said: Callable[[int], str]) -> None:
        """Do it at once, or with progress and a way to stop it where there are many."""
        if len(ids) > _AT_ONCE:
            self._tasks().run(
                title, job, lambda n: self._library.said.emit(said(n)), self._tell_failure
            )
            return
        try:
            n_found = job(QUIET)
        except StancelineError as error:
            self._library.refused.emit(str(error))
            return
        self._library.said.emit(said(n_found))

    def _tasks(self) -> TaskRunner:
        """The runner of the window, which shows what it does; else one of our own."""
        found = self._library.window().findChild(TaskRunner)
        return found if isinstance(found, TaskRunner) else self._runner

    def _tell_failure(self, error: StancelineError) -> None:
        if isinstance(error, Cancelled):
            self._library.said.emit(str(error))
        else:
            self._library.refused.emit(str(error))

    # The menu

    def new_menu(self) -> QMenu:
        """What can be done to the chosen articles, with the keys for it."""
        n = len(self._library.selected_ids())
        menu = QMenu(self._library)
        menu.setAccessibleName(self.tr("Articles"))
        if n > 1:
            menu.addAction(self.tr("%n article(s)", "", n)).setEnabled(False)
            menu.addSeparator()
        self._add(menu, self.tr("&Facts…"), "article.facts", self.edit_facts, n)
        self._add(menu, self.tr("&Tags…"), "article.tags", self.edit_tags, n)
        menu.addSeparator()
        texts = {
            ArticleStatus.UNREAD: self.tr("Mark as &unread"),
            ArticleStatus.IN_WORK: self.tr("Mark as in &work"),
            ArticleStatus.DONE: self.tr("Mark as &done"),
        }
        for status, text in texts.items():
            self._add(menu, text, f"article.{status.value}", self._setter(status), n)
        menu.addSeparator()
        delete = self._add(menu, self.tr("Delet&e"), "", self.delete, n)
        delete.setText(f"{delete.text()}\t{_native(QKeySequence(QKeySequence.StandardKey.Delete))}")
        everything = menu.addAction(self.tr("Choose &all"))
        everything.setText(f"{everything.text()}\t{_native(QKeySequence('Ctrl+A'))}")
        everything.triggered.connect(lambda _checked: self._library.choose_all())
        return menu

    def _setter(self, status: ArticleStatus) -> Callable[[], None]:
        return lambda: self.set_status(status)

    def _add(
        self, menu: QMenu, text: str, command_id: str, slot: Callable[[], None], n: int
    ) -> QAction:
        action = menu.addAction(text)
        key = self.key_of(command_id)
        if key:
            action.setText(f"{text}\t{key}")
        action.setEnabled(bool(n) and not self._workspace.is_read_only)
        action.triggered.connect(lambda _checked: slot())
        return action

    def key_of(self, command_id: str) -> str:
        """The key that the window's command of this name has now; empty when it has none."""
        command = self._library.window().findChild(QAction, command_id) if command_id else None
        return _native(command.shortcut()) if isinstance(command, QAction) else ""


def _native(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
