"""What an English clause says of a topic: the order of its words tells who does what to whom."""

from collections.abc import Iterator

from stanceline.suggest.leanings.chain import chain_before
from stanceline.suggest.leanings.finding import Finding, Place
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.object import said_before
from stanceline.suggest.leanings.subject import said_behind
from stanceline.suggest.leanings.words import Asks

_ATTRIBUTIVE = 0.8  # what “illegal sanctions” weighs, of what “sanctions are illegal” would
_AFTER_IS = (CueKind.FILLER, CueKind.DETERMINER, CueKind.NEGATOR)


def findings_in_order(place: Place) -> Iterator[Finding]:
    """What the clause says of the mention."""
    clause = place.clause
    if clause.is_condition or clause.is_inner or clause.asks is Asks.OPENLY:
        return
    if _is_modifier(place) or _is_others_view(place):
        return
    chain = chain_before(place)
    for cue in chain.qualities:
        sign = cue.sign * place.mention.sign
        yield place.finding(cue.kind, sign, (cue.first,), _ATTRIBUTIVE)
    before = said_before(place, chain)
    if before is not None:
        yield before
    yield from said_behind(place, chain)


def _is_others_view(place: Place) -> bool:
    """Whether the clause tells what somebody else says: “critics say the law is dangerous”."""
    for number in range(place.mention.number - 1, place.clause.first - 1, -1):
        saying = place.ends(number, CueKind.SAYING)
        if saying is not None:
            return not _is_said_by_speaker(place, saying.first - 1)
    return False


def _is_said_by_speaker(place: Place, at: int) -> bool:
    while place.ends(at, CueKind.AUXILIARY, CueKind.FILLER, CueKind.NEGATOR):
        at -= 1
    return place.ends(at, CueKind.FIRST) is not None


def _is_modifier(place: Place) -> bool:
    """Whether a noun follows that the topic's word only belongs to: law students, tax office."""
    reading, at = place.reading, place.mention.number + 1
    if at >= place.clause.last or reading.is_mark(at):
        return reading.words[at].form == "'s" if at < place.clause.last else False
    if reading.words[at].form == "'s":
        return reading.starts(at + 1, *_AFTER_IS) is None
    if reading.starting(at):
        return False
    return not reading.words[at].form.endswith(("ed", "ing", "ly", "s"))
