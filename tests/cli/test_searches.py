"""What the search command prints and returns."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import BRIDGE, PORT, a_quotation, an_article
from stanceline.cli import COMMANDS, main
from stanceline.services.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], affair: Path) -> Run:
    """Searches the affair; gives exit status, standard output and standard error."""

    def run_command(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main(["search", *map(str, arguments), "--workspace", str(affair)])
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    return run_command


@pytest.fixture
def affair(workspace_path: Path) -> Path:
    """A closed workspace with two articles and a quotation."""
    with Workspace.open(workspace_path) as workspace:
        bridge = an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13")
        an_article(workspace, PORT, source="Port Radio", published="2031-05-16")
        a_quotation(workspace, bridge, "“Not a day before.”", speaker="Tora Berg")
    return workspace_path


def test_search_is_a_command():
    assert "search" in COMMANDS


def test_search_prints_a_line_and_the_words_of_each_article(run: Run):
    status, out, err = run("rust")
    assert status == 0
    first, second = out.splitlines()
    assert first == "1  2031-05-13  The Gull  Harbour board keeps the bridge shut"
    assert second.startswith("    … ")
    assert "found «rust» everywhere" in second
    assert err == "Found 1 article.\n"


def test_search_as_json_is_one_document(run: Run):
    status, out, _ = run("bridge -quay stnace:x OR rust", "--json")
    document = json.loads(out)
    assert status == 0
    assert document["query"] == "bridge -quay stnace:x OR rust"
    assert document["understood"] == "bridge -quay stnace x OR rust"
    assert document["notes"] == [
        "“stnace:” is not a field; it was searched for as words. Did you mean stance:?"
    ]
    assert (document["count"], document["capped"]) == (1, False)
    (hit,) = document["hits"]
    assert (hit["article_id"], hit["title"]) == (1, "Harbour board keeps the bridge shut")
    assert (hit["source"], hit["published"]) == ("The Gull", "2031-05-13")
    assert hit["field"] == "body"
    assert hit["score"] > 0
    marked = {hit["snippet"][start:end] for start, end in hit["marks"]}
    assert marked <= {"bridge", "rust"}
    assert marked


def test_finding_nothing_is_no_failure(run: Run):
    assert run("zeppelin") == (0, "", "Found 0 articles.\n")
    status, out, _ = run("zeppelin", "--json")
    assert status == 0
    assert json.loads(out)["hits"] == []


def test_what_is_not_understood_is_told_beside_the_output(run: Run):
    status, out, err = run("speaker:Burg")
    assert (status, out) == (0, "")
    assert err.splitlines() == [
        "stanceline: There is no speaker “Burg” in the workspace. Did you mean “Tora Berg”?",
        "Found 0 articles.",
    ]


def test_limit_says_how_many_are_shown(run: Run):
    status, out, err = run("bridge", "--limit", "1")
    assert status == 0
    assert len(out.splitlines()) == 2
    assert err == "Found 2 articles, the best 1 shown.\n"


@pytest.mark.parametrize("limit", ["-1", "many", "1e3", "9" * 50])
def test_wrong_limit_is_wrong_usage(run: Run, limit: str):
    status, _, err = run("bridge", f"--limit={limit}")
    assert status == 2
    assert "is not a number of articles" in err


def test_query_that_begins_with_a_minus_stands_behind_two(
    affair: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["search", "--workspace", str(affair), "--", "-rust"]) == 0
    assert capsys.readouterr().out.startswith("2  2031-05-16  Port Radio")


def test_query_with_bytes_of_no_text_is_searched_for(run: Run):
    status, out, _ = run("bridge\udcff", "--json")
    assert status == 0
    assert json.loads(out)["query"] == "bridge?"


def test_control_characters_of_a_text_do_not_reach_the_terminal(run: Run, affair: Path):
    with Workspace.open(affair) as workspace:
        an_article(workspace, "Storm\n\nThe storm \x1b[31mcame\x07 at night.\n")
    _, out, _ = run("storm")
    assert "\x1b" not in out
    assert "\x07" not in out
