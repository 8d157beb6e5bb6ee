"""Deleting what is selected: at once, since undo brings it back.

Only a speaker who is in use is asked about: what they said may well be another's.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.domain.speakers import Speaker
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
        # What is being typed is an action of its own, so that undo brings it back with the rest.
        self._window.inspector.settle()
        with self._window.telling():
            if what.kind is ThingKind.SPEAKER and self._ask_about(what.id):
                return
            lost = self._lost_with(what)
            delete(self._workspace, what.id)
            self._tell(lost)

    def _tell(self, sentence: str) -> None:
        self._window.catch_up()
        self._window.say(sentence, self.tr("Undo"), self._window.undo_redo.undo)

    # Speakers

    def _ask_about(self, speaker_id: int) -> bool:
        """Ask what becomes of what a speaker said and did; whether there is anything to ask."""
        if self._workspace.is_read_only:
            return False
        uses = speakers.uses_of(self._workspace, speaker_id)
        if not (uses.n_quotations or uses.n_events or uses.n_affiliated):
            return False
        everyone = speakers.all_speakers(self._workspace)
        speaker = next((each for each in everyone if each.id == speaker_id), None)
        if speaker is None:
            return False
        from stanceline.ui.speaker_in_use import SpeakerInUse

        sheet = SpeakerInUse(speaker, uses, everyone, self._window)
        sheet.merge_chosen.connect(lambda kept_id: self._merge(speaker, kept_id))
        sheet.leave_chosen.connect(lambda: self._leave_without(speaker))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
        return True

    def _merge(self, speaker: Speaker, kept_id: int) -> None:
        with self._window.telling():
            kept = speakers.speaker_of(self._workspace, kept_id)
            speakers.merge_speakers(self._workspace, kept_id, [speaker.id])
            self._window.select(f"speaker:{kept_id}")
            self._tell(
                self.tr("{gone} is merged into {kept}. Ctrl+Z takes them apart again.").format(
                    gone=speaker.name, kept=kept.name
                )
            )

    def _leave_without(self, speaker: Speaker) -> None:
        with self._window.telling():
            speakers.delete_speaker(self._workspace, speaker.id)
            self._tell(
                self.tr(
                    "{name} is deleted; what they said has no speaker now. Ctrl+Z brings all back."
                ).format(name=speaker.name)
            )

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
