"""Finding anchors again after their text was edited, and saying honestly how sure that is.

Words that stand where the edit moved them are kept, wherever else they stand as well. Words
that were cut out and put in elsewhere are looked for as they are, and changed words by
likeness. An anchor is doubtful, for a person to look at, when

- its words stand among other words than before on both sides,
- it could as well be one of several equal passages that an edit added to or took from,
- its words changed by more than punctuation, white space, capitals, or one letter of a long
  word, or
- its words are gone. Then they stay written in the anchor, whose span is what stands there
  now.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from stanceline.domain.graphemes import is_boundary, widened
from stanceline.domain.rewording import Block, Rewording
from stanceline.domain.spans import CONTEXT_LENGTH, Anchor, Span, anchor
from stanceline.records import dataclass

LIKE_ENOUGH = 0.6
"""How like its old words the new ones of an anchor must be, from 0 to 1."""

TINY = 0.95
"""How like they must be, for one letter of them to have changed without a doubt."""

_SAME_BESIDE = 8
"""Characters beside an anchor that show that it stands where it stood."""

_LIKE_BESIDE = 0.6
_LONG_WORD = 5
_MOST_PLACES = 8
"""Equal passages that are looked at on each side."""

_LEAST_WINDOW = 200
_LONGEST_LOOKED_FOR = 2_000
_MOST_COMPARED = 40_000_000
_MOST_LOOKED_THROUGH = (2_000_000, 4_000_000)
"""Characters of new text times characters of words, elsewhere and at hand, for all anchors."""


class Found(StrEnum):
    """How an anchor was found again."""

    KEPT = "kept"
    MOVED = "moved"
    NEAR = "near"
    APPROXIMATE = "approximate"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Reanchored:
    """An anchor as it is after an edit; ``reason`` says in words why it is doubtful."""

    anchor: Anchor
    found: Found
    is_doubtful: bool
    reason: str

    @property
    def is_gone(self) -> bool:
        """Whether nothing of the words is left."""
        return self.found is Found.GONE

    @property
    def is_kept(self) -> bool:
        """Whether the words stand where they stood, and surely."""
        return self.found is Found.KEPT and not self.is_doubtful


def reanchor(
    old_body: str, new_body: str, anchors: Sequence[Anchor], revision: int
) -> list[Reanchored]:
    """The anchors of the old body in the new one, which is of this revision, in their order.

    The new body must hold text. Every span lies within it.
    """
    follower = Follower(old_body, new_body, revision)
    return [follower.follow(each) for each in anchors]


class Follower:
    """Follows anchors and spans from one body to the one that it was edited into."""

    def __init__(self, old_body: str, new_body: str, revision: int) -> None:
        self._old, self._new, self._revision = old_body, new_body, revision
        self._rewording = Rewording(old_body, new_body)
        self._put_in = sorted(
            self._rewording.gaps, key=lambda gap: gap.new_start - gap.new_end
        )  # The longest passage first.
        self._left_to_look_through = list(_MOST_LOOKED_THROUGH)

    # -------------------------------------------------------------- anchors

    def follow(self, old: Anchor) -> Reanchored:
        """The anchor in the new body."""
        if old.span.end > len(self._old) or old.span.words(self._old) != old.exact:
            return self._lost_before(old)
        block = self._rewording.block_around(
            max(0, old.span.start - CONTEXT_LENGTH),
            min(len(self._old), old.span.end + CONTEXT_LENGTH),
        )
        is_within = old.span.start > 0 and old.span.end < len(self._old)
        if block and is_within and not self._is_one_of_equals(old.span, block.shift):
            return self._with_all_around(old, block.shift)
        shifted = self._shifted(old.span, old.exact)
        if shifted is not None:
            found = Found.KEPT if shifted == old.span else Found.MOVED
            return self._exact(old, shifted, found, self._doubt_about_shifted(old.span, shifted))
        near = self._near(old)
        if near is not None and near.is_new:
            return self._exact(old, near.span, Found.NEAR, near.doubt)
        like = self._like(old)
        if like is not None and (near is None or like.likeness >= _SURE_ENOUGH):
            return self._approximate(old, like.span, is_mapped=like.is_mapped)
        if near is not None:
            return self._exact(old, near.span, Found.NEAR, near.doubt)
        return self._gone(old)

    def _with_all_around(self, old: Anchor, shift: int) -> Reanchored:
        """The anchor, moved with what stands around it, which is how most of them go."""
        if not shift:
            return Reanchored(old, Found.KEPT, is_doubtful=False, reason="")
        moved = Anchor(
            Span(old.span.start + shift, old.span.end + shift),
            old.exact,
            old.prefix,
            old.suffix,
            self._revision,
        )
        return Reanchored(moved, Found.MOVED, is_doubtful=False, reason="")

    def span(self, old: Span, beside: tuple[Span, Span] | None = None) -> Span | None:
        """A span without an anchor in the new body, or None when its words are gone.

        ``beside`` is what it belongs to, before and after, with which it may have moved.
        """
        if old.end > len(self._old):
            return None
        words = old.words(self._old)
        block = self._rewording.block_around(old.start, old.end)
        if block is not None:
            return widened(self._new, Span(old.start + block.shift, old.end + block.shift))
        shifted = self._shifted(old, words)
        if shifted is None and beside is not None:
            shift = beside[1].start - beside[0].start
            shifted = self._if_there(old.start + shift, words)
        if shifted is None:
            mapped = self._mapped(old)
            if mapped is None or self._likeness(old, mapped, words) < LIKE_ENOUGH:
                return None
            shifted = mapped
        return widened(self._new, shifted)

    def exact_span(self, old: Span) -> Span | None:
        """Where the very words of a span stand now, without a doubt, or None."""
        if old.end > len(self._old):
            return None
        words = old.words(self._old)
        shifted = self._shifted(old, words)
        if shifted is None or self._cuts(old, shifted) or self._doubt_about_shifted(old, shifted):
            return None
        return shifted

    def place(self, old: int) -> int:
        """Where somebody is now who was at this place of the old body."""
        return self._rewording.start(min(old, len(self._old)))

    # -------------------------------------------------------------- exact words

    def _shifted(self, old: Span, words: str) -> Span | None:
        """Where the edit moved the words to, if they stand there."""
        rewording = self._rewording
        last = old.end - 1
        blocks = (
            rewording.move_at(old.start),
            rewording.block_at(old.start),
            rewording.move_at(last),
            rewording.block_at(last),
        )
        for block in blocks:
            if block is not None:
                found = self._if_there(old.start + block.shift, words)
                if found is not None and not self._is_of_another(old, found, block):
                    return found
        return None

    def _is_of_another(self, old: Span, found: Span, block: Block) -> bool:
        """Whether what stands there stood elsewhere before."""
        is_whole = block.old <= old.start and old.end <= block.old + block.length
        return not is_whole and self._rewording.was_there(found.start, found.end)

    def _if_there(self, start: int, words: str) -> Span | None:
        if start >= 0 and words and self._new.startswith(words, start):
            return Span(start, start + len(words))
        return None

    def _doubt_about_shifted(self, old: Span, new: Span) -> str:
        if not self._is_beside_the_same(old, new):
            return AMONG_OTHER_WORDS
        if self._is_one_of_equals(old, new.start - old.start):
            return ONE_OF_SEVERAL
        return ""

    def _is_beside_the_same(self, old: Span, new: Span) -> bool:
        """Whether what stands before the words, or after them, is what stood there."""
        before = self._beside(self._old, old.start, -1), self._beside(self._new, new.start, -1)
        after = self._beside(self._old, old.end, 1), self._beside(self._new, new.end, 1)
        if not before[0].strip() and not after[0].strip():
            return True  # Nothing stood there.
        return any(
            bool(was.strip()) and _is_like_beside(was, now, is_before=side is before)
            for side in (before, after)
            for was, now in (side,)
        )

    @staticmethod
    def _beside(text: str, place: int, direction: int) -> str:
        if direction < 0:
            return text[max(0, place - CONTEXT_LENGTH) : place]
        return text[place : place + CONTEXT_LENGTH]

    def _is_one_of_equals(self, old: Span, shift: int) -> bool:
        """Whether an edit added or took a passage like it right beside it.

        Which of several equal passages was taken cannot be told from the texts.
        """
        for gap in self._rewording.gaps_beside(old.start, old.end):
            if gap.old_start == gap.old_end:
                text, first, end, moved = self._new, gap.new_start, gap.new_end, shift
            elif gap.new_start == gap.new_end:
                text, first, end, moved = self._old, gap.old_start, gap.old_end, 0
            else:
                continue
            if end - first < old.end - old.start:
                continue
            slid_back = _n_slides_back(text, first, end)
            slid_on = _n_slides_on(text, first, end)
            if first - slid_back <= old.start + moved and old.end + moved <= end + slid_on:
                # What stands once in both texts has no equal; its passage was put elsewhere.
                words = old.words(self._old)
                return _is_repeated(self._old, words) or _is_repeated(self._new, words)
        return False

    def _exact(self, old: Anchor, span: Span, found: Found, doubt: str) -> Reanchored:
        if self._cuts(old.span, span):
            return self._approximate(old, span, is_mapped=not doubt)
        return Reanchored(anchor(self._new, span, self._revision), found, bool(doubt), doubt)

    def _cuts(self, old: Span, new: Span) -> bool:
        """Whether a character that was whole would be cut at an end of the words."""
        return any(
            not is_boundary(self._new, now) and is_boundary(self._old, was)
            for was, now in ((old.start, new.start), (old.end, new.end))
        )

    # -------------------------------------------------------------- words put elsewhere

    def _near(self, old: Anchor) -> "_Near | None":
        """Where else the words stand: best where they are new, and beside what they stood by."""
        expected = self._rewording.start(old.span.start)
        length = len(old.exact)
        places = [
            _Place(
                start,
                not self._rewording.was_there(start, start + length),
                self._n_same_beside(old.span, Span(start, start + length)),
            )
            for start in _places(self._new, old.exact, expected)
        ]
        if not places:
            return None
        best = max(places, key=lambda each: (each.is_new, each.n_same, -abs(each.start - expected)))
        span = Span(best.start, best.start + length)
        rivals = [
            each
            for each in places
            if each.start != best.start
            and each.is_new >= best.is_new
            and each.n_same >= best.n_same
        ]
        if not best.is_new or rivals:
            doubt = ONE_OF_SEVERAL
        elif not self._is_beside_the_same(old.span, span):
            doubt = AMONG_OTHER_WORDS
        else:
            doubt = ""
        return _Near(span, best.is_new, doubt)

    def _n_same_beside(self, old: Span, new: Span) -> int:
        before = _n_common_end(
            self._beside(self._old, old.start, -1), self._beside(self._new, new.start, -1)
        )
        after = _n_common_start(
            self._beside(self._old, old.end, 1), self._beside(self._new, new.end, 1)
        )
        return before + after

    # -------------------------------------------------------------- changed words

    def _like(self, old: Anchor) -> "_Like | None":
        """What the words became, or a passage that is clearly more like them."""
        mapped = self._mapped(old.span)
        best: _Like | None = None
        if mapped is not None:
            best = _Like(mapped, self._likeness(old.span, mapped, old.exact), is_mapped=True)
            if best.likeness >= _SURE_ENOUGH:
                return best
        needed = LIKE_ENOUGH
        if best is not None and best.likeness >= LIKE_ENOUGH:
            needed = best.likeness + _CLEARLY_MORE
        for found in self._looked_for(old, mapped):
            if found.likeness >= needed:
                best, needed = found, found.likeness
        return best if best is not None and best.likeness >= LIKE_ENOUGH else None

    def _mapped(self, old: Span) -> Span | None:
        """Where the words' ends went, without white space there that is new."""
        start, end = self._rewording.start(old.start), self._rewording.end(old.end)
        if not self._new[start:end].strip():
            return None
        return self._without_new_space(old.words(self._old), Span(start, end))

    def _without_new_space(self, was: str, span: Span) -> Span:
        """The span, which holds words, without white space at its ends that is new there."""
        words = span.words(self._new)
        start, end = span.start, span.end
        if not was[:1].isspace():
            start += len(words) - len(words.lstrip())
        if not was[-1:].isspace():
            end -= len(words) - len(words.rstrip())
        return Span(start, end) if start < end else span

    def _likeness(self, old: Span, new: Span, words: str) -> float:
        length = (old.end - old.start) + (new.end - new.start)
        if (old.end - old.start) * (new.end - new.start) > _MOST_COMPARED:
            n_kept = self._rewording.n_kept(old.start, old.end, new.start, new.end)
            return 2 * n_kept / length
        return _likeness(words, new.words(self._new))

    def _looked_for(self, old: Anchor, mapped: Span | None) -> Iterator["_Like"]:
        """Passages like the words around where they should be, and where text is new."""
        length = len(old.exact)
        if length > _LONGEST_LOOKED_FOR:
            return
        reach = max(length, _LEAST_WINDOW)
        expected = mapped.start if mapped else self._rewording.start(old.span.start)
        yield from self._passage(old.exact, expected - reach, expected + length + reach, at_hand=1)
        for gap in self._put_in:
            if (gap.new_end - gap.new_start) * 2 < length or self._left_to_look_through[0] <= 0:
                return
            yield from self._passage(old.exact, gap.new_start - length, gap.new_end + length)

    def _passage(self, words: str, start: int, end: int, at_hand: int = 0) -> Iterator["_Like"]:
        """The passage between these places that is most like the words, while there is time."""
        start, end = max(0, start), min(len(self._new), end)
        if self._left_to_look_through[at_hand] <= 0:
            return
        self._left_to_look_through[at_hand] -= (end - start) * len(words)
        found = _most_like(words, self._new[start:end])
        if found is not None:
            span = self._without_new_space(words, Span(start + found[0], start + found[1]))
            span = widened(self._new, span)
            # What stood there before is no trace of these words.
            if not self._rewording.was_there(span.start, span.end):
                yield _Like(span, _likeness(words, span.words(self._new)), is_mapped=False)

    def _approximate(self, old: Anchor, span: Span, *, is_mapped: bool) -> Reanchored:
        found = anchor(self._new, widened(self._new, span), self._revision)
        is_sure = (
            is_mapped
            and is_tiny_change(old.exact, found.exact)
            and self._is_beside_the_same(old.span, found.span)
        )
        return Reanchored(found, Found.APPROXIMATE, not is_sure, "" if is_sure else WORDS_CHANGED)

    # -------------------------------------------------------------- words that are gone

    def _gone(self, old: Anchor) -> Reanchored:
        """The anchor with its old words, at what stands in their place."""
        start = min(self._rewording.start(old.span.start), len(self._new) - 1)
        end = min(max(self._rewording.end(old.span.end), start + 1), len(self._new))
        span = widened(self._new, Span(start, end))
        return Reanchored(replace(old, span=span), Found.GONE, is_doubtful=True, reason=WORDS_GONE)

    def _lost_before(self, old: Anchor) -> Reanchored:
        """An anchor whose words were gone already: perhaps they came back."""
        expected = self._rewording.start(min(old.span.start, len(self._old)))
        places = [
            start
            for start in _places(self._new, old.exact, expected)
            if not self._rewording.was_there(start, start + len(old.exact))
        ]
        if places:
            start = min(places, key=lambda each: abs(each - expected))
            span = widened(self._new, Span(start, start + len(old.exact)))
            found = anchor(self._new, span, self._revision)
            return Reanchored(found, Found.NEAR, is_doubtful=True, reason=CAME_BACK)
        return self._gone(old)


