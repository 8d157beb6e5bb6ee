"""What a clause says happened at a date: its verb or a noun such as “attack”."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from stanceline.records import dataclass
from stanceline.suggest.dated import DateSuggestion
from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import cue_at
from stanceline.suggest.happenings.clauses import Clause
from stanceline.suggest.happenings.lexicon import EventLexicon
from stanceline.suggest.happenings.links import DateLinks
from stanceline.suggest.happenings.verbs import VerbKind, VerbReader

DAY = 0
_COARSEST = 3
_BY_LENGTH: Final = {len("2024-06-19"): DAY, len("2024-06"): 1, len("2024"): 2}
_NOUN_REACH = 3
_FAR = 12
_AUXILIARIES_BACK = 8
# How often a candidate is right, by what tells that something happened; counted by hand.
_WORTH: Final = {
    VerbKind.STRONG: 0.92,
    VerbKind.ACT_OF_SPEECH: 0.82,
    VerbKind.WEAK: 0.74,
}
_UNKNOWN_WORTH: Final = 0.7
_NOUN_WORTH: Final = 0.68


def precision_of(value: str) -> int:
    """``DAY`` for a day or finer, 1 for months, 2 for years, 3 for what is coarser or open."""
    if "X" in value or (".." in value and not value.startswith("[")):
        return _COARSEST
    plain = value.strip("[]{}").lstrip("-").rstrip("?~%")
    first, *_ = plain.replace("..", "/").replace(",", "/").split("/")
    return DAY if "T" in first else _BY_LENGTH.get(len(first), _COARSEST)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with the tokens that it stands on."""

    date: DateSuggestion
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Happening:
    """The word that tells what happens: a verb or a noun."""

    first: int
    last: int
    worth: float
    is_noun: bool
    is_apart: bool = False  # the noun alone has the date, not the clause it stands in


