"""What a timeline shows of a workspace: marks as columns, their words, and whole marks."""

import numpy as np

from stanceline.domain.marks import Mark, MarkFilter
from stanceline.services.mark_filtering import fitting_rows
from stanceline.services.mark_reading import MarkReader
from stanceline.services.mark_texts import MarkTexts
from stanceline.services.marks import (
    coverage_of,
    fitting,
    in_order,
    n_marks,
    sources_of,
)
from stanceline.services.workspace import Workspace
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    ArticleColumns,
    FaultyDate,
    MarkColumns,
    Names,
    Person,
    Several,
    are_events,
)
from stanceline.storage.mark_dates import DateNumbers, numbers_of, places_in_time
from stanceline.storage.memory import give_back_freed

__all__ = [
    "EVENT",
    "NONE",
    "QUOTATION",
    "SUGGESTION",
    "ArticleColumns",
    "DateNumbers",
    "FaultyDate",
    "MarkColumns",
    "MarkReader",
    "MarkTexts",
    "Names",
    "Person",
    "Several",
    "are_events",
    "coverage_of",
    "fitting",
    "fitting_rows",
    "give_back_freed",
    "marks_of",
    "n_marks",
    "numbers_of",
    "places_in_time",
    "sources_of",
]


def marks_of(workspace: Workspace, wanted: MarkFilter | None = None) -> list[Mark]:
    """The workspace's events and quotations as marks, in the order of their dates.

    When the filter names topics, the judgements on these topics come first. Each mark is a
    value with all its words: for very many, ask ``MarkTexts`` for some at a time.
    """
    wanted = wanted or MarkFilter()
    columns = MarkReader(workspace).columns()
    rows = np.flatnonzero(fitting_rows(workspace, columns, wanted)).astype(np.int32)
    found = MarkTexts(workspace).details(columns, rows)
    return fitting(in_order(found), MarkFilter(topic_ids=wanted.topic_ids))
