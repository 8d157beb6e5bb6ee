import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, TimeAxis
from stanceline.storage.mark_columns import NONE, MarkColumns
from stanceline.timeline.sorting.lanes import (
    OVERFLOW_ROW,
    Block,
    Direction,
    Lanes,
    Place,
    build_lanes,
    neighbour,
)
from stanceline.timeline.windows import TimeWindow
from timeline.builders import (
    SPEAKERS,
    a_quotation,
    an_event,
    the_affair,
)
from timeline.columns import More, a_crowd, columns_of
from timeline.lane_cases import (
    arrangements,
    assert_same,
    lanes_of,
    some_columns,
    some_more,
)
from timeline.strategies import seeds, some_marks

DAHL, PILOTS = SPEAKERS[0], SPEAKERS[1]


# ------------------------------------------------------------------ dates


def test_what_has_no_date_waits_on_the_shelf() -> None:
    lanes = lanes_of([a_quotation(1, ""), a_quotation(2, "2031-05-01")])
    assert lanes.undated.tolist() == [0]
    assert lanes.lanes[0].n_marks == 1


def test_no_marks_make_no_lanes() -> None:
    lanes = lanes_of([])
    assert lanes.lanes == ()
    assert lanes.extent is None
    assert lanes.n_in(TimeWindow(0, 1)) == 0


def test_suggestions_stand_among_quotations_only_when_asked_for() -> None:
    marks = [a_quotation(1, "2031-05-01"), a_quotation(2, "2031-05-02")]
    more = More(suggestions=frozenset({"quotation:2"}))
    assert lanes_of(marks, more=more).n_dated == 1
    lanes = lanes_of(marks, more=more, with_suggestions=True)
    assert lanes.index.block_sizes(0) == (2, 0)
    assert lanes.key(1) == "suggestion:2"
    assert lanes.row_of("suggestion:2") == 1
    assert lanes.row_of("quotation:2") is None


def test_keys_and_rows_belong_together() -> None:
    lanes = lanes_of([a_quotation(4, ""), an_event(4, "Storm", "2031-05-01")])
    assert [lanes.row_of(lanes.key(row)) for row in (0, 1)] == [0, 1]
    assert lanes.row_of("event:5") is None
    assert lanes.row_of("nonsense") is None


def test_folding_brings_far_marks_together_and_keeps_their_order() -> None:
    marks = [
        an_event(i, "Storm", f"{year}-05-0{i + 1}") for i, year in enumerate((1931, 2031, 2031))
    ]
    lanes = lanes_of(marks, folds_gaps=True)
    assert lanes.extent is not None
    assert lanes.extent.seconds < 100 * 86_400
    assert lanes.in_reading_order(0).tolist() == [0, 1, 2]
    assert len(lanes.folds.silences) == 1
    own = lanes.table.dates
    assert np.all((own.o0 <= own.middle) & (own.middle < own.o1))


# ------------------------------------------------------------------ rows


def test_what_finds_no_row_is_counted_and_not_lost() -> None:
    lanes = lanes_of([a_quotation(i, "2031-05-01", DAHL) for i in range(100)])
    assert np.sum(lanes.index.row == OVERFLOW_ROW) == 100 - 40
    assert lanes.lanes[0].n_quotation_rows == 41


def test_ten_thousand_marks_at_one_instant_are_all_there() -> None:
    marks = [a_quotation(i, "2031-05-01T10:00", DAHL) for i in range(10_000)]
    lanes = lanes_of(marks)
    assert lanes.index.mark.size == lanes.n_dated == 10_000
    assert lanes.lanes[0].n_quotation_rows <= 12
    window = lanes.first
    assert window is not None
    assert lanes.index.n_in(0, Block.QUOTATIONS, window) == 10_000
    assert lanes.index.entries_in(0, Block.QUOTATIONS, window).size == 10_000


def assert_rows_are_free_of_overlap(lanes: Lanes) -> None:
    dates, extent = lanes.table.unfolded, lanes.table.extent
    for lane in range(len(lanes.lanes)):
        for block in Block:
            entries = lanes.index.entries(lane, block)
            marks, rows = lanes.index.mark[entries], lanes.index.row[entries]
            for row in set(rows.tolist()) - {OVERFLOW_ROW}:
                codes = extent[marks[rows == row]]
                order = np.argsort(dates.o0[codes], kind="stable")
                assert np.all(dates.o0[codes][order][1:] >= dates.o1[codes][order][:-1])
            n_rows = (lanes.lanes[lane].n_quotation_rows, lanes.lanes[lane].n_event_rows)[block]
            assert n_rows == len(set(rows.tolist()) | set(range(int(rows.max(initial=-1)) + 1)))


