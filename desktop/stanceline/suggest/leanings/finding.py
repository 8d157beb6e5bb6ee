"""What is found said of a topic, and what each kind of word weighs."""

from collections.abc import Iterable
from enum import Enum

from stanceline.records import dataclass
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.topic import Mention
from stanceline.suggest.leanings.words import Asks, Clause, Cue, Reading

_WEIGHTS = {
    CueKind.ATTITUDE: 0.85,
    CueKind.DEMAND: 0.75,
    CueKind.NEED: 0.7,
    CueKind.COMMIT: 0.7,
    CueKind.DEONTIC: 0.7,
    CueKind.EVALUATION: 0.75,
    CueKind.EFFECT: 0.65,
    CueKind.FEED: 0.65,
    CueKind.HANDLE: 0.65,
    CueKind.NEGATOR: 0.6,
    CueKind.THERE: 0.65,
    CueKind.WITHOUT: 0.6,
}
_RHETORICAL = 0.8


class HolderRule(Enum):
    """Whose words are read, which says whose view a verb may tell.

    Own words tell what “I” and “we” hold, retold words also what “he” holds.
    """

    OWN_WORDS = "own words"
    RETOLD = "retold"


@dataclass(frozen=True, slots=True)
class Place:
    """A clause with a mention of the topic in it."""

    reading: Reading
    clause: Clause
    mention: Mention
    rule: HolderRule = HolderRule.OWN_WORDS

    def finding(
        self, kind: CueKind, sign: int, words: Iterable[int], factor: float = 1.0
    ) -> "Finding":
        """What words of a kind say of the topic here; a question that answers itself turns it."""
        weight = _WEIGHTS[kind] * factor * self.mention.weight
        if self.clause.asks is Asks.RHETORICALLY:
            sign, weight = -sign, weight * _RHETORICAL
        return Finding(sign, weight, tuple(sorted(set(words))), kind, self)

    def ends(self, number: int, *kinds: CueKind) -> Cue | None:
        """The cue of these kinds that ends at a word of the clause."""
        return self.reading.ends(number, *kinds) if number >= self.clause.first else None

    def first_word(self) -> int:
        """The number of the first word of the clause that is no mark."""
        number = self.clause.first
        while number < self.clause.last and self.reading.is_mark(number):
            number += 1
        return number


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is said of the topic: its side, its weight and the words that say it."""

    sign: int
    weight: float
    words: tuple[int, ...]
    kind: CueKind
    place: Place


def given(number: int | None) -> tuple[int, ...]:
    """The number, where there is one."""
    return () if number is None else (number,)
