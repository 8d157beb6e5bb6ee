import pickle

import pytest

from stanceline.domain.civil import SECONDS_PER_DAY, civil_from_seconds, seconds_from_civil
from stanceline.domain.edtf import (
    OPEN_END,
    OPEN_START,
    DateKind,
    EdtfError,
    Padding,
    Precision,
    bounds_of,
    is_before,
    parse,
    sort_key,
)


def outer_days(text: str, padding: Padding | None = None) -> tuple[str, str]:
    """The outer bounds as ISO days, the second one excluded."""
    bounds = bounds_of(parse(text), padding) if padding else parse(text).bounds
    o0, o1 = (civil_from_seconds(seconds) for seconds in (bounds.o0, bounds.o1))
    return (
        f"{o0.year:04}-{o0.month:02}-{o0.day:02}",
        f"{o1.year:04}-{o1.month:02}-{o1.day:02}",
    )


# ------------------------------------------------------------------------------ reading


def test_white_space_around_a_date_is_ignored() -> None:
    assert parse("  2024-06-19\n") == parse("2024-06-19")


def test_dates_can_be_looked_up_and_compared() -> None:
    assert parse("2024-06-19") == parse("2024-06-19")
    assert parse("2024-06-19") != parse("2024-06-19~")
    assert len({parse("2024"), parse("2024"), parse("2024?")}) == 2


def test_a_date_has_itself_as_its_only_member() -> None:
    (member,) = parse("2024-06-19~").members

    assert member.first is member.last
    assert str(member) == "2024-06-19~"
    assert member.is_approximate
    assert not member.is_uncertain
    assert member.precision is Precision.DAY


def test_an_interval_has_its_two_ends_as_members() -> None:
    start, end = parse("2024-06-19?/..").members

    assert start.is_uncertain
    assert not start.is_open
    assert end.is_open
    assert not end.is_unknown
    assert end.dates == ()
    assert end.precision is None
    assert (end.t0, end.t1, end.o0, end.o1) == (OPEN_END,) * 4


def test_an_unknown_end_is_not_an_open_one() -> None:
    start, _ = parse("/2024-06-19").members

    assert start.is_unknown
    assert not start.is_open
    assert (start.t0, start.t1) == (OPEN_START, OPEN_START)


def test_a_set_has_its_listed_dates_and_ranges_as_members() -> None:
    single, span = parse("[1667,1670..1672]").members

    assert [str(date) for date in single.dates] == ["1667"]
    assert [str(date) for date in span.dates] == ["1670", "1672"]
    assert (span.t0, span.t1) == (seconds_from_civil(1670), seconds_from_civil(1673))
    assert not span.is_open


def test_a_range_without_an_end_is_open_on_that_side() -> None:
    (member,) = parse("[2024-06-01..]").members

    assert member.is_open
    assert member.first is not None
    assert member.last is None
    assert member.t1 == OPEN_END


