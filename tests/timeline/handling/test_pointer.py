import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, Note
from stanceline.timeline.placing.extras import Extras
from stanceline.timeline.view import TimelineView
from timeline.builders import a_crowd, a_quotation, an_event, the_affair
from timeline.showing import (
    CTRL,
    LEFT,
    SHIFT,
    box_of,
    click,
    drag,
    free_place,
    hover,
    lanes_shown,
    layout_of,
    open_view,
    place_of,
    press,
    show,
    wheel,
    window_of,
)

CROSS = Qt.CursorShape.CrossCursor


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    return open_view(qtbot, the_affair())


def cursor(view: TimelineView) -> Qt.CursorShape:
    return view.canvas.cursor().shape()


def test_the_pointers_shape_tells_what_a_drag_would_do(view: TimelineView) -> None:
    hover(view, place_of(view, "event:3"))
    assert cursor(view) is Qt.CursorShape.PointingHandCursor
    click(view, place_of(view, "event:3"))
    hover(view, place_of(view, "event:3") + QPoint(4, 0))
    assert cursor(view) is Qt.CursorShape.OpenHandCursor
    _, y0, x1, y1 = box_of(view, "event:3")
    hover(view, QPoint(round(x1) - 1, round((y0 + y1) / 2)))
    assert cursor(view) is Qt.CursorShape.SizeHorCursor
    hover(view, free_place(view))
    assert cursor(view) is Qt.CursorShape.ArrowCursor
    hover(view, free_place(view) + QPoint(1, 0), SHIFT)
    assert cursor(view) is CROSS
    box = layout_of(view).lanes[1].box
    hover(view, QPoint(20, round(box.y1)))
    assert cursor(view) is Qt.CursorShape.SizeVerCursor
    hover(view, QPoint(20, round(box.y0) + 8))
    assert cursor(view) is Qt.CursorShape.OpenHandCursor


def test_a_drag_of_few_pixels_is_a_click(view: TimelineView) -> None:
    before, at = window_of(view), place_of(view, "event:3")
    drag(view, at, at + QPoint(2, 1))
    assert view.selected_keys() == ["event:3"]
    assert window_of(view) == before


def test_a_box_of_no_width_zooms_nowhere(view: TimelineView) -> None:
    before = window_of(view)
    drag(view, QPoint(500, 200), QPoint(502, 400), CTRL)
    assert window_of(view) == before


def test_a_drag_upwards_scrolls_the_lanes(view: TimelineView) -> None:
    view.resize(1200, 300)
    layout_of(view)
    at = free_place(view)
    drag(view, at, QPoint(at.x(), 60))
    assert layout_of(view).scroll_y > 0
    drag(view, QPoint(at.x(), 60), QPoint(at.x(), 3000))
    assert layout_of(view).scroll_y == 0


def test_a_double_click_on_a_note_asks_to_change_it(view: TimelineView, qtbot: QtBot) -> None:
    notes = (Note("First", "2031-05-01"), Note("Talks break down", "2031-05-21"))
    view.set_extras(Extras(notes=notes))
    pin = next(pin for pin in layout_of(view).pins if pin.place == 1)
    box = pin.label.box
    at = QPoint(round((box.x0 + box.x1) / 2), round((box.y0 + box.y1) / 2))
    with qtbot.waitSignal(view.note_wanted) as told:
        qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=at)
    assert told.args == ["", 1]


def test_a_note_is_wanted_at_the_date_of_the_current_mark(view: TimelineView, qtbot: QtBot) -> None:
    view.select("event:5")
    with qtbot.waitSignal(view.note_wanted) as told:
        view.want_note_at_selection()
    assert told.args == ["2031-04-22~", -1]


def test_a_double_click_on_a_title_collapses_its_lane(qtbot: QtBot) -> None:
    view = open_view(qtbot, the_affair(), Arrangement(LaneKey.SPEAKER, within=LaneKey.TOPIC))
    box = next(box for box in layout_of(view).lanes if box.toggle is not None)
    at = QPoint(60, round(box.box.y0) + 6)
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=at)
    collapsed = told.args[0]
    show(view, the_affair(), collapsed)
    assert lanes_shown(view).lanes[box.lane].is_collapsed
    view.select(lanes_shown(view).key(int(lanes_shown(view).in_reading_order(box.lane)[0])))
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        press(view, Qt.Key.Key_C)
    assert told.args[0].collapsed == frozenset()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
