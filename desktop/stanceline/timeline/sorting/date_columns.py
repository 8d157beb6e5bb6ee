"""Dates as columns of numbers: how each is to be drawn, and where along the axis."""

from collections.abc import Sequence
from dataclasses import field, replace
from enum import IntEnum, IntFlag

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.edtf import OPEN_END, OPEN_START, DateKind, Edtf
from stanceline.records import dataclass
from stanceline.services.timeline import DateNumbers, numbers_of
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.folds import NO_FOLDS, Folds

Codes = NDArray[np.int8]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

_SECONDS_PER_DAY = 86_400
_ENDLESS = 1e300


class Form(IntEnum):
    """What a date says about the stretch of time it names.

    POINT is a day or less, WITHIN some moment within the stretch, ONE_OF and SEVERAL
    one or all of several stretches, LASTING the whole stretch.
    """

    POINT = 0
    WITHIN = 1
    RANGE = 2
    ONE_OF = 3
    SEVERAL = 4
    LASTING = 5


class Doubt(IntFlag):
    """What is open, unknown or doubtful at the two ends of a date."""

    NONE = 0
    START_OPEN = 1
    END_OPEN = 2
    START_UNKNOWN = 4
    END_UNKNOWN = 8
    START_APPROXIMATE = 16
    END_APPROXIMATE = 32
    START_UNCERTAIN = 64
    END_UNCERTAIN = 128


UNCERTAIN = int(Doubt.START_UNCERTAIN | Doubt.END_UNCERTAIN)


@dataclass(frozen=True, slots=True)
class DateShape:
    """How one date is to be drawn; times are seconds of the axis, endless ones infinite.

    ``t0`` and ``t1`` bound the core, ``o0`` and ``o1`` what it may stretch to.
    ``coarse_start`` is where the stretch in which it begins has passed,
    ``coarse_end`` where the one in which it ends sets in. ``parts`` are the
    members of a set.
    """

    form: Form
    doubt: int
    t0: float
    t1: float
    o0: float
    o1: float
    coarse_start: float
    coarse_end: float
    parts: tuple[tuple[float, float], ...]
    middle: float
    """Where a glyph that stands for the whole date belongs; never infinite."""


def _finite(seconds: int) -> float:
    if seconds <= OPEN_START:
        return -np.inf
    return np.inf if seconds >= OPEN_END else float(seconds)


def _parts_of(date: Edtf) -> tuple[tuple[float, float], ...]:
    return tuple((_finite(part.t0), _finite(part.t1)) for part in date.members)


