"""The inspector's page about an event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from stanceline.domain import edtf
from stanceline.domain.events import Event, EventDraft, EventStatus, Evidence, Relation
from stanceline.services import events, links, speakers, tagging
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.fields.speaker_field import SpeakerField
from stanceline.ui.inspector.facts import (
    ChoiceFact,
    DateFact,
    LineFact,
    NameFact,
    NoteFact,
    choice_box,
    lock_line,
)
from stanceline.ui.inspector.facts_page import FactsPage
from stanceline.ui.inspector.lines import date_in_short, dotted, tags_of
from stanceline.ui.inspector.parts import (
    LINKS,
    NameBox,
    emptied,
    in_marks,
    quiet_button,
    quiet_links,
    small_label,
    words_label,
)
from stanceline.ui.widgets import Caption
from stanceline.ui.words import event_statuses, relations


class EventPage(FactsPage):
    """What happened, when, and what it rests on; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._event: Event | None = None
        self._shown_evidence: tuple[Evidence, ...] | None = None
        self._shown_people: tuple[tuple[int, str], ...] | None = None
        self.title = QLineEdit()
        self.date = DateField()
        self.title.setAccessibleName(self.tr("Title"))
        self.phrase = small_label()
        self.category = NameBox()
        self.status = choice_box({each.value: text for each, text in event_statuses().items()})
        self.place = QLineEdit()
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(self.tr("one, two"))
        self.description = NoteField(self.tr("Description"))
        self.participant = SpeakerField()
        self._people = QWidget()
        self._participants = QVBoxLayout(self._people)
        self._participants.setContentsMargins(0, 0, 0, 0)
        self._participants.setSpacing(2)
        self._pieces = QWidget()
        self._evidence = QVBoxLayout(self._pieces)
        self._evidence.setContentsMargins(0, 0, 0, 0)
        self._evidence.setSpacing(10)
        self._build()

    def _build(self) -> None:
        self.add_top(self.tr("Event"))
        self.column.addWidget(self.title)
        form = self.add_form()
        form.add(self.tr("Date"), self.date)
        form.add_below(self.phrase)
        form.add(self.tr("Category"), self.category)
        form.add(self.tr("Status"), self.status)
        form.add(self.tr("Place"), self.place)
        form.add(self.tr("Tags"), self.tags)
        self.column.addWidget(self.description)
        self.column.addWidget(Caption(self.tr("Participants")))
        self.column.addWidget(self._people)
        self.participant.setAccessibleName(self.tr("Add a participant"))
        self.participant.setPlaceholderText(self.tr("Add who took part"))
        self.participant.chosen.connect(self._participant_chosen)
        self.column.addWidget(self.participant)
        self._rests_on = Caption(self.tr("Rests on"))
        self.column.addWidget(self._rests_on)
        self.column.addWidget(self._pieces)
        self.add_fact("title", LineFact(self.tr("Title"), self.title))
        self.add_fact("date", DateFact(self.tr("Date"), self.date))
        self._category = NameFact(self.tr("Category"), self.category)
        self.add_fact("category", self._category)
        self.add_fact("status", ChoiceFact(self.tr("Status"), self.status))
        self.add_fact("place", LineFact(self.tr("Place"), self.place))
        self.add_fact("tags", LineFact(self.tr("Tags"), self.tags))
        self.add_fact("description", NoteFact(self.tr("Description"), self.description))
        self.add_links(self.guarded_button(self.tr("Delete"), self._delete, danger=True))
        self.add_end()

    def lock(self, reason: str) -> None:
        """Let nothing be changed here, and say why."""
        super().lock(reason)
        if reason:
            lock_line(self.participant, reason)
            self.participant.hide()

    # What is shown

    def show_event(self, event_id: int) -> None:
        """Show the event as it is in the workspace now; raises NotFound."""
        event = events.event(self._workspace, event_id)
        tags = tagging.tags_of_event(self._workspace, event_id)
        published, language = self._context(event)
        if event_id != self.thing_id:
            self.participant.set_text("")
        self._event = event
        self.date.set_context(published, language)
        self._category.offer(events.categories(self._workspace))
        self.take(
            event_id,
            {
                "title": event.title,
                "date": event.edtf,
                "category": event.category,
                "status": event.status.value,
                "place": event.place,
                "tags": ", ".join(tags),
                "description": event.description,
            },
        )
        phrase = event.phrase if event.edtf else ""
        self.phrase.setText(in_marks(phrase) if phrase else "")
        self.phrase.setVisible(bool(phrase))
        self._show_participants(event)
        self._show_evidence(event)

    def _context(self, event: Event) -> tuple[str, str]:
        if not event.evidence:
            return "", "en"
        article = links.article_line(self._workspace, event.evidence[0].article_id)
        return article.published, article.language or "en"

    def _show_participants(self, event: Event) -> None:
        if self.participant.is_settled:
            self.participant.set_speakers(speakers.all_speakers(self._workspace), set())
            self.participant.set_text("")
        people = tuple(zip(event.participant_ids, event.participants, strict=True))
        if people == self._shown_people:
            return
        self._shown_people = people
        self.forget_guarded(self._people)
        emptied(self._participants)
        for speaker_id, name in people:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            remove = self.guarded_button("×", partial(self._remove, speaker_id))
            remove.setAccessibleName(self.tr("Take {name} out").format(name=name))
            if not self.is_locked:
                remove.setToolTip(remove.accessibleName())
            # A name in a button is no place for a mnemonic.
            about = quiet_links(name.replace("&", "&&"), partial(self._show_speaker, speaker_id))
            about.setMinimumWidth(0)
            row.addWidget(about)
            row.addStretch(1)
            row.addWidget(remove)
            self._participants.addWidget(line)

    def _show_evidence(self, event: Event) -> None:
        if event.evidence == self._shown_evidence:
            return
        self._shown_evidence = event.evidence
        self.forget_guarded(self._pieces)
        emptied(self._evidence)
        n = len(event.evidence)
        self._rests_on.setText(self.tr("Rests on") + (f" · {n}" if n > 1 else ""))
        if not event.evidence:
            self._evidence.addWidget(
                small_label(
                    self.tr("Nothing yet. Select words in an article and press V to add them.")
                )
            )
        for piece in sorted(event.evidence, key=_order):
            self._evidence.addWidget(self._evidence_box(piece))

    def _evidence_box(self, piece: Evidence) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        words = words_label()
        words.setText(in_marks(" ".join(piece.anchor.exact.split())))
        meta = dotted(piece.source or piece.article_title, date_in_short(piece.published))
        relation = choice_box({each.value: text for each, text in relations().items()})
        relation.setAccessibleName(self.tr("What the passage does for the event"))
        relation.setCurrentIndex(relation.findData(piece.relation.value))
        relation.activated.connect(
            lambda: self._set_relation(piece.id, Relation(relation.currentData()))
        )
        box.setStyleSheet(LINKS)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.guarded(relation), 1)
        show = quiet_button(self.tr("Show"), partial(self._show_place, piece))
        show.setToolTip(self.tr("Show the words in their article"))
        row.addWidget(show)
        row.addWidget(
            self.guarded_button(self.tr("Remove"), partial(self._remove_evidence, piece.id))
        )
        lines.addWidget(words)
        if piece.is_doubtful:
            lines.addWidget(
                quiet_links(self.tr("The text was edited: check it…"), self.check_requested.emit)
            )
        lines.addWidget(small_label(meta))
        lines.addLayout(row)
        return box

    # What is changed

    def write(self, thing_id: int, changed: Mapping[str, str]) -> None:
        """Store what was changed; all else stays as it is in the workspace."""
        if "tags" in changed:
            tagging.tag_event(self._workspace, thing_id, tags_of(changed["tags"]))
        if changed.keys() - {"tags"}:
            draft = _draft(events.event(self._workspace, thing_id))
            events.change_event(self._workspace, thing_id, self._changed(draft, changed))

    def _changed(self, draft: EventDraft, changed: Mapping[str, str]) -> EventDraft:
        if "date" in changed:
            draft = replace(
                draft, edtf=changed["date"], phrase=self.date.phrase(), rule=self.date.rule()
            )
        return replace(
            draft,
            title=changed.get("title", draft.title),
            category=changed.get("category", draft.category),
            status=EventStatus(changed.get("status", draft.status.value)),
            place=changed.get("place", draft.place),
            description=changed.get("description", draft.description),
        )

    def _participant_chosen(self) -> None:
        choice = self.participant.value()
        if self.thing_id is None or not choice.name.strip():
            return
        with self.telling():
            speaker_id = choice.id
            if speaker_id is None:
                speaker_id = speakers.speaker_for(self._workspace, choice.name)
            self._take_part(lambda ids: tuple(dict.fromkeys((*ids, speaker_id))))

    def _remove(self, speaker_id: int) -> None:
        if self.thing_id is not None:
            with self.telling():
                self._take_part(lambda ids: tuple(each for each in ids if each != speaker_id))
            self.participant.setFocus()

    def _take_part(self, change: Callable[[tuple[int, ...]], tuple[int, ...]]) -> None:
        """Store other participants; those who came or went elsewhere meanwhile stay so."""
        if self.thing_id is not None:
            draft = _draft(events.event(self._workspace, self.thing_id))
            now = replace(draft, participant_ids=change(draft.participant_ids))
            events.change_event(self._workspace, self.thing_id, now)

    def _set_relation(self, evidence_id: int, relation: Relation) -> None:
        with self.telling():
            links.set_relation(self._workspace, evidence_id, relation)

    def _remove_evidence(self, evidence_id: int) -> None:
        with self.telling():
            events.remove_evidence(self._workspace, evidence_id)

    def _show_place(self, piece: Evidence) -> None:
        self.place_requested.emit(piece.article_id, piece.anchor.span)

    def _show_speaker(self, speaker_id: int) -> None:
        self.thing_selected.emit(f"speaker:{speaker_id}")

    def _delete(self) -> None:
        if self._event is not None:
            self.delete_requested.emit(f"event:{self._event.id}")


def _order(piece: Evidence) -> tuple[bool, int, int, int]:
    """Evidence in the order in which it was published, what has no date last."""
    start = edtf.parse(piece.published).bounds.t0 if piece.published else 0
    return not piece.published, start, piece.article_id, piece.anchor.span.start


def _draft(event: Event) -> EventDraft:
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
