"""What is known and proposed about an article, as marks for the reader."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from stanceline.domain import edtf
from stanceline.domain.articles import Article
from stanceline.domain.edtf_words import describe, short
from stanceline.domain.events import Event, Evidence
from stanceline.domain.quotations import Quotation
from stanceline.domain.stances import Stance
from stanceline.domain.suggestions import Suggestion, SuggestionKind
from stanceline.services.findings import Findings
from stanceline.ui.keys import ThingKind
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.suggestion_words import date_of, is_event, label_of, speaker_of, trust_of
from stanceline.ui.theme import Theme, stance_colour
from stanceline.ui.words import reason_in_words, suggestion_kinds

_Value = TypeVar("_Value", Quotation, Suggestion, Event)


class Marks:
    """Makes marks of findings, and keeps those whose findings have not changed.

    Of two thousand quotations one changes at a time; the marks of the others are the very
    objects of before, which whoever compares them sees at once.
    """

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._article_id = -1
        self._made: dict[str, tuple[object, ReaderMark]] = {}
        self._colours: dict[Stance, QColor] = {}

    def of(self, findings: Findings, article: Article, theme: Theme) -> list[ReaderMark]:
        """The findings as marks in the colours of the theme."""
        if theme is not self._theme or article.id != self._article_id:
            self._theme, self._article_id = theme, article.id
            self._made, self._colours = {}, {}
        before, self._made = self._made, {}
        for quotation in findings.quotations:
            self._keep(before, ThingKind.QUOTATION, quotation, self._quotation_mark)
        for suggestion in findings.suggestions:
            self._keep(before, ThingKind.SUGGESTION, suggestion, self._suggestion_mark)
        for event in findings.events:
            self._keep(before, ThingKind.EVENT, event, self._event_mark)
        return [mark for _, mark in self._made.values()]

    def named(self, key: str) -> ReaderMark | None:
        """The mark of this key among those made last, or None."""
        made = self._made.get(key)
        return None if made is None else made[1]

    def finding(self, key: str) -> object | None:
        """What the mark of this key was made of, or None."""
        made = self._made.get(key)
        return None if made is None else made[0]

    def _keep(
        self,
        before: dict[str, tuple[object, ReaderMark]],
        kind: ThingKind,
        value: _Value,
        make: Callable[[str, _Value], ReaderMark],
    ) -> None:
        key = f"{kind.value}:{value.id}"
        made = before.get(key)
        if made is None or (made[0] is not value and made[0] != value):
            made = (value, make(key, value))
        self._made[key] = made

    def _colour(self, stance: Stance) -> QColor:
        if stance not in self._colours and self._theme is not None:
            self._colours[stance] = QColor(stance_colour(stance, self._theme))
        return self._colours[stance]

    def _quotation_mark(self, key: str, quotation: Quotation) -> ReaderMark:
        judgements = quotation.judgements
        lines = [f"{each.topic}: {each.stance.label}" for each in judgements]
        return ReaderMark(
            key=key,
            kind=ReaderMarkKind.QUOTATION,
            spans=quotation.spans,
            colour=self._colour(judgements[0].stance) if judgements else None,
            label=quotation.speaker_short,
            sublabel=judgements[0].stance.label if judgements else "",
            tooltip="\n".join([quotation.speaker or _nobody(), *lines, *_check(quotation)]),
            is_doubtful=quotation.is_doubtful,
        )

    def _suggestion_mark(self, key: str, suggestion: Suggestion) -> ReaderMark:
        return ReaderMark(
            key=key,
            kind=_SUGGESTED[suggestion.kind],
            spans=suggestion.spans,
            label=label_of(suggestion),
            tooltip="\n".join(_told_of(suggestion)),
        )

    def _event_mark(self, key: str, event: Event) -> ReaderMark:
        date = edtf.parse(event.edtf) if event.edtf else None
        told = describe(date) if date else QCoreApplication.translate("Marks", "No date yet")
        here = [piece for piece in event.evidence if piece.article_id == self._article_id]
        doubtful = next((piece for piece in here if piece.is_doubtful), None)
        return ReaderMark(
            key=key,
            kind=ReaderMarkKind.EVENT,
            spans=tuple(sorted(piece.anchor.span for piece in here)),
            label=short(date) if date else "",
            tooltip="\n".join([event.title, told, *(_check(doubtful) if doubtful else ())]),
            is_doubtful=doubtful is not None,
        )


def marks_of(findings: Findings, article: Article, theme: Theme) -> list[ReaderMark]:
    """The findings as marks in the colours of the theme."""
    return Marks().of(findings, article, theme)


_SUGGESTED = {
    SuggestionKind.QUOTATION: ReaderMarkKind.SUGGESTION,
    SuggestionKind.REPORTED: ReaderMarkKind.SUGGESTED_REPORT,
    SuggestionKind.EVENT: ReaderMarkKind.SUGGESTED_EVENT,
}


def _told_of(suggestion: Suggestion) -> list[str]:
    """What is suggested, of whom or when, and why, a line each."""
    kind = suggestion_kinds()[suggestion.kind]
    if is_event(suggestion):
        about = [suggestion.title, date_of(suggestion)]
    else:
        about = [speaker_of(suggestion) or _nobody()]
    lines = [f"{kind} ({trust_of(suggestion)})", *about, reason_in_words(suggestion.reason)]
    return [line for line in lines if line]


def _check(anchored: Quotation | Evidence) -> list[str]:
    if not anchored.is_doubtful:
        return []
    return [
        QCoreApplication.translate(
            "Marks", "Check these words: an edit of the text left their place uncertain (F9)"
        )
    ]


def _nobody() -> str:
    return QCoreApplication.translate("Marks", "Speaker not known")
