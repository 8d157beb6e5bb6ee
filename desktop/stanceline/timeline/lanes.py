"""Lanes: which marks stand in which, and in which row, decided once and for every zoom."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

import numpy as np

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Mark, MarkKind
from stanceline.timeline.primitives import Floats, Ints
from stanceline.timeline.table import (
    NO_STANCE,
    Doubt,
    Form,
    MarkTable,
    stance_codes,
    stance_pair,
    table_of,
)
from stanceline.timeline.windows import (
    TimeWindow,
    finite_ends,
    window_over,
    window_over_dense_part,
)
from stanceline.timeline.wording import ENGLISH, Wording

OVERFLOW_ROW = -1
"""The row of a mark for which its lane has no row left; it is only counted."""

_NOMINAL_WIDTH_PX = 1000.0
_QUOTATION_PX = 13.0
_EVENT_PX = 15.0
_LETTER_PX = 6.4
_LONGEST_LABEL_PX = 230.0
_LABEL_GAP_PX = 16.0
_UNKNOWN_END_PX = 52.0

# How many rows a lane may have for the sake of room around marks, and at most: its share
# of what all lanes together may have, within limits. They are (together, fewest, most).
_COMFORTABLE_QUOTATION_ROWS = (24, 3, 8)
_COMFORTABLE_EVENT_ROWS = (48, 3, 20)
_MOST_ROWS = (60, 10, 40)


class LaneOrder(StrEnum):
    """What lanes are sorted by; lanes for the rest stay last.

    Events without participants have a lane that is sorted by count like any other, but
    stands behind the lanes that have a name or a first date of their own to go by.
    """

    BY_COUNT = "count"
    BY_TITLE = "title"
    BY_FIRST_DATE = "first date"


class Direction(StrEnum):
    """Where to go from a mark: along its lane, to another lane, or on in reading order."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    NEXT = "next"
    PREVIOUS = "previous"


class Block(IntEnum):
    """The two parts of a lane: quotations stand above events."""

    QUOTATIONS = 0
    EVENTS = 1


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: ``key`` is unique among the lanes, ``n_marks`` are those with a date."""

    key: str
    title: str
    n_marks: int
    n_quotation_rows: int
    n_event_rows: int
    has_strip: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A mark in one of the lanes that it stands in, both as indices."""

    lane: int
    mark: int


