from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPicture
from PySide6.QtWidgets import QApplication

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey
from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.drawing.fonts import SANS, SERIF, FontMeasure, load_fonts
from stanceline.timeline.layout import lay_out
from stanceline.timeline.primitives import Bar, Box, Density, Fill, Glyph, Ink, Role
from stanceline.timeline.render import Highlights, paint
from stanceline.timeline.sorting.lanes import Place, build_lanes
from stanceline.timeline.style import Style
from stanceline.timeline.windows import TimeWindow
from timeline import hand_layouts as by_hand
from timeline.builders import DELAY, STANCES, a_crowd, a_quotation, an_event, the_affair
from timeline.columns import columns_of, texts_of

pytestmark = pytest.mark.usefixtures("qapp")

STYLES = {"light": Style.light(), "dark": Style.dark()}


def laid_out(marks, size=(1200, 600)):
    lanes = build_lanes(columns_of(marks), Arrangement(lanes=LaneKey.SPEAKER))
    window = lanes.first or TimeWindow(0.0, 1e7)
    today = window.t0 + window.seconds / 2
    return lay_out(lanes, window, size, FontMeasure(), texts_of(marks), today=today)


def painted(layout, style=STYLES["light"], highlights=None, scale=1.0):
    size = int(layout.width * scale), int(layout.height * scale)
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint(painter, layout, style, highlights or Highlights())
    painter.end()
    return image


def channels(image):
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(plain.constBits(), np.uint8)
    return rows.reshape(plain.height(), plain.width(), 4)[:, :, :3].astype(np.int16)


def n_pixels(image, colour):
    wanted = np.array([colour.blue(), colour.green(), colour.red()])
    return int(np.all(channels(image) == wanted, axis=2).sum())


def test_the_bundled_fonts_are_loaded_once(qapp: QApplication) -> None:
    del qapp
    assert {SANS, SERIF} <= set(load_fonts())
    assert load_fonts() is load_fonts()


def test_widths_follow_the_font():
    measure = FontMeasure()
    assert measure("MMMM", Role.LABEL) > measure("iiii", Role.LABEL) > 0


@pytest.mark.parametrize("theme", STYLES)
@pytest.mark.parametrize("size", [(1440, 900), (1440, 260), (900, 220), (200, 100)])
def test_the_affair_is_drawn_at_every_size(theme, size):
    image = painted(laid_out(the_affair(), size), STYLES[theme])
    colours = {image.pixelColor(x, y).name() for x in range(0, size[0], 3) for y in (60, 70, 80)}
    assert len(colours) > 2


@pytest.mark.parametrize("theme", STYLES)
@pytest.mark.parametrize("key", STANCES)
def test_a_stance_is_drawn_in_its_colour(theme, key):
    style = STYLES[theme]
    marks = [a_quotation(1, "2031-05-01", stances=((DELAY, STANCES[key]),))]
    image = painted(laid_out(marks, (400, 120)), style)
    assert n_pixels(image, style.stance_colour(STANCES[key])) >= 4


def test_a_confirmed_event_is_darker_than_a_planned_one():
    ink = QColor(Style.light().text)
    counts = []
    for status in (EventStatus.CONFIRMED, EventStatus.REPORTED, EventStatus.PLANNED):
        marks = [an_event(1, "-", "2031-05-01", status)]
        counts.append(n_pixels(painted(laid_out(marks, (400, 120))), ink))
    assert counts[0] > counts[1] > counts[2]


def test_what_stands_out_is_drawn_with_the_accent():
    layout, style = laid_out(the_affair()), Style.light()
    accent = QColor(style.accent)
    plain = n_pixels(painted(layout, style), accent)
    mark, lane = int(layout.points.mark[0]), int(layout.points.lane[0])
    others = frozenset(layout.points.mark[:5].tolist())
    one = n_pixels(painted(layout, style, Highlights(selected=frozenset({mark}))), accent)
    several = n_pixels(painted(layout, style, Highlights(selected=others)), accent)
    focused = n_pixels(painted(layout, style, Highlights(focused=Place(lane, mark))), accent)
    assert plain < one < several
    assert plain < focused


def test_while_time_is_played_what_is_to_come_is_veiled():
    layout = by_hand.singles(400, n_labels=0)
    plain = channels(painted(layout))
    played = channels(painted(layout, highlights=Highlights(now_x=800.0)))
    assert np.array_equal(plain[60:, 200:790], played[60:, 200:790])
    assert played[60:, 810:].min() > plain[60:, 810:].min() + 100


def test_a_crowd_is_drawn_as_counts():
    layout = laid_out(a_crowd(6_000, n_speakers=3))
    assert layout.densities
    style = Style.light()
    assert n_pixels(painted(layout, style), style.stance_colour(STANCES["opposes"])) > 100


