"""What hints at a stance, apart from what finds it, which takes long to load."""

from typing import Literal

from stanceline.records import dataclass

Leaning = Literal["for", "against", "unclear"]

_EARLIER_LEAST = 0.5  # a mean of earlier judgements that takes a side


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic as the analyst named and described it."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The analyst's judgements of the same speaker on the same topic: their mean and number.

    ``leaning`` runs from -1 (wholly against) to 1 (wholly for). ``n_for`` and ``n_against``
    of the ``n`` take a side, where that is known.
    """

    leaning: float
    n: int
    n_for: int | None = None
    n_against: int | None = None

    @property
    def side(self) -> int:
        """+1 for, -1 against, 0 for neither."""
        if self.n == 0 or abs(self.leaning) < _EARLIER_LEAST:
            return 0
        return 1 if self.leaning > 0 else -1


@dataclass(frozen=True, slots=True)
class StanceHint:
    """A leaning, the words that tell it as code points of the text, and a reason in words.

    ``words`` is empty where only earlier judgements speak. ``earlier`` are those, where
    there are any.
    """

    leaning: Leaning
    words: tuple[tuple[int, int], ...]
    strength: float
    reason: str
    earlier: Earlier | None = None
