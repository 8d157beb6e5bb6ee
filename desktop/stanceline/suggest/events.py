"""Candidate events: clauses that tell of something happening at a date."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stanceline.suggest.clauses import PARTICIPLE, Clause, ClauseReader, VerbKind
from stanceline.suggest.dates import DateSuggestion, find_dates
from stanceline.suggest.event_lexicon import EventLexicon, event_lexicon_for
from stanceline.suggest.event_titles import TitleWriter
from stanceline.suggest.naming import Naming
from stanceline.suggest.outside_quotes import Sentence, sentences_outside
from stanceline.suggest.participants import Names
from stanceline.suggest.phrases import after_dateline, clause_subject
from stanceline.suggest.quote_lexicon import Lexicon, lexicon_for
from stanceline.suggest.quote_tokens import Token
from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion, find_quotes
from stanceline.suggest.reported_lexicon import reported_lexicon_for
from stanceline.suggest.retold_clauses import Retold, retold_in

_FEWEST_WORDS = 3
_LONGEST_SENTENCE = 160
_NOUN_REACH = 3
_LONGEST_ANTECEDENT = 8
_LONGEST_NOUN_PHRASE = 10
_LONGEST_CONTENT = 30
_FAR = 12
_AUXILIARIES_BACK = 4
# How much of a candidate is right, by what tells that something happened; counted by hand.
_UNKNOWN_WORTH: Final = 0.62
_UNLIKELY: Final = 0.85
_WORTH: Final = {
    VerbKind.STRONG: 0.92,
    VerbKind.ACT_OF_SPEECH: 0.85,
    VerbKind.WEAK: 0.75,
}
_NOUN_WORTH: Final = 0.78
_OF_TIER: Final = {"A": 1.0, "B": 0.98, "C": 0.6}
_OF_STATUS: Final = {"happened": 1.0, "planned": 0.95, "possible": 0.7, "denied": 0.9}
_COARSE: Final = 0.9  # a year is a poor date for what happened on one day
_DISTANT: Final = 0.9
_VAGUE: Final = 0.85  # “it”, “they”: somebody has to look up who that is
_LEAST: Final = 0.3


@dataclass(frozen=True, slots=True)
class EventSuggestion:
    """Something that a clause says happened, or will, at a date.

    ``start`` and ``end`` are the clause, ``phrase`` the words of its date and ``verb`` those
    that tell what happened, all in code points. ``value`` is EDTF; ``tier``, ``rule`` and
    ``alternatives`` are those of the date. ``participants`` are names in their best known form.
    ``pattern`` tells planned, possible and denied happenings from those that took place.
    """

    start: int
    end: int
    title: str
    value: str
    phrase: tuple[int, int]
    tier: str
    rule: str
    reason: str
    alternatives: tuple[str, ...]
    participants: tuple[str, ...]
    verb: tuple[int, int] | None
    confidence: float
    pattern: str


def find_events(
    text: str,
    published: str | None = None,
    language: str = "en",
    *,
    dates: Sequence[DateSuggestion] | None = None,
    quotes: Sequence[QuoteSuggestion] | None = None,
    known_speakers: Iterable[KnownSpeaker] = (),
) -> list[EventSuggestion]:
    """The candidate events of an article, in the order of the text.

    ``published`` is the date of the article as EDTF. ``dates`` and ``quotes`` are looked for
    when they are not given; clauses inside quotations are no candidates. Empty for a language
    without a lexicon. Never raises.
    """
    words = event_lexicon_for(language)
    if words is None:
        return []
    known = list(known_speakers)
    if dates is None:
        dates = find_dates(text, published, language)
    if not dates:
        return []
    if quotes is None:
        quotes = find_quotes(text, language, known_speakers=known)
    reading = _Reading(text, lexicon_for(language), words, dates, quotes, known, published)
    return reading.events()


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with the tokens that it stands on."""

    date: DateSuggestion
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Happening:
    """The word that tells what happens: a verb or a noun."""

    first: int
    last: int
    worth: float
    is_noun: bool
    is_apart: bool = False  # the noun alone has the date, not the clause it stands in