@given(seeds, arrangements)
@settings(max_examples=50, deadline=None)
def test_marks_of_one_row_never_overlap_in_time(seed: int, arrangement: Arrangement) -> None:
    assert_rows_are_free_of_overlap(build_lanes(some_columns(seed), arrangement))


def test_marks_of_one_row_of_a_crowd_never_overlap_in_time() -> None:
    columns, _ = a_crowd(30_000, n_lanes=2)
    assert_rows_are_free_of_overlap(build_lanes(columns, Arrangement()))


# ------------------------------------------------------------------ laws


@given(seeds, arrangements)
@settings(max_examples=50, deadline=None)
def test_every_dated_mark_stands_somewhere_and_no_undated_one_does(
    seed: int, arrangement: Arrangement
) -> None:
    lanes = build_lanes(some_columns(seed), replace(arrangement, hidden=frozenset()))
    placed = set(lanes.index.mark.tolist())
    undated = set(lanes.undated.tolist())
    assert placed.isdisjoint(undated)
    assert placed | undated == set(np.flatnonzero(lanes.table.shown).tolist())
    assert lanes.n_dated == len(placed)


@given(seeds, arrangements)
@settings(max_examples=50, deadline=None)
def test_sorted_and_unsorted_marks_give_the_same_lanes(seed: int, arrangement: Arrangement) -> None:
    marks = some_marks(seed)
    more = some_more(marks, seed)
    shuffled = random.Random(seed).sample(marks, len(marks))
    one = build_lanes(columns_of(marks, more), arrangement)
    other = build_lanes(columns_of(shuffled, more), arrangement)
    assert_same(one, other)


