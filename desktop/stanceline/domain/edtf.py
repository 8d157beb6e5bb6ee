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

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from stanceline.domain.civil import MONTHS_PER_YEAR, SECONDS_PER_DAY, shift_months
from stanceline.domain.edtf_date import EdtfError, Precision, SingleDate, coarsest
from stanceline.domain.edtf_parse import parse_date

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

OPEN_START = -(2**62)
OPEN_END = 2**62


class DateKind(StrEnum):
    """What the parts of a date have to do with each other."""

    DATE = "date"
    INTERVAL = "interval"
    ONE_OF = "one of"
    SEVERAL = "several"


class Flag(StrEnum):
    """A doubt about a date, as stored beside its bounds.

    Approximate and uncertain apply to both ends unless the date is an interval.
    """

    START_OPEN = "start open"
    END_OPEN = "end open"
    START_UNKNOWN = "start unknown"
    END_UNKNOWN = "end unknown"
    START_APPROXIMATE = "start approximate"
    END_APPROXIMATE = "end approximate"
    START_UNCERTAIN = "start uncertain"
    END_UNCERTAIN = "end uncertain"
    ONE_OF = "one of"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The core ``[t0, t1)`` of a date and its outer bounds ``[o0, o1)``, in civil seconds.

    The core is what the date names; the outer bounds are as wide as it may
    have been. Open ends are ``OPEN_START`` and ``OPEN_END``.
    """

    t0: int
    t1: int
    o0: int
    o1: int


@dataclass(frozen=True, slots=True)
class Padding:
    """How far an approximate or uncertain date may lie outside its core, each side.

    One that is both (``%``) may lie twice as far.
    """

    clock_minutes: int = 30
    day_days: int = 2
    week_days: int = 7
    month_months: int = 1
    season_months: int = 1
    quarter_months: int = 1
    third_of_year_months: int = 2
    half_year_months: int = 3
    year_years: int = 1
    decade_years: int = 5
    century_years: int = 20
    millennium_years: int = 100
    ages_years: int = 1_000

    def widen(self, seconds: int, precision: Precision, n_times: int) -> int:
        """The civil second that lies so many paddings later, or earlier when negative."""
        amount = n_times * int(getattr(self, _PADDING_FIELDS[precision]))
        return _STEPS[precision](seconds, amount)


def _by_minutes(seconds: int, amount: int) -> int:
    return seconds + amount * 60


def _by_days(seconds: int, amount: int) -> int:
    return seconds + amount * SECONDS_PER_DAY


def _by_years(seconds: int, amount: int) -> int:
    return shift_months(seconds, amount * MONTHS_PER_YEAR)


_PADDING_FIELDS = {
    Precision.SECOND: "clock_minutes",
    Precision.MINUTE: "clock_minutes",
    Precision.DAY: "day_days",
    Precision.WEEK: "week_days",
    Precision.MONTH: "month_months",
    Precision.SEASON: "season_months",
    Precision.QUARTER: "quarter_months",
    Precision.THIRD_OF_YEAR: "third_of_year_months",
    Precision.HALF_YEAR: "half_year_months",
    Precision.YEAR: "year_years",
    Precision.DECADE: "decade_years",
    Precision.CENTURY: "century_years",
    Precision.MILLENNIUM: "millennium_years",
    Precision.AGES: "ages_years",
}
_STEPS_BY_UNIT: dict[str, Callable[[int, int], int]] = {
    "minutes": _by_minutes,
    "days": _by_days,
    "months": shift_months,
    "years": _by_years,
}
_STEPS = {
    precision: _STEPS_BY_UNIT[name.rpartition("_")[2]]
    for precision, name in _PADDING_FIELDS.items()
}

DEFAULT_PADDING = Padding()


@dataclass(frozen=True, slots=True)
class Member:
    """A date, an end of an interval, or an element of a set.

    ``first`` and ``last`` are the same date, but in a set they may be the ends of a
    range ``a..b``, one of them missing where it is open. An open or unknown end of an
    interval has neither; both of its bounds then are the sentinel of its side.
    ``[t0, t1)`` is the core in civil seconds.
    """

    first: SingleDate | None
    last: SingleDate | None
    is_open: bool
    is_unknown: bool
    t0: int
    t1: int

    def __str__(self) -> str:
        if self.first is not None and self.first is self.last:
            return self.first.text
        if self.is_unknown:
            return ""
        return f"{self.first or ''}..{self.last or ''}"

    @property
    def dates(self) -> tuple[SingleDate, ...]:
        """The dates that are written in it: none, one or two."""
        ends = (self.first,) if self.first is self.last else (self.first, self.last)
        return tuple(date for date in ends if date is not None)

    @property
    def precision(self) -> Precision | None:
        """The coarsest precision in it; nothing for an open or unknown end."""
        dates = self.dates
        return coarsest(date.precision for date in dates) if dates else None

    @property
    def is_approximate(self) -> bool:
        """Whether ``~`` or ``%`` stands in it."""
        return any(date.is_approximate for date in self.dates)

    @property
    def is_uncertain(self) -> bool:
        """Whether ``?`` or ``%`` stands in it."""
        return any(date.is_uncertain for date in self.dates)

    @property
    def o0(self) -> int:
        """The outer start in civil seconds, with the usual padding."""
        return self.outer(DEFAULT_PADDING)[0]

    @property
    def o1(self) -> int:
        """The outer end in civil seconds, with the usual padding."""
        return self.outer(DEFAULT_PADDING)[1]

    def outer(self, padding: Padding) -> tuple[int, int]:
        """The outer bounds in civil seconds."""
        o0, o1 = self.t0, self.t1
        for date in self.dates:
            if date.doubt:
                n_times = 2 if date.doubt == "%" else 1
                unit = date.doubt_precision
                o0 = min(o0, padding.widen(date.t0, unit, -n_times))
                o1 = max(o1, padding.widen(date.t1, unit, n_times))
        return o0, o1


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date with its uncertainty. Two are equal when their canonical texts are."""

    text: str
    kind: DateKind = field(compare=False)
    members: tuple[Member, ...] = field(compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def bounds(self) -> Bounds:
        """The core and outer bounds, with the usual padding."""
        return bounds_of(self)

    @property
    def precision(self) -> Precision:
        """The coarsest precision of the dates that are written in it."""
        return coarsest(date.precision for member in self.members for date in member.dates)

    @property
    def flags(self) -> frozenset[Flag]:
        """What is open, unknown or doubtful about it."""
        start, end = self.members[0], self.members[-1]
        holding = (
            (start.is_open and start.first is None, Flag.START_OPEN),
            (end.is_open and end.last is None, Flag.END_OPEN),
            (start.is_unknown, Flag.START_UNKNOWN),
            (end.is_unknown, Flag.END_UNKNOWN),
            (self._at_start("is_approximate"), Flag.START_APPROXIMATE),
            (self._at_end("is_approximate"), Flag.END_APPROXIMATE),
            (self._at_start("is_uncertain"), Flag.START_UNCERTAIN),
            (self._at_end("is_uncertain"), Flag.END_UNCERTAIN),
            (self.kind is DateKind.ONE_OF, Flag.ONE_OF),
            (self.kind is DateKind.SEVERAL, Flag.SEVERAL),
        )
        return frozenset(flag for holds, flag in holding if holds)

    def _at_start(self, claim: str) -> bool:
        members = self.members[:1] if self.kind is DateKind.INTERVAL else self.members
        return any(getattr(member, claim) for member in members)

    def _at_end(self, claim: str) -> bool:
        members = self.members[1:] if self.kind is DateKind.INTERVAL else self.members
        return any(getattr(member, claim) for member in members)


def bounds_of(edtf: Edtf, padding: Padding = DEFAULT_PADDING) -> Bounds:
    """The core and outer bounds of a date, in civil seconds.

    An unknown end gives no core of its own: 1985/ has the core of 1985, while its
    outer end is ``OPEN_END``, since nobody knows.
    """
    members = edtf.members
    outers = [member.outer(padding) for member in members]
    if edtf.kind is not DateKind.INTERVAL:
        return Bounds(
            min(member.t0 for member in members),
            max(member.t1 for member in members),
            min(o0 for o0, _ in outers),
            max(o1 for _, o1 in outers),
        )
    start, end = members
    t0 = end.t0 if start.is_unknown else start.t0
    t1 = start.t1 if end.is_unknown else end.t1
    return Bounds(t0, t1, min(t0, outers[0][0]), max(t1, outers[1][1]))


def sort_key(edtf: Edtf) -> tuple[int, ...]:
    """What to sort dates by: their start, the precise ones first.

    A date with an open start sorts by its end. Dates with the same core have the same
    key; append the order in the document to tell them apart.
    """
    bounds = bounds_of(edtf)
    width = bounds.t1 - bounds.t0
    return (bounds.t1 if bounds.t0 == OPEN_START else bounds.t0, width)


def is_before(a: Edtf, b: Edtf) -> bool | None:
    """Whether ``a`` lies wholly before ``b``; nothing when that cannot be known.

    False when ``b`` lies wholly before ``a``.
    """
    bounds_a, bounds_b = bounds_of(a), bounds_of(b)
    if bounds_a.o1 <= bounds_b.o0:
        return True
    if bounds_b.o1 <= bounds_a.o0:
        return False
    return None


# --------------------------------------------------------------------------- parsing

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
    return Member(date, date, False, False, date.t0, date.t1)


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
        return Member(None, None, False, True, sentinel, sentinel)
    if text[start:end] == _OPEN:
        return Member(None, None, True, False, sentinel, sentinel)
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
        first is None or last is None,
        False,
        OPEN_START if first is None else first.t0,
        OPEN_END if last is None else last.t1,
    )


def _check_open_place(
    text: str, member: Member, start: int, end: int, inside: tuple[int, int]
) -> None:
    if member.first is None and start != inside[0]:
        raise EdtfError(text, start, "an open start can only stand first in a set")
    if member.last is None and end != inside[1]:
        raise EdtfError(text, end - len(_OPEN), "an open end can only stand last in a set")
