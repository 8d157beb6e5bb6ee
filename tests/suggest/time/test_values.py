"""Stretches of the calendar and what is written for them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.civil import SECONDS_PER_DAY, days_from_civil
from stanceline.domain.edtf import parse
from stanceline.suggest.time.holidays import easter_sunday, holiday_in_year
from stanceline.suggest.time.values import (
    Unit,
    century_stretch,
    closing_part,
    date_stretch,
    decade_stretch,
    early_part,
    ending_before,
    last_before,
    late_part,
    middle_part,
    month_stretch,
    next_after,
    one_of,
    opening_part,
    season_stretch,
    shifted,
    unit_around,
    week_stretch,
    within,
    year_stretch,
)

_DAYS = st.integers(days_from_civil(-3000, 1, 1), days_from_civil(3000, 12, 31))


@given(day=_DAYS, unit=st.sampled_from([each for each in Unit if each is not Unit.WEEKEND]))
def test_the_unit_around_a_day_holds_it_and_is_written_as_it_is_counted(day, unit):
    stretch = unit_around(day, unit)
    date = parse(stretch.edtf).bounds
    assert stretch.first <= day <= stretch.last
    assert date.t0 == stretch.first * SECONDS_PER_DAY
    assert date.t1 == (stretch.last + 1) * SECONDS_PER_DAY


@given(day=_DAYS, unit=st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR]))
def test_the_next_of_the_last_is_the_same_again(day, unit):
    stretch = unit_around(day, unit)
    assert last_before(next_after(stretch)) == stretch


@given(first=_DAYS, length=st.integers(0, 5000))
def test_some_day_between_two_days_is_written_with_both(first, length):
    date = parse(within(first, first + length).edtf).bounds
    assert (date.t0, date.t1) == (first * SECONDS_PER_DAY, (first + length + 1) * SECONDS_PER_DAY)


@given(day=_DAYS, unit=st.sampled_from([Unit.MONTH, Unit.SEASON, Unit.YEAR, Unit.DECADE]))
def test_the_thirds_of_a_stretch_follow_each_other_and_fill_it(day, unit):
    whole = unit_around(day, unit)
    thirds = [part(whole) for part in (early_part, middle_part, late_part)]
    assert (thirds[0].first, thirds[2].last) == (whole.first, whole.last)
    for before, after in pairwise(thirds):
        assert after.first == before.last + 1
    assert opening_part(whole).first == whole.first
    assert closing_part(whole).last == whole.last


@pytest.mark.parametrize(
    ("stretch", "edtf"),
    [
        (decade_stretch(1990), "199X"),
        (decade_stretch(-488), "[-0488..-0479]"),
        (century_stretch(20), "19XX"),
        (century_stretch(8, before_our_era=True), "[-0799..-0700]"),
        (season_stretch(1941, 24), "1941-24"),
        (week_stretch(days_from_civil(2024, 6, 30)), "[2024-06-24..2024-06-30]"),
        (year_stretch(-649).marked("~"), "-0649~"),
        (year_stretch(1950).marked("~").marked("?"), "1950%"),
        (one_of([year_stretch(2009), year_stretch(2010)]).marked("?"), "[2009?,2010?]"),
        (ending_before(year_stretch(1990)), "[..1989]"),
        (ending_before(date_stretch(2024, 3, 1)), "[..2024-02-29]"),
        (month_stretch(2024, 13), "2025-01"),
    ],
)
def test_a_stretch_is_written_as_edtf(stretch, edtf):
    assert stretch.edtf == edtf
    parse(edtf)


def test_a_step_is_no_finer_than_its_unit():
    day = days_from_civil(2024, 3, 31)
    assert shifted(day, -3, Unit.DAY).edtf == "2024-03-28"
    assert shifted(day, -3, Unit.WEEK).edtf == "2024-03-10~"
    assert shifted(day, -1, Unit.MONTH).edtf == "2024-02"
    assert shifted(day, -3, Unit.YEAR).edtf == "2021"
    assert shifted(day, -1, Unit.DECADE).edtf == "2014~"


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2024, 3, 31)]
)
def test_easter_falls_where_the_tables_have_it(year, month, day):
    assert easter_sunday(year) == days_from_civil(year, month, day)


def test_moving_holidays_are_found_in_their_month():
    assert holiday_in_year(2024, "11-thu-4").edtf == "2024-11-28"
    assert holiday_in_year(2024, "05-mon-last").edtf == "2024-05-27"
    assert holiday_in_year(2024, "easter-2").edtf == "2024-03-29"
