from itertools import count
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.edtf import EdtfError
from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement
from stanceline.timeline.handling.overview import Overview
from stanceline.timeline.placing.axis import AXIS_HEIGHT, LOW_AXIS_HEIGHT
from stanceline.timeline.style import Style
from stanceline.timeline.view import TimelineView
from timeline.builders import WORDS, a_crowd, a_quotation, an_event, the_affair
from timeline.showing import (
    CTRL,
    LEFT,
    SHIFT,
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


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    """The affair in a window of its own, with the keyboard in it."""
    return open_view(qtbot, the_affair())


# --------------------------------------------------------------------------- window


def test_it_opens_with_the_dense_part(view: TimelineView) -> None:
    assert window_of(view).t0 > seconds_from_civil(2031, 3)
    assert view.summary() == "87 of 88 marks · Mar – Jul 2031"


def test_the_wheel_zooms_about_the_pointer(view: TimelineView, qtbot: QtBot) -> None:
    layout, before = layout_of(view), window_of(view)
    at = QPoint(700, 300)
    share = (at.x() - layout.plot.x0) / layout.plot.width
    with qtbot.waitSignal(view.window_changed):
        wheel(view, at, QPoint(0, 1))
    after = window_of(view)
    assert after.seconds == pytest.approx(before.seconds / 1.2)
    assert after.t0 + share * after.seconds == pytest.approx(before.t0 + share * before.seconds)


def test_the_wheel_with_shift_or_sideways_pans(view: TimelineView) -> None:
    before = window_of(view)
    wheel(view, QPoint(700, 300), QPoint(0, -1), SHIFT)
    after = window_of(view)
    assert after.t0 > before.t0
    assert after.seconds == pytest.approx(before.seconds)
    wheel(view, QPoint(700, 300), QPoint(1, 0))
    assert window_of(view).t0 == pytest.approx(before.t0)


def test_the_wheel_over_the_titles_scrolls_the_lanes(view: TimelineView) -> None:
    view.resize(1200, 320)
    layout_of(view)
    before = window_of(view)
    wheel(view, QPoint(20, 100), QPoint(0, -1))
    assert layout_of(view).scroll_y > 0
    assert window_of(view) == before


def test_a_drag_pans_and_selects_nothing(view: TimelineView) -> None:
    before, layout = window_of(view), layout_of(view)
    start = free_place(view)
    drag(view, start, start - QPoint(100, 0))
    moved = (window_of(view).t0 - before.t0) / before.seconds * layout.plot.width
    assert moved == pytest.approx(100, abs=1)
    assert view.selected_keys() == []


def test_a_drag_over_a_mark_that_is_not_selected_pans(view: TimelineView, qtbot: QtBot) -> None:
    before, start = window_of(view), place_of(view, "event:3")
    with qtbot.assertNotEmitted(view.date_wanted):
        drag(view, start, start + QPoint(80, 0))
    assert window_of(view).t0 < before.t0


def test_escape_brings_back_what_a_drag_took_along(view: TimelineView) -> None:
    before, start = window_of(view), free_place(view)
    drag(view, start, start - QPoint(150, 0), is_let_go=False)
    assert window_of(view) != before
    press(view, Qt.Key.Key_Escape)
    assert window_of(view) == before


def test_a_thrown_timeline_glides_on_and_stops(
    view: TimelineView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.set_reduced_motion(is_reduced=False)
    # A hand that never stops on its way, however busy the computer is.
    clock = SimpleNamespace(monotonic=count(0.0, 0.005).__next__)
    monkeypatch.setattr("stanceline.timeline.handling.gestures.time", clock)
    start = free_place(view)
    drag(view, start, start - QPoint(200, 0))
    at_release = window_of(view)
    assert view.canvas.is_gliding()
    qtbot.waitUntil(lambda: window_of(view).t0 > at_release.t0)
    qtbot.waitUntil(lambda: not view.canvas.is_gliding())


def test_with_reduced_motion_nothing_glides(
    view: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(monotonic=count(0.0, 0.005).__next__)
    monkeypatch.setattr("stanceline.timeline.handling.gestures.time", clock)
    start = free_place(view)
    drag(view, start, start - QPoint(200, 0))
    assert not view.canvas.is_gliding()


def test_keys_zoom_pan_and_fit(view: TimelineView) -> None:
    first = window_of(view)
    press(view, Qt.Key.Key_Plus)
    assert window_of(view).seconds == pytest.approx(first.seconds / 1.5)
    press(view, Qt.Key.Key_Minus)
    assert window_of(view).seconds == pytest.approx(first.seconds)
    press(view, Qt.Key.Key_Right, CTRL)
    assert window_of(view).t0 > first.t0
    press(view, Qt.Key.Key_0)
    assert window_of(view).t0 < seconds_from_civil(1988)
    view.set_window(first.t0, first.t1)
    press(view, Qt.Key.Key_Home)
    assert window_of(view).t0 < seconds_from_civil(1988)
    assert window_of(view).seconds == pytest.approx(first.seconds)
    press(view, Qt.Key.Key_End)
    assert window_of(view).t1 > seconds_from_civil(2031, 7)


def test_fit_selection_shows_the_selected_marks(view: TimelineView) -> None:
    view.select("event:3")
    press(view, Qt.Key.Key_F)
    window = window_of(view)
    assert window.t0 < seconds_from_civil(2031, 5, 30)
    assert window.t1 > seconds_from_civil(2031, 6, 11)
    assert window.seconds < 40 * 86_400
    view.select(["event:3", "event:29"])
    view.fit_selection()
    assert window_of(view).t0 < seconds_from_civil(1987, 6)


def test_control_and_drag_zooms_to_the_box(view: TimelineView) -> None:
    left, right = view.canvas.civil_at(400), view.canvas.civil_at(600)
    drag(view, QPoint(400, 200), QPoint(600, 300), CTRL)
    window = window_of(view)
    assert (window.t0, window.t1) == (pytest.approx(left), pytest.approx(right))


def test_z_lets_the_next_drag_zoom_to_a_box(view: TimelineView) -> None:
    before, start = window_of(view), QPoint(400, 200)
    press(view, Qt.Key.Key_Z)
    drag(view, start, QPoint(700, 260))
    assert window_of(view).seconds < before.seconds / 2
    zoomed = window_of(view)
    drag(view, free_place(view), free_place(view) - QPoint(50, 0))
    assert window_of(view).seconds == pytest.approx(zoomed.seconds)


def test_going_to_a_date_shows_it_with_room_around(view: TimelineView) -> None:
    view.go_to("2024-06")
    window = window_of(view)
    assert window.t0 < seconds_from_civil(2024, 6) < seconds_from_civil(2024, 7) < window.t1
    assert window.seconds == pytest.approx(90 * 86_400)
    view.go_to("-0043-03-15")
    assert window_of(view).t0 < seconds_from_civil(-43, 3, 15) < window_of(view).t1
    view.go_to("2031-05-12/..")
    assert window_of(view).t0 < seconds_from_civil(2031, 5, 12) < window_of(view).t1
    with pytest.raises(EdtfError):
        view.go_to("next week")


# --------------------------------------------------------------------------- selection


def test_a_click_selects_and_a_click_beside_selects_nothing(
    view: TimelineView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.selection_changed) as told:
        click(view, place_of(view, "event:3"))
    assert told.args == [["event:3"]]
    assert view.selected_key() == "event:3"
    with qtbot.waitSignal(view.selection_changed) as told:
        click(view, free_place(view))
    assert told.args == [[]]


def test_control_and_click_adds_to_the_selection_and_takes_away(view: TimelineView) -> None:
    click(view, place_of(view, "event:3"))
    click(view, place_of(view, "event:28"), CTRL)
    assert view.selected_keys() == ["event:3", "event:28"]
    click(view, place_of(view, "event:3"), CTRL)
    assert view.selected_keys() == ["event:28"]
    click(view, free_place(view), CTRL)
    assert view.selected_keys() == ["event:28"]


def test_shift_and_drag_selects_what_lies_in_the_box(view: TimelineView, qtbot: QtBot) -> None:
    plot = layout_of(view).plot
    start = QPoint(round(plot.x0) + 2, round(plot.y0) + 2)
    with qtbot.waitSignal(view.selection_changed) as told:
        drag(view, start, QPoint(round(plot.x1) - 2, round(plot.y1) - 2), SHIFT)
    (keys,) = told.args
    layout = layout_of(view)
    seen = {lanes_shown(view).key(int(row)) for row in layout.hit_marks}
    assert set(keys) == seen
    assert len(keys) == len(seen) > 60


def test_escape_gives_up_a_rubber_band(view: TimelineView, qtbot: QtBot) -> None:
    click(view, place_of(view, "event:3"))
    with qtbot.assertNotEmitted(view.selection_changed):
        drag(view, QPoint(400, 100), QPoint(900, 600), SHIFT, is_let_go=False)
        assert len(view.selected_keys()) > 5
        press(view, Qt.Key.Key_Escape)
    assert view.selected_keys() == ["event:3"]


def test_control_a_selects_what_is_in_the_window(view: TimelineView) -> None:
    press(view, Qt.Key.Key_A, CTRL)
    assert len(view.selected_keys()) == layout_of(view).n_marks_in_window == 87


def test_the_arrow_points_to_the_side_on_which_the_marks_lie(view: TimelineView) -> None:
    show(view, [a_quotation(1, "2031-05-01")])
    window = window_of(view)

    def has_ink_at(x: float) -> bool:
        image = view.canvas.grab().toImage()
        plot = layout_of(view).plot
        ground = image.pixelColor(round(x), round(plot.y1) - 5)
        return image.pixelColor(round(x), round((plot.y0 + plot.y1) / 2)) != ground

    plot = layout_of(view).plot
    left, right = plot.x0 + 16, plot.x1 - 16
    assert not has_ink_at(left)
    view.set_window(window.t1 + window.seconds, window.t1 + 2 * window.seconds)
    assert has_ink_at(left)
    assert not has_ink_at(right)
    view.set_window(window.t0 - 2 * window.seconds, window.t0 - window.seconds)
    assert has_ink_at(right)
    assert not has_ink_at(left)


def test_a_double_click_opens_the_words(view: TimelineView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.mark_activated) as told:
        qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=place_of(view, "event:3"))
    assert told.args == ["event:3"]


def test_a_double_click_on_an_empty_place_comes_closer(view: TimelineView, qtbot: QtBot) -> None:
    before = window_of(view)
    qtbot.mouseDClick(view.canvas.viewport(), LEFT, pos=free_place(view))
    assert window_of(view).seconds == pytest.approx(before.seconds / 1.5)


def test_enter_opens_the_selected_mark(view: TimelineView, qtbot: QtBot) -> None:
    view.select("event:3")
    with qtbot.waitSignal(view.mark_activated) as told:
        press(view, Qt.Key.Key_Return)
    assert told.args == ["event:3"]


def test_enter_without_a_selection_opens_nothing(view: TimelineView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.mark_activated):
        press(view, Qt.Key.Key_Return)


def test_arrows_walk_along_the_lane_and_escape_lets_go(view: TimelineView) -> None:
    press(view, Qt.Key.Key_Right)
    first = view.selected_key()
    press(view, Qt.Key.Key_Right)
    second = view.selected_key()
    assert first != second
    press(view, Qt.Key.Key_Left)
    assert view.selected_key() == first
    press(view, Qt.Key.Key_Down)
    assert view.selected_key() not in {first, None}
    press(view, Qt.Key.Key_Escape)
    assert view.selected_keys() == []


def test_shift_and_arrows_add_to_the_selection(view: TimelineView) -> None:
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right, SHIFT)
    press(view, Qt.Key.Key_Right, SHIFT)
    keys = view.selected_keys()
    assert len(keys) == len(set(keys)) == 3


def test_walking_brings_a_mark_outside_the_window_into_view(view: TimelineView) -> None:
    view.set_window(seconds_from_civil(2031, 4, 1), seconds_from_civil(2031, 4, 20))
    view.select("event:28")
    window = window_of(view)
    assert window.t0 < seconds_from_civil(2031, 7, 8, 12) < window.t1


def test_walking_scrolls_to_a_lane_below(view: TimelineView) -> None:
    view.resize(1200, 260)
    layout_of(view)
    lanes = lanes_shown(view)
    last = len(lanes.lanes) - 1
    only_there = next(
        lanes.key(int(row))
        for row in lanes.in_reading_order(last)
        if len(lanes.places(int(row))) == 1
    )
    view.select(only_there)
    layout = layout_of(view)
    assert layout.scroll_y > 0
    box = next(box.box for box in layout.lanes if box.lane == last)
    assert box.y0 < layout.plot.y1
    view.select(lanes.key(int(lanes.in_reading_order(0)[0])))
    assert layout_of(view).lanes[0].lane == 0


def test_tab_walks_every_mark_and_then_leaves_the_timeline(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, after = TimelineView(), QLineEdit()
    box = QVBoxLayout(window)
    box.addWidget(view)
    box.addWidget(after)
    show(view, [a_quotation(i, f"2031-05-0{i}") for i in (1, 2, 3)])
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    view.setFocus()
    seen = []
    for _ in range(3):
        press(view, Qt.Key.Key_Tab)
        seen.append(view.selected_key())
    assert seen == ["quotation:1", "quotation:2", "quotation:3"]
    press(view, Qt.Key.Key_Tab)
    assert not view.canvas.hasFocus()


def test_selection_and_window_survive_other_marks_and_other_lanes(
    view: TimelineView, qtbot: QtBot
) -> None:
    view.select(["event:5", "event:3"])
    view.set_window(seconds_from_civil(2031, 5, 20), seconds_from_civil(2031, 6, 20))
    before = window_of(view)
    with qtbot.assertNotEmitted(view.selection_changed):
        show(view, the_affair()[20:])
        show(view, the_affair()[20:], Arrangement(LaneKey.STATUS))
    assert view.selected_keys() == ["event:5", "event:3"]
    assert window_of(view) == before
    with qtbot.waitSignal(view.selection_changed) as told:
        show(view, the_affair()[:10])
    assert told.args == [[]]


def test_the_keyboard_stays_in_its_lane_when_marks_change(view: TimelineView) -> None:
    lanes = lanes_shown(view)
    twice = next(
        row for row in range(len(lanes.columns)) if len(lanes.places(row)) == 1 and row > 5
    )
    view.select(lanes.key(twice))
    key = lanes.lanes[lanes.places(twice)[0].lane].key
    show(view, the_affair()[1:])
    focused = view.canvas.selection.focused
    assert focused is not None
    assert lanes_shown(view).lanes[focused.lane].key == key


def test_lanes_whose_marks_all_lie_elsewhere_choose_their_window(view: TimelineView) -> None:
    show(view, [a_quotation(1, "1807-05-01")])
    assert window_of(view).t0 < seconds_from_civil(1807, 5, 1) < window_of(view).t1


def test_the_window_comes_back_after_a_filter_that_let_nothing_through(view: TimelineView) -> None:
    view.set_window(seconds_from_civil(2031, 5, 20), seconds_from_civil(2031, 6, 20))
    before = window_of(view)
    show(view, [])
    assert view.window_shown() is None
    show(view, the_affair())
    assert window_of(view) == before


def test_an_unknown_key_selects_nothing(view: TimelineView) -> None:
    view.select("event:3")
    view.select("event:999")
    assert view.selected_keys() == []


# --------------------------------------------------------------------------- what is told


def test_a_screen_reader_hears_the_mark_in_words(view: TimelineView) -> None:
    view.select("event:3")
    assert view.canvas.accessibleName() == "Timeline by speaker"
    described = view.canvas.accessibleDescription()
    assert described.endswith(
        "Event. Ferries halted. Confirmed · law · the harbour. "
        "from 30 May 2031 to 10 Jun 2031. Lane: Events"
    )
    at, _, rest = described.partition(" of ")
    place = lanes_shown(view).places(lanes_shown(view).row_of("event:3") or 0)[0]
    order = lanes_shown(view).in_reading_order(place.lane).tolist()
    assert int(at) == 1 + order.index(place.mark)
    assert int(rest.partition(":")[0]) == len(order)


def test_the_shelf_says_how_many_have_no_date_and_can_be_opened(
    view: TimelineView, qtbot: QtBot
) -> None:
    (shelf,) = view.findChildren(QToolButton)
    assert shelf.text() == "2 without a date"
    with qtbot.waitSignal(view.shelf_requested):
        qtbot.mouseClick(shelf, LEFT)
    show(view, [an_event(1, "Storm", "2031-05-01")])
    assert not shelf.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_hovering_shows_a_card_with_the_words(view: TimelineView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.canvas.viewport(), place_of(view, "quotation:1"))
    qtbot.waitUntil(view.canvas.card.isVisible, timeout=3000)
    words = [label.text() for label in view.canvas.card.findChildren(QLabel)]
    assert f"“{WORDS[0]}”" in words
    show(view, [])
    assert not view.canvas.card.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_space_peeks_at_the_words_and_takes_them_away(view: TimelineView, qtbot: QtBot) -> None:
    view.select("quotation:1")
    with qtbot.waitSignal(view.peek_requested) as told:
        press(view, Qt.Key.Key_Space)
    assert told.args == ["quotation:1"]
    assert view.canvas.card.isVisible()
    press(view, Qt.Key.Key_Space)
    assert not view.canvas.card.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_escape_closes_the_card_of_a_mark_first_and_lets_go_of_it_then(view: TimelineView) -> None:
    view.select("quotation:1")
    press(view, Qt.Key.Key_Space)
    press(view, Qt.Key.Key_Escape)
    assert not view.canvas.card.isVisible()
    assert view.selected_keys() == ["quotation:1"]
    press(view, Qt.Key.Key_Escape)
    assert view.selected_keys() == []


def test_the_line_below_the_axis_goes_on_beside_the_lanes_wherever_it_lies(
    view: TimelineView, qtbot: QtBot
) -> None:
    for height in (150, 600, 150):
        view.resize(900, height)
        line = (LOW_AXIS_HEIGHT if height < AXIS_HEIGHT * 5 else AXIS_HEIGHT) - 0.5
        qtbot.waitUntil(lambda line=line: view.line_painted == line)
    show(view, [])
    qtbot.waitUntil(lambda: view.line_painted is None)


def test_nothing_to_show_is_told_by_the_text_that_was_set(view: TimelineView) -> None:
    view.set_empty_text("Mark a quotation to see it here")
    show(view, [])
    assert view.window_shown() is None
    assert view.summary() == ""
    assert not view.grab().isNull()
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Plus,
        Qt.Key.Key_Return,
        Qt.Key.Key_0,
        Qt.Key.Key_N,
        Qt.Key.Key_P,
        Qt.Key.Key_F,
        Qt.Key.Key_PageDown,
    ):
        press(view, key)
    wheel(view, QPoint(400, 200), QPoint(0, 1))
    click(view, QPoint(400, 200))
    drag(view, QPoint(400, 200), QPoint(500, 220))
    view.fit_all()
    view.fit_selection()
    view.go_to("2024")
    assert view.window_shown() is None
    show(view, the_affair())
    assert view.window_shown() is not None


def test_a_timeline_of_undated_marks_only_has_a_shelf(view: TimelineView) -> None:
    show(view, [a_quotation(1, "")])
    (shelf,) = view.findChildren(QToolButton)
    assert shelf.text() == "1 without a date"
    assert shelf.isVisible()


# --------------------------------------------------------------------------- around it


def test_the_scroll_bar_comes_when_the_lanes_do_not_fit(view: TimelineView, qtbot: QtBot) -> None:
    (bar,) = (b for b in view.findChildren(QScrollBar) if b.accessibleName())
    view.resize(1200, 1500)
    qtbot.waitUntil(lambda: not bar.isVisible())
    view.resize(1200, 260)
    qtbot.waitUntil(bar.isVisible)
    bar.setValue(bar.maximum())
    layout = layout_of(view)
    assert layout.lanes[-1].lane == len(lanes_shown(view).lanes) - 1
    assert layout.lanes[-1].box.y1 <= layout.plot.y1 + 1


def test_dragging_the_brush_moves_the_window(view: TimelineView, qtbot: QtBot) -> None:
    overview = view.findChild(Overview)
    view.set_window(seconds_from_civil(2031, 5, 1), seconds_from_civil(2031, 5, 20))
    QApplication.processEvents()
    before = window_of(view)
    x = round(overview.brush_middle())
    qtbot.mousePress(overview, LEFT, pos=QPoint(x, 15))
    qtbot.mouseMove(overview, QPoint(x + 60, 15))
    qtbot.mouseRelease(overview, LEFT, pos=QPoint(x + 60, 15))
    after = window_of(view)
    assert after.t0 > before.t0
    assert after.seconds == pytest.approx(before.seconds, rel=1e-6)
    qtbot.mouseDClick(overview, LEFT, pos=QPoint(x, 15))
    assert window_of(view).t0 < seconds_from_civil(1988)


def test_shift_and_drag_on_the_strip_asks_to_see_only_that(
    view: TimelineView, qtbot: QtBot
) -> None:
    overview = view.findChild(Overview)
    before, x = window_of(view), round(overview.brush_middle())
    with qtbot.waitSignal(view.range_filtered) as told:
        qtbot.mousePress(overview, LEFT, SHIFT, QPoint(x, 15))
        qtbot.mouseMove(overview, QPoint(x + 80, 15))
        qtbot.mouseRelease(overview, LEFT, SHIFT, QPoint(x + 80, 15))
    assert told.args[1] > told.args[0]
    assert window_of(view) == before


def test_light_and_dark_are_drawn(view: TimelineView) -> None:
    grounds = []
    for style in (Style.light(), Style.dark()):
        view.set_style(style)
        QApplication.processEvents()
        grounds.append(view.grab().toImage().pixelColor(5, 5).name().upper())
    assert grounds == [Style.light().surface, Style.dark().surface]


def test_five_thousand_marks_can_be_zoomed_and_walked(view: TimelineView) -> None:
    show(view, a_crowd(5_000))
    for _ in range(12):
        wheel(view, QPoint(700, 300), QPoint(0, 1))
        view.grab()
    press(view, Qt.Key.Key_Right)
    assert view.selected_key() is not None


def test_folded_silences_keep_civil_times_outside(qtbot: QtBot) -> None:
    marks = [a_quotation(i, f"2031-05-{i:02}") for i in range(1, 9)]
    marks.append(an_event(1, "Founding", "1987-06-01"))
    view = open_view(qtbot, marks, Arrangement(folds_gaps=True))
    assert lanes_shown(view).folds.silences
    view.fit_all()
    window = window_of(view)
    assert window.t0 < seconds_from_civil(1987, 6, 1)
    assert window.t1 > seconds_from_civil(2031, 5, 8)
    view.set_window(seconds_from_civil(2031, 5, 1), seconds_from_civil(2031, 5, 9))
    assert window_of(view).t0 == pytest.approx(seconds_from_civil(2031, 5, 1))
    assert view.canvas.civil_at(layout_of(view).plot.x1) == pytest.approx(
        seconds_from_civil(2031, 5, 9)
    )
    show(view, marks)
    assert window_of(view).t0 == pytest.approx(seconds_from_civil(2031, 5, 1))


# --------------------------------------------------------------------------- wishes


def test_words_dropped_on_a_mark_are_told_with_its_key(view: TimelineView, qtbot: QtBot) -> None:
    view.set_mime_type("application/x-words")
    data = QMimeData()
    data.setData("application/x-words", b"17")
    canvas = view.canvas

    def drop(at: QPoint) -> None:
        arguments = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
        entered = QDragEnterEvent(at, *arguments)
        canvas.dragEnterEvent(entered)
        assert entered.isAccepted()
        canvas.dropEvent(QDropEvent(QPointF(at), *arguments))

    with qtbot.waitSignal(view.words_dropped) as told:
        drop(place_of(view, "event:3"))
    assert told.args[0] == "event:3"
    assert bytes(told.args[1].data("application/x-words").data()) == b"17"
    with qtbot.waitSignal(view.words_dropped) as told:
        drop(free_place(view))
    assert told.args[0] == ""


def test_other_things_cannot_be_dropped(view: TimelineView) -> None:
    data = QMimeData()
    data.setText("words")
    event = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        data,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    view.canvas.dragEnterEvent(event)
    assert not event.isAccepted()


def test_two_selected_events_can_be_merged(view: TimelineView, qtbot: QtBot) -> None:
    view.select(["event:3", "event:5"])
    with qtbot.waitSignal(view.merge_wanted) as told:
        press(view, Qt.Key.Key_M)
    assert told.args == [["event:3", "event:5"]]
    for keys in (["event:3"], ["event:3", "quotation:1"]):
        view.select(keys)
        with qtbot.assertNotEmitted(view.merge_wanted):
            press(view, Qt.Key.Key_M)


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
def test_the_menu_key_opens_a_menu_that_does_things(view: TimelineView, qtbot: QtBot) -> None:
    view.select("event:3")
    press(view, Qt.Key.Key_F10, SHIFT)
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    with qtbot.waitSignal(view.mark_activated) as told:
        actions["Open its words"].trigger()
    assert told.args == ["event:3"]
    with qtbot.waitSignal(view.date_wanted) as told:
        actions["Date later"].trigger()
    assert told.args == ["event:3", "2031-05-31/2031-06-11"]
    menu.close()


def test_who_connects_the_menus_signal_shows_it(view: TimelineView, qtbot: QtBot) -> None:
    view.select("event:3")
    with qtbot.waitSignal(view.menu_wanted) as told:
        press(view, Qt.Key.Key_F10, SHIFT)
    assert told.args[0] == "event:3"
    assert not any(menu.isVisible() for menu in view.findChildren(QMenu))
    menu = view.menu_for("event:3")
    assert any(action.text().startswith("Open its words") for action in menu.actions())
    menu.deleteLater()


def test_lanes_of_a_menu_can_be_pinned_hidden_and_moved(view: TimelineView, qtbot: QtBot) -> None:
    lane = lanes_shown(view).lanes[1]
    menu = view.menu_for(lane.key)
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        actions["Keep on top"].trigger()
    assert told.args[0].pinned == {lane.key}
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        actions["Hide"].trigger()
    assert told.args[0].hidden == {lane.key}
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        actions["Move up"].trigger()
    assert told.args[0].by_hand[0] == lane.key
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        actions["Taller"].trigger()
    assert told.args[0].height_of(lane.key) == 1.25
    menu.deleteLater()


def test_a_title_that_is_dragged_down_moves_its_lane(view: TimelineView, qtbot: QtBot) -> None:
    boxes = layout_of(view).lanes
    keys = [lane.key for lane in lanes_shown(view).lanes]
    start = QPoint(20, round((boxes[0].box.y0 + boxes[0].box.y1) / 2))
    end = QPoint(20, round(boxes[2].box.y0 + 4))
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        drag(view, start, end)
    by_hand = list(told.args[0].by_hand)
    assert by_hand[:3] == [keys[1], keys[0], keys[2]]


def test_the_lower_edge_of_a_title_changes_the_height(view: TimelineView, qtbot: QtBot) -> None:
    box = layout_of(view).lanes[1]
    start = QPoint(20, round(box.box.y1))
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        drag(view, start, start + QPoint(0, round(box.box.height)))
    key = lanes_shown(view).lanes[1].key
    assert told.args[0].height_of(key) == pytest.approx(2.0, abs=0.1)


def test_the_triangle_of_an_outer_lane_collapses_it(qtbot: QtBot) -> None:
    view = open_view(qtbot, the_affair(), Arrangement(LaneKey.SPEAKER, within=LaneKey.TOPIC))
    box = next(box for box in layout_of(view).lanes if box.toggle is not None)
    assert box.toggle is not None
    at = QPoint(
        round((box.toggle.x0 + box.toggle.x1) / 2), round((box.toggle.y0 + box.toggle.y1) / 2)
    )
    with qtbot.waitSignal(view.arrangement_wanted) as told:
        click(view, at)
    assert told.args[0].collapsed == {lanes_shown(view).lanes[box.lane].key}


def test_a_box_over_a_crowd_selects_what_is_counted_there(qtbot: QtBot) -> None:
    marks = a_crowd(30_000)
    view = open_view(qtbot, marks)
    view.fit_all()
    layout = layout_of(view)
    crowd = layout.densities[0]
    x = round((crowd.box.x0 + crowd.box.x1) / 2)
    y0, y1 = round(crowd.box.y0) + 1, round(crowd.box.y1) - 1
    drag(view, QPoint(x, y0), QPoint(x + 20, y1), SHIFT)
    keys = view.selected_keys()
    assert 0 < len(keys) <= 10_000
    low, high = view.canvas.civil_at(x), view.canvas.civil_at(x + 20)
    lanes = lanes_shown(view)
    middles = lanes.table.dates.middle[lanes.table.date[list(view.canvas.selection.rows)]]
    inside = (middles >= low) & (middles <= high)
    assert inside.mean() > 0.9


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_hovering_over_a_crowd_tells_how_many_stand_there(qtbot: QtBot) -> None:
    view = open_view(qtbot, a_crowd(30_000))
    view.fit_all()
    crowd = layout_of(view).densities[0]
    x = next(
        round(crowd.x0 + (i + 0.5) * crowd.column_px)
        for i, counts in enumerate(crowd.counts)
        if counts.sum() and crowd.x0 + i * crowd.column_px > crowd.box.x0 + 5
    )
    bottom = min(crowd.box.y1, layout_of(view).plot.y1)
    hover(view, QPoint(x, round(bottom) - 3))
    qtbot.waitUntil(view.canvas.card.isVisible, timeout=3000)
    words = [label.text() for label in view.canvas.card.findChildren(QLabel) if label.text()]
    assert " mark" in words[0]


def test_a_large_selection_survives_new_lanes_in_its_order(qtbot: QtBot) -> None:
    marks = a_crowd(3_000)
    view = open_view(qtbot, marks)
    keys = [mark.key for mark in marks[40:340]][::-1]
    view.select(["event:99999", *keys])
    assert view.selected_keys() == keys
    show(view, marks[20:])
    assert view.selected_keys() == keys
