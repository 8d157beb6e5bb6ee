import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain.edtf import parse
from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.sorting.lane_index import gaps_to_better
from stanceline.timeline.sorting.lanes import OVERFLOW_ROW, Block, Lanes, build_lanes
from stanceline.timeline.windows import TimeWindow
from timeline.builders import DELAY, STANCES, a_quotation, an_event
from timeline.columns import a_crowd, columns_of
from timeline.lane_cases import arrangements, some_columns
from timeline.strategies import seeds


@pytest.fixture(scope="module")
def crowd() -> Lanes:
    columns, _ = a_crowd(20_000, n_lanes=3, spans=0.3)
    return build_lanes(columns, Arrangement())


def blocks(lanes: Lanes) -> list[tuple[int, Block]]:
    return [(lane, block) for lane in range(len(lanes.lanes)) for block in Block]


def ends(lanes: Lanes, entries: slice) -> tuple[np.ndarray, np.ndarray]:
    codes = lanes.table.extent[lanes.index.mark[entries]]
    return lanes.table.dates.o0[codes], lanes.table.dates.o1[codes]


def assert_finds_all(lanes: Lanes, window: TimeWindow) -> None:
    for lane, block in blocks(lanes):
        entries = lanes.index.entries(lane, block)
        o0, o1 = ends(lanes, entries)
        inside = entries.start + np.flatnonzero((o0 < window.t1) & (o1 > window.t0))
        assert np.array_equal(lanes.index.entries_in(lane, block, window), inside)
        assert lanes.index.n_in(lane, block, window) == inside.size


def a_window(lanes: Lanes, start: float, length: float) -> TimeWindow | None:
    whole = lanes.extent
    if whole is None:
        return None
    t0 = whole.t0 + start * whole.seconds
    return TimeWindow(t0, t0 + length * whole.seconds)


@given(seeds, arrangements, st.floats(-2, 2), st.floats(0.001, 3))
@settings(max_examples=50, deadline=None)
def test_exactly_what_reaches_into_a_window_is_found(
    seed: int, arrangement: Arrangement, start: float, length: float
) -> None:
    lanes = build_lanes(some_columns(seed), arrangement)
    window = a_window(lanes, start, length)
    if window is not None:
        assert_finds_all(lanes, window)
        before, after = lanes.n_beside(window)
        assert lanes.n_in(window) + before + after == lanes.n_dated
        in_lanes = [
            lanes.index.mark[lanes.index.entries_in(lane, block, window)]
            for lane, block in blocks(lanes)
        ]
        assert lanes.n_in(window) == np.unique(np.concatenate(in_lanes)).size


@given(start=st.floats(-0.2, 1.1), length=st.floats(1e-6, 1.5))
@settings(max_examples=60, deadline=None)
def test_exactly_what_reaches_into_a_window_of_a_crowd_is_found(
    crowd: Lanes, start: float, length: float
) -> None:
    window = a_window(crowd, start, length)
    assert window is not None
    assert_finds_all(crowd, window)


def test_windows_that_end_where_marks_do_take_these_not_in(crowd: Lanes) -> None:
    for code in (0, 100, 8_000, 9_000):
        dates = crowd.table.dates
        t0, t1 = float(dates.o0[code]), float(dates.o1[code])
        for window in (TimeWindow(t0, t1), TimeWindow(t1, t1 + 600), TimeWindow(t0 - 600, t0)):
            assert_finds_all(crowd, window)


def test_very_many_marks_at_the_edge_of_a_window_are_counted_too() -> None:
    marks = [a_quotation(i, "2031-05-01") for i in range(5_000)]
    marks += [a_quotation(i, "2031-05") for i in range(5_000, 5_100)]
    lanes = build_lanes(columns_of(marks), Arrangement())
    noon = float(lanes.table.dates.middle[0])
    for t0, t1 in ((noon + 60, noon + 120), (noon - 120, noon - 60), (noon + 86_400, noon + 1e6)):
        assert_finds_all(lanes, TimeWindow(t0, t1))


def test_far_and_endless_dates_are_found() -> None:
    dates = ["../-3999-01", "9999-12/..", "-4000~", "2031-05-01T10:00:00", "Y170000000", "[..1200]"]
    marks = [an_event(at, "Storm", date) for at, date in enumerate(dates * 60)]
    lanes = build_lanes(columns_of(marks), Arrangement())
    for date in dates:
        bounds = parse(date).bounds
        for time in (bounds.t0, bounds.t1, bounds.o0, bounds.o1):
            assert_finds_all(lanes, TimeWindow(float(time) - 600, float(time) + 600))
            assert_finds_all(lanes, TimeWindow(float(time), float(time) + 600))


