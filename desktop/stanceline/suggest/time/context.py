"""What surrounds a time expression: the clause, the dates told before, the publication date."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import field
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, Literal

from stanceline.domain.civil import MONTHS_PER_YEAR
from stanceline.domain.edtf import parse
from stanceline.domain.edtf_words import describe
from stanceline.records import dataclass
from stanceline.suggest.time.classes import CLASS_CHARS, GROUPS, rule_pattern
from stanceline.suggest.time.lexicon import Lexicon
from stanceline.suggest.time.tokens import Tokens
from stanceline.suggest.time.values import OPEN_DAY, Stretch, Unit, unit_around

Tense = Literal["future", "past", "either", ""]
Tier = Literal["A", "B", "C"]

# A date without a year is the nearest one; a coming one must be so much nearer than a
# past one, since news tells what happened. The tense of the clause turns that round.
_COST_OF_FUTURE: Final = {"": 1.6, "past": 400.0, "future": 1.0, "either": 1.0}
_COST_OF_PAST: Final = {"": 1.0, "past": 1.0, "future": 2.5, "either": 1.0}
# A day of almost a year ago would be told with its year.
_COST_OF_COMING_DAY = 6.0
_COST_OF_PAST_DEADLINE = 8.0
# Narratives run forward, so the next May is likelier than the last one.
_COST_BACKWARDS: Final = 1.3

_CONDITIONS: Final = frozenset({"if", "once", "unless", "when"})
_YEARS_TO_BE_HISTORY = 2
_FEWEST_DISTANT = 7
_FARTHEST_VERB = 25
_NEAREST_VERB = 3
_FARTHEST_AIM = 8
_FARTHEST_SENTENCE = 2
_SENTENCES_TO_LEAVE_DATE = 4
_YEARS_TO_GO_ON = 2
_NEARBY_YEARS = 1
_DAYS_FRESH = 31
_MONTHS_PER_QUARTER = 3
_DAYS_PER_WEEK = 7
# "They had until 15 July": the verb is past, the date need not be.
_LEADS_AHEAD: Final = ("BY", "UNTIL", "FOR", "TO", "BEFORE", "FROM", "NOT_AFTER")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: its stretch, how sure that is and why."""

    stretch: Stretch
    tier: Tier
    rule: str
    reason: str
    alternatives: tuple[Stretch, ...] = ()
    moves_on: bool = True
    """Whether later expressions such as "the next day" may count from it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading with the tokens it stands on; ``core`` is its first token without modifiers."""

    first: int
    end: int
    core: int
    reading: Reading


@lru_cache(maxsize=1024)
def chars(*names: str) -> frozenset[str]:
    """The class characters of classes and groups, for membership tests."""
    return frozenset(CLASS_CHARS[each] for name in names for each in GROUPS.get(name, (name,)))


_CLAUSE_ENDS = chars("DOT", "QUESTION", "BREAK", "COLON")
_CLAUSE_END = rule_pattern("(?:DOT|QUESTION|BREAK|COLON)")
_SIGNS_BEFORE = rule_pattern("(?:DOT|QUESTION|BREAK|COLON|FUTURE|PLAN|PAST|HAVE|TO)")
_SIGNS_AFTER = rule_pattern("(?:DOT|QUESTION|BREAK|COLON|FUTURE|PLAN|PAST|HAVE|QUOTE|PLURAL)")
_SENTENCE_ENDS = chars("DOT", "QUESTION", "BREAK")
_FUTURE, _PLAN, _PAST, _HAVE, _BE = (
    CLASS_CHARS[name] for name in ("FUTURE", "PLAN", "PAST", "HAVE", "BE")
)
_TENSED = ("FUTURE", "PLAN", "PAST")
_COMMAS = chars("DOT", "QUESTION", "BREAK", "COLON", "COMMA", "DASH", "QUOTE")
_BC = CLASS_CHARS["BC"]
_SAID_OF_NOW = rule_pattern("(?:THIS|LAST|NEXT) (?:UNIT|ANY_MONTH|ANY_SEASON)|AGO|AGO_FIRST")
_MONTH_DAY = rule_pattern("ANY_MONTH DAY")
_DAY_MONTH = rule_pattern("DAY OF? ANY_MONTH")
_PLURAL, _WORD = CLASS_CHARS["PLURAL"], CLASS_CHARS["WORD"]
_QUOTE, _COMMA = CLASS_CHARS["QUOTE"], CLASS_CHARS["COMMA"]
_PURPOSE = chars("TO", "FOR")
_TO, _INFINITIVES = CLASS_CHARS["TO"], chars("WORD", "BE")


