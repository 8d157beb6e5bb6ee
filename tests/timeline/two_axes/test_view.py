"""Publication against happening as a person uses it: mouse, keys, and what is told."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from stanceline.domain.marks import Mark
from stanceline.domain.timelines import Arrangement, TimeAxis
from stanceline.timeline.sorting.lanes import build_lanes
from stanceline.timeline.style import Style
from stanceline.timeline.two_axes.layout import TwoAxesLayout
from stanceline.timeline.two_axes.table import Area
from stanceline.timeline.two_axes.view import TwoAxesView
from timeline.columns import a_crowd
from timeline.showing import ALT, CTRL, LEFT, NONE, SHIFT, TextsOf, lanes_of
from timeline.two_dated import on_days, seconds

BOTH = Arrangement(axis=TimeAxis.BOTH)

MARKS = [
    on_days(1, "2031-04-10", "2031-04-10"),
    on_days(2, "2031-04-12", "2031-04-18"),
    on_days(3, "2031-04-20", "2031-04-14"),
    on_days(4, "2031-04-15", "2031-04-16", is_event=False),
    on_days(5, "2031-04-22", "2031-04-28", is_event=False),
    on_days(6, "", "2031-04-12"),
]


def show(view: TwoAxesView, marks: list[Mark]) -> None:
    view.show_lanes(lanes_of(marks, BOTH), TextsOf(marks))
    QApplication.processEvents()


@pytest.fixture
def view(qtbot: QtBot) -> TwoAxesView:
    """Six marks in a window of their own, with the keyboard in it, that glide nowhere."""
    view = TwoAxesView()
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.set_reduced_motion(is_reduced=True)
    show(view, MARKS)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    return view


def layout_of(view: TwoAxesView) -> TwoAxesLayout:
    layout = view.layout_shown()
    assert layout is not None
    return layout


def area_of(view: TwoAxesView) -> Area:
    area = view.area_shown()
    assert area is not None
    return area


def place_of(view: TwoAxesView, number: int) -> QPoint:
    points = layout_of(view).base.points
    (at,) = (i for i, row in enumerate(points.mark.tolist()) if MARKS[row].id == number)
    return QPoint(round(float(points.x[at])), round(float(points.y[at])))


def wheel(view: TwoAxesView, at: QPoint, steps: int, held: Qt.KeyboardModifier = NONE) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 (Qt's "inverted" has no keyword)
    )
    QApplication.sendEvent(view, event)


def drag(view: TwoAxesView, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    steps = [
        (QEvent.Type.MouseButtonPress, start, LEFT),
        (QEvent.Type.MouseMove, (start + end) / 2, LEFT),
        (QEvent.Type.MouseMove, end, LEFT),
        (QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ]
    for kind, at, buttons in steps:
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
        where = QPointF(view.mapToGlobal(at))
        QApplication.sendEvent(view, QMouseEvent(kind, QPointF(at), where, button, buttons, held))


# --------------------------------------------------------------------------- what is shown


def test_it_tells_how_many_marks_are_in_sight_and_how_many_lack_a_date(view: TwoAxesView) -> None:
    assert view.summary().startswith("5 of 5 marks · ")
    assert view.summary().endswith("1 without both dates")


def test_a_day_is_as_long_on_both_axes_at_the_beginning(view: TwoAxesView) -> None:
    plot, area = layout_of(view).base.plot, area_of(view)
    assert area.across.seconds / plot.width == pytest.approx(area.up.seconds / plot.height)


def test_without_marks_it_says_why(view: TwoAxesView) -> None:
    show(view, [on_days(1, "", "2031-04-12")])
    assert view.layout_shown() is None
    assert view.summary() == ""
    assert not view.grab().isNull()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Return, Qt.Key.Key_0):
        QTest.keyClick(view, key)
    wheel(view, QPoint(400, 300), 1)
    view.fit_all()
    view.fit_selection()
    view.zoom(2)
    show(view, MARKS)
    assert view.layout_shown() is not None


def test_light_dark_and_large_are_drawn(view: TwoAxesView) -> None:
    for style in (Style.light(), Style.dark(), Style.with_contrast(is_dark=False)):
        view.set_style(style)
        image = view.grab().toImage()
        assert image.pixelColor(3, image.height() - 3).name().upper() == style.surface.upper()


def test_a_change_of_the_marks_keeps_area_and_selection(view: TwoAxesView) -> None:
    view.select("event:2")
    view.zoom(1.5)
    before = area_of(view)
    show(view, [*MARKS, on_days(7, "2031-04-16", "2031-04-20")])
    assert area_of(view) == before
    assert view.selected_keys() == ["event:2"]
    show(view, MARKS[2:])
    assert view.selected_keys() == []


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_crowd_is_counted_and_can_be_entered(view: TwoAxesView, qtbot: QtBot) -> None:
    columns, texts = a_crowd(30_000)

    class Texts(TextsOf):
        def titles(self, columns: object, rows: object) -> list[str]:
            del columns
            return texts(rows)

    view.show_lanes(build_lanes(columns, BOTH), Texts([]))
    view.fit_all()
    layout = layout_of(view)
    assert layout.cells is not None
    assert not view.grab().isNull()
    box = layout.cells_box
    assert box is not None
    view._mouse.move(QPointF((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2), NONE)
    qtbot.waitUntil(view.cards.card.isVisible, timeout=3000)
    words = " ".join(label.text() for label in view.cards.card.findChildren(QLabel))
    assert "mark" in words
    assert "Published: " in words


# --------------------------------------------------------------------------- mouse


def test_the_wheel_zooms_both_times_about_the_pointer(view: TwoAxesView) -> None:
    at = QPoint(500, 300)
    before, times = area_of(view), layout_of(view).time_at(500, 300)
    wheel(view, at, 3)
    after = area_of(view)
    assert after.across.seconds < before.across.seconds
    assert after.up.seconds < before.up.seconds
    assert layout_of(view).time_at(500, 300) == pytest.approx(times)


def test_the_wheel_beside_an_axis_zooms_that_axis_alone(view: TwoAxesView) -> None:
    before = area_of(view)
    wheel(view, QPoint(500, 15), 2)
    assert area_of(view).up == before.up
    assert area_of(view).across.seconds < before.across.seconds
    before = area_of(view)
    wheel(view, QPoint(30, 300), 2)
    assert area_of(view).across == before.across
    assert area_of(view).up.seconds < before.up.seconds


def test_dragging_takes_the_drawing_along(view: TwoAxesView) -> None:
    times = layout_of(view).time_at(500, 300)
    drag(view, QPoint(500, 300), QPoint(560, 380))
    assert layout_of(view).time_at(560, 380) == pytest.approx(times)


def test_a_box_drawn_with_ctrl_is_come_closer_to(view: TwoAxesView) -> None:
    layout = layout_of(view)
    low, high = layout.time_at(300, 500), layout.time_at(600, 200)
    drag(view, QPoint(300, 200), QPoint(600, 500), CTRL)
    area = area_of(view)
    assert (area.across.t0, area.up.t0) == pytest.approx(low)
    assert (area.across.t1, area.up.t1) == pytest.approx(high)


def test_a_box_drawn_with_shift_selects_what_is_in_it(view: TwoAxesView) -> None:
    drag(view, QPoint(140, 50), QPoint(980, 690), SHIFT)
    assert len(view.selected_keys()) == 5


def test_a_click_selects_and_a_double_click_opens(view: TwoAxesView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.selection_changed) as told:
        QTest.mouseClick(view, LEFT, NONE, place_of(view, 2))
    assert told.args == [["event:2"]]
    QTest.mouseClick(view, LEFT, CTRL, place_of(view, 4))
    assert view.selected_keys() == ["event:2", "quotation:4"]
    with qtbot.waitSignal(view.mark_activated) as opened:
        QTest.mouseDClick(view, LEFT, NONE, place_of(view, 2))
    assert opened.args == ["event:2"]
    QTest.mouseClick(view, LEFT, NONE, QPoint(970, 650))
    assert view.selected_keys() == []


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_hovering_shows_a_card_with_the_words(view: TwoAxesView, qtbot: QtBot) -> None:
    QTest.mouseMove(view, place_of(view, 2))
    qtbot.waitUntil(view.cards.card.isVisible, timeout=3000)
    assert "Event 2" in [label.text() for label in view.cards.card.findChildren(QLabel)]


# --------------------------------------------------------------------------- keys


def test_tab_goes_from_mark_to_mark_and_leaves_after_the_last(view: TwoAxesView) -> None:
    seen = []
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        seen += view.selected_keys()
    assert seen == ["event:1", "event:2", "quotation:4", "event:3", "quotation:5"]
    assert not view._keys.do(None)
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.selected_keys() == ["event:3"]


def test_arrows_go_to_what_is_nearest_on_their_side(view: TwoAxesView) -> None:
    view.select("event:1")
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.selected_keys() == ["event:2"]
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.selected_keys() == ["quotation:4"]
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert view.selected_keys() == ["quotation:4", "event:2"]


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_enter_opens_and_space_peeks(view: TwoAxesView, qtbot: QtBot) -> None:
    view.select("quotation:5")
    with qtbot.waitSignal(view.mark_activated) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["quotation:5"]
    with qtbot.waitSignal(view.peek_requested):
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.cards.card.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not view.cards.card.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.cards.card.isVisible()
    assert view.selected_keys() == ["quotation:5"]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_keys() == []


def test_z_draws_the_area_to_show_and_escape_gives_it_up(view: TwoAxesView) -> None:
    before = area_of(view)
    begin, end = QPoint(400, 300), QPoint(600, 450)
    for is_wanted in (False, True):
        QTest.keyClick(view, Qt.Key.Key_Z)
        QTest.mousePress(view, LEFT, NONE, begin)
        QTest.mouseMove(view, QPoint(450, 350))
        QTest.mouseMove(view, end)
        if not is_wanted:
            QTest.keyClick(view, Qt.Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, NONE, end)
        is_closer = area_of(view).across.seconds < before.across.seconds / 2
        assert is_closer is is_wanted


def test_keys_zoom_pan_and_fit(view: TwoAxesView) -> None:
    before = area_of(view)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert area_of(view).across.seconds < before.across.seconds
    QTest.keyClick(view, Qt.Key.Key_Right, CTRL)
    assert area_of(view).across.t0 > before.across.t0
    up = area_of(view).up.t0
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert area_of(view).up.t0 > up
    QTest.keyClick(view, Qt.Key.Key_0)
    everything = area_of(view)
    view.select("event:2")
    QTest.keyClick(view, Qt.Key.Key_F)
    area = area_of(view)
    assert area.across.seconds < everything.across.seconds
    assert area.across.t0 < seconds("2031-04-12") < area.across.t1
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Minus, Qt.Key.Key_PageDown):
        QTest.keyClick(view, key)
    assert area_of(view).across.seconds > area.across.seconds


def test_what_belongs_to_lanes_alone_is_left_to_others(view: TwoAxesView) -> None:
    view.select("event:2")
    before = area_of(view)
    QTest.keyClick(view, Qt.Key.Key_Right, ALT)
    QTest.keyClick(view, Qt.Key.Key_C)
    assert area_of(view) == before


def test_the_menu_key_asks_for_the_menu_of_the_current_mark(
    view: TwoAxesView, qtbot: QtBot
) -> None:
    view.select("event:3")
    with qtbot.waitSignal(view.menu_wanted) as asked:
        QTest.keyClick(view, Qt.Key.Key_F10, SHIFT)
    assert asked.args is not None
    assert asked.args[0] == "event:3"


# --------------------------------------------------------------------------- in words


def test_the_current_mark_is_told_with_how_late_it_was_reported(view: TwoAxesView) -> None:
    assert view.accessibleDescription() == "5 marks; arrow keys go from mark to mark"
    view.select("event:2")
    words = view.accessibleDescription()
    assert words.startswith("2 of 5: Event. Event 2")
    assert words.endswith("Reported 6 day(s) later")
    view.select("event:3")
    assert view.accessibleDescription().endswith("Announced 6 day(s) ahead")
    view.select("event:1")
    assert view.accessibleDescription().endswith("Reported the same day")
