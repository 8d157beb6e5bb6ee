from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.civil import (
    CivilTime,
    civil_from_days,
    civil_from_seconds,
    days_from_civil,
    days_in_month,
    is_leap,
    seconds_from_civil,
    shift_months,
)

days_of_many_ages = st.integers(-(10**13), 10**13)


def test_the_count_begins_in_1970() -> None:
    assert days_from_civil(1970, 1, 1) == 0
    assert seconds_from_civil(1970) == 0
    assert civil_from_seconds(0) == CivilTime(1970, 1, 1, 0, 0, 0)


@given(st.dates())
def test_days_agree_with_the_standard_library_where_it_reaches(day: date) -> None:
    days = day.toordinal() - date(1970, 1, 1).toordinal()

    assert days_from_civil(day.year, day.month, day.day) == days
    assert civil_from_days(days) == (day.year, day.month, day.day)


@given(days_of_many_ages)
def test_a_day_of_any_age_comes_back(days: int) -> None:
    assert days_from_civil(*civil_from_days(days)) == days


@given(days_of_many_ages)
def test_the_next_day_is_one_later_on_the_calendar(days: int) -> None:
    year, month, day = civil_from_days(days)

    if day < days_in_month(year, month):
        tomorrow = (year, month, day + 1)
    elif month < 12:
        tomorrow = (year, month + 1, 1)
    else:
        tomorrow = (year + 1, 1, 1)

    assert civil_from_days(days + 1) == tomorrow


@given(st.integers(-(2**61), 2**61))
def test_a_second_of_any_age_comes_back(seconds: int) -> None:
    assert seconds_from_civil(*civil_from_seconds(seconds)) == seconds


def test_the_year_0_lies_between_minus_1_and_1_and_is_a_leap_year() -> None:
    assert civil_from_days(days_from_civil(1, 1, 1) - 1) == (0, 12, 31)
    assert civil_from_days(days_from_civil(0, 1, 1) - 1) == (-1, 12, 31)
    assert is_leap(0)
    assert days_in_month(0, 2) == 29


@pytest.mark.parametrize(
    ("year", "leap"), [(2024, True), (2023, False), (1900, False), (2000, True), (-4, True)]
)
def test_leap_years_follow_the_gregorian_rule_at_any_time(year: int, leap: bool) -> None:
    assert is_leap(year) is leap


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ((2024, 6, 1), 1, (2024, 7, 1)),
        ((2024, 1, 1), -1, (2023, 12, 1)),
        ((2024, 3, 31), -1, (2024, 2, 29)),
        ((2023, 3, 31), -1, (2023, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((1, 1, 15), -24, (-1, 1, 15)),
    ],
)
def test_shifting_by_months_keeps_the_day_where_the_month_has_it(
    start: tuple[int, int, int], months: int, end: tuple[int, int, int]
) -> None:
    shifted = shift_months(seconds_from_civil(*start, 13, 30, 5), months)

    assert civil_from_seconds(shifted) == CivilTime(*end, 13, 30, 5)
