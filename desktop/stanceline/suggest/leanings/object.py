"""What rules the topic in an English clause: “condemn”, “call for”, “must”, “wrong to”."""

from stanceline.suggest.leanings.chain import Chain
from stanceline.suggest.leanings.finding import Finding, Place, given
from stanceline.suggest.leanings.holder import holder_of
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.words import Cue

_SHORT_CALL = 5  # words of “No more troops!”
_LOSS_REACH = 14
_NEGATOR_REACH = 4


def said_before(place: Place, chain: Chain) -> Finding | None:
    """What the words before the topic say of it, or None."""
    cue = chain.governor
    if cue is None:
        return _without(place, chain) or _call(place, chain)
    if cue.kind is CueKind.EVALUATION:
        return _wrong_to(place, chain, cue)
    if cue.kind is CueKind.THERE or place.ends(cue.first - 1, CueKind.THERE):
        return _there_is_no(place, chain, cue)
    return _ruled(place, chain, cue)


def _wrong_to(place: Place, chain: Chain, quality: Cue) -> Finding:
    negator = _negator_before(place, quality.first)
    n_turns = len(chain.negators[:1]) + len(given(negator))
    sign = quality.sign * chain.sign * (-1) ** n_turns
    return place.finding(quality.kind, sign, (quality.first, *chain.words, *given(negator)))


def _there_is_no(place: Place, chain: Chain, cue: Cue) -> Finding | None:
    """What is ruled out: “there can be no ceasefire” is more than that there is none."""
    between = range(cue.first, place.mention.number)
    has_modal = any(place.reading.starts(number, CueKind.MODAL) for number in between)
    if not chain.negators or not has_modal:
        return None
    return place.finding(CueKind.THERE, -chain.sign, (cue.first, *chain.words))


def _ruled(place: Place, chain: Chain, cue: Cue) -> Finding | None:
    holder, fate = holder_of(place, cue), _fate_behind(place)
    if cue.kind is CueKind.DEONTIC:
        is_meant = bool(chain.handles)
    elif cue.kind is CueKind.COMMIT:
        is_refused = bool(chain.negators) and chain.negators[0].last == place.mention.number - 1
        is_meant = holder.is_named and holder.is_speaker and bool(chain.handles or is_refused)
    else:
        is_needed = place.reading.starts(cue.first, CueKind.NEED) is not None
        is_meant = holder.is_speaker or is_needed
        if fate is None and not chain.handles and _brings_clause(place, cue):
            is_meant = False
    if not is_meant:
        return None
    sign = chain.sign * holder.sign * (cue.sign or 1) * (-1 if chain.negators else 1)
    words = (cue.first, *chain.words, *holder.words)
    if fate is not None:
        return place.finding(cue.kind, sign * fate[0], (*words, *fate[1]))
    return place.finding(cue.kind, sign, words)


def _brings_clause(place: Place, cue: Cue) -> bool:
    """Whether the topic is only the subject of what is held: “I hope that the deal …”."""
    behind = place.mention.number + 1
    has_more = behind < place.clause.last and not place.reading.is_mark(behind)
    return has_more and place.reading.words[cue.last + 1].form == "that"


def _fate_behind(place: Place) -> tuple[int, tuple[int, ...]] | None:
    """What is to be done with the topic: “we demand that the tax be scrapped”."""
    reading, turned, is_verb = place.reading, 1, False
    words: list[int] = []
    for number in range(place.mention.number + 1, place.clause.last):
        if reading.starts(number, CueKind.NEGATOR):
            turned = -turned
            words.append(number)
        elif cue := reading.starts(number, CueKind.HANDLE):
            is_aside = reading.words[number].form.endswith("ing") and not is_verb
            return None if is_aside else (turned * cue.sign, (*words, number))
        elif reading.starts(number, CueKind.AUXILIARY, CueKind.COPULA):
            is_verb = True
        elif not reading.starts(number, CueKind.FILLER):
            return None
    return None


def _without(place: Place, chain: Chain) -> Finding | None:
    """What would be lost: “without the ferry the school will close”."""
    if chain.without is None:
        return None
    reading = place.reading
    first = place.mention.number + 1
    for number in range(first, min(first + _LOSS_REACH, len(reading.words))):
        if reading.ends_sentence(number):
            return None
        if reading.starts(number, CueKind.LOSS):
            return place.finding(CueKind.WITHOUT, chain.sign, (chain.without.first, number))
    return None


def _call(place: Place, chain: Chain) -> Finding | None:
    """A call at the start of a sentence: “Stop the deliveries!” or “No more troops!”."""
    opener, reading = place.first_word(), place.reading
    if chain.is_part or not reading.begins_sentence(opener):
        return None
    if chain.handles and chain.handles[-1].first == opener and not chain.qualities:
        handle = chain.handles[-1]
        is_base = not reading.words[handle.first].form.endswith(("ing", "ed", "s"))
        is_noun = reading.starts(handle.last + 1, CueKind.LINK) is not None
        if is_base and not is_noun:
            return place.finding(CueKind.HANDLE, chain.sign, chain.words)
    is_short = place.clause.last - opener <= _SHORT_CALL and not chain.handles
    if is_short and chain.negators and chain.negators[-1].first == opener:
        return place.finding(CueKind.NEGATOR, -chain.sign, chain.words)
    return None


def _negator_before(place: Place, number: int) -> int | None:
    """A negator in front of a word, with at most adverbs and a copula between."""
    passable = (CueKind.FILLER, CueKind.DETERMINER, CueKind.AUXILIARY, CueKind.COPULA)
    for at in range(number - 1, number - 1 - _NEGATOR_REACH, -1):
        if cue := place.ends(at, CueKind.NEGATOR, CueKind.NEGATIVE_SUBJECT):
            return cue.first
        if not place.ends(at, *passable):
            return None
    return None
