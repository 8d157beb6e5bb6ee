"""Words, punctuation and sentences of the text around quotations."""

import re
from typing import NamedTuple

from stanceline.suggest.grammar.lexicon import Lexicon, Shape

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
    shapes = lexicon.shapes
    at = start
    for word in lexicon.token_pattern.findall(text, start, end):
        shape = shapes.get(word) or _shape_of(word, lexicon)
        lower, is_word, is_capital, acronym = shape
        if acronym and not (tokens and tokens[-1].text.isupper()):
            lower = acronym
        at = text.find(word, at)  # only white space stands between two tokens
        to = at + len(word)
        tokens.append(_new(Token, (word, lower, at, to, is_word, is_capital)))
        at = to
    return tokens


_new = tuple.__new__  # half of the time that calling the class takes
_LONGEST_KEPT = 40
_MOST_KEPT = 50_000


def _shape_of(word: str, lexicon: Lexicon) -> Shape:
    """What a word is by itself; kept with the lexicon, since most words come again."""
    lower = word.lower()
    acronym = ""
    if lower in lexicon.function_words and len(word) > 1 and word.isupper():
        acronym = word.replace("’", "'")  # the “US” and the “WHO” that are no pronouns
    first = word[0]
    is_account = first == "@" and len(word) > 1
    shape = (
        lower.replace("’", "'"),
        first.isalnum() or first == "_" or is_account,
        first.isupper() or (len(word) > _PREFIX and _has_prefix(word)) or is_account,
        acronym,
    )
    if len(word) <= _LONGEST_KEPT:
        if len(lexicon.shapes) >= _MOST_KEPT:
            lexicon.shapes.clear()
        lexicon.shapes[word] = shape
    return shape


def _has_prefix(word: str) -> bool:
    """True for “al-Hadi” and “d’Arno”, names whose capital comes second."""
    if word[2] == "-":
        return word[3].isupper()
    return word[1] in "'’" and word[2].isupper()


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """How many words a text has; where no spaces part them, two characters count for one."""
    unspaced = len(_UNSPACED.findall(text)) // 2
    return max(len(text.split()), unspaced)


def sentences_of(tokens: list[Token]) -> list[list[Token]]:
    """The tokens cut after each mark that ends a sentence; the last piece may be unfinished."""
    sentences: list[list[Token]] = []
    begin = 0
    for index in [at for at, token in enumerate(tokens) if token.text in _ENDS]:
        if index + 1 < len(tokens) and _may_begin(tokens[index + 1]):
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
