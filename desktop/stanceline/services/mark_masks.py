"""Questions to mark columns that are answered for all rows at once."""

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from stanceline.storage.mark_columns import EVENT, Flags, MarkColumns, Several, are_events
from stanceline.storage.mark_dates import numbers_of
from stanceline.storage.mark_names import Lookup

Anything = Collection[object]


class Masks:
    """Tells of each row of the columns whether something holds."""

    def __init__(self, columns: MarkColumns) -> None:
        self.columns = columns

    def nothing(self) -> Flags:
        """No row."""
        return np.zeros(len(self.columns), dtype=np.bool_)

    def of_kind(self, *kinds: int) -> Flags:
        """Rows of these kinds."""
        return np.isin(self.columns.kind, kinds)

    def of_events(self) -> Flags:
        """Rows of events, also of those that are only suggested."""
        return are_events(self.columns.kind, self.columns.status)

    def with_speaker(self, ids: Collection[int]) -> Flags:
        """Rows that one of the speakers speaks in or takes part in."""
        codes = _codes(self.columns.names.speakers, lambda each: each.named.id in ids)
        return self._with_any(self.columns.speakers, codes)

    def with_judgement(
        self, topic_ids: Collection[int] | None, stance_ids: Collection[int] | None
    ) -> Flags:
        """Rows with a judgement on one of the topics that is one of the stances; None: any."""
        columns = self.columns
        fits = np.ones(columns.topics.values.size, dtype=np.bool_)
        if topic_ids is not None:
            topics = _codes(columns.names.topics, lambda each: each.id in topic_ids)
            fits &= _table(topics, len(columns.names.topics))[columns.topics.values]
        if stance_ids is not None:
            stances = _codes(columns.names.stances, lambda each: each.id in stance_ids)
            fits &= _table(stances, len(columns.names.stances))[columns.stances]
        return _any_of(columns.topics, fits)

    def with_tag(self, names: Anything) -> Flags:
        """Rows that carry a tag of one of these names."""
        codes = _codes(self.columns.names.tags, lambda each: each in names)
        return self._with_any(self.columns.tags, codes)

    def with_category(self, names: Anything) -> Flags:
        """Rows of a category with one of these names; the empty name is none."""
        codes = _codes(self.columns.names.categories, lambda each: each in names)
        table = _table(codes, len(self.columns.names.categories))
        table[-1] = "" in names
        return table[self.columns.category]

    def with_status(self, codes: Collection[int]) -> Flags:
        """Rows with one of these codes of a status."""
        return np.isin(self.columns.status, list(codes))

    def with_source(self, names: Anything) -> Flags:
        """Rows that rest on an article of a source with one of these names."""
        article = self.columns.article
        codes = _codes(self.columns.names.sources, lambda each: each in names)
        table = _table(codes, len(self.columns.names.sources))
        table[-1] = "" in names
        return self.on_articles(table[article.source])

    def with_article(self, ids: Iterable[int]) -> Flags:
        """Rows that rest on one of the articles."""
        wanted = np.fromiter(ids, np.int64)
        return self.on_articles(np.isin(self.columns.article.ids, wanted))

    def on_articles(self, is_wanted: Flags) -> Flags:
        """Rows that rest on an article that is marked; one flag for each article."""
        articles = self.columns.articles
        return _any_of(articles, is_wanted[articles.values])

    def with_id(self, kind: int, ids: NDArray[np.signedinteger]) -> Flags:
        """Rows of a kind with one of these ids."""
        of_kind: Flags = self.columns.kind == kind
        if not ids.size:
            return self.nothing()
        return of_kind & (Lookup(ids.astype(np.int64)).of(self.columns.ids) >= 0)

    def between(self, since: int | None, until: int | None) -> Flags:
        """Rows that may lie in ``[since, until)``, in civil seconds.

        An event lies at its date, anything else when it was said, else published.
        """
        columns = self.columns
        bounds = numbers_of(columns.names.dates)
        fits = np.zeros(bounds.o0.size + 1, dtype=np.bool_)
        fits[:-1] = True
        if until is not None:
            fits[:-1] &= bounds.o0 < until
        if since is not None:
            fits[:-1] &= bounds.o1 > since
        stands_at = np.where(
            (columns.date < 0) & (columns.kind != EVENT), columns.published, columns.date
        )
        return fits[stands_at]

    def _with_any(self, several: Several, codes: Sequence[int]) -> Flags:
        if not codes:
            return self.nothing()
        highest = int(several.values.max(initial=0)) + 1
        return _any_of(several, _table([c for c in codes if c < highest], highest)[several.values])


def _codes(values: Sequence[object], is_wanted: Callable[..., bool]) -> list[int]:
    return [code for code, value in enumerate(values) if is_wanted(value)]


def _table(codes: Sequence[int], n: int) -> Flags:
    """Whether each code is among these; the last place stands for no code."""
    table = np.zeros(n + 1, dtype=np.bool_)
    table[list(codes)] = True
    return table


def _any_of(several: Several, fits: Flags) -> Flags:
    """The rows for which one of their codes fits."""
    running = np.zeros(fits.size + 1, dtype=np.int32)
    np.cumsum(fits, out=running[1:])
    at_bounds = running[several.first]
    return at_bounds[1:] > at_bounds[:-1]
