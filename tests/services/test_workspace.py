"""Listeners hear of what was committed, on both kinds of handle."""

from pathlib import Path

from builders import an_article
from stanceline.services.undoing import next_undo
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import tables


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
