"""What lanes and layouts know of marks, as columns of numbers beside those of their dates."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.events import EventStatus
from stanceline.domain.stances import Stance
from stanceline.domain.timelines import TimeAxis
from stanceline.records import dataclass
from stanceline.services.timeline import EVENT, NONE, SUGGESTION, MarkColumns, are_events
from stanceline.timeline.sorting.changes import rows_changed, some_of
from stanceline.timeline.sorting.date_columns import (
    UNCERTAIN,
    Codes,
    DateColumns,
    DateShape,
    Doubt,
    Flags,
    Form,
    Ints,
    date_columns,
)
from stanceline.timeline.sorting.folds import Folds
from stanceline.timeline.sorting.reprints import (
    Originals,
    Reprints,
    reprints_of,
    rows_with_reprints,
    united,
)
from stanceline.timeline.sorting.stance_columns import (
    NO_STANCE,
    leading,
    sorted_stances,
    stance_values,
)

__all__ = [
    "NO_STANCE",
    "STATUS_CODES",
    "UNCERTAIN",
    "Codes",
    "DateColumns",
    "DateShape",
    "Doubt",
    "Flags",
    "Form",
    "Ints",
    "TimeTable",
    "table_of",
]

STATUS_CODES = {status: code for code, status in enumerate(EventStatus)}

_RANK_OF_STATUS = np.array(
    [
        {"confirmed": 0, "reported": 1, "planned": 2, "disputed": 3, "denied": 4}[status.value]
        for status in EventStatus
    ]
    + [5],
    dtype=np.int32,
)
"""How far an event's status speaks against giving it a label; the last one is for none."""

_MOST_SOURCES = 63
_ID_BITS = 21


@dataclass(frozen=True, slots=True, eq=False)
class TimeTable:
    """What is known of each mark beside the lanes it stands in; row i is mark i.

    ``date`` is the code of the date that the mark stands at on the chosen axis, -1 on the
    shelf; ``extent`` is the row of ``dates`` that says how far it reaches, the same but
    where its sources give other dates. ``published`` is the code of its publication.
    ``shown`` are the marks that stand somewhere or wait on the shelf. ``stance`` and
    ``other_stance`` are places in ``stances``, the other one set when a mark is for one
    thing and against another. ``rank`` is smaller for what deserves a label more.
    ``n_reprints`` is how many repetitions a mark stands for beside itself, and
    ``stands_for`` the mark that a repetition is drawn as, itself for all others; None
    where nothing repeats.
    """

    columns: MarkColumns
    axis: TimeAxis
    dates: DateColumns
    date: Ints
    extent: Ints
    published: Ints
    shown: Flags
    kind: Codes
    stance: Codes
    other_stance: Codes
    status: Codes
    rank: Ints
    n_reprints: NDArray[np.int16]
    stands_for: Originals | None
    stances: tuple[Stance, ...]
    stance_codes: Codes
    """The place in ``stances`` of each stance of the columns."""
    unfolded: DateColumns
    """The dates along an axis without folds."""
    plain: DateColumns
    """The same without the rows for marks with alternatives."""
    has_plain_ids: bool
    """Whether the ids of the marks are part of their ranks as they are."""

    def alternatives(self, mark: int) -> tuple[int, ...]:
        """The codes of dates that sources give for the mark and that differ from its own."""
        first = self.columns.articles.first
        said = self.columns.said_dates[int(first[mark]) : int(first[mark + 1])]
        own = int(self.columns.date[mark])
        return tuple(dict.fromkeys(code for code in said.tolist() if code not in {NONE, own}))

    def shape(self, mark: int) -> DateShape | None:
        """How the date of the mark is to be drawn; None for one on the shelf."""
        code = int(self.date[mark])
        return None if code < 0 else self.dates.shape(code)


def table_of(
    columns: MarkColumns,
    axis: TimeAxis,
    *,
    shown: Flags | None = None,
    with_suggestions: bool = False,
    folds: Folds | None = None,
    previous: TimeTable | None = None,
) -> TimeTable:
    """The table of the marks on an axis.

    ``shown`` are those that a filter lets through, all unless given. What ``previous``
    knows of the same columns is not worked out again.
    """
    base = _base_of(columns, axis, previous)
    dates = base.unfolded if folds is None else base.unfolded.folded(folds)
    return _replaced(base, dates, _shown(base, shown, with_suggestions=with_suggestions))


def _replaced(base: TimeTable, dates: DateColumns, shown: Flags) -> TimeTable:
    return TimeTable(
        columns=base.columns,
        axis=base.axis,
        dates=dates,
        date=base.date,
        extent=base.extent,
        published=base.published,
        shown=shown,
        kind=base.kind,
        stance=base.stance,
        other_stance=base.other_stance,
        status=base.status,
        rank=base.rank,
        n_reprints=base.n_reprints,
        stands_for=base.stands_for,
        stances=base.stances,
        stance_codes=base.stance_codes,
        unfolded=base.unfolded,
        plain=base.plain,
        has_plain_ids=base.has_plain_ids,
    )


