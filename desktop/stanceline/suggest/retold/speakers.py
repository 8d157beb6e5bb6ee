"""Who retells: the subject of a verb of saying, and what was not said at all."""

from stanceline.suggest.grammar.phrases import Phrase, phrase_end
from stanceline.suggest.grammar.subjects import clause_subject, subject_before
from stanceline.suggest.grammar.verbs import Cue, cue_at, is_infinitive
from stanceline.suggest.retold.sentence import RetellingSentence

_FARTHEST_SUBJECT = 60
_AUXILIARIES_BACK = 3
_HAS = frozenset({"has", "is", "was", "were", "are", "had", "have"})
_RELATIVE = frozenset({"who", "which", "that", "qui"})


def speaker_of(clause: RetellingSentence, cue: Cue, joint: int | None) -> Phrase | None:
    """Who says it, None where nobody does; ``joint`` is the “that” after the verb, if any."""
    tokens, lexicon = clause.tokens, clause.lexicon
    if is_blocked(clause, cue):
        return None
    if cue.participle and clause.word(cue.first - 1) not in clause.words.passive:
        found = _subject_of_participle(clause, cue)
    else:
        found = _subject_before(clause, cue.first)
        if found is not None and phrase_end(tokens, found.begin, lexicon) == found.begin:
            found = None
        if found is None and joint is not None and lexicon.language != "en":
            end = phrase_end(tokens, cue.last + 1, lexicon)
            if cue.last + 1 < end < joint:
                found = Phrase(cue.last + 1, end, end)
    return _with_at_least(clause, found) if found and is_somebody(clause, found) else None


def _with_at_least(clause: RetellingSentence, found: Phrase) -> Phrase:
    """The phrase with the “at” of “at least 20 of them”."""
    if clause.word(found.begin) in {"least", "most"} and clause.word(found.begin - 1) == "at":
        return Phrase(found.begin - 1, found.end, found.last)
    return found


def _subject_before(clause: RetellingSentence, verb: int) -> Phrase | None:
    """The subject to the left of a verb; for “…, who said” the name just before “who”."""
    tokens, lexicon = clause.tokens, clause.lexicon
    who = verb - 1
    while who > 0 and (
        clause.word(who) in lexicon.auxiliaries or clause.word(who) in lexicon.adverbs
    ):
        who -= 1
    if who > 0 and clause.word(who) in _RELATIVE:
        if tokens[who - 1].text != ",":
            return None  # “voters who say that …” are nobody that was heard
        last = who - 2
        first = last
        while first >= 0 and (tokens[first].is_capital or tokens[first].lower in lexicon.particles):
            first -= 1
        if first < last:
            return Phrase(first + 1, last + 1, last + 1)
    return subject_before(tokens, verb, lexicon) if verb else None


def _subject_of_participle(clause: RetellingSentence, cue: Cue) -> Phrase | None:
    """Who is “adding”: the speaker of the verb before it, else the subject of the sentence."""
    tokens, lexicon = clause.tokens, clause.lexicon
    if not cue.first or tokens[cue.first - 1].text != ",":
        return None
    for index in range(cue.first - 1, max(0, cue.first - _FARTHEST_SUBJECT), -1):
        earlier = cue_at(tokens, index, lexicon)
        if earlier is None or earlier.weak or earlier.participle:
            continue
        found = _subject_before(clause, index)
        if found is not None and is_somebody(clause, found):
            return found
        end = phrase_end(tokens, earlier.last + 1, lexicon)
        if end > earlier.last + 1:
            return Phrase(earlier.last + 1, end, end)
    return None if clause.sentence.goes_on else clause_subject(tokens[: cue.first], lexicon)


def is_blocked(clause: RetellingSentence, cue: Cue) -> bool:
    """True for what was not said (“did not say”, “might add”) and for “was told”."""
    if is_infinitive(clause.tokens, cue.first, clause.lexicon):
        return True
    for index in range(cue.first - 1, max(-1, cue.first - 1 - _AUXILIARIES_BACK), -1):
        word = clause.word(index)
        if word in clause.words.blocked_by:
            return True
        if word in clause.words.passive:
            return not cue.participle
        if word not in clause.lexicon.auxiliaries and word not in clause.lexicon.adverbs:
            return False
    return False


def is_somebody(clause: RetellingSentence, phrase: Phrase) -> bool:
    """Whether a phrase can speak: not “I”, “what” or “the man whose brother”."""
    words = [token.lower for token in clause.tokens[phrase.begin : phrase.end] if token.is_word]
    if not words or words[0] in clause.words.own_voice:
        return False
    if words[0] in clause.lexicon.objects and len(words) == 1:
        return False
    if any(word in clause.lexicon.relatives or word in _HAS for word in words[1:]):
        return False
    if clause.lexicon.language == "en" and words[0].endswith("ing"):
        return clause.tokens[phrase.begin].is_capital
    return not (len(words) == 1 and words[0] in clause.lexicon.determiners)