@dataclass(slots=True)
class Context:
    """A text being read from its start: its tokens and what has been read so far."""

    tokens: Tokens
    lexicon: Lexicon
    published: Stretch | None
    typed: bool = False
    is_narrative: bool = field(init=False)
    """Whether the text tells of times long before its publication, as histories do."""
    writes_month_first: bool = field(init=False)
    """Whether the text shows that it writes the month before the day."""
    latest: Stretch | None = None
    latest_token: int = 0
    latest_year: Stretch | None = None
    latest_quarter: Stretch | None = None
    latest_quarter_token: int = 0
    latest_gone: Stretch | None = None
    """The last day told that is near the publication and does not lie ahead of it."""
    latest_nearby: Stretch | None = None
    latest_nearby_token: int = 0
    _year_of_sentence: Stretch | None = None
    _year_token: int = 0
    _classes: str = field(init=False)
    _sentence_starts: list[int] = field(default_factory=list)
    _listed: dict[frozenset[str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._classes = self.tokens.classes
        ends = map(_SENTENCE_ENDS.__contains__, self._classes)
        self._sentence_starts = [0, *accumulate(ends)]
        self.is_narrative = not self.typed and self._tells_of_the_past()

        self.writes_month_first = self._writes_month_first()

    def _writes_month_first(self) -> bool:
        """Whether numbers or names, as "June 28", show that the month stands first."""
        classes = self.tokens.classes
        for separator, left, middle, _year in self.values(0, len(classes), "NUMERIC"):
            if separator == "/" and max(left, middle) > MONTHS_PER_YEAR:
                return bool(left <= MONTHS_PER_YEAR)
        return bool(_MONTH_DAY.search(classes)) and not _DAY_MONTH.search(classes)

    def _tells_of_the_past(self) -> bool:
        if self.published is None:
            return False
        count = len(self.tokens.classes)
        newest = self.published.year - _YEARS_TO_BE_HISTORY
        years: list[int] = self.values(0, count, "YEAR")
        distant = sum(year <= newest for year in years) + self.tokens.classes.count(_BC)
        current = len(self.find(0, count, "WEEKDAY", "DEICTIC"))
        current += sum(1 for _ in _SAID_OF_NOW.finditer(self.tokens.classes))
        return distant >= max(_FEWEST_DISTANT, len(years) // 2, 4 * current)

    # ------------------------------------------------------------------ tokens

    def at(self, index: int) -> str:
        """The class at a token, or an empty text beyond the ends."""
        return self._classes[index] if 0 <= index < len(self._classes) else ""

    def is_at(self, index: int, *names: str) -> bool:
        """Whether the token has one of the classes or groups."""
        classes = self._classes
        return 0 <= index < len(classes) and classes[index] in chars(*names)

    def find(self, first: int, end: int, *names: str) -> list[int]:
        """The tokens from ``first`` to before ``end`` that have one of the classes."""
        wanted = chars(*names)
        classes = self._classes
        return [index for index in range(first, end) if classes[index] in wanted]

    def values(self, first: int, end: int, *names: str) -> list[Any]:
        """The values of the tokens that ``find`` gives."""
        return [self.tokens.values[index] for index in self.find(first, end, *names)]

    def words(self, first: int, end: int) -> str:
        """The words of the tokens from ``first`` to before ``end``."""
        return self.tokens.words(first, end)

    def words_at(self, index: int) -> str:
        """The words of a token in lower case, or an empty text beyond the ends."""
        return self.words(index, index + 1).lower() if self.at(index) else ""

    def sentences_between(self, earlier: int, later: int) -> int:
        """How many sentence ends lie between two tokens."""
        return self._sentence_starts[later] - self._sentence_starts[earlier]

    # ------------------------------------------------------------------ tense

    def tense(self, first: int, end: int) -> Tense:
        """The tense of the clause around an expression, empty where none shows.

        The nearest verb before it decides, else the first one after it. A clause that
        tells no past but that something "begins" or "meets" tells what is planned.
        """
        tense = self._tense_of_clause(first, end) if self.lexicon.commas_part_clauses else ""
        tense = tense or self._tense_before(first)
        if tense:
            return tense
        low, high = self.clause(first, end)
        if self._is_scheduled(low, first):
            return "future"  # "It opens on Friday, the mayor said."
        return self._tense_after(end) or ("future" if self._is_scheduled(end, high) else "")

    def _tense_of_clause(self, first: int, end: int) -> Tense:
        """The tense between the commas around an expression, where every clause has its own."""
        low, high = first, end
        while low > max(first - _FARTHEST_VERB, 0) and self.at(low - 1) not in _COMMAS:
            low -= 1
        while high < end + _FARTHEST_VERB and self.at(high) and self.at(high) not in _COMMAS:
            high += 1
        verbs = [*reversed(self.find(low, first, *_TENSED)), *self.find(end, high, *_TENSED)]
        for index in verbs:
            char = self.at(index)
            if char == _PLAN:
                return "future" if self.at(index + 1) in _PURPOSE else "past"
            if not self._is_participle(index):
                return "future" if char == _FUTURE else "past"
        return ""

    def _tense_before(self, first: int) -> Tense:
        aim = -_FARTHEST_VERB
        lowest = max(first - _FARTHEST_VERB, 0)
        signs = [sign.start() for sign in _SIGNS_BEFORE.finditer(self._classes, lowest, first)]
        for index in reversed(signs):
            char = self._classes[index]
            if char in _CLAUSE_ENDS:
                break
            if char == _FUTURE:
                return "either" if self._is_future_of_past(index) else "future"
            if char == _PLAN:
                planned = self.at(index + 1) in _PURPOSE or self._follows_be(index)
                return "future" if planned else "past"
            if char in {_PAST, _HAVE} and not self._tells_no_tense(index):
                return "past"
            if char == _TO and (
                self.at(index + 1) in _INFINITIVES or self._is_bare_form(index + 1)
            ):
                aim = max(aim, index)
                # "The talks are likely to resume": what is to be, is to come.
                if _BE in (self.at(index - 1), self.at(index - 2)) and not self.is_narrative:
                    return "future"
        if aim < 0 or self.is_narrative:
            return ""
        is_near = first - aim <= _FARTHEST_AIM
        return "future" if is_near or self._tense_after(first + 1) != "past" else ""

    def _tense_after(self, end: int) -> Tense:
        for sign in _SIGNS_AFTER.finditer(self._classes, end, end + _FARTHEST_VERB):
            index, char = sign.start(), sign[0]
            if char in _CLAUSE_ENDS or (char == _QUOTE and self.at(index - 1) == _COMMA):
                break  # “…,” she said: the speaker's verb is not that of the words.
            if char == _FUTURE:
                return "future"
            if char == _PLAN:
                return "future" if self._follows_be(index) else "past"
            if char in {_PAST, _HAVE} and not self._tells_no_tense(index):
                return "past"
            if char == _PLURAL and self.words(index, index + 1) in self.lexicon.scheduled_verbs:
                return "future"
        return ""

    def is_present(self, first: int) -> bool:
        """Whether the last verb before a token is "is" or "are": something is under way."""
        verbs = self.find(max(first - _FARTHEST_VERB, 0), first, "PAST", "HAVE", "BE", "FUTURE")
        return bool(verbs) and self.at(verbs[-1]) == _BE

    def _tells_no_tense(self, index: int) -> bool:
        return self._is_participle(index) or self._is_bare_form(index) or self._is_adjective(index)

    def _is_adjective(self, index: int) -> bool:
        """Whether a form in -ed only describes: "a sponsored run", "if approved, it will"."""
        if not self.words_at(index).endswith(self.lexicon.past_endings or ("\n",)):
            return False
        if self.is_at(index - 1, "A", "THE"):
            return self.is_at(index + 1, "WORD", "PLURAL", "UNIT")
        return self.words_at(index - 1) in _CONDITIONS and self.is_at(index + 1, "COMMA")

    def _is_bare_form(self, index: int) -> bool:
        """Whether a past form that is also an infinitive is one: "will cut", "to put"."""
        if self.at(index) != _PAST or self.at(index - 1) not in (_FUTURE, _TO):
            return False
        return not self.words(index, index + 1).endswith(self.lexicon.past_endings)

    def _is_future_of_past(self, index: int) -> bool:
        """Whether the text looks on from the past: "was to meet", "was going to meet".

        What it tells may have come since.
        """
        words = self.words(index, index + 1).lower()
        return words in self.lexicon.future_of_past or (
            words in self.lexicon.future_after_past and self.at(index - 1) == _PAST
        )

    def _is_scheduled(self, first: int, end: int) -> bool:
        """Whether a verb of plans stands there, and not the noun that is written alike."""
        return not self.is_narrative and any(
            not self.is_at(place - 1, "THE", "A", "OWNER", "POSSESSIVE", "THIS", "THAT", "ORDINAL")
            for place in self._places(self.lexicon.scheduled_verbs, first, end)
        )

    def speaks_of(self, first: int, end: int, listed: frozenset[str]) -> bool:
        """Whether one of the listed words stands in the clause around an expression."""
        return bool(self._places(listed, *self.clause(first, end)))

    def _places(self, listed: frozenset[str], first: int, end: int) -> list[int]:
        """The tokens from ``first`` to before ``end`` that are one of the listed words."""
        if not listed:
            return []
        if listed not in self._listed:
            text, tokens = self.tokens.text, zip(self.tokens.starts, self.tokens.ends, strict=True)
            self._listed[listed] = [
                index
                for index, (start, stop) in enumerate(tokens)
                if text[start:stop].lower() in listed
            ]
        places = self._listed[listed]
        return places[bisect_left(places, first) : bisect_left(places, end)]

    def is_just_published(self, stretch: Stretch) -> bool:
        """Whether a day is that of the publication or within a week of it."""
        published = self.published
        if published is None or published.unit is not Unit.DAY:
            return False
        return abs(stretch.first - published.first) <= _DAYS_PER_WEEK

    def _is_participle(self, index: int) -> bool:
        """Whether a past form follows "be" or "is": in "will be held" it tells no tense."""
        return self.at(index) == _PAST and self._follows_be(index)

    def _follows_be(self, index: int) -> bool:
        """Whether "be" or "is" stands before a form, at most an adverb between."""
        last = self.at(index - 1)
        return last == _BE or (last == _WORD and self.at(index - 2) == _BE)

    def has_perfect(self, first: int, end: int) -> bool:
        """Whether a "has" or "have" stands in the sentence: what it tells still lasts."""
        return self._classes.find(_HAVE, *self.clause(first, end)) >= 0

    def clause(self, first: int, end: int) -> tuple[int, int]:
        """The tokens around an expression up to the nearest full stops or colons."""
        low = max(first - _FARTHEST_VERB, 0)
        high = min(end + _FARTHEST_VERB, len(self._classes))
        for stop in _CLAUSE_END.finditer(self._classes, low, first):
            low = stop.end()
        after = _CLAUSE_END.search(self._classes, end, high)
        return low, after.start() if after else high

    # ------------------------------------------------------------------ what to count from

    def note(self, index: int, reading: Reading) -> None:
        """Remember a date that later ones may count from."""
        stretch = reading.stretch
        if stretch.unit is Unit.YEAR and reading.rule == "year":
            self.latest_year = stretch
            self._year_of_sentence, self._year_token = stretch, index
        if self.lexicon.bare_units and stretch.unit is Unit.YEAR and not reading.moves_on:
            # "В прошлом году …, годом ранее …": the step counts from the year beside it.
            self._year_of_sentence, self._year_token = stretch, index
        if stretch.unit is Unit.DAY and self._ends_quarter(index):
            # "The quarter ended Sept. 30" is the one that the day lies in.
            stretch = unit_around(stretch.first, Unit.QUARTER)
        if stretch.unit is Unit.QUARTER:
            self.latest_quarter, self.latest_quarter_token = stretch, index
        stretch = reading.stretch
        if not reading.moves_on or abs(stretch.last) >= OPEN_DAY or stretch.unit > Unit.YEAR:
            return
        is_background = self.is_at(index - 1, "SINCE") and not self._is_nearby(stretch)
        if is_background and not self.is_narrative:
            return  # "The worst since December 2007" is news of today.
        self.latest, self.latest_token = stretch, index
        if stretch.unit is Unit.DAY and self._is_nearby(stretch) and not self._is_ahead(stretch):
            self.latest_gone = stretch
        self.latest_year = stretch
        if self._is_nearby(stretch):
            self.latest_nearby, self.latest_nearby_token = stretch, index

    def _ends_quarter(self, index: int) -> bool:
        """Whether a day closes a quarter: "the quarter ended Sept. 30", "the three months"."""
        low = max(index - 4, 0)
        months = [at for at in self.find(low, index, "UNITS") if self.tokens.values[at] == "month"]
        return bool(self.find(low, index, "QUARTER")) or any(
            self.at(at - 1) and self.tokens.values[at - 1] == _MONTHS_PER_QUARTER for at in months
        )

    def _is_nearby(self, stretch: Stretch) -> bool:
        published = self.published
        return published is not None and abs(stretch.year - published.year) <= _NEARBY_YEARS

    def year_of_sentence(self, index: int) -> Stretch | None:
        """The year last written out before a token in its sentence, if no date came since."""
        if self._year_of_sentence is None or self.latest_token > self._year_token:
            return None
        same = self.sentences_between(self._year_token, index) == 0
        return self._year_of_sentence if same else None

    def told(self, index: int) -> Stretch | None:
        """The date last told before a token, which "the next day" counts from."""
        if self.latest is None or self.is_narrative or self._is_nearby(self.latest):
            return self.latest
        # A far date in news is often background ("the record of 1947"); a new sentence
        # goes on from the near one if that was told just before.
        gap = self.sentences_between(self.latest_nearby_token, index)
        if self.sentences_between(self.latest_token, index) > 0 and gap <= _FARTHEST_SENTENCE:
            return self.latest_nearby or self.latest
        return self.latest

    def told_for(self, first: int, end: int) -> Stretch | None:
        """The date last told; nothing past counts from what lies ahead of the publication."""
        told = self.told(first)
        if told is None or self.is_narrative or self.latest_gone is None:
            return told
        ahead = self._is_ahead(told) and self.tense(first, end) == "past"
        return self.latest_gone if ahead else told

    def _is_ahead(self, stretch: Stretch) -> bool:
        return self.published is not None and stretch.first > self.published.last

    def base(self, first: int, end: int) -> tuple[Stretch, str] | None:
        """What a date without a year is near to, and how to call that in a reason."""
        if self.published is None:
            return None
        latest = self._year_gone_on_to(first) or self.latest
        if latest and (self.is_narrative or self._goes_on_about(latest, first, end)):
            return latest, "the date told before it"
        return self.published, f"the publication date, {spoken(self.published)}"

    def _year_gone_on_to(self, index: int) -> Stretch | None:
        """The year that a history has named since its last date, some sentences ago."""
        year, latest = self._year_of_sentence, self.latest
        if not self.is_narrative or year is None or self._year_token <= self.latest_token:
            return None
        follows = latest is None or abs(year.year - latest.year) <= _YEARS_TO_GO_ON
        left = self.sentences_between(self.latest_token, index) >= _SENTENCES_TO_LEAVE_DATE
        return year if follows and left else None

    def _goes_on_about(self, latest: Stretch, first: int, end: int) -> bool:
        """Whether news that told of a far month a sentence ago is still about that time."""
        return (
            latest.unit <= Unit.MONTH
            and not self._is_nearby(latest)
            and self.sentences_between(self.latest_token, first) <= 1
            and self.tense(first, end) != "future"
        )

    def _describes_a_noun(self, first: int, end: int) -> bool:
        """Whether a noun follows that has the date: "a Nov. 30 deadline" may yet come."""
        return self.is_at(first - 1, "A", "THE", "OWNER") and self.is_at(end, "WORD", "PLURAL")

    def _is_fresh(self, in_year: Callable[[int], Stretch | None]) -> bool:
        """Whether a day lies in the weeks before the publication, whatever was told of old."""
        published = self.published
        if published is None or self.is_narrative or not self.lexicon.bare_units:
            return False
        day = in_year(published.year)
        fresh = range(published.first - _DAYS_FRESH, published.last + 1)
        return day is not None and day.unit is Unit.DAY and day.first in fresh

    def nearest(
        self, first: int, end: int, in_year: Callable[[int], Stretch | None]
    ) -> tuple[Stretch, str, tuple[Stretch, ...]] | None:
        """The likeliest of the same expression in several years.

        Gives the stretch, what it was counted from, and the others, nearest first.
        None without a publication date.
        """
        found = self.base(first, end)
        if found is None:
            return None
        base, name = found
        if self.published and base is not self.published and self._is_fresh(in_year):
            base, name = self.published, f"the publication date, {spoken(self.published)}"
        if base is self.published:
            tense = self.tense(first, end)
            if self.is_at(first - 1, "SINCE"):
                tense = "past"
            elif self._describes_a_noun(first, end):
                tense = "future" if "future" in (tense, self._tense_after(end)) else ""
            elif tense == "past" and self.is_at(first - 1, *_LEADS_AHEAD):
                tense = ""
            elif not tense and self.at(first - 2) == _BE and self.is_at(first - 1, "IN", "ON"):
                tense = "future"  # "The elections are in November."
            ahead, back = _COST_OF_FUTURE[tense], _COST_OF_PAST[tense]
            words_before = max(first - _NEAREST_VERB, 0)
            happened = self.find(words_before, first, "PAST") and not self.find(
                words_before, first, "TO"
            )
            if tense == "past" and self.find(first, end, "DAY_OR_TH") and not happened:
                ahead = _COST_OF_COMING_DAY
            if tense == "future" and self.is_at(first - 1, *_LEADS_AHEAD):
                back = _COST_OF_PAST_DEADLINE
        else:
            ahead, back = 1.0, _COST_BACKWARDS
        years = range(base.year - 1, base.year + 2)
        choices = rank(base, filter(None, map(in_year, years)), ahead=ahead, back=back)
        return (choices[0], name, tuple(choices[1:])) if choices else None


def rank(base: Stretch, choices: Iterable[Stretch], *, ahead: float, back: float) -> list[Stretch]:
    """The choices from the nearest to the base on; ``ahead`` and ``back`` weigh the days."""

    def cost(choice: Stretch) -> float:
        if choice.first > base.last:
            return ahead * (choice.first - base.last)
        return max(0.0, back * (base.first - choice.last))

    return sorted(choices, key=cost)


def spoken(stretch: Stretch) -> str:
    """A stretch in plain words, for reasons: "30 June 2024"."""
    return _spoken(stretch.edtf)


@lru_cache(maxsize=1024)
def _spoken(edtf: str) -> str:
    return describe(parse(edtf))
