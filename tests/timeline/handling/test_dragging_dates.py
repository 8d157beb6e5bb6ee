import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from stanceline.domain.civil import SECONDS_PER_DAY, seconds_from_civil
from stanceline.domain.edtf import Precision, parse
from stanceline.domain.marks import LaneKey, Mark
from stanceline.domain.timelines import Arrangement, TimeAxis
from stanceline.timeline.handling.dragging_dates import DateDrag, Grip, NewDate, stepped, unit_for
from stanceline.timeline.view import TimelineView
from stanceline.timeline.words.wording import ENGLISH
from timeline.builders import a_quotation, an_event, the_affair
from timeline.showing import (
    ALT,
    SHIFT,
    box_of,
    click,
    drag,
    lanes_shown,
    layout_of,
    open_view,
    place_of,
    press,
    show,
)

DAY = float(SECONDS_PER_DAY)


def dragged(text: str, grip: Grip, n_days: float, *, is_fine: bool = False) -> str | None:
    date = parse(text)
    drag = DateDrag(date, grip)
    grabbed = max(date.bounds.t0, seconds_from_civil(2000)) + DAY / 2
    drag.move(grabbed, grabbed + n_days * DAY, is_fine=is_fine)
    return drag.text


# --------------------------------------------------------------------------- dates alone


@pytest.mark.parametrize(
    ("text", "grip", "n_days", "wanted"),
    [
        ("2031-05-14", Grip.WHOLE, 3.4, "2031-05-17"),
        ("2031-05-14?", Grip.WHOLE, -14, "2031-04-30?"),
        ("2031-05", Grip.WHOLE, 33, "2031-06"),
        ("2031-05-30/2031-06-10", Grip.WHOLE, 2, "2031-06-01/2031-06-12"),
        ("2031-05-30/2031-06-10", Grip.END, 5, "2031-05-30/2031-06-15"),
        ("2031-05-30/2031-06-10", Grip.START, -2, "2031-05-28/2031-06-10"),
        ("2031-05-12/..", Grip.START, 1, "2031-05-13/.."),
        ("2031-05-12/..", Grip.WHOLE, 1, "2031-05-13/.."),
        ("[2031-05-01..2031-05-09]", Grip.END, 1, "[2031-05-01..2031-05-10]"),
    ],
)
def test_a_drag_keeps_kind_doubt_and_precision(
    text: str, grip: Grip, n_days: float, wanted: str
) -> None:
    assert dragged(text, grip, n_days) == wanted


def test_with_shift_a_month_becomes_a_day() -> None:
    assert dragged("2031-05", Grip.WHOLE, 9, is_fine=True) == "2031-05-10"


def test_what_does_not_move_asks_for_nothing() -> None:
    assert dragged("2031-05-14", Grip.WHOLE, 0.2) is None


def test_what_cannot_be_is_told_and_asks_for_nothing() -> None:
    drag = DateDrag(parse("2031-05-30/2031-06-10"), Grip.END)
    end = float(seconds_from_civil(2031, 6, 11))
    drag.move(end, end - 60 * DAY, is_fine=False)
    assert drag.text is None
    assert "before it starts" in drag.read_out(ENGLISH)[1]
    drag.move(end, end + DAY, is_fine=False)
    assert drag.read_out(ENGLISH) == [
        "2031-05-30/2031-06-11",
        "from 30 May 2031 to 11 Jun 2031",
    ]


def test_a_step_is_one_unit_of_the_date() -> None:
    assert stepped(parse("2031-05"), Grip.WHOLE, 1) == "2031-06"
    assert stepped(parse("199X"), Grip.WHOLE, -1) == "198X"
    assert stepped(parse("2031-05-31"), Grip.END, 2) == "2031-05-31/2031-06-02"
    assert stepped(parse("2031-05-31/.."), Grip.END, 1) is None


def test_the_zoom_decides_what_a_new_date_can_mean() -> None:
    assert unit_for(3600.0, is_fine=False) is Precision.DAY
    assert unit_for(3600.0, is_fine=True) is Precision.MINUTE
    assert unit_for(30 * DAY, is_fine=False) is Precision.YEAR


def test_a_new_date_grows_from_where_it_began() -> None:
    begin = NewDate.at(seconds_from_civil(2031, 5, 14, 9), Precision.DAY)
    assert begin.date.text == "2031-05-14"
    for day, wanted in ((20, "2031-05-14/2031-05-20"), (10, "2031-05-10/2031-05-14")):
        later = begin.reaching(seconds_from_civil(2031, 5, day, 3), Precision.DAY)
        assert later.date.text == wanted
    assert begin.stepped(2, is_longer=True).date.text == "2031-05-14/2031-05-16"
    assert begin.stepped(2, is_longer=False).date.text == "2031-05-16"


