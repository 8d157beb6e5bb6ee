"""The timeline with its filters, lanes and saved views."""

import pytest
from PySide6.QtTest import QTest

from stanceline.domain.edtf import parse
from stanceline.domain.marks import LaneKey, MarkKind
from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.services.views import save_view, saved_views
from stanceline.services.workspace import Workspace
from stanceline.ui.timeline.filter_bar import FilterBar
from stanceline.ui.timeline.panel import TimelinePanel
from ui.window_builders import KEY, press, settle, write


@pytest.fixture
def sample(sample_path):
    with Workspace.open(sample_path) as workspace:
        yield workspace


@pytest.fixture
def panel(qtbot, theme, sample):
    panel = TimelinePanel(sample, theme)
    qtbot.addWidget(panel)
    panel.resize(1400, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    settle()
    return panel


def entries(menu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def test_a_view_is_saved_under_a_name_and_chosen_again(panel, sample):
    panel.set_lanes(LaneKey.TOPIC)
    panel.filters.stances.set_ticked(frozenset({"opposes"}))
    panel.filters.since.setText("2024-04")
    panel.filters.until.setText("2024-06-15")
    panel.filters.until.editingFinished.emit()
    wanted = panel.wanted()
    n_shown = len(panel.marks())
    panel.views.ask_for_name()
    panel.views.name.clear()
    write("Against, in spring")
    press(KEY.Key_Return)
    assert not panel.views.name.isVisible()
    stored = {view.name: view for view in saved_views(sample)}
    assert stored["Against, in spring"] == SavedView(
        "Against, in spring", Arrangement(LaneKey.TOPIC), wanted
    )

    panel.set_lanes(LaneKey.SPEAKER)
    panel.filters.clear()
    assert "Against, in spring" in entries(panel.views.menu)
    action = next(a for a in panel.views.menu.actions() if a.text() == "Against, in spring")
    action.trigger()
    assert panel.lanes() is LaneKey.TOPIC
    assert panel.wanted() == wanted
    assert (panel.filters.since.text(), panel.filters.until.text()) == ("2024-04-01", "2024-06-15")
    assert len(panel.marks()) == n_shown


def test_a_view_can_be_forgotten(panel, sample):
    save_view(sample, SavedView("Mine & yours"))
    panel.views.menu.aboutToShow.emit()
    delete = next(a.menu() for a in panel.views.menu.actions() if a.menu() is not None)
    next(a for a in delete.actions() if a.text() == "Mine && yours").trigger()
    assert "Mine & yours" not in {view.name for view in saved_views(sample)}


def test_escape_closes_the_name_of_a_view_without_saving(panel, sample):
    before = saved_views(sample)
    panel.views.ask_for_name()
    write("Not this")
    press(KEY.Key_Escape)
    assert not panel.views.name.isVisible()
    assert saved_views(sample) == before


@pytest.mark.parametrize("text", ["2024-06-19", "2024-06", "-0044-03-15", "2024-06-19T10:30:00"])
def test_bounds_come_back_as_they_were_typed(panel, text):
    filters = panel.filters
    filters.since.setText(text)
    filters.until.setText(text)
    filters.until.editingFinished.emit()
    wanted = filters.wanted()
    bounds = parse(text).bounds
    assert (wanted.since, wanted.until) == (bounds.t0, bounds.t1)
    filters.clear()
    filters.set_wanted(wanted)
    assert filters.wanted() == wanted


def test_words_for_a_date_are_understood_and_nonsense_is_marked(panel):
    field = panel.filters.since
    field.setText("since when")
    field.editingFinished.emit()
    assert field.property("invalid") == "true"
    assert panel.wanted().since is None
    field.setText("June 2024")
    field.editingFinished.emit()
    assert field.property("invalid") == "false"
    assert panel.wanted().since is not None


def test_each_control_narrows_and_clear_lets_everything_through(panel):
    everything = len(panel.marks())
    filters: FilterBar = panel.filters
    filters.kinds.set_ticked(frozenset({MarkKind.EVENT.value}))
    n_events = len(panel.marks())
    assert 0 < n_events < everything
    filters.words.setText("accord")
    assert 0 < len(panel.marks()) < n_events
    assert filters.n_active == 2
    assert panel._count.whole_text().startswith(f"{len(panel.marks())} of {everything} marks")
    filters.words.setText("zzz")
    assert panel.marks() == []
    assert not any(button.isEnabled() for button in panel._zoom_buttons)
    filters.clear_button.click()
    assert len(panel.marks()) == everything
    assert not filters.clear_button.isVisible()


def test_in_a_narrow_window_the_filters_are_behind_a_button_that_counts_them(panel):
    assert panel.filters.isVisible()
    assert not panel.filter_button.isVisible()
    panel.resize(900, 500)
    settle()
    assert not panel.filters.isVisible()
    panel.filters.words.setText("accord")
    assert panel.filter_button.text() == "Filter · 1"
    panel.filter_button.click()
    assert panel.filters.isVisible()
    panel.filter_button.click()
    panel.filters.words.setText("zzz")
    assert panel.filters.clear_button.isVisible()


def test_what_changed_while_it_was_hidden_is_shown_when_it_is_seen(panel, sample, qtbot):
    from stanceline.services.events import all_events, delete_event
    from stanceline.services.workspace import Changed

    before = len(panel.marks())
    panel.hide()
    delete_event(sample, all_events(sample)[0].id)
    panel.workspace_changed(frozenset({Changed.EVENTS}))
    assert len(panel.marks()) == before
    panel.show()
    qtbot.waitUntil(lambda: len(panel.marks()) == before - 1)


def test_enter_on_a_mark_asks_for_its_words_and_escape_leads_back(panel, qtbot):
    key = panel.marks()[0].key
    panel.view.select(key)
    panel.view.setFocus()
    with qtbot.waitSignal(panel.mark_activated) as activated:
        QTest.keyClick(panel.view.canvas, KEY.Key_Return)
    assert activated.args == [key]
    with qtbot.assertNotEmitted(panel.left):
        QTest.keyClick(panel.view.canvas, KEY.Key_Escape)
    assert panel.view.selected_key() is None
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.view.canvas, KEY.Key_Escape)
