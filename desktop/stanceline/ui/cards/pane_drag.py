"""Words of an article that are dragged away from it, or onto an event that is marked in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QDropEvent

from stanceline.ui.dragging import Passage, PassageDrag, add_passage, passage_of
from stanceline.ui.keys import ThingKind, thing

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane


class PaneDrag(QObject):
    """Lets the selected words of a pane be dragged, and takes words onto its events."""

    def __init__(self, pane: "ArticlePane") -> None:
        super().__init__(pane)
        self._pane = pane
        self._drag = PassageDrag(pane.reader.text, self._dragged, pane.close_cards)

    def _dragged(self) -> tuple[Passage, str] | None:
        pane = self._pane
        span = pane.reader.selected_span()
        if span is None or pane.article is None or pane.is_editing:
            return None
        key = pane.quotation_at(span)
        quotation_id = thing(key).id if key else None
        passage = Passage(str(pane.workspace.path), pane.article.id, span, quotation_id)
        return passage, span.words(pane.article.body)

    def is_passage(self, event: QDropEvent) -> bool:
        """Whether words of an article of this workspace are dragged."""
        return passage_of(event.mimeData(), self._pane.workspace) is not None

    def event_under(self, event: QDropEvent) -> int | None:
        """The id of the event on whose mark they are, or None."""
        text = self._pane.reader.text
        mark = text.mark_at(text.viewport().mapFrom(self._pane, event.position().toPoint()))
        if mark is None or self._pane.is_draft(mark.key):
            return None
        what = thing(mark.key)
        return what.id if what.kind is ThingKind.EVENT else None

    def drop(self, event: QDropEvent) -> int | None:
        """The id of the event that the words have become evidence of; None when of none."""
        passage = passage_of(event.mimeData(), self._pane.workspace)
        event_id = self.event_under(event)
        if passage is None or event_id is None:
            event.ignore()
            return None
        event.acceptProposedAction()
        add_passage(self._pane.workspace, event_id, passage)
        return event_id
