from itertools import count
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import seconds_from_civil
from stanceline.domain.marks import LaneKey
from stanceline.timeline.layout import hit_test
from stanceline.timeline.overview import Overview
from stanceline.timeline.primitives import Layout
from stanceline.timeline.style import Style
from stanceline.timeline.view import TimelineView
from stanceline.timeline.windows import TimeWindow
from timeline.builders import WORDS, a_crowd, a_quotation, an_event, the_affair

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    """The affair in a window of its own, with the keyboard in it."""
    widget = TimelineView()
    qtbot.addWidget(widget)
    widget.resize(1200, 700)
    widget.set_marks(the_affair())
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.setFocus()
    QApplication.processEvents()
    return widget


def layout_of(view: TimelineView) -> Layout:
    layout = view.canvas.layout_shown()
    assert layout is not None
    return layout


def window_of(view: TimelineView) -> TimeWindow:
    window = view.window_shown()
    assert window is not None
    return window


def place_of(view: TimelineView, key: str) -> QPoint:
    lanes = view.lanes()
    assert lanes is not None
    mark = next(i for i, mark in enumerate(lanes.marks) if mark.key == key)
    layout = layout_of(view)
    for point in layout.points:
        if point.mark == mark:
            return QPoint(round(point.x), round(point.y))
    bar = next(bar for bar in layout.bars if bar.mark == mark)
    return QPoint(round(bar.box.x0 + bar.box.width / 2), round((bar.box.y0 + bar.box.y1) / 2))


def free_place(view: TimelineView) -> QPoint:
    """A place in the plot that no mark is near."""
    plot = layout_of(view).plot
    return next(
        QPoint(x, y)
        for x in range(round(plot.x1) - 10, round(plot.x0), -10)
        for y in range(round(plot.y0) + 10, round(plot.y1), 10)
        if hit_test(layout_of(view), x, y) is None
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
    wheel(view, QPoint(700, 300), QPoint(0, -1), Qt.KeyboardModifier.ShiftModifier)
    after = window_of(view)
    assert after.t0 > before.t0
    assert after.seconds == pytest.approx(before.seconds)
    wheel(view, QPoint(700, 300), QPoint(1, 0))
    assert window_of(view).t0 == pytest.approx(before.t0)


def test_the_wheel_over_the_titles_scrolls_the_lanes(view: TimelineView) -> None:
    view.resize(1200, 320)
    before = window_of(view)
    wheel(view, QPoint(20, 100), QPoint(0, -1))
    assert layout_of(view).scroll_y > 0
    assert window_of(view) == before


def test_a_drag_pans_and_selects_nothing(view: TimelineView, qtbot: QtBot) -> None:
    view.set_reduced_motion(is_reduced=True)
    before, layout = window_of(view), layout_of(view)
    viewport = view.canvas.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(800, 300))
    qtbot.mouseMove(viewport, QPoint(790, 300))
    qtbot.mouseMove(viewport, QPoint(700, 300))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(700, 300))
    moved = (window_of(view).t0 - before.t0) / before.seconds * layout.plot.width
    assert moved == pytest.approx(100, abs=1)
    assert view.selected_key() is None


def test_a_thrown_timeline_glides_on_and_stops(
    view: TimelineView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A hand that never stops on its way, however busy the computer is.
    clock = SimpleNamespace(monotonic=count(0.0, 0.005).__next__)
    monkeypatch.setattr("stanceline.timeline.canvas.time", clock)
    viewport = view.canvas.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(900, 300))
    for x in (880, 800, 700):
        qtbot.mouseMove(viewport, QPoint(x, 300))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(700, 300))
    at_release = window_of(view)
    qtbot.waitUntil(lambda: window_of(view).t0 > at_release.t0)
    qtbot.waitUntil(lambda: not view.canvas.is_gliding())


def test_keys_zoom_pan_and_fit(view: TimelineView) -> None:
    first = window_of(view)
    press(view, Qt.Key.Key_Plus)
    assert window_of(view).seconds == pytest.approx(first.seconds / 1.5)
    press(view, Qt.Key.Key_Minus)
    assert window_of(view).seconds == pytest.approx(first.seconds)
    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert window_of(view).t0 > first.t0
    press(view, Qt.Key.Key_0)
    assert window_of(view).t0 < seconds_from_civil(1988)
    view.set_window(first.t0, first.t1)
    press(view, Qt.Key.Key_Home)
    assert window_of(view).t0 < seconds_from_civil(1988)
    assert window_of(view).seconds == pytest.approx(first.seconds)
    press(view, Qt.Key.Key_End)
    assert window_of(view).t1 > seconds_from_civil(2031, 7)


def test_fit_selection_shows_the_selected_mark(view: TimelineView) -> None:
    view.select("event:3")
    view.fit_selection()
    window = window_of(view)
    assert window.t0 < seconds_from_civil(2031, 5, 30)
    assert window.t1 > seconds_from_civil(2031, 6, 11)
    assert window.seconds < 40 * 86_400


# --------------------------------------------------------------------------- selection


def test_a_click_selects_and_a_click_beside_selects_nothing(
    view: TimelineView, qtbot: QtBot
) -> None:
    viewport = view.canvas.viewport()
    with qtbot.waitSignal(view.selection_changed) as told:
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place_of(view, "event:3"))
    assert told.args == ["event:3"]
    assert view.selected_key() == "event:3"
    with qtbot.waitSignal(view.selection_changed) as told:
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=free_place(view))
    assert told.args == [""]


def test_the_arrow_points_to_the_side_on_which_the_marks_lie(view: TimelineView) -> None:
    view.set_marks([a_quotation(1, "2031-05-01")])
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
        qtbot.mouseDClick(
            view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, "event:3")
        )
    assert told.args == ["event:3"]


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
    assert view.selected_key() is None