def test_lasting_and_some_day_within_are_told_apart() -> None:
    lasting, within = parse("2024-06-01/2024-06-10"), parse("[2024-06-01..2024-06-10]")

    assert lasting.bounds == within.bounds
    assert (lasting.kind, within.kind) == (DateKind.INTERVAL, DateKind.ONE_OF)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-06-2X", "2024-06-20", "2024-06-29"),
        ("2024-06-0X", "2024-06-01", "2024-06-09"),
        ("2024-06-3X", "2024-06-30", "2024-06-30"),
        ("2023-02-2X", "2023-02-20", "2023-02-28"),
        ("2024-06-X5", "2024-06-05", "2024-06-25"),
        ("2024-XX-31", "2024-01-31", "2024-12-31"),
        ("2024-0X", "2024-01-01", "2024-09-30"),
        ("156X-02-29", "1560-02-29", "1568-02-29"),
        ("1X85", "1085-01-01", "1985-12-31"),
        ("199X-24", "1990-12-01", "2000-02-29"),
    ],
)
def test_unknown_digits_bound_the_days_that_exist(text: str, first: str, last: str) -> None:
    within = parse(f"[{first}..{last}]")

    assert (parse(text).bounds.t0, parse(text).bounds.t1) == (within.bounds.t0, within.bounds.t1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("-156X", (-1569, 1, 1), (-1560, 12, 31)),
        ("-000X", (-9, 1, 1), (-1, 12, 31)),
        ("-156X-02-29", (-1568, 2, 29), (-1560, 2, 29)),
        ("-1985-04", (-1985, 4, 1), (-1985, 4, 30)),
        ("-0044S1", (-49, 1, 1), (-40, 12, 31)),
        ("0000", (0, 1, 1), (0, 12, 31)),
    ],
)
def test_years_before_1_count_backwards(
    text: str, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    bounds = parse(text).bounds

    assert civil_from_seconds(bounds.t0)[:3] == first
    assert civil_from_seconds(bounds.t1 - 1)[:3] == last


@pytest.mark.parametrize(
    ("text", "precision", "n_seconds"),
    [
        ("2024-06-19T14:30", Precision.MINUTE, 60),
        ("2024-06-19T14:30Z", Precision.MINUTE, 60),
        ("2024-06-19T14:30:00~", Precision.SECOND, 1),
        ("2024-06-19T10:00/2024-06-19T12:00", Precision.MINUTE, 7260),
    ],
)
def test_clock_times_may_stop_at_the_minute_and_bound_intervals(
    text: str, precision: Precision, n_seconds: int
) -> None:
    date = parse(text)

    assert date.precision is precision
    assert date.bounds.t1 - date.bounds.t0 == n_seconds
    assert str(date) == text


def test_the_largest_year_keeps_its_bounds_inside_the_sentinels() -> None:
    far, near = parse("Y100000000000%").bounds, parse("Y-100000000000%").bounds

    assert far.o1 < OPEN_END
    assert near.o0 > OPEN_START


# ------------------------------------------------------------------------------ writing


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Y0170000002", "Y170000002"),
        ("Y17E7", "Y170000000"),
        ("?2004-06-11", "2004?-06-11"),
        ("?2004-?06-11", "2004-06?-11"),
        ("~2004-~06-~11", "2004-06-11~"),
        ("2004?-06-11~", "2004%-~06-~11"),
        ("2004~-06?", "2004%-?06"),
        ("2004-06-19~T10:00:00", "2004-06-19T10:00:00~"),
        ("[2009..2009]", "[2009]"),
        ("[2010,2009,2010]", "[2010,2009]"),
        ("{1670..1672,1670..1672}", "{1670..1672}"),
        ("0044S1", "0044S1"),
    ],
)
def test_the_same_date_is_always_written_in_the_same_way(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical
    assert parse(text) == parse(canonical)
    assert parse(text).bounds == parse(canonical).bounds
    assert parse(text).flags == parse(canonical).flags


# ----------------------------------------------------------------------------- outer bounds


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2024-06-20", "2024-06-20", "2024-06-21"),
        ("2024-06-20~", "2024-06-18", "2024-06-23"),
        ("2024-06-20?", "2024-06-18", "2024-06-23"),
        ("2024-06-20%", "2024-06-16", "2024-06-25"),
        ("2024-06-2X~", "2024-06-13", "2024-07-07"),
        ("2024-06~", "2024-05-01", "2024-08-01"),
        ("2024-06%", "2024-04-01", "2024-09-01"),
        ("2024-21~", "2024-02-01", "2024-07-01"),
        ("2024-33~", "2023-12-01", "2024-05-01"),
        ("2024~", "2023-01-01", "2026-01-01"),
        ("196X~", "1955-01-01", "1975-01-01"),
        ("19XX~", "1880-01-01", "2020-01-01"),
        ("2024~/2026", "2023-01-01", "2027-01-01"),
        ("2024/2026?", "2024-01-01", "2028-01-01"),
        ("[2009?,2012]", "2008-01-01", "2013-01-01"),
        ("2004~-06-11", "2003-06-11", "2005-06-12"),
        ("2004-06~-11", "2004-05-11", "2004-07-12"),
        ("2004-06-~11", "2004-06-09", "2004-06-14"),
        ("2004-%06-11", "2004-04-11", "2004-08-12"),
        ("2004?-06-~11", "2003-06-11", "2005-06-12"),
    ],
)
def test_doubt_widens_the_outer_bounds_by_what_is_in_doubt(
    text: str, first: str, after: str
) -> None:
    assert outer_days(text) == (first, after)


def test_padding_is_a_setting() -> None:
    generous = Padding(day_days=10, month_months=3)

    assert outer_days("2024-06-20~", generous) == ("2024-06-10", "2024-07-01")
    assert outer_days("2024-06~", generous) == ("2024-03-01", "2024-10-01")


def test_an_unknown_end_may_be_anywhere_after_the_start() -> None:
    bounds = parse("1985/").bounds

    assert bounds.t1 == seconds_from_civil(1986)
    assert bounds.o1 == OPEN_END


