"""What a single EDTF date is: one day, month, season, year, or a stretch of unknown digits."""

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass

_LONGEST_TEXT_SHOWN = 60


class EdtfError(StancelineError):
    """A text that is not an EDTF date.

    ``position`` counts code points of ``text`` from 0; the sentence counts from 1.
    """

    def __init__(self, text: str, position: int, reason: str) -> None:
        super().__init__(text, position, reason)
        self.text = text
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        shown = self.text
        if len(shown) > _LONGEST_TEXT_SHOWN:
            shown = shown[: _LONGEST_TEXT_SHOWN - 1] + "…"
        return f'"{shown}" is not a date: {self.reason} (at character {self.position + 1})'


class Precision(StrEnum):
    """How wide a stretch of time a date names, from fine to coarse.

    ``WEEK`` stands for a run of days within a month (2024-06-2X), ``AGES`` for
    anything longer than a millennium.
    """

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    THIRD_OF_YEAR = "third of a year"
    HALF_YEAR = "half-year"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    AGES = "ages"


_COARSENESS = {precision: rank for rank, precision in enumerate(Precision)}


def coarsest(precisions: Iterable[Precision]) -> Precision:
    """The coarsest of at least one precision."""
    return max(precisions, key=_COARSENESS.__getitem__)


@dataclass(frozen=True, slots=True)
class SingleDate:
    """One date as it is written, with the stretch of time it names.

    ``year``, ``month``, ``day``, ``clock`` and ``zone`` are the written parts without
    qualifiers, empty where absent: the year with its sign, unknown digits and ``Y`` or
    ``S`` ("-0044", "156X", "Y170000002", "1950S2"), the month possibly a season code
    (21 to 41). ``[t0, t1)`` are civil seconds. ``marks`` holds the qualifier of each of
    year, month and day that is written. ``doubt`` is the qualifier that widens the
    date and ``doubt_precision`` the part it stands at: 2004~-06-11 is in doubt by
    years, 2004-06-11~ by days.
    """

    text: str
    year: str = field(compare=False)
    month: str = field(compare=False)
    day: str = field(compare=False)
    clock: str = field(compare=False)
    zone: str = field(compare=False)
    t0: int = field(compare=False)
    t1: int = field(compare=False)
    precision: Precision = field(compare=False)
    marks: tuple[str, ...] = field(compare=False)
    doubt: str = field(compare=False)
    doubt_precision: Precision = field(compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_approximate(self) -> bool:
        """Whether ``~`` or ``%`` stands anywhere in the date."""
        return "~" in self.marks or "%" in self.marks

    @property
    def is_uncertain(self) -> bool:
        """Whether ``?`` or ``%`` stands anywhere in the date."""
        return "?" in self.marks or "%" in self.marks
