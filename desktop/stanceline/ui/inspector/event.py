"""The inspector's page about an event."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from stanceline.domain.events import Event, EventDraft, EventStatus, Evidence
from stanceline.services import articles, events, speakers
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.fields.speaker_field import SpeakerField
from stanceline.ui.inspector.parts import (
    LINKS,
    NameBox,
    NarrowBox,
    Page,
    emptied,
    in_marks,
    quiet_button,
    show_date,
    show_text,
    small_label,
    typed_text,
    words_label,
)
from stanceline.ui.library.model import date_in_short
from stanceline.ui.widgets import Caption, ElidedLabel
from stanceline.ui.words import event_statuses, relations


class EventPage(Page):
    """What happened, when, and what it rests on; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._event: Event | None = None
        self.title = QLineEdit()
        self.date = DateField()
        self.title.setAccessibleName(self.tr("Title"))
        self.category = NameBox()
        self.status = NarrowBox()
        for status, text in event_statuses().items():
            self.status.addItem(text, status.value)
        self.place = QLineEdit()
        self.description = NoteField(self.tr("Description"))
        self.participant = SpeakerField()
        self._participants = QVBoxLayout()
        self._participants.setSpacing(2)
        self._evidence = QVBoxLayout()
        self._evidence.setSpacing(10)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(Caption(self.tr("Event")))
        self.column.addWidget(self.title)
        form = self.add_form()
        form.add(self.tr("Date"), self.date)
        form.add(self.tr("Category"), self.category)
        form.add(self.tr("Status"), self.status)
        form.add(self.tr("Place"), self.place)
        self.column.addWidget(self.description)
        self.column.addWidget(Caption(self.tr("Participants")))
        self.column.addLayout(self._participants)
        self.participant.setAccessibleName(self.tr("Add a participant"))
        self.participant.setPlaceholderText(self.tr("Add who took part"))
        self.column.addWidget(self.participant)
        self.column.addWidget(Caption(self.tr("Rests on")))
        self.column.addLayout(self._evidence)
        self.add_links(quiet_button(self.tr("Delete"), self._delete, danger=True))
        self.add_end()

    def _connect(self) -> None:
        self.title.editingFinished.connect(self._save)
        self.place.editingFinished.connect(self._save)
        self.date.committed.connect(self._save)
        self.status.activated.connect(self._save)
        self.category.activated.connect(self._save)
        self.category.line.editingFinished.connect(self._save)
        self.description.committed.connect(self._save)
        self.participant.chosen.connect(self._participant_chosen)

    def show_event(self, event_id: int) -> None:
        """Show the event as it is in the workspace now; raises NotFound."""
        self._event = None
        event = self._event = events.event(self._workspace, event_id)
        show_text(self.title, event.title)
        published, language = self._context(event)
        self.date.set_context(published, language)
        show_date(self.date, event.edtf)
        self.category.show_name(event.category, events.categories(self._workspace))
        self.status.setCurrentIndex(self.status.findData(event.status.value))
        show_text(self.place, event.place)
        self.description.set_text(event.description)
        self._show_participants(event)
        self._show_evidence(event)

    def _context(self, event: Event) -> tuple[str, str]:
        if not event.evidence:
            return "", "en"
        article = articles.article(self._workspace, event.evidence[0].article_id)
        return article.published, article.language or "en"

    def _show_participants(self, event: Event) -> None:
        emptied(self._participants)
        self.participant.set_speakers(speakers.all_speakers(self._workspace), set())
        if self.participant.is_settled or not self.participant.hasFocus():
            self.participant.set_text("")
        for speaker_id, name in zip(event.participant_ids, event.participants, strict=True):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            remove = quiet_button("×", partial(self._remove, speaker_id))
            remove.setToolTip(self.tr("Take {name} out").format(name=name))
            remove.setAccessibleName(remove.toolTip())
            row.addWidget(ElidedLabel(name), 1)
            row.addWidget(remove)
            self._participants.addWidget(line)

    def _show_evidence(self, event: Event) -> None:
        emptied(self._evidence)
        if not event.evidence:
            self._evidence.addWidget(
                small_label(
                    self.tr("Nothing yet. Select words in an article and press V to add them.")
                )
            )
        for piece in event.evidence:
            self._evidence.addWidget(self._evidence_box(piece))

    def _evidence_box(self, piece: Evidence) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        words = words_label()
        words.setText(in_marks(" ".join(piece.anchor.exact.split())))
        meta = " · ".join(
            part
            for part in (
                relations()[piece.relation],
                piece.source,
                date_in_short(piece.published),
            )
            if part
        )
        box.setStyleSheet(LINKS)
        row = QHBoxLayout()
        row.addWidget(quiet_button(self.tr("Show the words"), partial(self._show_place, piece)))
        row.addStretch(1)
        row.addWidget(quiet_button(self.tr("Remove"), partial(self._remove_evidence, piece.id)))
        lines.addWidget(words)
        lines.addWidget(small_label(meta))
        lines.addLayout(row)
        return box

    def _draft(self, event: Event) -> EventDraft:
        return EventDraft(
            title=event.title,
            edtf=event.edtf,
            phrase=event.phrase,
            rule=event.rule,
            category=event.category,
            status=event.status,
            place=event.place,
            description=event.description,
            participant_ids=event.participant_ids,
        )

    def settle(self) -> None:
        """Save what is being typed."""
        self._save()

    def _save(self) -> None:
        event = self._event
        if event is None:
            return
        before = self._draft(event)
        edtf = self.date.edtf()
        is_same_date = edtf is None or edtf == event.edtf
        now = replace(
            before,
            title=typed_text(self.title, event.title) or event.title,
            edtf=event.edtf if edtf is None else edtf,
            phrase=event.phrase if is_same_date else self.date.phrase(),
            rule=event.rule if is_same_date else self.date.rule(),
            category=typed_text(self.category.line, event.category),
            status=EventStatus(self.status.currentData()),
            place=typed_text(self.place, event.place),
            description=self.description.text(),
        )
        self._change(event, now)

    def _change(self, event: Event, draft: EventDraft) -> None:
        if draft != self._draft(event):
            with self.telling():
                events.change_event(self._workspace, event.id, draft)
                self._event = events.event(self._workspace, event.id)

    def _participant_chosen(self) -> None:
        event = self._event
        choice = self.participant.value()
        if event is None or not choice.name.strip():
            return
        with self.telling():
            speaker_id = choice.id
            if speaker_id is None:
                speaker_id = speakers.speaker_for(self._workspace, choice.name)
            ids = tuple(dict.fromkeys((*event.participant_ids, speaker_id)))
            self._change(event, replace(self._draft(event), participant_ids=ids))

    def _remove(self, speaker_id: int) -> None:
        event = self._event
        if event is not None:
            ids = tuple(each for each in event.participant_ids if each != speaker_id)
            self._change(event, replace(self._draft(event), participant_ids=ids))
            self.participant.setFocus()

    def _remove_evidence(self, evidence_id: int) -> None:
        with self.telling():
            events.remove_evidence(self._workspace, evidence_id)

    def _show_place(self, piece: Evidence) -> None:
        self.place_requested.emit(piece.article_id, piece.anchor.span)

    def _delete(self) -> None:
        if self._event is not None:
            self.delete_requested.emit(f"event:{self._event.id}")