def test_an_unknown_start_may_be_anywhere_before_the_end() -> None:
    bounds = parse("/1985").bounds

    assert bounds.t0 == seconds_from_civil(1985)
    assert bounds.o0 == OPEN_START


# ---------------------------------------------------------------------------------- order


def test_dates_sort_by_start_and_the_precise_ones_first() -> None:
    texts = ["2024-06-19", "2024/..", "2023", "2024-01-01", "2024", "../2023-06-30", "2024-01"]

    assert sorted(texts, key=lambda text: sort_key(parse(text))) == [
        "2023",
        "../2023-06-30",
        "2024-01-01",
        "2024-01",
        "2024",
        "2024/..",
        "2024-06-19",
    ]


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2024-06-19", "2024-06-20", True),
        ("2024-06-20", "2024-06-19", False),
        ("2024-06-19", "2024-06-19", None),
        ("2024-06-19", "2024-06", None),
        ("2024-06-19", "2024-06-20~", None),
        ("2024-06-17", "2024-06-20~", True),
        ("2023/", "2024-06-19", None),
        ("2023/..", "2024-06-19", None),
        ("../2023", "2024-06-19", True),
        ("2024-07/..", "2024-06-19", False),
        ("[2024-06-01..2024-06-10]", "2024-06-11", True),
    ],
)
def test_one_date_is_before_another_only_when_it_must_be(
    a: str, b: str, answer: bool | None
) -> None:
    assert is_before(parse(a), parse(b)) is answer


# --------------------------------------------------------------------------------- errors

NO_YEAR = "a date begins with a year of four digits, as in 2024-06-19"
NO_DOTS = "dots stand only in brackets, as in [a..b], or for an open end, as in a/.."

