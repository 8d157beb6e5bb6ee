"""Columns that grow and change leave what was handed out as it was."""

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanceline.storage.growing import GrowingColumn, GrowingSeveral
from stanceline.storage.mark_columns import Several

NUMBERS = st.lists(st.integers(-2, 3), max_size=6)
LISTS = st.lists(NUMBERS, max_size=6)


def ints(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def several(lists: list[list[int]]) -> Several:
    return Several(
        ints(list(accumulate(map(len, lists), initial=0))),
        ints([each for values in lists for each in values]),
    )


def lists_of(found: Several) -> list[list[int]]:
    return [found.of(row) for row in range(found.first.size - 1)]


@given(start=NUMBERS, data=st.data())
def test_column_tells_what_a_list_would(start: list[int], data: st.DataObject):
    column, wanted = GrowingColumn(ints(start)), list(start)
    handed_out: list[tuple[np.ndarray, list[int]]] = []
    for _ in range(data.draw(st.integers(0, 5))):
        handed_out.append((column.values, list(wanted)))
        if wanted and data.draw(st.booleans()):
            rows = data.draw(st.lists(st.sampled_from(range(len(wanted))), unique=True))
            values = data.draw(st.lists(st.integers(-2, 3), min_size=len(rows), max_size=len(rows)))
            column.put(ints(rows), ints(values))
            for row, value in zip(rows, values, strict=True):
                wanted[row] = value
        else:
            more = data.draw(NUMBERS)
            column.append(ints(more))
            wanted += more
        assert column.values.tolist() == wanted
    for values, then in handed_out:
        assert values.tolist() == then


@given(start=LISTS, data=st.data())
def test_several_tell_what_lists_would(start: list[list[int]], data: st.DataObject):
    found = several(start)
    growing, wanted = GrowingSeveral((found, found.values * 2)), list(start)
    handed_out: list[tuple[Several, list[list[int]]]] = []
    for _ in range(data.draw(st.integers(0, 5))):
        handed_out.append((growing.several, list(wanted)))
        if wanted and data.draw(st.booleans()):
            rows = sorted(data.draw(st.sets(st.sampled_from(range(len(wanted))))))
            lists = data.draw(st.lists(NUMBERS, min_size=len(rows), max_size=len(rows)))
            now = several(lists)
            growing.put(ints(rows), now, now.values * 2)
            for row, values in zip(rows, lists, strict=True):
                wanted[row] = values
        else:
            more = data.draw(LISTS)
            growing.append(several(more), several(more).values * 2)
            wanted += more
        assert lists_of(growing.several) == wanted
        assert (growing.beside[0] == growing.several.values * 2).all()
    for values, then in handed_out:
        assert lists_of(values) == then


def test_what_does_not_change_is_the_very_array_of_before():
    column = GrowingColumn(ints([1, 2, 3]))
    before = column.values
    column.put(ints([1]), ints([2]))
    assert column.values is before
    found = several([[1], [2, 3]])
    growing = GrowingSeveral((found,))
    several_before = growing.several
    growing.put(ints([1]), several([[2, 3]]))
    assert growing.several is several_before


def test_column_of_one_number_takes_the_room_of_one():
    column = GrowingColumn(np.full(100_000, 7, dtype=np.int32))
    assert column.values.strides == (0,)
    column.append(ints([8]))
    assert column.values.size == 100_001
    assert column.values[-2:].tolist() == [7, 8]


def test_parts_are_put_one_after_the_other():
    growing = GrowingSeveral((several([[1], []]), ints([5])), (several([[2, 3]]), ints([6, 7])))
    assert lists_of(growing.several) == [[1], [], [2, 3]]
    assert growing.beside[0].tolist() == [5, 6, 7]
