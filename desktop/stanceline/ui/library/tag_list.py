"""Which tags somebody means who has typed a few letters."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from stanceline.domain.grams import folded

_LEAST_FUZZY = 3
_LEAST_ALIKE = 75


def fitting(typed: str, names: Iterable[str]) -> list[str]:
    """The names that fit, best first: those that begin so, hold it, or nearly hold it.

    With nothing typed all fit, as they come.
    """
    wanted = folded(typed.strip())
    if not wanted:
        return list(names)
    found = [(fit, name) for name in names if (fit := _fit(wanted, folded(name))) is not None]
    return [name for _, name in sorted(found, key=lambda each: each[0])]


def _fit(wanted: str, name: str) -> float | None:
    """How well it fits, 0 being the best; None where it does not."""
    if name.startswith(wanted):
        return 0 if name == wanted else 1
    if f" {wanted}" in name:
        return 2
    if wanted in name:
        return 3
    if len(wanted) < _LEAST_FUZZY:
        return None
    alike = fuzz.partial_ratio(wanted, name) if len(name) >= len(wanted) else 0
    alike = max(alike, fuzz.ratio(wanted, name))
    return 104 - alike if alike >= _LEAST_ALIKE else None
