"""What is known and proposed about an article, as marks for the reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from stanceline.domain import edtf
from stanceline.domain.articles import Article
from stanceline.domain.edtf_words import describe, short
from stanceline.domain.events import Event
from stanceline.domain.quotations import Quotation
from stanceline.domain.suggestions import Suggestion
from stanceline.services.events import events_of
from stanceline.services.quotations import quotations_of
from stanceline.services.suggesting import suggestions_of
from stanceline.services.workspace import Workspace
from stanceline.ui.keys import Thing, ThingKind
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.theme import Theme, stance_colour


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything marked or proposed in one article, in reading order."""

    quotations: Sequence[Quotation] = ()
    events: Sequence[Event] = ()
    suggestions: Sequence[Suggestion] = ()


def findings_of(workspace: Workspace, article_id: int) -> Findings:
    """What is marked and proposed in the article now."""
    return Findings(
        quotations_of(workspace, article_id),
        events_of(workspace, article_id),
        suggestions_of(workspace, article_id),
    )


def marks_of(findings: Findings, article: Article, theme: Theme) -> list[ReaderMark]:
    """The findings as marks in the colours of the theme."""
    return [
        *(_quotation_mark(each, theme) for each in findings.quotations),
        *(_suggestion_mark(each) for each in findings.suggestions),
        *(_event_mark(each, article.id) for each in findings.events),
    ]


def _quotation_mark(quotation: Quotation, theme: Theme) -> ReaderMark:
    judgements = quotation.judgements
    colour = QColor(stance_colour(judgements[0].stance, theme)) if judgements else None
    lines = [f"{each.topic}: {each.stance.label}" for each in judgements]
    return ReaderMark(
        key=str(Thing(ThingKind.QUOTATION, quotation.id)),
        kind=ReaderMarkKind.QUOTATION,
        spans=quotation.spans,
        colour=colour,
        label=quotation.speaker_short,
        sublabel=judgements[0].stance.label if judgements else "",
        tooltip="\n".join([quotation.speaker or _nobody(), *lines]),
    )


def _nobody() -> str:
    return QCoreApplication.translate("Marks", "Speaker not known")


def _suggestion_mark(suggestion: Suggestion) -> ReaderMark:
    speaker = suggestion.name or suggestion.speaker
    return ReaderMark(
        key=str(Thing(ThingKind.SUGGESTION, suggestion.id)),
        kind=ReaderMarkKind.SUGGESTION,
        spans=suggestion.spans,
        tooltip="\n".join([speaker or _nobody(), suggestion.reason]),
    )


def _event_mark(event: Event, article_id: int) -> ReaderMark:
    date = edtf.parse(event.edtf) if event.edtf else None
    told = describe(date) if date else QCoreApplication.translate("Marks", "No date yet")
    return ReaderMark(
        key=str(Thing(ThingKind.EVENT, event.id)),
        kind=ReaderMarkKind.EVENT,
        spans=tuple(
            sorted(piece.anchor.span for piece in event.evidence if piece.article_id == article_id)
        ),
        label=short(date) if date else "",
        tooltip=f"{event.title}\n{told}",
    )
