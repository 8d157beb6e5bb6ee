"""Tables of a workspace, as a spreadsheet reads them."""

import csv
from pathlib import Path

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.domain.edtf import parse
from stanceline.domain.marks import MarkFilter, MarkKind
from stanceline.formats.files import CannotWrite
from stanceline.services.dating import date_evidence
from stanceline.services.events import event
from stanceline.services.exporting import (
    TABLES,
    TIMELINE_COLUMNS,
    export_timeline_csv,
    export_view_csv,
    first_and_last,
)
from stanceline.services.finding import narrowed
from stanceline.services.progress import Cancelled
from stanceline.services.timeline import marks_of
from stanceline.services.workspace import Workspace

FIRST, SECOND = "“We shall open it when it is safe,”", "“Not a day before.”"


@pytest.fixture
def affair(workspace: Workspace) -> Workspace:
    """Two articles, two quotations of which one is judged twice, and two events."""
    bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
    port = an_article(workspace, PORT, source="Port; Radio", published="2031-05-16")
    a_quotation(
        workspace,
        bridge,
        FIRST,
        SECOND,
        speaker="Tora Berg",
        opening="opposes",
        works="supports",
    )
    a_quotation(workspace, port, "“Talks are under way,”", speaker="=an official")
    an_event(
        workspace,
        "Inspection",
        "2031-05-12/..",
        category="works",
        participants=("Tora Berg",),
        evidence=((bridge, "12 May 2031"), (port, "Thursday")),
    )
    an_event(workspace, "+Opening")
    return workspace


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2031-05-12", "2031-05-12", "2031-05-12"),
        ("2031-05", "2031-05-01", "2031-05-31"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("2031-05-12~", "2031-05-12", "2031-05-12"),
        ("2031-05-12/2031-05-14", "2031-05-12", "2031-05-14"),
        ("[2031-05-01..2031-05-09]", "2031-05-01", "2031-05-09"),
        ("2031-05-12/..", "2031-05-12", ""),
        ("../2031-05-12", "", "2031-05-12"),
        ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("0000", "0000-01-01", "0000-12-31"),
        ("2031-05-12T03:20", "2031-05-12T03:20:00", "2031-05-12T03:20:59"),
    ],
)
def test_first_and_last_moment_of_a_date(text: str, start: str, end: str):
    assert first_and_last(parse(text)) == (start, end)


def test_timeline_has_one_row_a_mark_with_all_that_it_rests_on(affair: Workspace, tmp_path: Path):
    path = tmp_path / "t.csv"
    marks = marks_of(affair)
    assert export_timeline_csv(path, marks) == len(marks) == 4
    rows = {row["id"]: row for row in read(path)}
    assert list(rows) == [mark.key for mark in marks]
    said = rows["quotation:1"]
    assert tuple(said) == TIMELINE_COLUMNS
    assert said["title"] == f"{FIRST} … {SECOND}"
    assert (said["start"], said["end"], said["edtf"]) == ("2031-05-13", "2031-05-13", "2031-05-13")
    assert (said["precision"], said["date_basis"]) == ("day", "published")
    assert (said["speaker"], said["source"]) == ("Tora Berg", "The Gull")
    assert (said["stance"], said["topic"]) == ("opposes; supports", "opening; works")
    offsets = [tuple(map(int, part.split("-"))) for part in said["offsets"].split(",")]
    assert [BRIDGE[start:end] for start, end in offsets] == [FIRST, SECOND]


def test_event_row_names_every_article_in_one_order(affair: Workspace, tmp_path: Path):
    export_timeline_csv(tmp_path / "t.csv", marks_of(affair))
    row = next(row for row in read(tmp_path / "t.csv") if row["title"] == "Inspection")
    assert (row["start"], row["end"], row["edtf"]) == ("2031-05-12", "", "2031-05-12/..")
    assert row["published"] == "2031-05-13; 2031-05-16"
    assert row["source"] == "The Gull; Port; Radio"
    first, second = row["offsets"].split("; ")
    assert BRIDGE[slice(*map(int, first.split("-")))] == "12 May 2031"
    assert PORT[slice(*map(int, second.split("-")))] == "Thursday"


def test_no_cell_runs_as_a_formula(affair: Workspace, tmp_path: Path):
    paths = [tmp_path / "timeline.csv"]
    export_timeline_csv(paths[0], marks_of(affair))
    for name, write in TABLES.items():
        paths.append(tmp_path / f"{name}.csv")
        write(affair, paths[-1], MarkFilter())
    cells = [cell for path in paths for row in read(path) for cell in row.values()]
    assert "'=an official" in cells
    assert "'+Opening" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_quotations_have_one_row_a_judgement(affair: Workspace, tmp_path: Path):
    path = tmp_path / "q.csv"
    assert TABLES["quotations"](affair, path, MarkFilter()) == 3
    assert [(row["topic"], row["stance"], row["certainty"]) for row in read(path)] == [
        ("opening", "opposes", "certain"),
        ("works", "supports", "certain"),
        ("", "", ""),
    ]
    assert {row["analyst"] for row in read(path)} == {"Ada", ""}


