"""Where a quotation speaks of a topic: the words of its name, their forms and their kin."""

import re
from collections.abc import Iterator
from functools import lru_cache

from stanceline.records import dataclass
from stanceline.suggest.leanings.lexicon import CueKind, StanceLexicon
from stanceline.suggest.leanings.words import Reading

_NAME_WORD = re.compile(r"(?i:\b(?:[ldnsmtcj]|qu)['’](?=\w))|[^\W_]+(?:[-‑][^\W_]+)*")
_ITEM_SEPARATOR = re.compile(r"[;,\n]")
_LONGEST_ITEM = 3  # words of a description that still read as another name
_LEAST_LAST_PART = 4  # letters of “Gesetz” in “Pressegesetz”
_LEAST_FIRST_PART = 3


@dataclass(frozen=True, slots=True)
class TopicStems:
    """What is looked for.

    ``core`` are the stems that name the topic by themselves. ``turned`` are stems of what
    the topic would undo: “troops” for “withdrawal of troops”. ``names`` are the capital
    words of its name, which tell one strike from another.
    """

    core: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    compounds: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()  # all stems of the name
    has_verb: bool = False  # “sending troops”
    is_person: bool = False  # or another proper name, which “it” does not stand for

    def sign(self, stem: str) -> int:
        """+1 for a word of the topic, -1 for what it would undo, 0 for all others."""
        if stem in self.core:
            return 1
        if stem in self.turned:
            return -1
        return 1 if any(_is_last_part(stem, word) for word in self.compounds) else 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A word, by its number, that names the topic or stands for it.

    ``sign`` is -1 where being for it means being against the topic; ``weight`` is less than
    1 for what only stands for the topic.
    """

    number: int
    sign: int
    weight: float = 1.0


@lru_cache(maxsize=64)
def topic_stems(name: str, description: str, lexicon: StanceLexicon) -> TopicStems:
    """The stems of a topic's name; short items of its description count as further names."""
    found = _of_name(name, lexicon)
    for item in _ITEM_SEPARATOR.split(description):
        if 0 < len(item.split()) <= _LONGEST_ITEM:
            more = _of_name(item.strip(" ."), lexicon)
            found = TopicStems(
                found.core | more.core,
                found.turned | more.turned,
                found.names,
                found.compounds,
                found.own | more.own,
                found.has_verb,
                found.is_person,
            )
    return found


def mentions(reading: Reading, stems: TopicStems) -> list[Mention]:
    """Where the words name the topic, in their order."""
    found = []
    for number, word in enumerate(reading.words):
        if reading.is_mark(number):
            continue
        sign = stems.sign(reading.lexicon.stem(word.form))
        if sign and _is_noun_like(reading, number, stems):
            found.append(Mention(_end_of_name(reading, number, stems), sign))
    named = {each.number for each in found if each.sign > 0}
    # “The grain export ban” speaks of the ban, not of exports.
    return [
        each
        for each in found
        if each.sign > 0 or not named.intersection(range(each.number - 3, each.number + 4))
    ]


def _end_of_name(reading: Reading, number: int, stems: TopicStems) -> int:
    """The last word of a name that begins here: “deliveries” in “arms deliveries”."""
    lexicon = reading.lexicon
    if not lexicon.head_is_last:
        return number
    for word in reading.words[number + 1 : number + 1 + _LONGEST_ITEM]:
        if word.form not in lexicon.light and lexicon.stem(word.form) not in stems.own:
            break
        number += 1
    return number


def _is_noun_like(reading: Reading, number: int, stems: TopicStems) -> bool:
    """Whether the word names the topic here, rather than being a verb or part of a phrase."""
    is_verb = _is_verb(reading.words[number].form, reading.lexicon)
    if is_verb and not stems.has_verb:
        return False
    if reading.ends(number - 1, CueKind.MODAL):
        return False
    is_in_phrase = any(cue.last > cue.first for cue in reading.covering(number))
    return not is_in_phrase and not _is_of_something_else(reading, number, stems)


