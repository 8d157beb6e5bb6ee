"""The menus: what they offer when, and what their keys do."""

import pytest

from builders import BRIDGE, an_article
from stanceline.ui.settings import TimelinePlace
from ui.window_builders import CTRL, KEY, SHIFT, press, select_words, settle


@pytest.fixture
def window(open_window, workspace):
    an_article(workspace, BRIDGE)
    return open_window(workspace)


def action(window, text: str):
    for menu in (each.menu() for each in window.menuBar().actions()):
        for found in menu.actions():
            if found.text().replace("&", "").split("\t")[0] == text:
                return found
    raise AssertionError(text)


def test_what_needs_an_article_is_offered_only_when_one_is_open(window):
    names = ("Find in the article…", "Next suggestion", "Look again in this article")
    assert all(action(window, name).isEnabled() for name in names)
    window.open_article(None)
    assert not any(action(window, name).isEnabled() for name in names)


def test_the_long_keys_reach_from_the_card_to_the_event(qtbot, window):
    select_words(qtbot, window, "The inspectors began their work")
    assert window.pane.quotation_card.isVisible()
    press(KEY.Key_E, CTRL | SHIFT)
    assert window.pane.event_card.isVisible()
    assert not window.pane.quotation_card.isVisible()
    press(KEY.Key_Q, CTRL | SHIFT)
    assert window.pane.quotation_card.isVisible()


def test_the_timeline_is_shown_below_alone_or_not_at_all(window):
    assert action(window, "Timeline below the article").isChecked()
    press(KEY.Key_T, CTRL)
    assert not window.timeline.isVisible()
    assert not action(window, "Timeline below the article").isChecked()
    press(KEY.Key_2, CTRL)
    assert window.settings.timeline_place is TimelinePlace.FULL
    assert not window.library.isVisible()
    press(KEY.Key_1, CTRL)
    assert window.library.isVisible()
    assert window.timeline.isVisible()


def test_the_size_of_the_text_changes_with_keys(window):
    size = window.pane.reader.text_size
    press(KEY.Key_Plus, CTRL)
    assert window.pane.reader.text_size == size + 1
    press(KEY.Key_Minus, CTRL)
    press(KEY.Key_Minus, CTRL)
    assert window.settings.reading_text_px == size - 1
    press(KEY.Key_0, CTRL)
    assert window.pane.reader.text_size == size


def test_recent_workspaces_are_listed_by_name(window, workspace_path):
    window.settings.remember_workspace(workspace_path.with_name("black & white.stanceline"))
    recent = action(window, "Open recent").menu()
    recent.aboutToShow.emit()
    assert recent.actions()[0].text() == "black && white"
    asked = []
    window.open_requested.connect(asked.append)
    recent.actions()[0].trigger()
    settle()
    assert asked == [workspace_path.with_name("black & white.stanceline")]
