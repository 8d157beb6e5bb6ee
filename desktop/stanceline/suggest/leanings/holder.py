"""Who holds what an English verb says: the speaker, somebody else, or nobody."""

from dataclasses import replace

from stanceline.records import dataclass
from stanceline.suggest.leanings.finding import HolderRule, Place
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.words import Asks, Cue

_REACH = 10  # words between a verb and its subject
_POSSESSIVE_REACH = 2

_PASSABLE = (
    CueKind.AUXILIARY,
    CueKind.FILLER,
    CueKind.DETERMINER,
    CueKind.COPULA,
    CueKind.LINK,
    CueKind.SIDE_LINK,
    CueKind.JOIN,
    CueKind.DEMAND,
    CueKind.COMMIT,
    CueKind.EVALUATION,
    CueKind.POSSESSIVE,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whether a view is the speaker's, turned by what stands between subject and verb.

    ``is_named`` says that a subject stands there, such as “I” or “our party”.
    """

    is_speaker: bool
    is_named: bool
    sign: int = 1
    words: tuple[int, ...] = ()


NOBODY = Holder(is_speaker=False, is_named=False)


def holder_of(place: Place, verb: Cue) -> Holder:
    """Walk left from a verb to its subject."""
    at, sign, is_negated = verb.first - 1, 1, False
    if place.ends(at, CueKind.DETERMINER):
        # “A vote for it” and “the fear of it” are anybody's.
        return NOBODY
    words: list[int] = []
    lowest = max(place.clause.first, verb.first - _REACH)
    while at >= lowest:
        subject = _subject_at(place, at)
        if subject is not None:
            turned = -sign if is_negated else sign
            return replace(subject, sign=subject.sign * turned, words=(*words, *subject.words))
        cue = next(iter(place.reading.ending(at)))
        turner = place.ends(at, CueKind.ATTITUDE, CueKind.HANDLE)
        if cue.kind is CueKind.NEGATOR:
            is_negated = True
            words.append(cue.first)
        elif turner is not None:
            if _brings_verb(place, turner, verb):
                # “We refuse to support it”, “we shall stop supporting it”.
                sign *= turner.sign
                words.append(turner.first)
        elif not place.ends(at, *_PASSABLE):
            return NOBODY
        at = cue.first - 1
    return _without_subject(place, verb, -sign if is_negated else sign, tuple(words))


def _brings_verb(place: Place, turner: Cue, verb: Cue) -> bool:
    """Whether one verb depends on the other, rather than stand beside it: “back and fund”."""
    if turner.last + 1 == verb.first:
        return place.reading.words[verb.first].form.endswith("ing")
    return place.reading.starts(turner.last + 1, CueKind.LINK) is not None


def _subject_at(place: Place, at: int) -> Holder | None:
    """The subject that ends here, or None where the way goes on."""
    if place.ends(at, CueKind.NEGATIVE_SUBJECT):
        return Holder(is_speaker=True, is_named=True, sign=-1, words=(at,))
    if place.ends(at, CueKind.FIRST, CueKind.GENERAL_SUBJECT, CueKind.RHETORICAL):
        return Holder(is_speaker=True, is_named=True)
    if modal := place.ends(at, CueKind.DEONTIC):
        # “The council must reject it” is what the speaker wants, whoever the subject is.
        return Holder(is_speaker=True, is_named=True, words=(modal.first,))
    if place.ends(at, CueKind.THIRD):
        return Holder(is_speaker=place.rule is not HolderRule.OWN_WORDS, is_named=True)
    if not place.reading.ending(at):
        return Holder(is_speaker=_is_ours(place, at), is_named=True)
    return None


def _is_ours(place: Place, at: int) -> bool:
    """Whether the noun that ends here stands for the speaker: “our party”."""
    if place.clause.asks is Asks.RHETORICALLY:
        return True
    before = range(max(place.clause.first, at - _POSSESSIVE_REACH), at)
    return any(place.ends(number, CueKind.POSSESSIVE) for number in before)


def _without_subject(place: Place, verb: Cue, sign: int, words: tuple[int, ...]) -> Holder:
    """Nobody is named: the speaker, unless the verb belongs to somebody further before."""
    opener = place.reading.starts(place.clause.first, CueKind.BREAK, CueKind.CONDITION)
    is_third_person = place.reading.words[verb.first].form.endswith("s") and verb.first > 1
    return Holder(opener is None and not is_third_person, is_named=False, sign=sign, words=words)