def test_events_articles_and_evidence_have_one_row_each(affair: Workspace, tmp_path: Path):
    counts = {}
    for name, write in TABLES.items():
        path = tmp_path / f"{name}.csv"
        counts[name] = write(affair, path, MarkFilter())
        assert len(read(path)) == counts[name]
    assert counts == {"quotations": 3, "events": 2, "articles": 2, "evidence": 2}
    assert read(tmp_path / "evidence.csv")[0]["words"] == "12 May 2031"
    assert read(tmp_path / "events.csv")[0]["n_evidence"] == "2"


def test_tables_are_narrowed_like_the_timeline(affair: Workspace, tmp_path: Path):
    by_berg = narrowed(affair, MarkFilter(), speakers=["Tora Berg"])
    only_events = MarkFilter(kinds=frozenset({MarkKind.EVENT}))
    path = tmp_path / "t.csv"
    assert TABLES["quotations"](affair, path, by_berg) == 2
    assert TABLES["quotations"](affair, path, only_events) == 0
    assert TABLES["events"](affair, path, by_berg) == 1
    assert TABLES["evidence"](affair, path, by_berg) == 2
    assert TABLES["articles"](affair, path, MarkFilter(words="talks")) == 1
    assert [row["source"] for row in read(path)] == ["Port; Radio"]


def test_empty_workspace_gives_a_table_with_its_heads(workspace: Workspace, tmp_path: Path):
    for name, write in TABLES.items():
        assert write(workspace, tmp_path / name, MarkFilter()) == 0
        assert (tmp_path / name).read_text("utf-8-sig").count("\n") == 1
    assert export_timeline_csv(tmp_path / "t.csv", []) == 0


def test_table_that_cannot_be_written_is_told_in_a_sentence(affair: Workspace, tmp_path: Path):
    with pytest.raises(CannotWrite, match="cannot be written: No such file or directory"):
        TABLES["events"](affair, tmp_path / "missing" / "e.csv", MarkFilter())


def test_view_is_written_like_its_marks(affair: Workspace, tmp_path: Path):
    wanted = MarkFilter(topic_ids=frozenset({2}))
    marks = marks_of(affair, wanted)
    assert export_timeline_csv(tmp_path / "marks.csv", marks) == 1
    assert export_view_csv(affair, tmp_path / "view.csv", wanted) == 1
    assert (tmp_path / "view.csv").read_bytes() == (tmp_path / "marks.csv").read_bytes()
    assert read(tmp_path / "view.csv")[0]["topic"] == "works; opening"
    everything = export_timeline_csv(tmp_path / "marks.csv", marks_of(affair))
    assert export_view_csv(affair, tmp_path / "view.csv", MarkFilter()) == everything
    assert (tmp_path / "view.csv").read_bytes() == (tmp_path / "marks.csv").read_bytes()


def test_order_of_a_view_is_that_of_its_dates(affair: Workspace, tmp_path: Path):
    for date in ("-0044-03-15", "2031", "2031-05-12", "", "2031-05-13~"):
        an_event(affair, f"Dated {date}", date)
    a_quotation(affair, 1, "Harbour board", said="2031-05-12")
    export_view_csv(affair, tmp_path / "view.csv", MarkFilter())
    assert [row["id"] for row in read(tmp_path / "view.csv")] == [
        mark.key for mark in marks_of(affair)
    ]


def test_query_narrows_every_table(affair: Workspace, tmp_path: Path):
    path = tmp_path / "t.csv"
    assert export_view_csv(affair, path, MarkFilter(), "speaker:Berg") == 2
    assert {row["id"] for row in read(path)} == {"event:1", "quotation:1"}
    assert TABLES["quotations"](affair, path, MarkFilter(), "stance:opposes") == 2
    assert TABLES["events"](affair, path, MarkFilter(), "speaker:Berg") == 1
    assert TABLES["evidence"](affair, path, MarkFilter(), "speaker:Berg") == 2
    assert TABLES["articles"](affair, path, MarkFilter(), "speaker:official") == 1
    assert read(path)[0]["source"] == "Port; Radio"


def test_dates_that_sources_give_stand_beside_them(affair: Workspace, tmp_path: Path):
    for piece, date in zip(event(affair, 1).evidence, ("2031-05-12", "2031-05-15"), strict=True):
        date_evidence(affair, piece.id, date)
    export_view_csv(affair, tmp_path / "t.csv", MarkFilter())
    row = next(row for row in read(tmp_path / "t.csv") if row["id"] == "event:1")
    assert row["dates_given"] == "2031-05-12; 2031-05-15"
    TABLES["evidence"](affair, tmp_path / "e.csv", MarkFilter())
    assert [row["date_given"] for row in read(tmp_path / "e.csv")] == ["2031-05-12", "2031-05-15"]


def test_writing_a_view_can_be_stopped(affair: Workspace, tmp_path: Path):
    class Stopped:
        def step(self, *_told: object) -> None:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        export_view_csv(affair, tmp_path / "t.csv", MarkFilter(), progress=Stopped())
    assert list(tmp_path.glob("t*")) == []
