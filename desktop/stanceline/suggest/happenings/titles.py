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
_LONGEST_TAIL = 3
_SHORTEST_PIECE = 2
_LONGEST_TAG = 6
_BRACKETS = frozenset("([")
_CLOSE_ASIDES = frozenset(",)]")


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
        kept = self._up_to_a_gap(tokens, self.told(tokens, indices, dates), dates, heart)
        if not kept:
            return ""
        if subject and self._stands_for_a_name(tokens[kept[0]]):
            kept = kept[1:]
        if not after:
            kept = self._without_tag(tokens, self._without_loose_end(tokens, kept, heart), heart)
        written = self._joined(subject, self._written(tokens, kept), after)
        if len(written) > LONGEST_TITLE:
            led_up = kept[-1:] if after and tokens[kept[-1]].is_word else []
            kept = self._without_asides(tokens, kept, heart)
            kept += [index for index in led_up if index not in kept]
            written = self._joined(subject, self._written(tokens, kept), after)
        return _capital(self._cut(written))

    def _up_to_a_gap(
        self,
        tokens: Sequence[Token],
        kept: Sequence[int],
        dates: Sequence[tuple[int, int]],
        heart: int,
    ) -> list[int]:
        """The tokens up to where another clause was cut out after the verb, if one was."""
        dated = {index for begin, end in dates for index in range(begin, end)}
        for place in range(1, len(kept)):
            last, first = kept[place - 1], kept[place]
            if first > last + 1 and tokens[last].lower in self._words.picks:
                return []  # “a list of those who …” is not told without the rest
            if first == last + 1 or first <= heart:
                continue
            gap = range(last + 1, first)
            opened = tokens[last + 1].lower in self._lexicon.relatives or (
                tokens[last + 1].text in _BRACKETS
            )
            whole = opened and tokens[first - 1].text in _CLOSE_ASIDES
            if not (whole or dated.intersection(gap) or last < heart):
                return list(kept[:place])
        return list(kept)

    def _joined(self, *parts: str) -> str:
        return " ".join(part for part in parts if part).strip(_EDGES)

    def _without_loose_end(
        self, tokens: Sequence[Token], indices: Sequence[int], heart: int
    ) -> list[int]:
        """The tokens without “an” or “to” at the end, which led to something left out."""
        end = len(indices)
        while end and self._is_loose(tokens, indices, end - 1):
            if (
                end > 1
                and indices[end - 2] == heart
                and self._is_particle(tokens[indices[end - 1]])
            ):
                break  # “signed on”
            end -= 1
        return list(indices[:end])

    def _without_tag(
        self, tokens: Sequence[Token], indices: Sequence[int], heart: int
    ) -> list[int]:
        """The tokens without “, the club said” and without a single word after a comma."""
        commas = [place for place, index in enumerate(indices) if tokens[index].text == ","]
        if not commas or heart in indices[commas[-1] :]:
            return list(indices)
        last = indices[commas[-1] + 1 :]
        told = any(
            tokens[index].lower in self._lexicon.cues
            or tokens[index].lower in self._words.acts_of_speech
            for index in last
        )
        if len(last) == 1 or (told and len(last) <= _LONGEST_TAG):
            return list(indices[: commas[-1]])
        return list(indices)

    def _is_particle(self, token: Token) -> bool:
        return token.lower in self._words.particles

    def _is_loose(self, tokens: Sequence[Token], indices: Sequence[int], place: int) -> bool:
        token = tokens[indices[place]]
        word = token.lower
        lexicon = self._lexicon
        if (
            not token.is_word
            or word in lexicon.determiners
            or word in lexicon.conjunctions
            or word in lexicon.linkers
            or word in lexicon.relatives
            or word in _JOINTS
            or word in self._words.before_dates
            or word in self._words.loose
        ):
            return True
        if word == "to" and self._words.language == "en":
            return True
        # “before saying” leads to what was said; “dropped out” is whole.
        before = tokens[indices[place - 1]].lower if place else ""
        led = before in lexicon.prepositions or before in lexicon.conjunctions
        return word in lexicon.cues and led and before not in self._words.to

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
            while back >= 0 and self._leads(tokens, back, begin):
                dropped.add(back)
                back -= 1
            after = end
            while after < len(tokens) and tokens[after].lower in self._words.after_dates:
                dropped.add(after)
                after += 1
            opens = back < 0 or tokens[back].text == "," or (indices and back < indices[0])
            if after < len(tokens) and tokens[after].text == "," and opens:
                dropped.add(after)
                if tokens[max(back, 0)].text == "," and self._is_verb_next(tokens, after + 1):
                    dropped.add(back)  # “the speech, on May 28, was held”
        return [index for index in indices if index not in dropped]

    def _is_verb_next(self, tokens: Sequence[Token], index: int) -> bool:
        return index < len(tokens) and (
            tokens[index].lower in self._words.past or tokens[index].lower in self._words.states
        )

    def _leads(self, tokens: Sequence[Token], index: int, date: int) -> bool:
        """True for “over” in “over the summer”, not in “took over in May”."""
        word = tokens[index].lower
        led = tokens[index + 1].lower in self._lexicon.prepositions
        apart = index > 0 and led and index + 1 < date
        of_verb = index > 0 and tokens[index - 1].lower in self._words.past
        if of_verb and word in self._words.goes_with_verbs:
            return False  # “hit back last night”
        if apart and (word in self._words.particles or word in self._lexicon.determiners):
            return False  # “signed on in May”, “went through this in May”
        if word in self._words.summers and tokens[date].lower not in self._lexicon.determiners:
            return False
        return word in self._words.before_dates

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
        if pieces[at] and pieces[at][-1] == heart:
            return self._without_insertions(tokens, pieces, at, indices)
        if at and opening in self._lexicon.prepositions and pieces[at][0] != heart:
            return pieces[at]
        if at > 1:
            return [*pieces[0], *pieces[at]]
        last = pieces[at][-1] if pieces[at] else -1
        return [index for index in indices if index <= last]

    def _without_insertions(
        self,
        tokens: Sequence[Token],
        pieces: Sequence[Sequence[int]],
        at: int,
        indices: Sequence[int],
    ) -> list[int]:
        """“Delivered a lengthy speech” of “delivered, unprompted, a lengthy speech”."""
        following = at + 1
        while following + 1 < len(pieces) and (
            len(pieces[following]) < _SHORTEST_PIECE
            or tokens[pieces[following][0]].lower in self._lexicon.prepositions
        ):
            following += 1
        rest = pieces[following] if following < len(pieces) else ()
        begin = rest[0] if rest else indices[-1] + 1
        return [*pieces[at], *(index for index in indices if index >= begin)]

    def _written(self, tokens: Sequence[Token], indices: Sequence[int]) -> str:
        pieces: list[list[int]] = []
        for index in indices:
            if pieces and pieces[-1][1] == index - 1:
                pieces[-1][1] = index
            else:
                pieces.append([index, index])
        written = ""
        for place, (first, last) in enumerate(pieces):
            if place:
                written = self._led_on(tokens, written, pieces[place - 1][1], first)
            written += self._text[tokens[first].start : tokens[last].end]
        written = _SPACE.sub(" ", _balanced(written))
        written = _BEFORE_PUNCTUATION.sub(r"\1", written)
        return _REPEATED.sub(",", written).strip(_EDGES)

    def _led_on(self, tokens: Sequence[Token], written: str, last: int, first: int) -> str:
        """The words before a gap; past a relative clause with a comma only in an apposition."""
        closed = any(token.text == "," for token in tokens[last + 1 : first])
        if not closed or tokens[last + 1].lower not in self._lexicon.relatives:
            return written + " "
        named = written.rstrip(_EDGES)
        return named + (", " if "," in named else " ")

    def _cut(self, written: str) -> str:
        """At most ``LONGEST_TITLE`` characters, ended at a word that can end a phrase."""
        if len(written) <= LONGEST_TITLE:
            return written
        words = written[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].split(" ")
        small = self._lexicon.prepositions | self._lexicon.linkers | self._words.before_dates
        leads = self._lexicon.determiners | self._lexicon.conjunctions | small | {"to"}
        while len(words) > 1 and len(" ".join(words[:-1])) >= _SHORTEST_CUT:
            word = words[-1].strip(_EDGES).lower()
            if word not in leads:
                break
            words.pop()
            if word in self._lexicon.linkers:  # “in the event of”
                words = words[: self._phrase_start(words, small)]
        head = " ".join(words)
        if len(head) < _SHORTEST_CUT:
            head = written[: LONGEST_TITLE - 1].rsplit(" ", 1)[0]
        if len(head) < _SHORTEST_CUT:
            head = written[: LONGEST_TITLE - 1]
        return _closed(head.rstrip(_EDGES))

    def _phrase_start(self, words: Sequence[str], small: frozenset[str]) -> int:
        """Where a short “in the event” begins at the end of the words, else their number."""
        for back in range(1, _LONGEST_TAIL + 1):
            if back < len(words) and words[-back].lower() in small:
                start = len(words) - back
                whole = len(" ".join(words[:start])) >= _SHORTEST_CUT
                return start if whole else len(words)
        return len(words)


def _closed(head: str) -> str:
    """The beginning of a title with its ellipsis and the mark that it opened."""
    for opening, closing in _PAIRS:
        if head.count(opening) > head.count(closing):
            return f"{head[: LONGEST_TITLE - 2]}…{closing}"
    if head.count(_STRAIGHT) % 2:
        return f"{head[: LONGEST_TITLE - 2]}…{_STRAIGHT}"
    return f"{head}…"


def _balanced(written: str) -> str:
    """The words without quotation marks of which only one side is left."""
    for opening, closing in _PAIRS:
        if written.count(opening) != written.count(closing):
            return "".join(char for char in written if char not in _LOOSE)
    if written.count(_STRAIGHT) % 2:
        return written.replace(_STRAIGHT, "")
    return written


def _capital(written: str) -> str:
    return written[:1].upper() + written[1:]
