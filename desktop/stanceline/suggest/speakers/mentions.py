"""Who said it: the words beside a quotation that name its speaker.

Each pattern looks at the tokens before or after the marks and answers with a mention, or not at
all. They are asked in order of how often they are right; the first answer counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import (
    Phrase,
    apposition_end,
    is_day,
    modified_end,
    phrase_end,
)
from stanceline.suggest.grammar.subjects import clause_subject, subject_before
from stanceline.suggest.grammar.tokens import Token, is_finished
from stanceline.suggest.grammar.verbs import Cue, cue_at, is_infinitive, is_passive

_FARTHEST_VERB = 30
_FARTHEST_BACK = 60
_LONGEST_TAIL = 8
_DASHES = frozenset("—–-―")
_NEAR = 3
_SHORTEST_NAMED = 2
_AFTER_MARKS = frozenset(",.!?…")
_PARTICIPLES = ("ing", "ed", "en")
_LONGEST_SIGNATURE = 8
_FARTHEST_TAIL = 60
_SOON = 4  # words between a subject that begins a sentence and its verb


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The tokens beside one quotation, quoted words left out.

    ``before`` is the unfinished sentence that leads up to the marks, ``earlier`` the finished
    sentences between the previous quotation and that; ``after`` is what follows up to the end
    of the sentence or the next quotation. ``ending`` is the last character inside the marks.
    """

    before: list[Token]
    earlier: list[list[Token]]
    after: list[Token]
    ending: str
    quote_follows: bool  # another quotation begins right where ``after`` ends
    joined: bool  # the sentence in ``before`` began before the previous quotation
    whole: list[Token]  # that sentence from its head, each quotation a single mark


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a speaker, and the cue they stand with, as spans of the text."""

    pattern: str
    start: int
    end: int
    cue: tuple[int, int] | None
    near: bool = False  # the cue stands at the marks, with no more than “that” between


# -- after the marks ----------------------------------------------------------------------


def mention_after(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """“…”, said NAME / “…”, NAME said / “…”, according to NAME / “…” — NAME."""
    tokens = around.after
    begin = 0
    while begin < len(tokens) and not tokens[begin].is_word:
        if tokens[begin].text not in _DASHES and tokens[begin].text not in ",.!?…":
            return None
        begin += 1
    if begin >= len(tokens):
        return None
    return (
        _verb_subject(tokens, begin, lexicon)
        or _by_agent(around, begin, lexicon)
        or _according(tokens, begin, lexicon, limit=3)
        or _subject_verb(tokens, begin, around, lexicon)
        or _dash_name(tokens, begin, around, lexicon)
        or _according(tokens, begin, lexicon, limit=_FARTHEST_VERB)
    )


def _verb_subject(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    divided = _divided(tokens, begin, lexicon)
    if divided is not None:
        return divided
    index = begin
    while (
        index < min(len(tokens), begin + 4)
        and _is_verb_aid(tokens[index], lexicon)
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
    if _goes_on(tokens, end, lexicon) or (
        end < len(tokens)
        and tokens[end].lower == "to"
        and tokens[index].lower in lexicon.addressing
    ):
        return None
    return _mention(
        "quote-verb-subject", tokens, _whole(tokens, subject, end, lexicon), cue, near=True
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
            return _mention("quote-verb-subject", tokens, whole, cue, near=True)
    return None


def _goes_on(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """True for “said the mayor could win”, where the mayor is spoken of."""
    if lexicon.language != "en" or end >= len(tokens) or tokens[end].lower == "to":
        return False
    return tokens[end].lower in lexicon.auxiliaries and tokens[end].lower not in lexicon.adverbs


def _whole(tokens: Sequence[Token], begin: int, end: int, lexicon: Lexicon) -> Phrase:
    """A phrase with all that says more about whom it means."""
    end = modified_end(tokens, begin, end, lexicon)
    last = apposition_end(tokens, end, lexicon)
    if last > end + 1 and tokens[end + 1].lower in lexicon.relatives:
        named = tokens[end - 1].is_capital and not (
            lexicon.has_capital_nouns and tokens[begin].lower in lexicon.determiners
        )
        last = last if named else end
    return Phrase(begin, end, last)


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
    return _mention("quote-verb-subject", tokens, phrase, cue, near=True)


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


def _is_verb_aid(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.lower in lexicon.auxiliaries
        or token.lower in lexicon.being
        or (token.lower in lexicon.adverbs and token.lower not in lexicon.pronouns)
        or (lexicon.language == "en" and token.lower.endswith("ly") and not token.is_capital)
    )


def _subject_verb(
    tokens: Sequence[Token], begin: int, around: Surroundings, lexicon: Lexicon
) -> Mention | None:
    if tokens[begin].lower in {"as", "comme"} and begin + 1 < len(tokens):
        begin += 1
    end = phrase_end(tokens, begin, lexicon)
    if end <= begin or not _may_be_subject(tokens, begin, lexicon):
        return None
    starts_anew = around.ending in ".;" and tokens[begin].is_capital
    for index in range(begin + 1, min(len(tokens), begin + _FARTHEST_VERB)):
        if tokens[index].text in {";", ":"}:
            return None
        cue = cue_at(tokens, index, lexicon)
        if cue is None or cue.participle or is_infinitive(tokens, index, lexicon):
            continue
        if tokens[index - 1].lower in lexicon.conjunctions and index - 1 > end:
            return None
        if starts_anew and (
            around.quote_follows
            or len(tokens) - index > _LONGEST_TAIL
            or not _is_right_behind(tokens, end, index)
        ):
            return None
        phrase = _stretched(tokens, begin, end, index, lexicon)
        return _mention("quote-subject-verb", tokens, phrase, cue, near=True)
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
    while last > end and (_is_verb_aid(tokens[last - 1], lexicon) or tokens[last - 1].text == ","):
        last -= 1
    head = end
    while head < last and tokens[head].is_word and tokens[head].lower not in lexicon.relatives:
        head += 1
    if head < last and tokens[head].lower in lexicon.relatives:
        return Phrase(begin, head, head)
    return Phrase(begin, head, last)


def _according(tokens: Sequence[Token], begin: int, lexicon: Lexicon, limit: int) -> Mention | None:
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
                whole = _whole(tokens, after, end, lexicon)
                if whole.last == len(tokens):  # “According to NAME, the road …”: no apposition
                    whole = Phrase(after, whole.end, whole.end)
                cue = Cue(index, after - 1, weak=False, participle=False)
                return _mention("according-to", tokens, whole, cue, near=True)
    return None


def _dash_name(
    tokens: Sequence[Token], begin: int, around: Surroundings, lexicon: Lexicon
) -> Mention | None:
    if begin == 0 or tokens[begin - 1].text not in _DASHES or not tokens[begin].is_capital:
        return None
    end = phrase_end(tokens, begin, lexicon)
    rest = tokens[end] if end < len(tokens) else None
    if end <= begin or around.quote_follows or not (rest is None or rest.text in ",.("):
        return None
    return _mention("dash-name", tokens, Phrase(begin, end, end), None)


def mention_later(around: Surroundings, lexicon: Lexicon) -> Mention | None:
    """““…” about the road, says NAME” / ““…” in every way, NAME said”, after a comma."""
    tokens = around.after[:_FARTHEST_TAIL]
    if not tokens or (around.ending in ".!?" and tokens[0].is_capital):
        return None
    for comma in range(len(tokens) - 1):
        if tokens[comma].text == ",":
            found = _verb_after_comma(tokens, comma + 1, lexicon) or _subject_after_comma(
                tokens, comma + 1, lexicon
            )
            if found is not None:
                return found
    return None


def _verb_after_comma(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    cue = cue_at(tokens, begin, lexicon)
    if cue is None or cue.weak or cue.participle or tokens[begin].lower in lexicon.base_verbs:
        return None
    subject = cue.last + 1
    end = phrase_end(tokens, subject, lexicon)
    if end <= subject or tokens[subject].lower in lexicon.relatives:
        return None
    return _mention("quote-later", tokens, _whole(tokens, subject, end, lexicon), cue)


def _subject_after_comma(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> Mention | None:
    end = phrase_end(tokens, begin, lexicon)
    verb = end
    while verb < len(tokens) and _is_verb_aid(tokens[verb], lexicon):
        verb += 1
    if end <= begin or verb >= len(tokens) or tokens[begin].lower in lexicon.relatives:
        return None
    cue = cue_at(tokens, verb, lexicon)
    if cue is None or cue.weak or cue.participle:
        return None
    for after in tokens[cue.last + 1 : cue.last + 2]:
        if after.is_word and not (after.lower in lexicon.prepositions or is_day(after, lexicon)):
            return None
    return _mention("quote-later", tokens, Phrase(begin, end, end), cue)


def said_inside(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The “, she said,” that stands among the quoted words themselves."""
    for comma in range(min(len(tokens) - 2, _FARTHEST_TAIL)):
        if tokens[comma].text != ",":
            continue
        found = _verb_after_comma(tokens, comma + 1, lexicon) or _subject_after_comma(
            tokens, comma + 1, lexicon
        )
        if found is not None and found.cue is not None and _is_tag(tokens, comma, found):
            return replace(found, pattern="quote-inside")
    return None


