"""Single marks as columns of places and looks, before they are drawn."""

import numpy as np

from stanceline.domain.events import EventStatus
from stanceline.records import dataclass
from stanceline.services.timeline import SUGGESTION
from stanceline.timeline.primitives import Fill, Floats, Glyph, Ink, Ints
from stanceline.timeline.sorting.stance_columns import NO_STANCE
from stanceline.timeline.sorting.table import TimeTable

EVENT_RADIUS = 5.0
DOT_RADIUS = 2.5
LEAST_RADIUS = 4.6
_FAR_OUTSIDE_PX = 60.0
_TALL_PITCH = 21.0

STATUS_FILLS = {
    EventStatus.REPORTED: Fill.CORED,
    EventStatus.CONFIRMED: Fill.WHOLE,
    EventStatus.DISPUTED: Fill.DASHED,
    EventStatus.DENIED: Fill.CROSSED,
    EventStatus.PLANNED: Fill.OUTLINE,
}
_FILL_OF_STATUS = np.array(
    [*(STATUS_FILLS[status] for status in EventStatus), Fill.CORED], dtype=np.int64
)
"""By status code; the last one, reached with -1, is for none."""

DENIED = list(EventStatus).index(EventStatus.DENIED)
DISPUTED = list(EventStatus).index(EventStatus.DISPUTED)

CATEGORY_GLYPHS = (
    Glyph.SQUARE,
    Glyph.HEXAGON,
    Glyph.STAR,
    Glyph.PENTAGON,
    Glyph.PLUS,
    Glyph.SHIELD,
)


def category_glyph(category: int) -> Glyph:
    """The shape of the events of a category, by its code; a disc for none and for the rest."""
    return CATEGORY_GLYPHS[category] if 0 <= category < len(CATEGORY_GLYPHS) else Glyph.DISC


GLYPH_OF_CATEGORY = np.array([*CATEGORY_GLYPHS, Glyph.DISC], dtype=np.int64)


def stance_glyph(value: float | None) -> tuple[Glyph, Fill]:
    """The shape that repeats a stance: its side by the form, its strength by the fill."""
    if value is None:
        return Glyph.DIAMOND, Fill.HATCHED
    if value == 0:
        return Glyph.CIRCLE, Fill.WHOLE
    glyph = Glyph.UP if value > 0 else Glyph.DOWN
    return glyph, Fill.OUTLINE if abs(value) < 1 else Fill.WHOLE


@dataclass(frozen=True, slots=True)
class Scale:
    """Time on the axis to pixels: ``x0`` is where ``t0`` lies."""

    t0: float
    x0: float
    x1: float
    px_per_second: float

    def x(self, t: float) -> float:
        """Where a time lies, endless and distant times just outside the plot."""
        x = self.x0 + (t - self.t0) * self.px_per_second
        return min(max(x, self.x0 - _FAR_OUTSIDE_PX), self.x1 + _FAR_OUTSIDE_PX)

    def xs(self, t: Floats) -> Floats:
        """Where many times lie."""
        x = self.x0 + (t - self.t0) * self.px_per_second
        return np.clip(x, self.x0 - _FAR_OUTSIDE_PX, self.x1 + _FAR_OUTSIDE_PX)


@dataclass(slots=True, eq=False)
class Singles:
    """Marks that are drawn one by one, as columns; times are on the axis, places in pixels.

    ``left`` to ``right`` is what a mark takes of its row, ``bar_left`` to ``bar_right``
    the part of that where a label may stand on it; both are filled by drawing. ``core``
    is how long the core would be if all of it were in sight.
    """

    entry: Ints
    mark: Ints
    lane: Ints
    row: Ints
    is_event: np.ndarray[tuple[int], np.dtype[np.bool_]]
    y: Floats
    pitch: Floats
    radius: Floats
    bar_height: Floats
    stance: Ints
    other: Ints
    code: Ints
    form: Ints
    doubt: Ints
    status: Ints
    ink: Ints
    fill: Ints
    core: Floats
    x0: Floats
    x1: Floats
    o0: Floats
    o1: Floats
    coarse_start: Floats
    coarse_end: Floats
    left: Floats
    right: Floats
    bar_left: Floats
    bar_right: Floats

    @property
    def n(self) -> int:
        """How many there are."""
        return int(self.mark.size)

    @property
    def row_key(self) -> Ints:
        """A number for the row of each, the same for those in one row of one lane."""
        return (self.lane * 2 + self.is_event) * 4096 + self.row


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Where the entries of the blocks stand, as columns beside their numbers."""

    entry: Ints
    lane: Ints
    is_event: np.ndarray[tuple[int], np.dtype[np.bool_]]
    y: Floats
    pitch: Floats
    row: Ints
    stance: Ints
    other: Ints
    mark: Ints


def singles_of(rows: Rows, table: TimeTable, scale: Scale) -> Singles:
    """What is to be known of marks before they are drawn."""
    mark = rows.mark
    code = table.date[mark].astype(np.int64)
    dates = table.dates
    t0, t1 = dates.t0[code], dates.t1[code]
    status = table.status[mark].astype(np.int64)
    is_ghost = table.kind[mark] == SUGGESTION
    stance = rows.stance.astype(np.int64)
    is_denied = rows.is_event & (status == DENIED)
    quotation_ink = np.where(stance == NO_STANCE, int(Ink.MUTED), stance)
    event_ink = np.where(is_denied, int(Ink.MUTED), int(Ink.TEXT))
    fill = np.where(rows.is_event, _FILL_OF_STATUS[status], int(Fill.WHOLE))
    with np.errstate(over="ignore", invalid="ignore"):
        core = (t1 - t0) * scale.px_per_second
    n = mark.size
    return Singles(
        entry=rows.entry,
        mark=mark,
        lane=rows.lane,
        row=rows.row,
        is_event=rows.is_event,
        y=rows.y,
        pitch=rows.pitch,
        radius=np.where(
            rows.is_event, EVENT_RADIUS, np.clip(rows.pitch / 2 - 0.5, LEAST_RADIUS, 5.5)
        ),
        bar_height=np.where(rows.pitch >= _TALL_PITCH, 9.0, 8.0),
        stance=stance,
        other=rows.other.astype(np.int64),
        code=code,
        form=dates.form[code].astype(np.int64),
        doubt=dates.doubt[code].astype(np.int64),
        status=status,
        ink=np.where(rows.is_event, event_ink, quotation_ink),
        fill=np.where(is_ghost, int(Fill.GHOST), fill),
        core=core,
        x0=scale.xs(t0),
        x1=scale.xs(t1),
        o0=scale.xs(dates.o0[code]),
        o1=scale.xs(dates.o1[code]),
        coarse_start=scale.xs(dates.coarse_start[code]),
        coarse_end=scale.xs(dates.coarse_end[code]),
        left=np.full(n, np.inf),
        right=np.full(n, -np.inf),
        bar_left=np.full(n, np.nan),
        bar_right=np.full(n, np.nan),
    )
