"""The calendar axis: from millennia to minutes, years before 1 included."""

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache

from stanceline.domain.civil import (
    MONTHS_PER_YEAR,
    SECONDS_PER_DAY,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
    civil_from_seconds,
    days_in_month,
    seconds_from_civil,
)
from stanceline.records import dataclass
from stanceline.timeline.primitives import LINE_HEIGHTS, Axis, Box, Ink, Label, Role, Tick
from stanceline.timeline.windows import SECONDS_PER_YEAR, TimeWindow
from stanceline.timeline.words.wording import Wording

Measure = Callable[[str, Role], float]

AXIS_HEIGHT = 40.0
LOW_AXIS_HEIGHT = 24.0
"""One line for both, where there is little height."""

SECONDS_PER_WEEK = 7 * SECONDS_PER_DAY
FIRST_MONDAY = 4 * SECONDS_PER_DAY
"""The first Monday after 1970-01-01, in civil seconds."""

_LABEL_INDENT = 5.0
_NARROWEST_STRETCH_PX = 60.0
"""What is left between two folds has fine ticks from this width on."""

_GAP_BETWEEN_LABELS = 14.0
_SHORT_LAST_STEP = 0.6
"""A last step of a month is left out when it is shorter than this share of a whole one."""


_civil = lru_cache(maxsize=4_096)(civil_from_seconds)
"""The calendar time of a second: frame after frame asks for the same ones."""


class Unit(IntEnum):
    """What the steps of an axis are counted in."""

    MINUTE = 0
    HOUR = 1
    DAY = 2
    WEEK = 3
    MONTH = 4
    YEAR = 5


@dataclass(frozen=True, slots=True)
class _Step:
    unit: Unit
    count: int

    @property
    def seconds(self) -> float:
        return self.count * _UNIT_SECONDS[self.unit]


