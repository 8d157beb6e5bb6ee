"""How far somebody has read: remembered, but no action of anybody's."""

import pytest

from builders import BRIDGE, PORT, an_article
from stanceline.services.articles import delete_article
from stanceline.services.history import history
from stanceline.services.reading_progress import note, place_of, progress_of
from stanceline.services.undoing import next_redo, undo
from stanceline.services.workspace import Workspace


def test_the_place_is_the_last_and_the_share_the_furthest(workspace: Workspace):
    read, other = an_article(workspace, BRIDGE), an_article(workspace, PORT)
    assert place_of(workspace, read) is None
    note(workspace, read, 40, len(BRIDGE) // 2)
    note(workspace, read, 10, 60)
    assert place_of(workspace, read) == 10
    shares = progress_of(workspace, [read, other, 99])
    assert shares == {read: pytest.approx(0.5, abs=0.01)}


def test_a_place_beyond_the_end_is_the_end(workspace: Workspace):
    article_id = an_article(workspace, PORT)
    note(workspace, article_id, -5, 10_000)
    assert place_of(workspace, article_id) == 0
    assert progress_of(workspace, [article_id]) == {article_id: 1.0}


def test_it_is_no_line_of_history_and_keeps_what_can_be_done_again(workspace: Workspace):
    article_id, gone = an_article(workspace, PORT), an_article(workspace, BRIDGE)
    delete_article(workspace, gone)
    undo(workspace)
    lines, heard = len(history(workspace)), []
    workspace.listen(heard.append)
    note(workspace, article_id, 3, 9)
    assert (len(history(workspace)), heard) == (lines, [])
    assert next_redo(workspace) is not None


def test_it_comes_back_with_its_article(workspace: Workspace):
    article_id = an_article(workspace, PORT)
    note(workspace, article_id, 7, 9)
    delete_article(workspace, article_id)
    assert progress_of(workspace, [article_id]) == {}
    undo(workspace)
    assert place_of(workspace, article_id) == 7


def test_nothing_is_noted_where_nothing_can_be_written(workspace: Workspace):
    article_id = an_article(workspace, PORT)
    with Workspace.open(workspace.path, for_writing=False) as watching:
        note(watching, article_id, 7, 9)
        assert place_of(watching, article_id) is None
