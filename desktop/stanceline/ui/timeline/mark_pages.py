"""The words of marks, read a page at a time and only where somebody looks."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

from stanceline.domain.marks import Mark
from stanceline.services.timeline import MarkColumns
from stanceline.timeline.words.of_marks import Rows, Texts

_PAGE = 64
_MOST_PAGES = 60


class MarkDetails(Texts, Protocol):
    """What reads the words of marks and finds marks by their keys."""

    def rows_of(self, columns: MarkColumns, keys: Sequence[str]) -> dict[str, int]:
        """The rows of the marks with these keys, as far as they are there."""


class MarkPages:
    """The marks of a list, of which the pages that were looked at last are kept.

    ``rows_between`` gives the rows of the columns that stand in the list from one place
    to another.
    """

    def __init__(
        self,
        columns: MarkColumns,
        texts: MarkDetails,
        rows_between: Callable[[int, int], Rows],
        n_all: int,
    ) -> None:
        self._columns = columns
        self._texts = texts
        self._rows_between = rows_between
        self._n_all = n_all
        self._pages: OrderedDict[int, list[Mark | None]] = OrderedDict()

    def at(self, place: int) -> Mark | None:
        """The mark at a place of the list in full; None for one that has just gone."""
        page, within = divmod(place, _PAGE)
        known = self._pages.get(page)
        if known is None:
            rows = self._rows_between(page * _PAGE, min((page + 1) * _PAGE, self._n_all))
            known = self._pages[page] = self._read(rows)
            while len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return known[within] if within < len(known) else None

    def _read(self, rows: Rows) -> list[Mark | None]:
        found = self._texts.details(self._columns, rows)
        if len(found) == rows.size:
            return [*found]
        # One of them has just gone, and which one is only known by asking for each.
        alone = (self._texts.details(self._columns, rows[at : at + 1]) for at in range(rows.size))
        return [marks[0] if marks else None for marks in alone]
