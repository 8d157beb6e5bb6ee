"""Colours, sizes and type of the window, in a light and a dark theme."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from stanceline.bundled import RESOURCES
from stanceline.domain.stances import Stance
from stanceline.ui.stylesheet import style_sheet

TEXT_CONTRAST = 4.5
"""The least contrast of text with what it stands on."""

GRAPHICS_CONTRAST = 3.0
"""The least contrast of a shape that carries meaning with what it stands on."""

MARK_TINT = 0.17
"""How strongly a mark's colour tints the words it covers."""

SANS_FAMILY = "Inter"
SERIF_FAMILY = "Source Serif 4"

_SRGB_KNEE = 0.04045
_ICON_PREFIX = "stancelineicons"
_THEME_PROPERTY = "stancelineTheme"
_MOTION_PROPERTY = "stancelineReducedMotion"


class ThemeChoice(StrEnum):
    """What the user asked for: the system's colours, or always light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes, spaces and corners in device-independent pixels."""

    interface: int = 13
    small: int = 12
    caption: int = 11
    reading: int = 17
    heading: int = 24
    space: int = 4
    corner: int = 6
    large_corner: int = 10
    row: int = 28


SIZES = Sizes()
"""The sizes of both themes."""


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One set of colours; every pair in use is checked for contrast by the tests.

    ``window``, ``surface`` and ``side`` are grounds (chrome, paper, raised panels);
    ``line`` only separates, ``control`` outlines what can be filled in or ticked;
    ``accent_soft`` is the ground of a selected row, ``selection`` of selected words,
    ``found`` of a found word; ``dimmed`` is the ink of boilerplate, ``unjudged`` the
    colour of a quotation without a stance.
    """

    name: str
    is_dark: bool
    window: QColor
    surface: QColor
    side: QColor
    text: QColor
    muted: QColor
    dimmed: QColor
    disabled: QColor
    line: QColor
    control: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    accent_soft: QColor
    selection: QColor
    hover: QColor
    pressed: QColor
    warning: QColor
    warning_soft: QColor
    danger: QColor
    danger_soft: QColor
    unjudged: QColor
    found: QColor
    tooltip: QColor
    tooltip_text: QColor
    shadow: QColor
    sizes: Sizes = field(default_factory=Sizes)

    def colours(self) -> dict[str, QColor]:
        """All colours by the name of their token."""
        values = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: value for name, value in values if isinstance(value, QColor)}


@cache
def load_theme(*, is_dark: bool) -> Theme:
    """The dark or the light theme as it stands in the resources."""
    name = "dark" if is_dark else "light"
    written = (RESOURCES / "themes" / f"{name}.json").read_text(encoding="utf-8")
    tokens: dict[str, Any] = {token: QColor(value) for token, value in json.loads(written).items()}
    return Theme(name=name, is_dark=is_dark, **tokens)


def theme_for(choice: ThemeChoice, app: QApplication) -> Theme:
    """The theme that a choice means on this system, now."""
    if choice is ThemeChoice.SYSTEM:
        return load_theme(is_dark=app.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    return load_theme(is_dark=choice is ThemeChoice.DARK)


def current_theme(app: QApplication | None = None) -> Theme:
    """The theme that was applied last, or the system's when none was."""
    running = app or QApplication.instance()
    if not isinstance(running, QApplication):
        return load_theme(is_dark=False)
    name = running.property(_THEME_PROPERTY)
    if name is None:
        return theme_for(ThemeChoice.SYSTEM, running)
    return load_theme(is_dark=name == "dark")


def apply_choice(app: QApplication, choice: ThemeChoice) -> Theme:
    """Apply what the user chose, to the frames that the system draws too; the theme it means.

    Call it again when ``app.styleHints().colorSchemeChanged`` is emitted.
    """
    hints = app.styleHints()
    if choice is ThemeChoice.SYSTEM:
        hints.unsetColorScheme()
    else:
        is_dark = choice is ThemeChoice.DARK
        hints.setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)
    theme = theme_for(choice, app)
    apply_theme(app, theme)
    return theme


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give every window of the program the theme's palette, type and style sheet."""
    QDir.setSearchPaths(_ICON_PREFIX, [str(RESOURCES / "themes" / "icons")])
    app.setProperty(_THEME_PROPERTY, theme.name)
    # Fusion is the one style that every platform has and that leaves all to the sheet.
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setFont(interface_font(theme.sizes.interface))
    tokens = {name: colour.name() for name, colour in theme.colours().items()}
    app.setStyleSheet(style_sheet(tokens, icons=f"{_ICON_PREFIX}:{theme.name}"))


