"""What a clause says of a topic where the order of words tells who does what to whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from stanceline.suggest.stance_lexicon import CueKind
from stanceline.suggest.stance_topic import Mention
from stanceline.suggest.stance_words import Clause, Cue, Reading

_FARTHEST = 14  # words between a topic and what is said of it
_HOLDER_REACH = 10
_MOST_UNKNOWN = 3  # unlisted words in a row that may be adjectives
_PREDICATE_REACH = 7
_OBJECT_REACH = 6
_SHORT_CALL = 5  # words of “No more troops!”

WEIGHTS = {
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
_NEGATED = 0.85  # what “not illegal” weighs, of what “legal” would
_ATTRIBUTIVE = 0.8
_RHETORICAL = 0.8

_LINKABLE = (
    CueKind.HANDLE,
    CueKind.CARRIER,
    CueKind.ATTITUDE,
    CueKind.DEMAND,
    CueKind.NEED,
    CueKind.EVALUATION,
    CueKind.COMMIT,
    CueKind.DEONTIC,
    CueKind.NEGATOR,
)
_TRANSPARENT = (CueKind.FILLER, CueKind.POSSESSIVE, CueKind.AUXILIARY, CueKind.CARRIER)


class HolderRule(Enum):
    """Whose words are read."""

    OWN_WORDS = "own words"
    RETOLD = "retold"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is said of the topic: its side, its weight and the words that say it."""

    sign: int
    weight: float
    words: tuple[int, ...]
    clause: Clause
    kind: CueKind


