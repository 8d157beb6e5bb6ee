"""Keeping the line below an article true to what has the focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stanceline.domain.events import Event
from stanceline.domain.quotations import Quotation
from stanceline.domain.suggestions import Suggestion
from stanceline.domain.topics import Topic
from stanceline.services.learning import n_held_back
from stanceline.services.stance_hints import hint_for
from stanceline.ui.cards.pane_hints import PaneHints, Situation
from stanceline.ui.cards.walk import Walk
from stanceline.ui.stance_words import hint_in_words
from stanceline.ui.suggestion_words import is_event, later_of_speaker, name_of

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane


class Hinting(QObject):
    """Says a moment later, once for all that happens until then, which keys do what."""

    def __init__(self, pane: "ArticlePane", walk: Walk) -> None:
        super().__init__(pane)
        self._pane = pane
        self._walk = walk
        self._hints = PaneHints(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        self._is_in_sight = True
        pane.reader.scrolled.connect(self._see_scrolling)

    def show_soon(self) -> None:
        """Say what the keys do now."""
        self._soon.start()

    def _see_scrolling(self) -> None:
        """Say it when the mark under the keys has come into sight, or left it."""
        focused = self._pane.reader.focused_mark()
        is_in_sight = focused is None or self._pane.reader.is_in_sight(focused.key)
        if is_in_sight is not self._is_in_sight:
            self.show_soon()

    def _show(self) -> None:
        pane = self._pane
        if pane.article is None or pane.is_editing:
            pane.hint_line.show_hints("", ())
            return
        focused = pane.reader.focused_mark()
        found = pane.finding_named(focused.key) if focused else None
        quotation = found if isinstance(found, Quotation) else None
        suggestion = found if isinstance(found, Suggestion) else None
        phrase = suggestion.phrase if suggestion else None
        waiting = pane.findings.suggestions
        topic = self._walk.topic_for(quotation)
        self._is_in_sight = focused is None or pane.reader.is_in_sight(focused.key)
        situation = Situation(
            thing=found,
            is_in_sight=self._is_in_sight,
            has_selection=pane.reader.selected_span() is not None,
            topic=topic.name if topic else "",
            stance_keys=self._walk.stance_keys(),
            n_waiting=len(waiting),
            n_later=len(later_of_speaker(suggestion, waiting)) if suggestion else 0,
            n_held=0 if found else n_held_back(pane.workspace, pane.article.id),
            phrase=" ".join(pane.article.body[phrase.start : phrase.end].split()) if phrase else "",
            leaning=self._leaning(found, topic),
            just_accepted=quotation is not None and self._walk.is_just_accepted(quotation.id),
        )
        pane.hint_line.show_hints(*self._hints.hints_for(situation))

    def _leaning(self, found: Suggestion | Quotation | Event | None, topic: Topic | None) -> str:
        """Which way the words of the mark lean on the topic, where that is not judged yet."""
        article = self._pane.article
        if article is None or topic is None or found is None or isinstance(found, Event):
            return ""
        if isinstance(found, Quotation):
            if any(each.topic_id == topic.id for each in found.judgements):
                return ""
            who, quotation_id = (found.speaker_id, found.speaker), found.id
        elif is_event(found):
            return ""
        else:
            who, quotation_id = (None, name_of(found)), None
        hint = hint_for(
            self._pane.workspace,
            article,
            found.spans,
            *who,
            topic.id,
            quotation_id=quotation_id,
        )
        return hint_in_words(hint, article.body) if hint else ""
