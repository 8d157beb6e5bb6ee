"""Dates in plain words, as a card or a screen reader says them."""

from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.edtf import (
    DateKind,
    Edtf,
    EdtfError,
    Member,
    Precision,
    SingleDate,
    parse,
)
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.wording import Wording

_FIRST_SEASON_CODE = 21
_LAST_SEASON_CODE = 32
_N_SEASONS = 4


def date_in_words(date: Edtf, wording: Wording) -> str:
    """What the date says, such as "possibly about Jun 2024" or "since 19 Jun 2024"."""
    if date.kind is DateKind.INTERVAL:
        return _interval(date.members[0], date.members[1], wording)
    parts = [_member(member, wording) for member in date.members]
    if len(parts) == 1:
        return parts[0]
    pattern = wording.several_of if date.kind is DateKind.SEVERAL else wording.alternatives_of
    return pattern.format(first=", ".join(parts[:-1]), last=parts[-1])


def published_in_words(published: str, wording: Wording) -> str:
    """A publication date, given as EDTF or empty, in words; as it is when it is no date."""
    try:
        return date_in_words(parse(published), wording) if published else ""
    except EdtfError:
        return published


def window_in_words(window: TimeWindow, wording: Wording) -> str:
    """The months, or years when it is long, that a window reaches over: "Apr – Jul 2031"."""
    first = civil_from_seconds(int(window.t0))
    last = civil_from_seconds(int(window.t1))
    if last.year - first.year > _LONGEST_IN_MONTHS:
        return f"{wording.year(first.year)} – {wording.year(last.year)}"
    end = wording.month(last.year, last.month)
    if (first.year, first.month) == (last.year, last.month):
        days = f"{first.day} – {last.day}" if first.day != last.day else f"{first.day}"
        return f"{days} {end}"
    if first.year == last.year:
        return f"{wording.months[first.month - 1]} – {end}"
    return f"{wording.month(first.year, first.month)} – {end}"


_LONGEST_IN_MONTHS = 5


def _interval(start: Member, end: Member, wording: Wording) -> str:
    if end.first is None:
        pattern = wording.end_unknown if end.is_unknown else wording.since
        return pattern.format(_member(start, wording))
    if start.first is None:
        pattern = wording.start_unknown if start.is_unknown else wording.until
        return pattern.format(_member(end, wording))
    return wording.lasting.format(start=_member(start, wording), end=_member(end, wording))


def _member(member: Member, wording: Wording) -> str:
    if member.first is None and member.last is not None:
        return wording.by_then.format(_single(member.last, wording))
    if member.last is None and member.first is not None:
        return wording.from_then.format(_single(member.first, wording))
    if member.first is None or member.last is None:
        return str(member)
    if member.first is not member.last:
        return wording.some_time.format(
            start=_single(member.first, wording), end=_single(member.last, wording)
        )
    return _single(member.first, wording)


def _single(date: SingleDate, wording: Wording) -> str:
    words = _plain(date, wording)
    if date.is_approximate and date.is_uncertain:
        return wording.possibly_about.format(words)
    if date.is_approximate:
        return wording.about.format(words)
    return wording.possibly.format(words) if date.is_uncertain else words


def _plain(date: SingleDate, wording: Wording) -> str:
    """The date without its doubts; as it is written where words would be longer."""
    first = civil_from_seconds(date.t0)
    is_whole = "X" not in date.year + date.month + date.day and "S" not in date.year
    if not is_whole:
        return _with_unknown_digits(date, first.year, wording)
    if not date.month:
        return wording.year(first.year)
    if int(date.month) >= _FIRST_SEASON_CODE:
        return _season(date, wording)
    if not date.day:
        return wording.month(first.year, first.month)
    day = wording.day(first.year, first.month, first.day)
    return f"{day}, {date.clock}" if date.clock else day


def _with_unknown_digits(date: SingleDate, year: int, wording: Wording) -> str:
    if not date.month and year > 0:
        if date.precision is Precision.DECADE:
            return wording.decade_pattern.format(wording.year(year))
        if date.precision is Precision.CENTURY:
            return wording.century_pattern.format(wording.year(year))
    return date.text


def _season(date: SingleDate, wording: Wording) -> str:
    code = int(date.month)
    if code > _LAST_SEASON_CODE:
        return date.text
    year = int(date.year) if date.year.lstrip("-").isdigit() else 0
    return wording.season_pattern.format(
        season=wording.seasons[(code - _FIRST_SEASON_CODE) % _N_SEASONS], year=wording.year(year)
    )
