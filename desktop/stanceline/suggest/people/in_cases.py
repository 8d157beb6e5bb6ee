"""Who is who where names have cases and roles stand in front of them: Ukrainian and Russian."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from stanceline.suggest.grammar.lexicon import Lexicon, lexicon_for
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.people.cases import FirstNames, nominative
from stanceline.suggest.people.people import People
from stanceline.suggest.people.person import KnownSpeaker, Person, stem

_MIDSENTENCE = re.compile(r"(?<=[^\W\d_]|,)\s([A-ZА-ЯЁІЇЄҐ][\w’'ʼ-]+)")
_FARTHEST_ROLE = 10
_MARKS = frozenset('«»“”„"')
_NEAR_SENTENCES = 3
_COUNTRY = ("ії", "ии")  # “посол Норвегії NAME”
_SHORTEST_WITH_COUNTRY = 2
_LONGEST_OFFICE = 4
_PATRONYMIC = ("вич", "івна", "ївна", "овна", "евна", "ична")
_FLEETING = (("ець", "ц"), ("лец", "льц"), ("ец", "ц"))
_LONGEST_ROLE = 4


def people_for(lexicon: Lexicon, known: Iterable[KnownSpeaker] = ()) -> People:
    """The reader of names that suits a language."""
    return PeopleInCases(lexicon, known) if lexicon.is_inflected else People(lexicon, known)


@lru_cache(maxsize=8)
def _first_names(language: str) -> FirstNames:
    lexicon = lexicon_for(language)
    return FirstNames(sorted(lexicon.names_male), sorted(lexicon.names_female), stem)


@lru_cache(maxsize=8)
def _roles_by_stem(language: str) -> dict[str, str]:
    """The roles by what their cases have in common, with “мешканц” for “мешканець”."""
    found: dict[str, str] = {}
    for role in sorted(lexicon_for(language).roles):
        found.setdefault(stem(role), role)
        for ending, oblique in _FLEETING:
            if role.endswith(ending):
                found.setdefault(role.removesuffix(ending) + oblique, role)
    return found


class PeopleInCases(People):
    """Names in any case, given back in the nominative."""

    def __init__(self, lexicon: Lexicon, known: Iterable[KnownSpeaker] = ()) -> None:
        super().__init__(lexicon, known)
        self._first_names = _first_names(lexicon.language)
        self._roles_by_stem = _roles_by_stem(lexicon.language)
        self._surely_names: set[str] = set()
        self._forms: dict[str, set[str]] = {}

    def read_text(self, text: str) -> None:
        """Take in acronyms, and which words have a capital in the middle of a sentence."""
        super().read_text(text)
        for match in _MIDSENTENCE.finditer(text):
            word = match.group(1)
            self._surely_names.add(stem(word.casefold()))
            self._forms.setdefault(stem(word.casefold()), set()).add(word)

    def _is_plain_word(self, tokens: Sequence[Token], index: int) -> bool:
        """True for the first word of a sentence, unless it is a name elsewhere too."""
        if index and tokens[index - 1].is_word:
            return False
        word = tokens[index].text.casefold()
        return stem(word) not in self._surely_names and word not in self._first_names

    def _without_outlet(self, words: list[str]) -> list[str]:
        """Drop what stands before a first name: “Скрипаль Лук’ян Передерій”."""
        while len(words) > 1 and _is_acronym(words[0]):
            words = words[1:]
        for index in range(len(words) - 1):
            if words[index] in self._first_names:
                return words[index:]
        country = len(words) > _SHORTEST_WITH_COUNTRY and words[0].endswith(_COUNTRY)
        return words[1:] if country else words

    def _take(self, tokens: Sequence[Token], begin: int, end: int, sentence: int) -> Person | None:
        if end - begin > _SHORTEST_WITH_COUNTRY and (
            self._is_plain_word(tokens, begin) or self._follows_office(tokens, begin)
        ):
            begin += not tokens[begin + 1].lower.endswith(_PATRONYMIC)
        return super()._take(tokens, begin, end, sentence)

    def _follows_office(self, tokens: Sequence[Token], begin: int) -> bool:
        """Whether a run begins with a country: “міністр закордонних справ Белмарку NAME”."""
        if tokens[begin].text in self._first_names:
            return False
        near = tokens[max(0, begin - _LONGEST_OFFICE) : begin]
        return any(self._role_of(token) for token in near) and near[-1].is_word

    def _lookup(self, words: Sequence[str], titles: Sequence[str]) -> Person | None:
        """As in ``People``, past words that only stand in front: “Паралімпієць NAME”."""
        found = super()._lookup(words, titles)
        if found is None and len(words) > _SHORTEST_WITH_COUNTRY:
            found = super()._lookup(words[1:], titles)
        return found

    def _person(self, words: list[str], titles: list[str]) -> Person | None:
        person = super()._person(words, titles)
        if person is not None and len(words) == 1 and _is_acronym(words[0]):
            person.is_group = True
        if person is not None and not person.gender and not person.is_group:
            person.gender = self._first_names.read(person.words)[1]
        return person

    def _roles_near(
        self, tokens: Sequence[Token], begin: int, end: int, titles: Iterable[str]
    ) -> set[str]:
        """The roles beside a name: “заступниця начальника обласного департаменту NAME”."""
        roles = super()._roles_near(tokens, begin, end, titles)
        lexicon = self._lexicon
        commas = 0
        for index in range(begin - 1, max(-1, begin - _FARTHEST_ROLE), -1):
            token = tokens[index]
            commas += token.text == ","
            role = self._role_of(token)
            if role:
                roles.add(role)
            elif token.text == "," and commas == 1:
                continue
            elif token.text not in _MARKS and (
                not token.is_word
                or token.lower in lexicon.cues
                or token.lower in lexicon.pronouns
                or token.lower in lexicon.conjunctions
            ):
                break
        return roles

    def _role_of(self, token: Token) -> str:
        """The role that a word names in any case, or an empty text."""
        if token.lower in self._lexicon.roles:
            return token.lower
        return self._roles_by_stem.get(stem(token.lower), "")

    def person_for(
        self, tokens: Sequence[Token], at: int, sentence: int
    ) -> tuple[Person | None, str | None]:
        """As in ``People``; “його” in “за його словами” and “жінка” stand for a person too."""
        if len(tokens) == 1:
            word = tokens[0].lower
            lexicon = self._lexicon
            male = word in lexicon.generic_male or word in lexicon.his
            if male or word in lexicon.generic_female or word in lexicon.hers:
                person = self._by_pronoun("m" if male else "f", at, sentence)
                return person, None if person is None else self._best(person.name)
        person, name = super().person_for(tokens, at, sentence)
        if person is None and name is None and len(tokens) == 1 and _is_acronym(tokens[0].text):
            return None, self._best(tokens[0].text)
        return person, name

    def _by_role(self, tokens: Sequence[Token], at: int) -> tuple[Person | None, str | None]:
        """“Лікарка”, right after a woman was named, is she, whatever she was called there."""
        if len(tokens) > _LONGEST_ROLE or any(
            token.is_capital and not token.text.isupper() for token in tokens
        ):
            return super()._by_role(tokens, at)
        roles = {role for token in tokens if (role := self._role_of(token))}
        if len(roles) != 1 or roles & self._lexicon.modifiers:
            return super()._by_role(tokens, at)
        fitting = self._near_and_fitting(at, self._gender_of(roles))
        wanted = self._family_of(roles)
        for person in fitting:
            if person.roles & wanted:
                return person, self._best(person.name)
        found, name = super()._by_role(tokens, at)
        if found is not None or len(tokens) > 1:
            return found, name
        # Only one who fits was named of late: the word is another one for that person.
        alone = bool(fitting) and all(each is fitting[0] for each in fitting)
        return (fitting[0], self._best(fitting[0].name)) if alone else (None, None)

    def _near_and_fitting(self, at: int, gender: str) -> list[Person]:
        """The people of the last sentences who may have the gender, the latest first."""
        before = self._before(at)
        sentence = before[-1].sentence if before else 0
        return [
            seen.person
            for seen in reversed(before)
            if seen.sentence >= sentence - _NEAR_SENTENCES
            and (not gender or seen.person.sex in {gender, ""})
            and self._may_be_human(seen.person)
        ]

    def _family_of(self, roles: AbstractSet[str]) -> set[str]:
        wanted = set(roles)
        for family in self._lexicon.role_families:
            if family & roles:
                wanted |= family
        return wanted

    def _best(self, name: str) -> str:
        words = name.split()
        seen = self._forms.get(stem(words[-1].casefold()), set()) if words else set()
        return super()._best(" ".join(nominative(words, self._first_names, seen)))


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
