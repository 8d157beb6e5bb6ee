from stanceline.domain.timelines import Arrangement
from stanceline.timeline.handling.selection import (
    MOST_SELECTED,
    NOTHING_SELECTED,
    Selection,
    rows_of,
)
from stanceline.timeline.sorting.lanes import Place, build_lanes
from timeline.builders import a_quotation, an_event
from timeline.columns import columns_of


def test_what_was_selected_last_is_current() -> None:
    chosen = NOTHING_SELECTED.with_more([4, 2], Place(0, 2)).with_more([4])
    assert chosen.rows == (2, 4)
    assert chosen.current == 4
    assert chosen.focused == Place(0, 2)
    assert NOTHING_SELECTED.current is None


def test_toggling_twice_leaves_the_rows_as_they_were() -> None:
    chosen = Selection((1, 2, 3))
    without = chosen.toggled(Place(0, 2))
    assert without.rows == (1, 3)
    assert without.focused == Place(0, 2)
    assert without.toggled(Place(0, 2)).rows == (1, 3, 2)


def test_one_mark_alone_or_none_at_all() -> None:
    assert Selection((1, 2)).only(Place(3, 7)) == Selection((7,), Place(3, 7))
    assert Selection((1, 2)).only(None) == NOTHING_SELECTED


def test_no_more_marks_are_selected_than_can_be_followed() -> None:
    chosen = Selection((5,)).with_more(range(100, 100 + MOST_SELECTED))
    assert len(chosen.rows) == MOST_SELECTED
    assert chosen.current == 99 + MOST_SELECTED
    assert 5 not in chosen.rows


def test_keys_become_rows_in_their_order_and_strangers_are_left_out() -> None:
    marks = [a_quotation(n, "2031-05-01") for n in range(1, 30)] + [an_event(3, "Storm", "2031")]
    lanes = build_lanes(columns_of(marks), Arrangement())
    few = ["event:3", "quotation:2", "quotation:99", "nonsense", "event:2"]
    assert rows_of(lanes, few) == [29, 1]
    many = [f"quotation:{n}" for n in range(20, 0, -1)] + ["event:3", "event:x", "quotation:99"]
    assert rows_of(lanes, many) == [*range(19, -1, -1), 29]
