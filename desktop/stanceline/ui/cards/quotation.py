"""The card on which a quotation gets its speaker, topic and stance."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from stanceline.domain.articles import Article
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.spans import Span
from stanceline.domain.stances import Stance
from stanceline.domain.suggestions import Suggestion
from stanceline.records import dataclass
from stanceline.services.card import (
    CardAnswer,
    kind_of_words,
    proposed_said_date,
    save_quotation,
)
from stanceline.services.suggesting import reject_suggestion
from stanceline.services.topics import all_stances, all_topics
from stanceline.services.workspace import Workspace
from stanceline.ui.cards.floating import ENTER_KEYS, FloatingCard, KnownSpeakers
from stanceline.ui.cards.reshaping import reshaping_hints
from stanceline.ui.cards.stance_row import StanceRow
from stanceline.ui.cards.topic_field import TopicChoice, TopicField
from stanceline.ui.fields.choice_field import ChoiceField
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.speaker_field import SpeakerChoice, SpeakerField
from stanceline.ui.troubles import told
from stanceline.ui.words import certainties, quotation_kinds, reason_in_words, suggestion_pattern

_MOST_DRAFTS = 50
_BACKSPACE = "⌫"


@dataclass(frozen=True, slots=True)
class _Place:
    """The words that a card is about."""

    article: Article
    spans: tuple[Span, ...]
    suggestion: Suggestion | None = None

    @property
    def key(self) -> tuple[int, tuple[Span, ...]]:
        """What makes two cards be about the same words."""
        return self.article.id, self.spans


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was filled in when the card was closed without saving."""

    speaker: SpeakerChoice
    topic: TopicChoice
    stance_id: int | None
    kind: QuotationKind
    certainty: Certainty
    said: str
    said_phrase: str
    note: str


