"""The article on the desk: reading, marking, and walking through suggestions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stanceline.domain import edtf
from stanceline.domain.articles import Article
from stanceline.domain.edtf_words import describe
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import Event
from stanceline.domain.quotations import Quotation
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
from stanceline.ui.cards.hint_line import HintLine
from stanceline.ui.cards.hinting import Hinting
from stanceline.ui.cards.pane_drag import PaneDrag
from stanceline.ui.cards.pane_keys import PaneKeys
from stanceline.ui.cards.selecting import Selecting
from stanceline.ui.cards.walk import Walk
from stanceline.ui.keys import Thing, ThingKind
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.reader.reader import Reader
from stanceline.ui.signals import WorkspaceSignals
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState

if TYPE_CHECKING:
    from stanceline.ui.cards.event import EventCard
    from stanceline.ui.cards.quotation import QuotationCard

_DRAFT = "draft"
"""The key of the mark that shows what is being marked; it names no thing."""
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
        self._lay_out()
        self._cards: list[QuotationCard | EventCard] = []
        self._walk = Walk(self)
        self._hinting = Hinting(self, self._walk)
        self._selecting = Selecting(self)
        self._keys = PaneKeys(self, self._selecting.reshape_selection)
        self.context_menu = ContextMenu(self, self._act_on_mark)
        self._drag = PaneDrag(self)
        self._follow_changes()
        self.setAcceptDrops(True)
        self._set_empty_state()
        self._connect()

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
        self._keys.add(["Q"], self.mark_selection)
        self._keys.add(["E"], self.note_event)
        self._keys.add(["V"], self.add_evidence)
        self._keys.add(["A", "+"], self.add_to_utterance)
        self._keys.add(["T"], self.next_topic)

    def _follow_changes(self) -> None:
        """Show what other panes, windows and programs change, a moment after it happens."""
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(0)
        self._catch_up.timeout.connect(self._show_changes)
        signals = WorkspaceSignals(self.workspace, self)
        signals.changed.connect(self._hear)
        self.destroyed.connect(lambda _gone: signals.stop())

    def _hear(self, _kinds: frozenset[Changed]) -> None:
        self._catch_up.start()

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
        return self.open_card is not None

    def topic_marked_last(self) -> int | None:
        """The topic that was used last on a card in this session, or None."""
        return self.quotation_card.topic_id() if "quotation_card" in vars(self) else None

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
            self._walk.begin()

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
            # The reader stays where it is, and keeps what is being written and focused.
            focused = self.reader.focused_mark()
            self._set_text()
            self._show_marks()
            if focused is not None:
                self.reader.hold_mark(focused.key)
        self.refresh()

    def _have_cards_follow(self, before: Article, now: Article) -> None:
        """Keep an open card on its words in the edited text; where they are gone it closes."""
        if before.body == now.body or not self.has_open_card:
            return
        from stanceline.domain.reanchoring import Follower

        follow = Follower(before.body, now.body, now.revision).exact_span
        for card in self._cards:
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

    def is_draft(self, key: str) -> bool:
        """Whether a mark shows what is being marked, and is none of a thing yet."""
        return key == _DRAFT

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
        found = self.finding_named(key)
        return found if isinstance(found, Quotation) else None

    def finding_named(self, key: str) -> Quotation | Suggestion | Event | None:
        """What is marked in this article under the key, or None."""
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
        self._hinting.show_soon()

    # Marking

    def mark_selection(self) -> None:
        """Open the card for the selected words, or say that there are none."""
        if not self.is_editing:
            self._selecting.mark_selection()

    def note_event(self) -> None:
        """Open the card for an event that the selected words speak of."""
        if not self.is_editing:
            self._selecting.note_event()

    def add_evidence(self) -> None:
        """Open the card that adds the selected words to an event there is already."""
        if not self.is_editing:
            self._selecting.add_evidence()

    def add_to_utterance(self) -> None:
        """Add the selected words to the utterance under the keys, as another segment."""
        if not self.is_editing:
            self._selecting.add_to_utterance()

    def next_topic(self) -> None:
        """Have the keys of the stances speak to the next topic."""
        if not self.is_editing:
            self._walk.next_topic()

    def _open_quotation_card(self, span: Span) -> None:
        if not self.is_editing:
            self._selecting.open_quotation(span)

    def rect_of(self, span: Span) -> QRect:
        """The rectangle around the words, in coordinates of this widget."""
        rect = self.reader.span_rect(span)
        return QRect(self.reader.mapTo(self, rect.topLeft()), rect.size())

    @cached_property
    def quotation_card(self) -> "QuotationCard":
        """The card for quotations, made when it is first opened as few starts need it."""
        from stanceline.ui.cards.quotation import QuotationCard

        card = QuotationCard(self.workspace, self)
        card.saved.connect(self._quotation_saved)
        self._selecting.serve_quotations(card)
        self._take_in(card)
        return card

    @cached_property
    def event_card(self) -> "EventCard":
        """The card for events, made when it is first opened."""
        from stanceline.ui.cards.event import EventCard

        card = EventCard(self.workspace, self)
        card.saved.connect(self._event_saved)
        self._selecting.serve_events(card)
        self._take_in(card)
        return card

    def _take_in(self, card: "QuotationCard | EventCard") -> None:
        card.rejected.connect(self._walk.rejected)
        card.closed.connect(self._card_closed)
        self._keys.watch(card)
        self._cards.append(card)

    @property
    def open_card(self) -> "QuotationCard | EventCard | None":
        """What something is being marked with."""
        return next((card for card in self._cards if card.isVisible()), None)

    def close_cards(self) -> None:
        """Close what is open without saving."""
        for card in self._cards:
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
        suggestion = self.event_card.saved_suggestion
        if suggestion is not None:
            self._walk.event_noted(event_id, suggestion)

    # Suggestions and marks

    def focus_mark(self, key: str) -> None:
        """Put the keys on a mark and show it in the inspector."""
        if self.is_draft(key) or self.is_editing:
            return
        self.close_cards()
        self._walk.let_go_of_topic()
        self._put_keys_on(key)
        self.thing_selected.emit(key)

    def _put_keys_on(self, key: str | None) -> None:
        self.reader.set_focused_mark(key)
        self.show_hints()

    def hold_mark(self, key: str) -> None:
        """Put the keys on a mark while the page and the caret stay where they are."""
        self.reader.hold_mark(key)
        self.show_hints()

    def begin_walk(self) -> None:
        """Put the keys on the first suggestion, unless they are on something already."""
        nothing = self.reader.focused_mark() is None and self.reader.selected_span() is None
        if nothing and not self.has_open_card and not self.is_editing:
            self._walk.begin()
            focused = self.reader.focused_mark()
            if focused is not None:
                self.thing_selected.emit(focused.key)

    def leave_marks(self) -> None:
        """Take the keys off every mark and show the article in the inspector."""
        self._put_keys_on(None)
        if self._article is not None:
            self.thing_selected.emit(str(Thing(ThingKind.ARTICLE, self._article.id)))

    def _act_on_mark(self, key: str) -> None:
        focused = self.reader.focused_mark()
        if focused is not None and not self.is_draft(focused.key) and not self.is_editing:
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
        """The id of what the suggestion has become, None when it was refused."""
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let words of an article be dragged over; what else is dragged is the window's."""
        if self._drag.is_passage(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take words over the mark of an event alone."""
        if self._drag.event_under(event) is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Make the words evidence of the event on whose mark they are dropped."""
        with self.telling():
            event_id = self._drag.drop(event)
            if event_id is not None:
                self._event_saved(event_id)
                self.said.emit(self.tr("Added as evidence."))
