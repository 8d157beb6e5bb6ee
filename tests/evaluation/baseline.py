"""What was reached before, so that a fall is noticed."""

import json
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).with_name("baseline.json")
_ROUNDING = 0.05
_SMALL_SHIFT = 0.3
"""A share of confident ones may shift a little when more of them are right."""


def stored() -> dict[str, float]:
    """The figures that were reached before."""
    found: dict[str, float] = json.loads(_FILE.read_text("utf-8"))
    return found


def store(figures: Mapping[str, float]) -> None:
    """Make these the figures to be kept up from now on."""
    _FILE.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def falls(figures: Mapping[str, float]) -> list[str]:
    """A line for each figure that is lower than before, or is no longer measured."""
    found = []
    for name, before in stored().items():
        now = figures.get(name)
        allowed = _SMALL_SHIFT if name.endswith("share") else _ROUNDING
        if now is None:
            found.append(f"{name}: {before} before, not measured now")
        elif now < before - allowed:
            found.append(f"{name}: {before} before, {now} now")
    return found
