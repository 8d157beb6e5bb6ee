"""The words that a leaning is read from, one JSON file per language."""

import json
from enum import StrEnum
from functools import lru_cache

from stanceline.bundled import RESOURCES
from stanceline.records import dataclass

_FOLDER = RESOURCES / "lexicons" / "stance"


class CueKind(StrEnum):
    """What a word does in a sentence that takes sides."""

    ATTITUDE = "attitude"  # support, condemn: somebody's view of what follows
    EVALUATION = "evaluation"  # illegal, a mistake
    EFFECT = "effect"  # hurts, protects
    INTRANSITIVE = "intransitive"  # works, has failed
    FEED = "feed"  # rewards, prolongs: good or bad by its object
    GOOD = "good"  # such an object: peace
    BAD = "bad"  # the aggressor
    HANDLE = "handle"  # what is done with a topic: impose, lift
    CARRIER = "carrier"  # decision, plan: what stands for the thing itself
    DEMAND = "demand"  # call for
    NEED = "need"
    COMMIT = "commit"  # we will, ready to
    DEONTIC = "deontic"  # must
    NEGATOR = "negator"
    WITHOUT = "without"
    NEGATIVE_SUBJECT = "negative_subject"  # nobody
    GENERAL_SUBJECT = "general_subject"  # everybody
    FIRST = "first"  # I, we
    POSSESSIVE = "possessive"  # our
    THIRD = "third"  # he, she
    PRONOUN = "pronoun"  # it, this: may stand for the topic
    PLURAL_PRONOUN = "plural_pronoun"
    EXPLETIVE = "expletive"  # what makes “it” in “it is wrong to” stand for nothing
    COPULA = "copula"
    MODAL = "modal"  # what only a verb can follow: could, n't
    AUXILIARY = "auxiliary"
    LINK = "link"  # of, to, that: what brings the object of a verb or noun
    SIDE_LINK = "side_link"  # in, by: what more often brings a circumstance
    APART = "apart"  # than, after: what never brings an object
    DETERMINER = "determiner"
    JOIN = "join"  # and
    SUBJECT = "subject"  # what “and” brings a clause of its own with: it, they
    FILLER = "filler"  # adverbs and the like
    CONTRAST = "contrast"  # but
    CONDITION = "condition"  # if
    BREAK = "break"  # because, which
    SAYING = "saying"  # says, believes: what follows is somebody's view
    HEDGE = "hedge"  # too early to say
    RHETORICAL = "rhetorical"  # how can anybody
    THERE = "there"
    LOSS = "loss"  # what would happen without it


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase of a list; a part that ends in ``*`` stands for all its endings."""

    parts: tuple[str, ...]
    kind: CueKind
    sign: int  # +1, -1, or 0 where the kind has no sides


@dataclass(frozen=True, slots=True)
class Ending:
    """Letters that a form may end in, behind a stem of at least so many letters."""

    letters: str
    least: int
    undoubles: bool  # “banned” and “ban” share “ban”
    instead: str  # “policies” and “policy” share “policy”


@dataclass(frozen=True, slots=True, eq=False)
class StanceLexicon:
    """Word lists of one language, in lower case."""

    language: str
    is_free_order: bool  # verbs and objects may stand in any order
    has_zero_copula: bool  # “the law is bad” without “is”, or with a dash
    exact: dict[str, tuple[Entry, ...]]  # entries by their first word
    prefixes: dict[str, tuple[Entry, ...]]  # entries whose first word ends in *
    light: frozenset[str]  # words of a topic's name that do not name it: sending, joining
    reversing: frozenset[str]  # words that turn what follows: lifting, withdrawal
    carrier_heads: frozenset[str]  # result, policy: the word beside them counts as well
    stop: frozenset[str]
    split: frozenset[str]  # prepositions that end the head of a topic's name
    families: dict[str, frozenset[str]]  # stems that mean much the same
    head_is_last: bool  # “press law” is a law; “loi sur la presse” begins with it
    has_compounds: bool  # “Gesetz” stands for “Pressegesetz”
    has_elisions: bool
    adjective_endings: tuple[str, ...]  # of words that may stand before the head of a name
    verb_endings: tuple[str, ...]  # of forms that a noun of the same stem does not mean
    endings: tuple[tuple[Ending, ...], ...]  # taken off one after the other

    def stem(self, word: str) -> str:
        """The part of a lower-case word that its other forms share."""
        for stage in self.endings:
            word = _without_ending(word, stage)
        return word


@lru_cache(maxsize=16)
def stance_lexicon_for(language: str) -> StanceLexicon | None:
    """The word lists of a language tag such as ``en`` or ``fr-CA``; None when there are none."""
    primary = language.replace("_", "-").split("-", 1)[0].lower()
    path = _FOLDER / f"{primary}.json"
    if not (primary.isalpha() and primary.isascii() and path.is_file()):
        return None
    return _build(json.loads(path.read_text(encoding="utf-8")))


def _build(raw: dict[str, object]) -> StanceLexicon:
    cues, topics = _lists(raw["cues"]), _lists(raw["topics"])
    entries = [
        Entry(tuple(words.split()), CueKind(name.rstrip("+-")), _sign(name))
        for name, listed in cues.items()
        for words in listed
    ]
    bare = StanceLexicon(
        language=str(raw["language"]),
        is_free_order=bool(raw.get("is_free_order")),
        has_zero_copula=bool(raw.get("has_zero_copula")),
        exact=_by_first([each for each in entries if not each.parts[0].endswith("*")]),
        prefixes=_by_first([each for each in entries if each.parts[0].endswith("*")]),
        light=frozenset(topics["light"]),
        reversing=frozenset(topics["reversing"]),
        carrier_heads=frozenset(topics["carrier_heads"]),
        stop=frozenset(topics["stop"]),
        split=frozenset(topics["split"]),
        families={},
        head_is_last=bool(raw.get("head_is_last")),
        has_compounds=bool(raw.get("has_compounds")),
        has_elisions=bool(raw.get("has_elisions")),
        adjective_endings=tuple(topics["adjective_endings"]),
        verb_endings=tuple(topics["verb_endings"]),
        endings=(_endings(topics["endings"]), _endings(topics["second_endings"])),
    )
    for family in topics["families"]:
        stems = frozenset(bare.stem(word) for word in family.split())
        for stem in stems:
            bare.families[stem] = bare.families.get(stem, frozenset()) | stems
    return bare


def _lists(raw: object) -> dict[str, list[str]]:
    if not isinstance(raw, dict):
        return {}
    return {str(name): [str(word) for word in words] for name, words in raw.items()}


def _endings(listed: list[str]) -> tuple[Ending, ...]:
    """Endings from forms such as “---ing”, longest first.

    There is a hyphen for each letter that must be left; “+” undoubles the last of them,
    and what follows “=” takes the ending's place.
    """
    found = []
    for each in listed:
        letters, _, instead = each.strip("-+").partition("=")
        found.append(Ending(letters, each.count("-"), each.endswith("+"), instead))
    return tuple(sorted(found, key=lambda each: len(each.letters), reverse=True))


def _without_ending(word: str, endings: tuple[Ending, ...]) -> str:
    for ending in endings:
        n_left = len(word) - len(ending.letters)
        if n_left >= ending.least and word.endswith(ending.letters):
            word = word[:n_left] + ending.instead
            is_doubled = ending.undoubles and n_left > ending.least and word[-1] == word[-2]
            return word[:-1] if is_doubled else word
    return word


def _sign(name: str) -> int:
    return {"+": 1, "-": -1}.get(name[-1], 0)


def _by_first(entries: list[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted(entries, key=lambda each: len(each.parts), reverse=True):
        first = entry.parts[0].rstrip("*")
        found[first] = (*found.get(first, ()), entry)
    return found
