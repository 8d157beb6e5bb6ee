"""How the places of a text became those of the text that it was edited into.

The comparison is of lines first, then of words within changed lines, then of characters
within changed words, so that it is quick and finds what a person would call the same. A
line that was cut out here and put in there is followed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from stanceline.records import dataclass

_TOKENS = (re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\w+|\s+|[^\w\s]"), re.compile(r"(?s)."))
"""Lines, words and characters: what is compared, one after the other."""

_MOST_COMPARED = 200_000_000
"""Pairs of tokens that are compared at once; one pair takes a bit of memory."""

_LEAST_MOVED = 12
"""Characters of a line that is known again elsewhere."""


@dataclass(frozen=True, slots=True)
class Block:
    """``length`` code points that stand at ``old`` in the one text and at ``new`` in the other."""

    old: int
    new: int
    length: int

    @property
    def shift(self) -> int:
        """How far its characters moved."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two blocks: characters that went, and those that came for them."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Rewording:
    """The places of an old text in a new one, in code points."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.blocks = _joined(_compared(old, new, 0, 0, 0))
        self.gaps = list(_gaps(self.blocks, len(old), len(new)))
        self.moves = _moved_lines(old, new, self.gaps)
        self._gap_starts = [gap.old_start for gap in self.gaps]
        self._starts = [block.old for block in self.blocks]
        self._move_starts = [block.old for block in self.moves]
        self._new_starts = [block.new for block in self.blocks]

    def block_at(self, place: int) -> Block | None:
        """The block of characters that stayed, at this place of the old text."""
        return _found(self.blocks, self._starts, place)

    def move_at(self, place: int) -> Block | None:
        """The lines that were put elsewhere, at this place of the old text."""
        return _found(self.moves, self._move_starts, place)

    def block_around(self, start: int, end: int) -> Block | None:
        """The block of characters that stayed that holds all of this, unless lines moved."""
        if self.moves:
            return None
        block = _found(self.blocks, self._starts, start)
        return block if block is not None and end <= block.old + block.length else None

    def was_there(self, start: int, end: int) -> bool:
        """Whether these places of the new text stand in what stayed, as one piece."""
        number = bisect_right(self._new_starts, start) - 1
        if number < 0:
            return False
        block = self.blocks[number]
        return end <= block.new + block.length

    def start(self, place: int) -> int:
        """Where what begins at this place of the old text begins in the new one."""
        block = self.block_at(place)
        if block is not None:
            return place + block.shift
        return self._within_gap(place, is_end=False)

    def end(self, place: int) -> int:
        """Where what ends at this place of the old text ends in the new one."""
        block = self.block_at(place - 1) if place else None
        if block is not None:
            return place + block.shift
        return self._within_gap(place, is_end=True)

    def _within_gap(self, place: int, *, is_end: bool) -> int:
        """A place in what was replaced, as far along as it was."""
        number = bisect_right(self._starts, place - is_end)
        before = self.blocks[number - 1] if number else Block(0, 0, 0)
        old_start, new_start = before.old + before.length, before.new + before.length
        is_last = number == len(self.blocks)
        old_end = len(self.old) if is_last else self.blocks[number].old
        new_end = len(self.new) if is_last else self.blocks[number].new
        if old_end <= old_start:
            return new_end if is_end else new_start
        return new_start + (new_end - new_start) * (place - old_start) // (old_end - old_start)

    def gaps_beside(self, start: int, end: int) -> list[Gap]:
        """The gaps right before and right after what stayed at these places of the old text."""
        number = bisect_right(self._gap_starts, start)
        first = max(0, number - 1)
        while number < len(self.gaps) and self.gaps[number].old_start < end:
            number += 1
        return self.gaps[first : number + 1]

    def n_kept(self, start: int, end: int, new_start: int, new_end: int) -> int:
        """How many characters between these places of the old text stayed between those."""
        number = max(0, bisect_right(self._starts, start) - 1)
        n_kept = 0
        while number < len(self.blocks) and self.blocks[number].old < end:
            block = self.blocks[number]
            first = max(start, block.old, new_start - block.shift)
            last = min(end, block.old + block.length, new_end - block.shift)
            n_kept += max(0, last - first)
            number += 1
        return n_kept


def _found(blocks: Sequence[Block], starts: Sequence[int], place: int) -> Block | None:
    number = bisect_right(starts, place) - 1
    if number >= 0 and place < blocks[number].old + blocks[number].length:
        return blocks[number]
    return None


def _joined(blocks: Iterator[Block]) -> list[Block]:
    """The blocks, those that touch on both sides as one."""
    found: list[Block] = []
    for block in blocks:
        if not block.length:
            continue
        last = found[-1] if found else None
        if last and last.old + last.length == block.old and last.new + last.length == block.new:
            found[-1] = Block(last.old, last.new, last.length + block.length)
        else:
            found.append(block)
    return found


def _gaps(blocks: Sequence[Block], old_length: int, new_length: int) -> Iterator[Gap]:
    old = new = 0
    for block in (*blocks, Block(old_length, new_length, 0)):
        if block.old > old or block.new > new:
            yield Gap(old, block.old, new, block.new)
        old, new = block.old + block.length, block.new + block.length


# ------------------------------------------------------------------------- comparing


def _compared(old: str, new: str, old_at: int, new_at: int, level: int) -> Iterator[Block]:
    """The blocks of two pieces of the texts that begin at these places."""
    start = common_start(old, new)
    end = common_end(old[start:], new[start:])
    yield Block(old_at, new_at, start)
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    if inner_old and inner_new and level < len(_TOKENS):
        yield from _by_tokens(inner_old, inner_new, old_at + start, new_at + start, level)
    yield Block(old_at + len(old) - end, new_at + len(new) - end, end)


def common_start(one: str, other: str) -> int:
    """How many characters the texts have in common at their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(one: str, other: str) -> int:
    """How many characters the texts have in common at their ends."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _by_tokens(old: str, new: str, old_at: int, new_at: int, level: int) -> Iterator[Block]:
    """Blocks of equal tokens, and within what lies between them those of the next level."""
    olds, news = _TOKENS[level].findall(old), _TOKENS[level].findall(new)
    old_ends, new_ends = _ends(olds), _ends(news)
    old_done = new_done = 0
    end = (len(olds), len(news), 0)
    is_coarse = len(olds) * len(news) > _MOST_COMPARED
    found = _unique_matches(olds, news) if is_coarse else _matches(olds, news)
    matches = list(_telling([*found, end], old_ends, new_ends))
    # What lies between coarse matches may have such tokens in common as well.
    next_level = level if is_coarse and matches else level + 1
    matches.append(end)
    for old_token, new_token, n_tokens in matches:
        old_start, new_start = old_ends[old_token], new_ends[new_token]
        yield from _compared(
            old[old_done:old_start],
            new[new_done:new_start],
            old_at + old_done,
            new_at + new_done,
            next_level,
        )
        old_done, new_done = old_ends[old_token + n_tokens], new_ends[new_token + n_tokens]
        yield Block(old_at + old_start, new_at + new_start, old_done - old_start)


_Match = tuple[int, int, int]


def _telling(
    matches: Sequence[_Match], old_ends: Sequence[int], new_ends: Sequence[int]
) -> Iterator[_Match]:
    """The matches but for chance ones: shorter than what was replaced before and after them."""
    old_done = new_done = 0
    for number, (old, new, n_tokens) in enumerate(matches[:-1]):
        replaced_before = max(old_ends[old] - old_done, new_ends[new] - new_done)
        old_end, new_end = old_ends[old + n_tokens], new_ends[new + n_tokens]
        next_old, next_new, _ = matches[number + 1]
        replaced_after = max(old_ends[next_old] - old_end, new_ends[next_new] - new_end)
        if old_end - old_ends[old] > min(replaced_before, replaced_after):
            yield old, new, n_tokens
            old_done, new_done = old_end, new_end


def _ends(tokens: Sequence[str]) -> list[int]:
    """Where each token begins, and where the last one ends."""
    return list(accumulate(map(len, tokens), initial=0))


def _matches(olds: Sequence[str], news: Sequence[str]) -> Iterator[_Match]:
    """Runs of equal tokens, in order, as their first numbers and how many they are."""
    # Imported late, since it loads slowly and only an edit needs it.
    from rapidfuzz.distance import Indel

    for step in Indel.opcodes(olds, news):
        if step.tag == "equal":
            yield step.src_start, step.dest_start, step.src_end - step.src_start


def _unique_matches(olds: Sequence[str], news: Sequence[str]) -> Iterator[_Match]:
    """The longest row of tokens that stand once in each text and in the same order."""
    places = _once(news)
    pairs = [(old, places[token]) for token, old in _once(olds).items() if token in places]
    tails: list[int] = []
    last_of: list[int] = []
    before: list[int] = []
    for number, (_, new) in enumerate(pairs):
        length = bisect_left(tails, new)
        if length == len(tails):
            tails.append(new)
            last_of.append(number)
        tails[length], last_of[length] = new, number
        before.append(last_of[length - 1] if length else -1)
    row = []
    number = last_of[-1] if last_of else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    yield from _runs(reversed(row), olds, news)


def _runs(
    row: Iterable[tuple[int, int]], olds: Sequence[str], news: Sequence[str]
) -> Iterator[_Match]:
    """The row with the equal tokens that follow each of its own, as one run."""
    done = 0
    for old, new in row:
        if old < done:
            continue
        most = min(len(olds) - old, len(news) - new)
        n_tokens = next((n for n in range(1, most) if olds[old + n] != news[new + n]), most)
        done = old + n_tokens
        yield old, new, n_tokens


def _once(tokens: Sequence[str]) -> dict[str, int]:
    """The tokens that stand once, with their numbers, in their order."""
    numbers = Counter(tokens)
    return {token: number for number, token in enumerate(tokens) if numbers[token] == 1}


def _moved_lines(old: str, new: str, gaps: Sequence[Gap]) -> list[Block]:
    """The lines that were taken out in one place and put in elsewhere."""
    taken = _whole_lines(old, ((gap.old_start, gap.old_end) for gap in gaps))
    put = _whole_lines(new, ((gap.new_start, gap.new_end) for gap in gaps))
    if not taken.keys() & put.keys():
        return []
    olds, news = _once(old.split("\n")), _once(new.split("\n"))
    return [
        Block(start, put[line], len(line))
        for line, start in taken.items()
        if line in put and line in olds and line in news
    ]


def _whole_lines(text: str, parts: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Lines that overlap the parts, with where they begin, in the order of the text."""
    found: dict[str, int] = {}
    for start, end in parts:
        place = text.rfind("\n", 0, start) + 1
        while place < end:
            stop = text.find("\n", place)
            stop = len(text) if stop < 0 else stop
            if stop - place >= _LEAST_MOVED:
                found.setdefault(text[place:stop], place)
            place = stop + 1
    return found
