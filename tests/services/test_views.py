"""Views that are saved of timelines: kept whole, renamed, doubled, chosen to open with."""

import json
from dataclasses import replace

import pytest

from stanceline.domain.edtf import EdtfError
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, MarkFilter, MarkKind
from stanceline.domain.timelines import (
    Arrangement,
    Era,
    LaneOrder,
    Note,
    SavedView,
    TimeAxis,
)
from stanceline.services.checking import problems_of
from stanceline.services.undoing import redo, undo
from stanceline.services.views import (
    ViewNameTaken,
    default_view,
    delete_view,
    duplicate_view,
    free_name,
    readable_views,
    rename_view,
    save_view,
    saved_view,
    saved_views,
    set_default_view,
)
from stanceline.services.workspace import NotFound, Workspace
from stanceline.storage import tables
from stanceline.storage.engine import WorkspaceDamaged

VIEW = SavedView(
    "Who wants it open?",
    Arrangement(
        lanes=LaneKey.SPEAKER,
        within=LaneKey.TOPIC,
        order=LaneOrder.BY_HAND,
        by_hand=("speaker:2", "speaker:1"),
        pinned=frozenset({"speaker:2"}),
        hidden=frozenset({"rest:events", "source:The “Gull” / Østkyst"}),
        collapsed=frozenset({"speaker:1"}),
        heights=(("speaker:1", 0.5), ("speaker:2", 2.5)),
        axis=TimeAxis.PUBLISHED,
        folds_gaps=True,
        with_suggestions=True,
        colours="status",
    ),
    MarkFilter(
        kinds=frozenset({MarkKind.QUOTATION}),
        speaker_ids=frozenset({1, 2}),
        topic_ids=frozenset({1}),
        stance_keys=frozenset({"supports", "leans_for"}),
        categories=frozenset({"works"}),
        article_ids=frozenset({1}),
        sources=frozenset({"The Gull"}),
        tags=frozenset({"strike"}),
        statuses=frozenset({EventStatus.DENIED, EventStatus.PLANNED}),
        words="the bridge",
        since=-(2**40),
        until=2**40,
    ),
    query='speaker:Berg "of the bridge" OR -quay',
    range=(-1.5e12, 1.25e9),
    title="The bridge, as they saw it",
    eras=(Era("The closure", "2031-05/2031-08"), Era("Before", "../2031-05-11", "accent")),
    notes=(Note("Here the tone changes.", "2031-05-20~"),),
)


def test_view_comes_back_whole(workspace: Workspace):
    save_view(workspace, VIEW)
    assert saved_views(workspace) == [VIEW]


def test_view_that_shows_everything_comes_back(workspace: Workspace):
    view = SavedView("All", Arrangement(LaneKey.NONE))
    save_view(workspace, view)
    assert saved_view(workspace, " aLL ") == view
    assert view.lanes is LaneKey.NONE


def test_view_saved_under_the_same_name_takes_the_place_of_the_first(workspace: Workspace):
    save_view(workspace, VIEW)
    again = SavedView(VIEW.name.upper(), Arrangement(LaneKey.SOURCE), MarkFilter(words="ferry"))
    save_view(workspace, again)
    assert saved_views(workspace) == [again]


def test_view_without_a_name_or_with_a_broken_date_is_refused(workspace: Workspace):
    with pytest.raises(StancelineError, match="needs a name"):
        save_view(workspace, SavedView("  "))
    with pytest.raises(EdtfError, match="2031-13"):
        save_view(workspace, SavedView("A", eras=(Era("Never", "2031-13"),)))
    with pytest.raises(EdtfError):
        save_view(workspace, SavedView("A", notes=(Note("Nowhere", ""),)))
    assert saved_views(workspace) == []


def test_view_that_is_not_there_is_answered_with_those_that_are(workspace: Workspace):
    with pytest.raises(NotFound, match=r"no saved view “All”\. Saved views: none\."):
        saved_view(workspace, "All")
    save_view(workspace, VIEW)
    for ask in (saved_view, delete_view, duplicate_view, set_default_view):
        with pytest.raises(NotFound, match=r"Saved views: “Who wants it open\?”\."):
            ask(workspace, "All")


def test_view_is_deleted_and_brought_back(workspace: Workspace):
    save_view(workspace, VIEW)
    delete_view(workspace, VIEW.name)
    assert saved_views(workspace) == []
    undo(workspace)
    assert saved_views(workspace) == [VIEW]


def test_view_gets_another_name_and_keeps_the_rest(workspace: Workspace):
    save_view(workspace, VIEW)
    rename_view(workspace, VIEW.name, "  The   quay ")
    (renamed,) = saved_views(workspace)
    assert (renamed.name, renamed.query, renamed.eras) == ("The quay", VIEW.query, VIEW.eras)
    rename_view(workspace, "The quay", "THE QUAY")
    assert saved_view(workspace, "the quay").name == "THE QUAY"


def test_name_of_another_view_is_refused(workspace: Workspace):
    save_view(workspace, VIEW)
    save_view(workspace, SavedView("The quay"))
    for refused in (rename_view, duplicate_view):
        with pytest.raises(ViewNameTaken, match="“The quay” already"):
            refused(workspace, VIEW.name, "the QUAY")
    with pytest.raises(StancelineError, match="needs a name"):
        rename_view(workspace, VIEW.name, " ")


