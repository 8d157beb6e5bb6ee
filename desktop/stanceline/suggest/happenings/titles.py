"""A short title for what a clause tells: its words without the date."""

import re
from collections.abc import Sequence

from stanceline.suggest.grammar.lexicon import Lexicon
from stanceline.suggest.grammar.tokens import Token
from stanceline.suggest.happenings.lexicon import EventLexicon

LONGEST_TITLE = 90
_SPACE = re.compile(r"\s+")
_BEFORE_PUNCTUATION = re.compile(r"\s+([,.;:!?%)])")
_REPEATED = re.compile(r"(?:,\s*)+,|,\s*(?=[.;:!?])")
_EDGES = " \t\n,.;:–—-’'…!?"
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"))
_STRAIGHT = '"'
_JOINTS = frozenset({"that", "que", "dass", "daß", "що", "что"})
_LOOSE = frozenset('“”„«»"')
_SHORTEST_CUT = 40
_LONGEST_REMARK = 6


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
        heart: int,
        subject: str = "",
        after: str = "",
    ) -> str:
        """The clause without its dates, at most ``LONGEST_TITLE`` characters, cut at a word.

        ``heart`` is the token that tells what happens. ``subject`` stands in for a pronoun or a
        relative word that the clause begins with, or for the subject that it shares with the
        clause before it. ``after`` are words that the clause runs on into, or its object
        where that stands before it.
        """
        kept = self.told(tokens, indices, dates)
        if subject and kept and self._stands_for_a_name(tokens[kept[0]]):
            kept = kept[1:]
        if not after:
            kept = self._without_loose_end(tokens, kept)
        written = self._joined(subject, self._written(tokens, kept), after)
        if len(written) > LONGEST_TITLE:
            led_up = kept[-1:] if after and tokens[kept[-1]].is_word else []
            kept = self._without_asides(tokens, kept, heart)
            kept += [index for index in led_up if index not in kept]
            written = self._joined(subject, self._written(tokens, kept), after)
        return _capital(_cut(written))

    def _joined(self, *parts: str) -> str:
        return " ".join(part for part in parts if part).strip(_EDGES)

    def _without_loose_end(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[int]:
        """The tokens without “an” or “to” at the end, which led to something left out."""
        end = len(indices)
        while end and (
            not tokens[indices[end - 1]].is_word
            or tokens[indices[end - 1]].lower in self._lexicon.determiners
            or tokens[indices[end - 1]].lower in self._lexicon.conjunctions
            or tokens[indices[end - 1]].lower in self._lexicon.linkers
            or tokens[indices[end - 1]].lower in self._lexicon.relatives
            or tokens[indices[end - 1]].lower in _JOINTS
            or tokens[indices[end - 1]].lower in self._words.before_dates
        ):
            end -= 1
        return list(indices[:end])

    def told(
        self, tokens: Sequence[Token], indices: Sequence[int], dates: Sequence[tuple[int, int]]
    ) -> list[int]:
        """The tokens that tell the event: no dates, and no “but” or “when” in front."""
        return self._without_openers(tokens, self._without_dates(tokens, indices, dates))

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
            after = end
            while after < len(tokens) and tokens[after].lower in self._words.after_dates:
                dropped.add(after)
                after += 1
            if after < len(tokens) and tokens[after].text == ",":
                dropped.add(after)
        return [index for index in indices if index not in dropped]

    def _without_openers(self, tokens: Sequence[Token], indices: Sequence[int]) -> list[int]:
        begin = self._after_remark(tokens, indices)
        while begin < len(indices):
            token = tokens[indices[begin]]
            if token.is_word and token.lower not in self._words.leading:
                break
            if token.lower in self._words.relative_subjects and begin + 1 < len(indices):
                following = tokens[indices[begin + 1]]
                if not self._begins_a_subject(following):
                    break
            begin += 1
        return list(indices[begin:])

    def _after_remark(self, tokens: Sequence[Token], indices: Sequence[int]) -> int:
        """Past “As a reminder,”."""
        if not indices or tokens[indices[0]].lower not in self._words.remarks:
            return 0
        for place, index in enumerate(indices[:_LONGEST_REMARK]):
            if tokens[index].text == ",":
                known = tokens[indices[place - 1]].lower in self._words.remark_nouns
                return place + 1 if known or not self._words.remark_nouns else 0
        return 0

    def _begins_a_subject(self, token: Token) -> bool:
        word = token.lower
        return token.is_capital or word in self._lexicon.determiners | self._lexicon.pronouns

    def _without_asides(
        self, tokens: Sequence[Token], indices: Sequence[int], heart: int
    ) -> list[int]:
        """The tokens without what commas part from the subject and from the verb ``heart``."""
        pieces: list[list[int]] = [[]]
        for index in indices:
            if tokens[index].text == ",":
                pieces.append([])
            else:
                pieces[-1].append(index)
        at = next((place for place, piece in enumerate(pieces) if heart in piece), 0)
        opening = tokens[pieces[0][0]].lower if pieces[0] else ""
        if at and opening in self._lexicon.prepositions and pieces[at][0] != heart:
            return pieces[at]
        if at > 1:
            return [*pieces[0], *pieces[at]]
        last = pieces[at][-1] if pieces[at] else -1
        return [index for index in indices if index <= last]

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
