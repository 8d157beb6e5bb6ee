"""Which words of two versions of a passage differ; plain Python, no widgets."""

import re
from difflib import SequenceMatcher

from stanceline.domain.spans import Span
from stanceline.records import dataclass

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
_MOST_TOKENS = 3_000
"""Beyond so many words nothing is compared: it would be felt, and shows nothing useful."""


@dataclass(frozen=True, slots=True)
class Differences:
    """The words that are only in the one version, and those that are only in the other."""

    before: tuple[Span, ...]
    now: tuple[Span, ...]


def differences(before: str, now: str) -> Differences:
    """The places in which the two versions differ, in code points, by whole words."""
    old, new = _tokens(before), _tokens(now)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return Differences((), ())
    matcher = SequenceMatcher(
        None,
        [span.words(before) for span in old],
        [span.words(now) for span in new],
        autojunk=False,
    )
    gone, added = [], []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone += _whole(old[old_start:old_end])
        added += _whole(new[new_start:new_end])
    return Differences(tuple(gone), tuple(added))


def _tokens(text: str) -> list[Span]:
    return [Span(*found.span()) for found in _TOKENS.finditer(text)]


def _whole(tokens: list[Span]) -> list[Span]:
    return [Span(tokens[0].start, tokens[-1].end)] if tokens else []
