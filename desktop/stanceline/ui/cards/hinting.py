"""Keeping the line below an article true to what has the focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stanceline.domain.quotations import Quotation
from stanceline.domain.suggestions import Suggestion
from stanceline.services.learning import n_held_back
from stanceline.ui.cards.pane_hints import PaneHints, Situation
from stanceline.ui.cards.walk import Walk
from stanceline.ui.suggestion_words import later_of_speaker

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
            just_accepted=quotation is not None and self._walk.is_just_accepted(quotation.id),
        )
        pane.hint_line.show_hints(*self._hints.hints_for(situation))
