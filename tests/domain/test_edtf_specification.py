"""Every example of the EDTF specification of 4 February 2019, with what it bounds."""

from datetime import date

import pytest

from stanceline.domain.civil import SECONDS_PER_DAY, civil_from_seconds, seconds_from_civil
from stanceline.domain.edtf import OPEN_END, OPEN_START, DateKind, Flag, Precision, parse

OPEN = ".."

LEVEL_0 = [
    ("1985-04-12", "1985-04-12", "1985-04-12", Precision.DAY),
    ("1985-04", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985", "1985-01-01", "1985-12-31", Precision.YEAR),
    ("1964/2008", "1964-01-01", "2008-12-31", Precision.YEAR),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", Precision.MONTH),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", Precision.DAY),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", Precision.MONTH),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", Precision.YEAR),
    ("2005/2006-02", "2005-01-01", "2006-02-28", Precision.YEAR),
]

LEVEL_1 = [
    ("2001-21", "2001-03-01", "2001-05-31", Precision.SEASON),
    ("2001-22", "2001-06-01", "2001-08-31", Precision.SEASON),
    ("2001-23", "2001-09-01", "2001-11-30", Precision.SEASON),
    ("2001-24", "2001-12-01", "2002-02-28", Precision.SEASON),
    ("1984?", "1984-01-01", "1984-12-31", Precision.YEAR),
    ("2004-06~", "2004-06-01", "2004-06-30", Precision.MONTH),
    ("2004-06-11%", "2004-06-11", "2004-06-11", Precision.DAY),
    ("201X", "2010-01-01", "2019-12-31", Precision.DECADE),
    ("20XX", "2000-01-01", "2099-12-31", Precision.CENTURY),
    ("2004-XX", "2004-01-01", "2004-12-31", Precision.YEAR),
    ("1985-04-XX", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", Precision.YEAR),
    ("1985-04-12/..", "1985-04-12", OPEN, Precision.DAY),
    ("1985-04/..", "1985-04-01", OPEN, Precision.MONTH),
    ("1985/..", "1985-01-01", OPEN, Precision.YEAR),
    ("../1985-04-12", OPEN, "1985-04-12", Precision.DAY),
    ("../1985-04", OPEN, "1985-04-30", Precision.MONTH),
    ("../1985", OPEN, "1985-12-31", Precision.YEAR),
    ("1985-04-12/", "1985-04-12", "1985-04-12", Precision.DAY),
    ("1985-04/", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985/", "1985-01-01", "1985-12-31", Precision.YEAR),
    ("/1985-04-12", "1985-04-12", "1985-04-12", Precision.DAY),
    ("/1985-04", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("/1985", "1985-01-01", "1985-12-31", Precision.YEAR),
    ("1984~/2004-06", "1984-01-01", "2004-06-30", Precision.YEAR),
    ("1984/2004-06~", "1984-01-01", "2004-06-30", Precision.YEAR),
    ("1984~/2004~", "1984-01-01", "2004-12-31", Precision.YEAR),
    ("1984?/2004%", "1984-01-01", "2004-12-31", Precision.YEAR),
    ("1984-06?/2004-08?", "1984-06-01", "2004-08-31", Precision.MONTH),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08", Precision.DAY),
    ("1984-06-02?/", "1984-06-02", "1984-06-02", Precision.DAY),
]

LEVEL_2 = [
    ("1950S2", "1900-01-01", "1999-12-31", Precision.CENTURY),
    ("2001-25", "2001-03-01", "2001-05-31", Precision.SEASON),
    ("2001-26", "2001-06-01", "2001-08-31", Precision.SEASON),
    ("2001-27", "2001-09-01", "2001-11-30", Precision.SEASON),
    ("2001-28", "2001-12-01", "2002-02-28", Precision.SEASON),
    ("2001-29", "2001-09-01", "2001-11-30", Precision.SEASON),
    ("2001-30", "2001-12-01", "2002-02-28", Precision.SEASON),
    ("2001-31", "2001-03-01", "2001-05-31", Precision.SEASON),
    ("2001-32", "2001-06-01", "2001-08-31", Precision.SEASON),
    ("2001-33", "2001-01-01", "2001-03-31", Precision.QUARTER),
    ("2001-34", "2001-04-01", "2001-06-30", Precision.QUARTER),
    ("2001-35", "2001-07-01", "2001-09-30", Precision.QUARTER),
    ("2001-36", "2001-10-01", "2001-12-31", Precision.QUARTER),
    ("2001-37", "2001-01-01", "2001-04-30", Precision.THIRD_OF_YEAR),
    ("2001-38", "2001-05-01", "2001-08-31", Precision.THIRD_OF_YEAR),
    ("2001-39", "2001-09-01", "2001-12-31", Precision.THIRD_OF_YEAR),
    ("2001-40", "2001-01-01", "2001-06-30", Precision.HALF_YEAR),
    ("2001-41", "2001-07-01", "2001-12-31", Precision.HALF_YEAR),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", Precision.YEAR),
    ("[..1760-12-03]", OPEN, "1760-12-03", Precision.DAY),
    ("[1760-12..]", "1760-12-01", OPEN, Precision.MONTH),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", OPEN, Precision.MONTH),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31", Precision.YEAR),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", Precision.YEAR),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31", Precision.YEAR),
    ("{..1984}", OPEN, "1984-12-31", Precision.YEAR),
    ("2004-06~-11", "2004-06-11", "2004-06-11", Precision.DAY),
    ("2004?-06-11", "2004-06-11", "2004-06-11", Precision.DAY),
    ("2004-%06-11", "2004-06-11", "2004-06-11", Precision.DAY),
    ("156X-12-25", "1560-12-25", "1569-12-25", Precision.DECADE),
    ("15XX-12-25", "1500-12-25", "1599-12-25", Precision.CENTURY),
    ("1XXX-XX", "1000-01-01", "1999-12-31", Precision.MILLENNIUM),
    ("1XXX-12", "1000-12-01", "1999-12-31", Precision.MILLENNIUM),
    ("1984-1X", "1984-10-01", "1984-12-31", Precision.QUARTER),
    ("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20", Precision.DAY),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", Precision.MONTH),
]

CLOCK_TIMES = [
    ("1985-04-12T23:20:30", ""),
    ("1985-04-12T23:20:30Z", "Z"),
    ("1985-04-12T23:20:30-04", "-04"),
    ("1985-04-12T23:20:30+04:30", "+04:30"),
]

YEARS_BEYOND_THE_STANDARD_LIBRARY = [
    ("Y170000002", 170_000_002, 170_000_002, Precision.YEAR),
    ("Y-170000002", -170_000_002, -170_000_002, Precision.YEAR),
    ("-1985", -1985, -1985, Precision.YEAR),
    ("Y-17E7", -170_000_000, -170_000_000, Precision.YEAR),
    ("Y171010000S3", 171_000_000, 171_999_999, Precision.AGES),
    ("Y3388E2S3", 338_000, 338_999, Precision.MILLENNIUM),
]

REWRITTEN = {
    "Y-17E7": "Y-170000000",
    "Y3388E2S3": "Y338800S3",
    "?2004-06-~11": "2004?-06-~11",
}

ALL_TEXTS = [
    *(text for text, *_ in LEVEL_0 + LEVEL_1 + LEVEL_2),
    *(text for text, _ in CLOCK_TIMES),
    *(text for text, *_ in YEARS_BEYOND_THE_STANDARD_LIBRARY),
    "?2004-06-~11",
    "XXXX-12-XX",
]


def seconds_of(day: str) -> int:
    """The civil second at which an ISO day begins, by the standard library."""
    epoch = date(1970, 1, 1).toordinal()
    return (date.fromisoformat(day).toordinal() - epoch) * SECONDS_PER_DAY


@pytest.mark.parametrize(("text", "first", "last", "precision"), LEVEL_0 + LEVEL_1 + LEVEL_2)
def test_an_example_bounds_the_days_it_names(
    text: str, first: str, last: str, precision: Precision
) -> None:
    date_ = parse(text)

    assert date_.bounds.t0 == (OPEN_START if first == OPEN else seconds_of(first))
    assert date_.bounds.t1 == (OPEN_END if last == OPEN else seconds_of(last) + SECONDS_PER_DAY)
    assert date_.precision is precision


@pytest.mark.parametrize(("text", "first", "last", "precision"), YEARS_BEYOND_THE_STANDARD_LIBRARY)
def test_a_far_year_bounds_the_years_it_names(
    text: str, first: int, last: int, precision: Precision
) -> None:
    bounds = parse(text).bounds

    assert civil_from_seconds(bounds.t0) == (first, 1, 1, 0, 0, 0)
    assert civil_from_seconds(bounds.t1) == (last + 1, 1, 1, 0, 0, 0)
    assert parse(text).precision is precision


@pytest.mark.parametrize(("text", "zone"), CLOCK_TIMES)
def test_a_clock_time_bounds_its_second_on_the_clock_of_the_place(text: str, zone: str) -> None:
    date_ = parse(text)
    second = seconds_from_civil(1985, 4, 12, 23, 20, 30)

    assert (date_.bounds.t0, date_.bounds.t1) == (second, second + 1)
    assert date_.precision is Precision.SECOND
    assert date_.members[0].dates[0].zone == zone


def test_a_month_of_an_unknown_year_bounds_the_years_of_four_digits() -> None:
    bounds = parse("XXXX-12-XX").bounds

    assert civil_from_seconds(bounds.t0)[:3] == (0, 12, 1)
    assert civil_from_seconds(bounds.t1)[:3] == (10_000, 1, 1)


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_an_example_is_written_as_it_was_read(text: str) -> None:
    date_ = parse(text)

    assert str(date_) == REWRITTEN.get(text, text)
    assert parse(str(date_)) == date_


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_an_example_has_the_kind_that_its_brackets_say(text: str) -> None:
    kinds = {"[": DateKind.ONE_OF, "{": DateKind.SEVERAL}
    otherwise = DateKind.INTERVAL if "/" in text else DateKind.DATE

    assert parse(text).kind is kinds.get(text[0], otherwise)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("1984?", {Flag.START_UNCERTAIN, Flag.END_UNCERTAIN}),
        ("2004-06~", {Flag.START_APPROXIMATE, Flag.END_APPROXIMATE}),
        (
            "2004-06-11%",
            {
                Flag.START_UNCERTAIN,
                Flag.END_UNCERTAIN,
                Flag.START_APPROXIMATE,
                Flag.END_APPROXIMATE,
            },
        ),
        ("1985/..", {Flag.END_OPEN}),
        ("../1985", {Flag.START_OPEN}),
        ("1985/", {Flag.END_UNKNOWN}),
        ("/1985", {Flag.START_UNKNOWN}),
        ("1984~/2004-06", {Flag.START_APPROXIMATE}),
        ("1984/2004-06~", {Flag.END_APPROXIMATE}),
        ("1984?/2004%", {Flag.START_UNCERTAIN, Flag.END_UNCERTAIN, Flag.END_APPROXIMATE}),
        ("1984-06-02?/", {Flag.START_UNCERTAIN, Flag.END_UNKNOWN}),
        ("[..1760-12-03]", {Flag.ONE_OF, Flag.START_OPEN}),
        ("[1760-12..]", {Flag.ONE_OF, Flag.END_OPEN}),
        ("[1667,1668,1670..1672]", {Flag.ONE_OF}),
        ("{1960,1961-12}", {Flag.SEVERAL}),
        ("1985-04-12", set()),
        ("1964/2008", set()),
    ],
)
def test_flags_say_what_is_open_unknown_or_in_doubt(text: str, flags: set[Flag]) -> None:
    assert parse(text).flags == flags
