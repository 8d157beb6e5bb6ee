"""The article on the desk: reading, marking, and walking through suggestions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from stanceline.domain import edtf
from stanceline.domain.articles import Article
from stanceline.domain.edtf_words import describe
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import Event
from stanceline.domain.quotations import Quotation
from stanceline.domain.reanchoring import Follower
from stanceline.domain.spans import Span
from stanceline.domain.stances import Stance
from stanceline.domain.suggestions import Suggestion
from stanceline.domain.topics import Topic
from stanceline.services import articles, reading_progress, suggesting
from stanceline.services.findings import Findings, findings_of, findings_since
from stanceline.services.topics import all_stances, all_topics
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.article_marks import Marks
from stanceline.ui.cards.context_menu import ContextMenu
from stanceline.ui.cards.event import EventCard
from stanceline.ui.cards.hint_line import HintLine
from stanceline.ui.cards.pane_hints import PaneHints, Situation
from stanceline.ui.cards.quotation import QuotationCard
from stanceline.ui.cards.reshaping import step_of
from stanceline.ui.cards.selecting import Selecting
from stanceline.ui.cards.walk import Walk
from stanceline.ui.dragging import Passage, PassageDrag, add_passage, passage_of
from stanceline.ui.keys import Thing, ThingKind, thing
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.reader.reader import Reader
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState

_DRAFT = "draft"
"""The key of the mark that shows what is being marked; it names no thing."""
_DECIDING_KEYS = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_E),
    *(Qt.Key(Qt.Key.Key_0 + number) for number in range(10)),
)
_SIDE = 20


class ArticlePane(QWidget):
    """Shows one article and turns what the analyst does with it into actions.

    Several panes may show articles of one workspace; each follows all changes by itself.
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
    _heard = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._theme = theme
        self._article: Article | None = None
        self._findings = Findings()
        self._marks = Marks()
        self._draft: tuple[Span, ...] = ()
        self._topics: Sequence[Topic] | None = None
        self._stances: Sequence[Stance] | None = None
        self.reader = Reader(theme)
        self.hint_line = HintLine()
        self._hints = PaneHints(self)
        self._lay_out()
        self.quotation_card = QuotationCard(workspace, self)
        self.event_card = EventCard(workspace, self)
        self._walk = Walk(self)
        self._selecting = Selecting(self)
        self.context_menu = ContextMenu(self, self._act_on_mark)
        self._drag = PassageDrag(self.reader.text, self._dragged, self.close_cards)
        self._follow_changes()
        self.setAcceptDrops(True)
        self._set_empty_state()
        self._connect()
        self._add_keys()

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.reader, 1)
        below = QVBoxLayout()
        below.setContentsMargins(_SIDE, 4, _SIDE, 6)
        below.addWidget(self.hint_line)
        layout.addLayout(below)

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
        self.reader.background_clicked.connect(self.leave_marks)
        self.reader.walk_requested.connect(self.walk)
        self.reader.key_for_mark.connect(self._act_on_mark)
        self.reader.text.selectionChanged.connect(self.show_hints)
        self.reader.text.installEventFilter(self)
        self.quotation_card.saved.connect(self._quotation_saved)
        self.quotation_card.rejected.connect(self._walk.rejected)
        self.event_card.saved.connect(self._event_saved)
        for card in (self.quotation_card, self.event_card):
            card.closed.connect(self._card_closed)
            for line in card.findChildren(QLineEdit):
                line.installEventFilter(self)

    def _add_keys(self) -> None:
        for keys, slot in (
            (("Q",), self.mark_selection),
            (("E",), self.note_event),
            (("V",), self.add_evidence),
            (("A", "+"), self.add_to_utterance),
            (("T",), self.next_topic),
        ):
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.reader.addAction(action)

    def _follow_changes(self) -> None:
        """Show what other panes, windows and programs change, a moment after it happens."""
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(0)
        self._catch_up.timeout.connect(self._show_changes)
        self._hint_soon = QTimer(self)
        self._hint_soon.setSingleShot(True)
        self._hint_soon.setInterval(0)
        self._hint_soon.timeout.connect(self._show_hints)
        # The signal brings what is heard on another thread to this one.
        self._heard.connect(self._catch_up.start)

        def hear(_kinds: frozenset[Changed]) -> None:
            self._heard.emit()

        stop = self.workspace.listen(hear)
        self.destroyed.connect(lambda _gone: stop())

    def _show_changes(self) -> None:
        if self._article is not None:
            with self.telling():
                self.refresh()

    # What is shown

    @property
    def article(self) -> Article | None:
        """The article on the desk."""
        return self._article

    @property
    def findings(self) -> Findings:
        """What is marked and proposed in it."""
        return self._findings

    @property
    def is_editing(self) -> bool:
        """Whether the text itself is being edited; its marks take no keys then."""
        return self.reader.is_editing

    @property
    def has_open_card(self) -> bool:
        """Whether something is being marked."""
        return self.quotation_card.isVisible() or self.event_card.isVisible()

    def topics(self) -> Sequence[Topic]:
        """The topics of the workspace in the analyst's order."""
        if self._topics is None:
            self._topics = all_topics(self.workspace)
        return self._topics

    def stances(self) -> Sequence[Stance]:
        """The stances of the workspace's scale in their order."""
        if self._stances is None:
            self._stances = all_stances(self.workspace)
        return self._stances

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of this theme from now on."""
        self._theme = theme
        self.reader.set_theme(theme)
        self._show_marks()

    def show_article(self, article_id: int | None) -> None:
        """Put an article on the desk, where it was left; None clears it."""
        self.close_cards()
        self._walk.forget()
        self._selecting.forget()
        self._article = None if article_id is None else articles.article(self.workspace, article_id)
        self._findings = Findings()
        self._set_text()
        self.refresh()
        if self._article is not None:
            place = reading_progress.place_of(self.workspace, self._article.id)
            if place:
                self.reader.show_place(min(place, len(self._article.body)))

    def _set_text(self) -> None:
        self.reader.set_article(self._article, self._meta_line())
        if self._article is not None:
            self.reader.set_dimmed(suggesting.boilerplate_of(self._article))

    def refresh(self) -> None:
        """Show the marks as they are in the workspace now."""
        before = self._findings
        if self._article is None:
            self._findings = Findings()
        elif before.number < 0:
            self._findings = findings_of(self.workspace, self._article.id)
        else:
            self._findings = findings_since(self.workspace, self._article.id, before)
        if self._findings is before:
            return
        self._topics = self._stances = None
        self._show_marks()
        self.show_hints()
        self._walk.see_what_came_back()

    def refresh_article(self) -> None:
        """Show changed facts about the article, and its changed text, without losing the place."""
        if self._article is None:
            return
        before, now = self._article, articles.article(self.workspace, self._article.id)
        self._article = now
        if (now.title, now.source, now.published, now.language, now.body) != (
            before.title,
            before.source,
            before.published,
            before.language,
            before.body,
        ):
            self._have_cards_follow(before, now)
            # The reader stays where it is, and keeps what is being written.
            self._set_text()
            self._show_marks()
        self.refresh()

    def _have_cards_follow(self, before: Article, now: Article) -> None:
        """Keep an open card on its words in the edited text; where they are gone it closes."""
        if before.body == now.body or not self.has_open_card:
            return
        follow = Follower(before.body, now.body, now.revision).exact_span
        for card in (self.quotation_card, self.event_card):
            if card.isVisible() and not card.follow_text(now, follow):
                card.close()
                self.said.emit(self.tr("The words on the card were edited, so it was closed."))
        if self._draft:
            self._draft = self.quotation_card.spans

    def _show_marks(self) -> None:
        if self._article is None:
            return
        marks = self._marks.of(self._findings, self._article, self._theme)
        if self._draft:
            draft = ReaderMark(
                key=_DRAFT,
                kind=ReaderMarkKind.QUOTATION,
                spans=self._draft,
                colour=self._theme.accent,
            )
            marks = [*marks, draft]
        self.reader.set_marks(marks)

    def show_draft(self, spans: tuple[Span, ...]) -> None:
        """Show these words as what is being marked; none ends it."""
        if spans != self._draft:
            self._draft = spans
            self._show_marks()

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
        mark = self._marks.named(key)
        if mark is not None and mark.spans:
            self.reader.show_span(mark.spans[0])
            self._put_keys_on(key)

    def quotation_at(self, place: Span) -> str:
        """The key of a quotation that holds these words, empty when none does."""
        for quotation in self._findings.quotations:
            if any(span.overlaps(place) for span in quotation.spans):
                return str(Thing(ThingKind.QUOTATION, quotation.id))
        return ""

    def quotation_named(self, key: str) -> Quotation | None:
        """The quotation of this article that is marked under the key, or None."""
        found = self._found(key)
        return found if isinstance(found, Quotation) else None

    def _found(self, key: str) -> Quotation | Suggestion | Event | None:
        found = self._marks.finding(key)
        return found if isinstance(found, Quotation | Suggestion | Event) else None

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what is refused instead of raising it, and show again how things are."""
        try:
            yield
        except StancelineError as error:
            self._findings = Findings()
            with self._telling_all():
                self.refresh()
            self.refused.emit(str(error))

    @contextmanager
    def _telling_all(self) -> Iterator[None]:
        try:
            yield
        except StancelineError as error:
            self.refused.emit(str(error))

    # Hints

    def show_hints(self) -> None:
        """Say below the text which keys do what to the mark or the words that are selected.

        It is said a moment later, once for all that happens until then.
        """
        self._hint_soon.start()

    def _show_hints(self) -> None:
        if self._article is None or self.is_editing:
            self.hint_line.show_hints("", ())
            return
        focused = self.reader.focused_mark()
        found = self._found(focused.key) if focused else None
        quotation = found if isinstance(found, Quotation) else None
        topic = self._walk.topic_for(quotation)
        situation = Situation(
            thing=found,
            has_selection=self.reader.selected_span() is not None,
            topic=topic.name if topic else "",
            stance_keys=self._walk.stance_keys(),
            n_waiting=len(self._findings.suggestions),
            just_accepted=quotation is not None and self._walk.is_just_accepted(quotation.id),
        )
        sentence, keys = self._hints.hints_for(situation)
        if self.workspace.is_read_only:
            keys = [each for each in keys if each[0] == "Tab"]
        self.hint_line.show_hints(sentence, keys)

    # Marking

    def mark_selection(self) -> None:
        """Open the card for the selected words, or say that there are none."""
        span = self.reader.selected_span()
        if self.is_editing:
            return
        if span is None:
            self.said.emit(self.tr("Select the words of the quotation first."))
        else:
            self._open_quotation_card(span)

    def note_event(self) -> None:
        """Open the card for an event that the selected words speak of."""
        self._open_event_card(
            self.tr("Select the passage that speaks of the event first."), is_evidence=False
        )

    def add_evidence(self) -> None:
        """Open the card that adds the selected words to an event there is already."""
        self._open_event_card(
            self.tr("Select the passage that is evidence first."), is_evidence=True
        )

    def add_to_utterance(self) -> None:
        """Add the selected words to the utterance under the keys, as another segment."""
        if not self.is_editing:
            self._selecting.add_to_utterance()

    def next_topic(self) -> None:
        """Have the keys of the stances speak to the next topic."""
        if not self.is_editing:
            self._walk.next_topic()

    def _open_event_card(self, otherwise: str, *, is_evidence: bool) -> None:
        focused = self.reader.focused_mark()
        span = self.reader.selected_span() or (focused.spans[0] if focused else None)
        if self.is_editing:
            return
        if span is None or self._article is None:
            self.said.emit(otherwise)
            return
        self._selecting.open_event(span, is_evidence=is_evidence)

    def _open_quotation_card(self, span: Span) -> None:
        if not self.is_editing:
            self._selecting.open_quotation(span)

    def rect_of(self, span: Span) -> QRect:
        """The rectangle around the words, in coordinates of this widget."""
        rect = self.reader.span_rect(span)
        return QRect(self.reader.mapTo(self, rect.topLeft()), rect.size())

    def close_cards(self) -> None:
        """Close what is open without saving."""
        for card in (self.quotation_card, self.event_card):
            if card.isVisible():
                card.close()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the cards away with the article; what was filled in is kept."""
        self.close_cards()
        super().hideEvent(event)

    def _card_closed(self) -> None:
        self.show_draft(())
        if self.isVisible():
            self.reader.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys of the text and of the cards that mean something to both."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() == QEvent.Type.ReadOnlyChange:
            self.show_hints()  # The text begins to be edited, or ends.
        if event.type() in kinds and isinstance(event, QKeyEvent):
            if watched is self.reader.text:
                return self._key_in_text(event) or super().eventFilter(watched, event)
            if isinstance(watched, QLineEdit) and self._copies_words(watched, event):
                return True
        return super().eventFilter(watched, event)

    def _key_in_text(self, event: QKeyEvent) -> bool:
        if self.is_editing:
            return False
        is_press = event.type() == QEvent.Type.KeyPress
        step = step_of(event)
        if step is not None and self.reader.selected_span() is not None:
            event.accept()
            if is_press:
                self._selecting.reshape_selection(step)
            return True
        # A key that is held down must not decide on all suggestions there are.
        is_deciding = is_press and event.isAutoRepeat() and event.key() in _DECIDING_KEYS
        return is_deciding and self.reader.focused_mark() is not None

    def _copies_words(self, line: QLineEdit, event: QKeyEvent) -> bool:
        """Copy the words of the article from a field of a card in which nothing is selected."""
        if not event.matches(QKeySequence.StandardKey.Copy) or line.hasSelectedText():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.reader.text.copy()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the words of the article also while a button of a card has the keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.reader.text.copy()
        else:
            super().keyPressEvent(event)

    def _quotation_saved(self, quotation_id: int) -> None:
        key = str(Thing(ThingKind.QUOTATION, quotation_id))
        self._draft = ()
        suggestion_id = self.quotation_card.suggestion_id
        self.refresh()
        self._selecting.marked(quotation_id)
        self._put_keys_on(key)
        self.thing_selected.emit(key)
        self.said.emit(self.tr("Quotation marked."))
        if suggestion_id is not None:
            self._walk.edited(quotation_id, suggestion_id)

    def _event_saved(self, event_id: int) -> None:
        key = str(Thing(ThingKind.EVENT, event_id))
        self.refresh()
        self._put_keys_on(key)
        self.thing_selected.emit(key)
        is_new = self.event_card.is_new
        self.said.emit(self.tr("Event noted.") if is_new else self.tr("Added as evidence."))

    # Suggestions and marks

    def focus_mark(self, key: str) -> None:
        """Put the keys on a mark and show it in the inspector."""
        if key == _DRAFT or self.is_editing:
            return
        self.close_cards()
        self._walk.let_go_of_topic()
        self._put_keys_on(key)
        self.thing_selected.emit(key)

    def _put_keys_on(self, key: str | None) -> None:
        self.reader.set_focused_mark(key)
        self.show_hints()

    def leave_marks(self) -> None:
        """Take the keys off every mark and show the article in the inspector."""
        self._put_keys_on(None)
        if self._article is not None:
            self.thing_selected.emit(str(Thing(ThingKind.ARTICLE, self._article.id)))

    def _act_on_mark(self, key: str) -> None:
        focused = self.reader.focused_mark()
        if focused is not None and focused.key != _DRAFT and not self.is_editing:
            self._walk.act(key)

    def walk(self, direction: int) -> None:
        """Go to the next suggestion, or the one before, and round again at the end."""
        if not self.is_editing:
            self._walk.go(direction)

    def walk_on(self) -> None:
        """Go to the next suggestion from wherever the keyboard is."""
        self.reader.setFocus()
        self.walk(1)

    def accept(self, suggestion: Suggestion) -> int | None:
        """The id of the quotation that the suggestion has become, None when it was refused."""
        return self._walk.accept(suggestion)

    def reject(self, suggestion: Suggestion) -> None:
        """Take the suggestion out of the queue and go to the next."""
        self._walk.reject(suggestion)

    def edit(self, suggestion: Suggestion) -> None:
        """Open the card with what is suggested, to correct it."""
        self._walk.edit(suggestion)

    def accept_confident(self, least_confidence: float) -> None:
        """Accept all suggestions of this article that are at least this sure."""
        self._walk.accept_confident(least_confidence)

    # Dragging words onto events

    def _dragged(self) -> tuple[Passage, str] | None:
        span = self.reader.selected_span()
        if span is None or self._article is None or self.is_editing:
            return None
        key = self.quotation_at(span)
        quotation_id = thing(key).id if key else None
        passage = Passage(str(self.workspace.path), self._article.id, span, quotation_id)
        return passage, span.words(self._article.body)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let words of an article be dragged over; what else is dragged is the window's."""
        if passage_of(event.mimeData(), self.workspace) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take words over the mark of an event alone."""
        if self._event_under(event) is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Make the words evidence of the event on whose mark they are dropped."""
        passage = passage_of(event.mimeData(), self.workspace)
        event_id = self._event_under(event)
        if passage is None or event_id is None:
            event.ignore()
            return
        event.acceptProposedAction()
        with self.telling():
            add_passage(self.workspace, event_id, passage)
            self._event_saved(event_id)
            self.said.emit(self.tr("Added as evidence."))

    def _event_under(self, event: QDropEvent) -> int | None:
        viewport = self.reader.text.viewport()
        mark = self.reader.text.mark_at(viewport.mapFrom(self, event.position().toPoint()))
        if mark is None or mark.key == _DRAFT:
            return None
        what = thing(mark.key)
        return what.id if what.kind is ThingKind.EVENT else None
