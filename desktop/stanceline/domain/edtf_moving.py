"""Dates moved by whole steps, as a mark that is dragged or nudged moves its date.

A step is the unit in which a date is written: a day for 2024-06-19, a month for 2024-06,
ten years for 199X. What doubts a date, its kind and its precision stay; moving back by as
many steps gives the same text again. Where the parts of a date are written in different
units, months and years move by whole ones of them and days by as many days.
"""

from collections.abc import Callable
from enum import StrEnum
from math import floor, lcm

from stanceline.domain.civil import (
    MONTHS_PER_YEAR,
    SECONDS_PER_DAY,
    SECONDS_PER_MINUTE,
    civil_from_seconds,
    days_in_month,
    seconds_from_civil,
)
from stanceline.domain.edtf import DateKind, Edtf, EdtfError, Member, Precision, SingleDate, parse
from stanceline.domain.edtf_grammar import SEASONS
from stanceline.domain.edtf_making import (
    DateOutOfReach,
    date_at,
    day_text,
    finer,
    masked_year,
    month_place,
    nearest_border,
    year_text,
)
from stanceline.records import dataclass

_FAMILIES = ((21, 24), (25, 28), (29, 32), (33, 36), (37, 39), (40, 41))
"""Codes of seasons and other parts of a year that follow each other."""

_TENS = tuple(
    (month, ten)
    for month in range(1, MONTHS_PER_YEAR + 1)
    for ten in range(4 if days_in_month(1, month) >= 30 else 3)  # noqa: PLR2004 - 30 is in 3X
)
"""The runs 0X, 1X, 2X and 3X of days of a year, by month."""

_TENS_PLACE = {place: n for n, place in enumerate(_TENS)}
_BRACKETS = {DateKind.ONE_OF: ("[", "]"), DateKind.SEVERAL: ("{", "}")}

Change = Callable[[SingleDate], str]


class Side(StrEnum):
    """An end of a stretch of time."""

    START = "start"
    END = "end"


# --------------------------------------------------------------------------- whole dates


def moved(date: Edtf, n_steps: int) -> Edtf:
    """The date so many steps later, or earlier when negative; open ends stay open.

    Raises DateOutOfReach where it cannot be written there as it is.
    """
    if n_steps == 0:
        return date
    return _read(_rewritten(date, _Step.of(date).mover(n_steps)))


def steps_to(date: Edtf, seconds: float) -> int:
    """How many steps bring the beginning of the date nearest to this second.

    For a date with an open beginning it is the end that is brought there.
    """
    first = _dates(date)[0]
    is_open = date.members[0].first is None
    return _Step.of(date).between(first.t1 if is_open else first.t0, seconds)


def moved_finely(date: Edtf, grabbed: float, at: float) -> Edtf:
    """The date moved from one second to another, in a finer unit than it is written in.

    A date alone becomes the unit at ``at``; the ends of a stretch keep their distance.
    Raises DateOutOfReach.
    """
    unit = finer(date.precision)
    if date.kind is DateKind.DATE:
        return _read(_with_marks(str(date_at(at, unit)), _dates(date)[0]))
    by = at - grabbed
    starts, ends = _edges(date)

    def placed(single: SingleDate) -> str:
        if single in starts and single not in ends:
            second = nearest_border(single.t0 + by, unit)
        elif single in ends and single not in starts:
            second = nearest_border(single.t1 + by, unit) - 1
        else:
            second = floor((single.t0 + single.t1) / 2 + by)
        return _with_marks(str(date_at(second, unit)), single)

    return _read(_rewritten(date, placed))


def _edges(date: Edtf) -> tuple[list[SingleDate], list[SingleDate]]:
    """The dates at which stretches begin and those at which they end."""
    if date.kind is DateKind.INTERVAL:
        pairs = [(date.members[0].first, date.members[-1].last)]
    else:
        pairs = [(member.first, member.last) for member in date.members]
    return [one for one, _ in pairs if one is not None], [
        two for _, two in pairs if two is not None
    ]


# --------------------------------------------------------------------------- one end


def stretched(date: Edtf, side: Side, n_steps: int) -> Edtf:
    """The date with one end so many steps later; a date alone becomes one that lasts.

    The steps are those of that end. Raises DateOutOfReach for an end that is open or
    unknown, and where the date would end before it starts.
    """
    single = _at(date, side)
    if n_steps == 0:
        return date
    return _with_end(date, side, _Step.of_dates([single]).mover(n_steps)(single))


def stretch_steps_to(date: Edtf, side: Side, seconds: float) -> int:
    """How many steps bring this end of the date nearest to the second; see ``stretched``."""
    single = _at(date, side)
    border = single.t0 if side is Side.START else single.t1
    return _Step.of_dates([single]).between(border, seconds)


def stretched_finely(date: Edtf, side: Side, at: float) -> Edtf:
    """The date with one end at this second, in a finer unit than the end is written in.

    Raises DateOutOfReach as ``stretched`` does.
    """
    single = _at(date, side)
    unit = finer(single.precision)
    border = nearest_border(at, unit)
    end = date_at(border if side is Side.START else border - 1, unit)
    return _with_end(date, side, _with_marks(str(end), single))


