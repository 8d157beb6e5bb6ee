"""Lines of text look the same by their letters and as copies, and begin at whole pixels."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from stanceline.timeline.drawing.batches import DevicePixels
from stanceline.timeline.drawing.fonts import FontMeasure
from stanceline.timeline.drawing.texts import TextPainter
from stanceline.timeline.primitives import Box, Ink, Label, Role

pytestmark = pytest.mark.usefixtures("qapp")

COLOURS = {int(Ink.TEXT): QColor("#204060")}


def a_label(text, x=20.0, y=10.0):
    width = FontMeasure()(text, Role.LABEL)
    return Label(Box(x, y, x + width, y + 15.0), text, Role.LABEL, Ink.TEXT)


def drawn(labels, scale=1.0):
    image = QImage(400, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    TextPainter(painter, COLOURS, DevicePixels(painter)).draw_all(labels)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(60, 400, 4)[..., :3].astype(int)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("words", ["Quays closed", "“Never” – said…", "Ярмарка", "مرحبا", "f"])
def test_a_copied_line_looks_as_it_did_by_its_letters(words, scale):
    first = drawn([a_label(words)], scale)
    assert first.min() < 200
    for _ in range(4):
        assert np.abs(drawn([a_label(words)], scale) - first).max() <= 2


def test_a_line_looks_the_same_wherever_within_a_pixel_it_is_laid_out():
    looks = [drawn([a_label("Harbour tariff", 20.0 + part)]) for part in (-0.4, 0.0, 0.3)]
    assert all(np.array_equal(look, looks[0]) for look in looks[1:])


def test_a_line_moves_by_whole_pixels_with_its_place():
    here = drawn([a_label("Harbour tariff", 20.0)])
    there = drawn([a_label("Harbour tariff", 31.0)])
    assert np.abs(here[:, :300] - there[:, 11:311]).max() <= 2


def test_many_lines_are_drawn_in_each_of_many_frames():
    labels = [a_label(f"{at}", 4.0 + 12 * (at % 30), 15.0 * (at // 30)) for at in range(90)]
    first = drawn(labels)
    for _ in range(12):
        assert np.abs(drawn(labels) - first).max() <= 2
