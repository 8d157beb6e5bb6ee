"""Noun phrases, read to the right: as much grammar as attribution needs."""

from collections.abc import Sequence
from typing import NamedTuple

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import cue_at

_LONGEST_PHRASE = 16
_LONGEST_APPOSITION = 30
_ENDS_APPOSITION = frozenset(",;:.?!—–―-")
_LONGEST_DESCRIPTION = 4  # “the Kallby presidential front-runner NAME”
_MOST_MODIFIERS = 4
_ORDINALS = frozenset({"first", "second", "third", "last", "next"})
_OTHERS = frozenset({"other", "others"})
_BEFORE_ROLES = frozenset({"first", "then"})  # “the first lady”


class Phrase(NamedTuple):
    """A noun phrase: tokens ``begin`` to ``end``, and with its apposition up to ``last``."""

    begin: int
    end: int
    last: int


def phrase_end(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that begins at ``begin`` ends; ``begin`` itself when there is none."""
    if begin >= len(tokens) or cannot_begin(tokens[begin], lexicon):
        return begin
    first = tokens[begin].lower
    if first in lexicon.pronouns and first not in lexicon.determiners:
        return begin + 1
    index = begin + 1
    limit = min(len(tokens), begin + _LONGEST_PHRASE)
    while index < limit and _continues(tokens, begin, index, lexicon):
        index += 1
    while index > begin and not _may_end(tokens[index - 1], lexicon):
        if tokens[index - 1].lower in lexicon.objects and tokens[index - 2].lower == "of":
            break  # “one of them”
        index -= 1
    return _with_brackets(tokens, index)


def cannot_begin(token: Token, lexicon: Lexicon) -> bool:
    """True for a word that no noun phrase begins with: a preposition, a weekday, a comma."""
    word = token.lower
    if not token.is_word:
        return True
    if word in lexicon.pronouns or word in lexicon.determiners:
        return False
    if token.is_capital and word in lexicon.names:  # “Will Ilves”
        return is_day(token, lexicon)
    return word in lexicon.function_words or word in lexicon.linkers or is_day(token, lexicon)


def is_day(token: Token, lexicon: Lexicon) -> bool:
    """True for a weekday or a month; “Марта” with a capital is a woman and not March."""
    if token.is_capital:
        return token.lower in lexicon.capital_days
    return token.lower in lexicon.weekdays


def _continues(tokens: Sequence[Token], begin: int, index: int, lexicon: Lexicon) -> bool:
    token, before = tokens[index], tokens[index - 1]
    if not token.is_word:
        return token.text in "&/" or _owns_next(tokens, index, lexicon)
    if token.is_capital:
        return _continues_with_capital(token, before, lexicon)
    word = token.lower
    if word in lexicon.particles and leads_to_name(tokens, index, lexicon):
        return word != "and" or before.is_capital
    if word in lexicon.linkers:
        return not _is_told_to(tokens, begin, index, lexicon)
    if word in lexicon.conjunctions and before.lower in lexicon.roles:
        return _joins_roles(tokens, index, lexicon)
    if before.lower in lexicon.linkers:
        return word not in lexicon.auxiliaries and word not in lexicon.prepositions
    if _breaks_phrase(tokens, index, lexicon):
        return False
    named = before.is_capital and before.lower not in lexicon.determiners
    return not named or _noun_after_name(tokens, begin, index, lexicon)


def _owns_next(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for the apostrophe of “the brothers’ mother”."""
    if tokens[index].text not in {"'", "’"} or index + 1 >= len(tokens):
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    joined = before.end == tokens[index].start and before.lower.endswith("s")
    return joined and after.lower in lexicon.roles and after.start > tokens[index].end


def _is_told_to(tokens: Sequence[Token], begin: int, index: int, lexicon: Lexicon) -> bool:
    """True for the dative behind a name: “sagte Jonas Brink der Agentur”."""
    return (
        lexicon.has_capital_nouns
        and tokens[index].lower in lexicon.determiners
        and index - begin > 1
        and tokens[index - 1].is_capital
        and tokens[index - 2].is_capital
    )


def _joins_roles(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for the “and” of “pilot and activist Marta Ilves”."""
    following = tokens[index + 1 : index + 1 + _LONGEST_DESCRIPTION]
    for at, token in enumerate(following):
        if token.is_capital:
            return at > 0 and following[at - 1].lower in lexicon.roles
        if not token.is_word or token.lower in lexicon.function_words:
            return False
    return False


def leads_to_name(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for the particles of “van der Berg”; in German only behind a first name."""
    following = index + 1
    if lexicon.has_capital_nouns and index:
        before = tokens[index - 1].lower
        earlier = tokens[index - 2] if index > 1 else None
        named = (
            before not in lexicon.names
            and earlier is not None
            and (earlier.is_capital or earlier.lower in lexicon.determiners)
        )
        article = tokens[index].lower in lexicon.determiners
        if before not in lexicon.particles and (named or article):
            return False
    if following < len(tokens) and tokens[following].lower in lexicon.particles:
        following += 1
    return following < len(tokens) and tokens[following].is_capital


def _breaks_phrase(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    token = tokens[index]
    word = token.lower
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if word in _BEFORE_ROLES and following in lexicon.roles:
        return False
    if word in _ORDINALS and tokens[index - 1].lower in lexicon.determiners:
        return False
    if word in _OTHERS and tokens[index - 1].lower == "the":
        return False
    if word in lexicon.modifiers and following in lexicon.modifiers:
        return True  # “people close to”
    if word in lexicon.determiners:
        return tokens[index - 1].lower not in {"all", "both", "half", "tous", "toutes"}
    return (
        word in lexicon.function_words
        or word in lexicon.relatives
        or is_day(token, lexicon)
        or (word in lexicon.cues and cue_at(tokens, index, lexicon) is not None)
        or (lexicon.language == "en" and _is_other_verb(tokens, index, lexicon))
    )


def _is_other_verb(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for “released” in “the council released a note”, not in “the retired mayor”."""
    word = tokens[index].lower
    if word.endswith("ly") or word in lexicon.other_verbs:
        return True
    if not word.endswith("ed") or index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    return (
        not after.is_word
        or after.lower in lexicon.function_words
        or after.lower in lexicon.linkers
        or after.lower.endswith("ly")
    )


def _continues_with_capital(token: Token, before: Token, lexicon: Lexicon) -> bool:
    if token.lower in lexicon.capital_days:
        return before.lower in lexicon.determiners
    return token.lower not in lexicon.pronouns


def _noun_after_name(tokens: Sequence[Token], begin: int, index: int, lexicon: Lexicon) -> bool:
    """Small letters after a capital: “the Cruz adviser” goes on, “Rubio hoped” does not."""
    if not lexicon.has_articles:
        return True
    if tokens[index - 1].lower.endswith(("'s", "s'")) or tokens[index].lower in lexicon.roles:
        return True
    if any(t.is_word and t.is_capital for t in tokens[index + 1 : index + 2]):
        return True
    word = tokens[index].lower
    if tokens[begin].lower in lexicon.determiners and not word.endswith("ed"):
        return not _is_third_person(tokens, index, lexicon)
    return _describes(tokens, index, lexicon)


def _is_third_person(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True for “focuses” in “the Daily Gull focuses on”, not in “the Kallby pilots on”."""
    word = tokens[index].lower
    if lexicon.language != "en" or not word.endswith("s") or word.endswith("ss"):
        return False
    if word.removesuffix("s") in lexicon.roles or index + 1 >= len(tokens):
        return False
    after = tokens[index + 1].lower
    return after in lexicon.prepositions or after in lexicon.determiners


def _describes(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """True where small words lead up to a title: “Kallby campaign manager Jon Wirk”."""
    for token in tokens[index : index + _LONGEST_DESCRIPTION]:
        word = token.lower
        if not token.is_word or token.is_capital or word in lexicon.function_words:
            return False
        if word in lexicon.roles or word.removesuffix("s") in lexicon.roles:
            return True
        if word in lexicon.cues or word in lexicon.other_verbs or word.endswith("ed"):
            return False
    return False


def modified_end(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> int:
    """Where an unnamed source's description ends: “an adviser to the mayor of Kallby”.

    A name needs none, and “in a statement” or “on Tuesday” is none: those give ``end`` back.
    """
    if end <= begin or tokens[end - 1].is_capital or tokens[begin].lower in lexicon.pronouns:
        return end
    for _ in range(_MOST_MODIFIERS):
        index = end
        while index < len(tokens) and tokens[index].lower in lexicon.modifiers:
            index += 1
        told = end < index < len(tokens) and tokens[index].lower in lexicon.objects
        if told and phrase_end(tokens, index + 1, lexicon) == index + 1:
            return index + 1  # “people close to him”
        index += told  # “calling himself NAME”
        if index == end or index >= len(tokens) or is_day(tokens[index], lexicon):
            return end
        further = phrase_end(tokens, index, lexicon)
        words = {token.lower for token in tokens[index:further]}
        if not words or words & lexicon.occasions or words & lexicon.times:
            return end
        end = further
    return end


def _may_end(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower
    if not token.is_word or word in lexicon.linkers or word in lexicon.particles:
        return False
    return (
        word not in lexicon.function_words
        or word in lexicon.pronouns
        or word in lexicon.determiners
        or word in _ORDINALS
    )


def _with_brackets(tokens: Sequence[Token], index: int) -> int:
    """Take in a short bracket: “(ISW)”, “(R-Ky.)”."""
    if index < len(tokens) and tokens[index].text == "(":
        for close in range(index + 1, min(len(tokens), index + 6)):
            if tokens[close].text == ")":
                return close + 1
    return index


def apposition_end(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> int:
    """Where the apposition after a noun phrase that ends at ``end`` ends: “, head of policy”."""
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    first = tokens[end + 1]
    if not first.is_word or not _may_begin_apposition(first, lexicon):
        return end
    limit = min(len(tokens), end + _LONGEST_APPOSITION)
    for index in range(end + 1, limit):
        if tokens[index].text in _ENDS_APPOSITION:
            return index
    return limit


def _may_begin_apposition(first: Token, lexicon: Lexicon) -> bool:
    word = first.lower
    if is_day(first, lexicon):
        return False
    if first.is_capital or first.text[0].isdigit():
        return True
    if word in lexicon.determiners or word in lexicon.relatives or word in lexicon.roles:
        return True
    return not (
        word in lexicon.function_words or word in lexicon.cues or word.endswith(("ing", "ed", "ly"))
    )
