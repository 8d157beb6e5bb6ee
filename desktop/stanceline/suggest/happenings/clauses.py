"""A sentence cut into its clauses."""

from collections.abc import Sequence
from dataclasses import field

from stanceline.records import dataclass
from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.happenings.lexicon import EventLexicon
from stanceline.suggest.happenings.verbs import VerbKind, VerbReader

_HARD_BREAKS = frozenset(";:—–―…")
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")
_FARTHEST_VERB = 10
_FARTHEST_BACK = 30
_LONGEST_PARTICIPLE = 14
_SHORTEST_RELATIVE = 2
_LONGEST_OPENING = 30
PARTICIPLE = "participle"
"""What a clause like “Sworn in on Thursday,” is opened by."""


@dataclass(slots=True)
class Clause:
    """Indices of the tokens of a clause, and the word that opened it, if one did."""

    indices: list[int] = field(default_factory=list)
    opener: str = ""
    outer: "Clause | None" = None
    after_comma: bool = False
    has_verb: bool = False


class ClauseReader:
    """Reads the sentences of one language."""

    def __init__(self, lexicon: Lexicon, words: EventLexicon, verbs: VerbReader) -> None:
        self._lexicon = lexicon
        self._words = words
        self._verbs = verbs

    def clauses(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[Clause]:
        """The clauses of the tokens at ``indices``, in the order in which they open.

        A clause that is interrupted by another (“the road, which was shut, opened”) goes on
        after it.
        """
        current = Clause()
        found = [current]
        opening = self._opening_participle(tokens, indices)
        if opening:
            found.insert(0, Clause(list(indices[:opening]), PARTICIPLE, has_verb=True))
        if indices[opening:] and self._subordinates(tokens, indices[opening:]):
            current.opener = tokens[indices[opening]].lower
        for place, index in enumerate(indices[opening:], opening):
            token = tokens[index]
            text = token.text
            if text in _HARD_BREAKS:
                current = Clause()
                found.append(current)
            elif text in _OPENING:
                current = Clause(opener="(", outer=current)
                found.append(current)
            elif text in _CLOSING:
                current = self._closed(current, "(")
            elif text == "," and self._closes(current):
                outer = current.outer
                current = outer if outer is not None else Clause()
                if outer is None:
                    found.append(current)
            elif self._opens(tokens, indices, place):
                after_comma = place > 0 and tokens[indices[place - 1]].text == ","
                relative = token.lower in self._lexicon.relatives
                keeps = (after_comma or relative) and not self._joins(token)
                current = Clause([index], token.lower, current if keeps else None, after_comma)
                current.has_verb = relative and self._bears_verb(tokens, indices, place + 1)
                found.append(current)
            elif self._resumes_outer(tokens, index, current):
                current = current.outer or Clause()
                current.indices.append(index)
            else:
                current.indices.append(index)
                if not current.has_verb:
                    current.has_verb = self._verbs.kind(tokens, index) > VerbKind.NONE
        return [clause for clause in found if clause.indices]

    def _closed(self, clause: Clause, opener: str) -> Clause:
        while clause.opener != opener and clause.outer is not None:
            clause = clause.outer
        if clause.opener == opener and clause.outer is not None:
            return clause.outer
        return clause

    def _closes(self, clause: Clause) -> bool:
        if clause.opener in {"", "("} or clause.opener in self._lexicon.conjunctions:
            return False
        # “, der Chef des Hafens,” opens like a relative clause and has no verb.
        aside = clause.after_comma and clause.opener in self._lexicon.determiners
        return clause.has_verb or aside

    def _joins(self, token: Token) -> bool:
        return token.lower in self._lexicon.conjunctions

    def _resumes_outer(self, tokens: Sequence[Token], index: int, clause: Clause) -> bool:
        """Whether a second verb belongs to the main clause: “the man who fled was caught”."""
        if clause.outer is None or clause.after_comma or not clause.has_verb:
            return False
        if clause.opener not in self._lexicon.relatives or not index:
            return False
        before = tokens[index - 1].lower
        if before in self._lexicon.auxiliaries or before in self._lexicon.adverbs:
            return False
        if before in self._lexicon.subordinators or before in self._lexicon.conjunctions:
            return False
        last = clause.indices[-1]
        return (
            self._verbs.kind(tokens, index) > VerbKind.NONE
            and self._verbs.kind(tokens, last) == VerbKind.NONE
            and len(clause.indices) > _SHORTEST_RELATIVE
        )

    def _opening_participle(self, tokens: Sequence[Token], indices: Sequence[int]) -> int:
        """How many tokens “Sworn in on Thursday,” takes at the head of a sentence, or 0."""
        if not indices:
            return 0
        first = tokens[indices[0]].lower
        words = self._words
        if not (first in words.past or first in words.ing or first in words.having):
            return 0
        for place, index in enumerate(indices[:_LONGEST_PARTICIPLE]):
            if tokens[index].text == ",":
                return place + 1
        return 0

    def _opens(self, tokens: Sequence[Token], indices: Sequence[int], place: int) -> bool:
        """Whether a word opens a clause: “which”, “when”, “and” before a clause of its own."""
        word = tokens[indices[place]].lower
        joins = word in self._lexicon.conjunctions
        opens = joins or word in self._words.breaks_before or word.endswith("ing")
        counts = tokens[indices[place - 1]].lower in self._words.more  # “more than 200 came”
        if not place or not opens or counts:
            return False
        following = indices[place + 1 : place + 1 + _FARTHEST_VERB]
        after_comma = tokens[indices[place - 1]].text == ","
        if after_comma and self._words.language == "en" and word.endswith("ing"):
            return word in self._lexicon.cues or word in self._words.ing
        if joins:
            if not self._has_finite_in(tokens, indices[max(0, place - _FARTHEST_BACK) : place]):
                return False
            return self._is_clause(tokens, following) or (
                after_comma and self._has_finite(tokens, following)
            )
        if word.endswith("ing"):
            return False
        relative = word in self._lexicon.relatives
        if self._words.language == "de" and word in self._lexicon.determiners:
            return after_comma
        if word in self._lexicon.determiners and following and self._is_time(tokens, following[0]):
            return False
        return (
            (after_comma and relative)
            or self._has_finite(tokens, following)
            or (relative and self._bears_verb(tokens, indices, place + 1))
        )

    def _is_time(self, tokens: Sequence[Token], index: int) -> bool:
        """True for the noun of “that November”, “that year”."""
        word = tokens[index].lower
        return word in self._lexicon.times or word in self._lexicon.weekdays

    def _bears_verb(self, tokens: Sequence[Token], indices: Sequence[int], place: int) -> bool:
        """Whether the word after “that” or “who” can be nothing but a verb: “that follow”."""
        if place >= len(indices):
            return False
        token = tokens[indices[place]]
        if not token.is_word or token.is_capital or self._words.language != "en":
            return False
        before = tokens[indices[place] - 1].lower
        return before in {"who", "which"} or (
            token.lower not in self._lexicon.function_words
            and not token.lower.endswith(("s", "ly"))
        )

    def _subordinates(self, tokens: Sequence[Token], indices: Sequence[int]) -> bool:
        """Whether a sentence begins with a clause like “When he arrived,”."""
        first = tokens[indices[0]].lower
        if first not in self._words.breaks_before or first in self._lexicon.conjunctions:
            return False
        for place, index in enumerate(indices[1 : 1 + _LONGEST_OPENING], 1):
            if tokens[index].text == ",":
                return self._has_finite_in(tokens, indices[1:place])
        return False

    def _has_finite_in(self, tokens: Sequence[Token], indices: Sequence[int]) -> bool:
        return any(self._verbs.kind(tokens, index) > VerbKind.NONE for index in indices)

    def _is_clause(self, tokens: Sequence[Token], following: Sequence[int]) -> bool:
        """Whether the words after “and” are a subject with a verb, or a verb by itself."""
        if not following:
            return False
        first = tokens[following[0]]
        if self._verbs.kind(tokens, following[0]) > VerbKind.STATE:
            return True
        begins = (
            first.is_capital
            or first.lower in self._lexicon.determiners
            or first.lower in self._lexicon.pronouns
        )
        return begins and self._has_finite(tokens, following)

    def _has_finite(self, tokens: Sequence[Token], following: Sequence[int]) -> bool:
        for index in following:
            text = tokens[index].text
            if text == "," or text in _HARD_BREAKS or text in _OPENING:
                return False
            if self._verbs.kind(tokens, index) > VerbKind.NONE:
                return True
        return False
