"""The colours of a timeline, light and dark."""

import json
from dataclasses import replace
from functools import cache, lru_cache

from PySide6.QtGui import QColor

from stanceline.bundled import RESOURCES
from stanceline.domain.stances import Stance
from stanceline.domain.timelines import COLOUR_RULES
from stanceline.records import dataclass
from stanceline.timeline.primitives import KIND_INKS, Ink

_TOKENS = ("window", "surface", "side", "text", "muted", "line", "accent", "accent_soft")
_CONTRAST_STRENGTH = 0.2
_CONTRAST_LINE = 0.6

_KIND_COLOURS_LIGHT = (
    "#2757b9",
    "#dd5c35",
    "#3a7242",
    "#8d55a7",
    "#85670d",
    "#c94582",
    "#1f9698",
    "#655f58",
)
_KIND_COLOURS_DARK = (
    "#6899ed",
    "#f0804a",
    "#53be99",
    "#c08bce",
    "#e0be4a",
    "#f291c2",
    "#60ceff",
    "#b48a6c",
)
"""What tells kinds of events apart, beside their shapes; the last is for all others.

They differ in lightness too, so that they are told apart whatever colours somebody sees.
"""


@dataclass(frozen=True, slots=True)
class Style:
    """The colours that a timeline is drawn in, as ``#rrggbb``.

    Stances bring a colour for each theme of their own; ``is_dark`` says which.
    ``strength`` is how far that is moved towards the text's colour, for high contrast;
    ``scale`` how many times larger than usual a window shows the timeline.
    """

    is_dark: bool
    window: str
    surface: str
    side: str
    text: str
    muted: str
    line: str
    accent: str
    accent_soft: str
    strength: float = 0.0
    scale: float = 1.0

    @staticmethod
    def light() -> "Style":
        """Dark ink on a light ground."""
        return _style(is_dark=False)

    @staticmethod
    def dark() -> "Style":
        """Light ink on a dark ground."""
        return _style(is_dark=True)

    @staticmethod
    def with_contrast(*, is_dark: bool) -> "Style":
        """Ink on a ground as far from it as can be."""
        return _contrast_style(is_dark=is_dark)

    def stance_colour(self, stance: Stance) -> QColor:
        """The colour of a stance in this theme."""
        colour = QColor(stance.colour_dark if self.is_dark else stance.colour_light)
        return mixed(QColor(self.text), colour, self.strength) if self.strength else colour

    def kind_colour(self, ink: int) -> QColor:
        """The colour of one of the inks that tell kinds of events apart, in this theme."""
        colours = _KIND_COLOURS_DARK if self.is_dark else _KIND_COLOURS_LIGHT
        colour = QColor(colours[KIND_INKS.index(ink)])
        return mixed(QColor(self.text), colour, self.strength) if self.strength else colour

    def colour(self, ink: int, stances: tuple[Stance, ...], rule: str = COLOUR_RULES[0]) -> QColor:
        """The colour of an ink of a layout with these stances.

        Where colours stand for something else than stances, what has one recedes.
        """
        if ink >= 0:
            is_told = rule == COLOUR_RULES[0]
            return self.stance_colour(stances[ink]) if is_told else QColor(self.muted)
        if ink in KIND_INKS:
            return self.kind_colour(ink)
        return QColor(self._by_use(Ink(ink)))

    def _by_use(self, ink: Ink) -> str:
        return {
            Ink.TEXT: self.text,
            Ink.MUTED: self.muted,
            Ink.LINE: self.line,
            Ink.ACCENT: self.accent,
            Ink.SURFACE: self.surface,
        }[ink]


class Palette:
    """The colours of a style by ink, and tints of them on its ground; they must not be changed."""

    def __init__(self, style: Style, stances: tuple[Stance, ...], rule: str) -> None:
        self.ground = QColor(style.surface)
        inks = [*Ink, *range(len(stances))]
        self.colours = {int(ink): style.colour(ink, stances, rule) for ink in inks}
        self._mixed: dict[tuple[int, float], QColor] = {}

    def mixed(self, ink: int, share: float) -> QColor:
        """The opaque colour that an ink has at this opacity over the ground."""
        found = self._mixed.get((ink, share))
        if found is None:
            found = self._mixed[ink, share] = mixed(self.colours[ink], self.ground, share)
        return found


@lru_cache(maxsize=16)
def palette_of(style: Style, stances: tuple[Stance, ...], rule: str = COLOUR_RULES[0]) -> Palette:
    """The colours of all inks of a layout with these stances, the same ones in every frame."""
    return Palette(style, stances, rule)


@cache
def _style(*, is_dark: bool) -> Style:
    """The style in the colours of the window's theme, as they stand in the resources."""
    return _style_of("dark" if is_dark else "light", is_dark=is_dark)


@cache
def _contrast_style(*, is_dark: bool) -> Style:
    style = _style_of("high-contrast-dark" if is_dark else "high-contrast", is_dark=is_dark)
    # Lines of the calendar run through words, and would cross them out at full strength.
    line = mixed(QColor(style.line), QColor(style.surface), _CONTRAST_LINE).name()
    return replace(style, line=line, strength=_CONTRAST_STRENGTH)


def _style_of(name: str, *, is_dark: bool) -> Style:
    colours = json.loads((RESOURCES / "themes" / f"{name}.json").read_text("utf-8"))
    return Style(is_dark, *(colours[token] for token in _TOKENS))


def mixed(front: QColor, back: QColor, share: float) -> QColor:
    """The opaque colour that ``front`` has at this opacity over ``back``."""
    return QColor.fromRgbF(
        front.redF() * share + back.redF() * (1 - share),
        front.greenF() * share + back.greenF() * (1 - share),
        front.blueF() * share + back.blueF() * (1 - share),
    )