@dataclass(frozen=True, slots=True, eq=False)
class DateColumns:
    """How dates are to be drawn, a row for each date code; see ``DateShape`` for the columns.

    Times are seconds of the axis. ``order`` is the place of a date among all of them by
    its middle, then its outer bounds, the same for those that are alike; two to the power
    of ``grade`` is how many seconds a date reaches from its middle at most, an endless one
    10**300. Rows beyond ``dates`` are not dates but the reach of
    a mark whose sources give other dates than its own: only middle and outer bounds of
    such a row mean something.
    """

    dates: Sequence[Edtf]
    form: Codes
    doubt: NDArray[np.int16]
    t0: Floats
    t1: Floats
    o0: Floats
    o1: Floats
    coarse_start: Floats
    coarse_end: Floats
    middle: Floats
    order: Ints
    grade: NDArray[np.int16]
    folds: Folds = NO_FOLDS
    _in_order: list[tuple[Places, Places]] = field(default_factory=list, repr=False)

    def in_order(self) -> tuple[Places, Places]:
        """The rows by their outer start, and by their outer end; found out once."""
        if not self._in_order:
            self._in_order.append((np.argsort(self.o0), np.argsort(self.o1)))
        return self._in_order[0]

    def shape(self, code: int) -> DateShape:
        """One date; raises IndexError for a code that stands for none."""
        u = self.folds.u
        return DateShape(
            form=Form(int(self.form[code])),
            doubt=int(self.doubt[code]),
            t0=float(self.t0[code]),
            t1=float(self.t1[code]),
            o0=float(self.o0[code]),
            o1=float(self.o1[code]),
            coarse_start=float(self.coarse_start[code]),
            coarse_end=float(self.coarse_end[code]),
            parts=tuple((u(a), u(b)) for a, b in _parts_of(self.dates[code])),
            middle=float(self.middle[code]),
        )

    def folded(self, folds: Folds) -> "DateColumns":
        """The same dates along an axis with folds; these must not be folded yet."""
        if not folds.silences:
            return self
        o0, o1 = folds.u(self.o0), folds.u(self.o1)
        return replace(
            self,
            t0=folds.u(self.t0),
            t1=folds.u(self.t1),
            o0=o0,
            o1=o1,
            coarse_start=folds.u(self.coarse_start),
            coarse_end=folds.u(self.coarse_end),
            middle=(middle := _between(folds.u(self.middle), o0, o1)),
            grade=_grades(middle, o0, o1),
            folds=folds,
            _in_order=[],
        )

    def first_rows(self, n: int) -> "DateColumns":
        """The first rows, which share their memory with these."""
        if n == self.middle.size:
            return self
        return replace(
            self,
            form=self.form[:n],
            doubt=self.doubt[:n],
            t0=self.t0[:n],
            t1=self.t1[:n],
            o0=self.o0[:n],
            o1=self.o1[:n],
            coarse_start=self.coarse_start[:n],
            coarse_end=self.coarse_end[:n],
            middle=self.middle[:n],
            order=self.order[:n],
            grade=self.grade[:n],
            _in_order=[],
        )

    def widened(self, codes: Ints, o0: Floats, o1: Floats) -> "DateColumns":
        """The same with a row for each of the codes more, of the same date with this reach."""
        middle = _between(self.middle[codes], o0, o1)
        return replace(
            self,
            form=np.append(self.form, self.form[codes]),
            doubt=np.append(self.doubt, self.doubt[codes]),
            t0=np.append(self.t0, self.t0[codes]),
            t1=np.append(self.t1, self.t1[codes]),
            o0=np.append(self.o0, o0),
            o1=np.append(self.o1, o1),
            coarse_start=np.append(self.coarse_start, self.coarse_start[codes]),
            coarse_end=np.append(self.coarse_end, self.coarse_end[codes]),
            middle=np.append(self.middle, middle),
            order=np.append(self.order, self.order[codes]),
            grade=np.append(self.grade, _grades(middle, o0, o1)),
            _in_order=[],
        )


def date_columns(dates: Sequence[Edtf], before: DateColumns | None = None) -> DateColumns:
    """The columns of dates along an axis without folds.

    ``before`` are those of the first ones of these dates, if they are known.
    """
    if before is not None and before.dates is dates:
        return before
    found = _columns_of(dates, numbers_of(dates))
    order = None if before is None else _order_going_on(found, before)
    return replace(found, order=_order(found) if order is None else order, _in_order=[])


def _columns_of(dates: Sequence[Edtf], numbers: DateNumbers) -> DateColumns:
    """The columns of dates, without their order."""
    doubt = numbers.doubt
    t0, t1 = _all_finite(numbers.t0), _all_finite(numbers.t1)
    o0 = np.where(doubt & Doubt.START_UNKNOWN, t0, _all_finite(numbers.o0))
    o1 = np.where(doubt & Doubt.END_UNKNOWN, t1, _all_finite(numbers.o1))
    coarse_start, coarse_end = _coarse_zones(numbers, t0, t1)
    middle = _between(_middles(dates, t0, t1), o0, o1)
    return DateColumns(
        dates=dates,
        form=_forms(numbers),
        doubt=doubt.astype(np.int16),
        t0=t0,
        t1=t1,
        o0=o0,
        o1=o1,
        coarse_start=coarse_start,
        coarse_end=coarse_end,
        middle=middle,
        order=np.empty(0, dtype=np.int32),
        grade=_grades(middle, o0, o1),
    )


_MOST_NEW_DATES = 32


def _order(found: DateColumns) -> Ints:
    """The place of each date by its middle, then its bounds; the same for what is alike."""
    by_time = np.lexsort((found.o1, found.o0, found.middle))
    differs = np.zeros(by_time.size, dtype=np.bool_)
    for times in (found.middle, found.o0, found.o1):
        sorted_times = times[by_time]
        differs[1:] |= sorted_times[1:] != sorted_times[:-1]
    order = np.empty(by_time.size, dtype=np.int32)
    order[by_time] = np.cumsum(differs, dtype=np.int32)
    return order


