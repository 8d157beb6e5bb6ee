"""Words of the reporter inside one pair of marks.

« Je pars, a-t-il dit, et je reviendrai »: French newspapers leave the marks open there. The
words of the reporter show by their verb, which comes before its subject; no comma of plain
speech is followed so.
"""

from collections.abc import Sequence
from dataclasses import replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import apposition_end, phrase_end
from stanceline.suggest.grammar.tokens import Token, tokens_of
from stanceline.suggest.grammar.verbs import cue_at
from stanceline.suggest.marks.pairing import MarkedSpan

_LANGUAGES = frozenset({"fr"})
_BEFORE = frozenset(",?!…")
_AFTER = frozenset(",.")
_LONGEST_VERB = 5  # tokens in “s'est-il alors indigné”
_LONGEST_TAIL = 12  # “, a lancé M. Roc devant les élus,”
_LONGEST_SPAN = 6_000
_CLITICS = frozenset({"-", "-t-"})


def without_insertions(text: str, span: MarkedSpan, lexicon: Lexicon) -> list[MarkedSpan]:
    """The quoted parts of a span, the reporter's own words between them left out."""
    if lexicon.language not in _LANGUAGES or span.end - span.start > _LONGEST_SPAN:
        return [span]
    tokens = tokens_of(text, span.start, span.end, lexicon)
    parts: list[MarkedSpan] = []
    begin, outer = span.start, span.outer_start
    index = 1
    while index < len(tokens) - 1:
        end = _insertion_end(tokens, index, lexicon)
        if end is None:
            index += 1
            continue
        comma = tokens[index - 1]
        stop = comma.start if comma.text == "," else comma.end
        parts.append(replace(span, start=begin, end=stop, outer_start=outer, outer_end=stop))
        if end >= len(tokens):
            return parts
        begin = outer = tokens[end].start
        index = end + 1
    if not parts:
        return [span]
    return [*parts, replace(span, start=begin, outer_start=outer)]


def _insertion_end(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int | None:
    """Where the quoted words go on after “a dit NAME,” at ``begin``; None when it is none."""
    if tokens[begin - 1].text not in _BEFORE or tokens[begin].is_capital:
        return None
    subject = _subject(tokens, begin, lexicon)
    if subject is None:
        return None
    end = phrase_end(tokens, subject, lexicon)
    if end <= subject:
        return None
    closed = _tail_end(tokens, apposition_end(tokens, end, lexicon))
    return None if closed is None else min(closed + 1, len(tokens))


def _subject(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int | None:
    """The subject behind the verb of saying at ``begin``: “répond-elle”, “a dit NAME”."""
    clitic = 0
    index = begin
    for _ in range(_LONGEST_VERB):
        if index >= len(tokens) - 1:
            return None
        token = tokens[index]
        cue = cue_at(tokens, index, lexicon)
        if cue is not None:
            after = cue.last + 1
            if clitic > 0:
                return clitic
            if after < len(tokens) - 1 and tokens[after].text in _CLITICS:
                return after + 1
            return after if _names_somebody(tokens, after, lexicon) else None
        if token.text in _CLITICS:
            clitic = index + 1
            index += 2
        elif token.lower in lexicon.auxiliaries or token.lower in lexicon.adverbs:
            index += 1
        else:
            return None
    return None


def _names_somebody(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for a name, a title, “le maire”, “une habitante”, not for “les règles”."""
    if index >= len(tokens):
        return False
    if tokens[index].is_capital:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        following is not None
        and tokens[index].lower in lexicon.determiners
        and (following.lower in lexicon.roles or following.lower in lexicon.group_words)
    )


def _tail_end(tokens: Sequence[Token], index: int) -> int | None:
    """The comma or full stop that ends the insertion, at most a few words on."""
    for end in range(index, min(len(tokens), index + _LONGEST_TAIL)):
        if tokens[end].text in _AFTER:
            return end
    return len(tokens) if len(tokens) - index <= _LONGEST_TAIL else None
