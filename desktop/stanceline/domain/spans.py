"""Places in a text, and how they are found again after the text has changed."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from stanceline.domain.errors import StancelineError

CONTEXT_LENGTH = 32
"""How many code points of context an anchor keeps on each side."""

_UNSPACED = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u2e80", "\u9fff"),  # Chinese and Japanese
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\U00020000", "\U0003ffff"),
)

SEGMENT_JOIN = " … "
"""What stands between the segments of one utterance when they are shown as one line."""


class SpanOutsideText(StancelineError):
    """A span leaves the text that it is meant for."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in an article's body.

    Offsets count Python characters, not UTF-16 units: ``body[span.start:span.end]``
    is the text. Qt positions are converted in ``ui.textmap`` and nowhere else.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanOutsideText(f"A passage from {self.start} to {self.end} holds no text.")

    def words(self, text: str) -> str:
        """The text that the span covers; raises SpanOutsideText when it leaves the text."""
        if self.end > len(text):
            raise SpanOutsideText(
                f"A passage from {self.start} to {self.end} leaves a text of "
                f"{len(text)} characters."
            )
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with what is needed to find it again: its exact words and their context.

    ``prefix`` and ``suffix`` hold up to CONTEXT_LENGTH code points; ``revision`` is the
    revision of the body in which the span was last known to be right.
    """

    span: Span
    exact: str
    prefix: str
    suffix: str
    revision: int


def anchor(body: str, span: Span, revision: int) -> Anchor:
    """The anchor of a span of this body; raises SpanOutsideText when it leaves the body."""
    return Anchor(
        span=span,
        exact=span.words(body),
        prefix=body[max(0, span.start - CONTEXT_LENGTH) : span.start],
        suffix=body[span.end : span.end + CONTEXT_LENGTH],
        revision=revision,
    )


def trimmed(body: str, span: Span) -> Span:
    """The span without the white space at its ends.

    Raises SpanOutsideText when nothing but white space is left.
    """
    words = span.words(body)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    return Span(start, max(start, end))


def whole_words(body: str, span: Span) -> Span:
    """The span, widened to whole words where it begins or ends within one.

    Scripts that set no spaces between words are left alone, since a run of their letters
    is no word.
    """
    start, end = span.start, span.end
    while start > 0 and _is_within_word(body, start):
        start -= 1
    while end < len(body) and _is_within_word(body, end):
        end += 1
    return Span(start, end)


def _is_within_word(body: str, place: int) -> bool:
    return all(_is_spaced_letter(body[at]) for at in (place - 1, place))


def _is_spaced_letter(character: str) -> bool:
    is_letter = character.isalnum() or unicodedata.combining(character) != 0
    return is_letter and not any(first <= character <= last for first, last in _UNSPACED)


def joined(anchors: Sequence[Anchor]) -> str:
    """The words of all segments of one utterance as one line, line breaks as spaces."""
    return SEGMENT_JOIN.join(" ".join(part.exact.split()) for part in anchors)
