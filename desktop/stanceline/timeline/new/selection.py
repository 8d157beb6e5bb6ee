"""Which marks of a timeline are selected, and where the keyboard is."""

from collections.abc import Iterable
from dataclasses import dataclass

from stanceline.timeline.new.lanes import Place

MOST_SELECTED = 10_000
"""So many marks at most are selected at once: lists and tables beside have to follow."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected rows, the current one last, and the place that the keyboard is at."""

    rows: tuple[int, ...] = ()
    focused: Place | None = None

    @property
    def current(self) -> int | None:
        """The row that was selected last."""
        return self.rows[-1] if self.rows else None

    def only(self, place: Place | None) -> "Selection":
        """Nothing but this mark, or nothing at all."""
        return Selection() if place is None else Selection((place.mark,), place)

    def toggled(self, place: Place) -> "Selection":
        """With this mark when it was not selected, else without it."""
        if place.mark in self.rows:
            return Selection(tuple(row for row in self.rows if row != place.mark), place)
        return self.with_more([place.mark], place)

    def with_more(self, rows: Iterable[int], focused: Place | None = None) -> "Selection":
        """With these marks too; what is current comes last. No more than MOST_SELECTED."""
        added = dict.fromkeys(rows)
        if not added:
            return self
        kept = [row for row in self.rows if row not in added]
        return Selection((*kept, *added)[-MOST_SELECTED:], focused or self.focused)


NOTHING_SELECTED = Selection()
