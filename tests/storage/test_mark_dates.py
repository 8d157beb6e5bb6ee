"""Dates as columns of numbers say what the values say that they stand for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edtf_dates import texts as dates_of_every_kind
from stanceline.domain.edtf import EdtfError, Flag, parse
from stanceline.storage.date_book import DateBook
from stanceline.storage.mark_columns import NONE
from stanceline.storage.mark_dates import (
    END_APPROXIMATE,
    END_UNCERTAIN,
    KINDS,
    START_APPROXIMATE,
    START_OPEN,
    START_UNCERTAIN,
    numbers_of,
)

EXAMPLES = [
    "2024",
    "2024-06",
    "2024-06-19",
    "2024-06-19~",
    "2024-06-19T14:30",
    "-0044-03-15",
    "Y17E7",
    "2024?-06",
    "2024-06-19/2024-07-01",
    "2024-06/2024",
    "2024-06-19~/2024-07%",
    "../2024-06-19",
    "2024-06-19/",
    "[2024-06-19..2024-07-01]",
    "[2024-06-19..2024]",
    "[2024-06-19~..2024-07-01?]",
    "[2024-06-19,2024-06-21]",
    "{2024-06-19,2024-06-21..2024-06-25}",
    "[..2024-06-19]",
]


PLAIN = st.builds(
    "{:04}-{:02}-{:02}".format, st.integers(0, 9999), st.integers(1, 12), st.integers(1, 31)
)
CLOCK = st.builds(
    "T{:02}:{:02}{}{}".format,
    st.integers(0, 24),
    st.integers(0, 61),
    st.sampled_from(["", ":00", ":59", ":60"]),
    st.sampled_from(["", "Z", "+02:00", "-13:59", "+14:00", "+15:00", "-00:60", "+02"]),
)
WRITTEN = st.one_of(
    PLAIN,
    st.builds("{}{}".format, PLAIN, st.sampled_from(["~", "?", "%", "x"])),
    st.builds("{}{}".format, PLAIN, CLOCK),
    st.builds("{}/{}".format, PLAIN, PLAIN),
    st.builds("[{}..{}]".format, PLAIN, PLAIN),
    st.builds("{}/{}".format, PLAIN, st.integers(0, 9999).map("{:04}".format)),
    st.builds("[{}..{}]".format, st.just("2024-06-19"), st.just("2024-06-19")),
    st.sampled_from(["２０２４-06-19", "2024-06-1９", "2024/06/19", "2024-W26-3", "9" * 10]),
)


def check_against_each_alone(texts: list[str]) -> None:
    """Each text has the numbers of the date that it is, or no code when it is none."""
    book = DateBook()
    codes = book.codes(texts)
    places, values = [], []
    for text, code in zip(texts, codes.tolist(), strict=True):
        try:
            values.append(parse(text))
        except EdtfError:
            assert code == NONE, text
        else:
            places.append(code)
    found, wanted = numbers_of(book.dates), numbers_of(values)
    for name in wanted.__slots__:
        np.testing.assert_array_equal(
            getattr(found, name)[places], getattr(wanted, name), str(texts)
        )


@settings(max_examples=300)
@given(st.lists(WRITTEN, min_size=20, max_size=60))
def test_dates_that_are_read_at_once_are_those_read_one_by_one(texts: list[str]):
    check_against_each_alone(texts)


@given(st.data())
def test_numbers_put_together_are_those_of_the_dates_themselves(data: st.DataObject):
    of_every_kind = dates_of_every_kind | st.sampled_from(EXAMPLES)
    check_against_each_alone(data.draw(st.lists(of_every_kind, max_size=12)))


def test_numbers_are_the_bounds_and_the_doubts_of_a_date():
    book = DateBook()
    for text in EXAMPLES:
        (code,) = book.codes([text]).tolist()
        numbers, date = numbers_of(book.dates), parse(text)
        bounds = date.bounds
        told = [int(getattr(numbers, name)[code]) for name in ("t0", "t1", "o0", "o1")]
        assert told == [bounds.t0, bounds.t1, bounds.o0, bounds.o1], text
        assert KINDS[numbers.kind[code]] is date.kind
        doubt = int(numbers.doubt[code])
        assert bool(doubt & START_APPROXIMATE) == (Flag.START_APPROXIMATE in date.flags), text
        assert bool(doubt & END_APPROXIMATE) == (Flag.END_APPROXIMATE in date.flags), text
        assert bool(doubt & START_UNCERTAIN) == (Flag.START_UNCERTAIN in date.flags), text
        assert bool(doubt & END_UNCERTAIN) == (Flag.END_UNCERTAIN in date.flags), text
        assert bool(doubt & START_OPEN) == (Flag.START_OPEN in date.flags), text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("soon", "is not a date"),
        ("2024-06-19/2024-06-01", "would end"),
        ("[2024-06-19..2024-06-01]", "would end"),
        ("2024-W06-1", "is not a date"),
        ("2024-02-30", "is not a date"),
        ("2024-06-19/ 2024-07", "is not a date"),
    ],
)
def test_what_is_no_date_has_no_code_but_a_reason(text: str, reason: str):
    book = DateBook()
    assert book.codes([text, "2024", text]).tolist() == [NONE, 0, NONE]
    (fault,) = book.faults
    assert fault.text == text
    assert reason in fault.reason


def test_dates_of_before_stay_as_they_were_when_others_are_met():
    book = DateBook()
    book.codes(["2024", "2025"])
    before = book.dates
    assert book.dates is before
    book.codes(["2025", "2026"])
    assert [str(date) for date in before] == ["2024", "2025"]
    assert [str(date) for date in book.dates] == ["2024", "2025", "2026"]
    assert book.dates[:2] == before
    assert book.dates != before
    assert before == (parse("2024"), parse("2025"))
    assert book.dates[-1] == parse("2026")
    assert list(book.dates[1:]) == [parse("2025"), parse("2026")]
    assert numbers_of(before).t0.size == 2
    with pytest.raises(IndexError):
        before[2]


def test_places_sort_dates_by_their_start_then_width_and_what_has_none_last():
    book = DateBook()
    texts = ["2024-06", "", "../2024-03", "2024-06-01", "2023"]
    starts, widths = book.places(book.codes(texts))
    order = np.lexsort((widths, starts)).tolist()
    assert [texts[place] for place in order] == ["2023", "../2024-03", "2024-06-01", "2024-06", ""]
