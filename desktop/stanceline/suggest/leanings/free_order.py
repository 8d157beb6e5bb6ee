"""What a clause says of a topic where verbs and objects may stand in any order."""

from collections.abc import Iterator

from stanceline.suggest.leanings.finding import Finding, Place
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.words import Asks, Cue

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


def findings_in_reach(place: Place) -> Iterator[Finding]:
    """What the kind of word that tells most says of the mention.

    The lists of such a language hold verbs of attitude in the first person and the
    infinitive, so that another's view is not taken for the speaker's.
    """
    clause = place.clause
    if clause.is_condition or clause.is_inner or clause.asks is not Asks.NOTHING:
        return
    yield from _Nearby(place).findings()


class _Nearby:
    """The cues of one clause in reach of one mention."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._reading = place.reading
        self._topic = place.mention.number
        first = max(place.clause.first, self._topic - _REACH)
        last = min(place.clause.last, self._topic + _REACH + 1)
        self._cues = [
            cue for number in range(first, last) for cue in self._reading.starting(number)
        ]

    def findings(self) -> Iterator[Finding]:
        """What is said, by the first kind that says anything."""
        for kind in _RANKED:
            found = [
                finding
                for cue in self._cues
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
        if not self._is_meant(cue):
            return None
        handles = self._handles(cue)
        negators = [each for each in self._cues if each.kind is CueKind.NEGATOR]
        sign = (cue.sign or 1) * (-1 if negators else 1)
        for handle in handles:
            sign *= handle.sign
        words = [cue, *handles, *negators]
        if cue.kind is CueKind.FEED:
            thing = next((e for e in self._cues if e.kind in (CueKind.GOOD, CueKind.BAD)), None)
            if thing is None:
                return None
            sign *= 1 if thing.kind is CueKind.GOOD else -1
            words.append(thing)
        return self._finding(cue.kind, sign, words)

    def _is_meant(self, cue: Cue) -> bool:
        match cue.kind:
            case CueKind.DEONTIC | CueKind.COMMIT:
                return bool(self._handles(cue))
            case CueKind.EVALUATION:
                return self._is_said_of_it(cue)
            case CueKind.EFFECT | CueKind.FEED:
                return cue.first > self._topic
            case _:
                return True

    def _finding(self, kind: CueKind, sign: int, cues: list[Cue]) -> Finding:
        turned = sign * self._place.mention.sign
        return self._place.finding(kind, turned, (cue.first for cue in cues), _CALM)

    def _handles(self, cue: Cue) -> list[Cue]:
        """What is done with the topic, where the word is not the one that is asked about."""
        reach = _REACH if cue.kind is CueKind.DEONTIC else _HANDLE_REACH
        others = [each for each in self._cues if each.kind is CueKind.HANDLE]
        return [
            each
            for each in others
            if each.first not in (cue.first, self._topic) and abs(each.first - self._topic) <= reach
        ]

    def _is_said_of_it(self, cue: Cue) -> bool:
        """Whether a quality stands beside the topic, or behind a copula that follows it."""
        reading = self._reading
        low, high = sorted((cue.first, self._topic))
        between = range(low + 1, high)
        if any(reading.starts(number, CueKind.COPULA) for number in between):
            return True
        if reading.lexicon.has_zero_copula:
            return all(
                reading.starting(number) or reading.words[number].form in "–—" for number in between
            )
        has_copula = any(each.kind is CueKind.COPULA for each in self._cues)
        return high - low == 1 or (has_copula and bool(self._handles(cue)))

    def _call(self) -> Finding | None:
        """“Stop the deliveries!” and “No troops!” at the start of a sentence."""
        reading, number = self._reading, self._place.first_word()
        if not reading.begins_sentence(number):
            return None
        words = range(number, self._place.clause.last)
        if not any(reading.words[each].form == "!" for each in words):
            return None
        handle = reading.starts(number, CueKind.HANDLE)
        if handle is not None and number != self._topic:
            return self._finding(CueKind.HANDLE, handle.sign, [handle])
        negator = reading.starts(number, CueKind.NEGATOR)
        return self._finding(CueKind.NEGATOR, -1, [negator]) if negator is not None else None
