"""What an EDTF text means: its members, bounds, flags and place in time."""

from dataclasses import field
from enum import StrEnum

from stanceline.domain.edtf_date import Precision, SingleDate, coarsest
from stanceline.domain.edtf_padding import DEFAULT_PADDING, Padding
from stanceline.records import dataclass

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
class Member:
    """A date, an end of an interval, or an element of a set.

    ``first`` and ``last`` are the same date, but in a set they may be the ends of a
    range ``a..b``, one of them missing where it is open. An open or unknown end of an
    interval has neither; both of its bounds then are the sentinel of its side.
    ``[t0, t1)`` is the core in civil seconds.
    """

    first: SingleDate | None
    last: SingleDate | None
    t0: int
    t1: int
    is_open: bool = False
    is_unknown: bool = False

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
