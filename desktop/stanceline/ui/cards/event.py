"""The card on which a passage becomes an event, or evidence for one."""

import re
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from stanceline.domain.articles import Article
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EvidenceDraft, Relation
from stanceline.domain.names import LONGEST_NAME
from stanceline.domain.spans import Span
from stanceline.domain.speakers import Speaker
from stanceline.domain.suggestions import Suggestion
from stanceline.services.card import save_event
from stanceline.services.deciding import event_draft_of, reject_suggestion
from stanceline.services.events import (
    add_evidence,
    all_events,
    categories,
    other_dates,
    proposed_date,
    uncounted_words,
)
from stanceline.services.workspace import Workspace
from stanceline.suggest.dated import DateSuggestion
from stanceline.ui.cards.event_picker import EventPicker, nearest_in_time
from stanceline.ui.cards.floating import FloatingCard, KnownSpeakers, named_in
from stanceline.ui.cards.participants_field import ParticipantsField
from stanceline.ui.cards.reshaping import reshaping_hints
from stanceline.ui.fields.choice_field import ChoiceField
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.speaker_field import SpeakerChoice
from stanceline.ui.suggestion_words import trust_of
from stanceline.ui.troubles import told
from stanceline.ui.words import date_tiers, event_statuses, reason_in_words, relations

_TITLE_LENGTH = 64
_LEAST_TITLE = 24
_SENTENCE_ENDS = (". ", "! ", "? ", "; ", " – ", " — ")
_QUOTES = "\"'“”„‟«»‹›‘’「」"
_LOOSE_ENDS = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "with", "and"),
        *("or", "but", "that", "which", "who", "as", "de", "du", "des", "la", "le", "les"),
        *("un", "une", "et", "en", "à", "au", "aux", "в", "у", "на", "з", "і", "й", "та", "до"),
        *("по", "від", "за"),
    )
)
_DATELINE = re.compile(r"(?P<place>[^\W\d]{3,})[^–—.]{0,40}? (?:--|[–—-]) ")
_NOT_FROM_WORDS = "publication"


def title_from(words: str) -> str:
    """A title from the first words of a passage: whole words, one sentence, no loose ends."""
    line = " ".join(words.split())
    dateline = _DATELINE.match(line)
    if dateline is not None and dateline["place"].isupper():
        line = line[dateline.end() :]
    line = line.strip(_QUOTES + " ,;:–—-")
    ends = [line.find(end, _LEAST_TITLE) for end in _SENTENCE_ENDS]
    first_end = min((end for end in ends if end > 0), default=len(line))
    line = line[:first_end].rstrip(" .!?;:,–—-")
    if len(line) > _TITLE_LENGTH:
        comma = line.rfind(", ", _LEAST_TITLE, _TITLE_LENGTH)
        space = line.rfind(" ", _LEAST_TITLE, _TITLE_LENGTH)
        end = comma if comma > 0 else space if space > 0 else _TITLE_LENGTH
        kept = line[:end].split(" ")
        while len(kept) > 1 and kept[-1].casefold().strip(",;:") in _LOOSE_ENDS:
            kept.pop()
        line = " ".join(kept).rstrip(" .!?;:,–—-")
    line = line.strip(_QUOTES) if line.count("“") == line.count("”") else line.strip("“”")
    return line[:1].upper() + line[1:]


