"""Dates that are dragged or drawn with the mouse, as EDTF; no Qt, seconds are civil ones."""

from enum import Enum

from stanceline.domain.edtf import Edtf, Precision, SingleDate
from stanceline.domain.edtf_making import (
    DateOutOfReach,
    date_at,
    finer,
    fitting_precision,
    span_between,
)
from stanceline.domain.edtf_moving import (
    Side,
    moved,
    moved_finely,
    steps_to,
    stretch_steps_to,
    stretched,
    stretched_finely,
)
from stanceline.records import dataclass
from stanceline.timeline.words.datewords import date_in_words
from stanceline.timeline.words.wording import Wording


class Grip(Enum):
    """What of a date is held: all of it, its start or its end."""

    WHOLE = "whole"
    START = "start"
    END = "end"


_SIDES = {Grip.START: Side.START, Grip.END: Side.END}


class DateDrag:
    """A date while it is dragged: it snaps to its own precision, or to a finer unit.

    ``text`` is what it would be, None while it is what it was or could not be written.
    """

    def __init__(self, date: Edtf, grip: Grip) -> None:
        self.before = date
        """The date as it was."""
        self._grip = grip
        self._date = date
        self._refusal = ""

    @property
    def text(self) -> str | None:
        """The date in EDTF, None when nothing comes of the drag."""
        return None if self._refusal or self._date == self.before else self._date.text

    @property
    def stretch(self) -> tuple[float, float]:
        """From when to when the date would be; open ends lie far away."""
        bounds = self._date.bounds
        return float(bounds.t0), float(bounds.t1)

    def move(self, grabbed: float, at: float, *, is_fine: bool) -> None:
        """It was taken hold of at one second and is at another."""
        try:
            self._date = self._moved(grabbed, at, is_fine=is_fine)
            self._refusal = ""
        except DateOutOfReach as refusal:
            self._date, self._refusal = self.before, str(refusal)

    def _moved(self, grabbed: float, at: float, *, is_fine: bool) -> Edtf:
        date, by = self.before, at - grabbed
        if self._grip is Grip.WHOLE:
            if is_fine:
                return moved_finely(date, grabbed, at)
            return moved(date, steps_to(date, _beginning(date) + by))
        side = _SIDES[self._grip]
        border = _border(date, side) + by
        if is_fine:
            return stretched_finely(date, side, border)
        return stretched(date, side, stretch_steps_to(date, side, border))

    def read_out(self, wording: Wording) -> list[str]:
        """The date in EDTF and in words, or why it cannot be."""
        if self._refusal:
            return [self.before.text, self._refusal]
        return _told(self._date, wording)


def _singles(date: Edtf) -> list[SingleDate]:
    return [single for member in date.members for single in member.dates]


def _beginning(date: Edtf) -> float:
    """The second that ``steps_to`` brings elsewhere: the begin, or the end after an open one."""
    first = _singles(date)[0]
    return first.t1 if date.members[0].first is None else first.t0


def _border(date: Edtf, side: Side) -> float:
    """Where an end of the date lies; where its other end lies when this one is open."""
    if side is Side.START:
        first = date.members[0].first
        return date.bounds.t0 if first is None else first.t0
    last = date.members[-1].last
    return date.bounds.t1 if last is None else last.t1


def _told(date: Edtf, wording: Wording) -> list[str]:
    words = date_in_words(date, wording)
    return [date.text] if words == date.text else [date.text, words]


def stepped(date: Edtf, grip: Grip, n_steps: int) -> str | None:
    """The date, or its end, so many units of its precision later; None where it cannot be."""
    try:
        if grip is Grip.WHOLE:
            return moved(date, n_steps).text
        return stretched(date, _SIDES[grip], n_steps).text
    except DateOutOfReach:
        return None


# --------------------------------------------------------------------------- new dates


def unit_for(seconds_per_px: float, *, is_fine: bool) -> Precision:
    """The unit that a pointer can mean at this zoom, or a finer one when asked for."""
    unit = fitting_precision(seconds_per_px)
    return finer(unit) if is_fine else unit


def _unit_at(seconds: float, unit: Precision) -> Edtf:
    """The unit of time at a second; a year where days and months cannot be written."""
    try:
        return date_at(seconds, unit)
    except DateOutOfReach:
        return date_at(seconds, Precision.YEAR)


@dataclass(frozen=True, slots=True)
class NewDate:
    """A date that is being drawn: from the unit where it began to the one that it reached."""

    anchor: Edtf
    head: Edtf
    unit: Precision

    @classmethod
    def at(cls, seconds: float, unit: Precision) -> "NewDate":
        """The unit at this second."""
        date = _unit_at(seconds, unit)
        return cls(date, date, unit)

    @property
    def date(self) -> Edtf:
        """The unit, or what lasts from one to the other."""
        if self.anchor == self.head:
            return self.anchor
        t0, t1 = self.stretch
        return span_between(t0, t1, self.unit)

    @property
    def stretch(self) -> tuple[float, float]:
        """From when to when it is."""
        one, other = self.anchor.bounds, self.head.bounds
        return float(min(one.t0, other.t0)), float(max(one.t1, other.t1))

    @property
    def newest(self) -> float:
        """The middle of the end that moves."""
        bounds = self.head.bounds
        return (bounds.t0 + bounds.t1) / 2

    def reaching(self, seconds: float, unit: Precision) -> "NewDate":
        """From where it began to this second, both in this unit."""
        begin = self.anchor.bounds
        return NewDate(_unit_at((begin.t0 + begin.t1) / 2, unit), _unit_at(seconds, unit), unit)

    def stepped(self, n_steps: int, *, is_longer: bool) -> "NewDate":
        """One of its ends so many units later, or all of it."""
        try:
            head = moved(self.head, n_steps)
            return NewDate(self.anchor if is_longer else head, head, self.unit)
        except DateOutOfReach:
            return self

    def read_out(self, wording: Wording) -> list[str]:
        """The date in EDTF and in words."""
        return _told(self.date, wording)
