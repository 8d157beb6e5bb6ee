"""Words, punctuation and sentences of the text around quotations."""

import re
from itertools import pairwise
from typing import NamedTuple

from stanceline.suggest.grammar.lexicon import Lexicon

_ENDS = frozenset(".!?…")
_PREFIX = 3


class Token(NamedTuple):
    """One word or punctuation mark; ``lower`` is its text in lower case with plain apostrophes."""

    text: str
    lower: str
    start: int
    end: int
    is_word: bool = False  # True for words and numbers, False for punctuation
    is_capital: bool = False  # True for a word with a capital letter first, and for “al-Hadi”


def tokens_of(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The tokens of ``text[start:end]``, with offsets into the whole text."""
    tokens: list[Token] = []
    for match in lexicon.token_pattern.finditer(text, start, end):
        word = match.group()
        if match.lastindex:  # in small letters
            tokens.append(Token(word, word, *match.span(), is_word=True))
            continue
        lower = word.lower()
        if lower in lexicon.function_words and _is_acronym(word, tokens):
            lower = word
        if "’" in lower:
            lower = lower.replace("’", "'")
        first = word[0]
        tokens.append(
            Token(
                word,
                lower,
                match.start(),
                match.end(),
                first.isalnum() or first == "_" or (first == "@" and len(word) > 1),
                first.isupper()
                or (len(word) > _PREFIX and _has_prefix(word))
                or (first == "@" and len(word) > 1),
            )
        )
    return tokens


def _has_prefix(word: str) -> bool:
    """True for “al-Hadi” and “d’Arno”, names whose capital comes second."""
    if word[2] == "-":
        return word[3].isupper()
    return word[1] in "'’" and word[2].isupper()


def _is_acronym(word: str, before: list[Token]) -> bool:
    """True for the “US” and the “WHO” that are no pronouns, outside words all in capitals."""
    return len(word) > 1 and word.isupper() and not (before and before[-1].text.isupper())


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """How many words a text has; where no spaces part them, two characters count for one."""
    unspaced = len(_UNSPACED.findall(text)) // 2
    return max(len(text.split()), unspaced)


def sentences_of(tokens: list[Token]) -> list[list[Token]]:
    """The tokens cut after each mark that ends a sentence; the last piece may be unfinished."""
    sentences: list[list[Token]] = []
    begin = 0
    for index, (token, following) in enumerate(pairwise(tokens)):
        if token.text in _ENDS and _may_begin(following):
            sentences.append(tokens[begin : index + 1])
            begin = index + 1
    if begin < len(tokens):
        sentences.append(tokens[begin:])
    return sentences


def is_finished(sentence: list[Token]) -> bool:
    """True when a sentence has come to its full stop."""
    return bool(sentence) and sentence[-1].text in _ENDS


def _may_begin(token: Token) -> bool:
    first = token.text[0]
    return not first.islower() and first not in _ENDS and first not in ",;:)]"
