"""What is found to be a date, apart from what finds it, which takes long to load."""

from stanceline.records import dataclass


@dataclass(frozen=True, slots=True)
class DateSuggestion:
    """One date that a phrase means.

    ``value`` is EDTF. ``tier`` tells how far to trust it: "A" is written out, "B" is
    inferred from the publication date or the dates around it, "C" hangs on another
    event and must be confirmed. ``alternatives`` are other readings, best first.
    """

    start: int
    end: int
    value: str
    tier: str
    rule: str
    reason: str
    alternatives: tuple[str, ...]
