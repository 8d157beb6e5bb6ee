"""What stands around the marks: today, eras, notes, coverage by articles, folded silences."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.civil import SECONDS_PER_DAY, civil_from_seconds
from stanceline.domain.edtf import OPEN_END, OPEN_START, EdtfError, parse
from stanceline.domain.timelines import Era, Note
from stanceline.records import dataclass
from stanceline.timeline.placing.axis import Measure, Stretch
from stanceline.timeline.placing.columns_of_time import column_edges, column_seconds
from stanceline.timeline.placing.labels import clean, elided
from stanceline.timeline.placing.shapes import Scale
from stanceline.timeline.primitives import (
    LINE_HEIGHTS,
    Band,
    Box,
    Coverage,
    Fold,
    Ink,
    Label,
    Pin,
    Role,
)
from stanceline.timeline.sorting.folds import Folds
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.wording import Wording

Days = NDArray[np.int64]
Counts = NDArray[np.int32]

_RIBBON_LINE = 17.0
_COVERAGE_HEIGHT = 13.0
_LOW_COVERAGE_HEIGHT = 6.0
_COVERAGE_COLUMN_PX = 2.0
_LONGEST_NOTE_PX = 190.0
_SHORTEST_TITLE_PX = 16.0
_PIN_GAP = 14.0
_ERA_INKS = {"muted": Ink.MUTED, "accent": Ink.ACCENT, "line": Ink.LINE}


@dataclass(frozen=True, slots=True, eq=False)
class Extras:
    """What a view shows beside its marks.

    ``coverage`` are days since 1970-01-01, ascending, with how many articles of each are
    held; None leaves the band out.
    """

    eras: tuple[Era, ...] = ()
    notes: tuple[Note, ...] = ()
    coverage: tuple[Days, Counts] | None = None


NO_EXTRAS = Extras()


def ribbon_height(extras: Extras, *, is_low: bool = False) -> float:
    """How much room the titles of eras, notes and the coverage take below the axis.

    In a low canvas eras and notes share a line, and the coverage is lower.
    """
    lines = bool(extras.eras) + bool(extras.notes)
    lines = min(lines, 1) if is_low else lines
    return lines * _RIBBON_LINE + (_coverage_height(is_low) if extras.coverage is not None else 0.0)


def _coverage_height(is_low: bool) -> float:
    return _LOW_COVERAGE_HEIGHT if is_low else _COVERAGE_HEIGHT


def stretches_of(folds: Folds, window: TimeWindow, scale: Scale) -> tuple[Stretch, ...]:
    """What is left of the window between the folded silences."""
    places = [window.t0]
    for silence in folds.silences:
        if silence.u1 > window.t0 and silence.u0 < window.t1:
            places += [max(silence.u0, window.t0), min(silence.u1, window.t1)]
    places.append(window.t1)
    return tuple(
        Stretch(folds.t(u0), folds.t(u1), scale.x(u0), scale.x(u1))
        for u0, u1 in zip(places[::2], places[1::2], strict=True)
        if u1 > u0
    )


class Surroundings:
    """Lays out what stands around the marks, on one canvas."""

    def __init__(
        self,
        folds: Folds,
        window: TimeWindow,
        scale: Scale,
        plot: Box,
        axis_height: float,
        measure: Measure,
    ) -> None:
        self._folds = folds
        self._window = window
        self._scale = scale
        self._plot = plot
        self._axis_height = axis_height
        self._measure = measure

    # ----------------------------------------------------------------- today

    def today(self, today: float | None, word: str) -> tuple[float | None, Label | None]:
        """Where today's line stands, with its word at the lower edge of the axis."""
        if today is None:
            return None, None
        u = self._folds.u(today)
        if not self._window.t0 <= u <= self._window.t1:
            return None, None
        x = self._scale.x(u)
        width = self._measure(word, Role.NOTE)
        left = min(max(x - width / 2, self._plot.x0 + 6), self._plot.x1 - width - 6)
        top = self._axis_height - LINE_HEIGHTS[Role.NOTE] - 3
        return x, _label(word, Role.NOTE, Ink.SURFACE, left, top, width)

    # ----------------------------------------------------------------- eras

    def bands(
        self, eras: Sequence[Era], bottom: float, taken: Sequence[Box] = ()
    ) -> tuple[Band, ...]:
        """The eras that reach into the window; a title sticks to the window's edge.

        It keeps clear of the boxes that are taken already, which go from left to right.
        """
        found = []
        free_from = self._plot.x0
        for x0, x1, era in sorted(self._stretched(eras), key=lambda each: each[0]):
            left, right = max(x0, self._plot.x0), min(x1, self._plot.x1)
            begin, end = _free_of(taken, max(left + 5, free_from), right - 4)
            title = self._title(clean(era.title), begin, end)
            if title is not None:
                free_from = title.box.x1 + _PIN_GAP / 2
            ink = _ERA_INKS.get(era.ink, Ink.ACCENT)
            found.append(Band(Box(left, self._axis_height, right, bottom), title, int(ink)))
        return tuple(found)

    def _stretched(self, eras: Sequence[Era]) -> list[tuple[float, float, Era]]:
        found = []
        for era in eras:
            ends = _ends(era.edtf)
            if ends is None:
                continue
            x0, x1 = (self._scale.x(self._folds.u(end)) for end in ends)
            if x1 > self._plot.x0 and x0 < self._plot.x1:
                found.append((x0, max(x1, x0 + 1), era))
        return found

    def _title(self, text: str, left: float, right: float) -> Label | None:
        shorter = elided(text, Role.NOTE, right - left, self._measure) if right > left else ""
        width = self._measure(shorter, Role.NOTE)
        if not shorter or width < min(_SHORTEST_TITLE_PX, self._measure(text, Role.NOTE)):
            return None
        return _label(shorter, Role.NOTE, Ink.MUTED, left, self._axis_height + 2, width)

    # ----------------------------------------------------------------- notes

    def pins(self, notes: Sequence[Note], *, is_below_eras: bool) -> tuple[Pin, ...]:
        """The notes in sight, in a line of their own; one that finds no room is a pin alone."""
        top = self._axis_height + 2 + (_RIBBON_LINE if is_below_eras else 0.0)
        found = []
        for place, note in enumerate(notes):
            ends = _ends(note.edtf)
            if ends is None:
                continue
            start = ends[0] if np.isfinite(ends[0]) else ends[1]
            x = self._scale.x(self._folds.u(start))
            if self._plot.x0 <= x <= self._plot.x1:
                found.append((x, place, clean(note.text)))
        found.sort()
        pins = []
        for at, (x, place, text) in enumerate(found):
            after = found[at + 1][0] if at + 1 < len(found) else self._plot.x1
            room = min(after - _PIN_GAP, self._plot.x1 - 6) - x
            shorter = elided(text, Role.NOTE, min(room, _LONGEST_NOTE_PX), self._measure)
            width = self._measure(shorter, Role.NOTE)
            pins.append(Pin(x, _label(shorter, Role.NOTE, Ink.ACCENT, x, top, width), place))
        return tuple(pins)

    # ----------------------------------------------------------------- coverage

    def coverage(
        self, held: tuple[Days, Counts], ribbon_bottom: float, *, is_low: bool = False
    ) -> Coverage:
        """How many articles are held for each column of time, above the lanes."""
        days, counts = held
        times = self._folds.u((days * SECONDS_PER_DAY).astype(np.float64))
        seconds = max(column_seconds(self._scale.px_per_second, _COVERAGE_COLUMN_PX), 1.0)
        seconds = max(seconds, float(SECONDS_PER_DAY))
        edges = column_edges(self._window.t0, self._window.t1, seconds)
        totals = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        per_column = np.diff(totals[np.searchsorted(times, edges)]).astype(np.int32)
        left = self._scale.x0 + (float(edges[0]) - self._scale.t0) * self._scale.px_per_second
        top = ribbon_bottom - _coverage_height(is_low)
        return Coverage(
            box=Box(self._plot.x0, top + 1, self._plot.x1, ribbon_bottom - 1),
            x0=left,
            column_px=seconds * self._scale.px_per_second,
            counts=per_column,
            highest=max(int(per_column.max()), 1),
        )

    # ----------------------------------------------------------------- folds

    def folds(self, wording: Wording) -> tuple[Fold, ...]:
        """The folded silences in sight, with the years or months they hide."""
        found = []
        free_from = self._plot.x0
        for silence in self._folds.silences:
            x0 = self._scale.x0 + (silence.u0 - self._scale.t0) * self._scale.px_per_second
            x1 = self._scale.x0 + (silence.u1 - self._scale.t0) * self._scale.px_per_second
            left, right = max(x0, self._plot.x0), min(x1, self._plot.x1)
            if right <= left:
                continue
            text = _stretch_in_words(silence.t0, silence.t1, wording)
            width = self._measure(text, Role.NOTE)
            x = (left + right - width) / 2
            label = None
            if x >= free_from + 4 and x + width <= self._plot.x1:
                top = self._axis_height - LINE_HEIGHTS[Role.TICK] - 2
                label = _label(text, Role.NOTE, Ink.MUTED, x, top, width)
                free_from = x + width + 4
            found.append(Fold(left, right, label))
        return tuple(found)