def _at(date: Edtf, side: Side) -> SingleDate:
    found = date.members[0].first if side is Side.START else date.members[-1].last
    if found is None:
        raise DateOutOfReach(f"The {side.value} of {date} is open; type a date to give it one.")
    return found


def _with_end(date: Edtf, side: Side, text: str) -> Edtf:
    """The date with another date at one of its ends."""
    if date.kind is DateKind.DATE:
        one, other = (text, str(date)) if side is Side.START else (str(date), text)
        return _alone_if_equal(_read(f"{one}/{other}"))
    place = 0 if side is Side.START else len(date.members) - 1
    is_lone = len(date.members) == 1
    texts = [str(member) for member in date.members]
    texts[place] = _member_with_end(date.members[place], side, text, is_lone=is_lone)
    if date.kind is DateKind.INTERVAL:
        return _alone_if_equal(_read("/".join(texts)))
    opening, closing = _BRACKETS[date.kind]
    return _read(f"{opening}{','.join(texts)}{closing}")


def _member_with_end(member: Member, side: Side, text: str, *, is_lone: bool) -> str:
    if member.first is member.last and not is_lone:
        return text
    one, other = str(member.first or ""), str(member.last or "")
    return f"{text}..{other}" if side is Side.START else f"{one}..{text}"


def _alone_if_equal(interval: Edtf) -> Edtf:
    start, end = (member.first for member in interval.members)
    return parse(start.text) if start is not None and start == end else interval


# --------------------------------------------------------------------------- steps


@dataclass(frozen=True, slots=True)
class _Step:
    """What some dates move by: months, seconds, or runs of ten days; two of them are 0.

    ``reference`` is the month from whose first day days are counted where both kinds of
    date move together.
    """

    months: int = 0
    seconds: int = 0
    n_tens: int = 0
    reference: int = 0

    @classmethod
    def of(cls, date: Edtf) -> "_Step":
        """The step of a date with all that is written in it."""
        return cls.of_dates(_dates(date))

    @classmethod
    def of_dates(cls, dates: list[SingleDate]) -> "_Step":
        """The least step that all these dates can make."""
        if all(single.precision is Precision.WEEK for single in dates):
            return cls(n_tens=1)
        by_months = [single for single in dates if _seconds_of(single) == 0]
        if by_months:
            months = lcm(*(_months_of(single) for single in by_months))
            return cls(months=months, reference=floor(month_place(by_months[0].t0)))
        return cls(seconds=max(_seconds_of(single) for single in dates))

    def mover(self, n_steps: int) -> Change:
        """What writes a date so many steps later."""
        if self.n_tens:
            return lambda single: _by_tens(single, n_steps)
        if not self.months:
            return lambda single: _by_seconds(single, n_steps * self.seconds)
        n_months = n_steps * self.months
        n_seconds = _first_of(self.reference + n_months) - _first_of(self.reference)
        return lambda single: (
            _by_seconds(single, n_seconds) if _seconds_of(single) else _by_months(single, n_months)
        )

    def between(self, one: float, other: float) -> int:
        """The number of steps nearest to what lies between the two seconds."""
        if self.seconds:
            return floor((other - one) / self.seconds + 0.5)
        place = _tens_place if self.n_tens else month_place
        return floor((place(other) - place(one)) / (self.n_tens or self.months) + 0.5)


def _seconds_of(single: SingleDate) -> int:
    """The length in seconds of a day or a time of day; 0 for what moves by months."""
    if single.precision not in {Precision.SECOND, Precision.MINUTE, Precision.DAY}:
        return 0
    if not single.clock:
        return SECONDS_PER_DAY
    return SECONDS_PER_MINUTE if single.precision is Precision.MINUTE else 1


def _months_of(single: SingleDate) -> int:
    """The months that the finest part written without unknown digits lasts."""
    if "X" in single.year:
        return MONTHS_PER_YEAR * _power(_n_unknown(single.year))
    if "S" in single.year:
        return MONTHS_PER_YEAR * _power(_n_insignificant(single.year))
    if not single.month or "X" in single.month:
        return MONTHS_PER_YEAR
    return SEASONS[single.month][1] if single.month in SEASONS else 1


def _power(n_digits: int) -> int:
    return int(10**n_digits)


def _n_unknown(year: str) -> int:
    """How many digits of a year stand from the first unknown one on."""
    digits = year.lstrip("-")
    return len(digits) - digits.index("X")


def _n_insignificant(year: str) -> int:
    digits, _, significant = year.lstrip("Y-").partition("S")
    return max(len(digits.lstrip("0")) - int(significant), 0)


def _first_of(months: int) -> int:
    year, month = divmod(months, MONTHS_PER_YEAR)
    return seconds_from_civil(year, month + 1)