def test_nothing_at_all_is_drawn_without_a_hitch():
    assert not painted(laid_out([])).isNull()
    assert not painted(by_hand.an_empty_layout(1, 1)).isNull()


# --------------------------------------------------------------------------- counts


def a_density(counts, height=50.0, highest=None, column_px=4.0, x0=200.0):
    counts = np.array(counts, np.int32)
    box = Box(200.0, 100.0, 200.0 + column_px * len(counts), 100.0 + height)
    highest = highest or int(counts.sum(axis=1).max())
    return Density(0, box, x0, column_px, counts, (0, 4), highest)


def with_densities(*densities):
    return replace(by_hand.an_empty_layout(600, 300), densities=densities)


def test_columns_are_as_high_as_what_they_count():
    style = Style.light()
    image = painted(with_densities(a_density([[10, 0], [5, 5], [0, 2], [0, 0]])), style)
    first, other = (style.stance_colour(DEFAULT_SCALE[at]) for at in (0, 4))
    assert n_pixels(image, first) == 4 * 50 + 4 * 25
    assert n_pixels(image, other) == 4 * 25 + 4 * 10


def test_one_mark_among_many_leaves_a_trace():
    style = Style.light()
    image = painted(with_densities(a_density([[100_000, 0], [0, 1]])), style)
    assert n_pixels(image, style.stance_colour(DEFAULT_SCALE[4])) == 4


def test_where_there_is_room_for_one_pixel_it_has_the_colour_of_the_most():
    style = Style.light()
    first, other = (style.stance_colour(DEFAULT_SCALE[at]) for at in (0, 4))
    image = painted(with_densities(a_density([[2, 5], [5, 2], [100_000, 0]])), style)
    assert n_pixels(image, other) == 4
    assert n_pixels(image, first) == 4 + 4 * 50


def test_columns_do_not_leave_their_box():
    density = replace(a_density([[9, 1]] * 30, x0=190.5), box=Box(200.0, 100.0, 260.0, 150.0))
    image = channels(painted(with_densities(density)))
    ground = channels(painted(with_densities()))
    changed = np.argwhere(np.any(image != ground, axis=2))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert (left, right) == (200, 259)
    assert (top, bottom) == (100, 149)


def test_the_same_counts_drawn_again_look_the_same():
    layout = with_densities(a_density(np.random.default_rng(1).integers(0, 9, (90, 2))))
    other = with_densities(a_density(np.random.default_rng(2).integers(0, 9, (90, 2))))
    first = channels(painted(layout))
    painted(other)
    assert np.array_equal(first, channels(painted(layout)))
    assert not np.array_equal(first, channels(painted(layout, STYLES["dark"])))
    assert np.array_equal(first, channels(painted(layout)))


# --------------------------------------------------------------------------- quick and slow


def painted_as_shapes(layout, style):
    """The layout drawn one by one, as it is in a file of shapes."""
    kept = QPicture()
    painter = QPainter(kept)
    paint(painter, layout, style)
    painter.end()
    image = QImage(int(layout.width), int(layout.height), QImage.Format.Format_RGB32)
    image.fill(QColor(style.surface))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPicture(0, 0, kept)
    painter.end()
    return image


