"""The inspector's page about a suggestion."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from stanceline.domain.stances import Stance
from stanceline.domain.suggestions import Suggestion
from stanceline.ui.inspector.facts_page import ThingPage
from stanceline.ui.inspector.linked import shortened
from stanceline.ui.inspector.parts import in_marks, small_label, words_label
from stanceline.ui.suggestion_words import (
    date_of,
    is_event,
    other_dates_of,
    speaker_of,
    trust_of,
)
from stanceline.ui.widgets import Caption, KeyCap
from stanceline.ui.words import date_tiers, reason_in_words, suggestion_kinds, suggestion_pattern

_BUTTON_WIDTH = 92
# The article shows all of the words; the buttons must not be pushed out of sight by them.
_MOST_LETTERS = 240


class SuggestionPage(ThingPage):
    """What is proposed and why, with what can be done about it."""

    accepted = Signal(object)
    rejected = Signal(object)
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggestion: Suggestion | None = None
        self.kind = Caption()
        self.kind.setWordWrap(True)
        self.words = words_label()
        self.speaker = words_label()
        self.speaker.setProperty("role", "strong")
        self.date = words_label()
        self.trust = small_label()
        self.reason = small_label()
        self.leaning = small_label()
        self.others = small_label()
        self.participants = small_label()
        self.pattern = small_label()
        about = (self.kind, self.locked_label, self.words, self.speaker, self.date, self.trust)
        for part in about:
            self.column.addWidget(part)
        # The buttons come before the reasons: they are in sight in a low window, too.
        self._add_buttons()
        for part in (self.reason, self.leaning, self.others, self.participants, self.pattern):
            self.column.addWidget(part)
        self._keys = small_label(self.tr("Tab goes to the next suggestion."))
        self.column.addWidget(self._keys)
        self.stances = small_label()
        self.column.addWidget(self.stances)
        self.add_end()

    def _add_buttons(self) -> None:
        accept = QPushButton(self.tr("Accept"))
        accept.setProperty("primary", "true")
        edit, reject = QPushButton(self.tr("Edit")), QPushButton(self.tr("Reject"))
        rows = QGridLayout()
        rows.setSpacing(8)
        rows.setColumnStretch(2, 1)
        for row, (button, key, signal) in enumerate(
            (
                (accept, self.tr("Enter"), self.accepted),
                (edit, "E", self.edited),
                (reject, "⌫", self.rejected),
            )
        ):
            self.guarded(button).setMinimumWidth(_BUTTON_WIDTH)
            button.clicked.connect(self._teller(signal))
            rows.addWidget(button, row, 0)
            rows.addWidget(KeyCap(key), row, 1)
        self.column.addLayout(rows)

    def _teller(self, signal: SignalInstance) -> Callable[[], None]:
        return lambda: signal.emit(self._suggestion)

    def show_suggestion(
        self,
        suggestion: Suggestion,
        words: str,
        stances: Sequence[Stance],
        *,
        n_later: int = 0,
        phrase: str = "",
        leaning: str = "",
    ) -> None:
        """Show the suggestion with the words it is about, and the key of each stance.

        ``n_later`` is how many of the same speaker wait behind it in the article, ``phrase``
        the words that the date of an event rests on, ``leaning`` the topics that the words
        seem to take a side on.
        """
        self._suggestion = suggestion
        self.kind.setText(suggestion_kinds()[suggestion.kind])
        whole = " ".join(words.split())
        self.words.setText(in_marks(shortened(whole, _MOST_LETTERS)))
        self.words.setToolTip(f"<p>{escape(whole)}</p>" if len(whole) > _MOST_LETTERS else "")
        self.trust.setText(self.tr("Trust: {trust}").format(trust=trust_of(suggestion)))
        self.reason.setText(reason_in_words(suggestion.reason))
        self.leaning.setText(leaning)
        self.leaning.setVisible(bool(leaning))
        self.pattern.setText(
            self.tr("Found by: {pattern}").format(pattern=suggestion_pattern(suggestion.pattern))
        )
        if is_event(suggestion):
            self._show_event(suggestion, phrase)
        else:
            self._show_quotation(suggestion, stances, n_later)

    def _show_quotation(
        self, suggestion: Suggestion, stances: Sequence[Stance], n_later: int
    ) -> None:
        self.speaker.setText(speaker_of(suggestion) or self.tr("Speaker not known"))
        for part in (self.date, self.others, self.participants):
            part.hide()
        keys = [
            self.tr(
                "Tab goes to the next suggestion. "
                "A digit accepts and sets the stance in one stroke:"
            )
        ]
        if n_later:
            keys.insert(
                0,
                self.tr("Shift with a digit takes %n later of this speaker as well.", "", n_later),
            )
        self._keys.setText("\n".join(keys))
        self.stances.setText("\n".join(f"{each.shortcut}  {each.label}" for each in stances))
        self.stances.show()

    def _show_event(self, suggestion: Suggestion, phrase: str) -> None:
        self.speaker.setText(suggestion.title)
        date = date_of(suggestion) or self.tr("No date")
        phrase = " ".join(phrase.split())
        _show(self.date, f"{date} · “{phrase}”" if phrase else date)
        tier = date_tiers().get(suggestion.tier, "")
        if tier:
            self.trust.setText(f"{self.trust.text()}; {tier}")
        others = " · ".join(other_dates_of(suggestion))
        _show(self.others, others and self.tr("Or: {dates}").format(dates=others))
        names = ", ".join(suggestion.participants)
        _show(self.participants, names and self.tr("Took part: {names}").format(names=names))
        self._keys.setText(self.tr("Tab goes to the next suggestion."))
        self.stances.hide()


def _show(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
