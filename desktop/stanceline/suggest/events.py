"""Candidate events: clauses that tell of something happening at a date."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from stanceline.records import dataclass
from stanceline.suggest.dated import DateSuggestion
from stanceline.suggest.dates import find_dates
from stanceline.suggest.grammar.subjects import after_dateline
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.happenings.clauses import Clause, ClauseReader
from stanceline.suggest.happenings.happenings import (
    DAY,
    Dated,
    Happening,
    HappeningFinder,
    precision_of,
)
from stanceline.suggest.happenings.lexicon import EventLexicon, event_lexicon_for
from stanceline.suggest.happenings.participants import Names
from stanceline.suggest.happenings.subjects import SubjectFinder
from stanceline.suggest.happenings.titles import TitleWriter
from stanceline.suggest.happenings.verbs import VerbReader
from stanceline.suggest.marks.outside import Sentence
from stanceline.suggest.outside import Outside
from stanceline.suggest.quotes import KnownSpeaker, QuoteSuggestion, find_quotes
from stanceline.suggest.retold.clauses import Retold

_FEWEST_WORDS = 3
_LONGEST_SENTENCE = 160
_ARTICLES: Final = frozenset({"the", "a", "an", "le", "la", "el", "der", "die", "das"})
_A_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_A_TIME: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?(?![0-9])")
_MARKS: Final = frozenset('”“»«"')
_ENDS: Final = frozenset(".!?…;:")
_EDGES_OF_LINE: Final = ' \t\u00a0*•-–—"“”'
_NOBODY: Final = frozenset({"it", "this", "that"})
_SPEND: Final = frozenset({"spend", "spends", "spent"})
_TO_WHOM: Final = frozenset({"in", "on", "at", "to", "via", "by", "before"})
_FAR = 12
_LONGEST_CONTENT = 30
_UNLIKELY: Final = 0.7  # “agreed to meet”
# How much of a candidate is right, by tier and by status; counted by hand.
_OF_TIER: Final = {"A": 1.0, "B": 0.98, "C": 0.6}
_OF_STATUS: Final = {"happened": 1.0, "planned": 0.95, "possible": 0.7, "denied": 0.9}
_COARSE: Final = 0.82  # a year is a poor date for what happened on one day
_DISTANT: Final = 0.9
_ANAPHORIC: Final = 0.9  # “that day”
_VAGUE: Final = 0.82  # “they”, or a name for “he”: somebody has to look up who that is
_TELLING: Final = 0.8
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
    outside: Outside | None = None,
) -> list[EventSuggestion]:
    """The candidate events of an article, in the order of the text.

    ``published`` is the date of the article as EDTF. ``dates`` and ``quotes`` are looked for
    when they are not given, ``outside`` is what was read of the text already; clauses inside
    quotations are no candidates. Empty for a language
    without a lexicon. Never raises.
    """
    words = event_lexicon_for(language)
    if words is None:
        return []
    if dates is None:
        dates = find_dates(text, published, language)
    if not dates:
        return []
    if outside is None:
        known = list(known_speakers)
        if quotes is None:
            quotes = find_quotes(text, language, known_speakers=known)
        outside = Outside(text, language, quotes, known)
    reading = _Reading(outside, words, dates, published)
    return reading.events()


@dataclass(frozen=True, slots=True)
class _Whole:
    """The sentence around a clause: its dates, its clauses and what it retells.

    ``source`` is the retold clause that the clauses are part of.
    """

    sentence: Sentence
    dated: Sequence[Dated]
    retold: Sequence[Retold]
    clauses: Sequence[Clause]
    source: Retold | None


class _Reading:
    """One pass over one article."""

    def __init__(
        self,
        outside: Outside,
        words: EventLexicon,
        dates: Sequence[DateSuggestion],
        published: str | None,
    ) -> None:
        text, lexicon, quotes = outside.text, outside.lexicon, outside.quotes
        self._outside = outside
        self._text = text
        self._lexicon = lexicon
        self._words = words
        self._dates = sorted(dates, key=lambda date: date.start)
        self._starts = [date.start for date in self._dates]
        self._sentences = outside.sentences
        self._quotes = sorted(quotes, key=lambda quote: quote.start)
        self._quote_starts = [quote.start for quote in self._quotes]
        self._published = published or ""
        self._known = frozenset(speaker.name for speaker in outside.known)
        verbs = VerbReader(lexicon, words)
        self._clauses = ClauseReader(lexicon, words, verbs)
        self._happenings = HappeningFinder(lexicon, words, verbs)
        self._cues = sorted(quote.cue_span for quote in quotes if quote.cue_span is not None)
        self._titles = TitleWriter(text, lexicon, words)
        self._names = Names(self._sentences, lexicon, words, outside.known)
        self._naming = outside.naming()
        self._subjects = SubjectFinder(text, lexicon, words, verbs, self._naming)

    def events(self) -> list[EventSuggestion]:
        found: list[EventSuggestion] = []
        seen: set[tuple[str, str]] = set()
        for sentence in self._sentences:
            dated = self._dates_in(sentence)
            if not dated or sentence.tokens[-1].text == "?":
                continue
            if any(token.lower in self._words.conditional for token in sentence.tokens[:2]):
                continue
            if len(sentence.tokens) > _LONGEST_SENTENCE or self._is_heading(sentence):
                continue
            for event in self._events_of(sentence, dated):
                key = (event.title.casefold(), event.value)
                if key not in seen:
                    seen.add(key)
                    found.append(event)
        return sorted(found, key=lambda event: (event.start, event.end, event.phrase))

    def _dates_in(self, sentence: Sentence) -> list[Dated]:
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
                found.append(Dated(date, begin, end))
        return found

    def _events_of(self, sentence: Sentence, dated: Sequence[Dated]) -> Iterable[EventSuggestion]:
        tokens = sentence.tokens
        retold = self._outside.retold_in(sentence)
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

    def _is_as_said(self, tokens: Sequence[Token], date: int) -> bool:
        """True for the Friday of “As the police said on Friday, two men were arrested”."""
        if tokens[0].lower not in self._words.as_said:
            return False
        comma = next((i for i, token in enumerate(tokens) if token.text == ","), 0)
        cues = self._lexicon.cues | self._words.told_apart
        return date < comma and any(token.lower in cues for token in tokens[:comma])

    def _is_heading(self, sentence: Sentence) -> bool:
        """True for a line of its own that no full stop ends."""
        tokens = sentence.tokens
        if sentence.leads_up or sentence.goes_on or tokens[-1].text in _ENDS:
            return False
        line = self._text.rfind("\n", 0, tokens[0].start) + 1
        alone = not self._text[line : tokens[0].start].strip(_EDGES_OF_LINE)
        return alone and self._text[tokens[-1].end :].lstrip(_EDGES_OF_LINE)[:1] in {"", "\n"}

    # -- one clause -----------------------------------------------------------------------

    def _only_tells(self, whole: "_Whole", dated: Dated, happening: Happening) -> bool:
        """True for “wrote in a message on Monday”, which only says whose words stand beside."""
        tokens = whole.sentence.tokens
        if self._is_as_said(tokens, dated.begin):
            return True
        if happening.is_noun:
            return False
        verb = tokens[happening.first]
        at = bisect_left(self._cues, (verb.end, 0)) - 1
        if at >= 0 and self._cues[at][1] > verb.start:
            return True
        if any(
            each.cue.first <= happening.first <= each.cue.last and each.pattern == "aside"
            for each in whole.retold
        ):
            return True
        if not self._needs_content(verb.lower) or self._words.language != "en":
            return False
        after = happening.last + 1
        lead = dated.begin
        while lead > after and tokens[lead - 1].lower in self._words.before_dates:
            lead -= 1
        if lead == after:
            after = dated.end
            while after < len(tokens) and tokens[after].lower in self._words.after_dates:
                after += 1
        if after >= len(tokens):
            return True
        content = tokens[after]
        return not content.is_word or content.lower in _TO_WHOM

    def _events_in(
        self, whole: "_Whole", clause: Clause, here: Sequence[Dated]
    ) -> Iterable[EventSuggestion]:
        by_verb: dict[int, list[tuple[Dated, Happening]]] = {}
        for each in here:
            happening = self._happenings.of(
                whole.sentence.tokens, clause, each, is_ahead=self._is_ahead(each.date)
            )
            if happening is not None and not self._only_tells(whole, each, happening):
                by_verb.setdefault(happening.first, []).append((each, happening))
        for group in by_verb.values():
            each, happening = min(group, key=lambda pair: precision_of(pair[0].date.value))
            event = self._event(whole, clause, [pair[0] for pair in group], each, happening)
            if event is not None:
                yield event

    def _event(
        self,
        whole: "_Whole",
        clause: Clause,
        group: Sequence[Dated],
        dated: Dated,
        happening: Happening,
    ) -> EventSuggestion | None:
        """The event of a clause whose verb has the dates ``group``, ``dated`` the most precise."""
        sentence, tokens, indices = whole.sentence, whole.sentence.tokens, clause.indices
        status, worth = self._status(whole, clause, dated, happening)
        if status is None or sum(tokens[index].is_word for index in indices) < _FEWEST_WORDS:
            return None
        spans = [(each.begin, each.end) for each in group if not self._is_spent(tokens, each)]
        told = self._told(whole, clause, happening)
        if self._lacks_a_subject(tokens, told, happening):
            return None
        heard = whole.source
        found = self._subjects.of(
            sentence,
            clause,
            happening,
            self._titles.told(tokens, told, spans),
            () if heard is None else tokens[heard.speaker.begin : heard.speaker.end],
        )
        if found is None:
            return None
        subject, names = found
        title = self._titles.title(
            tokens,
            told,
            spans,
            happening.first,
            subject,
            self._quoted_after(sentence, told) or self._subjects.object_of(tokens, clause),
        )
        if not self._is_telling(tokens, happening, title):
            return None
        vague = bool(names) or title.split(" ", 1)[0].lower() in self._lexicon.pronouns
        date = dated.date
        confidence = worth * _OF_TIER.get(date.tier, 0.6) * _OF_STATUS[status]
        if precision_of(date.value) > DAY:
            confidence *= _COARSE
        if date.rule == "anaphoric":
            confidence *= _ANAPHORIC
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

    def _status(
        self, whole: "_Whole", clause: Clause, dated: Dated, happening: Happening
    ) -> tuple[str | None, float]:
        """Whether it happened, and how much of its worth is left by that."""
        tokens, source = whole.sentence.tokens, whole.source
        source_cue = "" if source is None else tokens[source.cue.first].lower
        status = self._happenings.status(tokens, clause, happening, source_cue)
        worth = happening.worth
        if status == "infinitive":  # “agreed to meet on Friday”
            status, worth = "happened", worth * _UNLIKELY
        if status == "happened" and self._is_ahead(dated.date):
            status = "planned"
        return status, worth

    def _told(self, whole: "_Whole", clause: Clause, happening: Happening) -> list[int]:
        """The tokens that tell of the event, dates among them."""
        tokens = whole.sentence.tokens
        if happening.is_apart:
            return self._subjects.around_noun(tokens, happening.first)
        told = self._with_content(tokens, clause, happening, whole.retold, whole.clauses)
        opens = told and told[0] == clause.indices[0] and self._is_opener(tokens[told[0]], clause)
        return told[1:] if opens else told

    def _lacks_a_subject(
        self, tokens: Sequence[Token], told: Sequence[int], happening: Happening
    ) -> bool:
        """True for “Asegura que habló” and “after being elected”."""
        first = tokens[told[0]].lower if told else ""
        if first in self._words.being:
            return True
        tag = first in self._lexicon.cues and first not in self._words.nouns
        return tag and told[0] != happening.first

    def _is_telling(self, tokens: Sequence[Token], happening: Happening, title: str) -> bool:
        """False for titles like “To reduce”, “It was made clear” and “He conceded”."""
        first = title.split(" ", 1)[0].lower()
        vague = first in self._lexicon.pronouns
        if len(title.split()) < self._fewest(tokens, happening) + 2 * vague:
            return False
        if first in self._words.to or (vague and first in _NOBODY):
            return False
        if vague and happening.worth < _TELLING:
            return False
        verb = tokens[happening.first].lower
        empty = not happening.is_noun and title.endswith(f" {verb}")
        return not (empty and self._needs_content(verb))

    def _needs_content(self, verb: str) -> bool:
        """Whether a verb tells nothing without what was said: “he conceded”."""
        words = self._words
        plain = verb in self._lexicon.cues and (verb not in words.forms or verb in words.weak)
        telling = verb in words.acts_of_speech or plain  # “held” tells of more than an opinion
        return telling and verb not in self._words.told_by_itself

    def _is_spent(self, tokens: Sequence[Token], dated: Dated) -> bool:
        """True for “spent Tuesday resting”, where the day is what was spent."""
        return dated.begin > 0 and tokens[dated.begin - 1].lower in _SPEND

    def _undated(self, indices: Sequence[int], dates: Sequence[tuple[int, int]]) -> list[int]:
        return [i for i in indices if not any(begin <= i < end for begin, end in dates)]

    def _fewest(self, tokens: Sequence[Token], happening: Happening) -> int:
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
        happening: Happening,
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

    def _is_ahead(self, date: DateSuggestion) -> bool:
        """Whether the date lies after the day of publication."""
        begins = date.value.lstrip("[{")[: len("2024-06-19")]
        plain = _A_TIME.match(begins)
        if plain is None or not _A_DAY.fullmatch(self._published):
            return False
        return plain.group() > self._published[: len(plain.group())]

    def _is_opener(self, token: Token, clause: Clause) -> bool:
        """Whether “after” only opened the clause; “who” is its subject and stays."""
        return token.lower == clause.opener and token.lower not in self._words.relative_subjects

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
        if self._lexicon.is_inflected or name in self._known or written.endswith(f" {name}"):
            return True
        words = name.split()
        return written.rsplit(maxsplit=1)[-1] in words and len(words) >= len(written.split())

    def _reason(self, verb: tuple[int, int], status: str, date: DateSuggestion) -> str:
        told = {
            "happened": "tells of something that happened",
            "planned": "tells of something planned",
            "possible": "tells of something that may happen",
            "denied": "tells of something that is denied",
        }[status]
        return f"“{self._text[slice(*verb)]}” {told}. {date.reason}"


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
