"""Which speakers somebody means who has typed a few letters; plain Python, no widgets."""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import chain, islice

from stanceline.domain.speakers import Speaker
from stanceline.records import dataclass

_ASIDE = str.maketrans(
    {
        # Letters that Unicode does not take apart into a plain letter and an accent.
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ґ": "г",
        # People leave apostrophes out and write hyphens as spaces.
        **dict.fromkeys("'’‘ʼ`´′.,", ""),
        **dict.fromkeys("-‐‑–—/()", " "),
    }
)
_FORM_END = "\n"
_LEAST_FUZZY = 3
_WIDEST_GAP = 3


class Fit(IntEnum):
    """How well what was typed fits a speaker, best first."""

    WHOLE = 0
    """It is the name or an alias, but for case and accents."""
    START = 1
    """The name, surname, an alias or the role begins with it, or its words do."""
    INSIDE = 2
    """It stands inside a word."""
    SCATTERED = 3
    """Its letters come in this order, with others in between."""


@dataclass(frozen=True, slots=True)
class Match:
    """A speaker who may be meant; ``form`` is the name, alias or role that fits."""

    speaker: Speaker
    form: str
    fit: Fit


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """The text without case, accents and apostrophes, in any script; words one space apart."""
    plain = text.casefold()
    if not plain.isascii():
        # Taking apart can bring new capitals and new combinations, so each is done twice.
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.translate(_ASIDE).split())


def is_spelt_out(text: str) -> bool:
    """Whether this reads like a whole name, not like a few letters of one.

    Such a text is not taken for a speaker who merely has the letters somewhere.
    """
    return not text.islower() or len(text.split()) > 1


@dataclass(frozen=True, slots=True)
class _Entry:
    """A speaker prepared for the search; the forms are names first, then roles.

    ``names`` and ``roles`` hold the folded forms, each between line ends, with a space
    before each of their words.
    """

    speaker: Speaker
    forms: tuple[str, ...]
    keys: tuple[str, ...]
    names: str
    roles: str
    is_own: bool


_Class = tuple[Fit, bool, int]
"""How well a speaker fits, whether it is another article's, the place of the fit (0 is best)."""

_LAST_PLACE = 4


class SpeakerIndex:
    """Speakers prepared for ranking; those in ``first_ids`` come first among equals."""

    def __init__(self, speakers: Iterable[Speaker], first_ids: Iterable[int] = ()) -> None:
        first = frozenset(first_ids)
        entries = [_entry(speaker, is_own=speaker.id in first) for speaker in speakers]
        self._entries = sorted(entries, key=_standing)
        self._by_name: dict[str, Speaker] = {}
        names = [(entry.speaker.name, entry.speaker) for entry in self._entries]
        aliases = [(name, each.speaker) for each in self._entries for name in each.speaker.aliases]
        for name, speaker in chain(names, aliases):
            self._by_name.setdefault(name.strip().casefold(), speaker)

    def named(self, name: str) -> Speaker | None:
        """The speaker who goes by exactly this name or alias, whatever the case, or None."""
        return self._by_name.get(name.strip().casefold())

    def ranked(self, text: str, limit: int = 8) -> list[Match]:
        """The speakers who fit what was typed, best first; with nothing typed, all.

        Within one kind of fit the article's own speakers lead, then the better place of
        the fit, then who is quoted most.
        """
        wanted = folded(text)
        if not wanted:
            return [
                Match(entry.speaker, entry.speaker.name, Fit.START)
                for entry in self._entries[:limit]
            ]
        found = list(islice(self._fitting(wanted), limit))
        if len(found) < limit:
            known = {match.speaker.id for match in found}
            found += self._scattered(wanted, known)
        return found[:limit]

    def _fitting(self, wanted: str) -> Iterator[Match]:
        words = wanted.split()
        found: dict[_Class, list[_Entry]] = {}
        # Two thousand speakers are looked through at each key, so nothing is done here
        # but a few substring tests; which form fits is found out for the few best.
        for entry in self._entries:
            fit = _fit(entry, wanted, words)
            if fit is not None:
                found.setdefault((fit[0], not entry.is_own, fit[1]), []).append(entry)
        for kind in sorted(found):
            for entry in found[kind]:
                yield Match(entry.speaker, _form(entry, wanted), kind[0])

    def _scattered(self, wanted: str, known: set[int]) -> list[Match]:
        letters = wanted.replace(" ", "")
        if len(letters) < _LEAST_FUZZY:
            return []
        beginning = f" {letters[0]}"
        found = []
        for entry in self._entries:
            if beginning not in entry.names or entry.speaker.id in known:
                continue
            width = _scattered_width(letters, entry.names)
            if width is not None:
                match = Match(entry.speaker, entry.speaker.name, Fit.SCATTERED)
                found.append(((not entry.is_own, width), match))
        return [match for _, match in sorted(found, key=lambda each: each[0])]


