"""Which lanes there are, in which order, and which entries stand in each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np

from stanceline.domain.timelines import Arrangement, LaneOrder
from stanceline.records import dataclass
from stanceline.timeline.primitives import Floats
from stanceline.timeline.sorting.grouping import Block, Grouping, Longs
from stanceline.timeline.sorting.lane_keys import EVENTS, OWN, Group
from stanceline.timeline.sorting.table import Codes, Flags, Ints, TimeTable

_FEW_BLOCKS = 1_000
"""So few blocks are quicker counted one by one than with a sum for each of their entries."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: ``key`` is unique among the lanes, ``n_marks`` are those with a date.

    ``depth`` is 0 for an outer lane and 1 for one nested in the lane ``parent``, which is
    -1 for an outer one. An outer lane whose nested ones are shown has no entries of its
    own. ``height_factor`` is what somebody made of its usual height.
    """

    key: str
    title: str
    n_marks: int
    depth: int = 0
    parent: int = -1
    n_quotation_rows: int = 0
    n_event_rows: int = 0
    has_strip: bool = False
    is_collapsed: bool = False
    is_pinned: bool = False
    height_factor: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The marks of a block of a lane by time; stances are set where a lane has its own."""

    mark: Ints
    stance: Codes | None = None
    other_stance: Codes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedLane:
    """A lane without its rows yet, and its marks by block."""

    lane: Lane
    parts: tuple[Part, Part]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The lanes in order, those that are hidden, and which marks stand in one that is not."""

    lanes: tuple[PlannedLane, ...]
    hidden: tuple[Lane, ...]
    placed: Flags


_EMPTY = Part(np.empty(0, dtype=np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    """What may become a lane: its group, the places of its blocks, and what it is sorted by."""

    key: str
    group: Group
    members: tuple[int, ...]
    n_marks: int
    first_time: float


def plan_lanes(grouping: Grouping, table: TimeTable, arrangement: Arrangement) -> Plan:
    """The lanes of what is shown of the grouping."""
    return _Planner(grouping, table, arrangement).plan()


class _Planner:
    def __init__(self, grouping: Grouping, table: TimeTable, arrangement: Arrangement) -> None:
        self.grouping = grouping
        self.table = table
        self.arrangement = arrangement
        self.heights = dict(arrangement.heights)
        self.by_hand = {key: at for at, key in enumerate(arrangement.by_hand)}
        self.kept = _kept(grouping, table.shown)
        self.sizes = np.diff(self.kept.first)
        self.first_times = _first_times(self.kept, table)
        self.lanes: list[PlannedLane] = []
        self.hidden: list[Lane] = []

    def plan(self) -> Plan:
        for outer, inner in self._ordered(self._drafts()):
            if outer.key in self.arrangement.hidden:
                self.hidden.append(self._lane(outer))
            elif inner is None or outer.key in self.arrangement.collapsed:
                self._add(outer)
            else:
                self._add_nested(outer, inner)
        return Plan(tuple(self.lanes), tuple(self.hidden), self._placed())

    def _placed(self) -> Flags:
        if not self.hidden:
            return self.table.shown & (self.table.date >= 0)
        placed = np.zeros(self.table.shown.size, dtype=np.bool_)
        for planned in self.lanes:
            for part in planned.parts:
                placed[part.mark] = True
        return placed

    def _drafts(self) -> Iterator[tuple[_Draft, list[_Draft] | None]]:
        pairs = enumerate(self.grouping.groups)
        is_nested = self.grouping.by[1] is not None
        found: set[str] = set()
        for group, places in groupby(pairs, key=lambda each: each[1].outer):
            leaves = [
                self._leaf(at, pair.key, pair.inner or group)
                for at, pair in places
                if self.sizes[2 * at] + self.sizes[2 * at + 1]
            ]
            if not leaves:
                continue
            found.add(group.key)
            if is_nested and (len(leaves) > 1 or leaves[0].group.kind == OWN):
                yield self._outer(group, leaves), leaves
            else:
                # One lane for the rest would only repeat the lane that it lies in.
                yield replace(leaves[0], key=group.key, group=group), None
        for group in (*self.grouping.empty, *(pair.outer for pair in self.grouping.groups)):
            if group.key in self.arrangement.pinned and group.key not in found:
                found.add(group.key)
                yield _Draft(group.key, group, (), 0, np.inf), None

    def _leaf(self, at: int, key: str, group: Group) -> _Draft:
        n_marks = int(self.sizes[2 * at] + self.sizes[2 * at + 1])
        return _Draft(
            key, group, (at,), n_marks, float(self.first_times[2 * at : 2 * at + 2].min())
        )

    def _outer(self, group: Group, leaves: list[_Draft]) -> _Draft:
        members = tuple(at for leaf in leaves for at in leaf.members)
        n_marks = sum(leaf.n_marks for leaf in leaves)
        if self.grouping.repeats:
            n_marks = int(np.unique(np.concatenate([self._marks(at) for at in members])).size)
        first_time = min(leaf.first_time for leaf in leaves)
        return _Draft(group.key, group, members, n_marks, first_time)

    def _marks(self, at: int) -> Ints:
        first = self.kept.first
        return self.kept.mark[int(first[2 * at]) : int(first[2 * at + 2])]

    def _ordered(
        self, drafts: Iterable[tuple[_Draft, list[_Draft] | None]]
    ) -> list[tuple[_Draft, list[_Draft] | None]]:
        return sorted(drafts, key=lambda each: self._sort_key(each[0]))

    def _sort_key(self, draft: _Draft) -> tuple[float | str, ...]:
        order = self.arrangement.order
        group, title = draft.group, draft.group.title.casefold()
        own: float | str = -draft.n_marks
        kind = OWN if group.kind == EVENTS else group.kind
        if order is LaneOrder.BY_TITLE:
            own, kind = title, group.kind
        elif order is LaneOrder.BY_FIRST_DATE:
            own, kind = draft.first_time, group.kind
        by_hand = len(self.by_hand)
        if order is LaneOrder.BY_HAND:
            by_hand = self.by_hand.get(draft.key, by_hand)
        is_pinned = draft.key in self.arrangement.pinned
        return (not is_pinned, by_hand, kind, group.position, own, group.kind, title, draft.key)

    def _lane(self, draft: _Draft, parent: int = -1) -> Lane:
        return Lane(
            key=draft.key,
            title=draft.group.title,
            n_marks=draft.n_marks,
            depth=0 if parent < 0 else 1,
            parent=parent,
            is_collapsed=draft.key in self.arrangement.collapsed,
            is_pinned=draft.key in self.arrangement.pinned,
            height_factor=self.heights.get(draft.key, 1.0),
        )

    def _add(self, draft: _Draft, parent: int = -1) -> None:
        parts = (self._part(draft, Block.QUOTATIONS), self._part(draft, Block.EVENTS))
        self.lanes.append(PlannedLane(self._lane(draft, parent), parts))

    def _add_nested(self, outer: _Draft, leaves: list[_Draft]) -> None:
        parent = len(self.lanes)
        self.lanes.append(PlannedLane(self._lane(outer), (_EMPTY, _EMPTY)))
        for leaf in sorted(leaves, key=self._sort_key):
            if leaf.key in self.arrangement.hidden:
                self.hidden.append(self._lane(leaf, parent))
            else:
                self._add(leaf, parent)

    def _part(self, draft: _Draft, block: Block) -> Part:
        parts = [self.kept.part(2 * at + block) for at in draft.members]
        if len(parts) == 1:
            return parts[0]
        return _united(parts, self.table) if parts else _EMPTY


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What is shown of a grouping, in its order."""

    first: Longs
    mark: Ints
    stance: Codes | None
    other_stance: Codes | None

    def part(self, at: int) -> Part:
        chosen = slice(int(self.first[at]), int(self.first[at + 1]))
        if self.stance is None or self.other_stance is None:
            return Part(self.mark[chosen])
        return Part(self.mark[chosen], self.stance[chosen], self.other_stance[chosen])


