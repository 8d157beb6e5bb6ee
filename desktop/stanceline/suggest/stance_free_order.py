"""What a clause says of a topic where verbs and objects may stand in any order."""

from collections.abc import Iterator

from stanceline.suggest.stance_grammar import WEIGHTS, Finding
from stanceline.suggest.stance_lexicon import CueKind
from stanceline.suggest.stance_topic import Mention
from stanceline.suggest.stance_words import Asks, Clause, Cue, Reading

_REACH = 10  # words between a topic and what is said of it
_HANDLE_REACH = 4
_CALM = 0.9  # words in reach tell a little less than words in their order

_RANKED = (
    CueKind.ATTITUDE,
    CueKind.EVALUATION,
    CueKind.DEONTIC,
    CueKind.DEMAND,
    CueKind.NEED,
    CueKind.COMMIT,
    CueKind.FEED,
    CueKind.EFFECT,
)


class FreeClauseReader:
    """Reads one clause around one mention by the words that are in reach.

    The lists of such a language hold verbs of attitude in the first person and the
    infinitive, so that another's view is not taken for the speaker's.
    """

    def __init__(self, reading: Reading, clause: Clause, mention: Mention) -> None:
        self._reading = reading
        self._clause = clause
        self._mention = mention
        first = max(clause.first, mention.number - _REACH)
        last = min(clause.last, mention.number + _REACH + 1)
        self._near = [cue for number in range(first, last) for cue in reading.starting(number)]

    def findings(self) -> Iterator[Finding]:
        """What the kind of word that tells most says of the mention."""
        clause = self._clause
        if clause.is_condition or clause.is_inner or clause.asks is not Asks.NOTHING:
            return
        for kind in _RANKED:
            found = [
                finding
                for cue in self._near
                if cue.kind is kind
                if (finding := self._said_by(cue)) is not None
            ]
            if found:
                yield from found
                return
        call = self._call()
        if call is not None:
            yield call

    def _said_by(self, cue: Cue) -> Finding | None:
        handles = self._handles(cue)
        negators = [each for each in self._near if each.kind is CueKind.NEGATOR]
        sign = self._mention.sign * (cue.sign or 1) * (-1 if negators else 1)
        for handle in handles:
            sign *= handle.sign
        words = [cue, *handles, *negators]
        if cue.kind in (CueKind.DEONTIC, CueKind.COMMIT) and not handles:
            return None
        if cue.kind is CueKind.EVALUATION and not self._is_said_of_it(cue):
            return None
        if cue.kind in (CueKind.EFFECT, CueKind.FEED) and cue.first < self._mention.number:
            return None
        if cue.kind is CueKind.FEED:
            thing = next((e for e in self._near if e.kind in (CueKind.GOOD, CueKind.BAD)), None)
            if thing is None:
                return None
            sign *= 1 if thing.kind is CueKind.GOOD else -1
            words.append(thing)
        return self._finding(cue.kind, sign, words)

    def _finding(self, kind: CueKind, sign: int, cues: list[Cue]) -> Finding:
        numbers = tuple(sorted({cue.first for cue in cues}))
        weight = WEIGHTS[kind] * _CALM * self._mention.weight
        return Finding(sign, weight, numbers, self._clause, kind)

    def _handles(self, cue: Cue) -> list[Cue]:
        """What is done with the topic, where the word is not the one that is asked about."""
        is_wide = cue.kind in (CueKind.DEONTIC, CueKind.EVALUATION)
        reach = _REACH if is_wide and cue.kind is CueKind.DEONTIC else _HANDLE_REACH
        return [
            each
            for each in self._near
            if each.kind is CueKind.HANDLE
            and each.first != cue.first
            and each.first != self._mention.number
            and abs(each.first - self._mention.number) <= reach
        ]

    def _is_said_of_it(self, cue: Cue) -> bool:
        """Whether a quality stands beside the topic, or behind a copula that follows it."""
        reading, topic = self._reading, self._mention.number
        low, high = sorted((cue.first, topic))
        between = range(low + 1, high)
        if any(reading.starts(number, CueKind.COPULA) for number in between):
            return True
        if not reading.lexicon.has_zero_copula:
            is_infinitive = bool(self._handles(cue))
            return high - low == 1 or (is_infinitive and self._has_copula())
        return all(
            reading.starting(number) or reading.words[number].form in "–—" for number in between
        )

    def _has_copula(self) -> bool:
        return any(cue.kind is CueKind.COPULA for cue in self._near)

    def _call(self) -> Finding | None:
        """“Stop the deliveries!” and “No troops!” at the start of a sentence."""
        reading, number = self._reading, self._clause.first
        while number < self._clause.last and reading.is_mark(number):
            number += 1
        if number > 0 and not reading.begins_sentence(number):
            return None
        words = range(number, self._clause.last)
        is_called = any(reading.words[each].form == "!" for each in words)
        if not is_called:
            return None
        handle = reading.starts(number, CueKind.HANDLE)
        if handle is not None and number != self._mention.number:
            return self._finding(CueKind.HANDLE, handle.sign * self._mention.sign, [handle])
        negator = reading.starts(number, CueKind.NEGATOR)
        if negator is not None:
            return self._finding(CueKind.NEGATOR, -self._mention.sign, [negator])
        return None