def palette_of(theme: Theme) -> QPalette:
    """The theme as a palette, for what a style sheet does not reach."""
    role = QPalette.ColorRole
    palette = QPalette()
    for role_name, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.side),
        (role.Text, theme.text),
        (role.Button, theme.surface),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.danger),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.ToolTipBase, theme.tooltip),
        (role.ToolTipText, theme.tooltip_text),
        (role.Light, theme.surface),
        (role.Midlight, theme.side),
        (role.Mid, theme.line),
        (role.Dark, theme.line),
        (role.Shadow, theme.line),
    ):
        palette.setColor(role_name, colour)
    for role_name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role_name, theme.disabled)
    return palette


def interface_font(size_px: int = SIZES.interface, *, semi_bold: bool = False) -> QFont:
    """The sans family of the interface; numbers keep their natural width."""
    return _font(SANS_FAMILY, QFont.StyleHint.SansSerif, size_px, semi_bold=semi_bold)


def reading_font(size_px: int = SIZES.reading, *, semi_bold: bool = False) -> QFont:
    """The serif family in which articles are set."""
    return _font(SERIF_FAMILY, QFont.StyleHint.Serif, size_px, semi_bold=semi_bold)


def caption_font() -> QFont:
    """The spaced capitals that head a group of things."""
    font = interface_font(SIZES.caption, semi_bold=True)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.7)
    return font


def _font(family: str, hint: QFont.StyleHint, size_px: int, *, semi_bold: bool) -> QFont:
    font = QFont(family)
    font.setStyleHint(hint)
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if semi_bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def icon(name: str, theme: Theme) -> QIcon:
    """One of the program's own icons in the ink of the theme; ``apply_theme`` comes first."""
    return QIcon(f"{_ICON_PREFIX}:{theme.name}/{name}.svg")


def stance_colour(stance: Stance | None, theme: Theme) -> QColor:
    """The colour of a stance's shapes and underlines; grey-blue when there is none.

    A colour too faint to be seen on a selected row or on its own tint is strengthened.
    """
    return graphics_ink(_plain_stance_colour(stance, theme), theme)


def stance_text_colour(stance: Stance | None, theme: Theme) -> QColor:
    """The stance's colour, made strong enough to be read as words on any ground."""
    return text_ink(_plain_stance_colour(stance, theme), theme)


def _plain_stance_colour(stance: Stance | None, theme: Theme) -> QColor:
    if stance is None:
        return QColor(theme.unjudged)
    return QColor(stance.colour_dark if theme.is_dark else stance.colour_light)


def graphics_ink(colour: QColor, theme: Theme) -> QColor:
    """The colour, moved towards the theme's text until shapes in it can be seen."""
    for ink in _strengthened(colour, theme):
        tint = blended(ink, theme.surface, MARK_TINT)
        if all(contrast(ink, ground) >= GRAPHICS_CONTRAST for ground in (*_grounds(theme), tint)):
            return ink
    return QColor(theme.text)


def text_ink(colour: QColor, theme: Theme) -> QColor:
    """The colour, moved towards the theme's text until words in it can be read."""
    for ink in _strengthened(colour, theme):
        if all(contrast(ink, ground) >= TEXT_CONTRAST for ground in _grounds(theme)):
            return ink
    return QColor(theme.text)


def _grounds(theme: Theme) -> tuple[QColor, ...]:
    return theme.surface, theme.side, theme.window, theme.accent_soft


def _strengthened(colour: QColor, theme: Theme) -> Iterator[QColor]:
    return (blended(theme.text, colour, step / 20) for step in range(20))


def blended(top: QColor, bottom: QColor, share: float) -> QColor:
    """The colour seen where ``top``, at an opacity of ``share`` (0 to 1), lies on ``bottom``."""
    return QColor.fromRgbF(
        top.redF() * share + bottom.redF() * (1 - share),
        top.greenF() * share + bottom.greenF() * (1 - share),
        top.blueF() * share + bottom.blueF() * (1 - share),
    )


def with_opacity(colour: QColor, share: float) -> QColor:
    """The same colour at an opacity of ``share`` (0 to 1)."""
    result = QColor(colour)
    result.setAlphaF(share)
    return result


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two opaque colours after WCAG 2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= _SRGB_KNEE else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def reduces_motion(app: QApplication | None = None) -> bool:
    """Whether nothing should move or flash: as set, or as the system's style asks."""
    running = app or QApplication.instance()
    if not isinstance(running, QApplication):
        return True
    chosen = running.property(_MOTION_PROPERTY)
    if chosen is not None:
        return bool(chosen)
    return running.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


def set_reduced_motion(app: QApplication, reduced: bool | None) -> None:
    """Ask for no motion, or for motion; None leaves it to the system."""
    app.setProperty(_MOTION_PROPERTY, reduced)
