"""The panel at the right: all of what is selected, editable."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from stanceline.domain.articles import Article
from stanceline.domain.spans import SEGMENT_JOIN
from stanceline.domain.suggestions import Suggestion
from stanceline.services.findings import waiting_suggestion
from stanceline.services.stance_hints import hints_for
from stanceline.services.topics import all_stances
from stanceline.services.tracing import lines_about
from stanceline.services.workspace import NotFound, Workspace
from stanceline.ui.article_pane import ArticlePane
from stanceline.ui.inspector.facts_page import FactsPage, ThingPage
from stanceline.ui.inspector.parts import Page
from stanceline.ui.keys import Thing, ThingKind, thing
from stanceline.ui.stance_words import hints_in_words
from stanceline.ui.suggestion_words import is_event, later_of_speaker, name_of
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import EmptyState

if TYPE_CHECKING:
    from stanceline.ui.inspector.article import ArticlePage
    from stanceline.ui.inspector.event import EventPage
    from stanceline.ui.inspector.quotation import QuotationPage
    from stanceline.ui.inspector.speaker import SpeakerPage
    from stanceline.ui.inspector.suggestion import SuggestionPage

_Page = TypeVar("_Page", bound=ThingPage)


class Inspector(QStackedWidget):
    """Shows one thing at a time.

    ``history_requested`` asks for the whole history, ``check_requested`` for the marks that
    must be checked. ``place_requested`` carries an article's id and either a key or a Span to
    show in it; ``delete_requested`` the key of a thing that the analyst wants gone,
    ``refused`` a sentence that says why something could not be done, ``unsaved`` one that
    says why what was typed could not be stored; it is still there.
    """

    history_requested = Signal()
    check_requested = Signal()
    place_requested = Signal(int, object)
    delete_requested = Signal(str)
    refused = Signal(str)
    unsaved = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        pane: ArticlePane,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._pane = pane
        self._shown: Thing | None = None
        self._is_stale = False
        self._theme = theme
        self._made: list[ThingPage] = []
        self._nothing = EmptyState(
            self.tr("Nothing selected"),
            self.tr("Click a mark in the text or on the timeline to see all about it."),
        )
        self.addWidget(self._nothing)

    # The pages, each of which is loaded and made when it is first needed.

    @cached_property
    def quotation_page(self) -> "QuotationPage":
        """The page of a quotation."""
        from stanceline.ui.inspector.quotation import QuotationPage

        return self._connected(QuotationPage(self._workspace, self._theme))

    @cached_property
    def event_page(self) -> "EventPage":
        """The page of an event."""
        from stanceline.ui.inspector.event import EventPage

        return self._connected(EventPage(self._workspace))

    @cached_property
    def article_page(self) -> "ArticlePage":
        """The page of an article."""
        from stanceline.ui.inspector.article import ArticlePage

        return self._connected(ArticlePage(self._workspace))

    @cached_property
    def speaker_page(self) -> "SpeakerPage":
        """The page of a speaker."""
        from stanceline.ui.inspector.speaker import SpeakerPage

        return self._connected(SpeakerPage(self._workspace))

    @cached_property
    def suggestion_page(self) -> "SuggestionPage":
        """The page of a suggestion."""
        from stanceline.ui.inspector.suggestion import SuggestionPage

        page = self._connected(SuggestionPage())
        page.accepted.connect(self._pane.accept)
        page.rejected.connect(self._pane.reject)
        page.edited.connect(self._edit_suggestion)
        return page

    def _connected(self, page: _Page) -> _Page:
        self.addWidget(page)
        self._made.append(page)
        page.history_requested.connect(self.history_requested)
        page.check_requested.connect(self.check_requested)
        page.place_requested.connect(self.place_requested)
        page.delete_requested.connect(self.delete_requested)
        page.refused.connect(self._tell_refusal)
        page.unsaved.connect(self.unsaved)
        page.thing_selected.connect(self.show_key)
        if self._workspace.is_read_only:
            page.lock(self._why_locked())
        return page

    def _why_locked(self) -> str:
        why = self._workspace.why_read_only
        return why or self.tr("This workspace is open for reading only.")

    @property
    def shown(self) -> Thing | None:
        """What is shown, None for nothing."""
        return self._shown

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self._theme = theme
        if "quotation_page" in vars(self):
            self.quotation_page.set_theme(theme)

    def show_key(self, key: str) -> None:
        """Show the thing of this key, or nothing when it is gone.

        While what was typed here cannot be stored, it stays.
        """
        if self.show_key_later(key):
            self.refresh()

    def show_key_later(self, key: str) -> bool:
        """Have the next ``refresh`` show the thing; False while what was typed has to stay."""
        self.settle()
        page = self.currentWidget()
        if isinstance(page, Page) and page.has_unsaved:
            return False
        self._shown = thing(key) if key else None
        return True

    def take_focus(self) -> None:
        """Put the keyboard on the first thing that can be changed here."""
        page = self.currentWidget()
        for widget in page.findChildren(QWidget) if page else ():
            takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_tab and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def settle(self) -> None:
        """Save what is being typed."""
        page = self.currentWidget()
        if isinstance(page, Page):
            page.settle()

    def _tell_refusal(self, sentence: str) -> None:
        self.refresh()
        self.refused.emit(sentence)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while nobody saw it."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def refresh(self) -> None:
        """Show what is selected as it is now, or as it will be once the panel is opened."""
        self._is_stale = self.isHidden()
        if self._is_stale:
            return
        shown = self._shown
        try:
            page = self._page_for(shown)
        except NotFound:
            self._shown = None
            page = self._nothing
            self._tell_lost(shown)
        if shown is not None and isinstance(page, ThingPage):
            page.show_history(lines_about(self._workspace, shown.kind.value, shown.id))
        self.setCurrentWidget(page)

    def _tell_lost(self, shown: Thing | None) -> None:
        """Say what somebody was typing about a thing that is gone."""
        page = self.currentWidget()
        typed = page.let_go() if shown is not None and isinstance(page, FactsPage) else []
        if typed:
            told = " / ".join(typed)
            self.refused.emit(
                self.tr(
                    "What you were describing was deleted elsewhere. You had typed: “{words}”."
                ).format(words=told)
            )

    def _page_for(self, shown: Thing | None) -> QWidget:
        if shown is None:
            return self._nothing
        match shown.kind:
            case ThingKind.QUOTATION:
                self.quotation_page.show_quotation(shown.id)
                return self.quotation_page
            case ThingKind.EVENT:
                self.event_page.show_event(shown.id)
                return self.event_page
            case ThingKind.ARTICLE:
                self.article_page.show_article(shown.id)
                return self.article_page
            case ThingKind.SPEAKER:
                self.speaker_page.show_speaker(shown.id)
                return self.speaker_page
            case ThingKind.SUGGESTION:
                return self._suggestion_page(shown.id)

    def _suggestion_page(self, suggestion_id: int) -> QWidget:
        open_article, waiting = self._pane.article, self._pane.findings.suggestions
        known = next((each for each in waiting if each.id == suggestion_id), None)
        if known is not None and open_article is not None:
            suggestion, article = known, open_article
        else:
            # The timeline shows what waits in all articles.
            suggestion, article = waiting_suggestion(self._workspace, suggestion_id)
        words = SEGMENT_JOIN.join(span.words(article.body) for span in suggestion.spans)
        phrase = suggestion.phrase
        self.suggestion_page.show_suggestion(
            suggestion,
            words,
            all_stances(self._workspace),
            n_later=len(later_of_speaker(suggestion, waiting)) if known else 0,
            phrase=article.body[phrase.start : phrase.end] if phrase else "",
            leaning="" if is_event(suggestion) else self._leaning(suggestion, article),
        )
        return self.suggestion_page

    def _leaning(self, suggestion: Suggestion, article: Article) -> str:
        """The topics that a suggested quotation seems to take a side on, a line each."""
        found = hints_for(self._workspace, article, suggestion.spans, None, name_of(suggestion))
        return hints_in_words(found, article.body)

    def _edit_suggestion(self, suggestion: Suggestion) -> None:
        """Open the card of a suggestion, in its article."""
        article = self._pane.article
        if article is None or article.id != suggestion.article_id:
            key = str(Thing(ThingKind.SUGGESTION, suggestion.id))
            self.place_requested.emit(suggestion.article_id, key)
        self._pane.edit(suggestion)