_UNIT_SECONDS = {
    Unit.MINUTE: SECONDS_PER_MINUTE,
    Unit.HOUR: SECONDS_PER_HOUR,
    Unit.DAY: SECONDS_PER_DAY,
    Unit.WEEK: SECONDS_PER_WEEK,
    Unit.MONTH: SECONDS_PER_YEAR / MONTHS_PER_YEAR,
    Unit.YEAR: SECONDS_PER_YEAR,
}
_STEPS = (
    *(_Step(Unit.MINUTE, count) for count in (1, 2, 5, 10, 15, 30)),
    *(_Step(Unit.HOUR, count) for count in (1, 2, 3, 6, 12)),
    *(_Step(Unit.DAY, count) for count in (1, 2)),
    _Step(Unit.WEEK, 1),
    _Step(Unit.DAY, 15),
    *(_Step(Unit.MONTH, count) for count in (1, 3, 6)),
    *(_Step(Unit.YEAR, digit * 10**power) for power in range(12) for digit in (1, 2, 5)),
)
_PERIODS = {
    Unit.MINUTE: _Step(Unit.DAY, 1),
    Unit.HOUR: _Step(Unit.DAY, 1),
    Unit.DAY: _Step(Unit.MONTH, 1),
    Unit.WEEK: _Step(Unit.MONTH, 1),
    Unit.MONTH: _Step(Unit.YEAR, 1),
}
_DECADE = _Step(Unit.YEAR, 10)
_FINEST_STEP_OF_DECADES = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time that is drawn without a fold; ``x0`` is where ``t0`` lies."""

    t0: float
    t1: float
    x0: float
    x1: float


def axis_of(
    window: TimeWindow,
    strip: Box,
    measure: Measure,
    wording: Wording,
    stretches: Sequence[Stretch] = (),
) -> Axis:
    """The ticks of a time window over a strip of the canvas, with labels that never touch.

    Fine ticks stand in the lower line, the periods they lie in above them, and the
    period that began before the window keeps its label at the left edge. Where silence is
    folded, ``stretches`` are what is left of the window, in order and at one scale; each
    of them tells its period anew. In a low strip both stand in one line, and fine ticks
    give way.
    """
    stretches = stretches or (Stretch(window.t0, window.t1, strip.x0, strip.x1),)
    is_whole = len(stretches) == 1
    scale = strip.width / window.seconds
    step = _finest_step(stretches, scale, measure, wording)
    period = _period_of(step)
    is_low = strip.height < AXIS_HEIGHT
    lower = strip.y1 - LINE_HEIGHTS[Role.TICK] - (4 if is_low else 2)
    upper = lower - 1 if is_low else strip.y0 + 3
    with_weekdays = step.unit is Unit.DAY and _has_room_for_weekdays(scale, measure, wording)
    ticks = [
        _Start(stretch, scale, t, _tick_text(t, step, wording, with_weekdays))
        for stretch in stretches
        if is_whole or stretch.x1 - stretch.x0 >= _NARROWEST_STRETCH_PX
        for t in _times(stretch, step)
    ]
    y = lower if period else (upper + lower) / 2
    fine = _placed(ticks, strip, y, Role.TICK, measure)
    if period is None:
        return Axis(ticks=fine, periods=())
    starts = [
        start
        for stretch in stretches
        for start in _periods(stretch, scale, period, wording, is_whole=is_whole)
    ]
    periods = _placed(starts, strip, upper, Role.PERIOD, measure)
    if is_low:
        told = [period.label for period in periods if period.label is not None]
        fine = without_labels_under(Axis(fine, ()), told).ticks
    return Axis(ticks=fine, periods=periods)


def without_labels_under(axis: Axis, covers: Sequence[Label]) -> Axis:
    """The axis without the tick labels that other labels would lie on."""
    if not covers:
        return axis
    rooms = [Box(c.box.x0 - 8, c.box.y0, c.box.x1 + 8, c.box.y1) for c in covers]

    def cleared(ticks: tuple[Tick, ...]) -> tuple[Tick, ...]:
        return tuple(
            Tick(tick.x, None)
            if tick.label and any(tick.label.box.overlaps(room) for room in rooms)
            else tick
            for tick in ticks
        )

    return Axis(ticks=cleared(axis.ticks), periods=cleared(axis.periods))


def _finest_step(
    stretches: Sequence[Stretch], scale: float, measure: Measure, wording: Wording
) -> _Step:
    for step in _STEPS:
        needed = _widest_text(stretches, step, measure, wording) + _GAP_BETWEEN_LABELS
        if step.seconds * scale >= needed and _has_room_for_months(
            stretches, step, scale, measure, wording
        ):
            return step
    return _STEPS[-1]


def _has_room_for_months(
    stretches: Sequence[Stretch], step: _Step, scale: float, measure: Measure, wording: Wording
) -> bool:
    """Whether the name of every month fits where months stand above the steps.

    Only some of them with a name would look as if the others were missing.
    """
    period = _period_of(step)
    if period is None or period.unit is not Unit.MONTH:
        return True
    year = _civil(int(stretches[0].t0)).year
    months = range(1, MONTHS_PER_YEAR + 1)
    widest = max(measure(wording.month(year, month), Role.PERIOD) for month in months)
    shortest = days_in_month(year, 2) * SECONDS_PER_DAY * scale
    return shortest >= widest + _GAP_BETWEEN_LABELS / 2


def _widest_text(
    stretches: Sequence[Stretch], step: _Step, measure: Measure, wording: Wording
) -> float:
    if step.unit in {Unit.MINUTE, Unit.HOUR}:
        return measure("00:00", Role.TICK)
    if step.unit in {Unit.DAY, Unit.WEEK}:
        return measure("28", Role.TICK)
    if step.unit is Unit.MONTH:
        return max(measure(month, Role.TICK) for month in wording.months)
    years = (_civil(int(t)).year for t in (stretches[0].t0, stretches[-1].t1))
    return max(measure(wording.year(year), Role.TICK) for year in years)


def _period_of(step: _Step) -> _Step | None:
    if step.unit is Unit.YEAR:
        return _DECADE if step.count <= _FINEST_STEP_OF_DECADES else None
    return _PERIODS[step.unit]


# --------------------------------------------------------------------------- times


def _times(window: Stretch, step: _Step, *, before: bool = False) -> Iterator[int]:
    """The times of the steps within the window, and the last one before it if asked."""
    last_before: int | None = None
    for t in _steps_from(int(window.t0 // 1), step):
        if t > window.t1:
            break
        if t < window.t0:
            last_before = t
            continue
        if before and last_before is not None:
            yield last_before
        last_before = None
        yield t
    if before and last_before is not None:
        yield last_before


def _steps_from(seconds: int, step: _Step) -> Iterator[int]:
    """The times of the steps, from one that lies before the given second."""
    if step.unit is Unit.YEAR:
        yield from _year_steps(seconds, step.count)
    elif step.unit is Unit.MONTH:
        yield from _month_steps(seconds, step.count)
    elif step.unit is Unit.DAY and step.count > 1:
        yield from _day_of_month_steps(seconds, step.count)
    else:
        length = int(step.seconds)
        offset = FIRST_MONDAY if step.unit is Unit.WEEK else 0
        t = (seconds - offset) // length * length + offset
        while True:
            yield t
            t += length


def _year_steps(seconds: int, count: int) -> Iterator[int]:
    """Round years as people count them: 200 BC, 100 BC, 1, 100, 200 and so on."""
    n = _civil(seconds).year // count - 1
    while True:
        # 100 BC is the year -99, and what would be the year 0 is the year 1.
        is_counted_plainly = count == 1 or n > 0
        yield seconds_from_civil(n * count if is_counted_plainly else n * count + 1)
        n += 1


def _month_steps(seconds: int, count: int) -> Iterator[int]:
    at = _civil(seconds)
    n = (at.year * MONTHS_PER_YEAR + at.month - 1) // count
    while True:
        year, month_index = divmod(n * count, MONTHS_PER_YEAR)
        yield seconds_from_civil(year, month_index + 1)
        n += 1


def _day_of_month_steps(seconds: int, count: int) -> Iterator[int]:
    """The 1st and each day so many days later, starting anew every month."""
    at = _civil(seconds)
    year, month = at.year, at.month
    while True:
        length = days_in_month(year, month)
        for day in range(1, length + 1, count):
            if length - day + 1 >= count * _SHORT_LAST_STEP:
                yield seconds_from_civil(year, month, day)
        year, month = (year + 1, 1) if month == MONTHS_PER_YEAR else (year, month + 1)


# --------------------------------------------------------------------------- texts


def _has_room_for_weekdays(scale: float, measure: Measure, wording: Wording) -> bool:
    """Whether the name of every weekday fits, as only some with a name would look like a sign."""
    widest = max(
        measure(wording.weekday_pattern.format(weekday=name, day=28), Role.TICK)
        for name in wording.weekdays
    )
    return widest <= SECONDS_PER_DAY * scale - 2 * _GAP_BETWEEN_LABELS


def _tick_text(t: int, step: _Step, wording: Wording, with_weekday: bool) -> str:
    at = _civil(t)
    if step.unit in {Unit.MINUTE, Unit.HOUR}:
        return f"{at.hour:02}:{at.minute:02}"
    if step.unit in {Unit.DAY, Unit.WEEK}:
        return wording.weekday(at.year, at.month, at.day) if with_weekday else str(at.day)
    if step.unit is Unit.MONTH:
        return wording.months[at.month - 1]
    return wording.year(at.year)


def _period_text(t: int, period: _Step, wording: Wording) -> str:
    at = _civil(t)
    if period.unit is Unit.DAY:
        return wording.day(at.year, at.month, at.day)
    if period.unit is Unit.MONTH:
        return wording.month(at.year, at.month)
    if period.count == 1:
        return wording.year(at.year)
    return wording.decade_pattern.format(wording.year(at.year)) if at.year > 1 else ""


# --------------------------------------------------------------------------- placing


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a tick or a period begins, which may be before its stretch does."""

    stretch: Stretch
    scale: float
    t: float
    text: str
    short: str = ""
    """What may stand there when the text finds no room."""

    @property
    def x(self) -> float:
        return self.stretch.x0 + (self.t - self.stretch.t0) * self.scale


