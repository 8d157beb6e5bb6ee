"""Colours, sizes and type of the window, light, dark and with high contrast."""

import json
from collections.abc import Callable, Iterator
from dataclasses import field, fields
from enum import StrEnum
from functools import cache
from typing import Any

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from stanceline.bundled import RESOURCES
from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.ui.stylesheet import style_sheet

TEXT_CONTRAST = 4.5
"""The least contrast of text with what it stands on."""

GRAPHICS_CONTRAST = 3.0
"""The least contrast of a shape that carries meaning with what it stands on."""

STRONG_TEXT_CONTRAST = 7.0
"""The least contrast of text where high contrast was asked for."""

STRONG_GRAPHICS_CONTRAST = 4.5
"""The least contrast of a shape where high contrast was asked for."""

MARK_TINT = 0.17
"""How strongly a mark's colour tints the words it covers."""

SANS_FAMILY = "Inter"
SERIF_FAMILY = "Source Serif 4"

INTERFACE_SCALES = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""How large the interface can be set, as multiples of its usual size."""

_SRGB_KNEE = 0.04045
_ICON_PREFIX = "stancelineicons"
_THEME_PROPERTY = "stancelineTheme"
_SCALE_PROPERTY = "stancelineScale"
_MOTION_PROPERTY = "stancelineReducedMotion"


class ThemeChoice(StrEnum):
    """What the user asked for: the system's colours, or always these."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"
    HIGH_CONTRAST_DARK = "high-contrast-dark"

    @property
    def is_dark(self) -> bool:
        """Whether it is always light ink on a dark ground."""
        return self in (ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST_DARK)

    @property
    def has_contrast(self) -> bool:
        """Whether it always has high contrast."""
        return self in (ThemeChoice.HIGH_CONTRAST, ThemeChoice.HIGH_CONTRAST_DARK)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes, spaces and corners in device-independent pixels.

    ``reading`` and ``heading`` stay as they are when the interface is scaled; the window
    sets its articles larger with it.
    """

    interface: int = 13
    small: int = 12
    caption: int = 11
    reading: int = 17
    heading: int = 24
    space: int = 4
    corner: int = 6
    large_corner: int = 10
    row: int = 28

    def scaled(self, factor: float) -> "Sizes":
        """The sizes of an interface that is so many times as large."""
        return Sizes(
            interface=round(self.interface * factor),
            small=round(self.small * factor),
            caption=round(self.caption * factor),
            reading=self.reading,
            heading=self.heading,
            space=round(self.space * factor),
            corner=self.corner,
            large_corner=self.large_corner,
            row=round(self.row * factor),
        )


SIZES = Sizes()
"""The sizes of all themes at the usual size of the interface."""


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One set of colours; every pair in use is checked for contrast by the tests.

    ``window``, ``surface`` and ``side`` are grounds (chrome, paper, raised panels);
    ``line`` only separates, ``control`` outlines what can be filled in or ticked;
    ``accent_soft`` is the ground of a selected row, ``selection`` of selected words,
    ``found`` of a found word; ``dimmed`` is the ink of boilerplate, ``unjudged`` the
    colour of a quotation without a stance. ``scale`` is how many times larger than usual
    the interface is, which ``sizes`` take into account.
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
    scale: float = 1.0
    has_contrast: bool = False

    @property
    def text_contrast(self) -> float:
        """The least contrast of words with what they stand on."""
        return STRONG_TEXT_CONTRAST if self.has_contrast else TEXT_CONTRAST

    @property
    def graphics_contrast(self) -> float:
        """The least contrast of shapes with what they stand on."""
        return STRONG_GRAPHICS_CONTRAST if self.has_contrast else GRAPHICS_CONTRAST

    def colours(self) -> dict[str, QColor]:
        """All colours by the name of their token."""
        values = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: value for name, value in values if isinstance(value, QColor)}


def load_theme(*, is_dark: bool, has_contrast: bool = False, scale: float = 1.0) -> Theme:
    """The theme as it stands in the resources, for an interface so many times as large."""
    return _loaded(is_dark, has_contrast, scale)


@cache
def _loaded(is_dark: bool, has_contrast: bool, scale: float) -> Theme:
    name = _theme_name(is_dark=is_dark, has_contrast=has_contrast)
    written = (RESOURCES / "themes" / f"{name}.json").read_text(encoding="utf-8")
    tokens: dict[str, Any] = {token: QColor(value) for token, value in json.loads(written).items()}
    return Theme(
        name=name,
        is_dark=is_dark,
        has_contrast=has_contrast,
        sizes=SIZES.scaled(scale),
        scale=scale,
        **tokens,
    )


def _theme_name(*, is_dark: bool, has_contrast: bool) -> str:
    if has_contrast:
        return "high-contrast-dark" if is_dark else "high-contrast"
    return "dark" if is_dark else "light"


def theme_for(choice: ThemeChoice, app: QApplication) -> Theme:
    """The theme that a choice means on this system, now."""
    scale = interface_scale(app)
    if choice is ThemeChoice.SYSTEM:
        is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return load_theme(is_dark=is_dark, has_contrast=_wants_contrast(app), scale=scale)
    return load_theme(is_dark=choice.is_dark, has_contrast=choice.has_contrast, scale=scale)


def _wants_contrast(app: QApplication) -> bool:
    """Whether the system asks for high contrast, which Qt tells from 6.10 on."""
    hints = app.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def watch_system(app: QApplication, changed: Callable[[], None]) -> None:
    """Have ``changed`` called when the system's colours or its wish for contrast change."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: changed())
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(lambda _wish: changed())


