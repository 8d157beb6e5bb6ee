"""The two bundled font families, and the font and width of each kind of text."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from stanceline.bundled import RESOURCES
from stanceline.timeline.primitives import Role

SANS = "Inter"
SERIF = "Source Serif 4"

_MOST_WIDTHS_KEPT = 60_000

_FONTS: dict[Role, tuple[str, int, QFont.Weight]] = {
    Role.PERIOD: (SANS, 12, QFont.Weight.Medium),
    Role.TICK: (SANS, 11, QFont.Weight.Normal),
    Role.LANE: (SANS, 13, QFont.Weight.DemiBold),
    Role.NOTE: (SANS, 11, QFont.Weight.Normal),
    Role.LABEL: (SANS, 12, QFont.Weight.Normal),
    Role.QUOTE: (SERIF, 13, QFont.Weight.Normal),
    Role.BADGE: (SANS, 11, QFont.Weight.Medium),
    Role.QUESTION: (SANS, 8, QFont.Weight.DemiBold),
    Role.TITLE: (SERIF, 24, QFont.Weight.DemiBold),
    Role.SUBTITLE: (SANS, 13, QFont.Weight.Normal),
    Role.CAPTION: (SANS, 11, QFont.Weight.DemiBold),
    Role.SOURCE: (SANS, 11, QFont.Weight.Normal),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the bundled fonts known to Qt and return the names of their families.

    It needs a QGuiApplication and does its work once. A font that cannot be read is
    left out: the system's own then stands in.
    """
    families: dict[str, None] = {}
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        font_id = QFontDatabase.addApplicationFont(str(path))
        if font_id >= 0:
            families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(font_id)))
    return tuple(families)


def plain_font(family: str, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font without hinting, so that its widths are the same at every scale."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleHint(QFont.StyleHint.Serif if family == SERIF else QFont.StyleHint.SansSerif)
    return font


@cache
def font_of(role: Role) -> QFont:
    """The font of a role; the caller must not change it."""
    load_fonts()
    return plain_font(*_FONTS[role])


class FontMeasure:
    """The widths of texts in pixels, remembered because each is asked for at every repaint."""

    def __init__(self) -> None:
        self._metrics = {role: QFontMetricsF(font_of(role)) for role in Role}
        self._known: dict[tuple[str, Role], float] = {}

    def __call__(self, text: str, role: Role) -> float:
        """The width of a text in the font of its role."""
        key = (text, role)
        width = self._known.get(key)
        if width is None:
            if len(self._known) >= _MOST_WIDTHS_KEPT:
                self._known.clear()
            width = self._known[key] = self._metrics[role].horizontalAdvance(text)
        return width
