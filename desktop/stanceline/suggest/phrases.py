"""Noun phrases and verbs of saying: the grammar that attribution rests on, as far as it needs one."""

from collections.abc import Sequence
from dataclasses import dataclass

from stanceline.suggest.quote_lexicon import Lexicon
from stanceline.suggest.quote_tokens import Token

_LONGEST_PHRASE = 16
_LONGEST_SUBJECT = 40
_DASHES = frozenset("—–-―")
_TENSELESS = "ing"


@dataclass(frozen=True, slots=True)
class Cue:
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
        if tuple(t.lower for t in tokens[index : index + len(phrase)]) == phrase:
            return Cue(index, index + len(phrase) - 1, weak=False, participle=False)
    if word not in lexicon.cues or token.text[0].isupper():
        return None
    if not _is_verb_here(tokens, index, lexicon):
        return None
    participle = lexicon.language == "en" and word.endswith(_TENSELESS)
    return Cue(index, index, weak=word not in lexicon.verbs, participle=participle)


def _is_verb_here(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    if index == 0:
        return True
    before = tokens[index - 1].lower
    if before in lexicon.determiners and before not in {"that", "this", "one", "some", "many"}:
        # “the claims”; only forms that are never nouns pass: “the senator said” has a noun here.
        return False
    if before in lexicon.linkers or before.endswith("'s"):
        return tokens[index].lower not in lexicon.noun_like and before not in lexicon.linkers
    if tokens[index].lower in lexicon.noun_like:
        return before not in lexicon.prepositions and not before.endswith("ing")
    return True


def phrase_end(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that begins at ``begin`` ends; ``begin`` itself when there is none."""
    if begin >= len(tokens):
        return begin
    first = tokens[begin]
    if not first.is_word or _cannot_begin(first, lexicon):
        return begin
    if first.lower in lexicon.pronouns:
        return begin + 1
    index = begin
    limit = min(len(tokens), begin + _LONGEST_PHRASE)
    while index < limit and _continues(tokens, begin, index, lexicon):
        index += 1
    while index > begin and not _may_end(tokens[index - 1], lexicon):
        index -= 1
    return _with_brackets(tokens, index)


def _cannot_begin(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower
    if word in lexicon.pronouns or word in lexicon.determiners:
        return False
    if word in lexicon.weekdays:
        return True
    return word in lexicon.function_words and not (
        token.is_capital and word not in lexicon.prepositions and word in lexicon.titles
    )


def _continues(tokens: Sequence[Token], begin: int, index: int, lexicon: Lexicon) -> bool:
    token = tokens[index]
    word = token.lower
    if index == begin:
        return True
    if not token.is_word:
        return token.text in {"&", "/"}
    before = tokens[index - 1].lower
    if token.is_capital:
        return word not in lexicon.weekdays and word not in lexicon.pronouns
    if word in lexicon.linkers:
        return True
    if word in lexicon.particles and index + 1 < len(tokens) and tokens[index + 1].is_capital:
        return word != "and" or tokens[index - 1].is_capital
    if before in lexicon.linkers:
        return word not in lexicon.auxiliaries
    if word in lexicon.determiners:
        return before in lexicon.linkers or before in {"all", "both", "half"}
    if word in lexicon.function_words or word in lexicon.relatives:
        return False
    if word in lexicon.cues:
        return cue_at(tokens, index, lexicon) is None
    if tokens[index - 1].is_capital and before not in lexicon.determiners:
        # “Rubio hoped”: small letters after a name are a verb unless a name follows again.
        return not lexicon.has_articles or before.endswith("'s") or _name_follows(tokens, index)
    return not (word.endswith("ly") and len(word) > 4)


def _name_follows(tokens: Sequence[Token], index: int) -> bool:
    return any(t.is_word and t.is_capital for t in tokens[index + 1 : index + 3])


def _may_end(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.is_word
        and token.lower not in lexicon.linkers
        and token.lower not in lexicon.particles
        and (
            token.lower not in lexicon.function_words
            or token.lower in lexicon.pronouns
            or token.lower in lexicon.determiners
        )
    )


def _with_brackets(tokens: Sequence[Token], index: int) -> int:
    """Take in a short bracket: “(ISW)”, “(R-Ky.)”."""
    if index < len(tokens) and tokens[index].text == "(":
        for close in range(index + 1, min(len(tokens), index + 6)):
            if tokens[close].text == ")":
                return close + 1
    return index


def apposition_end(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> int:
    """Where the apposition after a noun phrase that ends at ``end`` ends: “, head of policy,”."""
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    first = tokens[end + 1]
    begins = first.is_word and (
        first.is_capital
        or first.lower in lexicon.determiners
        or first.lower in lexicon.relatives
        or first.lower in lexicon.roles
        or first.text.isdigit()
        or not (
            first.lower in lexicon.function_words
            or first.lower in lexicon.cues
            or first.lower.endswith(("ing", "ed", "ly"))
        )
    )
    if not begins or first.lower in lexicon.weekdays:
        return end
    for index in range(end + 1, min(len(tokens), end + 30)):
        if tokens[index].text in {",", ";", ":", ".", "?", "!"} or tokens[index].text in _DASHES - {
            "-"
        }:
            return index + (tokens[index].text == "," and index + 1 < len(tokens))
    return min(len(tokens), end + 30)


def clause_subject(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """The first noun phrase of a sentence that no preposition governs, as token positions."""
    begin = 0
    for _ in range(5):
        begin = _skip_openers(tokens, begin, lexicon)
        if begin >= len(tokens):
            return None
        first = tokens[begin].lower
        if first in lexicon.prepositions or first in lexicon.subordinators:
            comma = _next_comma(tokens, begin)
            if comma is None:
                return _after_subordinator(tokens, begin, lexicon)
            begin = comma + 1
            continue
        end = phrase_end(tokens, begin, lexicon)
        if end > begin:
            return begin, end
        comma = _next_comma(tokens, begin)
        if comma is None:
            return None
        begin = comma + 1
    return None


def _skip_openers(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int:
    while begin < len(tokens):
        token = tokens[begin]
        if token.is_word and not (
            token.lower in lexicon.conjunctions
            or (token.lower in lexicon.adverbs and token.lower not in lexicon.pronouns)
            or token.lower in lexicon.weekdays
            or (
                token.lower.endswith("ly")
                and begin + 1 < len(tokens)
                and tokens[begin + 1].text == ","
            )
        ):
            break
        begin += 1
    return begin


def _next_comma(tokens: Sequence[Token], begin: int) -> int | None:
    for index in range(begin, min(len(tokens), begin + _LONGEST_SUBJECT)):
        if tokens[index].text == ",":
            return index
    return None


def _after_subordinator(
    tokens: Sequence[Token], begin: int, lexicon: Lexicon
) -> tuple[int, int] | None:
    if tokens[begin].lower not in lexicon.subordinators:
        return None
    end = phrase_end(tokens, begin + 1, lexicon)
    return (begin + 1, end) if end > begin + 1 else None


def subject_before(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The subject of the verb at ``verb``, looked for to its left, as token positions."""
    index = _before_auxiliaries(tokens, verb, lexicon)
    for _ in range(4):
        if index < 0:
            return None
        token = tokens[index]
        if token.lower in lexicon.conjunctions or token.lower in {"&"}:
            return clause_subject(tokens[:index], lexicon)
        if (
            token.lower in {"who", "which", "qui", "der", "die"}
            and token.lower in lexicon.relatives
        ):
            index -= 1
            if index >= 0 and tokens[index].text == ",":
                index -= 1
            return _phrase_ending(tokens, index, lexicon)
        if token.text == "," or token.text in _DASHES:
            opened = _opening_comma(tokens, index, lexicon)
            if opened is None:
                return clause_subject(tokens[:index], lexicon)
            index = opened - 1
            continue
        return _phrase_ending(tokens, index, lexicon)
    return _phrase_ending(tokens, index, lexicon)


def _before_auxiliaries(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> int:
    index = verb - 1
    while index >= 0 and (
        tokens[index].lower in lexicon.auxiliaries
        or (tokens[index].lower in lexicon.adverbs and tokens[index].lower not in lexicon.pronouns)
        or (tokens[index].lower.endswith("ly") and not tokens[index].is_capital)
    ):
        index -= 1
    return index


def _opening_comma(tokens: Sequence[Token], close: int, lexicon: Lexicon) -> int | None:
    """The comma that opens the insertion which the comma at ``close`` ends."""
    opened = None
    for index in range(close - 1, max(-1, close - _LONGEST_SUBJECT), -1):
        if tokens[index].text == "," or tokens[index].text in _DASHES:
            opened = index
            if index > 0 and _looks_like_subject_end(tokens, index - 1, lexicon):
                return index
    return opened if opened else None


def _looks_like_subject_end(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    begin = _clause_begin(tokens, index, lexicon)
    return phrase_end(tokens, begin, lexicon) > begin


_BOUNDARIES = frozenset(",;:—–―()")


def _clause_begin(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> int:
    depth = 0
    begin = index
    while begin > 0:
        before = tokens[begin - 1]
        if tokens[begin].text == ")":
            depth += 1
        elif tokens[begin].text == "(":
            depth = max(0, depth - 1)
        if not depth and (before.text in _BOUNDARIES - {"(", ")"} or before.text == "("):
            break
        if (
            not depth
            and before.lower in lexicon.subordinators
            and before.lower not in {"so", "even", "just"}
        ):
            break
        if not depth and cue_at(tokens, begin - 1, lexicon) is not None:
            break
        begin -= 1
    return begin


def _phrase_ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The noun phrase that ends with the token ``last``."""
    if last < 0:
        return None
    begin = _clause_begin(tokens, last, lexicon)
    begin = min(_skip_openers(tokens, begin, lexicon), last)
    if tokens[begin].lower not in lexicon.prepositions and not _cannot_begin(
        tokens[begin], lexicon
    ):
        return begin, last + 1
    return _backwards(tokens, begin, last, lexicon)


def _backwards(
    tokens: Sequence[Token], floor: int, last: int, lexicon: Lexicon
) -> tuple[int, int] | None:
    """Walk left over one name or one phrase with a determiner."""
    index = last
    if tokens[last].lower in lexicon.pronouns:
        return last, last + 1
    while index >= floor:
        word = tokens[index].lower
        if word in lexicon.determiners:
            break
        if not tokens[index].is_word or word in lexicon.prepositions or word in lexicon.weekdays:
            index += 1
            break
        if word in lexicon.function_words and word not in lexicon.titles:
            index += 1
            break
        index -= 1
    index = max(index, floor)
    return (index, last + 1) if index <= last else None
