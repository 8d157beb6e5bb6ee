"""Quotations and events as columns of numbers, which is what a timeline of many works on.

A mark is a row. Rows keep their numbers for as long as they are read by one reader: what is
new comes at the end, what is gone is no longer ``is_there``. Codes are places in the tuples
beside the columns; -1 stands for nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.edtf import Edtf
from stanceline.domain.marks import Named
from stanceline.domain.stances import Stance
from stanceline.records import dataclass

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

NONE = -1
QUOTATION, EVENT, SUGGESTION = 0, 1, 2
"""What stands behind a mark, as ``MarkColumns.kind`` has it."""


def are_events(kind: Codes, status: Codes) -> Flags:
    """Whether marks of these kinds and statuses are events, also those only suggested.

    A suggested event has a status, a suggested quotation none.
    """
    found: Flags = kind == EVENT
    is_suggested = kind == SUGGESTION
    return found | (is_suggested & (status != NONE)) if is_suggested.any() else found


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """Several codes for each row: those of row i are ``values[first[i] : first[i + 1]]``."""

    first: Ints
    values: Ints

    def of(self, row: int) -> list[int]:
        """The codes of one row."""
        return [int(code) for code in self.values[self.first[row] : self.first[row + 1]]]


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker as lanes know one; ``affiliation`` is a code in ``Names.speakers``."""

    named: Named
    affiliation: int = NONE


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of the columns stand for.

    There may be very many dates: ``mark_dates.numbers_of`` gives them as columns.
    """

    dates: Sequence[Edtf] = ()
    speakers: tuple[Person, ...] = ()
    topics: tuple[Named, ...] = ()
    stances: tuple[Stance, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    analysts: tuple[Named, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ArticleColumns:
    """The articles that marks rest on; ``published`` and ``source`` are codes.

    ``reprint_of`` is the row, in these columns, of the article that this one repeats.
    """

    ids: Longs
    source: Ints
    published: Ints
    reprint_of: Ints


@dataclass(frozen=True, slots=True)
class FaultyDate:
    """A stored date that is none, and why; rows or articles with this text are undated."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class MarkColumns:
    """The marks of a workspace, n rows.

    ``date`` is the code of the date that a mark has by itself: when an event happened or
    a quotation was said. ``published`` is the code of the date of the first article it
    rests on. ``stances`` has one code for each of ``topics.values``: the stance on that
    topic. ``articles`` are rows of ``article``, the first published first; ``said_dates``
    has one code for each of ``articles.values``: the date that this article gives for the
    event, where it gives one of its own. ``n_letters`` is how long the title of an event
    is, 0 where nobody asked. ``number`` is the last change of the workspace that was seen.

    Columns that were read again after a change are the very arrays of before where nothing
    in them changed. ``before`` is the number of the columns that these came of, and
    ``changed`` the rows whose words or values may differ from those; None where all may,
    which is also so when something that codes stand for is called otherwise.
    ``faulty`` tells of dates that are stored but cannot be read: nothing stands at them.
    """

    is_there: Flags
    kind: Codes
    ids: Longs
    date: Ints
    published: Ints
    status: Codes
    category: Ints
    analyst: Ints
    speakers: Several
    topics: Several
    stances: Codes
    tags: Several
    articles: Several
    said_dates: Ints
    n_letters: Ints
    article: ArticleColumns
    names: Names
    number: int
    before: int = NONE
    changed: Ints | None = None
    faulty: tuple[FaultyDate, ...] = ()

    def __len__(self) -> int:
        return self.ids.size
