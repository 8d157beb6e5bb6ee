"""The fixed choices of the domain in words, for every window that shows them."""

from PySide6.QtCore import QCoreApplication

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.events import EventStatus, Relation
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.speakers import SpeakerKind

_translate = QCoreApplication.translate


def quotation_kinds() -> dict[QuotationKind, str]:
    """How words are given, in words."""
    return {
        QuotationKind.DIRECT: _translate("Words", "direct"),
        QuotationKind.INDIRECT: _translate("Words", "indirect"),
        QuotationKind.MIXED: _translate("Words", "mixed"),
    }


def certainties() -> dict[Certainty, str]:
    """How sure an analyst is, in words."""
    return {
        Certainty.CERTAIN: _translate("Words", "certain"),
        Certainty.LIKELY: _translate("Words", "likely"),
        Certainty.GUESS: _translate("Words", "a guess"),
    }


def event_statuses() -> dict[EventStatus, str]:
    """How far an event is established, in words."""
    return {
        EventStatus.REPORTED: _translate("Words", "reported"),
        EventStatus.CONFIRMED: _translate("Words", "confirmed"),
        EventStatus.DISPUTED: _translate("Words", "disputed"),
        EventStatus.DENIED: _translate("Words", "denied"),
        EventStatus.PLANNED: _translate("Words", "planned"),
    }


def relations() -> dict[Relation, str]:
    """What a passage does for an event, in words that follow "the passage"."""
    return {
        Relation.REPORTS: _translate("Words", "reports it"),
        Relation.CONFIRMS: _translate("Words", "confirms it"),
        Relation.DENIES: _translate("Words", "denies it"),
        Relation.CONTEXT: _translate("Words", "gives context"),
    }


def speaker_kinds() -> dict[SpeakerKind, str]:
    """What a speaker is, in words."""
    return {
        SpeakerKind.PERSON: _translate("Words", "person"),
        SpeakerKind.ORGANISATION: _translate("Words", "organisation"),
        SpeakerKind.STATE: _translate("Words", "state"),
        SpeakerKind.UNNAMED: _translate("Words", "unnamed source"),
    }


def article_statuses() -> dict[ArticleStatus, str]:
    """How far the analyst has come with an article, in words."""
    return {
        ArticleStatus.UNREAD: _translate("Words", "unread"),
        ArticleStatus.IN_WORK: _translate("Words", "in work"),
        ArticleStatus.DONE: _translate("Words", "done"),
    }


def suggestion_pattern(pattern: str) -> str:
    """What a suggested quotation was found by, in two or three words."""
    names = {
        "quote-verb-subject": _translate("Words", "verb and name after it"),
        "quote-subject-verb": _translate("Words", "name and verb after it"),
        "subject-verb-quote": _translate("Words", "name and verb before it"),
        "name-colon": _translate("Words", "name and colon"),
        "dash-name": _translate("Words", "dash and name"),
        "according-to": _translate("Words", "“according to”"),
        "same-paragraph": _translate("Words", "same paragraph"),
        "continued": _translate("Words", "continued quotation"),
        "sentence-subject": _translate("Words", "subject of the sentence"),
        "floating": _translate("Words", "stands alone"),
        "previous-subject": _translate("Words", "sentence before"),
        "none": _translate("Words", "no speaker found"),
    }
    return names.get(pattern, pattern.replace("-", " "))
