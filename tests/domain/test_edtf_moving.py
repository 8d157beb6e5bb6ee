import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from edtf_dates import dates
from stanceline.domain.civil import SECONDS_PER_DAY, SECONDS_PER_HOUR, seconds_from_civil
from stanceline.domain.edtf import OPEN_END, OPEN_START, DateKind, Edtf, parse
from stanceline.domain.edtf_making import DateOutOfReach
from stanceline.domain.edtf_moving import (
    Side,
    moved,
    moved_finely,
    steps_to,
    stretch_steps_to,
    stretched,
    stretched_finely,
)

sides = st.sampled_from(Side)


@pytest.mark.parametrize(
    ("text", "n_steps", "later"),
    [
        ("2024-06-19", 12, "2024-07-01"),
        ("2024-06-19~", -19, "2024-05-31~"),
        ("2024-02-29", 1, "2024-03-01"),
        ("0000-12-31", 1, "0001-01-01"),
        ("0001-01-01", -366, "0000-01-01"),
        ("0000-01-01?", -1, "-0001-12-31?"),
        ("2024-06", 7, "2025-01"),
        ("2024-06-1X", 3, "2024-07-0X"),
        ("2024-02-2X", 1, "2024-03-0X"),
        ("2024-06-XX", -6, "2023-12-XX"),
        ("2024-22", 1, "2024-23"),
        ("2024-24", 1, "2025-21"),
        ("2024-30", 1, "2025-31"),
        ("2024-33", -1, "2023-36"),
        ("2024-41", 1, "2025-40"),
        ("2024", -2025, "-0001"),
        ("9999", 1, "Y10000"),
        ("Y10000", -1, "9999"),
        ("199X", 1, "200X"),
        ("000X", -1, "-000X"),
        ("-01XX", 2, "00XX"),
        ("19X4-05", 1, "20X4-05"),
        ("2024-1X-05", 1, "2025-1X-05"),
        ("1950S2", 1, "2050S2"),
        ("9950S2", 1, "Y10050S3"),
        ("2024-06-19T23:59Z", 1, "2024-06-20T00:00Z"),
        ("2024-06-19T23:59:59~", 1, "2024-06-20T00:00:00~"),
        ("2024-06-10/2024-06-19", 1, "2024-06-11/2024-06-20"),
        ("2024-01/2024-03-31", 1, "2024-02/2024-05-01"),
        ("2024-06/..", 1, "2024-07/.."),
        ("/2024-06", 1, "/2024-07"),
        ("2023/2024-05", 1, "2024/2025-05"),
        ("2024-33/2024-37", 1, "2025-33/2025-37"),
        ("[2024-06-01..2024-06-10]", 5, "[2024-06-06..2024-06-15]"),
        ("[..2024-06-10]", 5, "[..2024-06-15]"),
        ("{2023,2024-06,2025-01-31}", 1, "{2024,2025-06,2026-01-31}"),
        ("2004-?06-~11", 1, "2004-?06-~12"),
        ("?2004-06-~11", 30, "2004?-07-~11"),
    ],
)
def test_date_moves_in_the_unit_in_which_it_is_written(text: str, n_steps: int, later: str):
    assert str(moved(parse(text), n_steps)) == later
    assert str(moved(parse(later), -n_steps)) == str(parse(text))


@pytest.mark.parametrize(
    ("text", "n_steps", "why"),
    [
        ("XXXX", 1, "may be any year"),
        ("9999-12-31", 1, "-9999 to the year 9999"),
        ("9999-12", 1, "cannot be there"),
        ("999X", 1, "four digits only"),
        ("0050S1", -5, "too few digits"),
        ("2024", 10**12, "cannot be there"),
        ("[2024-06-3X,2025-03]", -4, "cannot be there"),
    ],
)
def test_date_that_could_not_be_written_is_refused_in_words(text: str, n_steps: int, why: str):
    with pytest.raises(DateOutOfReach, match=why):
        moved(parse(text), n_steps)


def shape(date: Edtf) -> list[object]:
    """What moving a date leaves as it is."""
    singles = [single for member in date.members for single in member.dates]
    return [
        date.kind,
        date.flags,
        [(single.precision, single.marks, single.zone) for single in singles],
        [(member.is_open, member.is_unknown) for member in date.members],
    ]


def tried(date: Edtf, n_steps: int) -> Edtf:
    try:
        return moved(date, n_steps)
    except DateOutOfReach:
        reject()


@given(dates, st.integers(-500, 500))
def test_moving_there_and_back_gives_the_same_text(date: Edtf, n_steps: int):
    there = tried(date, n_steps)
    assert parse(str(there)) == there
    assert shape(there) == shape(date)
    assert str(moved(there, -n_steps)) == str(date)


@given(dates, st.integers(-60, 60), st.integers(-60, 60))
def test_two_moves_are_one_move_by_both(date: Edtf, one: int, other: int):
    assert tried(tried(date, one), other) == tried(date, one + other)


@given(dates, st.integers(1, 100))
def test_moving_on_makes_a_date_later(date: Edtf, n_steps: int):
    before, after = date.bounds, tried(date, n_steps).bounds
    assert after.t0 > before.t0 or before.t0 == after.t0 == OPEN_START
    assert after.t1 > before.t1 or before.t1 == after.t1 == OPEN_END