def test_copy_of_a_view_is_its_own(workspace: Workspace):
    save_view(workspace, VIEW)
    set_default_view(workspace, VIEW.name)
    first = duplicate_view(workspace, VIEW.name)
    second = duplicate_view(workspace, VIEW.name)
    named = duplicate_view(workspace, VIEW.name, "The quay")
    assert [first.name, second.name, named.name] == [
        "Who wants it open? (2)",
        "Who wants it open? (3)",
        "The quay",
    ]
    assert not first.is_default
    assert first.arrangement == VIEW.arrangement
    assert saved_views(workspace)[1:] == [first, second, named]
    undo(workspace)
    assert len(saved_views(workspace)) == 3


def test_free_name_heeds_no_case():
    assert free_name("Mine", []) == "Mine"
    assert free_name("Mine", ["mine", "MINE (2)"]) == "Mine (3)"


def test_one_view_at_most_is_the_default(workspace: Workspace):
    assert default_view(workspace) is None
    save_view(workspace, VIEW)
    save_view(workspace, SavedView("The quay", is_default=True))
    assert default_view(workspace) == SavedView("The quay", is_default=True)
    set_default_view(workspace, VIEW.name)
    assert [view.is_default for view in saved_views(workspace)] == [True, False]
    save_view(workspace, SavedView("The quay", is_default=True))
    assert [view.is_default for view in saved_views(workspace)] == [False, True]
    set_default_view(workspace, None)
    assert default_view(workspace) is None
    undo(workspace)
    assert default_view(workspace) == SavedView("The quay", is_default=True)
    redo(workspace)
    assert default_view(workspace) is None


def stored(workspace: Workspace, definition: object) -> None:
    """Put a definition into the workspace as another version might have written it."""
    with workspace.action("Save a view") as session:
        session.add(tables.Timeline(name="Old", definition=json.dumps(definition)))


def test_views_of_earlier_versions_are_read(workspace: Workspace):
    stored(workspace, {"lanes": "topic", "filter": {"words": "ferry", "speaker_ids": [3]}})
    wanted = MarkFilter(words="ferry", speaker_ids=frozenset({3}))
    assert saved_views(workspace) == [SavedView("Old", Arrangement(LaneKey.TOPIC), wanted)]


@pytest.mark.parametrize(
    "definition",
    [
        5,
        {"arrangement": {"lanes": "weather"}},
        {"arrangement": {"lanes": "topic", "axis": "eaten"}},
        {"arrangement": {"lanes": "topic", "heights": {"a": "high"}}},
        {"arrangement": {"lanes": "topic", "heights": {"a": float("inf")}}},
        {"arrangement": {"lanes": "topic", "pinned": "topic:1"}},
        {"arrangement": {"lanes": "topic", "colours": "rainbow"}},
        {"filter": {"speaker_ids": ["1"]}},
        {"filter": {"since": True}},
        {"query": None},
        {"range": [2, 1]},
        {"range": [1]},
        {"range": [0, float("nan")]},
        {"eras": [{"title": "No date"}]},
        {"eras": [{"title": "Long ago", "edtf": "2031-13"}]},
        {"eras": [{"title": "Long ago", "edtf": "2031", "ink": "gold"}]},
        {"notes": ["here"]},
        {"is_default": "yes"},
        {"range": [-(10**400), 10**400]},
        {"arrangement": {"lanes": "topic", "heights": {"topic:1": 10**400}}},
        {"filter": {"speaker_ids": [10**30]}},
        {"filter": {"until": -(2**64)}},
        {"title": "half a character: \ud800"},
        {"filter": {"tags": ["\udfff"]}},
    ],
)
def test_damaged_view_is_told_of_in_words(workspace: Workspace, definition: object):
    stored(workspace, definition)
    with pytest.raises(WorkspaceDamaged, match="saved view “Old” is damaged"):
        saved_views(workspace)
    assert any("saved view “Old” is damaged" in problem for problem in problems_of(workspace))


@pytest.mark.parametrize("definition", ["", "{", "[" * 100_000, '{"eras":' * 100_000])
def test_definition_that_is_no_json_is_told_of_in_words(workspace: Workspace, definition: str):
    stored_as(workspace, definition)
    with pytest.raises(WorkspaceDamaged, match="saved view “Old” is damaged"):
        saved_view(workspace, "Old")


def test_damaged_view_keeps_nobody_from_the_others(workspace: Workspace):
    save_view(workspace, replace(VIEW, is_default=True))
    stored_as(workspace, '{"is_default": true, "range": "all"}')
    assert readable_views(workspace) == ([replace(VIEW, is_default=True)], ["Old"])
    assert default_view(workspace) == replace(VIEW, is_default=True)
    save_view(workspace, SavedView("Another", is_default=True))
    assert default_view(workspace) == SavedView("Another", is_default=True)
    set_default_view(workspace, None)
    assert default_view(workspace) is None
    delete_view(workspace, "Old")
    assert [view.name for view in saved_views(workspace)] == [VIEW.name, "Another"]


def test_half_a_character_in_what_was_typed_is_stored_as_a_sign_for_it(workspace: Workspace):
    save_view(workspace, SavedView("A\ud800", query="\udfff", title="\ud801"))
    assert saved_views(workspace) == [SavedView("A\ufffd", query="\ufffd", title="\ufffd")]


def stored_as(workspace: Workspace, definition: str) -> None:
    with workspace.action("By hand") as session:
        session.add(tables.Timeline(name="Old", definition=definition))
