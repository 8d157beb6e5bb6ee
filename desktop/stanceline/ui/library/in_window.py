"""The library among the other parts of a window: what it hears from them and tells them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stanceline.domain.errors import StancelineError
from stanceline.services import reading_progress
from stanceline.ui.article_pane import ArticlePane

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_TO_THE_END = 0.99


class LibraryInWindow(QObject):
    """Lets the library remember how it stood, and how far each article was read.

    An article that is chosen in the library opens where somebody stopped reading, unless
    it was read to its end.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._library = window.library
        self._library.live_with(window.settings)
        self._library.said.connect(window.say)
        self._library.article_chosen.connect(self._chosen)
        self._watch(window.pane)
        window.desk.made.connect(self._watch)

    def _watch(self, pane: ArticlePane) -> None:
        def seen(place: int, furthest: int) -> None:
            if pane.article is not None:
                self._library.note_place(pane.article.id, place, furthest)

        pane.reader.place_seen.connect(seen)

    def _chosen(self, article_id: int) -> None:
        # The window opens it first, which may take to the top.
        QTimer.singleShot(0, self, lambda: self._go_on_reading(article_id))

    def _go_on_reading(self, article_id: int) -> None:
        workspace, pane = self._window.workspace, self._window.pane
        if pane.article is None or pane.article.id != article_id:
            return
        try:
            place = reading_progress.place_of(workspace, article_id)
            share = reading_progress.progress_of(workspace, [article_id]).get(article_id, 0.0)
        except StancelineError:
            return  # What the article is shown with already says it.
        if place and share < _TO_THE_END:
            pane.reader.show_place(place)
