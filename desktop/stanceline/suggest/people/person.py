"""A person or body that an article names, and where it does."""

import re
from collections import Counter
from dataclasses import field

from stanceline.records import dataclass

_CASE_ENDING = re.compile(
    r"(?:ием|ией|ия|ию|ии|ого|ому|ими|ові|еві|ою|ею|єю|ом|ем|єм|им|ым|ой|ей|ів|ий|ый"
    r"|[аеєиоуяюіїьйы])$"
)
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker that the workspace has already, with the other names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Person:
    """Somebody or some body that the article names; ``words`` is the longest form seen."""

    words: tuple[str, ...]
    forms: Counter[tuple[str, ...]] = field(default_factory=Counter)
    gender: str = ""  # "m", "f" or ""
    is_guessed: bool = False  # the gender comes from a pronoun that was given to this person
    is_group: bool = False
    roles: set[str] = field(default_factory=set)
    count: int = 0
    speaks: bool = False  # a verb of saying was seen beside the name
    he: int = 0  # sentences about nobody else that go on with “he”
    she: int = 0
    style: str = ""  # “Lord” and “Pope”, which stay with a name of one word

    @property
    def sex(self) -> str:
        """``gender``, or what the pronouns beside the name say when they agree."""
        if self.gender or bool(self.he) == bool(self.she):
            return self.gender
        return "m" if self.he else "f"

    @property
    def is_surely_human(self) -> bool:
        """Whether more than a pronoun tells that this is a man or a woman."""
        known = bool(self.gender) and not self.is_guessed
        return known or self.speaks or max(self.he, self.she) > 1

    @property
    def name(self) -> str:
        """The best known form of the name."""
        styled = (self.style,) if self.style and len(self.words) == 1 else ()
        return " ".join((*styled, *self.words))

    def best_form(self) -> tuple[str, ...]:
        """The form seen most; among equals the shortest, which is most often the nominative."""
        most = max(self.forms.values(), default=0)
        forms = [form for form, count in self.forms.items() if count == most]
        return min(forms, key=lambda form: (sum(map(len, form)), form), default=self.words)


@dataclass(frozen=True, slots=True)
class Seen:
    """A place where the article names somebody, outside quotation marks."""

    start: int
    person: Person
    sentence: int
    end: int = 0  # 0 where only the start was told


def stem(word: str) -> str:
    """What the cases of a name have in common."""
    short = _CASE_ENDING.sub("", word)
    return short if len(short) >= _SHORTEST_STEM else word


def folded_form(word: str) -> str:
    """A word of a name as names are compared: without case, and with one kind of apostrophe."""
    return word.casefold().replace("’", "'").strip(".")
