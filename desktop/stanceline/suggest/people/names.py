"""The words of names: where a name ends, what titles and roles stand beside it."""

import re
from collections.abc import Iterable, Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.phrases import leads_to_name
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.people.person import Person, folded_form, stem

_SUFFIXES = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
# Letters behind a name: counsel, members of parliaments, honours and degrees.
_LETTERS = frozenset(
    {"KC", "QC", "SC", "MP", "MPs", "MSP", "MEP", "TD", "JP", "OBE", "CBE", "MBE", "KBE", "DBE"}
    | {"PhD", "Ph.D", "Ph.D.", "MD", "M.D", "M.D.", "DO", "RN", "FRS", "Esq", "Esq."}
)
_POSSESSIVE = re.compile(r"['’]s?$")
LONGEST_ROLE = 4  # words in “the retired harbour master”
_SHORTEST_NAME = 2
_LONGEST_IN_HEADLINE = 3
ARTICLE_AND_NOUN = 2
# Definite articles with the gender they show, where they show one.
ARTICLES = {
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
_LONG_IN_HEADLINE = 4


class Names:
    """What the words of a language tell about the names of an article, before who is who."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._split: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
        self._keys: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._agents: set[str] = set()

    def _is_governed(self, tokens: Sequence[Token], index: int) -> bool:
        """True for the name in “at Kallby” and “with the daily Kallby Post”."""
        lexicon = self._lexicon
        at = index - 1
        if lexicon.language == "en":
            while at > 0 and index - at < LONGEST_ROLE and self._is_noun(tokens[at]):
                at -= 1
            at -= at > 0 and at < index - 1 and tokens[at].lower in lexicon.determiners
        before = tokens[at].lower if at >= 0 else ""
        return before in lexicon.prepositions or before in lexicon.linkers

    def _is_noun(self, token: Token) -> bool:
        """True for a word in small letters with a meaning of its own, and no verb of saying."""
        lexicon = self._lexicon
        if not token.is_word or token.is_capital:
            return False
        return not (token.lower in lexicon.function_words or token.lower in lexicon.cues)

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

    def _name_end(self, tokens: Sequence[Token], begin: int) -> int:
        lexicon = self._lexicon
        first = tokens[begin].lower
        if (first in lexicon.capital_days and not self._is_called_june(tokens, begin)) or (
            first in lexicon.function_words and not self._is_first_name(tokens, begin)
        ):
            return begin
        index = begin
        while index < len(tokens):
            token = tokens[index]
            if (
                token.is_capital
                and (index == begin or token.lower not in lexicon.capital_days)
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

    def _is_called_june(self, tokens: Sequence[Token], index: int) -> bool:
        """True for “historian June Ilves”, not for “in June Ilves said” and “last June”."""
        if not self._is_first_name(tokens, index) or index + 1 >= len(tokens):
            return False
        if tokens[index + 1].lower in self._lexicon.titles | self._lexicon.capital_days:
            return False
        before = tokens[index - 1].lower if index else ""
        role = before in self._lexicon.roles or before.removesuffix("s") in self._lexicon.roles
        return role or before in {"", ",", "and"}

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
        for token in tokens[end : end + LONGEST_ROLE]:
            if not token.is_word or token.is_capital or token.lower in lexicon.function_words:
                return False
            if token.lower in lexicon.roles or token.lower.removesuffix("s") in lexicon.roles:
                return True
            if token.lower in lexicon.cues or token.lower in lexicon.other_verbs:
                return False
        return False

    def _key(self, words: Iterable[str]) -> tuple[str, ...]:
        """What forms of one name have in common: case endings go, where there are any."""
        written = tuple(words)
        found = self._keys.get(written)
        if found is None:
            folded = map(folded_form, written)
            found = tuple(map(stem, folded)) if self._lexicon.is_inflected else tuple(folded)
            self._keys[written] = found
        return found

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
        while len(words) > _SHORTEST_NAME and words[-1] in _LETTERS:
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
                short = self._lexicon.title_roles
                titles = [self._role(title) or short.get(title, title) for title in titles]
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

    def _gender_by_noun(self, person: Person, before: Sequence[Token]) -> str:
        """What the article shows in “la informática Selma Arslan”, where nothing else does."""
        if not self._lexicon.has_gendered_roles or self._lexicon.has_capital_nouns:
            return ""
        if person.is_group or len(person.words) < _SHORTEST_NAME or len(before) < ARTICLE_AND_NOUN:
            return ""
        article, noun = before[-ARTICLE_AND_NOUN:]
        if noun.is_capital or not noun.is_word or noun.lower in self._lexicon.group_words:
            return ""
        by_ending = "f" if noun.lower.endswith(_FEMININE_ENDINGS) else ""
        return by_ending or ARTICLES.get(article.lower, "")

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
