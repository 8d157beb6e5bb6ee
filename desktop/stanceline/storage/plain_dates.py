"""The dates that nearly all are, such as 2024-06-19/2024-07-01, put into numbers at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.civil import SECONDS_PER_DAY
from stanceline.domain.edtf import DEFAULT_PADDING, DateKind
from stanceline.storage.mark_columns import Flags, Longs
from stanceline.storage.mark_dates import (
    APPROXIMATE,
    KINDS,
    UNCERTAIN,
    DateRow,
)

_DAY = "0000-00-00"
_CLOCKS = {"T00:00": 60, "T00:00:00": 1}
"""How a time of day may be written, and how many seconds it names."""

_ZONES = ("", "Z", "+00:00", "-00:00")
_INTERVAL, _ONE_OF = f"{_DAY}/{_DAY}", f"[{_DAY}..{_DAY}]"
_DOUBTS = {
    "~": (APPROXIMATE, 1),
    "?": (UNCERTAIN, 1),
    "%": (APPROXIMATE | UNCERTAIN, 2),
}
"""What a mark behind a day says, and how many paddings wide."""

_FORMS = (
    _DAY,
    _INTERVAL,
    _ONE_OF,
    *(f"{_DAY}{mark}" for mark in _DOUBTS),
    *(f"{_DAY}{clock}{zone}" for clock in _CLOCKS for zone in _ZONES),
)
"""The forms that are known here, with a 0 for each digit."""

_FURTHEST_ZONE_HOURS = 13
_MONTH_LENGTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] + [0] * 87)

_ZERO = ord("0")
_BASE = 10
_Digits = NDArray[np.int64]


def plain_rows(texts: Iterable[str]) -> Iterator[tuple[list[str], Longs]]:
    """Those of the texts that are plain dates, form by form, with a DateRow for each.

    What is left out may be a date of another form or none.
    """
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for text in texts:
        by_length[len(text)].append(text)
    for form in _FORMS:
        candidates = by_length.get(len(form), [])
        if candidates:
            fits, rows = _rows_of(form, candidates)
            taken = [text for text, is_so in zip(candidates, fits.tolist(), strict=True) if is_so]
            if len(taken) < len(candidates):
                by_length[len(form)] = [
                    text for text, is_so in zip(candidates, fits.tolist(), strict=True) if not is_so
                ]
            else:
                del by_length[len(form)]
            yield taken, rows[fits]


def _rows_of(form: str, texts: Sequence[str]) -> tuple[Flags, Longs]:
    """Which of the texts are of the form, and a row for each text."""
    letters = np.array(texts, dtype=f"U{len(form)}").view(np.uint32).reshape(-1, len(form))
    digits = letters.astype(np.int64) - _ZERO
    is_digit = np.array([letter == "0" for letter in form])
    wanted = np.array([ord(letter) for letter in form], dtype=np.uint32)
    fits = (letters[:, ~is_digit] == wanted[~is_digit]).all(axis=1)
    fits &= ((digits[:, is_digit] >= 0) & (digits[:, is_digit] < _BASE)).all(axis=1)
    # What does not fit is worked out all the same, from a date that does.
    digits[~fits] = [max(ord(letter) - _ZERO, 0) for letter in form]
    if form in {_INTERVAL, _ONE_OF}:
        return _of_spans(form, digits, fits)
    start, is_day = _days(digits, 0)
    t0, width, is_time = _clocks(form, digits, start * SECONDS_PER_DAY)
    doubt, n_paddings = _DOUBTS.get(form[-1], (0, 0))
    padding = n_paddings * DEFAULT_PADDING.day_days * SECONDS_PER_DAY
    t1 = t0 + width
    rows = _rows(DateKind.DATE, 1, doubt, t0, t1, t0 - padding, t1 + padding, t1, t0)
    return fits & is_day & is_time, rows


def _of_spans(form: str, digits: _Digits, fits: Flags) -> tuple[Flags, Longs]:
    first = int(form == _ONE_OF)
    start, is_start = _days(digits, first)
    end, is_end = _days(digits, form.index("0", first + len(_DAY)))
    fits = fits & is_start & is_end & (end >= start)
    t0, start_end = start * SECONDS_PER_DAY, (start + 1) * SECONDS_PER_DAY
    end_start, t1 = end * SECONDS_PER_DAY, (end + 1) * SECONDS_PER_DAY
    if form == _ONE_OF:
        # From a day to itself is that day alone, which is written otherwise.
        rows = _rows(DateKind.ONE_OF, 1, 0, t0, t1, t0, t1, t1, t0)
        return fits & (end > start), rows
    return fits, _rows(DateKind.INTERVAL, 2, 0, t0, t1, t0, t1, start_end, end_start)


def _rows(kind: DateKind, n_members: int, doubt: int, *times: Longs) -> Longs:
    """Rows as DateRow has them."""
    rows = np.empty((times[0].size, len(DateRow._fields)), dtype=np.int64)
    rows[:, :3] = KINDS.index(kind), n_members, doubt
    rows[:, 3:] = np.stack(times, axis=1)
    return rows


def _days(digits: _Digits, at: int) -> tuple[Longs, Flags]:
    """The days from 1970-01-01 that are written from a place on, and which are days at all."""
    y, m, d = _number(digits, at, 4), _number(digits, at + 5, 2), _number(digits, at + 8, 2)
    is_leap = (y % 4 == 0) & ((y % 100 != 0) | (y % 400 == 0))
    is_day = (d >= 1) & (d <= _MONTH_LENGTHS[m] + (is_leap & (m == 2)))  # noqa: PLR2004 - February
    # As domain.civil counts, from the first of March of the year 0.
    year = y - (m <= 2)  # noqa: PLR2004 - January and February
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * ((m + 9) % 12) + 2) // 5 + d - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468, is_day


def _clocks(form: str, digits: _Digits, day: Longs) -> tuple[Longs, int, Flags]:
    """Where the time of day begins, how long it is, and which are times at all."""
    fits = np.ones(day.size, dtype=np.bool_)
    at = form.find("T") + 1
    if not at:
        return day, SECONDS_PER_DAY, fits
    has_seconds = form.startswith("00:00:00", at)
    hours, minutes = _number(digits, at, 2), _number(digits, at + 3, 2)
    seconds = _number(digits, at + 6, 2) if has_seconds else np.zeros_like(hours)
    fits &= (hours < 24) & (minutes < 60) & (seconds < 60)  # noqa: PLR2004 - of a day
    zone = max(form.rfind("+"), form.rfind("-", at)) + 1
    if zone:
        fits &= _number(digits, zone, 2) <= _FURTHEST_ZONE_HOURS
        fits &= _number(digits, zone + 3, 2) < 60  # noqa: PLR2004 - minutes of an hour
    width = _CLOCKS["T00:00:00" if has_seconds else "T00:00"]
    return day + hours * 3600 + minutes * 60 + seconds, width, fits


def _number(digits: _Digits, at: int, n_digits: int) -> Longs:
    number = np.zeros(len(digits), dtype=np.int64)
    for place in range(at, at + n_digits):
        number = number * _BASE + digits[:, place]
    return number
