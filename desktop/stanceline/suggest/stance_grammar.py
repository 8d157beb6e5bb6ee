"""What a clause says of a topic where the order of words tells who does what to whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from stanceline.suggest.stance_lexicon import CueKind
from stanceline.suggest.stance_topic import Mention
from stanceline.suggest.stance_words import Asks, Clause, Cue, Reading

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
_PLAIN_KINDS = (
    CueKind.GOOD,
    CueKind.BAD,
    CueKind.FEED,
    CueKind.EFFECT,
    CueKind.LOSS,
    CueKind.HEDGE,
)
_GOVERNING = (
    CueKind.DEMAND,
    CueKind.NEED,
    CueKind.DEONTIC,
    CueKind.COMMIT,
    CueKind.THERE,
)
_CARRYING = (CueKind.HANDLE, CueKind.CARRIER, CueKind.EVALUATION)


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
    is_linked: bool = False  # a preposition stands before it
    is_bare: bool = True  # nothing but adjectives stands before it
    is_closed: bool = False  # an article stands before it, so that no adjective can follow

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


_NOBODY = _Holder(is_speaker=False, is_named=False)


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
        clause = self._clause
        if clause.is_condition or clause.is_inner or clause.asks is Asks.OPENLY:
            return
        chain = self._chain()
        if self._is_modifier():
            return
        for cue in chain.qualities:
            sign = cue.sign * self._mention.sign
            yield self._finding(cue.kind, sign, (cue.first,), _ATTRIBUTIVE)
        governed = self._governed(chain)
        if governed is not None:
            yield governed
        if not chain.is_part:
            yield from self._predicates(chain)

    def _is_modifier(self) -> bool:
        """Whether a noun follows that it only belongs to: law students, tax office."""
        at = self._mention.number + 1
        if at < self._clause.last and self._reading.words[at].form == "'s":
            return not self._reading.starts(at + 1, *_AFTER_IS)
        if at >= self._clause.last or self._reading.starting(at) or self._reading.is_mark(at):
            return False
        return not self._reading.words[at].form.endswith(("ed", "ing", "ly", "s"))

    def _finding(
        self, kind: CueKind, sign: int, words: tuple[int, ...], factor: float = 1.0
    ) -> Finding:
        weight = WEIGHTS[kind] * factor * self._mention.weight
        if self._clause.asks is Asks.RHETORICALLY:
            sign, weight = -sign, weight * _RHETORICAL
        return Finding(sign, weight, tuple(sorted(set(words))), self._clause, kind)

    # What leads up to the mention

    def _chain(self) -> _Chain:
        """Walk left over articles, adjectives and what is done with the topic."""
        chain = _Chain(self._mention.sign, self._mention.number)
        at, n_unknown = self._mention.number - 1, 0
        lowest = max(self._clause.first, self._mention.number - _FARTHEST)
        while at >= lowest and not chain.is_part and chain.governor is None:
            cue = self._step(at, chain)
            if cue is None:
                n_unknown += 1
                is_other = chain.is_linked or chain.is_closed or n_unknown > _MOST_UNKNOWN
                if is_other or not self._is_plain(at):
                    break
                at -= 1
            else:
                chain.first, n_unknown, at = cue.first, 0, cue.first - 1
        return chain

    def _is_plain(self, at: int) -> bool:
        """Whether a word may be an adjective or part of a compound: “peace” in “peace talks”."""
        if self._reading.words[at].form == "'s":
            return True
        is_listed = any(cue.kind not in _PLAIN_KINDS for cue in self._reading.ending(at))
        return not is_listed and not self._reading.is_mark(at)

    def _step(self, at: int, chain: _Chain) -> Cue | None:
        """Take the cue that ends here into the chain; None where none can be taken."""
        ends = self._reading.ends
        held = ends(at, CueKind.ATTITUDE)
        holder = self._holder(held) if held else _NOBODY
        if held and holder.is_speaker and holder.is_named:
            chain.governor = held
            return held
        if cue := ends(at, CueKind.EVALUATION):
            return self._take_evaluation(cue, chain)
        if cue := ends(at, CueKind.WITHOUT, CueKind.NEGATOR, CueKind.NEGATIVE_SUBJECT):
            if cue.kind is CueKind.WITHOUT:
                chain.without = cue
            else:
                chain.negators.append(cue)
            chain.is_linked = chain.is_closed = False
            return cue
        handle = ends(at, CueKind.HANDLE)
        if held and not (handle and not holder.is_speaker):
            chain.governor = held
            return held
        if handle:
            chain.is_bare = False
            chain.sign *= handle.sign
            chain.handles.append(handle)
            chain.is_linked = chain.is_closed = False
            return handle
        cue = ends(at, *_GOVERNING)
        if cue and ends(cue.first - 1, CueKind.DETERMINER, CueKind.POSSESSIVE):
            # “The proposed law” and “our demand”: an adjective or a noun.
            return cue
        if cue:
            chain.governor = cue
            return cue
        return self._pass(at, chain)

    def _pass(self, at: int, chain: _Chain) -> Cue | None:
        ends = self._reading.ends
        if cue := ends(at, CueKind.APART):
            chain.is_part = True
            return cue
        if cue := ends(at, CueKind.LINK, CueKind.SIDE_LINK):
            chain.is_bare = False
            # “That” before a noun is an article; behind a verb it brings what is held.
            kinds = _LINKABLE if cue.kind is CueKind.LINK else _CARRYING
            is_article = ends(at, CueKind.DETERMINER) is not None
            is_opening = cue.first == self._first_word() and bool(chain.handles)
            is_linkable = is_opening or self._is_linkable(cue.first - 1, kinds)
            if not is_linkable and chain.handles and (asked := self._asked_before(cue)):
                chain.governor = asked
                return asked
            chain.is_part = not is_linkable and not is_article
            chain.is_linked, chain.is_closed = is_linkable, False
            return cue
        if cue := ends(at, CueKind.DETERMINER, CueKind.POSSESSIVE):
            chain.is_closed = True
            return cue
        if cue := ends(at, CueKind.FILLER, CueKind.AUXILIARY):
            return cue
        if cue := ends(at, CueKind.CARRIER):
            chain.is_bare = False
            chain.is_linked = chain.is_closed = False
            return cue
        cue = ends(at, CueKind.COPULA)
        return cue if chain.negators else None

    def _asked_before(self, link: Cue) -> Cue | None:
        """The verb of “urge the cabinet to”, from its “to”."""
        for number in range(link.first - 1, max(self._clause.first, link.first - 7) - 1, -1):
            if cue := self._reading.ends(number, CueKind.DEMAND):
                return cue
            if self._reading.is_mark(number) or self._reading.ends(number, CueKind.COPULA):
                return None
        return None

    def _is_linkable(self, at: int, kinds: tuple[CueKind, ...]) -> bool:
        ends = self._reading.ends
        while at >= self._clause.first and ends(at, CueKind.FILLER):
            at -= 1
        return at >= self._clause.first and ends(at, *kinds) is not None

    def _take_evaluation(self, cue: Cue, chain: _Chain) -> Cue:
        """“Illegal sanctions” says it of the topic; “wrong to lift” of what is done with it."""
        is_phrase = self._reading.words[cue.last].form in ("to", "for", "of", "with")
        if chain.is_linked or is_phrase:
            if chain.handles or is_phrase:
                chain.governor = cue
            else:
                chain.is_part = True
        elif chain.is_bare and not chain.is_closed:
            chain.qualities.append(cue)
        elif chain.is_closed:
            chain.is_part = True
        return cue

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
                self._finding(cue.kind, -chain.sign, words)
                if chain.negators and has_modal
                else None
            )
        before = self._reading.ends(cue.first - 1, CueKind.THERE)
        if before is not None and chain.negators:
            return self._finding(CueKind.THERE, -chain.sign, words)
        holder = self._holder(cue)
        sign = chain.sign * turned * holder.sign * (cue.sign or 1)
        words = (*words, *holder.words)
        fate = self._fate_behind()
        if fate is not None:
            sign, words = sign * fate[0], (*words, *fate[1])
        if fate is None and cue.kind in (CueKind.DEMAND, CueKind.ATTITUDE) and not chain.handles:
            if self._reading.words[cue.last + 1].form == "that" and self._is_clause_behind():
                return None
        if cue.kind is CueKind.DEONTIC:
            is_meant = bool(chain.handles)
        elif cue.kind is CueKind.COMMIT:
            is_near = bool(chain.negators) and chain.negators[0].last == self._mention.number - 1
            is_meant = holder.is_named and holder.is_speaker and (bool(chain.handles) or is_near)
        else:
            is_needed = self._reading.starts(cue.first, CueKind.NEED) is not None
            is_meant = holder.is_speaker or is_needed
        return self._finding(cue.kind, sign, words) if is_meant else None

    def _is_clause_behind(self) -> bool:
        """Whether the topic is the subject of more words: “I hope that the deal …”."""
        at = self._mention.number + 1
        return at < self._clause.last and not self._reading.is_mark(at)

    def _fate_behind(self) -> tuple[int, tuple[int, ...]] | None:
        """What is to be done with the topic: “we demand that the tax be scrapped”."""
        reading, turned, is_verb = self._reading, 1, False
        words: list[int] = []
        for number in range(self._mention.number + 1, self._clause.last):
            if reading.starts(number, CueKind.NEGATOR):
                turned = -turned
                words.append(number)
            elif cue := reading.starts(number, CueKind.HANDLE):
                if reading.words[number].form.endswith("ing") and not is_verb:
                    return None
                return turned * cue.sign, (*words, number)
            elif reading.starts(number, CueKind.AUXILIARY, CueKind.COPULA):
                is_verb = True
            elif not reading.starts(number, CueKind.FILLER):
                return None
        return None

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
        if not self._reading.begins_sentence(opener):
            return None
        if chain.handles and chain.handles[-1].first == opener and not chain.qualities:
            handle = chain.handles[-1]
            is_base = not self._reading.words[handle.first].form.endswith(("ing", "ed", "s"))
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
        passable = (CueKind.FILLER, CueKind.DETERMINER, CueKind.AUXILIARY, CueKind.COPULA)
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
        if reading.ends(at, CueKind.DETERMINER):
            # “A vote for it” and “the fear of it” are anybody's.
            return _NOBODY
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
                    (
                        n
                        for n in range(cue.last + 1, verb.first)
                        if reading.starts(n, CueKind.NEGATOR)
                    ),
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
        if self._rule is HolderRule.AROUND or self._clause.asks is Asks.RHETORICALLY:
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
        if chain.governor is not None and reading.starts(at, CueKind.LINK):
            # “We shall stop a deal that kills jobs”: the deal kills, not the stopping of it.
            chain = _Chain(self._mention.sign, self._mention.number)
        while at < last:
            if cue := reading.starts(at, CueKind.NEGATOR):
                negator = at
            elif cue := reading.starts(at, CueKind.DEONTIC):
                yield from self._must(cue, chain, negator)
                return
            elif cue := reading.starts(at, CueKind.INTRANSITIVE):
                if self._ends_saying(cue.last + 1):
                    yield self._alone(cue, chain, negator)
                    return
            elif cue := reading.starts(at, CueKind.FEED, CueKind.EFFECT):
                found = self._effect(cue, chain, negator)
                if found is not None:
                    yield found
                    return
            elif cue := reading.starts(at, CueKind.COPULA):
                yield from self._qualities_behind(cue, chain, negator)
                return
            elif cue := reading.starts(at, CueKind.LINK, CueKind.SIDE_LINK, CueKind.APART):
                is_inside = True
            elif cue := reading.starts(at, *_BEFORE_VERB):
                pass
            elif is_inside or reading.words[at].form.endswith("ly"):
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
            elif not reading.starts(number, *_BEFORE_VERB, CueKind.COPULA):
                return

    def _ends_saying(self, number: int) -> bool:
        """Whether nothing follows that would belong to a verb: “it works”, not “works for us”."""
        is_end = number >= self._clause.last or self._reading.is_mark(number)
        return is_end or self._reading.starts(number, CueKind.JOIN, CueKind.FILLER) is not None

    def _alone(self, cue: Cue, chain: _Chain, negator: int | None) -> Finding:
        sign = cue.sign * chain.sign * (-1 if negator is not None else 1)
        words = (cue.first, *_given(negator), *chain.words)
        return self._finding(CueKind.EFFECT, sign, words)

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
        is_circumstance = reading.starts(cue.last + 1, CueKind.LINK, CueKind.SIDE_LINK) is not None
        if effect is None or is_circumstance:
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
        passable = (
            CueKind.FILLER,
            CueKind.DETERMINER,
            CueKind.AUXILIARY,
            CueKind.COPULA,
            CueKind.POSSESSIVE,
        )
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


_AFTER_IS = (CueKind.FILLER, CueKind.DETERMINER, CueKind.NEGATOR)
_BEFORE_VERB = (CueKind.FILLER, CueKind.DETERMINER, CueKind.AUXILIARY, CueKind.COMMIT)
_PASSABLE = (
    CueKind.AUXILIARY,
    CueKind.FILLER,
    CueKind.DETERMINER,
    CueKind.COPULA,
    CueKind.LINK,
    CueKind.SIDE_LINK,
    CueKind.JOIN,
    CueKind.DEMAND,
    CueKind.COMMIT,
    CueKind.EVALUATION,
    CueKind.POSSESSIVE,
)


def _given(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)
