"""Who said it, where cases instead of order tell the subject: Ukrainian and Russian.

After a quotation the verb comes first and its subject anywhere behind it: “…, — розповів
журналістам на брифінгу міський голова NAME”. So the subject is looked for as the first noun
phrase that means a person and that no preposition governs. Languages with another grammar
are handed on to the modules beside this one.
"""

from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import Phrase, apposition_end, is_day
from stanceline.suggest.grammar.subjects import after_dateline
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import Cue, cue_at
from stanceline.suggest.speakers import after_marks, before_marks, farther
from stanceline.suggest.speakers.mention import Mention, Surroundings, mention_of

_DASHES = frozenset("—–-―")
_MARKS = frozenset("«»“”„\"'’‘")
_CLAUSE_ENDS = frozenset(".;:!?…")
_LEADS = frozenset(",.!?…") | _DASHES
_MOST_AIDS = 4
_LONGEST_TAG = 24
_LONGEST_THING = 8
_LONGEST_PHRASE = 20
_SHORTEST_VERB = 4
_ADJECTIVE_ENDINGS = (
    *("ський", "ська", "ське", "ської", "ського", "ському", "ській", "цький", "цька", "цької"),
    *("ский", "ская", "ское", "ской", "ского", "скому", "ском", "цкий", "цкая", "цкой"),
    *("ого", "ої", "ому", "ній", "ьої", "ных", "них", "ой", "ей", "ым", "им", "ий", "ый"),
)
_LONGEST_ADJUNCT = 8  # “голова комітету з питань освіти NAME”


# -- after the marks ----------------------------------------------------------------------


