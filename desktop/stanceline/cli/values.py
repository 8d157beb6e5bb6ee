"""What option values must look like; a wrong one is wrong usage."""

import argparse
import re

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import LaneOrder

_LEAST_SIDE_PX, _MOST_SIDE_PX = 200, 20_000
_DPI = range(36, 1201)
_MOST_DIGITS = 6


def date(text: str) -> str:
    """EDTF, given as such or in plain words."""
    # Imported late, with the database: hardly any command is given a date.
    from stanceline.domain.edtf import EdtfError
    from stanceline.services.events import read_typed_date

    try:
        return read_typed_date(text).value
    except EdtfError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels from "1600x900"."""
    found = re.fullmatch(r"(\d{1,6})\s*[x×]\s*(\d{1,6})", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1600x900.")
    width, height = int(found[1]), int(found[2])
    if not all(_LEAST_SIDE_PX <= side <= _MOST_SIDE_PX for side in (width, height)):
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a size that can be drawn: each side takes "
            f"{_LEAST_SIDE_PX} to {_MOST_SIDE_PX:,} pixels."
        )
    return width, height


def lanes(text: str) -> tuple[LaneKey, LaneKey | None]:
    """What lanes stand for, and what those nested in them do: from "speaker/topic"."""
    outer, stroke, inner = (part.strip().casefold() for part in text.partition("/"))
    try:
        found = LaneKey(outer), LaneKey(inner) if stroke else None
    except ValueError as error:
        known = ", ".join(LaneKey)
        raise argparse.ArgumentTypeError(
            f"there are no lanes “{text}”; choose of {known}, or nest two as in speaker/topic."
        ) from error
    if stroke and (found[0] is found[1] or LaneKey.NONE in found):
        raise argparse.ArgumentTypeError(f"“{text}” cannot be nested in each other.")
    return found


def order(text: str) -> LaneOrder:
    """Which lane comes first; the order by hand is in saved views only."""
    try:
        return ORDERS[text.strip().casefold()]
    except KeyError as error:
        known = ", ".join(ORDERS)
        raise argparse.ArgumentTypeError(f"“{text}” is no order of lanes: {known}.") from error


ORDERS = {
    "count": LaneOrder.BY_COUNT,
    "title": LaneOrder.BY_TITLE,
    "first-date": LaneOrder.BY_FIRST_DATE,
}
"""What can be typed for the order of lanes."""


def dpi(text: str) -> int:
    """Dots per inch between 36 and 1200."""
    if not text.isdecimal() or int(text) not in _DPI:
        raise argparse.ArgumentTypeError(f"“{text}” is not between 36 and 1200 dots per inch.")
    return int(text)


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 0 to 1.")
    return value


def how_many(text: str) -> int:
    """A number of articles; none is allowed, to count only."""
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of articles.")
    return int(text)
