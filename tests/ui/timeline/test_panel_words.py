import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.edtf import parse
from stanceline.timeline.words.wording import ENGLISH
from stanceline.ui.timeline.panel_words import count_told, day_at, why_empty

_FAR = 86_400 * 365 * 30_000


@given(st.floats(-_FAR, _FAR))
def test_the_day_of_a_second_is_a_date_that_holds_it(second: float) -> None:
    bounds = parse(day_at(second)).bounds
    assert bounds.t0 <= second < bounds.t1


@pytest.mark.parametrize(
    ("second", "day", "words"),
    [
        (-0.5, "1969-12-31", "31 Dec 1969"),
        (0.0, "1970-01-01", "1 Jan 1970"),
        (float(seconds_from_civil(-43, 3, 15)), "-0043-03-15", "15 Mar 44 BC"),
        (float(seconds_from_civil(0, 1, 1)), "0000-01-01", "1 Jan 1 BC"),
        (float(seconds_from_civil(12_000, 5, 1)), "Y12000", "1 May 12\u2009000"),
    ],
)
def test_a_day_is_told_as_edtf_or_in_words(second: float, day: str, words: str) -> None:
    assert day_at(second) == day
    assert day_at(second, ENGLISH) == words


@pytest.mark.usefixtures("qapp")
def test_before_anything_is_read_there_is_nothing_to_count_and_a_way_to_begin() -> None:
    assert count_told(None, None, 3) == ""
    assert "note an event" in why_empty(None)
