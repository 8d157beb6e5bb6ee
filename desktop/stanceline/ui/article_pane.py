"""The article on the desk: reading, marking, and walking through suggestions."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from stanceline.domain import edtf
from stanceline.domain.articles import Article
from stanceline.domain.edtf_words import describe
from stanceline.domain.errors import StancelineError
from stanceline.domain.quotations import Certainty
from stanceline.domain.spans import Span, whole_words
from stanceline.domain.suggestions import Suggestion
from stanceline.services import articles, quotations, suggesting, topics
from stanceline.services.workspace import Workspace
from stanceline.ui.article_marks import Findings, findings_of, marks_of
from stanceline.ui.cards.event import EventCard
from stanceline.ui.cards.quotation import QuotationCard
from stanceline.ui.keys import Thing, ThingKind, thing
from stanceline.ui.reader.reader import Reader
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState


class ArticlePane(QWidget):
    """Shows one article and turns what the analyst does with it into actions.

    ``thing_selected`` carries the key of what the inspector should show; ``said`` a
    sentence about what was done, for the status line; ``refused`` one that says why
    something could not be done; ``delete_requested`` the key of a mark that the analyst
    wants gone.
    """

    thing_selected = Signal(str)
    said = Signal(str)
    refused = Signal(str)
    delete_requested = Signal(str)
    import_requested = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._article: Article | None = None
        self._findings = Findings()
        self.reader = Reader(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.reader)
        self.quotation_card = QuotationCard(workspace, self)
        self.event_card = EventCard(workspace, self)
        self._set_empty_state()
        self._connect()

    def _set_empty_state(self) -> None:
        empty = EmptyState(
            self.tr("Nothing to read yet"),
            self.tr(
                "Choose an article at the left, or bring some in. Files and folders can also "
                "be dropped here; Ctrl+Shift+V pastes a text."
            ),
            self.tr("Import files…"),
            "Ctrl+I",
        )
        empty.action_triggered.connect(self.import_requested)
        self.reader.set_empty_state(empty)

    def _connect(self) -> None:
        self.reader.selection_finished.connect(self._open_quotation_card)
        self.reader.mark_clicked.connect(self.focus_mark)
        self.reader.mark_activated.connect(self.focus_mark)
        self.reader.background_clicked.connect(self._leave_marks)
        self.reader.walk_requested.connect(self.walk)
        self.reader.key_for_mark.connect(self._key_typed)
        self.quotation_card.saved.connect(self._quotation_saved)
        self.quotation_card.rejected.connect(self._suggestion_rejected)
        self.event_card.saved.connect(self._event_saved)
        for card in (self.quotation_card, self.event_card):
            card.closed.connect(self._card_closed)
        for key, slot in (
            ("Q", self.mark_selection),
            ("E", self.note_event),
            ("V", self.add_evidence),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.reader.addAction(action)
        for card in (self.quotation_card, self.event_card):
            for line in card.findChildren(QLineEdit):
                line.installEventFilter(self)

    # What is shown

    @property
    def article(self) -> Article | None:
        """The article on the desk."""
        return self._article

    @property
    def findings(self) -> Findings:
        """What is marked and proposed in it."""
        return self._findings

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._theme = theme
        self.reader.set_theme(theme)
        self._show_marks()

    def show_article(self, article_id: int | None) -> None:
        """Put an article on the desk, from its beginning; None clears it."""
        self._close_cards()
        self._article = (
            None if article_id is None else articles.article(self._workspace, article_id)
        )
        self.reader.set_article(self._article, self._meta_line())
        if self._article is not None:
            self.reader.set_dimmed(suggesting.boilerplate_of(self._article))
        self.refresh()

    def refresh(self) -> None:
        """Show the marks as they are in the workspace now."""
        if self._article is None:
            self._findings = Findings()
            return
        self._findings = findings_of(self._workspace, self._article.id)
        self._show_marks()

    def refresh_article(self) -> None:
        """Show changed facts about the article without losing the place."""
        if self._article is None:
            return
        now = articles.article(self._workspace, self._article.id)
        if (now.title, now.source, now.published, now.language) != (
            self._article.title,
            self._article.source,
            self._article.published,
            self._article.language,
        ):
            self._article = now
            self.reader.set_article(now, self._meta_line())
            self.reader.set_dimmed(suggesting.boilerplate_of(now))
        self._article = now
        self.refresh()

    def _show_marks(self) -> None:
        if self._article is not None:
            self.reader.set_marks(marks_of(self._findings, self._article, self._theme))

    def _meta_line(self) -> str:
        if self._article is None:
            return ""
        published = self._article.published
        parts = (
            self._article.source,
            describe(edtf.parse(published)) if published else self.tr("no date"),
            self._article.author,
        )
        return " · ".join(part for part in parts if part)

    def show_thing(self, key: str) -> None:
        """Bring the words of a mark into sight and put the keys on it."""
        spans = self._spans_of(key)
        if spans:
            self.reader.show_span(spans[0])
            self.reader.set_focused_mark(key)

    def quotation_at(self, place: Span) -> str:
        """The key of a quotation that holds these words, empty when none does."""
        for quotation in self._findings.quotations:
            if any(anchor.span.overlaps(place) for anchor in quotation.anchors):
                return str(Thing(ThingKind.QUOTATION, quotation.id))
        return ""

    def _spans_of(self, key: str) -> tuple[Span, ...]:
        if self._article is None:
            return ()
        marks = marks_of(self._findings, self._article, self._theme)
        return next((mark.spans for mark in marks if mark.key == key), ())

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what is refused instead of raising it, and show again how things are."""
        try:
            yield
        except StancelineError as error:
            self.refresh()
            self.refused.emit(str(error))

    # Marking

    def mark_selection(self) -> None:
        """Open the card for the selected words, or say that there are none."""
        span = self.reader.selected_span()
        if span is None:
            self.said.emit(self.tr("Select the words of the quotation first."))
        else:
            self._open_quotation_card(span)

    def note_event(self) -> None:
        """Open the card for an event that the selected words speak of."""
        focused = self.reader.focused_mark()
        span = self.reader.selected_span() or (focused.spans[0] if focused else None)
        if span is None or self._article is None:
            self.said.emit(self.tr("Select the passage that speaks of the event first."))
            return
        self._close_cards()
        self.event_card.open_for_new(
            self._article, whole_words(self._article.body, span), self._rect_of(span)
        )

    def add_evidence(self) -> None:
        """Open the card that adds the selected words to an event there is already."""
        focused = self.reader.focused_mark()
        span = self.reader.selected_span() or (focused.spans[0] if focused else None)
        if span is None or self._article is None:
            self.said.emit(self.tr("Select the passage that is evidence first."))
            return
        self._close_cards()
        self.event_card.open_for_evidence(
            self._article, whole_words(self._article.body, span), self._rect_of(span)
        )

    def _open_quotation_card(self, span: Span) -> None:
        if self._article is not None:
            self._close_cards()
            span = whole_words(self._article.body, span)
            self.quotation_card.open_for_new(self._article, (span,), self._rect_of(span))

    def _rect_of(self, span: Span) -> QRect:
        rect = self.reader.span_rect(span)
        return QRect(self.reader.mapTo(self, rect.topLeft()), rect.size())

    def _close_cards(self) -> None:
        for card in (self.quotation_card, self.event_card):
            if card.isVisible():
                card.close()

    def _card_closed(self) -> None:
        self.reader.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copy the words of the article from a field of a card in which nothing is selected."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if (
            isinstance(watched, QLineEdit)
            and event.type() in kinds
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and not watched.hasSelectedText()
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.reader.text.copy()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the words of the article also while a button of a card has the keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.reader.text.copy()
        else:
            super().keyPressEvent(event)

    def _quotation_saved(self, quotation_id: int) -> None:
        key = str(Thing(ThingKind.QUOTATION, quotation_id))
        self.refresh()
        self.reader.set_focused_mark(key)
        self.thing_selected.emit(key)
        self.said.emit(self.tr("Quotation marked."))

    def _event_saved(self, event_id: int) -> None:
        key = str(Thing(ThingKind.EVENT, event_id))
        self.refresh()
        self.reader.set_focused_mark(key)
        self.thing_selected.emit(key)
        self.said.emit(self.tr("Event noted."))

    # Suggestions and marks

    def focus_mark(self, key: str) -> None:
        """Put the keys on a mark and show it in the inspector."""
        self._close_cards()
        self.reader.set_focused_mark(key)
        self.thing_selected.emit(key)

    def _leave_marks(self) -> None:
        self.reader.set_focused_mark(None)
        if self._article is not None:
            self.thing_selected.emit(str(Thing(ThingKind.ARTICLE, self._article.id)))

    def walk(self, direction: int) -> None:
        """Go to the next suggestion, or the one before, and round again at the end.

        Where none waits the keyboard leaves the reader.
        """
        keys = [str(Thing(ThingKind.SUGGESTION, each.id)) for each in self._findings.suggestions]
        focused = self.reader.focused_mark()
        # Without a mark under the keys the way goes on from the caret, wherever it is.
        start = focused.spans[0].start if focused else self.reader.text.caret() - direction
        place = self._place_in_walk(start, direction)
        if not keys:
            self.reader.leave(direction)
            return
        if place is None:
            place = 0 if direction > 0 else len(keys) - 1
            self.said.emit(self.tr("Round again. F6 leaves the text."))
        self.focus_mark(keys[place])
        self.reader.show_span(self._findings.suggestions[place].spans[0])

    def walk_on(self) -> None:
        """Go to the next suggestion from wherever the keyboard is."""
        self.reader.setFocus()
        self.walk(1)

    def _place_in_walk(self, from_start: int, direction: int) -> int | None:
        starts = [each.spans[0].start for each in self._findings.suggestions]
        if direction > 0:
            return next((n for n, start in enumerate(starts) if start > from_start), None)
        before = [n for n, start in enumerate(starts) if start < from_start]
        return before[-1] if before else None

    def _key_typed(self, key: str) -> None:
        focused = self.reader.focused_mark()
        if focused is None:
            return
        what = thing(focused.key)
        if what.kind is ThingKind.SUGGESTION:
            self._key_on_suggestion(key, what.id)
        elif key in ("Delete", "Backspace"):
            self.delete_requested.emit(focused.key)
        elif key == "E" and what.kind is ThingKind.QUOTATION:
            self.note_event()
        elif key.isdigit() and what.kind is ThingKind.QUOTATION:
            with self._telling():
                self._judge_by_key(what.id, key)

    def _key_on_suggestion(self, key: str, suggestion_id: int) -> None:
        suggestion = self._suggestion(suggestion_id)
        if suggestion is None:
            return
        if key == "Enter":
            self.accept(suggestion)
        elif key in ("Backspace", "Delete"):
            self.reject(suggestion)
        elif key == "E":
            self.edit(suggestion)
        elif key.isdigit() and not topics.all_topics(self._workspace):
            # The card asks for the topic, which a stance needs.
            self.edit(suggestion)
        elif key.isdigit():
            quotation_id = self.accept(suggestion)
            if quotation_id is not None:
                with self._telling():
                    self._judge_by_key(quotation_id, key)

    def _suggestion(self, suggestion_id: int) -> Suggestion | None:
        return next((s for s in self._findings.suggestions if s.id == suggestion_id), None)

    def accept(self, suggestion: Suggestion) -> int | None:
        """Turn the suggestion into a quotation, with the keys on it for its stance.

        The id of the quotation, None when the workspace refused it.
        """
        quotation_id = None
        with self._telling():
            quotation_id = suggesting.accept_suggestion(self._workspace, suggestion.id)
            self.refresh()
            self.focus_mark(str(Thing(ThingKind.QUOTATION, quotation_id)))
            self.reader.setFocus()
            self.said.emit(self.tr("Accepted. 1 to 6 sets the stance, Tab goes on."))
        return quotation_id

    def reject(self, suggestion: Suggestion) -> None:
        """Take the suggestion out of the queue and go to the next."""
        with self._telling():
            suggesting.reject_suggestion(self._workspace, suggestion.id)
            self._suggestion_rejected(suggestion.id)
            self.reader.setFocus()

    def _suggestion_rejected(self, suggestion_id: int) -> None:
        rejected = self._suggestion(suggestion_id)
        self.refresh()
        self.said.emit(self.tr("Rejected; it will not be suggested again."))
        after = -1 if rejected is None else rejected.spans[0].start
        following = [s for s in self._findings.suggestions if s.spans[0].start > after]
        if following:
            self.focus_mark(str(Thing(ThingKind.SUGGESTION, following[0].id)))
            self.reader.show_span(following[0].spans[0])
        else:
            self._leave_marks()

    def edit(self, suggestion: Suggestion) -> None:
        """Open the card with what is suggested, to correct it."""
        if self._article is not None:
            self._close_cards()
            rect = self._rect_of(suggestion.spans[0])
            self.quotation_card.open_for_suggestion(self._article, suggestion, rect)

    def accept_confident(self, least_confidence: float) -> None:
        """Accept all suggestions of this article that are at least this sure."""
        if self._article is None:
            return
        with self._telling():
            number = suggesting.accept_confident(
                self._workspace, least_confidence, self._article.id
            )
            self.refresh()
            self.said.emit(self.tr("Accepted %n suggestion(s).", "", number))

    def _judge_by_key(self, quotation_id: int, key: str) -> None:
        stances = topics.all_stances(self._workspace)
        stance = next((each for each in stances if each.shortcut == key), None)
        topic_id = self._topic_for(quotation_id)
        if stance is None:
            return
        if topic_id is None:
            self.said.emit(self.tr("Add a topic first: Edit, Topics…"))
            return
        quotations.judge(self._workspace, quotation_id, topic_id, stance.id, Certainty.CERTAIN)
        self.refresh()
        name = next(t.name for t in topics.all_topics(self._workspace) if t.id == topic_id)
        self.said.emit(f"{name}: {stance.label}")
        self.thing_selected.emit(str(Thing(ThingKind.QUOTATION, quotation_id)))

    def _topic_for(self, quotation_id: int) -> int | None:
        """The topic that a stance key speaks to: the one judged first, else the card's last."""
        quotation = quotations.quotation(self._workspace, quotation_id)
        if quotation.judgements:
            return quotation.judgements[0].topic_id
        known = [topic.id for topic in topics.all_topics(self._workspace)]
        last = self.quotation_card.topic_id()
        return last if last in known else next(iter(known), None)