class QuotationCard(FloatingCard):
    """Marks a quotation in three keystrokes: two letters and Enter, a digit, Enter.

    ``saved`` carries the id of the new quotation, ``rejected`` that of the suggestion.
    ``join_requested`` asks for the words to be added to the utterance that was told of in
    ``offer_to_join``, ``as_selected_requested`` for the very words that were selected in
    place of those that they were snapped to, and back. The topic stays from one card to
    the next; what was filled in before Escape is there again when the card reopens on the
    same words.
    """

    saved = Signal(int)
    rejected = Signal(int)
    join_requested = Signal()
    as_selected_requested = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        stances = all_stances(workspace)  # What cannot be read leaves nothing half made behind.
        super().__init__(parent)
        self._workspace = workspace
        self._speakers = KnownSpeakers(workspace)
        self._place_in_text: _Place | None = None
        self._drafts: dict[tuple[int, tuple[Span, ...]], _Draft] = {}
        self._is_untouched = True
        self._topic_id: int | None = None
        self._saved_suggestion_id: int | None = None
        self._joins_to = ""
        self._is_snapped = False
        self._build()
        self._add_shortcuts(stances)
        self._connect()

    def _build(self) -> None:
        self.speaker = SpeakerField()
        self.topic = TopicField("T")
        self.stance = StanceRow()
        self.said = DateField(has_keys=False)
        self.said.line.setAccessibleName(self.tr("Date on which it was said"))
        self.note = QLineEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("What a colleague should know about it"))
        self.add_row(self.tr("Speaker"), self.speaker)
        self.add_row(self.tr("Topic"), self.topic)
        self.add_row(self.tr("Stance"), self.stance)
        self._said_label = self.add_row(self.tr("Said"), self.said)
        self._note_label = self.add_row(self.tr("Note"), self.note)
        self.kind = ChoiceField(self.tr("Kind of quotation"), quotation_kinds())
        self.certainty = ChoiceField(self.tr("Certainty of the stance"), certainties())
        self.kind.setToolTip(self.tr("Kind of quotation (Alt+K for the next)"))
        self.certainty.setToolTip(self.tr("Certainty of the stance (Alt+C for the next)"))
        self._said_link = _link(self.tr("Date said"), self.tr("When it was said (Alt+D)"))
        self._note_link = _link(self.tr("Note"), self.tr("Add a note (Alt+N)"))
        self._reject = QPushButton(self.tr("Reject"))
        self._reject.setToolTip(self.tr("Not a quotation; do not suggest it again"))
        self._save = QPushButton(self.tr("Save"))
        self._save.setProperty("primary", "true")
        for quiet in (self.kind, self.certainty, self._said_link, self._note_link):
            self.footer.addWidget(quiet)
        self.ending.addWidget(self._reject)
        self.ending.addWidget(self._save)
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        fields = (self.speaker, self.topic, self.stance, self.said, self.note)
        links = (self.kind, self.certainty, self._said_link, self._note_link)
        self.set_tab_chain(*fields, *links, self._save, self._reject)

    def _add_shortcuts(self, stances: Sequence[Stance]) -> None:
        for key, slot in (
            ("Alt+T", self._next_topic),
            ("Alt+D", self.show_said),
            ("Alt+N", self.show_note),
            ("Alt+C", self._next_certainty),
            ("Alt+K", self._next_kind),
            ("Alt+J", self._join),
            ("Alt+S", self.as_selected_requested.emit),
            ("Ctrl+Return", self.save),
            ("Ctrl+Enter", self.save),
        ):
            self._shortcut(key).activated.connect(slot)
        for stance in stances:
            if stance.shortcut.isdigit():
                shortcut = self._shortcut(f"Alt+{stance.shortcut}")
                shortcut.activated.connect(partial(self.stance.press, stance.shortcut))

    def _shortcut(self, key: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    def _connect(self) -> None:
        self.speaker.installEventFilter(self)
        self.speaker.edited.connect(self._touch)
        self.speaker.refused.connect(self.show_fault)
        self.speaker.chosen.connect(self._speaker_chosen)
        self.topic.chosen.connect(self._topic_chosen)
        self.topic.named.connect(self.stance.take_focus)
        self.stance.chosen.connect(self._clear_fault)
        self.said.changed.connect(self._clear_fault)
        self._said_link.clicked.connect(self.show_said)
        self._note_link.clicked.connect(self.show_note)
        self._save.clicked.connect(self.save)
        self.entered.connect(self.save)
        self._reject.clicked.connect(self.reject)

    # Opening

    def open_for_new(self, article: Article, spans: tuple[Span, ...], anchor_rect: QRect) -> None:
        """Ask about words that were selected; the rectangle is in the parent's coordinates."""
        self._open(_Place(article, tuple(spans)), anchor_rect)

    def open_for_suggestion(
        self, article: Article, suggestion: Suggestion, anchor_rect: QRect
    ) -> None:
        """Ask about words that are suggested, with the suggested speaker filled in."""
        self._open(_Place(article, suggestion.spans, suggestion), anchor_rect)

    def _open(self, place: _Place, anchor: QRect) -> None:
        if self.isVisible():
            self.close()
        self._place_in_text = place
        self._joins_to = ""
        self._is_snapped = False
        self._offer(place.article)
        self._show_head(place.suggestion)
        draft = self._drafts.get(place.key)
        if draft is not None:
            self._fill(draft)
        else:
            self._fill(self._first_draft(place))
        self._is_untouched = True
        self.open_at(anchor)
        self.speaker.setFocus(Qt.FocusReason.OtherFocusReason)
        self.speaker.selectAll()

    def _offer(self, article: Article) -> None:
        everyone = self._speakers.everyone()
        self.speaker.set_speakers(everyone, self._speakers.own_of(article))
        self.topic.set_topics(all_topics(self._workspace))
        self.stance.set_stances(all_stances(self._workspace))
        self.said.set_context(article.published, article.language)

    def _first_draft(self, place: _Place) -> _Draft:
        suggestion = place.suggestion
        name = (suggestion.name or suggestion.speaker).strip(" ,;:") if suggestion else ""
        return _Draft(
            speaker=SpeakerChoice(None, name),
            topic=TopicChoice(self._topic_id),
            stance_id=None,
            kind=kind_of_words(place.article.body, place.spans),
            certainty=Certainty.CERTAIN,
            said="",
            said_phrase="",
            note="",
        )

    def _fill(self, draft: _Draft) -> None:
        if draft.speaker.id is not None:
            self.speaker.set_speaker(draft.speaker.id)
        else:
            self.speaker.set_text(draft.speaker.name)
        self.topic.set_topic(draft.topic.id, "" if draft.topic.id else draft.topic.name)
        self.stance.set_value(draft.stance_id)
        self.kind.set_value(draft.kind)
        self.certainty.set_value(draft.certainty)
        self.said.set_edtf(draft.said, draft.said_phrase)
        self.note.setText(draft.note)
        self._show_row(self.said, self._said_label, self._said_link, is_open=bool(draft.said))
        self._show_row(self.note, self._note_label, self._note_link, is_open=bool(draft.note))

    def _show_head(self, suggestion: Suggestion | None) -> None:
        self._reject.setVisible(suggestion is not None)
        self._show_hints()
        if suggestion is None:
            self.heading.setText(self.tr("New quotation"))
            self.heading.setToolTip("")
            self.show_keys(("Enter", self.tr("save")))
            return
        told = self.tr("Suggested · {pattern}, {percent} %")
        percent = round(suggestion.confidence * 100)
        self.heading.setText(
            told.format(pattern=suggestion_pattern(suggestion.pattern), percent=percent)
        )
        reason = reason_in_words(suggestion.reason)
        self.heading.setToolTip(reason)
        self.heading.setAccessibleDescription(reason)
        self.show_keys(("Enter", self.tr("accept")), (_BACKSPACE, self.tr("reject")))

    def ask_for_topic_of(self, stance_id: int) -> None:
        """Take this stance, and ask on what it is where no topic is known yet."""
        self.stance.set_value(stance_id)
        if self.topic.is_naming:
            self.topic.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # The words

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words that the card is about; none when it is closed."""
        return self._place_in_text.spans if self._place_in_text else ()

    @property
    def suggestion_id(self) -> int | None:
        """The suggestion that was saved last from the card; None when it was none."""
        return self._saved_suggestion_id

    def set_spans(self, spans: tuple[Span, ...], anchor_rect: QRect) -> None:
        """Be about these words instead; what is filled in stays."""
        place = self._place_in_text
        if place is None:
            return
        was_proposed = self.kind.value() is kind_of_words(place.article.body, place.spans)
        self._place_in_text = _Place(place.article, spans, place.suggestion)
        if was_proposed:
            self.kind.set_value(kind_of_words(place.article.body, spans))
        self.move_to(anchor_rect)

    def follow_text(self, article: Article, follow: Callable[[Span], Span | None]) -> bool:
        """Stay with the words in an edited text where ``follow`` finds them; whether it did."""
        place = self._place_in_text
        found = [follow(span) for span in self.spans]
        spans = tuple(span for span in found if span is not None)
        if place is None or len(spans) < len(found):
            return False
        self._place_in_text = _Place(article, spans, place.suggestion)
        return True

    def offer_to_join(self, name: str) -> None:
        """Offer to add the words to an utterance of somebody; an empty name ends the offer."""
        self._joins_to = name
        self._show_hints()

    def tell_snapped(self, *, is_snapped: bool) -> None:
        """Offer the words as they were selected, when the card is about others."""
        self._is_snapped = is_snapped
        self._show_hints()

    def _show_hints(self) -> None:
        keys = reshaping_hints()
        if self._is_snapped:
            keys.append(("Alt S", self.tr("as selected")))
        if self._joins_to:
            keys.append(("Alt J", self.tr("add to {name}").format(name=self._joins_to)))
        keys.append(("Alt C", self.tr("certainty")))
        self.hints.show_hints("", keys)

    def _join(self) -> None:
        if self._joins_to and self._place_in_text is not None:
            self.join_requested.emit()

    def topic_id(self) -> int | None:
        """The topic that was used last in this session, or None."""
        return self._topic_id

    def set_topic_id(self, topic_id: int) -> None:
        """Have the next cards begin with this topic."""
        self._topic_id = topic_id

    # What is folded away

    def show_said(self) -> None:
        """Open the line for the date, with the one that stands beside the words."""
        place = self._place_in_text
        if place is not None and self.said.isHidden() and self.said.edtf() == "":
            found = proposed_said_date(self._workspace, place.article.id, place.spans)
            words = place.article.body[found.start : found.end] if found else ""
            self.said.set_proposal(found, words)
        self._show_row(self.said, self._said_label, self._said_link, is_open=True)
        self.said.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.line.selectAll()

    def show_note(self) -> None:
        """Open the line for a note."""
        self._show_row(self.note, self._note_label, self._note_link, is_open=True)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_row(self, row: QWidget, label: QLabel, link: QWidget, *, is_open: bool) -> None:
        row.setVisible(is_open)
        label.setVisible(is_open)
        link.setVisible(not is_open)

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let digits and keys of the card act in the speaker field while no name is typed."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() in kinds and isinstance(event, QKeyEvent) and watched is self.speaker:
            does = self._key_in_speaker_does(event)
            if does:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self._do_key_in_speaker(event)
                return True
        return super().eventFilter(watched, event)

    def _key_in_speaker_does(self, event: QKeyEvent) -> bool:
        if not _is_plain(event):
            return False
        if event.key() in ENTER_KEYS:
            # With the stance set already, nothing is left to ask after the speaker.
            return self.speaker.is_settled or self.stance.value() is not None
        if event.key() == Qt.Key.Key_Backspace:
            return self._rejects_by_key()
        if event.text() not in self.stance.shortcuts():
            return False
        is_free = not self.speaker.text().strip() or self.speaker.is_settled
        return is_free or self.speaker.is_surely(event.text())

    def _do_key_in_speaker(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self.reject()
        elif event.key() in ENTER_KEYS:
            if self.speaker.text().strip():
                self.speaker.settle()
                self.save()
            else:
                self._move_on()
        else:
            self.speaker.settle()
            self.stance.press(event.text())

    def _rejects_by_key(self) -> bool:
        """Whether Backspace rejects: only while it cannot be meant for the speaker's name."""
        place = self._place_in_text
        if place is None or place.suggestion is None:
            return False
        if not self.speaker.hasFocus():
            return True
        text = self.speaker.text()
        return self._is_untouched and self.speaker.selectedText() == text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits set the stance, T goes to the next topic, Backspace rejects."""
        if not _is_plain(event) or isinstance(self.focusWidget(), QLineEdit):
            super().keyPressEvent(event)
        elif self.stance.press(event.text()):
            event.accept()
        elif event.key() == Qt.Key.Key_T:
            self._next_topic()
        elif event.key() == Qt.Key.Key_Backspace and self._rejects_by_key():
            self.reject()
        else:
            super().keyPressEvent(event)

    def wants_key(self, event: QKeyEvent) -> bool:
        """Also the keys of the stances and the topic."""
        is_own = event.text() in self.stance.shortcuts() or event.key() in (
            Qt.Key.Key_T,
            Qt.Key.Key_Backspace,
        )
        return super().wants_key(event) or (is_own and _is_plain(event))

    # What a person does

    def _touch(self) -> None:
        self._is_untouched = False
        self._clear_fault()

    def _clear_fault(self) -> None:
        self.show_fault("")

    def _speaker_chosen(self) -> None:
        self._clear_fault()
        if self.isVisible() and self.speaker.hasFocus():
            self._move_on()

    def _move_on(self) -> None:
        if self.topic.is_naming and not self.topic.value().name:
            self.topic.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stance.take_focus()

    def _next_topic(self) -> None:
        self.topic.cycle()

    def _next_certainty(self) -> None:
        self.certainty.step()

    def _next_kind(self) -> None:
        self.kind.step()

    def _topic_chosen(self) -> None:
        self._clear_fault()

    def save(self) -> None:
        """Write down what the card says as one action, and close it."""
        place = self._place_in_text
        if place is None or not self.isVisible():
            return
        if not self.said.is_valid:
            self.said.explain()
            return
        answer = self._answer(place)
        try:
            quotation_id = save_quotation(self._workspace, answer)
        except StancelineError as error:
            self._refuse(error, answer)
            return
        self._remember_topic(answer)
        self._saved_suggestion_id = answer.suggestion_id
        self._forget()
        self.saved.emit(quotation_id)
        self.close()

    def _refuse(self, error: StancelineError, answer: CardAnswer) -> None:
        if answer.stance_id is not None and answer.topic_id is None and not answer.topic_name:
            self.topic.start_naming()
        # Last, since moving the focus may settle a field, which clears what was wrong.
        self.show_fault(told(error))

    def _answer(self, place: _Place) -> CardAnswer:
        speaker, topic = self.speaker.value(), self.topic.value()
        return CardAnswer(
            article_id=place.article.id,
            spans=place.spans,
            speaker_id=speaker.id,
            speaker_name=speaker.name,
            topic_id=topic.id,
            topic_name=topic.name,
            stance_id=self.stance.value(),
            certainty=self.certainty.value(),
            kind=self.kind.value(),
            said=self.said.edtf() or "",
            said_phrase=self.said.phrase(),
            note=self.note.text(),
            suggestion_id=place.suggestion.id if place.suggestion else None,
            words=tuple(span.words(place.article.body) for span in place.spans),
        )

    def _remember_topic(self, answer: CardAnswer) -> None:
        if answer.topic_id is not None:
            self._topic_id = answer.topic_id
            return
        name = answer.topic_name.casefold()
        known = all_topics(self._workspace)
        self._topic_id = next((t.id for t in known if t.name.casefold() == name), None)

    def reject(self) -> None:
        """Take the suggestion out of the queue, and close the card."""
        place = self._place_in_text
        if place is None or place.suggestion is None:
            return
        try:
            reject_suggestion(self._workspace, place.suggestion.id)
        except StancelineError as error:
            self.show_fault(told(error))
            return
        self._forget()
        self.rejected.emit(place.suggestion.id)
        self.close()

    # Drafts

    def _forget(self) -> None:
        if self._place_in_text is not None:
            self._drafts.pop(self._place_in_text.key, None)
        self._place_in_text = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is filled in until the card reopens on the same words."""
        place = self._place_in_text
        if place is not None and not self.isHidden():
            self._drafts.pop(place.key, None)
            self._drafts[place.key] = self._draft()
            if len(self._drafts) > _MOST_DRAFTS:
                self._drafts.pop(next(iter(self._drafts)))
        self._place_in_text = None
        super().closeEvent(event)

    def _draft(self) -> _Draft:
        return _Draft(
            speaker=self.speaker.value(),
            topic=self.topic.value(),
            stance_id=self.stance.value(),
            kind=self.kind.value(),
            certainty=self.certainty.value(),
            said=self.said.edtf() or "",
            said_phrase=self.said.phrase(),
            note=self.note.text(),
        )


def _link(text: str, tooltip: str) -> QPushButton:
    """A button that looks like a word until it is needed."""
    link = QPushButton(text)
    link.setProperty("quiet", "true")
    link.setToolTip(tooltip)
    return link


def _is_plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    )
