"""Marks, lanes and layouts for tests of the layout: any marks, at any window and size."""

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Mark
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.layout import lay_out
from stanceline.timeline.primitives import Layout
from stanceline.timeline.sorting.lanes import Lanes, build_lanes
from stanceline.timeline.windows import TimeWindow, clamped
from timeline.builders import DELAY, STANCES, a_quotation, an_event
from timeline.columns import More, columns_of, texts_of
from timeline.strategies import measure, some_marks

SIZES = st.tuples(st.floats(240, 2200), st.floats(120, 1400))


def lanes_of(
    marks: Sequence[Mark], by: LaneKey = LaneKey.SPEAKER, more: More | None = None
) -> Lanes:
    columns = columns_of(marks) if more is None else columns_of(marks, more)
    return build_lanes(columns, Arrangement(lanes=by))


def window_of(lanes: Lanes) -> TimeWindow:
    return lanes.first or TimeWindow(0.0, 1e7)


def laid_out(
    marks: Sequence[Mark],
    window: TimeWindow | None = None,
    size: tuple[float, float] = (1200.0, 700.0),
    by: LaneKey = LaneKey.SPEAKER,
) -> Layout:
    lanes = lanes_of(marks, by)
    return lay_out(lanes, window or window_of(lanes), size, measure, texts_of(marks))


# --------------------------------------------------------------------------- many kinds

seeds = st.integers(0, 1_000_000)
"""What marks are made from: a number is quick to shrink and short to tell."""

lane_keys = st.sampled_from(
    [LaneKey.SPEAKER, LaneKey.TOPIC, LaneKey.CATEGORY, LaneKey.SOURCE, LaneKey.STATUS, LaneKey.NONE]
)


def any_marks(seed: int) -> list[Mark]:
    """A few marks of every kind, a burst at one place, ages apart, or none at all."""
    rng = random.Random(seed)
    return rng.choice([_every_kind, _burst, _ages, _equal, _seconds])(rng)


def _every_kind(rng: random.Random) -> list[Mark]:
    return some_marks(rng.randint(0, 1_000_000), most=60)


def _burst(rng: random.Random) -> list[Mark]:
    """Many marks within days, beside a few that lie years apart."""
    days = [
        f"2031-0{rng.randint(1, 3)}-{rng.randint(1, 28):02}" for _ in range(rng.randint(40, 160))
    ]
    days += [f"20{year}-06-01/20{year}-09" for year in range(10, 31, 4)]
    return _marks_at(rng, days)


def _ages(rng: random.Random) -> list[Mark]:
    """Years from -4000 to 9999, whole or to the day, open or in doubt."""
    dates = []
    for _ in range(rng.randint(1, 50)):
        year = rng.randint(-4000, 9998)
        text = f"-{-year:04}" if year < 0 else f"{year:04}"
        more = f"-{year - 1:04}" if year <= 0 else f"{year + 1:04}"
        later = text if year < 0 else more
        dates.append(
            rng.choice([text, f"{text}-06-15", f"{text}~", f"{text}?/{later}-12", f"{text}/.."])
        )
    return _marks_at(rng, dates)


def _equal(rng: random.Random) -> list[Mark]:
    return _marks_at(
        rng, [rng.choice(["2031-05-04", "2031", "2031-05-04T10:30"])] * rng.randint(1, 90)
    )


def _seconds(rng: random.Random) -> list[Mark]:
    """Spans of seconds within some minutes."""
    dates = []
    for _ in range(rng.randint(1, 40)):
        at = rng.randint(0, 900)
        clocks = ["{:02}:{:02}:{:02}".format(*civil_from_seconds(t)[3:]) for t in (at, at + 1)]
        dates.append(f"2031-05-04T{clocks[0]}/2031-05-04T{clocks[1]}")
    return _marks_at(rng, dates)


def _marks_at(rng: random.Random, dates: Sequence[str]) -> list[Mark]:
    marks = []
    for number, date in enumerate(dates):
        title = "Word " * rng.randint(1, 12)
        if rng.random() < 0.5:
            marks.append(an_event(number, title, date, rng.choice(list(EventStatus))))
        else:
            stance = rng.choice(list(STANCES.values()))
            marks.append(a_quotation(number, date, stances=((DELAY, stance),), words=title))
    return marks


def moved(window: TimeWindow, pan: float, zoom: float) -> TimeWindow:
    """The window moved by a share of its length and zoomed about its middle."""
    middle = (window.t0 + window.t1) / 2 + pan * window.seconds
    half = window.seconds / zoom / 2
    return clamped(middle - half, middle + half)
