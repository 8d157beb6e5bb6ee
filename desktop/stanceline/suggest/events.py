"""Candidate events: clauses that tell of something happening at a date."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stanceline.suggest.clauses import Clause, ClauseReader, VerbKind
from stanceline.suggest.dates import DateSuggestion, find_dates
from stanceline.suggest.event_lexicon import EventLexicon, event_lexicon_for
from stanceline.suggest.event_titles import TitleWriter
from stanceline.suggest.naming import Naming
from stanceline.suggest.outside_quotes import Sentence, sentences_outside
from stanceline.suggest.participants import Names
from stanceline.suggest.phrases import after_dateline, clause_subject, subject_before
from stanceline.suggest.quote_lexicon import Lexicon, lexicon_for
from stanceline.suggest.quote_tokens import Token
from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion, find_quotes
from stanceline.suggest.reported_lexicon import reported_lexicon_for
from stanceline.suggest.retold_clauses import Retold, retold_in

_FEWEST_WORDS = 3
_LONGEST_SENTENCE = 160
_NOUN_REACH = 3
_FAR = 12
_AUXILIARIES_BACK = 4
# How much of a candidate is right, by what tells that something happened; counted by hand.
_WORTH: Final = {
    VerbKind.STRONG: 0.92,
    VerbKind.ACT_OF_SPEECH: 0.85,
    VerbKind.WEAK: 0.75,
    VerbKind.UNKNOWN: 0.7,
}
_NOUN_WORTH: Final = 0.78
_OF_TIER: Final = {"A": 1.0, "B": 0.98, "C": 0.6}
_OF_STATUS: Final = {"happened": 1.0, "planned": 0.95, "possible": 0.7, "denied": 0.9}
_COARSE: Final = 0.9  # a year is a poor date for what happened on one day
_DISTANT: Final = 0.9
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
    reading = _Reading(text, lexicon_for(language), words, dates, quotes, known)
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
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._words = words
        self._retelling = reported_lexicon_for(words.language)
        self._dates = sorted(dates, key=lambda date: date.start)
        self._starts = [date.start for date in self._dates]
        self._sentences = sentences_outside(text, lexicon, quotes)
        self._clauses = ClauseReader(lexicon, words)
        self._titles = TitleWriter(text, lexicon, words)
        self._names = Names(self._sentences, lexicon, words)
        self._naming = Naming(text, lexicon, self._sentences, quotes, known)

    def events(self) -> list[EventSuggestion]:
        found: list[EventSuggestion] = []
        seen: set[tuple[str, str]] = set()
        for sentence in self._sentences:
            dated = self._dates_in(sentence)
            if not dated or sentence.tokens[-1].text == "?":
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
            for clause in self._clauses.clauses(tokens, indices):
                inside = set(clause.indices)
                here = [each for each in dated if each.begin in inside and each.begin not in used]
                used.update(each.begin for each in here)
                yield from self._events_in(sentence, clause, here, dated, source)

    # -- one clause -----------------------------------------------------------------------

    def _events_in(
        self,
        sentence: Sentence,
        clause: Clause,
        here: Sequence[_Dated],
        dated: Sequence[_Dated],
        source: Retold | None,
    ) -> Iterable[EventSuggestion]:
        by_verb: dict[int, list[tuple[_Dated, _Happening]]] = {}
        for each in here:
            happening = self._happening(sentence, clause, each)
            if happening is not None:
                by_verb.setdefault(happening.first, []).append((each, happening))
        for group in by_verb.values():
            each, happening = min(group, key=lambda pair: _precision(pair[0].date.value))
            event = self._event(sentence, clause, each, happening, dated, source)
            if event is not None:
                yield event

    def _happening(self, sentence: Sentence, clause: Clause, dated: _Dated) -> _Happening | None:
        tokens = sentence.tokens
        if self._describes_a_noun(tokens, dated):
            return self._noun_near(tokens, clause, dated, after_only=True)
        verb = self._verb_for(tokens, clause, dated)
        if verb is not None:
            index, kind = verb
            if kind in _WORTH:
                return _Happening(index, index, _WORTH[kind], is_noun=False)
            if kind == VerbKind.SPEECH:
                return None
        return self._noun_near(tokens, clause, dated, after_only=False)

    def _describes_a_noun(self, tokens: Sequence[Token], dated: _Dated) -> bool:
        """True for “the 2016 election” and “Monday’s vote”."""
        last = tokens[dated.end - 1]
        if last.lower.endswith(("'s", "s'")):
            return True
        if dated.end >= len(tokens):
            return False
        after = tokens[dated.end]
        before = tokens[dated.begin - 1].lower if dated.begin else ""
        return (
            after.is_word
            and before in self._lexicon.determiners
            and after.lower not in self._lexicon.function_words
            and self._clauses.verb_kind(tokens, dated.end) == VerbKind.NONE
        )

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
                if nearest is None or (nearest[1] == VerbKind.STATE and nearest[0] > dated.begin):
                    nearest = (index, kind)
                    if kind != VerbKind.STATE:
                        break
                    continue
                break
            if kind != VerbKind.STATE or nearest is None:
                nearest = (index, kind)
        return nearest

    def _noun_near(
        self, tokens: Sequence[Token], clause: Clause, dated: _Dated, *, after_only: bool
    ) -> _Happening | None:
        """The noun of happening that the date belongs to."""
        inside = set(clause.indices)
        if after_only:
            reach = range(dated.end, min(len(tokens), dated.end + _NOUN_REACH))
        else:
            reach = range(dated.begin - 1, max(-1, dated.begin - _FAR), -1)
        for index in reach:
            if index not in inside:
                break
            if tokens[index].lower in self._words.nouns:
                return _Happening(index, index, _NOUN_WORTH, is_noun=True)
        return None

    def _event(
        self,
        sentence: Sentence,
        clause: Clause,
        dated: _Dated,
        happening: _Happening,
        others: Sequence[_Dated],
        source: Retold | None,
    ) -> EventSuggestion | None:
        tokens = sentence.tokens
        status = self._status(tokens, clause, happening, source)
        if status is None:
            return None
        indices = self._told(clause, happening, dated, source, len(tokens))
        if sum(tokens[index].is_word for index in indices) < _FEWEST_WORDS:
            return None
        subject, names = self._subject(sentence, clause, happening)
        title = self._titles.title(
            tokens, indices, [(each.begin, each.end) for each in others], subject
        )
        if len(title.split()) < 2:  # noqa: PLR2004 — a word alone tells of nothing
            return None
        date = dated.date
        confidence = happening.worth * _OF_TIER.get(date.tier, 0.6) * _OF_STATUS[status]
        if _precision(date.value) > _DAY:
            confidence *= _COARSE
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
            participants=self._participants(sentence, indices, names),
            verb=verb,
            confidence=round(confidence, 3),
            pattern=f"event:{status}:{'noun' if happening.is_noun else 'verb'}",
        )

    def _told(
        self,
        clause: Clause,
        happening: _Happening,
        dated: _Dated,
        source: Retold | None,
        count: int,
    ) -> list[int]:
        """The tokens of the clause; of a noun of happening no more than what belongs to it."""
        del happening, dated, source, count
        return list(clause.indices)

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
        before = [
            tokens[index].lower
            for index in clause.indices
            if happening.first - _AUXILIARIES_BACK <= index < happening.first
        ]
        if any(word in words.negators or word.endswith(words.negated_endings) for word in before):
            return None
        if any(word in words.denied for word in inside):
            return "denied"
        if any(word in words.possible for word in before):
            return "possible"
        if any(word in words.planned or word.endswith("'ll") for word in before):
            return "planned"
        if tokens[happening.first].lower in words.future:
            return "planned"
        return "happened"

    def _subject(
        self, sentence: Sentence, clause: Clause, happening: _Happening
    ) -> tuple[str, list[str]]:
        """What a title says for a pronoun or a missing subject, and whom that names."""
        tokens = sentence.tokens
        first = next(
            (
                i
                for i in clause.indices
                if tokens[i].lower not in self._words.leading
                or tokens[i].lower in self._words.relative_subjects
            ),
            None,
        )
        if first is None or happening.is_noun:
            return "", []
        word = tokens[first].lower
        if word in self._words.relative_subjects:
            found = subject_before(tokens, happening.first, self._lexicon)
            if found is None or found.begin >= first:
                return "", []
            mention = tokens[found.begin : found.end]
        elif word in self._lexicon.male or word in self._lexicon.female:
            name = self._naming.name(tokens[first : first + 1], sentence.index)
            return (name, [name]) if name else ("", [])
        elif self._clauses.verb_kind(tokens, first) > VerbKind.NONE:
            start = after_dateline(tokens)
            found = clause_subject(tokens[start:first], self._lexicon)
            if found is None:
                return "", []
            mention = tokens[start + found.begin : start + found.end]
        else:
            return "", []
        if not mention:
            return "", []
        return self._text[mention[0].start : mention[-1].end], []

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
            found.setdefault(self._naming.name(mention, sentence.index) or written)
        return tuple(found)

    def _reason(self, verb: tuple[int, int], status: str, date: DateSuggestion) -> str:
        told = {
            "happened": "tells of something that happened",
            "planned": "tells of something planned",
            "possible": "tells of something that may happen",
            "denied": "tells of something that is denied",
        }[status]
        return f"“{self._text[slice(*verb)]}” {told}. {date.reason}"


_DAY = 0
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