class HappeningFinder:
    """Finds what happens in the clauses of one language."""

    def __init__(self, lexicon: Lexicon, words: EventLexicon, verbs: VerbReader) -> None:
        self._lexicon = lexicon
        self._words = words
        self._verbs = verbs
        self._links = DateLinks(lexicon, words, verbs)

    def of(
        self, tokens: Sequence[Token], clause: Clause, dated: Dated, *, is_ahead: bool
    ) -> Happening | None:
        """What the clause says happened at a date that stands in it.

        ``is_ahead`` says that the date lies after the day of publication.
        """
        if self._dates_nothing(tokens, clause, dated, is_ahead=is_ahead):
            return None
        if self._describes_a_noun(tokens, dated):
            if precision_of(dated.date.value) > DAY:
                return None  # “the 2016 election” is no more than a name
            return self._noun_near(tokens, clause, dated, beside=True)
        verb = self._verb_for(tokens, clause, dated)
        noun = self._links.noun_of(tokens, range(dated.begin, dated.end))
        if noun is None and verb is not None and self._is_what_for(tokens, dated, verb[0]):
            return self._noun_near(tokens, clause, dated)
        if noun is not None and verb is not None and verb[1] != VerbKind.STATE:
            return Happening(noun, noun, _NOUN_WORTH, is_noun=True, is_apart=True)
        if verb is not None:
            index, kind = verb
            if self._is_no_event(tokens, clause, dated, verb, is_ahead=is_ahead):
                return None
            if kind != VerbKind.STATE:
                worth = self._worth(tokens, index, kind, dated)
                return None if worth is None else Happening(index, index, worth, is_noun=False)
        apart = verb is None or not self._belongs(tokens, dated, verb[0])
        return self._noun_near(tokens, clause, dated, apart=apart)

    def _dates_nothing(
        self, tokens: Sequence[Token], clause: Clause, dated: Dated, *, is_ahead: bool
    ) -> bool:
        """True for decades, bounds, dates of descriptions and dates that are the subject."""
        value = dated.date.value
        is_day = precision_of(value) == DAY
        return (
            clause.opener in self._words.embedding
            or "X" in value
            or self._links.is_bound(tokens, dated.begin, value, is_ahead=is_ahead, is_day=is_day)
            or (dated.begin == clause.indices[0] and self._is_the_subject(tokens, dated))
            or (
                not self._describes_a_noun(tokens, dated)
                and self._is_in_apposition(tokens, clause, dated)
            )
        )

    def _is_no_event(
        self,
        tokens: Sequence[Token],
        clause: Clause,
        dated: Dated,
        verb: tuple[int, VerbKind],
        *,
        is_ahead: bool,
    ) -> bool:
        """True for a verb that does not own the date or that is over before the date comes."""
        index, kind = verb
        if self._is_second(tokens, clause, index) or self._is_nowadays(tokens, dated, index):
            return True
        if kind == VerbKind.STATE:
            return False
        if not self._links.is_of(tokens, clause, range(dated.begin, dated.end), index):
            return True
        inferred = dated.date.tier != "A"  # a date with its year is believed
        return is_ahead and inferred and self._is_over(tokens, clause, index)

    def _is_the_subject(self, tokens: Sequence[Token], dated: Dated) -> bool:
        """True for “Next week will bring”."""
        after = dated.end
        return (
            self._words.language == "en"
            and after < len(tokens)
            and self._verbs.kind(tokens, after) > VerbKind.NONE
        )

    def _is_what_for(self, tokens: Sequence[Token], dated: Dated, verb: int) -> bool:
        """True for “to speak” in “the visit on Monday to speak to the town”."""
        return dated.begin < verb and tokens[verb - 1].lower in self._words.to

    def _is_over(self, tokens: Sequence[Token], clause: Clause, verb: int) -> bool:
        """True for a verb of the past that nothing before it puts into the future."""
        words = self._words
        word = tokens[verb].lower
        if word not in words.past or word in words.base or word in words.present:
            return False
        mixed = words.language != "en"  # “am 4. Juli geschlossen wird”
        before = (tokens[index].lower for index in clause.indices if mixed or index < verb)
        return not any(
            each in words.planned or each in words.possible or each.endswith("'ll")
            for each in before
        )

    def _belongs(self, tokens: Sequence[Token], dated: Dated, verb: int) -> bool:
        """Whether “was” tells of the day: “The vote was on Friday”, no comma between."""
        low, high = sorted((dated.begin, verb))
        near = not any(token.text == "," for token in tokens[low:high])
        return near and tokens[verb].lower in self._words.being

    def _worth(
        self, tokens: Sequence[Token], index: int, kind: VerbKind, dated: Dated
    ) -> float | None:
        if kind == VerbKind.UNKNOWN and self._tells(tokens, index, dated):
            return _UNKNOWN_WORTH
        return _WORTH.get(kind)

    def _is_second(self, tokens: Sequence[Token], clause: Clause, verb: int) -> bool:
        """True for “won” in “runs in states that he knew Obama won”: it only describes a noun.

        Another verb stands before it in its clause and nothing that would join the two.
        """
        if self._words.language != "en":
            return False
        begin = verb - 1
        while begin >= 0 and (
            tokens[begin].lower in self._lexicon.auxiliaries
            or tokens[begin].lower in self._lexicon.adverbs
            or tokens[begin].lower in self._words.states
            or tokens[begin].lower in self._words.planned
        ):
            begin -= 1
        if self._is_contact(tokens, begin):
            return True
        for index in reversed([index for index in clause.indices if index <= begin]):
            word = tokens[index].lower
            if word == "," or word in self._lexicon.conjunctions:
                return False
            if word == "to" and tokens[verb].lower in self._words.base:
                return False
            joins = word in self._lexicon.subordinators and word not in self._lexicon.adverbs
            if joins and word not in self._words.bounds:  # “more than he won”
                return False
            if self._verbs.kind(tokens, index) > VerbKind.NONE:
                return True
        return False

    def _is_contact(self, tokens: Sequence[Token], subject: int) -> bool:
        """True for “he” in “the tweets he sent out”, a clause without a word to open it."""
        if subject < 1 or tokens[subject].lower not in self._lexicon.pronouns:
            return False
        before = tokens[subject - 1]
        word = before.lower
        return (
            before.text[0].islower()
            and word not in self._lexicon.function_words
            and word not in self._lexicon.times
            and word not in self._words.leading
            and cue_at(tokens, subject - 1, self._lexicon) is None
            and self._verbs.kind(tokens, subject - 1) == VerbKind.NONE
        )

    def _is_nowadays(self, tokens: Sequence[Token], dated: Dated, verb: int) -> bool:
        """True for “Today she travels by train”, which tells of no single day."""
        return (
            dated.date.rule == "deictic"
            and dated.begin < verb
            and tokens[verb].lower in self._words.present
        )

    def _tells(self, tokens: Sequence[Token], index: int, dated: Dated) -> bool:
        """Whether a verb that is in no list may tell of something done on that very day."""
        before = tokens[index - 1].lower if index else ""
        passive = before in self._lexicon.auxiliaries and before not in self._words.having
        after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        reduced = after in self._lexicon.by
        return precision_of(dated.date.value) == DAY and not (
            passive or reduced or before in self._lexicon.adverbs
        )

    def _describes_a_noun(self, tokens: Sequence[Token], dated: Dated) -> bool:
        """True for “the 2016 election” and “Monday’s vote”."""
        last = tokens[dated.end - 1]
        if last.lower.endswith(("'s", "s'")):
            return True
        if dated.end >= len(tokens):
            return False
        after = tokens[dated.end]
        before = tokens[dated.begin - 1].lower if dated.begin else ""
        if after.lower.endswith("'s"):  # “Saturday night’s debate”
            return after.lower.removesuffix("'s") in self._words.after_dates
        if self._is_bare_year(tokens, dated):
            return True
        if before in self._words.belonging and dated.begin > 1:
            owner = tokens[dated.begin - 2].lower
            return owner not in self._words.parts_of_time and owner not in self._lexicon.times
        if self._stands_before_a_noun(tokens, dated):
            return True
        first = tokens[dated.begin].lower
        if dated.end - dated.begin == 1 and "-" in first and after.text[0].islower():
            return after.lower not in self._lexicon.function_words  # “third-quarter profit”
        numbered = first in self._lexicon.determiners and (
            tokens[dated.end - 1].text.isdigit() or after.lower in self._words.nouns
        )
        determined = before in self._lexicon.determiners or before.endswith("'s")
        return (
            after.is_word
            and (determined or (numbered and self._verbs.kind(tokens, dated.end) == VerbKind.NONE))
            and after.lower not in self._lexicon.function_words
        )

    def _stands_before_a_noun(self, tokens: Sequence[Token], dated: Dated) -> bool:
        """True for “his last January tour”: words without a preposition on either side."""
        if not dated.begin or self._words.language != "en":
            return False
        sides = [dated.begin - 1, dated.end]
        return all(
            tokens[index].is_word
            and not tokens[index].is_capital
            and tokens[index].lower not in self._lexicon.function_words
            and tokens[index].lower not in self._words.before_dates
            and tokens[index].lower not in self._words.after_dates
            and tokens[index].lower not in self._lexicon.adverbs
            and not tokens[index].lower.endswith(("ly", "ing"))
            and self._verbs.kind(tokens, index) == VerbKind.NONE
            for index in sides
        )

    def _is_in_apposition(self, tokens: Sequence[Token], clause: Clause, dated: Dated) -> bool:
        """True for 1890 in “the island, a colony since 1890, was sold”."""
        for index in range(dated.begin - 1, max(0, dated.begin - _FAR), -1):
            if self._verbs.kind(tokens, index) > VerbKind.NONE or index not in clause.indices:
                return False
            if tokens[index - 1].text == ",":
                return tokens[index].lower in self._lexicon.determiners
        return False

    def _is_bare_year(self, tokens: Sequence[Token], dated: Dated) -> bool:
        """True for “the armed 2014 standoff”: a year that no preposition leads up to."""
        if dated.end - dated.begin > 1 or not tokens[dated.begin].text.isdigit() or not dated.begin:
            return False
        before = tokens[dated.begin - 1]
        return before.is_word and before.lower not in self._lexicon.function_words

    def _verb_for(
        self, tokens: Sequence[Token], clause: Clause, dated: Dated
    ) -> tuple[int, VerbKind] | None:
        """The nearest verb before the date in its clause, else the first one after it."""
        nearest: tuple[int, VerbKind] | None = None
        for index in clause.indices:
            if dated.begin <= index < dated.end:
                continue
            kind = self._verbs.kind(tokens, index)
            if kind == VerbKind.NONE:
                continue
            if index > dated.begin:
                if nearest is None or (
                    nearest[1] == VerbKind.STATE
                    and (nearest[0] > dated.begin or self._words.language != "en")
                ):
                    nearest = (index, kind)
                    if kind != VerbKind.STATE:
                        break
                    continue
                break
            if kind != VerbKind.STATE or nearest is None or self._words.language == "en":
                nearest = (index, kind)
        return nearest

    def _noun_near(
        self,
        tokens: Sequence[Token],
        clause: Clause,
        dated: Dated,
        *,
        beside: bool = False,
        apart: bool = True,
    ) -> Happening | None:
        """The noun of happening that the date belongs to."""
        inside = set(clause.indices)
        lead = tokens[dated.begin - 1].lower if dated.begin else ""
        if lead in self._words.counted_from:
            return None
        if beside and lead in self._words.belonging:
            reach = range(dated.begin - 2, max(-1, dated.begin - 2 - _NOUN_REACH), -1)
        elif beside:
            reach = range(dated.end, min(len(tokens), dated.end + _NOUN_REACH))
        else:
            far = dated.begin - 1 - (_NOUN_REACH * 2 if apart else _FAR)
            reach = range(dated.begin - 1, max(-1, far), -1)
        for index in reach:
            if index not in inside or tokens[index].text == ",":
                break
            if tokens[index].lower in self._lexicon.conjunctions:
                break
            if apart and self._verbs.kind(tokens, index) > VerbKind.NONE:
                break
            if self._is_in_a_name(tokens, index):
                continue
            if tokens[index].lower in self._words.nouns and self._is_a_happening(tokens, index):
                return Happening(index, index, _NOUN_WORTH, is_noun=True, is_apart=apart)
        return None

    def _is_in_a_name(self, tokens: Sequence[Token], index: int) -> bool:
        """True for “Audiencia” in “la Audiencia de Redal”."""
        named = tokens[index].is_capital and index > 0
        return named and self._words.language in {"fr", "es", "uk", "ru"}

    def _is_a_happening(self, tokens: Sequence[Token], index: int) -> bool:
        """False for “merger advisers” and for “shooting” in “fatally shooting a man”."""
        word = tokens[index].lower
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and following.text[0].islower():
            compound = not (
                following.lower in self._lexicon.function_words
                or following.lower in self._lexicon.cues
            )
            if compound and self._verbs.kind(tokens, index + 1) == VerbKind.NONE:
                return following.lower in self._lexicon.times
        return not self._is_gerund(tokens, index, word)

    def _is_gerund(self, tokens: Sequence[Token], index: int, word: str) -> bool:
        if not word.endswith("ing") or self._words.language != "en":
            return False
        before = tokens[index - 1].lower if index else ""
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        return before.endswith("ly") or (
            after is not None
            and (after.text[0].isdigit() or after.lower in self._lexicon.determiners)
        )

    # -- whether it took place ---------------------------------------------------------------

    def status(
        self, tokens: Sequence[Token], clause: Clause, happening: Happening, source: str
    ) -> str | None:
        """Whether it happened, is planned, possible or denied; None when it is no event.

        ``infinitive`` leaves open whether “to meet” was done. ``source`` is the verb that
        retells the clause, if one does.
        """
        words = self._words
        inside = [tokens[index].lower for index in clause.indices]
        if clause.opener in words.conditional or (inside and inside[0] in words.conditional):
            return None
        if any(word in words.habits for word in inside):
            return None
        before = self._auxiliaries(tokens, clause, happening)
        negated = any(
            word in words.negators or word.endswith(words.negated_endings) for word in before
        )
        if source in words.denied:
            return "denied"
        if negated or self._is_unreal(tokens, clause, happening, before):
            return None
        if any(word in words.denied for word in inside):
            return "denied"
        if tokens[happening.first].lower in words.future:
            return "planned"
        status = self._mood(before)
        if status == "happened" and self._is_claimed(tokens, clause):
            return "possible"
        alone = status == "infinitive" and not self._has_another(tokens, clause, happening)
        return None if alone else status

    def _is_unreal(
        self, tokens: Sequence[Token], clause: Clause, happening: Happening, before: Sequence[str]
    ) -> bool:
        """True for “would have set in” and “had hoped to win”: it did not come about."""
        words = self._words
        if not words.unreal.isdisjoint(before) and not words.having.isdisjoint(before):
            return True
        if not words.to.intersection(before):
            return False
        earlier = [tokens[index].lower for index in clause.indices if index < happening.first]
        return any(one in words.having and two in words.wishes for one, two in pairwise(earlier))

    def _is_claimed(self, tokens: Sequence[Token], clause: Clause) -> bool:
        """True after “the assertion that”."""
        first = clause.indices[0]
        return (
            first > 0
            and clause.opener in self._lexicon.relatives
            and tokens[first - 1].lower in self._words.claims
        )

    def _has_another(self, tokens: Sequence[Token], clause: Clause, happening: Happening) -> bool:
        return any(
            index != happening.first and self._verbs.kind(tokens, index) > VerbKind.NONE
            for index in clause.indices
        )

    def _mood(self, before: Sequence[str]) -> str:
        words = self._words
        if any(word in words.possible for word in before):
            return "possible"
        if any(word in words.planned or word.endswith("'ll") for word in before):
            return "planned"
        return "infinitive" if any(word in words.to for word in before) else "happened"

    def _auxiliaries(
        self, tokens: Sequence[Token], clause: Clause, happening: Happening
    ) -> list[str]:
        """The words before a verb that belong to it: “will not be”, “is expected to”."""
        words, lexicon = self._words, self._lexicon
        found: list[str] = []
        inside = set(clause.indices)
        for index in range(happening.first - 1, happening.first - 1 - _AUXILIARIES_BACK, -1):
            if index not in inside:
                break
            word = tokens[index].lower
            if not (
                word in lexicon.auxiliaries
                or word in lexicon.adverbs
                or word in words.planned
                or word in words.possible
                or word in words.negators
                or word in words.to
                or word.endswith((*words.negated_endings, "'ll", "ly"))
            ):
                break
            found.append(word)
        return found