def _tens_place(seconds: float) -> float:
    """The runs of ten days since the year 0, with the part of the run that has passed."""
    at = civil_from_seconds(floor(seconds))
    place = at.year * len(_TENS) + _TENS_PLACE[at.month, at.day // 10]
    start = seconds_from_civil(at.year, at.month, max(at.day // 10 * 10, 1))
    n_days = min(10, days_in_month(at.year, at.month) + 1 - at.day // 10 * 10)
    return place + (seconds - start) / (n_days * SECONDS_PER_DAY)


# --------------------------------------------------------------------------- single dates


def _by_tens(single: SingleDate, n_steps: int) -> str:
    place = int(single.year) * len(_TENS) + _TENS_PLACE[int(single.month), int(single.day[0])]
    year, n = divmod(place + n_steps, len(_TENS))
    month, ten = _TENS[n]
    return _written(single, year_text(year), f"{month:02}", f"{ten}X")


def _by_seconds(single: SingleDate, n_seconds: int) -> str:
    at = civil_from_seconds(single.t0 + n_seconds)
    clock = f"{at.hour:02}:{at.minute:02}"
    if single.precision is Precision.SECOND:
        clock += f":{at.second:02}"
    text = day_text(at)
    if not single.clock:
        return _written(single, text[:-6], f"{at.month:02}", f"{at.day:02}")
    return f"{text}T{clock}{single.zone}{single.marks[0]}"


def _by_months(single: SingleDate, n_months: int) -> str:
    if "X" in single.year:
        return _written(single, _mask_later(single.year, n_months), single.month, single.day)
    if "S" in single.year:
        return _written(single, _significant_later(single.year, n_months), "", "")
    year = int(single.year.removeprefix("Y"))
    if not single.month or "X" in single.month:
        later = year_text(year + n_months // MONTHS_PER_YEAR)
        return _written(single, later, single.month, single.day)
    if single.month in SEASONS:
        return _written(single, *_season_later(year, single.month, n_months), "")
    year, month = divmod(year * MONTHS_PER_YEAR + int(single.month) - 1 + n_months, MONTHS_PER_YEAR)
    return _written(single, year_text(year), f"{month + 1:02}", single.day)


def _mask_later(mask: str, n_months: int) -> str:
    n_unknown = _n_unknown(mask)
    digits = mask.lstrip("-")
    known, unknown = digits[:-n_unknown], digits[-n_unknown:]
    if not known:
        raise DateOutOfReach(f"{mask} may be any year, so that it cannot be moved.")
    index = -int(known) - 1 if mask[0] == "-" else int(known)
    index += n_months // (MONTHS_PER_YEAR * 10**n_unknown)
    return masked_year(index, n_unknown, unknown)


def _significant_later(written: str, n_months: int) -> str:
    n_free = _n_insignificant(written)
    year = int(written.removeprefix("Y").partition("S")[0]) + n_months // MONTHS_PER_YEAR
    n_known = len(str(abs(year))) - n_free
    if year == 0 or n_known < 1:
        raise DateOutOfReach("The years about the year 0 have too few digits for this date.")
    return f"{year_text(year)}S{n_known}"


def _season_later(year: int, code: str, n_months: int) -> tuple[str, str]:
    low, high = next((low, high) for low, high in _FAMILIES if low <= int(code) <= high)
    family = sorted(map(str, range(low, high + 1)), key=lambda each: SEASONS[each][0])
    place = year * len(family) + family.index(code) + n_months // SEASONS[code][1]
    year, n = divmod(place, len(family))
    return year_text(year), family[n]


# --------------------------------------------------------------------------- texts


def _written(single: SingleDate, year: str, month: str, day: str) -> str:
    """The parts with the qualifier of each on its left, where it is for that part alone."""
    parts = [part for part in (year, month, day) if part]
    return "-".join(mark + part for mark, part in zip(single.marks, parts, strict=True))


def _with_marks(text: str, single: SingleDate) -> str:
    """A plain date with a qualifier for all of it, as strong as those of the other date."""
    if single.is_approximate and single.is_uncertain:
        return f"{text}%"
    return text + ("~" if single.is_approximate else "?" if single.is_uncertain else "")


def _dates(date: Edtf) -> list[SingleDate]:
    return [single for member in date.members for single in member.dates]


def _rewritten(date: Edtf, change: Change) -> str:
    """The text of the date with each date in it changed, open and unknown ends kept."""
    texts = [_member_rewritten(member, change) for member in date.members]
    if date.kind in _BRACKETS:
        opening, closing = _BRACKETS[date.kind]
        return f"{opening}{','.join(texts)}{closing}"
    return "/".join(texts)


def _member_rewritten(member: Member, change: Change) -> str:
    if member.first is not None and member.first is member.last:
        return change(member.first)
    if member.is_unknown:
        return ""
    first, last = (change(end) if end is not None else "" for end in (member.first, member.last))
    return f"{first}..{last}"


def _read(text: str) -> Edtf:
    try:
        return parse(text)
    except EdtfError as error:
        raise DateOutOfReach(f"The date cannot be there: {error.reason}.") from error
