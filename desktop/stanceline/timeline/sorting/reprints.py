"""Reprints: the same words in several articles are one mark with a count."""

import numpy as np
from numpy.typing import NDArray

from stanceline.records import dataclass
from stanceline.services.timeline import EVENT, NONE, MarkColumns, are_events
from stanceline.timeline.sorting.date_columns import Codes, Flags, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Originals:
    """Which mark a repetition is drawn as: the ``repeats``, in order, and what each repeats."""

    repeats: Ints
    originals: Ints

    def __getitem__(self, mark: int) -> int:
        """The mark that this one is drawn as, itself if it repeats none."""
        at = int(np.searchsorted(self.repeats, mark))
        if at < self.repeats.size and int(self.repeats[at]) == mark:
            return int(self.originals[at])
        return mark


@dataclass(frozen=True, slots=True, eq=False)
class Reprints:
    """How many repetitions each mark stands for, and which mark a repetition is drawn as.

    ``stands_for`` is None where no mark repeats another.
    """

    counts: NDArray[np.int16]
    stands_for: Originals | None


def reprints_of(columns: MarkColumns, stance: Codes) -> Reprints:
    """The reprints among the marks.

    A quotation counts the other articles with the text of its article. A quotation that
    somebody marked in a reprint, too, repeats the one in the text that was reprinted, if
    both texts have equally many of the same speaker and date, in the order of their ids;
    but not where the two differ in stance. An event counts those of its articles that
    repeat another one of them.
    """
    origin = _origins(columns.article.reprint_of)
    if origin is None or columns.articles.values.size == 0:
        return Reprints(np.broadcast_to(np.int16(0), (len(columns),)), None)
    n_copies = np.minimum(np.bincount(origin, minlength=origin.size) - 1, _MOST_REPRINTS)
    article = _first_articles(columns)
    counts = np.append(n_copies[origin], 0).astype(np.int16)[article]
    _count_of_events(columns, origin, counts)
    return Reprints(counts, _stands_for(columns, stance, article, origin))


def rows_with_reprints(columns: MarkColumns, rows: Ints, before: MarkColumns) -> Ints:
    """All marks of the texts, with their reprints, that these marks rest on or rested on before.

    There are none where no text was reprinted.
    """
    nothing = np.empty(0, dtype=np.int32)
    origin = _origins(columns.article.reprint_of)
    if origin is None or columns.articles.values.size == 0:
        return nothing
    n_alike = np.bincount(origin, minlength=origin.size)
    old = rows[rows < len(before)]
    touched = origin[
        np.concatenate([_first_articles_of(columns, rows), _first_articles_of(before, old)])
    ]
    touched = touched[n_alike[touched] > 1]
    if touched.size == 0:
        return nothing
    first, values = columns.articles.first, columns.articles.values
    if touched.size <= _FEW_TEXTS:
        articles = np.flatnonzero(_is_one_of(origin, touched))
        if articles.size <= _FEW_TEXTS:
            # The few places at which they stand are sooner found than the article of each mark.
            at = np.flatnonzero(_is_one_of(values, articles))
            rows_there: Ints = (np.searchsorted(first, at, side="right") - 1).astype(np.int32)
            is_first: Flags = first[rows_there] == at
            return rows_there[is_first]
    is_touched = np.zeros(origin.size + 1, dtype=np.bool_)
    is_touched[touched] = True
    is_touched[:-1] = is_touched[origin]
    return np.flatnonzero(is_touched[_first_articles(columns)]).astype(np.int32)


_FEW_TEXTS = 4


def _is_one_of(values: Ints, wanted: NDArray[np.integer]) -> Flags:
    found: Flags = values == wanted[0]
    for each in wanted[1:].tolist():
        found |= values == each
    return found


def united(before: Originals | None, rows: Ints, found: Originals | None) -> Originals | None:
    """The originals of before for all but these rows, and for the rows what was found now.

    What was found counts marks by their place among the rows.
    """
    if before is None and found is None:
        return None
    pairs = []
    if before is not None:
        is_kept = ~np.isin(before.repeats, rows)
        pairs.append((before.repeats[is_kept], before.originals[is_kept]))
    if found is not None:
        pairs.append((rows[found.repeats], rows[found.originals]))
    repeats, originals = (np.concatenate(each) for each in zip(*pairs, strict=True))
    order = np.argsort(repeats)
    return Originals(repeats[order], originals[order]) if order.size else None


def _first_articles_of(columns: MarkColumns, rows: Ints) -> Ints:
    """The first articles of these marks, of those that have any."""
    first, last = columns.articles.first[rows], columns.articles.first[rows.astype(np.int64) + 1]
    return columns.articles.values[first[first < last]]


