"""The timeline on files that were damaged, and while others change what it shows."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from stanceline.domain.marks import MarkKind
from stanceline.domain.timelines import SavedView
from stanceline.services.events import delete_event
from stanceline.services.views import save_view, saved_views
from stanceline.services.workspace import Workspace
from timeline.showing import LEFT, NONE, drag, place_of
from ui.timeline.test_timeline_panel import action_of, entries, opened, some_event
from ui.window_builders import KEY, settle


def change_by_hand(path, *statements) -> None:
    """Write into the file what the program would never store; each is SQL with its values."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "select name, sql from sqlite_master where type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f'drop trigger "{name}"')
        for statement, *values in statements:
            connection.execute(statement, values)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


ADD_VIEW = "insert into timeline (uid, name, definition) values ('0190-bad', 'Bad & old', ?)"


@pytest.mark.parametrize("definition", ["", '{"range": [1]}', "[" * 100_000])
def test_a_damaged_view_is_told_of_and_can_be_deleted(qtbot, theme, sample_path, definition):
    with Workspace.open(sample_path) as workspace:
        save_view(workspace, SavedView("Sound", title="Sound", is_default=True))
    change_by_hand(sample_path, (ADD_VIEW, definition))
    with Workspace.open(sample_path) as workspace:
        panel = opened(qtbot, theme, workspace)
        assert panel.n_shown > 0
        assert panel.views.current.name == "Sound"
        assert any("Bad & old" in told for told in panel.refusals)
        panel.views.fill()
        delete = action_of(panel.views.menu, "Delete “Bad  old”, which cannot be read")
        delete.trigger()
        assert "Bad & old" not in {view.name for view in saved_views(workspace)}
        assert panel.views.current.name == "Sound"
        panel.stop()


def test_dates_of_sources_that_cannot_be_read_are_no_choice_in_the_menu(qtbot, theme, sample_path):
    change_by_hand(
        sample_path,
        ("update evidence set edtf = '2024-06-10/2024-06-01' where id % 2",),
        ("update evidence set edtf = 'no date' where not id % 2",),
        ("update event set rule = ''",),
    )
    with Workspace.open(sample_path) as workspace:
        panel = opened(qtbot, theme, workspace)
        panel.filters.clear()
        marks = [mark for mark in panel.marks() if mark.kind is MarkKind.EVENT]
        assert marks
        for mark in marks:
            menu = panel.menus.menu_of(mark.key)
            assert "Take the date of…" not in entries(menu)
            menu.deleteLater()
        panel.stop()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
@pytest.mark.parametrize("holding", ["drag", "card of it", "menu", "date", "play"])
def test_what_is_held_may_go_meanwhile(qtbot, theme, sample_path, holding):
    with Workspace.open(sample_path) as workspace:
        panel = opened(qtbot, theme, workspace)
        event = some_event(panel)
        panel.select(event.key)
        panel.view.fit_selection()
        settle()
        view, menu = panel.view, None
        at = place_of(view, event.key)
        if holding == "drag":
            drag(view, at, at + QPoint(80, 0), is_let_go=False)
        elif holding == "card of it":
            QTest.keyClick(view.canvas, KEY.Key_Space)
        elif holding == "menu":
            menu = panel.menus.menu_of(event.key)
        elif holding == "date":
            panel.deeds.ask_for_date()
        else:
            panel.playing.play(is_on=True)
        delete_event(workspace, event.id)
        settle()
        view.canvas.viewport().repaint()
        QTest.mouseRelease(view.canvas.viewport(), LEFT, NONE, at + QPoint(80, 0))
        if menu is not None:
            change = next(each for each in menu.actions() if "Change the" in each.text())
            change.trigger()
            menu.deleteLater()
        panel.writing.move(event.key, "2024-02-02")
        assert panel.refusals == ["The event is no longer in the workspace."]
        assert panel.mark(event.key) is None
        assert event.key not in view.selected_keys()
        panel.stop()
