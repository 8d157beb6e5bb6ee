"""Which quotations of an article are handed out: speech, not titles and scare quotes."""

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.speakers.quote import Quote

PARTIAL_WORDS = 5
_SAID_AFTER = frozenset({"quote-verb-subject", "quote-subject-verb"})
_GOES_ON = frozenset({"same-paragraph", "continued"})
_ENDINGS = frozenset(".!?…,;:—–-")


class Keeping:
    """What is kept of the quotations of one text; ``fragments`` keeps quoted words as well."""

    def __init__(self, text: str, lexicon: Lexicon, *, fragments: bool) -> None:
        self._text = text
        self._lexicon = lexicon
        self._fragments = fragments

    def keeps(self, quote: Quote) -> bool:
        """True for speech; False for titles, names of things and words in passing."""
        if self.is_title(quote) and (not quote.beside or self._is_named(quote)):
            return False
        if not quote.span.opened and quote.pattern not in _SAID_AFTER:
            return False
        if quote.around.before and quote.around.before[-1].lower in self._lexicon.so_called:
            return False
        if quote.words >= PARTIAL_WORDS or self._fragments:
            return self._fragments or not self._is_name_in_sentence(quote)
        if quote.pattern in _GOES_ON:
            return self._is_sentence(quote) or self._ends_utterance(quote)
        if quote.resumes and self._ends_utterance(quote):
            return True
        return quote.beside and self._is_whole(quote)

    def _ends_utterance(self, quote: Quote) -> bool:
        """True for the few words after “…», dijo a la salida, «”: the sentence goes on."""
        around = quote.around
        if not around.joined or not around.before or quote.pattern == "continued":
            return False
        if quote.resumes:
            return around.before[-1].text == ","
        if not self._lexicon.has_gendered_roles:
            return False
        after = self._text[quote.span.outer_end : quote.span.outer_end + 1]
        ends = "." in {self._text[quote.span.end - 1], after}
        return around.before[0].text == "," and around.before[-1].text == "," and ends

    def _is_name_in_sentence(self, quote: Quote) -> bool:
        """True for “Se representará “El jardín de los cerezos””: titles there have one capital."""
        lexicon = self._lexicon
        before = quote.around.before
        if not lexicon.has_gendered_roles or lexicon.has_capital_nouns or not before:
            return False
        return (
            not quote.beside
            and before[-1].text not in {",", ":"}
            and self._text[quote.span.start].isupper()
            and self._text[quote.span.end - 1] not in _ENDINGS
        )

    def _is_whole(self, quote: Quote) -> bool:
        """True for a sentence, or the part before “, he said”: the stop may follow the marks."""
        if self._text[quote.span.start].islower():
            return False
        said_after = quote.pattern in _SAID_AFTER and not quote.around.before
        if said_after and (quote.said_by_pronoun or not self.is_title(quote)):
            return True  # the comma before the closing mark was lost
        after = self._text[quote.span.outer_end : quote.span.outer_end + 1]
        return self._text[quote.span.end - 1] in _ENDINGS or after in {",", ".", "!", "?"}

    def _is_sentence(self, quote: Quote) -> bool:
        """True for whole sentences, at the head of their paragraph or after a full stop."""
        return (
            self._is_whole(quote)
            and self._text[quote.span.start].isupper()
            and not any(token.is_word for token in quote.around.before)
        )

    def is_title(self, quote: Quote) -> bool:
        """True for quoted words that are written as titles are, each with a capital letter."""
        words = self._text[quote.span.start : quote.span.end].split()
        if self._lexicon.has_capital_nouns and words[-1][-1] in ".!?":
            return False
        if words[-1][-1] in ".!?" and (len(words) == 1 or not words[-1][0].isupper()):
            return False
        lexicon = self._lexicon
        if lexicon.language == "en" and words[-1][-1] in ".!?":
            small = {w.lower() for w in words if w[0].islower()}
            if small & lexicon.being:
                return False  # “That was Dad.” is said; a title would be “That Was Dad.”
        return all(
            w[0].isupper()
            or not w[0].isalpha()
            or w.lower() in lexicon.function_words
            or w.lower() in lexicon.linkers
            for w in words
        )

    def _is_named(self, quote: Quote) -> bool:
        """True after “on”, “ABC’s”, “entitled”: the marks hold the name of a thing."""
        if not quote.around.before:
            return False
        last = quote.around.before[-1].lower
        if last == "," and len(quote.around.before) > 1:
            return quote.around.before[-2].lower in self._lexicon.works
        return (
            last in self._lexicon.prepositions
            or last in self._lexicon.linkers
            or last in self._lexicon.works
            or last in self._lexicon.naming
            or last.endswith(("'s", "s'"))
        )

    def level(self, quote: Quote) -> str:
        """``full`` for whole sentences, ``partial`` for five words or more, else ``fragment``."""
        said_after = quote.pattern in _SAID_AFTER
        capital = self._text[quote.span.start].isupper()
        before = quote.around.before
        opened = not before or before[-1].text in {",", ":"}
        if self._is_whole(quote) or (said_after and capital and opened):
            return "full"
        return "partial" if quote.words >= PARTIAL_WORDS else "fragment"
