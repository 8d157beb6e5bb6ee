"""Where a text may be cut without taking apart what a reader sees as one character.

The rules are those of Unicode's UAX 29 for extended grapheme clusters, as far as Python's
own database of characters tells them.
"""

import unicodedata

from stanceline.domain.spans import Span

_JOINER = "\u200d"
_CONTROLS = {"Cc", "Zl", "Zp"}
_VIRAMA = 9
"""The combining class of the sign that joins two consonants of an Indian script."""

_JOINING_SCRIPTS = (("\u0900", "\u0b7f"), ("\u0c00", "\u0c7f"), ("\u0d00", "\u0d7f"))
"""Where that sign makes one character of two: not in Tamil or Kannada."""


def is_boundary(text: str, at: int) -> bool:
    """Whether a character that a reader sees begins or ends at this code point."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if unicodedata.category(before) in _CONTROLS or unicodedata.category(after) in _CONTROLS:
        return True
    if _extends(after):
        return False
    if before == _JOINER and unicodedata.category(after) in {"So", "Sk"}:
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, at) % 2 == 0
    if _joins_consonants(text, at):
        return False
    return not _is_hangul_syllable(before, after)


def widened(text: str, span: Span) -> Span:
    """The span with the rest of the characters that it begins or ends within."""
    start, end = span.start, span.end
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    return Span(start, end)


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or character in {_JOINER, "\u200c", "\uff9e", "\uff9f"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    first = at
    while first > 0 and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first


def _joins_consonants(text: str, at: int) -> bool:
    sign = text[at - 2] if text[at - 1] == _JOINER and at > 1 else text[at - 1]
    is_joining = any(first <= text[at] <= last for first, last in _JOINING_SCRIPTS)
    is_letter = is_joining and unicodedata.category(text[at]) == "Lo"
    return is_letter and unicodedata.combining(sign) == _VIRAMA


def _is_hangul_syllable(before: str, after: str) -> bool:
    """Whether two parts of Korean letters belong to one syllable."""
    first, second = _hangul_part(before), _hangul_part(after)
    return second in {"L": "LVAB", "V": "VT", "A": "VT", "B": "T", "T": "T"}.get(first, "-")


def _hangul_part(character: str) -> str:
    """L, V or T for a leading consonant, vowel or trailing one; A and B for whole syllables."""
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c":
        return "L"
    if "\u1160" <= character <= "\u11a7" or "\ud7b0" <= character <= "\ud7c6":
        return "V"
    if "\u11a8" <= character <= "\u11ff" or "\ud7cb" <= character <= "\ud7fb":
        return "T"
    if "\uac00" <= character <= "\ud7a3":
        return "B" if (ord(character) - 0xAC00) % 28 else "A"
    return "none"
