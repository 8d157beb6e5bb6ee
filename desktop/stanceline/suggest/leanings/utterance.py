"""An utterance as it speaks of a topic: by name, by “it”, or by what stands around the marks."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from stanceline.suggest.leanings.finding import Finding, HolderRule, Place
from stanceline.suggest.leanings.free_order import findings_in_reach
from stanceline.suggest.leanings.grammar import findings_in_order
from stanceline.suggest.leanings.lexicon import CueKind, StanceLexicon
from stanceline.suggest.leanings.topic import Mention, TopicStems, mentions
from stanceline.suggest.leanings.words import Clause, Reading

_CONTEXT_LENGTH = 240  # code points around a quotation that may name the topic
_OPENING_MARKS = "“”\"‘’'«»„‚‹›「」"
_STANDING_IN = 0.75  # what “it” weighs, of what the topic's name would
_FROM_CONTEXT = 0.7
_SENTENCES_BACK = 1
_EXPLETIVE_REACH = 10
_SHORT_ANSWER = 16  # words that need not name what they answer

_VERBAL = (
    CueKind.COPULA,
    CueKind.AUXILIARY,
    CueKind.DEONTIC,
    CueKind.EFFECT,
    CueKind.FEED,
    CueKind.COMMIT,
    CueKind.NEGATOR,
)
_AFTER_OBJECT = (*_VERBAL, CueKind.LINK, CueKind.JOIN, CueKind.BREAK, CueKind.FILLER)


class Words:
    """What is said at ``parts``, and what stands around it, read once for any topic."""

    def __init__(self, text: str, parts: Sequence[tuple[int, int]], lexicon: StanceLexicon) -> None:
        self.text = text
        self.parts = parts
        self.lexicon = lexicon
        self.reading = Reading(text, parts, lexicon)

    @cached_property
    def around(self) -> Reading:
        """The rest of the sentences that the utterance stands in, and the one before it."""
        first, last = self.parts[0][0], self.parts[-1][1]
        before = self.text[max(0, first - _CONTEXT_LENGTH) : first]
        before = before[before.rfind("\n") + 1 :]
        after = self.text[last : last + _CONTEXT_LENGTH].split("\n", 1)[0]
        between = [
            (left[1], right[0])
            for left, right in pairwise(self.parts)
            if right[0] - left[1] < _CONTEXT_LENGTH
        ]
        parts = [(first - len(before), first), *between, (last, last + len(after))]
        return Reading(self.text, [part for part in parts if part[0] < part[1]], self.lexicon)

    def rule(self) -> HolderRule:
        """Whose words these are: without marks around them they are retold ones."""
        start = self.parts[0][0]
        has_marks = self.text[start] in _OPENING_MARKS or (
            start > 0 and self.text[start - 1] in _OPENING_MARKS
        )
        return HolderRule.OWN_WORDS if has_marks else HolderRule.RETOLD


class Utterance:
    """What is read of a quotation as it speaks of one topic."""

    def __init__(self, words: Words, stems: TopicStems) -> None:
        self._words = words
        self._stems = stems
        self._reading = words.reading
        self._named = mentions(words.reading, stems)

    def names_topic(self) -> bool:
        """Whether the topic is named in the utterance or in the sentence around it."""
        return bool(self._named) or bool(self._named_around)

    def findings(self) -> list[Finding]:
        """All that takes a side on the topic, in the order of the text."""
        found: dict[tuple[int, ...], Finding] = {}
        rule = self._words.rule()
        for clause, mention in self._mentions():
            for each in self._read(Place(self._reading, clause, mention, rule)):
                # Two mentions may meet in one verb; the nearer one weighs more.
                known = found.get(each.words)
                if known is None or known.weight < each.weight:
                    found[each.words] = each
        return list(found.values())

    def places(self, findings: Sequence[Finding]) -> tuple[tuple[int, int], ...]:
        """Where the telling words of the findings stand, as code points, in order.

        Words that follow each other, such as “never accept”, stand as one.
        """
        spans = sorted({self._place(number) for each in findings for number in each.words})
        joined: list[tuple[int, int]] = []
        for start, end in spans:
            if joined and self._words.text[joined[-1][1] : start].isspace():
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(joined)

    def hedges(self) -> tuple[tuple[int, int], ...]:
        """Words that keep a side from being taken: “it is too early to say”."""
        reading = self._reading
        spoken_of = {
            clause.sentence
            for clause in reading.clauses
            if any(clause.first <= each.number < clause.last for each in self._named)
        }
        is_short = len(reading.words) <= _SHORT_ANSWER
        return tuple(
            self._place(number)
            for clause in reading.clauses
            if is_short or clause.sentence in spoken_of
            for number in range(clause.first, clause.last)
            if reading.starts(number, CueKind.HEDGE)
        )

    def is_conceded(self, finding: Finding, findings: Sequence[Finding]) -> bool:
        """Whether a “but” behind it takes it back without saying the same again."""
        turned = [
            clause
            for clause in self._reading.clauses
            if clause.is_contrast
            and clause.sentence == finding.place.clause.sentence
            and clause.first > finding.place.clause.first
        ]
        if not turned:
            return False
        return not any(
            each.sign == finding.sign and each.place.clause.first >= turned[0].first
            for each in findings
        )

    def _place(self, number: int) -> tuple[int, int]:
        """A word, or the whole phrase that begins with it."""
        words = self._reading.words
        last = max((cue.last for cue in self._reading.starting(number)), default=number)
        return words[number].start, words[last].end

    def _read(self, place: Place) -> Iterator[Finding]:
        if self._reading.lexicon.is_free_order:
            return findings_in_reach(place)
        return findings_in_order(place)

    # Where the topic is spoken of

    def _mentions(self) -> Iterator[tuple[Clause, Mention]]:
        """The topic's own words clause by clause, and what stands for them in other clauses."""
        named = iter(self._named)
        coming = next(named, None)
        last, last_sentence = self._asked_about(), 0
        for clause in self._reading.clauses:
            here: list[Mention] = []
            while coming is not None and coming.number < clause.last:
                here.append(coming)
                coming = next(named, None)
            is_near = last is not None and (
                last.number < 0 or clause.sentence - last_sentence <= _SENTENCES_BACK
            )
            if here:
                meant = [each for each in here if self._is_in_front(each.number, clause)]
                last, last_sentence = (meant[0] if meant else None), clause.sentence
            elif last is not None and is_near:
                here = list(self._stand_ins(clause, last))
            for mention in here:
                yield clause, mention

    def _asked_about(self) -> Mention | None:
        """The topic, where the words around a short answer say that it speaks of it."""
        around = self._words.around
        if self._named or self._stems.is_person:
            return None
        for mention in reversed(self._named_around):
            at = mention.number - 1
            while around.starts(at, CueKind.DETERMINER, CueKind.FILLER, CueKind.HANDLE):
                at -= 1
            if around.starts(at, CueKind.LINK, CueKind.SIDE_LINK):
                return Mention(-1, mention.sign, _FROM_CONTEXT)
        return None

    def _is_in_front(self, number: int, clause: Clause) -> bool:
        """Whether a later “it” may mean this: the topic is what the clause is about."""
        if self._stems.is_person:
            return False
        reading, at = self._reading, number - 1
        passable = (CueKind.DETERMINER, CueKind.FILLER, CueKind.POSSESSIVE, CueKind.EVALUATION)
        while at >= clause.first and (
            reading.ends(at, *passable) or not (reading.ending(at) or reading.is_mark(at))
        ):
            at -= 1
        if at < clause.first or not reading.ends(
            at, CueKind.LINK, CueKind.SIDE_LINK, CueKind.APART
        ):
            return True
        return reading.ends(at - 1, CueKind.HANDLE, CueKind.CARRIER, CueKind.ATTITUDE) is not None

    def _stand_ins(self, clause: Clause, meant: Mention) -> Iterator[Mention]:
        reading = self._reading
        weight = meant.weight * _STANDING_IN
        for number in range(clause.first, clause.last):
            pronoun = reading.starts(number, CueKind.PRONOUN)
            if pronoun is None:
                continue
            carrier = reading.starts(number + 1, CueKind.CARRIER)
            if carrier is not None:
                yield Mention(carrier.last, meant.sign, weight)
            elif self._is_alone(number, clause) and self._may_mean(number, meant):
                yield Mention(number, meant.sign, weight)

    def _is_alone(self, number: int, clause: Clause) -> bool:
        """Whether the word is not the article of a noun, and not the “it” of “it is wrong to”."""
        reading, after = self._reading, number + 1
        if reading.starts(number, CueKind.LINK):
            is_alone = reading.starts(after, *_VERBAL) is not None
        else:
            is_object = not reading.starts(number, CueKind.DETERMINER) and (
                after >= clause.last
                or reading.is_mark(after)
                or reading.starts(after, *_AFTER_OBJECT) is not None
            )
            is_alone = is_object or reading.starts(after, *_VERBAL) is not None
        return is_alone and not self._is_expletive(number, clause)

    def _is_expletive(self, number: int, clause: Clause) -> bool:
        reading = self._reading
        for at in range(number + 1, min(number + _EXPLETIVE_REACH, clause.last)):
            cue = reading.starts(at, CueKind.EVALUATION)
            if cue is not None:
                is_phrase = reading.words[cue.last].form in ("to", "for")
                return is_phrase or reading.starts(cue.last + 1, CueKind.EXPLETIVE) is not None
        return False

    def _may_mean(self, number: int, meant: Mention) -> bool:
        if not self._reading.starts(number, CueKind.PLURAL_PRONOUN):
            return True
        return meant.number >= 0 and self._reading.words[meant.number].form.endswith("s")

    # What stands around the marks

    @cached_property
    def _named_around(self) -> list[Mention]:
        return mentions(self._words.around, self._stems)
