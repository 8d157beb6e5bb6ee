"""Listeners hear of what was committed, on both kinds of handle."""

import re
from pathlib import Path

import pytest

from builders import an_article
from stanceline.domain.errors import StancelineError
from stanceline.services import arranging, articles
from stanceline.services.undoing import next_undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import tables
from stanceline.storage.engine import WorkspaceUnavailable


def test_listener_hears_what_kinds_of_thing_changed_until_it_stops(workspace: Workspace):
    heard: list[frozenset[Changed]] = []
    stop = workspace.listen(heard.append)
    with workspace.action("Do something", Changed.EVENTS, Changed.TOPICS) as session:
        session.add(tables.Event(title="A flood"))
        assert heard == []
    stop()
    with workspace.action("Do something else", Changed.EVENTS) as session:
        session.add(tables.Event(title="A fire"))
    assert heard == [frozenset({Changed.EVENTS, Changed.TOPICS})]


def test_action_that_touched_nothing_is_not_told(workspace: Workspace):
    heard: list[frozenset[Changed]] = []
    workspace.listen(heard.append)
    with workspace.action("Look about", Changed.EVENTS):
        pass
    assert heard == []
    assert next_undo(workspace) is None


def test_listener_may_read_and_write_in_turn(workspace: Workspace):
    def add_one(kinds: frozenset[Changed]) -> None:
        stop()
        assert Changed.ARTICLES in kinds
        an_article(workspace, "Another report")

    stop = workspace.listen(add_one)
    an_article(workspace)
    with workspace.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM article").scalar() == 2


def test_workspace_is_made_where_there_is_none_and_opened_where_there_is(tmp_path: Path):
    path = tmp_path / "w.stanceline"
    with Workspace.open_or_create(path) as workspace:
        article_id = an_article(workspace)
    with Workspace.open_or_create(path) as workspace:
        assert an_article(workspace, "Another report") == article_id + 1


def test_nothing_is_saved_into_a_file_that_was_moved_away(workspace: Workspace):
    an_article(workspace)
    elsewhere = workspace.path.rename(workspace.path.with_name("elsewhere.stanceline"))
    with pytest.raises(WorkspaceUnavailable, match="moved, deleted or replaced"):
        an_article(workspace, "Another report")
    elsewhere.rename(workspace.path)
    an_article(workspace, "A third report")
    with workspace.reading() as session:
        assert session.query(tables.Article).count() == 2


def test_nothing_is_saved_when_another_file_took_its_place(workspace: Workspace):
    other = workspace.path.with_name("other.stanceline")
    Workspace.create(other).close()
    other.replace(workspace.path)
    with pytest.raises(WorkspaceUnavailable, match="moved, deleted or replaced"):
        an_article(workspace)


def test_a_status_that_is_damaged_in_table_or_index_is_told_of(workspace_path: Path):
    with Workspace.open(workspace_path) as workspace:
        an_article(workspace, "A report")
        an_article(workspace, "Another report")
    content = workspace_path.read_bytes()
    places = [found.start() for found in re.finditer(b"unread", content)]
    n_told = 0
    for place in places:
        workspace_path.write_bytes(content[:place] + b"unreaD" + content[place + 6 :])
        try:
            with Workspace.open(workspace_path) as workspace:
                articles.library(workspace)
                arranging.library_order(workspace)
        except StancelineError as error:
            n_told += "damaged" in str(error)
    # The status of each stands in the table and in an index; one of them is what is read here.
    assert n_told >= 2
