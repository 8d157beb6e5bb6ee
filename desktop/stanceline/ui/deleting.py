"""Deleting what is selected: at once, since undo brings it back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.services import articles, events, quotations, speakers
from stanceline.services.workspace import Workspace
from stanceline.ui.keys import Thing, ThingKind, thing

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_DELETE: dict[ThingKind, Callable[[Workspace, int], None]] = {
    ThingKind.QUOTATION: quotations.delete_quotation,
    ThingKind.EVENT: events.delete_event,
    ThingKind.ARTICLE: articles.delete_article,
    ThingKind.SPEAKER: speakers.delete_speaker,
}


class Deleting(QObject):
    """Deletes things of the workspace of a window, and says there what went."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace

    def delete_selected(self) -> None:
        """Delete what the inspector shows."""
        if self._window.inspector.shown is not None:
            self.delete(str(self._window.inspector.shown))
        else:
            self._window.say(self.tr("Nothing is selected that could be deleted."))

    def delete(self, key: str) -> None:
        """Delete the thing of this key."""
        what = thing(key)
        delete = _DELETE.get(what.kind)
        if delete is None:
            self._window.say(self.tr("A suggestion is not deleted but rejected: Backspace."))
            return
        with self._window.telling():
            lost = self._lost_with(what)
            delete(self._workspace, what.id)
            self._window.catch_up()
            self._window.say(lost)

    def _lost_with(self, what: Thing) -> str:
        """What to say once the thing is gone, and what goes with it."""
        if what.kind is not ThingKind.ARTICLE:
            return self.tr("Deleted. Ctrl+Z brings it back.")
        n_quotations = len(quotations.quotations_of(self._workspace, what.id))
        n_events = len(events.events_of(self._workspace, what.id))
        parts = []
        if n_quotations:
            parts.append(self.tr("%n quotation(s)", "", n_quotations))
        if n_events:
            parts.append(self.tr("evidence of %n event(s)", "", n_events))
        if not parts:
            return self.tr("Article deleted. Ctrl+Z brings it back.")
        lost = self.tr(" and ").join(parts)
        return self.tr("Article deleted with {what}. Ctrl+Z brings all of it back.").format(
            what=lost
        )