@given(seeds, st.sampled_from([LaneKey.SPEAKER, LaneKey.TOPIC]), st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_counts_have_each_entry_in_the_column_of_its_middle(
    seed: int, by: LaneKey, n_columns: int
) -> None:
    lanes = build_lanes(some_columns(seed), Arrangement(lanes=by))
    window = a_window(lanes, 0.1, 0.7)
    if window is None:
        return
    edges = np.linspace(window.t0, window.t1, n_columns + 1)
    n_inks = len(lanes.table.stances) + 1
    for lane, block in blocks(lanes):
        entries = lanes.index.entries(lane, block)
        expected = np.zeros((n_columns, n_inks), dtype=np.int64)
        for middle, stance in zip(
            lanes.index.middle[entries], lanes.index.stance[entries], strict=True
        ):
            column = int(np.searchsorted(edges, middle, side="right")) - 1
            if 0 <= column < n_columns:
                expected[column, stance] += 1
        assert np.array_equal(lanes.index.counts(lane, block, edges), expected)


def assert_gaps_are_true(lanes: Lanes) -> None:
    index = lanes.index
    for lane, block in blocks(lanes):
        index.entries_in(lane, block, TimeWindow(0.0, 1.0))
        entries = index.entries(lane, block)
        o0, o1 = ends(lanes, entries)
        rows = index.row[entries]
        after, before = index.free_after[entries], index.free_before[entries]
        for row in set(rows.tolist()):
            at = np.flatnonzero(rows == row)
            if row == OVERFLOW_ROW:
                assert not after[at].any()
                assert not before[at].any()
                continue
            with np.errstate(invalid="ignore"):
                gap = o0[at[1:]] - o1[at[:-1]]
            assert np.all(after[at[:-1]] <= gap)
            assert np.all(after[at[:-1]] >= gap * (1 - 1e-6))
            assert np.array_equal(before[at[1:]], after[at[:-1]])
            assert after[at[-1]] == (0 if np.isposinf(o1[at[-1]]) else np.inf)
            assert before[at[0]] == (0 if np.isneginf(o0[at[0]]) else np.inf)


@given(seeds, arrangements)
@settings(max_examples=40, deadline=None)
def test_the_free_time_beside_a_mark_is_that_up_to_the_next_in_its_row(
    seed: int, arrangement: Arrangement
) -> None:
    assert_gaps_are_true(build_lanes(some_columns(seed), arrangement))


def test_the_free_time_in_a_crowd_is_found_out_when_it_is_looked_at() -> None:
    columns, _ = a_crowd(60_000, n_lanes=2)
    lanes = build_lanes(columns, Arrangement())
    assert not lanes.index.free_after.any()
    assert_gaps_are_true(lanes)


@pytest.mark.parametrize("n_marks", [60, 2_000, 60_000])
def test_the_free_time_of_some_marks_is_found_without_that_of_the_others(n_marks: int) -> None:
    columns, _ = a_crowd(n_marks, n_lanes=2, spans=0.3)
    lanes = build_lanes(columns, Arrangement())
    rest = build_lanes(columns, Arrangement())
    for lane, block in blocks(lanes):
        whole = lanes.index.entries(lane, block)
        some = np.arange(whole.start, whole.stop, 7)
        found = lanes.index.free_after_of(lane, block, some)
        rest.index.entries_in(lane, block, TimeWindow(-1e300, 1e300))
        assert np.array_equal(found, rest.index.free_after[some])


def test_what_is_noted_of_a_block_lasts_while_it_is_the_same(crowd: Lanes) -> None:
    shown = np.ones(crowd.table.shown.size, dtype=np.bool_)
    for lane, block in blocks(crowd):
        crowd.index.notes(lane, block)["here"] = (crowd.lanes[lane].key, block)
    shown[crowd.index.mark[crowd.index.entries(0, Block.QUOTATIONS)][0]] = False
    later = build_lanes(crowd.columns, crowd.arrangement, shown=shown, previous=crowd)
    for lane, block in blocks(later):
        noted = later.index.notes(lane, block).get("here")
        is_other = later.lanes[lane].key == crowd.lanes[0].key and block is Block.QUOTATIONS
        assert noted == (None if is_other else (later.lanes[lane].key, block))


def test_the_headline_holds_the_foremost_marks_of_a_block(crowd: Lanes) -> None:
    for lane, block in blocks(crowd):
        entries = crowd.index.entries(lane, block)
        ranks = crowd.table.rank[crowd.index.mark[entries]]
        headline = crowd.index.headline(lane, block)
        assert headline.size == min(ranks.size, 512)
        found = crowd.table.rank[crowd.index.mark[headline]]
        assert np.array_equal(found, np.sort(ranks)[: headline.size])
        gaps = crowd.index.headline_gaps(lane, block)
        assert np.array_equal(gaps, gaps_to_better(crowd.index.middle[headline]))


@given(st.lists(st.integers(0, 60), max_size=40))
def test_the_gap_to_a_better_one_is_the_nearest_of_those_before_it(times: list[int]) -> None:
    gaps = gaps_to_better(np.array(times, dtype=np.float64))
    for at, gap in enumerate(gaps.tolist()):
        assert gap == min((abs(times[at] - time) for time in times[:at]), default=np.inf)


def test_the_strip_tells_the_clear_stances_in_their_order() -> None:
    split = ((DELAY, STANCES["supports"]), (DELAY, STANCES["opposes"]))
    marks = [
        a_quotation(1, "2031-05-09", stances=((DELAY, STANCES["opposes"]),)),
        a_quotation(2, "2031-05-01", stances=((DELAY, STANCES["leans_for"]),)),
        a_quotation(3, "2031-05-03", stances=((DELAY, STANCES["unclear"]),)),
        a_quotation(4, "2031-05-04", stances=()),
        a_quotation(5, "2031-05-05", stances=split),
    ]
    lanes = build_lanes(columns_of(marks), Arrangement())
    times, values = lanes.index.strip(0)
    assert values.tolist() == [0.5, -1.0]
    assert np.all(np.diff(times) > 0)
    assert lanes.lanes[0].has_strip


def test_lanes_without_judgements_have_no_strip() -> None:
    lanes = build_lanes(columns_of([a_quotation(1, "2031-05-09", stances=())]), Arrangement())
    assert not lanes.lanes[0].has_strip
    by_topic = build_lanes(columns_of([a_quotation(1, "2031-05-09")]), Arrangement(LaneKey.TOPIC))
    assert not by_topic.lanes[0].has_strip
