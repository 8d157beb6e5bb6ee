"""Who said it, told before the marks: NAME said: “…” / NAME: “…” / According to NAME, “…”.

Each pattern looks at the tokens before the marks and answers with a mention, or not at all.
They are asked in order of how often they are right; the first answer counts.
"""

from collections.abc import Sequence
from dataclasses import replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import Phrase, apposition_end, phrase_end
from stanceline.suggest.grammar.subjects import clause_subject, subject_before
from stanceline.suggest.grammar.tokens import Token, is_finished
from stanceline.suggest.grammar.verbs import Cue, cue_at, is_infinitive, is_passive
from stanceline.suggest.speakers.after_marks import according
from stanceline.suggest.speakers.farther import subject_in
from stanceline.suggest.speakers.mention import (
    DASHES,
    LONGEST_TAIL,
    NEAR,
    Mention,
    Surroundings,
    goes_on,
    mention_of,
    whole_phrase,
)

_FARTHEST_BACK = 60


def mention_before(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """NAME said: “…” / NAME: “…” / According to NAME, “…”, from the sentence before the marks."""
    if not around.before:
        return None
    found = _mention_in(around.before, lexicon)
    if found is None and len(around.whole) > len(around.before):
        found = _led_up(around.whole, lexicon, since=len(around.whole) - len(around.before))
    return found


def _mention_in(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    return (
        _opened_by_verb(tokens, lexicon)
        or _opened_by_source(tokens, lexicon)
        or _colon(tokens, lexicon)
        or _led_up(tokens, lexicon)
        or according(tokens, 0, lexicon, limit=len(tokens))
        or _own_words(tokens, lexicon)
        or _chanted(tokens, lexicon)
    )


def _opened_by_verb(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“Added NAME: “…””, the verb at the head of its sentence."""
    first = tokens[0]
    if first.lower not in lexicon.verbs or not first.is_capital or tokens[-1].text not in ":,":
        return None
    if first.lower.endswith("ing") or first.lower in lexicon.base_verbs:
        return None
    end = phrase_end(tokens, 1, lexicon)
    if end == 1:
        return None
    whole = whole_phrase(tokens, 1, end, lexicon)
    if whole.last < len(tokens) - 1:
        return None
    cue = Cue(0, 0, weak=False, participle=False)
    return mention_of("subject-verb-quote", tokens, whole, cue, near=True)


def _opened_by_source(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“Pour NAME, « … »”, the source at the head of its sentence and nothing else before it."""
    if tokens[0].lower not in lexicon.for_whom or tokens[-1].text != ",":
        return None
    end = phrase_end(tokens, 1, lexicon)
    if end == 1:
        return None
    whole = whole_phrase(tokens, 1, end, lexicon)
    rest = tokens[max(whole.last, whole.end) :]
    if rest[0].text != "," or any(
        t.lower in lexicon.auxiliaries or t.lower in lexicon.cues for t in rest
    ):
        return None
    cue = Cue(0, 0, weak=False, participle=False)
    return mention_of("according-to", tokens, whole, cue, near=True)


def _own_words(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“The mayor's answer was that “…””: whose words a noun of saying speaks of."""
    for index in range(len(tokens) - 1, max(-1, len(tokens) - _FARTHEST_BACK), -1):
        if tokens[index].lower not in lexicon.saying_nouns:
            continue
        rest = tokens[index + 1 :]
        if not any(t.lower in lexicon.being or t.text == ":" for t in rest):
            continue
        cue = Cue(index, index, weak=True, participle=False)
        if rest and rest[0].lower in lexicon.linkers:  # “Réponse du maire :”
            end = phrase_end(tokens, index + 2, lexicon)
            if end > index + 2:
                whole = Phrase(index + 2, end, end)
                near = tokens[-1].text == ":"
                return mention_of("subject-verb-quote", tokens, whole, cue, near=near)
        for owner in range(index - 1, max(-1, index - LONGEST_TAIL), -1):
            if not tokens[owner].lower.endswith(("'s", "s'")):
                continue
            found = _owner(tokens, owner, lexicon)
            near = bool(rest) and (rest[-1].lower in lexicon.being or rest[-1].text == ":")
            return mention_of("subject-verb-quote", tokens, found, cue, near=near)
    return None


def _chanted(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“The crowd broke into chants of “…””."""
    if len(tokens) < NEAR or tokens[-1].lower not in lexicon.linkers:
        return None
    if tokens[-2].lower not in lexicon.calls:
        return None
    found = clause_subject(tokens[:-1], lexicon)
    cue = Cue(len(tokens) - 2, len(tokens) - 2, weak=True, participle=False)
    if found is None or found.begin == cue.first:
        return None
    return mention_of("subject-verb-quote", tokens, found, cue, near=True)


def _owner(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Phrase:
    begin = last
    while begin and tokens[begin - 1].is_word and last - begin < LONGEST_TAIL:
        word = tokens[begin - 1].lower
        if word in lexicon.determiners:
            begin -= 1
            break
        if word in lexicon.function_words or word in lexicon.cues or word.endswith("'s"):
            break
        begin -= 1
    return Phrase(begin, last + 1, last + 1)


def _led_up(tokens: Sequence[Token], lexicon: Lexicon, since: int = 0) -> Mention | None:
    """The cue nearest to the marks, unless it is weak, far off and a better one comes before.

    Cues before the token ``since`` belong to an earlier quotation.
    """
    chosen: tuple[Cue, Phrase] | None = None
    for index in range(len(tokens) - 1, max(since - 1, len(tokens) - _FARTHEST_BACK), -1):
        cue = cue_at(tokens, index, lexicon)
        if cue is None:
            continue
        found = _subject_of(tokens, cue, lexicon)
        if found is None:
            continue
        if chosen is None:
            chosen = (cue, found)
            if not _is_embedded(tokens, cue, found, lexicon) and (
                not cue.weak or _is_near(tokens, cue)
            ):
                break
        elif not cue.weak and not cue.participle:
            chosen = (cue, found)
            break
    if chosen is None:
        return None
    cue, found = chosen
    found = _without_aside(tokens, found, lexicon)
    return mention_of("subject-verb-quote", tokens, found, cue, near=_is_near(tokens, cue))


def _without_aside(tokens: Sequence[Token], found: Phrase, lexicon: Lexicon) -> Phrase:
    """“The bank”, not “The bank, whose head …” or “The bank, speaking …”."""
    if lexicon.language != "en" or found.last <= found.end + 1:
        return found
    first = tokens[found.end + 1].lower
    if tokens[found.end].text == "," and (first in lexicon.relatives or first.endswith("ing")):
        return Phrase(found.begin, found.end, found.end)
    return found


def _is_near(tokens: Sequence[Token], cue: Cue) -> bool:
    return tokens[-1].text in {":", ","} or len(tokens) - 1 - cue.last <= NEAR


def _is_embedded(tokens: Sequence[Token], cue: Cue, subject: Phrase, lexicon: Lexicon) -> bool:
    """True for “he” in “Ilves said he thought”: the outer speaker is the better answer."""
    if subject.begin == 0:
        return False
    if lexicon.language == "en" and _is_beside_main_clause(tokens, cue, subject, lexicon):
        return True
    if subject.end - subject.begin > 1:
        return False
    word = tokens[subject.begin]
    if word.lower not in lexicon.pronouns or (word.is_capital and word.lower != "i"):
        return False
    before = tokens[subject.begin - 1].lower
    return before in lexicon.subordinators or cue_at(tokens, subject.begin - 1, lexicon) is not None


def _is_beside_main_clause(
    tokens: Sequence[Token], cue: Cue, subject: Phrase, lexicon: Lexicon
) -> bool:
    """True in “the loan, which the bank believes” and “the voters who wonder whether”."""
    if tokens[subject.begin - 1].lower in {"which", "whom"}:
        return True
    if tokens[cue.first - 1].lower in {"who", "that"}:
        return not tokens[cue.first - 2].is_capital and tokens[cue.first - 2].text != ","
    if cue.weak:
        outer = cue_at(tokens, subject.begin - 1, lexicon)
        if outer is not None and not outer.weak:
            return True  # “Ilves said the voters wanted”
    if tokens[subject.begin - 1].lower not in lexicon.timing:
        return False
    return any(token.text == "," for token in tokens[cue.last + 1 : -1])


def _subject_of(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Phrase | None:
    verb = cue.first
    if _has_agent(tokens, cue, lexicon):
        end = phrase_end(tokens, cue.last + 2, lexicon)
        if end > cue.last + 2:
            return Phrase(cue.last + 2, end, apposition_end(tokens, end, lexicon))
    if lexicon.language == "en" and is_passive(tokens, cue, lexicon):
        return None
    inserted = _inserted(tokens, cue, lexicon)
    if inserted is not None:
        return inserted
    if cue.participle:
        return _participle_subject(tokens, verb, lexicon)
    if is_infinitive(tokens, verb, lexicon):
        return clause_subject(tokens[:verb], lexicon)
    found = subject_before(tokens, verb, lexicon) or clause_subject(tokens[:verb], lexicon)
    if found is not None and phrase_end(tokens, found.begin, lexicon) == found.begin:
        return None
    return found


def _inserted(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Phrase | None:
    """The name in “The pier, said NAME, was …”."""
    if lexicon.language != "en" or not cue.first or tokens[cue.first - 1].text != ",":
        return None
    end = phrase_end(tokens, cue.last + 1, lexicon)
    if end == cue.last + 1 or end + 1 >= len(tokens) or tokens[end].text != ",":
        return None
    return Phrase(cue.last + 1, end, end) if goes_on(tokens, end + 1, lexicon) else None


def _has_agent(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> bool:
    """“was asked by NAME”, not “said by telephone” or “began by saying”."""
    after = cue.last + 1
    if after + 1 >= len(tokens) or tokens[after].lower not in lexicon.by:
        return False
    if lexicon.language != "en":
        passives = lexicon.passives
        return not passives or any(t.lower in passives for t in tokens)
    before = tokens[max(0, cue.first - NEAR) : cue.first]
    return not tokens[after + 1].lower.endswith("ing") and (
        not before or any(t.lower in lexicon.being or t.text == "," for t in before)
    )


def _participle_subject(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> Phrase | None:
    """Who is “saying”: the speaker of the verb before it, or the subject of the sentence."""
    if tokens[verb].lower == "reading" and verb:
        return _phrase_before(tokens, verb, lexicon)  # “a sign reading”
    if verb and tokens[verb - 1].lower == "as":
        for index in range(verb - 2, -1, -1):
            if tokens[index].lower in {"quoted", "cited", "described", "quotes", "cites"}:
                end = phrase_end(tokens, index + 1, lexicon)
                if end > index + 1:
                    return Phrase(index + 1, end, end)
                break
    for index in range(verb - 1, -1, -1):
        if tokens[index].lower == "with":
            end = phrase_end(tokens, index + 1, lexicon)
            if end == verb:
                return Phrase(index + 1, end, end)
            break
        cue = cue_at(tokens, index, lexicon)
        if cue is not None and not cue.weak and not cue.participle:
            return subject_before(tokens, index, lexicon)
    return clause_subject(tokens[:verb], lexicon)


def _phrase_before(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> Phrase | None:
    """The phrase with a determiner that ends right before a token."""
    for begin in range(end - 1, max(-1, end - LONGEST_TAIL), -1):
        if tokens[begin].lower in lexicon.determiners:
            return Phrase(begin, end, end) if phrase_end(tokens, begin, lexicon) == end else None
    return None


def _colon(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    if tokens[-1].text != ":":
        return None
    begin = 0
    for index in range(len(tokens) - 2, max(0, len(tokens) - _FARTHEST_BACK), -1):
        if tokens[index].text in DASHES:
            begin = index + 1
            break
    presented = _presented(tokens, lexicon)
    begin = begin if presented is None else presented
    if not begin:
        begin = _behind_opener(tokens, lexicon)
    if lexicon.has_gendered_roles and tokens[begin].lower in lexicon.adverbs:
        begin += 1  # “Dazu Brink: „…“”
    end = phrase_end(tokens, begin, lexicon)
    if end > begin and tokens[end - 1].lower in lexicon.saying_nouns:
        return None
    if tokens[begin].lower in lexicon.saying_nouns and tokens[begin + 1].lower in lexicon.linkers:
        return None  # “Réponse du maire :”
    if len(tokens[begin].text) == 1 and end == begin + 1:
        return None  # the “Q” and “A” of an interview
    if end == len(tokens) - 1 and (tokens[begin].is_capital or tokens[end - 1].is_capital):
        return mention_of("name-colon", tokens, Phrase(begin, end, end), None, near=True)
    return None


def _behind_opener(tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Where the name begins in “Asked about the pier, the mayor of Kallby, NAME:”, or 0.

    A finite verb of saying before it has a subject of its own.
    """
    comma = next((at for at in range(len(tokens) - 2, 0, -1) if tokens[at].text == ","), 0)
    if not comma or lexicon.language != "en" or not tokens[-2].is_capital:
        return 0
    if not tokens[0].lower.endswith(("ing", "ed")):
        return 0
    if phrase_end(tokens, comma + 1, lexicon) != len(tokens) - 1:
        return 0
    cues = (cue_at(tokens, at, lexicon) for at in range(comma))
    return 0 if any(cue is not None and not cue.participle for cue in cues) else comma + 1


def _presented(tokens: Sequence[Token], lexicon: Lexicon) -> int | None:
    """Where the name begins in “Here is NAME:” and “More from NAME:”."""
    begin = len(tokens) - 1
    while begin > 0 and (tokens[begin - 1].is_capital or tokens[begin - 1].lower == "and"):
        begin -= 1
    if 0 < begin < len(tokens) - 1 and tokens[begin - 1].lower in lexicon.presenting:
        return begin
    return None


def told_in(sentence: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """Who says something in a finished sentence that stands before a quotation."""
    found = _led_up(sentence[:-1], lexicon)
    if found is None or found.cue is None or not _is_strong(sentence, found.cue, lexicon):
        return None
    return replace(found, pattern="previous-subject", near=False)


def _is_strong(sentence: Sequence[Token], cue: tuple[int, int], lexicon: Lexicon) -> bool:
    return any(token.end == cue[1] and token.lower in lexicon.verbs for token in sentence)


def introduces(sentence: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The speaker in a paragraph's last sentence that ends with a colon or a verb of saying."""
    if not sentence or is_finished(list(sentence)):
        return None
    words = list(sentence)
    around = Surroundings(words, [], [], "", quote_follows=False, joined=False, whole=words)
    found = mention_before(around, lexicon)
    if found is None and sentence[-1].text == ":":
        found = subject_in(sentence, "sentence-subject", lexicon)
    return found
