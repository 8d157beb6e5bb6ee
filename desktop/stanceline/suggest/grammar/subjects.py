"""Subjects: that of a clause, and that of a verb, looked for to its left."""

from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import (
    Phrase,
    apposition_end,
    cannot_begin,
    is_day,
    phrase_end,
)
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import PLACE, cue_at, is_infinitive

_IN_WHICH = frozenset({"which", "whom"})
_LONGEST_INSERTION = 40
_LONGEST_DATELINE = 12
_DASHES = frozenset("—–―-")
_BREAKS = frozenset(",;:(—–―-")
_INSIDE_PHRASES = frozenset("&/.'’)")
_SHORTEST_ADVERB = 5  # “Only” and “July” are no adverbs that open a sentence
_PARTICIPLES = ("ing", "ed")
_LONGEST_CHAIN = 3
_OF_THINGS = frozenset({"read", "reads"})


def clause_subject(tokens: Sequence[Token], lexicon: Lexicon) -> Phrase | None:
    """The first noun phrase of a sentence that no preposition governs."""
    begin = after_dateline(tokens)
    opened = False
    for _ in range(6):
        begin = _skip_openers(tokens, begin, lexicon)
        if begin >= len(tokens):
            return None
        end = phrase_end(tokens, begin, lexicon)
        if opened and tokens[begin].lower in lexicon.relatives:
            end = begin
        if _is_headless(tokens, begin, lexicon):
            return None
        if end > begin and not _is_aside(tokens, begin, end, lexicon, opened=opened):
            last = apposition_end(tokens, end, lexicon)
            return Phrase(begin, end, last)
        comma = _next_comma(tokens, begin)
        if comma is None:
            if tokens[begin].lower not in lexicon.subordinators:
                return None
            begin += 1
            continue
        opened = True
        begin = comma + 1
    return None


