"""What the colours of marks stand for: stances, or the categories or statuses of events."""

import numpy as np

from stanceline.domain.events import EventStatus
from stanceline.domain.timelines import COLOUR_RULES
from stanceline.services.timeline import MarkColumns, are_events
from stanceline.timeline.primitives import KIND_INKS, Ints

BY_STANCE, BY_CATEGORY, BY_STATUS = COLOUR_RULES

_KIND_OF_STATUS = {
    EventStatus.REPORTED: 4,
    EventStatus.CONFIRMED: 0,
    EventStatus.DISPUTED: 5,
    EventStatus.DENIED: 1,
    EventStatus.PLANNED: 2,
}
_INK_OF_CATEGORY = np.array(KIND_INKS, dtype=np.int64)
_INK_OF_STATUS = np.array(
    [*(KIND_INKS[_KIND_OF_STATUS[status]] for status in EventStatus), KIND_INKS[-1]],
    dtype=np.int64,
)
"""In both, the last ink is for what has none of its own; -1 leads there too."""

N_CATEGORIES_WITH_INK = len(KIND_INKS) - 1


def category_ink(category: int) -> int:
    """The ink of the events of a category, by its code."""
    return int(_INK_OF_CATEGORY[min(category, N_CATEGORIES_WITH_INK)])


def status_ink(status: int) -> int:
    """The ink of the events of a status, by its code."""
    return int(_INK_OF_STATUS[status])


def inks_by_rule(inks: Ints, marks: Ints, columns: MarkColumns, rule: str) -> Ints:
    """The inks of these rows of the columns when colours stand for what the rule says.

    Only those of events change; how quotations look then is left to the painter.
    """
    if rule == BY_STANCE:
        return inks
    if rule == BY_CATEGORY:
        codes = np.minimum(columns.category[marks], N_CATEGORIES_WITH_INK)
        of_events = _INK_OF_CATEGORY[codes]
    else:
        of_events = _INK_OF_STATUS[columns.status[marks]]
    is_event = are_events(columns.kind[marks], columns.status[marks])
    return np.where(is_event, of_events, inks)
