"""The inspector's page about a speaker."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from stanceline.domain.speakers import Speaker, SpeakerDraft, SpeakerKind
from stanceline.services import speakers
from stanceline.services.links import links_of_speaker
from stanceline.services.workspace import NotFound, Workspace
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.fields.speaker_field import SpeakerField
from stanceline.ui.inspector.facts import (
    ChoiceFact,
    LineFact,
    NoteFact,
    SpeakerFact,
    choice_box,
)
from stanceline.ui.inspector.facts_page import FactsPage
from stanceline.ui.inspector.lines import event_line, quotation_line, tags_of
from stanceline.ui.inspector.linked import LinkedLine
from stanceline.ui.inspector.parts import quiet_links, small_label
from stanceline.ui.inspector.roles import RolesFact, RolesField, dated, roles_in, text_of
from stanceline.ui.words import speaker_kinds


class SpeakerPage(FactsPage):
    """Who somebody is, and what they said and did; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._affiliation_id: int | None = None
        self.name = QLineEdit()
        self.short_name = QLineEdit()
        self.kind = choice_box({each.value: text for each, text in speaker_kinds().items()})
        self.aliases = QLineEdit()
        self.aliases.setPlaceholderText(self.tr("one, two"))
        self.roles = RolesField()
        self.affiliation = SpeakerField()
        self.affiliation.setPlaceholderText(self.tr("nobody"))
        self.country = QLineEdit()
        self.note = NoteField(self.tr("Note"))
        self.counts = small_label()
        self._build()

    def _build(self) -> None:
        self.add_top(self.tr("Speaker"))
        form = self.add_form()
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Short"), self.short_name)
        form.add(self.tr("Kind"), self.kind)
        form.add(self.tr("Also called"), self.aliases)
        form.add(self.tr("Roles"), self.roles)
        self.affiliation.setAccessibleName(self.tr("Belongs to"))
        form.add(self.tr("Belongs to"), self.affiliation)
        self._about = quiet_links(self.tr("About them"), self._show_affiliation)
        form.add_below(self._about)
        form.add(self.tr("Country"), self.country)
        self.column.addWidget(self.note)
        self.column.addWidget(self.counts)
        self.add_fact("name", LineFact(self.tr("Name"), self.name))
        self.add_fact("short_name", LineFact(self.tr("Short"), self.short_name))
        self.add_fact("kind", ChoiceFact(self.tr("Kind"), self.kind))
        self.add_fact("aliases", LineFact(self.tr("Also called"), self.aliases))
        self.add_fact("roles", RolesFact(self.tr("Roles"), self.roles))
        self._body = SpeakerFact(self.tr("Belongs to"), self.affiliation)
        self.add_fact("affiliation", self._body)
        self.add_fact("country", LineFact(self.tr("Country"), self.country))
        self.add_fact("note", NoteFact(self.tr("Note"), self.note))
        self.members = self.add_linked(self.tr("Belong to it"))
        self.quotations = self.add_linked(self.tr("Said"))
        self.events = self.add_linked(self.tr("Takes part in"))
        self.add_links(self.guarded_button(self.tr("Delete or merge…"), self._delete, danger=True))
        self.add_end()

    def show_speaker(self, speaker_id: int) -> None:
        """Show the speaker as they are in the workspace now; raises NotFound."""
        everyone = speakers.all_speakers(self._workspace)
        speaker = next((each for each in everyone if each.id == speaker_id), None)
        if speaker is None:
            raise NotFound(self.tr("The speaker is no longer in the workspace."))
        links = links_of_speaker(self._workspace, speaker_id)
        if speaker_id != self.thing_id and not self.affiliation.is_settled:
            self.affiliation.set_speaker(None)
        self._offer_affiliations(speaker, everyone)
        self.take(
            speaker_id,
            {
                "name": speaker.name,
                "short_name": speaker.short_name,
                "kind": speaker.kind.value,
                "aliases": ", ".join(speaker.aliases),
                "roles": text_of(speaker.roles),
                "affiliation": _text_of(speaker.affiliation_id),
                "country": speaker.country,
                "note": speaker.note,
            },
        )
        self.counts.setText(self.tr("Quoted %n time(s).", "", speaker.n_quotations))
        self.members.show_lines(
            [LinkedLine(f"speaker:{member_id}", name) for member_id, name in links.members],
            links.n_members,
        )
        self.quotations.show_lines(
            [quotation_line(each, names_speaker=False) for each in links.quotations],
            links.n_quotations,
        )
        self.events.show_lines([event_line(each) for each in links.events], links.n_events)

    def _offer_affiliations(self, speaker: Speaker, everyone: Sequence[Speaker]) -> None:
        others = [each for each in everyone if each.id != speaker.id]
        bodies = {each.id for each in others if each.kind is not SpeakerKind.PERSON}
        self._affiliation_id = speaker.affiliation_id
        self._body.offer(others, bodies)
        self._about.setVisible(speaker.affiliation_id is not None)

    def write(self, thing_id: int, changed: Mapping[str, str]) -> None:
        """Store what was changed; all else stays as it is in the workspace."""
        now = speakers.speaker_of(self._workspace, thing_id)
        aliases = tags_of(changed["aliases"]) if "aliases" in changed else now.aliases
        roles = now.roles
        if "roles" in changed:
            roles = tuple(dated(role) for role in roles_in(changed["roles"]))
        body = now.affiliation_id
        if "affiliation" in changed:
            body = self._chosen_body()
        draft = SpeakerDraft(
            name=changed.get("name", now.name),
            kind=SpeakerKind(changed.get("kind", now.kind.value)),
            short_name=changed.get("short_name", now.short_name),
            aliases=aliases,
            roles=roles,
            affiliation_id=body,
            country=changed.get("country", now.country),
            note=changed.get("note", now.note),
        )
        speakers.change_speaker(self._workspace, thing_id, draft)

    def _chosen_body(self) -> int | None:
        """The id of whom the speaker belongs to, added when the name is new."""
        choice = self._body.choice()
        if choice.id is not None or not choice.name.strip():
            return choice.id
        draft = SpeakerDraft(choice.name, SpeakerKind.ORGANISATION)
        return speakers.add_speaker(self._workspace, draft)

    def _show_affiliation(self) -> None:
        if self._affiliation_id is not None:
            self.thing_selected.emit(f"speaker:{self._affiliation_id}")

    def _delete(self) -> None:
        if self.thing_id is not None:
            self.delete_requested.emit(f"speaker:{self.thing_id}")


def _text_of(speaker_id: int | None) -> str:
    return "" if speaker_id is None else str(speaker_id)
