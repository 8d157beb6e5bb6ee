"""Who said it, told after the marks: “…”, said NAME / “…”, NAME said / “…”, according to NAME.

Each pattern looks at the tokens after the marks and answers with a mention, or not at all.
They are asked in order of how often they are right; the first answer counts.
"""

from collections.abc import Sequence
from dataclasses import replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import Phrase, is_day, phrase_end
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import Cue, cue_at, is_infinitive, is_passive
from stanceline.suggest.speakers.mention import (
    DASHES,
    FARTHEST_TAIL,
    LONGEST_TAIL,
    Mention,
    Surroundings,
    goes_on,
    is_verb_aid,
    mention_of,
    whole_phrase,
)

_FARTHEST_VERB = 30
_PARTICIPLES = ("ing", "ed", "en")
_LONGEST_SIGNATURE = 8
_SOON = 4  # words between a subject that begins a sentence and its verb


def mention_after(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """“…”, said NAME / “…”, NAME said / “…”, according to NAME / “…” — NAME."""
    tokens = around.after
    begin = 0
    while begin < len(tokens) and not tokens[begin].is_word:
        if tokens[begin].text not in DASHES and tokens[begin].text not in ",.!?…":
            return None
        begin += 1
    if begin >= len(tokens):
        return None
    return (
        _verb_subject(tokens, begin, lexicon)
        or _by_agent(around, begin, lexicon)
        or according(tokens, begin, lexicon, limit=3)
        or _subject_verb(tokens, begin, around, lexicon)
        or _dash_name(tokens, begin, around, lexicon)
        or according(tokens, begin, lexicon, limit=_FARTHEST_VERB)
    )


def _verb_subject(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    divided = _divided(tokens, begin, lexicon)
    if divided is not None:
        return divided
    index = begin
    while (
        index < min(len(tokens), begin + 4)
        and is_verb_aid(tokens[index], lexicon)
        and not (lexicon.has_gendered_roles and cue_at(tokens, index, lexicon))
    ):
        index += 1
    if index >= len(tokens):
        return None
    if begin < index < len(tokens) - 1 and tokens[index - 1].text.startswith("-"):
        return _inverted(tokens, index, lexicon)
    cue = cue_at(tokens, index, lexicon)
    if cue is None or cue.participle:
        return None
    subject = cue.last + 1
    while subject < len(tokens) and _between_verb_and_subject(tokens[subject], lexicon):
        subject += 1
    subject = _behind_insertion(tokens, subject, lexicon)
    end = phrase_end(tokens, subject, lexicon)
    if end <= subject or tokens[subject].lower in lexicon.relatives:
        return None
    if tokens[index].lower in lexicon.base_verbs and not tokens[end - 1].lower.endswith("s"):
        return None
    if goes_on(tokens, end, lexicon) or (
        end < len(tokens)
        and tokens[end].lower == "to"
        and tokens[index].lower in lexicon.addressing
    ):
        return None
    return mention_of(
        "quote-verb-subject", tokens, whole_phrase(tokens, subject, end, lexicon), cue, near=True
    )


def _divided(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    """“met-il en garde”, “fait-elle savoir”: the pronoun stands inside a phrase of saying."""
    pronoun = begin + 2
    if pronoun >= len(tokens) or not tokens[begin + 1].text.startswith("-"):
        return None
    rest = tuple(token.lower for token in tokens[pronoun + 1 : pronoun + 4])
    for phrase in lexicon.phrases.get(tokens[begin].lower, ()):
        if len(phrase) > 1 and rest[: len(phrase) - 1] == phrase[1:]:
            cue = Cue(begin, pronoun + len(phrase) - 1, weak=False, participle=False)
            whole = Phrase(pronoun, pronoun + 1, pronoun + 1)
            return mention_of("quote-verb-subject", tokens, whole, cue, near=True)
    return None


def _inverted(tokens: Sequence[Token], pronoun: int, lexicon: Lexicon) -> Mention | None:
    """“a-t-il déclaré”: the pronoun stands between the two halves of the verb."""
    if tokens[pronoun].lower not in lexicon.pronouns:
        return None
    verb = pronoun + 1
    while verb < len(tokens) - 1 and tokens[verb].lower in lexicon.adverbs:
        verb += 1
    cue = cue_at(tokens, verb, lexicon)
    if cue is None:
        return None
    phrase = Phrase(pronoun, pronoun + 1, pronoun + 1)
    return mention_of("quote-verb-subject", tokens, phrase, cue, near=True)


def _between_verb_and_subject(token: Token, lexicon: Lexicon) -> bool:
    """True for adverbs, hyphens and, in German, “sich” and “ihm”."""
    if lexicon.has_capital_nouns and token.lower in lexicon.objects:
        return True
    return token.lower in lexicon.adverbs or token.text in {"-", "-t-"}


def _behind_insertion(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> int:
    """Where the subject may begin behind “am Dienstag”, “mardi” or “à l'ANP”; else ``index``.

    English puts the subject right behind its verb.
    """
    if not lexicon.has_gendered_roles:
        return index
    start = index
    while index < min(len(tokens), start + 3) and (
        tokens[index].lower in lexicon.prepositions or tokens[index].lower in lexicon.determiners
    ):
        index += 1
    if index >= len(tokens):
        return start
    if is_day(tokens[index], lexicon):
        while index < len(tokens) and (
            is_day(tokens[index], lexicon) or tokens[index].lower in lexicon.times
        ):
            index += 1
        return index
    told = start < index and tokens[start].lower in lexicon.told_to
    return index + 1 if told and tokens[index].text.isupper() else start


def _subject_verb(
    tokens: Sequence[Token], begin: int, around: Surroundings, lexicon: Lexicon
) -> Mention | None:
    if tokens[begin].lower in {"as", "comme"} and begin + 1 < len(tokens):
        begin += 1
    end = phrase_end(tokens, begin, lexicon)
    if end <= begin or not _may_be_subject(tokens, begin, lexicon):
        return None
    starts_anew = around.ending in ".;" and tokens[begin].is_capital
    beside = begin > 0 and tokens[begin - 1].lower == "as"
    for index in range(begin + 1, min(len(tokens), begin + _FARTHEST_VERB)):
        if tokens[index].text in {";", ":"}:
            return None
        cue = cue_at(tokens, index, lexicon)
        if cue is not None and cue.weak and beside:
            return None  # “…” as she spoke
        if cue is None or cue.participle or is_infinitive(tokens, index, lexicon):
            continue
        if tokens[index - 1].lower in lexicon.conjunctions and index - 1 > end:
            return None
        if starts_anew and (
            around.quote_follows
            or (around.quote_is_next and around.joined and not around.before)
            or len(tokens) - index > LONGEST_TAIL
            or not _is_right_behind(tokens, end, index)
        ):
            return None
        phrase = _stretched(tokens, begin, end, index, lexicon)
        return mention_of("quote-subject-verb", tokens, phrase, cue, near=True)
    return None


def _may_be_subject(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> bool:
    """False where the sentence goes on with a verb: “…,” stated that / “…,” written by."""
    first = tokens[begin]
    if first.lower in lexicon.relatives:
        return False
    if first.is_capital or first.lower in lexicon.roles or first.lower in lexicon.determiners:
        return True
    following = tokens[begin + 1] if begin + 1 < len(tokens) else first
    if first.lower in lexicon.base_verbs and following.is_capital:
        return True  # “state Sen. Ilves”
    if cue_at(tokens, begin, lexicon) is not None:
        return False
    return not first.lower.endswith(_PARTICIPLES) or following.lower not in lexicon.function_words


def _is_right_behind(tokens: Sequence[Token], end: int, verb: int) -> bool:
    """True when the verb follows its subject, or the comma after an apposition."""
    return verb - end <= _SOON or tokens[end].text == "," or tokens[verb - 1].text == ","


def _stretched(
    tokens: Sequence[Token], begin: int, end: int, verb: int, lexicon: Lexicon
) -> Phrase:
    """All that stands between the marks and the verb, cut at the first comma or relative."""
    last = verb
    while last > end and (is_verb_aid(tokens[last - 1], lexicon) or tokens[last - 1].text == ","):
        last -= 1
    head = end
    while head < last and tokens[head].is_word and tokens[head].lower not in lexicon.relatives:
        head += 1
    if head < last and tokens[head].lower in lexicon.relatives:
        return Phrase(begin, head, head)
    return Phrase(begin, head, last)


def according(tokens: Sequence[Token], begin: int, lexicon: Lexicon, limit: int) -> Mention | None:
    """“according to NAME”, where it begins within ``limit`` tokens of ``begin``."""
    openings = {phrase[0] for phrase in lexicon.according}
    for index in range(begin, min(len(tokens), begin + limit)):
        if tokens[index].lower not in openings:
            continue
        for phrase in lexicon.according:
            after = index + len(phrase)
            if tuple(t.lower for t in tokens[index:after]) != phrase:
                continue
            end = phrase_end(tokens, after, lexicon)
            if end > after:
                whole = whole_phrase(tokens, after, end, lexicon)
                if whole.last == len(tokens):  # “According to NAME, the road …”: no apposition
                    whole = Phrase(after, whole.end, whole.end)
                cue = Cue(index, after - 1, weak=False, participle=False)
                return mention_of("according-to", tokens, whole, cue, near=True)
    return None


def _dash_name(
    tokens: Sequence[Token], begin: int, around: Surroundings, lexicon: Lexicon
) -> Mention | None:
    if begin == 0 or tokens[begin - 1].text not in DASHES or not tokens[begin].is_capital:
        return None
    end = phrase_end(tokens, begin, lexicon)
    rest = tokens[end] if end < len(tokens) else None
    if end <= begin or around.quote_follows or not (rest is None or rest.text in ",.("):
        return None
    return mention_of("dash-name", tokens, Phrase(begin, end, end), None)


def _by_agent(around: Surroundings, begin: int, lexicon: Lexicon) -> Mention | None:
    """“… was dismissed as “…” by NAME”: who did it stands after the marks."""
    tokens = around.after
    if lexicon.language != "en" or tokens[begin].lower not in lexicon.by:
        return None
    end = phrase_end(tokens, begin + 1, lexicon)
    if end == begin + 1:
        return None
    for index in range(len(around.before) - 1, max(0, len(around.before) - FARTHEST_TAIL), -1):
        cue = cue_at(around.before, index, lexicon)
        if cue is not None and is_passive(around.before, cue, lexicon):
            verb = around.before[cue.first]
            found = mention_of(
                "quote-verb-subject", tokens, whole_phrase(tokens, begin + 1, end, lexicon), None
            )
            return replace(found, cue=(verb.start, verb.end))
    return None


def signature(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The name in a paragraph that is only “— NAME”, set under a quotation."""
    if not 1 < len(tokens) <= _LONGEST_SIGNATURE or tokens[0].text not in DASHES:
        return None
    end = phrase_end(tokens, 1, lexicon)
    if end == 1 or not tokens[1].is_capital or len(tokens) - end > 1:
        return None
    return mention_of("dash-name", tokens, Phrase(1, end, end), None)