@dataclass(frozen=True, slots=True)
class _Whole:
    """The sentence around a clause: its dates, its clauses and what it retells.

    ``source`` is the retold clause that the clauses are part of.
    """

    sentence: Sentence
    dated: Sequence[_Dated]
    retold: Sequence[Retold]
    clauses: Sequence[Clause]
    source: Retold | None


class _Reading:
    """One pass over one article."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        words: EventLexicon,
        dates: Sequence[DateSuggestion],
        quotes: Sequence[QuoteSuggestion],
        known: Sequence[KnownSpeaker],
        published: str | None,
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._words = words
        self._retelling = reported_lexicon_for(words.language)
        self._dates = sorted(dates, key=lambda date: date.start)
        self._starts = [date.start for date in self._dates]
        self._sentences = sentences_outside(text, lexicon, quotes)
        self._quotes = sorted(quotes, key=lambda quote: quote.start)
        self._quote_starts = [quote.start for quote in self._quotes]
        self._published = published or ""
        self._known = frozenset(speaker.name for speaker in known)
        self._clauses = ClauseReader(lexicon, words)
        self._titles = TitleWriter(text, lexicon, words)
        self._names = Names(self._sentences, lexicon, words, known)
        self._naming = Naming(text, lexicon, self._sentences, quotes, known)

    def events(self) -> list[EventSuggestion]:
        found: list[EventSuggestion] = []
        seen: set[tuple[str, str]] = set()
        for sentence in self._sentences:
            dated = self._dates_in(sentence)
            if not dated or sentence.tokens[-1].text == "?":
                continue
            if any(token.lower in self._words.conditional for token in sentence.tokens[:2]):
                continue
            if len(sentence.tokens) > _LONGEST_SENTENCE:
                continue
            for event in self._events_of(sentence, dated):
                key = (event.title.casefold(), event.value)
                if key not in seen:
                    seen.add(key)
                    found.append(event)
        return sorted(found, key=lambda event: (event.start, event.end, event.phrase))

    def _dates_in(self, sentence: Sentence) -> list[_Dated]:
        tokens = sentence.tokens
        low = bisect_left(self._starts, tokens[0].start)
        high = bisect_left(self._starts, tokens[-1].end)
        starts = [token.start for token in tokens]
        ends = [token.end for token in tokens]
        found = []
        for date in self._dates[low:high]:
            begin = bisect_left(ends, date.start + 1)
            end = bisect_left(starts, date.end)
            if date.end <= ends[-1] and begin < end:
                found.append(_Dated(date, begin, end))
        return found

    def _events_of(self, sentence: Sentence, dated: Sequence[_Dated]) -> Iterable[EventSuggestion]:
        tokens = sentence.tokens
        retold = (
            [] if self._retelling is None else retold_in(sentence, self._lexicon, self._retelling)
        )
        parts = _parts(tokens, retold)
        used: set[int] = set()
        for indices, source in parts:
            clauses = self._clauses.clauses(tokens, indices)
            for clause in clauses:
                inside = set(clause.indices)
                here = [each for each in dated if each.begin in inside and each.begin not in used]
                used.update(each.begin for each in here)
                whole = _Whole(sentence, dated, retold, clauses, source)
                yield from self._events_in(whole, clause, here)

    # -- one clause -----------------------------------------------------------------------

    def _events_in(
        self, whole: "_Whole", clause: Clause, here: Sequence[_Dated]
    ) -> Iterable[EventSuggestion]:
        by_verb: dict[int, list[tuple[_Dated, _Happening]]] = {}
        for each in here:
            happening = self._happening(whole.sentence, clause, each)
            if happening is not None:
                by_verb.setdefault(happening.first, []).append((each, happening))
        for group in by_verb.values():
            each, happening = min(group, key=lambda pair: _precision(pair[0].date.value))
            event = self._event(whole, clause, each, happening)
            if event is not None:
                yield event

    def _happening(self, sentence: Sentence, clause: Clause, dated: _Dated) -> _Happening | None:
        tokens = sentence.tokens
        if clause.opener in self._words.embedding or "X" in dated.date.value:
            return None  # a decade dates nothing that happened
        if self._describes_a_noun(tokens, dated):
            if _precision(dated.date.value) > _DAY:
                return None  # “the 2016 election” is no more than a name
            return self._noun_near(tokens, clause, dated, beside=True)
        verb = self._verb_for(tokens, clause, dated)
        if verb is not None:
            index, kind = verb
            if self._is_second(tokens, clause, index) or self._is_nowadays(tokens, dated, index):
                return None
            if kind in _WORTH:
                return _Happening(index, index, _WORTH[kind], is_noun=False)
            if kind == VerbKind.UNKNOWN and self._tells(tokens, index, dated):
                return _Happening(index, index, _UNKNOWN_WORTH, is_noun=False)
            if kind in {VerbKind.SPEECH, VerbKind.UNKNOWN}:
                return None
        apart = verb is None or tokens[verb[0]].lower not in self._words.being
        return self._noun_near(tokens, clause, dated, apart=apart)

    def _is_second(self, tokens: Sequence[Token], clause: Clause, verb: int) -> bool:
        """True for “won” in “runs in states that he knew Obama won”: it only describes a noun.

        Another verb stands before it in its clause and nothing that would join the two.
        """
        if self._words.language != "en":
            return False
        begin = verb - 1
        while begin >= 0 and (
            tokens[begin].lower in self._lexicon.auxiliaries
            or tokens[begin].lower in self._lexicon.adverbs
            or tokens[begin].lower in self._words.states
            or tokens[begin].lower in self._words.planned
        ):
            begin -= 1
        if self._is_contact(tokens, begin):
            return True
        for index in reversed([index for index in clause.indices if index <= begin]):
            word = tokens[index].lower
            if word in {",", "to"} or word in self._lexicon.conjunctions:
                return False
            if word in self._lexicon.subordinators and word not in self._lexicon.adverbs:
                return False
            if self._clauses.verb_kind(tokens, index) > VerbKind.NONE:
                return True
        return False

    def _is_contact(self, tokens: Sequence[Token], subject: int) -> bool:
        """True for “he” in “the tweets he sent out”, a clause without a word to open it."""
        if subject < 1 or tokens[subject].lower not in self._lexicon.pronouns:
            return False
        before = tokens[subject - 1]
        word = before.lower
        return (
            before.text[0].islower()
            and word not in self._lexicon.function_words | self._lexicon.times
            and word not in self._words.leading
            and word not in self._lexicon.cues
            and self._clauses.verb_kind(tokens, subject - 1) == VerbKind.NONE
        )

    def _is_nowadays(self, tokens: Sequence[Token], dated: _Dated, verb: int) -> bool:
        """True for “Today she travels by train”, which tells of no single day."""
        return (
            dated.date.rule == "deictic"
            and dated.begin < verb
            and tokens[verb].lower in self._words.present
        )

    def _tells(self, tokens: Sequence[Token], index: int, dated: _Dated) -> bool:
        """Whether a verb that is in no list may tell of something done on that very day."""
        before = tokens[index - 1].lower if index else ""
        passive = before in self._lexicon.auxiliaries and before not in self._words.having
        after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        reduced = after in self._lexicon.by
        return _precision(dated.date.value) == _DAY and not (
            passive or reduced or before in self._lexicon.adverbs
        )

    def _describes_a_noun(self, tokens: Sequence[Token], dated: _Dated) -> bool:
        """True for “the 2016 election” and “Monday’s vote”."""
        last = tokens[dated.end - 1]
        if last.lower.endswith(("'s", "s'")):
            return True
        if dated.end >= len(tokens):
            return False
        after = tokens[dated.end]
        before = tokens[dated.begin - 1].lower if dated.begin else ""
        if self._is_bare_year(tokens, dated):
            return True
        if before in self._words.belonging and dated.begin > 1:
            owner = tokens[dated.begin - 2].lower
            return owner not in self._words.parts_of_time and owner not in self._lexicon.times
        first = tokens[dated.begin].lower
        numbered = first in self._lexicon.determiners and tokens[dated.end - 1].text.isdigit()
        return (
            after.is_word
            and (before in self._lexicon.determiners or before.endswith("'s") or numbered)
            and after.lower not in self._lexicon.function_words
            and self._clauses.verb_kind(tokens, dated.end) == VerbKind.NONE
        )

    def _is_bare_year(self, tokens: Sequence[Token], dated: _Dated) -> bool:
        """True for “the armed 2014 standoff”: a year that no preposition leads up to."""
        if dated.end - dated.begin > 1 or not tokens[dated.begin].text.isdigit() or not dated.begin:
            return False
        before = tokens[dated.begin - 1]
        return before.is_word and before.lower not in self._lexicon.function_words

    def _verb_for(
        self, tokens: Sequence[Token], clause: Clause, dated: _Dated
    ) -> tuple[int, VerbKind] | None:
        """The nearest verb before the date in its clause, else the first one after it."""
        nearest: tuple[int, VerbKind] | None = None
        for index in clause.indices:
            if dated.begin <= index < dated.end:
                continue
            kind = self._clauses.verb_kind(tokens, index)
            if kind == VerbKind.NONE:
                continue
            if index > dated.begin:
                if nearest is None or (
                    nearest[1] == VerbKind.STATE
                    and (nearest[0] > dated.begin or self._words.language != "en")
                ):
                    nearest = (index, kind)
                    if kind != VerbKind.STATE:
                        break
                    continue
                break
            if kind != VerbKind.STATE or nearest is None:
                nearest = (index, kind)
        return nearest

    def _noun_near(
        self,
        tokens: Sequence[Token],
        clause: Clause,
        dated: _Dated,
        *,
        beside: bool = False,
        apart: bool = True,
    ) -> _Happening | None:
        """The noun of happening that the date belongs to."""
        inside = set(clause.indices)
        lead = tokens[dated.begin - 1].lower if dated.begin else ""
        if lead in self._words.counted_from:
            return None
        if beside and lead in self._words.belonging:
            reach = range(dated.begin - 2, max(-1, dated.begin - 2 - _NOUN_REACH), -1)
        elif beside:
            reach = range(dated.end, min(len(tokens), dated.end + _NOUN_REACH))
        else:
            far = dated.begin - 1 - (_NOUN_REACH * 2 if apart else _FAR)
            reach = range(dated.begin - 1, max(-1, far), -1)
        for index in reach:
            if index not in inside or tokens[index].text == ",":
                break
            if apart and self._clauses.verb_kind(tokens, index) > VerbKind.NONE:
                break
            if tokens[index].lower in self._words.nouns and self._is_a_happening(tokens, index):
                return _Happening(index, index, _NOUN_WORTH, is_noun=True, is_apart=apart)
        return None

    def _is_a_happening(self, tokens: Sequence[Token], index: int) -> bool:
        """False for “merger advisers” and for “shooting” in “fatally shooting a man”."""
        word = tokens[index].lower
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and following.text[0].islower():
            compound = following.lower not in self._lexicon.function_words | self._lexicon.cues
            if compound and self._clauses.verb_kind(tokens, index + 1) == VerbKind.NONE:
                return following.lower in self._lexicon.times
        return not self._is_gerund(tokens, index, word)

    def _is_gerund(self, tokens: Sequence[Token], index: int, word: str) -> bool:
        if not word.endswith("ing") or self._words.language != "en":
            return False
        before = tokens[index - 1].lower if index else ""
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        return before.endswith("ly") or (
            after is not None
            and (after.text[0].isdigit() or after.lower in self._lexicon.determiners)
        )

    def _around_noun(self, tokens: Sequence[Token], noun: int) -> list[int]:
        """The noun phrase of a noun of happening, with what “of”, “in” and “on” add to it."""
        lexicon = self._lexicon
        begin = noun
        while begin > max(0, noun - _LONGEST_ANTECEDENT):
            token = tokens[begin - 1]
            if not token.is_word or token.lower in lexicon.function_words:
                break
            if self._clauses.verb_kind(tokens, begin - 1) > VerbKind.NONE:
                break
            begin -= 1
        end = noun + 1
        while end < min(len(tokens), noun + _LONGEST_NOUN_PHRASE):
            token = tokens[end]
            if not token.is_word or token.lower in lexicon.auxiliaries:
                break
            if token.lower in lexicon.subordinators or token.lower in lexicon.relatives:
                break
            if token.lower in lexicon.conjunctions or token.lower in lexicon.cues:
                break
            if self._clauses.verb_kind(tokens, end) > VerbKind.NONE:
                break
            end += 1
        return list(range(begin, end))

    def _event(
        self, whole: "_Whole", clause: Clause, dated: _Dated, happening: _Happening
    ) -> EventSuggestion | None:
        sentence, others, source = whole.sentence, whole.dated, whole.source
        retold, clauses = whole.retold, whole.clauses
        tokens = sentence.tokens
        status = self._status(tokens, clause, happening, source)
        worth = happening.worth
        if status == "infinitive":  # “agreed to meet on Friday”
            status, worth = "happened", worth * _UNLIKELY
        if status == "happened" and self._is_ahead(dated.date):
            status = "planned"
        if status is None:
            return None
        indices = clause.indices
        if sum(tokens[index].is_word for index in indices) < _FEWEST_WORDS:
            return None
        spans = [(each.begin, each.end) for each in others]
        told: list[int] = (
            self._around_noun(tokens, happening.first)
            if happening.is_apart
            else self._with_content(tokens, clause, happening, retold, clauses)
        )
        if told and told[0] == clause.indices[0] and self._is_opener(tokens[told[0]], clause):
            told = told[1:]
        found = self._subject(sentence, clause, happening, self._titles.told(tokens, told, spans))
        if found is None:
            return None
        subject, names = found
        title = self._titles.title(
            tokens,
            told,
            spans,
            happening.first,
            subject,
            self._quoted_after(sentence, told),
        )
        vague = title.split(" ", 1)[0].lower() in self._lexicon.pronouns
        if len(title.split()) < self._fewest(tokens, happening) + 2 * vague:
            return None
        date = dated.date
        confidence = worth * _OF_TIER.get(date.tier, 0.6) * _OF_STATUS[status]
        if _precision(date.value) > _DAY:
            confidence *= _COARSE
        if vague:
            confidence *= _VAGUE
        if abs(happening.first - dated.begin) > _FAR:
            confidence *= _DISTANT
        if confidence < _LEAST:
            return None
        verb = (tokens[happening.first].start, tokens[happening.last].end)
        return EventSuggestion(
            start=tokens[indices[0]].start,
            end=tokens[indices[-1]].end,
            title=title,
            value=date.value,
            phrase=(date.start, date.end),
            tier=date.tier,
            rule=date.rule,
            reason=self._reason(verb, status, date),
            alternatives=date.alternatives,
            participants=self._participants(sentence, self._undated(indices, spans), names),
            verb=verb,
            confidence=round(confidence, 3),
            pattern=f"event:{status}:{'noun' if happening.is_noun else 'verb'}",
        )

    def _undated(self, indices: Sequence[int], dates: Sequence[tuple[int, int]]) -> list[int]:
        return [i for i in indices if not any(begin <= i < end for begin, end in dates)]

    def _fewest(self, tokens: Sequence[Token], happening: _Happening) -> int:
        """How many words a title needs: “Ilves announced” tells of nothing."""
        if happening.is_apart:
            return _FEWEST_WORDS
        if tokens[happening.first].lower in self._words.acts_of_speech:
            return _FEWEST_WORDS + 1
        return _FEWEST_WORDS - 1

    def _with_content(
        self,
        tokens: Sequence[Token],
        clause: Clause,
        happening: _Happening,
        retold: Sequence[Retold],
        clauses: Sequence[Clause],
    ) -> list[int]:
        """The clause, and after “announced” also what was announced."""
        told = list(clause.indices)
        if tokens[happening.first].lower not in self._words.acts_of_speech:
            return told
        for each in retold:
            if each.cue.first == happening.first and each.pattern in {"that", "bare"}:
                begin, end = each.pieces[0]
                told = [index for index in told if index < begin]
                return [*told, *range(told[-1] + 1, min(end, begin + _LONGEST_CONTENT))]
        for other in clauses:
            if other.opener == "that" and other.indices[0] == told[-1] + 1:
                return [*told, *other.indices[:_LONGEST_CONTENT]]
        return told

    def _quoted_after(self, sentence: Sentence, indices: Sequence[int]) -> str:
        """The words in marks that the clause runs on into: “signed an “agreement …””."""
        last = sentence.tokens[indices[-1]]
        if not sentence.leads_up or last is not sentence.tokens[-1]:
            return ""
        if last.lower not in self._lexicon.determiners | self._lexicon.prepositions:
            return ""
        at = bisect_left(self._quote_starts, last.end)
        if at == len(self._quote_starts):
            return ""
        return self._text[last.end : self._quotes[at].end].strip() + self._closing_mark(at)

    def _closing_mark(self, at: int) -> str:
        end = self._quotes[at].end
        return self._text[end : end + 1] if self._text[end : end + 1] in _MARKS else ""

    def _status(
        self, tokens: Sequence[Token], clause: Clause, happening: _Happening, source: Retold | None
    ) -> str | None:
        """Whether it took place, is planned, possible or denied; None when it is no event."""
        words = self._words
        inside = [tokens[index].lower for index in clause.indices]
        if clause.opener in words.conditional or (inside and inside[0] in words.conditional):
            return None
        if any(word in words.habits for word in inside):
            return None
        if source is not None and tokens[source.cue.first].lower in words.denied:
            return "denied"
        before = self._auxiliaries(tokens, clause, happening)
        if any(word in words.negators or word.endswith(words.negated_endings) for word in before):
            return None
        if any(word in words.denied for word in inside):
            return "denied"
        if any(word in words.possible for word in before):
            return "possible"
        if any(word in words.planned or word.endswith("'ll") for word in before):
            return "planned"
        if any(word in words.to for word in before):
            return "infinitive"
        if tokens[happening.first].lower in words.future:
            return "planned"
        return "happened"

    def _auxiliaries(
        self, tokens: Sequence[Token], clause: Clause, happening: _Happening
    ) -> list[str]:
        """The words before a verb that belong to it: “will not be”, “is expected to”."""
        words, lexicon = self._words, self._lexicon
        found: list[str] = []
        inside = set(clause.indices)
        for index in range(happening.first - 1, happening.first - 1 - _AUXILIARIES_BACK * 2, -1):
            if index not in inside:
                break
            word = tokens[index].lower
            if not (
                word in lexicon.auxiliaries
                or word in lexicon.adverbs
                or word in words.planned
                or word in words.possible
                or word in words.negators
                or word in words.to
                or word.endswith((*words.negated_endings, "'ll", "ly"))
            ):
                break
            found.append(word)
        return found

    def _is_ahead(self, date: DateSuggestion) -> bool:
        """Whether the date lies after the day of publication."""
        return bool(
            _A_DAY.fullmatch(self._published)
            and _A_DAY.fullmatch(date.value)
            and date.value > self._published
        )

    def _subject(
        self, sentence: Sentence, clause: Clause, happening: _Happening, told: Sequence[int]
    ) -> tuple[str, list[str]] | None:
        """What a title says for a pronoun or a missing subject, and whom that names.

        None where the clause makes no sense without a subject that is not to be found.
        """
        tokens = sentence.tokens
        if not told or happening.is_apart:
            return "", []
        first = told[0]
        word = tokens[first].lower
        if word in self._words.relative_subjects:
            mention = self._antecedent(tokens, first)
            if not mention:
                return None
        elif word in self._lexicon.male or word in self._lexicon.female:
            name = self._naming.name(tokens[first : first + 1], sentence.index)
            return (name, [name]) if name else ("", [])
        elif clause.opener == PARTICIPLE:
            after = clause.indices[-1] + 1
            found = clause_subject(tokens[after:], self._lexicon)
            if found is None:
                return None
            mention = tokens[after + found.begin : after + found.end]
            name = self._naming.name(mention, sentence.index)
            if name:
                return name, [name]
        elif self._clauses.verb_kind(tokens, first) > VerbKind.NONE and (
            clause.opener in self._lexicon.relatives
        ):
            mention = self._antecedent(tokens, clause.indices[0])
            if not mention:
                return None
        elif self._clauses.verb_kind(tokens, first) > VerbKind.NONE:
            start = after_dateline(tokens)
            found = clause_subject(tokens[start:first], self._lexicon)
            if found is None:
                return None
            mention = tokens[start + found.begin : start + found.end]
        else:
            return "", []
        if not mention:
            return "", []
        return self._text[mention[0].start : mention[-1].end], []

    def _is_opener(self, token: Token, clause: Clause) -> bool:
        """Whether “after” only opened the clause; “who” is its subject and stays."""
        return token.lower == clause.opener and token.lower not in self._words.relative_subjects

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
            if not token.is_word or self._clauses.verb_kind(tokens, begin - 1) > VerbKind.NONE:
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
        return tokens[begin:end]

    def _participants(
        self, sentence: Sentence, indices: Sequence[int], names: Sequence[str]
    ) -> tuple[str, ...]:
        tokens = sentence.tokens
        found = dict.fromkeys(names)
        for begin, end in self._names.spans(tokens, indices):
            mention = tokens[begin:end]
            written = " ".join(self._text[mention[0].start : mention[-1].end].split())
            for ending in ("'s", "’s"):
                written = written.removesuffix(ending)
            name = self._naming.name(mention, sentence.index)
            body = end - begin == 1 and begin and tokens[begin - 1].lower in _ARTICLES
            found.setdefault(
                name if name and not body and self._is_longer(name, written) else written
            )
        return tuple(found)

    def _is_longer(self, name: str, written: str) -> bool:
        """Whether a name is the same one in full, and not only a part of what is written."""
        if self._lexicon.is_inflected or name in self._known:
            return True
        words = name.split()
        return written.split()[-1] in words and len(words) >= len(written.split())

    def _reason(self, verb: tuple[int, int], status: str, date: DateSuggestion) -> str:
        told = {
            "happened": "tells of something that happened",
            "planned": "tells of something planned",
            "possible": "tells of something that may happen",
            "denied": "tells of something that is denied",
        }[status]
        return f"“{self._text[slice(*verb)]}” {told}. {date.reason}"


_DAY = 0
_ARTICLES: Final = frozenset({"the", "a", "an", "le", "la", "el", "der", "die", "das"})
_A_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARKS: Final = frozenset('”“»«"')
_UNIT_ORDER: Final = {10: 0, 7: 1, 4: 2}


def _precision(value: str) -> int:
    """0 for a day or finer, 1 for months, 2 for years, 3 for what is coarser or open."""
    plain = value.strip("[]{}").lstrip("-").rstrip("?~%")
    if "X" in value or ".." in value and not value.startswith("["):
        return 3
    first = plain.replace("..", "/").replace(",", "/").split("/")[0]
    if "T" in first:
        return _DAY
    return _UNIT_ORDER.get(len(first), 3)


def _parts(
    tokens: Sequence[Token], retold: Sequence[Retold]
) -> list[tuple[list[int], Retold | None]]:
    """The tokens of what each retold clause says, and those of the article's own words."""
    parts: list[tuple[list[int], Retold | None]] = []
    own = set(range(after_dateline(tokens), len(tokens)))
    for each in retold:
        inside = [index for piece in each.pieces for index in range(*piece) if index in own]
        own.difference_update(inside)
        parts.append((inside, each))
    parts.append((sorted(own), None))
    return parts
