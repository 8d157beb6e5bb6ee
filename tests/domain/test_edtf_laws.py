"""What holds for every date, whatever it says."""

from hypothesis import assume, given
from hypothesis import strategies as st

from stanceline.domain.edtf import (
    OPEN_END,
    OPEN_START,
    DateKind,
    Edtf,
    EdtfError,
    bounds_of,
    is_before,
    parse,
    sort_key,
)
from stanceline.domain.edtf_words import describe, short

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


@given(dates)
def test_what_is_written_is_read_back_as_the_same(date: Edtf) -> None:
    again = parse(str(date))

    assert again == date
    assert str(again) == str(date)
    assert again.bounds == date.bounds
    assert again.flags == date.flags
    assert again.precision == date.precision
    assert [str(member) for member in again.members] == [str(member) for member in date.members]


@given(dates)
def test_outer_bounds_contain_the_core_and_the_core_is_not_empty(date: Edtf) -> None:
    bounds = bounds_of(date)

    assert OPEN_START <= bounds.o0 <= bounds.t0 < bounds.t1 <= bounds.o1 <= OPEN_END


@given(dates)
def test_the_bounds_contain_every_member_that_has_a_date(date: Edtf) -> None:
    bounds = bounds_of(date)
    assume(date.kind is not DateKind.INTERVAL)

    for member in date.members:
        assert bounds.t0 <= member.t0 < member.t1 <= bounds.t1
        assert bounds.o0 <= member.o0 <= member.t0
        assert member.t1 <= member.o1 <= bounds.o1


@given(single_dates.map(parsed))
def test_doubt_changes_the_outer_bounds_and_nothing_else(date: Edtf) -> None:
    bounds = date.bounds
    is_in_doubt = bool(date.flags)

    assert (bounds.o0 < bounds.t0) is is_in_doubt
    assert (bounds.o1 > bounds.t1) is is_in_doubt


@given(dates, dates, dates)
def test_the_order_is_total_and_transitive(a: Edtf, b: Edtf, c: Edtf) -> None:
    key_a, key_b, key_c = sort_key(a), sort_key(b), sort_key(c)

    assert key_a <= key_b or key_b <= key_a
    assert (key_a < key_b) + (key_a == key_b) + (key_a > key_b) == 1
    if key_a <= key_b <= key_c:
        assert key_a <= key_c


@given(dates, dates, dates)
def test_before_is_a_strict_order(a: Edtf, b: Edtf, c: Edtf) -> None:
    assert is_before(a, a) is None
    answers = {True: False, False: True, None: None}
    assert is_before(b, a) is answers[is_before(a, b)]
    if is_before(a, b) and is_before(b, c):
        assert is_before(a, c)


@given(dates, dates)
def test_what_is_wholly_before_sorts_first(a: Edtf, b: Edtf) -> None:
    if is_before(a, b):
        assert sort_key(a) <= sort_key(b)


@given(dates)
def test_every_date_can_be_said_in_words(date: Edtf) -> None:
    for told in (describe(date), short(date)):
        assert told.strip() == told != ""
        assert "{" not in told
        assert "  " not in told


def read_or_refused(text: str) -> Edtf | EdtfError:
    """The date of a text or the error that refuses it; any other error is a bug."""
    try:
        return parse(text)
    except EdtfError as error:
        return error


def check_read_or_refused(text: str) -> None:
    outcome = read_or_refused(text)
    if isinstance(outcome, EdtfError):
        assert 0 <= outcome.position <= len(text)
        assert str(outcome)
    else:
        assert parse(str(outcome)) == outcome
        assert describe(outcome)


@given(st.one_of(st.text(), st.text(alphabet="0123456789XYSETZ-+:/.,[]{}?~% ", max_size=24)))
def test_random_text_is_read_or_refused(text: str) -> None:
    check_read_or_refused(text)


@given(texts, st.data())
def test_a_slip_of_the_finger_is_read_or_refused(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    typed = data.draw(st.sampled_from([*"0123456789XYSETZ-+:/.,[]{}?~% –x", ""]))
    check_read_or_refused(text[:at] + typed + text[at + data.draw(st.integers(0, 1)) :])