def _kept(grouping: Grouping, shown: Flags) -> _Kept:
    stance, other = grouping.stance, grouping.other_stance
    # Where all are shown there is no need to look at each, which takes a while.
    keep = shown if shown.all() else shown[grouping.mark]
    if keep.all():
        return _Kept(grouping.first, grouping.mark, stance, other)
    return _Kept(
        _first_of_kept(grouping.first, keep),
        grouping.mark[keep],
        None if stance is None else stance[keep],
        None if other is None else other[keep],
    )


def _first_of_kept(first: Longs, keep: Flags) -> Longs:
    """Where blocks begin when only some of their entries are kept."""
    if first.size <= _FEW_BLOCKS:
        ends = first.tolist()
        counts = [int(np.count_nonzero(keep[a:b])) for a, b in pairwise(ends)]
        return np.cumsum([0, *counts], dtype=np.int64)
    up_to = np.zeros(keep.size + 1, dtype=np.int32)
    np.cumsum(keep, out=up_to[1:])
    return up_to[first].astype(np.int64)


def _first_times(kept: _Kept, table: TimeTable) -> Floats:
    """When the first mark of each block stands, infinite where there is none."""
    times = np.full(kept.first.size - 1, np.inf)
    has_any = kept.first[1:] > kept.first[:-1]
    marks = kept.mark[kept.first[:-1][has_any]]
    times[has_any] = table.unfolded.middle[table.extent[marks]]
    return times


def _united(parts: list[Part], table: TimeTable) -> Part:
    """All marks of several parts, each once, by time and id."""
    marks, at = np.unique(np.concatenate([part.mark for part in parts]), return_index=True)
    order = np.lexsort((table.columns.ids[marks], table.unfolded.order[table.extent[marks]]))
    at = at[order]
    stances = [part.stance for part in parts if part.stance is not None]
    others = [part.other_stance for part in parts if part.other_stance is not None]
    if not stances:
        return Part(marks[order])
    return Part(marks[order], np.concatenate(stances)[at], np.concatenate(others)[at])
