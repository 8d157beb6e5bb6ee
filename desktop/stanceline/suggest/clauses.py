"""A sentence cut into its clauses, and the word that tells what happens in one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from stanceline.suggest.event_lexicon import EventLexicon
from stanceline.suggest.quote_lexicon import Lexicon
from stanceline.suggest.quote_tokens import Token

_HARD_BREAKS = frozenset(";:—–―…")
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")
_FARTHEST_VERB = 10
_AUXILIARIES_BACK = 4


class VerbKind(IntEnum):
    """What a verb is worth as the heart of an event, least first."""

    NONE = 0
    STATE = 1
    SPEECH = 2
    UNKNOWN = 3
    WEAK = 4
    ACT_OF_SPEECH = 5
    STRONG = 6


@dataclass(slots=True)
class Clause:
    """Indices of the tokens of a clause, and the word that opened it, if one did."""

    indices: list[int] = field(default_factory=list)
    opener: str = ""
    outer: "Clause | None" = None
    has_verb: bool = False


class ClauseReader:
    """Reads the sentences of one language."""

    def __init__(self, lexicon: Lexicon, words: EventLexicon) -> None:
        self._lexicon = lexicon
        self._words = words

    def clauses(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[Clause]:
        """The clauses of the tokens at ``indices``, in the order in which they open.

        A clause that is interrupted by another (“the road, which was shut, opened”) goes on
        after it.
        """
        current = Clause()
        found = [current]
        for place, index in enumerate(indices):
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
                current = outer if outer is not None else Clause(opener=current.opener)
                if outer is None:
                    found.append(current)
            elif self._opens(tokens, indices, place):
                outer = current if current.opener != "(" else current.outer
                resumes = place > 0 and tokens[indices[place - 1]].text == ","
                current = Clause([index], token.lower, outer if resumes else None)
                found.append(current)
            else:
                current.indices.append(index)
                if not current.has_verb:
                    current.has_verb = self.verb_kind(tokens, index) > VerbKind.NONE
        return [clause for clause in found if clause.indices]

    def _closed(self, clause: Clause, opener: str) -> Clause:
        while clause.opener != opener and clause.outer is not None:
            clause = clause.outer
        if clause.opener == opener and clause.outer is not None:
            return clause.outer
        return clause

    def _closes(self, clause: Clause) -> bool:
        return bool(clause.opener) and clause.opener != "(" and clause.has_verb

    def _opens(self, tokens: Sequence[Token], indices: Sequence[int], place: int) -> bool:
        """Whether a word opens a clause: “which”, “when”, “and” before a clause of its own."""
        word = tokens[indices[place]].lower
        joins = word in self._lexicon.conjunctions
        if not place or not (joins or word in self._words.breaks_before):
            return False
        following = indices[place + 1 : place + 1 + _FARTHEST_VERB]
        if joins:
            return self._is_clause(tokens, following)
        after_comma = tokens[indices[place - 1]].text == ","
        relative = word in self._lexicon.relatives
        return (after_comma and relative) or self._has_finite(tokens, following)

    def _is_clause(self, tokens: Sequence[Token], following: Sequence[int]) -> bool:
        """Whether the words after “and” are a subject with a verb, or a verb by itself."""
        if not following:
            return False
        first = tokens[following[0]]
        if self.verb_kind(tokens, following[0]) > VerbKind.STATE:
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
            if self.verb_kind(tokens, index) > VerbKind.NONE:
                return True
        return False

    # -- verbs ----------------------------------------------------------------------------

    def verb_kind(self, tokens: Sequence[Token], index: int) -> VerbKind:
        """What the token is as a finite verb of its clause, ``NONE`` when it is none."""
        token = tokens[index]
        word = token.lower
        words = self._words
        if not token.is_word or (token.is_capital and index and words.language != "de"):
            return VerbKind.NONE
        if word in words.states:
            return VerbKind.STATE
        if not self._is_form(tokens, index):
            return VerbKind.NONE
        if word in words.acts_of_speech:
            return VerbKind.ACT_OF_SPEECH
        if word in words.weak:
            return VerbKind.WEAK
        if word in words.past or word in words.future or word in words.present:
            return VerbKind.STRONG
        if word in words.base or word in words.ing:
            return VerbKind.STRONG
        if word in self._lexicon.cues:
            return VerbKind.SPEECH
        return VerbKind.UNKNOWN

    def _is_form(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the form can be a verb where it stands: “attacks” may be a noun."""
        words = self._words
        word = tokens[index].lower
        before = tokens[index - 1] if index else None
        if before is not None and before.lower in self._lexicon.determiners:
            return False
        if word in words.past or word in words.future:
            return not self._is_noun_after(before, word)
        if word in self._lexicon.cues and word not in words.base | words.present | words.ing:
            return word not in self._lexicon.noun_like or before is None
        if word.endswith(words.guesses_past) and words.guesses_past:
            return before is not None and not self._is_noun_after(before, word)
        if word in words.base:
            return self._follows_auxiliary(tokens, index)
        if word in words.present:
            return before is not None and (
                before.is_capital or before.lower in self._lexicon.pronouns
            )
        if word in words.ing:
            return before is not None and before.lower in words.states
        return False

    def _is_noun_after(self, before: Token | None, word: str) -> bool:
        """“the two wounded”, “in cut glass”: forms that are nouns or adjectives there."""
        if before is None:
            return False
        if before.lower.endswith(("'s", "s'")) and self._words.language == "en":
            return True
        return before.lower in self._lexicon.prepositions and word not in self._lexicon.cues

    def _follows_auxiliary(self, tokens: Sequence[Token], index: int) -> bool:
        """True for a base form after “will”, “to” or “did”, adverbs between them or not."""
        for back in range(index - 1, max(-1, index - 1 - _AUXILIARIES_BACK), -1):
            word = tokens[back].lower
            if word in self._lexicon.auxiliaries or word in self._words.planned:
                return True
            if word not in self._lexicon.adverbs and not word.endswith("ly"):
                return False
        return False
