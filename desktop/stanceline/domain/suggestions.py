"""Proposed quotations and events that wait for the analyst's word."""

from enum import StrEnum

from stanceline.domain.events import EventStatus
from stanceline.domain.spans import Span
from stanceline.records import dataclass

CONFIDENT_FROM = 0.9
LIKELY_FROM = 0.6


class SuggestionKind(StrEnum):
    """What a suggestion would become: quoted words, retold words, or an event."""

    QUOTATION = "quotation"
    REPORTED = "reported"
    EVENT = "event"


class SuggestionStatus(StrEnum):
    """What became of a suggestion.

    One is HELD back, and not offered, while most others of its pattern are rejected.
    """

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    HELD = "held"


class Trust(StrEnum):
    """How far a suggestion may be trusted, in three steps."""

    CONFIDENT = "confident"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


def trust_of(confidence: float) -> Trust:
    """The step that a confidence from 0 to 1 stands on."""
    if confidence >= CONFIDENT_FROM:
        return Trust.CONFIDENT
    return Trust.LIKELY if confidence >= LIKELY_FROM else Trust.DOUBTFUL


def status_of_event(pattern: str) -> EventStatus:
    """What the verb of a suggested event says of it, as its pattern tells."""
    for status in (EventStatus.PLANNED, EventStatus.DENIED):
        if status.value in pattern:
            return status
    return EventStatus.REPORTED


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed quotation or event: not data until it is accepted.

    ``speaker`` is the mention as written, ``name`` the person or body behind it;
    ``confidence`` runs from 0 to 1 and ``reason`` says in words what it rests on.

    An event has its clause in ``spans``, a ``title``, its date as ``edtf`` with the words
    ``phrase`` that it rests on, the ``rule`` that read them and the ``tier`` of trust (A
    written out, B inferred, C tied to another event), other readings as ``alternatives``,
    and the names of its ``participants``. All of these are empty for a quotation.
    """

    id: int
    article_id: int
    spans: tuple[Span, ...]
    speaker: str
    name: str
    mention: Span | None
    cue: Span | None
    pattern: str
    confidence: float
    reason: str
    status: SuggestionStatus
    kind: SuggestionKind = SuggestionKind.QUOTATION
    title: str = ""
    edtf: str = ""
    phrase: Span | None = None
    rule: str = ""
    tier: str = ""
    alternatives: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()

    @property
    def trust(self) -> Trust:
        """The step of trust that its confidence stands on."""
        return trust_of(self.confidence)
