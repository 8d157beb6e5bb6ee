import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder, TimeAxis
from timeline.builders import a_crowd, an_event, the_affair
from timeline.showing import (
    ALT,
    CTRL,
    LEFT,
    NONE,
    SHIFT,
    click,
    drag,
    hover,
    lanes_shown,
    layout_of,
    open_view,
    press,
    show,
    wheel,
)

KEYS = [
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Minus,
    Qt.Key.Key_0,
    Qt.Key.Key_F,
    Qt.Key.Key_Z,
    Qt.Key.Key_N,
    Qt.Key.Key_P,
    Qt.Key.Key_C,
    Qt.Key.Key_M,
    Qt.Key.Key_A,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
]
MODIFIERS = [NONE, NONE, NONE, SHIFT, CTRL, ALT, ALT | SHIFT, CTRL | SHIFT]
ARRANGEMENTS = [
    Arrangement(),
    Arrangement(LaneKey.TOPIC, within=LaneKey.SPEAKER),
    Arrangement(LaneKey.NONE, folds_gaps=True),
    Arrangement(LaneKey.STATUS, order=LaneOrder.BY_TITLE, axis=TimeAxis.PUBLISHED),
    Arrangement(LaneKey.CATEGORY, axis=TimeAxis.SAID, hidden=frozenset({"category:talks"})),
]


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
@pytest.mark.parametrize("seed", range(6))
def test_whatever_hands_do_in_whatever_order_the_timeline_holds(qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    contents = [the_affair(), the_affair()[30:], a_crowd(3_000), [], [an_event(1, "A", "2031~")]]
    view = open_view(qtbot, contents[0], size=(900, 420))

    def somewhere() -> QPoint:
        return QPoint(chance.randrange(view.canvas.width()), chance.randrange(400))

    for _ in range(120):
        deed = chance.randrange(9)
        if deed <= 3:
            press(view, chance.choice(KEYS), chance.choice(MODIFIERS))
        elif deed == 4:
            click(view, somewhere(), chance.choice(MODIFIERS))
        elif deed == 5:
            is_let_go = chance.random() < 0.7
            drag(view, somewhere(), somewhere(), chance.choice(MODIFIERS), is_let_go=is_let_go)
        elif deed == 6:
            wheel(view, somewhere(), QPoint(0, chance.choice((-3, -1, 1, 4))))
        elif deed == 7:
            hover(view, somewhere())
            QTest.mouseDClick(view.canvas.viewport(), LEFT, NONE, somewhere())
        else:
            show(view, chance.choice(contents), chance.choice(ARRANGEMENTS))
        view.canvas.viewport().repaint()
        for menu in view.findChildren(QMenu):
            menu.close()
    show(view, contents[0], ARRANGEMENTS[0])
    view.play(is_on=False)
    view.canvas.set_draft(None)
    view.fit_all()
    layout = layout_of(view)
    assert layout.n_marks_in_window == lanes_shown(view).n_dated


def test_two_hundred_lanes_are_walked_from_end_to_end(qtbot: QtBot) -> None:
    marks = a_crowd(4_000, n_speakers=200)
    view = open_view(qtbot, marks, size=(1000, 500))
    lanes = lanes_shown(view)
    for lane in (len(lanes.lanes) - 1, 3, len(lanes.lanes) // 2, 0):
        row = int(lanes.in_reading_order(lane)[0])
        view.select(lanes.key(row))
        wanted = lanes.places(row)[0].lane
        layout = layout_of(view)
        box = next(box.box for box in layout.lanes if box.lane == wanted)
        assert box.y0 < layout.plot.y1
        assert box.y1 > layout.plot.y0
    for _ in range(30):
        press(view, Qt.Key.Key_Down)
    focused = view.canvas.selection.focused
    assert focused is not None
    assert focused.lane >= 30
    layout = layout_of(view)
    assert any(box.lane == focused.lane for box in layout.lanes)