def test_beyond_the_year_9999_a_new_date_is_a_year() -> None:
    date = NewDate.at(seconds_from_civil(12_000, 5), Precision.DAY).date
    assert date.text == "Y12000"


# --------------------------------------------------------------------------- with the mouse


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    return open_view(qtbot, the_affair())


def px_per_day(view: TimelineView) -> float:
    window = view.window_shown()
    assert window is not None
    return layout_of(view).plot.width / window.seconds * DAY


def test_a_selected_mark_is_dragged_to_another_day(view: TimelineView, qtbot: QtBot) -> None:
    click(view, place_of(view, "event:28"))
    start, before = place_of(view, "event:28"), view.window_shown()
    with qtbot.waitSignal(view.date_wanted) as told:
        drag(view, start, start - QPoint(round(3 * px_per_day(view)), 0))
    assert told.args == ["event:28", "2031-07-05"]
    assert view.window_shown() == before


@pytest.mark.parametrize(
    ("side", "n_days", "wanted"),
    [
        ("end", 4, "2031-05-30/2031-06-14"),
        ("start", -6, "2031-05-24/2031-06-10"),
        ("middle", 2, "2031-06-01/2031-06-12"),
    ],
)
def test_the_ends_of_a_selected_bar_are_dragged(
    view: TimelineView, qtbot: QtBot, side: str, n_days: int, wanted: str
) -> None:
    click(view, place_of(view, "event:3"))
    x0, y0, x1, y1 = box_of(view, "event:3")
    x = {"start": x0 + 1, "end": x1 - 1, "middle": (x0 + x1) / 2}[side]
    start = QPoint(round(x), round((y0 + y1) / 2))
    with qtbot.waitSignal(view.date_wanted) as told:
        drag(view, start, start + QPoint(round(n_days * px_per_day(view)), 0))
    assert told.args == ["event:3", wanted]


def test_escape_gives_a_drag_of_a_date_up(view: TimelineView, qtbot: QtBot) -> None:
    click(view, place_of(view, "event:28"))
    start = place_of(view, "event:28")
    with qtbot.assertNotEmitted(view.date_wanted):
        drag(view, start, start + QPoint(80, 0), is_let_go=False)
        assert view.canvas.highlights().dragged is not None
        assert not view.grab().isNull()
        press(view, Qt.Key.Key_Escape)
        assert view.canvas.highlights().dragged is None
        qtbot.mouseRelease(view.canvas.viewport(), Qt.MouseButton.LeftButton)
    assert view.selected_keys() == ["event:28"]


def test_on_the_axis_of_publication_dates_cannot_be_dragged(qtbot: QtBot) -> None:
    view = open_view(qtbot, the_affair(), Arrangement(LaneKey.SPEAKER, axis=TimeAxis.PUBLISHED))
    key = lanes_shown(view).key(int(layout_of(view).hit_marks[0]))
    view.select(key)
    with qtbot.assertNotEmitted(view.date_wanted):
        press(view, Qt.Key.Key_Right, ALT)


# --------------------------------------------------------------------------- with the keys


def test_alt_and_an_arrow_moves_a_date_by_its_unit(view: TimelineView, qtbot: QtBot) -> None:
    view.select("event:28")
    with qtbot.waitSignal(view.date_wanted) as told:
        press(view, Qt.Key.Key_Right, ALT)
    assert told.args == ["event:28", "2031-07-09"]
    # What was asked for counts, although nobody has shown the mark anew yet.
    with qtbot.waitSignal(view.date_wanted) as told:
        press(view, Qt.Key.Key_Right, ALT)
    assert told.args == ["event:28", "2031-07-10"]
    with qtbot.waitSignal(view.date_wanted) as told:
        press(view, Qt.Key.Key_Right, ALT | SHIFT)
    assert told.args == ["event:28", "2031-07-10/2031-07-11"]


def moved_to(date: str) -> list[Mark]:
    """The affair with another date for its 28th event."""
    return [
        replace(mark, date=parse(date)) if mark.key == "event:28" else mark for mark in the_affair()
    ]


