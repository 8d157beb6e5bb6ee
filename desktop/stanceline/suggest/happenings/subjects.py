"""Who or what a clause is about, where it does not say so itself."""

from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.subjects import after_dateline, clause_subject
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.grammar.verbs import cue_at
from stanceline.suggest.happenings.clauses import PARTICIPLE, Clause
from stanceline.suggest.happenings.happenings import Happening
from stanceline.suggest.happenings.lexicon import EventLexicon
from stanceline.suggest.happenings.verbs import VerbKind, VerbReader
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.people.naming import Naming

_LONGEST_ANTECEDENT = 8
_LONGEST_NOUN_PHRASE = 10


class SubjectFinder:
    """Finds the subjects of the clauses of one article."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        words: EventLexicon,
        verbs: VerbReader,
        naming: Naming,
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._words = words
        self._verbs = verbs
        self._naming = naming

    def of(
        self,
        sentence: Sentence,
        clause: Clause,
        happening: Happening,
        told: Sequence[int],
        source: Sequence[Token] = (),
    ) -> tuple[str, list[str]] | None:
        """What a title says for a pronoun or a missing subject, and whom that names.

        ``source`` is who tells of it: in “Rand said he resigned” that is who “he” is.

        None where the clause makes no sense without a subject that is not to be found.
        """
        tokens = sentence.tokens
        if not told or happening.is_apart:
            return "", []
        first = told[0]
        word = tokens[first].lower
        if word in self._lexicon.male or word in self._lexicon.female:
            named = source if any(token.is_capital for token in source[:1]) else ()
            name = self._naming.name(named or tokens[first : first + 1], sentence.index)
            return (name, [name]) if name else ("", [])
        mention = self._missing(tokens, clause, first)
        if mention is None:
            return "", []
        if not mention or mention[-1].text[0].isdigit():
            return None
        if clause.opener == PARTICIPLE:
            name = self._naming.name(mention, sentence.index)
            if name:
                return name, [name]
        return self._text[mention[0].start : mention[-1].end], []

    def object_of(self, tokens: Sequence[Token], clause: Clause) -> str:
        """“The act” in “the act, which the king signed on Monday”: what the verb is about."""
        if clause.opener not in self._words.relative_subjects or len(clause.indices) <= 1:
            return ""
        following = tokens[clause.indices[1]]
        word = following.lower
        if not (
            following.is_capital
            or word in self._lexicon.determiners
            or word in self._lexicon.pronouns
        ):
            return ""
        mention = self._antecedent(tokens, clause.indices[0])
        return self._text[mention[0].start : mention[-1].end] if mention else ""

    def _missing(
        self, tokens: Sequence[Token], clause: Clause, first: int
    ) -> Sequence[Token] | None:
        """The subject from outside the clause, empty if unknown; None when it has its own."""
        if tokens[first].lower in self._words.relative_subjects:
            return self._antecedent(tokens, first)
        if clause.opener == PARTICIPLE:
            start, end = clause.indices[-1] + 1, len(tokens)
        elif self._verbs.kind(tokens, first) == VerbKind.NONE:
            return None
        elif clause.opener in self._words.object_relatives:
            return ()
        elif clause.opener in self._lexicon.relatives:
            return self._antecedent(tokens, clause.indices[0])
        else:
            start, end = after_dateline(tokens), first
        found = clause_subject(tokens[start:end], self._lexicon)
        if found is None:
            return ()
        mention = range(start + found.begin, start + found.end)
        stop = next(
            (
                index
                for index in mention
                if self._verbs.kind(tokens, index) > VerbKind.NONE
                or cue_at(tokens, index, self._lexicon) is not None
            ),
            mention.stop,
        )
        return tokens[mention.start : stop]

    def _antecedent(self, tokens: Sequence[Token], relative: int) -> Sequence[Token]:
        """The noun phrase before “who” or “which”; before a comma with all its “of …”."""
        end = relative
        apart = end > 0 and tokens[end - 1].text == ","
        if apart:
            end -= 1
        begin = end
        lexicon = self._lexicon
        while begin > max(0, end - _LONGEST_ANTECEDENT):
            token = tokens[begin - 1]
            if not token.is_word or self._verbs.kind(tokens, begin - 1) > VerbKind.NONE:
                break
            word = token.lower
            if word in lexicon.determiners:
                begin -= 1
                if not (apart and begin and tokens[begin - 1].lower in self._words.belonging):
                    break
                continue
            if word in self._words.belonging and apart:
                begin -= 1
                continue
            if word in lexicon.function_words:
                break
            begin -= 1
        while begin < end and tokens[begin].lower in lexicon.linkers:
            begin += 1
        return tokens[self._name_at_end(tokens, begin, end) if apart else begin : end]

    def _name_at_end(self, tokens: Sequence[Token], begin: int, end: int) -> int:
        """Where “Rand” begins in “a photo of Rand”; the start of “the mayor of Kallby”."""
        lexicon = self._lexicon
        if lexicon.has_capital_nouns or not tokens[end - 1].is_capital:
            return begin
        name = end
        while name > begin and (tokens[name - 1].is_capital or tokens[name - 1].text[0].isdigit()):
            name -= 1
        before = [token.lower for token in tokens[begin:name]]
        linked = name - begin > 1 and tokens[name - 1].lower in self._lexicon.linkers
        if linked and tokens[name - 2].is_capital:
            return begin  # “the People’s Party of Kallby”
        described = not any(word in lexicon.roles or word in lexicon.titles for word in before)
        return name if described and set(before) - lexicon.determiners else begin

    def around_noun(self, tokens: Sequence[Token], noun: int) -> list[int]:
        """The noun phrase of a noun of happening, with what “of”, “in” and “on” add to it."""
        lexicon = self._lexicon
        begin = noun
        while begin > max(0, noun - _LONGEST_ANTECEDENT):
            token = tokens[begin - 1]
            if not token.is_word or token.lower in lexicon.function_words:
                break
            if self._verbs.kind(tokens, begin - 1) > VerbKind.NONE:
                break
            begin -= 1
        end = noun + 1
        pair = False
        while end < min(len(tokens), noun + _LONGEST_NOUN_PHRASE):
            token = tokens[end]
            if not token.is_word or token.lower in lexicon.auxiliaries:
                break
            if token.lower in lexicon.subordinators or token.lower in lexicon.relatives:
                break
            pair = pair or token.lower == "between"
            joins = token.lower in lexicon.conjunctions
            if (joins and not pair) or token.lower in lexicon.cues:
                break
            pair = pair and not joins
            if self._verbs.kind(tokens, end) > VerbKind.NONE:
                break
            end += 1
        return list(range(begin, end))
