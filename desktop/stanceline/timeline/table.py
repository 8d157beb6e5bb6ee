"""Marks as columns of numbers, which is what lanes and layouts work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag

import numpy as np

from stanceline.domain.edtf import OPEN_END, OPEN_START, DateKind, Edtf, Flag, Member
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import Mark, MarkKind
from stanceline.domain.stances import Stance
from stanceline.timeline.primitives import Floats, Ints

NO_STANCE = -1
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
    Flag.START_OPEN: Doubt.START_OPEN,
    Flag.END_OPEN: Doubt.END_OPEN,
    Flag.START_UNKNOWN: Doubt.START_UNKNOWN,
    Flag.END_UNKNOWN: Doubt.END_UNKNOWN,
    Flag.START_APPROXIMATE: Doubt.START_APPROXIMATE,
    Flag.END_APPROXIMATE: Doubt.END_APPROXIMATE,
    Flag.START_UNCERTAIN: Doubt.START_UNCERTAIN,
    Flag.END_UNCERTAIN: Doubt.END_UNCERTAIN,
}
UNCERTAIN = int(Doubt.START_UNCERTAIN | Doubt.END_UNCERTAIN)

STATUS_CODES = {status: code for code, status in enumerate(EventStatus)}


@dataclass(frozen=True, slots=True)
class DateShape:
    """How one date is to be drawn; times are civil seconds, endless ones infinite.

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

    @property
    def middle(self) -> float:
        """Where a glyph that stands for the whole date belongs; never infinite."""
        ends = [t for t in (self.t0, self.t1) if np.isfinite(t)]
        if not ends:
            ends = [t for part in self.parts for t in part if np.isfinite(t)]
        return sum(ends) / len(ends)


def shape_of(date: Edtf) -> DateShape:
    """How a date is to be drawn."""
    bounds = date.bounds
    t0, t1 = _finite(bounds.t0), _finite(bounds.t1)
    doubt = 0
    for flag in date.flags:
        doubt |= int(_DOUBTS.get(flag, Doubt.NONE))
    coarse_start, coarse_end = t0, t1
    if date.kind is DateKind.INTERVAL:
        coarse_start, coarse_end = _coarse_zones(date.members, t0, t1)
    return DateShape(
        form=_form(date),
        doubt=doubt,
        t0=t0,
        t1=t1,
        o0=_finite(bounds.o0) if not doubt & Doubt.START_UNKNOWN else t0,
        o1=_finite(bounds.o1) if not doubt & Doubt.END_UNKNOWN else t1,
        coarse_start=coarse_start,
        coarse_end=coarse_end,
        parts=tuple((_finite(part.t0), _finite(part.t1)) for part in date.members),
    )


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


@dataclass(frozen=True, slots=True, eq=False)
class MarkTable:
    """One row for each mark, in the order of the marks; undated rows hold NaN.

    ``stance`` and ``other_stance`` index ``stances``; the other one is set when a mark is
    for one thing and against another. ``rank`` is smaller for what deserves a label more.
    """

    shapes: tuple[DateShape | None, ...]
    is_dated: np.ndarray[tuple[int], np.dtype[np.bool_]]
    is_event: np.ndarray[tuple[int], np.dtype[np.bool_]]
    t0: Floats
    t1: Floats
    o0: Floats
    o1: Floats
    middle: Floats
    form: Ints
    doubt: Ints
    status: Ints
    stance: Ints
    other_stance: Ints
    rank: Ints
    stances: tuple[Stance, ...]


def table_of(marks: Sequence[Mark]) -> MarkTable:
    """The columns of the marks."""
    known: dict[Edtf, DateShape] = {}
    shapes = [_known_shape(mark.date, known) for mark in marks]
    stances = _stances_of(marks)
    leading = [
        stance_codes(stance_pair([each.stance for each in mark.judgements]), stances)
        for mark in marks
    ]
    return MarkTable(
        shapes=tuple(shapes),
        is_dated=np.array([shape is not None for shape in shapes], dtype=np.bool_),
        is_event=np.array([mark.kind is MarkKind.EVENT for mark in marks], dtype=np.bool_),
        t0=_column(shapes, "t0"),
        t1=_column(shapes, "t1"),
        o0=_column(shapes, "o0"),
        o1=_column(shapes, "o1"),
        middle=_column(shapes, "middle"),
        form=np.array([0 if shape is None else shape.form for shape in shapes], dtype=np.int64),
        doubt=np.array([0 if shape is None else shape.doubt for shape in shapes], dtype=np.int64),
        status=np.array(
            [-1 if mark.status is None else STATUS_CODES[mark.status] for mark in marks],
            dtype=np.int64,
        ),
        stance=np.array([first for first, _ in leading], dtype=np.int64),
        other_stance=np.array([other for _, other in leading], dtype=np.int64),
        rank=_ranks(marks),
        stances=stances,
    )


def _known_shape(date: Edtf | None, known: dict[Edtf, DateShape]) -> DateShape | None:
    """The shape of a date; many marks share one, and reading one takes a while."""
    if date is None:
        return None
    shape = known.get(date)
    if shape is None:
        shape = known[date] = shape_of(date)
    return shape


def _column(shapes: Sequence[DateShape | None], name: str) -> Floats:
    return np.array(
        [np.nan if shape is None else getattr(shape, name) for shape in shapes], dtype=np.float64
    )


def _ranks(marks: Sequence[Mark]) -> Ints:
    """The place of each mark in the order of who gets a label first."""
    certainty = {
        None: 5,
        EventStatus.CONFIRMED: 0,
        EventStatus.REPORTED: 1,
        EventStatus.PLANNED: 2,
        EventStatus.DISPUTED: 3,
        EventStatus.DENIED: 4,
    }
    order = sorted(
        range(len(marks)),
        key=lambda i: (
            marks[i].kind is not MarkKind.EVENT,
            -len(marks[i].sources),
            certainty[marks[i].status],
            marks[i].id,
        ),
    )
    ranks = np.empty(len(marks), dtype=np.int64)
    ranks[order] = np.arange(len(marks))
    return ranks


def stance_pair(stances: Sequence[Stance]) -> tuple[Stance | None, Stance | None]:
    """The stance that stands for several, and the opposite one among them if any.

    It is the one nearest their mean. When some are for and some against, it is the one
    most for, and the other one the one most against.
    """
    valued = [(stance.value, stance) for stance in stances if stance.value is not None]
    if not valued:
        return (stances[0] if stances else None), None
    values = [value for value, _ in valued]
    if min(values) < 0 < max(values):
        by_value = sorted(valued, key=lambda pair: pair[0])
        return by_value[-1][1], by_value[0][1]
    mean = sum(values) / len(values)
    return min(valued, key=lambda pair: abs(pair[0] - mean))[1], None


def stance_codes(
    pair: tuple[Stance | None, Stance | None], stances: tuple[Stance, ...]
) -> tuple[int, int]:
    """The places of the two in the stances of a table."""
    first, other = pair
    return (
        NO_STANCE if first is None else stances.index(first),
        NO_STANCE if other is None else stances.index(other),
    )


def _stances_of(marks: Sequence[Mark]) -> tuple[Stance, ...]:
    """The stances that occur, from for to against, those outside the order last."""
    seen = {judgement.stance for mark in marks for judgement in mark.judgements}
    return tuple(
        sorted(
            seen,
            key=lambda stance: (
                stance.value is None,
                0.0 if stance.value is None else -stance.value,
                stance.key,
            ),
        )
    )
