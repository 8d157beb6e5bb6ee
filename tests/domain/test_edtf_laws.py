"""What holds for every date, whatever it says."""

from hypothesis import assume, given
from hypothesis import strategies as st

from edtf_dates import dates, parsed, single_dates, texts
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