def current_theme(app: QApplication | None = None) -> Theme:
    """The theme that was applied last, or the system's when none was."""
    running = app or QApplication.instance()
    if not isinstance(running, QApplication):
        return load_theme(is_dark=False)
    name = running.property(_THEME_PROPERTY)
    if name is None:
        return theme_for(ThemeChoice.SYSTEM, running)
    return theme_for(ThemeChoice(name), running)


def apply_choice(app: QApplication, choice: ThemeChoice) -> Theme:
    """Apply what the user chose, to the frames that the system draws too; the theme it means.

    Call it again when ``watch_system`` tells of a change.
    """
    hints = app.styleHints()
    if choice is ThemeChoice.SYSTEM:
        hints.unsetColorScheme()
    else:
        scheme = Qt.ColorScheme.Dark if choice.is_dark else Qt.ColorScheme.Light
        hints.setColorScheme(scheme)
    theme = theme_for(choice, app)
    apply_theme(app, theme)
    return theme


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give every window of the program the theme's palette, type and style sheet."""
    QDir.setSearchPaths(_ICON_PREFIX, [str(RESOURCES / "themes" / "icons")])
    app.setProperty(_THEME_PROPERTY, theme.name)
    app.setProperty(_SCALE_PROPERTY, theme.scale)
    news = scale_news(app)
    # Fusion is the one style that every platform has and that leaves all to the sheet.
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setFont(interface_font(theme.sizes.interface))
    tokens = {name: colour.name() for name, colour in theme.colours().items()}
    icons = f"{_ICON_PREFIX}:{theme.name}"
    app.setStyleSheet(style_sheet(tokens, icons=icons, scale=theme.scale))
    if news is not None:
        news.tell(theme.scale)


class ScaleNews(QObject):
    """Tells with ``changed`` that the interface has another size."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._scale = 1.0

    def tell(self, scale: float) -> None:
        """Tell of this size, if it is another than before."""
        if scale != self._scale:
            self._scale = scale
            self.changed.emit()


def scale_news(app: QApplication | None = None) -> ScaleNews | None:
    """What tells of another size of the interface; None without an application."""
    running = app or QApplication.instance()
    if not isinstance(running, QApplication):
        return None
    known = running.findChild(ScaleNews, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return known or ScaleNews(running)


def interface_scale(app: QApplication | None = None) -> float:
    """How many times larger than usual the interface is."""
    running = app or QApplication.instance()
    scale = running.property(_SCALE_PROPERTY) if running is not None else None
    return float(scale) if scale else 1.0


def set_interface_scale(app: QApplication, factor: float) -> Theme:
    """Show the interface so many times larger than usual; the theme in its new sizes.

    ``factor`` is kept within ``INTERFACE_SCALES``. The text of articles has a size of its
    own. Windows that are open take the theme as they take one in other colours.
    """
    name = current_theme(app).name
    kept = min(max(factor, INTERFACE_SCALES[0]), INTERFACE_SCALES[-1])
    app.setProperty(_SCALE_PROPERTY, kept)
    theme = theme_for(ThemeChoice(name), app)
    apply_theme(app, theme)
    return theme


def next_interface_scale(factor: float, direction: int) -> float:
    """The next larger (1) or smaller (-1) of ``INTERFACE_SCALES``; the usual one for 0."""
    if direction > 0:
        return next((each for each in INTERFACE_SCALES if each > factor), INTERFACE_SCALES[-1])
    if direction < 0:
        smaller = (each for each in reversed(INTERFACE_SCALES) if each < factor)
        return next(smaller, INTERFACE_SCALES[0])
    return 1.0


def scaled(px: float) -> int:
    """So many pixels of the usual interface, in the interface as large as it is set."""
    return round(px * interface_scale())


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


def interface_font(size_px: int | None = None, *, semi_bold: bool = False) -> QFont:
    """The sans family of the interface; numbers keep their natural width.

    Without a size it is the interface's own, as large as that is set.
    """
    size = scaled(SIZES.interface) if size_px is None else size_px
    return _font(SANS_FAMILY, QFont.StyleHint.SansSerif, size, semi_bold=semi_bold)


def reading_font(size_px: int = SIZES.reading, *, semi_bold: bool = False) -> QFont:
    """The serif family in which articles are set."""
    return _font(SERIF_FAMILY, QFont.StyleHint.Serif, size_px, semi_bold=semi_bold)


def caption_font() -> QFont:
    """The spaced capitals that head a group of things."""
    font = interface_font(scaled(SIZES.caption), semi_bold=True)
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
        grounds = (*_grounds(theme), tint)
        if all(contrast(ink, ground) >= theme.graphics_contrast for ground in grounds):
            return ink
    return QColor(theme.text)


def text_ink(colour: QColor, theme: Theme) -> QColor:
    """The colour, moved towards the theme's text until words in it can be read."""
    for ink in _strengthened(colour, theme):
        if all(contrast(ink, ground) >= theme.text_contrast for ground in _grounds(theme)):
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