@dataclass(frozen=True, slots=True, eq=False)
class LaneIndex:
    """The entries of all lanes as columns, sorted by lane, block and outer start.

    Entries ``first[2 * lane + block]`` to the next belong to a block of a lane.
    ``until`` is the latest outer end so far within the block, so that two binary
    searches find what may be seen in a window. ``stance`` and ``other_stance`` are those
    of the mark's table row, but in a topic's lane only what is said on that topic counts.
    """

    first: Ints
    mark: Ints
    row: Ints
    since: Floats
    until: Floats
    stance: Ints
    other_stance: Ints

    def entries(self, lane: int, block: Block) -> slice:
        """All entries of a block."""
        at = 2 * lane + block
        return slice(int(self.first[at]), int(self.first[at + 1]))

    def entries_in(self, lane: int, block: Block, window: TimeWindow) -> slice:
        """The entries of a block among which are all that reach into the window."""
        whole = self.entries(lane, block)
        start = int(np.searchsorted(self.until[whole], window.t0, side="right"))
        stop = int(np.searchsorted(self.since[whole], window.t1, side="left"))
        return slice(whole.start + start, whole.start + max(start, stop))


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """Marks sorted into lanes and rows.

    ``undated`` are the indices of marks without a date, which wait on the shelf.
    ``extent`` holds all that is dated, ``first`` the dense part of it.
    """

    by: LaneKey
    marks: tuple[Mark, ...]
    table: MarkTable
    lanes: tuple[Lane, ...]
    index: LaneIndex
    undated: tuple[int, ...]
    extent: TimeWindow | None
    first: TimeWindow | None
    wording: Wording

    def n_beside(self, window: TimeWindow) -> tuple[int, int]:
        """How many marks lie wholly before the window, and how many wholly after it."""
        before = np.count_nonzero(self.table.o1 <= window.t0)
        return int(before), int(np.count_nonzero(self.table.o0 >= window.t1))

    def with_lanes(self, n_lanes: int) -> "Lanes":
        """The same timeline with the first lanes only."""
        index = replace(self.index, first=self.index.first[: 2 * n_lanes + 1])
        return replace(self, lanes=self.lanes[:n_lanes], index=index)

    def places(self, mark: int) -> list[Place]:
        """Every place where the mark stands."""
        entries = np.flatnonzero(self.index.mark == mark)
        blocks = np.searchsorted(self.index.first, entries, side="right") - 1
        return [Place(int(block) // 2, mark) for block in blocks if block // 2 < len(self.lanes)]

    def in_reading_order(self, lane: int) -> Ints:
        """The marks of a lane by time."""
        quotations = self.index.entries(lane, Block.QUOTATIONS)
        events = self.index.entries(lane, Block.EVENTS)
        marks = self.index.mark[quotations.start : events.stop]
        return marks[np.lexsort((marks, self.table.middle[marks]))]


# --------------------------------------------------------------------------- building


@dataclass(slots=True)
class _Draft:
    """A lane that is being filled; ``group`` keeps lanes for the rest at the end."""

    key: str
    title: str
    group: int
    position: int
    marks: list[int]

    @property
    def topic_id(self) -> int | None:
        """The topic that the lane stands for, if it stands for one."""
        kind, _, number = self.key.partition(":")
        return int(number) if kind == "topic" else None


def build_lanes(
    marks: Sequence[Mark],
    by: LaneKey,
    *,
    order: LaneOrder = LaneOrder.BY_COUNT,
    wording: Wording = ENGLISH,
) -> Lanes:
    """The marks in lanes, each in a row of its lane, ready to be laid out.

    A mark may stand in several lanes: an event with two participants in both of
    theirs. Rows are decided in time, not in pixels, so that no mark changes its row
    when the timeline is zoomed. What has no date is left to ``Lanes.undated``.
    """
    table = table_of(marks)
    drafts: dict[str, _Draft] = {}
    for i, mark in enumerate(marks):
        if table.is_dated[i]:
            for key, title, group, position in _lanes_of(mark, by, wording):
                draft = drafts.setdefault(key, _Draft(key, title, group, position, []))
                draft.marks.append(i)
    ordered = _ordered(drafts.values(), order, table)
    ends = finite_ends(table)
    first = window_over_dense_part(ends)
    lanes, index = _packed(by, ordered, marks, table, first)
    return Lanes(
        by=by,
        marks=tuple(marks),
        table=table,
        lanes=lanes,
        index=index,
        undated=tuple(np.flatnonzero(~table.is_dated).tolist()),
        extent=window_over(ends),
        first=first,
        wording=wording,
    )


_LaneName = tuple[str, str, int, int]
_OWN, _EVENTS, _REST = 0, 1, 2


def _lanes_of(mark: Mark, by: LaneKey, wording: Wording) -> list[_LaneName]:
    """The lanes a mark stands in: key, title, group, and position in a fixed order."""
    return _LANES_BY[by](mark, wording) or _rest(mark, by, wording)


def _rest(mark: Mark, by: LaneKey, wording: Wording) -> list[_LaneName]:
    if mark.kind is MarkKind.EVENT and by in {LaneKey.SPEAKER, LaneKey.TOPIC}:
        return [("rest:events", wording.events, _EVENTS, 0)]
    if mark.kind is MarkKind.QUOTATION and by in {LaneKey.CATEGORY, LaneKey.STATUS}:
        return [("rest:quotations", wording.quotations, _REST, 0)]
    title = {
        LaneKey.SPEAKER: wording.no_speaker,
        LaneKey.TOPIC: wording.no_topic,
        LaneKey.CATEGORY: wording.no_category,
        LaneKey.SOURCE: wording.no_source,
    }.get(by, wording.all_marks)
    return [("rest", title, _REST, 1)]


def _by_speaker(mark: Mark, _: Wording) -> list[_LaneName]:
    speakers = {who.id: who for who in mark.speakers}
    return [(f"speaker:{who.id}", who.short_name or who.name, _OWN, 0) for who in speakers.values()]


def _by_topic(mark: Mark, _: Wording) -> list[_LaneName]:
    topics = {judgement.topic.id: judgement.topic for judgement in mark.judgements}
    return [
        (f"topic:{topic.id}", topic.short_name or topic.name, _OWN, 0) for topic in topics.values()
    ]


def _by_category(mark: Mark, _: Wording) -> list[_LaneName]:
    return [(f"category:{mark.category}", mark.category, _OWN, 0)] if mark.category else []


def _by_source(mark: Mark, _: Wording) -> list[_LaneName]:
    names = {source.source for source in mark.sources if source.source}
    return [(f"source:{name}", name, _OWN, 0) for name in sorted(names)]


def _by_status(mark: Mark, wording: Wording) -> list[_LaneName]:
    if mark.status is None:
        return []
    position = list(EventStatus).index(mark.status)
    return [(f"status:{mark.status}", wording.status(mark.status), _OWN, position)]


def _in_one(_: Mark, wording: Wording) -> list[_LaneName]:
    return [("all", wording.all_marks, _OWN, 0)]


_LANES_BY: dict[LaneKey, Callable[[Mark, Wording], list[_LaneName]]] = {
    LaneKey.SPEAKER: _by_speaker,
    LaneKey.TOPIC: _by_topic,
    LaneKey.CATEGORY: _by_category,
    LaneKey.SOURCE: _by_source,
    LaneKey.STATUS: _by_status,
    LaneKey.NONE: _in_one,
}


def _ordered(drafts: Iterable[_Draft], order: LaneOrder, table: MarkTable) -> list[_Draft]:
    def sort_key(draft: _Draft) -> tuple[float | str, ...]:
        own: float | str = draft.title.casefold()
        group = draft.group
        if order is LaneOrder.BY_COUNT:
            own = -len(draft.marks)
            group = _OWN if group == _EVENTS else group
        elif order is LaneOrder.BY_FIRST_DATE:
            own = float(table.middle[draft.marks].min())
        return (group, draft.position, own, draft.group, draft.title.casefold(), draft.key)

    return sorted(drafts, key=sort_key)


# --------------------------------------------------------------------------- rows


def pack(starts: Floats, ends: Floats, most_rows: int | None = None) -> tuple[Ints, int]:
    """The row of each interval, and how many rows there are.

    ``starts`` are sorted. Intervals of one row never overlap, and each takes the lowest
    row that is free. With ``most_rows``, what finds none gets ``OVERFLOW_ROW``.
    """
    rows = np.full(starts.size, OVERFLOW_ROW, dtype=np.int64)
    busy: list[tuple[float, int]] = []
    free: list[int] = []
    n_rows = 0
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            row = heapq.heappop(free)
        elif most_rows is None or n_rows < most_rows:
            row = n_rows
            n_rows += 1
        else:
            continue
        rows[i] = row
        heapq.heappush(busy, (end, row))
    return rows, n_rows


def _packed(
    by: LaneKey,
    drafts: list[_Draft],
    marks: Sequence[Mark],
    table: MarkTable,
    first: TimeWindow | None,
) -> tuple[tuple[Lane, ...], LaneIndex]:
    most_rows = _share_of_rows(_MOST_ROWS, 1 / max(len(drafts), 1))
    n_events = sum(int(table.is_event[draft.marks].sum()) for draft in drafts)
    n_in_all = (sum(len(draft.marks) for draft in drafts) - n_events, n_events)
    lanes: list[Lane] = []
    columns: list[tuple[Ints, Ints, Floats, Floats]] = []
    for draft in drafts:
        members = np.array(draft.marks, dtype=np.int64)
        n_rows = []
        for block in Block:
            chosen = members[table.is_event[members] == (block is Block.EVENTS)]
            column, n = _packed_block(
                chosen,
                block,
                marks,
                table,
                first,
                most_rows,
                chosen.size / max(n_in_all[block], 1),
            )
            columns.append(column)
            n_rows.append(n)
        is_judged = bool(np.any(table.stance[members] != NO_STANCE))
        has_strip = by is LaneKey.SPEAKER and is_judged
        lanes.append(Lane(draft.key, draft.title, members.size, n_rows[0], n_rows[1], has_strip))
    return tuple(lanes), _index_of(columns, drafts, marks, table)


def _share_of_rows(rows: tuple[int, int, int], share: float) -> int:
    together, fewest, most = rows
    return min(max(int(together * share), fewest), most)


def _index_of(
    columns: list[tuple[Ints, Ints, Floats, Floats]],
    drafts: list[_Draft],
    marks: Sequence[Mark],
    table: MarkTable,
) -> LaneIndex:
    sizes = [mark.size for mark, *_ in columns]
    mark = _joined([mark for mark, *_ in columns])
    stance, other_stance = table.stance[mark], table.other_stance[mark]
    first = np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))]).astype(np.int64)
    for at, draft in enumerate(drafts):
        if draft.topic_id is not None:
            for entry in range(int(first[2 * at]), int(first[2 * at + 2])):
                judgements = marks[int(mark[entry])].judgements
                on_topic = [j.stance for j in judgements if j.topic.id == draft.topic_id]
                codes = stance_codes(stance_pair(on_topic), table.stances)
                stance[entry], other_stance[entry] = codes
    return LaneIndex(
        first=first,
        mark=mark,
        row=_joined([row for _, row, *_ in columns]),
        since=_joined_floats([since for *_, since, _ in columns]),
        until=_joined_floats([until for *_, until in columns]),
        stance=stance,
        other_stance=other_stance,
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _joined_floats(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.float64)


def _packed_block(
    chosen: Ints,
    block: Block,
    marks: Sequence[Mark],
    table: MarkTable,
    first: TimeWindow | None,
    most_rows: int,
    share_of_marks: float,
) -> tuple[tuple[Ints, Ints, Floats, Floats], int]:
    """Entries of a block sorted by outer start (mark, row, since, until), and its rows."""
    if block is Block.QUOTATIONS:
        slot = np.full(chosen.size, _QUOTATION_PX)
        comfortable = _share_of_rows(_COMFORTABLE_QUOTATION_ROWS, share_of_marks)
    else:
        slot = np.array([_event_px(marks[i]) for i in chosen.tolist()], dtype=np.float64)
        comfortable = _share_of_rows(_COMFORTABLE_EVENT_ROWS, share_of_marks)
    rows = np.empty(0, dtype=np.int64)
    order = np.empty(0, dtype=np.int64)
    n_rows = 0
    # Room for a glyph and its label at the first window is given as far as it does not
    # make the lane too tall; then less; then what overlaps in time alone counts.
    for room in (1.0, 0.5, 0.25, 0.0):
        starts, ends = _taken(chosen, table, room * slot, first)
        order = np.lexsort((chosen, starts))
        rows, n_rows = pack(starts[order], ends[order], most_rows)
        if n_rows <= comfortable and not np.any(rows == OVERFLOW_ROW):
            break
    if np.any(rows == OVERFLOW_ROW):
        n_rows += 1
    by_row = np.empty(chosen.size, dtype=np.int64)
    by_row[order] = rows
    by_start = np.lexsort((chosen, table.o0[chosen]))
    chosen = chosen[by_start]
    until = np.maximum.accumulate(table.o1[chosen]) if chosen.size else table.o1[chosen]
    return (chosen, by_row[by_start], table.o0[chosen], until), n_rows


def _event_px(mark: Mark) -> float:
    letters = min(len(mark.title) * _LETTER_PX, _LONGEST_LABEL_PX)
    return _EVENT_PX + letters + _LABEL_GAP_PX


def _taken(
    chosen: Ints, table: MarkTable, slot_px: Floats, first: TimeWindow | None
) -> tuple[Floats, Floats]:
    """From when to when each mark takes its row, with room for its glyph and label.

    ``slot_px`` are the pixels it wants when the timeline shows the window ``first``.
    """
    seconds_per_px = (first.seconds if first else 1.0) / _NOMINAL_WIDTH_PX
    slot = slot_px * seconds_per_px
    starts, ends = table.o0[chosen].copy(), table.o1[chosen].copy()
    doubt = table.doubt[chosen]
    fading = _UNKNOWN_END_PX * seconds_per_px
    starts[(doubt & Doubt.START_UNKNOWN) != 0] -= fading
    ends[(doubt & Doubt.END_UNKNOWN) != 0] += fading
    events = table.is_event[chosen]
    room = np.maximum(slot - (ends - starts), 0.0)
    # A quotation's glyph stands in the middle of its date, an event's label after it.
    is_short = table.form[chosen] == Form.POINT
    starts = np.where(events, starts, starts - room / 2)
    after = np.where(is_short, np.maximum(starts + slot, ends), ends + slot / 2)
    if first is not None:
        # Where the first window ends too soon after an event, its label stands before it.
        shown = np.minimum(ends, first.t1) - starts
        is_late = (starts < first.t1) & (after > first.t1) & (shown < slot)
        starts = np.where(events & is_late, starts - slot, starts)
        after = np.where(is_late, ends, after)
    ends = np.where(events, after, ends + room / 2)
    return starts, ends


# --------------------------------------------------------------------------- neighbours


def neighbour(lanes: Lanes, place: Place, direction: Direction) -> Place | None:
    """The place that lies next in a direction, or None at the end of the road.

    Left and right stay in the lane, by time; up and down go to the mark nearest in time
    of the next lane that has any; next and previous walk lane after lane.
    """
    in_lane = lanes.in_reading_order(place.lane)
    at = int(np.flatnonzero(in_lane == place.mark)[0])
    if direction in {Direction.UP, Direction.DOWN}:
        step = -1 if direction is Direction.UP else 1
        return _nearest_in_lane(lanes, place.mark, place.lane + step)
    step = -1 if direction in {Direction.LEFT, Direction.PREVIOUS} else 1
    if 0 <= at + step < in_lane.size:
        return Place(place.lane, int(in_lane[at + step]))
    other = place.lane + step
    if direction in {Direction.LEFT, Direction.RIGHT} or not 0 <= other < len(lanes.lanes):
        return None
    return Place(other, int(lanes.in_reading_order(other)[0 if step > 0 else -1]))


def _nearest_in_lane(lanes: Lanes, mark: int, lane: int) -> Place | None:
    if not 0 <= lane < len(lanes.lanes):
        return None
    in_lane = lanes.in_reading_order(lane)
    distances = np.abs(lanes.table.middle[in_lane] - lanes.table.middle[mark])
    return Place(lane, int(in_lane[int(np.argmin(distances))]))
