"""Dates with their uncertainty, as EDTF: parse, write, bound and order them.

An ``Edtf`` is a single date (2024-06-19), an interval that lasts from one to the other
(2024-06/2024-08), one of several days, not known which ([2024-06-01..2024-06-10]), or
several days, all of them ({2024-06-01,2024-06-08}). Seconds are civil: they count from
1970-01-01T00:00 on the clock of the place.

The canonical form is the text as it was written, but: outer white space and leading
zeros of long years go, an exponent is written out (Y17E7 is Y170000000), qualifiers
within a date stand where ``edtf_parse`` says, and in a set a range from a date to itself
is that date and a member that was listed before is dropped. The order of a set is kept.
"""

from stanceline.domain.edtf_date import EdtfError, Precision, SingleDate
from stanceline.domain.edtf_padding import DEFAULT_PADDING, Padding
from stanceline.domain.edtf_parse import parse_date
from stanceline.domain.edtf_value import (
    OPEN_END,
    OPEN_START,
    Bounds,
    DateKind,
    Edtf,
    Flag,
    Member,
    bounds_of,
    is_before,
    sort_key,
)

__all__ = [
    "DEFAULT_PADDING",
    "OPEN_END",
    "OPEN_START",
    "Bounds",
    "DateKind",
    "Edtf",
    "EdtfError",
    "Flag",
    "Member",
    "Padding",
    "Precision",
    "SingleDate",
    "bounds_of",
    "is_before",
    "parse",
    "sort_key",
]

_SETS = {"[": ("]", DateKind.ONE_OF), "{": ("}", DateKind.SEVERAL)}
_OPEN = ".."


def parse(text: str) -> Edtf:
    """The date that a text in EDTF says; white space around it is ignored.

    Raises ``EdtfError`` with the position of what is wrong in the text as given.
    """
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    if start < end and text[start] in _SETS:
        return _parse_set(text, start, end)
    slash = text.find("/", start, end)
    if slash >= 0:
        return _parse_interval(text, start, slash, end)
    date = parse_date(text, start, end)
    return Edtf(date.text, DateKind.DATE, (_of(date),))


def _of(date: SingleDate) -> Member:
    return Member(date, date, t0=date.t0, t1=date.t1)


def _parse_interval(text: str, start: int, slash: int, end: int) -> Edtf:
    second_slash = text.find("/", slash + 1, end)
    if second_slash >= 0:
        raise EdtfError(text, second_slash, "an interval has two ends and one slash")
    first = _parse_end(text, start, slash, OPEN_START)
    last = _parse_end(text, slash + 1, end, OPEN_END)
    if first.first is None and last.first is None:
        raise EdtfError(text, start, "an interval needs a date at one end at least")
    if first.first is not None and last.first is not None and last.t1 <= first.t0:
        raise EdtfError(text, slash + 1, f"it would end ({last}) before it starts ({first})")
    return Edtf(f"{first}/{last}", DateKind.INTERVAL, (first, last))


def _parse_end(text: str, start: int, end: int, sentinel: int) -> Member:
    if start == end:
        return Member(None, None, t0=sentinel, t1=sentinel, is_unknown=True)
    if text[start:end] == _OPEN:
        return Member(None, None, t0=sentinel, t1=sentinel, is_open=True)
    return _of(parse_date(text, start, end))


def _parse_set(text: str, start: int, end: int) -> Edtf:
    closing, kind = _SETS[text[start]]
    if text[end - 1] != closing or end - start == 1:
        raise EdtfError(text, end - 1, f"a set that begins with {text[start]} ends with {closing}")
    members: dict[str, Member] = {}
    at = start + 1
    for element in text[start + 1 : end - 1].split(","):
        stop = at + len(element)
        member = _parse_element(text, at, stop)
        _check_open_place(text, member, at, stop, (start + 1, end - 1))
        members.setdefault(str(member), member)
        at = stop + 1
    return Edtf(f"{text[start]}{','.join(members)}{closing}", kind, tuple(members.values()))


def _parse_element(text: str, start: int, end: int) -> Member:
    dots = text.find(_OPEN, start, end)
    if dots < 0:
        return _of(parse_date(text, start, end))
    if end - start == len(_OPEN):
        raise EdtfError(text, start, "two dots need a date on one side at least")
    after = dots + len(_OPEN)
    first = parse_date(text, start, dots) if dots > start else None
    last = parse_date(text, after, end) if after < end else None
    if first is not None and first == last:
        return _of(first)
    if first is not None and last is not None and last.t1 <= first.t0:
        raise EdtfError(text, after, f"the range would end ({last}) before it starts ({first})")
    return Member(
        first,
        last,
        t0=OPEN_START if first is None else first.t0,
        t1=OPEN_END if last is None else last.t1,
        is_open=first is None or last is None,
    )


def _check_open_place(
    text: str, member: Member, start: int, end: int, inside: tuple[int, int]
) -> None:
    if member.first is None and start != inside[0]:
        raise EdtfError(text, start, "an open start can only stand first in a set")
    if member.last is None and end != inside[1]:
        raise EdtfError(text, end - len(_OPEN), "an open end can only stand last in a set")
