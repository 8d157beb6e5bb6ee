"""The words of a quotation with what each does, in clauses."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise

from stanceline.records import dataclass
from stanceline.suggest.leanings.lexicon import CueKind, Entry, StanceLexicon

_SENTENCE_ENDS = ".!?…"
_HARD_STOPS = ".!?…;:()\n"
_DASHES = "–—"
_QUOTATION_MARKS = "“”\"‘’'«»„‚‹›¿¡"
_SUBJECTS = (
    CueKind.FIRST,
    CueKind.SUBJECT,
    CueKind.NEGATIVE_SUBJECT,
    CueKind.GENERAL_SUBJECT,
    CueKind.THERE,
)
_INNER_OPENING = "‘“«„"
_INNER_CLOSING = "’”»"
# “Not walls but bridges” does not turn a sentence: a “but” must bring more words than these.
_LEAST_TURN = 4
_JOINED_MARKS = f"{_QUOTATION_MARKS},"
_OPENING_WORDS = 2  # a mark among the first words is the utterance's own
_FARTHEST_MARK = 40  # words from a clause to its question mark
_LONGEST_PREFIX = 14
_LEAST_PREFIX = 2

_SHORT = r"n['’]t\b|['’](?:ll|ve|re|d|s|m)\b"
_WORD = r"[^\W_]+(?:[-‑'’][^\W_]+)*"
_ENGLISH = re.compile(
    rf"(?i:[^\W_]+?(?=n['’]t\b)|{_SHORT}|let['’]s\b"
    r"|[^\W_]+(?=['’](?:ll|ve|re|d|s|m)\b)"
    rf"|{_WORD}|[^\w\s])|\n"
)
_ELIDED = re.compile(rf"(?i:\b(?:[ldnsmtcj]|qu)['’](?=\w)|{_WORD}|[^\w\s])|\n")
_PLAIN = re.compile(rf"{_WORD}|[^\w\s]|\n")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark with its place in code points of the text."""

    form: str  # lower case, straight apostrophes
    start: int
    end: int
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A listed word or phrase in place: the words ``first`` up to and with ``last``."""

    kind: CueKind
    sign: int
    first: int
    last: int


class Asks(Enum):
    """Whether a clause is a question, and whether it answers itself (“how can anybody …?”)."""

    NOTHING = "nothing"
    OPENLY = "openly"
    RHETORICALLY = "rhetorically"


@dataclass(frozen=True, slots=True)
class Clause:
    """The words ``first`` up to but not with ``last`` that belong together."""

    first: int
    last: int
    sentence: int
    asks: Asks = Asks.NOTHING
    is_condition: bool = False
    is_contrast: bool = False
    is_inner: bool = False  # words of yet another within the utterance


class Reading:
    """Stretches of a text as words, cues and clauses; all questions are about word numbers."""

    def __init__(self, text: str, parts: Sequence[tuple[int, int]], lexicon: StanceLexicon) -> None:
        self.lexicon = lexicon
        self.words = list(_joined([list(_words(text, *part, lexicon)) for part in parts]))
        self._starting: list[tuple[Cue, ...]] = [()] * len(self.words)
        self._covering: list[tuple[Cue, ...]] = [()] * len(self.words)
        self._ending: list[tuple[Cue, ...]] = [()] * len(self.words)
        self._label()
        self.clauses = list(self._clauses())

    def starting(self, number: int) -> tuple[Cue, ...]:
        """The cues that begin at this word."""
        return self._starting[number] if 0 <= number < len(self.words) else ()

    def ending(self, number: int) -> tuple[Cue, ...]:
        """The cues that end at this word."""
        return self._ending[number] if 0 <= number < len(self.words) else ()

    def covering(self, number: int) -> tuple[Cue, ...]:
        """The cues that this word is a part of."""
        return self._covering[number]

    def starts(self, number: int, *kinds: CueKind) -> Cue | None:
        """The cue of one of these kinds that begins at this word."""
        return next((each for each in self.starting(number) if each.kind in kinds), None)

    def ends(self, number: int, *kinds: CueKind) -> Cue | None:
        """The cue of one of these kinds that ends at this word."""
        return next((each for each in self.ending(number) if each.kind in kinds), None)

    def is_mark(self, number: int) -> bool:
        """Whether this is punctuation."""
        return not self.words[number].form[0].isalnum()

    def ends_sentence(self, number: int) -> bool:
        """Whether a sentence ends with this mark."""
        form = self.words[number].form
        return form in _SENTENCE_ENDS or form == "\n"

    def begins_sentence(self, number: int) -> bool:
        """Whether only marks of quotation stand between this word and the sentence before."""
        at = number - 1
        while at >= 0 and self.words[at].form in _QUOTATION_MARKS:
            at -= 1
        return at < 0 or self.ends_sentence(at)

    def _label(self) -> None:
        number = 0
        while number < len(self.words):
            longest = self._longest_at(number)
            length = len(longest[0].parts) if longest else 1
            last = number + length - 1
            cues = tuple(Cue(each.kind, each.sign, number, last) for each in longest)
            self._starting[number] = self._ending[last] = cues
            self._covering[number : last + 1] = [cues] * length
            # Words inside a longer phrase lose what they mean alone.
            number += length

    def _longest_at(self, number: int) -> list[Entry]:
        """The entries that fit here and are the longest."""
        form = self.words[number].form
        if self._is_name(number):
            return []
        listed = self.lexicon.exact.get(form, ())
        for length in range(_LEAST_PREFIX, min(len(form), _LONGEST_PREFIX) + 1):
            listed = (*listed, *self.lexicon.prefixes.get(form[:length], ()))
        fitting = [each for each in listed if self._fits(each.parts, number)]
        most = max((len(each.parts) for each in fitting), default=0)
        return [each for each in fitting if len(each.parts) == most]

    def _is_name(self, number: int) -> bool:
        """Whether a capital letter says that “Democratic” is a name here and not a praise."""
        word = self.words[number]
        if not word.is_capital or self.lexicon.has_compounds or len(word.form) == 1:
            return False
        return number > 0 and not self.is_mark(number - 1)

    def _fits(self, parts: tuple[str, ...], number: int) -> bool:
        if number + len(parts) > len(self.words):
            return False
        return all(
            _is_form(part, word.form)
            for part, word in zip(parts, self.words[number : number + len(parts)], strict=True)
        )

    def _clauses(self) -> Iterator[Clause]:
        """Cut at punctuation, at “but” and “if”, and where “and” brings another subject."""
        edges = sorted({0, len(self.words), *self._edges()})
        sentence, is_inner = 0, False
        for first, last in pairwise(edges):
            if first > 0 and self.ends_sentence(first - 1):
                sentence += 1
            is_inner = is_inner or (first > _OPENING_WORDS and self._opens_inner(first - 1))
            yield Clause(
                first,
                last,
                sentence,
                self._asks(first, last),
                self.starts(first, CueKind.CONDITION) is not None,
                self.starts(first, CueKind.CONTRAST) is not None and last - first > _LEAST_TURN,
                is_inner,
            )
            if any(self._closes_inner(number) for number in range(first, last)):
                is_inner = False

    def _opens_inner(self, number: int) -> bool:
        """Whether a mark opens a quotation; a straight one does where it leans on a word."""
        word = self.words[number]
        if word.form != "'":
            return word.form in _INNER_OPENING
        is_left_free = number == 0 or self.words[number - 1].end < word.start
        following = self.words[number + 1 : number + 2]
        return is_left_free and bool(following) and following[0].start == word.end

    def _closes_inner(self, number: int) -> bool:
        form = self.words[number].form
        return form in _INNER_CLOSING or (form == "'" and not self._opens_inner(number))

    def _asks(self, first: int, last: int) -> Asks:
        for number in range(last - 1, min(last + _FARTHEST_MARK, len(self.words))):
            if self.ends_sentence(number):
                if self.words[number].form != "?":
                    return Asks.NOTHING
                is_rhetorical = any(
                    self.starts(at, CueKind.RHETORICAL) for at in range(first, min(first + 3, last))
                )
                return Asks.RHETORICALLY if is_rhetorical else Asks.OPENLY
        return Asks.NOTHING

    def _edges(self) -> Iterator[int]:
        kinds = (CueKind.CONTRAST, CueKind.CONDITION, CueKind.BREAK)
        for number, word in enumerate(self.words):
            form = word.form
            is_dash = form in _DASHES and not self.lexicon.has_zero_copula
            if (
                self._opens_inner(number)
                or form in _HARD_STOPS
                or is_dash
                or (form == "," and self._cuts(number))
            ):
                yield number + 1
            elif self.starts(number, *kinds) or self._brings_subject(number):
                yield number

    def _cuts(self, comma: int) -> bool:
        """In a free order an infinitive behind a comma still belongs to what stands before."""
        return not self.lexicon.is_free_order or self.starts(comma + 1, *_SUBJECTS) is not None

    def _brings_subject(self, number: int) -> bool:
        return (
            self.starts(number, CueKind.JOIN) is not None
            and self.starts(number + 1, *_SUBJECTS) is not None
        )


def _is_form(part: str, form: str) -> bool:
    return form.startswith(part[:-1]) if part.endswith("*") else form == part


def _words(text: str, start: int, end: int, lexicon: StanceLexicon) -> Iterator[Word]:
    elided = _ELIDED if lexicon.has_elisions else _PLAIN
    pattern = elided if lexicon.is_free_order else _ENGLISH
    for found in pattern.finditer(text, start, end):
        form = found[0]
        yield Word(form.lower().replace("’", "'"), found.start(), found.end(), form[0].isupper())


def _joined(parts: list[list[Word]]) -> Iterator[Word]:
    """The words of all parts; marks where one goes on in the next do not cut a sentence."""
    for number, words in enumerate(parts):
        first, last = 0, len(words)
        if number > 0:
            while first < last and words[first].form in _QUOTATION_MARKS:
                first += 1
        if number < len(parts) - 1:
            while last > first and words[last - 1].form in _JOINED_MARKS:
                last -= 1
        yield from words[first:last]