def test_the_right_button_opens_the_menu_of_what_is_there(view: TimelineView, qtbot: QtBot) -> None:
    del qtbot
    canvas = view.canvas

    def ask(at: QPoint) -> list[str]:
        where = canvas.mapToGlobal(at)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
        QApplication.sendEvent(canvas.viewport(), event)
        menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
        texts = [action.text().partition("\t")[0] for action in menu.actions()]
        menu.close()
        QApplication.processEvents()
        return texts

    on_mark = ask(place_of(view, "event:3"))
    assert "Open its words" in on_mark
    assert "Lane: Events" in on_mark
    assert view.selected_keys() == ["event:3"]
    on_lane = ask(QPoint(20, round(layout_of(view).lanes[1].box.y0) + 5))
    assert {"Keep on top", "Hide", "Taller"} <= set(on_lane)
    assert "Open its words" not in on_lane
    assert "New event here…" in ask(free_place(view))


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
def test_events_and_notes_come_where_the_menu_was_opened(view: TimelineView, qtbot: QtBot) -> None:
    canvas = view.canvas
    box = layout_of(view).lanes[1].box
    at = QPoint(round(canvas.x_of_civil(seconds_from_civil(2031, 4, 8, 12))), round(box.y0) + 3)

    def open_menu() -> dict[str, QAction]:
        where = canvas.mapToGlobal(at)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
        QApplication.sendEvent(canvas.viewport(), event)
        menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
        return {action.text().partition("\t")[0]: action for action in menu.actions()}

    with qtbot.waitSignal(view.event_wanted) as told:
        open_menu()["New event here…"].trigger()
    assert told.args == ["2031-04-08", lanes_shown(view).lanes[1].key]
    for menu in view.findChildren(QMenu):
        menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(view.note_wanted) as told:
        open_menu()["Pin a note here…"].trigger()
    assert told.args == ["2031-04-08", -1]
    for menu in view.findChildren(QMenu):
        menu.close()


def test_a_click_on_a_crowd_of_few_selects_them(qtbot: QtBot) -> None:
    view = open_view(qtbot, a_crowd(30_000))
    view.fit_all()
    crowd = layout_of(view).densities[0]
    at = next(i for i in range(20, len(crowd.counts)) if 2 <= crowd.counts[i].sum() <= 400)
    x = round(crowd.x0 + (at + 0.5) * crowd.column_px)
    y = round(min(crowd.box.y1, layout_of(view).plot.y1)) - 3
    click(view, QPoint(x, y))
    assert len(view.selected_keys()) == crowd.counts[at].sum()
    before = window_of(view)
    qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=QPoint(x, y))
    assert window_of(view).seconds == pytest.approx(before.seconds / 4)


def test_a_pinch_zooms_about_the_fingers(view: TimelineView) -> None:
    before, at = window_of(view), QPointF(700, 300)
    about = view.canvas.civil_at(700)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(view.canvas.mapToGlobal(at)),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(view.canvas.viewport(), event)
    assert window_of(view).seconds == pytest.approx(before.seconds / 1.25)
    assert view.canvas.civil_at(700) == pytest.approx(about)


def test_the_pointer_leaves_no_mark_lit_up(view: TimelineView) -> None:
    hover(view, place_of(view, "event:3"))
    assert view.canvas.hovering.mark is not None
    QApplication.sendEvent(view.canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert view.canvas.hovering.mark is None


# --------------------------------------------------------------------------- odd contents


def test_ten_thousand_marks_at_one_instant_can_be_moved_about(qtbot: QtBot) -> None:
    view = open_view(qtbot, [a_quotation(i, "2031-05-01") for i in range(1, 10_001)])
    for _ in range(20):
        wheel(view, QPoint(640, 300), QPoint(0, 1))
    assert not view.grab().isNull()
    press(view, Qt.Key.Key_0)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right)
    assert view.selected_key() is not None
    press(view, Qt.Key.Key_A, CTRL)
    assert len(view.selected_keys()) == 10_000
    press(view, Qt.Key.Key_F)
    assert layout_of(view).n_marks_in_window == 10_000


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_title_of_five_hundred_letters_is_cut_and_read_in_whole(qtbot: QtBot) -> None:
    title = "The harbour and the pilots agree " * 16
    view = open_view(qtbot, [an_event(1, title, "2031-05-01")])
    view.select("event:1")
    press(view, Qt.Key.Key_Space)
    assert view.canvas.card.isVisible()
    assert not view.grab().isNull()


def test_every_mark_is_reached_by_tab_in_its_lane(qtbot: QtBot) -> None:
    view = open_view(qtbot, the_affair())
    lanes = lanes_shown(view)
    n_places = sum(lane.n_marks for lane in lanes.lanes)
    seen = set()
    view.select(lanes.key(int(lanes.in_reading_order(0)[0])))
    for _ in range(n_places):
        focused = view.canvas.selection.focused
        assert focused is not None
        seen.add(focused)
        press(view, Qt.Key.Key_Tab)
    assert len(seen) == n_places
    dated = np.flatnonzero(lanes.table.date >= 0)
    assert {place.mark for place in seen} == set(dated.tolist())
