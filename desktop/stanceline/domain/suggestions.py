"""Proposed quotations that wait for the analyst's word."""

from dataclasses import dataclass
from enum import StrEnum

from stanceline.domain.spans import Span


class SuggestionStatus(StrEnum):
    """What became of a suggestion."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed quotation: not data until it is accepted.

    ``speaker`` is the mention as written, ``name`` the person or body behind it;
    ``confidence`` runs from 0 to 1 and ``reason`` says in words what it rests on.
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