def _entry(speaker: Speaker, *, is_own: bool) -> _Entry:
    names = tuple(dict.fromkeys(filter(None, (speaker.name, speaker.short_name, *speaker.aliases))))
    roles = (*(role.title for role in reversed(speaker.roles)), speaker.affiliation)
    forms = (*names, *filter(None, roles))
    keys = tuple(folded(form) for form in forms)
    return _Entry(
        speaker,
        forms,
        keys,
        names=_haystack(keys[: len(names)]),
        roles=_haystack(keys[len(names) :]),
        is_own=is_own,
    )


def _haystack(keys: Iterable[str]) -> str:
    return "".join(f"{_FORM_END} {key}" for key in keys) + _FORM_END


def _standing(entry: _Entry) -> tuple[bool, int, str]:
    return not entry.is_own, -entry.speaker.n_quotations, entry.keys[0]


def _fit(entry: _Entry, wanted: str, words: list[str]) -> tuple[Fit, int] | None:
    """How the entry fits and at which place, 0 being the best, or None."""
    names, roles = entry.names, entry.roles
    begins_word = f" {wanted}"
    for haystack, place in ((names, 0), (roles, 2)):
        if begins_word in haystack:
            if f"{_FORM_END}{begins_word}" not in haystack:
                return Fit.START, place + 1
            is_whole = haystack is names and f"{_FORM_END}{begins_word}{_FORM_END}" in names
            return (Fit.WHOLE, 0) if is_whole else (Fit.START, place)
    if len(words) > 1 and all(f" {word}" in names or f" {word}" in roles for word in words):
        return Fit.START, _LAST_PLACE
    if wanted in names:
        return Fit.INSIDE, 0
    return (Fit.INSIDE, 1) if wanted in roles else None


def _form(entry: _Entry, wanted: str) -> str:
    """The form to show as fitting: one that begins so, else one that has it, else the name."""
    for begins in (f"{_FORM_END} {wanted}", f" {wanted}", wanted):
        for form, key in zip(entry.forms, entry.keys, strict=True):
            if begins in f"{_FORM_END} {key}":
                return form
    return entry.speaker.name


def _scattered_width(letters: str, names: str) -> int | None:
    """How many letters of a name the scattered letters take, or None when they do not fit.

    They begin where a word begins, and on the average no more than three others stand
    between two of them, or else every long name would fit.
    """
    narrowest: int | None = None
    most = len(letters) * (_WIDEST_GAP + 1)
    start = names.find(f" {letters[0]}")
    while start >= 0:
        end = min(names.find(_FORM_END, start), start + 1 + most)
        at = start + 1
        for letter in letters[1:]:
            at = names.find(letter, at + 1, end)
            if at < 0:
                break
        else:
            narrowest = min(at - start, narrowest or most)
        start = names.find(f" {letters[0]}", start + 1)
    return narrowest
