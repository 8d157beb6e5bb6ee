"""The names that take part in what a clause tells."""

from collections.abc import Iterable, Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.happenings.lexicon import EventLexicon
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.people.person import KnownSpeaker

_AT_MOST = 6
_LONGEST = 8
_APOSTROPHES = frozenset("’'")


class Names:
    """The proper names of one article."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        lexicon: Lexicon,
        words: EventLexicon,
        known: Iterable[KnownSpeaker] = (),
    ) -> None:
        self._lexicon = lexicon
        self._words = words
        self._inside = {
            token.text
            for sentence in sentences
            for token in sentence.tokens[1:]
            if token.is_capital
        }
        for speaker in known:
            for form in (speaker.name, *speaker.aliases):
                self._inside.update(form.split())

    def spans(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[tuple[int, int]]:
        """Half-open ranges of tokens that are names, in order, places left out."""
        allowed = set(indices)
        found = []
        at = 0
        while at < len(indices):
            begin = indices[at]
            end = self._end(tokens, begin, allowed)
            if end > begin and self._counts(tokens, begin, end):
                found.append((begin, end))
            while at < len(indices) and indices[at] < max(end, begin + 1):
                at += 1
        return found[:_AT_MOST]

    def _end(self, tokens: Sequence[Token], begin: int, allowed: set[int]) -> int:
        if not self._may_begin(tokens, begin):
            return begin
        end = begin + 1
        while end in allowed and end - begin < _LONGEST:
            token = tokens[end]
            following = tokens[end + 1] if end + 1 in allowed else None
            if tokens[end - 1].lower.endswith(("'s", "’s")):
                break
            if self._is_name(token):
                end += 1
            elif (
                following is not None
                and self._is_name(following)
                and (token.text in _APOSTROPHES or self._joins(token))
            ):
                end += 2
            else:
                break
        return end

    def _joins(self, token: Token) -> bool:
        """True for “of” and “von” inside a name; a German one has no “für”."""
        lexicon = self._lexicon
        if token.lower in lexicon.conjunctions or token.lower == "for":
            return False
        linked = token.lower in lexicon.linkers and not lexicon.has_capital_nouns
        return linked or token.lower in lexicon.particles

    def _may_begin(self, tokens: Sequence[Token], begin: int) -> bool:
        token = tokens[begin]
        if not self._is_name(token) or token.lower in self._lexicon.function_words:
            return False
        if begin and tokens[begin - 1].text not in ".!?…:":
            return True
        following = tokens[begin + 1] if begin + 1 < len(tokens) else None
        return (
            token.text in self._inside
            or token.lower in self._lexicon.names
            or (following is not None and self._is_name(following))
            or token.text.isupper()
        )

    def _is_name(self, token: Token) -> bool:
        return (
            token.is_capital
            and token.lower not in self._lexicon.capital_days
            and token.lower.rstrip(".") not in self._lexicon.weekdays
            and token.lower not in self._lexicon.pronouns
        )

    def _counts(self, tokens: Sequence[Token], begin: int, end: int) -> bool:
        """False for places (“in Paris”), for “Ukrainian” troops and for nouns with capitals."""
        before = tokens[begin - 1].lower if begin else ""
        if before in self._words.place_words:
            return False
        after = tokens[end] if end < len(tokens) else None
        alone = end - begin == 1
        if alone and tokens[begin].lower.endswith(self._words.nationality_endings):
            return after is None or not after.text[0].islower()
        if alone and self._lexicon.has_capital_nouns:
            return tokens[begin].lower in self._lexicon.names or tokens[begin].text.isupper()
        if alone and tokens[begin].lower.strip(".") in self._lexicon.titles:
            return False
        return not tokens[begin].text.isdigit()
