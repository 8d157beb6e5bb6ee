"""From selected words to a card: what is meant by them, and widening them while it is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from stanceline.domain.quotations import Quotation
from stanceline.domain.spans import Span, whole_words
from stanceline.services.card import words_meant
from stanceline.services.quotations import add_words
from stanceline.ui.cards.reshaping import Step, reshaped
from stanceline.ui.keys import Thing, ThingKind

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane
    from stanceline.ui.cards.event import EventCard
    from stanceline.ui.cards.quotation import QuotationCard

_ROOM = 20


class Selecting(QObject):
    """Opens the cards of a pane on selected words, and keeps words and card together."""

    def __init__(self, pane: "ArticlePane") -> None:
        super().__init__(pane)
        self._pane = pane
        self._as_selected: tuple[Span, ...] = ()
        self._as_meant: tuple[Span, ...] = ()
        self._joins_to: int | None = None
        self._last_marked: int | None = None
        self._is_making_room = False

    def serve_quotations(self, card: "QuotationCard") -> None:
        """Do what the card for quotations asks for."""
        card.reshape_requested.connect(self._reshape_quotation)
        card.as_selected_requested.connect(self._swap_words)
        card.join_requested.connect(self._join_from_card)
        card.room_wanted.connect(self._make_room)

    def serve_events(self, card: "EventCard") -> None:
        """Do what the card for events asks for."""
        card.reshape_requested.connect(self._reshape_event)
        card.room_wanted.connect(self._make_room)

    def forget(self) -> None:
        """Another article is shown: what was marked last is not in it."""
        self._last_marked = None

    def marked(self, quotation_id: int) -> None:
        """Remember the utterance to which more words may belong."""
        self._last_marked = quotation_id

    def _is_refused(self) -> bool:
        """Whether nothing can be marked here, which is said before anything is filled in."""
        workspace = self._pane.workspace
        if workspace.is_read_only:
            told = self.tr("The workspace is read-only, so nothing can be marked. {why}")
            self._pane.said.emit(told.format(why=workspace.why_read_only).strip())
        return workspace.is_read_only

    # Quotations

    def open_quotation(self, selected: Span) -> None:
        """Open the card for the words that are meant by a selection."""
        pane = self._pane
        article = pane.article
        if article is None or self._is_refused():
            return
        joins_to = self._utterance()
        self._as_selected = (whole_words(article.body, selected),)
        self._as_meant = words_meant(article.body, selected)
        pane.close_cards()
        self._show_words(self._as_meant)
        with pane.telling():
            card = pane.quotation_card
            card.open_for_new(article, self._as_meant, self._rect_of(self._as_meant))
            self._joins_to = joins_to.id if joins_to else None
            card.offer_to_join(_name_of(joins_to) if joins_to else "")
            card.tell_snapped(is_snapped=self._as_meant != self._as_selected)

    def mark_selection(self) -> None:
        """Open the card for the selected words, or say that there are none."""
        span = self._pane.reader.selected_span()
        if span is None:
            self._pane.said.emit(self.tr("Select the words of the quotation first."))
        else:
            self.open_quotation(span)

    def _utterance(self) -> Quotation | None:
        """What more words may be added to: the marked utterance, else the one marked last."""
        pane = self._pane
        focused = pane.reader.focused_mark()
        wanted = [focused.key] if focused else []
        if self._last_marked is not None:
            wanted.append(str(Thing(ThingKind.QUOTATION, self._last_marked)))
        return next(filter(None, (pane.quotation_named(key) for key in wanted)), None)

    def add_to_utterance(self) -> None:
        """Add the selected words to the utterance that has the focus, or was marked last."""
        pane = self._pane
        selected = pane.reader.selected_span()
        utterance = self._utterance()
        if selected is None or pane.article is None:
            pane.said.emit(self.tr("Select the words that belong to the utterance first."))
        elif utterance is None:
            pane.said.emit(self.tr("Go to the utterance first that these words belong to."))
        else:
            self._add(utterance.id, words_meant(pane.article.body, selected))

    def _join_from_card(self) -> None:
        spans = self._pane.quotation_card.spans
        if self._joins_to is not None and spans:
            quotation_id = self._joins_to
            self._pane.close_cards()
            self._add(quotation_id, spans)

    def _add(self, quotation_id: int, spans: tuple[Span, ...]) -> None:
        pane = self._pane
        with pane.telling():
            add_words(pane.workspace, quotation_id, spans)
            pane.refresh()
            pane.focus_mark(str(Thing(ThingKind.QUOTATION, quotation_id)))
            pane.reader.setFocus()
            pane.said.emit(self.tr("Added to the utterance."))

    # The words of an open card

    def _swap_words(self) -> None:
        """Be about the words as they were selected, or again about those that are meant."""
        now = self._pane.quotation_card.spans
        self._take(self._as_meant if now == self._as_selected else self._as_selected)

    def _reshape_quotation(self, step: Step) -> None:
        pane = self._pane
        if pane.article is not None and pane.quotation_card.spans:
            self._take(reshaped(pane.article.body, pane.quotation_card.spans, step))

    def _take(self, spans: tuple[Span, ...]) -> None:
        card = self._pane.quotation_card
        if not spans or spans == card.spans:
            return
        self._show_words(spans)
        card.set_spans(spans, self._rect_of(spans))
        card.tell_snapped(is_snapped=spans != self._as_selected)

    def _reshape_event(self, step: Step) -> None:
        pane = self._pane
        span = pane.event_card.span
        if pane.article is None or span is None:
            return
        (moved,) = reshaped(pane.article.body, (span,), step)
        if moved != span:
            pane.reader.select_span(moved)
            pane.event_card.set_span(moved, self._rect_of((moved,)))

    def reshape_selection(self, step: Step) -> None:
        """Move one edge of the selection in the text."""
        pane = self._pane
        selected = pane.reader.selected_span()
        if pane.article is not None and selected is not None:
            (moved,) = reshaped(pane.article.body, (selected,), step)
            pane.reader.select_span(moved)

    def _show_words(self, spans: tuple[Span, ...]) -> None:
        """Show what the card is about: one passage as selected, several as a mark to be."""
        pane = self._pane
        pane.show_draft(spans if len(spans) > 1 else ())
        pane.reader.select_span(
            spans[0] if len(spans) == 1 else Span(spans[-1].start, spans[-1].end)
        )

    def _rect_of(self, spans: tuple[Span, ...]) -> QRect:
        around = QRect()
        for span in spans:
            around = around.united(self._pane.rect_of(span))
        return around

    # Events

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

    def _open_event_card(self, otherwise: str, *, is_evidence: bool) -> None:
        pane = self._pane
        focused = pane.reader.focused_mark()
        span = pane.reader.selected_span() or (focused.spans[0] if focused else None)
        if span is None or pane.article is None:
            pane.said.emit(otherwise)
        else:
            self._open_event(span, is_evidence=is_evidence)

    def _open_event(self, span: Span, *, is_evidence: bool) -> None:
        """Open the card for an event, or for evidence of one, on these words."""
        pane = self._pane
        if pane.article is None or self._is_refused():
            return
        span = whole_words(pane.article.body, span)
        pane.close_cards()
        with pane.telling():
            card = pane.event_card
            open_card = card.open_for_evidence if is_evidence else card.open_for_new
            open_card(pane.article, span, pane.rect_of(span))

    def _make_room(self, missing: int) -> None:
        """Scroll the words up, as far as they stay in sight, so that a card finds room."""
        pane = self._pane
        card = pane.open_card
        spans = card.spans if card else ()
        if card is None or not spans or self._is_making_room:
            return
        bar = pane.reader.text.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + min(missing, max(0, self._rect_of(spans).top() - _ROOM)))
        if bar.value() != before:
            # Once only: where the words cannot go further, neither can the card.
            self._is_making_room = True
            try:
                card.move_to(self._rect_of(spans))
            finally:
                self._is_making_room = False


def _name_of(quotation: Quotation) -> str:
    words = quotation.speaker_short or f"“{quotation.words}"
    longest = 24
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
