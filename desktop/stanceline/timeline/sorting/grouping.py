"""Marks sorted by group, block and time: what lanes are made of, whatever is shown of them."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.marks import LaneKey
from stanceline.records import dataclass
from stanceline.services.timeline import SUGGESTION, are_events
from stanceline.timeline.sorting.lane_keys import Group, Membership, membership
from stanceline.timeline.sorting.table import Codes, Ints, TimeTable
from stanceline.timeline.words.wording import Wording

Longs = NDArray[np.int64]

_DIGIT_BITS = 16
_MOST_COUNTED = 4_000_000


class Block(IntEnum):
    """The two parts of a lane: quotations stand above events."""

    QUOTATIONS = 0
    EVENTS = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """What may become a lane: a group, or one nested in another."""

    outer: Group
    inner: Group | None = None

    @property
    def key(self) -> str:
        """The key of the lane."""
        return self.outer.key if self.inner is None else f"{self.outer.key}/{self.inner.key}"


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """All dated marks in all groups they belong to, shown or not.

    The entries ``first[2 * group + block]`` to the next are those of a block, by time and
    then by id. Groups of one outer group follow each other. ``stance`` and
    ``other_stance`` are set where groups stand for topics. ``repeats`` says whether a mark
    may stand in several groups of one outer group. ``empty`` are outer groups without
    marks.
    """

    by: tuple[LaneKey, LaneKey | None]
    with_suggestions: bool
    wording: Wording
    groups: tuple[Pair, ...]
    first: Longs
    mark: Ints
    stance: Codes | None
    other_stance: Codes | None
    repeats: bool
    empty: tuple[Group, ...]


def group_marks(
    table: TimeTable,
    by: tuple[LaneKey, LaneKey | None],
    wording: Wording,
    *,
    with_suggestions: bool = False,
) -> Grouping:
    """The dated marks in their groups, sorted."""
    entries = _entries(table, by, wording, with_suggestions=with_suggestions)
    pairs, mark, block = entries.pairs, entries.mark, entries.block
    order = stable_order(
        (table.unfolded.order[table.extent[mark]], table.unfolded.order.size),
        (block, 2 * len(pairs)),
    )
    first = np.zeros(2 * len(pairs) + 1, dtype=np.int64)
    np.cumsum(np.bincount(block, minlength=2 * len(pairs)), out=first[1:])
    used = {pair.outer.key for pair in pairs}
    stances = entries.stances
    return Grouping(
        by=by,
        with_suggestions=with_suggestions,
        wording=wording,
        groups=pairs,
        first=first,
        mark=mark[order],
        stance=None if stances is None else stances[0][order],
        other_stance=None if stances is None else stances[1][order],
        repeats=entries.repeats,
        empty=tuple(group for group in entries.outer_groups if group.key not in used),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """The entries before they are sorted; ``block`` is twice the pair, and one for events."""

    pairs: tuple[Pair, ...]
    mark: Ints
    block: Ints
    stances: tuple[Codes, Codes] | None
    repeats: bool
    outer_groups: tuple[Group, ...]


def _entries(
    table: TimeTable,
    by: tuple[LaneKey, LaneKey | None],
    wording: Wording,
    *,
    with_suggestions: bool,
) -> _Entries:
    mark = _rows_by_id(table, with_suggestions=with_suggestions)
    outer = membership(table, by[0], wording)
    inner = None if by[1] is None else membership(table, by[1], wording)
    mark, at = outer.expanded(mark)
    code: NDArray[np.integer] = outer.codes[at]
    stances = _stances_at(outer, at)
    if inner is not None:
        counts = None if inner.first is None else np.diff(inner.first)[mark]
        mark, at = inner.expanded(mark)
        if counts is not None:
            code = np.repeat(code, counts)
            stances = None if stances is None else _repeated(stances, counts)
        stances = stances or _stances_at(inner, at)
        code = code * np.int64(len(inner.groups)) + inner.codes[at]
    pairs, block = _pairs(outer, inner, code)
    block *= 2
    block += are_events(table.kind[mark], table.status[mark])
    repeats = inner is not None and inner.first is not None
    return _Entries(pairs, mark, block, stances, repeats, outer.groups)


def _rows_by_id(table: TimeTable, *, with_suggestions: bool) -> Ints:
    """The dated marks, those of either block in the order of their ids."""
    columns = table.columns
    is_wanted = columns.is_there & (table.date >= 0)
    if not with_suggestions:
        is_wanted &= columns.kind != SUGGESTION
    rows = np.flatnonzero(is_wanted).astype(np.int32)
    ids, is_event = columns.ids[rows], are_events(columns.kind[rows], columns.status[rows])
    if all(np.all(part[1:] > part[:-1]) for part in (ids[is_event], ids[~is_event])):
        return rows
    return rows[np.lexsort((columns.kind[rows], ids))]


def _stances_at(found: Membership, at: NDArray[np.integer]) -> tuple[Codes, Codes] | None:
    if found.stance is None or found.other_stance is None:
        return None
    return found.stance[at], found.other_stance[at]


def _repeated(stances: tuple[Codes, Codes], counts: Ints) -> tuple[Codes, Codes]:
    return np.repeat(stances[0], counts), np.repeat(stances[1], counts)


def _pairs(
    outer: Membership, inner: Membership | None, code: NDArray[np.integer]
) -> tuple[tuple[Pair, ...], Ints]:
    """The groups that have marks, and the codes as places among these."""
    n_inner = 1 if inner is None else len(inner.groups)
    n_codes = len(outer.groups) * n_inner
    if n_codes <= _MOST_COUNTED:
        used = np.flatnonzero(np.bincount(code, minlength=n_codes))
        places = np.zeros(n_codes, dtype=np.int32)
        places[used] = np.arange(used.size, dtype=np.int32)
        found = places[code]
    else:
        used, places = np.unique(code, return_inverse=True)
        found = places.astype(np.int32)
    if inner is None:
        return tuple(Pair(outer.groups[at]) for at in used.tolist()), found
    pairs = (divmod(at, n_inner) for at in used.tolist())
    return tuple(Pair(outer.groups[a], inner.groups[b]) for a, b in pairs), found


def stable_order(*keys: tuple[NDArray[np.integer], int]) -> Ints:
    """The order that sorts by the last key, then the one before it, then by place.

    Each key comes with a number beyond its greatest one; none is negative. Digits of 16
    bits are sorted by counting, which is several times quicker than by comparing.
    """
    order: Ints | None = None
    for values, limit in keys:
        for shift in range(0, max(limit - 1, 1).bit_length(), _DIGIT_BITS):
            digits = values if shift == 0 else values >> shift
            digits = digits.astype(np.uint16)  # keeps the lowest bits
            if order is None:
                order = np.argsort(digits, kind="stable").astype(np.int32)
            else:
                order = order[np.argsort(digits[order], kind="stable")]
    return np.empty(0, dtype=np.int32) if order is None else order
