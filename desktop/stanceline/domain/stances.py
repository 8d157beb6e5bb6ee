"""Stances and the scale that orders them."""

from collections.abc import Iterable

from stanceline.records import dataclass


@dataclass(frozen=True, slots=True)
class Stance:
    """One label of a stance scale.

    ``value`` runs from -1 (wholly against) to +1 (wholly for); None stands outside the
    order. ``shortcut`` is the key that sets it. Colours are ``#rrggbb``, one per theme.
    """

    id: int
    key: str
    label: str
    value: float | None
    shortcut: str
    colour_light: str
    colour_dark: str


DEFAULT_SCALE = (
    Stance(0, "supports", "supports", 1.0, "1", "#1F6FB5", "#5FA8E6"),
    Stance(0, "leans_for", "leans for", 0.5, "2", "#4A92CC", "#9CC7EC"),
    Stance(0, "neutral", "neutral", 0.0, "3", "#7A808A", "#9AA0A8"),
    Stance(0, "leans_against", "leans against", -0.5, "4", "#C97B2C", "#F0B27A"),
    Stance(0, "opposes", "opposes", -1.0, "5", "#C24E19", "#F0804A"),
    Stance(0, "unclear", "unclear", None, "6", "#8564AD", "#B79AD9"),
)
"""The scale of a new workspace; the ids are given when it is stored."""


def mean_value(stances: Iterable[Stance]) -> float | None:
    """The mean of the values that have one, from -1 to +1, or None when none has."""
    values = [stance.value for stance in stances if stance.value is not None]
    return sum(values) / len(values) if values else None
