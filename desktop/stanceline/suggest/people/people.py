"""Who is who in one article: whom a mention, he and she, a title or an acronym stands for."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Self

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.people.names import ARTICLE_AND_NOUN, ARTICLES, LONGEST_ROLE
from stanceline.suggest.people.person import KnownSpeaker, Person, Seen, folded_form
from stanceline.suggest.people.roll import OFTEN, RECENT, Roll

_LOOK_BACK = 12  # sentences
# What speaks for a person as the one meant by “he” or “she”, in sentences of distance.
_LEADS, _SPOKE, _FITS, _KNOWN = 0.8, 0.5, 0.9, 0.2
_JUST_LED = 1.0  # more, for the subject of the sentence right before the pronoun's
_CLOSER = 0.4  # a subject may follow its verb: the last sentence counts for more than both
_NEAR_SENTENCES = 3
_OWNERS = frozenset({"son", "sa", "sein", "seine", "ihr", "ihre", "su"})


class People(Roll):
    """The names of one article, and who a mention, a pronoun or a title stands for."""

    def __init__(self, lexicon: Lexicon, known: Iterable[KnownSpeaker] = ()) -> None:
        super().__init__(lexicon)
        self._spoken: list[Seen] = []
        self._followed: Seen | None = None
        self._guessed: list[Person] = []
        self._pronouns = lexicon.male | lexicon.female
        self._known: dict[str, str] = {}
        self._known_last: dict[str, str] = {}
        for speaker in known:
            for form in (speaker.name, *speaker.aliases):
                self._known.setdefault(folded_form(form), speaker.name)
            words = speaker.name.split()
            if len(words) > 1:
                self._known_last.setdefault(folded_form(words[-1]), speaker.name)

    def again(self) -> Self:
        """The same people, as if nobody had been asked for yet.

        What an earlier one was told is forgotten; only one may be asked at a time.
        """
        while self._guessed:
            person = self._guessed.pop()
            person.gender, person.is_guessed = "", False
        twin = copy(self)
        twin._spoken = []
        twin._split = dict(self._split)
        twin._agents = set(self._agents)
        return twin

    def spoke(self, at: int, person: Person, sentence: int, end: int = 0) -> None:
        """Remember that a person was found to speak at an offset."""
        self._spoken.append(Seen(at, person, sentence, end))

    def in_mind(self, at: int, sentence: int) -> Seen | None:
        """Whom a clause without a subject goes on about: the last one who led or spoke."""
        oldest = sentence - _LOOK_BACK
        spoken = [s for s in self._spoken[-RECENT:] if s.start < at and s.sentence >= oldest][-1:]
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
                self._guessed.append(person)
                person.is_guessed = True
            return person, None if person is None else self._best(person.name)
        words = [t for t in tokens if t.is_word and t.lower not in self._lexicon.determiners]
        if len(words) == 1 and words[0].text in self._acronyms:
            return None, self._best(self._acronyms[words[0].text])
        if len(tokens) == ARTICLE_AND_NOUN and tokens[1].lower in self._lexicon.peoples:
            return self._who_spoke_last(at, sentence)
        named = self._named_in(tokens)
        if named is not None:
            return named, self._best(named.name)
        if len(tokens) == 1 and word in self._lexicon.pronouns:
            return None, None
        spelled = self._spelled(tokens)
        if spelled is not None:
            return None, spelled
        return self._by_role(tokens, at)

    def _who_spoke_last(self, at: int, sentence: int) -> tuple[Person | None, str | None]:
        """Whom “the Italian” means: the one who spoke in the sentences before."""
        spoken = [s for s in self._spoken[-RECENT:] if s.start < at][-1:]
        for seen in spoken:
            if seen.sentence >= sentence - _NEAR_SENTENCES:
                return seen.person, self._best(seen.person.name)
        return None, None

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

    def _best(self, name: str) -> str:
        folded = folded_form(name)
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
        return self._known.get(folded_form(name))

    def _is_complement(self, tokens: Sequence[Token], index: int) -> bool:
        """True for the “ASR” of “el director de la ASR”, who is no body."""
        lexicon = self._lexicon
        return lexicon.has_gendered_roles and any(
            token.lower in lexicon.linkers for token in tokens[max(0, index - 2) : index]
        )

    def _by_role(self, tokens: Sequence[Token], at: int) -> tuple[Person | None, str | None]:
        """“The representative”, after a spokesman was named, is that spokesman."""
        owned = self._lexicon.has_gendered_roles and tokens[0].lower in _OWNERS
        if tokens[0].lower not in ARTICLES and self._lexicon.has_articles and not owned:
            return None, None
        roles = {role for role in (self._role(t.lower) for t in tokens) if role}
        small = self._lexicon.linkers if self._lexicon.has_gendered_roles else frozenset()
        if sum(t.lower not in small for t in tokens) > LONGEST_ROLE:
            return None, None
        if not roles:
            return self._by_kind_of_body(tokens, at)
        wanted = set(roles)
        for family in self._lexicon.role_families:
            if family & roles:
                wanted |= family
        for spoke in reversed([s for s in self._spoken[-RECENT:] if s.start < at][-6:]):
            if spoke.person.roles & wanted:
                return spoke.person, self._best(spoke.person.name)
        for seen in reversed(self._before(at)[-RECENT:]):
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
        by_article = ARTICLES[tokens[0].lower]
        if by_article and gender and by_article != gender:
            return None  # “die Forscher” are several
        gender = gender or by_article
        before = self._before(at)
        sentence = before[-1].sentence if before else 0
        if gender:
            return self._by_pronoun(gender, at, sentence)
        near = [s for s in self._spoken[-RECENT:] if s.start < at] or [
            s for s in before if self._may_be_human(s.person)
        ]
        return near[-1].person if near and near[-1].sentence >= sentence - _LOOK_BACK else None

    def _by_kind_of_body(
        self, tokens: Sequence[Token], at: int
    ) -> tuple[Person | None, str | None]:
        """“L’organisation”, after a union was named, is that union."""
        lexicon = self._lexicon
        words = {t.lower for t in tokens[1:]}
        if not lexicon.has_gendered_roles or len(tokens) != ARTICLE_AND_NOUN:
            return None, None
        if not words & lexicon.group_words:
            return None, None
        before = self._before(at)
        for seen in reversed(before[-RECENT:]):
            named_as_body = seen.person.is_group and len(seen.person.words) > 1
            if named_as_body and seen.sentence >= before[-1].sentence - _NEAR_SENTENCES:
                return None, self._best(seen.person.name)
        return None, None

    def _by_pronoun(self, gender: str, at: int, sentence: int) -> Person | None:
        """The likeliest person: the subject of the nearest sentence that names one who fits."""
        spoken = [
            s for s in self._spoken[-RECENT:] if s.start < at and s.person.sex in {gender, ""}
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

        here = self._sentence_at(at, sentence)

        def fitness(seen: Seen) -> tuple[float, int]:
            person = seen.person
            gone_on_about = seen is last or seen is followed
            leads = gone_on_about or self._leads(seen)
            just_led = leads and not gone_on_about and here - 1 <= seen.sentence <= here
            return (
                seen.sentence
                + (_LEADS if leads else 0.0)
                + (_JUST_LED if just_led else 0.0)
                + (_SPOKE if person is speaker else 0.0)
                + (_FITS if person.sex == gender else 0.0)
                + (_KNOWN if person.count >= OFTEN else 0.0),
                -seen.start,
            )

        candidates.extend(seen for seen in (last, followed) if seen is not None)
        return max(candidates, key=fitness).person if candidates else None
