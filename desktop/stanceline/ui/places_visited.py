"""The places in the articles that somebody came from, as a browser knows its pages."""

from collections.abc import Callable

from stanceline.domain.spans import Span
from stanceline.records import dataclass

MOST_PLACES = 200
NEAR = 300
"""Two places of an article that lie no further apart, in code points, are one place."""


@dataclass(frozen=True, slots=True)
class Visited:
    """Where somebody was: the article, its first code point in sight, and what was held there.

    ``key`` is that of the mark that had the keys, empty when none had.
    """

    article_id: int
    place: int = 0
    selection: Span | None = None
    key: str = ""

    def is_near(self, other: "Visited") -> bool:
        """Whether coming from one to the other is no way worth remembering."""
        return self.article_id == other.article_id and abs(self.place - other.place) <= NEAR


class PlacesVisited:
    """The way through the places, with somebody at one point of it.

    Going somewhere new from the middle of the way forgets what lay ahead.
    """

    def __init__(self, most: int = MOST_PLACES) -> None:
        self._most = most
        self._way: list[Visited] = []
        self._at = -1

    @property
    def way(self) -> tuple[Visited, ...]:
        """All places, the earliest first."""
        return tuple(self._way)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether somebody came back from a place after this one."""
        return self._at < len(self._way) - 1

    def leave(self, now: Visited | None) -> None:
        """Note where exactly somebody is, who is about to go elsewhere; None is nowhere."""
        if now is None:
            return
        if self._at < 0:
            self.arrive(now)
        elif self._way[self._at].article_id == now.article_id:
            self._way[self._at] = now
        elif self._way[self._at] != now:
            self.arrive(now)

    def arrive(self, there: Visited) -> None:
        """Note that somebody has gone to this place."""
        if self._at >= 0 and self._way[self._at].is_near(there):
            self._way[self._at] = there
            return
        del self._way[self._at + 1 :]
        self._way.append(there)
        del self._way[: -self._most]
        self._at = len(self._way) - 1

    def back(self, now: Visited | None, is_there: Callable[[int], bool]) -> Visited | None:
        """The place before, where somebody is from now on; None when there is none.

        Articles that ``is_there`` denies are passed over.
        """
        return self._go(-1, now, is_there)

    def forward(self, now: Visited | None, is_there: Callable[[int], bool]) -> Visited | None:
        """The place from which somebody came back, as ``back``."""
        return self._go(1, now, is_there)

    def _go(
        self, step: int, now: Visited | None, is_there: Callable[[int], bool]
    ) -> Visited | None:
        is_on_the_way = self._at >= 0 and now is not None
        if is_on_the_way and now is not None and self._way[self._at].article_id == now.article_id:
            self._way[self._at] = now
        at = self._at + step
        while 0 <= at < len(self._way):
            if is_there(self._way[at].article_id):
                self._at = at
                return self._way[at]
            at += step
        return None
