"""The colours of a timeline, light and dark."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from stanceline.domain.stances import Stance
from stanceline.timeline.primitives import Ink


@dataclass(frozen=True, slots=True)
class Style:
    """The colours that a timeline is drawn in, as ``#rrggbb``.

    Stances bring a colour for each theme of their own; ``is_dark`` says which.
    """

    is_dark: bool
    window: str
    surface: str
    side: str
    text: str
    muted: str
    line: str
    accent: str
    selected: str

    @staticmethod
    def light() -> "Style":
        """Dark ink on a light ground."""
        return Style(
            is_dark=False,
            window="#F3F2EE",
            surface="#FFFFFF",
            side="#FAF9F6",
            text="#1D1F23",
            muted="#626873",
            line="#DFDDD6",
            accent="#2B5C8F",
            selected="#E3ECF6",
        )

    @staticmethod
    def dark() -> "Style":
        """Light ink on a dark ground."""
        return Style(
            is_dark=True,
            window="#131518",
            surface="#1B1E22",
            side="#17191D",
            text="#E7E5E0",
            muted="#99A0A9",
            line="#2C3036",
            accent="#82B3E3",
            selected="#22303F",
        )

    def stance_colour(self, stance: Stance) -> QColor:
        """The colour of a stance in this theme."""
        return QColor(stance.colour_dark if self.is_dark else stance.colour_light)

    def colour(self, ink: int, stances: tuple[Stance, ...]) -> QColor:
        """The colour of an ink of a layout with these stances."""
        if ink >= 0:
            return self.stance_colour(stances[ink])
        return QColor(self._by_use(Ink(ink)))

    def _by_use(self, ink: Ink) -> str:
        return {
            Ink.TEXT: self.text,
            Ink.MUTED: self.muted,
            Ink.LINE: self.line,
            Ink.ACCENT: self.accent,
            Ink.SURFACE: self.surface,
        }[ink]


def mixed(front: QColor, back: QColor, share: float) -> QColor:
    """The opaque colour that ``front`` has at this opacity over ``back``."""
    return QColor.fromRgbF(
        front.redF() * share + back.redF() * (1 - share),
        front.greenF() * share + back.greenF() * (1 - share),
        front.blueF() * share + back.blueF() * (1 - share),
    )