def _shown(table: TimeTable, shown: Flags | None, *, with_suggestions: bool) -> Flags:
    columns = table.columns
    found = columns.is_there.copy() if shown is None else columns.is_there & shown
    if not with_suggestions:
        found &= columns.kind != SUGGESTION
    if table.stands_for is not None:
        # A repetition is drawn by itself where a filter hides what it repeats.
        found[table.stands_for.repeats] &= ~found[table.stands_for.originals]
    return found


def _base_of(columns: MarkColumns, axis: TimeAxis, previous: TimeTable | None) -> TimeTable:
    """The table without regard to which marks are shown."""
    if previous is None or previous.axis is not axis:
        return _worked_out(columns, axis)
    if previous.columns is columns:
        return previous
    rows = rows_changed(previous.columns, columns)
    if rows is None or not previous.has_plain_ids or not _ids_fit(columns.ids[rows]):
        return _worked_out(columns, axis)
    return _mended(columns, previous, rows)


def _worked_out(
    columns: MarkColumns, axis: TimeAxis, known: DateColumns | None = None
) -> TimeTable:
    plain = date_columns(columns.names.dates, known)
    date = _date_codes(columns, axis)
    dates, extent = _with_alternatives(columns, plain, date)
    plain = dates.first_rows(len(plain.dates))
    stances, codes = sorted_stances(columns.names.stances)
    stance, other = leading(columns.topics.first, codes[columns.stances], stance_values(stances))
    reprints = reprints_of(columns, stance)
    return TimeTable(
        columns=columns,
        axis=axis,
        dates=dates,
        date=date,
        extent=extent,
        published=columns.published,
        shown=columns.is_there,
        kind=columns.kind,
        stance=stance,
        other_stance=other,
        status=columns.status,
        rank=_ranks(columns, reprints),
        n_reprints=reprints.counts,
        stands_for=reprints.stands_for,
        stances=stances,
        stance_codes=codes,
        unfolded=dates,
        plain=plain,
        has_plain_ids=_ids_fit(columns.ids),
    )


def _mended(columns: MarkColumns, previous: TimeTable, rows: Ints) -> TimeTable:
    """The table of columns that differ from those of before in these rows."""
    plain = date_columns(columns.names.dates, previous.plain)
    some = _worked_out(some_of(columns, rows), previous.axis, plain)
    date = _date_codes_mended(columns, previous, rows, some)
    dates, extent = _extents_mended(columns, plain, date, rows, previous, some)
    plain = plain if dates is previous.unfolded else dates.first_rows(len(plain.dates))
    stance = mended(previous.stance, len(columns), rows, some.stance)
    reprints = _reprints_mended(columns, stance, rows, previous, some)
    return TimeTable(
        columns=columns,
        axis=previous.axis,
        dates=dates,
        date=date,
        extent=extent,
        published=columns.published,
        shown=columns.is_there,
        kind=columns.kind,
        stance=stance,
        other_stance=mended(previous.other_stance, len(columns), rows, some.other_stance),
        status=columns.status,
        rank=mended(previous.rank, len(columns), rows, some.rank),
        n_reprints=reprints.counts,
        stands_for=reprints.stands_for,
        stances=previous.stances,
        stance_codes=previous.stance_codes,
        unfolded=dates,
        plain=plain,
        has_plain_ids=True,
    )


def _date_codes_mended(
    columns: MarkColumns, previous: TimeTable, rows: Ints, some: TimeTable
) -> Ints:
    for old, new, part in (
        (previous.columns.date, columns.date, some.columns.date),
        (previous.columns.published, columns.published, some.columns.published),
    ):
        if previous.date is old and np.array_equal(some.date, part):
            return new
    return mended(previous.date, len(columns), rows, some.date)


def _extents_mended(
    columns: MarkColumns,
    plain: DateColumns,
    date: Ints,
    rows: Ints,
    previous: TimeTable,
    some: TimeTable,
) -> tuple[DateColumns, Ints]:
    old = rows[rows < previous.date.size]
    has_alternatives = some.extent is not some.date or bool(
        np.any(previous.extent[old] != previous.date[old])
    )
    if has_alternatives or plain is not previous.plain:
        return _with_alternatives(columns, plain, date)
    if previous.extent is previous.date:
        return previous.unfolded, date
    return previous.unfolded, mended(previous.extent, len(columns), rows, some.date)


def _reprints_mended(
    columns: MarkColumns, stance: Codes, rows: Ints, previous: TimeTable, some: TimeTable
) -> Reprints:
    counts = mended(previous.n_reprints, len(columns), rows, some.n_reprints)
    alike = rows_with_reprints(columns, rows, previous.columns)
    if alike.size == 0:
        return Reprints(counts, previous.stands_for)
    found = reprints_of(some_of(columns, alike), stance[alike]).stands_for
    return Reprints(counts, united(previous.stands_for, alike, found))


