"""A real timeline in a window of its own for tests, and hands to move it with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stanceline.domain.marks import Mark
from stanceline.domain.timelines import Arrangement
from stanceline.services.timeline import MarkColumns
from stanceline.timeline.placing.hits import density_at, hit_test
from stanceline.timeline.primitives import Layout
from stanceline.timeline.sorting.lanes import Lanes, build_lanes
from stanceline.timeline.view import TimelineView
from stanceline.timeline.windows import TimeWindow
from timeline.columns import NO_MORE, More, columns_of

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton

Ints = NDArray[np.int32]


class TextsOf:
    """Titles and details of marks that a test made."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks

    def titles(self, columns: MarkColumns, rows: Ints) -> list[str]:
        del columns
        return [self._marks[row].title for row in rows.tolist()]

    def details(self, columns: MarkColumns, rows: Ints) -> list[Mark]:
        del columns
        return [self._marks[row] for row in rows.tolist()]


def lanes_of(
    marks: Sequence[Mark], arrangement: Arrangement | None = None, more: More = NO_MORE
) -> Lanes:
    return build_lanes(columns_of(marks, more), arrangement or Arrangement())


def show(view: TimelineView, marks: Sequence[Mark], arrangement: Arrangement | None = None) -> None:
    """Show marks as the window would."""
    view.show_lanes(lanes_of(marks, arrangement), TextsOf(marks))
    QApplication.processEvents()


def open_view(
    qtbot: QtBot,
    marks: Sequence[Mark],
    arrangement: Arrangement | None = None,
    size: tuple[int, int] = (1200, 700),
) -> TimelineView:
    """A timeline in a window with the keyboard in it, that glides nowhere."""
    view = TimelineView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.set_reduced_motion(is_reduced=True)
    show(view, marks, arrangement)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    return view


def layout_of(view: TimelineView) -> Layout:
    layout = view.canvas.layout_shown()
    assert layout is not None
    return layout


def lanes_shown(view: TimelineView) -> Lanes:
    lanes = view.lanes()
    assert lanes is not None
    return lanes


def window_of(view: TimelineView) -> TimeWindow:
    window = view.window_shown()
    assert window is not None
    return window


def row_of(view: TimelineView, key: str) -> int:
    row = lanes_shown(view).row_of(key)
    assert row is not None
    return row


def box_of(view: TimelineView, key: str) -> tuple[float, float, float, float]:
    """The box of the glyph or bar of a mark, as (x0, y0, x1, y1), without its label."""
    layout, row = layout_of(view), row_of(view, key)
    at = np.flatnonzero(layout.points.mark == row)
    if at.size:
        points, i = layout.points, int(at[0])
        x, y, radius = float(points.x[i]), float(points.y[i]), float(points.radius[i])
        return x - radius, y - radius, x + radius, y + radius
    bar = next(bar for bar in layout.bars if bar.mark == row)
    return bar.box.x0, bar.box.y0, bar.box.x1, bar.box.y1


def place_of(view: TimelineView, key: str) -> QPoint:
    x0, y0, x1, y1 = box_of(view, key)
    return QPoint(round((x0 + x1) / 2), round((y0 + y1) / 2))


def free_place(view: TimelineView) -> QPoint:
    """A place in the plot that no mark is near."""
    layout = layout_of(view)
    plot = layout.plot
    return next(
        QPoint(x, y)
        for x in range(round(plot.x1) - 60, round(plot.x0), -10)
        for y in range(round(plot.y0) + 10, round(plot.y1), 10)
        if hit_test(layout, x, y) is None and density_at(layout, x, y) is None
    )


def wheel(
    view: TimelineView, at: QPoint, steps: QPoint, modifiers: Qt.KeyboardModifier = NONE
) -> None:
    viewport = view.canvas.viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        steps * 120,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 (Qt's "inverted" has no keyword)
    )
    QApplication.sendEvent(viewport, event)


def press(view: TimelineView, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(view.canvas, key, modifiers)


def click(view: TimelineView, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.canvas.viewport(), LEFT, modifiers, at)


def drag(
    view: TimelineView,
    start: QPoint,
    end: QPoint,
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    is_let_go: bool = True,
) -> None:
    """Drag with the left button, with a few stops on the way."""
    viewport = view.canvas.viewport()
    QTest.mousePress(viewport, LEFT, modifiers, start)
    for share in (0.1, 0.5, 1.0):
        at = QPointF(start) + share * QPointF(end - start)
        _move(view, at, modifiers)
    if is_let_go:
        QTest.mouseRelease(viewport, LEFT, modifiers, end)


def hover(view: TimelineView, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Move the pointer without a button."""
    _move(view, QPointF(at), modifiers, button=Qt.MouseButton.NoButton)


def _move(
    view: TimelineView,
    at: QPointF,
    modifiers: Qt.KeyboardModifier,
    button: Qt.MouseButton = LEFT,
) -> None:
    viewport = view.canvas.viewport()
    where = viewport.mapToGlobal(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, where, Qt.MouseButton.NoButton, button, modifiers
    )
    QApplication.sendEvent(viewport, event)
