"""What stands before the topic in an English clause and belongs to it: “the plan to lift the”."""

from dataclasses import field

from stanceline.records import dataclass
from stanceline.suggest.leanings.finding import Place
from stanceline.suggest.leanings.holder import NOBODY, holder_of
from stanceline.suggest.leanings.lexicon import CueKind
from stanceline.suggest.leanings.words import Cue

_FARTHEST = 14  # words between a topic and what is said of it
_MOST_UNKNOWN = 3  # unlisted words in a row that may be adjectives
_ASKED_REACH = 6  # words of “urge the members of the cabinet to”
_PHRASE_ENDS = ("to", "for", "of", "with")

_LINKABLE = (
    CueKind.HANDLE,
    CueKind.CARRIER,
    CueKind.ATTITUDE,
    CueKind.DEMAND,
    CueKind.NEED,
    CueKind.EVALUATION,
    CueKind.COMMIT,
    CueKind.DEONTIC,
    CueKind.NEGATOR,
)
_CARRYING = (CueKind.HANDLE, CueKind.CARRIER, CueKind.EVALUATION)
_GOVERNING = (
    CueKind.DEMAND,
    CueKind.NEED,
    CueKind.DEONTIC,
    CueKind.COMMIT,
    CueKind.THERE,
)
_NEGATING = (CueKind.NEGATOR, CueKind.NEGATIVE_SUBJECT)
_PLAIN_KINDS = frozenset(
    (
        CueKind.GOOD,
        CueKind.BAD,
        CueKind.FEED,
        CueKind.EFFECT,
        CueKind.LOSS,
        CueKind.HEDGE,
        CueKind.SAYING,
    )
)


@dataclass(slots=True)
class Chain:
    """The words before a mention, with the side that they give it."""

    sign: int
    handles: list[Cue] = field(default_factory=list)
    negators: list[Cue] = field(default_factory=list)
    qualities: list[Cue] = field(default_factory=list)
    governor: Cue | None = None  # the verb or quality that rules all of it
    without: Cue | None = None
    is_part: bool = False  # of something else: the victims of the sanctions
    is_linked: bool = False  # a preposition stands before it
    is_bare: bool = True  # nothing but adjectives stands before it
    is_closed: bool = False  # an article stands before it, so that no adjective can follow

    @property
    def words(self) -> tuple[int, ...]:
        """The words that have a part in its sign."""
        return tuple(cue.first for cue in (*self.handles, *self.negators))

    def open_again(self) -> None:
        """What comes now may have adjectives and an article of its own."""
        self.is_linked = self.is_closed = False


def chain_before(place: Place) -> Chain:
    """Walk left from a mention over articles, adjectives and what is done with the topic."""
    chain = Chain(place.mention.sign)
    at, n_unknown = place.mention.number - 1, 0
    lowest = max(place.clause.first, place.mention.number - _FARTHEST)
    while at >= lowest and not chain.is_part and chain.governor is None:
        cue = _step(place, at, chain)
        if cue is not None:
            n_unknown, at = 0, cue.first - 1
            continue
        n_unknown += 1
        is_other = chain.is_linked or chain.is_closed or n_unknown > _MOST_UNKNOWN
        if is_other or not _is_plain(place, at):
            break
        at -= 1
    return chain


def _is_plain(place: Place, at: int) -> bool:
    """Whether a word may be an adjective or part of a compound: “peace” in “peace talks”."""
    if place.reading.words[at].form == "'s":
        return True
    is_listed = any(cue.kind not in _PLAIN_KINDS for cue in place.reading.ending(at))
    return not is_listed and not place.reading.is_mark(at)


