"""All themes can be read by everyone, and reach every standard widget."""

import json
import re
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.bundled import RESOURCES
from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.timeline.primitives import KIND_INKS
from stanceline.timeline.style import Style
from stanceline.ui.reader.paint import HOVER_TINT
from stanceline.ui.theme import (
    GRAPHICS_CONTRAST,
    MARK_TINT,
    SIZES,
    TEXT_CONTRAST,
    ThemeChoice,
    apply_choice,
    apply_theme,
    blended,
    contrast,
    current_theme,
    graphics_ink,
    load_theme,
    next_interface_scale,
    reduces_motion,
    scaled,
    set_interface_scale,
    set_reduced_motion,
    stance_colour,
    stance_text_colour,
    text_ink,
    theme_for,
)
from ui.reader_builders import dressed

THEMES = [
    load_theme(is_dark=is_dark, has_contrast=has_contrast)
    for has_contrast in (False, True)
    for is_dark in (False, True)
]
GROUNDS = ("window", "surface", "side")
TEXT_PAIRS = [
    *[("text", ground) for ground in (*GROUNDS, "accent_soft", "hover", "pressed", "selection")],
    *[("text", ground) for ground in ("warning_soft", "danger_soft", "found")],
    *[("muted", ground) for ground in (*GROUNDS, "accent_soft", "hover")],
    *[("accent", ground) for ground in (*GROUNDS, "accent_soft", "hover")],
    *[("warning", ground) for ground in (*GROUNDS, "warning_soft")],
    *[("danger", ground) for ground in (*GROUNDS, "danger_soft")],
    ("dimmed", "surface"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("tooltip_text", "tooltip"),
]
GRAPHICS_PAIRS = [
    *[("control", ground) for ground in (*GROUNDS, "accent_soft", "hover")],
    *[("unjudged", ground) for ground in (*GROUNDS, "accent_soft")],
    *[("accent", ground) for ground in (*GROUNDS, "accent_soft", "found")],
    ("danger", "surface"),
    ("on_accent", "accent"),
]
STANCES = [*DEFAULT_SCALE, None]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_what_they_stand_on(theme, ink, ground):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= theme.text_contrast


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), GRAPHICS_PAIRS)
def test_outlines_and_shapes_can_be_seen_on_what_they_stand_on(theme, ink, ground):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= theme.graphics_contrast


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("stance", STANCES, ids=lambda stance: stance.key if stance else "none")
def test_every_stance_can_be_seen_and_read(theme, stance):
    shape, words = stance_colour(stance, theme), stance_text_colour(stance, theme)
    tint = blended(shape, theme.surface, MARK_TINT)
    twice = blended(shape, tint, MARK_TINT)
    hovered = blended(shape, theme.surface, HOVER_TINT)
    for ground in (theme.surface, theme.side, theme.window, theme.accent_soft, tint):
        assert contrast(shape, ground) >= theme.graphics_contrast
    for ground in (theme.surface, theme.side, theme.window, theme.accent_soft):
        assert contrast(words, ground) >= theme.text_contrast
    for ground in (tint, twice, hovered):
        assert contrast(theme.text, ground) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#808080"])
def test_a_colour_of_the_users_own_is_strengthened_until_it_can_be_seen(theme, colour):
    assert contrast(graphics_ink(QColor(colour), theme), theme.surface) >= GRAPHICS_CONTRAST
    assert contrast(text_ink(QColor(colour), theme), theme.surface) >= TEXT_CONTRAST


def test_the_extremes_have_the_contrast_that_the_standard_names():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("white"), QColor("white")) == pytest.approx(1)


