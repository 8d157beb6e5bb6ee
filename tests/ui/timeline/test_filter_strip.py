"""The filters of the timeline, which are made when they are first needed."""

import pytest
from PySide6.QtWidgets import QApplication

from stanceline.domain.errors import StancelineError
from stanceline.domain.marks import MarkFilter
from stanceline.domain.timelines import SavedView
from stanceline.services import speakers
from stanceline.services.views import save_view, saved_views, set_default_view
from stanceline.services.workspace import Workspace
from stanceline.ui.timeline.filter_row import FilterRow
from stanceline.ui.timeline.timeline_panel import TimelinePanel
from ui.window_builders import KEY, SHIFT, press, settle, write

GONE = 99_999


@pytest.fixture
def sample(sample_path):
    with Workspace.open(sample_path) as workspace:
        set_default_view(workspace, None)
        yield workspace


@pytest.fixture
def opened(qtbot, theme, sample):
    panels = []

    def open_panel():
        panel = TimelinePanel(sample, theme)
        panels.append(panel)
        panel.refusals = []
        panel.refused.connect(panel.refusals.append)
        qtbot.addWidget(panel)
        panel.resize(1400, 700)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        settle()
        return panel

    yield open_panel
    for panel in panels:
        panel.stop()


def test_nothing_is_made_before_somebody_asks_for_it(opened):
    panel = opened()
    assert panel.n_shown > 0
    assert not panel.findChildren(FilterRow)
    assert (panel.wanted(), panel.query()) == (MarkFilter(), "")

    panel.filter_button.click()
    settle()
    assert panel.filters.isVisible()
    panel.filters.stances.set_ticked(frozenset({"opposes"}))
    settle()
    assert panel.filter_button.text() == "Filter · 1"
    panel.filter_button.click()
    assert not panel.strip.isVisible()


def test_the_menu_of_a_mark_makes_none_until_it_narrows(opened):
    panel = opened()
    mark = next(mark for mark in panel.marks() if mark.speakers)
    menu = panel.menus.menu_of(mark.key)
    only = next(each.menu() for each in menu.actions() if "only" in each.text())
    assert not panel.strip.has_filters

    only.actions()[0].trigger()
    settle()
    assert panel.wanted().speaker_ids == {mark.speakers[0].id}


def test_tab_leads_from_the_head_through_all_filters(opened):
    panel = opened()
    panel.filter_button.click()
    panel.filters.since.setText("2024-01")
    panel.filters.since.editingFinished.emit()
    panel.head.more.setFocus()
    seen = []
    for _ in range(13):
        press(KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    filters = panel.filters
    expected = [
        filters.query_box,
        *(popup for popup in filters._popups if popup.isVisible()),
        *(filters.since, filters.until, filters.clear_button),
    ]
    assert seen[: len(expected)] == expected
    assert not filters.isAncestorOf(seen[len(expected)])
    filters.query_box.setFocus()
    press(KEY.Key_Tab, SHIFT)
    assert QApplication.focusWidget() is panel.head.more


def test_a_view_that_narrows_to_somebody_who_is_gone_narrows_to_the_others(sample, opened):
    known = speakers.all_speakers(sample)[0].id
    view = SavedView("Both", wanted=MarkFilter(speaker_ids=frozenset({known, GONE})))
    save_view(sample, view)
    set_default_view(sample, next(v.name for v in saved_views(sample) if v.name == "Both"))

    panel = opened()
    assert panel.wanted().speaker_ids == {known}
    assert panel.filter_button.text() == "Filter · 1"
    assert panel.views.has_changes()


def test_what_cannot_be_read_for_them_is_told_and_read_again_later(opened, monkeypatch):
    panel = opened()

    def fail(_workspace):
        raise StancelineError("The disk is gone.")

    with monkeypatch.context() as broken:
        broken.setattr(speakers, "all_speakers", fail)
        panel.filter_button.click()
    assert panel.refusals == ["The disk is gone."]

    panel.filters.query_box.setFocus()
    write("accord")
    press(KEY.Key_Return)
    assert panel.filters.speakers.isEnabled()