def _is_tag(tokens: Sequence[Token], comma: int, found: Mention) -> bool:
    """True when a comma or a full stop follows at once, and nobody says “I said”."""
    last = max(found.end, found.cue[1] if found.cue else 0)
    after = next((t for t in tokens[comma + 1 :] if t.start >= last), None)
    first = next(t for t in tokens[comma + 1 :] if t.start >= found.start)
    return (
        (after is None or after.text in {",", "."})
        and (first.is_capital or first.lower in {"he", "she", "they"})
        and first.lower not in {"i", "we", "you"}
    )


def _by_agent(around: Surroundings, begin: int, lexicon: Lexicon) -> Mention | None:
    """“… was dismissed as “…” by NAME”: who did it stands after the marks."""
    tokens = around.after
    if lexicon.language != "en" or tokens[begin].lower not in lexicon.by:
        return None
    end = phrase_end(tokens, begin + 1, lexicon)
    if end == begin + 1:
        return None
    for index in range(len(around.before) - 1, max(0, len(around.before) - _FARTHEST_TAIL), -1):
        cue = cue_at(around.before, index, lexicon)
        if cue is not None and is_passive(around.before, cue, lexicon):
            verb = around.before[cue.first]
            found = _mention(
                "quote-verb-subject", tokens, _whole(tokens, begin + 1, end, lexicon), None
            )
            return replace(found, cue=(verb.start, verb.end))
    return None


