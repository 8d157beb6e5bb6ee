"""How the articles of the library are put into groups and in order."""

from enum import StrEnum

from stanceline.records import dataclass


class Grouping(StrEnum):
    """What the articles of a group have in common."""

    NONE = "none"
    STATUS = "status"
    SUGGESTIONS = "suggestions"
    SOURCE = "source"
    MONTH = "month"
    LANGUAGE = "language"
    TAG = "tag"


class Sorting(StrEnum):
    """What comes first within a group."""

    NEWEST = "newest"
    OLDEST = "oldest"
    IMPORTED = "imported"
    TITLE = "title"
    SOURCE = "source"
    QUOTATIONS = "quotations"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Groups, and the order within each of them."""

    grouping: Grouping = Grouping.STATUS
    sorting: Sorting = Sorting.NEWEST


WAITING, SETTLED = "waiting", "settled"
"""The groups of articles in which suggestions wait, and in which none do."""
