"""What to tell the user about a text that is not spelt like an EDTF date."""

import re

from stanceline.domain.edtf_date import EdtfError
from stanceline.domain.edtf_grammar import MARK, YEAR

_HINTS = {
    "x": "an unknown digit is a capital X",
    "u": "an unknown digit is a capital X",
    "y": "the Y before a long year is a capital",
    "t": "the T before a time of day is a capital",
    "z": "the Z after a time of day is a capital",
    ".": "dots stand only in brackets, as in [a..b], or for an open end, as in a/..",
    "–": "the parts are joined by plain hyphens",
    "—": "the parts are joined by plain hyphens",
    "−": "the minus before a year is a plain hyphen",
    "‑": "the parts are joined by plain hyphens",
}
_NO_SPACE = "there must be no space in it; a time of day follows a T"
_YEAR_DIGITS = 4
_STRANGE = re.compile(r"[^0-9XYZTES:+?~%-]")
_SOME_YEAR = re.compile(rf"{MARK}(?:{YEAR}){MARK}")
_TWO_PLACED = re.compile(rf"-{MARK}[0-9X]{{2}}{MARK}")
_CLOCK = re.compile(r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


def misspelt(text: str, start: int, end: int) -> EdtfError:
    """What to tell the user about a text that the grammar does not match."""
    if start == end:
        return EdtfError(text, start, "a date is missing")
    year = _SOME_YEAR.match(text, start, end)
    if year is not None and text[year.end() : year.end() + 1].isdigit():
        year = None
    strange = _STRANGE.search(text, start, end)
    if strange is not None:
        character = strange.group()
        if year is not None and character.isspace():
            return EdtfError(text, strange.start(), _NO_SPACE)
        if year is not None or character in _HINTS:
            reason = _HINTS.get(character, f"“{character}” has no place in a date")
            return EdtfError(text, strange.start(), reason)
    if year is None:
        return EdtfError(text, start, _why_no_year(text[start:end]))
    at = year.end()
    for name in ("month", "day"):
        if text[at] != "-":
            break
        part = _TWO_PLACED.match(text, at, end)
        if part is None or text[part.end()] in "0123456789X":
            return EdtfError(text, at + 1, f"a {name} has two digits")
        at = part.end()
    return EdtfError(text, at, _why_no_end(text, at, end))


def _why_no_year(written: str) -> str:
    digits = written.lstrip("?~%").removeprefix("-")
    n_digits = len(digits) - len(digits.lstrip("0123456789X"))
    if n_digits > _YEAR_DIGITS:
        return "a year of more than four digits begins with Y"
    return "a date begins with a year of four digits, as in 2024-06-19"


def _why_no_end(text: str, at: int, end: int) -> str:
    rest = text[at:end]
    if rest[0] == "T":
        if _CLOCK.match(text, at, end):
            return "after a time of day only an offset can follow, as in Z or +02:00"
        return "a time of day is written hh:mm:ss"
    if rest[0] in "?~%":
        return "? and ~ together are written %"
    return f"“{rest}” cannot stand here"
