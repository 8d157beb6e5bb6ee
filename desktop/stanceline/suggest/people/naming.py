"""Who stands behind a mention outside quotations."""

from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token, tokens_of
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.people.people import People
from stanceline.suggest.quotes import QuoteSuggestion


class Naming:
    """Who is who in an article, for mentions in the order of the text."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        sentences: Sequence[Sentence],
        quotes: Sequence[QuoteSuggestion],
        people: People,
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._people = people
        self._starts = [sentence.tokens[0].start for sentence in sentences]
        self._quotes = sorted(quotes, key=lambda quote: -quote.start)

    def name(self, mention: Sequence[Token], sentence: int) -> str | None:
        """The best known name behind a mention, None when nobody can be named."""
        at = mention[0].start
        last: QuoteSuggestion | None = None
        while self._quotes and self._quotes[-1].start < at:
            last = self._quotes.pop()
            if last.speaker_span is not None:
                self._hear(*last.speaker_span)
        if last is not None and self._is_somebody_unnamed(last, mention):
            return None
        person, name = self._people.person_for(mention, at, sentence)
        if person is None:
            return name
        names_nobody = not any(token.is_capital for token in mention[1:])
        guess = self._is_pronoun(mention) or (len(mention) > 1 and names_nobody)
        if guess and self._lexicon.language == "en" and not person.is_surely_human:
            return None  # “the governor” is not “Ohio”
        self._people.spoke(at, person, sentence)
        return name

    def _is_pronoun(self, mention: Sequence[Token]) -> bool:
        lexicon = self._lexicon
        return len(mention) == 1 and mention[0].lower in lexicon.male | lexicon.female

    def _is_somebody_unnamed(self, quote: QuoteSuggestion, mention: Sequence[Token]) -> bool:
        """Whether “he” goes on from words that “an official” said in the same paragraph."""
        if not self._is_pronoun(mention) or quote.speaker is None or quote.name is not None:
            return False
        if quote.speaker.lower() in self._lexicon.pronouns:
            return False
        return "\n" not in self._text[quote.end : mention[0].start]

    def _hear(self, start: int, end: int) -> None:
        """Remember who spoke a quotation, so that a later “he” can be that person."""
        tokens = tokens_of(self._text, start, end, self._lexicon)
        if not tokens:
            return
        person, _ = self._people.person_for(tokens, start, self._sentence_at(start))
        if person is not None:
            self._people.spoke(start, person, self._sentence_at(start))

    def _sentence_at(self, offset: int) -> int:
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)
