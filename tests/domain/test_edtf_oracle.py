"""Agreement with the ``edtf`` package about what a date bounds, where that package is right.

It is not asked about: winters (for it December alone), unknown ends (for it ten
years), significant digits (for it the year itself), 2024-06-2X (it fails), unknown
months before the year 1 (it fails or swaps the ends), intervals from a date in doubt
to unknown digits (it refuses them), and the outer bounds of approximate dates, which
it pads with a year and a month at once.
"""

import math

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.edtf import OPEN_END, OPEN_START, parse

Day = tuple[int, ...] | float

AGREED = [
    "2001-21",
    "2001-22",
    "2001-23",
    "2001-25",
    "2001-29",
    "2001-33",
    "2001-36",
    "2001-37",
    "2001-39",
    "2001-40",
    "2001-41",
    "1985-04-12T23:20:30+04:30",
    "1984~/2004-06",
    "1984-06-02?/2004-08-08~",
    "1985-04/..",
    "../1985-04",
    "2004-XX",
    "2004-02-XX",
    "1985-XX-XX",
    "1964/2008",
    "2004-02-01/2005-02",
    "-0099/-0043-03-15",
    "-0001-12-31/0001-01",
    "1XXX-12",
    "15XX-12-25",
    "156X-12-25",
    "2004-06-XX/2004-07-03",
    "Y170000002",
    "Y-17E7",
    "2004-06~-11",
    "[1667,1668,1670..1672]",
    "[1760-12..]",
    "[..1760-12-03]",
    "{1960,1961-12}",
]


def days_by_oracle(text: str) -> tuple[Day, Day]:
    """The first and last day that the other package sees in a date."""
    date = parse_edtf(text)
    first, last = date.lower_strict(), date.upper_strict()
    return (
        first if isinstance(first, float) else tuple(first[:3]),
        last if isinstance(last, float) else tuple(last[:3]),
    )


def days_by_us(text: str) -> tuple[Day, Day]:
    bounds = parse(text).bounds
    return (
        -math.inf if bounds.t0 == OPEN_START else civil_from_seconds(bounds.t0)[:3],
        math.inf if bounds.t1 == OPEN_END else civil_from_seconds(bounds.t1 - 1)[:3],
    )


@pytest.mark.parametrize("text", AGREED)
def test_we_see_the_same_days_as_the_edtf_package(text: str) -> None:
    assert days_by_us(text) == days_by_oracle(text)


years = st.one_of(
    st.integers(1, 9999).map("{:04}".format),
    st.integers(1, 9999).map("-{:04}".format),
)
months = st.integers(1, 12).map("{:02}".format)
days = st.integers(1, 28).map("{:02}".format)
marks = st.sampled_from(["", "?", "~", "%"])
agreed_dates = st.one_of(
    st.builds("{}{}".format, years, marks),
    st.builds("{}-{}{}".format, years, months, marks),
    st.builds("{}-{}-{}{}".format, years, months, days, marks),
    st.builds("{:03}X".format, st.integers(1, 999)),
    st.builds("{:02}XX".format, st.integers(1, 99)),
)


@settings(max_examples=50)
@given(agreed_dates)
def test_we_see_the_same_days_in_any_single_date(text: str) -> None:
    assert days_by_us(text) == days_by_oracle(text)
