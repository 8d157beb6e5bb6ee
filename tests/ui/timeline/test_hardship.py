"""The timeline on files that were damaged, and while others change what it shows."""

import sqlite3
from contextlib import closing

import pytest

from stanceline.domain.marks import MarkKind
from stanceline.domain.timelines import SavedView
from stanceline.services.views import save_view, saved_views
from stanceline.services.workspace import Workspace
from ui.timeline.test_timeline_panel import action_of, entries, opened


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