def _order_going_on(found: DateColumns, before: DateColumns) -> Ints | None:
    """The order after a few dates have been added; None when that is not what happened."""
    n = before.order.size
    if not n <= found.middle.size <= n + _MOST_NEW_DATES:
        return None
    pairs = ((found.middle, before.middle), (found.o0, before.o0), (found.o1, before.o1))
    if not all(np.array_equal(after[:n], known) for after, known in pairs):
        return None
    order = np.append(before.order, np.zeros(found.middle.size - n, dtype=np.int32))
    for new in range(n, order.size):
        middle, o0, o1 = (times[:new] for times, _ in pairs)
        own_middle, own_o0, own_o1 = (times[new] for times, _ in pairs)
        has_same_middle = middle == own_middle
        is_earlier = (middle < own_middle) | (
            has_same_middle & ((o0 < own_o0) | ((o0 == own_o0) & (o1 < own_o1)))
        )
        is_alike = has_same_middle & (o0 == own_o0) & (o1 == own_o1)
        order[new] = int(order[:new].max(where=is_earlier, initial=-1)) + 1
        if not is_alike.any():
            order[:new] += (~is_earlier).astype(np.int32)
    return order


def _all_finite(seconds: NDArray[np.int64]) -> Floats:
    found = seconds.astype(np.float64)
    found[seconds <= OPEN_START] = -np.inf
    found[seconds >= OPEN_END] = np.inf
    return found


_KINDS = list(DateKind)


def _forms(numbers: DateNumbers) -> Codes:
    forms = np.full(numbers.kind.size, Form.WITHIN, dtype=np.int8)
    is_date = numbers.kind == _KINDS.index(DateKind.DATE)
    is_one_of = numbers.kind == _KINDS.index(DateKind.ONE_OF)
    forms[is_date & (numbers.t1 - numbers.t0 <= _SECONDS_PER_DAY)] = Form.POINT
    forms[is_one_of] = Form.RANGE
    forms[is_one_of & (numbers.n_members > 1)] = Form.ONE_OF
    forms[numbers.kind == _KINDS.index(DateKind.SEVERAL)] = Form.SEVERAL
    forms[numbers.kind == _KINDS.index(DateKind.INTERVAL)] = Form.LASTING
    return forms


def _coarse_zones(numbers: DateNumbers, t0: Floats, t1: Floats) -> tuple[Floats, Floats]:
    """Where the coarse start of a span has passed and where its coarse end sets in."""
    lasts = numbers.kind == _KINDS.index(DateKind.INTERVAL)
    starts = lasts & (numbers.doubt & (Doubt.START_OPEN | Doubt.START_UNKNOWN) == 0)
    ends = lasts & (numbers.doubt & (Doubt.END_OPEN | Doubt.END_UNKNOWN) == 0)
    with np.errstate(invalid="ignore"):
        starts &= numbers.start_end - t0 > _SECONDS_PER_DAY
        ends &= t1 - numbers.end_start > _SECONDS_PER_DAY
    coarse_start = np.where(starts, np.minimum(numbers.start_end, t1), t0)
    coarse_end = np.where(ends, np.maximum(numbers.end_start, coarse_start), t1)
    return coarse_start, coarse_end


def _grades(middle: Floats, o0: Floats, o1: Floats) -> NDArray[np.int16]:
    reach = np.maximum(middle - o0, o1 - middle)
    return np.frexp(np.minimum(reach, _ENDLESS))[1].astype(np.int16)


def _between(middle: Floats, o0: Floats, o1: Floats) -> Floats:
    """The middles, each within its outer bounds and before the later one."""
    return np.minimum(np.maximum(middle, o0), np.nextafter(o1, -np.inf))


def _middles(dates: Sequence[Edtf], t0: Floats, t1: Floats) -> Floats:
    has_start, has_end = np.isfinite(t0), np.isfinite(t1)
    start = np.where(has_start, t0, np.where(has_end, t1, 0.0))
    end = np.where(has_end, t1, start)
    middle = start + (end - start) / 2
    for at in np.flatnonzero(~has_start & ~has_end).tolist():
        if at < len(dates):
            ends = [t for part in _parts_of(dates[at]) for t in part if np.isfinite(t)]
            middle[at] = sum(ends) / len(ends)
    return middle