_SURE_ENOUGH = 0.9
"""Likeness with which nothing better is looked for."""

_CLEARLY_MORE = 0.15
"""How much more like the words a passage must be than what the edit made of them."""

AMONG_OTHER_WORDS = "The same words stand among other words now."
ONE_OF_SEVERAL = "The same words stand in several places; it may be another one."
WORDS_CHANGED = "The words were changed."
WORDS_GONE = "The words are no longer there."
CAME_BACK = "The words were gone and stand in the text again."


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    is_new: bool
    n_same: int


@dataclass(frozen=True, slots=True)
class _Near:
    span: Span
    is_new: bool
    doubt: str


@dataclass(frozen=True, slots=True)
class _Like:
    """A passage like the words; ``is_mapped`` says that the edit itself leads to it."""

    span: Span
    likeness: float
    is_mapped: bool


def _places(text: str, words: str, expected: int) -> list[int]:
    """Where the words stand, the nearest ones on both sides of the place."""
    found: list[int] = []
    if not words or words not in text:  # Looking backwards is much slower.
        return found
    start = text.rfind(words, 0, expected + len(words))
    while start >= 0 and len(found) < _MOST_PLACES:
        found.append(start)
        start = text.rfind(words, 0, start + len(words) - 1)
    start = text.find(words, expected + 1)
    while start >= 0 and len(found) < 2 * _MOST_PLACES:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _is_like_beside(was: str, now: str, *, is_before: bool) -> bool:
    """Whether one side of an anchor is as it was, or nearly so."""
    n_same = _n_common_end(was, now) if is_before else _n_common_start(was, now)
    if n_same >= min(_SAME_BESIDE, len(was)):
        return True
    return _likeness(was, now) >= _LIKE_BESIDE