def test_a_key_that_is_held_down_is_faster_than_the_workspace(
    view: TimelineView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.select("event:28")

    def press_and_see() -> str:
        with qtbot.waitSignal(view.date_wanted) as told:
            press(view, Qt.Key.Key_Right, ALT)
        return str(told.args[1])

    assert [press_and_see() for _ in range(3)] == ["2031-07-09", "2031-07-10", "2031-07-11"]
    show(view, the_affair())
    assert press_and_see() == "2031-07-12"
    show(view, moved_to("2031-07-10"))
    assert press_and_see() == "2031-07-13"
    show(view, moved_to("2031-07-13"))
    assert press_and_see() == "2031-07-14"
    # When the date is another than was asked for after a while, it counts.
    later = time.monotonic() + 5
    monkeypatch.setattr("stanceline.timeline.handling.awaiting.time.monotonic", lambda: later)
    show(view, moved_to("2031-07-01"))
    assert press_and_see() == "2031-07-02"


def test_a_drag_of_a_date_goes_on_when_other_marks_change(qtbot: QtBot) -> None:
    storm, calm = an_event(1, "Storm", "2031-05-02"), an_event(2, "Calm", "2031-05-20")
    view = open_view(qtbot, [storm, calm])
    click(view, place_of(view, "event:1"))
    start = place_of(view, "event:1")
    end = start + QPoint(round(3 * px_per_day(view)), 0)
    drag(view, start, end, is_let_go=False)
    show(view, [storm, an_event(2, "Calm", "2031-05-19")])
    with qtbot.waitSignal(view.date_wanted) as told:
        qtbot.mouseRelease(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert told.args == ["event:1", "2031-05-05"]


def test_a_drag_of_a_date_ends_when_the_mark_itself_changes(qtbot: QtBot) -> None:
    storm, calm = an_event(1, "Storm", "2031-05-02"), an_event(2, "Calm", "2031-05-20")
    view = open_view(qtbot, [storm, calm])
    click(view, place_of(view, "event:1"))
    start = place_of(view, "event:1")
    with qtbot.assertNotEmitted(view.date_wanted):
        drag(view, start, start + QPoint(60, 0), is_let_go=False)
        show(view, [an_event(1, "Storm", "2031-05-09"), calm])
        qtbot.mouseRelease(view.canvas.viewport(), Qt.MouseButton.LeftButton)
    assert view.canvas.highlights().dragged is None


def test_a_quotation_moves_by_keys_too(qtbot: QtBot) -> None:
    view = open_view(qtbot, [a_quotation(1, "2031-05"), an_event(1, "Storm", "2031-05-02")])
    view.select("quotation:1")
    with qtbot.waitSignal(view.date_wanted) as told:
        press(view, Qt.Key.Key_Left, ALT)
    assert told.args == ["quotation:1", "2031-04"]


# --------------------------------------------------------------------------- new events


def test_n_and_enter_place_a_new_event_by_keys(view: TimelineView, qtbot: QtBot) -> None:
    view.select("event:28")
    focused = view.canvas.selection.focused
    assert focused is not None
    lane = lanes_shown(view).lanes[focused.lane].key
    press(view, Qt.Key.Key_N)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right, SHIFT)
    press(view, Qt.Key.Key_Right, SHIFT)
    assert not view.grab().isNull()
    with qtbot.waitSignal(view.event_wanted) as told:
        press(view, Qt.Key.Key_Return)
    assert told.args == ["2031-07-09/2031-07-11", lane]
    press(view, Qt.Key.Key_N)
    press(view, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(view.event_wanted):
        press(view, Qt.Key.Key_Return)


def test_n_and_a_drag_draw_a_new_event(view: TimelineView, qtbot: QtBot) -> None:
    boxes = layout_of(view).lanes
    y = round((boxes[1].box.y0 + boxes[1].box.y1) / 2)
    x0 = round(view.canvas.x_of_civil(seconds_from_civil(2031, 5, 3, 12)))
    x1 = round(view.canvas.x_of_civil(seconds_from_civil(2031, 5, 9, 12)))
    key = lanes_shown(view).lanes[1].key
    press(view, Qt.Key.Key_N)
    with qtbot.waitSignal(view.event_wanted) as told:
        drag(view, QPoint(x0, y), QPoint(x1, y))
    assert told.args == ["2031-05-03/2031-05-09", key]
    press(view, Qt.Key.Key_N)
    with qtbot.waitSignal(view.event_wanted) as told:
        click(view, QPoint(x0, y))
    assert told.args == ["2031-05-03", key]
    before = view.window_shown()
    drag(view, QPoint(x0, y + 3), QPoint(x1, y + 3))
    assert view.window_shown() != before
