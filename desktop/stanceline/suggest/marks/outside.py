"""The sentences of an article as they stand outside its quotations and its furniture."""

from collections.abc import Sequence
from typing import Protocol

from stanceline.records import dataclass
from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token, is_finished, sentences_of, tokens_of
from stanceline.suggest.marks.boilerplate import is_boilerplate
from stanceline.suggest.marks.paragraphs import paragraph_spans

_MARKS = frozenset('“”„«»‹›"〝〞「」『』`')
_AROUND_MARKS = frozenset("“”„«»‹›\"'‘’‚`「」『』 \u00a0\u202f")
_LONGEST_PADDING = 4


class Quoted(Protocol):
    """What is asked of a quotation here: where its words begin and end."""

    @property
    def start(self) -> int:
        """The first code point of its words."""

    @property
    def end(self) -> int:
        """The code point after its words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or the part of one between two quotations.

    ``index`` counts the sentences of the article. ``goes_on`` tells that a quotation stands
    before the first word in the same sentence, ``leads_up`` that one follows the last word.
    """

    index: int
    text: str  # of the whole article
    tokens: list[Token]
    goes_on: bool
    leads_up: bool


def sentences_outside(text: str, lexicon: Lexicon, quotes: Sequence[Quoted]) -> list[Sentence]:
    """The sentences of a text in order, cut where the given quotations stand.

    Marks around single quoted words are left out of the tokens, so that a name or a phrase
    is read through them.
    """
    found: list[Sentence] = []
    ordered = sorted(quotes, key=lambda quote: quote.start)
    at = 0
    for start, end in paragraph_spans(text):
        inside = []
        while at < len(ordered) and ordered[at].start < end:
            if ordered[at].end > start:
                inside.append(_with_marks(text, ordered[at], start, end))
            at += 1
        if not is_boilerplate(text, start, end, lexicon.language):
            _read_paragraph(text, lexicon, (start, end), inside, found)
    return found


def _with_marks(text: str, quote: Quoted, low: int, high: int) -> tuple[int, int]:
    """The quotation with its marks, inside the paragraph."""
    start, end = max(quote.start, low), min(quote.end, high)
    for _ in range(_LONGEST_PADDING):
        if start > low and text[start - 1] in _AROUND_MARKS:
            start -= 1
        if end < high and text[end] in _AROUND_MARKS:
            end += 1
    return start, end


def _read_paragraph(
    text: str,
    lexicon: Lexicon,
    span: tuple[int, int],
    quoted: Sequence[tuple[int, int]],
    found: list[Sentence],
) -> None:
    begin = span[0]
    after_words = ""
    for start, end in [*quoted, (span[1], span[1])]:
        if start > begin:
            tokens = tokens_of(text, begin, start, lexicon)
            pieces = sentences_of([token for token in tokens if not _is_passed_over(text, token)])
            if lexicon.has_capital_nouns:
                pieces = _with_ordinals(pieces)
            for number, tokens in enumerate(pieces):
                last = number == len(pieces) - 1
                leads_up = last and start < span[1] and not is_finished(tokens)
                goes_on = not number and _is_joined(after_words, tokens)
                found.append(Sentence(len(found), text, tokens, goes_on, leads_up))
        after_words = text[start:end].rstrip("“”„«»‹›\"'‘’‚`「」『』 \u00a0\u202f")
        begin = max(begin, end)


def _is_passed_over(text: str, token: Token) -> bool:
    """True for quotation marks, and for the colon in “5:38”, which parts no clauses."""
    if token.text == ":":
        after = text[token.end : token.end + 1]
        return after.isdigit() and text[token.start - 1 : token.start].isdigit()
    return token.text in _MARKS


def _with_ordinals(sentences: list[list[Token]]) -> list[list[Token]]:
    """The sentences, put together again where “am 19. Juni” was taken for an end."""
    joined: list[list[Token]] = []
    for tokens in sentences:
        if joined and len(joined[-1]) > 1 and joined[-1][-2].text.isdigit():
            joined[-1] = joined[-1] + tokens
        else:
            joined.append(tokens)
    return joined


def _is_joined(quoted: str, tokens: Sequence[Token]) -> bool:
    """Whether the words after a quotation belong to its sentence."""
    if not quoted:
        return False
    first = tokens[0]
    ended = quoted[-1] in ".!?…"
    return not (ended and first.is_capital)
