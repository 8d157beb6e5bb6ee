"""The inspector's page about a suggestion."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from stanceline.domain.stances import Stance
from stanceline.domain.suggestions import Suggestion
from stanceline.ui.inspector.facts_page import ThingPage
from stanceline.ui.inspector.parts import in_marks, small_label, words_label
from stanceline.ui.widgets import Caption, KeyCap
from stanceline.ui.words import reason_in_words, suggestion_pattern

_BUTTON_WIDTH = 92


class SuggestionPage(ThingPage):
    """What is proposed and why, with what can be done about it."""

    accepted = Signal(object)
    rejected = Signal(object)
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggestion: Suggestion | None = None
        self.words = words_label()
        self.speaker = words_label()
        self.speaker.setProperty("role", "strong")
        self.reason = small_label()
        self.pattern = small_label()
        self.column.addWidget(Caption(self.tr("Suggestion")))
        self.column.addWidget(self.locked_label)
        self.column.addWidget(self.words)
        self.column.addWidget(self.speaker)
        self.column.addWidget(self.reason)
        self.column.addWidget(self.pattern)
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
        self.column.addWidget(
            small_label(
                self.tr(
                    "Tab goes to the next suggestion. "
                    "A digit accepts and sets the stance in one stroke:"
                )
            )
        )
        self.stances = small_label()
        self.column.addWidget(self.stances)
        self.add_end()

    def _teller(self, signal: SignalInstance) -> Callable[[], None]:
        return lambda: signal.emit(self._suggestion)

    def show_suggestion(
        self, suggestion: Suggestion, words: str, stances: Sequence[Stance]
    ) -> None:
        """Show the suggestion with the words it is about, and the key of each stance."""
        self.stances.setText("\n".join(f"{each.shortcut}  {each.label}" for each in stances))
        self._suggestion = suggestion
        self.words.setText(in_marks(" ".join(words.split())))
        self.speaker.setText(suggestion.name or suggestion.speaker or self.tr("Speaker not known"))
        self.pattern.setText(
            self.tr("Found by: {pattern}").format(pattern=suggestion_pattern(suggestion.pattern))
        )
        self.reason.setText(
            self.tr("{reason} {percent} % sure.").format(
                reason=reason_in_words(suggestion.reason),
                percent=round(suggestion.confidence * 100),
            )
        )
