"""Ukrainian and Russian ways with marks: reporter's words inside them, names of things in them.

«Гроші є, — пояснив він. — Людей бракує» is one pair of marks with two pieces of speech, and
the marks of газета «Голос краю» hold no speech at all.
"""

import re
from dataclasses import replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import tokens_of
from stanceline.suggest.marks.pairing import MarkedSpan
from stanceline.suggest.speakers.free_order import tag_verb

_TURN = re.compile(r"(?<=[,.!?…])\s{0,3}[—–-]\s(?=[^\W\d_])")
_BACK = re.compile(r"(?<=[,.])\s{0,3}[—–-]\s(?=\w)")
_DASH = re.compile(r"\s{0,2}[,.]?\s{0,2}[—–-]\s")
_LONGEST_TAG = 200
_LONGEST_SPAN = 6_000
_LONGEST_NAME = 48
_MOST_WORDS_IN_NAME = 5
_SPEECH_FOLLOWS = re.compile(r"\s{0,2}[,.]?\s{0,2}[—–-]\s|\s{0,2},")


def without_tags(text: str, span: MarkedSpan, lexicon: Lexicon) -> list[MarkedSpan]:
    """The quoted parts of a span without “— пояснив він. —” between them."""
    if not lexicon.is_inflected or span.end - span.start > _LONGEST_SPAN:
        return [span]
    parts: list[MarkedSpan] = []
    begin, outer, at = span.start, span.outer_start, span.start
    while (turn := _TURN.search(text, at, span.end)) is not None:
        at = turn.end()
        if not text[at].islower() or not _is_tag(text, at, span.end, lexicon):
            continue
        parts.append(
            replace(span, start=begin, end=turn.start(), outer_start=outer, outer_end=turn.start())
        )
        back = _BACK.search(text, at, min(span.end, at + _LONGEST_TAG))
        if back is None:
            return parts
        begin = at = back.end()
        outer = back.start()
    if not parts:
        return [span]
    return [*parts, replace(span, start=begin, outer_start=outer)]


def _is_tag(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    tokens = tokens_of(text, at, min(end, at + _LONGEST_TAG), lexicon)
    return tag_verb(tokens, 0, lexicon, sure=True) is not None


def names_a_thing(text: str, start: int, span: MarkedSpan, lexicon: Lexicon) -> bool:
    """Whether marks hold the name of a paper, a firm or a film in the middle of a sentence.

    ``start`` is where the paragraph begins. Speech follows a colon or has a dash or a comma
    behind it, and ends with its own full stop.
    """
    if not lexicon.is_inflected or span.outer_end - span.outer_start > _LONGEST_NAME:
        return False
    words = text[span.start : span.end].split()
    if len(words) > _MOST_WORDS_IN_NAME or text[span.end - 1] in ".!?…,":
        return False
    if not (text[span.start].isupper() or text[span.start].isdigit()):
        return False
    before = text[max(start, span.outer_start - 2) : span.outer_start].rstrip()[-1:]
    if before == ":" or _SPEECH_FOLLOWS.match(text, span.outer_end):
        return before not in {"", ":", ".", "!", "?", "…"} and not _is_comma_tag(
            text, span.outer_end, lexicon
        )
    if before and before not in ".!?…—–-":
        return True
    return text[span.outer_end : span.outer_end + 2].strip().islower()


def _is_comma_tag(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether “», — сказав він” follows."""
    dash = _DASH.match(text, at)
    if dash is None:
        return False
    return _is_tag(text, dash.end(), len(text), lexicon)
