"""What an English clause says of the topic as its subject: “is illegal”, “must end”, “hurts us”."""

from collections.abc import Iterator

from stanceline.suggest.leanings.chain import Chain
from stanceline.suggest.leanings.finding import Finding, Place, given
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.words import Cue

_FARTHEST = 14  # words from a topic to its verb
_MOST_UNKNOWN = 4  # unlisted words of what belongs to the topic: “sanctions on their exports”
_QUALITY_REACH = 7
_MOST_UNKNOWN_QUALITIES = 2
_OBJECT_REACH = 6
_FATE_REACH = 5
_NEGATED = 0.85  # what “not illegal” weighs, of what “legal” would

_LINKS = (CueKind.LINK, CueKind.SIDE_LINK, CueKind.APART)
_BEFORE_VERB = (CueKind.FILLER, CueKind.DETERMINER, CueKind.AUXILIARY, CueKind.COMMIT)
_BEFORE_QUALITY = (
    CueKind.JOIN,
    CueKind.FILLER,
    CueKind.DETERMINER,
    CueKind.AUXILIARY,
    CueKind.COPULA,
    CueKind.POSSESSIVE,
)


def said_behind(place: Place, chain: Chain) -> Iterator[Finding]:
    """What the words behind the topic say of it."""
    if chain.is_part:
        return
    if chain.governor is not None and place.reading.starts(place.mention.number + 1, CueKind.LINK):
        # “We shall stop a deal that kills jobs”: the deal kills, not the stopping of it.
        chain = Chain(place.mention.sign)
    yield from _Predicate(place, chain).findings()


class _Predicate:
    """Reads from the topic to the verb and what belongs to it."""

    def __init__(self, place: Place, chain: Chain) -> None:
        self._place = place
        self._reading = place.reading
        self._chain = chain
        is_negated = bool(chain.negators) and chain.governor is None
        self._negator = chain.negators[0].first if is_negated else None

    def findings(self) -> Iterator[Finding]:
        """What the first verb says that says anything."""
        starts, at = self._reading.starts, self._place.mention.number + 1
        last = min(self._place.clause.last, at + _FARTHEST)
        n_unknown, is_inside = 0, False
        while at < last:
            verb = starts(at, *_VERBS)
            if verb is not None:
                found = list(self._said_by(verb))
                if found or verb.kind in (CueKind.DEONTIC, CueKind.COPULA):
                    yield from found
                    return
            cue = next(iter(self._reading.starting(at)), None)
            if starts(at, CueKind.NEGATOR):
                self._negator = at
            elif starts(at, *_LINKS):
                is_inside = True
            elif not starts(at, *_BEFORE_VERB):
                n_unknown += 1
                is_adverb = self._reading.words[at].form.endswith("ly")
                if n_unknown > _MOST_UNKNOWN or not (is_inside or is_adverb):
                    return
            at = cue.last + 1 if cue else at + 1

    def _said_by(self, verb: Cue) -> Iterator[Finding]:
        starts = self._reading.starts
        if modal := starts(verb.first, CueKind.DEONTIC):
            yield from self._must(modal)
        elif alone := starts(verb.first, CueKind.INTRANSITIVE):
            if self._nothing_follows(alone.last + 1):
                yield self._finding(CueKind.EFFECT, alone.sign, (alone.first,))
        elif effect := starts(verb.first, CueKind.FEED, CueKind.EFFECT):
            yield from self._effect(effect)
        elif copula := starts(verb.first, CueKind.COPULA):
            yield from self._qualities(copula)

    def _finding(
        self, kind: CueKind, sign: int, words: tuple[int, ...], factor: float = 1.0
    ) -> Finding:
        turned = -1 if self._negator is not None else 1
        told = (*words, *given(self._negator), *self._chain.words)
        return self._place.finding(kind, sign * turned * self._chain.sign, told, factor)

    def _must(self, modal: Cue) -> Iterator[Finding]:
        """“The ban must end”, “must not be lifted”."""
        starts = self._reading.starts
        last = min(modal.last + 1 + _FATE_REACH, self._place.clause.last)
        for number in range(modal.last + 1, last):
            if starts(number, CueKind.NEGATOR):
                self._negator = number
            elif fate := starts(number, CueKind.HANDLE, CueKind.ATTITUDE):
                yield self._finding(CueKind.DEONTIC, fate.sign, (modal.first, number))
                return
            elif not starts(number, *_BEFORE_VERB, CueKind.COPULA):
                return

    def _nothing_follows(self, number: int) -> bool:
        """Whether no object follows: “it works”, not “works for us”."""
        is_end = number >= self._place.clause.last or self._reading.is_mark(number)
        return is_end or self._reading.starts(number, CueKind.JOIN, CueKind.FILLER) is not None

    def _effect(self, verb: Cue) -> Iterator[Finding]:
        """“Hurts ordinary people”, “rewards the aggressor”, “solves nothing”."""
        starts = self._reading.starts
        feed, effect = starts(verb.first, CueKind.FEED), starts(verb.first, CueKind.EFFECT)
        last = min(verb.last + 1 + _OBJECT_REACH, self._place.clause.last)
        for number in range(verb.last + 1, last):
            thing = starts(number, CueKind.BAD, CueKind.GOOD)
            if feed and thing:
                goodness = 1 if thing.kind is CueKind.GOOD else -1
                yield self._finding(CueKind.FEED, feed.sign * goodness, (verb.first, number))
                return
            if starts(number, CueKind.NEGATOR):
                # “Solves nothing” and “brings no peace” turn what the verb says.
                self._negator = number if self._negator is None else None
        if effect and not starts(effect.last + 1, CueKind.LINK, CueKind.SIDE_LINK):
            yield self._finding(CueKind.EFFECT, effect.sign, (effect.first,))

    def _qualities(self, copula: Cue) -> Iterator[Finding]:
        """“Is illegal and a grave mistake”."""
        starts, at = self._reading.starts, copula.last + 1
        n_unknown, is_found = 0, False
        end = self._place.clause.last
        last = min(end, at + _QUALITY_REACH)
        while at < last:
            cue = next(iter(self._reading.starting(at)), None)
            if starts(at, CueKind.NEGATOR):
                self._negator = at
            elif cue and starts(at, CueKind.INTRANSITIVE, CueKind.EFFECT, CueKind.FEED):
                # “Is killing our harbours”, “is working”.
                yield from self._said_by(cue)
                return
            elif quality := starts(at, CueKind.EVALUATION):
                factor = _NEGATED if self._negator is not None else 1.0
                yield self._finding(CueKind.EVALUATION, quality.sign, (at,), factor)
                is_found, last = True, min(end, quality.last + _QUALITY_REACH)
            elif cue is None and not self._reading.is_mark(at) and not is_found:
                n_unknown += 1
                if n_unknown > _MOST_UNKNOWN_QUALITIES:
                    return
            elif not starts(at, *_BEFORE_QUALITY):
                return
            at = cue.last + 1 if cue else at + 1


_VERBS = (
    CueKind.DEONTIC,
    CueKind.INTRANSITIVE,
    CueKind.FEED,
    CueKind.EFFECT,
    CueKind.COPULA,
)