def _is_of_something_else(reading: Reading, number: int, stems: TopicStems) -> bool:
    """Whether another name stands behind it: the strike on Meron is not the one on Velin."""
    if not stems.names or reading.lexicon.has_compounds:
        return False
    at = number + 1
    if not reading.starts(at, CueKind.LINK, CueKind.SIDE_LINK):
        return False
    at += 1
    while reading.starts(at, CueKind.FILLER, CueKind.DETERMINER):
        at += 1
    if at >= len(reading.words) or not reading.words[at].is_capital:
        return False
    stem = reading.lexicon.stem(reading.words[at].form)
    is_speaker = reading.starts(at, CueKind.FIRST) is not None
    return not is_speaker and stem not in stems.names | stems.core


def _of_name(name: str, lexicon: StanceLexicon) -> TopicStems:
    segments = list(_segments(name, lexicon))
    if not segments:
        return TopicStems()
    reversing = [word for word in segments[0] if word in lexicon.reversing]
    named = [word for word in segments[0] if word not in lexicon.light | lexicon.reversing]
    rest = next(iter(segments[1:]), [])
    if reversing:
        turned = _heads(named or rest, lexicon)
        # “Ban” is a thing that one can be against; “lifting” never stands alone.
        core = [word for word in reversing if word not in lexicon.light]
    else:
        turned = []
        core = _heads(named or rest or segments[0], lexicon)
        last = segments[0][-1]
        if lexicon.head_is_last and last in lexicon.light and not _is_verb(last, lexicon):
            # “The expansion” stands for “airport expansion”; “sending” never does.
            core = [*core, last]
        if named and any(word in lexicon.carrier_heads for word in core):
            core = [*core, *_heads(rest, lexicon)]
    whole = tuple(lexicon.stem(word) for segment in segments for word in segment)
    words = _NAME_WORD.findall(name)
    capitals = {word.lower() for word in words[1:] if word[0].isupper()}
    return TopicStems(
        _kin(core, lexicon),
        _kin(turned, lexicon),
        frozenset(lexicon.stem(word) for word in capitals - set(core)),
        whole if lexicon.has_compounds else (),
        frozenset(whole),
        any(_is_verb(word.lower(), lexicon) for word in words),
        not lexicon.has_compounds and len(words) > 1 and set(core) <= capitals,
    )


def _segments(name: str, lexicon: StanceLexicon) -> Iterator[list[str]]:
    """The words of a name that mean something, cut where a preposition stands."""
    segment: list[str] = []
    for found in _NAME_WORD.findall(name):
        word = found.lower().replace("’", "'")
        if word in lexicon.split and segment:
            yield segment
            segment = []
        if word not in lexicon.stop:
            segment.append(word)
    if segment:
        yield segment


def _heads(words: list[str], lexicon: StanceLexicon) -> list[str]:
    """The word that says what the thing is; all of them where it is a result or a question."""
    bare = [word for word in words if word not in lexicon.light] or words
    if not bare:
        return []
    if lexicon.head_is_last:
        head = bare[-1]
        return bare if head in lexicon.carrier_heads else [head]
    nouns = [word for word in bare if not word.endswith(lexicon.adjective_endings)] or bare
    return nouns if nouns[0] in lexicon.carrier_heads else nouns[:1]


def _is_verb(word: str, lexicon: StanceLexicon) -> bool:
    return word.endswith(lexicon.verb_endings)


def _kin(words: list[str], lexicon: StanceLexicon) -> frozenset[str]:
    stems = frozenset(lexicon.stem(word) for word in words)
    return stems.union(*(lexicon.families.get(stem, frozenset()) for stem in stems))


def _is_last_part(stem: str, word: str) -> bool:
    n_before = len(word) - len(stem)
    return len(stem) >= _LEAST_LAST_PART and n_before >= _LEAST_FIRST_PART and word.endswith(stem)
