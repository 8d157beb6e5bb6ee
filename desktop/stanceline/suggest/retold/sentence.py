"""A sentence with the words that retold speech in it is read by."""

from stanceline.records import dataclass
from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import cue_at
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.retold.lexicon import ReportedLexicon

LONGEST_SENTENCE = 200
FEWEST_WORDS = 3
STOPS = frozenset(".!?…")
BREAKS = frozenset(";:()[]—–―")
_MARKS = frozenset('“„«"')


@dataclass(frozen=True, slots=True)
class RetellingSentence:
    """A sentence with the words to read it by."""

    sentence: Sentence
    lexicon: Lexicon
    words: ReportedLexicon

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    def word(self, index: int) -> str:
        """The word at a token in lower case, empty beyond the ends."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def is_finite(self, begin: int, end: int) -> bool:
        """Whether a verb stands in the range that makes it a clause."""
        tokens, words = self.tokens, self.words
        if not words.finite:
            return sum(token.is_word for token in tokens[begin:end]) > FEWEST_WORDS
        return any(
            tokens[index].lower in words.finite
            or tokens[index].lower in self.lexicon.other_verbs
            or tokens[index].lower.endswith(("n't", "'s", "'ll", "'d", "'re", "'ve"))
            or (
                tokens[index].lower.endswith("ed")
                and not tokens[index].is_capital
                and self.word(index - 1) not in self.lexicon.determiners
            )
            or (
                tokens[index].lower not in self.lexicon.base_verbs
                and not tokens[index].lower.endswith("ing")
                and cue_at(tokens, index, self.lexicon) is not None
            )
            for index in range(begin, end)
        )

    def has_mark_before(self, index: int) -> bool:
        """Whether a quotation mark was left out before a token."""
        at = self.tokens[index].start
        return at > 0 and self.sentence.text[at - 1] in _MARKS

    def count(self, begin: int, end: int) -> int:
        """How many words stand in a range of tokens."""
        return sum(token.is_word for token in self.tokens[begin:end])

    def is_left_at(self, comma: int) -> bool:
        """Whether the article speaks for itself again after a comma: “, but”, “, and he”."""
        after = self.word(comma + 1)
        if after in self.lexicon.conjunctions and self.word(comma + 2) in self.lexicon.pronouns:
            return True
        return after in self.words.ends_at

    def end_of_clause(self, begin: int) -> int:
        """Where a retold clause ends: at the full stop, a semicolon, or “, but”."""
        tokens = self.tokens
        limit = min(len(tokens), begin + LONGEST_SENTENCE)
        for index in range(begin, limit):
            text = tokens[index].text
            if text in BREAKS or (text in STOPS and index >= len(tokens) - 2):
                return index
            if text == "," and self.is_left_at(index):
                return index
        return limit