_T = TypeVar("_T", bound=np.generic)


def mended(before: NDArray[_T], n: int, rows: Ints, values: NDArray[_T]) -> NDArray[_T]:
    """The column with n rows that has the values in these rows and is as before elsewhere.

    Where nothing differs, it is the very column of before. A column of one value takes no
    memory, and goes on taking none while that is so.
    """
    if before.strides == (0,) and before.size and bool(np.all(values == before[0])):
        return np.broadcast_to(before[0], (n,))
    if before.size == n and np.array_equal(before[rows], values):
        return before
    found = np.empty(n, dtype=before.dtype)
    found[: before.size] = before
    found[rows] = values
    return found


def _ids_fit(ids: NDArray[np.int64]) -> bool:
    """Whether ids can be part of a rank as they are, whatever other ids there are."""
    return ids.size == 0 or (int(ids.max()) < 1 << _ID_BITS and int(ids.min()) >= 0)


def part_of(table: TimeTable, rows: Ints) -> TimeTable:
    """The table of some marks only; row i is mark ``rows[i]``, and nothing repeats."""
    return TimeTable(
        columns=some_of(table.columns, rows),
        axis=table.axis,
        dates=table.dates,
        date=table.date[rows],
        extent=table.extent[rows],
        published=table.published[rows],
        shown=table.shown[rows],
        kind=table.kind[rows],
        stance=table.stance[rows],
        other_stance=table.other_stance[rows],
        status=table.status[rows],
        rank=table.rank[rows],
        n_reprints=table.n_reprints[rows],
        stands_for=None,
        stances=table.stances,
        stance_codes=table.stance_codes,
        unfolded=table.unfolded,
        plain=table.plain,
        has_plain_ids=table.has_plain_ids,
    )


def _date_codes(columns: MarkColumns, axis: TimeAxis) -> Ints:
    if axis is TimeAxis.PUBLISHED:
        return columns.published
    if axis is TimeAxis.BOTH:
        # What lacks one of the two times has no place, and waits with what has no date.
        return np.where(columns.published == NONE, NONE, columns.date)
    is_event = are_events(columns.kind, columns.status)
    if axis is TimeAxis.SAID:
        return np.where(is_event, columns.published, columns.date)
    waits = is_event | (columns.date != NONE)
    return columns.date if waits.all() else np.where(waits, columns.date, columns.published)


def _with_alternatives(
    columns: MarkColumns, dates: DateColumns, date: Ints
) -> tuple[DateColumns, Ints]:
    """The dates with rows for the reach of marks that have alternatives, and who has which."""
    said = np.flatnonzero(columns.said_dates != NONE)
    if said.size == 0 or date is columns.published:
        return dates, date
    rows = np.searchsorted(columns.articles.first, said, side="right") - 1
    codes = columns.said_dates[said]
    # An alternative to a date that is drawn; what waits on the shelf goes on waiting.
    differs = (codes != columns.date[rows]) & (date[rows] == columns.date[rows]) & (date[rows] >= 0)
    rows, codes = rows[differs], codes[differs]
    if rows.size == 0:
        return dates, date
    marks, starts = np.unique(rows, return_index=True)
    own = date[marks]
    o0 = np.minimum(dates.o0[own], np.minimum.reduceat(dates.o0[codes], starts))
    o1 = np.maximum(dates.o1[own], np.maximum.reduceat(dates.o1[codes], starts))
    extent = date.copy()
    extent[marks] = dates.o0.size + np.arange(marks.size, dtype=np.int32)
    return dates.widened(own, o0, o1), extent


def _ranks(columns: MarkColumns, reprints: Reprints) -> Ints:
    """Events first, then what has more sources, is more certain, and has the lower id."""
    rank = np.diff(columns.articles.first).astype(np.int32)
    rank -= np.where(columns.kind == EVENT, reprints.counts, 0)
    np.clip(_MOST_SOURCES - rank, 0, _MOST_SOURCES, out=rank)
    is_other = ~are_events(columns.kind, columns.status)
    rank += is_other.astype(np.int32) * (_MOST_SOURCES + 1)
    rank *= 8
    rank += _RANK_OF_STATUS[columns.status]
    rank <<= _ID_BITS
    rank += _small_ids(columns)
    return rank


def _small_ids(columns: MarkColumns) -> NDArray[np.int32]:
    """Numbers in the order of the ids that leave room for the rest of a rank."""
    ids = columns.ids
    if _ids_fit(ids):
        return ids.astype(np.int32)
    places = np.unique(ids, return_inverse=True)[1]
    return np.minimum(places, (1 << _ID_BITS) - 1).astype(np.int32)
