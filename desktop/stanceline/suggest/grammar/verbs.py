"""Verbs of saying: where one stands, and whether it is a verb there at all."""

from collections.abc import Sequence
from typing import NamedTuple

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token

PLACE = "“”"  # stands for a whole quotation inside a sentence
_NOUN_FOLLOWED_BY = frozenset({"of", "about", "from", "and", "or"})
_LONGEST_ADVERBS = 3
_KEEPS_NOUN = frozenset(
    {"that", "this", "one", "some", "many", "all", "few", "most", "both", "another", "each"}
    | {"several", "two", "three", "four"}
)
_BEFORE_GERUNDS = frozenset({"by", "upon", "before", "after"})


class Cue(NamedTuple):
    """A verb of saying: tokens ``first`` to ``last``, both included."""

    first: int
    last: int
    weak: bool
    participle: bool  # “saying”: the subject is that of the main clause


def cue_at(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Cue | None:
    """The cue that begins at a token, or None."""
    token = tokens[index]
    word = token.lower
    for phrase in lexicon.phrases.get(word, ()):
        last = index + len(phrase) - 1
        if tuple(t.lower for t in tokens[index : last + 1]) == phrase:
            if phrase[-1] == "on" and _has_object(tokens, last + 1, lexicon):
                continue  # “goes on recess”
            return Cue(index, last, weak=False, participle=False)
    if word not in lexicon.cues or token.is_capital or not _is_verb(tokens, index, lexicon):
        return None
    if _is_hearsay(tokens, index, lexicon):
        return None
    participle = lexicon.language == "en" and word.endswith("ing")
    if participle and _is_progressive(tokens, index, lexicon):
        participle = False
    return Cue(index, index, weak=word not in lexicon.verbs, participle=participle)


def _is_hearsay(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for “is said to be” and “was reported to have”, which nobody in the text says."""
    return (
        index + 1 < len(tokens)
        and tokens[index + 1].lower == "to"
        and index > 0
        and tokens[index - 1].lower in lexicon.being
        and not tokens[index].lower.endswith("ing")
    )


def _has_object(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    if index >= len(tokens) or not tokens[index].is_word:
        return False
    word = tokens[index].lower
    return word not in lexicon.function_words or word in lexicon.determiners


def is_passive(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> bool:
    """True for “was dismissed as” and “has been called”, said by somebody else."""
    if cue.last > cue.first or tokens[cue.first].lower.endswith(("ing", "s")):
        return False
    for before in reversed(tokens[max(0, cue.first - _LONGEST_ADVERBS) : cue.first]):
        if before.lower in lexicon.being:
            return True
        if before.lower not in lexicon.adverbs and not before.lower.endswith("ly"):
            return False
    return False


def _is_progressive(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for “is asking” and “was heard saying”, whose subject stands right before them."""
    for before in reversed(tokens[max(0, index - _LONGEST_ADVERBS) : index]):
        if before.lower in lexicon.being:
            return True
        if before.lower not in lexicon.adverbs and not before.lower.endswith("ly"):
            return False
    return False


def _is_verb(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True unless the words beside the form show a noun: “the claims”, “a caustic chant”."""
    word = tokens[index].lower
    if index == 0:
        return True
    before = tokens[index - 1]
    if before.lower in lexicon.determiners and before.lower not in _KEEPS_NOUN:
        return False
    if before.lower in lexicon.linkers:
        return False
    if word in lexicon.base_verbs and not _takes_base_form(before, lexicon):
        return False
    if word not in lexicon.noun_like or (before.lower in _BEFORE_GERUNDS and word.endswith("ing")):
        return True
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if after in _NOUN_FOLLOWED_BY and word not in lexicon.base_verbs:
        return False
    if (
        after == ","
        and not before.is_capital
        and before.is_word
        and before.lower not in lexicon.pronouns
    ):
        return False
    return not (
        before.text == PLACE
        or before.lower in lexicon.prepositions
        or before.lower.endswith(("'s", "s'"))
        or before.lower == "'"
        or (before.lower.endswith("ing") and not before.is_capital)
    )


def _takes_base_form(before: Token, lexicon: Lexicon) -> bool:
    return (
        before.lower in lexicon.pronouns
        or before.lower in lexicon.auxiliaries
        or before.lower in lexicon.adverbs
        or before.lower in lexicon.conjunctions
        or before.lower.endswith("s")
        or before.lower.endswith(("people", "men", "police"))
        or not before.is_word
    )


def is_infinitive(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for a cue after “to”, whose subject is that of its clause."""
    return lexicon.language == "en" and index > 0 and tokens[index - 1].lower == "to"
