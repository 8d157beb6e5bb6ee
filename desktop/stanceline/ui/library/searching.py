"""The search in the library: what is looked for, what was found, and opening it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel

from stanceline.domain.errors import StancelineError
from stanceline.domain.spans import Span
from stanceline.services import articles
from stanceline.services.arranging import Ids
from stanceline.services.workspace import Workspace
from stanceline.ui.library.chosen import ChosenRows
from stanceline.ui.library.hits import place_of, quotation_noted, told_count, told_elsewhere
from stanceline.ui.library.live_search import FIRST_HITS, LiveSearch, Question
from stanceline.ui.library.model import LibraryRole
from stanceline.ui.library.results import ResultsModel
from stanceline.ui.library.search_box import SearchBox
from stanceline.ui.library.tall_list import TallList

if TYPE_CHECKING:
    from stanceline.services.searching import SearchResult

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Searching(QObject):
    """Looks for what stands in a box, and lists what was found in a view.

    ``answered`` says whether anything was found, ``ended`` that nothing is looked for any
    more, ``chosen_changed`` that others are chosen than before. ``hit_chosen`` carries an
    article and the place of the words in it, ``said`` what was done, ``refused`` why
    something cannot be shown.
    """

    answered = Signal(bool)
    ended = Signal()
    chosen_changed = Signal()
    hit_chosen = Signal(int, object)
    said = Signal(str)
    refused = Signal(str)

    def __init__(
        self, workspace: Workspace, words: SearchBox, view: TallList, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._words = words
        self._view = view
        self._n_found = 0
        self._is_choosing_all = False
        self.told = _small_label()
        self.notes = _small_label()
        self.model = ResultsModel()
        self.live = LiveSearch(self._look_for, self)
        view.setModel(self.model)
        self.chosen = ChosenRows(view, self._ids_between)
        words.textChanged.connect(self._words_changed)
        view.settled.connect(self.chosen_changed)
        view.clicked.connect(self._click)
        view.near_end.connect(self._look_for_more)
        self.live.found.connect(self._show_found)
        self.live.refused.connect(self._show_refused)

    def _ids_between(self, first: int, last: int) -> Ids:
        return np.array([each.article_id for each in self.model.hits[first : last + 1]], np.int64)

    # What is looked for

    def wanted(self) -> str:
        """What is looked for, empty for nothing."""
        return self._words.text().strip()

    def look_for(self, words: str) -> None:
        """Look for these words, which somebody typed elsewhere."""
        if words.strip():
            self._words.setFocus()
            self._words.selectAll()
            self._words.write(words)

    def look_again(self) -> None:
        """Look for the same once more, because something has changed."""
        if self.wanted():
            self.live.ask(self._question(limit=max(FIRST_HITS, len(self.model.hits))))

    def _question(self, limit: int = FIRST_HITS, offset: int = 0) -> Question:
        # The space after the last word says that it is whole.
        is_unfinished = not self._words.text()[-1:].isspace()
        return Question(self.wanted(), limit, offset, is_unfinished=is_unfinished)

    def _look_for(self, question: Question, is_cancelled: Callable[[], bool]) -> "SearchResult":
        from stanceline.services.searching import search

        return search(
            self._workspace,
            question.text,
            limit=question.limit,
            offset=question.offset,
            last_is_prefix=question.is_unfinished,
            is_cancelled=is_cancelled,
        )

    def _words_changed(self) -> None:
        if self.wanted():
            self.live.ask(self._question())
            return
        self.live.drop()
        self.model.show([])
        self._say("", ())
        self.ended.emit()

    def _look_for_more(self) -> None:
        known = len(self.model.hits)
        if self.wanted() and known < self._n_found and not self.live.is_busy:
            self.live.ask_now(self._question(offset=known))

    # What was found

    def _show_found(self, question: Question, result: "SearchResult") -> None:
        self._n_found = result.count
        if question.offset:
            self.model.append(result.hits)
            return
        chosen = self.chosen.ids()
        self.model.show(result.hits)
        if self._is_choosing_all:
            self._is_choosing_all = False
            self._view.selectAll()
        elif len(chosen) <= 1:
            self.chosen.choose_only(self.model.index_of(chosen[0] if chosen else None))
        if not self._view.currentIndex().isValid():
            self._view.scrollToTop()
        told = told_count(result.count, is_capped=result.is_capped) if result.count else ""
        self._say(told, result.notes)
        self.answered.emit(bool(result.hits))

    def _show_refused(self, sentence: str) -> None:
        self.model.show([])
        self._say("", (sentence,))
        self.answered.emit(False)  # noqa: FBT003 - Qt takes it by position alone

    def _say(self, told: str, notes: Sequence[str]) -> None:
        self._view.setAccessibleDescription(" ".join((told, *notes)))
        for label, words in ((self.told, told), (self.notes, "\n".join(notes))):
            label.setText(words)
            label.setVisible(bool(words))

    # Choosing and opening

    def choose_all(self) -> None:
        """Choose all that were found, also those that are only counted yet."""
        if len(self.model.hits) < self._n_found:
            self._is_choosing_all = True
            self.live.ask_now(self._question(limit=self._n_found))
        else:
            self._view.selectAll()

    def step(self, from_id: int | None, by: int) -> None:
        """Open the hit so many places on from this article."""
        last = self.model.rowCount() - 1
        known = self.model.index_of(from_id)
        row = max(0, min(known.row() + by, last)) if known.isValid() else 0
        if row != known.row():
            index = self.model.index(row)
            self.chosen.choose_only(index)
            self._view.scrollTo(index)
            self._open(index)

    def enter(self) -> None:
        """Take the keyboard, and choose the first hit if none is chosen."""
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._view.currentIndex().isValid():
            self.chosen.choose_only(self.model.index(0))

    def takes(self, key: Qt.Key) -> bool:
        """Whether the key means something among the results; if so it is done."""
        index = self._view.currentIndex()
        if key in _ENTER_KEYS:
            self._open(index)
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and index.row() <= 0):
            self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True

    def _click(self, index: QModelIndex) -> None:
        """Open what was clicked, unless the click chose several or one less."""
        if self.chosen.ids() == [index.data(LibraryRole.ARTICLE_ID)]:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        """Open a hit where its words stand; say where they do when that is not in the text."""
        hit = index.data(LibraryRole.ENTRY)
        if hit is None:
            return
        try:
            article = articles.article(self._workspace, hit.article_id)
            noted = quotation_noted(self._workspace, hit)
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        place = place_of(hit, article.body) if noted is None else noted
        self.hit_chosen.emit(hit.article_id, place)
        if noted is not None or not isinstance(place, Span):
            self.said.emit(told_elsewhere(hit, is_of_quotation=noted is not None))


def _small_label() -> QLabel:
    """A label for words above the results, hidden while there are none."""
    label = QLabel()
    label.setProperty("role", "small")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setContentsMargins(4, 4, 4, 0)
    label.hide()
    return label
