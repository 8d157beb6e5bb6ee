import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from stanceline.timeline.drawing.batches import (
    FRAGMENT_COLUMNS,
    DevicePixels,
    draw_fragments,
    draw_rects,
    is_upright,
)

pytestmark = pytest.mark.usefixtures("qapp")

RED = QColor(200, 0, 0)


def an_image(ratio: float = 1.0) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    return image


def reds(image: QImage) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) == RED
    }


def test_all_rectangles_are_drawn_and_none_of_no_rows() -> None:
    image = an_image()
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(RED)
    draw_rects(painter, np.empty((0, 4)))
    draw_rects(painter, np.array([[1, 2, 2, 1], [10, 10, 1, 3]]))
    painter.end()
    assert reds(image) == {(1, 2), (2, 2), (10, 10), (10, 11), (10, 12)}


def test_parts_of_a_picture_are_copied_to_their_places() -> None:
    sheet = QPixmap(4, 4)
    sheet.fill(RED)
    image = an_image()
    painter = QPainter(image)
    rows = np.array([[x, y, 0, 0, 2, 2, 1, 1, 0, 1] for x, y in ((5, 5), (20, 30))])
    assert rows.shape[1] == FRAGMENT_COLUMNS
    draw_fragments(painter, rows[:0], sheet)
    draw_fragments(painter, rows, sheet)
    painter.end()
    assert reds(image) == {
        (x + dx, y + dy) for x, y in ((4, 4), (19, 29)) for dx in (0, 1) for dy in (0, 1)
    }


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_device_pixels_tell_where_a_laid_out_place_lies(ratio: float) -> None:
    image = an_image(ratio)
    painter = QPainter(image)
    painter.translate(3, 1)
    painter.scale(2, 2)
    device = DevicePixels(painter)
    assert device.scale == 2 * ratio
    with device:
        painter.fillRect(round(device.dx), round(device.dy), 1, 1, RED)
    painter.end()
    assert reds(image) == {(round(3 * ratio), round(ratio))}


def test_a_painter_that_is_turned_or_stretched_is_not_upright() -> None:
    image = an_image()
    painter = QPainter(image)
    assert is_upright(painter)
    painter.scale(1.5, 1.5)
    assert is_upright(painter)
    painter.scale(2, 1)
    assert not is_upright(painter)
    painter.resetTransform()
    painter.rotate(30)
    assert not is_upright(painter)
    painter.end()
