"""What happened, at a time that may be uncertain, and what it rests on."""

from enum import StrEnum

from stanceline.domain.spans import Anchor, Span
from stanceline.records import dataclass

SETTLED = "settled"
"""The rule of a date that somebody decided on, whatever the sources of the event say."""


class EventStatus(StrEnum):
    """How far an event is established."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DENIED = "denied"
    PLANNED = "planned"


class Relation(StrEnum):
    """What a passage does for an event."""

    REPORTS = "reports"
    CONFIRMS = "confirms"
    DENIES = "denies"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A passage that an event is to rest on; the span is in code points of the body.

    ``edtf`` is the date that the passage gives for the event: None to have it read from
    the passage, empty for none. ``phrase`` holds the words that it was read from.
    """

    article_id: int
    span: Span
    relation: Relation = Relation.REPORTS
    quotation_id: int | None = None
    edtf: str | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that an event rests on, with the article it stands in.

    ``is_doubtful`` says that somebody must check it, since an edit left it uncertain.
    ``edtf`` is the date that the passage gives for the event, empty where it gives none.
    """

    id: int
    event_id: int
    article_id: int
    article_title: str
    source: str
    published: str
    anchor: Anchor
    relation: Relation
    quotation_id: int | None
    is_doubtful: bool = False
    edtf: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as the analyst describes one; ``edtf`` may be empty for "no date yet".

    ``phrase`` holds the words that the date rests on, ``rule`` how it was read from them.
    """

    title: str
    edtf: str = ""
    phrase: str = ""
    rule: str = ""
    category: str = ""
    status: EventStatus = EventStatus.REPORTED
    place: str = ""
    description: str = ""
    participant_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the workspace with its participants and evidence."""

    id: int
    uid: str
    title: str
    edtf: str
    phrase: str
    rule: str
    category: str
    status: EventStatus
    place: str
    description: str
    participant_ids: tuple[int, ...]
    participants: tuple[str, ...]
    evidence: tuple[Evidence, ...]
