"""A quotation while its article is read."""

from stanceline.records import dataclass
from stanceline.suggest.marks.pairing import MarkedSpan
from stanceline.suggest.people.person import Person
from stanceline.suggest.speakers.confidence import NOBODY
from stanceline.suggest.speakers.mention import Mention, Surroundings


@dataclass(slots=True)
class Quote:
    """A quotation of the article being read, with what stands beside it and who said it."""

    span: MarkedSpan
    around: Surroundings
    sentence: int
    words: int
    at_start: bool  # the marks open their paragraph
    alone: bool  # and nothing follows them
    resumes: bool  # the quotation before it broke off with a comma
    mention: Mention | None = None
    pattern: str = "none"
    person: Person | None = None
    name: str | None = None
    group: int = 0
    confidence: float = NOBODY
    beside: bool = False  # a cue or a colon stands right at the marks
    said_by_pronoun: bool = False
