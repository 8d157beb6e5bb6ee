"""Paragraphs are found by height and by place, whatever was set and changed before."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from stanceline.ui.reader.blocks import BlockTable

_HEIGHTS = st.lists(st.integers(0, 90), min_size=1, max_size=30)


def a_table(heights: list[int]) -> BlockTable:
    table = BlockTable()
    table.fill([10 * number for number in range(len(heights))], heights)
    return table


def is_sound(table: BlockTable, heights: list[int]) -> bool:
    tops = list(accumulate(heights, initial=0))
    return (
        table.heights == heights
        and table.total == tops[-1]
        and [table.top(number) for number in range(len(heights))] == tops[:-1]
        and [table.bottom(number) for number in range(len(heights))] == tops[1:]
    )


@given(_HEIGHTS, st.data())
def test_heights_and_tops_agree_after_any_changes(heights, data):
    table = a_table(heights)
    for _ in range(6):
        number = data.draw(st.integers(0, len(heights) - 1))
        table.top(data.draw(st.integers(0, len(heights) - 1)))
        if data.draw(st.booleans()):
            height = data.draw(st.integers(0, 90))
            assert table.set_height(number, height) == height - heights[number]
            heights[number] = height
            assert table.is_set[number]
        else:
            last = data.draw(st.integers(number, len(heights)))
            fresh = data.draw(_HEIGHTS)
            starts = [table.starts[number] + place for place in range(len(fresh))]
            table.replace(number, last, starts, fresh, 7)
            heights[number:last] = fresh
        assert is_sound(table, heights)
        assert len(table) == len(heights) == len(table.is_set)


@given(_HEIGHTS, st.integers(-50, 3_000))
def test_the_paragraph_at_a_height_is_the_last_that_begins_above(heights, y):
    table = a_table(heights)
    number = table.at(y)
    if 0 <= y < table.total:
        assert table.top(number) <= y < table.bottom(number)
    assert number == max(0, max((n for n in range(len(heights)) if table.top(n) <= y), default=0))


@given(_HEIGHTS, st.integers(0, 400))
def test_the_paragraph_of_a_place_holds_it(heights, qt_pos):
    table = a_table(heights)
    number = table.holding(qt_pos)
    assert table.starts[number] <= qt_pos
    assert number + 1 == len(table) or qt_pos < table.starts[number + 1]