REFUSED = [
    ("", 0, "a date is missing"),
    ("   ", 3, "a date is missing"),
    ("2024-13", 5, "there is no month 13"),
    ("2024-00", 5, "there is no month 00"),
    ("2024-20", 5, "there is no month 20"),
    ("2024-42", 5, "there is no month 42"),
    ("2024-2X", 5, "there is no month 2X"),
    ("2024-06-00", 8, "there is no day 00"),
    ("2024-06-32", 8, "there is no day 32"),
    ("2024-06-31", 8, "month 06 of 2024 has only 30 days"),
    ("2023-02-29", 8, "month 02 of 2023 has only 28 days"),
    ("1900-02-29", 8, "month 02 of 1900 has only 28 days"),
    ("2023-02-3X", 8, "month 02 of 2023 has only 28 days"),
    ("15X1-02-29", 8, "there is no day 29 in any month that this could be"),
    ("XXXX-02-30", 8, "there is no day 30 in any month that this could be"),
    ("2024-21-05", 8, "a season or quarter has no days"),
    ("  2024-13", 7, "there is no month 13"),
    ("24", 0, NO_YEAR),
    ("19 June 2024", 0, NO_YEAR),
    ("19/06/2024", 5, "an interval has two ends and one slash"),
    ("June", 0, NO_YEAR),
    ("2024 June", 4, "there must be no space in it; a time of day follows a T"),
    ("2024-June", 5, "“J” has no place in a date"),
    ("20245", 0, "a year of more than four digits begins with Y"),
    ("-20245", 0, "a year of more than four digits begins with Y"),
    ("-0000", 0, "there is no year -0000; the year before 0001 is 0000"),
    ("-0000-01", 0, "there is no year -0000; the year before 0001 is 0000"),
    ("-0000S1", 0, "there is no year -0000; the year before 0001 is 0000"),
    ("Y2024", 0, "Y is only for years of more than four digits"),
    ("Y", 0, NO_YEAR),
    ("Y17E7-12-26", 6, "a year with Y or S stands alone, without month, day or time"),
    ("Y12345T10:00:00", 7, "a year with Y or S stands alone, without month, day or time"),
    ("Y9E999999", 0, "the year is too far away"),
    ("Y100000000001", 0, "the year is too far away"),
    ("Y" + "9" * 5000, 0, "the year is too far away"),
    ("1950S0", 0, "S must be followed by a number from 1 to 4"),
    ("1950S5", 0, "S must be followed by a number from 1 to 4"),
    ("2024-6-1", 5, "a month has two digits"),
    ("2024-", 5, "a month has two digits"),
    ("2024-006", 5, "a month has two digits"),
    ("2024-06-1", 8, "a day has two digits"),
    ("2024-06-", 8, "a day has two digits"),
    ("2024-06-190", 8, "a day has two digits"),
    ("2024-06-19-01", 10, "“-01” cannot stand here"),
    ("2024–06–19", 4, "the parts are joined by plain hyphens"),
    ("2024-06-xx", 8, "an unknown digit is a capital X"),
    ("199u", 3, "an unknown digit is a capital X"),
    ("1984?~", 5, "? and ~ together are written %"),
    ("20240619", 0, "a year of more than four digits begins with Y"),
    ("٢٠٢٤", 0, NO_YEAR),
    ("2024T10:00:00", 5, "a time of day needs a whole date before it"),
    ("2024-06-XXT10:00:00", 11, "a time of day needs a whole date before it"),
    ("2024-06-19T", 10, "a time of day is written hh:mm:ss"),
    ("2024-06-19T9:30", 10, "a time of day is written hh:mm:ss"),
    ("2024-06-19T24:00:00", 11, "there is no hour 24"),
    ("2024-06-19T23:60:00", 14, "there is no minute 60"),
    ("2024-06-19T23:59:60", 17, "there is no second 60"),
    ("2024-06-19T10:00:00+15:00", 19, "there is no zone +15:00"),
    ("2024-06-19T10:00:00+02:60", 19, "there is no zone +02:60"),
    ("2024-06-19T10:00:00-00:00", 19, "the zone without an offset is written Z or +00:00"),
    (
        "2024-06-19T10:00:00+2",
        10,
        "after a time of day only an offset can follow, as in Z or +02:00",
    ),
    (
        "2024~-06-19T10:00:00",
        12,
        "with a time of day, a qualifier can only stand at the end",
    ),
    ("2024-06-19 14:30", 10, "there must be no space in it; a time of day follows a T"),
    ("2024/2023", 5, "it would end (2023) before it starts (2024)"),
    ("2024-06-02/2024-06-01", 11, "it would end (2024-06-01) before it starts (2024-06-02)"),
    ("/", 0, "an interval needs a date at one end at least"),
    ("../..", 0, "an interval needs a date at one end at least"),
    ("2024/2025/2026", 9, "an interval has two ends and one slash"),
    ("2024/2025-13", 10, "there is no month 13"),
    ("2024 / 2025", 4, "there must be no space in it; a time of day follows a T"),
    ("..", 0, NO_DOTS),
    ("2024..2025", 4, NO_DOTS),
    ("19.06.2024", 2, NO_DOTS),
    ("[2024", 4, "a set that begins with [ ends with ]"),
    ("[", 0, "a set that begins with [ ends with ]"),
    ("[2024}", 5, "a set that begins with [ ends with ]"),
    ("[]", 1, "a date is missing"),
    ("{2024,}", 6, "a date is missing"),
    ("[..]", 1, "two dots need a date on one side at least"),
    ("[2010..2009]", 7, "the range would end (2009) before it starts (2010)"),
    ("[2009,..2010]", 6, "an open start can only stand first in a set"),
    ("[2009..,2010]", 5, "an open end can only stand last in a set"),
    ("[2009,2010-13]", 11, "there is no month 13"),
    ("[2009/2010]", 5, "“/” has no place in a date"),
    ("2024]", 4, "“]” has no place in a date"),
]


@pytest.mark.parametrize(("text", "position", "reason"), REFUSED)
def test_what_is_no_date_is_refused_with_its_place_and_a_reason(
    text: str, position: int, reason: str
) -> None:
    with pytest.raises(EdtfError) as caught:
        parse(text)

    assert (caught.value.position, caught.value.reason) == (position, reason)
    assert caught.value.text == text


def test_an_error_is_one_plain_sentence() -> None:
    with pytest.raises(EdtfError) as caught:
        parse("2024-13")

    assert str(caught.value) == ('"2024-13" is not a date: there is no month 13 (at character 6)')


def test_an_error_shows_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(EdtfError) as caught:
        parse("9" * 1_000_000)

    assert len(str(caught.value)) < 150


def test_an_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(EdtfError("2024-13", 5, "there is no month 13")))

    assert (error.text, error.position) == ("2024-13", 5)


def test_a_position_counts_code_points() -> None:
    with pytest.raises(EdtfError) as caught:
        parse("2024-06😀")

    assert caught.value.position == 7


def test_a_day_lasts_from_midnight_to_midnight() -> None:
    bounds = parse("2024-06-19").bounds

    assert bounds.t0 % SECONDS_PER_DAY == 0
    assert bounds.t1 - bounds.t0 == SECONDS_PER_DAY
