import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from stanceline.domain.marks import LaneKey, Mark
from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.timeline.fonts import SANS, SERIF, FontMeasure, load_fonts
from stanceline.timeline.lanes import Place, build_lanes
from stanceline.timeline.layout import lay_out
from stanceline.timeline.primitives import Layout, Role
from stanceline.timeline.render import Highlights, paint
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow
from timeline.builders import DELAY, STANCES, a_crowd, a_quotation, an_event, the_affair

pytestmark = pytest.mark.usefixtures("qapp")

STYLES = {"light": Style.light(), "dark": Style.dark()}


def laid_out(marks: list[Mark], size: tuple[int, int] = (1200, 600)) -> Layout:
    lanes = build_lanes(marks, LaneKey.SPEAKER)
    window = lanes.first or TimeWindow(0.0, 1e7)
    return lay_out(lanes, window, size, FontMeasure(), today=window.t0 + window.seconds / 2)


def painted(layout: Layout, style: Style, highlights: Highlights | None = None) -> QImage:
    image = QImage(int(layout.width), int(layout.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, layout, style, highlights or Highlights())
    painter.end()
    return image


def n_pixels(image: QImage, colour: QColor) -> int:
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(image.width())
        for y in range(image.height())
    )


def test_the_bundled_fonts_are_loaded_once(qapp: QApplication) -> None:
    del qapp
    assert {SANS, SERIF} <= set(load_fonts())
    assert load_fonts() is load_fonts()


def test_widths_follow_the_font() -> None:
    measure = FontMeasure()
    assert measure("MMMM", Role.LABEL) > measure("iiii", Role.LABEL) > 0


@pytest.mark.parametrize("theme", STYLES)
@pytest.mark.parametrize("size", [(1440, 900), (1440, 260), (900, 220), (200, 100)])
def test_the_affair_is_drawn_at_every_size(theme: str, size: tuple[int, int]) -> None:
    image = painted(laid_out(the_affair(), size), STYLES[theme])
    colours = {image.pixelColor(x, y).name() for x in range(0, size[0], 3) for y in (60, 70, 80)}
    assert len(colours) > 2


@pytest.mark.parametrize("theme", STYLES)
@pytest.mark.parametrize("key", STANCES)
def test_a_stance_is_drawn_in_its_colour(theme: str, key: str) -> None:
    style = STYLES[theme]
    marks = [a_quotation(1, "2031-05-01", stances=((DELAY, STANCES[key]),))]
    image = painted(laid_out(marks, (400, 120)), style)
    assert n_pixels(image, style.stance_colour(STANCES[key])) >= 4


def test_a_confirmed_event_is_darker_than_a_planned_one() -> None:
    from stanceline.domain.events import EventStatus

    ink = QColor(Style.light().text)
    counts = []
    for status in (EventStatus.CONFIRMED, EventStatus.REPORTED, EventStatus.PLANNED):
        marks = [an_event(1, "-", "2031-05-01", status)]
        counts.append(n_pixels(painted(laid_out(marks, (400, 120)), Style.light()), ink))
    assert counts[0] > counts[1] > counts[2]


def test_the_selected_mark_stands_out() -> None:
    layout = laid_out(the_affair())
    style = Style.light()
    plain = n_pixels(painted(layout, style), QColor(style.accent))
    mark, lane = layout.points[0].mark, layout.points[0].lane
    for highlights in (
        Highlights(selected=mark),
        Highlights(selected=mark, focused=Place(lane, mark)),
    ):
        assert n_pixels(painted(layout, style, highlights), QColor(style.accent)) > plain


def test_a_crowd_is_drawn_as_counts() -> None:
    layout = laid_out(a_crowd(6_000, n_speakers=3))
    assert layout.densities
    style = Style.light()
    image = painted(layout, style)
    assert n_pixels(image, style.stance_colour(STANCES["opposes"])) > 100


def test_nothing_at_all_is_drawn_without_a_hitch() -> None:
    assert not painted(laid_out([]), Style.light()).isNull()


@pytest.mark.parametrize("is_dark", [False, True])
def test_with_high_contrast_every_stance_is_seen_on_the_ground(is_dark):
    style = Style.with_contrast(is_dark=is_dark)
    for stance in DEFAULT_SCALE:
        assert contrast(style.stance_colour(stance), QColor(style.surface)) >= 4.5
    assert contrast(QColor(style.muted), QColor(style.surface)) >= 7


def contrast(one, other):
    def luminance(colour):
        shares = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in shares
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
