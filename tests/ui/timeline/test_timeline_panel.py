"""The timeline with its filters, lanes, views, notes, table and shelf."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from stanceline.domain.edtf import parse
from stanceline.domain.events import EventDraft
from stanceline.domain.marks import LaneKey, MarkFilter, MarkKind
from stanceline.domain.timelines import Arrangement, Era, LaneOrder, Note, SavedView, TimeAxis
from stanceline.services import events, undoing
from stanceline.services.views import save_view, saved_views, set_default_view
from stanceline.services.workspace import Changed, Workspace
from stanceline.timeline.two_axes.table import two_times
from stanceline.ui.timeline.filter_row import FilterRow
from stanceline.ui.timeline.legend_strip import STANCE, SUGGESTED
from stanceline.ui.timeline.new_event_card import NewEventCard
from stanceline.ui.timeline.timeline_panel import TimelinePanel
from ui.window_builders import KEY, SHIFT, press, settle, write


@pytest.fixture
def sample(sample_path):
    with Workspace.open(sample_path) as workspace:
        for view in saved_views(workspace):
            if view.is_default:
                set_default_view(workspace, None)
        yield workspace


def opened(qtbot, theme, workspace, size=(1400, 700)):
    panel = TimelinePanel(workspace, theme)
    refused = []
    panel.refused.connect(refused.append)
    panel.refusals = refused
    qtbot.addWidget(panel)
    panel.resize(*size)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    settle()
    # What the window does after each action.
    workspace.listen(panel.workspace_changed)
    return panel


@pytest.fixture
def panel(qtbot, theme, sample):
    panel = opened(qtbot, theme, sample)
    yield panel
    panel.stop()


def entries(menu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def action_of(menu, text: str):
    return next(each for each in menu.actions() if each.text().replace("&", "") == text)


def some_event(panel):
    """An event with a plain day, which is easily moved."""
    return next(
        mark
        for mark in panel.marks()
        if mark.kind is MarkKind.EVENT and mark.date and len(mark.date.text) == len("2024-06-19")
    )


# Views


def test_a_view_is_saved_under_a_name_and_chosen_again(panel, sample, qtbot):
    panel.arrange(Arrangement(lanes=LaneKey.TOPIC, within=LaneKey.SPEAKER, folds_gaps=True))
    panel.filters.stances.set_ticked(frozenset({"opposes"}))
    panel.filters.since.setText("2024-04")
    panel.filters.until.setText("2024-06-15")
    panel.filters.until.editingFinished.emit()
    panel.filters.query_box.setText("water OR lake")
    qtbot.waitUntil(lambda: panel._read.asked.query != "")
    wanted, shown, n_shown = panel.wanted(), panel.view_shown(), len(panel.marks())
    panel.views.ask_for_name()
    panel.views.name.clear()
    write("Against, in spring")
    press(KEY.Key_Return)
    assert not panel.views.name.isVisible()
    stored = {view.name: view for view in saved_views(sample)}["Against, in spring"]
    assert stored == replace(shown, name="Against, in spring")
    assert not panel.views.has_changes()

    panel.arrange(Arrangement())
    panel.filters.clear()
    assert panel.views.has_changes()
    assert panel.views.button.text().startswith("Against, in spring •")
    panel.views.fill()
    action_of(panel.views.menu, "Against, in spring").trigger()
    assert panel.arrangement() == shown.arrangement
    assert (panel.wanted(), panel.query()) == (wanted, "water OR lake")
    assert (panel.filters.since.text(), panel.filters.until.text()) == ("2024-04-01", "2024-06-15")
    assert len(panel.marks()) == n_shown
    assert not panel.views.has_changes()


def test_changes_are_saved_taken_back_renamed_doubled_and_forgotten(panel, sample):
    save_view(sample, SavedView("Mine & yours"))
    panel.views.fill()
    action_of(panel.views.menu, "Mine  yours").trigger()
    panel.set_lanes(LaneKey.SOURCE)
    panel.views.fill()
    action_of(panel.views.menu, "Back to what is saved").trigger()
    assert panel.lanes() is LaneKey.SPEAKER
    panel.set_lanes(LaneKey.SOURCE)
    panel.views.save_changes()
    assert {v.name: v.lanes for v in saved_views(sample)}["Mine & yours"] is LaneKey.SOURCE

    panel.views.ask_for_new_name()
    panel.views.name.selectAll()
    write("Ours")
    press(KEY.Key_Return)
    panel.views.fill()
    action_of(panel.views.menu, "Duplicate").trigger()
    assert panel.views.current.name == "Ours (2)"
    panel.views.fill()
    action_of(panel.views.menu, "Opens first").trigger()
    assert [v.name for v in saved_views(sample) if v.is_default] == ["Ours (2)"]
    panel.views.fill()
    action_of(panel.views.menu, "Delete").trigger()
    names = {view.name for view in saved_views(sample)}
    assert "Ours" in names
    assert "Ours (2)" not in names
    assert panel.views.current is None


def test_escape_closes_the_name_of_a_view_without_saving(panel, sample):
    before = saved_views(sample)
    panel.views.ask_for_name()
    write("Not this")
    press(KEY.Key_Escape)
    assert not panel.views.name.isVisible()
    assert saved_views(sample) == before


def test_the_timeline_opens_with_the_view_that_was_chosen_for_it(qtbot, theme, sample):
    t0, t1 = float(parse("2024-05").bounds.t0), float(parse("2024-05").bounds.t1)
    arrangement = Arrangement(lanes=LaneKey.CATEGORY, order=LaneOrder.BY_TITLE)
    wanted = MarkFilter(kinds=frozenset({MarkKind.EVENT}))
    view = SavedView("First", arrangement, wanted, range=(t0, t1), title="May", is_default=True)
    save_view(sample, view)
    panel = opened(qtbot, theme, sample)
    assert panel.arrangement() == arrangement
    assert {mark.kind for mark in panel.marks()} == {MarkKind.EVENT}
    window = panel.view.window_shown()
    assert (round(window.t0), round(window.t1)) == (t0, t1)
    assert panel.head.caption.text() == "May"
    assert panel.views.button.text().startswith("First")
    panel.stop()


def test_a_title_is_written_and_kept_with_the_view(panel, sample):
    panel.views.ask_for_title()
    write("Who wants the lake lower?")
    press(KEY.Key_Return)
    assert panel.head.caption.text() == "Who wants the lake lower?"
    panel.views._keep("With a title")
    stored = {view.name: view for view in saved_views(sample)}
    assert stored["With a title"].title == "Who wants the lake lower?"


# The filter


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


def test_each_control_narrows_and_clear_lets_everything_through(panel, qtbot):
    everything = len(panel.marks())
    filters: FilterRow = panel.filters
    filters.kinds.set_ticked(frozenset({MarkKind.EVENT.value}))
    n_events = len(panel.marks())
    assert 0 < n_events < everything
    filters.query_box.setText("accord")
    qtbot.waitUntil(lambda: 0 < len(panel.marks()) < n_events)
    assert filters.n_active == 2
    assert panel.filter_button.text() == "Filter · 2"
    assert panel.head.count.whole_text().startswith(f"{len(panel.marks())} of {everything} marks")
    filters.query_box.setText("zzzz")
    qtbot.waitUntil(lambda: panel.marks() == [])
    assert filters.isVisible()
    assert not any(button.isEnabled() for button in panel.head.zoom_buttons)
    filters.clear_button.click()
    assert len(panel.marks()) == everything
    assert not filters.clear_button.isVisible()


def test_what_the_filter_does_not_understand_is_said(panel, qtbot):
    panel.filters.query_box.setText("before:whenever")
    qtbot.waitUntil(panel.strip.notes.isVisible)
    assert "whenever" in panel.strip.notes.text()
    panel.filters.clear()
    assert not panel.strip.notes.isVisible()


def test_a_click_in_the_legend_narrows_and_a_second_widens_again(panel):
    everything = len(panel.marks())
    stance = next(key for what, key in panel.legend.entries() if what == STANCE)
    panel.legend.entries()[STANCE, stance].click()
    assert panel.wanted().stance_keys == {stance}
    assert 0 < len(panel.marks()) < everything
    panel.legend.entries()[STANCE, stance].click()
    assert len(panel.marks()) == everything


def test_the_legend_offers_a_second_stance_beside_the_first(panel):
    stances = [key for what, key in panel.legend.entries() if what == STANCE]
    panel.legend.entries()[STANCE, stances[0]].click()
    n_of_one = len(panel.marks())
    assert [key for what, key in panel.legend.entries() if what == STANCE] == stances
    panel.legend.entries()[STANCE, stances[-1]].click()
    assert panel.wanted().stance_keys == {stances[0], stances[-1]}
    assert len(panel.marks()) > n_of_one


def test_suggestions_are_told_in_the_legend_whose_entry_leaves_them_out_again(panel):
    assert (SUGGESTED, "") not in panel.legend.entries()
    panel.arrange(replace(panel.arrangement(), with_suggestions=True))
    entry = panel.legend.entries()[SUGGESTED, ""]
    assert entry.text() == "suggested"
    assert "leave these out" in entry.toolTip()
    entry.click()
    assert not panel.arrangement().with_suggestions
    assert (SUGGESTED, "") not in panel.legend.entries()


def test_the_time_can_be_fitted_where_only_suggestions_are_shown(panel):
    panel.arrange(replace(panel.arrangement(), with_suggestions=True))
    panel.filters.set_wanted(MarkFilter(), "kind:direct -kind:direct")
    assert panel.n_shown == 0
    has_any = panel.view.lanes().extent is not None
    assert all(button.isEnabled() is has_any for button in panel.head.zoom_buttons)


def test_a_stretch_of_time_becomes_the_filter(panel):
    bounds = parse("2024-05").bounds
    panel.view.set_window(bounds.t0, bounds.t1)
    panel.deeds.narrow_to_window()
    assert panel.filters.since.text() == "2024-05-01"
    assert panel.filters.until.text() == "2024-05-31"


def test_the_legend_gives_way_where_the_timeline_is_low(panel):
    assert panel.legend.isVisible()
    panel.resize(1400, 250)
    settle()
    assert not panel.legend.isVisible()


@pytest.mark.parametrize("size", [(600, 250), (900, 250), (1024, 700), (1440, 860)])
def test_nothing_in_the_row_above_is_cut(panel, size):
    panel.resize(*size)
    settle()
    head = panel.head
    parts = (head.lanes, head.axis, head.filter_button, head.views.button, head.jump, head.more)
    for part in (*parts, *head.zoom_buttons):
        if part.isVisible():
            right = part.mapTo(panel, part.rect().topRight()).x()
            assert part.width() >= part.minimumSizeHint().width(), part.accessibleName()
            assert right < panel.width(), part.accessibleName()
    assert panel.width() == size[0]


# Keeping in step


def test_what_changed_while_it_was_hidden_is_shown_when_it_is_seen(panel, sample, qtbot):
    before = panel.n_shown
    panel.hide()
    events.delete_event(sample, events.all_events(sample)[0].id)
    panel.workspace_changed(frozenset({Changed.EVENTS}))
    assert panel.n_shown == before
    panel.show()
    qtbot.waitUntil(lambda: panel.n_shown == before - 1)


def test_a_change_keeps_the_window_and_the_selection(panel, sample):
    event = some_event(panel)
    bounds = event.date.bounds
    panel.view.set_window(bounds.t0 - 9e5, bounds.t1 + 9e5)
    panel.select(event.key)
    before = panel.view.window_shown()
    events.add_event(sample, EventDraft("Something else", "2024-06-01"))
    settle()
    assert panel.view.window_shown() == before
    assert panel.view.selected_key() == event.key


def test_enter_on_a_mark_asks_for_its_words_and_escape_leads_back(panel, qtbot):
    key = some_event(panel).key
    panel.select(key)
    panel.take_focus()
    with qtbot.waitSignal(panel.mark_activated) as activated:
        QTest.keyClick(panel.view.canvas, KEY.Key_Return)
    assert activated.args == [key]
    with qtbot.assertNotEmitted(panel.left):
        QTest.keyClick(panel.view.canvas, KEY.Key_Escape)
    assert panel.view.selected_key() is None
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.view.canvas, KEY.Key_Escape)


def test_with_two_axes_the_same_mark_stays_selected(panel):
    key = some_event(panel).key
    panel.select(key)
    panel.arrange(replace(panel.arrangement(), axis=TimeAxis.BOTH))
    assert panel.room.drawing is panel.room.two_axes
    assert panel.room.drawing.selected_keys() == [key]
    assert panel.head.count.whole_text().startswith(f"{len(panel.marks())} marks")
    panel.arrange(replace(panel.arrangement(), axis=TimeAxis.PUBLISHED))
    assert panel.room.drawing is panel.view
    assert panel.view.selected_key() == key


def test_the_menu_with_two_axes_is_about_the_mark_and_the_drawing_in_sight(panel, qtbot):
    panel.arrange(replace(panel.arrangement(), axis=TimeAxis.BOTH))
    two = panel.room.two_axes
    key = some_event(panel).key
    with qtbot.waitSignal(panel.mark_selected) as told:
        menu = panel.menus.menu_of(key)
    assert told.args == [key]
    assert two.selected_keys() == [key]
    with qtbot.waitSignal(panel.mark_activated) as opened:
        action_of(menu, "Open its words\tEnter").trigger()
    assert opened.args == [key]
    assert not any(text.startswith(("Lane", "Play")) for text in entries(menu))
    two.zoom(20)
    near = two.window_shown()
    action_of(panel.menus.menu_of(""), "Fit all\t0").trigger()
    assert two.window_shown().seconds > near.seconds


def test_time_is_not_played_unseen_behind_two_axes(panel, qtbot):
    panel.arrange(replace(panel.arrangement(), axis=TimeAxis.BOTH))
    with qtbot.waitSignal(panel.said) as told:
        panel.deeds.toggle_play()
    assert "lanes" in told.args[0]
    with qtbot.waitSignal(panel.said) as told:
        QTest.keyClick(panel.room.two_axes, KEY.Key_P)
    assert "lanes" in told.args[0]
    assert not panel.view.is_playing()


def test_what_has_no_place_on_two_axes_waits_on_the_shelf_and_is_counted(panel):
    panel.arrange(replace(panel.arrangement(), axis=TimeAxis.BOTH))
    lanes = panel.room.two_axes.lanes()
    n_beside = lanes.undated.size
    assert n_beside > 0
    assert len(two_times(lanes.table)) + n_beside == len(panel.marks())
    assert f"{n_beside} without both dates" in panel.head.count.whole_text()


def test_a_new_event_is_begun_with_two_axes_too(panel):
    panel.arrange(replace(panel.arrangement(), axis=TimeAxis.BOTH))
    QTest.keyClick(panel.room.two_axes, KEY.Key_N)
    card = panel.window().findChild(NewEventCard)
    assert card is not None
    assert card.isVisible()


def test_words_that_are_no_date_are_told_of(panel, qtbot):
    panel.deeds.jump()
    panel.head.jump.setText("whenever it suits")
    with qtbot.waitSignal(panel.said) as told:
        QTest.keyClick(panel.head.jump, KEY.Key_Return)
    assert "Not understood" in told.args[0]


# Writing


def test_the_delete_key_asks_to_delete_the_one_mark_that_is_selected(panel, qtbot):
    quotations = [mark.key for mark in panel.marks() if mark.kind is MarkKind.QUOTATION]
    panel.take_focus()
    panel.view.select(quotations[:2])
    with qtbot.assertNotEmitted(panel.delete_requested), qtbot.waitSignal(panel.said) as told:
        QTest.keyClick(panel.view.canvas, KEY.Key_Delete)
    assert "Several" in told.args[0]
    panel.view.select(quotations[0])
    with qtbot.waitSignal(panel.delete_requested) as asked:
        QTest.keyClick(panel.view.canvas, KEY.Key_Delete)
    assert asked.args == [quotations[0]]


def test_merging_with_nothing_selected_says_what_to_select(panel, qtbot):
    panel.view.select(None)
    with qtbot.waitSignal(panel.said) as told:
        QTest.keyClick(panel.view.canvas, KEY.Key_M)
    assert "two events or more" in told.args[0]


def test_a_mark_is_moved_and_undo_moves_it_back(panel, sample, qtbot):
    event = some_event(panel)
    with qtbot.waitSignal(panel.done) as told:
        panel.view.date_wanted.emit(event.key, "2024-08-03/2024-08-05")
    assert "3" in told.args[0]
    assert str(panel.mark(event.key).date) == "2024-08-03/2024-08-05"
    undoing.undo(sample)
    assert panel.mark(event.key).date == event.date


def test_a_date_is_typed_on_a_card(panel):
    event = some_event(panel)
    panel.select(event.key)
    panel.deeds.ask_for_date()
    write("early July 2024")
    press(KEY.Key_Return)
    moved = panel.mark(event.key).date
    assert moved != event.date
    assert parse("2024-07").bounds.t0 <= moved.bounds.t0 < parse("2024-07-11").bounds.t0


def test_a_new_event_is_drawn_named_and_selected(panel, sample, qtbot):
    lane = next(lane for lane in panel.view.lanes().lanes if lane.key.startswith("speaker:"))
    panel.view.event_wanted.emit("2024-06-03/2024-06-05", lane.key)
    write("A walk around the lake")
    with qtbot.waitSignal(panel.done):
        press(KEY.Key_Return)
    event = next(e for e in events.all_events(sample) if e.title == "A walk around the lake")
    assert event.edtf == "2024-06-03/2024-06-05"
    assert event.participant_ids == (int(lane.key.partition(":")[2]),)
    assert panel.view.selected_key() == f"event:{event.id}"
    undoing.undo(sample)
    assert panel.mark(f"event:{event.id}") is None


def test_an_event_without_a_title_is_not_noted(panel, sample):
    before = len(events.all_events(sample))
    panel.view.event_wanted.emit("2024-06-03", "")
    press(KEY.Key_Return)
    assert "title" in panel.writing._event_card.fault
    press(KEY.Key_Escape)
    assert len(events.all_events(sample)) == before


def test_two_events_become_one_and_two_again(panel, sample):
    keys = [mark.key for mark in panel.marks() if mark.kind is MarkKind.EVENT][:2]
    before = len(events.all_events(sample))
    panel.view.select(keys)
    panel.deeds.merge()
    assert len(events.all_events(sample)) == before - 1
    assert panel.view.selected_key() == keys[0]
    undoing.undo(sample)
    assert len(events.all_events(sample)) == before


def test_one_event_alone_is_not_merged(panel, qtbot):
    panel.select(some_event(panel).key)
    with qtbot.waitSignal(panel.said) as told:
        panel.deeds.merge()
    assert "two events or more" in told.args[0]


def test_a_note_is_kept_at_once_and_undo_takes_it_away(panel, sample):
    before = {view.name for view in saved_views(sample)}
    panel.view.note_wanted.emit("2024-06-10", -1)
    write("Here it turned")
    press(KEY.Key_Return)
    (name,) = {view.name for view in saved_views(sample)} - before
    (kept,) = (view for view in saved_views(sample) if view.name == name)
    assert kept.notes == (Note("Here it turned", "2024-06-10"),)
    assert panel.annotations.notes == kept.notes
    assert not panel.views.has_changes()
    undoing.undo(sample)
    assert panel.annotations.notes == ()
    assert {view.name for view in saved_views(sample)} == before


def test_an_era_is_written_changed_and_removed(panel, sample):
    save_view(sample, SavedView("Mine"))
    panel.views.choose(saved_views(sample)[-1])
    panel.annotations.ask_for_era()
    write("Talks")
    card = panel.annotations._card
    card.date.line.setFocus()
    write("2024-06-03")
    press(KEY.Key_Return)
    assert "lasts" in card.fault
    card.date.line.selectAll()
    write("2024-06-03/2024-06-20")
    press(KEY.Key_Return)
    assert panel.annotations.eras == (Era("Talks", "2024-06-03/2024-06-20"),)
    panel.annotations.open_era(0)
    card.remove.click()
    assert panel.annotations.eras == ()
    assert saved_views(sample)[-1].eras == ()


def test_the_menu_of_a_mark_offers_to_show_only_its_speaker(panel):
    event = next(m for m in panel.marks() if m.kind is MarkKind.EVENT and m.speakers)
    menu = panel.menus.menu_of(event.key)
    only = action_of(menu, "Show only").menu()
    action_of(only, event.speakers[0].name).trigger()
    assert panel.wanted().speaker_ids == {event.speakers[0].id}
    menu.deleteLater()


def test_the_menu_of_a_lane_hides_it_and_that_of_the_lanes_brings_it_back(panel):
    lane = panel.view.lanes().lanes[0]
    menu = panel.menus.menu_of(lane.key)
    action_of(menu, "Hide").trigger()
    assert panel.arrangement().hidden == {lane.key}
    assert lane.key not in {each.key for each in panel.view.lanes().lanes}
    assert [key for key, _ in panel.hidden_lanes()] == [lane.key]
    menu.deleteLater()


# Beside the drawing


def test_the_table_says_the_same_and_shares_the_selection(panel, qtbot):
    panel.deeds.toggle_table()
    table = panel.room.table
    assert table.rows.hasFocus()
    key = table.model.key_at(3)
    table.rows.selectRow(3)
    assert panel.view.selected_keys() == [key]
    event = some_event(panel)
    panel.view.select([event.key])
    qtbot.waitUntil(lambda: table.model.key_at(table.rows.currentIndex().row()) == event.key)
    with qtbot.waitSignal(panel.mark_activated) as told:
        QTest.keyClick(table.rows, KEY.Key_Return)
    assert told.args == [event.key]
    QTest.keyClick(table.rows, KEY.Key_Escape)
    assert panel.view.canvas.hasFocus()


def test_several_rows_of_the_table_select_several_marks(panel):
    panel.deeds.toggle_table()
    table = panel.room.table
    table.rows.setFocus()
    table.rows.selectRow(0)
    QTest.keyClick(table.rows, KEY.Key_Down, SHIFT)
    keys = panel.view.selected_keys()
    assert keys == [table.model.key_at(0), table.model.key_at(1)]
    assert panel.head.count.whole_text().endswith("2 selected")


def test_the_table_follows_the_window_of_time(panel, qtbot):
    panel.deeds.toggle_table()
    model = panel.room.table.model
    everything = model.rowCount()
    bounds = parse("2024-05").bounds
    panel.view.set_window(bounds.t0, bounds.t1)
    qtbot.waitUntil(lambda: 0 < model.rowCount() < everything)
    for row in range(model.rowCount()):
        outer = model.mark_at(row).date.bounds
        assert outer.o0 < bounds.t1
        assert outer.o1 > bounds.t0
    panel.room.table.whole.setChecked(True)
    assert model.rowCount() >= everything


def test_a_row_of_the_table_is_one_sentence_for_those_who_listen(panel):
    panel.deeds.toggle_table()
    model = panel.room.table.model
    lane = panel.view.lanes().lanes[0]
    told = model.row_in_words(0)
    assert told.startswith("1 of ")
    assert f"in {lane.title}:" in told
    assert " ".join(model.mark_at(0).title.split())[:20] in told


def test_what_has_no_date_waits_on_the_shelf_until_it_is_dated(panel, sample, qtbot):
    number = events.add_event(sample, EventDraft("Some day"))
    panel.deeds.toggle_shelf()
    shelf = panel.room.shelf
    keys = [shelf.model.mark_at(row).key for row in range(shelf.model.rowCount())]
    key = f"event:{number}"
    assert key in keys
    shelf.list.setCurrentIndex(shelf.model.index(keys.index(key), 0))
    shelf.date.line.setFocus()
    write("2024-07-02")
    with qtbot.waitSignal(panel.done):
        press(KEY.Key_Return)
    assert str(panel.mark(key).date) == "2024-07-02"
    assert shelf.model.rowCount() == len(keys) - 1


# Time


def test_a_date_is_jumped_to(panel):
    panel.deeds.jump()
    write("June 2024")
    press(KEY.Key_Return)
    window, bounds = panel.view.window_shown(), parse("2024-06").bounds
    assert window.t0 < bounds.t0 < bounds.t1 < window.t1
    assert panel.view.canvas.hasFocus()


def test_time_is_played_step_by_step_from_its_row(panel):
    panel.deeds.toggle_play()
    assert panel.play_bar.isVisible()
    before = panel.view.player.now
    panel.play_bar.on.click()
    assert panel.view.player.now > before
    assert not panel.view.player.is_running
    assert "2024" in panel.play_bar.told.whole_text()
    panel.play_bar.end.click()
    assert not panel.play_bar.isVisible()


def test_what_a_read_only_workspace_cannot_do_is_said(qtbot, theme, sample_path):
    with Workspace.open(sample_path) as holder, Workspace.open(sample_path) as workspace:
        assert not holder.is_read_only
        if not workspace.is_read_only:
            pytest.skip("a second opening may write here")
        panel = opened(qtbot, theme, workspace)
        panel.select(some_event(panel).key)
        panel.deeds.ask_for_date()
        assert "read-only" in panel.refusals[-1]
        panel.stop()


def test_all_rows_of_the_table_are_selected_at_once(panel, qtbot):
    panel.deeds.toggle_table()
    table = panel.room.table
    table.rows.selectAll()
    keys = {table.model.key_at(row) for row in range(table.model.rowCount())}
    assert set(panel.view.selected_keys()) == keys
    assert panel.head.count.whole_text().endswith(f"{len(keys)} selected")
    some = sorted(keys)[:30]
    panel.view.select(some)

    def selected() -> set[str]:
        rows = table.rows.selectionModel().selectedRows()
        return {table.model.key_at(index.row()) for index in rows}

    qtbot.waitUntil(lambda: bool(selected()) and selected() <= set(some))


def test_a_stored_date_that_is_none_is_told_of_and_its_mark_is_not_lost(qtbot, theme, sample_path):
    with Workspace.open(sample_path) as workspace:
        set_default_view(workspace, None)
        number = events.add_event(workspace, EventDraft("Badly dated", "2024-06-02"))
    change_by_hand(sample_path, number, "2024-99-99")
    with Workspace.open(sample_path) as workspace:
        panel = opened(qtbot, theme, workspace)
        assert "2024-99-99" in panel.strip.notes.text()
        panel.deeds.toggle_shelf()
        model = panel.room.shelf.model
        keys = [model.mark_at(row).key for row in range(model.rowCount())]
        assert f"event:{number}" in keys
        panel.stop()


def change_by_hand(path, event_id: int, date: str) -> None:
    """Write a date into the file that the program would never store."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'event'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f'drop trigger "{name}"')
        connection.execute("update event set date = ? where id = ?", (date, event_id))
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()
