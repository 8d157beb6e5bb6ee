"""Noun phrases and verbs of saying: as much grammar as attribution needs."""

from collections.abc import Sequence
from typing import NamedTuple

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token

_LONGEST_PHRASE = 16
_LONGEST_INSERTION = 40
_LONGEST_APPOSITION = 30
_LONGEST_DATELINE = 12
PLACE = "“”"  # stands for a whole quotation inside a sentence
_DASHES = frozenset("—–―-")
_BREAKS = frozenset(",;:(—–―-")
_INSIDE_PHRASES = frozenset("&/.'’)")
_ENDS_APPOSITION = frozenset(",;:.?!—–―-")
_NOUN_FOLLOWED_BY = frozenset({"of", "about", "from", "and", "or"})
_SHORTEST_ADVERB = 5  # “Only” and “July” are no adverbs that open a sentence
_PARTICIPLES = ("ing", "ed")
_LONGEST_ADVERBS = 3
_LONGEST_CHAIN = 3
_OF_THINGS = frozenset({"read", "reads"})
_LONGEST_DESCRIPTION = 4  # “the Kallby presidential front-runner NAME”
_MOST_MODIFIERS = 4
_KEEPS_NOUN = frozenset(
    {"that", "this", "one", "some", "many", "all", "few", "most", "both", "another", "each"}
    | {"several", "two", "three", "four"}
)
_BEFORE_GERUNDS = frozenset({"by", "upon", "before", "after"})
_ORDINALS = frozenset({"first", "second", "third", "last", "next"})
_BEFORE_ROLES = frozenset({"first", "then"})  # “the first lady”


class Cue(NamedTuple):
    """A verb of saying: tokens ``first`` to ``last``, both included."""

    first: int
    last: int
    weak: bool
    participle: bool  # “saying”: the subject is that of the main clause


class Phrase(NamedTuple):
    """A noun phrase: tokens ``begin`` to ``end``, and with its apposition up to ``last``."""

    begin: int
    end: int
    last: int


# -- verbs --------------------------------------------------------------------------------


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
    if after == "," and not before.is_capital and before.is_word:
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


# -- phrases, read to the right -----------------------------------------------------------


def phrase_end(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that begins at ``begin`` ends; ``begin`` itself when there is none."""
    if begin >= len(tokens) or _cannot_begin(tokens[begin], lexicon):
        return begin
    first = tokens[begin].lower
    if first in lexicon.pronouns and first not in lexicon.determiners:
        return begin + 1
    index = begin + 1
    limit = min(len(tokens), begin + _LONGEST_PHRASE)
    while index < limit and _continues(tokens, begin, index, lexicon):
        index += 1
    while index > begin and not _may_end(tokens[index - 1], lexicon):
        index -= 1
    return _with_brackets(tokens, index)


def _cannot_begin(token: Token, lexicon: Lexicon) -> bool:
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
        return token.text in "&/"
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


# -- subjects, looked for to the left of a verb -------------------------------------------


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
    if not _cannot_begin(first, lexicon):
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
