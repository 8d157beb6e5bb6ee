"""A short title for what a clause tells: its words without the date."""

import re
from collections.abc import Sequence

from stanceline.suggest.event_lexicon import EventLexicon
from stanceline.suggest.quote_lexicon import Lexicon
from stanceline.suggest.quote_tokens import Token

LONGEST_TITLE = 90
_SPACE = re.compile(r"\s+")
_BEFORE_PUNCTUATION = re.compile(r"\s+([,.;:!?%)])")
_REPEATED = re.compile(r"(?:,\s*)+,|,\s*(?=[.;:!?])")
_EDGES = " \t\n,.;:–—-’'…!?"
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"))
_STRAIGHT = '"'
_DASHES = frozenset("—–―-")
_LOOSE = frozenset('“”„«»"')
_SHORTEST_CUT = 40


class TitleWriter:
    """Writes titles from the tokens of one article."""

    def __init__(self, text: str, lexicon: Lexicon, words: EventLexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._words = words

    def title(
        self,
        tokens: Sequence[Token],
        indices: Sequence[int],
        dates: Sequence[tuple[int, int]],
        subject: str = "",
    ) -> str:
        """The clause without its dates, at most ``LONGEST_TITLE`` characters, cut at a word.

        ``subject`` stands in for a pronoun or a relative word that the clause begins with, or
        for the subject that it shares with the clause before it.
        """
        kept = self._without_dates(tokens, indices, dates)
        kept = self._without_openers(tokens, kept)
        if subject and kept and self._stands_for_a_name(tokens[kept[0]]):
            kept = kept[1:]
        written = self._written(tokens, kept)
        if subject:
            written = f"{subject} {written}"
        if len(written) > LONGEST_TITLE:
            shorter = self._written(tokens, self._without_asides(tokens, kept))
            written = f"{subject} {shorter}" if subject else shorter
        return _capital(_cut(written.strip(_EDGES)))

    def _stands_for_a_name(self, token: Token) -> bool:
        return token.lower in self._lexicon.pronouns or token.lower in self._lexicon.relatives

    def _without_dates(
        self, tokens: Sequence[Token], indices: Sequence[int], dates: Sequence[tuple[int, int]]
    ) -> list[int]:
        """The tokens without dates, the prepositions before them and commas around them."""
        dropped: set[int] = set()
        for begin, end in dates:
            dropped.update(range(begin, end))
            back = begin - 1
            while back >= 0 and tokens[back].lower in self._words.before_dates:
                dropped.add(back)
                back -= 1
            if end < len(tokens) and tokens[end].text == ",":
                dropped.add(end)
        return [index for index in indices if index not in dropped]

    def _without_openers(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[int]:
        begin = 0
        while begin < len(indices):
            token = tokens[indices[begin]]
            if token.is_word and token.lower not in self._words.leading:
                break
            if token.lower in self._words.relative_subjects:
                break
            begin += 1
        return list(indices[begin:])

    def _without_asides(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[int]:
        """The tokens without what stands between two commas, and without a last afterthought."""
        commas = [place for place, index in enumerate(indices) if tokens[index].text == ","]
        if len(commas) >= 2:  # noqa: PLR2004 — an aside has a comma on either side
            return [*indices[: commas[0]], *indices[commas[1] + 1 :]]
        return list(indices)

    def _written(self, tokens: Sequence[Token], indices: Sequence[int]) -> str:
        pieces: list[list[int]] = []
        for index in indices:
            if pieces and pieces[-1][1] == index - 1:
                pieces[-1][1] = index
            else:
                pieces.append([index, index])
        written = " ".join(
            self._text[tokens[first].start : tokens[last].end] for first, last in pieces
        )
        written = _SPACE.sub(" ", _balanced(written))
        written = _BEFORE_PUNCTUATION.sub(r"\1", written)
        return _REPEATED.sub(",", written).strip(_EDGES)


def _balanced(written: str) -> str:
    """The words without quotation marks of which only one side is left."""
    for opening, closing in _PAIRS:
        if written.count(opening) != written.count(closing):
            return "".join(char for char in written if char not in _LOOSE)
    if written.count(_STRAIGHT) % 2:
        return written.replace(_STRAIGHT, "")
    return written


def _cut(written: str) -> str:
    if len(written) <= LONGEST_TITLE:
        return written
    head = written[: LONGEST_TITLE - 1]
    space = head.rfind(" ")
    if space >= _SHORTEST_CUT:
        head = head[:space]
    return head.rstrip(_EDGES) + "…"


def _capital(written: str) -> str:
    return written[:1].upper() + written[1:]