@given(dates, st.integers(-100, 100))
def test_steps_to_where_a_date_was_moved_are_those_it_was_moved_by(date: Edtf, n_steps: int):
    assume("S" not in str(date))  # Such years lie the other way round before the year 0.
    there = tried(date, n_steps)
    first = there.members[0].first
    beginning = there.members[0].t1 if first is None else first.t0
    if first is None:
        beginning = next(iter(there.members[0].dates or there.members[-1].dates)).t1
    assert steps_to(date, beginning) == n_steps


@given(dates, sides, st.integers(-40, 40))
def test_one_end_moves_and_the_other_stays(date: Edtf, side: Side, n_steps: int):
    try:
        longer = stretched(date, side, n_steps)
    except DateOutOfReach:
        reject()
    assert parse(str(longer)) == longer
    if date.kind in {DateKind.DATE, DateKind.INTERVAL} and len(longer.members) == len(date.members):
        kept = -1 if side is Side.START else 0
        assert str(longer.members[kept]) == str(date.members[kept])
    if n_steps == 0:
        assert longer == date
    if date.kind is DateKind.INTERVAL and len(longer.members) > 1:
        assume(str(date.members[0]) != str(date.members[1]))
        assert stretched(longer, side, -n_steps) == date


@pytest.mark.parametrize(
    ("text", "side", "n_steps", "longer"),
    [
        ("2024-06", Side.END, 2, "2024-06/2024-08"),
        ("2024-06~", Side.START, -1, "2024-05~/2024-06~"),
        ("2024-06/2024-08", Side.END, -2, "2024-06"),
        ("2024-06/2024-08-15?", Side.END, 20, "2024-06/2024-09-04?"),
        ("2024-06/..", Side.START, 1, "2024-07/.."),
        ("/2024-06", Side.END, 1, "/2024-07"),
        ("[2024-06-01..2024-06-10]", Side.END, 1, "[2024-06-01..2024-06-11]"),
        ("[2024-06-01]", Side.END, 1, "[2024-06-01..2024-06-02]"),
        ("[2024,2026]", Side.END, 1, "[2024,2027]"),
        ("{..2024,2026}", Side.END, 1, "{..2024,2027}"),
        ("2024-06-1X", Side.END, 1, "2024-06-1X/2024-06-2X"),
    ],
)
def test_an_end_is_dragged_alone(text: str, side: Side, n_steps: int, longer: str):
    assert str(stretched(parse(text), side, n_steps)) == longer


@pytest.mark.parametrize(
    ("text", "side", "n_steps", "why"),
    [
        ("2024-06/..", Side.END, 1, "is open; type a date"),
        ("[..2024]", Side.START, 1, "is open; type a date"),
        ("2024-06/2024-08", Side.END, -3, "before it starts"),
        ("2024-06", Side.START, 1, "before it starts"),
    ],
)
def test_end_that_cannot_be_moved_is_told_of(text: str, side: Side, n_steps: int, why: str):
    with pytest.raises(DateOutOfReach, match=why):
        stretched(parse(text), side, n_steps)


def test_steps_of_an_end_lead_to_the_border_nearest_to_the_pointer():
    date = parse("2024-06/2024-08")
    assert stretch_steps_to(date, Side.END, seconds_from_civil(2024, 10, 28)) == 2
    assert stretch_steps_to(date, Side.START, seconds_from_civil(2024, 5, 20)) == 0
    assert stretch_steps_to(date, Side.START, seconds_from_civil(2024, 5, 10)) == -1


def test_drag_in_a_finer_unit_refines_the_date():
    grabbed = seconds_from_civil(2024, 6, 10, 9)
    later = grabbed + 8 * SECONDS_PER_DAY + SECONDS_PER_HOUR
    assert str(moved_finely(parse("2024-06~"), grabbed, later)) == "2024-06-18~"
    assert str(moved_finely(parse("2024-06-10"), grabbed, later)) == "2024-06-18T10:00"
    assert str(moved_finely(parse("2024-06/2024-07"), grabbed, later)) == "2024-06-09/2024-08-08"
    assert str(moved_finely(parse("[..2024-06?]"), grabbed, later)) == "[..2024-07-08?]"
    assert str(moved_finely(parse("2024-06/.."), grabbed, later)) == "2024-06-09/.."


def test_end_dragged_in_a_finer_unit_is_a_day():
    at = seconds_from_civil(2024, 9, 16, 1)
    assert str(stretched_finely(parse("2024-06/2024-08~"), Side.END, at)) == "2024-06/2024-09-15~"
    at = seconds_from_civil(2024, 5, 16, 1)
    assert str(stretched_finely(parse("2024-06"), Side.START, at)) == "2024-05-16/2024-06"


@given(dates, st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_finer_dates_keep_the_kind(date: Edtf, grabbed: int, at: int):
    try:
        there = moved_finely(date, grabbed, at)
    except DateOutOfReach:
        return
    assert there.kind is date.kind
    assert parse(str(there)) == there
