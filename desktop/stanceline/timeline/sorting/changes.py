"""What differs between two readings of the marks, so that little is worked out again."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stanceline.services.timeline import MarkColumns, Several
from stanceline.timeline.sorting.date_columns import Ints

_MOST_ROWS = 5_000
"""When more marks than this changed, everything is worked out anew."""


def rows_changed(before: MarkColumns, after: MarkColumns) -> Ints | None:
    """The rows in which the later reading differs from the earlier one, new ones included.

    None when it is not known, or when what the marks refer to has changed as well.
    """
    if before is after:
        return np.empty(0, dtype=np.int32)
    rows = after.changed
    if rows is None or after.before != before.number or rows.size > _MOST_ROWS:
        return None
    if before.names.stances != after.names.stances or not _articles_go_on(before, after):
        return None
    new = np.arange(len(before), len(after), dtype=np.int32)
    return np.union1d(rows, new).astype(np.int32) if new.size else rows


def _articles_go_on(before: MarkColumns, after: MarkColumns) -> bool:
    """Whether the articles that were there are as they were."""
    old, new = before.article, after.article
    if old is new:
        return True
    n = old.ids.size
    pairs: tuple[tuple[NDArray[np.integer], NDArray[np.integer]], ...] = (
        (old.ids, new.ids),
        (old.source, new.source),
        (old.published, new.published),
        (old.reprint_of, new.reprint_of),
    )
    has_new_reprints = bool(np.any(new.reprint_of[n:] >= 0))
    return not has_new_reprints and all(a is b or np.array_equal(a, b[:n]) for a, b in pairs)


def some_of(columns: MarkColumns, rows: Ints) -> MarkColumns:
    """The columns of some marks only; row i is mark ``rows[i]``."""
    speakers, _ = _some_of(columns.speakers, rows)
    topics, at_topics = _some_of(columns.topics, rows)
    tags, _ = _some_of(columns.tags, rows)
    articles, at_articles = _some_of(columns.articles, rows)
    return replace(
        columns,
        is_there=columns.is_there[rows],
        kind=columns.kind[rows],
        ids=columns.ids[rows],
        date=columns.date[rows],
        published=columns.published[rows],
        status=columns.status[rows],
        category=columns.category[rows],
        analyst=columns.analyst[rows],
        speakers=speakers,
        topics=topics,
        stances=columns.stances[at_topics],
        tags=tags,
        articles=articles,
        said_dates=columns.said_dates[at_articles],
        n_letters=columns.n_letters[rows],
    )


def _some_of(several: Several, rows: Ints) -> tuple[Several, NDArray[np.int64]]:
    starts = several.first[rows].astype(np.int64)
    n = several.first[rows.astype(np.int64) + 1] - starts
    first = np.zeros(rows.size + 1, dtype=np.int32)
    np.cumsum(n, out=first[1:])
    at = np.repeat(starts - first[:-1], n) + np.arange(int(first[-1]), dtype=np.int64)
    return Several(first, several.values[at]), at
