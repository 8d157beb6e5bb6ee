"""What the menus do with the article on the desk, and with all that was made of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.domain.articles import ArticleStatus
from stanceline.services import articles

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow


class WindowWork(QObject):
    """Finishes articles, writes exports, and edits topics."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def finish_article(self) -> None:
        """Mark the article as done and open the next one."""
        article = self._window.pane.article
        if article is None:
            return
        with self._window.telling():
            articles.set_status(self._window.workspace, article.id, ArticleStatus.DONE)
            following = self._window.library.neighbour(article.id, 1)
            self._window.say(
                self.tr("“{title}” is done.").format(title=article.title),
                self.tr("Undo"),
                self._window.undo_redo.undo,
            )
            if following is not None and following != article.id:
                self._window.open_article(following)
            self._window.pane.reader.setFocus()

    def export(self) -> None:
        """Ask what to write, and write it."""
        # Imported late, with all that draws images.
        from stanceline.ui.dialogs.export import ExportDialog

        view = self._window.timeline.view_shown()
        dialog = ExportDialog(self._window.workspace, view, parent=self._window)
        dialog.exec()

    def edit_topics(self) -> None:
        """Add, rename and describe topics."""
        from stanceline.ui.dialogs.topics import TopicsDialog

        TopicsDialog(self._window.workspace, self._window).exec()
