"""The card on which an event is noted that was drawn on the timeline."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft
from stanceline.domain.names import LONGEST_NAME
from stanceline.services.events import add_event, categories
from stanceline.services.speakers import speaker_for
from stanceline.services.workspace import Workspace
from stanceline.ui.cards.floating import FloatingCard, KnownSpeakers
from stanceline.ui.cards.participants_field import ParticipantsField
from stanceline.ui.fields.choice_field import ChoiceField
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.speaker_field import SpeakerChoice
from stanceline.ui.troubles import told
from stanceline.ui.words import event_statuses


class NewEventCard(FloatingCard):
    """Asks what happened on a date; ``saved`` carries the id of the event noted.

    Unless it is told which words the event rests on, it rests on none yet: those are added
    to it in an article.
    """

    saved = Signal(int)
    _WIDTH = 460

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._speakers = KnownSpeakers(workspace)
        self._evidence: tuple[EvidenceDraft, ...] = ()
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("Title of the event"))
        self.title.setMaxLength(LONGEST_NAME)
        self.title.setPlaceholderText(self.tr("What happened, in a few words"))
        self.date = DateField()
        self.date.line.setAccessibleName(self.tr("Date of the event"))
        self.participants = ParticipantsField()
        self.category = QComboBox()
        self.category.setEditable(True)
        self.category.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.category.setAccessibleName(self.tr("Category"))
        self.status: ChoiceField[EventStatus] = ChoiceField(
            self.tr("Status of the event"), event_statuses()
        )
        self.save_button = QPushButton(self.tr("&Save"))
        self.save_button.setProperty("primary", "true")
        self.heading.setText(self.tr("New event"))
        self.add_row(self.tr("What"), self.title)
        self.add_row(self.tr("When"), self.date)
        self.add_row(self.tr("Who"), self.participants)
        self.add_row(self.tr("About"), self.category)
        self.footer.addWidget(self.status)
        self.ending.addWidget(self.save_button)
        self.set_tab_chain(
            self.title, self.date, self.participants, self.category, self.status, self.save_button
        )
        self.show_keys((self.tr("Enter"), self.tr("saves")))
        self.hints.show_hints("", [(self.tr("Tab"), self.tr("next field"))])
        self.save_button.clicked.connect(self._save)
        self.entered.connect(self._save)

    def ask(self, date: str, speaker_id: int | None, category: str) -> None:
        """Ask about an event on this date (EDTF), in the lane of a speaker or a category."""
        everyone = self._speakers.everyone()
        self._evidence = ()
        self.title.clear()
        self.date.set_edtf(date)
        self.participants.set_speakers(everyone)
        taking_part = [SpeakerChoice(s.id, s.name) for s in everyone if s.id == speaker_id]
        self.participants.set_value(taking_part, ())
        self.category.clear()
        self.category.addItems(categories(self._workspace))
        self.category.setEditText(category)
        self.status.set_value(next(iter(event_statuses())))
        self.show_fault("")

    def rest_on(self, *evidence: EvidenceDraft) -> None:
        """Have the event that the card is about rest on these words."""
        self._evidence = evidence

    def take_focus(self) -> None:
        """Bring the keyboard to the title."""
        self.title.setFocus()
        self.title.selectAll()

    def _save(self) -> None:
        date = self.date.edtf()
        if date is None:
            self.date.explain()
            return
        try:
            event_id = add_event(self._workspace, self._draft(date), *self._evidence)
        except StancelineError as error:
            self.show_fault(told(error))
            return
        self.close()
        self.saved.emit(event_id)

    def _draft(self, date: str) -> EventDraft:
        chosen = self.participants.value() if self.title.text().strip() else []
        ids = [
            each.id if each.id is not None else speaker_for(self._workspace, each.name)
            for each in chosen
        ]
        return EventDraft(
            title=self.title.text().strip(),
            edtf=date,
            phrase=self.date.phrase(),
            rule=self.date.rule(),
            category=self.category.currentText().strip(),
            status=self.status.value(),
            participant_ids=tuple(ids),
        )
