"""Marks with two dates of their own, for the tests of publication against happening."""

import random
from dataclasses import replace

from stanceline.domain.civil import days_from_civil
from stanceline.domain.edtf import parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import Mark
from timeline.builders import DELAY, STANCES, a_quotation, a_source, an_event, day_after

FIRST_DAY = "2031-04-01"


def on_days(number: int, happened: str, published: str, *, is_event: bool = True) -> Mark:
    """A mark of these two dates."""
    if is_event:
        mark = an_event(number, f"Event {number}", happened)
    else:
        stance = STANCES[list(STANCES)[number % len(STANCES)]]
        mark = a_quotation(number, happened, stances=((DELAY, stance),))
    sources = (replace(a_source(number, published), article_id=number),) if published else ()
    return replace(mark, date=parse(happened) if happened else None, sources=sources)


def some_two_dated(seed: int, most: int = 60) -> list[Mark]:
    """Events and quotations reported late, at once or ahead, some without one of the dates."""
    rng = random.Random(seed)
    return [_some(rng, number + 1) for number in range(rng.randint(0, most))]


def _some(rng: random.Random, number: int) -> Mark:
    happened = day_after(FIRST_DAY, rng.randrange(rng.choice([2, 40, 900])))
    published = day_after(FIRST_DAY, rng.randrange(rng.choice([2, 40, 900])))
    happened = rng.choice([happened, happened, happened[:7], f"{happened}/..", f"{happened}~", ""])
    published = rng.choice([published, published, published, published[:4], ""])
    mark = on_days(number, happened, published, is_event=rng.random() < 0.5)
    if rng.random() < 0.2:
        mark = replace(mark, status=rng.choice(list(EventStatus)))
    return mark


def seconds(day: str) -> float:
    """The middle of a day in civil seconds."""
    year, month, number = (int(part) for part in day.split("-"))
    return (days_from_civil(year, month, number) + 0.5) * 86_400.0