@pytest.mark.parametrize("theme", STYLES)
def test_copied_pictures_look_like_the_shapes_they_stand_for(theme):
    layout = replace(by_hand.a_sampler(), densities=())
    quick = channels(painted(layout, STYLES[theme]))
    shapes = channels(painted_as_shapes(layout, STYLES[theme]))
    # What is copied stands at whole pixels or quarters of them, so edges differ a little.
    assert np.abs(quick - shapes).mean() < 1.5


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_marks_stand_where_they_were_laid_out_at_every_scale(scale):
    layout = by_hand.an_empty_layout(600, 300)
    rows = [(300.0, 150.0, 6.0, Glyph.CIRCLE, Fill.WHOLE, 0, -1, 1, 0, 0)]
    style = Style.light()
    image = painted(replace(layout, points=by_hand.points(rows)), style, scale=scale)
    colour = style.stance_colour(DEFAULT_SCALE[0])
    wanted = np.array([colour.blue(), colour.green(), colour.red()])
    found = np.argwhere(np.all(channels(image) == wanted, axis=2))
    middle = (found.min(axis=0) + found.max(axis=0) + 1) / 2 / scale
    assert middle == pytest.approx([150.0, 300.0], abs=0.8)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_on_a_fine_screen_all_is_as_large_and_only_finer(ratio):
    layout = by_hand.a_sampler(1000, 600)
    size = int(1000 * ratio), int(600 * ratio)
    fine = QImage(*size, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(ratio)
    painter = QPainter(fine)
    paint(painter, layout, Style.light())
    painter.end()
    fine.setDevicePixelRatio(1.0)
    assert np.array_equal(channels(fine), channels(painted(layout, scale=ratio)))


def test_a_part_of_a_widget_is_drawn_in_its_place():
    layout = by_hand.a_sampler(1000, 600)
    image = QImage(1100, 700, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(70, 40)
    paint(painter, layout, Style.light())
    painter.end()
    part = channels(image)[40:640, 70:1070]
    assert np.abs(part - channels(painted(layout))).mean() < 0.05


@pytest.mark.parametrize("width", [1, 3, 7, 20, 255, 256, 257, 900])
@pytest.mark.parametrize("ends", [(False, False), (True, False), (True, True)])
def test_a_bar_is_as_long_as_it_was_laid_out(width, ends):
    bar = by_hand.bar(200.0, 200.0 + width, 150.0, ink=0, cut_left=ends[0], cut_right=ends[1])
    layout = replace(by_hand.an_empty_layout(1200, 300), bars=(bar,))
    changed = np.any(
        channels(painted(layout)) != channels(painted(by_hand.an_empty_layout(1200, 300))), axis=2
    )
    columns = np.flatnonzero(changed.any(axis=0))
    assert columns.min() >= 200
    assert columns.max() < 200 + width
    assert columns.size == width


def test_a_long_band_has_no_seams():
    bar = by_hand.bar(200.0, 1100.0, 150.0, band=True, fill=Fill.CORED)
    image = channels(painted(replace(by_hand.an_empty_layout(1200, 300), bars=(bar,))))
    inner = image[144:156, 220:1080]
    assert np.array_equal(inner, np.broadcast_to(inner[:, :1], inner.shape))


def test_a_bar_with_coarse_ends_is_paler_there():
    bar = by_hand.bar(200.0, 300.0, 150.0, coarse_start=30.0, coarse_end=20.0)
    image = painted(replace(by_hand.an_empty_layout(600, 300), bars=(bar,)))
    assert image.pixelColor(215, 150).lightness() > image.pixelColor(250, 150).lightness() + 50
    assert image.pixelColor(290, 150).lightness() > image.pixelColor(250, 150).lightness() + 50


@pytest.mark.parametrize("fill", Fill)
@pytest.mark.parametrize("glyph", Glyph)
def test_every_shape_has_every_fill(glyph, fill):
    layout = by_hand.an_empty_layout(400, 200)
    rows = [(300.0, 120.0, 6.0, glyph, fill, int(Ink.TEXT), 2, 1, 0, count) for count in (0, 3)]
    drawn = [painted(replace(layout, points=by_hand.points([row]))) for row in rows]
    assert n_pixels(drawn[0], QColor(Style.light().surface)) < 400 * 200
    assert not np.array_equal(channels(drawn[0]), channels(drawn[1]))


@pytest.mark.parametrize(
    "words", ["日本語の見出し", "Заголовок", "مرحبا", "e\u0301t\u00e9", "👩‍🚀 in space", "\u200b"]
)
def test_words_of_every_script_are_drawn_and_kept(words):
    label = by_hand.text(words, 250, 100, width=120)
    layout = replace(by_hand.an_empty_layout(500, 200), labels=(label, label))
    first = channels(painted(layout))
    assert np.array_equal(first, channels(painted(layout)))


def test_a_painter_that_is_turned_draws_all_the_same():
    layout = by_hand.a_sampler()
    image = QImage(800, 1300, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(800, 0)
    painter.rotate(90)
    paint(painter, layout, Style.light())
    painter.end()
    assert n_pixels(image, Style.light().stance_colour(DEFAULT_SCALE[0])) > 100


def test_the_painter_is_left_as_it_was():
    image = QImage(700, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(1.5, 1.5)
    painter.translate(3, 4)
    before = painter.transform(), painter.hasClipping(), painter.brush(), painter.pen()
    paint(painter, by_hand.singles(50, n_labels=5, n_bars=5), Style.light())
    after = painter.transform(), painter.hasClipping(), painter.brush(), painter.pen()
    painter.end()
    assert before == after


def test_many_scales_and_themes_in_turn_are_drawn_right():
    layout = by_hand.singles(60, n_labels=0, n_bars=6)
    first = channels(painted(layout, Style.light()))
    for scale in (1.1, 1.3, 1.7, 2.0):
        for style in (*STYLES.values(), Style.with_contrast(is_dark=True)):
            painted(layout, style, scale=scale)
    assert np.array_equal(first, channels(painted(layout, Style.light())))


def test_an_exotic_bar_does_not_need_an_end():
    plain = by_hand.bar(200.0, 260.0, 150.0)
    odd: list[Bar] = [
        replace(plain, box=Box(200.0, 150.0, 200.0, 150.0)),
        replace(plain, coarse_start=500.0, coarse_end=500.0),
        replace(plain, is_band=True, coarse_start=10.0, is_dashed=True, fill=Fill.GHOST),
    ]
    painted(replace(by_hand.an_empty_layout(600, 300), bars=tuple(odd)))


# --------------------------------------------------------------------------- contrast


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
