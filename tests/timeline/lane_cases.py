"""Marks of every kind as columns, and the slow but plain way to say what lanes hold."""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from stanceline.domain.marks import LaneKey, Mark, MarkKind, Named
from stanceline.domain.timelines import Arrangement, LaneOrder, TimeAxis
from stanceline.storage.mark_columns import MarkColumns
from stanceline.timeline.sorting.lanes import Lanes, build_lanes
from timeline.columns import NO_MORE, More, columns_of
from timeline.strategies import some_marks

UNION = Named(2, "Pilots’ union", "Pilots’ union")
COUNCIL = Named(90, "Council of elders", "")


def lanes_of(
    marks: list[Mark], lanes: LaneKey = LaneKey.SPEAKER, more: More = NO_MORE, **kinds: object
) -> Lanes:
    """The lanes of some marks, arranged by the name of what is meant."""
    return build_lanes(columns_of(marks, more), replace(Arrangement(lanes=lanes), **kinds))


def titles(lanes: Lanes) -> list[str]:
    return [lane.title for lane in lanes.lanes]


def keys(lanes: Lanes) -> list[str]:
    return [lane.key for lane in lanes.lanes]


def some_more(marks: Sequence[Mark], seed: int) -> More:
    """Tags, analysts, affiliations and dates of sources for some of the marks."""
    rng = random.Random(seed)
    dates = ["", "2029-04-01", "2029-04", "2030~", "2029-05-01/2029-05-09"]
    return More(
        affiliations={1: UNION, 3: COUNCIL},
        tags={mark.key: rng.sample(["strike", "law", "sea"], rng.randint(0, 3)) for mark in marks},
        analysts={mark.key: rng.choice(["Ada", "Ben", ""]) for mark in marks},
        said_dates={
            mark.key: [rng.choice(dates) for _ in mark.sources]
            for mark in marks
            if mark.kind is MarkKind.EVENT and rng.random() < 0.3
        },
        reprints={1: 0, 2: 1, 5: 4, 9: 4},
        suggestions=frozenset(mark.key for mark in marks if rng.random() < 0.1),
    )


def some_columns(seed: int, most: int = 40) -> MarkColumns:
    """Columns of some marks."""
    marks = some_marks(seed, most)
    return columns_of(marks, some_more(marks, seed))


arrangements = st.builds(
    Arrangement,
    lanes=st.sampled_from(LaneKey),
    within=st.none() | st.sampled_from(LaneKey),
    order=st.sampled_from(LaneOrder),
    by_hand=st.just(("speaker:3", "rest", "topic:1")),
    pinned=st.sampled_from([frozenset(), frozenset({"speaker:2", "rest"})]),
    hidden=st.sampled_from([frozenset(), frozenset({"speaker:1", "rest:events"})]),
    collapsed=st.sampled_from([frozenset(), frozenset({"speaker:3", "topic:1", "all"})]),
    axis=st.sampled_from(TimeAxis),
    folds_gaps=st.booleans(),
    with_suggestions=st.booleans(),
)


def assert_same(one: Lanes, other: Lanes) -> None:
    """Fail unless the two say the same, whatever the rows of their columns are."""
    assert [replace(lane) for lane in one.lanes] == list(other.lanes)
    assert one.hidden_lanes == other.hidden_lanes
    assert one.extent == other.extent
    assert one.first == other.first
    assert one.n_dated == other.n_dated
    assert one.folds.silences == other.folds.silences
    a, b = one.index, other.index
    assert np.array_equal(a.first, b.first)
    assert [one.key(m) for m in a.mark.tolist()] == [other.key(m) for m in b.mark.tolist()]
    for name in ("row", "middle", "stance", "other_stance", "free_after", "free_before"):
        assert np.array_equal(getattr(a, name), getattr(b, name)), name
    assert {one.key(m) for m in one.undated.tolist()} == {
        other.key(m) for m in other.undated.tolist()
    }
