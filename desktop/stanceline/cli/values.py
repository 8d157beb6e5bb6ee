"""What option values must look like; a wrong one is wrong usage."""

import argparse
import re

from stanceline.domain import edtf
from stanceline.suggest.dates import read_date

_LEAST_SIDE_PX = 100
_MOST_PIXELS = 150_000_000
_DPI = range(36, 1201)


def date(text: str) -> str:
    """EDTF, given as such or in plain words."""
    try:
        return str(edtf.parse(text))
    except edtf.EdtfError as error:
        read = read_date(text)
        if read is None:
            raise argparse.ArgumentTypeError(str(error)) from error
        return read.value


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels from "1600x900"."""
    found = re.fullmatch(r"(\d{1,6})\s*[x×]\s*(\d{1,6})", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1600x900.")
    width, height = int(found[1]), int(found[2])
    if min(width, height) < _LEAST_SIDE_PX or width * height > _MOST_PIXELS:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a size that can be drawn: each side takes at least "
            f"{_LEAST_SIDE_PX} pixels, and both together up to {_MOST_PIXELS // 1_000_000} million."
        )
    return width, height


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
