"""The row above the timeline: lanes, time, and the field for a date."""

from dataclasses import replace

import pytest

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, LaneOrder, TimeAxis
from stanceline.ui.timeline.jump_field import JumpField
from stanceline.ui.timeline.lanes_menu import AxisMenu, LanesMenu
from ui.window_builders import KEY, press, settle, write

HIDDEN = [("speaker:3", "Bo & Cleo"), ("speaker:4", "Dov")]


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    settle()
    return widget


@pytest.fixture(autouse=True)
def look(theme):
    return theme


@pytest.fixture
def lanes(qtbot):
    return shown(qtbot, LanesMenu(lambda: HIDDEN))


@pytest.fixture
def jump(qtbot):
    field = shown(qtbot, JumpField())
    field.setFocus()
    return field


def action_of(menu, text: str):
    """The action of this text, in the menu or one that lies in it."""
    for action in menu.actions():
        if action.text().replace("&", "").rstrip("…") == text:
            return action
        if action.menu() is not None:
            found = action_of(action.menu(), text)
            if found is not None:
                return found
    return None


def choose(button, text: str) -> None:
    button.about_to_open.emit()
    action_of(button.menu_shown, text).trigger()


def test_the_button_says_what_the_lanes_stand_for(lanes):
    assert lanes.text().startswith("by speaker")
    lanes.show_arrangement(Arrangement(lanes=LaneKey.SOURCE, within=LaneKey.TOPIC))
    assert lanes.accessibleDescription() == "by outlet, then topic"


def test_lanes_nesting_and_order_are_chosen(lanes, qtbot):
    with qtbot.waitSignal(lanes.wanted) as told:
        choose(lanes, "by affiliation")
    assert told.args == [Arrangement(lanes=LaneKey.AFFILIATION)]
    with qtbot.waitSignal(lanes.wanted) as told:
        choose(lanes, "topic")
    assert told.args == [Arrangement(within=LaneKey.TOPIC)]
    with qtbot.waitSignal(lanes.wanted) as told:
        choose(lanes, "first in time first")
    assert told.args == [Arrangement(order=LaneOrder.BY_FIRST_DATE)]


def test_a_lane_is_never_nested_in_its_own_kind(lanes, qtbot):
    lanes.show_arrangement(Arrangement(lanes=LaneKey.SPEAKER, within=LaneKey.TOPIC))
    with qtbot.waitSignal(lanes.wanted) as told:
        choose(lanes, "by topic")
    assert told.args == [Arrangement(lanes=LaneKey.TOPIC)]


def test_hidden_lanes_come_back_by_name_or_all_at_once(lanes, qtbot):
    arrangement = Arrangement(hidden=frozenset(key for key, _ in HIDDEN))
    lanes.show_arrangement(arrangement)
    with qtbot.waitSignal(lanes.wanted) as told:
        choose(lanes, "Bo  Cleo")
    assert told.args == [replace(arrangement, hidden=frozenset({"speaker:4"}))]
    with qtbot.waitSignal(lanes.wanted) as told:
        choose(lanes, "Show all of them")
    assert told.args == [Arrangement()]


def test_the_time_along_the_axis_is_chosen_and_silences_folded(qtbot):
    axis = shown(qtbot, AxisMenu())
    assert axis.text().startswith("when it happened")
    with qtbot.waitSignal(axis.wanted) as told:
        choose(axis, "published against happened")
    assert told.args == [Arrangement(axis=TimeAxis.BOTH)]
    with qtbot.waitSignal(axis.wanted) as told:
        choose(axis, "Fold silent stretches")
    assert told.args == [Arrangement(folds_gaps=True)]


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("June 2024", "2024-06"),
        ("2024-06-19", "2024-06-19"),
        ("44 BC", "-0043"),
        ("June", "2031-06"),
    ],
)
def test_a_date_is_understood_as_edtf_and_in_words(jump, qtbot, typed, date):
    jump.set_near("2031-05-22")
    write(typed)
    with qtbot.waitSignal(jump.jumped) as told:
        press(KEY.Key_Return)
    assert told.args == [date]
    assert jump.text() == ""


def test_what_is_no_date_is_marked_until_it_is_changed(jump, qtbot):
    write("whenever")
    with qtbot.assertNotEmitted(jump.jumped):
        press(KEY.Key_Return)
    assert jump.property("invalid") == "true"
    assert "Not understood" in jump.accessibleDescription()
    write("x")
    assert jump.property("invalid") == "false"


def test_escape_and_an_empty_field_lead_back(jump, qtbot):
    with qtbot.waitSignal(jump.left):
        press(KEY.Key_Return)
    write("June")
    with qtbot.waitSignal(jump.left):
        press(KEY.Key_Escape)
    assert jump.text() == ""
