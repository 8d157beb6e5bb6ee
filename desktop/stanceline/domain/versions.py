"""Whether two texts are versions of one article: corrected, continued or shortened."""

import re
from collections.abc import Sequence

_TOKENS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff]|\w+")
"""Words, and single characters of scripts without spaces."""

_LENGTH = 4
_LEAST = 20
"""Runs of words that a text must have, for how many are the same to say anything."""

_MOST_CHARACTERS = 100_000
_SAMPLES = 8
_SAMPLE = 150
"""Characters of a sample of a text, and how many are taken before all of it is read."""

_LIKE = 0.5
_HELD = 0.8
_LIKE_LETTERS = 0.7


def is_version(old: str, new: str) -> bool:
    """Whether the new text is likely to be the old one, changed."""
    return Version(new).likeness(old) > 0


class Version:
    """A text that may be a changed version of others.

    So it is when half of all runs of four words are the same, or when it holds nearly all of
    the other. Short texts are compared letter by letter.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs = _runs(text[:_MOST_CHARACTERS])

    def likeness(self, old: str) -> float:
        """How much it has in common with an older text, up to 1; 0 when it is no version."""
        if len(self._runs) >= _LEAST and not self._may_be(old):
            return 0.0
        olds = _runs(old[:_MOST_CHARACTERS])
        if min(len(olds), len(self._runs)) < _LEAST:
            likeness = _likeness_of_letters(old, self._text)
            return likeness if likeness >= _LIKE_LETTERS else 0.0
        n_same = len(olds & self._runs)
        likeness = 2 * n_same / (len(olds) + len(self._runs))
        return likeness if likeness >= _LIKE or n_same >= _HELD * len(olds) else 0.0

    def _may_be(self, old: str) -> bool:
        """Whether samples of a long text have anything in common with this one."""
        if len(old) < 2 * _SAMPLES * _SAMPLE:
            return True
        step = len(old) // _SAMPLES
        return any(
            not self._runs.isdisjoint(_runs(old[start : start + _SAMPLE]))
            for start in range(0, len(old) - _SAMPLE, step)
        )


def _runs(text: str) -> set[int]:
    tokens: Sequence[str] = _TOKENS.findall(text.casefold())
    rows = (tokens[start:] for start in range(_LENGTH))
    return {hash(run) for run in zip(*rows, strict=False)}


def _likeness_of_letters(old: str, new: str) -> float:
    # Imported late, since it loads slowly and few articles are so short.
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(
        old[:_MOST_CHARACTERS], new[:_MOST_CHARACTERS], score_cutoff=_LIKE_LETTERS
    )