@dataclass(slots=True)
class _Chain:
    """What stands before a mention and belongs to it: “the plan to lift the”."""

    sign: int
    first: int
    handles: list[Cue] = field(default_factory=list)
    negators: list[Cue] = field(default_factory=list)
    qualities: list[Cue] = field(default_factory=list)
    governor: Cue | None = None
    without: Cue | None = None
    is_part: bool = False  # of something else: the victims of the sanctions

    @property
    def words(self) -> tuple[int, ...]:
        return tuple(cue.first for cue in (*self.handles, *self.negators))


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whether it is the speaker who holds what a verb says, turned by what stands between."""

    is_speaker: bool
    is_named: bool  # by “I” or “our”, rather than by nobody else
    sign: int = 1
    words: tuple[int, ...] = ()


class ClauseReader:
    """Reads one clause around one mention.

    ``holder`` says whose view a verb without “I” or “we” may tell: the speaker's own words
    only those, retold words also what “he” holds, and the words around a quotation also
    what somebody named holds.
    """

    def __init__(
        self,
        reading: Reading,
        clause: Clause,
        mention: Mention,
        holder: HolderRule = HolderRule.OWN_WORDS,
    ) -> None:
        self._reading = reading
        self._clause = clause
        self._mention = mention
        self._rule = holder

    def findings(self) -> Iterator[Finding]:
        """What the clause says of the mention."""
        if self._clause.is_condition:
            return
        chain = self._chain()
        for cue in chain.qualities:
            yield self._finding(cue.kind, cue.sign * chain.sign, (cue.first,), _ATTRIBUTIVE)
        governed = self._governed(chain)
        if governed is not None:
            yield governed
        if not chain.is_part:
            yield from self._predicates(chain)

    def _finding(
        self, kind: CueKind, sign: int, words: tuple[int, ...], factor: float = 1.0
    ) -> Finding:
        weight = WEIGHTS[kind] * factor * self._mention.weight
        if self._clause.is_question:
            sign, weight = -sign, weight * _RHETORICAL
        return Finding(sign, weight, tuple(sorted(set(words))), self._clause, kind)

    # What leads up to the mention

    def _chain(self) -> _Chain:
        """Walk left over articles, adjectives and what is done with the topic."""
        chain = _Chain(self._mention.sign, self._mention.number)
        at, n_unknown, is_linked = self._mention.number - 1, 0, False
        lowest = max(self._clause.first, self._mention.number - _FARTHEST)
        while at >= lowest:
            step = self._step(at, chain, is_linked=is_linked)
            if step is None:
                is_word = not self._reading.ending(at) and not self._reading.is_mark(at)
                is_possession = self._reading.words[at].form == "'s"
                n_unknown += 1
                if not (is_word or is_possession) or is_linked or n_unknown > _MOST_UNKNOWN:
                    break
                at -= 1
                continue
            cue, is_linked = step
            if cue is chain.governor or chain.is_part:
                break
            chain.first, n_unknown, at = cue.first, 0, cue.first - 1
        return chain

    def _step(self, at: int, chain: _Chain, *, is_linked: bool) -> tuple[Cue, bool] | None:
        """Take the cue that ends here into the chain; whether a preposition stands there now."""
        ends = self._reading.ends
        if cue := ends(at, CueKind.WITHOUT):
            chain.without = cue
            return cue, False
        if cue := ends(at, CueKind.NEGATOR, CueKind.NEGATIVE_SUBJECT):
            chain.negators.append(cue)
            return cue, False
        if cue := ends(at, CueKind.EVALUATION):
            return self._evaluation_before(cue, chain, is_linked=is_linked)
        handle = ends(at, CueKind.HANDLE)
        held = ends(at, CueKind.ATTITUDE)
        if held and not (handle and not self._holder(held).is_speaker):
            chain.governor = held
            return held, False
        if handle:
            chain.sign *= handle.sign
            chain.handles.append(handle)
            return handle, False
        if cue := ends(at, CueKind.DEMAND, CueKind.NEED, CueKind.DEONTIC, CueKind.COMMIT):
            chain.governor = cue
            return cue, False
        if cue := ends(at, CueKind.THERE):
            chain.governor = cue
            return cue, False
        if cue := ends(at, *_TRANSPARENT):
            return cue, is_linked and cue.kind is not CueKind.CARRIER
        if cue := ends(at, CueKind.COPULA):
            return (cue, False) if chain.negators else None
        if cue := ends(at, CueKind.LINK):
            chain.is_part = not self._is_linkable(cue.first - 1)
            return cue, True
        return None

    def _is_linkable(self, at: int) -> bool:
        ends = self._reading.ends
        while at >= self._clause.first and ends(at, CueKind.FILLER, CueKind.LINK):
            at -= 1
        return at >= self._clause.first and ends(at, *_LINKABLE) is not None

    def _evaluation_before(
        self, cue: Cue, chain: _Chain, *, is_linked: bool
    ) -> tuple[Cue, bool] | None:
        """“Illegal sanctions” says it of the topic; “wrong to lift” of what is done with it."""
        is_phrase = self._reading.words[cue.last].form in self._phrase_ends()
        if is_linked or is_phrase:
            if chain.handles or is_phrase:
                chain.governor = cue
            else:
                chain.is_part = True
            return cue, False
        chain.qualities.append(cue)
        return cue, False

    def _phrase_ends(self) -> tuple[str, ...]:
        return ("to", "for", "of", "with")

    def _governed(self, chain: _Chain) -> Finding | None:
        """What the word that rules the chain says: condemn, call for, must, wrong to."""
        cue = chain.governor
        if cue is None:
            return self._ungoverned(chain)
        turned = -1 if chain.negators else 1
        words = (cue.first, *chain.words)
        if cue.kind is CueKind.EVALUATION:
            before = self._negator_before(cue.first)
            sign = cue.sign * chain.sign * turned * (-1 if before is not None else 1)
            return self._finding(cue.kind, sign, (*words, *_given(before)))
        if cue.kind is CueKind.THERE:
            has_modal = self._has_modal(cue.first, self._mention.number)
            return (
                self._finding(cue.kind, -chain.sign, words) if chain.negators and has_modal else None
            )
        before = self._reading.ends(cue.first - 1, CueKind.THERE)
        if before is not None and chain.negators:
            return self._finding(CueKind.THERE, -chain.sign, words)
        holder = self._holder(cue)
        sign = chain.sign * turned * holder.sign * (cue.sign or 1)
        words = (*words, *holder.words)
        if cue.kind is CueKind.DEONTIC:
            is_meant = bool(chain.handles)
        elif cue.kind is CueKind.COMMIT:
            is_near = bool(chain.negators) and chain.negators[0].last == self._mention.number - 1
            is_meant = holder.is_named and holder.is_speaker and (bool(chain.handles) or is_near)
        else:
            is_needed = self._reading.starts(cue.first, CueKind.NEED) is not None
            is_meant = holder.is_speaker or is_needed
        return self._finding(cue.kind, sign, words) if is_meant else None

    def _ungoverned(self, chain: _Chain) -> Finding | None:
        """“Stop the deliveries!”, “No more troops!”, “Without the ferry the school will close.”"""
        if chain.without is not None:
            loss = self._loss_behind()
            return (
                self._finding(CueKind.WITHOUT, chain.sign, (chain.without.first, *loss))
                if loss
                else None
            )
        opener = self._first_word()
        if self._clause.is_question or not self._reading.begins_sentence(opener):
            return None
        if chain.handles and chain.handles[-1].first == opener and not chain.qualities:
            handle = chain.handles[-1]
            is_base = not self._reading.words[handle.last].form.endswith(("ing", "ed", "s"))
            is_linked = self._reading.starts(handle.last + 1, CueKind.LINK) is not None
            if is_base and not is_linked and not chain.is_part:
                return self._finding(CueKind.HANDLE, chain.sign, chain.words)
        if chain.negators and chain.negators[-1].first == opener:
            n_words = self._clause.last - opener
            if n_words <= _SHORT_CALL and not chain.handles:
                return self._finding(CueKind.NEGATOR, -chain.sign, chain.words)
        return None

    def _first_word(self) -> int:
        number = self._clause.first
        while number < self._clause.last and self._reading.is_mark(number):
            number += 1
        return number

    def _loss_behind(self) -> tuple[int, ...]:
        reading = self._reading
        for number in range(
            self._mention.number + 1,
            min(self._mention.number + _FARTHEST, len(reading.words)),
        ):
            if reading.ends_sentence(number):
                break
            if reading.starts(number, CueKind.LOSS):
                return (number,)
        return ()

    def _has_modal(self, first: int, last: int) -> bool:
        return any(
            self._reading.starts(number, CueKind.COMMIT, CueKind.DEONTIC)
            or self._reading.words[number].form in ("can", "may", "could")
            for number in range(first, last)
        )

    def _negator_before(self, number: int) -> int | None:
        """A negator in front of a word, with at most adverbs and a copula between."""
        at = number - 1
        passable = (CueKind.FILLER, CueKind.AUXILIARY, CueKind.COPULA)
        for _ in range(4):
            if at < self._clause.first:
                return None
            if cue := self._reading.ends(at, CueKind.NEGATOR, CueKind.NEGATIVE_SUBJECT):
                return cue.first
            if not self._reading.ends(at, *passable):
                return None
            at -= 1
        return None

    # Who holds it

    def _holder(self, verb: Cue) -> _Holder:
        """Walk left from a verb to its subject."""
        reading, at, sign = self._reading, verb.first - 1, 1
        words: list[int] = []
        is_turned = False
        lowest = max(self._clause.first, verb.first - _HOLDER_REACH)
        while at >= lowest:
            cue = next(iter(reading.ending(at)), None)
            if reading.ends(at, CueKind.NEGATIVE_SUBJECT):
                return _Holder(True, True, -sign, (*words, at))
            if reading.ends(at, CueKind.FIRST, CueKind.GENERAL_SUBJECT):
                return _Holder(True, True, -sign if is_turned else sign, tuple(words))
            if reading.ends(at, CueKind.DEONTIC) and cue:
                negator = next(
                    (n for n in range(cue.last + 1, verb.first) if reading.starts(n, CueKind.NEGATOR)),
                    None,
                )
                turned = -1 if negator is not None else 1
                return _Holder(True, True, sign * turned, (*words, cue.first))
            if reading.ends(at, CueKind.THIRD):
                is_he = self._rule is not HolderRule.OWN_WORDS
                return _Holder(is_he, True, -sign if is_turned else sign, tuple(words))
            if cue is None:
                is_ours = self._is_ours(at)
                return _Holder(is_ours, True, -sign if is_turned else sign, tuple(words))
            if cue.kind is CueKind.NEGATOR:
                is_turned = True
                words.append(cue.first)
            elif turner := reading.ends(at, CueKind.ATTITUDE):
                sign *= turner.sign
                words.append(turner.first)
            elif turner := reading.ends(at, CueKind.HANDLE):
                sign *= turner.sign
            elif not reading.ends(at, *_PASSABLE):
                return _Holder(False, False)
            at = cue.first - 1
        return self._unnamed_holder(verb, -sign if is_turned else sign, tuple(words))

    def _unnamed_holder(self, verb: Cue, sign: int, words: tuple[int, ...]) -> _Holder:
        """Nobody is named: the speaker, unless the verb belongs to somebody further before."""
        opens = self._reading.starts(self._clause.first, CueKind.BREAK, CueKind.CONDITION)
        is_others = self._reading.words[verb.first].form.endswith("s") and verb.first > 1
        is_around = self._rule is HolderRule.AROUND
        return _Holder(opens is None and (is_around or not is_others), False, sign, words)

    def _is_ours(self, at: int) -> bool:
        """Whether “my” or “our” stands before the noun that ends here."""
        if self._rule is HolderRule.AROUND or self._clause.is_question:
            return True
        before = range(max(self._clause.first, at - 2), at)
        return any(self._reading.ends(number, CueKind.POSSESSIVE) for number in before)

    # What follows the mention

    def _predicates(self, chain: _Chain) -> Iterator[Finding]:
        """What is said of the topic as the subject of the clause."""
        reading, at = self._reading, self._mention.number + 1
        last = min(self._clause.last, at + _FARTHEST)
        negator: int | None = None
        if chain.negators and chain.governor is None:
            negator = chain.negators[0].first
        n_unknown, is_inside = 0, False
        while at < last:
            if cue := reading.starts(at, CueKind.NEGATOR):
                negator = at
            elif cue := reading.starts(at, CueKind.DEONTIC):
                yield from self._must(cue, chain, negator)
                return
            elif cue := reading.starts(at, CueKind.FEED, CueKind.EFFECT):
                found = self._effect(cue, chain, negator)
                if found is not None:
                    yield found
                    return
            elif cue := reading.starts(at, CueKind.COPULA):
                yield from self._qualities_behind(cue, chain, negator)
                return
            elif cue := reading.starts(at, CueKind.LINK):
                is_inside = True
            elif cue := reading.starts(at, CueKind.FILLER, CueKind.AUXILIARY, CueKind.COMMIT):
                pass
            elif is_inside or n_unknown == 0:
                n_unknown += 1
                if n_unknown > _MOST_UNKNOWN + 1:
                    return
            else:
                return
            at = cue.last + 1 if cue else at + 1

    def _must(self, modal: Cue, chain: _Chain, negator: int | None) -> Iterator[Finding]:
        """“The ban must end”, “must not be lifted”."""
        reading = self._reading
        for number in range(modal.last + 1, min(modal.last + 6, self._clause.last)):
            if reading.starts(number, CueKind.NEGATOR):
                negator = number
            elif cue := reading.starts(number, CueKind.HANDLE, CueKind.ATTITUDE):
                sign = cue.sign * chain.sign * (-1 if negator is not None else 1)
                words = (modal.first, number, *_given(negator), *chain.words)
                yield self._finding(CueKind.DEONTIC, sign, words)
                return
            elif not reading.starts(number, CueKind.FILLER, CueKind.AUXILIARY, CueKind.COPULA):
                return

    def _effect(self, cue: Cue, chain: _Chain, negator: int | None) -> Finding | None:
        """“Hurts ordinary people”, “rewards the aggressor”, “solves nothing”."""
        reading = self._reading
        feed = reading.starts(cue.first, CueKind.FEED)
        effect = reading.starts(cue.first, CueKind.EFFECT)
        turned = -1 if negator is not None else 1
        for number in range(cue.last + 1, min(cue.last + 1 + _OBJECT_REACH, self._clause.last)):
            thing = reading.starts(number, CueKind.BAD, CueKind.GOOD)
            if feed and thing:
                goodness = 1 if thing.kind is CueKind.GOOD else -1
                words = (cue.first, number, *_given(negator), *chain.words)
                sign = feed.sign * goodness * turned * chain.sign
                return self._finding(CueKind.FEED, sign, words)
            if reading.starts(number, CueKind.NEGATOR):
                turned, negator = -turned, number
        if effect is None:
            return None
        words = (cue.first, *_given(negator), *chain.words)
        return self._finding(CueKind.EFFECT, effect.sign * turned * chain.sign, words)

    def _qualities_behind(
        self, copula: Cue, chain: _Chain, negator: int | None
    ) -> Iterator[Finding]:
        """“Is illegal and a grave mistake”."""
        reading = self._reading
        at, n_unknown, is_found = copula.last + 1, 0, False
        last = min(self._clause.last, at + _PREDICATE_REACH)
        passable = (CueKind.FILLER, CueKind.AUXILIARY, CueKind.COPULA, CueKind.POSSESSIVE)
        while at < last:
            if cue := reading.starts(at, CueKind.NEGATOR):
                negator = at
            elif cue := reading.starts(at, CueKind.EVALUATION):
                sign = cue.sign * chain.sign * (-1 if negator is not None else 1)
                words = (at, *_given(negator), *chain.words)
                factor = _NEGATED if negator is not None else 1.0
                yield self._finding(CueKind.EVALUATION, sign, words, factor)
                is_found, last = True, min(self._clause.last, cue.last + _PREDICATE_REACH)
            elif cue := reading.starts(at, CueKind.JOIN, *passable):
                pass
            elif not reading.starting(at) and not reading.is_mark(at) and not is_found:
                n_unknown += 1
                if n_unknown > _MOST_UNKNOWN - 1:
                    return
            else:
                return
            at = cue.last + 1 if cue else at + 1


_PASSABLE = (
    CueKind.AUXILIARY,
    CueKind.FILLER,
    CueKind.COPULA,
    CueKind.LINK,
    CueKind.JOIN,
    CueKind.DEMAND,
    CueKind.COMMIT,
    CueKind.EVALUATION,
    CueKind.POSSESSIVE,
)


def _given(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)
