"""The sheet that asks what is to become of what a speaker said, before the speaker goes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from stanceline.domain.speakers import Speaker
from stanceline.services.speakers import Uses
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.fields.speaker_field import SpeakerField
from stanceline.ui.scaling import keep_scaled

_WIDTH = 460


class SpeakerInUse(QDialog):
    """Offers to merge a speaker into another one, or to leave what they said without one.

    ``merge_chosen`` carries the id of the speaker who stays.
    """

    merge_chosen = Signal(int)
    leave_chosen = Signal()

    def __init__(
        self, speaker: Speaker, uses: Uses, everyone: Sequence[Speaker], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._speaker = speaker
        self.setWindowTitle(self.tr("Delete or merge a speaker"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        keep_scaled(self, least_width=_WIDTH)
        self.told: QLabel = plain_label(self._told(uses), "strong")
        self.target = SpeakerField()
        self.target.setPlaceholderText(self.tr("Two letters of a name are enough"))
        self.target.set_speakers([each for each in everyone if each.id != speaker.id])
        self.notice = Notice()
        self.merge_button = primary_button(self.tr("&Merge"))
        self.leave_button = plain_button(self.tr("Leave them &without a speaker"), "danger")
        self.cancel_button = plain_button(self.tr("Cancel"))
        layout = column_of(self)
        layout.addWidget(self.told)
        layout.addLayout(labelled(self.tr("Merge &into"), self.target, self.notice))
        layout.addWidget(
            plain_label(
                self.tr(
                    "All of it becomes that speaker's, with the name as another name. "
                    "Ctrl+Z takes back whatever you choose."
                ),
                "small",
            )
        )
        layout.addLayout(
            button_row(self.leave_button, right=(self.cancel_button, self.merge_button))
        )
        self.merge_button.clicked.connect(self._merge)
        self.leave_button.clicked.connect(self._leave)
        self.cancel_button.clicked.connect(self.reject)
        self.target.edited.connect(lambda: self.notice.say(""))
        self.target.setFocus()

    def _told(self, uses: Uses) -> str:
        parts = []
        if uses.n_quotations:
            parts.append(self.tr("is the speaker of %n quotation(s)", "", uses.n_quotations))
        if uses.n_events:
            parts.append(self.tr("takes part in %n event(s)", "", uses.n_events))
        if uses.n_affiliated:
            parts.append(self.tr("has %n member(s)", "", uses.n_affiliated))
        what = self.tr(" and ").join(filter(None, (", ".join(parts[:-1]), parts[-1])))
        return self.tr("{name} {what}.").format(name=self._speaker.name, what=what)

    def _merge(self) -> None:
        choice = self.target.value()
        if choice.id is None:
            self.notice.say(
                self.tr("There is no “{name}” to merge into.").format(name=choice.name)
                if choice.name.strip()
                else self.tr("Choose who it is merged into first.")
            )
            self.target.setFocus()
            return
        self.accept()
        self.merge_chosen.emit(choice.id)

    def _leave(self) -> None:
        self.accept()
        self.leave_chosen.emit()
