"""Reprints: the same words in several articles are one mark with a count."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanceline.services.timeline import EVENT, NONE, MarkColumns
from stanceline.timeline.new.date_columns import Codes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Reprints:
    """How many repetitions each mark stands for, and which mark a repetition is drawn as.

    ``stands_for`` is None where no mark repeats another; a mark that does not stands for
    itself.
    """

    counts: Ints
    stands_for: Ints | None


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
        return Reprints(np.broadcast_to(np.int32(0), (len(columns),)), None)
    first, values = columns.articles.first, columns.articles.values
    n_articles = np.diff(first)
    n_copies = np.bincount(origin, minlength=origin.size).astype(np.int32) - 1
    has_article = n_articles > 0
    article = np.full(len(columns), NONE, dtype=np.int32)
    article[has_article] = values[first[:-1][has_article]]
    counts = np.where(has_article, n_copies[origin[article]], np.int32(0))
    _count_of_events(columns, origin, counts)
    return Reprints(counts, _stands_for(columns, stance, article, origin))


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


def _count_of_events(columns: MarkColumns, origin: Ints, counts: Ints) -> None:
    is_event = columns.kind == EVENT
    counts[is_event] = 0
    n_articles = np.diff(columns.articles.first)
    events = np.flatnonzero(is_event & (n_articles > 1))
    if events.size == 0:
        return
    n = n_articles[events].astype(np.int64)
    starts = columns.articles.first[events].astype(np.int64)
    flat = np.repeat(starts - (np.cumsum(n) - n), n) + np.arange(int(n.sum()))
    pairs = np.repeat(events, n) * origin.size + origin[columns.articles.values[flat]]
    distinct = np.unique(pairs) // origin.size
    counts[events] = n - np.bincount(distinct, minlength=len(columns))[events]


def _stands_for(columns: MarkColumns, stance: Codes, article: Ints, origin: Ints) -> Ints | None:
    is_reprint = origin != np.arange(origin.size)
    is_quotation = columns.is_there & (columns.kind != EVENT) & (article != NONE)
    copies = is_quotation & is_reprint[article]
    if not copies.any():
        return None
    has_marked_copies = np.zeros(origin.size, dtype=np.bool_)
    has_marked_copies[origin[article[copies]]] = True
    rows = np.flatnonzero(is_quotation & has_marked_copies[origin[article]])
    n_speakers = np.diff(columns.speakers.first)[rows]
    speaker = np.full(rows.size, NONE, dtype=np.int32)
    has_speaker = n_speakers > 0
    speaker[has_speaker] = columns.speakers.values[columns.speakers.first[rows[has_speaker]]]
    same = (origin[article[rows]], columns.kind[rows], speaker, columns.date[rows])
    source, target = _pairs(rows, columns.ids[rows], article[rows], is_reprint, same)
    agree = (stance[source] == NONE) | (stance[source] == stance[target])
    stands_for = np.arange(len(columns), dtype=np.int32)
    stands_for[source[agree]] = target[agree]
    return stands_for


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