def mention_after(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """“…, — сказав NAME” with whatever stands between the verb and its subject."""
    if not lexicon.is_inflected:
        return after_marks.mention_after(around, lexicon)
    tokens = around.after
    begin = 0
    while begin < len(tokens) and tokens[begin].text in _LEADS:
        begin += 1
    dashed = any(token.text in _DASHES for token in tokens[:begin])
    cue = tag_verb(tokens, begin, lexicon, sure=dashed)
    if cue is not None:
        found = _speaker_behind(tokens, cue, lexicon)
        if found is not None:
            return mention_of("quote-verb-subject", tokens, found, cue, near=True)
    found_owner = _according_owner(tokens, lexicon)
    return found_owner or after_marks.mention_after(around, lexicon)


def tag_verb(tokens: Sequence[Token], begin: int, lexicon: Lexicon, *, sure: bool) -> Cue | None:
    """The verb that begins the reporter's words at ``begin``.

    With ``sure``, as after a dash, any verb will do: people also laugh, sigh and write.
    """
    index = begin
    while index < min(len(tokens), begin + _MOST_AIDS):
        cue = cue_at(tokens, index, lexicon)
        if cue is not None:
            return cue
        word = tokens[index].lower
        if word not in lexicon.adverbs and word not in lexicon.auxiliaries:
            break
        index += 1
    if sure and index < len(tokens) and _is_verb(tokens[index], lexicon):
        following = Cue(index, index, weak=True, participle=False)
        if _somebody(tokens, index + 1, _clause_end(tokens, index + 1), lexicon) is not None:
            return following
    return None


def _speaker_behind(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Phrase | None:
    begin = cue.last + 1
    end = _clause_end(tokens, begin)
    words = next((i for i in range(begin, end) if tokens[i].lower in lexicon.cited_words), None)
    if words is not None:  # “передає агентство слова мера”
        return _cited(tokens, words + 1, end, lexicon)
    if tokens[cue.first].lower in lexicon.cites:
        return _cited(tokens, begin, end, lexicon)
    while begin < end and tokens[begin].lower in lexicon.adverbs:
        begin += 1
    inside = _body_asked(tokens, begin, end, lexicon)
    found = _somebody(tokens, begin, end, lexicon)
    if found is not None and (inside is None or found.begin <= inside.begin):
        return found
    if inside is not None:
        return inside
    return found or _thing(tokens, begin, end, lexicon)


def _cited(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """“цитує главу МЗС агентство”: the object of the verb is who speaks."""
    if begin < end and tokens[begin].lower in lexicon.his | lexicon.hers:
        return Phrase(begin, begin + 1, begin + 1)
    index = begin
    while (
        index < end
        and _is_nominal(tokens[index], lexicon)
        and not tokens[index].is_capital
        and tokens[index].lower not in lexicon.group_words
    ):
        index += 1
    last = _run_end(tokens, index, end, lexicon) if index < end else index
    if index >= end or not tokens[index].is_capital:
        last = index
    return Phrase(begin, last, last) if last > begin else None


def _clause_end(tokens: Sequence[Token], begin: int) -> int:
    for index in range(begin, min(len(tokens), begin + _LONGEST_TAG)):
        if tokens[index].text in _CLAUSE_ENDS or tokens[index].text in _DASHES:
            return index
    return min(len(tokens), begin + _LONGEST_TAG)


def _body_asked(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """“повідомили у пресслужбі міста”, “йдеться в її дописі”: who speaks stands in a place."""
    if begin + 1 >= end or tokens[begin].lower not in lexicon.inside:
        return None
    spoken_of = tokens[begin - 1].lower
    if not (spoken_of.endswith(lexicon.plural_endings) or spoken_of in lexicon.told_in):
        return None
    first = begin + 1
    if tokens[first].lower in lexicon.his or tokens[first].lower in lexicon.hers:
        return Phrase(first, first + 1, first + 1)
    if is_day(tokens[first], lexicon) or tokens[first].lower in lexicon.occasions:
        return None
    last = _nouns_end(tokens, first, end, lexicon)
    return Phrase(first, last, last) if last > first else None


def _thing(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """What else may speak right behind the verb: “зазначає видання”, “кажуть селяни”."""
    if begin >= end or tokens[begin].is_capital or not tokens[begin].is_word:
        return None
    last = _nouns_end(tokens, begin, end, lexicon)
    return Phrase(begin, last, last) if last > begin else None


def _nouns_end(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> int:
    index = begin
    while index < end and _is_nominal(tokens[index], lexicon):
        index += 1
    while index > begin and not tokens[index - 1].is_word and tokens[index - 1].text not in _MARKS:
        index -= 1
    return index


def _is_nominal(token: Token, lexicon: Lexicon) -> bool:
    """True for what can go on a noun phrase: nouns, adjectives, names of things in marks."""
    if not token.is_word:
        return token.text in _MARKS
    if token.is_capital:
        return token.lower not in lexicon.pronouns
    word = token.lower
    return not (
        word in lexicon.function_words
        or word in lexicon.cues
        or word in lexicon.relatives
        or is_day(token, lexicon)
        or _is_verb(token, lexicon)
    )


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    """True for the shape of a finite verb that is no noun of the lists."""
    word = token.lower
    if lexicon.verb_pattern is None or token.is_capital or len(word) < _SHORTEST_VERB:
        return False
    if word in lexicon.roles or word in lexicon.titles or word in lexicon.adverbs:
        return False
    return lexicon.verb_pattern.search(word) is not None


# -- before the marks ---------------------------------------------------------------------


def mention_before(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """“NAME відповів: …”, “Йому заперечив NAME: …”, “За його словами, …”."""
    if not lexicon.is_inflected:
        return before_marks.mention_before(around, lexicon)
    tokens = around.before
    if not tokens:
        return None
    owner = _according_owner(tokens, lexicon)
    if owner is not None:
        return owner
    found = before_marks.mention_before(around, lexicon)
    if found is not None and _means_somebody(tokens, found, lexicon):
        pronoun = _pronoun_behind(tokens, found, lexicon)
        return _trimmed(tokens, found, lexicon) if pronoun is None else pronoun
    cue = next((c for i in reversed(range(len(tokens))) if (c := cue_at(tokens, i, lexicon))), None)
    colon = tokens[-1].text == ":"
    if cue is None and not colon:
        return None
    begin = after_dateline(tokens)
    somebody = _somebody(tokens, begin, len(tokens), lexicon, sure_first=True)
    if somebody is None:
        return found
    return mention_of("subject-verb-quote", tokens, somebody, cue, near=colon)


def _trimmed(tokens: Sequence[Token], found: Mention, lexicon: Lexicon) -> Mention:
    """The mention without “у вечірньому зверненні” behind a name."""
    inside = [i for i, token in enumerate(tokens) if found.start <= token.start < found.end]
    if not any(tokens[i].lower in lexicon.inside for i in inside):
        return found
    phrase = _somebody(tokens, inside[0], inside[-1] + 1, lexicon, sure_first=True)
    if phrase is None or phrase.begin != inside[0]:
        return found
    if not any(tokens[i].is_capital for i in range(inside[0] + 1, phrase.end)):
        return found  # “джерело в адміністрації” has no name
    last = tokens[max(phrase.last, phrase.end) - 1]
    return Mention(found.pattern, found.start, last.end, found.cue, near=found.near)


def _pronoun_behind(tokens: Sequence[Token], found: Mention, lexicon: Lexicon) -> Mention | None:
    """The “вона” of “Винних вона не називає, але радить”, where an object stands first."""
    if found.cue is None or found.start != tokens[0].start or tokens[0].end != found.end:
        return None
    pronouns = lexicon.male | lexicon.female
    if tokens[0].lower in pronouns or tokens[0].lower in lexicon.names:
        return None
    for index, token in enumerate(tokens[:_MOST_AIDS]):
        if token.lower in pronouns:
            return Mention(found.pattern, token.start, token.end, found.cue, near=found.near)
        if index and cue_at(tokens, index, lexicon) is not None:
            return None
    return None


def _means_somebody(tokens: Sequence[Token], found: Mention, lexicon: Lexicon) -> bool:
    """Whether a mention has a name, a title or a pronoun, and no verb of another clause."""
    inside = [t for t in tokens if found.start <= t.start < found.end]
    if found.pattern == "according-to":
        return True
    if any(_is_verb(token, lexicon) for token in inside):
        return False
    begin = after_dateline(tokens)
    return any(
        token.lower in lexicon.roles
        or token.lower in lexicon.male
        or token.lower in lexicon.female
        or (token.is_capital and token is not tokens[begin])
        or (token is tokens[begin] and len(inside) == 1)
        for token in inside
    )


def _according_owner(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“За його словами”, “по её мнению”: the owner of the words speaks."""
    for index in range(1, len(tokens) - 1):
        word = tokens[index].lower
        if word not in lexicon.his and word not in lexicon.hers:
            continue
        if tokens[index + 1].lower in lexicon.saying_nouns and (
            tokens[index - 1].lower in lexicon.prepositions
        ):
            cue = Cue(index - 1, index + 1, weak=False, participle=False)
            phrase = Phrase(index, index + 1, index + 1)
            return mention_of("according-to", tokens, phrase, cue, near=True)
    return None


def subject_in(sentence: Sequence[Token], pattern: str, lexicon: Lexicon) -> Mention | None:
    """The first person of a sentence as a guess at the speaker; things say nothing."""
    if not lexicon.is_inflected:
        return farther.subject_in(sentence, pattern, lexicon)
    begin = after_dateline(sentence)
    found = _somebody(sentence, begin, len(sentence), lexicon)
    return None if found is None else mention_of(pattern, sentence, found, None)


# -- somebody -----------------------------------------------------------------------------


def _somebody(
    tokens: Sequence[Token],
    begin: int,
    end: int,
    lexicon: Lexicon,
    *,
    sure_first: bool = False,
) -> Phrase | None:
    """The first noun phrase that means a person and that no preposition governs.

    A lone capital word at the head of a sentence is a name only with ``sure_first``.
    """
    index = begin
    governed = False
    while index < end:
        token = tokens[index]
        word = token.lower
        if not token.is_word:
            governed = governed and token.text in _MARKS
            index = _past_thing(tokens, index, end)
        elif word in lexicon.male or word in lexicon.female or word in lexicon.they:
            return Phrase(index, index + 1, index + 1)
        elif word in lexicon.prepositions:
            governed = True
            index += 1
        elif word in lexicon.ones and _is_one_of(tokens, index, lexicon):
            return _one_of(tokens, index, end, lexicon)
        elif word in lexicon.roles or word in lexicon.titles or _is_generic(word, lexicon):
            return _role_phrase(tokens, index, end, lexicon)
        elif token.is_capital and not _is_no_name(token, lexicon):
            run = _run_end(tokens, index, end, lexicon)
            first = next((i for i in range(index, run) if tokens[i].lower in lexicon.names), None)
            lone = index == 0 and run == 1 and first is None and not sure_first
            if governed and first is not None:
                return _name_phrase(tokens, first, run, lexicon)
            if not governed and not lone and not (run == index + 1 and _is_adjective(token)):
                return _name_phrase(tokens, index, run, lexicon)
            governed = False
            index = run
        else:
            governed = governed and _is_adjective(token)
            index += 1
    return None


def _past_thing(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Past the name of a thing in marks: who told «Порталу» something is not Портал."""
    if tokens[begin].text not in _MARKS:
        return begin + 1
    for index in range(begin + 1, min(end, begin + _LONGEST_THING)):
        if tokens[index].text in _MARKS:
            return index + 1
    return begin + 1


def _is_generic(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.generic_male or word in lexicon.generic_female


def _is_no_name(token: Token, lexicon: Lexicon) -> bool:
    if token.lower in lexicon.names:
        return False
    return token.lower in lexicon.function_words or is_day(token, lexicon)


def _is_adjective(token: Token) -> bool:
    return token.lower.endswith(_ADJECTIVE_ENDINGS)


def _run_end(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> int:
    index = begin + 1
    while index < end and (
        (tokens[index].is_capital and tokens[index].lower not in lexicon.pronouns)
        or (
            tokens[index].lower in lexicon.particles
            and index + 1 < end
            and tokens[index + 1].is_capital
        )
    ):
        index += 1
    return index


def _name_phrase(tokens: Sequence[Token], begin: int, run: int, lexicon: Lexicon) -> Phrase:
    return Phrase(begin, run, apposition_end(tokens, run, lexicon))


def _role_phrase(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> Phrase:
    """“директор музею NAME”, “голова комітету з питань освіти NAME”, “лікарка”."""
    limit = min(end, begin + _LONGEST_PHRASE)
    index = begin + 1
    solid = index
    while index < limit:
        token = tokens[index]
        if token.is_capital and not _is_no_name(token, lexicon):
            run = _run_end(tokens, index, limit, lexicon)
            last = tokens[run - 1]
            solid = index = run
            names = any(tokens[i].lower in lexicon.names for i in range(index - 1, run))
            if (run - index > 1 or names) and not _is_adjective(last):
                break
        elif _is_nominal(token, lexicon):
            index += 1
            solid = index if token.is_word else solid
        elif token.lower in lexicon.prepositions or token.text == ",":
            name = _name_ahead(tokens, index + 1, limit, lexicon, comma=token.text == ",")
            if name is not None:
                solid = _run_end(tokens, name, limit, lexicon)
            break
        else:
            break
    first = begin
    while first > 0 and _is_adjective(tokens[first - 1]) and not tokens[first - 1].is_capital:
        first -= 1
    if first > 0 and (tokens[first - 1].lower in lexicon.his | lexicon.hers):
        first -= tokens[first - 1].lower in lexicon.objects  # “його мати”
    return Phrase(first, solid, solid)


def _name_ahead(
    tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon, *, comma: bool
) -> int | None:
    """Where a known first name goes on the description of its bearer."""
    last = begin + 1 if comma else begin + _LONGEST_ADJUNCT
    for index in range(begin, min(end, last)):
        if tokens[index].lower in lexicon.names and tokens[index].is_capital:
            return index
        if not comma and not _is_nominal(tokens[index], lexicon):
            return None
    return None


def _is_one_of(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].lower in lexicon.out_of


def _one_of(tokens: Sequence[Token], index: int, end: int, lexicon: Lexicon) -> Phrase:
    """“один зі студентів, NAME”."""
    last = _nouns_end(tokens, index + 2, end, lexicon)
    if last + 1 < end and tokens[last].text == "," and tokens[last + 1].is_capital:
        run = _run_end(tokens, last + 1, end, lexicon)
        return Phrase(index, run, run)
    return Phrase(index, last, last)
