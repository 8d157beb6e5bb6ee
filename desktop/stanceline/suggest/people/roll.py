"""The people and bodies that an article names, with their short forms, roles and acronyms."""

import re
from collections import Counter
from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.subjects import clause_subject
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.people.names import Names
from stanceline.suggest.people.person import Person, Seen

_ACRONYM = re.compile(r"\(\s*([A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ.&-]{1,9})\s*\)")
RECENT = 20
_LONGEST_BODY = 14  # words in the name behind an acronym
_LONGEST_NAME = 6
_LONGEST_WORD = 30
_A_NEW_ONE = frozenset({"un", "une", "una", "ein", "eine"})
OFTEN = 3
_OF_A_COUPLE = frozenset({"mr", "mrs"})
_STYLES = frozenset(
    {"lord", "lady", "baroness", "baron", "pope", "king", "queen", "prince", "princess", "emperor"}
)


class Roll(Names):
    """Everybody whom one article names, and where; taken in sentence by sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_full: dict[tuple[str, ...], Person] = {}
        self._acronyms: dict[str, str] = {}
        self._seen: list[Seen] = []
        self._vocabulary: set[str] = set()
        self._unnamed: set[str] = set()
        self._sentences: dict[int, Sequence[Token]] = {}
        self._subjects: dict[int, tuple[int, int]] = {}

    def read(self, tokens: Sequence[Token], sentence: int) -> None:
        """Take in the names of one sentence. Sentences must come in the order of the text."""
        self._sentences[sentence] = tokens
        self._note_unnamed(tokens)
        headline = self._lexicon.capital_days and self._is_headline(tokens)
        named: list[Person] = []
        leads = False
        index = 0
        while index < len(tokens):
            if not tokens[index].is_capital:
                index += 1
                continue
            end = self._name_end(tokens, index)
            if end > index and not (headline and self._is_no_name(tokens[index:end])):
                found = None
                if end - index > 1 or not self._is_plain_word(tokens, index):
                    found = self._take(tokens, index, end, sentence)
                if found is not None and all(found is not person for person in named):
                    leads = not named and not self._is_governed(tokens, index)
                    named.append(found)
            index = max(end, index + 1)
        if len(named) == 1 and not named[0].is_group and leads:
            self._count_pronouns(named[0], tokens)

    def _note_unnamed(self, tokens: Sequence[Token]) -> None:
        """Remember the roles of people who are brought in without a name: “eine Sprecherin”."""
        if not self._lexicon.has_gendered_roles:
            return
        for index, token in enumerate(tokens[1:-1], start=1):
            role = self._role(token.lower) if tokens[index - 1].lower in _A_NEW_ONE else ""
            if role and not tokens[index + 1].is_capital:
                self._unnamed.add(role)

    def _count_pronouns(self, person: Person, tokens: Sequence[Token]) -> None:
        words = {token.lower for token in tokens}
        he = not words.isdisjoint(self._lexicon.his)
        she = not words.isdisjoint(self._lexicon.hers)
        person.he += he and not she
        person.she += she and not he

    def _is_plain_word(self, tokens: Sequence[Token], index: int) -> bool:
        """True for a word that has its capital only because a sentence begins with it."""
        word = tokens[index].lower
        if index or not self._lexicon.capital_days or word in self._lexicon.names:
            return False
        single = word.removesuffix("s")
        lexicon = self._lexicon
        return (
            word in lexicon.group_words
            or word in lexicon.reports
            or word in lexicon.roles
            or single in lexicon.roles
            or word in self._vocabulary
            or single in self._vocabulary
        )

    def read_text(self, text: str) -> None:
        """Take in the words and acronyms of the whole text; ask for this before ``read``."""
        self._vocabulary = set(text.split())
        self._read_acronyms(text)

    def _read_acronyms(self, text: str) -> None:
        """Take in “Institute for the Study of War (ISW)” wherever the article says so."""
        tried: Counter[str] = Counter()
        for match in _ACRONYM.finditer(text):
            tried[match.group(1)] += 1
            if match.group(1) in self._acronyms or tried[match.group(1)] > OFTEN:
                continue
            letters = [c for c in match.group(1) if c.isalpha()]
            words = list(
                re.finditer(r"[^\W\d_]+", text[max(0, match.start() - 120) : match.start()])
            )
            if found := _spelled_out(letters, [w.group() for w in words]):
                self._acronyms.setdefault(match.group(1), " ".join(found))

    def _leads(self, seen: Seen) -> bool:
        """True for a name in the subject of its sentence."""
        if seen.sentence not in self._subjects:
            tokens = self._sentences[seen.sentence]
            found = clause_subject(tokens, self._lexicon)
            self._subjects[seen.sentence] = (
                (0, 0)
                if found is None
                else (tokens[found.begin].start, tokens[max(found.end, found.last) - 1].end)
            )
        start, end = self._subjects[seen.sentence]
        return start <= seen.start < end

    def _take(self, tokens: Sequence[Token], begin: int, end: int, sentence: int) -> Person | None:
        titles, words = self._split_titles(self._name_words(tokens, begin, end))
        if not words or _is_overlong(words):
            return None
        person = self._person(words, titles)
        if person is None:
            return None
        if len(words) == end - begin and self._follows_article(tokens, begin):
            person.is_group = person.is_group or not person.count  # “der Bahnhof Klintum”
        if titles and titles[-1] in _STYLES:
            person.style = titles[-1].capitalize()
        person.count += 1
        person.speaks = person.speaks or (
            end < len(tokens) and tokens[end].lower in self._lexicon.verbs
        )
        person.roles.update(self._roles_near(tokens, begin, end, titles))
        self._set_gender(person, titles, tokens[max(0, begin - 2) : begin])
        if not (tokens[end - 1].lower.endswith("'s") or self._modifies(tokens, end)):
            self._seen.append(Seen(tokens[begin].start, person, sentence, tokens[end - 1].end))
        return person

    def _person(self, words: list[str], titles: list[str]) -> Person | None:
        key = self._key(words)
        if key in self._by_full:
            found = self._by_full[key]
            if len(key) == len(found.words):
                found.forms[tuple(words)] += 1
                found.words = found.best_form()
            return found
        if len(words) == 1:
            return self._short(words[0], titles)
        lower = [w.lower() for w in words]
        person = Person(tuple(words), Counter([tuple(words)]))
        person.is_group = any(
            w in self._lexicon.group_words or w.endswith(self._lexicon.group_endings or "\n")
            for w in lower
        )
        earlier = self._by_last.get(key[-1], [])[-RECENT:]
        for other in earlier:
            if set(self._key(other.words)) < set(key):  # “Khan”, later “Amir Khan”
                other.words = tuple(words)
                other.forms = Counter([other.words])
                other.gender = other.gender or self._gender_by_first_name(lower[0])
                self._by_full[key] = other
                return other
        self._by_full[key] = person
        self._by_last.setdefault(key[-1], []).append(person)
        self._by_first.setdefault(key[0], []).append(person)
        if not person.is_group:
            person.gender = self._gender_by_first_name(lower[0])
        return person

    def _gender_by_first_name(self, word: str) -> str:
        is_female = word in self._lexicon.names_female
        if is_female == (word in self._lexicon.names_male):
            return ""
        return "f" if is_female else "m"

    def _short(self, written: str, titles: list[str]) -> Person | None:
        [word] = self._key([written])
        found = self._pick(self._by_last.get(word, []), titles) or self._by_first_name(word, titles)
        if found is None and (titles or not self._lexicon.has_capital_nouns):
            found = Person((written,), Counter([(written,)]))
            namesakes = self._by_last.setdefault(word, [])
            if namesakes:
                found.style = titles[-1].capitalize()  # “Mrs Ilves” beside “Jonas Ilves”
            else:
                self._by_full[(word,)] = found
            namesakes.append(found)
        return found

    def _pick(self, people: list[Person], titles: Sequence[str]) -> Person | None:
        people = people[-RECENT:]
        fitting = [p for p in people if not p.is_group] or people
        gender = self._gender_of(titles)
        if gender:
            of_gender = [p for p in fitting if p.gender in {gender, ""}]
            if fitting and not of_gender and titles[-1] in _OF_A_COUPLE:
                return None
            fitting = of_gender or fitting
        return max(fitting, key=lambda p: p.count, default=None)

    def _by_first_name(self, word: str, titles: Sequence[str]) -> Person | None:
        """“Marta”, who was “Marta Ilves”; but “Kallby” is not the person “Kallby Bridge”."""
        people = self._by_first.get(word, [])[-RECENT:]
        if self._lexicon.names_female and self._lexicon.has_articles:
            people = [p for p in people if p.gender or p.roles]
        return self._pick(people, titles)

    def _set_gender(self, person: Person, titles: Sequence[str], before: Sequence[Token]) -> None:
        gender = self._gender_of(titles) or ("" if person.gender else self._gender_of(person.roles))
        person.gender = gender or person.gender or self._gender_by_noun(person, before)

    def _lookup(self, words: Sequence[str], titles: Sequence[str]) -> Person | None:
        key = self._key(words)
        if len(key) == 1:
            return self._pick(self._by_last.get(key[0], []), titles) or self._by_first_name(
                key[0], titles
            )
        return self._by_full.get(key)

    def _sentence_at(self, at: int, following: int) -> int:
        """The sentence an offset lies in, ``following`` or the one before it."""
        tokens = self._sentences.get(following)
        return following if tokens and tokens[0].start <= at else following - 1

    def _may_be_human(self, person: Person) -> bool:
        """True unless nothing speaks for it: “Virginia” and “Audiences” are capitals only."""
        if person.is_group:
            return False
        two_words = len(person.words) > 1
        return bool(person.sex or person.roles or person.speaks or two_words)

    def _before(self, at: int) -> list[Seen]:
        low, high = 0, len(self._seen)
        while low < high:
            middle = (low + high) // 2
            if self._seen[middle].start < at:
                low = middle + 1
            else:
                high = middle
        return self._seen[max(0, low - 60) : low]


def _is_overlong(words: Sequence[str]) -> bool:
    return len(words) > _LONGEST_NAME or any(len(word) > _LONGEST_WORD for word in words)


def _spelled_out(letters: list[str], words: list[str]) -> list[str] | None:
    """The words before a bracket whose capitals are the letters of the acronym."""
    position = len(words)
    for letter in reversed(letters):
        position -= 1
        while position >= 0 and words[position][0].upper() != letter.upper():
            if words[position][0].isupper() or len(words) - position > _LONGEST_BODY:
                return None
            position -= 1
        if position < 0:
            return None
    return words[position:]
