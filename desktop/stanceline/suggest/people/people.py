"""Who is who in one article: names, their short forms, titles, acronyms, he and she."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import leads_to_name
from stanceline.suggest.grammar.subjects import clause_subject
from stanceline.suggest.grammar.tokens import Token

_ACRONYM = re.compile(r"\(\s*([A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ.&-]{1,9})\s*\)")
_SUFFIXES = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
_POSSESSIVE = re.compile(r"['’]s?$")
_CASE_ENDING = re.compile(
    r"(?:ием|ией|ия|ию|ии|ого|ому|ими|ові|еві|ою|ею|єю|ом|ем|єм|им|ым|ой|ей|ів|ий|ый"
    r"|[аеєиоуяюіїьйы])$"
)
_SHORTEST_STEM = 3
_LOOK_BACK = 12  # sentences
_RECENT = 20
# What speaks for a person as the one meant by “he” or “she”, in sentences of distance.
_LEADS, _SPOKE, _FITS, _KNOWN = 0.8, 0.5, 0.9, 0.2
_LONGEST_ROLE = 4  # words in “the retired harbour master”
_LONGEST_BODY = 14  # words in the name behind an acronym
_LONGEST_NAME = 6
_SHORTEST_NAME = 2
_LONGEST_WORD = 30
_LONGEST_IN_HEADLINE = 3
_ARTICLE_AND_NOUN = 2
_CLOSER = 0.4  # a subject may follow its verb: the last sentence counts for more than both
_NEAR_SENTENCES = 3
# Definite articles with the gender they show, where they show one.
_ARTICLES = {
    **dict.fromkeys(("the", "l'"), ""),
    **dict.fromkeys(("le", "el", "der"), "m"),
    **dict.fromkeys(("la", "die"), "f"),
    "das": "",
}
_SHORTEST_AGENT = 6
_AGENTS = (
    "in",
    "er",
    "eur",
    "or",
    "ist",
    "ant",
    "ent",
    "wirt",
    "mann",
    "frau",
    "loge",
    "nom",
    "är",
)
_FEMININE_ENDINGS = ("ienne", "trice", "euse", "ière")
_OWNERS = frozenset({"son", "sa", "sein", "seine", "ihr", "ihre", "su"})
_A_NEW_ONE = frozenset({"un", "une", "una", "ein", "eine"})
_LONG_IN_HEADLINE = 4
_OFTEN = 3


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
    is_group: bool = False
    roles: set[str] = field(default_factory=set)
    count: int = 0
    speaks: bool = False  # a verb of saying was seen beside the name
    he: int = 0  # sentences about nobody else that go on with “he”
    she: int = 0

    @property
    def sex(self) -> str:
        """``gender``, or what the pronouns beside the name say when they agree."""
        if self.gender or bool(self.he) == bool(self.she):
            return self.gender
        return "m" if self.he else "f"

    @property
    def name(self) -> str:
        """The best known form of the name."""
        return " ".join(self.words)

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


class People:
    """The names of one article, and who a mention, a pronoun or a title stands for."""

    def __init__(self, lexicon: Lexicon, known: Iterable[KnownSpeaker] = ()) -> None:
        self._lexicon = lexicon
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_full: dict[tuple[str, ...], Person] = {}
        self._acronyms: dict[str, str] = {}
        self._seen: list[Seen] = []
        self._spoken: list[Seen] = []
        self._split: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
        self._keys: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._followed: Seen | None = None
        self._pronouns = lexicon.male | lexicon.female
        self._vocabulary: set[str] = set()
        self._unnamed: set[str] = set()
        self._agents: set[str] = set()
        self._sentences: dict[int, Sequence[Token]] = {}
        self._subjects: dict[int, tuple[int, int]] = {}
        self._known: dict[str, str] = {}
        self._known_last: dict[str, str] = {}
        for speaker in known:
            for form in (speaker.name, *speaker.aliases):
                self._known.setdefault(_folded(form), speaker.name)
            words = speaker.name.split()
            if len(words) > 1:
                self._known_last.setdefault(_folded(words[-1]), speaker.name)

    # -- reading the article --------------------------------------------------------------

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

    def _is_governed(self, tokens: Sequence[Token], index: int) -> bool:
        before = tokens[index - 1].lower if index else ""
        return before in self._lexicon.prepositions or before in self._lexicon.linkers

    def _count_pronouns(self, person: Person, tokens: Sequence[Token]) -> None:
        words = {token.lower for token in tokens}
        he = not words.isdisjoint(self._lexicon.his)
        she = not words.isdisjoint(self._lexicon.hers)
        person.he += he and not she
        person.she += she and not he

    def _is_headline(self, tokens: Sequence[Token]) -> bool:
        """True for a line in which all long words have a capital letter."""
        n_long = 0
        for token in tokens:
            if len(token.text) < _LONG_IN_HEADLINE:
                continue
            if not (token.is_capital or token.lower in self._lexicon.function_words):
                return False
            n_long += 1
        return n_long > _LONGEST_IN_HEADLINE

    def _is_no_name(self, tokens: Sequence[Token]) -> bool:
        """True for the whole of “Wirk Says Ilves Is Late”, a headline in capitals."""
        lexicon = self._lexicon
        return len(tokens) > _LONGEST_IN_HEADLINE or any(
            t.lower in lexicon.cues
            or t.lower in lexicon.other_verbs
            or t.lower in lexicon.auxiliaries
            or t.lower.endswith("ing")
            for t in tokens
        )

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
            if match.group(1) in self._acronyms or tried[match.group(1)] > _OFTEN:
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

    def _name_end(self, tokens: Sequence[Token], begin: int) -> int:
        lexicon = self._lexicon
        first = tokens[begin].lower
        if first in lexicon.capital_days or (
            first in lexicon.function_words and not self._is_first_name(tokens, begin)
        ):
            return begin
        index = begin
        while index < len(tokens):
            token = tokens[index]
            if (
                token.is_capital
                and token.lower not in lexicon.capital_days
                and (index == begin or token.lower not in lexicon.pronouns)
            ):
                index += 1
                if token.lower.endswith("'s"):
                    break
            elif (
                token.lower in lexicon.particles
                and token.lower != "and"
                and leads_to_name(tokens, index, lexicon)
            ):
                index += 1
            else:
                break
        return index

    def _is_first_name(self, tokens: Sequence[Token], index: int) -> bool:
        """True for the “Will” of “Will Ilves”."""
        return (
            tokens[index].lower in self._lexicon.names
            and index + 1 < len(tokens)
            and tokens[index + 1].is_capital
        )

    def _take(self, tokens: Sequence[Token], begin: int, end: int, sentence: int) -> Person | None:
        titles, words = self._split_titles(self._name_words(tokens, begin, end))
        if not words or _is_overlong(words):
            return None
        person = self._person(words, titles)
        if person is None:
            return None
        if len(words) == end - begin and self._follows_article(tokens, begin):
            person.is_group = person.is_group or not person.count  # “der Bahnhof Klintum”
        person.count += 1
        person.speaks = person.speaks or (
            end < len(tokens) and tokens[end].lower in self._lexicon.verbs
        )
        person.roles.update(self._roles_near(tokens, begin, end, titles))
        self._set_gender(person, titles, tokens[max(0, begin - 2) : begin])
        if not (tokens[end - 1].lower.endswith("'s") or self._modifies(tokens, end)):
            self._seen.append(Seen(tokens[begin].start, person, sentence, tokens[end - 1].end))
        return person

    def _follows_article(self, tokens: Sequence[Token], begin: int) -> bool:
        """True after “der” and “am” where no name, but a noun must follow, as in German."""
        lexicon = self._lexicon
        if not lexicon.has_capital_nouns or not begin:
            return False
        if tokens[begin].lower in lexicon.names:
            return False
        before = tokens[begin - 1].lower
        return before in lexicon.determiners or (
            before in lexicon.prepositions and before.endswith(("m", "ur", "ns"))
        )

    def _name_words(self, tokens: Sequence[Token], begin: int, end: int) -> list[str]:
        """The words of a name without the noun that only leads up to it.

        “der Sargträger Udo Brink” and “le conseiller d’Etat Didier Roc” name Brink and Roc.
        """
        lexicon = self._lexicon
        words = [token.text for token in tokens[begin:end]]
        if len(words) <= _SHORTEST_NAME:
            return words
        if self._follows_article(tokens, begin) and not self._role(words[0].lower()):
            return words[1:]
        if lexicon.has_gendered_roles and words[0].isupper() and words[1].lower() in lexicon.names:
            return words[1:]  # “à l’ANP Jonas Brink”
        if lexicon.has_gendered_roles and begin and self._governs(tokens[begin - 1], first=False):
            if words[0].lower() in lexicon.portfolios:
                return words[1:]
            for index in range(1, len(words) - 1):
                if words[index].lower() in lexicon.names:
                    return words[index:]
        return words

    def _modifies(self, tokens: Sequence[Token], end: int) -> bool:
        """True for the “Kallby” of “Kallby campaign manager Jonas Wirk”."""
        lexicon = self._lexicon
        if not lexicon.has_articles:
            return False
        for token in tokens[end : end + _LONGEST_ROLE]:
            if not token.is_word or token.is_capital or token.lower in lexicon.function_words:
                return False
            if token.lower in lexicon.roles or token.lower.removesuffix("s") in lexicon.roles:
                return True
            if token.lower in lexicon.cues or token.lower in lexicon.other_verbs:
                return False
        return False

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
        earlier = self._by_last.get(key[-1], [])[-_RECENT:]
        for other in earlier:
            if set(self._key(other.words)) < set(key):  # “Khan”, later “Amir Khan”
                other.words = tuple(words)
                other.forms = Counter([other.words])
                self._by_full[key] = other
                return other
        self._by_full[key] = person
        self._by_last.setdefault(key[-1], []).append(person)
        self._by_first.setdefault(key[0], []).append(person)
        first = lower[0]
        if not person.is_group:
            is_female = first in self._lexicon.names_female
            if is_female != (first in self._lexicon.names_male):
                person.gender = "f" if is_female else "m"
        return person

    def _short(self, written: str, titles: list[str]) -> Person | None:
        [word] = self._key([written])
        found = self._pick(self._by_last.get(word, []), titles) or self._by_first_name(word, titles)
        if found is None and (titles or not self._lexicon.has_capital_nouns):
            found = Person((written,), Counter([(written,)]))
            self._by_last.setdefault(word, []).append(found)
            self._by_full[(word,)] = found
        return found

    def _key(self, words: Iterable[str]) -> tuple[str, ...]:
        """What forms of one name have in common: case endings go, where there are any."""
        written = tuple(words)
        found = self._keys.get(written)
        if found is None:
            folded = map(_folded, written)
            found = tuple(map(stem, folded)) if self._lexicon.is_inflected else tuple(folded)
            self._keys[written] = found
        return found

    def _pick(self, people: list[Person], titles: Sequence[str]) -> Person | None:
        people = people[-_RECENT:]
        fitting = [p for p in people if not p.is_group] or people
        gender = self._gender_of(titles)
        if gender:
            fitting = [p for p in fitting if p.gender in {gender, ""}] or fitting
        return max(fitting, key=lambda p: p.count, default=None)

    def _by_first_name(self, word: str, titles: Sequence[str]) -> Person | None:
        """“Marta”, who was “Marta Ilves”; but “Kallby” is not the person “Kallby Bridge”."""
        people = self._by_first.get(word, [])[-_RECENT:]
        if self._lexicon.names_female and self._lexicon.has_articles:
            people = [p for p in people if p.gender or p.roles]
        return self._pick(people, titles)

    def _split_titles(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Titles and name: “Board Speaker Jonas Wirk” is a speaker called Jonas Wirk."""
        written = tuple(words)
        found = self._split.get(written)
        if found is None:
            found = self._split[written] = self._split_words(words)
        return found

    def _split_words(self, words: list[str]) -> tuple[list[str], list[str]]:
        words = [_POSSESSIVE.sub("", w) for w in words]
        while words and words[-1].lower() in _SUFFIXES:
            words.pop()
        titles = []
        for index in range(len(words) - 2, -1, -1):
            word = words[index].lower().rstrip(".").rpartition("-")[2]
            if (
                word in self._lexicon.titles
                or self._role(word)
                or word.removesuffix("s") in self._lexicon.roles
                or (index + _SHORTEST_NAME < len(words) and self._is_agent(word))
            ):
                titles = [w.lower().rstrip(".") for w in words[: index + 1]]
                titles = [self._role(title) or title for title in titles]
                words = words[index + 1 :]
                break
        if len(words) == 1 and words[0].lower().rstrip(".") in self._lexicon.titles:
            return [*titles, words[0].lower().rstrip(".")], []
        return titles, self._without_outlet(words)

    def _is_agent(self, word: str) -> bool:
        """True for the German noun of a person before a whole name: “Jägerin Paula Brink”."""
        lexicon = self._lexicon
        if not lexicon.role_endings or word in lexicon.names or len(word) < _SHORTEST_AGENT:
            return False
        if word.endswith(_AGENTS):
            self._agents.add(word)
        return word in self._agents

    def _role(self, word: str) -> str:
        """The listed role that a word is or, in German, ends with; empty when it is none."""
        lexicon = self._lexicon
        if word in lexicon.roles or word in self._agents:
            return word
        if not lexicon.role_endings:
            return ""
        if not word.endswith(lexicon.role_endings):
            return ""
        return next(role for role in lexicon.role_endings if word.endswith(role))

    def _without_outlet(self, words: list[str]) -> list[str]:
        """Drop a body before a name: “Kallby News Marta Ilves”."""
        names = self._lexicon.names
        if self._lexicon.has_gendered_roles:
            return words  # bodies stand there after a preposition, and names may be rare
        for index in range(1, len(words) - 1):
            if words[index].lower() in names and words[0].lower() not in names:
                return words[index:]
        return words

    def _gender_of(self, titles: Iterable[str]) -> str:
        for title in titles:
            if title in self._lexicon.titles_male or title in self._lexicon.roles_male:
                return "m"
            if title in self._lexicon.titles_female or title in self._lexicon.roles_female:
                return "f"
            if title in self._agents:
                return "f" if title.endswith("in") else "m"
        return ""

    def _set_gender(self, person: Person, titles: Sequence[str], before: Sequence[Token]) -> None:
        gender = self._gender_of(titles) or ("" if person.gender else self._gender_of(person.roles))
        person.gender = gender or person.gender or self._gender_by_noun(person, before)

    def _gender_by_noun(self, person: Person, before: Sequence[Token]) -> str:
        """What the article shows in “la informática Selma Arslan”, where nothing else does."""
        if not self._lexicon.has_gendered_roles or self._lexicon.has_capital_nouns:
            return ""
        if person.is_group or len(person.words) < _SHORTEST_NAME or len(before) < _ARTICLE_AND_NOUN:
            return ""
        article, noun = before[-_ARTICLE_AND_NOUN:]
        if noun.is_capital or not noun.is_word or noun.lower in self._lexicon.group_words:
            return ""
        by_ending = "f" if noun.lower.endswith(_FEMININE_ENDINGS) else ""
        return by_ending or _ARTICLES.get(article.lower, "")

    def _roles_near(
        self, tokens: Sequence[Token], begin: int, end: int, titles: Iterable[str]
    ) -> set[str]:
        """Titles before the name and the nouns of an apposition on either side."""
        roles = {role for role in map(self._role, titles) if role}
        near = [*tokens[max(0, begin - 1) : begin], *self._described_by(tokens, begin)]
        if end < len(tokens) and tokens[end].text == ",":
            for token in tokens[end + 1 : end + 9]:
                if (
                    token.text in {",", "."}
                    or token.lower in self._lexicon.relatives
                    or token.lower in self._lexicon.prepositions
                    or token.lower in self._lexicon.linkers
                ):
                    break
                near.append(token)
        return roles | {role for role in (self._role(t.lower) for t in near) if role}

    def _described_by(self, tokens: Sequence[Token], begin: int) -> Sequence[Token]:
        """“the spokesman for the fleet” in front of “, NAME”; nothing where a verb stands."""
        if not begin or tokens[begin - 1].text != ",":
            return ()
        lexicon = self._lexicon
        for index in range(begin - 2, max(-1, begin - 12), -1):
            word = tokens[index].lower
            if not tokens[index].is_word or word in lexicon.cues or word in lexicon.auxiliaries:
                return ()
            if word in lexicon.roles:
                return tokens[index : index + 1]
        return ()

    # -- asking it ------------------------------------------------------------------------

    def spoke(self, at: int, person: Person, sentence: int, end: int = 0) -> None:
        """Remember that a person was found to speak at an offset."""
        self._spoken.append(Seen(at, person, sentence, end))

    def in_mind(self, at: int, sentence: int) -> Seen | None:
        """Whom a clause without a subject goes on about: the last one who led or spoke."""
        oldest = sentence - _LOOK_BACK
        spoken = [s for s in self._spoken[-_RECENT:] if s.start < at and s.sentence >= oldest][-1:]
        named = [
            s for s in self._before(at) if s.sentence >= oldest and self._may_be_human(s.person)
        ]

        def fitness(seen: Seen) -> tuple[float, int]:
            heard = any(seen.person is each.person for each in spoken)
            leads = seen in spoken or self._leads(seen)
            return seen.sentence + _CLOSER * (leads + heard), -seen.start

        return max([*spoken, *named], key=fitness, default=None)

    def follow(self, tokens: Sequence[Token], sentence: int) -> None:
        """Take note of whom the “he” or “she” means that a sentence begins with."""
        if not tokens or tokens[0].lower not in self._pronouns:
            return
        gender = "f" if tokens[0].lower in self._lexicon.female else "m"
        person = self._by_pronoun(gender, tokens[0].start, sentence)
        if person is not None:
            self._followed = Seen(tokens[0].start, person, sentence)

    def person_for(
        self, tokens: Sequence[Token], at: int, sentence: int
    ) -> tuple[Person | None, str | None]:
        """The person behind a mention, and the best form of the name that we can give.

        The person is None for a body, a crowd or an unnamed official; the name may still be
        known (“ISW” is spelled out).
        """
        if not tokens:
            return None, None
        word = tokens[0].lower
        if len(tokens) == 1 and (word in self._lexicon.male or word in self._lexicon.female):
            gender = "f" if word in self._lexicon.female else "m"
            person = self._by_pronoun(gender, at, sentence)
            if person is not None and not person.gender:
                person.gender = gender
            return person, None if person is None else self._best(person.name)
        words = [t for t in tokens if t.is_word and t.lower not in self._lexicon.determiners]
        if len(words) == 1 and words[0].text in self._acronyms:
            return None, self._best(self._acronyms[words[0].text])
        named = self._named_in(tokens)
        if named is not None:
            return named, self._best(named.name)
        if len(tokens) == 1 and word in self._lexicon.pronouns:
            return None, None
        spelled = self._spelled(tokens)
        if spelled is not None:
            return None, spelled
        return self._by_role(tokens, at)

    def _named_in(self, tokens: Sequence[Token]) -> Person | None:
        found: Person | None = None
        index = 0
        while index < len(tokens):
            if not tokens[index].is_capital:
                if tokens[index].lower in self._lexicon.linkers and found is not None:
                    break
                index += 1
                continue
            end = self._name_end(tokens, index)
            if end > index:
                written = self._name_words(tokens, index, end)
                titles, words = self._split_titles(written)
                possessive = end < len(tokens) and tokens[end - 1].lower.endswith(("'s", "s'"))
                governed = (
                    index > 0 and len(written) == end - index and self._is_owned(tokens, index)
                )
                bracketed = index > 0 and tokens[index - 1].text == "("
                if words and not (possessive or governed or bracketed):
                    person = self._lookup(words, titles)
                    if person is not None and self._is_meant(person, tokens, end):
                        return person
            index = max(end, index + 1)
        return found

    def _is_owned(self, tokens: Sequence[Token], index: int) -> bool:
        """True for a name behind “of” or “for the”, but not in “Secretary of State NAME”."""
        lexicon = self._lexicon
        before = index - 1
        if before > 1 and tokens[before].lower in lexicon.determiners:
            before -= 1
        if not self._governs(tokens[before], first=before == 0):
            return False
        office = before > 0 and tokens[before - 1].lower in lexicon.titles
        return not (office and tokens[index].lower in lexicon.titles)

    def _governs(self, before: Token, *, first: bool) -> bool:
        """True for a preposition; “der” and “des” are articles where a mention begins."""
        word = before.lower
        if first and word in self._lexicon.determiners:
            return False
        return word in self._lexicon.prepositions or word in self._lexicon.linkers

    def _is_meant(self, person: Person, tokens: Sequence[Token], end: int) -> bool:
        """False for the “Florida” of “the Florida senator”, and for bodies."""
        if person.is_group:
            return False
        if end == len(tokens):
            return True
        after = tokens[end]
        lexicon = self._lexicon
        noun_follows = (
            after.is_word
            and not after.is_capital
            and after.lower not in lexicon.function_words
            and after.lower not in lexicon.linkers
            and after.lower not in lexicon.relatives
        )
        described = len(person.words) == 1 and tokens[0].lower in lexicon.determiners
        return not (noun_follows or described)

    def _lookup(self, words: Sequence[str], titles: Sequence[str]) -> Person | None:
        key = self._key(words)
        if len(key) == 1:
            return self._pick(self._by_last.get(key[0], []), titles) or self._by_first_name(
                key[0], titles
            )
        return self._by_full.get(key)

    def _best(self, name: str) -> str:
        folded = _folded(name)
        if folded in self._known:
            return self._known[folded]
        if " " not in name and folded in self._known_last:
            return self._known_last[folded]
        return name

    def _spelled(self, tokens: Sequence[Token]) -> str | None:
        for index, token in enumerate(tokens):
            if token.text in self._acronyms and not self._is_complement(tokens, index):
                return self._best(self._acronyms[token.text])
        words = [t.text for t in tokens if t.is_word]
        while words and words[0].lower() in self._lexicon.determiners:
            words.pop(0)
        name = " ".join(words)
        return self._known.get(_folded(name))

    def _is_complement(self, tokens: Sequence[Token], index: int) -> bool:
        """True for the “ASR” of “el director de la ASR”, who is no body."""
        lexicon = self._lexicon
        return lexicon.has_gendered_roles and any(
            token.lower in lexicon.linkers for token in tokens[max(0, index - 2) : index]
        )

    def _by_role(self, tokens: Sequence[Token], at: int) -> tuple[Person | None, str | None]:
        """“The representative”, after a spokesman was named, is that spokesman."""
        owned = self._lexicon.has_gendered_roles and tokens[0].lower in _OWNERS
        if tokens[0].lower not in _ARTICLES and self._lexicon.has_articles and not owned:
            return None, None
        roles = {role for role in (self._role(t.lower) for t in tokens) if role}
        small = self._lexicon.linkers if self._lexicon.has_gendered_roles else frozenset()
        if sum(t.lower not in small for t in tokens) > _LONGEST_ROLE:
            return None, None
        if not roles:
            return self._by_kind_of_body(tokens, at)
        wanted = set(roles)
        for family in self._lexicon.role_families:
            if family & roles:
                wanted |= family
        for spoke in reversed([s for s in self._spoken[-_RECENT:] if s.start < at][-6:]):
            if spoke.person.roles & wanted:
                return spoke.person, self._best(spoke.person.name)
        for seen in reversed(self._before(at)[-_RECENT:]):
            if seen.person.roles & roles and self._may_be_human(seen.person):
                return seen.person, self._best(seen.person.name)
        person = None if owned else self._by_gender(tokens, roles, at)
        return person, None if person is None else self._best(person.name)

    def _by_gender(self, tokens: Sequence[Token], roles: set[str], at: int) -> Person | None:
        """“La romancière”, after a woman was named: a role not told of her before.

        Only for a bare role in a language where it shows its gender, and only while nobody
        unnamed was brought in with it (“une romancière”).
        """
        lexicon = self._lexicon
        if not lexicon.has_gendered_roles or len(roles & self._unnamed):
            return None
        if any(t.lower in lexicon.linkers or t.lower in lexicon.prepositions for t in tokens[1:]):
            return None
        gender = self._gender_of(roles)
        by_article = _ARTICLES[tokens[0].lower]
        if by_article and gender and by_article != gender:
            return None  # “die Forscher” are several
        gender = gender or by_article
        before = self._before(at)
        sentence = before[-1].sentence if before else 0
        if gender:
            return self._by_pronoun(gender, at, sentence)
        near = [s for s in self._spoken[-_RECENT:] if s.start < at] or [
            s for s in before if self._may_be_human(s.person)
        ]
        return near[-1].person if near and near[-1].sentence >= sentence - _LOOK_BACK else None

    def _by_kind_of_body(
        self, tokens: Sequence[Token], at: int
    ) -> tuple[Person | None, str | None]:
        """“L’organisation”, after a union was named, is that union."""
        lexicon = self._lexicon
        words = {t.lower for t in tokens[1:]}
        if not lexicon.has_gendered_roles or len(tokens) != _ARTICLE_AND_NOUN:
            return None, None
        if not words & lexicon.group_words:
            return None, None
        before = self._before(at)
        for seen in reversed(before[-_RECENT:]):
            named_as_body = seen.person.is_group and len(seen.person.words) > 1
            if named_as_body and seen.sentence >= before[-1].sentence - _NEAR_SENTENCES:
                return None, self._best(seen.person.name)
        return None, None

    def _by_pronoun(self, gender: str, at: int, sentence: int) -> Person | None:
        """The likeliest person: the subject of the nearest sentence that names one who fits."""
        spoken = [
            s for s in self._spoken[-_RECENT:] if s.start < at and s.person.sex in {gender, ""}
        ]
        last = spoken[-1] if spoken else None
        speaker = None if last is None else last.person
        candidates = [
            s
            for s in self._before(at)
            if s.sentence >= sentence - _LOOK_BACK
            and s.person.sex in {gender, ""}
            and (s.person is speaker or self._may_be_human(s.person))
        ]

        followed = self._followed
        if followed is not None and (
            followed.sentence < sentence - _LOOK_BACK or followed.person.sex not in {gender, ""}
        ):
            followed = None

        def fitness(seen: Seen) -> tuple[float, int]:
            person = seen.person
            return (
                seen.sentence
                + (_LEADS if seen is last or seen is followed or self._leads(seen) else 0.0)
                + (_SPOKE if person is speaker else 0.0)
                + (_FITS if person.sex == gender else 0.0)
                + (_KNOWN if person.count >= _OFTEN else 0.0),
                -seen.start,
            )

        candidates.extend(seen for seen in (last, followed) if seen is not None)
        return max(candidates, key=fitness).person if candidates else None

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


def stem(word: str) -> str:
    """What the cases of a name have in common."""
    short = _CASE_ENDING.sub("", word)
    return short if len(short) >= _SHORTEST_STEM else word


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'").strip(".")


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
