"""Dates as columns of numbers: how each is to be drawn, and where along the axis."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, IntFlag

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.edtf import OPEN_END, OPEN_START, DateKind, Edtf
from stanceline.services.timeline import DateNumbers, numbers_of
from stanceline.timeline.new.folds import NO_FOLDS, Folds
from stanceline.timeline.new.primitives import Floats

Codes = NDArray[np.int8]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

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
    its middle, then its outer bounds; two to the power of ``grade`` is how many seconds a
    date reaches from its middle at most. Rows beyond ``dates`` are not dates but the reach of
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
        )

    def widened(self, codes: Ints, o0: Floats, o1: Floats) -> "DateColumns":
        """The same with a row for each of the codes more, of the same date with this reach."""
        return _ordered(
            self.dates,
            [np.append(column, column[codes]) for column in (self.form, self.doubt)],
            [
                np.append(column, more)
                for column, more in (
                    (self.t0, self.t0[codes]),
                    (self.t1, self.t1[codes]),
                    (self.o0, o0),
                    (self.o1, o1),
                    (self.coarse_start, self.coarse_start[codes]),
                    (self.coarse_end, self.coarse_end[codes]),
                )
            ],
        )


def date_columns(dates: Sequence[Edtf]) -> DateColumns:
    """The columns of dates along an axis without folds."""
    numbers = numbers_of(dates)
    doubt = numbers.doubt
    t0, t1 = _all_finite(numbers.t0), _all_finite(numbers.t1)
    coarse_start, coarse_end = _coarse_zones(numbers, t0, t1)
    return _ordered(
        dates,
        (_forms(numbers), doubt),
        (
            t0,
            t1,
            np.where(doubt & Doubt.START_UNKNOWN, t0, _all_finite(numbers.o0)),
            np.where(doubt & Doubt.END_UNKNOWN, t1, _all_finite(numbers.o1)),
            coarse_start,
            coarse_end,
        ),
    )


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


def _ordered(
    dates: Sequence[Edtf], kinds: Sequence[NDArray[np.number]], times: Sequence[Floats]
) -> DateColumns:
    t0, t1, o0, o1, coarse_start, coarse_end = (np.ascontiguousarray(each) for each in times)
    middle = _between(_middles(dates, t0, t1), o0, o1)
    by_time = np.lexsort((o1, o0, middle))
    _settle_ties(by_time, dates, middle, o0, o1)
    order = np.empty(by_time.size, dtype=np.int32)
    order[by_time] = np.arange(by_time.size, dtype=np.int32)
    return DateColumns(
        dates=dates,
        form=kinds[0].astype(np.int8),
        doubt=kinds[1].astype(np.int16),
        t0=t0,
        t1=t1,
        o0=o0,
        o1=o1,
        coarse_start=coarse_start,
        coarse_end=coarse_end,
        middle=middle,
        order=order,
        grade=_grades(middle, o0, o1),
    )


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


def _settle_ties(
    by_time: NDArray[np.intp], dates: Sequence[Edtf], middle: Floats, o0: Floats, o1: Floats
) -> None:
    """Put dates of the same place and reach in the order of their texts, whatever their codes."""
    if by_time.size < 2:  # noqa: PLR2004
        return
    a, b = by_time[:-1], by_time[1:]
    same = (middle[a] == middle[b]) & (o0[a] == o0[b]) & (o1[a] == o1[b])
    if not same.any():
        return
    edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        tied = by_time[start : end + 1].tolist()
        by_time[start : end + 1] = sorted(
            tied, key=lambda code: (str(dates[code]) if code < len(dates) else "~", code)
        )
