"""How a timeline is arranged, and what a saved view of one remembers.

Lanes are known by keys: ``speaker:12``, ``topic:3``, ``affiliation:4``, ``analyst:1`` (ids),
``source:Nordkyst Avis``, ``category:talks``, ``status:denied``, ``tag:strike`` (names),
``all``, and for what fits none ``rest``, ``rest:events``, ``rest:quotations``. A lane that is
nested in another has the keys of both with a stroke between them: ``speaker:12/topic:3``.
"""

from dataclasses import field, replace
from enum import StrEnum

from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.records import dataclass

LEAST_HEIGHT, GREATEST_HEIGHT = 0.5, 4.0
"""How far the height of a lane can be changed, as a factor."""

COLOUR_RULES = ("stance", "category", "status")
"""What the colours of marks can stand for."""

ERA_INKS = ("", "muted", "accent", "line")
"""What an era can be tinted with; the empty one is the usual tint."""


class TimeAxis(StrEnum):
    """Which time the marks of a timeline stand at.

    HAPPENED: events at their date, quotations when they were said, else at publication.
    SAID: quotations only at the time they were said, events at their first report.
    PUBLISHED: everything at the publication of its first article.
    BOTH: two axes, publication upwards against HAPPENED to the right.
    """

    HAPPENED = "happened"
    SAID = "said"
    PUBLISHED = "published"
    BOTH = "both"


class LaneOrder(StrEnum):
    """Which lane comes first."""

    BY_COUNT = "count"
    BY_TITLE = "title"
    BY_FIRST_DATE = "first date"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which lanes a timeline has, how they lie, and which time runs along them.

    ``within`` nests lanes of another kind in those of ``lanes``. ``by_hand`` are the keys
    of lanes in the order that somebody gave them; those that are not among them follow by
    count. ``heights`` are factors by lane key. ``folds_gaps`` shrinks silent stretches.
    """

    lanes: LaneKey = LaneKey.SPEAKER
    within: LaneKey | None = None
    order: LaneOrder = LaneOrder.BY_COUNT
    by_hand: tuple[str, ...] = ()
    pinned: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)
    collapsed: frozenset[str] = field(default_factory=frozenset)
    heights: tuple[tuple[str, float], ...] = ()
    axis: TimeAxis = TimeAxis.HAPPENED
    folds_gaps: bool = False
    with_suggestions: bool = False
    colours: str = COLOUR_RULES[0]

    def height_of(self, key: str) -> float:
        """The factor for the height of a lane, 1.0 for one that nobody changed."""
        return dict(self.heights).get(key, 1.0)

    def with_height(self, key: str, factor: float) -> "Arrangement":
        """The same with a lane of this height, kept within what is allowed."""
        heights = dict(self.heights)
        heights.pop(key, None)
        factor = min(max(factor, LEAST_HEIGHT), GREATEST_HEIGHT)
        if factor != 1.0:
            heights[key] = factor
        return replace(self, heights=tuple(sorted(heights.items())))


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of time with a name, behind all lanes; ``ink`` is one of ERA_INKS."""

    title: str
    edtf: str
    ink: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Words that are pinned to a date of a timeline."""

    text: str
    edtf: str


@dataclass(frozen=True, slots=True)
class SavedView:
    """A timeline as it was saved: its arrangement, which marks it shows and what it says.

    ``query`` is in the language of the search box and narrows what ``wanted`` lets
    through. ``range`` is the window in civil seconds, None for the one the timeline would
    choose. ``title`` stands above the drawing. The default view opens with its workspace.
    """

    name: str
    arrangement: Arrangement = field(default_factory=Arrangement)
    wanted: MarkFilter = field(default_factory=MarkFilter)
    query: str = ""
    range: tuple[float, float] | None = None
    title: str = ""
    eras: tuple[Era, ...] = ()
    notes: tuple[Note, ...] = ()
    is_default: bool = False

    @property
    def lanes(self) -> LaneKey:
        """What the outer lanes stand for."""
        return self.arrangement.lanes
