"""The inspector's page about a suggestion."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from stanceline.domain.suggestions import Suggestion
from stanceline.ui.inspector_parts import Page, quiet_button, small_label, words_label
from stanceline.ui.widgets import Caption, KeyCap


class SuggestionPage(Page):
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
        self.column.addWidget(Caption(self.tr("Suggestion")))
        self.column.addWidget(self.words)
        self.column.addWidget(self.speaker)
        self.column.addWidget(self.reason)
        accept = QPushButton(self.tr("Accept"))
        accept.setProperty("primary", "true")
        accept.clicked.connect(lambda: self.accepted.emit(self._suggestion))
        for button, key in (
            (accept, self.tr("Enter")),
            (quiet_button(self.tr("Edit"), lambda: self.edited.emit(self._suggestion)), "E"),
            (quiet_button(self.tr("Reject"), lambda: self.rejected.emit(self._suggestion)), "⌫"),
        ):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addWidget(KeyCap(key))
            row.addStretch(1)
            self.column.addLayout(row)
        self.column.addWidget(
            small_label(
                self.tr(
                    "Tab goes to the next suggestion. "
                    "1 to 6 accepts and sets the stance in one stroke."
                )
            )
        )
        self.add_end()

    def show_suggestion(self, suggestion: Suggestion, words: str) -> None:
        """Show the suggestion with the words it is about."""
        self._suggestion = suggestion
        self.words.setText(f"“{words}”")
        self.speaker.setText(suggestion.name or suggestion.speaker or self.tr("Speaker not known"))
        self.reason.setText(
            self.tr("{reason} {percent} % sure.").format(
                reason=suggestion.reason, percent=round(suggestion.confidence * 100)
            )
        )
