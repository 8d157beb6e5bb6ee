"""Words as one looks for them: without case, accents and typographic signs."""

import re
import unicodedata
from bisect import bisect_left, bisect_right

from stanceline.domain.spans import Span

_ACCENTS = (
    ("\u0300", "\u036f"),
    ("\u0483", "\u0487"),
    ("\u0591", "\u05bd"),
    ("\u05bf", "\u05c7"),
    ("\u0610", "\u061a"),
    ("\u0640", "\u0640"),  # the Arabic letter that only lengthens
    ("\u064b", "\u065f"),
    ("\u0670", "\u0670"),
    ("\u06d6", "\u06dc"),
    ("\u06df", "\u06e8"),
    ("\u06ea", "\u06ed"),
    ("\u1ab0", "\u1aff"),
    ("\u1dc0", "\u1dff"),
    ("\u20d0", "\u20ff"),
    ("\ufe20", "\ufe2f"),
)
_UNSEEN = (
    "\u00ad\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
    "\u2066\u2067\u2068\u2069\ufeff"
)
_SIGNS = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛‹›ʼ＇", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}


class FoldedText:
    """A text without case and accents, that knows where its words stand in the original.

    Straight quotation marks and hyphens stand for all their typographic forms.
    """

    def __init__(self, text: str) -> None:
        table = {ord(sign): _folded(sign) for sign in set(text)}
        self._text = text.translate(table)
        odd = [chr(code) for code, folded in table.items() if len(folded) != 1]
        # Only characters whose length changes move what follows.
        self._odd_at: list[int] = []
        self._odd_at_folded: list[int] = []
        self._odd_lengths: list[int] = []
        if odd:
            shift = 0
            for found in re.finditer(f"[{re.escape(''.join(odd))}]", text):
                length = len(table[ord(found.group())])
                self._odd_at.append(found.start())
                self._odd_at_folded.append(found.start() + shift)
                self._odd_lengths.append(length)
                shift += length - 1

    def places_of(self, words: str) -> list[Span]:
        """Where the words stand, white space matching any white space; none twice.

        A character is found with the accents that are set on it.
        """
        folded = [re.escape("".join(map(_folded, word))) for word in words.split()]
        pattern = r"\s+".join(word for word in folded if word)
        if not pattern:
            return []
        spans: dict[Span, None] = {}
        for found in re.finditer(pattern, self._text):
            spans[Span(self._original(found.start()), self._original_end(found.end()))] = None
        return list(spans)

    def _original(self, index: int) -> int:
        """The character that a character of the folded text comes from."""
        # Characters that fold to nothing stand at the place of the one that follows them.
        number = bisect_right(self._odd_at_folded, index) - 1
        if number < 0:
            return index
        beyond = index - self._odd_at_folded[number] - self._odd_lengths[number]
        return self._odd_at[number] + max(0, beyond + 1)

    def _original_end(self, index: int) -> int:
        """Where the character ends that ends here, with what is set on it."""
        end = self._original(index - 1) + 1
        number = bisect_left(self._odd_at, end)
        while (
            number < len(self._odd_at)
            and self._odd_at[number] == end
            and self._odd_lengths[number] == 0
        ):
            end += 1
            number += 1
        return end


def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if sign in _UNSEEN:
        return ""
    if sign in _SIGNS:
        return _SIGNS[sign]
    parts = unicodedata.normalize("NFKD", sign)
    bare = "".join(part for part in parts if not _is_accent(part))
    if not bare:
        return ""
    # Syllables of Korean and voiced kana are letters of their own.
    whole = unicodedata.normalize("NFKC", bare)
    return "".join(_SIGNS.get(part, part) for part in whole.casefold())


def _is_accent(sign: str) -> bool:
    return any(first <= sign <= last for first, last in _ACCENTS)
