"""Whether a date in a clause is the date of its verb."""

from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.happenings.clauses import Clause
from stanceline.suggest.happenings.lexicon import EventLexicon
from stanceline.suggest.happenings.verbs import VerbKind, VerbReader

_LONGEST_LEAD = 6
_BESIDE = 3


class DateLinks:
    """Tells the dates of verbs from those of other words in the same clause."""

    def __init__(self, lexicon: Lexicon, words: EventLexicon, verbs: VerbReader) -> None:
        self._lexicon = lexicon
        self._words = words
        self._verbs = verbs

    def is_bound(
        self, tokens: Sequence[Token], begin: int, value: str, *, is_ahead: bool, is_day: bool
    ) -> bool:
        """True for “since May” and “through Friday”: where something begins or ends, not when.

        “By Friday” is such a bound too unless it lies ahead.
        """
        if value.endswith("/..") or value.startswith("../"):
            return True
        lead = begin - 1
        while lead > 0 and tokens[lead].lower in self._words.before_dates - self._words.until_now:
            lead -= 1
        if lead >= 0 and not is_ahead and tokens[lead].lower in self._words.until_now:
            return True
        if lead >= 0 and tokens[lead].lower in self._words.picks:
            return True
        if not is_day and any(
            tokens[index].lower in self._words.aims for index in range(max(0, lead), begin)
        ):
            return True
        for index in range(begin - 1, max(-1, begin - 1 - _BESIDE), -1):
            word = tokens[index].lower
            if word in self._words.bounds:
                return True
            if word not in self._lexicon.determiners and word not in self._words.parts_of_time:
                return word in self._words.belonging and self._ends_a_time(tokens, index)
        return False

    def _ends_a_time(self, tokens: Sequence[Token], index: int) -> bool:
        """True for “of” in “the eve of Easter”, which is another day."""
        return index > 0 and tokens[index - 1].lower in self._words.days_beside

    def is_of(self, tokens: Sequence[Token], clause: Clause, date: range, verb: int) -> bool:
        """Whether the verb happened on the date that stands at ``date``."""
        if self._words.language != "en":
            return True
        return not (
            clause.opener.endswith("ing")  # “accusing them of stalling the treaty signed in May”
            or self._only_describes(tokens, clause, date, verb)
            or self._is_of_the_plan(tokens, date, verb)
            or self._goes_on(tokens, verb)
        )

    def noun_of(self, tokens: Sequence[Token], date: range) -> int | None:
        """The noun that has the date in “before the election on Friday”, None where the verb has.

        Only a noun of happening that something other than “in”, “at” or “during” leads up to.
        """
        index = date.start - 1
        while index > 0 and (
            tokens[index].lower in self._words.before_dates
            or tokens[index].lower in self._words.belonging
        ):
            index -= 1
        if index < 0 or tokens[index].lower not in self._words.nouns:
            return None
        noun = index
        if self._verbs.kind(tokens, noun) > VerbKind.NONE:
            return None  # “is expected to vote on Friday”
        for back in range(noun - 1, max(-1, noun - 1 - _LONGEST_LEAD), -1):
            word = tokens[back].lower
            if word in self._words.apart_from:
                return noun
            if word in self._lexicon.prepositions or not tokens[back].is_word:
                return None
            if self._verbs.kind(tokens, back) > VerbKind.NONE:
                return None
        return None

    def _only_describes(
        self, tokens: Sequence[Token], clause: Clause, date: range, verb: int
    ) -> bool:
        """True for “released” in “the poll released on Friday found …”: it tells of the poll."""
        if tokens[verb].lower not in self._words.past or not verb:
            return False
        back = verb - 1
        while back and tokens[back].lower in self._lexicon.adverbs | self._words.firsts:
            back -= 1
        first = clause.indices[0]
        opens = not clause.opener and (
            tokens[first].lower in self._lexicon.prepositions or tokens[first].lower == "according"
        )
        opened = opens and not any(tokens[index].text == "," for index in range(first, verb))
        if opened and date.start > verb and self._is_plain_noun(tokens, back):
            return True  # “in a poll released on Friday, …”
        if tokens[back].lower in self._lexicon.auxiliaries | self._lexicon.pronouns:
            return False
        if tokens[back].lower in self._lexicon.relatives:
            return False
        for after in (verb + 1, date.stop if date.start > verb else verb + 1):
            if after < len(tokens) and tokens[after].lower in self._lexicon.by:
                following = tokens[after + 1].lower if after + 1 < len(tokens) else "ing"
                if not following.endswith("ing"):
                    return True
        # “the plan approved on Friday in Kallby by the council”, “the review, ordered in May,”
        behind = tokens[date.stop : date.stop + _BESIDE + 1]
        apart = tokens[back].text == ","
        by_somebody = date.start == verb + 1 and any(t.lower in self._lexicon.by for t in behind)
        closed = apart and date.start > verb and any(t.text == "," for t in behind[:1])
        if by_somebody or closed:
            return True
        earlier = any(
            self._verbs.kind(tokens, index) > VerbKind.NONE
            for index in clause.indices
            if index < back
        )
        if apart and (earlier or self._verb_after_comma(tokens, clause, verb)):
            return True
        after = date.stop
        if apart and after < len(tokens) and tokens[after].text == ",":
            after += 1
        while after < len(tokens) and (
            tokens[after].lower in self._words.after_dates
            or tokens[after].lower in self._lexicon.adverbs
            or tokens[after].lower.endswith("ly")
        ):
            after += 1
        return (
            date.start > verb
            and after < len(tokens)
            and after in clause.indices
            and self._verbs.kind(tokens, after) > VerbKind.NONE
        )

    def _is_plain_noun(self, tokens: Sequence[Token], index: int) -> bool:
        token = tokens[index]
        return (
            token.is_word
            and not token.is_capital
            and token.lower not in self._lexicon.function_words
        )

    def _verb_after_comma(self, tokens: Sequence[Token], clause: Clause, verb: int) -> bool:
        """Whether the main verb only comes after the next comma."""
        inside = [index for index in clause.indices if index > verb]
        for place, index in enumerate(inside[:-1]):
            if tokens[index].text == ",":
                return self._verbs.kind(tokens, inside[place + 1]) > VerbKind.NONE
        return False

    def _is_of_the_plan(self, tokens: Sequence[Token], date: range, verb: int) -> bool:
        """True for “offered to debate on May 3”: the offer was made on another day."""
        if tokens[verb].lower not in self._words.prospective or date.start < verb:
            return False
        between = range(verb + 1, date.start)
        return any(tokens[index].lower not in self._words.before_dates for index in between)

    def _goes_on(self, tokens: Sequence[Token], verb: int) -> bool:
        """True for “is spending”, which is no single happening."""
        return (
            tokens[verb].lower in self._words.ing
            and verb > 0
            and tokens[verb - 1].lower in self._words.going_on
        )