@given(seeds, arrangements, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_another_filter_on_earlier_lanes_gives_what_a_fresh_start_gives(
    seed: int, arrangement: Arrangement, rng: random.Random
) -> None:
    columns = some_columns(seed)
    lanes = build_lanes(columns, arrangement)
    for share in (0.6, 1.0, 0.2):
        shown = np.array([rng.random() < share for _ in range(len(columns))], dtype=np.bool_)
        lanes = build_lanes(columns, arrangement, shown=shown, previous=lanes)
        assert_same(lanes, build_lanes(columns, arrangement, shown=shown))


@given(seeds, arrangements, arrangements)
@settings(max_examples=50, deadline=None)
def test_another_arrangement_of_earlier_lanes_gives_what_a_fresh_start_gives(
    seed: int, before: Arrangement, after: Arrangement
) -> None:
    columns = some_columns(seed)
    lanes = build_lanes(columns, after, previous=build_lanes(columns, before))
    assert_same(lanes, build_lanes(columns, after))


def changed(columns: MarkColumns, rng: random.Random) -> MarkColumns:
    """The columns after a change of some marks: moved, gone, back or in another status."""
    rows = sorted(rng.sample(range(len(columns)), min(len(columns), rng.randint(1, 4))))
    date, is_there = columns.date.copy(), columns.is_there.copy()
    status = columns.status.copy()
    for row in rows:
        what = rng.choice(["date", "gone", "status"])
        if what == "date":
            date[row] = rng.randrange(-1, len(columns.names.dates))
        elif what == "gone":
            is_there[row] = not is_there[row]
        elif status[row] != NONE:
            status[row] = rng.randrange(5)
    return replace(
        columns,
        date=date,
        is_there=is_there,
        status=status,
        number=columns.number + 1,
        before=columns.number,
        changed=np.array(rows, dtype=np.int32),
    )


@given(seeds, arrangements, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_a_change_of_earlier_lanes_gives_what_a_fresh_start_gives(
    seed: int, arrangement: Arrangement, rng: random.Random
) -> None:
    columns = some_columns(seed)
    lanes = build_lanes(columns, arrangement)
    for _ in range(3):
        if not len(columns):
            return
        columns = changed(columns, rng)
        lanes = build_lanes(columns, arrangement, previous=lanes)
        assert_same(lanes, build_lanes(columns, arrangement))


@given(seeds, arrangements)
@settings(max_examples=50, deadline=None)
def test_new_marks_in_earlier_lanes_give_what_a_fresh_start_gives(
    seed: int, arrangement: Arrangement
) -> None:
    marks = some_marks(seed)
    more = some_more(marks, seed)
    whole = columns_of(marks, more)
    n = len(marks) - min(3, len(marks))
    # The codes of all marks, but only the first rows: what a reader has before it reads on.
    first = _first_rows(whole, n)
    lanes = build_lanes(first, arrangement)
    later = replace(
        whole,
        number=1,
        before=0,
        changed=np.arange(n, len(marks), dtype=np.int32),
    )
    assert_same(build_lanes(later, arrangement, previous=lanes), build_lanes(later, arrangement))


def _first_rows(columns: MarkColumns, n: int) -> MarkColumns:
    from stanceline.timeline.sorting.changes import some_of

    return some_of(columns, np.arange(n, dtype=np.int32))


def test_a_change_in_a_crowd_leaves_all_other_rows_alone() -> None:
    columns, _ = a_crowd(40_000, n_lanes=3)
    arrangement = Arrangement(within=LaneKey.TOPIC)
    before = build_lanes(columns, arrangement)
    moved = changed(columns, random.Random(4))
    after = build_lanes(moved, arrangement, previous=before)
    assert_same(after, build_lanes(moved, arrangement))


# ------------------------------------------------------------------ walking


def test_walking_on_visits_every_place_once() -> None:
    for arrangement in (Arrangement(), Arrangement(within=LaneKey.TOPIC)):
        lanes = build_lanes(columns_of(the_affair()), arrangement)
        start = next(at for at, _ in enumerate(lanes.lanes) if sum(lanes.index.block_sizes(at)))
        place: Place | None = Place(start, int(lanes.in_reading_order(start)[0]))
        seen = []
        while place is not None:
            seen.append(place)
            place = lanes.neighbour(place, Direction.NEXT)
        assert len(seen) == lanes.index.mark.size
        assert len(set(seen)) == len(seen)
        back: Place | None = seen[-1]
        for expected in reversed(seen):
            assert back == expected
            assert back is not None
            back = lanes.neighbour(back, Direction.PREVIOUS)
        assert back is None


def test_left_and_right_stay_in_the_lane_by_time() -> None:
    lanes = lanes_of(the_affair())
    first = Place(0, int(lanes.in_reading_order(0)[0]))
    assert neighbour(lanes, first, Direction.LEFT) is None
    second = neighbour(lanes, first, Direction.RIGHT)
    assert second is not None
    assert second.lane == 0
    times = lanes.table.dates.middle[lanes.table.date]
    assert times[second.mark] >= times[first.mark]
    assert neighbour(lanes, second, Direction.LEFT) == first


def test_down_goes_to_the_mark_nearest_in_time() -> None:
    marks = [
        a_quotation(1, "2031-05-10", DAHL),
        a_quotation(2, "2031-05-11", DAHL),
        a_quotation(3, "2031-01-01", PILOTS),
        a_quotation(4, "2031-05-12", PILOTS),
    ]
    lanes = lanes_of(marks)
    assert neighbour(lanes, Place(0, 0), Direction.DOWN) == Place(1, 3)
    assert neighbour(lanes, Place(0, 0), Direction.UP) is None


def test_a_mark_that_is_not_in_the_lane_has_no_neighbours_there() -> None:
    with pytest.raises(LookupError):
        neighbour(lanes_of(the_affair()), Place(0, 41), Direction.LEFT)


# ------------------------------------------------------------------ axes


def test_the_axis_decides_at_which_date_a_mark_stands() -> None:
    said = a_quotation(1, "2031-05-01")
    unsaid = replace(a_quotation(2, "2031-05-02"), date=None)
    event = an_event(3, "Storm", "2031-04-01")
    shelf = {
        axis: [lanes.key(row) for row in lanes.undated.tolist()]
        for axis in TimeAxis
        if (lanes := lanes_of([said, unsaid, event], axis=axis))
    }
    assert shelf[TimeAxis.HAPPENED] == []
    assert shelf[TimeAxis.SAID] == ["quotation:2"]
    assert shelf[TimeAxis.PUBLISHED] == []
    published = lanes_of([event], axis=TimeAxis.PUBLISHED)
    assert str(published.columns.names.dates[int(published.table.date[0])]) == "2031-05-24"
