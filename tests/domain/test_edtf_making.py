import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stanceline.domain.civil import SECONDS_PER_DAY, seconds_from_civil
from stanceline.domain.edtf import Precision, parse
from stanceline.domain.edtf_making import (
    DateOutOfReach,
    date_at,
    finer,
    fitting_precision,
    month_place,
    nearest_border,
    span_between,
)

NOON = seconds_from_civil(2024, 6, 19, 12, 34, 56)
FIRST, LAST = seconds_from_civil(-4000), seconds_from_civil(9999)
CALENDAR = [
    precision for precision in Precision if precision not in {Precision.WEEK, Precision.AGES}
]
seconds = st.integers(FIRST, LAST - 1)
precisions = st.sampled_from(CALENDAR)


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        (Precision.SECOND, "2024-06-19T12:34:56"),
        (Precision.MINUTE, "2024-06-19T12:34"),
        (Precision.DAY, "2024-06-19"),
        (Precision.MONTH, "2024-06"),
        (Precision.SEASON, "2024-22"),
        (Precision.QUARTER, "2024-34"),
        (Precision.THIRD_OF_YEAR, "2024-38"),
        (Precision.HALF_YEAR, "2024-40"),
        (Precision.YEAR, "2024"),
        (Precision.DECADE, "202X"),
        (Precision.CENTURY, "20XX"),
        (Precision.MILLENNIUM, "2XXX"),
    ],
)
def test_date_at_a_second_is_as_wide_as_asked(precision: Precision, text: str):
    assert str(date_at(NOON + 0.4, precision)) == text


def test_years_before_the_first_and_beyond_the_ten_thousandth_are_written():
    caesar = seconds_from_civil(-43, 3, 15)
    assert str(date_at(caesar, Precision.DAY)) == "-0043-03-15"
    assert str(date_at(caesar, Precision.DECADE)) == "-004X"
    assert str(date_at(seconds_from_civil(-1), Precision.CENTURY)) == "-00XX"
    assert str(date_at(seconds_from_civil(0), Precision.YEAR)) == "0000"
    assert str(date_at(seconds_from_civil(12_000, 5), Precision.YEAR)) == "Y12000"
    assert str(date_at(seconds_from_civil(-12_000, 5), Precision.YEAR)) == "Y-12000"
    assert str(date_at(seconds_from_civil(2024, 2, 3), Precision.SEASON)) == "2023-24"


@pytest.mark.parametrize(
    ("second", "precision"),
    [
        (seconds_from_civil(10_000), Precision.DAY),
        (seconds_from_civil(10_000), Precision.MONTH),
        (seconds_from_civil(10_000), Precision.DECADE),
        (seconds_from_civil(-10_000), Precision.CENTURY),
        (10**19, Precision.YEAR),
        (NOON, Precision.WEEK),
        (NOON, Precision.AGES),
    ],
)
def test_what_edtf_cannot_write_is_refused(second: int, precision: Precision):
    with pytest.raises(DateOutOfReach):
        date_at(second, precision)


@given(seconds, precisions)
def test_the_date_at_a_second_holds_it_and_is_of_the_precision(second: int, precision: Precision):
    date = date_at(second, precision)
    assert date.precision is precision
    assert date.bounds.t0 <= second < date.bounds.t1
    assert parse(str(date)) == date
    assert date.flags == frozenset()


@given(seconds, precisions)
def test_the_nearest_border_begins_a_unit_and_stays(second: int, precision: Precision):
    border = nearest_border(second, precision)
    assume(border < seconds_from_civil(10_000))
    assert date_at(border, precision).bounds.t0 == border
    assert nearest_border(border, precision) == border
    bounds = date_at(second, precision).bounds
    assert abs(border - second) * 2 <= bounds.t1 - bounds.t0


@given(seconds, seconds, st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR]))
def test_span_has_its_borders_where_they_were_drawn(one: int, other: int, precision: Precision):
    date = span_between(one, other, precision)
    assert date == span_between(other, one, precision)
    low, high = sorted((one, other))
    start, end = nearest_border(low, precision), nearest_border(high, precision)
    if start < end:
        assert (date.bounds.t0, date.bounds.t1) == (start, end)
    else:
        assert date == date_at((low + high) / 2, precision)


def test_span_of_one_unit_is_a_date_alone():
    assert str(span_between(NOON, NOON + 60, Precision.DAY)) == "2024-06-19"
    day = seconds_from_civil(2024, 6, 19)
    assert str(span_between(day, day + SECONDS_PER_DAY, Precision.DAY)) == "2024-06-19"
    later = day + 3.2 * SECONDS_PER_DAY
    assert str(span_between(later, day, Precision.DAY)) == "2024-06-19/2024-06-21"


def test_unit_that_a_pointer_means_follows_the_zoom():
    assert fitting_precision(SECONDS_PER_DAY / 20) is Precision.DAY
    assert fitting_precision(SECONDS_PER_DAY / 2) is Precision.MONTH
    assert fitting_precision(1.0) is Precision.MINUTE
    assert fitting_precision(0.1) is Precision.SECOND
    assert fitting_precision(1e30) is Precision.CENTURY


def test_refining_leads_to_days_and_to_times_of_day():
    assert finer(Precision.CENTURY) is finer(Precision.WEEK) is Precision.DAY
    assert finer(Precision.DAY) is Precision.MINUTE
    assert finer(Precision.MINUTE) is finer(Precision.SECOND) is Precision.SECOND


@given(seconds)
def test_place_among_the_months_grows_with_time(second: int):
    place = month_place(second)
    assert place <= month_place(second + SECONDS_PER_DAY)
    assert month_place(second + 32 * SECONDS_PER_DAY) - place > 1
