"""Dates as columns of numbers: how each is to be drawn, and where along the axis."""

from dataclasses import dataclass, replace
from enum import IntEnum, IntFlag

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.edtf import OPEN_END, OPEN_START, DateKind, Edtf, Flag, Member
from stanceline.timeline.new.folds import NO_FOLDS, Folds
from stanceline.timeline.new.primitives import Floats

Codes = NDArray[np.int8]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

_SECONDS_PER_DAY = 86_400


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


_DOUBTS = {
    Flag.START_OPEN: int(Doubt.START_OPEN),
    Flag.END_OPEN: int(Doubt.END_OPEN),
    Flag.START_UNKNOWN: int(Doubt.START_UNKNOWN),
    Flag.END_UNKNOWN: int(Doubt.END_UNKNOWN),
    Flag.START_APPROXIMATE: int(Doubt.START_APPROXIMATE),
    Flag.END_APPROXIMATE: int(Doubt.END_APPROXIMATE),
    Flag.START_UNCERTAIN: int(Doubt.START_UNCERTAIN),
    Flag.END_UNCERTAIN: int(Doubt.END_UNCERTAIN),
    Flag.ONE_OF: 0,
    Flag.SEVERAL: 0,
}
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


_Row = tuple[int, int, float, float, float, float, float, float]


def _row_of(date: Edtf) -> _Row:
    """Form, doubt, core, outer bounds, and where the coarse zones end and begin."""
    if date.kind is DateKind.DATE:
        first = date.members[0].first
        if first is not None and not first.doubt and not any(first.marks):
            # Nearly all dates are plain ones, and there may be very many.
            t0, t1 = float(first.t0), float(first.t1)
            form = Form.POINT if t1 - t0 <= _SECONDS_PER_DAY else Form.WITHIN
            return int(form), 0, t0, t1, t0, t1, t0, t1
    bounds = date.bounds
    t0, t1 = _finite(bounds.t0), _finite(bounds.t1)
    doubt = 0
    for flag in date.flags:
        doubt |= _DOUBTS[flag]
    coarse_start, coarse_end = t0, t1
    if date.kind is DateKind.INTERVAL:
        coarse_start, coarse_end = _coarse_zones(date.members, t0, t1)
    o0 = t0 if doubt & Doubt.START_UNKNOWN else _finite(bounds.o0)
    o1 = t1 if doubt & Doubt.END_UNKNOWN else _finite(bounds.o1)
    return int(_form(date)), doubt, t0, t1, o0, o1, coarse_start, coarse_end


def _form(date: Edtf) -> Form:
    if date.kind is DateKind.INTERVAL:
        return Form.LASTING
    if date.kind is DateKind.SEVERAL:
        return Form.SEVERAL
    if date.kind is DateKind.ONE_OF:
        return Form.ONE_OF if len(date.members) > 1 else Form.RANGE
    is_point = date.members[0].t1 - date.members[0].t0 <= _SECONDS_PER_DAY
    return Form.POINT if is_point else Form.WITHIN


def _finite(seconds: int) -> float:
    if seconds <= OPEN_START:
        return -np.inf
    return np.inf if seconds >= OPEN_END else float(seconds)


def _coarse_zones(members: tuple[Member, ...], t0: float, t1: float) -> tuple[float, float]:
    """Where the coarse start has passed and where the coarse end sets in."""
    start, end = members
    coarse_start, coarse_end = t0, t1
    if start.first is not None and start.t1 - start.t0 > _SECONDS_PER_DAY:
        coarse_start = min(float(start.t1), t1)
    if end.last is not None and end.t1 - end.t0 > _SECONDS_PER_DAY:
        coarse_end = max(float(end.t0), coarse_start)
    return coarse_start, coarse_end


def _parts_of(date: Edtf) -> tuple[tuple[float, float], ...]:
    return tuple((_finite(part.t0), _finite(part.t1)) for part in date.members)


@dataclass(frozen=True, slots=True, eq=False)
class DateColumns:
    """How dates are to be drawn, a row for each date code; see ``DateShape`` for the columns.

    Times are seconds of the axis. ``order`` is the place of a date among all of them by
    its middle, then its outer bounds. Rows beyond ``dates`` are not dates but the reach of
    a mark whose sources give other dates than its own: only middle and outer bounds of
    such a row mean something.
    """

    dates: tuple[Edtf, ...]
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
            middle=_between(folds.u(self.middle), o0, o1),
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


def date_columns(dates: tuple[Edtf, ...], before: DateColumns | None = None) -> DateColumns:
    """The columns of dates; ``before`` are those of some of the first ones, if known.

    What it knows is not looked at again; it must not be folded.
    """
    known = 0
    if before is not None:
        if before.dates is dates:
            return before
        known = len(before.dates) if dates[: len(before.dates)] == before.dates else 0
    rows = np.array([_row_of(date) for date in dates[known:]], dtype=np.float64).reshape(-1, 8)
    columns = [rows[:, i] for i in range(8)]
    if before is not None and known:
        old = (before.form, before.doubt, before.t0, before.t1, before.o0, before.o1,
               before.coarse_start, before.coarse_end)  # fmt: skip
        columns = [np.append(a[:known], b) for a, b in zip(old, columns, strict=True)]
    return _ordered(dates, columns[:2], columns[2:])


def _ordered(
    dates: tuple[Edtf, ...], kinds: list[NDArray[np.generic]], times: list[Floats]
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
    )


def _between(middle: Floats, o0: Floats, o1: Floats) -> Floats:
    """The middles, each within its outer bounds and before the later one."""
    return np.minimum(np.maximum(middle, o0), np.nextafter(o1, -np.inf))


def _middles(dates: tuple[Edtf, ...], t0: Floats, t1: Floats) -> Floats:
    has_start, has_end = np.isfinite(t0), np.isfinite(t1)
    start = np.where(has_start, t0, t1)
    end = np.where(has_end, t1, t0)
    middle = start + (end - start) / 2 if t0.size else t0
    for at in np.flatnonzero(~has_start & ~has_end).tolist():
        if at < len(dates):
            ends = [t for part in _parts_of(dates[at]) for t in part if np.isfinite(t)]
            middle[at] = sum(ends) / len(ends)
    return middle


def _settle_ties(
    by_time: NDArray[np.intp], dates: tuple[Edtf, ...], middle: Floats, o0: Floats, o1: Floats
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
            tied, key=lambda code: (dates[code].text if code < len(dates) else "~", code)
        )
