"""How publication against happening is drawn: what lies over what, and in which colours."""

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot

from stanceline.domain.timelines import TimeAxis
from stanceline.timeline.drawing.fonts import FontMeasure
from stanceline.timeline.sorting.table import table_of
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.layout import TwoAxesLayout, lay_out_two_axes
from stanceline.timeline.two_axes.paint import paint_two_axes
from stanceline.timeline.two_axes.table import two_times
from stanceline.timeline.words.wording import ENGLISH
from timeline.columns import a_crowd, columns_of, texts_of
from timeline.two_dated import on_days

WIDTH, HEIGHT = 1000, 700


def drawn(layout: TwoAxesLayout, style: Style) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_two_axes(painter, layout, style)
    painter.end()
    return image


def few() -> TwoAxesLayout:
    marks = [
        on_days(1, "2031-04-10", "2031-04-10"),
        on_days(2, "2031-04-12/2031-04-24", "2031-04-18"),
        on_days(3, "2031-04-20", "2031-04-14"),
    ]
    table = table_of(columns_of(marks), TimeAxis.BOTH)
    times = two_times(table)
    assert times.extent is not None
    size = (float(WIDTH), float(HEIGHT))
    texts = texts_of(marks)
    return lay_out_two_axes(times, table, times.extent, size, FontMeasure(), texts, ENGLISH)


def many() -> TwoAxesLayout:
    columns, texts = a_crowd(20_000)
    table = table_of(columns, TimeAxis.BOTH)
    times = two_times(table)
    assert times.extent is not None
    size = (float(WIDTH), float(HEIGHT))
    return lay_out_two_axes(times, table, times.extent, size, FontMeasure(), texts, ENGLISH)


def test_marks_lie_over_the_lines(qtbot: QtBot) -> None:
    del qtbot
    layout = few()
    image = drawn(layout, Style.light())
    points = layout.base.points
    for x, y in zip(points.x.tolist(), points.y.tolist(), strict=True):
        # The light core of a reported event, or the dark of a confirmed one; never a slope.
        colour = image.pixelColor(round(x), round(y))
        assert colour.name() != QColor(Style.light().accent).name()
    diagonal = next(slope for slope in layout.slopes if slope.is_diagonal)
    near = QColor(Style.light().accent)
    half = ((diagonal.x0 + diagonal.x1) / 2, (diagonal.y0 + diagonal.y1) / 2)
    around = [
        image.pixelColor(round(half[0]) + dx, round(half[1]) + dy)
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    ]
    assert any(abs(each.blue() - near.blue()) < 70 and each.red() < 200 for each in around)


def test_words_have_a_clear_ground(qtbot: QtBot) -> None:
    del qtbot
    layout = few()
    image = drawn(layout, Style.dark())
    ground = QColor(Style.dark().surface).name()
    for label in layout.base.labels:
        assert image.pixelColor(round(label.box.x1) + 2, round(label.box.y0) + 1).name() == ground


def test_fuller_cells_are_stronger(qtbot: QtBot) -> None:
    del qtbot
    layout = many()
    assert layout.cells is not None
    assert layout.cells_box is not None
    image = drawn(layout, Style.light())
    n_rows, n_columns = layout.cells.counts.shape
    box = layout.cells_box

    def lightness(row: int, column: int) -> float:
        x = box.x0 + (column + 0.5) * box.width / n_columns
        y = box.y1 - (row + 0.5) * box.height / n_rows
        return image.pixelColor(round(x), round(y)).lightnessF()

    is_event = layout.cells.inks == len(layout.base.stances) + 1
    inside = np.zeros_like(is_event)
    inside[4:-4, 4:-4] = True
    counts = np.where(is_event & inside, layout.cells.counts, 0)
    least = np.argwhere(counts == 1)[0]
    most = np.unravel_index(int(counts.argmax()), counts.shape)
    assert lightness(int(most[0]), int(most[1])) < lightness(int(least[0]), int(least[1]))


def test_a_file_of_shapes_holds_the_words(qtbot: QtBot) -> None:
    del qtbot
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(WIDTH, HEIGHT))
    painter = QPainter(generator)
    paint_two_axes(painter, few(), Style.light())
    painter.end()
    text = buffer.data().data().decode()
    assert "Event 2" in text
    assert "reported the same day" in text