def test_walking_brings_a_mark_outside_the_window_into_view(view: TimelineView) -> None:
    view.set_window(seconds_from_civil(2031, 4, 1), seconds_from_civil(2031, 4, 20))
    view.select("event:28")
    window = window_of(view)
    assert window.t0 < seconds_from_civil(2031, 7, 8, 12) < window.t1


def test_walking_scrolls_to_a_lane_below(view: TimelineView) -> None:
    view.resize(1200, 260)
    lanes = view.lanes()
    assert lanes is not None
    last = len(lanes.lanes) - 1
    view.select(lanes.marks[int(lanes.in_reading_order(last)[0])].key)
    lane = layout_of(view).lanes[last]
    assert layout_of(view).scroll_y > 0
    assert lane.box.y0 < layout_of(view).plot.y1


def test_tab_walks_every_mark_and_then_leaves_the_timeline(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, after = TimelineView(), QLineEdit()
    box = QVBoxLayout(window)
    box.addWidget(view)
    box.addWidget(after)
    view.set_marks([a_quotation(i, f"2031-05-0{i}") for i in (1, 2, 3)])
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


def test_the_selection_survives_other_marks_and_other_lanes(
    view: TimelineView, qtbot: QtBot
) -> None:
    view.select("event:3")
    with qtbot.assertNotEmitted(view.selection_changed):
        view.set_marks(the_affair()[20:])
        view.set_lanes(LaneKey.STATUS)
    assert view.selected_key() == "event:3"
    with qtbot.waitSignal(view.selection_changed) as told:
        view.set_marks(the_affair()[:10])
    assert told.args == [""]


def test_an_unknown_key_selects_nothing(view: TimelineView) -> None:
    view.select("event:3")
    view.select("event:999")
    assert view.selected_key() is None


# --------------------------------------------------------------------------- what is told


def test_a_screen_reader_hears_the_mark_in_words(view: TimelineView) -> None:
    view.select("event:3")
    assert view.canvas.accessibleName() == "Timeline by speaker"
    assert view.canvas.accessibleDescription() == (
        "Event. Ferries halted. Confirmed · law · the harbour. "
        "from 30 May 2031 to 10 Jun 2031. Lane: Events"
    )


def test_the_shelf_says_how_many_have_no_date_and_can_be_opened(
    view: TimelineView, qtbot: QtBot
) -> None:
    (shelf,) = view.findChildren(QToolButton)
    assert shelf.text() == "2 without a date"
    with qtbot.waitSignal(view.shelf_requested):
        qtbot.mouseClick(shelf, Qt.MouseButton.LeftButton)
    view.set_marks([an_event(1, "Storm", "2031-05-01")])
    assert not shelf.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_hovering_shows_a_card_with_the_words(view: TimelineView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.canvas.viewport(), place_of(view, "quotation:1"))
    qtbot.waitUntil(view.canvas.card.isVisible, timeout=3000)
    words = [label.text() for label in view.canvas.card.findChildren(QLabel)]
    assert f"“{WORDS[0]}”" in words
    view.set_marks([])
    assert not view.canvas.card.isVisible()


def test_nothing_to_show_is_told_by_the_text_that_was_set(view: TimelineView, qtbot: QtBot) -> None:
    view.set_empty_text("Mark a quotation to see it here")
    view.set_marks([])
    QApplication.processEvents()
    assert view.window_shown() is None
    assert view.summary() == ""
    assert not view.grab().isNull()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Return, Qt.Key.Key_0):
        press(view, key)
    wheel(view, QPoint(400, 200), QPoint(0, 1))
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    view.fit_all()
    view.fit_selection()
    view.set_marks(the_affair())
    assert view.window_shown() is not None


def test_a_timeline_of_undated_marks_only_has_a_shelf(view: TimelineView) -> None:
    view.set_marks([a_quotation(1, "")])
    QApplication.processEvents()
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
    assert layout_of(view).lanes[-1].box.y1 <= layout_of(view).plot.y1 + 1


def test_dragging_the_brush_moves_the_window(view: TimelineView, qtbot: QtBot) -> None:
    overview = view.findChild(Overview)
    view.set_window(seconds_from_civil(2031, 5, 1), seconds_from_civil(2031, 5, 20))
    QApplication.processEvents()
    before = window_of(view)
    x = round(overview.brush_middle())
    qtbot.mousePress(overview, Qt.MouseButton.LeftButton, pos=QPoint(x, 15))
    qtbot.mouseMove(overview, QPoint(x + 60, 15))
    qtbot.mouseRelease(overview, Qt.MouseButton.LeftButton, pos=QPoint(x + 60, 15))
    after = window_of(view)
    assert after.t0 > before.t0
    assert after.seconds == pytest.approx(before.seconds, rel=1e-6)
    qtbot.mouseDClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(x, 15))
    assert window_of(view).t0 < seconds_from_civil(1988)


def test_light_and_dark_are_drawn(view: TimelineView) -> None:
    grounds = []
    for style in (Style.light(), Style.dark()):
        view.set_style(style)
        QApplication.processEvents()
        grounds.append(view.grab().toImage().pixelColor(5, 5).name().upper())
    assert grounds == [Style.light().surface, Style.dark().surface]


def test_five_thousand_marks_can_be_zoomed_and_walked(view: TimelineView) -> None:
    view.set_marks(a_crowd(5_000))
    for _ in range(12):
        wheel(view, QPoint(700, 300), QPoint(0, 1))
        view.grab()
    press(view, Qt.Key.Key_Right)
    assert view.selected_key() is not None
