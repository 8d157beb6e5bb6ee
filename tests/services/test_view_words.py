import json
from dataclasses import replace
from pathlib import Path

import pytest

from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.domain.timelines import Arrangement, Era, Note, SavedView, TimeAxis
from stanceline.services.history import history
from stanceline.services.view_words import view_changes
from stanceline.services.views import delete_view, rename_view, save_view, set_default_view
from stanceline.services.workspace import Workspace

VIEW = SavedView("The ferries", notes=(Note("the strike begins", "2031-05-04"),))


def told(tmp_path: Path, changed: SavedView) -> list[str]:
    """What the history tells of saving the view otherwise."""
    with Workspace.create(tmp_path / "affair.stanceline") as workspace:
        save_view(workspace, VIEW)
        save_view(workspace, changed)
        return list(next(iter(history(workspace))).details)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (replace(VIEW, title="Ferries"), ["title → “Ferries”"]),
        (replace(VIEW, wanted=MarkFilter(words="quay")), ["another filter"]),
        (replace(VIEW, query="speaker:berg"), ["another filter"]),
        (replace(VIEW, range=(0.0, 86_400.0)), ["another stretch of time"]),
        (replace(VIEW, notes=()), ["note “the strike begins” removed"]),
        (replace(VIEW, eras=(Era("The strike", "2031-05"),)), ["era “The strike” added"]),
        (
            replace(VIEW, arrangement=Arrangement(LaneKey.TOPIC, axis=TimeAxis.SAID)),
            ["lanes: speaker → topic", "time: happened → said"],
        ),
        (
            replace(VIEW, arrangement=replace(VIEW.arrangement, pinned=frozenset({"speaker:1"}))),
            ["lanes shown otherwise"],
        ),
    ],
)
def test_a_view_saved_otherwise_is_told_by_what_differs(tmp_path, changed, words) -> None:
    assert told(tmp_path, changed) == [f"view “The ferries”: {each}" for each in words]


def test_names_the_first_view_and_its_end_are_told(tmp_path) -> None:
    with Workspace.create(tmp_path / "affair.stanceline") as workspace:
        save_view(workspace, VIEW)
        set_default_view(workspace, "The ferries")
        set_default_view(workspace, None)
        rename_view(workspace, "The ferries", "The strike")
        delete_view(workspace, "The strike")
        lines = [line.details for line in history(workspace)]
    assert lines[:4] == [
        ("view “The strike” deleted",),
        ("view “The ferries”: name → The strike",),
        ("view “The ferries”: no longer opens first",),
        ("view “The ferries”: opens first",),
    ]


@pytest.mark.parametrize("stored", ["", "{", "[]", "7", '"words"', "null"])
def test_a_definition_that_cannot_be_read_tells_nothing(stored) -> None:
    assert view_changes(stored, "{}") == ()
    assert view_changes("{}", stored) == ()


def test_what_an_earlier_definition_did_not_know_is_no_change() -> None:
    assert view_changes('{"lanes": "speaker"}', json.dumps({"query": "", "notes": []})) == ()
    assert view_changes('{"notes": 3, "eras": [4]}', '{"notes": [{"edtf": "2031"}]}') == (
        "note none added",
    )