def _first_articles(columns: MarkColumns) -> Ints:
    """The first article of each mark, -1 for one without."""
    first, values = columns.articles.first, columns.articles.values
    article = values[np.minimum(first[:-1], values.size - 1)]
    article[first[1:] == first[:-1]] = NONE
    return article


def _origins(reprint_of: Ints) -> Ints | None:
    """The article that each repeats in the end, itself for an original; None if none does."""
    if not np.any(reprint_of != NONE):
        return None
    own = np.arange(reprint_of.size, dtype=np.int32)
    origin = np.where(reprint_of == NONE, own, reprint_of)
    for _ in range(_LONGEST_CHAIN):
        farther = origin[origin]
        if np.array_equal(farther, origin):
            break
        origin = farther
    return origin


_LONGEST_CHAIN = 16
"""Reprints of reprints are followed so many steps, doubled each time; damage may go round."""


_MOST_REPRINTS = 32_000


def _count_of_events(columns: MarkColumns, origin: Ints, counts: NDArray[np.int16]) -> None:
    events = np.flatnonzero(columns.kind == EVENT)
    counts[events] = 0
    first = columns.articles.first
    events = events[first[events + 1] - first[events] > 1]
    if events.size == 0:
        return
    starts = first[events].astype(np.int64)
    n = first[events + 1] - starts
    flat = np.repeat(starts - (np.cumsum(n) - n), n) + np.arange(int(n.sum()))
    pairs = np.repeat(events, n) * origin.size + origin[columns.articles.values[flat]]
    # Not asked for the counts, NumPy would load its masked arrays, to see that this is none.
    distinct = np.unique(pairs, return_counts=True)[0] // origin.size
    n_distinct = np.bincount(np.searchsorted(events, distinct), minlength=events.size)
    counts[events] = np.minimum(n - n_distinct, _MOST_REPRINTS)


def _stands_for(
    columns: MarkColumns, stance: Codes, article: Ints, origin: Ints
) -> Originals | None:
    # The last one stands for marks without an article.
    is_reprint = np.append(origin != np.arange(origin.size), np.False_)
    is_quotation = columns.is_there & ~are_events(columns.kind, columns.status)
    copies = np.flatnonzero(is_quotation & is_reprint[article])
    if copies.size == 0:
        return None
    has_marked_copies = np.zeros(origin.size + 1, dtype=np.bool_)
    has_marked_copies[origin[article[copies]]] = True
    has_marked_copies[:-1] = has_marked_copies[origin]
    rows = np.flatnonzero(is_quotation & has_marked_copies[article])
    n_speakers = np.diff(columns.speakers.first)[rows]
    speaker = np.full(rows.size, NONE, dtype=np.int32)
    has_speaker = n_speakers > 0
    speaker[has_speaker] = columns.speakers.values[columns.speakers.first[rows[has_speaker]]]
    same = (origin[article[rows]], columns.kind[rows], speaker, columns.date[rows])
    source, target = _pairs(rows, columns.ids[rows], article[rows], is_reprint, same)
    agree = (stance[source] == NONE) | (stance[source] == stance[target])
    source, target = source[agree], target[agree]
    order = np.argsort(source)
    if source.size == 0:
        return None
    return Originals(source[order].astype(np.int32), target[order].astype(np.int32))


def _pairs(
    rows: NDArray[np.intp],
    ids: NDArray[np.int64],
    article: Ints,
    is_reprint: NDArray[np.bool_],
    same: tuple[NDArray[np.integer], ...],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows that repeat others, and what each repeats."""
    copied = is_reprint[article]
    keys: list[NDArray[np.generic]] = [ids, article, copied, *same]
    order = np.lexsort(keys)
    differs = np.zeros(rows.size, dtype=np.bool_)
    differs[0] = True
    for key in same:
        differs[1:] |= key[order][1:] != key[order][:-1]
    group = np.cumsum(differs) - 1
    differs[1:] |= article[order][1:] != article[order][:-1]
    part = np.cumsum(differs) - 1
    part_start = np.flatnonzero(differs)
    part_size = np.diff(np.append(part_start, rows.size))
    first_part = part[np.searchsorted(group, group)]
    fits = (
        copied[order]
        & ~copied[order][part_start[first_part]]
        & (part_size[part] == part_size[first_part])
    )
    at = np.flatnonzero(fits)
    target = part_start[first_part[at]] + at - part_start[part[at]]
    return rows[order[at]], rows[order[target]]
