"""The sample workspace is written whole, and everything in it is sound."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from stanceline.domain.marks import MarkKind
from stanceline.services import sample as writing
from stanceline.services.articles import library
from stanceline.services.checking import problems_of, workspace_info
from stanceline.services.events import all_events
from stanceline.services.history import history
from stanceline.services.looking import look_over
from stanceline.services.quotations import all_quotations
from stanceline.services.sample import SAMPLE, sample_text_files, write_sample
from stanceline.services.speakers import all_speakers
from stanceline.services.suggesting import suggestions_of
from stanceline.services.timeline import marks_of
from stanceline.services.undoing import next_undo
from stanceline.services.views import saved_views
from stanceline.services.workspace import Workspace
from stanceline.storage.engine import WorkspaceUnavailable

AFFAIR = json.loads((SAMPLE / "affair.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("sample") / "sample.stanceline"
    write_sample(path)
    with Workspace.open(path) as workspace:
        yield workspace


def test_sample_holds_all_that_was_written_of_the_affair(sample: Workspace):
    counts = workspace_info(sample).counts
    for name in ("articles", "speakers", "topics", "quotations", "events", "timelines", "sources"):
        assert counts[name] == len(AFFAIR[name]), name
    assert counts["judgements"] == sum(len(each["judgements"]) for each in AFFAIR["quotations"])
    assert counts["evidence"] == sum(len(each["evidence"]) for each in AFFAIR["events"])
    assert sample.name == AFFAIR["name"]


def test_sample_is_sound(sample: Workspace):
    assert problems_of(sample) == []


def test_every_quotation_of_the_sample_reads_as_it_was_written(sample: Workspace):
    words = [[part.exact for part in each.anchors] for each in all_quotations(sample)]
    assert words == [each["segments"] for each in AFFAIR["quotations"]]


def test_every_event_of_the_sample_has_its_date(sample: Workspace):
    dates = {each.title: each.edtf for each in all_events(sample)}
    assert dates == {each["title"]: each["edtf"] for each in AFFAIR["events"]}


def test_speakers_of_the_sample_have_their_names_and_bodies(sample: Workspace):
    names = {each["id"]: each["name"] for each in AFFAIR["speakers"]}
    bodies = {each.name: each.affiliation for each in all_speakers(sample)}
    assert bodies == {
        each["name"]: names.get(each.get("affiliation") or "", "") for each in AFFAIR["speakers"]
    }


def test_reprints_of_the_sample_are_known_as_such(sample: Workspace):
    reprints = [row for row in library(sample) if row.reprint_of]
    assert len(reprints) == sum("reprint_of" in each for each in AFFAIR["articles"])


def test_sample_leaves_something_to_do(sample: Workspace):
    waiting = [each for row in library(sample) for each in suggestions_of(sample, row.id)]
    assert waiting


def test_everything_of_the_sample_can_be_drawn(sample: Workspace):
    marks = marks_of(sample)
    assert {mark.kind for mark in marks} == set(MarkKind)
    assert len(marks) == len(AFFAIR["quotations"]) + len(AFFAIR["events"])
    for view in saved_views(sample):
        assert marks_of(sample, view.wanted)


def test_texts_of_the_sample_can_be_imported_anew():
    assert len(sample_text_files()) == len({each["file"] for each in AFFAIR["articles"]})


def test_sample_never_replaces_a_file(tmp_path: Path):
    path = tmp_path / "s.stanceline"
    path.write_text("my notes")
    with pytest.raises(WorkspaceUnavailable, match="is there already; nothing was changed"):
        write_sample(path)
    assert path.read_text() == "my notes"
    assert list(tmp_path.iterdir()) == [path]


def test_sample_in_a_missing_folder_says_why(tmp_path: Path):
    with pytest.raises(WorkspaceUnavailable, match="cannot be made: No such file or directory"):
        write_sample(tmp_path / "missing" / "s.stanceline")


def test_sample_leaves_one_file(tmp_path: Path):
    write_sample(tmp_path / "s.stanceline")
    assert [path.name for path in tmp_path.iterdir()] == ["s.stanceline"]


def test_writing_the_sample_is_nothing_to_undo(tmp_path: Path):
    path = tmp_path / "sample.stanceline"
    write_sample(path)
    with Workspace.open(path) as workspace:
        assert next_undo(workspace) is None
        assert [line.label for line in history(workspace)] == [
            "Look for suggestions",
            "Write the sample",
            "Create the workspace",
        ]
        assert look_over(workspace) == []


def test_the_history_is_left_out_up_to_a_moment_that_needs_no_local_time():
    # Windows has none after the year 3000, and the sample could not be written there.
    assert datetime.fromisoformat(writing._EVER_AFTER).utcoffset() is not None
