"""The nominative of Ukrainian and Russian names: “Олени Гринчак” is Олена Гринчак.

First names are known from a list; what case a surname is in shows in the first name before
it, and its own ending tells the rest. A name whose first name is not in the list is left as
it is written.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

_VOWELS: Final = frozenset("аеєиіїоуюяыэё")
_PATRONYMICS: Final = (
    (re.compile(r"(ович|евич|йович|ич)(?:а|у|ем|еві|ові|е|і)$"), r"\1"),
    (re.compile(r"(івн|ївн|овн|евн|ичн|иничн)(?:и|ы|і|е|у|ою|ой)$"), r"\1а"),
)
_MALE: Final = (
    (re.compile(r"(ськ|цьк|зьк|ск|цк)(?:ого|ому|им|ім|ом)$"), r"\1ий"),
    (re.compile(r"(?:ого|ому)$"), "ий"),
    (re.compile(r"(енк|[бвгґджзйклмнпрстфхцчшщь]к)(?:а|у|ом|ові)$"), r"\1о"),
    (re.compile(r"(?:ь|(?<=[^аеєиіїоуюяыэё]))ц(?:я|ю|ем|еві)$"), "ець"),
    (re.compile(r"([аеєиіїоуюяыэё])(?:я|ю|єм|ем|єві)$"), r"\1й"),
    (re.compile(r"([лнтрдсзц])(?:я|ю|ем|еві)$"), r"\1ь"),
    (re.compile(r"(?:ом|ым|им|ем|ові|еві|а|у|і|е)$"), ""),
    (re.compile(r"(?:и|ы|ой|ою)$"), "а"),
)
_FEMALE: Final = (
    (re.compile(r"(ськ|цьк|зьк)(?:ої|ій|у|ою)$"), r"\1а"),
    (re.compile(r"(ск|цк)(?:ой|ую|ою)$"), r"\1ая"),
    (re.compile(r"(ов|ев|єв|їв|ин|ін|їн)(?:ої|ій|у|ою|ой)$"), r"\1а"),
    (re.compile(r"(?:ої|и|ы|ою|ой|у)$"), "а"),
    (re.compile(r"(?:ю|єю|ею)$"), "я"),
)


class FirstNames:
    """The first names of a language by what their cases have in common."""

    def __init__(
        self, male: Iterable[str], female: Iterable[str], stem: Callable[[str], str]
    ) -> None:
        self._stem = stem
        self._by_stem: dict[str, dict[str, str]] = {}
        self._written = {"m": frozenset(male), "f": frozenset(female)}
        for gender, names in (("m", male), ("f", female)):
            for name in names:
                self._by_stem.setdefault(self._key(name), {}).setdefault(gender, name)

    def __contains__(self, word: str) -> bool:
        return self._key(word) in self._by_stem

    def _key(self, word: str) -> str:
        return self._stem(word.lower().replace("ё", "е"))

    def read(self, words: Sequence[str]) -> tuple[str, str]:
        """The nominative of a name's first word and the gender, both empty when unknown.

        “Олександра” is a woman or a man's genitive: the surname behind it decides.
        """
        known = self._by_stem.get(self._key(words[0]))
        if not known:
            return "", ""
        if len(known) == 1:
            [(gender, name)] = known.items()
            if words[0].lower() in self._written[gender]:
                return words[0], gender
            return _like(name, words[0]), gender
        word = words[0].lower()
        if word == known["m"]:
            return words[0], "m"
        gender = _gender_of_surname(words[-1].lower()) if len(words) > 1 else ""
        if not gender:
            gender = "f" if word == known["f"] and len(words) == 1 else ""
        return (_like(known[gender], words[0]), gender) if gender else ("", "")


def _gender_of_surname(word: str) -> str:
    if word.endswith(("ого", "ому", "им", "ым", "ом")):
        return "m"
    if word.endswith(("ська", "цька", "ская", "цкая", "ої", "ой", "ова", "ева", "іна", "ина")):
        return "f"
    return "f" if word[-1] not in _VOWELS else ""


def _like(name: str, written: str) -> str:
    return name[0].upper() + name[1:] if written[0].isupper() else name


def nominative(words: Sequence[str], first_names: FirstNames, seen: Iterable[str]) -> list[str]:
    """A name in the nominative, as far as its first name shows the case.

    ``seen`` are forms of the surname in the article, which are better than any rule.
    """
    first, gender = first_names.read(words)
    if not first or first.lower() == words[0].lower() or len(words) == 1:
        return list(words)
    *middle, last = words[1:]
    patronymics = [_by_rules(word, _PATRONYMICS) for word in middle]
    by_rule = "-".join(
        _by_rules(part, _MALE if gender == "m" else _FEMALE) for part in last.split("-")
    )
    if gender == "m" and by_rule == last and last[-1].lower() not in _VOWELS:
        return list(words)  # A man's surname would have an ending too: “Карло Лодд”.
    forms = set(seen)
    if by_rule not in forms and gender == "f" and last in forms and last[-1] not in _VOWELS:
        by_rule = last
    return [first, *patronymics, by_rule]


def _by_rules(word: str, rules: Sequence[tuple["re.Pattern[str]", str]]) -> str:
    for pattern, ending in rules:
        changed, count = pattern.subn(ending, word)
        if count:
            return changed
    return word
