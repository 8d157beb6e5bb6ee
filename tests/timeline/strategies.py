"""Hypothesis strategies for marks with every kind of date."""

import random

from hypothesis import strategies as st

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Mark
from stanceline.timeline.primitives import Role
from timeline.builders import DELAY, SPEAKERS, STANCES, a_quotation, an_event, day_after

WIDTHS = dict.fromkeys(Role, 6.3)


def measure(text: str, role: Role) -> float:
    """A stand-in for fonts: letters of one width."""
    return WIDTHS[role] * len(text)


seeds = st.integers(0, 1_000_000)
"""What marks are made from: a number is quick to shrink and short to tell."""

lane_keys = st.sampled_from(list(LaneKey))

_LETTERS = "abc éß日本語العربية 😀 “”-\n\t\x00"


def some_marks(seed: int, most: int = 40) -> list[Mark]:
    """Quotations and events with dates of every form, some undated, some with odd titles."""
    rng = random.Random(seed)
    return [_some_mark(rng, number) for number in range(rng.randint(0, most))]


def _some_mark(rng: random.Random, number: int) -> Mark:
    date = _some_date(rng)
    title = "".join(rng.choices(_LETTERS, k=rng.choice([1, 8, 20, 90])))
    speakers = tuple(rng.sample(SPEAKERS, rng.randint(0, 2)))
    if rng.random() < 0.5:
        return an_event(number, title, date, rng.choice(list(EventStatus)), speakers)
    stances = tuple((DELAY, rng.choice(list(STANCES.values()))) for _ in range(rng.randint(0, 2)))
    return a_quotation(number, date, speakers[0] if speakers else None, stances, title)


def _some_date(rng: random.Random) -> str:
    span = rng.choice([3, 60, 1500])
    first, last = sorted(day_after("2029-03-01", rng.randint(0, span)) for _ in range(2))
    doubt, other = rng.choices(["", "", "", "~", "?", "%"], k=2)
    if first == last:
        return first + doubt
    return rng.choice(
        [
            first + doubt,
            first + doubt,
            first[:7] + doubt,
            first[:4] + doubt,
            first[:3] + "X",
            f"{first[:4]}-22",
            f"{first}T10:30",
            f"{first}{doubt}/{last}{other}",
            f"{first[:7]}/{last[:7]}",
            f"{first}{doubt}/..",
            f"../{last}",
            f"{first}/",
            f"/{last}",
            f"[{first}..{last}]",
            f"[{first},{last}]",
            f"[..{last}]",
            f"[{first}..]",
            f"{{{first},{last}}}",
            f"[..{first},{last}..]",
            "",
        ]
    )