def _free_of(taken: Sequence[Box], left: float, right: float) -> tuple[float, float]:
    """The widest part of a stretch beside what is taken of it, from left to right."""
    parts = []
    for box in taken:
        if box.x1 + _PIN_GAP / 2 <= left or box.x0 - _PIN_GAP >= right:
            continue
        parts.append((left, min(box.x0 - _PIN_GAP / 2, right)))
        left = max(left, box.x1 + _PIN_GAP / 2)
    parts.append((left, right))
    return max(parts, key=lambda part: part[1] - part[0])


def _stretch_in_words(t0: float, t1: float, wording: Wording) -> str:
    first, last = civil_from_seconds(int(t0)), civil_from_seconds(int(t1))
    if first.year != last.year:
        return f"{wording.year(first.year)}\N{EN DASH}{wording.year(last.year)}"
    months = wording.months[first.month - 1], wording.months[last.month - 1]
    return months[0] if months[0] == months[1] else "\N{EN DASH}".join(months)


def _ends(edtf: str) -> tuple[float, float] | None:
    """Where a date begins and ends, endless where it is open; None for what is no date."""
    try:
        bounds = parse(edtf).bounds
    except EdtfError:
        return None
    return (
        -np.inf if bounds.t0 == OPEN_START else float(bounds.t0),
        np.inf if bounds.t1 == OPEN_END else float(bounds.t1),
    )


def _label(text: str, role: Role, ink: int, x: float, y: float, width: float) -> Label:
    return Label(box=Box(x, y, x + width, y + LINE_HEIGHTS[role]), text=text, role=role, ink=ink)