def _n_common_start(one: str, other: str) -> int:
    for number, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return number
    return min(len(one), len(other))


def _n_common_end(one: str, other: str) -> int:
    return _n_common_start(one[::-1], other[::-1])


def _is_repeated(text: str, words: str) -> bool:
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) >= 0


def _n_slides_back(text: str, start: int, end: int) -> int:
    """How far a passage that came or went may as well have stood earlier."""
    n_slides = 0
    while start - n_slides > 0 and text[start - n_slides - 1] == text[end - n_slides - 1]:
        n_slides += 1
    return n_slides


def _n_slides_on(text: str, start: int, end: int) -> int:
    n_slides = 0
    while end + n_slides < len(text) and text[end + n_slides] == text[start + n_slides]:
        n_slides += 1
    return n_slides


def _likeness(one: str, other: str) -> float:
    """How like two texts are, from 0 to 1."""
    # Imported late, since it loads slowly and only an edit needs it.
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one, other)


def _most_like(words: str, text: str) -> tuple[int, int] | None:
    """Start and end of the passage of the text that is most like the words, or None."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    if not text:
        return None
    found = fuzz.partial_ratio_alignment(words, text, score_cutoff=100 * LIKE_ENOUGH)
    if found is None or found.dest_start >= found.dest_end or len(text) < len(words):
        return None
    # The passage found is as long as the words; what was put in or left out moves its ends.
    slack = max(8, len(words) // 4)
    first = max(0, found.dest_start - slack)
    window = text[first : found.dest_end + slack]
    kept = [step for step in Indel.opcodes(words, window) if step.tag == "equal"]
    if not kept:
        return None
    start, end = kept[0].dest_start, kept[-1].dest_end
    if _likeness(words, window[start:end]) < found.score / 100:
        return found.dest_start, found.dest_end
    return first + start, first + end


# ------------------------------------------------------------------------- tiny changes


def is_tiny_change(was: str, now: str) -> bool:
    """Whether the words say the same for sure: a slip was corrected, or the punctuation.

    The same words but for capitals, accents written otherwise, white space and punctuation
    (not question marks, not numbers), or one letter of one word of at least five letters,
    never its first, in scripts that set spaces.
    """
    old, new = _words_in(was), _words_in(now)
    if old == new:
        return True
    if len(old) != len(new) or _likeness(was, now) < TINY:
        return False
    changed = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    return len(changed) == 1 and _is_slip(*changed[0])


def _words_in(text: str) -> list[str]:
    """Words, numbers with their signs, and question marks, in small letters."""
    found: list[str] = []
    is_within = False
    plain = unicodedata.normalize("NFC", text).casefold()
    for at, character in enumerate(plain):
        kind = unicodedata.category(character)
        is_sign = kind[0] not in "LMN" and _touches_number(plain, at)
        if kind[0] in "LMN" or is_sign:
            if is_within:
                found[-1] += character
            else:
                found.append(character)
            is_within = True
        else:
            is_within = False
            if character in "?\u061f\uff1f":
                found.append("?")
    return found


def _touches_number(text: str, at: int) -> bool:
    """Whether the sign belongs to a number, as a point or a minus does."""
    if text[at].isspace():
        return False
    is_before = at + 1 < len(text) and text[at + 1].isdigit()
    return is_before or (text[at] in "%°" and at > 0 and text[at - 1].isdigit())


def _is_slip(was: str, now: str) -> bool:
    if min(len(was), len(now)) < _LONG_WORD or was[0] != now[0]:
        return False
    if any(not each.isalpha() or each >= "\u0e00" for each in was + now):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(was, now) == 1
