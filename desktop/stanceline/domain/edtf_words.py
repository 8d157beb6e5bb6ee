"""Dates in plain words, for people who need not know EDTF."""

from collections.abc import Iterable, Sequence

from stanceline.domain.civil import MONTHS_PER_YEAR, civil_from_seconds
from stanceline.domain.edtf import DateKind, Edtf, Member, SingleDate
from stanceline.domain.edtf_phrases import ENGLISH, DatePhrases, DateWords

__all__ = ["ENGLISH", "DatePhrases", "DateWords", "describe", "short"]


def describe(edtf: Edtf, words: DateWords = ENGLISH) -> str:
    """The date in plain words, as in "about 20 June 2024" or "from June to August 2024"."""
    return _Teller(words.full).tell(edtf)


def short(edtf: Edtf, words: DateWords = ENGLISH) -> str:
    """The date as a label, as in "~20 Jun 2024" or "Jun–Aug 2024"."""
    return _Teller(words.short).tell(edtf)


_FIRST_SEASON_CODE = 21
_FIRST_YEAR_WITHOUT_ERA = 1_000
_FIRST_YEAR_WITH_SEPARATOR = 10_000
_YEARS_PER_CENTURY = 100

_Parts = tuple[int, ...]
"""A year, a year and month, or a year, month and day."""

_YEAR_ONLY, _TO_THE_MONTH, _TO_THE_DAY = 1, 2, 3


