from dataclasses import replace

import pytest

from stanceline.domain.timelines import Arrangement
from stanceline.timeline.sorting.lanes import Place, build_lanes
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.speaking import (
    crowd_in_words,
    in_one_line,
    mark_in_words,
    order_in_lane,
    place_in_words,
    reprints_in_words,
    second_in_words,
    shortened,
    sources_in_words,
    when_in_words,
    who_in_words,
    words_of,
)
from stanceline.timeline.words.wording import ENGLISH
from timeline.builders import SPEAKERS, a_quotation, an_event
from timeline.columns import columns_of

pytestmark = pytest.mark.usefixtures("qapp")

QUOTATION = a_quotation(1, "2031-05-24", SPEAKERS[0], words="We will not sail.")
EVENT = an_event(2, "Talks fail", "2031-06~", participants=SPEAKERS[:2], category="talks")


def test_words_stand_in_quotation_marks_and_what_happened_does_not() -> None:
    assert words_of(QUOTATION) == "“We will not sail.”"
    assert words_of(EVENT) == "Talks fail"


def test_many_words_are_cut_and_lines_joined() -> None:
    assert shortened("word " * 100, 20) == "word word word word…"
    assert in_one_line("one\n\ttwo\x00  three") == "one two three"
    assert len(words_of(replace(EVENT, title="x" * 5_000))) == 280


def test_who_speaks_is_told_with_the_stance_and_who_takes_part_with_the_status() -> None:
    who = who_in_words(QUOTATION, ENGLISH)
    assert who.startswith(SPEAKERS[0].name)
    assert "opposes" in who
    parts = who_in_words(EVENT, ENGLISH).split(" · ")
    assert parts[0] == "Confirmed"
    assert parts[1] == f"{SPEAKERS[0].name}, {SPEAKERS[1].name}"
    assert "talks" in parts
    nobody = a_quotation(3, "2031", speaker=None, stances=())
    assert who_in_words(nobody, ENGLISH) == ENGLISH.no_speaker


def test_a_date_is_told_in_words_as_edtf_and_by_the_words_it_rests_on() -> None:
    told = when_in_words(EVENT, ENGLISH)
    assert "2031-06~" in told
    assert "“in early summer”" in told
    assert when_in_words(replace(EVENT, date=None), ENGLISH) == "No date"


def test_a_source_tells_the_date_it_gives_only_where_that_is_another_one() -> None:
    same, other = (
        replace(EVENT, sources=(replace(EVENT.sources[0], date=date),))
        for date in ("2031-06~", "2031-07-02")
    )
    assert "dates it" not in sources_in_words(same, ENGLISH)
    assert "dates it 2 Jul 2031" in sources_in_words(other, ENGLISH)


def test_of_many_sources_the_first_are_named_and_the_others_counted() -> None:
    event = an_event(5, "Storm", "2031", n_sources=12)
    lines = sources_in_words(event, ENGLISH).splitlines()
    assert len(lines) == 4
    assert lines[-1] == "and 9 more"
    assert len(sources_in_words(event, ENGLISH, with_more=True).splitlines()) == 9


def test_a_place_says_which_of_how_many_in_which_lane() -> None:
    marks = [a_quotation(n, f"2031-05-{n:02}", SPEAKERS[0]) for n in range(1, 6)]
    lanes = build_lanes(columns_of(marks), Arrangement())
    place = Place(0, 2)
    assert order_in_lane(lanes, place) == 2
    told = place_in_words(lanes, place, marks[2], n_selected=3)
    assert told.startswith("3 of 5: ")
    assert lanes.lanes[0].title in told
    assert told.endswith("3 marks selected.")
    assert "…" in place_in_words(lanes, place, None)


def test_a_mark_is_one_sentence_without_line_breaks() -> None:
    for mark in (QUOTATION, EVENT, replace(EVENT, title="two\nlines")):
        assert "\n" not in mark_in_words(mark, ENGLISH)


def test_crowds_seconds_and_reprints_have_words() -> None:
    assert reprints_in_words(0) == ""
    assert "2" in reprints_in_words(2)
    assert second_in_words(-0.5, ENGLISH) == "31 Dec 1969"
    assert crowd_in_words(42, TimeWindow(0.0, 86_400.0), ENGLISH).startswith("42 ")
