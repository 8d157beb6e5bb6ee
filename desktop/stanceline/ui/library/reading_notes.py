"""Remembering how far somebody has read, without writing at each turn of the wheel."""

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.services import articles, reading_progress
from stanceline.services.workspace import Workspace

_EVERY_MS = 3_000
_TO_THE_END = 0.99

_log = logging.getLogger(__name__)


class ReadingNotes(QObject):
    """Writes the last place that was told of every few seconds, and when the article changes.

    ``noted`` carries the article whose place was written, ``read_to_end`` one that was read
    to its end, has no suggestions left and is not marked as done, once until another article
    is read.
    """

    noted = Signal(int)
    read_to_end = Signal(int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._waiting: tuple[int, int, int] | None = None
        self._written: tuple[int, int, int] | None = None
        self._offered: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.write)

    def take(self, article_id: int, place: int, furthest: int) -> None:
        """Remember this place, in code points of the body, soon."""
        if self._workspace.is_read_only:
            return
        if self._waiting is not None and self._waiting[0] != article_id:
            self.write()
        if (article_id, place, furthest) == self._written:
            return
        self._waiting = (article_id, place, furthest)
        if not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Write what waits, if anything does."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        try:
            self._write(*waiting)
        except StancelineError as error:
            # Nobody asked for it; what is amiss is told by what somebody does ask for.
            _log.info("A place was not remembered: %s", type(error).__name__)

    def _write(self, article_id: int, place: int, furthest: int) -> None:
        rows = articles.library_rows(self._workspace, [article_id])
        if article_id not in rows:
            return
        reading_progress.note(self._workspace, article_id, place, furthest)
        self._written = (article_id, place, furthest)
        self.noted.emit(article_id)
        share = reading_progress.progress_of(self._workspace, [article_id]).get(article_id, 0.0)
        row = rows[article_id]
        # Where suggestions wait, nobody is done, and what is said of them is not covered.
        is_open = row.status is not ArticleStatus.DONE and not row.n_suggestions
        if is_open and share >= _TO_THE_END and self._offered != article_id:
            self._offered = article_id
            self.read_to_end.emit(article_id)