def _is_headless(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> bool:
    """True for “urged the town to …”, the rest of a sentence whose subject came before."""
    first = tokens[begin]
    if lexicon.language != "en" or first.is_capital or not first.lower.endswith("ed"):
        return False
    following = tokens[begin + 1].lower if begin + 1 < len(tokens) else ""
    return first.lower in lexicon.cues and following in lexicon.determiners


def after_dateline(tokens: Sequence[Token]) -> int:
    """Where a sentence begins after “PARIS, July 25 (AP) —”."""
    if tokens and tokens[0].text.isupper() and len(tokens[0].text) > 1:
        for index in range(1, min(len(tokens), _LONGEST_DATELINE)):
            if tokens[index].text in _DASHES:
                return index + 1
    return 0


def _is_aside(
    tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon, *, opened: bool
) -> bool:
    """True for “last week,”, “Asked about it,” and the state in “in Berea, OH,”."""
    if end >= len(tokens):
        return False
    head = tokens[end - 1].lower
    if head in lexicon.times:
        return True
    if opened and end - begin == 1 and tokens[begin].text.isupper() and tokens[end].text == ",":
        return True
    first = tokens[begin]
    return (
        lexicon.language == "en"
        and first.lower.endswith(_PARTICIPLES)
        and (not first.is_capital or first.lower in lexicon.cues or first.lower.endswith("ing"))
        and (begin + 1 >= len(tokens) or not tokens[begin + 1].is_capital)
        and cue_at(tokens, begin + 1, lexicon) is None
        and _next_comma(tokens, begin) is not None
    )


def _skip_openers(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int:
    """Step over “and”, “meanwhile,”, “Tuesday” at the head of a clause."""
    while begin < len(tokens):
        token = tokens[begin]
        adverb = token.lower in lexicon.adverbs or (
            lexicon.language == "en"
            and token.lower.endswith("ly")
            and len(token.lower) > _SHORTEST_ADVERB
        )
        if token.is_word and not (
            token.lower in lexicon.conjunctions
            or is_day(token, lexicon)
            or (adverb and token.lower not in lexicon.pronouns)
        ):
            break
        begin += 1
    return begin


def _next_comma(tokens: Sequence[Token], begin: int) -> int | None:
    for index in range(begin, min(len(tokens), begin + _LONGEST_INSERTION)):
        if tokens[index].text == ",":
            return index
    return None


def subject_before(
    tokens: Sequence[Token], verb: int, lexicon: Lexicon, *, chain: int = _LONGEST_CHAIN
) -> Phrase | None:
    """The subject of the verb at ``verb``, looked for to its left.

    ``chain`` verbs at most may be joined by “and” before it.
    """
    index = _before_auxiliaries(tokens, verb, lexicon)
    if index < 0:
        return None
    token = tokens[index]
    if token.lower in lexicon.conjunctions:
        joined = _joined_verb(tokens, index, lexicon) if chain else None
        if joined is not None:
            return subject_before(tokens, joined, lexicon, chain=chain - 1)
        return clause_subject(tokens[_clause_floor(tokens, index) : index], lexicon)
    if token.lower == "that" and index > 1 and lexicon.language == "en":
        if tokens[verb].lower in _OF_THINGS:  # “a shirt that read”
            return _backwards(tokens, 0, index - 1, lexicon)
        return clause_subject(tokens[:index], lexicon)
    if token.lower in {"who", "qui"} or (token.lower == "which" and index > 0):
        index -= 2 if index > 1 and tokens[index - 1].text == "," else 1
        return _phrase_ending(tokens, index, lexicon)
    if token.text == "," or token.text in _DASHES or token.text == PLACE:
        return _subject_before_comma(tokens, index, lexicon)
    return _phrase_ending(tokens, index, lexicon)


def _joined_verb(tokens: Sequence[Token], conjunction: int, lexicon: Lexicon) -> int | None:
    """The verb of saying before “and”, in the same clause: “thanked them and called …”."""
    if lexicon.language != "en":
        return None
    comma = False
    for index in range(conjunction - 1, max(0, conjunction - _LONGEST_INSERTION), -1):
        if tokens[index].text in {";", ":"}:
            return None
        comma = comma or tokens[index].text == ","
        cue = cue_at(tokens, index, lexicon)
        if cue is not None and cue.weak and comma:
            return None
        if cue is not None and not cue.participle and not is_infinitive(tokens, index, lexicon):
            return None if tokens[index - 1].lower in lexicon.relatives else index
    return None


def _clause_floor(tokens: Sequence[Token], index: int) -> int:
    for floor in range(index - 1, max(-1, index - _LONGEST_INSERTION), -1):
        if tokens[floor].text == ";":
            return floor + 1
    return 0


def _subject_before_comma(tokens: Sequence[Token], comma: int, lexicon: Lexicon) -> Phrase | None:
    """The subject of a verb after a comma: “Ilves, the mayor, said”."""
    opened = _opening_comma(tokens, comma)
    if opened and tokens[opened - 1].is_capital and _opens_apposition(tokens[opened + 1], lexicon):
        found = _phrase_ending(tokens, opened - 1, lexicon)
        if found is not None and tokens[found.begin].is_capital:
            return Phrase(found.begin, found.end, comma)
    main = clause_subject(tokens[:comma], lexicon)
    if main is not None and main.end == comma:
        return main
    if main is not None and tokens[main.end].text in {",", *_DASHES}:
        return Phrase(main.begin, main.end, comma)
    if tokens[comma - 1].text == ")":
        return _phrase_ending(tokens, comma - 1, lexicon)
    index = comma
    for _ in range(4):
        opened = _opening_comma(tokens, index)
        if opened is None:
            break
        found = _phrase_ending(tokens, opened - 1, lexicon)
        if found is not None and phrase_end(tokens, found.begin, lexicon) > found.begin:
            return Phrase(found.begin, found.end, comma)
        index = opened
    return main


def _opens_apposition(first: Token, lexicon: Lexicon) -> bool:
    return first.lower in lexicon.determiners or first.lower in lexicon.roles


def _before_auxiliaries(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> int:
    index = verb - 1
    while index >= 0:
        word = tokens[index].lower
        if word in lexicon.pronouns and word not in lexicon.adverbs:
            break
        if not (
            word in lexicon.auxiliaries
            or word in lexicon.adverbs
            or is_day(tokens[index], lexicon)
            or (lexicon.language == "en" and word.endswith("ly") and not tokens[index].is_capital)
        ):
            break
        index -= 1
    return index


def _opening_comma(tokens: Sequence[Token], close: int) -> int | None:
    for index in range(close - 1, max(0, close - _LONGEST_INSERTION), -1):
        if tokens[index].text == "," or tokens[index].text in _DASHES:
            return index
    return None


def _clause_begin(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> int:
    """Where the clause that the token at ``index`` stands in begins."""
    depth = 0
    begin = index
    while begin > 0:
        if tokens[begin].text == ")":
            depth += 1
        elif tokens[begin].text == "(":
            depth = max(0, depth - 1)
        before = tokens[begin - 1]
        if not depth and (
            before.text in _BREAKS
            or not (before.is_word or before.text in _INSIDE_PHRASES)
            or (before.lower in lexicon.subordinators and before.lower not in lexicon.adverbs)
            or (
                begin > 1
                and before.lower in _IN_WHICH
                and tokens[begin - 2].lower in lexicon.prepositions
            )
            or cue_at(tokens, begin - 1, lexicon) is not None
        ):
            break
        begin -= 1
    return begin


def _phrase_ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Phrase | None:
    """The noun phrase that ends with the token ``last``."""
    if last < 0:
        return None
    before = tokens[last - 1].lower if last else ""
    if (
        tokens[last].lower in lexicon.pronouns
        and tokens[last].lower not in lexicon.determiners
        and not (before in lexicon.conjunctions and tokens[last].lower == "others")
        and before not in lexicon.modifiers
    ):
        return Phrase(last, last + 1, last + 1)
    begin = _clause_begin(tokens, last, lexicon)
    begin = min(_skip_openers(tokens, begin, lexicon), last)
    first = tokens[begin]
    if first.lower in lexicon.relatives and begin < last:
        if begin > 1 and tokens[begin - 1].text == "," and tokens[begin - 2].is_capital:
            named = _phrase_ending(tokens, begin - 2, lexicon)  # “Ilves, who is 34 said”
            return None if named is None else Phrase(named.begin, named.end, last + 1)
        begin += 1
        first = tokens[begin]
    if not cannot_begin(first, lexicon):
        if first.lower in lexicon.pronouns and first.lower not in lexicon.determiners:
            return Phrase(begin, begin + 1, begin + 1)
        return Phrase(begin, last + 1, last + 1)
    return _backwards(tokens, begin, last, lexicon)


def _backwards(tokens: Sequence[Token], floor: int, last: int, lexicon: Lexicon) -> Phrase | None:
    """One name or one phrase with a determiner, read to the left."""
    index = last
    while index >= floor:
        word = tokens[index].lower
        if word in lexicon.determiners or (word in lexicon.pronouns and index == last):
            break
        if (
            not tokens[index].is_word
            or is_day(tokens[index], lexicon)
            or (word in lexicon.function_words and word not in lexicon.titles)
        ):
            index += 1
            break
        index -= 1
    index = max(index, floor)
    return Phrase(index, last + 1, last + 1) if index <= last else None
