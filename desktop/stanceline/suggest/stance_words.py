"""The words of a quotation with what each does, in clauses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stanceline.suggest.stance_lexicon import CueKind, Entry, StanceLexicon

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


@dataclass(frozen=True, slots=True)
class Clause:
    """The words ``first`` up to but not with ``last`` that belong together."""

    first: int
    last: int
    sentence: int
    opener: str = ""
    is_question: bool = False
    is_condition: bool = False
    is_contrast: bool = False


class Reading:
    """Stretches of a text as words, cues and clauses; all questions are about word numbers."""

    def __init__(
        self, text: str, parts: Sequence[tuple[int, int]], lexicon: StanceLexicon
    ) -> None:
        self.lexicon = lexicon
        self.words = [
            word for start, end in parts for word in _words(text, start, end, lexicon)
        ]
        self._starting: list[tuple[Cue, ...]] = [()] * len(self.words)
        self._ending: list[tuple[Cue, ...]] = [()] * len(self.words)
        self._label()
        self.clauses = list(self._clauses())

    def starting(self, number: int) -> tuple[Cue, ...]:
        """The cues that begin at this word."""
        return self._starting[number] if 0 <= number < len(self.words) else ()

    def ending(self, number: int) -> tuple[Cue, ...]:
        """The cues that end at this word."""
        return self._ending[number] if 0 <= number < len(self.words) else ()

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
            # Words inside a longer phrase lose what they mean alone.
            number += length

    def _longest_at(self, number: int) -> list[Entry]:
        """The entries that fit here and are the longest."""
        form = self.words[number].form
        listed = self.lexicon.exact.get(form, ())
        for length in range(_LEAST_PREFIX, min(len(form), _LONGEST_PREFIX) + 1):
            listed = (*listed, *self.lexicon.prefixes.get(form[:length], ()))
        fitting = [each for each in listed if self._fits(each.parts, number)]
        most = max((len(each.parts) for each in fitting), default=0)
        return [each for each in fitting if len(each.parts) == most]

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
        sentence = 0
        for first, last in pairwise(edges):
            opener = self.words[first]
            if first > 0 and self.ends_sentence(first - 1):
                sentence += 1
            yield Clause(
                first,
                last,
                sentence,
                opener.form,
                self._is_question(last),
                self.starts(first, CueKind.CONDITION) is not None,
                self.starts(first, CueKind.CONTRAST) is not None,
            )

    def _is_question(self, last: int) -> bool:
        for number in range(last - 1, min(last + 40, len(self.words))):
            if self.ends_sentence(number):
                return self.words[number].form == "?"
        return False

    def _edges(self) -> Iterator[int]:
        kinds = (CueKind.CONTRAST, CueKind.CONDITION, CueKind.BREAK)
        for number, word in enumerate(self.words):
            form = word.form
            is_dash = form in _DASHES and not self.lexicon.has_zero_copula
            if form in _HARD_STOPS or is_dash or (form == "," and self._cuts(number)):
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
    if lexicon.language == "en":
        pattern = _ENGLISH
    else:
        pattern = _ELIDED if lexicon.has_elisions else _PLAIN
    for found in pattern.finditer(text, start, end):
        form = found[0]
        yield Word(form.lower().replace("’", "'"), found.start(), found.end(), form[0].isupper())
