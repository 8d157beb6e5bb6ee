"""What stands outside the quotations of one article, read once for all who ask for it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from stanceline.suggest.grammar.lexicon import lexicon_for
from stanceline.suggest.marks.outside import Sentence, sentences_outside
from stanceline.suggest.people.in_cases import people_for
from stanceline.suggest.people.naming import Naming
from stanceline.suggest.people.people import People
from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion
from stanceline.suggest.retold.clauses import Retold, retold_in
from stanceline.suggest.retold.lexicon import reported_lexicon_for


class Outside:
    """The sentences between the quotations, what they retell and who is named there.

    Indirect speech and events are looked for in the same sentences. Given to both, this
    spares them to part the article and to read its names twice; what they find is the same.
    """

    def __init__(
        self,
        text: str,
        language: str,
        quotes: Sequence[QuoteSuggestion],
        known: Iterable[KnownSpeaker] = (),
    ) -> None:
        self.text = text
        self.quotes = quotes
        self.known = tuple(known)
        self.lexicon = lexicon_for(language)
        self._retelling = reported_lexicon_for(language)
        self._retold: dict[int, list[Retold]] = {}

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in the order of the text, cut where quotations stand."""
        return sentences_outside(self.text, self.lexicon, self.quotes)

    def retold_in(self, sentence: Sentence) -> list[Retold]:
        """The clauses of a sentence that retell what was said."""
        if self._retelling is None:
            return []
        found = self._retold.get(sentence.index)
        if found is None:
            found = self._retold[sentence.index] = list(
                retold_in(sentence, self.lexicon, self._retelling)
            )
        return found

    def naming(self) -> Naming:
        """Who is who, for mentions that are asked about in the order of the text."""
        return Naming(self.text, self.lexicon, self.sentences, self.quotes, self._people.again())

    @cached_property
    def _people(self) -> People:
        people = people_for(self.lexicon, self.known)
        people.read_text(self.text)
        for sentence in self.sentences:
            people.read(sentence.tokens, sentence.index)
        return people
