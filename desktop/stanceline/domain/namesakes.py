"""Whether a name, as somebody wrote it, may be another form of a name that is known."""

from collections.abc import Iterable

from stanceline.domain.speakers import SpeakerKind, kind_of_name

_ALIKE = 86.0
"""How alike two spellings of one word are at least, of 100."""

_LEAST_LETTERS = 4
"""Shorter words are the same or they are not."""

_LEAST_IN_ACRONYM = 2
_ARTICLES = frozenset({"the", "le", "la", "les", "der", "die", "das", "el", "los", "las"})
_BETWEEN = _ARTICLES | frozenset(
    [
        "of",
        "and",
        "for",
        "de",
        "du",
        "des",
        "et",
        "pour",
        "y",
        "e",
        "und",
        "für",
        "в",
        "и",
        "та",
        "і",
        "з",
        "у",
        "для",
        "del",
        "von",
        "van",
    ]
)
_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "prof",
        "professor",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "señor",
        "señora",
        "don",
        "doña",
        "пан",
        "пані",
        "господин",
        "госпожа",
        "г-н",
        "г-жа",
    ]
)
_MASCULINE = ("ий", "ій", "ый", "ой", "i", "y", "ý", "")
_FEMININE = ("a", "á", "ova", "ová", "а", "ая")
"""How surnames of Slavic languages end for a man and for a woman: those are two people."""

_OBLIQUE = ("ого", "его", "ому", "ему", "ові", "им", "ым", "ім", "ом", "ем", "у")
"""How a man's surname ends in Ukrainian and Russian when it is not the subject."""


def is_other_form(written: str, names: Iterable[str]) -> bool:
    """Whether what is written may be another form of one of these names of somebody.

    It is where the surname is shared and no given name speaks against it, where one is the
    acronym of the other, and where they are spelt alike. What is no name, such as "a senior
    official", is no form of any.
    """
    if kind_of_name(written) is SpeakerKind.UNNAMED or not written[:1].isupper():
        return False
    words = _words(written)
    return bool(words) and any(_agree(words, _words(name)) for name in names)


def surname_of(name: str) -> str:
    """The last word of a name, folded for comparing; empty for a name without words."""
    words = _words(name)
    return words[-1].casefold() if words else ""


def _words(name: str) -> list[str]:
    """The words of a name without article, honorific and what only marks the possessive."""
    plain = name.replace("’", "'").replace(",", " ").split()
    words = [word.removesuffix("'s").strip(".()") for word in plain]
    leading = _ARTICLES | _HONORIFICS
    while len(words) > 1 and words[0].casefold() in leading:
        del words[0]
    return [word for word in words if word]


def _agree(one: list[str], other: list[str]) -> bool:
    if not other:
        return False
    if _is_acronym(one, other) or _is_acronym(other, one):
        return True
    if len(one) == len(other) and all(map(_are_alike, one, other)):
        return True
    if kind_of_name(" ".join(other)) is not SpeakerKind.PERSON:
        return False
    return _are_alike(one[-1], other[-1]) and _givens_agree(one[:-1], other[:-1])


def _is_acronym(short: list[str], long: list[str]) -> bool:
    if len(short) != 1 or not short[0].isupper() or len(short[0]) < _LEAST_IN_ACRONYM:
        return False
    letters = "".join(word[0] for word in long if word.casefold() not in _BETWEEN)
    return len(long) > 1 and short[0].replace(".", "").casefold() == letters.casefold()


def _givens_agree(one: list[str], other: list[str]) -> bool:
    """Whether the given names of the shorter form all stand, in order, in the longer one."""
    shorter, longer = sorted((one, other), key=len)
    left = iter(longer)
    return all(any(_is_given_alike(each, against) for against in left) for each in shorter)


def _is_given_alike(one: str, other: str) -> bool:
    is_initial = min(len(one), len(other)) == 1
    return one[0] == other[0] if is_initial else _are_alike(one, other)


def _are_alike(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio

    one, other = one.casefold(), other.casefold()
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST_LETTERS or one[0] != other[0]:
        return False
    if _ends_otherwise(one, other, _FEMININE) or _ends_otherwise(other, one, _FEMININE):
        return False
    is_declined = _ends_otherwise(one, other, _OBLIQUE) or _ends_otherwise(other, one, _OBLIQUE)
    return is_declined or ratio(one, other) >= _ALIKE


def _ends_otherwise(word: str, name: str, endings: Iterable[str]) -> bool:
    """Whether the word is a man's surname with one of these endings in place of its own."""
    stems = {name.removesuffix(end) for end in _MASCULINE if name.endswith(end)}
    return any(word.endswith(end) and word.removesuffix(end) in stems for end in endings)