def _step(place: Place, at: int, chain: Chain) -> Cue | None:
    """Take the cue that ends here into the chain; None where none can be taken."""
    held = place.ends(at, CueKind.ATTITUDE)
    holder = holder_of(place, held) if held else NOBODY
    handle = place.ends(at, CueKind.HANDLE)
    is_held = holder.is_speaker and holder.is_named
    if held and is_held:
        chain.governor = held
        return held
    if quality := place.ends(at, CueKind.EVALUATION):
        return _take_quality(place, quality, chain)
    if negator := place.ends(at, CueKind.WITHOUT, *_NEGATING):
        _take_negator(negator, chain)
        return negator
    if held and (handle is None or holder.is_speaker):
        chain.governor = held
        return held
    if handle:
        chain.sign *= handle.sign
        chain.handles.append(handle)
        chain.is_bare = False
        chain.open_again()
        return handle
    if verb := place.ends(at, *_GOVERNING):
        # “The proposed law” and “our demand”: an adjective or a noun.
        if not place.ends(verb.first - 1, CueKind.DETERMINER, CueKind.POSSESSIVE):
            chain.governor = verb
        return verb
    return _pass(place, at, chain)


def _take_negator(negator: Cue, chain: Chain) -> None:
    if negator.kind is CueKind.WITHOUT:
        chain.without = negator
    else:
        chain.negators.append(negator)
    chain.open_again()


def _take_quality(place: Place, quality: Cue, chain: Chain) -> Cue:
    """“Illegal sanctions” says it of the topic; “wrong to lift” of what is done with it."""
    is_phrase = place.reading.words[quality.last].form in _PHRASE_ENDS
    if is_phrase or (chain.is_linked and chain.handles):
        chain.governor = quality
    elif chain.is_linked or chain.is_closed:
        chain.is_part = True
    elif chain.is_bare and not _is_compared(place, quality):
        chain.qualities.append(quality)
    return quality


def _is_compared(place: Place, quality: Cue) -> bool:
    """“The most important vote” tells its size more than a view of it."""
    before = quality.first - 1
    return before >= 0 and place.reading.words[before].form in ("more", "most")


def _pass(place: Place, at: int, chain: Chain) -> Cue | None:
    """Pass what has no side of its own."""
    if cue := place.ends(at, CueKind.APART):
        chain.is_part = True
    elif cue := place.ends(at, CueKind.LINK, CueKind.SIDE_LINK):
        return _cross(place, cue, chain)
    elif cue := place.ends(at, CueKind.DETERMINER, CueKind.POSSESSIVE):
        chain.is_closed = True
    elif cue := place.ends(at, CueKind.FILLER, CueKind.AUXILIARY):
        pass
    elif cue := place.ends(at, CueKind.CARRIER):
        chain.is_bare = False
        chain.open_again()
    elif chain.negators:
        cue = place.ends(at, CueKind.COPULA)
    return cue


def _cross(place: Place, link: Cue, chain: Chain) -> Cue:
    """Cross a preposition where what stands before it goes on to the topic."""
    kinds = _LINKABLE if link.kind is CueKind.LINK else _CARRYING
    is_opening = link.first == place.first_word() and bool(chain.handles)
    is_linkable = is_opening or _is_linkable(place, link.first - 1, kinds)
    if not is_linkable and chain.handles and (asked := _asked_before(place, link)):
        chain.governor = asked
        return asked
    # “That” before a noun is an article; behind a verb it brings what is held.
    is_article = place.ends(link.last, CueKind.DETERMINER) is not None
    chain.is_bare = False
    chain.is_part = not is_linkable and not is_article
    chain.is_linked, chain.is_closed = is_linkable, False
    return link


def _asked_before(place: Place, link: Cue) -> Cue | None:
    """The verb of “urge the cabinet to”, from its “to”."""
    for number in range(link.first - 1, link.first - 1 - _ASKED_REACH, -1):
        if number < place.clause.first or place.reading.is_mark(number):
            return None
        if cue := place.ends(number, CueKind.DEMAND):
            return cue
        if place.ends(number, CueKind.COPULA):
            return None
    return None


def _is_linkable(place: Place, at: int, kinds: tuple[CueKind, ...]) -> bool:
    while place.ends(at, CueKind.FILLER):
        at -= 1
    return place.ends(at, *kinds) is not None
