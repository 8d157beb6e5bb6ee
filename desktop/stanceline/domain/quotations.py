"""What was said, by whom, and which stance an analyst reads in it."""

from enum import StrEnum

from stanceline.domain.spans import Anchor, Span, joined
from stanceline.domain.stances import Stance
from stanceline.records import dataclass


class QuotationKind(StrEnum):
    """How the words are given: in quotation marks, retold, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Certainty(StrEnum):
    """How sure the analyst is of a judgement."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One analyst's stance of one quotation on one topic."""

    id: int
    topic_id: int
    topic: str
    stance: Stance
    certainty: Certainty
    note: str
    analyst: str


@dataclass(frozen=True, slots=True)
class QuotationDraft:
    """A quotation as the analyst marks it; spans are code points into the article's body.

    ``said`` is EDTF or empty; ``said_phrase`` holds the words it rests on.
    """

    article_id: int
    spans: tuple[Span, ...]
    speaker_id: int | None = None
    kind: QuotationKind = QuotationKind.DIRECT
    cue: Span | None = None
    mention: Span | None = None
    said: str = ""
    said_phrase: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One utterance in an article: one or more anchored segments in reading order.

    ``doubtful`` says of each segment whether somebody must check it, since an edit of the
    text left it uncertain.
    """

    id: int
    uid: str
    article_id: int
    anchors: tuple[Anchor, ...]
    kind: QuotationKind
    speaker_id: int | None
    speaker: str
    speaker_short: str
    cue: Span | None
    mention: Span | None
    said: str
    said_phrase: str
    note: str
    judgements: tuple[Judgement, ...]
    doubtful: tuple[bool, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must check where it stands."""
        return any(self.doubtful)

    @property
    def words(self) -> str:
        """The words of all segments as one line."""
        return joined(self.anchors)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The segments' places in the article's body."""
        return tuple(part.span for part in self.anchors)