def signature(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The name in a paragraph that is only “— NAME”, set under a quotation."""
    if not 1 < len(tokens) <= _LONGEST_SIGNATURE or tokens[0].text not in _DASHES:
        return None
    end = phrase_end(tokens, 1, lexicon)
    if end == 1 or not tokens[1].is_capital or len(tokens) - end > 1:
        return None
    return _mention("dash-name", tokens, Phrase(1, end, end), None)


# -- before the marks ---------------------------------------------------------------------


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
        or _according(tokens, 0, lexicon, limit=len(tokens))
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
    whole = _whole(tokens, 1, end, lexicon)
    if whole.last < len(tokens) - 1:
        return None
    cue = Cue(0, 0, weak=False, participle=False)
    return _mention("subject-verb-quote", tokens, whole, cue, near=True)


def _opened_by_source(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“Pour NAME, « … »”, the source at the head of its sentence and nothing else before it."""
    if tokens[0].lower not in lexicon.for_whom or tokens[-1].text != ",":
        return None
    end = phrase_end(tokens, 1, lexicon)
    if end == 1:
        return None
    whole = _whole(tokens, 1, end, lexicon)
    rest = tokens[max(whole.last, whole.end) :]
    if rest[0].text != "," or any(
        t.lower in lexicon.auxiliaries or t.lower in lexicon.cues for t in rest
    ):
        return None
    cue = Cue(0, 0, weak=False, participle=False)
    return _mention("according-to", tokens, whole, cue, near=True)


def dropped_subject(
    around: Surroundings, lexicon: Lexicon, *, last_sentence: Sequence[Token] = ()
) -> tuple[int, int] | None:
    """The verb of saying without a subject at the marks: “«…», añade.” and “Añadió: «…»”.

    ``last_sentence`` is that of the paragraph before, which may end with a colon.
    """
    if last_sentence and last_sentence[-1].text == ":":
        return _verb_alone(last_sentence, lexicon)
    tokens = around.after
    begin = 0
    while begin < len(tokens) and tokens[begin].text in _AFTER_MARKS:
        begin += 1
    while begin < len(tokens) and _is_verb_aid(tokens[begin], lexicon):
        begin += 1
    cue = cue_at(tokens, begin, lexicon) if begin < len(tokens) else None
    if cue is not None and not cue.weak:
        return tokens[cue.first].start, tokens[cue.last].end
    return None if around.joined else _verb_alone(around.before, lexicon)


def _verb_alone(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    if not tokens:
        return None
    first = tokens[0]
    if first.is_capital and first.lower in lexicon.cues and len(tokens) > 1:
        return first.start, first.end
    for index in range(max(0, len(tokens) - _NEAR), len(tokens)):
        cue = cue_at(tokens, index, lexicon)
        if cue is not None and not cue.weak:
            return tokens[cue.first].start, tokens[cue.last].end
    return None


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
                return _mention("subject-verb-quote", tokens, whole, cue, near=near)
        for owner in range(index - 1, max(-1, index - _LONGEST_TAIL), -1):
            if not tokens[owner].lower.endswith(("'s", "s'")):
                continue
            found = _owner(tokens, owner, lexicon)
            near = bool(rest) and (rest[-1].lower in lexicon.being or rest[-1].text == ":")
            return _mention("subject-verb-quote", tokens, found, cue, near=near)
    return None


def _chanted(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """“The crowd broke into chants of “…””."""
    if len(tokens) < _NEAR or tokens[-1].lower not in lexicon.linkers:
        return None
    if tokens[-2].lower not in lexicon.calls:
        return None
    found = clause_subject(tokens[:-1], lexicon)
    cue = Cue(len(tokens) - 2, len(tokens) - 2, weak=True, participle=False)
    if found is None or found.begin == cue.first:
        return None
    return _mention("subject-verb-quote", tokens, found, cue, near=True)


def _owner(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Phrase:
    begin = last
    while begin and tokens[begin - 1].is_word and last - begin < _LONGEST_TAIL:
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
    return _mention("subject-verb-quote", tokens, found, cue, near=_is_near(tokens, cue))


def _is_near(tokens: Sequence[Token], cue: Cue) -> bool:
    return tokens[-1].text in {":", ","} or len(tokens) - 1 - cue.last <= _NEAR


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
    return Phrase(cue.last + 1, end, end) if _goes_on(tokens, end + 1, lexicon) else None


def _has_agent(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> bool:
    """“was asked by NAME”, not “said by telephone” or “began by saying”."""
    after = cue.last + 1
    if after + 1 >= len(tokens) or tokens[after].lower not in lexicon.by:
        return False
    if lexicon.language != "en":
        passives = lexicon.passives
        return not passives or any(t.lower in passives for t in tokens)
    before = tokens[max(0, cue.first - _NEAR) : cue.first]
    return not tokens[after + 1].lower.endswith("ing") and (
        not before or any(t.lower in lexicon.being or t.text == "," for t in before)
    )


def _participle_subject(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> Phrase | None:
    """Who is “saying”: the speaker of the verb before it, or the subject of the sentence."""
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


def _colon(tokens: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    if tokens[-1].text != ":":
        return None
    begin = 0
    for index in range(len(tokens) - 2, max(0, len(tokens) - _FARTHEST_BACK), -1):
        if tokens[index].text in _DASHES:
            begin = index + 1
            break
    presented = _presented(tokens, lexicon)
    begin = begin if presented is None else presented
    if lexicon.has_gendered_roles and tokens[begin].lower in lexicon.adverbs:
        begin += 1  # “Dazu Brink: „…“”
    end = phrase_end(tokens, begin, lexicon)
    if end > begin and tokens[end - 1].lower in lexicon.saying_nouns:
        return None
    if tokens[begin].lower in lexicon.saying_nouns and tokens[begin + 1].lower in lexicon.linkers:
        return None  # “Réponse du maire :”
    if len(tokens[begin].text) == 1 and end == begin + 1:
        return None  # the “Q” and “A” of an interview
    if end == len(tokens) - 1 and tokens[begin].is_capital:
        return _mention("name-colon", tokens, Phrase(begin, end, end), None, near=True)
    return None


def _presented(tokens: Sequence[Token], lexicon: Lexicon) -> int | None:
    """Where the name begins in “Here is NAME:” and “More from NAME:”."""
    begin = len(tokens) - 1
    while begin > 0 and (tokens[begin - 1].is_capital or tokens[begin - 1].lower == "and"):
        begin -= 1
    if 0 < begin < len(tokens) - 1 and tokens[begin - 1].lower in lexicon.presenting:
        return begin
    return None


def subject_in(sentence: Sequence[Token], pattern: str, lexicon: Lexicon) -> Mention | None:
    """The subject of a sentence as a guess at the speaker; “it” and “doing so” are none."""
    found = _named_at_colon(sentence, lexicon) or clause_subject(sentence, lexicon)
    if found is None:
        return None
    first = sentence[found.begin].lower
    if found.end - found.begin == 1 and (
        (len(first) == 1 and first != "i")
        or first in lexicon.impersonal
        or (lexicon.language == "en" and first.endswith("ing"))
    ):
        return None
    return _mention(pattern, sentence, found, None)


def beside_in(after: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """The person of a sentence that only stands beside the words: ““…” NAME shook her head”."""
    begin = 0
    while begin < len(after) and after[begin].text in _DASHES:
        begin += 1
    found = subject_in(after[begin:], "sentence-subject", lexicon)
    if found is None or begin >= len(after) or after[begin].start != found.start:
        return None
    first = after[begin]
    named = first.is_capital and first.lower not in lexicon.determiners
    return found if named or first.lower in lexicon.male | lexicon.female else None


def has_hidden_speaker(sentence: Sequence[Token], lexicon: Lexicon) -> bool:
    """True for “He was told …” and “The road is said to be …”, which name no speaker."""
    if lexicon.language != "en":
        return False
    return any(
        token.lower in lexicon.cues
        and not token.is_capital
        and is_passive(sentence, Cue(index, index, weak=False, participle=False), lexicon)
        for index, token in enumerate(sentence)
    )


def told_in(sentence: Sequence[Token], lexicon: Lexicon) -> Mention | None:
    """Who says something in a finished sentence that stands before a quotation."""
    found = _led_up(sentence[:-1], lexicon)
    if found is None or found.cue is None or not _is_strong(sentence, found.cue, lexicon):
        return None
    return replace(found, pattern="previous-subject", near=False)


def _is_strong(sentence: Sequence[Token], cue: tuple[int, int], lexicon: Lexicon) -> bool:
    return any(token.end == cue[1] and token.lower in lexicon.verbs for token in sentence)


def _named_at_colon(sentence: Sequence[Token], lexicon: Lexicon) -> Phrase | None:
    """The one in “Kritik kommt von der Ärztin Selma Arslan:”, with a name at the colon."""
    if not lexicon.has_gendered_roles or not sentence or sentence[-1].text != ":":
        return None
    begin = end = len(sentence) - 1
    while begin and sentence[begin - 1].is_word and end - begin <= _LONGEST_TAIL:
        begin -= 1
        if sentence[begin].lower in lexicon.by:
            phrase = phrase_end(sentence, begin + 1, lexicon)
            named = sentence[end - 1].is_capital and end - begin > _SHORTEST_NAMED
            return Phrase(begin + 1, end, end) if phrase == end and named else None
    return None


_NAME_NEAR = 12
_WHOLE_NAME = 2


def name_beside(tokens: Sequence[Token], *, last: bool = False) -> Mention | None:
    """The first (or last) words with capitals that look like a whole name, near the marks."""
    near = tokens[-_NAME_NEAR:] if last else tokens[:_NAME_NEAR]
    runs: list[tuple[int, int]] = []
    for index, token in enumerate(near):
        if not (token.is_word and token.is_capital):
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    alone = len(near) == _WHOLE_NAME and near[-1].text == ":"  # “Olbert: «…»”
    names = [run for run in runs if run[1] - run[0] >= _WHOLE_NAME or alone]
    if not names:
        return None
    begin, end = names[-1 if last else 0]
    return _mention("sentence-subject", near, Phrase(begin, end, end), None)


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


def _mention(
    pattern: str, tokens: Sequence[Token], phrase: Phrase, cue: Cue | None, *, near: bool = False
) -> Mention:
    return Mention(
        pattern=pattern,
        start=tokens[phrase.begin].start,
        end=tokens[max(phrase.last, phrase.end) - 1].end,
        cue=None if cue is None else (tokens[cue.first].start, tokens[cue.last].end),
        near=near,
    )
