"""The inspector's page about a speaker."""

from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.domain.speakers import Role, Speaker, SpeakerDraft, SpeakerKind
from stanceline.services import speakers
from stanceline.services.finding import speaker_with
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.inspector.parts import (
    NarrowBox,
    Page,
    quiet_button,
    show_text,
    small_label,
    typed_text,
)
from stanceline.ui.widgets import Caption
from stanceline.ui.words import speaker_kinds


class SpeakerPage(Page):
    """Who somebody is; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._speaker: Speaker | None = None
        self.name = QLineEdit()
        self.short_name = QLineEdit()
        self.kind = NarrowBox()
        for kind, text in speaker_kinds().items():
            self.kind.addItem(text, kind.value)
        self.aliases = QLineEdit()
        self.aliases.setPlaceholderText(self.tr("separated by commas"))
        self.role = QLineEdit()
        self.affiliation = NarrowBox()
        self.country = QLineEdit()
        self.note = NoteField(self.tr("Note"))
        self.counts = small_label()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(Caption(self.tr("Speaker")))
        form = self.add_form()
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Short"), self.short_name)
        form.add(self.tr("Kind"), self.kind)
        form.add(self.tr("Also called"), self.aliases)
        form.add(self.tr("Role"), self.role)
        form.add(self.tr("Belongs to"), self.affiliation)
        form.add(self.tr("Country"), self.country)
        self.column.addWidget(self.note)
        self.column.addWidget(self.counts)
        self.add_links(quiet_button(self.tr("Delete"), self._delete, danger=True))
        self.add_end()

    def _connect(self) -> None:
        for field in (self.name, self.short_name, self.aliases, self.role, self.country):
            field.editingFinished.connect(self._save)
        self.kind.activated.connect(self._save)
        self.affiliation.activated.connect(self._save)
        self.note.committed.connect(self._save)

    def show_speaker(self, speaker_id: int) -> None:
        """Show the speaker as they are in the workspace now; raises NotFound."""
        self._speaker = None
        speaker = self._speaker = speaker_with(self._workspace, speaker_id)
        for field, text in (
            (self.name, speaker.name),
            (self.short_name, speaker.short_name),
            (self.aliases, ", ".join(speaker.aliases)),
            (self.role, speaker.role),
            (self.country, speaker.country),
        ):
            show_text(field, text)
        self.kind.setCurrentIndex(self.kind.findData(speaker.kind.value))
        self._offer_affiliations(speaker)
        self.note.set_text(speaker.note)
        self.counts.setText(self.tr("Quoted %n time(s).", "", speaker.n_quotations))

    def _offer_affiliations(self, speaker: Speaker) -> None:
        self.affiliation.clear()
        self.affiliation.addItem(self.tr("nobody"), None)
        for each in speakers.all_speakers(self._workspace):
            if each.kind is not SpeakerKind.PERSON and each.id != speaker.id:
                self.affiliation.addItem(each.name, each.id)
        place = self.affiliation.findData(speaker.affiliation_id)
        self.affiliation.setCurrentIndex(max(place, 0))

    def _roles(self, speaker: Speaker) -> tuple[Role, ...]:
        title = self.role.text().strip()
        if title == speaker.role:
            return speaker.roles
        earlier = speaker.roles[:-1]
        return (*earlier, Role(title)) if title else earlier

    def _aliases(self, speaker: Speaker) -> tuple[str, ...]:
        if self.aliases.text() == ", ".join(speaker.aliases):
            return speaker.aliases
        return tuple(each.strip() for each in self.aliases.text().split(",") if each.strip())

    def _draft(self, speaker: Speaker) -> SpeakerDraft:
        return SpeakerDraft(
            name=typed_text(self.name, speaker.name),
            kind=SpeakerKind(self.kind.currentData()),
            short_name=typed_text(self.short_name, speaker.short_name),
            aliases=self._aliases(speaker),
            roles=self._roles(speaker),
            affiliation_id=self.affiliation.currentData(),
            country=typed_text(self.country, speaker.country),
            note=self.note.text(),
        )

    def settle(self) -> None:
        """Save what is being typed."""
        self._save()

    def _save(self) -> None:
        speaker = self._speaker
        if speaker is None:
            return
        draft = self._draft(speaker)
        before = SpeakerDraft(
            speaker.name,
            speaker.kind,
            speaker.short_name,
            speaker.aliases,
            speaker.roles,
            speaker.affiliation_id,
            speaker.country,
            speaker.note,
        )
        if draft == before:
            return
        with self.telling():
            speakers.change_speaker(self._workspace, speaker.id, draft)
            self._speaker = speaker_with(self._workspace, speaker.id)

    def _delete(self) -> None:
        if self._speaker is not None:
            self.delete_requested.emit(f"speaker:{self._speaker.id}")