@pytest.mark.parametrize("name", [theme.name for theme in THEMES])
def test_icons_are_drawn_in_the_inks_of_their_theme(name):
    folder = RESOURCES / "themes"
    tokens = set(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")).values())
    icons = list((folder / "icons" / name).glob("*.svg"))
    assert icons
    for path in icons:
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8"))) <= tokens


def test_every_icon_that_the_sheet_names_is_there(qapp):
    for theme in THEMES:
        apply_theme(qapp, theme)
        named = re.findall(r"url\(([^)]+)\)", qapp.styleSheet())
        assert named
        assert [name for name in named if not QFile.exists(name)] == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_applying_a_theme_reaches_palette_type_and_sheet(qapp, theme):
    apply_theme(qapp, theme)
    assert current_theme(qapp) is theme
    assert qapp.palette().window().color() == theme.window
    assert qapp.font().family() == "Inter"
    assert qapp.font().pixelSize() == 13
    assert theme.surface.name() in qapp.styleSheet()
    assert "$" not in re.sub(r"/\*.*?\*/", "", qapp.styleSheet(), flags=re.DOTALL)


MACHADO = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is left of linear red, green and blue at full severity, after Machado and others 2009."""

TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)
D65 = np.array([0.95047, 1.0, 1.08883])
FAR_APART = 20.0
"""Colours this far apart in CIELAB are told apart at a glance; 2.3 is just noticeable."""


def seen_with(colour: QColor, deficiency: str | None) -> np.ndarray:
    """The colour in CIELAB, as it is seen with a deficiency of colour vision."""
    shares = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    if deficiency is not None:
        linear = np.clip(np.array(MACHADO[deficiency]) @ linear, 0, 1)
    relative = (TO_XYZ @ linear) / D65
    x, y, z = np.where(relative > 0.008856, np.cbrt(relative), 7.787 * relative + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("deficiency", [None, *MACHADO])
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_for_neutral_and_against_are_told_apart_by_everyone(theme, deficiency):
    by_key = {stance.key: stance for stance in DEFAULT_SCALE}
    sides = (("supports", "leans_for"), ("neutral",), ("leans_against", "opposes"))
    for one_side, other_side in combinations(sides, 2):
        for one in one_side:
            for other in other_side:
                seen = [
                    seen_with(stance_colour(by_key[key], theme), deficiency) for key in (one, other)
                ]
                assert np.linalg.norm(seen[0] - seen[1]) >= FAR_APART, (one, other)


@pytest.mark.parametrize("deficiency", [None, *MACHADO])
@pytest.mark.parametrize("style", [Style.light(), Style.dark()], ids=["light", "dark"])
def test_kinds_of_events_are_told_apart_by_everyone(style, deficiency):
    colours = [seen_with(style.kind_colour(ink), deficiency) for ink in KIND_INKS]
    for one, other in combinations(colours, 2):
        # Shapes and the legend say the same, so that less will do than between stances.
        assert np.linalg.norm(one - other) >= FAR_APART * 0.6


def test_a_choice_of_light_or_dark_overrides_the_system(qapp):
    assert apply_choice(qapp, ThemeChoice.DARK).is_dark
    assert not apply_choice(qapp, ThemeChoice.LIGHT).is_dark
    system_is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert theme_for(ThemeChoice.SYSTEM, qapp).is_dark in (system_is_dark, False)
    apply_choice(qapp, ThemeChoice.SYSTEM)


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QComboBox])
def test_focus_is_seen_in_the_accent_and_moves_nothing(qtbot, qapp, kind):
    theme = dressed(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    control = kind(window)
    other = QPushButton(window)
    other.move(0, 60)
    window.resize(200, 100)
    window.show()
    window.activateWindow()
    other.setFocus()
    unfocused = control.sizeHint()
    before = control.grab().toImage()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    assert control.sizeHint() == unfocused
    after = control.grab().toImage()
    middle = after.height() // 2
    for x in (0, 1):
        assert after.pixelColor(x, middle) == theme.accent
        assert before.pixelColor(x, middle) != theme.accent


@pytest.mark.parametrize(
    "kind", [QCheckBox, QRadioButton, QSpinBox, QToolButton, QPlainTextEdit, QTabBar, QListWidget]
)
def test_every_other_control_shows_its_focus_too(qtbot, qapp, kind):
    theme = dressed(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    control = kind(window)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if isinstance(control, QTabBar):
        control.addTab("Read")
    elif not isinstance(control, QListWidget | QSpinBox | QPlainTextEdit):
        control.setText("Words")
    other = QPushButton(window)
    other.move(0, 250)
    window.resize(300, 300)
    window.show()
    window.activateWindow()
    other.setFocus()
    before, hint = n_accent(control, theme), control.sizeHint()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    assert n_accent(control, theme) > before + 40
    assert control.sizeHint() == hint


def n_accent(control, theme) -> int:
    """How many pixels of a control have the accent's colour."""
    image = control.grab().toImage()
    return sum(
        image.pixelColor(x, y) == theme.accent
        for x in range(image.width())
        for y in range(image.height())
    )


def test_rows_filled_before_they_are_shown_have_their_full_height(qtbot, qapp):
    dressed(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    rows = QListWidget()
    rows.addItems(["one", "two", "three"])
    QVBoxLayout(window).addWidget(rows)
    window.show()
    tops = [rows.visualItemRect(rows.item(number)).y() for number in range(3)]
    assert tops == [0, 26, 52]


@pytest.mark.parametrize("choice", [ThemeChoice.HIGH_CONTRAST, ThemeChoice.HIGH_CONTRAST_DARK])
def test_high_contrast_is_a_choice_of_its_own(qapp, choice):
    theme = apply_choice(qapp, choice)
    assert theme.name == choice.value
    assert theme.has_contrast
    assert current_theme(qapp) is theme
    apply_choice(qapp, ThemeChoice.LIGHT)


@pytest.mark.parametrize("factor", [1.1, 1.25, 1.5, 2.0])
def test_a_larger_interface_has_larger_type_and_controls(qtbot, qapp, factor):
    dressed(qapp)
    button = QPushButton("Words")
    qtbot.addWidget(button)
    button.show()
    usual = button.sizeHint()
    theme = set_interface_scale(qapp, factor)
    assert theme.sizes.interface == round(13 * factor) == qapp.font().pixelSize()
    assert current_theme(qapp) is theme
    assert scaled(28) == round(28 * factor) == theme.sizes.row
    assert button.sizeHint().height() >= round(usual.height() * factor) - 2
    assert set_interface_scale(qapp, 1.0).sizes == SIZES
    assert button.sizeHint() == usual


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QComboBox, QToolButton])
@pytest.mark.parametrize("factor", [1.1, 1.25, 1.5, 1.75, 2.0])
def test_focus_moves_nothing_in_a_larger_interface_either(qtbot, qapp, kind, factor):
    dressed(qapp)
    set_interface_scale(qapp, factor)
    window = QWidget()
    qtbot.addWidget(window)
    control = kind(window)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other = QPushButton(window)
    window.show()
    window.activateWindow()
    other.setFocus()
    unfocused = control.sizeHint()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    assert control.sizeHint() == unfocused
    set_interface_scale(qapp, 1.0)


def test_steps_of_the_interface_go_up_and_down_and_end_somewhere():
    assert next_interface_scale(1.0, 1) == 1.1
    assert next_interface_scale(1.0, -1) == 0.9
    assert next_interface_scale(2.0, 1) == 2.0
    assert next_interface_scale(0.9, -1) == 0.9
    assert next_interface_scale(1.75, 0) == 1.0


def test_motion_can_be_turned_off_and_left_to_the_system(qapp):
    set_reduced_motion(qapp, reduced=True)
    assert reduces_motion(qapp)
    set_reduced_motion(qapp, reduced=False)
    assert not reduces_motion(qapp)
    set_reduced_motion(qapp, None)
