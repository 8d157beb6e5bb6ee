"""Dates of every kind, drawn for the laws that hold for all of them."""

from hypothesis import assume
from hypothesis import strategies as st

from stanceline.domain.edtf import Edtf, EdtfError, parse

marks = st.sampled_from(["", "", "", "?", "~", "%"])
near_years = st.integers(2020, 2026).map(str)
years = st.one_of(
    near_years,
    near_years,
    st.integers(0, 9999).map("{:04}".format),
    st.integers(1, 9999).map("-{:04}".format),
    st.from_regex(r"-?[0-9]{2}[0-9X]{2}", fullmatch=True).filter(lambda year: year != "-0000"),
    st.from_regex(r"[0-9X]{4}", fullmatch=True),
)
months = st.one_of(
    st.integers(1, 12).map("{:02}".format), st.sampled_from(["XX", "1X", "0X", "X1"])
)
days = st.one_of(
    st.integers(1, 28).map("{:02}".format), st.sampled_from(["XX", "1X", "2X", "0X", "X9"])
)
seasons = st.integers(21, 41).map(str)
clocks = st.builds(
    "T{:02}:{:02}{}{}".format,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":00", ":59"]),
    st.sampled_from(["", "Z", "+04:30", "-04"]),
)
plain_days = st.builds("{}-{:02}-{:02}".format, near_years, st.integers(1, 12), st.integers(1, 28))
far_years = st.builds(
    "Y{}{}{}".format,
    st.sampled_from(["", "-"]),
    st.integers(10_000, 10**11),
    st.sampled_from(["", "S1", "S3", "S5"]),
)
single_dates = st.one_of(
    st.builds("{}{}".format, years, marks),
    st.builds("{}-{}{}".format, years, months, marks),
    st.builds("{}-{}{}".format, years, seasons, marks),
    st.builds("{}-{}-{}{}".format, years, months, days, marks),
    st.builds("{}{}-{}{}-{}{}".format, years, marks, marks, months, marks, days),
    st.builds("{}{}{}".format, plain_days, clocks, marks),
    st.builds("{}{}".format, far_years, marks),
)
elements = st.one_of(single_dates, st.builds("{}..{}".format, single_dates, single_dates))
texts = st.one_of(
    single_dates,
    st.builds("{}/{}".format, single_dates, single_dates),
    st.builds("{}/{}".format, single_dates, st.sampled_from(["", ".."])),
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), single_dates),
    st.lists(elements, min_size=1, max_size=4).map(lambda listed: f"[{','.join(listed)}]"),
    st.lists(elements, min_size=1, max_size=4).map(lambda listed: f"{{{','.join(listed)}}}"),
    st.builds("[..{}]".format, single_dates),
    st.builds("{{{}..}}".format, single_dates),
)


def parsed(text: str) -> Edtf:
    """The date of a text; a test that drew one which ends before it starts draws again."""
    try:
        return parse(text)
    except EdtfError as error:
        assume(not any(why in error.reason for why in ("before it starts", "that this could be")))
        raise


dates = texts.map(parsed)
