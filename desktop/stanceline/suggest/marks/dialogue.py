"""Speech set with dashes instead of marks, as in “— Ми готові, — сказала вона”."""

import re
from itertools import islice

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import tokens_of
from stanceline.suggest.grammar.verbs import cue_at
from stanceline.suggest.marks.pairing import MarkedSpan
from stanceline.suggest.speakers.free_order import tag_verb

_OPENS = re.compile(r"[—–―]\s?(?=[\w¿¡«“„…(])|-\s(?=[\w¿¡«“„…(])")
_TURN = re.compile(r"(?<=[,.!?…])\s*[—–―-]\s?(?=\w)|\s[—–―]\s?(?=\w)|[—–―][.,;:]\s(?=\w)")
_COMMA_TURN = re.compile(r"(?<=[?!…])\s+(?=\w)|,\s+(?=\w)")  # French needs no second dash
_LANGUAGES = frozenset({"fr", "uk", "ru", "es"})
_LONGEST_ASIDE = 200
_OPENING = 4  # words that must tell
_STOPS = frozenset(".,;:")  # “—dijo ella—. Vamos.”: the stop belongs to what stands aside


def dashed_spans(text: str, start: int, end: int, lexicon: Lexicon) -> list[MarkedSpan]:
    """The spoken parts of a paragraph that begins with a dash, or nothing.

    A dash alone is no proof: another must follow with a verb of saying right behind it.
    """
    opening = _OPENS.match(text, start, end)
    if opening is None or lexicon.language not in _LANGUAGES:
        return []
    spans: list[MarkedSpan] = []
    outer, begin = start, opening.end()
    speaking = True
    for turn in _TURN.finditer(text, opening.end(), end):
        if turn.start() <= begin:
            continue
        if speaking and _says(text, turn.end(), end, lexicon):
            spans.append(_span(outer, begin, turn.start()))
            speaking = False
        elif not speaking:
            begin = turn.end()
            outer = begin if turn.group()[-2:-1] in _STOPS else turn.start()
            speaking = True
    if spans and speaking and begin < end:
        spans.append(_span(outer, begin, end))
    if not spans and lexicon.language == "fr":
        for turn in _COMMA_TURN.finditer(text, opening.end(), end):
            if _says(text, turn.end(), end, lexicon):
                return [_span(start, opening.end(), turn.start())]
    return spans


def _says(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    end = min(end, at + _LONGEST_ASIDE)
    if lexicon.is_inflected:
        tokens = tokens_of(text, at, end, lexicon)
        if tag_verb(tokens, 0, lexicon, sure=True) is not None:
            return True
    opening = list(islice(lexicon.token_pattern.finditer(text, at, end), _OPENING))
    tokens = tokens_of(text, at, opening[-1].end(), lexicon) if opening else []
    for index, token in enumerate(tokens):
        if cue_at(tokens, index, lexicon) is not None:
            return True
        if token.lower not in lexicon.auxiliaries and token.lower not in lexicon.adverbs:
            return token.text.startswith("-") or token.lower in lexicon.pronouns
    return False


def _span(outer: int, start: int, end: int) -> MarkedSpan:
    return MarkedSpan(start, end, outer, end, depth=0, closed=True, cost=1.0)
