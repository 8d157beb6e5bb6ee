import pytest

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.edtf import parse
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.datewords import date_in_words, published_in_words, window_in_words
from stanceline.timeline.words.wording import ENGLISH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-06-19", "19 Jun 2024"),
        ("2024-06-19T10:30", "19 Jun 2024, 10:30"),
        ("2024-06", "Jun 2024"),
        ("2024", "2024"),
        ("-0043", "44 BC"),
        ("0000", "1 BC"),
        ("199X", "1990s"),
        ("19XX", "1900s"),
        ("2024-22", "summer 2024"),
        ("2024-06~", "about Jun 2024"),
        ("2024-06?", "possibly Jun 2024"),
        ("2024%", "possibly about 2024"),
        ("2024-06-01/2024-06-10", "from 1 Jun 2024 to 10 Jun 2024"),
        ("2022/..", "since 2022"),
        ("../2022", "until 2022"),
        ("2022/", "from 2022, end unknown"),
        ("/2022", "until 2022, start unknown"),
        ("[2024-06-01..2024-06-10]", "some time from 1 Jun 2024 to 10 Jun 2024"),
        ("[..1989]", "by 1989"),
        ("[1989..]", "on or after 1989"),
        ("[2009,2010]", "2009 or 2010"),
        ("{2009,2010,2012}", "2009, 2010 and 2012"),
        ("2024-06-2X", "2024-06-2X"),
        ("2024-35", "2024-35"),
    ],
)
def test_a_date_is_told_in_plain_words(text: str, words: str) -> None:
    assert date_in_words(parse(text), ENGLISH) == words


def test_a_publication_date_that_is_none_is_told_as_it_is() -> None:
    assert published_in_words("May 24", ENGLISH) == "May 24"
    assert published_in_words("", ENGLISH) == ""


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2031, 4, 2), (2031, 7, 9), "Apr – Jul 2031"),
        ((2030, 12, 2), (2031, 2, 9), "Dec 2030 – Feb 2031"),
        ((2031, 4, 2), (2031, 4, 9), "2 – 9 Apr 2031"),
        ((1990,), (2031,), "1990 – 2031"),
    ],
)
def test_a_window_is_told_by_its_ends(
    first: tuple[int, ...], last: tuple[int, ...], words: str
) -> None:
    window = TimeWindow(float(seconds_from_civil(*first)), float(seconds_from_civil(*last)))
    assert window_in_words(window, ENGLISH) == words