class _Teller:
    """Puts dates into the phrases of one language and length."""

    def __init__(self, phrases: DatePhrases) -> None:
        self._say = phrases

    def tell(self, edtf: Edtf) -> str:
        if edtf.kind is DateKind.DATE:
            return self._date(edtf.members[0].dates[0])
        if edtf.kind is DateKind.INTERVAL:
            return self._interval(*edtf.members)
        return self._set(edtf.members, edtf.kind)

    # ------------------------------------------------------------ intervals and sets

    def _interval(self, start: Member, end: Member) -> str:
        say = self._say
        dates = (*start.dates, *end.dates)
        if not end.dates:
            template = say.since if end.is_open else say.since_end_unknown
        elif not start.dates:
            template = say.until if start.is_open else say.until_start_unknown
        elif dates[0] == dates[1]:
            template = say.throughout
        else:
            return say.lasting.format(range=self._range(dates, say.to))
        return template.format(date=self._date(dates[0], inside=True))

    def _set(self, members: Sequence[Member], kind: DateKind) -> str:
        say = self._say
        is_one_of = kind is DateKind.ONE_OF
        if len(members) > 1:
            told = [self._element(member) for member in members]
            return self._listed(
                told, say.last_of_alternatives if is_one_of else say.last_of_several
            )
        member = members[0]
        if member.is_open:
            earlier = say.or_earlier if is_one_of else say.and_earlier
            later = say.or_later if is_one_of else say.and_later
            template = earlier if member.first is None else later
            return template.format(date=self._date(member.dates[0], inside=True))
        if len(member.dates) == 1:
            return self._date(member.dates[0])
        if is_one_of:
            is_in_doubt = any(date.doubt for date in member.dates)
            template = say.between_in_doubt if is_in_doubt else say.between
            return template.format(range=self._range(member.dates, say.and_))
        return say.all_between.format(range=self._range(member.dates, say.to))

    def _element(self, member: Member) -> str:
        say = self._say
        if len(member.dates) > 1:
            return self._range(member.dates, say.to)
        date = self._date(member.dates[0], inside=True)
        if not member.is_open:
            return date
        return (say.or_earlier if member.first is None else say.or_later).format(date=date)

    def _listed(self, told: Sequence[str], last_separator: str) -> str:
        *most, last = told
        return self._say.separator.join(most) + last_separator + last if most else last

    def _range(self, ends: Sequence[SingleDate], to: str) -> str:
        """Two dates, of which what they share is said once.

        It is said twice when one is in doubt and the other is not, or not in the same way.
        """
        first, last = ends
        are_about = all(set(date.marks) == {"~"} for date in ends)
        parts = _plain_parts(first, with_doubt=are_about)
        last_parts = _plain_parts(last, with_doubt=are_about)
        if parts is not None and last_parts is not None:
            has_one_day = parts == last_parts and first.zone == last.zone
            if has_one_day and first.clock and not are_about:
                return self._say.range_of_clocks.format(
                    first=first.clock, last=self._clock(last), date=self._whole(parts), to=to
                )
            if len(parts) == len(last_parts) and not first.clock and not last.clock:
                return self._range_of_parts(parts, last_parts, to, are_about=are_about)
        return self._say.range.format(
            first=self._date(first, inside=True), last=self._date(last, inside=True), to=to
        )

    def _range_of_parts(
        self, first: _Parts, last: _Parts, to: str, *, are_about: bool = False
    ) -> str:
        say, year = self._say, self._year(first[0])

        def about(told: str) -> str:
            return say.approximate.format(date=told) if are_about else told

        if len(first) == _YEAR_ONLY:
            return say.range_of_years.format(
                first=about(year), last=about(self._year(last[0])), to=to
            )
        if first[0] != last[0]:
            return say.range.format(
                first=about(self._whole(first)), last=about(self._whole(last)), to=to
            )
        if len(first) == _TO_THE_MONTH:
            return say.range_of_months.format(
                first=about(say.months[first[1] - 1]),
                last=about(say.months[last[1] - 1]),
                year=year,
                to=to,
            )
        first_month = say.months_after_a_day[first[1] - 1]
        last_month = say.months_after_a_day[last[1] - 1]
        if first_month == last_month:
            return say.range_of_days.format(
                first=about(str(first[2])),
                last=about(str(last[2])),
                month=last_month,
                year=year,
                to=to,
            )
        return say.range_of_days_in_year.format(
            first=about(str(first[2])),
            first_month=first_month,
            last=about(str(last[2])),
            last_month=last_month,
            year=year,
            to=to,
        )

    # ------------------------------------------------------------------- single dates

    def _date(self, date: SingleDate, *, inside: bool = False) -> str:
        """The date with its doubts; ``inside`` a longer phrase they make no clause."""
        told = self._without_doubt(date)
        if len(set(date.marks)) > 1:
            parts = self._say.separator.join(self._parts_in_doubt(date.marks))
            return self._say.partly.format(date=told, parts=parts)
        return self._doubted(told, date.marks[0], inside=inside)

    def _doubted(self, told: str, mark: str, *, inside: bool) -> str:
        say = self._say
        templates = {
            "~": say.approximate,
            "?": say.uncertain_inside if inside else say.uncertain,
            "%": say.approximate_and_uncertain_inside if inside else say.approximate_and_uncertain,
        }
        return templates[mark].format(date=told) if mark else told

    def _parts_in_doubt(self, marks: Sequence[str]) -> Iterable[str]:
        say = self._say
        templates = {
            "~": say.part_approximate,
            "?": say.part_uncertain,
            "%": say.part_approximate_and_uncertain,
        }
        for mark in dict.fromkeys(marks):
            if mark:
                names = [say.part_names[i] for i, other in enumerate(marks) if other == mark]
                yield templates[mark].format(part=self._listed(names, say.last_of_several))

    def _without_doubt(self, date: SingleDate) -> str:
        parts = _plain_parts(date, with_doubt=True)
        if parts is None:
            return self._vague(date)
        told = self._whole(parts)
        if not date.clock:
            return told
        return self._say.time.format(date=told, clock=self._clock(date))

    def _whole(self, parts: _Parts) -> str:
        """A date without unknown digits."""
        say, year = self._say, self._year(parts[0])
        if len(parts) == _YEAR_ONLY:
            return year
        if len(parts) == _TO_THE_MONTH:
            return say.month.format(month=say.months[parts[1] - 1], year=year)
        return say.day.format(day=parts[2], month=say.months_after_a_day[parts[1] - 1], year=year)

    def _clock(self, date: SingleDate) -> str:
        if not date.zone:
            return date.clock
        if date.zone == "Z":
            return self._say.clock_at_utc.format(clock=date.clock)
        return self._say.clock_at_offset.format(clock=date.clock, offset=date.zone)

    def _year(self, year: int) -> str:
        """A year as people count them: 0 is 1 BC."""
        size = year if year > 0 else 1 - year
        told = str(size)
        if size >= _FIRST_YEAR_WITH_SEPARATOR:
            told = f"{size:,}".replace(",", self._say.thousands_separator)
        if year < 1:
            return self._say.year_before_era.format(year=told)
        return self._say.year_with_era.format(year=told) if year < _FIRST_YEAR_WITHOUT_ERA else told

    # ------------------------------------------- seasons, and dates with unknown digits

    def _vague(self, date: SingleDate) -> str:
        if not date.month:
            return self._year_alone(date)
        if date.month.isdigit() and int(date.month) >= _FIRST_SEASON_CODE:
            season = self._say.seasons[int(date.month) - _FIRST_SEASON_CODE]
            return season.format(year=self._year_of(date.year))
        if "X" in date.month:
            return self._in_some_month(date)
        if date.day in {"", "XX"} or "X" not in date.day:
            return self._in_known_month(date)
        return self._between_core(date, self._say.some_day_between, _TO_THE_DAY)

    def _in_known_month(self, date: SingleDate) -> str:
        """Day, some day or month of a year, of which the year or the day is unknown."""
        say, year = self._say, self._year_of(date.year)
        month = int(date.month) - 1
        if date.day.isdigit():
            return say.day_of_year.format(
                day=int(date.day), month=say.months_after_a_day[month], year=year
            )
        template = say.month_of_year if "X" in date.year else say.month
        told = template.format(month=say.months[month], year=year)
        return say.some_day.format(date=told) if date.day else told

    def _in_some_month(self, date: SingleDate) -> str:
        say = self._say
        if date.month == "XX" and date.day in {"", "XX"}:
            template = say.some_day if date.day else say.some_month
            return template.format(date=self._year_of(date.year))
        if date.day:
            return self._between_core(date, say.some_day_between, _TO_THE_DAY)
        return self._between_core(date, say.some_month_between, _TO_THE_MONTH)

    def _between_core(self, date: SingleDate, template: str, n_parts: int) -> str:
        first = civil_from_seconds(date.t0)[:n_parts]
        last = civil_from_seconds(date.t1 - 1)[:n_parts]
        return template.format(range=self._range_of_parts(first, last, self._say.and_))

    def _year_alone(self, date: SingleDate) -> str:
        say = self._say
        year, _, significant = date.year.removeprefix("Y").partition("S")
        if not significant:
            return self._year_like(year, say.decade, say.year_between)
        between = say.year_between.format(
            first=self._year(civil_from_seconds(date.t0).year),
            last=self._year(civil_from_seconds(date.t1 - 1).year),
        )
        return say.estimated_year.format(year=self._year(int(year)), between=between)

    def _year_of(self, year: str) -> str:
        """The year that a month, day or season belongs to."""
        if "X" in year:
            return self._year_like(year, self._say.year_in_decade, self._say.year_inside)
        return self._year(int(year))

    def _year_like(self, mask: str, decade: str, between: str) -> str:
        """A year with unknown digits."""
        if mask == "XXXX":
            return self._say.unknown_year
        near, far = int(mask.replace("X", "0")), int(mask.replace("X", "9"))
        # The 2000s are a decade to some people and a century to others.
        is_decade = mask[:-1].isdigit() and near % _YEARS_PER_CENTURY
        if is_decade and near >= _FIRST_YEAR_WITHOUT_ERA:
            return decade.format(year=near)
        first, last = (far, min(near, -1)) if mask[0] == "-" else (near, far)
        return between.format(first=self._year(first), last=self._year(last))


def _plain_parts(date: SingleDate, *, with_doubt: bool = False) -> _Parts | None:
    """The numbers of a date without unknown digits, seasons and, as a rule, doubts."""
    written = [part for part in (date.year.removeprefix("Y"), date.month, date.day) if part]
    if (date.doubt and not with_doubt) or any("X" in part or "S" in part for part in written):
        return None
    parts = tuple(int(part) for part in written)
    return parts if len(parts) == _YEAR_ONLY or parts[1] <= MONTHS_PER_YEAR else None
