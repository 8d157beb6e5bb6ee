"""Which words of a sentence are verbs, and how much each tells of something happening."""

from collections.abc import Sequence
from enum import IntEnum

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.happenings.lexicon import EventLexicon

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


class VerbReader:
    """Tells the verbs of one language from the nouns that look like them."""

    def __init__(self, lexicon: Lexicon, words: EventLexicon) -> None:
        self._lexicon = lexicon
        self._words = words

    def kind(self, tokens: Sequence[Token], index: int) -> VerbKind:
        """What the token is as a finite verb of its clause, ``NONE`` when it is none."""
        token = tokens[index]
        word = token.lower
        words = self._words
        if not token.is_word or token.is_capital:
            return VerbKind.NONE
        if self._is_object(tokens, index):
            return VerbKind.NONE
        plainly = word in words.states and word not in words.forms
        if plainly or self._is_plural_verb(tokens, index):
            return VerbKind.STATE
        if not self._is_form(tokens, index):
            return VerbKind.STATE if word in words.states else VerbKind.NONE
        return self._kind_of_form(word)

    def _is_object(self, tokens: Sequence[Token], index: int) -> bool:
        """True for “work” in “began their work” and “began work”."""
        word = tokens[index].lower
        if not index or self._words.language != "en" or word in self._lexicon.auxiliaries:
            return False
        before = tokens[index - 1].lower
        owned = before in self._lexicon.determiners or before in self._words.past
        return owned and word in self._words.states and word not in self._words.past

    def _kind_of_form(self, word: str) -> VerbKind:
        words = self._words
        if word in words.acts_of_speech:
            return VerbKind.ACT_OF_SPEECH
        if word in words.weak:
            return VerbKind.WEAK
        if word in words.forms or word in words.past or word in words.future:
            return VerbKind.STRONG
        if word in words.base or word in words.nouns:
            return VerbKind.STRONG
        return VerbKind.SPEECH if word in self._lexicon.cues else VerbKind.UNKNOWN

    def _is_form(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the form can be a verb where it stands: “attacks” may be a noun."""
        words = self._words
        word = tokens[index].lower
        before = tokens[index - 1] if index else None
        if before is not None and before.lower in self._lexicon.determiners:
            return False
        if word in words.participles:
            return self._follows_auxiliary(tokens, index)
        if word in words.past or word in words.future:
            return not self._is_noun_after(before, word)
        if word in words.base or word in words.present or word in words.ing:
            return self._is_form_beside(tokens, index)
        if word in words.nouns and index:  # “will debate the bill”
            return tokens[index - 1].lower in words.planned
        if word in self._lexicon.cues:
            return word not in self._lexicon.noun_like or before is None
        guessed = bool(words.guesses_past) and word.endswith(words.guesses_past)
        if word.startswith("un") and words.language == "en":
            return False  # “unprompted”
        return guessed and before is not None and not self._is_noun_after(before, word)

    def _is_form_beside(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a form that is a verb only beside certain words stands beside them."""
        words = self._words
        word = tokens[index].lower
        if word in words.base and (words.language == "de" or self._follows_modal(tokens, index)):
            return True
        if word in words.present:
            return self._is_present(tokens, index)
        return word in words.ing and index > 0 and tokens[index - 1].lower in words.states

    def _is_plural_verb(self, tokens: Sequence[Token], index: int) -> bool:
        """True for “leave” in “before lawmakers leave”."""
        if not index or tokens[index].lower not in self._words.base:
            return False
        before = tokens[index - 1]
        return (
            before.lower.endswith("s")
            and before.is_word
            and not before.is_capital
            and not before.lower.endswith(("ss", "'s"))
            and before.lower not in self._lexicon.function_words
            and tokens[index].lower not in self._words.nouns
        )

    def _is_present(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether “visits” is a verb: a name or “he” before it, its object after it."""
        if not index:
            return False
        before = tokens[index - 1]
        if before.lower in self._lexicon.pronouns or before.lower in self._lexicon.relatives:
            return True
        if not before.is_capital or before.lower.endswith(self._words.nationality_endings):
            return False
        if tokens[index].lower in self._words.nouns or index + 1 >= len(tokens):
            return False
        after = tokens[index + 1]
        return after.is_capital or after.lower in self._lexicon.determiners or after.lower == "to"

    def _is_noun_after(self, before: Token | None, word: str) -> bool:
        """“the two wounded”, “in cut glass”: forms that are nouns or adjectives there."""
        if before is None:
            return False
        if before.lower.endswith(("'s", "s'")) and self._words.language == "en":
            return True
        return before.lower in self._lexicon.prepositions and word not in self._lexicon.cues

    def _follows_auxiliary(self, tokens: Sequence[Token], index: int) -> bool:
        """True for a participle after “is” or “has”, adverbs between them or not."""
        for back in range(index - 1, max(-1, index - 1 - _AUXILIARIES_BACK), -1):
            word = tokens[back].lower
            if word in self._lexicon.auxiliaries or word in self._words.planned:
                return True
            if word in self._words.states:
                return True
            if word not in self._lexicon.adverbs and not word.endswith("ly"):
                return False
        return False

    def _follows_modal(self, tokens: Sequence[Token], index: int) -> bool:
        """True for a base form after “will”, “to” or “did”, but not after “has” or “is”."""
        for back in range(index - 1, max(-1, index - 1 - _AUXILIARIES_BACK), -1):
            word = tokens[back].lower
            if word in self._words.perfect:
                return False
            if word in self._lexicon.auxiliaries or word in self._words.planned:
                return True
            if word not in self._lexicon.adverbs and not word.endswith("ly"):
                return False
        return False