class EventCard(FloatingCard):
    """Notes an event from a passage, or adds the passage to an event there is.

    ``saved`` carries the id of the event, ``rejected`` that of the suggestion that was
    looked at.
    """

    saved = Signal(int)
    rejected = Signal(int)
    _WIDTH = 520

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._speakers = KnownSpeakers(workspace)
        self._article: Article | None = None
        self._span: Span | None = None
        self._anchor_rect = QRect()
        self._is_new = True
        self._suggestion: Suggestion | None = None
        self._saved_suggestion: Suggestion | None = None
        self._proposed_title = self._proposed_date = ""
        self._build()
        self._connect()

    def _build(self) -> None:
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
        self.category.setMinimumContentsLength(10)
        line = self.category.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST_NAME)
            line.setPlaceholderText(self.tr("Category"))
        self.place = QLineEdit()
        self.place.setAccessibleName(self.tr("Place"))
        self.place.setMaxLength(LONGEST_NAME)
        self.place.setPlaceholderText(self.tr("Place"))
        facts = QWidget()
        row = QHBoxLayout(facts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.category, 1)
        row.addWidget(self.place, 1)
        self.picker = EventPicker()
        self._new_rows = [
            self.title,
            self.add_row(self.tr("What"), self.title),
            self.date,
            self.add_row(self.tr("When"), self.date),
            self.participants,
            self.add_row(self.tr("Who"), self.participants),
            facts,
            self.add_row(self.tr("About"), facts, field=self.category),
        ]
        self._evidence_rows = [self.picker, self.add_row(self.tr("Event"), self.picker)]
        self._build_footer()

    def _build_footer(self) -> None:
        self.status = ChoiceField(self.tr("Status of the event"), event_statuses())
        self.relation = ChoiceField(self.tr("What the passage does for the event"), relations())
        self._other_way = QPushButton()
        self._other_way.setProperty("quiet", "true")
        self._reject = QPushButton(self.tr("Reject"))
        self._reject.setToolTip(self.tr("Not an event; do not suggest it again"))
        self._save = QPushButton(self.tr("Save"))
        self._save.setProperty("primary", "true")
        for quiet in (self.status, self.relation, self._other_way):
            self.footer.addWidget(quiet)
        self.ending.addWidget(self._reject)
        self.ending.addWidget(self._save)
        fields = (self.title, self.date, self.participants, self.category, self.place)
        links = (self.status, self.relation, self._other_way)
        self.set_tab_chain(*fields, self.picker, *links, self._save, self._reject)

    def _show_hints(self) -> None:
        keys = reshaping_hints()
        if self._is_new:
            keys = [
                ("Alt 1–5", self.tr("other date")),
                ("Alt S", self.tr("status")),
                ("Alt O", self.tr("evidence instead")),
                *keys,
            ]
        else:
            keys = [
                ("↑↓", self.tr("other event")),
                ("Alt R", self.tr("what it does")),
                ("Alt O", self.tr("new event instead")),
                *keys,
            ]
        self.hints.show_hints("", keys)

    def _connect(self) -> None:
        self._save.clicked.connect(self.save)
        self._reject.clicked.connect(self.reject)
        self.entered.connect(self.save)
        self._other_way.clicked.connect(self._go_other_way)
        self.picker.picked.connect(self.save)
        self.title.textEdited.connect(self._clear_fault)
        self.date.changed.connect(self._clear_fault)
        for key, slot in (
            ("Ctrl+Return", self.save),
            ("Ctrl+Enter", self.save),
            ("Alt+S", self._next_status),
            ("Alt+R", self._next_relation),
            ("Alt+O", self._go_other_way),
            *((f"Alt+{number + 1}", partial(self._take_date, number)) for number in range(5)),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _next_status(self) -> None:
        if self._is_new:
            self.status.step()

    def _next_relation(self) -> None:
        self.relation.step()

    def _take_date(self, number: int) -> None:
        """Take another reading of the date from wherever the keyboard is on the card."""
        if self._is_new and number < len(self.date.alternatives()):
            self.date.choose_alternative(number)

    # Opening

    def open_for_new(self, article: Article, span: Span, anchor_rect: QRect) -> None:
        """Ask about a new event; the rectangle is in the parent's coordinates."""
        self._begin(article, span, anchor_rect, is_new=True)
        self._ask_about_new(article)
        self._propose(article, span)
        self._show(self.title)
        self.title.selectAll()

    def open_for_suggestion(
        self, article: Article, suggestion: Suggestion, anchor_rect: QRect
    ) -> None:
        """Ask about an event that is suggested, with what is known of it filled in.

        Raises NotFound, and StancelineError when it was decided on before.
        """
        span = Span(suggestion.spans[0].start, suggestion.spans[-1].end)
        self._begin(article, span, anchor_rect, is_new=True, suggestion=suggestion)
        self._ask_about_new(article)
        self.title.setText(suggestion.title)
        self._fill_date(article, suggestion)
        self._offer_participants(article, span.words(article.body), suggestion.participants)
        self.status.set_value(event_draft_of(self._workspace, suggestion.id).status)
        self._show(self.title)
        # From its end backwards, so that the beginning of a long one is seen.
        self.title.setSelection(len(suggestion.title), -len(suggestion.title))

    def _fill_date(self, article: Article, suggestion: Suggestion) -> None:
        place = suggestion.phrase or suggestion.spans[0]
        proposal = None
        if suggestion.edtf:
            tier = date_tiers().get(suggestion.tier, "")
            proposal = DateSuggestion(
                place.start,
                place.end,
                suggestion.edtf,
                suggestion.tier,
                suggestion.rule,
                reason_in_words(suggestion.reason) or tier,
                suggestion.alternatives,
            )
        others = other_dates(article, place.start, place.end, proposal)
        self.date.set_proposal(proposal, _phrase_of(proposal, article.body), others)

    def _ask_about_new(self, article: Article) -> None:
        self.date.set_context(article.published, article.language)
        known = self.category.currentText()
        self.category.clear()
        self.category.addItems(categories(self._workspace))
        # The category stays from one event to the next, as the topic does.
        self.category.setEditText(known)
        self.place.clear()
        self.status.set_value(next(iter(event_statuses())))

    def _propose(self, article: Article, span: Span) -> None:
        words = span.words(article.body)
        self._proposed_title = title_from(words)
        self.title.setText(self._proposed_title)
        proposal = proposed_date(self._workspace, article.id, span.start, span.end)
        others = other_dates(article, span.start, span.end, proposal)
        self.date.set_proposal(proposal, _phrase_of(proposal, article.body), others)
        uncounted = uncounted_words(article, span.start, span.end)
        if uncounted:
            told = self.tr("The article has no date from which “{words}” could be counted.")
            self.date.tell_why_none(told.format(words=uncounted))
        self._proposed_date = self.date.text()
        self._offer_participants(article, words)

    @property
    def is_new(self) -> bool:
        """Whether the card is about a new event rather than evidence for one."""
        return self._is_new

    @property
    def span(self) -> Span | None:
        """The words that the card is about; None when it is closed."""
        return self._span

    @property
    def spans(self) -> tuple[Span, ...]:
        """The same as the card for quotations tells it."""
        return (self._span,) if self._span else ()

    def set_span(self, span: Span, anchor_rect: QRect) -> None:
        """Be about these words instead; what a person has filled in stays."""
        article = self._article
        if article is None:
            return
        self._span, self._anchor_rect = span, anchor_rect
        is_as_proposed = (self.title.text(), self.date.text()) == (
            self._proposed_title,
            self._proposed_date,
        )
        if self._is_new and is_as_proposed and self._suggestion is None:
            self._propose(article, span)
        self.move_to(anchor_rect)

    def follow_text(self, article: Article, follow: Callable[[Span], Span | None]) -> bool:
        """Stay with the words in an edited text where ``follow`` finds them; whether it did."""
        span = follow(self._span) if self._span is not None else None
        if span is None:
            return False
        self._article, self._span = article, span
        return True

    def open_for_evidence(self, article: Article, span: Span, anchor_rect: QRect) -> None:
        """Ask to which event the passage belongs; those closest to its date come first."""
        self._begin(article, span, anchor_rect, is_new=False)
        proposal = proposed_date(self._workspace, article.id, span.start, span.end)
        events = all_events(self._workspace)
        self.picker.set_events(nearest_in_time(events, proposal.value if proposal else ""))
        self._show(self.picker.line)

    @property
    def saved_suggestion(self) -> Suggestion | None:
        """The suggestion that was saved last from the card; None when it was none."""
        return self._saved_suggestion

    def _begin(
        self,
        article: Article,
        span: Span,
        anchor: QRect,
        *,
        is_new: bool,
        suggestion: Suggestion | None = None,
    ) -> None:
        if self.isVisible():
            self.close()
        self._suggestion = suggestion
        self._article, self._span, self._anchor_rect = article, span, anchor
        self._is_new = is_new
        self.relation.set_value(Relation.REPORTS)
        for rows, shown in ((self._new_rows, is_new), (self._evidence_rows, not is_new)):
            for row in rows:
                row.setVisible(shown)
        self.status.setVisible(is_new)
        self._reject.setVisible(suggestion is not None)
        self._show_hints()
        if suggestion is not None:
            self.heading.setText(self.tr("Suggested · {trust}").format(trust=trust_of(suggestion)))
            self._other_way.setText(self.tr("Evidence…"))
            self._other_way.setToolTip(self.tr("Add the passage to an event there is already"))
            self.show_keys(("Enter", self.tr("accept")))
        elif is_new:
            self.heading.setText(self.tr("New event"))
            self._other_way.setText(self.tr("Evidence…"))
            self._other_way.setToolTip(self.tr("Add the passage to an event there is already"))
            self.show_keys(("Enter", self.tr("save")))
        else:
            self.heading.setText(self.tr("Evidence for an event"))
            self._other_way.setText(self.tr("New event…"))
            self._other_way.setToolTip(self.tr("Note a new event from the passage"))
            self.show_keys(("Enter", self.tr("add")))

    def _show(self, first: QWidget) -> None:
        self.open_at(self._anchor_rect)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_participants(
        self, article: Article, words: str, suggested: Iterable[str] = ()
    ) -> None:
        """Offer who is named in the words; those who are suggested but not known yet as new."""
        everyone = self._speakers.everyone()
        self.participants.set_speakers(everyone, self._speakers.own_of(article))
        sure = [_choice_of(each) for each in named_in(words, everyone, surely=True)]
        known = {name.casefold() for each in everyone for name in (each.name, *each.aliases)}
        sure += [
            _choice_of(each)
            for each in everyone
            for name in suggested
            if name.casefold() in {known.casefold() for known in (each.name, *each.aliases)}
        ]
        new = [SpeakerChoice(None, name) for name in suggested if name.casefold() not in known]
        named = [_choice_of(each) for each in named_in(words, everyone)]
        self.participants.set_value(dict.fromkeys(sure), [*named, *new])

    def _go_other_way(self) -> None:
        if self._article is None or self._span is None:
            return
        article, span, anchor = self._article, self._span, self._anchor_rect
        if self._is_new:
            self.open_for_evidence(article, span, anchor)
        else:
            self.open_for_new(article, span, anchor)

    # Saving

    def save(self) -> None:
        """Write down what the card says as one action, and close it."""
        article, span = self._article, self._span
        if article is None or span is None or not self.isVisible():
            return
        piece = EvidenceDraft(article.id, span, self.relation.value())
        try:
            event_id = self._save_new(piece) if self._is_new else self._save_evidence(piece)
        except StancelineError as error:
            self.show_fault(told(error))
            return
        if event_id is not None:
            self._saved_suggestion, self._suggestion = self._suggestion, None
            self.saved.emit(event_id)
            self.close()

    def reject(self) -> None:
        """Take the suggestion out of the queue, and close the card."""
        suggestion = self._suggestion
        if suggestion is None:
            return
        try:
            reject_suggestion(self._workspace, suggestion.id)
        except StancelineError as error:
            self.show_fault(told(error))
            return
        self.close()
        self.rejected.emit(suggestion.id)

    def _save_new(self, piece: EvidenceDraft) -> int | None:
        value = self.date.edtf()
        if value is None:
            self.date.explain()
            return None
        if not self.title.text().strip():
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        choices = self.participants.value()
        draft = EventDraft(
            title=self.title.text(),
            edtf=value,
            phrase=self.date.phrase(),
            rule=self.date.rule(),
            category=self.category.currentText(),
            status=self.status.value(),
            place=self.place.text(),
            participant_ids=tuple(choice.id for choice in choices if choice.id is not None),
        )
        names = [choice.name for choice in choices if choice.id is None]
        suggestion_id = self._suggestion.id if self._suggestion else None
        return save_event(self._workspace, draft, piece, names, suggestion_id)

    def _save_evidence(self, piece: EvidenceDraft) -> int | None:
        event_id = self.picker.value()
        if event_id is None:
            self.show_fault(self.tr("Choose the event that the passage belongs to."))
            return None
        add_evidence(self._workspace, event_id, piece)
        return event_id

    def _clear_fault(self) -> None:
        self.show_fault("")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Forget the passage."""
        self._article = self._span = self._suggestion = None
        super().closeEvent(event)


def _choice_of(speaker: Speaker) -> SpeakerChoice:
    return SpeakerChoice(speaker.id, speaker.name)


def _phrase_of(proposal: DateSuggestion | None, body: str) -> str:
    """The words that a proposed date was read from; none when it is the day of publication."""
    if proposal is None or proposal.rule == _NOT_FROM_WORDS:
        return ""
    return " ".join(body[proposal.start : proposal.end].split())