def _periods(
    stretch: Stretch, scale: float, period: _Step, wording: Wording, *, is_whole: bool
) -> list[_Start]:
    """Where periods begin in a stretch; of a short one between folds only its year is told."""
    if not is_whole and stretch.x1 - stretch.x0 < _NARROWEST_STRETCH_PX:
        middle = _civil(int((stretch.t0 + stretch.t1) / 2))
        return [_Start(stretch, scale, stretch.t0, wording.year(middle.year))]
    return [
        _Start(
            stretch,
            scale,
            t,
            _period_text(t, period, wording),
            "" if is_whole else wording.year(_civil(t).year),
        )
        for t in _times(stretch, period, before=True)
    ]


def _placed(
    starts: list[_Start], strip: Box, y: float, role: Role, measure: Measure
) -> tuple[Tick, ...]:
    """Ticks with the labels that find room before the next one's.

    The first of a stretch may begin left of it; its label then sticks to the edge, and
    gives way to the next.
    """
    ticks: list[Tick] = []
    free_from = strip.x0
    ink = Ink.TEXT if role is Role.PERIOD else Ink.MUTED
    for i, start in enumerate(starts):
        x = start.x
        is_before = x < start.stretch.x0
        left = max(x, start.stretch.x0) + _LABEL_INDENT
        limit = min(start.stretch.x1, strip.x1)
        if is_before and i + 1 < len(starts):
            limit = min(starts[i + 1].x + _LABEL_INDENT - _GAP_BETWEEN_LABELS / 2, limit)
        label = None
        for text in (start.text, start.short):
            if label is None and text and left >= free_from:
                width = measure(text, role)
                if left + width <= limit:
                    box = Box(left, y, left + width, y + LINE_HEIGHTS[role])
                    label = Label(box=box, text=text, role=role, ink=ink)
                    free_from = left + width + _GAP_BETWEEN_LABELS / 2
        if label is not None or not is_before:
            ticks.append(Tick(x=strip.x0 - 1 if is_before else x, label=label))
    return tuple(ticks)
