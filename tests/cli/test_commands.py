"""What each command prints, writes and returns."""

import csv
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article, an_event
from stanceline.cli import COMMANDS, main
from stanceline.cli.exports import view_wanted
from stanceline.cli.main import parser
from stanceline.cli.values import size
from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.domain.timelines import Arrangement, LaneOrder, SavedView, TimeAxis
from stanceline.services.deciding import reject_suggestion
from stanceline.services.learning import learnt
from stanceline.services.suggesting import suggestions_of
from stanceline.services.views import save_view
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import tables
from stanceline.storage.engine import SCHEMA_VERSION
from stanceline.timeline.export import LEAST_PX
from stanceline.timeline.pages.page import MOST_PX

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit status, standard output and standard error."""

    def run_command(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    return run_command


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with two articles."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "port.txt").write_text(PORT, encoding="utf-8")
    return folder


@pytest.fixture
def affair(workspace_path: Path) -> Path:
    """A closed workspace with two articles, two quotations and two events."""
    with Workspace.open(workspace_path) as workspace:
        bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
        an_article(workspace, PORT, source="Port Radio", published="2031-05-16")
        words = ("“We shall open it when it is safe,”", "“Not a day before.”")
        a_quotation(workspace, bridge, *words, speaker="Tora Berg", opening="opposes")
        a_quotation(workspace, bridge, "“found rust everywhere”")
        an_event(
            workspace,
            "Inspection",
            "2031-05-12/..",
            category="works",
            participants=("Tora Berg",),
            evidence=((bridge, "12 May 2031"),),
        )
        an_event(workspace, "Opening")
        save_view(
            workspace, SavedView("Words", Arrangement(LaneKey.TOPIC), MarkFilter(words="safe"))
        )
        nested = Arrangement(LaneKey.SPEAKER, within=LaneKey.TOPIC, axis=TimeAxis.PUBLISHED)
        save_view(workspace, SavedView("Asked", nested, query="stance:opposes", is_default=True))
    return workspace_path


def the_json(out: str) -> Any:
    """The one JSON document that the output is."""
    return json.loads(out)


# import


def test_import_makes_the_workspace_and_says_how_many(run: Run, texts: Path, tmp_path: Path):
    status, out, err = run("import", texts, "--workspace", tmp_path / "w.stanceline")
    assert (status, out, err) == (0, "", "Imported 2 articles.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts", "w.stanceline"]


def test_import_twice_brings_nothing_new_and_says_so(run: Run, texts: Path, tmp_path: Path):
    w = tmp_path / "w.stanceline"
    run("import", texts / "bridge.txt", "-w", w)
    status, out, err = run("import", texts / "bridge.txt", "-w", w, "--json")
    assert status == 0
    assert the_json(out) == {
        "imported": [],
        "reprints": [],
        "duplicates": ["bridge.txt"],
        "problems": [],
        "updated": [],
        "changed": [],
    }
    assert err == "bridge.txt: is in the workspace already.\nImported 0 articles.\n"


def test_import_stores_source_and_date_given_in_words(run: Run, texts: Path, tmp_path: Path):
    w = tmp_path / "w.stanceline"
    given = ("--source", "The Gull", "--published", "13 May 2031")
    assert run("import", texts, "-w", w, *given)[0] == 0
    rows = the_json(run("list", "articles", "-w", w, "--json")[1])
    assert {(row["source"], row["published"]) for row in rows} == {("The Gull", "2031-05-13")}


def test_import_tells_of_a_reprint(run: Run, texts: Path, tmp_path: Path):
    w = tmp_path / "w.stanceline"
    run("import", texts / "bridge.txt", "-w", w, "--source", "The Gull")
    status, _, err = run("import", texts / "bridge.txt", "-w", w, "--source", "Port Radio")
    assert (status, err) == (0, "Imported 1 article, 1 of them reprints.\n")


def test_import_names_a_changed_version_and_updates_the_article_when_told(
    run: Run, texts: Path, tmp_path: Path
):
    workspace = tmp_path / "w.stanceline"
    run("import", texts, "--workspace", workspace)
    (texts / "bridge.txt").write_text(BRIDGE.replace("forty", "fourteen"), encoding="utf-8")
    status, out, err = run("import", texts, "--workspace", workspace, "--json")
    told = the_json(out)
    assert status == 0
    assert "with --update it takes its place" in err
    assert [each["article"] for each in told["changed"]] == [1]
    assert told["changed"][0]["imported"] == told["imported"][0]
    (texts / "bridge.txt").write_text(BRIDGE.replace("forty", "fifteen"), encoding="utf-8")
    status, out, err = run("import", texts, "--workspace", workspace, "--update", "--json")
    told = the_json(out)
    assert (status, told["imported"], len(told["updated"])) == (0, [], 1)
    assert told["changed"][0]["n_doubtful"] == 0
    assert "updated 1" in err


def test_import_brings_the_others_when_one_fails(run: Run, texts: Path, tmp_path: Path):
    bad, missing = texts / "photo.txt", tmp_path / "missing.txt"
    bad.write_bytes(bytes(range(256)) * 9)
    w = tmp_path / "w.stanceline"
    status, out, err = run("import", missing, texts, "-w", w, "--json")
    assert status == 1
    report = the_json(out)
    assert len(report["imported"]) == 2
    assert [problem["name"] for problem in report["problems"]] == [str(missing), str(bad)]
    assert f"stanceline: {missing}: There is no such file.\n" in err
    assert f"stanceline: {bad}: It holds binary data, not a text.\n" in err


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "It is empty."),
        ("blank.txt", b" \n \n", "It holds no text."),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "It is an image, whatever its name says"),
        ("noise.txt", bytes(range(256)) * 4, "It holds binary data, not a text."),
        ("page.html", b"<html><body></body></html>", "No article was found in this page."),
        ("report.docx", b"PK\x03\x04", "Files of the kind “.docx” cannot be read"),
    ],
)
def test_import_of_what_is_no_article_makes_no_workspace(
    run: Run, tmp_path: Path, name: str, content: bytes, sentence: str
):
    path = tmp_path / name
    path.write_bytes(content)
    status, out, err = run("import", path, "-w", tmp_path / "w.stanceline", "--json")
    assert status == 1
    assert sentence in err
    assert the_json(out)["problems"][0]["name"] == str(path)
    assert list(tmp_path.iterdir()) == [path]


def test_import_of_fifty_megabytes_is_refused_by_size(run: Run, tmp_path: Path):
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    status, _, err = run("import", path, "-w", tmp_path / "w.stanceline")
    assert status == 1
    assert "It holds 50 MB, and a file may have up to 20 MB." in err
    assert list(tmp_path.iterdir()) == [path]


def test_import_of_a_folder_without_articles_makes_no_workspace(run: Run, tmp_path: Path):
    status, _, err = run("import", tmp_path, "-w", tmp_path / "w.stanceline")
    assert (status, err) == (1, "stanceline: No file there holds text that can be imported.\n")
    assert list(tmp_path.iterdir()) == []


def test_import_into_what_is_no_workspace_changes_nothing(run: Run, texts: Path, tmp_path: Path):
    w = tmp_path / "notes.txt"
    w.write_text("my notes")
    status, out, err = run("import", texts, "-w", w)
    assert (status, out) == (1, "")
    assert err == f"stanceline: {w} is not a Stanceline workspace. Choose another file.\n"
    assert w.read_text() == "my notes"


def test_speakers_are_listed_with_how_many_quotations_they_have(run: Run, affair: Path):
    lines = run("list", "speakers", "--workspace", affair)[1].splitlines()
    assert any("1 quotation   Tora Berg" in line for line in lines)


# suggest


def test_suggest_for_a_file_gives_offsets_in_code_points(run: Run, texts: Path):
    status, out, err = run("suggest", texts / "bridge.txt", "--published", "2031-05-14", "--json")
    assert (status, err) == (0, "")
    found = the_json(out)
    assert set(found) == {"doc_id", "quotes", "dates"}
    for quote in found["quotes"]:
        assert set(quote) == {
            "start",
            "end",
            "speaker",
            "name",
            "cue",
            "pattern",
            "confidence",
            "group",
        }
    words = {BRIDGE[each["start"] : each["end"]]: each["name"] for each in found["quotes"]}
    assert words["Every week costs us forty jobs,"] == "Nils Aker"
    dates = {BRIDGE[each["start"] : each["end"]]: each["value"] for each in found["dates"]}
    assert dates["12 May 2031"] == "2031-05-12"
    assert set(found["dates"][0]) == {"start", "end", "value", "tier", "rule"}


def test_suggest_prints_lines_to_read(run: Run, texts: Path):
    status, out, err = run("suggest", texts / "bridge.txt")
    assert (status, err) == (0, "")
    assert any("Nils Aker" in line and "forty jobs" in line for line in out.splitlines())
    assert any("2031-05-12" in line and "12 May 2031" in line for line in out.splitlines())


def test_suggest_answers_json_lines_with_json_lines(run: Run, tmp_path: Path):
    path = tmp_path / "docs.jsonl"
    documents = [
        {"doc_id": "a", "text": BRIDGE, "published": "2031-05-14"},
        {"doc_id": 7, "text": ""},
        {"text": "\U0001f309\r\n“Now,” she said."},
    ]
    path.write_text("\ufeff" + "\n\n".join(map(json.dumps, documents)), encoding="utf-8")
    status, out, err = run("suggest", "--jsonl", path)
    assert (status, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["doc_id"] for answer in answers] == ["a", 7, "5"]
    assert {date["value"] for date in answers[0]["dates"]} >= {"2031-05-12"}
    assert answers[1] == {"doc_id": 7, "quotes": [], "dates": []}
    (quote,) = answers[2]["quotes"]
    assert documents[2]["text"][quote["start"] : quote["end"]] == "Now,"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{not json", "Line 2 is not JSON"),
        ('{"text": "x", "doc_id": NaN}', "Line 2 is not JSON: NaN"),
        ("[" * 100_000, "Line 2 is nested too deeply."),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "Line 2 holds a number that is too long."),
        ("[1, 2]", "Line 2 is not an object with a text."),
        ('{"doc_id": "a"}', "Line 2 is not an object with a text."),
        ('{"text": 5}', "Line 2 is not an object with a text."),
        ('{"text": "a", "published": "2031-99"}', 'Line 2: "2031-99" is not a date'),
        ('{"text": "a", "published": "2031-13"}', 'Line 2: "2031-13" is not a date'),
    ],
)
def test_wrong_json_line_is_told_by_its_number(run: Run, tmp_path: Path, line: str, sentence: str):
    path = tmp_path / "docs.jsonl"
    path.write_text('{"text": "Fine."}\n' + line + "\n")
    status, _, err = run("suggest", "--jsonl", path)
    assert status == 1
    assert err.startswith("stanceline: ")
    assert sentence in err


def test_json_lines_with_lone_surrogates_are_answered(run: Run, tmp_path: Path):
    path = tmp_path / "docs.jsonl"
    path.write_text('{"doc_id": "\\ud83c", "text": "“Now,” said \\udf09 Tora Berg."}')
    status, out, err = run("suggest", "--jsonl", path)
    assert (status, err) == (0, "")
    assert json.loads(out)["doc_id"] == "\ud83c"


def test_suggest_fills_the_queue_of_a_workspace_and_accepts(run: Run, affair: Path):
    status, out, err = run("suggest", "--workspace", affair, "--json")
    assert status == 0
    told = the_json(out)
    assert told["waiting"] > 0
    assert told["accepted"] == 0
    status, out, err = run("suggest", "-w", affair, "--accept", "0", "--json")
    after = the_json(out)
    assert after["waiting"] + after["accepted"] == told["waiting"]
    assert err == f"{after['waiting']} suggestions wait, {after['accepted']} were accepted.\n"
    rows = the_json(run("list", "quotations", "-w", affair, "--json")[1])
    assert {row["status"] for row in rows} == {"marked"}  # What waits on are events.


def test_suggest_tells_of_reported_speech_and_events_when_asked(run: Run, tmp_path: Path):
    text = "Fog\n\nThe bridge burned on 3 May 2031. Nils Aker said that it was old.\n"
    path = tmp_path / "fog.txt"
    path.write_text(text, "utf-8")
    plain = the_json(run("suggest", path, "--json")[1])
    assert plain.keys() == {"doc_id", "quotes", "dates"}
    told = the_json(run("suggest", path, "--json", "--reported", "--events")[1])
    assert told.keys() == {"doc_id", "quotes", "dates", "reported", "events"}
    (retold,), (event,) = told["reported"], told["events"]
    assert text[retold["start"] : retold["end"]] == "it was old"
    assert retold["name"] == "Nils Aker"
    assert retold.keys() == {
        *("start", "end", "speaker", "name", "cue", "pattern", "confidence", "group")
    }
    assert (event["title"], event["value"]) == ("The bridge burned", "2031-05-03")
    status, out, _ = run("suggest", path, "--reported", "--events")
    assert status == 0
    assert "it was old" in out
    assert "The bridge burned" in out


def test_what_was_learnt_is_forgotten_when_asked(run: Run, affair: Path):
    run("suggest", "-w", affair)
    with Workspace.open(affair) as workspace:
        reject_suggestion(workspace, suggestions_of(workspace, 1)[0].id)
        assert learnt(workspace).patterns
    assert run("suggest", "-w", affair, "--forget-learnt")[0] == 0
    with Workspace.open(affair) as workspace:
        assert learnt(workspace).patterns == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-w", "w.stanceline", "--events"], "--events needs a text."),
        (["-w", "w.stanceline", "--reported"], "--reported needs a text."),
        (["-w", "w.stanceline", "--published", "2031"], "--published needs a text."),
        (["t.txt", "--accept", "0.5"], "--accept needs --workspace W."),
        (["--jsonl", "-", "--forget-learnt"], "--forget-learnt needs --workspace W."),
    ],
)
def test_suggest_says_what_an_option_needs(run: Run, arguments: list[str], said: str):
    status, out, err = run("suggest", *arguments)
    assert (status, out, err) == (2, "", f"stanceline suggest: {said}\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["a.txt", "--workspace", "w"], ["a.txt", "--jsonl", "b"], ["a.txt", "--accept", "0.5"]],
)
def test_suggest_needs_exactly_one_thing_to_work_on(run: Run, arguments: list[str]):
    status, out, err = run("suggest", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("stanceline suggest: ")


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_suggest_for_what_cannot_be_read_says_so(run: Run, tmp_path: Path, name: str):
    for option in ([], ["--jsonl"]):
        status, _, err = run("suggest", *option, tmp_path / name)
        assert status == 1
        assert "cannot be read" in err


# list


def test_list_gives_one_json_document_for_everything(run: Run, affair: Path):
    counts = {}
    for what in ("articles", "quotations", "speakers", "events", "topics"):
        status, out, err = run("list", what, "-w", affair, "--json")
        assert (status, err) == (0, "")
        counts[what] = len(the_json(out))
    assert counts == {"articles": 2, "quotations": 3, "speakers": 1, "events": 2, "topics": 1}


def test_listed_quotations_have_offsets_whose_text_equals_the_words(run: Run, affair: Path):
    run("suggest", "-w", affair)
    rows = the_json(run("list", "quotations", "-w", affair, "--json")[1])
    bodies = {1: BRIDGE, 2: PORT}
    assert {row["status"] for row in rows} == {"marked", "suggested"}
    for row in rows:
        assert bodies[row["article_id"]][row["start"] : row["end"]] == row["words"]
    first, second = rows[:2]
    assert (first["segment"], second["segment"], first["segments"]) == (0, 1, 2)
    assert first["id"] == second["id"]
    assert first["judgements"][0]["stance"] == "opposes"
    suggested = {row["words"]: row["speaker"] for row in rows if row["status"] == "suggested"}
    assert suggested["The bridge must open now,"] == "Nils Aker"


def test_list_prints_lines_to_read(run: Run, affair: Path):
    for what, words in (
        ("articles", "Harbour board keeps the bridge shut"),
        ("quotations", "“Not a day before.”"),
        ("speakers", "Tora Berg (person)"),
        ("events", "2031-05-12/..              Inspection"),
        ("topics", "1 judgements  opening"),
    ):
        status, out, err = run("list", what, "-w", affair)
        assert (status, err) == (0, "")
        assert words in out


def test_list_names_the_saved_views(run: Run, affair: Path):
    words, asked = the_json(run("list", "views", "-w", affair, "--json")[1])
    assert (words["name"], words["lanes"], words["within"]) == ("Words", "topic", None)
    assert asked == {
        "name": "Asked",
        "title": "",
        "lanes": "speaker",
        "within": "topic",
        "axis": "published",
        "query": "stance:opposes",
        "eras": 0,
        "notes": 0,
        "default": True,
    }
    _, out, _ = run("list", "views", "-w", affair)
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "Words by topic",
        "* Asked by speaker/topic",
    ]


def test_list_names_the_other_views_when_one_is_damaged(run: Run, affair: Path):
    with Workspace.open(affair) as workspace:
        save_view(workspace, SavedView("Sound"))
        with workspace.action("Break a view", Changed.TIMELINES) as session:
            session.add(tables.Timeline(name="Broken", definition="{"))
    status, out, err = run("list", "views", "-w", affair)
    assert status == 0
    assert "Sound" in out
    assert "Broken" not in out
    assert "“Broken” is damaged" in err


def test_list_may_keep_to_one_speaker(run: Run, affair: Path):
    rows = the_json(run("list", "quotations", "-w", affair, "--speaker", "berg", "--json")[1])
    assert {row["speaker"] for row in rows} == {"Tora Berg"}


def test_unknown_speaker_is_answered_with_the_nearest(run: Run, affair: Path):
    before = affair.read_bytes()
    for command in (
        ("list", "quotations", "-w", affair, "--speaker", "Tora Borg"),
        ("export", "timeline", "-w", affair, "--out", "t.csv", "--speaker", "Tora Borg"),
        ("export", "quotations", "-w", affair, "--out", "t.csv", "--speaker", "Tora Borg"),
    ):
        status, out, err = run(*command)
        assert (status, out) == (1, "")
        assert err == ("stanceline: There is no speaker “Tora Borg”. Did you mean “Tora Berg”?\n")
    assert affair.read_bytes() == before
    assert not Path("t.csv").exists()


def test_speaker_chooses_among_quotations_only(run: Run, affair: Path):
    status, _, err = run("list", "events", "-w", affair, "--speaker", "Tora Berg")
    assert (status, err) == (1, "stanceline: --speaker chooses among quotations only.\n")


# export


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("what", "n_rows"),
    [("timeline", 4), ("quotations", 2), ("events", 2), ("articles", 2), ("evidence", 1)],
)
def test_tables_are_exported(run: Run, affair: Path, tmp_path: Path, what: str, n_rows: int):
    out_file = tmp_path / f"{what}.csv"
    status, out, err = run("export", what, "-w", affair, "--out", out_file)
    assert (status, out) == (0, "")
    assert err.startswith("Wrote ")
    assert len(read(out_file)) == n_rows


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--from", "2031-05-13"], ["Inspection", "We", "found"]),
        (["--to", "12 May 2031"], ["Inspection"]),
        (["--speaker", "Berg"], ["Inspection", "We"]),
        (["--topic", "opening", "--stance", "opposes"], ["We"]),
        (["--category", "works"], ["Inspection"]),
        (["--view", "words"], ["We"]),
        (["--view", "Words", "--to", "2031-05-12"], []),
        (["--query", "speaker:Berg"], ["Inspection", "We"]),
        (["--view", "Words", "--query", "stance:supports"], []),
        (["--view", "Asked"], ["We"]),
        (["--view", "Asked", "--query", ""], ["Inspection", "Opening", "We", "found"]),
    ],
)
def test_exported_timeline_is_narrowed(
    run: Run, affair: Path, tmp_path: Path, options: list[str], titles: list[str]
):
    out_file = tmp_path / "t.csv"
    assert run("export", "timeline", "-w", affair, "--out", out_file, *options)[0] == 0
    shown = {row["title"].strip("“").split()[0] for row in read(out_file)}
    assert shown == set(titles)


@pytest.fixture
def arranged(affair: Path, tmp_path: Path) -> Callable[..., SavedView]:
    """What view an export with these options draws."""

    def of(*options: str) -> SavedView:
        parsed = parser().parse_args(
            ["export", "timeline", "-w", str(affair), "--out", str(tmp_path / "t.png"), *options]
        )
        with Workspace.open(affair) as workspace:
            return view_wanted(workspace, parsed)

    return of


def test_arrangement_of_a_view_is_changed_by_what_is_typed(arranged: Callable[..., SavedView]):
    assert arranged().arrangement == Arrangement()
    kept = arranged("--view", "Asked")
    assert (kept.arrangement.within, kept.query) == (LaneKey.TOPIC, "stance:opposes")
    changed = arranged(
        *("--view", "Asked", "--lanes", "Source/Category", "--order", "first-date"),
        *("--axis", "said", "--fold"),
    )
    assert changed.arrangement == Arrangement(
        LaneKey.SOURCE,
        within=LaneKey.CATEGORY,
        order=LaneOrder.BY_FIRST_DATE,
        axis=TimeAxis.SAID,
        folds_gaps=True,
    )
    plain = arranged("--view", "Asked", "--lanes", "topic", "--no-fold")
    assert (plain.lanes, plain.arrangement.within) == (LaneKey.TOPIC, None)
    assert plain.arrangement.axis is TimeAxis.PUBLISHED


def test_query_that_is_not_understood_is_told_of(run: Run, affair: Path, tmp_path: Path):
    status, _, err = run(
        *("export", "timeline", "-w", affair, "--out", tmp_path / "t.csv"),
        *("--query", "stance:opposes before:someday"),
    )
    assert status == 0
    assert "someday" in err


def test_export_from_after_to_is_told_of(run: Run, affair: Path, tmp_path: Path):
    out = tmp_path / "t.csv"
    export = ("export", "timeline", "-w", affair, "--out", out)
    status, _, err = run(*export, "--from", "2031-06", "--to", "2031-05")
    assert (status, err) == (
        1,
        "stanceline: --from 2031-06 is after --to 2031-05; nothing lies between them.\n",
    )
    assert not out.exists()
    assert run(*export, "--from", "2031-05-12", "--to", "2031-05-12")[0] == 0


def test_limits_of_a_size_are_those_of_the_drawing():
    assert (size("200x20000"), LEAST_PX, MOST_PX) == ((200, 20_000), 200, 20_000)


def test_export_never_replaces_its_own_workspace(run: Run, affair: Path):
    before = affair.read_bytes()
    status, _, err = run("export", "timeline", "-w", affair, "--out", affair, "--format", "csv")
    assert (status, err) == (
        1,
        f"stanceline: {affair} is the workspace itself; choose another file.\n",
    )
    assert affair.read_bytes() == before


@pytest.mark.parametrize(
    ("what", "name", "sentence"),
    [
        ("timeline", "t", "t does not say in which format; name one with --format"),
        ("timeline", "t.docx", "t.docx does not say in which format"),
        ("events", "e.svg", "The events are exported as csv only, not as svg."),
        ("events", "missing/e.csv", "cannot be written: No such file or directory"),
    ],
)
def test_export_that_cannot_be_written_says_so(
    run: Run, affair: Path, tmp_path: Path, what: str, name: str, sentence: str
):
    status, _, err = run("export", what, "-w", affair, "--out", tmp_path / name)
    assert status == 1
    assert sentence in err
    assert list(tmp_path.iterdir()) == [affair]


def test_unknown_view_is_answered_with_those_there_are(run: Run, affair: Path, tmp_path: Path):
    status, _, err = run(
        "export", "timeline", "-w", affair, "--out", tmp_path / "t.csv", "--view", "All"
    )
    assert (status, err) == (
        1,
        "stanceline: There is no saved view “All”. Saved views: “Words”, “Asked”.\n",
    )


# check, info, sample


def test_check_of_a_sound_workspace_finds_nothing(run: Run, affair: Path):
    assert run("check", affair) == (0, "No problems found.\n", "")
    status, out, err = run("check", affair, "--json")
    assert (status, err) == (0, "")
    told = the_json(out)
    assert (told["sound"], told["problems"], told["findings"]) == (True, [], [])


def test_check_of_a_damaged_workspace_fails(run: Run, affair: Path):
    with Workspace.open(affair) as workspace, workspace.action("Damage") as session:
        session.connection().exec_driver_sql("UPDATE text SET body = 'x' WHERE id = 2")
    status, out, _ = run("check", affair, "--json")
    assert status == 1
    told = the_json(out)
    assert told["sound"] is False
    assert told["problems"] == ["The text of article 2 is not what was imported."]


def test_info_says_what_there_is(run: Run, affair: Path):
    status, out, err = run("info", affair, "--json")
    assert (status, err) == (0, "")
    told = the_json(out)
    assert (told["name"], told["schema_version"]) == ("The bridge", SCHEMA_VERSION)
    assert told["counts"]["quotations"] == 2
    status, out, err = run("info", affair)
    assert "published    2031-05-13 to 2031-05-16" in out


def test_sample_is_written_once(run: Run, tmp_path: Path):
    path = tmp_path / "s.stanceline"
    status, out, err = run("sample", "--out", path)
    assert (status, out, err) == (0, "", f"Wrote the sample workspace to {path}.\n")
    before = path.read_bytes()
    status, out, err = run("sample", "--out", path)
    assert (status, err) == (1, f"stanceline: {path} is there already; nothing was changed.\n")
    assert path.read_bytes() == before


# Wrong input of every kind.


def commands_on(w: Path, out: Path) -> list[tuple[object, ...]]:
    return [
        ("list", "quotations", "-w", w, "--json"),
        ("suggest", "-w", w),
        ("export", "timeline", "-w", w, "--out", out),
        ("check", w),
        ("info", w),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; it is not a Stanceline workspace"),
        (b"my notes\n" * 50, "is not a Stanceline workspace"),
        (b"SQLite format 3\x00" + bytes(84), "is a database of another program"),
        (
            b"SQLite format 3\x00" + bytes(44) + (9).to_bytes(4) + bytes(4) + b"STLN" + bytes(28),
            "was written by a newer Stanceline (format 9",
        ),
    ],
    ids=["empty", "text", "foreign", "newer"],
)
def test_what_is_no_workspace_is_refused_by_every_command(
    run: Run, tmp_path: Path, content: bytes, sentence: str
):
    w = tmp_path / "w.stanceline"
    w.write_bytes(content)
    for command in commands_on(w, tmp_path / "t.csv"):
        status, out, err = run(*command)
        assert (status, out) == (1, "")
        assert err.startswith(f"stanceline: {w} ")
        assert sentence in err
        assert err.count("\n") == 1
    assert w.read_bytes() == content
    assert list(tmp_path.iterdir()) == [w]


def test_missing_workspace_is_told_of_and_not_made(run: Run, tmp_path: Path):
    w = tmp_path / "w.stanceline"
    for command in commands_on(w, tmp_path / "t.csv"):
        assert run(*command) == (1, "", f"stanceline: There is no file {w}.\n")
    assert list(tmp_path.iterdir()) == []


def test_folder_is_no_workspace(run: Run, tmp_path: Path, texts: Path):
    sentence = (
        f"stanceline: {tmp_path} is a folder, not a Stanceline workspace. Choose another file.\n"
    )
    for command in (*commands_on(tmp_path, tmp_path / "t.csv"), ("import", texts, "-w", tmp_path)):
        assert run(*command) == (1, "", sentence)


def test_folder_without_permission_is_told_of(
    run: Run,
    texts: Path,
    visited_folder: Path,
    unprivileged: Callable[[], AbstractContextManager[None]],
):
    article = visited_folder / "bridge.txt"
    article.write_bytes((texts / "bridge.txt").read_bytes())
    closed = visited_folder / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    w = closed / "w.stanceline"
    with unprivileged():
        for command in (
            *commands_on(w, closed / "t.csv"),
            ("import", article, "-w", w),
            ("sample", "--out", w),
        ):
            status, out, err = run(*command)
            assert (status, out) == (1, "")
            assert err.count("\n") == 1
            assert "Permission denied" in err or "There is no file" in err
    assert list(closed.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "a.txt"],
        ["import", "-w", "w.stanceline"],
        ["import", "a.txt", "-w", "w.stanceline", "--published", "2031-13"],
        ["import", "a.txt", "-w", "w.stanceline", "--published", "2031-99"],
        ["import", "a.txt", "-w", "w.stanceline", "--published", "2031-06-30T25:00"],
        ["import", "a.txt", "-w", "w.stanceline", "--published", ""],
        ["list", "-w", "w.stanceline"],
        ["list", "people", "-w", "w.stanceline"],
        ["export", "timeline", "-w", "w.stanceline"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--from", "soon"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--size", "wide"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--size", "0x0"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--size", "199x900"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--size", "900x20001"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--size", "99999x99999"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--dpi", "0"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.png", "--dpi", "²"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--lanes", "colour"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--lanes", "topic/"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--lanes", "topic/topic"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--lanes", "topic/none"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--axis", "eaten"],
        ["export", "timeline", "-w", "w.stanceline", "--out", "t.csv", "--order", "by hand"],
        ["suggest", "-w", "w.stanceline", "--accept", "1.5"],
        ["suggest", "-w", "w.stanceline", "--accept", "nan"],
        ["frobnicate"],
        ["check"],
        [],
    ],
)
def test_wrong_usage_is_status_2_with_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "usage: stanceline" in err
    assert list(tmp_path.iterdir()) == []


def test_bad_date_is_told_with_its_place(run: Run):
    _, _, err = run("import", "a.txt", "-w", "w.stanceline", "--published", "2031-13")
    assert '"2031-13" is not a date' in err
    assert "at character" in err


def test_fault_of_the_program_is_one_sentence_with_its_kind(
    run: Run, workspace_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("by\nnought")

    monkeypatch.setattr("stanceline.services.checking.check_workspace", fail)
    status, out, err = run("check", workspace_path)
    assert (status, out) == (1, "")
    assert err == (
        "stanceline: this should not have happened, and is a fault of the program "
        "(ZeroDivisionError: by nought). With STANCELINE_TRACEBACK=1 it tells where.\n"
    )


def test_place_of_a_fault_is_told_when_it_is_asked_for(
    workspace_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("stanceline.services.checking.check_workspace", lambda *_, **__: len(3))
    monkeypatch.setenv("STANCELINE_TRACEBACK", "1")
    assert main(["check", str(workspace_path)]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_every_command_has_help(run: Run):
    for command in COMMANDS:
        status, out, err = run(command, "--help")
        assert (status, err) == (0, "")
        assert out.startswith(f"usage: stanceline {command}")


def test_version_is_told(run: Run):
    from stanceline import __version__

    assert run("--version") == (0, f"Stanceline {__version__}\n", "")
