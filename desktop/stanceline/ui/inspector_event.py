"""The inspector's page about an event."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.events import Event, EventDraft, EventStatus, Evidence
from stanceline.services import articles, events, speakers
from stanceline.services.workspace import Workspace
from stanceline.ui.date_field import DateField
from stanceline.ui.inspector_parts import (
    Page,
    emptied,
    narrow_box,
    quiet_button,
    small_label,
    words_label,
)
from stanceline.ui.library_model import date_in_short
from stanceline.ui.note_field import NoteField
from stanceline.ui.speaker_field import SpeakerField
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
        self.category = narrow_box()
        self.category.setEditable(True)
        self.category.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.status = narrow_box()
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
        form = self.add_form()
        form.add(self.tr("Title"), self.title)
        form.add(self.tr("Date"), self.date)
        form.add(self.tr("Category"), self.category)
        form.add(self.tr("Status"), self.status)
        form.add(self.tr("Place"), self.place)
        self.column.addWidget(self.description)
        self.column.addWidget(Caption(self.tr("Participants")))
        self.column.addLayout(self._participants)
        self.participant.setAccessibleName(self.tr("Add a participant"))
        self.column.addWidget(self.participant)
        self.column.addWidget(Caption(self.tr("Rests on")))
        self.column.addLayout(self._evidence)
        self.add_links(quiet_button(self.tr("Delete…"), self._delete, danger=True))
        self.add_end()

    def _connect(self) -> None:
        self.title.editingFinished.connect(self._save)
        self.place.editingFinished.connect(self._save)
        self.date.committed.connect(self._save)
        self.status.activated.connect(self._save)
        self.category.activated.connect(self._save)
        line = self.category.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._save)
        self.description.committed.connect(self._save)
        self.participant.chosen.connect(self._participant_chosen)

    def show_event(self, event_id: int) -> None:
        """Show the event as it is in the workspace now; raises NotFound."""
        event = events.event(self._workspace, event_id)
        self.description.commit()
        self._event = event
        self.title.setText(event.title)
        self.title.setCursorPosition(0)
        published, language = self._context(event)
        self.date.set_context(published, language)
        self.date.set_edtf(event.edtf)
        self.category.clear()
        self.category.addItems(events.categories(self._workspace))
        self.category.setCurrentText(event.category)
        self.status.setCurrentIndex(self.status.findData(event.status.value))
        self.place.setText(event.place)
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
        words.setText(f"“{' '.join(piece.anchor.exact.split())}”")
        meta = " · ".join(
            part
            for part in (
                relations()[piece.relation],
                piece.source,
                date_in_short(piece.published),
            )
            if part
        )
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

    def _save(self) -> None:
        event = self._event
        edtf = self.date.edtf()
        if event is None or edtf is None:
            return
        before = self._draft(event)
        is_same_date = edtf == event.edtf
        now = replace(
            before,
            title=self.title.text().strip() or event.title,
            edtf=edtf,
            phrase=event.phrase if is_same_date else self.date.phrase(),
            rule=event.rule if is_same_date else self.date.rule(),
            category=self.category.currentText().strip(),
            status=EventStatus(self.status.currentData()),
            place=self.place.text().strip(),
            description=self.description.toPlainText(),
        )
        if now != before:
            events.change_event(self._workspace, event.id, now)

    def _participant_chosen(self) -> None:
        event = self._event
        choice = self.participant.value()
        if event is None or not choice.name.strip():
            return
        speaker_id = choice.id
        if speaker_id is None:
            speaker_id = speakers.speaker_for(self._workspace, choice.name)
        if speaker_id not in event.participant_ids:
            ids = (*event.participant_ids, speaker_id)
            events.change_event(
                self._workspace, event.id, replace(self._draft(event), participant_ids=ids)
            )

    def _remove(self, speaker_id: int) -> None:
        event = self._event
        if event is not None:
            ids = tuple(each for each in event.participant_ids if each != speaker_id)
            events.change_event(
                self._workspace, event.id, replace(self._draft(event), participant_ids=ids)
            )

    def _remove_evidence(self, evidence_id: int) -> None:
        events.remove_evidence(self._workspace, evidence_id)

    def _show_place(self, piece: Evidence) -> None:
        self.place_requested.emit(piece.article_id, piece.anchor.span)

    def _delete(self) -> None:
        if self._event is not None:
            self.delete_requested.emit(f"event:{self._event.id}")
